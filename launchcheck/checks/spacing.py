"""Touches that must be spread out rather than bunched."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, ListPath, MomentOption
from launchcheck.checks.problem import Answer, Problem, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import A_DAY, as_day
from launchcheck.dates import day, short_day, weekdays_between
from launchcheck.findings import SCHEDULED, UNDER_WAY
from launchcheck.text import listed

if TYPE_CHECKING:
    import datetime

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found
    from launchcheck.source import Where

    Told = list[tuple[datetime.date, Where]]


class _Silence(NamedTuple):
    """A gap that is too long: its first and last day, its weekdays, and the place of the first day."""

    first: "datetime.date"
    then: "datetime.date"
    weekdays: int
    where: "Where"


class Spacing(EntryCheck):
    """The dates of `of` begin by `first_by` and leave no gap of more than `weekdays` until `until`.

    Future dates are scheduled: if only they fill a gap, the item stays open. A gap is too few dates,
    so it is under way until the item is due; a first date that is too late is wrong.
    """

    kind: Literal["spacing"]
    of: Annotated[ListPath, Reads()] = Field(description="The list of touches")
    date: FieldPath = Field(description="The date of each")
    first_by: MomentOption = Field(description="The latest date for the first of them")
    weekdays: int = Field(description="The longest gap, in weekdays (Monday to Friday)", ge=1)
    until: MomentOption = Field(description="The date until which gaps count")

    def compile(self, build: "Compiler") -> "Rule":
        """Report a late start, and each gap that is too long."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            first_by, end = self.first_by.on(view)[1], self.until.on(view)[1]
            problems = [*gaps]
            problems += [
                moment.unfit(view)
                for moment, actual in ((self.first_by, first_by), (self.until, end))
                if actual is None
            ]
            planned = self._planned(fits)
            if not planned and fits:
                place, value = self.date.read(fits[0][1], fits[0][0])
                problems.append(unfit(place, value, A_DAY))
            if planned and first_by and end:
                problems += self._begins(planned[0], first_by, view)
                problems += self._silent(planned, end, view)
            return Answer(problems, fits)

        return rule

    def _planned(self, entries: "Found") -> "Told":
        """The dates that are set, in order, each with its place."""
        found = [self.date.read(entry, where) for where, entry in entries]
        return sorted((actual, place) for place, value in found if (actual := as_day(value)))

    def _begins(
        self, first: "tuple[datetime.date, Where]", first_by: "datetime.date", view: "View"
    ) -> Iterator[Problem]:
        """The problem of a start that is too late, or still in the future."""
        actual, where = first
        if actual > first_by:
            latest = f"it must be no later than {self.first_by.says(first_by, view)}"
            yield Problem(where, f"the first {self.what} is on {day(actual)}; {latest}", wants=(where,))
        elif actual > view.today:
            yield Problem(where, f"the first {self.what} is scheduled for {day(actual)}", SCHEDULED)

    def _silent(self, planned: "Told", end: "datetime.date", view: "View") -> Iterator[Problem]:
        """The gaps that nothing will fill; if there are none, those that only future dates will fill."""
        for_good = list(self._silences(planned, end))
        for silence in for_good:
            words = f"{self._gap(silence)}; at most {self.weekdays} allowed"
            yield Problem(silence.where, words, UNDER_WAY, wants=(self.of.steps,))
        if for_good:
            return
        told = [pair for pair in planned if pair[0] <= view.today]
        for silence in self._silences(told, end):
            later = [short_day(value) for value, _ in planned if silence.first < value <= silence.then]
            words = f"{self._gap(silence)} that has happened; at most {self.weekdays} allowed"
            yield Problem(silence.where, f"{words}; scheduled between: {listed(later)}", SCHEDULED)

    def _silences(self, told: "Told", end: "datetime.date") -> Iterator[_Silence]:
        """The gaps that are too long."""
        known = [pair for pair in told if pair[0] <= end]
        for (first, where), (then, _) in pairwise([*known, (end, ())]):
            silent = weekdays_between(first, then)
            if silent > self.weekdays:
                yield _Silence(first, then, silent, where)

    def _gap(self, silence: _Silence) -> str:
        first, then, weekdays, _ = silence
        return f"{weekdays} weekdays from {day(first)} to {day(then)} without a {self.what}"
