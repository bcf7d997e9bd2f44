"""What changed between two reports: item by item and fact by fact, wherever in the file they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from launchcheck.compare.names import Namer, namer, shape
from launchcheck.results import Status

if TYPE_CHECKING:
    from launchcheck.report import Report
    from launchcheck.results import Finding, Result, Waiver
    from launchcheck.weakenings import Weakening


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item before and after a change.

    `old` is None where the item was not in the checklist before, `new` where it no longer is.
    `found` are the findings that were not there before, `gone` those that are no longer there.
    Of those found, `closer` are at or below a fact that was missing: the same gap, seen from nearer.
    """

    old: Result | None
    new: Result | None
    found: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    closer: tuple[Finding, ...] = ()

    @property
    def result(self) -> Result:
        """The item after the change, or before it where it was removed."""
        found = self.new or self.old
        assert found  # noqa: S101  # a change is made of at least one of them
        return found

    @property
    def id(self) -> str:
        """The item's id."""
        return self.result.item.id

    @property
    def fails(self) -> bool:
        """Whether the item is open and was not."""
        return _is_open(self.new) and not _is_open(self.old)

    @property
    def stays(self) -> bool:
        """Whether the item is open and was before."""
        return _is_open(self.new) and _is_open(self.old)

    @property
    def passes(self) -> bool:
        """Whether the item is passed and was not."""
        return _status(self.new) is Status.PASSED and _status(self.old) is not Status.PASSED

    @property
    def is_waived(self) -> bool:
        """Whether the item is waived and was not."""
        return _status(self.new) is Status.WAIVED and _status(self.old) is not Status.WAIVED

    @property
    def leaves(self) -> bool:
        """Whether the item no longer applies."""
        nothing = {None, Status.NOT_APPLICABLE}
        return _status(self.new) in nothing and _status(self.old) not in nothing

    @property
    def is_excluded(self) -> bool:
        """Whether the item no longer applies because it was excluded."""
        return self.leaves and self.new is not None and self.new.excluded is not None

    @property
    def becomes_overdue(self) -> bool:
        """Whether the item is overdue and was not."""
        return _is_overdue(self.new) and not _is_overdue(self.old)

    @property
    def is_moved_past(self) -> bool:
        """Whether the item is overdue because its due date moved to before the day of the check."""
        return _is_overdue(self.new) and self.old is not None and self.old.days_left >= 0

    @property
    def gets_room(self) -> bool:
        """Whether the item is still open but no longer overdue."""
        return self.stays and _is_overdue(self.old) and not _is_overdue(self.new)

    @property
    def matters_more(self) -> bool:
        """Whether a warning has become a blocker."""
        if not (self.old and self.new):
            return False
        return self.old.severity == "warning" and self.new.severity == "blocker"

    @property
    def lost(self) -> int:
        """How many more are missing than before, for items that count something."""
        if not (self.old and self.new and self.old.progress and self.new.progress):
            return 0
        before, now = self.old.progress, self.new.progress
        return max(0, (now.needed - now.done) - (before.needed - before.done))

    @property
    def is_worse(self) -> bool:
        """Whether the change made the item worse.

        It is open and was not, or has become a blocker, or overdue; or it has a finding that was
        not there before, or lacks more than before. The same finding in other words is not worse, nor at
        another place of the file, nor what is found at or below a fact that was missing altogether.
        """
        if not _is_open(self.new):
            return False
        is_new = len(self.found) > len(self.closer)
        return self.fails or self.matters_more or self.becomes_overdue or is_new or self.lost > 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports of one launch as of the same day, and what changed from the old to the new.

    `changes` are all items, in the order of the new checklist. `added`, `removed` and `rewritten`
    are waivers; of the rewritten ones, as they were and as they are. With `supposed` the new
    plan is hypothetical: the old one with another launch date. `weakened` is what lets a gate open more
    easily than before.
    """

    old: Report
    new: Report
    changes: tuple[ItemChange, ...]
    added: tuple[Waiver, ...] = ()
    removed: tuple[Waiver, ...] = ()
    rewritten: tuple[tuple[Waiver, Waiver], ...] = ()
    supposed: bool = False
    weakened: tuple[Weakening, ...] = ()

    @property
    def moved(self) -> int:
        """How many days the launch moved; negative if it is earlier."""
        return (self.new.launch.date - self.old.launch.date).days

    @property
    def worse(self) -> tuple[ItemChange, ...]:
        """The items that got worse."""
        return tuple(change for change in self.changes if change.is_worse)

    @property
    def refused(self) -> tuple[Waiver, ...]:
        """Waivers that are too long for the new launch date, and were not for the old one."""
        before = {_terms(waiver) for waiver in self.old.waivers if waiver.state == "too_long"}
        too_long = (waiver for waiver in self.new.waivers if waiver.state == "too_long")
        return tuple(waiver for waiver in too_long if _terms(waiver) not in before)

    @property
    def ending(self) -> tuple[Waiver, ...]:
        """Waivers in force that covered the old launch date but end before the new one."""
        first, last = self.old.launch.date, self.new.launch.date
        in_force = (waiver for waiver in self.new.waivers if waiver.state in {"in_force", "not_yet"})
        return tuple(waiver for waiver in in_force if first <= waiver.expires < last)


def compare(
    old: Report,
    new: Report,
    old_data: Mapping[str, Any] | None = None,
    new_data: Mapping[str, Any] | None = None,
    *,
    supposed: bool = False,
) -> Comparison:
    """Compare two reports, which should be as of the same day.

    Findings are the same where they belong to the same item and the same path into the plan. With
    the data of the plans, an entry of a list is known by its id or name, wherever in the list it is.
    For `supposed` see `Comparison`.
    """
    before = {result.item.id: result for result in old.results}
    after = {result.item.id: result for result in new.results}
    ids = dict.fromkeys([*after, *before])
    name_old, name_new = namer(old_data), namer(new_data)
    changes = (_change(before.get(id), after.get(id), name_old, name_new) for id in ids)
    waivers = _waivers(old.waivers, new.waivers)
    return Comparison(old, new, tuple(changes), *waivers, supposed=supposed)


def regressions(
    old: Report,
    new: Report,
    old_data: Mapping[str, Any] | None = None,
    new_data: Mapping[str, Any] | None = None,
) -> tuple[Result, ...]:
    """The open blockers that a change made worse, of two reports as of the same day.

    A blocker is a regression where it is open and was passed, waived or not asked; where it was a
    warning; where it has become overdue; or where it has a finding that was not there before, or
    counts less than before. See `ItemChange.is_worse` for what is not worse.
    """
    changes = compare(old, new, old_data, new_data).worse
    return tuple(change.new for change in changes if change.new and change.new.blocks)


def _change(old: Result | None, new: Result | None, name_old: Namer, name_new: Namer) -> ItemChange:
    """Compare one item, matching the findings of both sides."""
    before = _open(old)
    after = _open(new)
    places = {id(finding): name_old(finding.where) for finding in before}
    places |= {id(finding): name_new(finding.where) for finding in after}
    marks: tuple[Callable[[Finding], object], ...] = (
        lambda finding: (places[id(finding)], finding.message),
        lambda finding: places[id(finding)],
        # An entry without a name, further up or down in its list: known by what is said of it.
        lambda finding: (shape(places[id(finding)]), finding.message),
    )
    gone, found = before, after
    for mark in marks:
        gone, found = _unmatched(gone, found, mark)
    gaps = {places[id(finding)] for finding in before if finding.kind == "missing" and finding.where}
    closer = [
        finding
        for finding in found
        if any(places[id(finding)][:depth] in gaps for depth in range(1, len(finding.where) + 1))
    ]
    return ItemChange(old, new, tuple(found), tuple(gone), tuple(closer))


def _unmatched(
    old: list[Finding], new: list[Finding], mark: Callable[[Finding], object]
) -> tuple[list[Finding], list[Finding]]:
    """The findings of each side that have no partner with the same mark on the other."""
    left: dict[object, list[Finding]] = {}
    for finding in old:
        left.setdefault(mark(finding), []).append(finding)
    alone = []
    for finding in new:
        partners = left.get(mark(finding))
        if partners:
            partners.pop(0)
        else:
            alone.append(finding)
    kept = {id(finding) for findings in left.values() for finding in findings}
    return [finding for finding in old if id(finding) in kept], alone


def _open(result: Result | None) -> list[Finding]:
    """The findings that keep an item from passing and are not waived."""
    if result is None or not result.is_open:
        return []
    return [finding for finding in result.findings if not finding.waived]


def _waivers(
    old: Iterable[Waiver], new: Iterable[Waiver]
) -> tuple[tuple[Waiver, ...], tuple[Waiver, ...], tuple[tuple[Waiver, Waiver], ...]]:
    """Waivers that were added, removed and rewritten."""
    before, after = list(old), list(new)
    same = {_terms(waiver) for waiver in before} & {_terms(waiver) for waiver in after}
    removed = [waiver for waiver in before if _terms(waiver) not in same]
    added = []
    rewritten = []
    for waiver in (each for each in after if _terms(each) not in same):
        partner = next((each for each in removed if _about(each) == _about(waiver)), None)
        if partner is None:
            added.append(waiver)
        else:
            removed.remove(partner)
            rewritten.append((partner, waiver))
    return tuple(added), tuple(removed), tuple(rewritten)


def _about(waiver: Waiver) -> tuple[str, str]:
    """What a waiver accepts."""
    return waiver.check, waiver.where


def _terms(waiver: Waiver) -> tuple[str, str, str, str, date, date, str]:
    """Everything a waiver says, apart from its location."""
    by = waiver.approved_by.id
    return (*_about(waiver), waiver.reason, by, waiver.approved_on, waiver.expires, waiver.follow_up)


def _status(result: Result | None) -> Status | None:
    return result.status if result else None


def _is_open(result: Result | None) -> bool:
    """Whether there is an item and it is open."""
    return result is not None and result.is_open


def _is_overdue(result: Result | None) -> bool:
    """Whether there is an item and it is overdue."""
    return result is not None and result.is_overdue
