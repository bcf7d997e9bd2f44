"""Which entries of a list a check means: one pass, in which each entry is classified once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.checks.problem import SCHEDULED, Problem, missing
from launchcheck.plan.paths import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.checks.predicates import Condition
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found, PlanPath
    from launchcheck.source import Where


class Fit(StrEnum):
    """Why an entry is not meant.

    It will be on a day that has not come, it leaves out what would tell, or it says otherwise.
    """

    SCHEDULED = "scheduled"
    SILENT = "silent"
    RULED_OUT = "ruled_out"


class Misfit(NamedTuple):
    """An entry that is not meant: where and what it is, why, and the conditions that it misses."""

    where: Where
    value: Any
    fit: Fit
    because: tuple[Condition, ...]

    @property
    def left_out(self) -> tuple[Where, ...]:
        """The places of what it leaves out."""
        return tuple(
            place
            for each in self.because
            for place, value in each.path.select(self.value, self.where)
            if value is None
        )


class Selection(NamedTuple):
    """What a selector finds: lists that are missing, every entry, those meant, and the others.

    `by_id` is there where the selector was asked for it: the entries by their id, key or place.
    """

    gaps: Sequence[Problem]
    entries: Found
    fits: Found
    others: tuple[Misfit, ...] = ()
    by_id: Mapping[Hashable, tuple[Where, Any]] = MappingProxyType({})

    def those(self, fit: Fit) -> list[Misfit]:
        """The entries that are not meant for one reason."""
        return [each for each in self.others if each.fit is fit]


class Selector:
    """Entries of a list that fit some conditions; the plan itself where there is no list.

    A compiler makes one selector for all checks that mean the same entries, so that it is known by
    identity. A list that may be empty may also be left out of an entry, but not the list of
    entries itself.
    """

    __slots__ = ("by_id", "conditions", "every", "may_be_empty", "of")

    def __init__(
        self,
        of: PlanPath | None,
        conditions: tuple[Condition, ...] = (),
        every: Selector | None = None,
        *,
        may_be_empty: bool = False,
        by_id: bool = False,
    ) -> None:
        """Select by conditions among what `every` finds: the same list without conditions."""
        self.by_id = by_id
        self.of = of
        self.conditions = conditions
        self.every = every
        self.may_be_empty = may_be_empty

    def select(self, view: View) -> Selection:
        """Go through the list once."""
        if self.every is None:
            return self._all(view)
        gaps, entries = view.once(self.every)[:2]
        fits: Found = []
        others: list[Misfit] = []
        for pair in entries:
            for condition in self.conditions:
                if not condition.meets(pair[1], view):
                    others.append(self._misfit(pair, view))
                    break
            else:
                fits.append(pair)
        return Selection(gaps, entries, fits, tuple(others))

    def _all(self, view: View) -> Selection:
        """Every entry of the list, or the plan itself."""
        of = self.of
        if of is None:
            here: Found = [((), view.plan)]
            return Selection((), here, here)
        entries = view.entries(of)
        gaps = self._gaps(of, view) if of.many or not entries else ()
        return Selection(gaps, entries, entries, by_id=_by_id(entries) if self.by_id else {})

    def _misfit(self, pair: tuple[Where, Any], view: View) -> Misfit:
        """An entry that is not meant, with every condition that it misses."""
        where, entry = pair
        missed = tuple(each for each in self.conditions if not each.meets(entry, view))
        return Misfit(where, entry, _classified(missed, entry, view), missed)

    def _gaps(self, of: PlanPath, view: View) -> Sequence[Problem]:
        """The lists that are not given, or have no entry where they need one."""
        last = of.steps[-1]
        return [
            missing(where, empty=value is not None)
            for where, value in view.select(of)
            # The innermost list may be left out where it may be empty, but not one that holds it.
            if not (value or (self.may_be_empty and (value is not None or (of.many and where[-1] == last))))
        ]


def _by_id(entries: Found) -> dict[Hashable, tuple[Where, Any]]:
    """Entries by their key or place, and by their id."""
    index: dict[Hashable, tuple[Where, Any]] = {}
    for pair in entries:
        where, entry = pair
        index.setdefault(where[-1], pair)
        key = facts_of(entry).get("id")  # what is in a map need not have one
        if key is not None and isinstance(key, Hashable):
            index.setdefault(key, pair)
    return index


def _classified(missed: Sequence[Condition], entry: Any, view: View) -> Fit:
    """Why an entry is not meant, by the conditions that it misses."""
    found = {
        None if value is None else each.verdict(value, view)
        for each in missed
        for _, value in each.path.select(entry)
    }
    if found <= {None}:
        return Fit.SILENT
    return Fit.SCHEDULED if found == {SCHEDULED} else Fit.RULED_OUT
