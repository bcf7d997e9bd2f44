"""Sunset: a product, a plan or a feature that ends."""

from typing import Annotated, Literal, Self, TypeAlias, get_args

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import OrNone
from launchcheck.plan.references import Once, PersonId, launch_in
from launchcheck.plan.types import Count, Day, Flag, Id, Section, Text, not_before, wrong_at
from launchcheck.text import listed, quote

Depth: TypeAlias = Literal["incidental", "regular", "dependent"]
StageName: TypeAlias = Literal["closed_to_new", "frozen", "read_only", "switched_off", "removed"]
_STAGES: tuple[str, ...] = get_args(StageName)


class SunsetDecision(Section):
    """Who decided that it ends, and on what evidence."""

    by: PersonId | None = Field(
        default=None, description="Who decided: the id of a person, not a date.", examples=["grace"]
    )
    date: Day | None = Field(default=None, description="The date of the decision.", examples=["2026-08-03"])
    evidence: Link | None = Field(
        default=None,
        description="What it was based on: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/classic-usage"],
    )
    alternatives: list[Text] | None = Field(
        default=None,
        description="What else was considered.",
        examples=[["Freeze it", "Sell it as an add-on"]],
    )


class AccountsLeft(Section):
    """How many accounts still use it, when they were last counted."""

    accounts: Count | None = Field(
        default=None, description="How many accounts of the group still use it.", examples=[0]
    )
    counted_on: Day | None = Field(
        default=None, description="The date on which they were last counted.", examples=["2027-02-09"]
    )


class DependentGroup(Section):
    """Customers who use it, as a group that is told together."""

    id: Id = Field(description="The id of the group.", examples=["month-end"])
    depth: Depth | None = Field(
        default=None,
        description=(
            "How much they need it: incidental (they would hardly notice), regular (they use it often) or"
            " dependent (work of theirs stops without it)."
        ),
    )
    accounts: Count | None = Field(
        default=None, description="How many accounts are in the group.", examples=[3]
    )
    contract: Flag | None = Field(
        default=None, description="Whether it is named in a contract with any of them."
    )
    owner: PersonId | None = Field(
        default=None, description="Who tells them: the id of a person.", examples=["lin"]
    )
    told_on: Day | None = Field(
        default=None,
        description="The date on which they are told; those who depend on it, by a person.",
        examples=["2026-08-10"],
    )
    left: AccountsLeft | None = Field(
        default=None, description="How many of them still use it, when they were last counted."
    )

    @model_validator(mode="after")
    def _left_are_some_of_them(self) -> Self:
        left = self.left.accounts if self.left else None
        if left is not None and self.accounts is not None and left > self.accounts:
            message = f"left.accounts is {left}, but accounts is only {self.accounts}"
            raise wrong_at(("left", "accounts"), left, message)
        return self


class Replacement(Section):
    """The way out: what customers use instead."""

    url: Link | None = Field(
        default=None,
        description="How to move: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://docs.example.com/migrate"],
    )
    live_on: Day | None = Field(
        default=None,
        description="The date from which customers can use it.",
        examples=["2026-08-05"],
    )
    loses: Annotated[list[Text] | Literal["none"], OrNone("loses", "what it lacks")] | None = Field(
        default=None,
        description="What customers lose with the move, or the word none.",
        examples=[["Scheduled exports to FTP"]],
    )


class SunsetStage(Section):
    """A step toward the end."""

    stage: StageName | None = Field(
        default=None,
        description=(
            "What ends: closed_to_new (no new customers), frozen (no changes), read_only, switched_off or"
            " removed (from the code)."
        ),
    )
    date: Day | None = Field(default=None, description="The date of the step.", examples=["2027-02-16"])
    owner: PersonId | None = Field(
        default=None, description="Who does it: the id of a person.", examples=["ben"]
    )


def _in_order(stages: list[SunsetStage]) -> list[SunsetStage]:
    """Refuse a stage that appears twice, or after a later one."""
    last = ""
    for index, each in enumerate(stages):
        if each.stage is None:
            continue
        if each.stage in {before.stage for before in stages[:index]}:
            raise wrong_at((index, "stage"), each.stage, f"stage {quote(each.stage)} appears twice")
        if last and _STAGES.index(each.stage) < _STAGES.index(last):
            message = f"stage {quote(each.stage)} is listed after {quote(last)}, which comes later"
            raise wrong_at((index, "stage"), each.stage, message, f"the order is {listed(_STAGES)}")
        last = each.stage
    return stages


