"""The names of entries of lists: an entry is the same one wherever in its list it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from launchcheck.source import Where

Namer: TypeAlias = "Callable[[Where], Where]"

_NAMES = ("id", "name", "title", "question", "objection", "account", "metric")
"""The keys that identify an entry of a list, wherever in the list it is."""


def namer(data: Mapping[str, Any] | None) -> Namer:
    """A function that replaces the indexes in a path with the names of the entries."""
    names: dict[int, list[str | int]] = {}

    def named(where: Where) -> Where:
        node: Any = data
        steps: list[str | int] = []
        for step in where:
            name: str | int = step
            if isinstance(node, list) and isinstance(step, int):
                if id(node) not in names:
                    names[id(node)] = own_names(node)
                name = names[id(node)][step] if step < len(node) else step
                node = node[step] if step < len(node) else None
            else:
                node = node.get(step) if isinstance(node, dict) else None
            steps.append(name)
        return tuple(steps)

    return named


def own_names(entries: list[Any]) -> list[str | int]:
    """The identity of each entry: its name where that is unique, or else its index."""
    labels = [_label(entry) for entry in entries]
    counts = Counter(labels)
    return [label if label and counts[label] == 1 else index for index, label in enumerate(labels)]


def shape(where: Where) -> tuple[str, ...]:
    """A path without the indexes of entries."""
    return tuple("[]" if isinstance(step, int) else step for step in where)


def _label(entry: Any) -> str:
    """The id or name of an entry, or an empty string."""
    if not isinstance(entry, dict):
        return entry if isinstance(entry, str) else ""
    found = next((entry[key] for key in _NAMES if isinstance(entry.get(key), str)), "")
    return str(found)
