"""Workflow commands for GitHub Actions: an annotation in the plan for every open finding."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.commands import FAILED, LAST, Command, Most, merged
from launchcheck.formats.escapes import LONGEST, line, write_line
from launchcheck.formats.notes import notes, path, summary
from launchcheck.formats.writer import Writer
from launchcheck.summary import mistakes, what_failed

if TYPE_CHECKING:
    from launchcheck.errors import LaunchcheckError, Location
    from launchcheck.formats import Options
    from launchcheck.formats.notes import Note
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report

_SHOWN = 10
"""How many annotations of a kind GitHub shows for a step; the log has all of them."""

_TITLE = 250
"""The longest title that GitHub accepts."""


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write what is open, the most urgent first, then a notice: the verdict, and what GitHub omits.

    What is waived is counted in the notice; there is nothing to do about it.
    """
    found = Most.of(_commands(report, options))
    _write(found, out)
    counts = Counter(each.kind for each in found.kept)
    words = summary(report, *options.rules)
    hidden = [
        f"{counts[kind] - _SHOWN} more {kind}s" for kind in ("error", "warning") if counts[kind] > _SHOWN
    ]
    if hidden:
        words += f". GitHub shows {_SHOWN} of a kind; {' and '.join(hidden)} are in the log of this step"
    write_line(out, _notice(report.launch.name, words))


def _commands(report: Report, options: Options) -> list[Command]:
    """An annotation for each finding that is open."""
    found = notes(report, *options.rules)
    return [Command.of(note, _annotation(note)) for note in found if note.level != "info"]


def _notice(name: str, words: str) -> str:
    """The verdict on a launch."""
    return f"::notice title={_property(f'launchcheck: {name}', _TITLE)}::{_data(words)}"


def _write(found: Most, out: TextIO) -> None:
    """Write the commands, and one line that counts the others."""
    for each in found.kept:
        write_line(out, each.line)
    if found.rest:
        write_line(out, f"::notice title=launchcheck::{_data(found.rest)}")


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write what is open and the verdict, for `settle` to sort."""
    verdict = Command(
        [*LAST, report.source], "notice", _notice(report.launch.name, summary(report, *options.rules))
    )
    out.write(Most.of([*_commands(report, options), verdict]).part())


def _settle(part: str, out: TextIO, options: Options) -> None:
    """Write the most urgent annotations of all plans."""
    _write(Most.read(part), out)


def _annotation(note: Note) -> str:
    """One finding: what is wrong, and how to fix it."""
    properties = [f"file={_property(note.path)}", *_lines(note.location)]
    title = f"title={_property(f'{note.id}: {note.title}', _TITLE)}"
    message = "%0A".join(_data(text) for text in (note.message, note.fix) if text)
    return f"::{note.level} {','.join([*properties, title])}::{message}"


def _lines(location: Location) -> list[str]:
    """The location in the file; GitHub takes columns only within one line, the last one included."""
    if not location.line:
        return []
    found = [f"line={location.line}"]
    if location.end_line >= location.line:
        found.append(f"endLine={location.end_line}")
    if location.column and location.end_line in {0, location.line}:
        found.append(f"col={location.column}")
        if location.end_column:
            found.append(f"endColumn={max(location.column, location.end_column - 1)}")
    return found


def _data(text: str, limit: int = LONGEST) -> str:
    """Text as a message; the runner unescapes these three."""
    return line(text, limit).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str, limit: int = LONGEST) -> str:
    """Text as the value of a property, which would end at a comma or two colons."""
    return _data(text.strip(), limit).replace(":", "%3A").replace(",", "%2C")


def _failed(plan: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write each error of a plan that could not be checked, for `settle` to sort."""
    found: list[Command] = []
    title = f"title={_property(f'launchcheck: {path(plan)} {what_failed(error)}', _TITLE)}"
    for message, hint, place in mistakes(plan, error):
        properties = [f"file={_property(path(place.path))}", *_lines(place), title]
        words = "%0A".join(_data(text) for text in (message, hint) if text)
        line = f"::error {','.join(properties)}::{words}"
        found.append(Command([*FAILED, path(plan), len(found)], "error", line))
    out.write(Most.of(found).part())


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Write a notice with the totals."""
    words = f"{whole.tally.counted}; {whole.gate}"
    write_line(out, f"::notice title=launchcheck::{_data(words)}")


WRITER = Writer(part=_part, failed=_failed, tail=_tail, single=_single, merge=merged, settle=_settle)
