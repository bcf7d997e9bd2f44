"""A part that must be a minimum percentage of a whole."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.check import Check
from launchcheck.checks.options import Fact
from launchcheck.checks.problem import Answer, Problem, Progress, gathered, unfit
from launchcheck.checks.values import A_NUMBER, as_number
from launchcheck.findings import UNDER_WAY

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View


class Ratio(Check):
    """`part` is at least `at_least` percent of `whole`; a smaller one is under way until the item is due."""

    kind: Literal["ratio"]
    part: Fact = Field(description="How many")
    whole: Fact = Field(description="Of how many")
    at_least: int = Field(description="Percent", ge=0, le=100)
    what: str = Field("done", description="What the part did, such as passed: a word for messages")

    def compile(self, _build: Compiler) -> Rule:
        """Report missing figures, or a part that is too small."""

        def rule(view: View) -> Answer:
            part, whole = as_number(view.value(self.part)), as_number(view.value(self.whole))
            if part is None or whole is None:
                return Answer(tuple(self._no_figures(view)))
            needed = max(1, ceil(whole * self.at_least / 100))
            progress = Progress(max(0, min(floor(part), needed)), needed)
            if part * 100 >= self.at_least * whole and whole > 0:
                return Answer((), progress)
            return Answer((self._too_small(part, whole, needed),), progress)

        return rule

    def _no_figures(self, view: View) -> Iterator[Problem]:
        """The problems of figures that are missing or not numbers."""
        found = [view.fact(path) for path in (self.part, self.whole)]
        yield from gathered(where for where, value in found if value is None)
        for where, value in found:
            if value is not None and as_number(value) is None:
                yield unfit(where, value, A_NUMBER)

    def _too_small(self, part: float, whole: float, needed: int) -> Problem:
        percent = f" ({part * 100 // whole:g}%)" if whole > 0 else ""
        which = f"which is {needed}" if whole > 0 else "of one or more"
        words = f"{part:g} of {whole:g} {self.what}{percent}; at least {self.at_least}% needed, {which}"
        place = self.part.steps
        return Problem(place, words, UNDER_WAY, wants=(place,) if whole > 0 else (self.whole.steps, place))
