"""Several checks that must all hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.base import MISSING, Check, Context, Problem, Progress
from launchcheck.checks.kinds import OneCheck
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    from launchcheck.source import Where

    _Problems = Callable[[Context], Iterable[Problem]]
    _ProgressOf = Callable[[Context, list[Problem]], Progress | None]


class All(Check):
    """Every one of `checks` holds; what two of them say about the same fact is said once."""

    kind: Literal["all"]
    checks: list[OneCheck] = Field(description="The checks that must hold", min_length=1)

    def reads(self) -> Iterable[PlanPath]:
        """What any of them reads."""
        return dict.fromkeys(path for check in self.checks for path in check.reads())

    @cached_property
    def _parts(self) -> list[tuple[_Problems, _ProgressOf]]:
        """What each of them finds, and how far it has come."""
        return [(check.problems, check.progress) for check in self.checks]

    def problems(self, context: Context) -> Iterator[Problem]:
        """What any of them finds; a section that is missing is named once."""
        said: set[Where] = set()
        for problems, _ in self._parts:
            for problem in problems(context):
                if problem.kind == MISSING:
                    lacks = problem.lacks or (problem.where,)
                    if said and _are_below(lacks, said):
                        continue
                    said.update(lacks)
                yield problem

    def progress(self, context: Context, problems: list[Problem]) -> Progress | None:
        """The progress of the first of them that is not complete; of the first where nothing is wrong."""
        for _, progress in self._parts:
            found = progress(context, problems)
            if found and (not problems or found.done < found.needed):
                return found
        return None


def _are_below(places: Iterable[Where], said: set[Where]) -> bool:
    """Whether each of the places is said already, or one that leads to it."""
    for place in places:
        above = place
        while above and above not in said:
            above = above[:-1]
        if not above:
            return False
    return True
