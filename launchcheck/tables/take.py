"""Rows of a table as facts for a plan: what is new, what is missing there, and what is not taken and why."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck import value_hints
from launchcheck.errors import LaunchcheckError
from launchcheck.new_ids import id_of_words
from launchcheck.plan.fitting import fits, refuse_unfit
from launchcheck.tables.cells import value_of
from launchcheck.tables.day_order import Order
from launchcheck.tables.lists import NUMBER, spelled
from launchcheck.tables.unclaimed import Unclaimed, fact
from launchcheck.tables.workbooks import letters_of
from launchcheck.text import listed, quote, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from launchcheck.plan.dictionary import Field
    from launchcheck.source import Where
    from launchcheck.tables.lists import PlanList
    from launchcheck.tables.read import Table

_NOT_KNOWN = "not known yet? Leave the cell empty"
_TOTALS = frozenset(
    {"total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "totale", "suma"}
)
_NAMES = ("name", "title", "text", "what", "question", "metric", "decided", "says", "note")


class Mapped(NamedTuple):
    """Which column is which fact, and what its cells mean.

    `keys` are facts by header; `values` are a fact and its value, by header and cell in lowercase. A row is
    taken only if all of `only` fit: the cells that it must have, by header, in lowercase. `has_own` says that
    a column with the name of a fact is that fact.
    """

    keys: Mapping[str, str]
    values: Mapping[tuple[str, str], tuple[str, str]] = {}
    only: Mapping[str, frozenset[str]] = {}
    has_own: bool = True

    def with_own(self, of: PlanList, headers: Iterable[str]) -> Mapped:
        """The same with the headers that are facts of the list by their own names."""
        if not self.has_own:
            return self
        columns = {spelled(column): column for column in of.columns}
        own = {header: columns[spelled(header)] for header in headers if spelled(header) in columns}
        return self._replace(keys={**own, **self.keys})


class Change(NamedTuple):
    """A fact or an entry to write: its place, its value, and the line that it comes from."""

    where: Where
    value: Any
    line: int


class NotTaken(NamedTuple):
    """A row, or a cell of one, that is not taken, and why.

    `is_new` of a cell whose row is a new entry; `is_conflict` where the plan says something else.
    """

    line: int
    what: str
    why: str
    is_new: bool = False
    is_conflict: bool = False


class Taken(NamedTuple):
    """What a table says about a list: changes, what is not taken, and the columns that are not read.

    `others` is how many rows are about something else, such as stories where the list is of bugs, and
    `only_in_plan` are the ids or numbers of the entries that no row is about. `without` are the facts that
    no column is.
    """

    changes: tuple[Change, ...]
    left: tuple[NotTaken, ...]
    unread: tuple[str, ...]
    others: int = 0
    only_in_plan: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def completed(self, again: Taken) -> Taken:
        """The same with what could be taken only once the rest was there."""
        still = {(each.line, each.what) for each in again.left}
        left = tuple(each for each in self.left if (each.line, each.what) in still)
        return self._replace(changes=(*self.changes, *again.changes), left=left)


def take(
    of: PlanList, table: Table, mapped: Mapped, data: Any, order: Order | None, *, replaces: bool = False
) -> Taken:
    """What a table says about a list of a plan.

    A row is the entry with its id, or else with its number; without either it is the one that it was taken
    as before, or the only one with its name, and any other is new. A number counts only
    where no other entry says what the row says: numbers change when entries are added or removed.

    Where both say something, the plan wins unless the table `replaces` it.

    A row that is there twice counts once, since two entries would be more evidence than there is. A new row
    without id and name is not taken: no id made up for it would say what it is.
    """
    taking = _Taking(of, mapped.with_own(of, table.headers), data, order, replaces=replaces)
    cells = ((line, _cells(table.headers, row)) for line, row in table.rows)
    rows = [row for line, each in cells if (row := taking.read(line, each))]
    if not of.is_map:
        taking.reserve(rows)
    for row in rows:
        taking.row(row)
    own = taking.mapped
    used = {*own.keys, *(header for header, _ in own.values), *own.only}
    unread = (*(each for each in table.headers if each and each not in used), *_without_header(table))
    given = {*own.keys.values(), *(key for key, _ in own.values.values())}
    without = tuple(key for key in of.columns if key not in given)
    left = tuple(taking.left)
    return Taken(tuple(taking.changes), left, unread, taking.others, taking.only_in_plan(), without)


def _without_header(table: Table) -> Iterator[str]:
    """The columns that have cells, but no header; a row may have more cells than there are headers."""
    width = max((len(row) for _, row in table.rows), default=0)
    headers = (*table.headers, *[""] * (width - len(table.headers)))
    for number, header in enumerate(headers):
        cells = (row[number] for _, row in table.rows if number < len(row))
        if not header and any(map(_shown, cells)):
            yield f"column {letters_of(number + 1)} without a header"


def _cells(headers: tuple[str, ...], row: tuple[Any, ...]) -> list[tuple[str, Any]]:
    """The cells of a row that have a header; a header may be there several times."""
    return [(header, cell) for header, cell in zip(headers, row, strict=False) if header]


def _said(cells: list[tuple[str, Any]]) -> tuple[tuple[str, str], ...]:
    """What a row says, so that equal rows compare equal."""
    return tuple((header, text) for header, cell in cells if (text := _shown(cell)))


def _shown(cell: Any) -> str:
    """A cell as text; empty for an empty one."""
    return "" if cell is None else str(cell).strip()


class _Row(NamedTuple):
    """A row that is about the list: what it says as text, its facts, and the cells that are not taken."""

    line: int
    said: tuple[tuple[str, str], ...]
    facts: dict[str, Any]
    left: tuple[NotTaken, ...]


class _Taking:
    """A table as it is taken, row by row."""

    def __init__(
        self, of: PlanList, mapped: Mapped, data: Any, order: Order | None, *, replaces: bool
    ) -> None:
        self.of, self.mapped, self.data, self.order, self.replaces = of, mapped, data, order, replaces
        self.changes: list[Change] = []
        self.left: list[NotTaken] = []
        self.others = 0
        self.lines: dict[str, int] = {}
        self.rows: dict[tuple[tuple[str, str], ...], int] = {}
        self.known: dict[str | int, dict[str, Any]] = dict(of.entries(data))
        self.ids: dict[str, str | int] = {self._id(key, entry): key for key, entry in self.known.items()}
        numbered = {key: entry for key, entry in self.known.items() if isinstance(key, int)}
        self.unclaimed = Unclaimed({} if of.is_map else numbered)
        self.names = [key for key in _NAMES if key in of.keys]
        self.named: dict[tuple[str, str], list[int]] = {}
        for number, entry in numbered.items():
            self.named.setdefault(self._name(entry), []).append(number)
        self.size = len(self.known)
        self.before, self.seen = dict(self.ids), set[str | int]()
        self.reserved: dict[int, str] = {}

    def _id(self, key: str | int, entry: dict[str, Any]) -> str:
        """What a table calls an entry: its id, or its number counted from 1."""
        return str(entry.get("id", key)) if self.of.has_ids else str(int(key) + 1)

    def read(self, line: int, cells: list[tuple[str, Any]]) -> _Row | None:
        """Read one row; None if it is about something else, or not taken."""
        if (why := self._other(dict(cells))) is not None:
            self.others += not why
            self.left += [NotTaken(line, "the row", why)] if why else []
            return None
        facts, left = self._facts(line, cells)
        return _Row(line, _said(cells), facts, tuple(left))

    def row(self, row: _Row) -> None:
        """Take one row."""
        line, facts = row.line, row.facts
        if facts.keys() <= {NUMBER}:
            self.left += row.left
            return
        first = line if self.of.is_map else self.rows.setdefault(row.said, line)
        if first != line:
            self.left.append(NotTaken(line, "the row", f"it is the same as line {first}"))
            return
        given = self._given(line, facts) or self._namesake(facts)
        if given in self.lines:
            why = f"{quote(given)} is on line {self.lines[given]} already"
            self.left += [*row.left, NotTaken(line, "the row", why)]
            return
        if given:
            self.lines[given] = line
        key = self.ids.get(given)
        if key is None and self.of.is_map and not given:
            key, facts = _person(self.known, facts)
        if key is not None:
            self.seen.add(key)
            if isinstance(key, int):
                self.unclaimed.claim(key)
            self.left += row.left
            self._fill(line, key, facts)
        elif why := self._unnamed(facts, given):
            self.left += [*row.left, NotTaken(line, "the row", why)]
        else:
            self.left += [each._replace(is_new=True) for each in row.left]
            self._add(line, facts, given)

    def reserve(self, rows: Sequence[_Row]) -> None:
        """Find the rows that say what an entry says, before others are found by their numbers or names."""
        waiting = {}
        for row in rows:
            facts = dict(row.facts)
            given = str(facts.pop("id" if self.of.has_ids else NUMBER, ""))
            numbered = None if self.of.has_ids else self.before.get(given)
            if isinstance(numbered, int) and self.unclaimed.fits(numbered, facts):
                self._reserve(row.line, numbered)
            elif not self.of.has_ids or (self._name(facts)[1] and not given):
                waiting[row.line] = facts
        for line, facts in waiting.items():
            if (found := self.unclaimed.first(facts)) is not None:
                self._reserve(line, found)

    def _reserve(self, line: int, number: int) -> None:
        self.reserved[line] = self._id(number, self.known[number])
        self.unclaimed.claim(number)

    def _given(self, line: int, facts: dict[str, Any]) -> str:
        """The id in a row, or the number of the entry that it is about by what it says, or by its number."""
        given = str(facts.pop("id" if self.of.has_ids else NUMBER, ""))
        if self.of.has_ids and given:
            return given
        if line in self.reserved:
            return self.reserved[line]
        if self.of.has_ids:
            return ""
        key = self.before.get(given)
        return given if isinstance(key, int) and key in self.unclaimed else ""

    def _unnamed(self, facts: dict[str, Any], given: str) -> str:
        """Why a new row without an id is no entry; empty if it is one."""
        if given or not self.of.has_ids:
            return ""
        _, name = self._name(facts)
        if name in _TOTALS:
            return "it looks like a total; an entry with this name needs an id"
        if name:
            return ""
        wanted = ["id", *self.names[:1]]
        has_column = not set(wanted).isdisjoint(self.mapped.keys.values())
        hint = "" if has_column else f"; say which column has it: --map COLUMN={wanted[-1]}"
        return f"it has no {listed(wanted, last='or')}{hint}"

    def _name(self, facts: Mapping[str, Any]) -> tuple[str, str]:
        """The fact that an entry is called by, and the name, in lowercase; both empty if it has none."""
        key = next((key for key in self.names if isinstance(facts.get(key), str)), "")
        return key, _folded(facts[key]) if key else ""

    def only_in_plan(self) -> tuple[str, ...]:
        """The ids or numbers of the entries of the plan that no row is about."""
        return tuple(id for id, key in self.before.items() if key not in self.seen)

    def _namesake(self, facts: dict[str, Any]) -> str:
        """The id or number of the only entry with the name in a row; empty if there is none."""
        key, name = self._name(facts)
        found = self.named.get((key, name), []) if name else []
        return (
            self._id(found[0], self.known[found[0]]) if len(found) == 1 and found[0] in self.unclaimed else ""
        )

    def _other(self, cells: dict[str, Any]) -> str | None:
        """Why a row is no entry; empty if it is about something else, None if it is one."""
        for count, (header, wanted) in enumerate(self.mapped.only.items()):
            word = str(cells.get(header) or "").strip()
            if word.casefold() not in wanted:
                return "" if not count else f"{header} is {quote(word)}" if word else f"{header} is empty"
        return None

    def _facts(self, line: int, cells: list[tuple[str, Any]]) -> tuple[dict[str, Any], list[NotTaken]]:
        """The facts in a row, and the cells that are none; cells of one header belong together."""
        facts: dict[str, Any] = {}
        left: list[NotTaken] = []
        for header, written in cells:
            said = self.mapped.values.get((header, str(written).strip().casefold()))
            key, cell = said or (self.mapped.keys.get(header, ""), written)
            if not key:
                continue
            try:
                value = self._value(key, cell)
            except LaunchcheckError as error:
                hint = error.hint.replace(value_hints.NOT_KNOWN, _NOT_KNOWN)
                left.append(NotTaken(line, header, f"{error.message}{f'; {hint}' if hint else ''}"))
                continue
            if value is None or value == []:
                continue
            there = facts.get(key)
            if there is None:
                facts[key] = value
            elif isinstance(there, list):
                facts[key] = [*there, *(each for each in value if each not in there)]
            elif fact(key, there) != fact(key, value):
                why = f"another column says {show(there, 60)}, this one {show(value, 60)}"
                left.append(NotTaken(line, header, why))
        return {key: self._single(key, value) for key, value in facts.items()}, left

    def _single(self, key: str, value: Any) -> Any:
        """A value by itself instead of a list of one, in a field that takes both."""
        is_one = isinstance(value, list) and len(value) == 1
        return value[0] if is_one and fits(self.of.keys[key], value[0]) else value

    def _value(self, key: str, cell: Any) -> Any:
        """The fact in a cell.

        An id, or a word that is none of those that the field may be, is left to the plan: it refuses the
        whole row, which may be no entry at all, such as a bug of a severity that is not listed.

        Raises:
            LaunchcheckError: the cell does not fit.

        """
        if key not in self.of.keys:  # the number of an entry, or the id of a person
            return str(int(cell)) if isinstance(cell, float) else str(cell or "").strip() or None
        field = self.of.keys[key]
        value = _referred(field, value_of(field, cell, self.order), self.data)
        if value is not None and key != "id" and not field.words:
            refuse_unfit(field, value)
        return value

    def _fill(self, line: int, key: str | int, facts: dict[str, Any]) -> None:
        """Take what a row adds to an entry that is there."""
        for name, value in facts.items():
            there = self.known[key].get(name)
            if fact(name, there) == fact(name, value):
                continue
            if there is None or self.replaces:
                self.changes.append(Change((*self.of.where, key, name), value, line))
            else:
                why = f"the plan says {show(there, 60)}, the table {show(value, 60)}"
                self.left.append(NotTaken(line, name, why, is_conflict=True))

    def _add(self, line: int, facts: dict[str, Any], given: str) -> None:
        """Take a row as a new entry, with its id or one made from its name."""
        of = self.of
        if of.has_ids:
            given = given or id_of_words(self._name(facts)[1], self.ids)
        key: str | int = given if of.is_map else self.size
        entry = {"id": given, **facts} if of.has_ids and not of.is_map else facts
        self.changes.append(Change((*of.where, key), entry, line))
        self.known[key] = entry
        self.ids[self._id(key, entry)] = key
        self.size += 1


def _referred(field: Field, value: Any, data: Any) -> Any:
    """The id of a person that a cell names; anything else as it is.

    Raises:
        LaunchcheckError: the plan has no such person.

    """
    if value is None or field.known.refers != "people":
        return value
    people = data.get("people") if isinstance(data, dict) else None
    known = {id: each for id, each in (people or {}).items() if isinstance(each, dict)}

    def one(text: str) -> str:
        for id, person in known.items():
            if _is_called(text, id, person):
                return str(id)
        hint = value_hints.person(text, known) or "--list people adds those of the table"
        raise LaunchcheckError(f"no person {quote(text)}", hint=hint)

    return [one(each) for each in value] if isinstance(value, list) else one(value)


def _person(known: Mapping[str | int, Any], facts: dict[str, Any]) -> tuple[str | int | None, dict[str, Any]]:
    """The person whom a row names by an address, a name or an id; and what else it says."""
    for name in ("email", "name"):
        for key, person in known.items():
            if name in facts and _is_called(facts[name], key, person):
                return key, {fact: each for fact, each in facts.items() if fact != name}
    return None, facts


def _is_called(text: str, id: str | int, person: Mapping[str, Any]) -> bool:
    """Whether a text is what a person is known by."""
    names = (str(id), str(person.get("name", "")), str(person.get("email", "")))
    return _folded(text) in map(_folded, names)


def _folded(name: str) -> str:
    """A name, however it is typed: with capitals, more spaces, or accents as characters of their own."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
