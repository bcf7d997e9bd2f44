"""The ready plan with the examples of packs: what the cases of a pack change."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from launchcheck import catalog
from launchcheck.source import Source

EXAMPLES = Path(__file__).parent.parent / "examples"


@cache
def ready(*packs: str) -> dict[str, Any]:
    """The plan of examples/ready.yaml as plain data, merged with the examples of the items of some packs."""
    plan: Any = Source.read(str(EXAMPLES / "ready.yaml")).data
    for pack in packs:
        for item in catalog.built_in(pack).items:
            if item.area == pack:
                plan = merged(plan, Source.parse(item.example).data)
    return dict(plan)


def merged(whole: Any, part: Any) -> Any:
    """Merge maps key by key, and lists of things with ids entry by entry; anything else is replaced."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return {**whole, **{key: merged(whole.get(key), value) for key, value in part.items()}}
    if _has_ids(whole) and _has_ids(part):
        entries = merged({each["id"]: each for each in whole}, {each["id"]: each for each in part})
        return list(entries.values())
    return part


def _has_ids(value: Any) -> bool:
    """Whether a value is a list of things with ids."""
    return isinstance(value, list) and all(isinstance(each, dict) and "id" in each for each in value)
