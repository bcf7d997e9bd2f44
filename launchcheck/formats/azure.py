"""Logging commands for Azure Pipelines: an issue for every open finding.

The exit code alone decides whether the task fails: `task.complete` is not written, since it would
also fail tasks whose gate is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.commands import FAILED, LAST, Command, Most, merged
from launchcheck.formats.escapes import line, write_line
from launchcheck.formats.notes import notes, path, summary
from launchcheck.formats.writer import Writer
from launchcheck.summary import mistakes, state

if TYPE_CHECKING:
    from launchcheck.errors import LaunchcheckError, Location
    from launchcheck.formats import Options
    from launchcheck.formats.notes import Note
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report

_ESCAPES = {"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"}


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write what is open, the most urgent first, then a plain line with the verdict."""
    _write(Most.of(_commands(report, options)), out)
    write_line(out, _verdict(report, options))


def _commands(report: Report, options: Options) -> list[Command]:
    """An issue for each finding that is open."""
    found = notes(report, *options.rules)
    return [Command.of(note, _issue(note)) for note in found if note.level != "info"]


def _verdict(report: Report, options: Options) -> str:
    return line(f"launchcheck: {report.launch.name}: {summary(report, *options.rules)}")


def _write(found: Most, out: TextIO) -> None:
    """Write the commands, and a plain line that counts the others."""
    for each in found.kept:
        write_line(out, each.line)
    if found.rest:
        write_line(out, line(f"launchcheck: {found.rest}"))


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write what is open and the verdict, for `settle` to sort."""
    verdict = Command([*LAST, report.source], "notice", _verdict(report, options))
    out.write(Most.of([*_commands(report, options), verdict]).part())


def _settle(part: str, out: TextIO, options: Options) -> None:
    """Write the most urgent issues of all plans."""
    _write(Most.read(part), out)


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
    """Write an issue for each error of a plan that could not be checked, for `settle` to sort."""
    found = [
        Command([*FAILED, path(plan), turn], "error", _command("error", place, state(error), message, hint))
        for turn, (message, hint, place) in enumerate(mistakes(plan, error))
    ]
    out.write(Most.of(found).part())


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Write a plain line with the totals."""
    write_line(out, line(f"launchcheck: {whole.tally.counted}; {whole.gate}"))


WRITER = Writer(part=_part, failed=_failed, tail=_tail, single=_single, merge=merged, settle=_settle)
