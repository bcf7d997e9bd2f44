"""Lists that may be empty only by somebody's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from launchcheck.checks.base import (
    A_DAY,
    MISSING,
    SCHEDULED,
    Check,
    Context,
    Problem,
    as_day,
    dotted,
    gathered,
    missing,
    unfit,
)
from launchcheck.checks.options import Fact
from launchcheck.dates import day
from launchcheck.plan.paths import PlanPath


class Declared(Check):
    """`of` lists something, or says `none` and `by` and `date` say who confirmed that, and when."""

    kind: Literal["declared"]
    of: Fact = Field(description="The list, or the word none")
    by: Fact = Field(description="Who confirmed that there is none")
    date: Fact = Field(description="The day on which that was confirmed")

    def reads(self) -> Iterable[PlanPath]:
        """The list, and its confirmation."""
        return (self.of, self.by, self.date)

    def problems(self, context: Context) -> Iterator[Problem]:
        """A list that says nothing, or a `none` that nobody stands for."""
        where, value = context.fact(self.of)
        if value is None:
            yield missing(where)
        elif not value:
            hint = "where there are none, write the word none, and who confirmed it"
            yield Problem(where, f"{dotted(where)} is an empty list; {hint}", MISSING)
        elif value == "none":
            yield from gathered(
                place
                for path in (self.by, self.date)
                for place, found in context.select(path)
                if found is None
            )
        place, confirmed = context.fact(self.date)
        actual = as_day(confirmed)
        if actual is None and confirmed is not None:
            yield unfit(place, confirmed, A_DAY)
        elif actual is not None and actual > context.today:
            yield Problem(
                place,
                f"{dotted(place)} is scheduled for {day(actual)}; it counts once it has happened",
                SCHEDULED,
            )
