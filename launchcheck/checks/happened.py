"""Things that must have happened, and recently enough."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import ByTier, FieldPath, MomentOption
from launchcheck.checks.problem import Problem, dotted, unfit
from launchcheck.checks.values import A_DAY, as_day
from launchcheck.dates import day, days
from launchcheck.findings import SCHEDULED, UNDER_WAY

if TYPE_CHECKING:
    import datetime

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


class Happened(EntryCheck):
    """The date in `date` has come; with `within`, it is at most that many days before `before`.

    A date after today has not happened: it is shown as scheduled, and the item stays open. One that
    is too long ago contradicts no other fact: doing it again is under way until the item is due.
    """

    kind: Literal["happened"]
    date: FieldPath = Field(description="The date on which it was done")
    within: ByTier | None = Field(None, description="The most days allowed between it and `before`")
    before: MomentOption = Field(
        "today", validate_default=True, description="The date that `within` counts back from"
    )

    def compile(self, build: "Compiler") -> "Rule":
        """Report dates that are missing, in the future, or too long ago."""
        return self.one_by_one(build, self._wrong)

    def _wrong(self, where: "Where", entry: Any, view: "View") -> Iterator[Problem]:
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
                yield from self._too_old(place, actual, name, view, where, entry)

    def _too_old(
        self, place: "Where", actual: "datetime.date", name: str, view: "View", where: "Where", entry: Any
    ) -> Iterator[Problem]:
        """The problem of a date that is too long before the one that `within` counts back from."""
        most = (self.within or {}).get(view.tier)
        if most is None:
            return
        end = self.before.on(view, where, entry)[1]
        if end is None:
            yield self.before.unfit(view, where, entry)
        elif (end - actual).days > most:
            ago = f"{days((end - actual).days)} before {self.before.says(end, view)}"
            words = f"{name} is {day(actual)}, {ago}; at most {days(most)} are allowed"
            yield Problem(place, words, UNDER_WAY, wants=(place,))
