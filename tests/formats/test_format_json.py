"""The JSON format: it fits its schema, and has the facts of the plan."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reports import HOSTILE, REPORTS, report, result

import launchcheck
from launchcheck.formats import Format, Options, write
from launchcheck.formats.escapes import as_json
from launchcheck.formats.json import SCHEMA, schema
from launchcheck.report import FailOn


def written(report, **options):
    """The output of the format."""
    out = io.StringIO()
    write(report, Format.JSON, out, Options(**options))
    return out.getvalue()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None)
@given(VALUES, st.sampled_from([None, 2]), st.integers(0, 3))
def test_json_has_the_standard_layout(value, indent, level):
    """Indented or not, the text is what the json module writes, except where it would contain a command."""
    expected = json.dumps(value, indent=indent).replace("\n", "\n" + " " * level * (indent or 0))
    actual = as_json(value, indent, level)
    assert actual == expected or ("::" in expected or "##" in expected)
    assert json.loads(actual) == json.loads(expected)


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": {"b": float("-inf")}}])
@pytest.mark.parametrize("indent", [None, 2])
def test_non_finite_numbers_are_omitted(value, indent):
    """JSON has no notation for them."""
    with pytest.raises(ValueError, match="Out of range float"):
        as_json(value, indent)


@pytest.mark.parametrize("name", REPORTS)
def test_fits_its_schema(name):
    """Every awkward report fits it."""
    Draft202012Validator(json.loads(schema())).validate(json.loads(written(REPORTS[name])))


def test_the_schema_is_strict():
    """Every object of the schema lists all its keys, requires all but two, and describes each one."""

    def objects(node):
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for child in node.values():
                yield from objects(child)

    found = list(objects(json.loads(schema())))
    assert len(found) > 10
    for node in found:
        assert node["additionalProperties"] is False
        assert node["required"] == [name for name in node["properties"] if name not in {"panels", "evidence"}]
        assert [name for name, child in node["properties"].items() if not child.get("description")] == []


def test_keys_are_in_the_order_of_the_schema():
    """Output and schema have the same order; the first key is the version."""
    actual = json.loads(written(REPORTS["mixed"]))
    assert list(actual) == json.loads(schema())["$defs"]["report"]["required"]
    assert next(iter(actual.items())) == ("schema", SCHEMA)


def test_keeps_text_unchanged():
    """However a text is escaped, a program reads the plan's text."""
    actual = json.loads(written(REPORTS["hostile"]))
    assert [item["question"] for item in actual["items"]] == list(HOSTILE)
    assert [item["findings"][0]["message"] for item in actual["items"]] == list(HOSTILE)


def test_has_the_version_of_launchcheck():
    """A report can be traced to the version that wrote it."""
    assert json.loads(written(report()))["tool"] == {
        "name": "launchcheck",
        "version": launchcheck.__version__,
    }


def test_the_gate_follows_the_given_rule():
    """The same report may pass one gate and not the other."""
    open_report = report(result())
    assert json.loads(written(open_report))["gate"] == {
        "open": False,
        "fail_on": "blocker",
        "closed_by": ["blocker"],
        "reason": "1 open blocker",
    }
    assert json.loads(written(open_report, fail_on=FailOn.OVERDUE))["gate"] == {
        "open": True,
        "fail_on": "overdue",
        "closed_by": [],
        "reason": "no blocker is overdue",
    }


def test_lists_one_persons_items_and_judges_all():
    """Only the list is narrowed to one person."""
    actual = json.loads(written(REPORTS["one-owner"]))
    assert {item["owner"]["name"] for item in actual["items"]} == {"Priya Nair"}
    assert actual["counts"] == json.loads(written(REPORTS["mixed"]))["counts"]
