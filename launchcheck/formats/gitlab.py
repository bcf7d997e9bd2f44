"""A code quality report for GitLab: what is open or waived, at its place in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.formats._escapes import write_json
from launchcheck.formats._notes import notes

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.formats._notes import Note
    from launchcheck.report import Report

# From (level, overdue): a blocker is critical, and a blocker for GitLab too once it is late.
_SEVERITIES = {
    ("error", True): "blocker",
    ("error", False): "critical",
    ("warning", True): "major",
    ("warning", False): "minor",
    ("info", False): "info",
}


def write(report: Report, out: TextIO, options: Options) -> None:  # noqa: ARG001  # GitLab gates by its own rule
    """Write an array of findings; those that are waived are of severity info."""
    write_json(out, [_entry(note) for note in notes(report)], indent=2)


def _entry(note: Note) -> dict[str, Any]:
    """One finding; what concerns the file as a whole stands at its first line."""
    return {
        "description": note.message,
        "check_name": note.id,
        "fingerprint": note.fingerprint,
        "severity": _SEVERITIES[note.level, note.overdue],
        "location": {"path": note.path, "lines": {"begin": note.location.line or 1}},
    }
