"""Logging commands for Azure Pipelines: an issue for every open finding.

The exit code alone decides whether the task fails: `task.complete` is not written, since it would
also fail tasks whose gate is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.escapes import line, write_line
from launchcheck.formats.notes import by_urgency, notes, path, summary
from launchcheck.formats.writer import Writer
from launchcheck.summary import UNREADABLE, mistakes

if TYPE_CHECKING:
    from launchcheck.errors import LaunchcheckError, Location
    from launchcheck.formats import Options
    from launchcheck.formats.notes import Note
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report

_ESCAPES = {"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"}


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write what is open, the most urgent first, then a plain line with the verdict."""
    for note in by_urgency(notes(report)):
        if note.level != "info":
            write_line(out, _issue(note))
    write_line(out, line(f"launchcheck: {report.launch.name}: {summary(report, options.fail_on)}"))


def _issue(note: Note) -> str:
    """One finding: what is wrong, and how to fix it."""
    return _command(note.level, note.location, note.id, note.message, note.fix)


def _command(level: str, place: Location, code: str, message: str, fix: str) -> str:
    """The command that logs an issue."""
    properties = {"type": level, "sourcepath": path(place.path)}
    if place.line:
        properties["linenumber"] = str(place.line)
    if place.column:
        properties["columnnumber"] = str(place.column)
    properties["code"] = code
    listed = "".join(f"{name}={_escape(value)};" for name, value in properties.items())
    words = "%0A".join(_escape(text) for text in (message, fix) if text)
    return f"##vso[task.logissue {listed}]{words}"


def _escape(text: str) -> str:
    """Text escaped as the agent unescapes it."""
    return "".join(_ESCAPES.get(character, character) for character in line(text))


def _failed(plan: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write an issue for each error of a plan that could not be checked."""
    for message, hint, place in mistakes(plan, error):
        write_line(out, _command("error", place, UNREADABLE, message, hint))


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Write a plain line with the totals."""
    write_line(out, line(f"launchcheck: {whole.tally.counted}; {whole.gate}"))


WRITER = Writer(part=_part, failed=_failed, tail=_tail)
