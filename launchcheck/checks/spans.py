"""Periods that must cover other periods."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.check import Check
from launchcheck.checks.options import Fact, MomentOption
from launchcheck.checks.problem import Answer, Problem, dotted, gathered, unfit
from launchcheck.checks.values import A_DAY, as_day
from launchcheck.dates import day

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View


class Spans(Check):
    """The period from `first` to `last` covers the days from `start` to `end`."""

    kind: Literal["spans"]
    first: Fact = Field(description="The first day of the period")
    last: Fact = Field(description="Its last day")
    start: MomentOption = Field(description="It must begin by this date")
    end: MomentOption = Field(description="It must last until this date")

    def compile(self, _build: "Compiler") -> "Rule":
        """Report an end that is missing, or that leaves days uncovered."""
        return lambda view: Answer(tuple(self._wrong(view)))

    def _wrong(self, view: "View") -> Iterator[Problem]:
        yield from gathered([path.steps for path in (self.first, self.last) if view.value(path) is None])
        for path, moment, begins in ((self.first, self.start, True), (self.last, self.end, False)):
            where, value = view.fact(path)
            actual, bound = as_day(value), moment.on(view)[1]
            if actual is None and value is not None:
                yield unfit(where, value, A_DAY)
            if bound is None:
                yield moment.unfit(view)
            if actual and bound and (actual > bound if begins else actual < bound):
                needed = f"must {'begin by' if begins else 'last until'} {moment.says(bound, view)}"
                yield Problem(where, f"{dotted(where)} is {day(actual)}; it {needed}", wants=(where,))
