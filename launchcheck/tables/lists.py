"""Which lists of a plan are tables: one row for each entry, one column for each fact."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.plan import PACKS, fields
from launchcheck.plan.dictionary import Field, dictionary
from launchcheck.plan.paths import EACH, PlanPath

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = "#"
"""The column with the number of an entry in the plan, for lists whose entries have no id."""


def spelled(header: str) -> str:
    """A header by its letters and digits alone, so that `Fix by:` and `E-mail` are fix_by and email."""
    return re.sub(r"[\W_]+", "", header.casefold()) or header


class PlanList(NamedTuple):
    """A list of a plan, or the map of people: its field, and the facts of an entry that fit into a cell."""

    field: Field
    keys: dict[str, Field]

    @property
    def path(self) -> str:
        """Where it is in a plan: `product.features`."""
        return self.field.path.text

    @property
    def where(self) -> tuple[str, ...]:
        """The same as steps."""
        return self.field.path.steps

    @property
    def is_map(self) -> bool:
        """Whether its entries are found by their ids alone, as people are."""
        return self.field.known.many == "map"

    @property
    def has_ids(self) -> bool:
        """Whether an entry is known by its id; otherwise by its number."""
        return self.is_map or "id" in self.keys

    @property
    def nested(self) -> tuple[str, ...]:
        """The facts of an entry that do not fit into a cell, such as the claims of a campaign."""
        return tuple(key for key in self.field.keys if key not in self.keys)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers of its table."""
        first = ("id",) if self.is_map else () if self.has_ids else (NUMBER,)
        return (*first, *self.keys)

    def entries(self, data: Any) -> Iterator[tuple[str | int, dict[str, Any]]]:
        """The entries in the data of a plan, each with its id or index."""
        for step in self.where:
            data = data.get(step) if isinstance(data, dict) else None
        pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        for key, entry in pairs:
            if isinstance(entry, dict):
                yield key, entry


@cache
def every_list() -> dict[str, PlanList]:
    """Every list of entries of the plan format that is not within another list, by its path."""
    found = {}
    for path, field in dictionary().items():
        if field.known.model and field.known.many and EACH not in path and path not in _NOT_FACTS:
            keys = {
                key: Field(PlanPath.of(f"{path}{EACH}.{key}"), key, field.known.model)
                for key, known in fields(field.known.model).items()
                if known.model is None and not known.free
            }
            found[path] = PlanList(field, keys)
    return found


_NOT_FACTS = {"waivers", "not_applicable"}
"""What a plan accepts or excludes; that is decided in the plan itself, not in a table."""


def lists_of(data: Any) -> list[PlanList]:
    """The lists of a plan: those of the six areas, and those of the packs that it has or turns on."""
    own = data if isinstance(data, dict) else {}
    packs = {*own, *(own.get("packs") or ())} & set(PACKS)
    return [each for each in every_list().values() if each.where[0] not in PACKS or each.where[0] in packs]
