"""Facts that the plan must contain."""

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


class Present(Check):
    """The plan sets each of `paths`; an empty list does not count."""

    kind: Literal["present"]
    paths: list[Path] = Field(description="The facts that must be set", min_length=1)

    def compile(self, _build: "Compiler") -> "Rule":
        """Report one problem for each section with missing facts."""
        paths = self.paths
        passed = Answer((), Progress(len(paths), len(paths)))

        def rule(view: "View") -> Answer:
            lacking = [found for path in paths if (found := _lacking(path, view))]
            if not lacking:
                return passed
            places = [where for found in lacking for where, _ in found]
            empty = [where for found in lacking for where, value in found if value is not None]
            return Answer(tuple(gathered(places, empty)), Progress(len(paths) - len(lacking), len(paths)))

        return rule


def _lacking(path: "PlanPath", view: "View") -> "Found":
    """The places at a path that are missing or empty, each with its value."""
    if path.many:
        return [pair for pair in path.select(view.plan) if not given(pair[1])]
    value = path.value(view.plan)
    return [] if value or given(value) else [(path.steps, value)]
