"""How many entries of a list there must be."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.base import (
    MISSING,
    SCHEDULED,
    WRONG,
    Context,
    Problem,
    Progress,
    as_day,
    gathered,
    given,
    label,
    progress_of,
)
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import ByTier, FieldPath, Path, Test, fitting, show_scalar
from launchcheck.dates import short_day
from launchcheck.plan.paths import PlanPath
from launchcheck.text import listed, plural, show

if TYPE_CHECKING:
    from launchcheck.source import Where

_MOST_NAMED = 3
"""So many entries are named that leave out what would make them count."""


class Count(EntryCheck):
    """`of` has at least, at most or exactly so many entries that fit `where`.

    With `distinct`, entries that say the same there count once. Entries that fit but for a day
    that has not come are shown as scheduled, and do not count.
    """

    kind: Literal["count"]
    of: Path = Field(description="The list to count")
    at_least: ByTier | None = Field(None, description="The fewest that pass")
    at_most: ByTier | None = Field(None, description="The most that pass")
    distinct: FieldPath | None = Field(None, description="Count different values of this field")
    out_of: list[str] = Field([], description="The values that `distinct` can take, to name those left")
    happened: str = Field("", description="What counted entries did, such as happened: a word for messages")

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and `distinct`."""
        yield from super().fields()
        if self.distinct:
            yield ("distinct",), self.distinct

    def problems(self, context: Context) -> Iterator[Problem]:
        """Too few or too many, with how many more are scheduled."""
        gaps, _ = self.meant.look(context)
        if gaps:
            yield from gaps
            return
        if self._needs:
            unknown = [path.steps for path in self._needs if context.value(path) is None]
            if unknown:
                yield from gathered(unknown)
                return
        found = self._counted(context)
        least = (self.at_least or {}).get(context.tier, 0)
        most = (self.at_most or {}).get(context.tier)
        if len(found) < least:
            where = next((place for place, _ in context.select(self.of)), self.of.steps[:1])
            yield self._too_few(context, where, found, least)
        elif most is not None and len(found) > most:
            yield self._too_many(context, len(found), most, "exactly" if most == least else "at most")

    def progress(self, context: Context, problems: list[Problem]) -> Progress | None:  # noqa: ARG002  # counted afresh
        """How many of those needed are there, and how many are scheduled; none if more is not better."""
        needed = (self.at_least or {}).get(context.tier)
        if not needed or self.at_most:
            return None
        return progress_of(len(self._counted(context)), needed, len(self._scheduled(context)))

    @cached_property
    def _needs(self) -> list[PlanPath]:
        """Other facts of the plan that say which entries count."""
        return [path for test in self.where.values() for path in test.needs()]

    def _counted(self, context: Context) -> list[Any]:
        """What counts: the entries, or the different values of a field of theirs."""
        _, entries = self.meant.look(context)
        if not self.distinct:
            return entries
        return _different(entries, self.distinct)

    def _scheduled(self, context: Context) -> list[tuple[Where, Any]]:
        """Entries that fit but for a day that has not come."""
        found = context.scheduled.get(id(self))
        if found is None:
            found = context.scheduled[id(self)] = self._to_come(context)
        return found

    def _to_come(self, context: Context) -> list[tuple[Where, Any]]:
        """The same, looked for once."""
        dated, rest = self._dated
        if not dated:
            return []
        entries = fitting(rest, context.entries(self.of.each), context)
        for path, test in dated.items():
            entries = [
                (where, entry)
                for where, entry in entries
                if {test.verdict(value, context) for _, value in path.select(entry, where)} <= {SCHEDULED}
            ]
        return entries

    @cached_property
    def _dated(self) -> tuple[dict[PlanPath, Test], dict[PlanPath, Test]]:
        """The conditions that a day must have come, and all others."""
        dated = {path: test for path, test in self.where.items() if test.by and test.by.base == "today"}
        return dated, {path: test for path, test in self.where.items() if path not in dated}

    def _too_few(self, context: Context, where: Where, found: list[Any], least: int) -> Problem:
        """What was found, what is scheduled, and what is still missing."""
        later = self._scheduled(context)
        silent = self._silent(context)
        parts = [self._found(len(found), least, context)]
        if self.distinct:
            parts += self._named([str(value) for value in found])
        if later:
            days = listed([_dated(entry, self) for _, entry in later])
            parts.append(f"{len(later)} {'is' if len(later) == 1 else 'are'} scheduled ({days})")
        new = len(_different(later, self.distinct, found)) if self.distinct else len(later)
        short = least - len(found) - new
        if later and short > 0:
            parts.append(f"{short} still missing")
        parts += [self._says_not(*each) for each in silent[:_MOST_NAMED]]
        if not (self.happened or silent or later):
            parts += self._why_not(context)
        kind = WRONG if short > len(silent) else MISSING if short > 0 else SCHEDULED
        lacks = tuple(place for _, _, places in silent for place in places) if kind == MISSING else ()
        return Problem(where, "; ".join(parts), kind, lacks=lacks)

    def _too_many(self, context: Context, found: int, most: int, limit: str) -> Problem:
        """The first entry that is one too many; the others belong to it."""
        _, entries = self.meant.look(context)
        names = listed([label(*entry) for entry in entries])
        words = f"{found} {plural(self.what, found)}{self._having(context)}: {names}"
        others = tuple(where for index, (where, _) in enumerate(entries) if index != most)
        return Problem(entries[most][0], f"{words}; {limit} {most} may be there", related=others)

    def _says_not(self, where: Where, entry: Any, places: list[Where]) -> str:
        """What an entry leaves out that would make it count."""
        names = [".".join(map(str, place[len(where) :])) for place in places]
        return f"{label(where, entry)} does not say {listed(names)}"

    def _why_not(self, context: Context) -> list[str]:
        """Why those do not count that come closest; of equals, those that stand last."""
        wrong = []
        for index, (where, entry) in enumerate(context.select(self.of.each)):
            read = [(path, test, path.value(entry)) for path, test in self.where.items() if not path.many]
            reasons = [
                f"{path} {show_scalar(value)}" for path, test, value in read if not test.fits(value, context)
            ]
            if reasons:
                wrong.append((len(reasons), -index, f"{label(where, entry)} has {listed(reasons)}"))
        nearest = sorted(wrong)[:_MOST_NAMED]
        return [words for _, _, words in sorted(nearest, key=lambda each: -each[1])]

    def _silent(self, context: Context) -> list[tuple[Where, Any, list[Where]]]:
        """Entries that might count, but do not say so: each with the places of what they leave out."""
        found = []
        fields = [(path, test) for path, test in self.where.items() if not path.many]
        asked = [path for path, test in fields if not test.fits(None, context)]
        asked += [self.distinct] if self.distinct else []
        for where, entry in context.select(self.of.each):
            places = [where + path.steps for path in asked if path.value(entry) is None]
            # An entry counts in no case where what it does say rules it out.
            if places and all(
                (value := path.value(entry)) is None or test.fits(value, context) for path, test in fields
            ):
                found.append((where, entry, places))
        return found

    def _found(self, found: int, least: int, context: Context) -> str:
        """How many were found, and how many are needed."""
        only = "only " if found else ""
        if self.happened:
            return f"{only}{found} of {least} {plural(self.what, least)} {self.happened}"
        words = f"{only}{found or 'no'} {self.what if not found else plural(self.what, found)}"
        limit = "exactly" if (self.at_most or {}).get(context.tier) == least else "at least"
        return f"{words}{self._having(context)}; {limit} {least} needed"

    def _named(self, used: list[str]) -> list[str]:
        """The values that were used, and those that are left."""
        left = [name for name in self.out_of if name not in used]
        parts = [f"used: {listed(used, most=20)}"] if used else []
        return [*parts, f"left: {listed(left, 'or', most=20)}"] if left else parts

    def _having(self, context: Context) -> str:
        """What an entry needs in order to count, as the end of a phrase."""
        needs = [
            path.text if test.given else f"{path} {test.words(context)}"
            for path, test in self.where.items()
            if not (
                test.is_ and str(test.is_[0]) in self.what
            )  # a primary goal need not be said to be primary
        ]
        return f" with {', '.join(needs[:-1])}{' and ' if needs[1:] else ''}{needs[-1]}" if needs else ""


def _different(
    entries: list[tuple[Where, Any]], field: PlanPath, known: list[Any] | None = None
) -> list[Any]:
    """The different values of a field, in order, beyond those known."""
    read = [value for where, entry in entries for _, value in field.select(entry, where) if given(value)]
    values = [value if type(value) is str or isinstance(value, Hashable) else str(value) for value in read]
    return [value for value in dict.fromkeys(values) if value not in (known or ())]


def _dated(entry: Any, check: Count) -> str:
    """A scheduled entry in brief: `2 Feb demo`."""
    for path, test in check.where.items():
        actual = as_day(path.value(entry)) if test.by else None
        if actual:
            way = getattr(entry, "way", None) or ""
            return show(f"{short_day(actual)} {str(way).replace('_', ' ')}".strip())
    return ""