class CustomerData(Section):
    """What happens to the data of customers."""

    export: Link | None = Field(
        default=None,
        description="How to take it along: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://docs.example.com/export"],
    )
    retrievable_until: Day | None = Field(
        default=None,
        description="The last date on which customers can get it.",
        examples=["2027-05-17"],
    )
    deleted_on: Day | None = Field(
        default=None, description="The date on which it is deleted.", examples=["2027-06-16"]
    )
    owner: PersonId | None = Field(
        default=None, description="Who deletes it: the id of a person.", examples=["ben"]
    )

    @model_validator(mode="after")
    def _kept_until_deleted(self) -> Self:
        not_before(self, "deleted_on", "retrievable_until")
        return self


class InsideBriefing(Section):
    """How our own people were prepared."""

    trained_on: Day | None = Field(
        default=None, description="The date on which they were trained.", examples=["2026-08-06"]
    )
    macro: Link | None = Field(
        default=None,
        description="The ready-made reply: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://help.example.com/macros/classic"],
    )
    exceptions_by: PersonId | None = Field(
        default=None,
        description="Who may grant a customer more time: the id of a person, not a date.",
        examples=["grace"],
    )
    most_days: Count | None = Field(
        default=None, description="How many days more they may grant at most.", examples=[60]
    )


class SunsetTask(Section):
    """Something that must go after the end."""

    what: Literal["code", "billing", "docs", "other"] | None = Field(
        default=None, description="What must go: code, billing, docs or other."
    )
    owner: PersonId | None = Field(
        default=None, description="Who removes it: the id of a person.", examples=["ben"]
    )
    by: Day | None = Field(
        default=None, description="The date (not a person) by which it is gone.", examples=["2027-04-16"]
    )


class SunsetStory(Section):
    """What the sunset taught, written down."""

    owner: PersonId | None = Field(
        default=None, description="Who writes it: the id of a person.", examples=["dana"]
    )
    by: Day | None = Field(
        default=None, description="The date (not a person) by which it is written.", examples=["2027-05-17"]
    )


class Sunset(Section):
    """Does it end well for customers, for their data and for our own people?"""

    what: Text | None = Field(default=None, description="What ends.", examples=["Classic CSV export"])
    decision: SunsetDecision | None = Field(
        default=None, description="Who decided that it ends, and on what evidence."
    )
    dependents: Annotated[list[DependentGroup], Once("group")] | None = Field(
        default=None, description="Who uses it, in groups by how much they need it."
    )
    announced_on: Day | None = Field(
        default=None,
        description="The date on which the end is announced in public; due days count from it (A).",
        examples=["2026-08-17"],
    )
    replacement: Replacement | None = Field(
        default=None, description="The way out: what customers use instead."
    )
    stages: Annotated[list[SunsetStage], AfterValidator(_in_order)] | None = Field(
        default=None,
        description=(
            "The steps toward the end, in order. switched_off is on the launch date or, where the launch is"
            " that of the replacement, later; due days count from it (S)."
        ),
    )
    data: CustomerData | None = Field(default=None, description="What happens to the data of customers.")
    internal: InsideBriefing | None = Field(default=None, description="How our own people were prepared.")
    cleanup: list[SunsetTask] | None = Field(default=None, description="What must go after the end.")
    story: SunsetStory | None = Field(default=None, description="Who writes down what it taught.")

    @model_validator(mode="after")
    def _ends_no_earlier_than_the_launch(self, info: ValidationInfo) -> Self:
        launch = launch_in(info)
        for index, each in enumerate(self.stages or ()):
            if launch and each.stage == "switched_off" and each.date and each.date < launch.first:
                message = f"it is switched off on {each.date}, before the launch, {launch.text}"
                hint = "launch.date is the day it is switched off, or the launch of what replaces it"
                raise wrong_at(("stages", index, "date"), str(each.date), message, hint)
        return self
