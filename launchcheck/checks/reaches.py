"""Rollouts that must be complete by a date."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, ListPath, MomentOption
from launchcheck.checks.problem import Answer, Problem, dotted, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import A_DAY, A_NUMBER, as_day, as_number
from launchcheck.dates import day
from launchcheck.findings import UNDER_WAY

if TYPE_CHECKING:
    from datetime import date as Date  # noqa: N812  # `date` is an option here

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found
    from launchcheck.source import Where


class Reaches(EntryCheck):
    """An entry of `of` brings the figure in `field` to `at_least`, no later than `by`.

    Steps that do not reach it are under way until the item is due; a step that reaches it too late
    is wrong.
    """

    kind: Literal["reaches"]
    of: Annotated[ListPath, Reads()] = Field(description="The steps")
    field: FieldPath = Field(description="The figure that rises")
    date: FieldPath = Field(description="The date of each step")
    at_least: int = Field(description="The figure to reach")
    by: MomentOption = Field(description="The latest date for it")
    waits_for: FieldPath | None = Field(
        None,
        description="What a step without a date waits for; while the launch date is a period, that is enough",
    )

    def compile(self, build: "Compiler") -> "Rule":
        """Report steps that do not reach the figure, or reach it too late."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            place, bound = self.by.on(view)
            if bound is None:
                return Answer([*gaps, self.by.unfit(view)], fits)
            found = self._late(fits, place, bound, view) if fits else None
            return Answer([*gaps, found] if found else gaps, fits)

        return rule

    def _late(self, entries: "Found", place: "Where", bound: "Date", view: "View") -> Problem | None:
        for where, entry in entries:
            number = as_number(self.field.value(entry))
            if number and number >= self.at_least:
                when_at, value = self.date.read(entry, where)
                break
        else:
            return self._falls_short(entries, self.by.says(bound, view))
        when = as_day(value)
        if value is None and self.waits_for and self.waits_for.value(entry) and not view.is_dated:
            return None
        if when is None:
            return unfit(when_at, value, A_DAY)
        if when <= bound:
            return None
        words = f"{self.at_least}% is reached on {day(when)}; it must be by {self.by.says(bound, view)}"
        return Problem(when_at, words, related=(place,), wants=(when_at,))

    def _falls_short(self, entries: "Found", bound: str) -> Problem:
        """The problem of steps that do not reach the figure, or have none."""
        figures: list[tuple[Where, Any]] = [self.field.read(entry, where) for where, entry in entries]
        for place, value in figures:
            if as_number(value) is None:
                return unfit(place, value, A_NUMBER)
        last, value = figures[-1]
        needed = f"it must reach {self.at_least}% by {bound}"
        words = f"{dotted(self.of.steps)} ends at {value}%; {needed}"
        return Problem(last, words, UNDER_WAY, wants=(last,))
