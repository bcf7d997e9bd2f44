"""Select the entries of a list that fit conditions; the others are classified once, when a rule asks."""

from collections.abc import Hashable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.checks.problem import Problem, missing
from launchcheck.findings import MISSING, SCHEDULED
from launchcheck.plan.paths import facts_of
from launchcheck.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from launchcheck.checks.predicates import Condition
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found, PlanPath
    from launchcheck.source import Where


class Fit(StrEnum):
    """Why an entry does not fit: a future date, a missing fact, or a fact that rules it out."""

    SCHEDULED = "scheduled"
    SILENT = "silent"
    RULED_OUT = "ruled_out"


class Misfit(NamedTuple):
    """An entry that does not fit: where and what it is, why, and the conditions that it misses."""

    where: "Where"
    value: Any
    fit: Fit
    because: "tuple[Condition, ...]"

    @property
    def left_out(self) -> "tuple[Where, ...]":
        """The places of its missing facts."""
        return tuple(
            place
            for each in self.because
            for place, value in each.path.select(self.value, self.where)
            if value is None
        )


class Selection(NamedTuple):
    """What a selector finds: missing lists, every entry, and those that fit.

    `by_id` is filled if the selector was created with it: the entries by their id, key or place.
    """

    gaps: "Sequence[Problem]"
    entries: "Found"
    fits: "Found"
    by_id: "Mapping[Hashable, tuple[Where, Any]]" = MappingProxyType({})


class Selector:
    """Entries of a list that fit some conditions, or the plan itself if there is no list.

    A compiler makes one selector for all checks that select the same entries, so that it can be
    compared by identity. A list that may be empty may also be missing from some entries, but not
    from all of them, and the outermost list of entries may not be missing.
    """

    __slots__ = ("by_id", "conditions", "every", "may_be_empty", "misfits", "needs_one", "of")

    def __init__(
        self,
        of: "PlanPath | None",
        conditions: "tuple[Condition, ...]" = (),
        every: "Selector | None" = None,
        *,
        may_be_empty: bool = False,
        needs_one: tuple[str, bool] | None = None,
        by_id: bool = False,
    ) -> None:
        """Select by conditions among what `every` finds: the same list without conditions."""
        self.by_id = by_id
        self.misfits = Misfits(self)
        self.of = of
        self.conditions = conditions
        self.every = every
        self.may_be_empty = may_be_empty
        self.needs_one = needs_one

    def select(self, view: "View") -> Selection:
        """Find the entries of the list, and those that fit."""
        if self.every is None:
            return self._all(view)
        gaps, entries = view.once(self.every)[:2]
        fits = entries
        for _, _, _, meets in self.conditions:
            fits = [pair for pair in fits if meets(pair[1], view)]
        if self.needs_one and self.of and not (gaps or fits):
            gaps = [self._none_fits(self.of, *self.needs_one, view)]
        return Selection(gaps, entries, fits)

    def _all(self, view: "View") -> Selection:
        """Every entry of the list, or the plan itself."""
        of = self.of
        if of is None:
            here: Found = [((), view.plan)]
            return Selection((), here, here)
        entries = view.entries(of)
        gaps = self._gaps(of, view) if of.many or not entries else ()
        return Selection(gaps, entries, entries, by_id=_by_id(entries) if self.by_id else {})

    def _gaps(self, of: "PlanPath", view: "View") -> "Sequence[Problem]":
        """The lists that are missing, or empty although they need an entry."""
        lists = view.select(of)
        if not self.may_be_empty:
            return [missing(where, empty=value is not None) for where, value in lists if not value]
        absent = [where for where, value in lists if value is None]
        innermost = [where for where in absent if of.many and where[-1] == of.steps[-1]]
        if innermost and len(innermost) == len(lists):
            name = of.steps[-1]
            words = f"no entry of {of.steps[0]} lists its {name}; write {name}: [] where there are none"
            return [Problem(innermost[0], words, MISSING, wants=tuple(innermost))]
        return [missing(where) for where in absent if where not in innermost]

    def _none_fits(self, of: "PlanPath", what: str, is_whole: bool, view: "View") -> Problem:
        """The problem of a list in which no entry is meant; `is_whole` if `what` says which are."""
        needs = listed(
            path.text if test.given else f"{path} {test.words(view)}" for path, test, *_ in self.conditions
        )
        words = f"{of} names no {what}" if is_whole else f"{of} names no {what} with {needs}"
        return Problem(of.steps, words, MISSING, wants=(of.steps,))


class Misfits:
    """The entries that a selector finds and that do not fit, each with why: few rules ask for them."""

    __slots__ = ("_selector",)

    def __init__(self, selector: Selector) -> None:
        self._selector = selector

    def select(self, view: "View") -> tuple[Misfit, ...]:
        """Classify each entry that does not fit, by every condition that it misses."""
        _, entries, fits, *_ = view.once(self._selector)
        if len(fits) == len(entries):
            return ()
        fitting = {where for where, _ in fits}
        return tuple(self._misfit(where, entry, view) for where, entry in entries if where not in fitting)

    def _misfit(self, where: "Where", entry: Any, view: "View") -> Misfit:
        """An entry that does not fit."""
        missed = tuple(each for each in self._selector.conditions if not each.meets(entry, view))
        return Misfit(where, entry, _classified(missed, entry, view), missed)


def those(misfits: "Iterable[Misfit]", fit: Fit) -> list[Misfit]:
    """The misfits of one kind."""
    return [each for each in misfits if each.fit is fit]


def _by_id(entries: "Found") -> "dict[Hashable, tuple[Where, Any]]":
    """Entries by their key or place, and by their id."""
    index: dict[Hashable, tuple[Where, Any]] = {}
    for pair in entries:
        where, entry = pair
        index.setdefault(where[-1], pair)
        key = facts_of(entry).get("id")  # entries of a map may have none
        if key is not None and isinstance(key, Hashable):
            index.setdefault(key, pair)
    return index


def _classified(missed: "Sequence[Condition]", entry: Any, view: "View") -> Fit:
    """Why an entry does not fit, judged by the conditions that it misses."""
    found = {
        None if value is None else each.verdict(value, view)
        for each in missed
        for _, value in each.path.select(entry)
    }
    if found <= {None}:
        return Fit.SILENT
    return Fit.SCHEDULED if found == {SCHEDULED} else Fit.RULED_OUT
