"""A report as JSON: fits its schema, and says what the plan says."""

from __future__ import annotations

import io
import json

import pytest
from jsonschema import Draft202012Validator
from reports import HOSTILE, REPORTS, report, result

import launchcheck
from launchcheck.formats import Format, Options, write
from launchcheck.formats.json import SCHEMA, schema
from launchcheck.report import FailOn


def written(report, **options):
    """What the format writes."""
    out = io.StringIO()
    write(report, Format.JSON, out, Options(**options))
    return out.getvalue()


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
