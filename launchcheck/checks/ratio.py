"""A part that must be a minimum percentage of a whole."""

from collections.abc import Iterator
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath
from launchcheck.checks.problem import Answer, Problem, Progress, gathered, name_of, unfit
from launchcheck.checks.values import A_NUMBER, as_number
from launchcheck.findings import UNDER_WAY

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import PlanPath
    from launchcheck.source import Where


class Ratio(EntryCheck):
    """`part` is at least `at_least` percent of `whole`; a smaller one is under way until the item is due.

    With `of`, they are fields of each entry. A whole of 0 is none: to allow it, leave such entries
    out in `where`.
    """

    kind: Literal["ratio"]
    part: FieldPath = Field(description="How many")
    whole: FieldPath = Field(description="Of how many")
    at_least: int = Field(description="Percent", ge=0, le=100)
    what: str = Field("done", description="What the part did, such as passed: a word for messages")
    called: str = Field("entry", description="What one entry of `of` is called in messages, such as feature")

    def compile(self, build: "Compiler") -> "Rule":
        """Report missing figures, or a part that is too small."""
        if self.of:
            return self.one_by_one(build, self._wrong)

        def rule(view: "View") -> Answer:
            problems = tuple(self._wrong((), view.plan, view))
            part, whole = (as_number(path.value(view.plan)) for path in (self.part, self.whole))
            if part is None or whole is None:
                return Answer(problems)
            needed = self._needed(whole)
            return Answer(problems, Progress(max(0, min(floor(part), needed)), needed))

        return rule

    def named(self, where: "Where", entry: Any) -> str:
        """What messages call an entry."""
        return name_of(self.called, where, entry)

    def _needed(self, whole: float) -> int:
        """How many of the whole are enough: at least one."""
        return max(1, ceil(whole * self.at_least / 100))

    def _wrong(self, where: "Where", entry: Any, _view: "View") -> Iterator[Problem]:
        """What is wrong with the figures of an entry, or of the plan itself."""
        part, whole = (as_number(path.value(entry)) for path in (self.part, self.whole))
        if part is None or whole is None:
            yield from self._no_figures(where, entry)
        elif part * 100 < self.at_least * whole or whole <= 0:
            yield self._too_small(part, whole, where, entry)

    def _no_figures(self, where: "Where", entry: Any) -> Iterator[Problem]:
        """The problems of figures that are missing or not numbers."""
        found: list[tuple[PlanPath, Any]] = [(path, path.value(entry)) for path in (self.part, self.whole)]
        absent = [where + path.steps for path, value in found if value is None]
        if absent:
            yield from self.silent_about(where, entry, absent) if self.of else gathered(absent)
        for path, value in found:
            if value is not None and as_number(value) is None:
                name = f"{self.named(where, entry)}: {path}" if self.of else ""
                yield unfit(where + path.steps, value, A_NUMBER, name)

    def _too_small(self, part: float, whole: float, where: "Where", entry: Any) -> Problem:
        percent = f" ({part * 100 // whole:g}%)" if whole > 0 else ""
        which = f"which is {self._needed(whole)}" if whole > 0 else "of one or more"
        name = f"{self.named(where, entry)}: " if self.of else ""
        words = f"{name}{part:g} of {whole:g} {self.what}{percent}; at least {self.at_least}% needed, {which}"
        place, of = where + self.part.steps, where + self.whole.steps
        return Problem(place, words, UNDER_WAY, wants=(place,) if whole > 0 else (of, place))
