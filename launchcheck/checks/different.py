"""Two facts that must not say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.base import Context, Problem
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, show_scalar
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    from launchcheck.source import Where


class Different(EntryCheck):
    """The fields `one` and `other` differ, where both are given."""

    kind: Literal["different"]
    one: FieldPath = Field(description="A field")
    other: FieldPath = Field(description="The field that it must differ from")

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and the two that are compared."""
        yield from super().fields()
        yield ("one",), self.one
        yield ("other",), self.other

    def problems(self, context: Context) -> Iterator[Problem]:
        """Entries in which both say the same."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        for where, entry in entries:
            place, value = self.one.read(entry, where)
            beside, other = self.other.read(entry, where)
            if value is not None and value == other:
                prefix = f"{self.named(where, entry)}: " if self.of else ""
                message = (
                    f"{prefix}{self.one} and {self.other} are both {show_scalar(value)}; they must differ"
                )
                yield Problem(place, message, related=(beside,))
