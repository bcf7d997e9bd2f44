"""Facts of the tests' cases as YAML to read: only what an item reads, so that nothing distracts from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml

from launchcheck.checks.problem import LABELS
from launchcheck.plan.paths import EACH, PlanPath

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LABELED: dict[str, Any] = {name: {} for name in LABELS}
"""What messages call an entry by."""
_WIDTH = 120
_LONGEST = 140
_TIERS = {"1", "2", "3"}
"""Keys that are numbers in YAML, where a threshold differs by tier."""


def only(data: Any, paths: Iterable[PlanPath]) -> Any:
    """The part of a plan that some paths lead to; entries of lists keep what they are called by."""
    tree: dict[str, Any] = {}
    for path in paths:
        node = tree
        for step in path.steps:
            node = node.setdefault(step, {})
    return _kept(data, tree)


def _kept(data: Any, tree: dict[str, Any]) -> Any:
    """What is left of a value: all of it where no path goes on."""
    if not tree:
        return data
    if EACH in tree and isinstance(data, list):
        return [_kept(each, tree[EACH] and _LABELED | tree[EACH]) for each in data]
    if EACH in tree and isinstance(data, dict):
        return {key: _kept(each, tree[EACH]) for key, each in data.items()}
    if not isinstance(data, dict):
        return data
    return {key: _kept(data[key], below) for key, below in tree.items() if data.get(key) is not None}


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """A plan without the sections of which nothing is left."""
    return {key: value for key, value in data.items() if value not in ({}, [{}])}


def as_yaml(data: Any) -> str:
    """Plain data as a person would write it: short maps and lists in one line."""
    options = {"sort_keys": False, "allow_unicode": True, "width": _WIDTH, "default_flow_style": None}
    return yaml.dump(_typed(data), Dumper=_Dumper, **options)


def _typed(data: Any) -> Any:
    """Dates as dates, so that they are written without quotes."""
    if isinstance(data, dict):
        return {int(key) if key in _TIERS else key: _typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_typed(each) for each in data]
    return date.fromisoformat(data) if isinstance(data, str) and _DATE.fullmatch(data) else data


class _Dumper(yaml.SafeDumper):
    """Entries of lists are indented below their key, and a map that fits into a line is written in one."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  # never without
        """Indent, also the entries of a list."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # for every value
        """Write what occurs twice twice: a reader need not know about aliases."""
        return True

    def represent_map(self, value: dict[str, Any]) -> yaml.Node:
        """Write a map in one line if it is short, and holds nothing but words and lists of words."""
        node = self.represent_mapping("tag:yaml.org,2002:map", value.items())
        inside = [each for part in value.values() for each in (part if isinstance(part, list) else [part])]
        node.flow_style = (
            not any(isinstance(each, dict | list) for each in inside) and len(str(value)) <= _LONGEST
        )
        return node


_Dumper.add_representer(dict, _Dumper.represent_map)
