"""Days that must come one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.base import Context, Problem, dotted
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Day
from launchcheck.dates import day, days
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    from launchcheck.source import Where


class Order(EntryCheck):
    """The day `first` comes before the day `then`, with at least so many days between them.

    With `of`, days that begin with a dot are fields of each entry.
    """

    kind: Literal["order"]
    first: Day = Field(description="The earlier day")
    then: Day = Field(description="The later day")
    at_least_days: int = Field(0, description="Days between them: 0 lets them be the same day", ge=0)

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and those that the days name."""
        yield from super().fields()
        for option, moment in (("first", self.first), ("then", self.then)):
            if moment.base == "entry" and moment.path:
                yield (option,), moment.path

    def reads(self) -> Iterable[PlanPath]:
        """The days, and what is needed to choose the entries."""
        days_read = [each.path for each in (self.first, self.then) if each.base == "plan" and each.path]
        return dict.fromkeys([*super().reads(), *days_read])

    def problems(self, context: Context) -> Iterator[Problem]:
        """Days that are not given, and pairs in the wrong order."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        for where, entry in entries:
            yield from self._pair(context, where, entry)

    def _pair(self, context: Context, where: Where, entry: Any) -> Iterator[Problem]:
        """What is wrong with one pair of days."""
        first_at, first = self.first.on(context, where, entry)
        then_at, then = self.then.on(context, where, entry)
        for moment, value in ((self.first, first), (self.then, then)):
            if value is None:
                yield moment.unfit(context, where, entry)
        if first is None or then is None or (then - first).days >= self.at_least_days:
            return
        needed = "before" if self.at_least_days == 1 else f"at least {days(self.at_least_days)} before"
        if self.at_least_days == 0:
            needed = "on or before"
        written_first = self.first.path is not None
        place, found, actual, other = (
            (first_at, first, self.then.says(then, context), then_at)
            if written_first
            else (then_at, then, self.first.says(first, context), first_at)
        )
        if not written_first:
            needed = needed.replace("before", "after")
        yield Problem(
            place,
            f"{self._name(where, entry, place)} is {day(found)}; it must be {needed} {actual}",
            related=(other,),
        )

    def _name(self, where: Where, entry: Any, place: Where) -> str:
        """What messages call the day that is wrong."""
        if self.of and place[: len(where)] == where:
            return f"{self.named(where, entry)}: {dotted(place[len(where) :])}"
        return dotted(place)
