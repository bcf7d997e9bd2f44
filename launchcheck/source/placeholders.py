"""Placeholders such as `<person>`: facts that are not known yet, dropped as if they were not in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from launchcheck.source.locate import Positions, Spot, Spots

PLACEHOLDER = re.compile(r"<\w[^<>@:/\n]{0,80}>")
"""A placeholder is a scalar on one line that is nothing but this: no markup, link or email address."""

_ESCAPED_BRACKET = re.compile(r"\\(?:x|u00|U000000)3[cC]")
"""An escape that stands for the bracket of a placeholder."""
_LINE_END = re.compile(r"[\r\n]")


def drop(text: str, data: dict[str, Any], positions: Positions, required: Collection[str]) -> None:
    """Drop the placeholders from the data of a file, and what holds nothing else.

    That is a value or a key that is a placeholder; an entry of a list or a map with only such values;
    and a list or a map with only such entries, unless it is one of the `required` keys at the top. What was
    typed as empty stays. The positions of the rest follow; those of dropped keys stay, so that a
    missing fact is located at its placeholder.
    """
    if "<" in text or _ESCAPED_BRACKET.search(text):
        _Dropper(text, positions).top(data, required)


class _Dropper:
    """One pass over the data of a file: each list or map once, however many aliases it has."""

    def __init__(self, text: str, positions: Positions) -> None:
        self.text = text
        self.positions = positions
        self.is_bare: dict[int, bool] = {}  # id() of a list or map -> whether it held only placeholders

    def top(self, data: dict[str, Any], required: Collection[str]) -> None:
        """Drop the placeholders of a whole file."""
        kept = {key: data[key] for key in required if isinstance(data.get(key), dict)}
        self.clear_map(data, self.positions.spots)
        data.update(kept)

    def is_absent(self, value: Any, spot: Spot) -> bool:
        """Whether nothing is known of a value; drops the placeholders inside it."""
        if type(value) is str:
            return value[:1] == "<" and self.is_placeholder(value, *spot[2:4])
        if not isinstance(value, (dict, list)):
            return False
        is_bare = self.is_bare.get(id(value))
        if is_bare is None:
            if isinstance(value, dict):
                is_bare = self.clear_map(value, spot[5])
            else:
                is_bare = self.clear_list(value, spot[5])
            self.is_bare[id(value)] = is_bare
        return is_bare

    def is_placeholder(self, value: str, start: int, end: int) -> bool:
        """Whether a scalar is a placeholder, and is on one line of the file, too."""
        if not PLACEHOLDER.fullmatch(value):
            return False
        if start in self.positions.targets:
            _, _, start, end, _, _ = self.positions.targets[start]
        return not _LINE_END.search(self.text[start:end].strip())

    def clear_map(self, data: dict[str, Any], spots: Spots) -> bool:
        """Drop the placeholders in a map; whether it held nothing else, except empty keys."""
        absent = [
            key
            for key, value in data.items()
            if self.is_absent(value, spots[key])
            or (key[:1] == "<" and self.is_placeholder(key, *spots[key][:2]))
        ]
        for key in absent:
            del data[key]
        return bool(absent) and all(value is None for value in data.values())

    def clear_list(self, data: list[Any], spots: Spots) -> bool:
        """Drop the placeholders in a list; whether it held nothing else."""
        kept = [index for index, value in enumerate(data) if not self.is_absent(value, spots[index])]
        if len(kept) == len(data):
            return False
        if kept:
            self.positions.written[id(spots)] = kept
            self.move(spots, kept)
            data[:] = [data[index] for index in kept]
        return not kept

    def move(self, spots: Spots, kept: list[int]) -> None:
        """Number the entries of a list that are left."""
        left = [spots[index] for index in kept]
        ids = {id(spot) for spot in left}
        named = {key: spot for key, spot in spots.items() if type(key) is str and id(spot) in ids}
        spots.clear()
        spots.update(enumerate(left))
        spots.update(named)
