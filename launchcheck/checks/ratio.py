"""How large a part of a whole must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, floor
from typing import Literal

from pydantic import Field

from launchcheck.checks.base import A_NUMBER, Check, Context, Problem, Progress, as_number, gathered, unfit
from launchcheck.checks.options import Fact
from launchcheck.plan.paths import PlanPath


class Ratio(Check):
    """`part` is at least so many percent of `whole`."""

    kind: Literal["ratio"]
    part: Fact = Field(description="How many")
    whole: Fact = Field(description="Of how many")
    at_least: int = Field(description="Percent", ge=0, le=100)
    what: str = Field("done", description="What the part did, such as passed: a word for messages")

    def reads(self) -> Iterable[PlanPath]:
        """Both figures."""
        return (self.part, self.whole)

    def problems(self, context: Context) -> Iterator[Problem]:
        """A figure that is not given, or a part that is too small."""
        figures = self._figures(context)
        if figures is None:
            found = [context.fact(path) for path in (self.part, self.whole)]
            yield from gathered(where for where, value in found if value is None)
            yield from (
                unfit(where, value, A_NUMBER)
                for where, value in found
                if value is not None and as_number(value) is None
            )
            return
        part, whole = figures
        if part * 100 < self.at_least * whole or whole <= 0:
            percent = f" ({part * 100 // whole:g} %)" if whole > 0 else ""
            which = f"which is {self._needed(whole)}" if whole > 0 else "of one or more"
            words = f"{part:g} of {whole:g} {self.what}{percent}; at least {self.at_least} % needed, {which}"
            yield Problem(self.part.steps, words)

    def progress(self, context: Context, problems: list[Problem]) -> Progress | None:  # noqa: ARG002  # counted afresh
        """How many there are of those needed."""
        figures = self._figures(context)
        if figures is None:
            return None
        needed = self._needed(figures[1])
        return Progress(max(0, min(floor(figures[0]), needed)), needed)

    def _figures(self, context: Context) -> tuple[float, float] | None:
        """Both figures, where both are numbers."""
        part, whole = as_number(context.value(self.part)), as_number(context.value(self.whole))
        return None if part is None or whole is None else (part, whole)

    def _needed(self, whole: float) -> int:
        """The smallest part that is large enough; at least one."""
        return max(1, ceil(whole * self.at_least / 100))
