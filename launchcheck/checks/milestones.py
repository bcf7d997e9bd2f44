"""Meetings that must be booked within so many days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from launchcheck.checks.base import MISSING, Context, Problem, Progress, as_day
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Day, Fact, FieldPath
from launchcheck.dates import day, days
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    import datetime

    from launchcheck.source import Where

    Booked = tuple[datetime.date, Where]

_LONGEST = 3650
"""The most days after the start: about ten years, lest a sum leave the calendar."""


class Milestones(EntryCheck):
    """`of` has a day after `start` for each of `within`: the first within the first of them, and so on."""

    kind: Literal["milestones"]
    of: Fact = Field(description="The list of days")
    date: FieldPath = Field(description="The day of each entry")
    start: Day = Field(description="The day that `within` counts from")
    within: list[Annotated[int, Field(ge=0, le=_LONGEST)]] = Field(
        description="Days after `start`, rising: one for each milestone", min_length=1
    )

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and the day."""
        yield from super().fields()
        yield ("date",), self.date

    def problems(self, context: Context) -> Iterator[Problem]:
        """The milestones that no day meets."""
        yield from self.meant.look(context)[0]
        _, start = self.start.on(context)
        where, entries = context.fact(self.of)
        if start is None:
            yield self.start.unfit(context)
        if start is None or not entries:
            return
        days_given = self._days(context)
        enough = len(days_given) >= len(self.within)
        for most, following, more in self._unmet([pair for pair in days_given if pair[0] > start], start):
            last = f"by {day(start + timedelta(most))}"
            after = f"within {days(most)} after {self.start.says(start, context)}"
            words = f"no {'further ' if more else ''}{self.what} {after}, {last}"
            if following:
                words = f"{words}; the next is on {day(following[0])}"
            if enough:
                yield Problem(following[1] if following else where, words)
            else:
                yield Problem(where, words, MISSING)

    def progress(self, context: Context, problems: list[Problem]) -> Progress:  # noqa: ARG002  # counted afresh
        """How many milestones are met."""
        _, start = self.start.on(context)
        if start is None:
            return Progress(0, len(self.within))
        unmet = sum(1 for _ in self._unmet([pair for pair in self._days(context) if pair[0] > start], start))
        return Progress(len(self.within) - unmet, len(self.within))

    def _unmet(self, booked: list[Booked], start: datetime.date) -> Iterator[tuple[int, Booked | None, bool]]:
        """The milestones that no day is left for: the day that comes next, and whether one came before."""
        left = iter(booked)
        following = next(left, None)
        for most in self.within:
            if following and following[0] <= start + timedelta(most):
                following = next(left, None)
            else:
                yield most, following, bool(booked) and following is not booked[0]

    def _days(self, context: Context) -> list[Booked]:
        """The days that are given, in order, each with its place."""
        found = [self.date.read(entry, where) for where, entry in self.meant.look(context)[1]]
        return sorted((actual, place) for place, value in found if (actual := as_day(value)))
