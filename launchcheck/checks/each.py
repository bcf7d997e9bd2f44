"""What every entry of a list must say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck, absent
from launchcheck.checks.options import FieldPath
from launchcheck.checks.predicates import Condition, Conditions, conditions
from launchcheck.checks.problem import MISSING, Answer, Problem

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


class Each(EntryCheck):
    """Every entry of `of` (that fits `where`) gives the fields in `has`, and fits `is`."""

    kind: Literal["each"]
    has: list[FieldPath] = Field([], description="Fields that each entry must give")
    is_: Conditions = Field({}, alias="is", description="Fields of each entry, and what their value must be")

    def compile(self, build: Compiler) -> Rule:
        """What each entry lacks, and what it says wrongly."""
        selector, tests = self.selector(build), conditions(self.is_)

        def rule(view: View) -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            for where, entry in fits:
                problems += self._wrong(where, entry, tests, view)
            return Answer(problems, fits if self.of else None)

        return rule

    def _wrong(self, where: Where, entry: Any, tests: tuple[Condition, ...], view: View) -> Iterator[Problem]:
        """What is wrong with one entry; what it leaves out is one problem."""
        places = absent(where, entry, self.has)
        silent = [each for each in tests if _is_silent(entry, each, view)] if places else []
        if places:
            places += [where + each.path.steps for each in silent]
            yield from self.silent_about(where, entry, places)
        for each in tests:
            if each not in silent:
                yield from self.tested(where, entry, each, view)


def _is_silent(entry: Any, condition: Condition, view: View) -> bool:
    """Whether an entry leaves out a field that must be something."""
    if condition.path.many or condition.path.value(entry) is not None:
        return False
    return condition.verdict(None, view) == MISSING
