"""Things that must have been done, and recently enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import ByTier, Day, FieldPath
from launchcheck.checks.problem import SCHEDULED, Answer, Problem, dotted, unfit
from launchcheck.checks.values import A_DAY, as_day
from launchcheck.dates import day, days

if TYPE_CHECKING:
    import datetime

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


class Happened(EntryCheck):
    """The day in `date` has come; with `within`, it is at most so many days before `before`.

    A day after today has not happened: it is shown as scheduled, and the item stays open.
    """

    kind: Literal["happened"]
    date: FieldPath = Field(description="The day on which it was done")
    within: ByTier | None = Field(None, description="The most days that may lie between it and `before`")
    before: Day = Field("today", validate_default=True, description="The day that `within` counts back from")

    def compile(self, build: Compiler) -> Rule:
        """Days that are not given, have not come, or are too long past."""
        selector = self.selector(build)

        def rule(view: View) -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            for where, entry in fits:
                problems += self._wrong(where, entry, view)
            return Answer(problems, fits if self.of else None)

        return rule

    def _wrong(self, where: Where, entry: Any, view: View) -> Iterator[Problem]:
        """What is wrong with the days of one entry."""
        for place, value in self.date.select(entry, where):
            actual = as_day(value)
            if actual and actual <= view.today and not self.within:
                continue
            name = dotted(place)
            if self.of:
                name = f"{self.named(where, entry)}: {dotted(place[len(where) :])}"
            if actual is None:
                yield unfit(place, value, A_DAY, name)
            elif actual > view.today:
                words = f"{name} is scheduled for {day(actual)}; it counts once it has happened"
                yield Problem(place, words, SCHEDULED)
            else:
                yield from self._too_old(place, actual, name, view)

    def _too_old(self, place: Where, actual: datetime.date, name: str, view: View) -> Iterator[Problem]:
        """A day that is too long past."""
        most = (self.within or {}).get(view.tier)
        if most is None:
            return
        end = self.before.on(view)[1]
        if end is None:
            yield self.before.unfit(view)
        elif (end - actual).days > most:
            ago = f"{days((end - actual).days)} before {self.before.says(end, view)}"
            words = f"{name} is {day(actual)}, {ago}; at most {days(most)} are allowed"
            yield Problem(place, words, wants=(place,))
