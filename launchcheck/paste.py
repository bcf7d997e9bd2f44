"""Rewrite the example of an item with the dates, people and ids of a plan, to be pasted into it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.dates import weekday_before
from launchcheck.plan import OWNED, Plan, fields
from launchcheck.plan.dictionary import Field
from launchcheck.plan.paths import PlanPath
from launchcheck.source import PLACEHOLDER, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from launchcheck.checklist import Checklist
    from launchcheck.plan import Section
    from launchcheck.plan.known import Known
    from launchcheck.source import Where

EXAMPLES_LAUNCH = date(2027, 2, 16)
"""The launch date that the examples of the built-in checklist assume."""

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)
_OF_PEOPLE = ("name", "function", "email")
"""What an example says of a person that the plan knows better."""


def shifted(text: str, shift: timedelta) -> str:
    """Move the dates in an example by as many days as the launch date differs, and off weekends."""
    return _DAY.sub(lambda found: str(weekday_before(date.fromisoformat(found[0]) + shift)), text)


class _Change(NamedTuple):
    """A word of an example to replace, by its line and columns from 0."""

    line: int
    start: int
    end: int
    word: str


class Pasting:
    """Examples of a checklist, rewritten for one plan.

    Where the plan has no person or entry that an example could mean, a placeholder is left: `<person>`.
    So it is for what an example says of its own launch (states, figures, evidence, dates that have
    come): pasted as it is, it would count as a fact of this one.
    """

    def __init__(
        self,
        plan: Plan,
        checklist: Checklist,
        first_customers: date | None = None,
        today: date | None = None,
    ) -> None:
        """Learn who the people in the examples are, to find their counterparts in the plan.

        `first_customers` is F, by default the launch date: in the examples they are one day. `today`
        is the day from which on a date is to come; without it, what an example says of its own launch
        stays: it explains a field, and is not pasted.
        """
        self._plan = plan
        self._today = today
        launch = plan.launch.day
        self._shifts = {"T": launch - EXAMPLES_LAUNCH, "F": (first_customers or launch) - EXAMPLES_LAUNCH}
        self._people = plan.people or {}
        self._roles = _Roles.of(
            Source.parse(item.example).data
            for item in checklist.items
            if "people:" in item.example or "owners:" in item.example or "decider:" in item.example
        )

    def example(self, example: str, owner: str = "", first: Where = (), base: str = "T") -> str:
        """Rewrite an example.

        `base` is the day that its dates hang on: `F`, or any other for the launch. `owner` is the
        person who is responsible for it: who is meant where the plan has no better counterpart. `first`
        is the place of the first fact that is wrong; the entry of a list in which it is comes first in
        the example, too.
        """
        if not example:
            return ""
        source = Source.parse(shifted(example, self._shifts.get(base, self._shifts["T"])))
        words = _Words(self, owner, first)
        list(words.changes(source, Plan, source.data, ()))  # who and what is named
        words.assign(may_be_anyone="people" not in source.data)
        changes = words.changes(source, Plan, source.data, ())
        lines = source.text.splitlines()
        for change in sorted(changes, reverse=True):
            line = lines[change.line]
            lines[change.line] = f"{line[: change.start]}{change.word}{line[change.end :]}"
        return "\n".join(lines) + "\n"

    def counterparts(self, id: str) -> Iterator[str]:
        """The people of the plan whom a person in an example may mean, the best first."""
        if id in self._people:
            yield id
        owners = self._plan.owners
        for area in self._roles.areas.get(id, ()):
            owner = getattr(owners, area, None) if owners else None
            yield from [owner] if owner else []
        for key in self._roles.keys.get(id, ()):
            person = getattr(self._plan.launch, key)
            yield from [person] if person else []
        function = self._roles.functions.get(id)
        yield from (each for each, person in self._people.items() if function and person.function == function)

    def ids(self, where: str) -> list[str]:
        """The ids that the plan declares at a path: those of people, or of the entries of a list."""
        path = PlanPath.of(where)
        found = path.value(self._plan)
        if isinstance(found, dict):
            return list(found)
        entries = found if isinstance(found, list) else []
        return [each if isinstance(each, str) else each.id for each in filter(None, entries)]

    def unknown(self, field: Field, value: Any) -> str:
        """The placeholder for a fact of an example; empty for a date to come, which is a plan."""
        if self._today is None:
            return ""
        if isinstance(value, str) and _DAY.fullmatch(value):
            return "" if date.fromisoformat(value) >= self._today else "<YYYY-MM-DD>"
        if isinstance(value, bool):
            return "<true|false>"
        if isinstance(value, (int, float)):
            return "<number>"
        words = f"<{'|'.join(field.words)}>"
        if field.words and PLACEHOLDER.fullmatch(words):
            return words
        known = field.known
        meaning = field.key if field.words else "link" if known.link else known.meant or "text"
        return f"<{meaning}>" if isinstance(value, str) else ""

    def about(self, id: str, key: str) -> str:
        """A fact about a person of the plan; for anyone else a placeholder, except for the function."""
        person = self._people.get(id)
        if person is None:
            return "" if key == "function" else f"<{key}>"
        found = getattr(person, key)
        return json.dumps(found, ensure_ascii=False) if isinstance(found, str) and key == "name" else ""


class _Roles(NamedTuple):
    """What the people in the examples of a checklist do: the areas, the decision, the function."""

    areas: dict[str, list[str]]
    keys: dict[str, list[str]]
    functions: dict[str, str]

    @classmethod
    def of(cls, examples: Iterable[Mapping[str, Any]]) -> _Roles:
        roles = cls({}, {}, {})
        for data in examples:
            for area, id in (data.get("owners") or {}).items():
                if area in OWNED:
                    roles.areas.setdefault(id, []).append(area)
            for key in ("owner", "decider"):
                if id := (data.get("launch") or {}).get(key):
                    roles.keys.setdefault(id, []).append(key)
            for id, person in (data.get("people") or {}).items():
                if function := person.get("function"):
                    roles.functions.setdefault(id, function)
        return roles


class _Words:
    """The words of one example, and what replaces each of them in the plan."""

    def __init__(self, pasting: Pasting, owner: str, first: Where) -> None:
        """Begin an example: no one has been named yet."""
        self._pasting = pasting
        self._owner = owner
        self._first = first
        self._named: dict[str, None] = {}
        self._people: dict[str, str] = {}
        self._known: dict[tuple[str, str], str] = {}

    def assign(self, *, may_be_anyone: bool) -> None:
        """Find a different person of the plan for each that the example has named, the surest first."""
        for id in self._named:
            for each in self._pasting.counterparts(id):
                if each not in self._people.values():
                    self._people.setdefault(id, each)
        anyone = [self._owner, *self._pasting.ids("people")] if may_be_anyone else []
        for id in self._named:
            taken = set(self._people.values())
            free = next((each for each in anyone if each and each not in taken), "")
            self._people.setdefault(id, free or _placeholder("person", taken))

    def changes(
        self, source: Source, model: type[Section] | None, data: Any, where: Where
    ) -> Iterator[_Change]:
        """The words to replace in a section of the example and below it."""
        if model is None or not isinstance(data, dict):
            return
        known = fields(model)
        for key, value in data.items():
            if key in known:
                place = (*where, key)
                yield from self._in_field(source, known[key], value, place)
                if known[key].model is None and not known[key].refers and not _is_name(place):
                    yield from self._facts(source, model, value, place)

    def _facts(self, source: Source, model: type[Section], value: Any, where: Where) -> Iterator[_Change]:
        """Placeholders for what an example says of its own launch, which would count as facts of this one."""
        field = Field(PlanPath.of(str(where[-1])), str(where[-1]), model)
        entries = (
            [((*where, index), each) for index, each in enumerate(value)] if isinstance(value, list) else []
        )
        for place, each in entries or [(where, value)]:
            if word := self._pasting.unknown(field, each):
                yield from _change(source, place, word)

    def _in_field(self, source: Source, field: Known, value: Any, where: Where) -> Iterator[_Change]:
        if field.refers:
            yield from self._references(source, field, value, where)
        elif field.many == "map" and isinstance(value, dict):
            yield from self._in_people(source, field, value, where)
        elif field.many == "list" and isinstance(value, list):
            yield from self._in_list(source, field, value, where)
        else:
            yield from self.changes(source, field.model, value, where)

    def _references(self, source: Source, field: Known, value: Any, where: Where) -> Iterator[_Change]:
        """The ids at a field that refers to something."""
        what, declared = field.thing, field.refers
        entries = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, id in entries:
            place = where if index is None else (*where, index)
            if isinstance(id, str):
                word = self._person(id) if what == "person" else self._id(id, what, declared)
                yield from _change(source, place, word)

    def _in_people(
        self, source: Source, field: Known, value: dict[str, Any], where: Where
    ) -> Iterator[_Change]:
        """The ids of people, and what is said of each."""
        for id, person in value.items():
            word = self._person(id)
            yield from _change(source, (*where, id), word, key=True)
            for key in _OF_PEOPLE if isinstance(person, dict) else ():
                if key in person and (fact := self._pasting.about(word, key)):
                    yield from _change(source, (*where, id, key), fact)
            yield from self.changes(source, field.model, person, (*where, id))

    def _in_list(self, source: Source, field: Known, value: list[Any], where: Where) -> Iterator[_Change]:
        """The entries of a list; those with an id are entries of the plan, as far as it has any."""
        path = ".".join(map(str, where))
        for index, entry in enumerate(value):
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                yield from _change(source, (*where, index, "id"), self._id(entry["id"], "id", path))
            yield from self.changes(source, field.model, entry, (*where, index))

    def _person(self, id: str) -> str:
        """Who replaces a person of the example; until that is known, the person of the example."""
        self._named[id] = None
        return self._people.get(id, id)

    def _id(self, id: str, what: str, where: str) -> str:
        """Which entry of the plan replaces one of the example; a placeholder if it has no more."""
        known = (where, id)
        if known not in self._known:
            taken = {word for (at, _), word in self._known.items() if at == where}
            ids = self._pasting.ids(where)
            first = self._first[len(where.split("."))] if self._starts(where) else None
            ids = [*([ids[first]] if isinstance(first, int) and first < len(ids) else []), *ids]
            same = [id] if id in ids else []
            free = next((each for each in [*same, *ids] if each not in taken), "")
            self._known[known] = free or _placeholder(what, taken)
        return self._known[known]

    def _starts(self, where: str) -> bool:
        """Whether the first wrong fact is in an entry of the list at a path."""
        steps = tuple(where.split("."))
        return self._first[: len(steps)] == steps and len(self._first) > len(steps)


def _is_name(where: Where) -> bool:
    """Whether a place says who or what is meant: an id, or what is said of a person."""
    return where[-1] == "id" or (where[0] == "people" and where[-1] in _OF_PEOPLE)


def _placeholder(what: str, taken: set[str]) -> str:
    """What is left to fill in, different from those before it."""
    word, count = f"<{what}>", 1
    while word in taken:
        count += 1
        word = f"<{what} {count}>"
    return word


def _change(source: Source, where: Where, word: str, *, key: bool = False) -> Iterator[_Change]:
    """Replace the word at a place, unless it is that word already."""
    place = source.locate(where, key=key)
    if (
        place.end_column
        and source.text.splitlines()[place.line - 1][place.column - 1 : place.end_column - 1] != word
    ):
        yield _Change(place.line - 1, place.column - 1, place.end_column - 1, word)
