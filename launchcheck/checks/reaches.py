"""Rollouts that must be complete by a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.base import A_DAY, A_NUMBER, Context, Problem, as_day, as_number, dotted, unfit
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Day, FieldPath, Path
from launchcheck.dates import day
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    from launchcheck.source import Where


class Reaches(EntryCheck):
    """An entry of `of` brings the figure in `field` to `at_least`, on a day not after `by`."""

    kind: Literal["reaches"]
    of: Path = Field(description="The steps")
    field: FieldPath = Field(description="The figure that rises")
    date: FieldPath = Field(description="The day of each step")
    at_least: int = Field(description="The figure to reach")
    by: Day = Field(description="The last day for it")

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, the figure and its day."""
        yield from super().fields()
        yield ("field",), self.field
        yield ("date",), self.date

    def problems(self, context: Context) -> Iterator[Problem]:
        """Steps that do not reach the figure, or reach it too late."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        place, bound = self.by.on(context)
        if bound is None:
            yield self.by.unfit(context)
        if not entries or bound is None:
            return
        figures = [(self.field.read(entry, where), self.date.read(entry, where)) for where, entry in entries]
        reached = [
            when for value, when in figures if (number := as_number(value[1])) and number >= self.at_least
        ]
        if not reached:
            yield self._falls_short([value for value, _ in figures], self.by.says(bound, context))
            return
        when_at, value = reached[0]
        when = as_day(value)
        if when is None:
            yield unfit(when_at, value, A_DAY)
        elif when > bound:
            message = (
                f"{self.at_least} % is reached on {day(when)}; it must be by {self.by.says(bound, context)}"
            )
            yield Problem(when_at, message, related=(place,))

    def _falls_short(self, figures: list[tuple[Where, Any]], bound: str) -> Problem:
        """The problem of steps that do not reach the figure, or do not say theirs."""
        for place, value in figures:
            if as_number(value) is None:
                return unfit(place, value, A_NUMBER)
        last, value = figures[-1]
        needed = f"it must reach {self.at_least} % by {bound}"
        return Problem(last, f"{dotted(self.of.steps)} ends at {value} %; {needed}")
