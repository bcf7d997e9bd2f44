"""The JSON Schemas in an older version of the language: both mark the same places."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck.cli.schemas import Subject, in_draft_07, schema
from launchcheck.source import Source

ROOT = Path(__file__).parents[2]
PLANS = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    ROOT / "tests" / "data" / "plan_full.yaml",
    ROOT / "tests" / "data" / "checklist.yaml",
]
CHECKLISTS = sorted((ROOT / "checklists").glob("*.yaml"))
ODD = [None, True, 3, 101, "", "<person>", "a b", [], [None], {}, {"id": 1}, {"nonsense": 1}]


@cache
def validators(subject: Subject) -> tuple[Any, Any]:
    """One validator for each version of the language."""
    found = schema(subject)
    return jsonschema.Draft202012Validator(found), jsonschema.Draft7Validator(in_draft_07(found))


def marked(validator: Any, data: Any) -> set[str]:
    """The places that a validator marks."""
    return {error.json_path for error in validator.iter_errors(data)}


def agrees(subject: Subject, data: Any) -> set[str]:
    """The places that both validators mark."""
    new, old = (marked(each, data) for each in validators(subject))
    assert new == old
    return new


@pytest.mark.parametrize("subject", Subject)
def test_the_older_schema_is_one(subject: Subject) -> None:
    """It fits the definition of draft-07, says so, and uses nothing that draft-07 ignores."""
    old = in_draft_07(schema(subject))
    jsonschema.Draft7Validator.check_schema(old)
    assert old["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert "$defs" not in json.dumps(old)
    assert [node for node in nodes(old) if isinstance(node.get("$ref"), str) and len(node) > 1] == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_both_versions_mark_the_same_in_a_plan(path: Path) -> None:
    """Each example is accepted or refused alike, at the same places."""
    try:
        data = Source.parse(path.read_text(encoding="utf-8")).data
    except Exception:  # noqa: BLE001  # an example of a malformed file
        pytest.skip("not YAML that launchcheck reads")
    agrees(Subject.PLAN, data)


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda path: path.stem)
def test_both_versions_accept_our_checklists(path: Path) -> None:
    """Neither marks anything in the checklists that are built in."""
    assert agrees(Subject.CHECKLIST, Source.parse(path.read_text(encoding="utf-8")).data) == set()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_both_versions_mark_the_same_mistakes(data: st.DataObject) -> None:
    """Whatever stands at any place of a full plan, both mark the same places."""
    plan = copy.deepcopy(Source.parse((ROOT / "tests/data/plan_full.yaml").read_text(encoding="utf-8")).data)
    node: Any = plan
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], (dict, list)) or not node[key] or data.draw(st.integers(0, 3)) == 0:
            break
        node = node[key]
    node[key] = data.draw(st.sampled_from(ODD))
    agrees(Subject.PLAN, plan)


def test_the_command_prints_it(here: Any) -> None:
    """`--draft draft-07` prints what older editors read."""
    shown = here("schema", "plan", "--draft", "draft-07")
    assert (shown.code, shown.err) == (0, "")
    assert json.loads(shown.out) == in_draft_07(schema(Subject.PLAN))


def nodes(node: Any) -> Any:
    """Every map in a schema."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(inner)
