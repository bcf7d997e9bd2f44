"""The open items of a report in the order in which to look at them: what is wrong, then what is next."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.findings import KINDS, LATE, MISSING, SCHEDULED, UNDER_WAY, WRONG
from launchcheck.results import folded
from launchcheck.text import counted

if TYPE_CHECKING:
    from launchcheck.report import Area, Report
    from launchcheck.results import OpenItem


class Silent(NamedTuple):
    """The unanswered blockers of an area, in the order of the checklist."""

    area: Area
    items: tuple[OpenItem, ...]

    @property
    def first_due(self) -> datetime.date:
        """The earliest due date of them."""
        return min(each.due for each in self.items)

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(each.is_overdue for each in self.items)


class Triage(NamedTuple):
    """Every open item of a report once, or folded under the one that it is unanswered because of.

    `core` are the open items of the core, the worst kind first; `wrong`, `late`, `scheduled` and
    `under_way` are other blockers by kind, and `warnings` the open warnings, each by due date;
    `silent` are the unanswered blockers by area, those areas with overdue ones first.
    """

    core: tuple[OpenItem, ...]
    wrong: tuple[OpenItem, ...]
    late: tuple[OpenItem, ...]
    silent: tuple[Silent, ...]
    scheduled: tuple[OpenItem, ...]
    under_way: tuple[OpenItem, ...]
    warnings: tuple[OpenItem, ...]


def triage(report: Report) -> Triage:
    """Sort the open items that a report shows."""
    found = folded(report.shown)
    core = [each for each in found if each.result.is_core]
    others = [each for each in found if each.result.blocks and not each.result.is_core]
    kinds = {kind: [each for each in others if each.result.kind == kind] for kind in KINDS}
    return Triage(
        core=tuple(sorted(core, key=lambda each: KINDS.index(each.result.kind))),
        wrong=_by_due(kinds[WRONG]),
        late=_by_due(kinds[LATE]),
        silent=_by_area(kinds[MISSING], report.areas),
        scheduled=_by_due(kinds[SCHEDULED]),
        under_way=_by_due(kinds[UNDER_WAY]),
        warnings=_by_due([each for each in found if not each.result.blocks]),
    )


def by_urgency(report: Report) -> tuple[OpenItem, ...]:
    """The open items that a report shows in one list, what to do first at its head.

    What has a date to come, by its due date, comes last: it needs nothing now. Of the rest, the core
    comes first, then other blockers, then warnings; in each of them what is wrong, then what is late,
    then what is overdue, then the rest by due date.
    """
    return tuple(sorted(folded(report.shown), key=_urgency))


def _urgency(item: OpenItem) -> tuple[bool, bool, bool, int, datetime.date]:
    is_waiting = item.result.kind == SCHEDULED
    kinds = {WRONG: 0, LATE: 1}
    kind = kinds.get(item.result.kind, 2 if item.is_overdue else 3)
    return is_waiting, not item.result.is_core, not item.result.blocks, kind, item.due


def _by_due(items: Sequence[OpenItem]) -> tuple[OpenItem, ...]:
    """By due date; for equal dates, in the order of the checklist."""
    return tuple(sorted(items, key=lambda each: each.due))


def _by_area(items: Sequence[OpenItem], areas: Sequence[Area]) -> tuple[Silent, ...]:
    """A group for each area that has some; areas with overdue items first, else in their own order."""
    groups = [
        Silent(area, tuple(each for each in items if each.result.item.area == area.id)) for area in areas
    ]
    return tuple(sorted((each for each in groups if each.items), key=lambda each: not each.overdue))


def cost_of_tier(report: Report) -> str:
    """What the choice of the tier costs, in words.

    For example: `tier 2 asks 35 blockers of this plan; tier 3 would ask 8, tier 1 47`.
    """
    asked = dict(enumerate(report.asked, 1))
    here = f"tier {report.tier} asks {counted(asked.pop(report.tier), 'blocker')} of this plan"
    (first, fewest), *rest = sorted(asked.items(), reverse=True)
    others = [f"tier {first} would ask {fewest}", *(f"tier {tier} {count}" for tier, count in rest)]
    return f"{here}; {', '.join(others)}"
