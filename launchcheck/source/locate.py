"""Map paths into a plan to lines and columns of its file, as editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from io import StringIO
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from launchcheck.errors import LaunchcheckError, Location

Where: TypeAlias = tuple[str | int, ...]
"""A path into a plan: keys of mappings, and indices of lists (or the ids of their elements)."""

Spot: TypeAlias = tuple[int, int, int, int, bool, "Spots"]
"""Indices of a key and its value: the start and end of each, whether to point at the key instead of
the value, and the spots inside the value.

The end of a value is 0 unless it is a scalar or an alias. Both numbers of the key are 0 for an element
of a list, which has none.
"""
Spots: TypeAlias = dict[str | int, Spot]
"""The spots in a mapping by its keys; in a list by index, and by the ids of its elements."""
NOTHING: Spots = {}
"""The spots inside a scalar."""

LONGEST_LINE = 1_000
_SPACES = " \t\r\n"  # what YAML treats as space; no-break spaces are text
_PROPERTIES = re.compile(r"^(?:[&!]\S*(?:\s+|$))+")


class Lines:
    """The text of a file, and the line and column of any index in it."""

    __slots__ = ("_last", "_lines", "_starts", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._lines: list[str] = []
        self._starts: list[int] = []
        self._last = 0

    def at(self, start: int, end: int = 0) -> Location:
        """Turn indices into a location, always inside the file."""
        if not self._lines:
            self._lines = _lines(self.text)
            self._starts = list(accumulate(map(len, self._lines[:-1]), initial=0))
            self._last = len(self.text.rstrip("\r\n"))
        starts = self._starts
        start = min(start, self._last)
        line = bisect_right(starts, start)
        begin, text = starts[line - 1], self._lines[line - 1]
        shown = text.rstrip("\r\n") if len(text) <= LONGEST_LINE else ""
        end = start + len(self.text[start:end].rstrip(_SPACES)) if end > start else 0
        if not end:
            return Location(self.name, line, start - begin + 1, 0, 0, shown)
        end_line = line if end < begin + len(text) else bisect_right(starts, end)
        return Location(self.name, line, start - begin + 1, end_line, end - starts[end_line - 1] + 1, shown)

    def error(self, message: str, *places: int, hint: str = "") -> LaunchcheckError:
        """Make an error located at these indices of the text, or in the file as a whole if there are none."""
        locations = tuple(self.at(place) for place in places) or (Location(self.name),)
        return LaunchcheckError(message, hint=hint, locations=locations)


class Positions(NamedTuple):
    """The positions of all keys and values in a file."""

    spots: Spots
    targets: dict[int, Spot]  # index of an alias -> the spot of its target
    top: int
    written: dict[int, list[int]]  # id() of the spots in a list -> which of its entries are left

    def span(self, where: Where, *, key: bool = False) -> tuple[int, int]:
        """The start and end of the deepest part of `where` in the file; an end of 0 is unknown."""
        spot, is_whole = self._find(where)
        if spot is None:
            return self.top, 0
        key_start, key_end, start, end, is_block, _ = spot
        if key_end and (key or is_block or not is_whole):
            return key_start, key_end
        return start, end

    def typed(self, where: Where, text: str) -> str | None:
        """Return the scalar at `where` as written in `text`; None if there is none."""
        spot, is_whole = self._find(where)
        if spot is None or not is_whole:
            return None
        _, _, start, end, _, _ = self.targets.get(spot[2], spot)
        # A leading & or ! is an anchor or a tag; text would need quotation marks.
        return _PROPERTIES.sub("", text[start:end].strip(_SPACES), count=1) if end else None

    def as_written(self, where: Where) -> Where | None:
        """Number the entries of lists in `where` as the file does; None if it is not in the file."""
        steps: list[str | int] = []
        spots = self.spots
        for step in where:
            if step not in spots:
                return None
            left = self.written.get(id(spots))
            steps.append(left[step] if left and type(step) is int else step)
            spots = spots[step][5]
        return tuple(steps)

    def _find(self, where: Where) -> tuple[Spot | None, bool]:
        """Follow `where`: the spot of the deepest key and value, and whether all steps were found."""
        spot: Spot | None = None
        spots = self.spots
        for step in where:
            found = spots.get(step)
            if found is None:
                return spot, False
            spot = found
            spots = found[5]
        return spot, True


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends, as editors count lines: one more after the last line end."""
    lines = list(StringIO(text, newline=""))
    return lines if lines and lines[-1][-1] not in "\r\n" else [*lines, ""]
