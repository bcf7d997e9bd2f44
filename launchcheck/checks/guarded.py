"""Guardrails whose last figure must be on the safe side of their threshold."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck, absent
from launchcheck.checks.figures import Figure, Figures, FiguresByGoal, last_by, of_goal
from launchcheck.checks.options import FieldPath, ListPath, OneList, ResultPath
from launchcheck.checks.problem import Answer, Problem, Progress, dotted, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import A_NUMBER, as_number, show_scalar
from launchcheck.dates import day
from launchcheck.findings import MISSING

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

_BETTER = ("higher", "lower")


class Guarded(EntryCheck):
    """The last figure of each entry has not reached its `threshold`, on the side that `better` calls safe.

    The figures of an entry are those of `results` whose `names` is its `key`, up to today. `better` is
    `higher` or `lower`: whether figures above or below the threshold are safe.
    """

    kind: Literal["guarded"]
    of: Annotated[ListPath, Reads()] = Field(description="The list of guardrails")
    key: FieldPath = Field("id", validate_default=True, description="The field with the id of a guardrail")
    threshold: FieldPath = Field(description="The figure that may not be reached")
    better: FieldPath = Field(description="The field that says whether higher or lower figures are better")
    results: OneList = Field(description="The list of figures")
    names: ResultPath = Field(description="The field of a figure that names its guardrail")
    value: ResultPath = Field(description="The figure itself")
    date: ResultPath = Field(description="The date of the figure")

    def compile(self, build: "Compiler") -> "Rule":
        """Report guardrails that were reached, or of which no figure tells."""
        selector, results = self.selector(build), build.selector(self.results, {}, may_be_empty=True)
        by_goal = FiguresByGoal(results, self.names, self.value, self.date)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            figures = view.once(by_goal)
            wrong = [[*self._wrong(where, entry, figures, view)] for where, entry in fits]
            safe = Progress(wrong.count([]), len(wrong)) if wrong else None
            return Answer([*gaps, *chain.from_iterable(wrong)], safe)

        return rule

    def _wrong(self, where: "Where", entry: Any, figures: Figures, view: "View") -> Iterator[Problem]:
        """What is wrong with one guardrail."""
        places = absent(where, entry, [self.threshold, self.better])
        if places:
            yield from self.silent_about(where, entry, places)
            return
        name = self.named(where, entry)
        at, written = self.threshold.read(entry, where)
        limit = as_number(written)
        side_at, better = self.better.read(entry, where)
        if limit is None:
            yield unfit(at, written, A_NUMBER, f"{name}: {self.threshold}")
        elif better not in _BETTER:
            yield unfit(side_at, better, "higher or lower", f"{name}: {self.better}")
        elif last := last_by(of_goal(figures, self.key.value(entry)), view.today):
            yield from self._reached(name, at, limit, better, last)
        else:
            words = f"{name}: {self.results} has no figure of it up to {day(view.today)}"
            yield Problem(self.results.steps, words, MISSING, (where,), (self.results.steps,))

    def _reached(self, name: str, at: "Where", limit: float, better: str, last: Figure) -> Iterator[Problem]:
        """The problem of a figure that is not on the safe side, or is not a number."""
        value = as_number(last.value)
        if value is None:
            yield unfit(last.where, last.value, A_NUMBER, f"{name}: {dotted(last.where)}")
        elif value <= limit if better == "higher" else value >= limit:
            needed = f"{'above' if better == 'higher' else 'below'} {show_scalar(limit)}"
            words = f"{name}: {show_scalar(value)} on {day(last.on)}; it must be {needed}"
            yield Problem(last.where, words, related=(at,), wants=(last.where,))
