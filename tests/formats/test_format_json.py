"""A report as JSON: fits its schema, and says what the plan says."""

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
    """What the format writes."""
    out = io.StringIO()
    write(report, Format.JSON, out, Options(**options))
    return out.getvalue()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None)
@given(VALUES, st.sampled_from([None, 2]), st.integers(0, 3))
def test_json_is_laid_out_as_everywhere(value, indent, level):
    """Indented or not, the text is what the json module writes, but for what would be a command."""
    expected = json.dumps(value, indent=indent).replace("\n", "\n" + " " * level * (indent or 0))
    actual = as_json(value, indent, level)
    assert actual == expected or ("::" in expected or "##" in expected)
    assert json.loads(actual) == json.loads(expected)


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": {"b": float("-inf")}}])
@pytest.mark.parametrize("indent", [None, 2])
def test_what_is_no_number_in_json_is_not_written(value, indent):
    """JSON has no word for it."""
    with pytest.raises(ValueError, match="Out of range float"):
        as_json(value, indent)


@pytest.mark.parametrize("name", REPORTS)
def test_fits_its_schema(name):
    """Every awkward report is what the schema describes."""
    Draft202012Validator(json.loads(schema())).validate(json.loads(written(REPORTS[name])))


def test_the_schema_is_strict():
    """Every object of the schema names all its keys, requires them but for one, and describes each one."""

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
        assert node["required"] == [name for name in node["properties"] if name != "panels"]
        assert [name for name, child in node["properties"].items() if not child.get("description")] == []


def test_keys_stand_in_the_order_of_the_schema():
    """A reader of the schema finds the keys where the output has them; the first is the version."""
    actual = json.loads(written(REPORTS["mixed"]))
    assert list(actual) == json.loads(schema())["$defs"]["report"]["required"]
    assert next(iter(actual.items())) == ("schema", SCHEMA)


def test_carries_text_unchanged():
    """However a text is escaped, a program reads what the plan says."""
    actual = json.loads(written(REPORTS["hostile"]))
    assert [item["question"] for item in actual["items"]] == list(HOSTILE)
    assert [item["findings"][0]["message"] for item in actual["items"]] == list(HOSTILE)


def test_says_which_launchcheck_wrote_it():
    """A report can be traced to the version that wrote it."""
    assert json.loads(written(report()))["tool"] == {
        "name": "launchcheck",
        "version": launchcheck.__version__,
    }


def test_the_gate_goes_by_the_rule_that_was_asked():
    """The same report may pass one gate and not the other."""
    open_report = report(result())
    assert json.loads(written(open_report))["gate"] == {
        "open": False,
        "fail_on": "blocker",
        "reason": "1 open blocker",
    }
    assert json.loads(written(open_report, fail_on=FailOn.OVERDUE))["gate"] == {
        "open": True,
        "fail_on": "overdue",
        "reason": "no blocker is overdue",
    }


def test_lists_one_persons_items_and_judges_all():
    """Narrowed to one person, only the list is."""
    actual = json.loads(written(REPORTS["one-owner"]))
    assert {item["owner"]["name"] for item in actual["items"]} == {"Priya Nair"}
    assert actual["counts"] == json.loads(written(REPORTS["mixed"]))["counts"]
