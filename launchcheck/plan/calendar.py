"""The calendar: days of freezes, holidays and other events on which nothing of the launch should happen."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from launchcheck.plan.parts import Confirmation, OrNone, Period
from launchcheck.plan.types import Day, Section, Text

BlackoutKind: TypeAlias = Literal["freeze", "holiday", "quarter_end", "event", "other_launch"]


class Blackout(Period):
    """A period on which nothing of the launch should happen."""

    name: Text | None = Field(
        default=None, description="What reports call the period.", examples=["Year-end freeze"]
    )
    kind: BlackoutKind | None = Field(default=None, description="Why the period is to be kept clear.")
    to: Day | None = Field(
        default=None,
        description="The last date, not before `from`; the same date for a single day.",
        examples=["2027-01-03"],
    )


class Calendar(Section):
    """Does the calendar hold, and do we keep clear of bad days?"""

    blackouts: Annotated[list[Blackout] | Literal["none"], OrNone("blackouts")] | None = Field(
        default=None,
        description="Periods on which nothing of the launch should happen, or the word none.",
    )
    blackouts_checked: Confirmation | None = Field(
        default=None, description="Who confirmed that there are no such periods, and when."
    )
