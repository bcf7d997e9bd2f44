"""Periods that must cover a stretch of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from launchcheck.checks.base import A_DAY, Check, Context, Problem, as_day, dotted, gathered, unfit
from launchcheck.checks.options import Day, Fact
from launchcheck.dates import day
from launchcheck.plan.paths import PlanPath


class Spans(Check):
    """The period from `first` to `last` covers the days from `start` to `end`."""

    kind: Literal["spans"]
    first: Fact = Field(description="The first day of the period")
    last: Fact = Field(description="Its last day")
    start: Day = Field(description="It must begin by this day")
    end: Day = Field(description="It must go on until this day")

    def reads(self) -> Iterable[PlanPath]:
        """Both ends of the period."""
        return (self.first, self.last)

    def problems(self, context: Context) -> Iterator[Problem]:
        """An end that is not given, or that leaves days uncovered."""
        yield from gathered(
            where
            for path in (self.first, self.last)
            for where, value in context.select(path)
            if value is None
        )
        for path, moment, begins in ((self.first, self.start, True), (self.last, self.end, False)):
            where, value = context.fact(path)
            actual, bound = as_day(value), moment.on(context)[1]
            if actual is None and value is not None:
                yield unfit(where, value, A_DAY)
            if bound is None:
                yield moment.unfit(context)
            if actual and bound and (actual > bound if begins else actual < bound):
                needed = "begin by" if begins else "go on until"
                yield Problem(
                    where, f"{dotted(where)} is {day(actual)}; it must {needed} {moment.says(bound, context)}"
                )
