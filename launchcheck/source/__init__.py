"""A YAML file: its text, its data, and the position of every value. The only room that imports yaml."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO

from launchcheck.errors import Location
from launchcheck.source import build, files, placeholders
from launchcheck.source.build import DEEPEST, MOST_DIGITS, MOST_VALUES
from launchcheck.source.files import MOST_BYTES
from launchcheck.source.files import read as read_bytes
from launchcheck.source.locate import Lines, Where
from launchcheck.source.placeholders import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "DEEPEST",
    "MOST_BYTES",
    "MOST_DIGITS",
    "MOST_VALUES",
    "PLACEHOLDER",
    "Source",
    "Where",
    "read_bytes",
]


class Source:
    """One YAML file: its text, its data, and the position of every value.

    `name` is what messages call the file. `data` must not be changed: positions belong to it.
    """

    __slots__ = ("_lines", "_places", "_positions", "_required", "data", "name", "text")

    name: str
    text: str
    data: dict[str, Any]

    def __init__(self, lines: Lines) -> None:
        """Build the data of a text; use `read`, `read_stream` or `parse` instead."""
        self.name = lines.name
        self.text = lines.text
        self._lines = lines
        self._places: dict[tuple[int, int], Location] = {}
        self._required: tuple[str, ...] | None = None
        self.data, self._positions = build.build(lines)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Source:
        """Read the file or pipe at `path`.

        Raises LaunchcheckError if it cannot be read, and whatever `parse` raises.
        """
        name = os.fspath(path)
        return cls.parse(files.read(name), name)

    @classmethod
    def read_stream(cls, stream: BinaryIO, name: str = "<stdin>") -> Source:
        """Read an open binary stream to its end, or to just past the size limit.

        Raises LaunchcheckError if it cannot be read, and whatever `parse` raises.
        """
        return cls.parse(files.read_stream(stream, name), name)

    @classmethod
    def parse(cls, content: bytes | str, name: str = "<text>") -> Source:
        """Parse YAML that is already in memory.

        Raises LaunchcheckError, located, unless it is one YAML document in readable text with
        `key: value` lines at its top, within the bounds (size, depth, number of values).
        """
        return cls(files.decode(content, name))

    def drop_placeholders(self, required: Collection[str]) -> None:
        """Drop the placeholders from the data, as `placeholders.drop` does; again, it does nothing.

        The `required` keys at the top stay where they are `key: value` lines.
        """
        if self._required is None:
            self._required = tuple(required)
            placeholders.drop(self.text, self.data, self._positions, required)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle only the text: parser marks do not pickle, and parsing again is quick."""
        return _parsed_again, (self.text, self.name, self._required)

    def __repr__(self) -> str:
        """Show only the name."""
        return f"Source({self.name!r})"

    def locate(self, where: Where, *, key: bool = False) -> Location:
        """Find the deepest part of `where` that is written in the file.

        That is the value, or its key if `key` is true, if the value is null or a block of lines below
        the key, or if the path goes on but the file does not. Steps that are not in the file are
        ignored. Merged values are located where they are written, aliases where they are used.
        """
        span = self._positions.span(where, key=key)
        place = self._places.get(span)  # many findings share one place
        if place is None:
            place = self._places[span] = self._lines.at(*span)
        return place

    def at(self, index: int) -> Location:
        """Find the line and column of an index of the text."""
        return self._lines.at(index)

    def typed(self, where: Where) -> str | None:
        """Return the scalar at `where` as typed, including quotation marks; None if there is none."""
        return self._positions.typed(where, self.text)

    def as_written(self, where: Where) -> Where | None:
        """Number the entries of lists in `where` as the file does, with those that are only placeholders.

        None if `where` is not in the file; a dropped placeholder is.
        """
        return self._positions.as_written(where)


def _parsed_again(text: str, name: str, required: tuple[str, ...] | None) -> Source:
    """Make a source as it was before it was pickled."""
    source = Source.parse(text, name)
    if required is not None:
        source.drop_placeholders(required)
    return source
