"""Operations: will it hold, and will the team notice when it does not?"""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Confirmation, OrNone, Period
from launchcheck.plan.references import Once, PersonId
from launchcheck.plan.types import Amount, Count, Day, Id, Section, Text, not_above


class Alert(Section):
    """An alert that was set off on purpose."""

    what: Text | None = Field(
        default=None,
        description="What was broken to set it off, and which alert that was.",
        examples=["Sync errors above 1 %, forced in production"],
    )
    fired_on: Day | None = Field(
        default=None, description="The date on which it was set off.", examples=["2027-02-01"]
    )
    reached: PersonId | None = Field(
        default=None, description="Whom it reached: the id of a person.", examples=["ben"]
    )


class Load(Section):
    """The load that is expected, and the load that it has carried."""

    expected: Amount | None = Field(
        default=None, description="The highest load that is expected, in `unit`.", examples=[1200]
    )
    tested: Amount | None = Field(
        default=None, description="The load that it carried in the test, in `unit`.", examples=[1500]
    )
    unit: Text | None = Field(
        default=None, description="What both figures count.", examples=["syncs a minute"]
    )
    date: Day | None = Field(default=None, description="The date of the test.", examples=["2027-02-01"])
    source: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/load-test"],
    )


class IncidentDrill(Section):
    """A rehearsal of an incident."""

    date: Day | None = Field(default=None, description="The date of the drill.", examples=["2027-01-28"])
    by: PersonId | None = Field(
        default=None, description="Who led the response: the id of a person, not a date.", examples=["ben"]
    )
    minutes: Amount | None = Field(
        default=None,
        description="How many minutes it took from the first alert until customers were served again.",
        examples=[25],
    )
    source: Link | None = Field(
        default=None,
        description="The notes: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://wiki.example.com/drill"],
    )


class InFlight(Section):
    """Work of customers that is under way at the switch, and a rehearsal of the switch with it."""

    id: Id = Field(description="The id of this kind of work.", examples=["running-syncs"])
    what: Text | None = Field(
        default=None,
        description="What is under way at the moment of the switch.",
        examples=["Syncs that run while the engine is replaced"],
    )
    rehearsed_on: Day | None = Field(
        default=None,
        description="The date on which the switch was rehearsed with it.",
        examples=["2027-02-01"],
    )
    checked: Count | None = Field(
        default=None, description="How many pieces of work were compared before and after.", examples=[400]
    )
    lost: Count | None = Field(
        default=None, description="How many of them were lost or damaged.", examples=[0]
    )
    source: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://wiki.example.com/switch-rehearsal"],
    )

    @model_validator(mode="after")
    def _lost_some_of_them(self) -> Self:
        not_above(self, "lost", "checked")
        return self


AllInFlight: TypeAlias = Annotated[
    Annotated[list[InFlight], Once("work in flight")] | Literal["none"],
    OrNone("in_flight", "work that is under way at the switch"),
]
"""All work that is under way at the switch, or the word `none`."""


class Maintenance(Period):
    """A period in which users cannot work, or only with limits."""

    told_on: Day | None = Field(
        default=None, description="The date on which users were told of it.", examples=["2027-02-10"]
    )


AllMaintenance: TypeAlias = Annotated[list[Maintenance] | Literal["none"], OrNone("maintenance", "periods")]
"""All periods of maintenance, or the word `none`."""


class Operations(Section):
    """Will it hold, and will the team notice when it does not?"""

    alerts: list[Alert] | None = Field(
        default=None, description="Alerts that were set off on purpose, to see whom they reach."
    )
    load: Load | None = Field(
        default=None, description="The load that is expected, and the load that it has carried."
    )
    drill: IncidentDrill | None = Field(default=None, description="The rehearsal of an incident.")
    in_flight: AllInFlight | None = Field(
        default=None,
        description=(
            "Work that is under way at the switch: a list, or the word `none`, which needs"
            " in_flight_confirmed."
        ),
    )
    in_flight_confirmed: Confirmation | None = Field(
        default=None, description="Who confirmed that no work is under way at the switch, and when."
    )
    maintenance: AllMaintenance | None = Field(
        default=None,
        description=(
            "When users cannot work, or only with limits: a list, or the word `none`, which needs"
            " maintenance_confirmed."
        ),
    )
    maintenance_confirmed: Confirmation | None = Field(
        default=None, description="Who confirmed that users can work all the time, and when."
    )
