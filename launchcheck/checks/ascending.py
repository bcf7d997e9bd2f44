"""Lists whose entries must come in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.base import Context, Problem, as_day, as_number, unfit
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, Path, show_scalar
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    from launchcheck.source import Where


class Ascending(EntryCheck):
    """The entries of `of` rise in each of the fields in `by`, from one to the next."""

    kind: Literal["ascending"]
    of: Path = Field(description="The list whose order is looked at")
    by: list[FieldPath] = Field(description="The fields that must rise", min_length=1)

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and those that must rise."""
        yield from super().fields()
        yield from ((("by", index), path) for index, path in enumerate(self.by))

    def problems(self, context: Context) -> Iterator[Problem]:
        """Entries that do not come after the one before them; what is not given is not judged."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        for (before, earlier), (where, entry) in pairwise(entries):
            for path in self.by:
                _, first = path.read(earlier, before)
                place, then = path.read(entry, where)
                if then is None:
                    continue
                days = as_day(first), as_day(then)
                numbers = as_number(first), as_number(then)
                if _falls(*days) or _falls(*numbers):
                    more = "later" if days[1] else "higher"
                    words = f"{path} is {show_scalar(then)} and stands after {show_scalar(first)}"
                    message = f"{self.named(where, entry)}: {words}; it must be {more}"
                    yield Problem(place, message, related=(before,))
                elif days[1] is None and numbers[1] is None:
                    yield unfit(place, then, "a number or a day", f"{self.named(where, entry)}: {path}")


def _falls(first: Any, then: Any) -> bool:
    """Whether the second of two values that are given does not come after the first."""
    return first is not None and then is not None and bool(then <= first)
