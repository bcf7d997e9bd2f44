"""Facts that the plan must give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.base import Check, Context, Problem, Progress, gathered, given
from launchcheck.checks.options import Path
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    from launchcheck.source import Where


class Present(Check):
    """The plan gives each of `paths`; an empty list says nothing."""

    kind: Literal["present"]
    paths: list[Path] = Field(description="The facts that must be given", min_length=1)

    def reads(self) -> Iterable[PlanPath]:
        """The paths themselves."""
        return self.paths

    def problems(self, context: Context) -> Iterator[Problem]:
        """One problem for each section that lacks something."""
        found: dict[Where, Any] = {}
        for path in self.paths:
            if path.many:
                found.update((where, value) for where, value in context.select(path) if not given(value))
                continue
            value = context.value(path)
            if not value and not given(value):
                found[path.steps] = value
        if found:
            yield from gathered(found, [where for where, value in found.items() if value is not None])

    def progress(self, context: Context, problems: list[Problem]) -> Progress:
        """How many of the facts are given."""
        if not problems:
            return Progress(len(self.paths), len(self.paths))
        done = sum(
            all(given(value) for _, value in context.select(path))
            if path.many
            else given(context.value(path))
            for path in self.paths
        )
        return Progress(done, len(self.paths))
