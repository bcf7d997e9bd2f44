"""Targets that must be reached by their dates, as later figures show."""

import datetime
from collections.abc import Iterator
from math import floor
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.entries import EntryCheck, absent
from launchcheck.checks.figures import Figure, Figures, FiguresByGoal, last_by, of_goal, on
from launchcheck.checks.options import FieldPath, ListPath, OneList, ResultPath
from launchcheck.checks.problem import Answer, Problem, Progress, dotted, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import A_DAY, A_NUMBER, as_number, show_scalar
from launchcheck.dates import day
from launchcheck.findings import MISSING

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


_ALL = 100
"""The whole way, in percent."""


class _Way(NamedTuple):
    """The way of a goal: the figures at its beginning and its end, and the date of the end."""

    start: float
    target: float
    by: datetime.date

    def part(self, value: float) -> float:
        """How much of the way a figure has come, in percent; below zero, it went the other way."""
        return (value - self.start) * 100 / (self.target - self.start)


class Reached(EntryCheck):
    """The last figure up to the date in `by` has come `at_least` percent of the way from `from` to `target`.

    The figures of an entry are those of `results` whose `names` is its `key`. A target may be above or
    below `from`. Entries whose date has not come are skipped; until one has, there is nothing to ask.
    """

    kind: Literal["reached"]
    of: Annotated[ListPath, Reads()] = Field(description="The list of goals")
    key: FieldPath = Field("id", validate_default=True, description="The field with the id of a goal")
    from_: FieldPath = Field(alias="from", description="The figure at the beginning")
    target: FieldPath = Field(description="The figure to reach")
    by: FieldPath = Field(description="The date by which to reach it")
    results: OneList = Field(description="The list of figures")
    names: ResultPath = Field(description="The field of a figure that names its goal")
    value: ResultPath = Field(description="The figure itself")
    date: ResultPath = Field(description="The date of the figure")
    at_least: int = Field(_ALL, description="How much of the way, in percent", ge=1)

    def compile(self, build: "Compiler") -> "Rule":
        """Report targets that were not reached, or of which no figure tells."""
        selector, results = self.selector(build), build.selector(self.results, {}, may_be_empty=True)
        by_goal = FiguresByGoal(results, self.names, self.value, self.date)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            figures = view.once(by_goal)
            problems, due, missed = list(gaps), 0, 0
            later: list[datetime.date] = []
            for where, entry in fits:
                by = view.day_of(self.by.value(entry))
                if by is None:
                    problems += self._undated(where, entry)
                elif by > view.today:
                    later.append(by)
                else:
                    found = [*self._missed(where, entry, by, figures)]
                    problems += found
                    due, missed = due + 1, missed + bool(found)
            if later and not (due or problems):
                return Answer(reason=f"the first {self.what} is due on {day(min(later))}")
            return Answer(problems, Progress(due - missed, due) if due else None)

        return rule

    def _undated(self, where: "Where", entry: Any) -> Iterator[Problem]:
        """The problem of an entry without a date."""
        place, value = self.by.read(entry, where)
        if value is None:
            yield from self.silent_about(where, entry, [place])
        else:
            yield unfit(place, value, A_DAY, f"{self.named(where, entry)}: {self.by}")

    def _missed(self, where: "Where", entry: Any, by: datetime.date, figures: Figures) -> Iterator[Problem]:
        """What is wrong with a goal whose date has come."""
        places = absent(where, entry, [self.from_, self.target])
        if places:
            yield from self.silent_about(where, entry, places)
            return
        start, target = (as_number(path.value(entry)) for path in (self.from_, self.target))
        if start is None or target is None:
            path = self.from_ if start is None else self.target
            place, value = path.read(entry, where)
            yield unfit(place, value, A_NUMBER, f"{self.named(where, entry)}: {path}")
            return
        own = of_goal(figures, self.key.value(entry))
        if last := last_by(own, by):
            yield from self._short(where, entry, _Way(start, target, by), last)
            return
        words = f"{self.named(where, entry)}: {self.results} has no figure of it by {day(by)}"
        after = f"; the first is of {day(min(own, key=on).on)}" if own else ""
        yield Problem(self.results.steps, f"{words}{after}", MISSING, (where,), (self.results.steps,))

    def _short(self, where: "Where", entry: Any, way: _Way, figure: Figure) -> Iterator[Problem]:
        """The problem of a figure that is not far enough on its way, or is not a number."""
        name = self.named(where, entry)
        value = as_number(figure.value)
        target = (*where, *self.target.steps)
        if way.start == way.target:
            words = f"{name}: {self.from_} and {self.target} are both {show_scalar(way.start)}"
            yield Problem(target, f"{words}; they must differ to show how far it came", wants=(target,))
        elif value is None:
            yield unfit(figure.where, figure.value, A_NUMBER, f"{name}: {dotted(figure.where)}")
        elif (part := way.part(value)) < self.at_least:
            first, last = show_scalar(way.start), show_scalar(way.target)
            far = f"{floor(part)} % of the way from {first} to {last}"
            if part < 0:
                far = f"further from {last} than {first}, where it began"
            needed = "the target" if self.at_least == _ALL else f"{self.at_least} % of the way"
            words = f"{name}: {show_scalar(value)} on {day(figure.on)} is {far}"
            words = f"{words}; {needed} must be reached by {day(way.by)}"
            yield Problem(figure.where, words, related=(target,), wants=(figure.where,))
