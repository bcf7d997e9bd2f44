"""Facts that the plan must contain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.check import Check
from launchcheck.checks.options import Path
from launchcheck.checks.problem import Answer, Progress, gathered
from launchcheck.checks.values import given

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found, PlanPath
    from launchcheck.source import Where


class Present(Check):
    """The plan sets each of `paths`; an empty list does not count."""

    kind: Literal["present"]
    paths: list[Path] = Field(description="The facts that must be set", min_length=1)

    def compile(self, _build: Compiler) -> Rule:
        """Report one problem for each section with missing facts."""
        paths = self.paths

        def rule(view: View) -> Answer:
            places: list[Where] = []
            empty: list[Where] = []
            done = len(paths)
            for path in paths:
                lacking = _lacking(path, view)
                if lacking:
                    done -= 1
                    places += [where for where, _ in lacking]
                    empty += [where for where, value in lacking if value is not None]
            return Answer(tuple(gathered(places, empty)), Progress(done, len(paths)))

        return rule


def _lacking(path: PlanPath, view: View) -> Found:
    """The places at a path that are missing or empty, each with its value."""
    if path.many:
        return [pair for pair in path.select(view.plan) if not given(pair[1])]
    value = path.value(view.plan)
    return [] if value or given(value) else [(path.steps, value)]
