"""Show errors: the message, the place, the line with a caret, and what to do about it."""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.color import is_colored
from launchcheck.errors import PlanBugError
from launchcheck.text import show as printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer import TyperException

    from launchcheck.errors import LaunchcheckError, Location

MOST_PARTS = 20
MOST_LINES = 80
"""The number of lines of a log that one malformed file may fill."""

_LONGEST = 1000
_BEFORE_CARET, _AFTER_CARET = 50, 40
_RED, _CYAN, _BLUE = "1;31", "1;36", "1;34"


_PLAIN = {
    "Input should be greater than or equal to": "write at least",
    "Input should be less than or equal to": "write at most",
    "Input should be a valid integer, unable to parse string as an integer": "write a whole number",
}
"""What typer says of a number, and what we say."""


class _Line(NamedTuple):
    """A line in two parts, each of which may have a style (an ANSI code)."""

    lead: str
    style: str
    rest: str
    rest_style: str = ""


def show(error: LaunchcheckError, *, follows: bool = False) -> None:
    """Write an expected error, with all its parts, to standard error.

    A blank line separates one from the next, and from an error that it `follows`. In a log the
    number of lines is bounded.
    """
    is_terminal = sys.stderr.isatty()
    parts = error.parts or (error,)
    written = 0
    for count, part in enumerate(parts):
        lines = list(_lines(part))
        is_too_long = not is_terminal and written + len(lines) > MOST_LINES - 2 * (count + 1 < len(parts))
        if follows or count:
            sys.stderr.write("\n")
        if count >= MOST_PARTS or is_too_long:
            _write(_Line("error:", _RED, " and more; fix these first"))
            return
        for line in lines:
            _write(line)
        written += len(lines) + 1
    if isinstance(error, PlanBugError):
        _write_trace(error.trace)


def show_usage(error: TyperException, command: str, first: str = "") -> None:
    """Write a usage error and a hint; `first` is the first argument if it is not a command."""
    import shlex

    message = error.format_message().replace("Value error, ", "").removesuffix(".")
    for theirs, ours in _PLAIN.items():
        message = message.replace(theirs, ours)
    message = message.removeprefix("Invalid value: ")  # of options that do not go together, none is invalid
    _write(_error(f"{message[:1].lower()}{message[1:]}"))
    if not first.startswith("-") and (first.endswith((".yaml", ".yml")) or os.path.exists(first)):
        _write(_help(f"did you mean `launchcheck validate {shlex.quote(first)}`?"))
    else:
        _write(_help(f"try `{command} --help`"))


def show_bug(error: BaseException) -> None:
    """Write a report of a bug in launchcheck."""
    import traceback

    _write(_error("this is a bug in launchcheck. Please report it, with the command, the plan and this:"))
    _write_trace("".join(traceback.format_exception(error)))


def _write_trace(trace: str) -> None:
    """Write a traceback, below the versions that it comes from."""
    import platform

    from launchcheck import __version__

    system = f"launchcheck {__version__}, Python {platform.python_version()}, {sys.platform}"
    for line in (system, *trace.splitlines()):
        _write(_Line("", "", line))


def _write(line: _Line) -> None:
    """Write one line, escaped for a terminal, and styled where color is wanted."""
    lead, rest = printable(line.lead, _LONGEST), printable(line.rest, _LONGEST)
    if is_colored(sys.stderr):
        lead, rest = _styled(lead, line.style), _styled(rest, line.rest_style)
    sys.stderr.write(f"{lead}{rest}\n")


def _styled(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


def _error(message: str) -> _Line:
    return _Line("error:", _RED, f" {message}")


def _help(hint: str) -> _Line:
    return _Line("help:", _CYAN, f" {hint}")


def _lines(error: LaunchcheckError) -> Iterator[_Line]:
    """One error as lines: message and place, the line of the file, other places, the hint."""
    yield _error(error.message)
    place = error.locations[0] if error.locations else None
    if place:
        margin = " " * len(str(place.line))
        yield _Line(f"{margin}-->", _BLUE, f" {place}")
        if place.text and place.column:
            yield from _pointed_at(place, margin)
    for other in error.locations[1:]:
        yield _Line("note:", _BLUE, f" see {other}")
    if error.hint:
        yield _help(error.hint)


def _pointed_at(place: Location, margin: str) -> Iterator[_Line]:
    """The line of the file around a place, and carets below it; `margin` is as wide as its number."""
    at = place.column - 1
    start, stop = max(0, at - _BEFORE_CARET), at + _AFTER_CARET
    end = place.end_column - 1 if place.end_line == place.line else at + 1
    before, text = _shown(place.text[start:at]), _shown(place.text[start:stop])
    cut = "…" if start else ""
    yield _Line(f"{margin} |", _BLUE, "")
    yield _Line(f"{place.line} |", _BLUE, f" {cut}{text}{'…' if stop < len(place.text) else ''}")
    carets = _width(_shown(place.text[at : min(end, stop)])) or 1
    gap = " " * (1 + len(cut) + _width(before))
    yield _Line(f"{margin} |", _BLUE, f"{gap}{'^' * carets}", _RED)


def _shown(text: str) -> str:
    """Part of a line as it is printed, with tabs as spaces."""
    return printable(text.replace("\t", "    "), _LONGEST)


def _width(text: str) -> int:
    """The width of a text in columns of a terminal."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks
