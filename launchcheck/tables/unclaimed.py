"""The entries of a list that no row of a table is about yet, found by what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Fact: TypeAlias = tuple[str, tuple[str, ...]]
"""A key and its value as text; a list of one is as good as its value."""


def fact(key: str, value: Any) -> Fact:
    """A fact of an entry or a row, so that equal ones compare equal."""
    return key, tuple(map(str, value if isinstance(value, list) else [] if value is None else [value]))


def _row(facts: Mapping[str, Any]) -> frozenset[Fact]:
    """The facts of a row, so that they compare equal."""
    return frozenset(fact(key, value) for key, value in facts.items())


def _is_about(row: frozenset[Fact], said: frozenset[Fact]) -> bool:
    """Whether a row says all that an entry says, or the other way around."""
    return row <= said or said <= row


class Unclaimed:
    """Entries by their number. Each row looks only at those that say the rarest thing that they share."""

    def __init__(self, entries: Mapping[int, Mapping[str, Any]]) -> None:
        """Index the entries, in the order of the list; their ids do not count."""
        self._said = {
            number: frozenset(fact(key, value) for key, value in entry.items() if key != "id")
            for number, entry in entries.items()
        }
        self._saying: dict[Fact, dict[int, None]] = {}
        for number, said in self._said.items():
            for each in said:
                self._saying.setdefault(each, {})[number] = None
        self._by_rarest: dict[Fact, dict[int, None]] = {}
        for number, said in self._said.items():
            if said:
                rarest = min(said, key=lambda each: (len(self._saying[each]), each))
                self._by_rarest.setdefault(rarest, {})[number] = None

    def __contains__(self, number: int) -> bool:
        """Whether no row is about an entry yet."""
        return number in self._said

    def first(self, facts: Mapping[str, Any]) -> int | None:
        """The first entry that says all of these facts, or nothing else; None if there is none."""
        row = _row(facts)
        if not row:
            return None
        saying_all = min((self._saying.get(each, {}) for each in row), key=len)
        found = [self._first_of(saying_all, row)]
        found += [self._first_of(self._by_rarest[each], row) for each in row if each in self._by_rarest]
        return min((each for each in found if each is not None), default=None)

    def fits(self, number: int, facts: Mapping[str, Any]) -> bool:
        """Whether no row is about an entry yet, and it says all of these facts, or nothing else."""
        said = self._said.get(number)
        return said is not None and _is_about(_row(facts), said)

    def _first_of(self, numbers: Iterable[int], row: frozenset[Fact]) -> int | None:
        """The first of some entries that a row is about."""
        return next((each for each in numbers if _is_about(row, self._said[each])), None)

    def claim(self, number: int) -> None:
        """Take an entry out: a row is about it."""
        for each in self._said.pop(number, ()):
            del self._saying[each][number]
            self._by_rarest.get(each, {}).pop(number, None)
