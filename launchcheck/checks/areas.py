"""Checks without the facts of areas that do not apply, by what their options declare that they read."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

from launchcheck.checks.days import Moment
from launchcheck.checks.predicates import Test
from launchcheck.checks.reads import Part, Reads, declared, unwrapped, walk
from launchcheck.plan.areas import area_of
from launchcheck.plan.paths import PlanPath, referred_to

if TYPE_CHECKING:
    from launchcheck.checks.reads import Declared

P = TypeVar("P", bound=Part)

_SUBJECTS = {"of", "to"}
"""The options that say what a check is about: the list it goes through, and the one it refers to."""

_FILTERS = {"where", "unless"}
"""The options that only narrow what a check looks at: without them a check asks more, not less."""


class _Gone(Enum):
    """Marks an option, or an entry of one, that is left out."""

    GONE = "gone"


_GONE: Final = _Gone.GONE


def areas_read(part: Part, areas: frozenset[str]) -> tuple[str, ...]:
    """Those of some areas whose facts a check reads or refers to."""
    return _within(declared(part), areas) if areas else ()


def without(part: P, areas: frozenset[str]) -> P | None:
    """A check, or a part of one, that asks for no fact of some areas; None if nothing is left of it.

    Nothing is left where its subject belongs to one of them. Of anything else that it names, such
    as places, days and owners, what belongs to them is left out.
    """
    kept = part.narrowed(areas) if areas else part
    if kept is None or not areas_read(kept, areas):
        return kept
    changed: dict[str, Any] = {}
    for attribute, _, annotation in kept.naming:
        old = getattr(kept, attribute)
        new = _left(old, annotation, kept, areas)
        if new is _GONE or (attribute in _SUBJECTS and old and area_of(old.steps) in areas):
            if not _is_optional(kept, attribute, annotation):
                return None
            new = None
        if new is not old:
            changed[attribute] = new
    if not changed:
        return kept
    return None if _asks_nothing(kept, changed) else kept.model_copy(update=changed)


def _left(value: Any, annotation: Any, part: Part, areas: frozenset[str]) -> Any:
    """What is left of the value of an option."""
    if isinstance(value, Part):
        kept = without(value, areas)
        return _GONE if kept is None else kept
    if isinstance(value, (list, dict)):
        return _left_of_each(value, get_args(unwrapped(annotation)[0]), part, areas)
    if isinstance(value, Moment) and not value.path:
        return value  # a named day is found without the facts that do not apply
    return _GONE if _within(walk((), value, annotation, part), areas) else value


def _left_of_each(
    values: list[Any] | dict[Any, Any], held: tuple[Any, ...], part: Part, areas: frozenset[str]
) -> Any:
    """What is left of a list or map: the same object where nothing was left out."""
    pairs = values.items() if isinstance(values, dict) else enumerate(values)
    left = {
        key: kept
        for key, value in pairs
        if not (isinstance(key, PlanPath) and _left(key, held[0], part, areas) is _GONE)
        and (kept := _left(value, held[-1], part, areas)) is not _GONE
    }
    if len(left) == len(values) and all(left[key] is values[key] for key in left):
        return values
    return left if isinstance(values, dict) else [*left.values()]


def _is_optional(part: Part, attribute: str, annotation: Any) -> bool:
    """Whether a check still asks something without an option: a day, or a list from the top of the plan."""
    if attribute in _SUBJECTS or type(part).model_fields[attribute].default is not None:
        return False
    return not any(isinstance(mark, Reads) and mark.below for mark in unwrapped(annotation)[1])


def _asks_nothing(part: Part, changed: dict[str, Any]) -> bool:
    """Whether all is gone that a part asks: each list and map of what it names, and each optional option."""
    if isinstance(part, Test):
        return all(changed.get(attribute, ...) is None for attribute in part.model_fields_set)
    if changed.keys() <= _FILTERS:
        return False
    return not any(
        changed.get(attribute, getattr(part, attribute))
        for attribute, _, annotation in part.naming
        if attribute not in _FILTERS
        and (isinstance(getattr(part, attribute), (list, dict)) or _is_optional(part, attribute, annotation))
    )


def _within(found: Iterable[Declared], areas: frozenset[str]) -> tuple[str, ...]:
    """Those of some areas to which declared facts, or the entries that they refer to, belong."""
    belong = (
        area
        for each in found
        for path in (each.read, referred_to(each.read))
        if path and (area := area_of(path.steps)) in areas
    )
    return tuple(dict.fromkeys(belong))
