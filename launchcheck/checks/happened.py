"""Things that must have been done, and not too long ago."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.base import A_DAY, SCHEDULED, Context, Problem, as_day, dotted, unfit
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import ByTier, Day, FieldPath
from launchcheck.dates import day, days
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    import datetime

    from launchcheck.source import Where


class Happened(EntryCheck):
    """The day in `date` has come; with `within`, it is at most so many days before `before`.

    A day after today has not happened: it is shown as scheduled, and the item stays open.
    """

    kind: Literal["happened"]
    date: FieldPath = Field(description="The day on which it was done")
    within: ByTier | None = Field(None, description="The most days that may lie between it and `before`")
    before: Day = Field("today", validate_default=True, description="The day that `within` counts back from")

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and `date`."""
        yield from super().fields()
        yield ("date",), self.date

    def problems(self, context: Context) -> Iterator[Problem]:
        """Days that are not given, have not come, or are too long past."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        for where, entry in entries:
            for place, value in self.date.select(entry, where):
                actual = as_day(value)
                if actual and actual <= context.today and not self.within:
                    continue
                name = (
                    f"{self.named(where, entry)}: {dotted(place[len(where) :])}" if self.of else dotted(place)
                )
                if actual is None:
                    yield unfit(place, value, A_DAY, name)
                elif actual > context.today:
                    yield Problem(
                        place,
                        f"{name} is scheduled for {day(actual)}; it counts once it has happened",
                        SCHEDULED,
                    )
                else:
                    yield from self._too_old(context, place, actual, name)

    def _too_old(self, context: Context, place: Where, actual: datetime.date, name: str) -> Iterator[Problem]:
        """A day that is too long past."""
        most = (self.within or {}).get(context.tier)
        end = self.before.on(context)[1] if most is not None else None
        if most is not None and end is None:
            yield self.before.unfit(context)
        if most is not None and end and (end - actual).days > most:
            ago = days((end - actual).days)
            yield Problem(
                place,
                f"{name} is {day(actual)}, {ago} before {self.before.says(end, context)};"
                f" at most {days(most)} are allowed",
            )
