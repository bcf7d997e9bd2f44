"""What each key of a section holds, found in the annotations of its model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from launchcheck.plan.links import Link
from launchcheck.plan.references import Reference
from launchcheck.plan.sections import later_in
from launchcheck.plan.types import Kind, Section
from launchcheck.windows import Window


class Known(NamedTuple):
    """What a key holds: the attribute with its value, and the section below it, if any.

    `refers` is the path of the ids that it refers to, and `thing` what they are ids of, such as a
    person; both are empty if it holds no reference. `meant` is what text must be, such as a time zone.
    """

    attribute: str
    model: type[Section] | None = None
    many: Literal["", "list", "map"] = ""
    link: bool = False
    day: bool = False
    free: bool = False
    refers: str = ""
    thing: str = ""
    meant: str = ""


_LINK = get_args(Link)[1]
"""The mark of a link."""


class Fields(Mapping[str, Known]):
    """The keys of a section as YAML writes them; each is looked at only when it is asked for.

    `attributes` says where the value of each key is. It imports no section that is read later.
    """

    def __init__(self, model: type[Section]) -> None:
        """Describe the fields of `model`."""
        self._fields = model.model_fields
        self._known: dict[str, Known] = {}
        self.attributes = {field.alias or name: name for name, field in self._fields.items()}

    def __getitem__(self, key: str) -> Known:
        """Describe one key."""
        if key not in self._known:
            self._known[key] = self._look_at(self.attributes[key])
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        """Whether the section has the key."""
        return key in self.attributes

    def __iter__(self) -> Iterator[str]:
        """Go through the keys in their order."""
        return iter(self.attributes)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self.attributes)

    def _look_at(self, attribute: str) -> Known:
        """Describe the key of an attribute."""
        field = self._fields[attribute]
        later = later_in(field)
        annotation = later.annotation if later else field.annotation
        parts = {*unwrapped(annotation), *field.metadata}
        models = [part for part in parts if isinstance(part, type) and issubclass(part, Section)]
        reference = next((part for part in parts if isinstance(part, Reference)), None)
        # In a map, it is the keys that are ids.
        meant = (part.meant for part in parts if isinstance(part, Kind) and dict not in parts)
        return Known(
            attribute,
            model=models[0] if models else None,
            many="list" if list in parts else "map" if dict in parts else "",
            link=_LINK in parts,
            day=not parts.isdisjoint((date, Window)),
            free=Any in parts,
            refers=reference.where if reference else "",
            thing=reference.what if reference else "",
            meant=next(filter(None, meant), ""),
        )


@cache
def fields(model: type[Section]) -> Fields:
    """Return the keys that a section knows."""
    return Fields(model)


def describe(model: type[Section], key: str) -> str:
    """Return the description of a key."""
    field = model.model_fields[fields(model).attributes[key]]
    later = later_in(field)
    return later.description if later else field.description or ""


def unwrapped(annotation: Any) -> list[Any]:
    """Return all parts of an annotation: unions, lists and maps, and what they hold."""
    parts: list[Any] = []
    left = [annotation]
    while left:
        part = left.pop()
        origin = None if isinstance(part, type) else get_origin(part)
        parts.append(origin or part)
        if origin and origin is not Literal:
            left += reversed(get_args(part))
    return parts
