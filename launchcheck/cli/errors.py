"""Show errors: the place, the message, the line with a caret, and a hint."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

from launchcheck.text import show as printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer import TyperException

    from launchcheck.errors import LaunchcheckError, Location

MOST_PARTS = 20
MOST_LINES = 24
_LONGEST = 1000
_BEFORE_CARET, _AFTER_CARET = 50, 40


def show(error: LaunchcheckError) -> None:
    """Write an expected error, with all its parts, to standard error.

    On a terminal the lines of the file are shown too; in a log the number of lines is bounded.
    """
    is_terminal = sys.stderr.isatty()
    parts = error.parts or (error,)
    written = 0
    for count, part in enumerate(parts):
        lines = list(_lines(part, is_terminal))
        is_too_long = not is_terminal and written + len(lines) > MOST_LINES - (count + 1 < len(parts))
        if count >= MOST_PARTS or is_too_long:
            _write("launchcheck: and more; fix these first")
            return
        for line in lines:
            _write(line)
        written += len(lines)


def show_usage(error: TyperException, command: str, first: str = "") -> None:
    """Write a usage error and a hint; `first` is the first argument if it is not a command."""
    message = error.format_message().replace("Value error, ", "").removesuffix(".")
    _write(f"launchcheck: {message[:1].lower()}{message[1:]}")
    if first.endswith((".yaml", ".yml")) and not first.startswith("-"):
        _write(f"  hint: did you mean `launchcheck validate {first}`?")
    else:
        _write(f"  hint: try {command} --help")


def show_bug(error: BaseException) -> None:
    """Write a report of a bug in launchcheck."""
    import platform
    import traceback

    from launchcheck import __version__

    system = f"launchcheck {__version__}, Python {platform.python_version()}, {sys.platform}"
    _write(
        "launchcheck: this is a bug in launchcheck. Please report it, with the command, the plan and this:"
    )
    for text in [system, *traceback.format_exception(error)]:
        for line in text.splitlines():
            _write(line)


def _write(line: str) -> None:
    """Write one line, escaped for a terminal."""
    sys.stderr.write(f"{printable(line, _LONGEST)}\n")


def _lines(error: LaunchcheckError, is_terminal: bool) -> Iterator[str]:
    """One error as lines: place and message, the line of the file, other places, the hint."""
    place = error.locations[0] if error.locations else None
    yield f"{place or 'launchcheck'}: {error.message}"
    if is_terminal and place and place.text and place.column:
        yield from _pointed_at(place)
    for other in error.locations[1:]:
        yield f"  see {other}"
    if error.hint:
        yield f"  hint: {error.hint}"


def _pointed_at(place: Location) -> Iterator[str]:
    """The line of the file around a place, and a caret below it."""
    at = place.column - 1
    start, stop = max(0, at - _BEFORE_CARET), at + _AFTER_CARET
    end = place.end_column - 1 if place.end_line == place.line else at + 1
    gutter = f"  {place.line} | "
    before, text = _shown(place.text[start:at]), _shown(place.text[start:stop])
    cut = "…" if start else ""
    yield f"{gutter}{cut}{text}{'…' if stop < len(place.text) else ''}"
    carets = _width(_shown(place.text[at : min(end, stop)])) or 1
    yield f"{' ' * (len(gutter) + len(cut) + _width(before))}{'^' * carets}"


def _shown(text: str) -> str:
    """Part of a line as it is printed, with tabs as spaces."""
    return printable(text.replace("\t", "    "), _LONGEST)


def _width(text: str) -> int:
    """The width of a text in columns of a terminal."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks
