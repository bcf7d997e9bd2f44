"""Telling people again and again, rather than all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.base import A_DAY, SCHEDULED, Context, Problem, as_day, unfit
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Day, FieldPath, Path
from launchcheck.dates import day, short_day, weekdays_between
from launchcheck.plan.paths import PlanPath
from launchcheck.text import listed

if TYPE_CHECKING:
    import datetime

    from launchcheck.source import Where

    Told = list[tuple[datetime.date, Where]]


class Spacing(EntryCheck):
    """The days of `of` begin by `first_by` and leave no silence of more than `weekdays` until `until`.

    Days that have not come are scheduled: where only they fill a silence, the item stays open.
    """

    kind: Literal["spacing"]
    of: Path = Field(description="The list of times that somebody is told")
    date: FieldPath = Field(description="The day of each")
    first_by: Day = Field(description="The last day for the first of them")
    weekdays: int = Field(description="The longest silence, in weekdays (Monday to Friday)", ge=1)
    until: Day = Field(description="The day until which silence counts")

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and the day."""
        yield from super().fields()
        yield ("date",), self.date

    def reads(self) -> Iterable[PlanPath]:
        """The days."""
        return super().reads()

    def problems(self, context: Context) -> Iterator[Problem]:
        """A late beginning, and each silence that is too long."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        planned = sorted(
            (actual, place)
            for where, entry in entries
            for place, value in [self.date.read(entry, where)]
            if (actual := as_day(value))
        )
        first_by, end = self.first_by.on(context)[1], self.until.on(context)[1]
        for moment, actual in ((self.first_by, first_by), (self.until, end)):
            if actual is None:
                yield moment.unfit(context)
        if not planned and entries:
            place, value = self.date.read(entries[0][1], entries[0][0])
            yield unfit(place, value, A_DAY)
        if not planned or first_by is None or end is None:
            return
        yield from self._begins(context, planned[0], first_by)
        told = [pair for pair in planned if pair[0] <= context.today]
        silent_for_good = list(self._silences(planned, end))
        if silent_for_good:
            yield from (self._problem(silence) for silence in silent_for_good)
        else:
            yield from (self._problem(silence, planned) for silence in self._silences(told, end))

    def _begins(
        self, context: Context, first: tuple[datetime.date, Where], first_by: datetime.date
    ) -> Iterator[Problem]:
        """A beginning that is too late, or that has not come."""
        actual, where = first
        if actual > first_by:
            yield Problem(
                where,
                f"the first {self.what} is on {day(actual)};"
                f" it must be no later than {self.first_by.says(first_by, context)}",
            )
        elif actual > context.today:
            yield Problem(where, f"the first {self.what} is scheduled for {day(actual)}", SCHEDULED)

    def _silences(
        self, told: Told, end: datetime.date
    ) -> Iterator[tuple[datetime.date, datetime.date, int, Where]]:
        """Stretches without a word that are too long: after which day, until which, how long."""
        known = [pair for pair in told if pair[0] <= end]
        for (first, where), (then, _) in pairwise([*known, (end, ())]):
            silent = weekdays_between(first, then)
            if silent > self.weekdays:
                yield first, then, silent, where

    def _problem(
        self, silence: tuple[datetime.date, datetime.date, int, Where], planned: Told | None = None
    ) -> Problem:
        """The problem of a silence; one that days to come will fill is only scheduled."""
        first, then, silent, where = silence
        gap = f"{silent} weekdays from {day(first)} to {day(then)} without a {self.what}"
        most = f"; at most {self.weekdays} may pass"
        if planned is None:
            return Problem(where, gap + most)
        later = [short_day(value) for value, _ in planned if first < value <= then]
        return Problem(where, f"{gap} that has happened{most}; scheduled between: {listed(later)}", SCHEDULED)
