"""The JSON Schema of plans as editors use it: what they offer, what they mark, and what they leave alone."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from launchcheck import api, catalog, template
from launchcheck.cli.schemas import Subject, schema
from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source
from launchcheck.windows import Window

FULL = Source.parse((Path(__file__).parent / "data" / "plan_full.yaml").read_text("utf-8")).data
Where = tuple[str | int, ...]


@cache
def plan_schema() -> dict[str, Any]:
    """The schema that `launchcheck schema plan` prints."""
    return schema(Subject.PLAN)


@cache
def validator() -> Any:
    """A validator of plans."""
    return jsonschema.Draft202012Validator(plan_schema())


def marked(data: object) -> list[str]:
    """The places that an editor marks."""
    return [error.json_path for error in validator().iter_errors(data)]


def places(node: Any, where: Where = ()) -> Iterator[Where]:
    """Every place in plain data, including lists and maps."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield (*where, key)
        yield from places(value, (*where, key))


def replaced(data: Any, where: Where, value: object) -> Any:
    """Plain data with another value at one place; the same if the place is gone."""
    changed = node = copy.deepcopy(data)
    for step in where[:-1]:
        if not isinstance(node, (dict, list)):
            return changed
        node = node[step]
    if isinstance(node, (dict, list)):
        node[where[-1]] = value
    return changed


def nodes(node: Any) -> Iterator[Any]:
    """Everything in a schema."""
    yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(inner)


def test_offers_no_null() -> None:
    """Nothing in the schema says null: not as a type, a default or a word."""
    assert not [node for node in nodes(plan_schema()) if node is None or node == "null"]


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_marks_nothing_in_a_new_plan(tier: int) -> None:
    """A plan of placeholders fits."""
    start = template.Start("Orbit", Window.of("2027-03-02"), tier, date(2026, 12, 1))
    assert marked(Source.parse(template.plan(start, catalog.built_in(), "launch.yaml")).data) == []


def test_marks_nothing_in_a_full_plan() -> None:
    """A plan with every key of the format fits."""
    assert marked(FULL) == []


@given(st.lists(st.sampled_from([*places(FULL)]), max_size=6), st.booleans())
@settings(max_examples=150, deadline=None)
def test_marks_nothing_that_launchcheck_reads(wheres: list[Where], is_open: bool) -> None:
    """Wherever launchcheck reads a placeholder or an empty key, an editor does not mark it."""
    data = FULL
    for where in wheres:
        data = replaced(data, where, "<later>" if is_open else None)
    try:
        api.read_plan(json.dumps(data))
    except LaunchcheckError:
        assume(False)
    assert marked(data) == []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("launchcheck",), "<1>"),
        (("launch",), "<launch>"),
        (("launch",), None),
        (("launch", "name"), "<name>"),
        (("launch", "name"), None),
        (("launch", "date"), "<YYYY-MM-DD>"),
        (("launch", "tier"), "<1|2|3>"),
        (("launch", "staus"), "planned"),
        (("launch", "owner"), 3),
        (("launch", "status"), "<planned"),
        (("product", "caveats"), "nope"),
        (("product", "caveats"), "<script>none</script>"),
        (("product", "features"), "none"),
        (("product", "features", 0, "id"), None),
        (("product", "features", 0, "id"), "a b"),
        (("product", "features", 0), None),
        (("product", "rollout", "steps", 0, "percent"), 101),
        (("product", "rollout", "steps", 0, "percent"), "<5"),
        (("waivers", 0, "expires"), 3),
        (("people", "dana"), "Dana"),
    ],
)
def test_marks_mistakes(where: Where, value: object) -> None:
    """Placeholders do not hide other mistakes, and are none where a plan needs a value."""
    assert marked(replaced(FULL, where, value)) != []


REFERENCES = {
    "person": ("the id of a person", "the id of one person"),
    "segment": ("ids of segments",),
    "goal": ("the id of a goal",),
    "feature": ("the id of a feature",),
    "caveat": ("ids of caveats",),
}


@pytest.mark.parametrize("kind", REFERENCES)
def test_marks_references(kind: str) -> None:
    """Each text that is the id of something else in the plan says of what."""
    sections = {"Plan": plan_schema(), **plan_schema()["$defs"]}
    described, marks = set(), set()
    for name, section in sections.items():
        for key, field in section.get("properties", {}).items():
            if any(words in field.get("description", "") for words in REFERENCES[kind]):
                described.add(f"{name}.{key}")
            if kind in [node.get("x-launchcheck-ref") for node in nodes(field) if isinstance(node, dict)]:
                marks.add(f"{name}.{key}")
    assert described
    assert described <= marks
