"""The run sheet: what happens at which minute of launch day, who does it, and who can stop it."""

import re
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import core_schema

from launchcheck.plan.references import CampaignId, Once, PersonId, reference
from launchcheck.plan.types import Count, Id, Kind, Section, Text, problem, read_by, wrong_at
from launchcheck.text import quote

StepKind: TypeAlias = Literal["check", "go", "release", "tell", "publish", "other"]

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_A_DAY = 24 * 60


def _time(value: object) -> str:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return value
    raise problem(f"{quote(value)} is not a time of day", "write hours and minutes, like 09:00 or 17:30")


TimeOfDay: TypeAlias = Annotated[
    str, read_by(_time, "TimeOfDay", meant="24-hour time", type="string", pattern=f"^{_TIME.pattern}$")
]
"""A time of day, written `HH:MM`, from 00:00 to 23:59."""

Minute: TypeAlias = Annotated[
    int,
    Kind(
        core_schema.int_schema(strict=True, ge=-_A_DAY, le=_A_DAY, ref="Minute"),
        {"type": "integer", "minimum": -_A_DAY, "maximum": _A_DAY},
    ),
]
"""Minutes from a time, below zero before it: at most a day either way."""

StepId: TypeAlias = Annotated[str, reference("step", "runsheet.steps")]
"""The id of a step under `runsheet.steps`."""


class SheetStep(Section):
    """One thing to do at one minute."""

    id: Id = Field(description="The id that other steps refer to.", examples=["flag"])
    at: Minute | None = Field(
        default=None,
        description="When it happens: minutes from `starts`, below zero before it.",
        examples=[-30],
    )
    kind: StepKind | None = Field(
        default=None,
        description=(
            "What it is: check (look whether something works), go (decide), release (customers get it),"
            " tell (people inside the company hear it), publish (the public sees it) or other."
        ),
    )
    what: Text | None = Field(default=None, description="What is done.", examples=["Flag on for everyone"])
    owner: PersonId | None = Field(
        default=None, description="Who does it: the id of a person.", examples=["ben"]
    )
    shows: Text | None = Field(
        default=None, description="What shows that it worked.", examples=["100 % in the flag console"]
    )
    campaign: CampaignId | None = Field(
        default=None,
        description="The campaign that goes live with it: the id of a campaign.",
        examples=["launch-email"],
    )
    needs: list[StepId] | None = Field(
        default=None,
        description="The steps that must be done before it: ids of steps.",
        examples=[["go"]],
    )

    @model_validator(mode="after")
    def _needs_others(self) -> Self:
        for index, id in enumerate(self.needs or ()):
            if id == self.id:
                raise wrong_at(("needs", index), id, f"step {quote(id)} needs itself")
        return self


class Stop(Section):
    """Who stops the launch on its day, until when, and what happens then."""

    person: PersonId | None = Field(
        default=None,
        description="Who can stop it: the id of a person, by default launch.hold.owner.",
        examples=["grace"],
    )
    backup: PersonId | None = Field(
        default=None, description="Who can stop it instead: the id of another person.", examples=["priya"]
    )
    until: Count | None = Field(
        default=None,
        description="Until when it can be stopped: minutes after `starts`.",
        examples=[120],
    )
    fallback: Text | None = Field(
        default=None,
        description="What happens if it is stopped, by default launch.hold.how.",
        examples=["Flag off, holding statement, second half of the emails tomorrow"],
    )


class Runsheet(Section):
    """The minutes of launch day."""

    starts: TimeOfDay | None = Field(
        default=None,
        description="The hour that the minutes of steps count from, in launch.timezone.",
        examples=["09:00"],
    )
    lead: PersonId | None = Field(
        default=None, description="Who runs the sheet on the day: the id of a person.", examples=["dana"]
    )
    backup: PersonId | None = Field(
        default=None, description="Who runs it instead: the id of another person.", examples=["sam"]
    )
    channel: Text | None = Field(
        default=None,
        description="The one place where everyone reports; a name with # needs quotation marks.",
        examples=["#orbit-launch-day"],
    )
    people: list[PersonId] | None = Field(
        default=None,
        description="Who must be there besides the owners of steps: ids of people.",
        examples=[["grace"]],
    )
    steps: Annotated[list[SheetStep], Once("step")] | None = Field(
        default=None, description="What is done, step by step."
    )
    stop: Stop | None = Field(default=None, description="Who stops it, until when, and what happens then.")
