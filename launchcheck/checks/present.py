"""Facts that the plan must give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field

from launchcheck.checks.base import Check, Context, Problem, Progress, gathered, given, progress_of
from launchcheck.checks.options import Path
from launchcheck.plan.paths import Found, PlanPath


class Present(Check):
    """The plan gives each of `paths`; an empty list says nothing."""

    kind: Literal["present"]
    paths: list[Path] = Field(description="The facts that must be given", min_length=1)

    def reads(self) -> Iterable[PlanPath]:
        """The paths themselves."""
        return self.paths

    def problems(self, context: Context) -> Sequence[Problem]:
        """One problem for each section that lacks something."""
        absent = self._absent(context)
        if not absent:
            return ()
        places, empty = [], []
        for pairs in absent.values():
            for where, value in pairs:
                places.append(where)
                if value is not None:
                    empty.append(where)
        return gathered(places, empty)

    def progress(self, context: Context, problems: list[Problem]) -> Progress:
        """How many of the facts are given."""
        paths = self.paths
        needed = done = len(paths)
        if problems:
            absent = self._absent(context)
            for path in paths:
                if path in absent:
                    done -= 1
        return progress_of(done, needed)

    def _absent(self, context: Context) -> dict[PlanPath, Found]:
        """The paths at which the plan does not say all, with the places and what stands there instead."""
        absent = context.absent.get(id(self))
        if absent is None:
            absent = context.absent[id(self)] = {}
            for path in self.paths:
                if path.many:
                    found = [pair for pair in context.select(path) if not given(pair[1])]
                    if found:
                        absent[path] = found
                else:
                    value = context.value(path)
                    if not value and not given(value):
                        absent[path] = [(path.steps, value)]
        return absent
