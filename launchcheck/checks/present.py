"""Facts that the plan must give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from launchcheck.checks.base import Check, Context, Problem, Progress, gathered, given
from launchcheck.checks.options import Path
from launchcheck.plan.paths import PlanPath


class Present(Check):
    """The plan gives each of `paths`; an empty list says nothing."""

    kind: Literal["present"]
    paths: list[Path] = Field(description="The facts that must be given", min_length=1)

    def reads(self) -> Iterable[PlanPath]:
        """The paths themselves."""
        return self.paths

    def problems(self, context: Context) -> Iterator[Problem]:
        """One problem for each section that lacks something."""
        found = {
            where: value for path in self.paths for where, value in context.select(path) if not given(value)
        }
        return gathered(found, [where for where, value in found.items() if value is not None])

    def progress(self, context: Context, problems: list[Problem]) -> Progress:  # noqa: ARG002  # counted afresh
        """How many of the facts are given."""
        done = sum(all(given(value) for _, value in context.select(path)) for path in self.paths)
        return Progress(done, len(self.paths))
