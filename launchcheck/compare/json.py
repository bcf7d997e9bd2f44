"""A comparison as versioned JSON: every key is a promise, so every key is written here by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

import launchcheck
from launchcheck.formats.escapes import write_json
from launchcheck.formats.json import counted, weakening, window
from launchcheck.results import Counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from launchcheck.compare.model import Comparison, ItemChange
    from launchcheck.errors import Location
    from launchcheck.report import Report
    from launchcheck.results import Finding, Waiver
    from launchcheck.weakenings import Weakening

SCHEMA = "launchcheck.diff/1"
"""The format and its version. Within a version, keys may be added; none is removed or changes its meaning."""


def write(comparison: Comparison, out: TextIO) -> None:
    """Write what changed; text from the plan is carried unchanged."""
    write_json(out, _comparison(comparison), indent=2)


def schema() -> str:
    """The JSON Schema (draft 2020-12) of what `write` writes."""
    from pathlib import Path

    return Path(__file__).with_name("diff.schema.json").read_text(encoding="utf-8")


def _comparison(comparison: Comparison) -> dict[str, Any]:
    changes = comparison.changes
    return {
        "schema": SCHEMA,
        "tool": {"name": "launchcheck", "version": launchcheck.__version__},
        "as_of": comparison.new.as_of.isoformat(),
        "supposed": comparison.supposed,
        "name": comparison.new.launch.name,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "moved_days": comparison.moved,
        "weakened": [_weakening(each) for each in comparison.weakened],
        "failing": [_change(change) for change in changes if change.fails],
        "still_open": [_change(change) for change in changes if change.stays],
        "waived": [_change(change) for change in changes if change.is_waived],
        "not_asked": [_change(change) for change in changes if change.leaves],
        "passed": [_change(change) for change in changes if change.passes],
        "excluded": _ids(change for change in changes if change.is_excluded),
        "worse": _ids(change for change in changes if change.is_worse),
        "overdue": _ids(change for change in changes if change.becomes_overdue),
        "overdue_by_move": _ids(change for change in changes if change.is_moved_past),
        "room": _ids(change for change in changes if change.gets_room),
        "waivers": {
            "added": [_waiver(waiver) for waiver in comparison.added],
            "removed": [_waiver(waiver) for waiver in comparison.removed],
            "rewritten": [{"old": _waiver(old), "new": _waiver(new)} for old, new in comparison.rewritten],
            "ending": [_waiver(waiver) for waiver in comparison.ending],
            "refused": [_waiver(waiver) for waiver in comparison.refused],
        },
    }


def _weakening(change: Weakening) -> dict[str, Any]:
    """What the change weakened."""
    place = change.location
    return weakening(change) | {"location": _location(place) if place else None}


def _side(report: Report) -> dict[str, Any]:
    """One of the two reports, as a whole."""
    return {
        "source": report.source,
        "date": report.launch.date.isoformat(),
        "window": window(report.launch.window),
        "status": report.launch.status,
        "tier": report.tier,
        "verdict": report.verdict.value,
        "blockers": {
            "open": len(report.blockers),
            "overdue": sum(result.is_overdue for result in report.blockers),
        },
        "counts": counted(Counts.of(report.results)),
    }


def _change(change: ItemChange) -> dict[str, Any]:
    """An item before and after."""
    result = change.result
    old, new = change.old, change.new
    return {
        "id": result.item.id,
        "area": result.item.area,
        "question": result.item.question,
        "severity": result.severity or None,
        "old_severity": (old.severity or None) if old else None,
        "status": new.status.value if new else None,
        "old_status": old.status.value if old else None,
        "due": new.due.isoformat() if new else None,
        "old_due": old.due.isoformat() if old else None,
        "days_left": new.days_left if new else None,
        "overdue": bool(new and new.is_overdue),
        "old_overdue": bool(old and old.is_overdue),
        "owner": {"id": result.owner.id, "name": result.owner.name} if result.owner else None,
        "found": [_finding(finding) for finding in change.found],
        "gone": [_finding(finding) for finding in change.gone],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    """A finding that is new or gone."""
    return {
        "kind": finding.kind,
        "where": list(finding.where),
        "message": finding.message,
        "location": _location(finding.location),
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "check": waiver.check,
        "where": waiver.where,
        "reason": waiver.reason,
        "approved_by": {"id": waiver.approved_by.id, "name": waiver.approved_by.name},
        "approved_on": waiver.approved_on.isoformat(),
        "expires": waiver.expires.isoformat(),
        "follow_up": waiver.follow_up,
        "location": _location(waiver.location),
    }


def _location(location: Location) -> dict[str, Any]:
    """A location in a file; null for what is unknown."""
    return {"path": location.path, "line": location.line or None, "column": location.column or None}


def _ids(changes: Iterable[ItemChange]) -> list[str]:
    return [change.id for change in changes]
