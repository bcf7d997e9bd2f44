"""A code quality report for GitLab: what is open or waived, at its location in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.formats.escapes import as_json, write_json
from launchcheck.formats.notes import failure_mark, notes, path
from launchcheck.formats.writer import Writer
from launchcheck.summary import mistakes, state

if TYPE_CHECKING:
    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.formats.notes import Note
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report


def _severity(note: Note) -> str:
    """What closes the gate is critical, and a blocker for GitLab too once it is late."""
    if note.level == "info":
        return "info"
    if note.level == "error":
        return "blocker" if note.overdue else "critical"
    return "major" if note.blocks or note.overdue else "minor"


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write an array of findings, with severity info where they are waived."""
    write_json(out, [_entry(note) for note in notes(report, *options.rules)], indent=2)


def _entry(note: Note) -> dict[str, Any]:
    """One finding; what concerns the whole file is at its first line."""
    return {
        "description": note.message,
        "check_name": note.id,
        "fingerprint": note.fingerprint,
        "severity": _severity(note),
        "location": {"path": note.path, "lines": {"begin": note.location.line or 1}},
    }


def _head(out: TextIO, options: Options) -> None:
    out.write("[")


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write the entries of one plan."""
    out.write(_entries([_entry(note) for note in notes(report, *options.rules)]))


def _failed(plan: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write the errors of a plan that could not be checked."""
    found = [
        {
            "description": f"{message}; {hint}" if hint else message,
            "check_name": state(error),
            "fingerprint": failure_mark(plan, turn, message),
            "severity": "blocker",
            "location": {"path": path(place.path), "lines": {"begin": place.line or 1}},
        }
        for turn, (message, hint, place) in enumerate(mistakes(plan, error))
    ]
    out.write(_entries(found))


def _entries(found: list[dict[str, Any]]) -> str:
    """Entries as elements of the array."""
    return ",".join(f"\n  {as_json(entry, indent=2, level=1)}" for entry in found)


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    out.write("\n]\n")


WRITER = Writer(part=_part, failed=_failed, head=_head, tail=_tail, between=",", single=_single)
