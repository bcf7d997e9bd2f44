"""A trend as versioned JSON: every key is a promise, so every key is written here by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

import launchcheck
from launchcheck.formats.escapes import write_json
from launchcheck.formats.json import counted, window
from launchcheck.results import Counts

if TYPE_CHECKING:
    from launchcheck.report import Report
    from launchcheck.trend import Point, Trend

SCHEMA = "launchcheck.trend/1"
"""The format and its version. Within a version, keys may be added; none is removed or changes its meaning."""


def write(trend: Trend, out: TextIO) -> None:
    """Write the trend, the oldest commit first; text from the plan is carried unchanged."""
    document = {
        "schema": SCHEMA,
        "tool": {"name": "launchcheck", "version": launchcheck.__version__},
        "source": trend.source,
        "cut": trend.is_cut,
        "shallow": trend.is_shallow,
        "points": [_point(point) for point in trend.points],
    }
    write_json(out, document, indent=2)


def _point(point: Point) -> dict[str, Any]:
    """One commit; what needs a readable plan is null for other commits."""
    return {
        "commit": point.version.commit,
        "at": point.version.at.isoformat(),
        "day": point.day.isoformat(),
        "subject": point.version.subject,
        "path": point.version.path,
        "problem": point.problem or None,
        "report": _report(point.report) if point.report else None,
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "as_of": report.as_of.isoformat(),
        "date": report.launch.date.isoformat(),
        "window": window(report.launch.window),
        "tier": report.tier,
        "verdict": report.verdict.value,
        "blockers": {
            "open": len(report.blockers),
            "overdue": sum(result.is_overdue for result in report.blockers),
        },
        "counts": counted(Counts.of(report.results)),
    }
