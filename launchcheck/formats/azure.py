"""Logging commands for Azure Pipelines: an issue for every open finding.

The exit code alone decides the task: `task.complete` is not written, for it would fail a task whose
gate was asked for something milder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats._escapes import line, write_line
from launchcheck.formats._notes import by_urgency, notes, summary

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.formats._notes import Note
    from launchcheck.report import Report

_ESCAPES = {"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"}


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write what is open, the most urgent first, then a plain line with the verdict."""
    for note in by_urgency(notes(report)):
        if note.level != "info":
            write_line(out, _issue(note))
    write_line(out, line(f"launchcheck: {report.launch.name}: {summary(report, options.fail_on)}"))


def _issue(note: Note) -> str:
    """One finding: what is wrong, and how to mend it."""
    properties = {"type": note.level, "sourcepath": note.path}
    if note.location.line:
        properties["linenumber"] = str(note.location.line)
    if note.location.column:
        properties["columnnumber"] = str(note.location.column)
    properties["code"] = note.id
    listed = "".join(f"{name}={_escape(value)};" for name, value in properties.items())
    message = "%0A".join(_escape(text) for text in (note.message, note.fix) if text)
    return f"##vso[task.logissue {listed}]{message}"


def _escape(text: str) -> str:
    """Text as the agent turns it back."""
    return "".join(_ESCAPES.get(character, character) for character in line(text))
