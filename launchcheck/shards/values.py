"""Reports as JSON and back: every value of a report as an array that begins with what it is."""

from __future__ import annotations

import datetime
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from launchcheck import outline, panels, report, results
from launchcheck.checklist import Checklist, Item, Lowered, Severity
from launchcheck.checks.all import All
from launchcheck.checks.problem import Progress
from launchcheck.errors import LaunchcheckError, Location, PlanBugError, PlanGoneError
from launchcheck.formats.escapes import as_json
from launchcheck.people import Person
from launchcheck.schedule import Due, FirstCustomers
from launchcheck.weakenings import Weakening
from launchcheck.windows import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

_TUPLE, _DAY, _ITEM = "()", "day", "item"
_ERRORS: dict[str, type[LaunchcheckError]] = {
    each.__name__: each for each in (LaunchcheckError, PlanGoneError, PlanBugError)
}


def _named_tuples() -> dict[str, type[Any]]:
    """The types that a report is made of, by name."""
    found = [Due, FirstCustomers, Location, Person, Progress, Weakening, Window]
    for module in (report, results, outline, panels):
        found += [
            each for each in vars(module).values() if isinstance(each, type) and hasattr(each, "_fields")
        ]
    return {each.__name__: each for each in found}


_TYPES = _named_tuples()
_WORDS: dict[str, type[StrEnum]] = {
    each.__name__: each for each in (report.FailOn, report.Reason, report.Verdict, results.Status, Severity)
}


class Encoder:
    """Values as JSON data; each item of a checklist is a reference, and `items` has its texts."""

    def __init__(self) -> None:
        """Begin without items."""
        self.items: dict[str, list[Any]] = {}

    def data(self, value: Any) -> Any:
        """A value as JSON data.

        Raises:
            TypeError: a report has no such value.

        """
        kind = type(value)
        if value is None or kind in {str, int, float, bool}:
            return value
        if kind is Item:
            return [_ITEM, self._reference(value)]
        if kind is datetime.date:
            return [_DAY, value.isoformat()]
        if isinstance(value, StrEnum):
            return [kind.__name__, value.value]
        if isinstance(value, tuple):
            name = kind.__name__ if _TYPES.get(kind.__name__) is kind else _TUPLE
            return [name, *map(self.data, value)]
        raise TypeError(f"a report has no {kind.__name__}")

    def error(self, error: LaunchcheckError) -> list[Any]:
        """An error as JSON data, with its parts."""
        trace = error.trace if isinstance(error, PlanBugError) else ""
        parts = [self.error(part) for part in error.parts]
        return [type(error).__name__, error.message, error.hint, self.data(error.locations), parts, trace]

    def checklist(self, checklist: Checklist) -> list[Any]:
        """What a document says about a checklist as a whole, as JSON data."""
        lowered = [
            [id, _by_tier(low.before), self.data(low.location), low.origin]
            for id, low in checklist.lowered.items()
        ]
        return [[*checklist.names], [self._reference(item) for item in checklist.items], lowered]

    def _reference(self, item: Item) -> str:
        """The digest of the texts of an item, by which it is found."""
        texts = _texts(item)
        key = sha256(as_json(texts).encode()).hexdigest()[:16]
        self.items[key] = texts
        return key


class Decoder:
    """Values from JSON data, with items by their references."""

    def __init__(self) -> None:
        """Begin without items."""
        self._items: dict[str, Item] = {}

    def know(self, key: str, texts: list[Any]) -> None:
        """Remember an item."""
        self._items.setdefault(key, _item(texts))

    def value(self, data: Any) -> Any:
        """A value from JSON data.

        Raises:
            ValueError: there is no such value.

        """
        if not isinstance(data, list):
            return data
        name, *parts = data
        if name == _ITEM:
            return self.item(parts[0])
        if name == _DAY:
            return datetime.date.fromisoformat(parts[0])
        if name in _WORDS:
            return _WORDS[name](parts[0])
        values = [self.value(part) for part in parts]
        if name == _TUPLE:
            return tuple(values)
        if name not in _TYPES:
            raise ValueError(f"a report has no {name}")
        return _TYPES[name](*values)

    def item(self, key: str) -> Item:
        """An item that was remembered.

        Raises:
            ValueError: there is none.

        """
        if key not in self._items:
            raise ValueError(f"no item {key}")
        return self._items[key]

    def error(self, data: list[Any]) -> LaunchcheckError:
        """An error with its parts."""
        name, message, hint, locations, parts, trace = data
        where = self.value(locations)
        if _ERRORS[name] is PlanBugError:
            return PlanBugError(message, path=where[0].path, trace=trace)
        return _ERRORS[name](
            message, hint=hint, locations=where, parts=tuple(self.error(part) for part in parts)
        )

    def checklist(self, data: list[Any]) -> Checklist:
        """What a document says about a checklist as a whole."""
        names, items, lowered = data
        return Checklist.model_construct(
            names=tuple(names),
            areas=(),
            items=tuple(self.item(key) for key in items),
            lowered={
                id: Lowered(_severities(before), self.value(place), origin)
                for id, before, place, origin in lowered
            },
        )


def _texts(item: Item) -> list[Any]:
    """All of an item that a document shows: everything but its check."""
    return [
        *(item.id, item.area, item.question, item.why, item.fix, item.example),
        _by_tier(item.severity),
        *(item.due.text, item.opens.text if item.opens else "", item.owner, item.waivable, item.core),
    ]


def _item(texts: list[Any]) -> Item:
    """An item without its check: documents show what was found, and check nothing."""
    id, area, question, why, fix, example, severity, due, opens, owner, waivable, core = texts
    return Item.model_construct(
        id=id,
        area=area,
        question=question,
        why=why,
        fix=fix,
        example=example,
        severity=_severities(severity),
        due=Due.read(due),
        opens=Due.read(opens) if opens else None,
        owner=owner,
        waivable=waivable,
        core=core,
        check=All.model_construct(kind="all", checks=[]),
    )


def _by_tier(severities: Mapping[int, Severity]) -> list[Any]:
    """Severities by tier as JSON data, whose keys are always text."""
    return [[tier, word.value] for tier, word in severities.items()]


def _severities(data: list[Any]) -> dict[int, Severity]:
    """Severities by tier from JSON data."""
    return {tier: Severity(word) for tier, word in data}
