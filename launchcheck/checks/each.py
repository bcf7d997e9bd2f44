"""What every entry of a list must say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.base import MISSING, Context, Problem
from launchcheck.checks.entries import EntryCheck, absent
from launchcheck.checks.options import Conditions, FieldPath, Test
from launchcheck.plan.paths import EACH, PlanPath

if TYPE_CHECKING:
    from launchcheck.source import Where


class Each(EntryCheck):
    """Every entry of `of` (that fits `where`) gives the fields in `has`, and fits `is`."""

    kind: Literal["each"]
    has: list[FieldPath] = Field([], description="Fields that each entry must give")
    is_: Conditions = Field({}, alias="is", description="Fields of each entry, and what their value must be")

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, `has` and `is`."""
        yield from super().fields()
        yield from ((("has", index), path) for index, path in enumerate(self.has))
        yield from ((("is", path.text), path) for path in self.is_)

    def tests(self) -> Iterator[Test]:
        """The tests of `where` and `is`."""
        yield from super().tests()
        yield from self.is_.values()

    def problems(self, context: Context) -> Iterator[Problem]:
        """What each entry lacks, and what it says wrongly."""
        has, tests = self.has, self.is_
        gaps, entries = self.meant.look(context)
        yield from gaps
        for where, entry in entries:
            places = absent(where, entry, has) if has else []
            silent = [path for path in tests if self._is_silent(entry, path, context)] if places else []
            if silent:
                places += [where + path.steps for path in silent]
            if places:
                yield from self.silent_about(where, entry, places)
            for path, test in tests.items():
                if path not in silent:
                    yield from self.tested((where, entry), path, test, context)

    def _is_silent(self, entry: Any, path: PlanPath, context: Context) -> bool:
        """Whether an entry does not give a field that must be something."""
        given_at_all = EACH in path.steps or path.read(entry)[1] is not None
        return not given_at_all and self.is_[path].verdict(None, context) == MISSING
