"""`launchcheck checks`, `explain` and `schema`: the items, and the formats of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from launchcheck import catalog
from launchcheck.source import Source

TINY = ("--checklist", "./tiny.yaml")

ACME = """\
checklist: 1
name: acme
extends: launch
change:
  sales.seven-times:
    due: T-5
    waivable: false
    options: {at_least: {1: 9, 2: 5}}
"""


@pytest.fixture
def acme(tmp_path):
    """A checklist that changes one built-in item."""
    (tmp_path / "acme.yaml").write_text(ACME)
    return ("--checklist", "acme.yaml")


def test_lists_all_items(here):
    """Items are grouped by area, with severity by tier, due date and question."""
    ended = here("checks", *TINY)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "launch: Is there an owner?\n"
        "  launch.owner      B/B/-   T-30  Who runs it?\n"
        "\n"
        "product: Is it there?\n"
        "  product.released  B/W/-    T-7  When is it out?\n"
    )


def test_lists_the_items_of_a_tier(here):
    """With a tier, severity is a word, and items that do not apply are omitted."""
    assert here("checks", *TINY, "--tier", "2").out == (
        "launch: Is there an owner?\n"
        "  launch.owner      blocker   T-30  Who runs it?\n"
        "\n"
        "product: Is it there?\n"
        "  product.released  warning    T-7  When is it out?\n"
    )
    assert here("checks", *TINY, "--tier", "3").out == ""


def test_lists_json(here):
    """JSON has the same items."""
    ended = here("checks", *TINY, "--tier", "1", "--format", "json")

    assert json.loads(ended.out) == {
        "schema": "launchcheck.checks/1",
        "checklists": ["tiny"],
        "tier": 1,
        "items": [
            {
                "id": "launch.owner",
                "area": "launch",
                "question": "Who runs it?",
                "severity": {"1": "blocker", "2": "blocker"},
                "due": "T-30",
                "waivable": True,
            },
            {
                "id": "product.released",
                "area": "product",
                "question": "When is it out?",
                "severity": {"1": "blocker", "2": "warning"},
                "due": "T-7",
                "waivable": True,
            },
        ],
    }


def test_lists_every_built_in_item(here):
    """Without a checklist the whole built-in one is listed."""
    listed = json.loads(here("checks", "--format", "json").out)

    assert [item["id"] for item in listed["items"]] == [item.id for item in catalog.built_in().items]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("command", [["checks"], ["explain", "launch.owner"]], ids=" ".join)
def test_executes_no_text_of_a_checklist(here, tmp_path, command, form):
    """Neither a terminal nor a CI system finds a command in a checklist's text."""
    tiny = tmp_path / "tiny.yaml"
    tiny.write_text(
        tiny.read_text().replace("Who runs it?", r'"::error::x ##[set-output name=ready]true \u202ex"')
    )

    ended = here(*command, *TINY, "--format", form)

    assert ended.code == 0
    assert not {"::", "##[", "\u202e"} & {each for each in ("::", "##[", "\u202e") if each in ended.out}


def test_explains_an_item(here, acme):
    """Everything about an item, with the origin of each value that is not built in."""
    ended = here("explain", "sales.seven-times", *acme)

    assert (ended.code, ended.err) == (0, "")
    head, settings = ended.out.split("\nSettings\n")
    assert head.startswith("sales.seven-times: Has sales been told seven times")
    assert [line for line in head.splitlines() if line and line[0] != " "][1:] == [
        "Why", "How to fix it", "Paste into the plan"
    ]  # fmt: skip
    assert "\nPaste into the plan\n  sales:\n    audiences:" in head
    assert settings.splitlines()[:4] == [
        "  severity: blocker at tier 1, blocker at tier 2, warning at tier 3",
        "  due: T-5; the weekday before, if that is on a weekend  (set by acme.yaml)",
        "  answered by: the owner of sales",
        "  waivable: no  (set by acme.yaml)",
    ]
    assert "\nFacts it reads\n  sales.touches, sales.touches[].date" in settings
    assert "\nCheck: count\n  The number of entries of `of`" in settings
    assert "\n    of: sales.touches\n    where: {date: {by: today}}\n" in settings
    assert "\n    at_least: {1: 9, 2: 5}  (set by acme.yaml)\n" in settings


def test_explains_an_item_at_a_tier(here, acme):
    """With a tier, thresholds are that tier's."""
    ended = here("explain", "sales.seven-times", *acme, "--tier", "2")

    assert "\n  severity: blocker at tier 2\n" in ended.out
    assert "\n    at_least: 5  (set by acme.yaml)\n" in ended.out
    assert "\n    at_least: none" in here("explain", "sales.seven-times", *acme, "--tier", "3").out


def test_explains_json(here, acme):
    """JSON has the same facts, with the checklist that set each value."""
    told = json.loads(here("explain", "sales.seven-times", *acme, "--format", "json").out)

    assert told["schema"] == "launchcheck.explain/1"
    assert (told["due"], told["waivable"], told["answers"]) == ("T-5", False, "sales")
    assert told["set_by"]["due"] == "acme.yaml"
    assert told["set_by"]["severity"] == "launch"
    assert told["checks"][0]["kind"] == "count"
    assert told["checks"][0]["options"]["at_least"] == {"1": 9, "2": 5}
    assert told["checks"][0]["set_by"]["at_least"] == "acme.yaml"
    assert told["checks"][0]["set_by"]["of"] == "launch"
    assert "sales.touches[].date" in told["reads"]


def test_explains_a_manual_once(here):
    """Several checks of one kind share its manual."""
    ended = here("explain", "launch.owners")

    assert ended.out.count("Check: refers\n") > 1
    assert ended.out.count("The id in `field` leads to") == 1
    assert "    is: {function: [product_management]}\n" in ended.out


def test_explains_when_an_item_applies(here):
    """Its conditions are shown."""
    ended = here("explain", "audience.accounts-told-first")

    assert "  asked only when: {audience.affected_accounts.count: {not: [0]}}\n" in ended.out


def test_explains_a_custom_item(here):
    """An item that is not built in is attributed to its checklist."""
    ended = here("explain", "launch.owner", *TINY)

    assert "  due: T-30; the weekday before, if that is on a weekend  (set by ./tiny.yaml)\n" in ended.out
    assert "Paste into the plan" not in ended.out


@pytest.mark.parametrize("item", catalog.built_in().items, ids=lambda item: item.id)
def test_explains_every_item(here, item):
    """Each built-in item can be explained in both formats."""
    assert here("explain", item.id).out.startswith(f"{item.id}: {item.question}\n")
    assert json.loads(here("explain", item.id, "--format", "json").out)["id"] == item.id


def test_explains_an_area(here):
    """An area is explained by its items."""
    assert here("explain", "product", *TINY).out == (
        "product: Is it there?\n  product.released  B/W/-    T-7  When is it out?\n"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sales.seven-time", "did you mean 'sales.seven-times'?"),
        ("sale", "did you mean 'sales'?"),
        ("zzzzzzzz", "`launchcheck checks` lists the items"),
    ],
)
def test_suggests_the_closest_item(here, name, hint):
    """This is for an unknown id."""
    ended = here("explain", name)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"error: no item or area '{name}'\nhelp: {hint}\n"


@pytest.mark.parametrize("subject", ["plan", "checklist", "report"])
def test_prints_a_schema(here, subject):
    """Each schema is valid, and has a title."""
    ended = here("schema", subject)

    schema = json.loads(ended.out)
    Draft202012Validator.check_schema(schema)
    assert (ended.code, schema["title"]) == (0, f"launchcheck {subject}, version 1")


@pytest.mark.parametrize(
    ("subject", "path"), [("plan", "tests/data/plan_full.yaml"), ("checklist", "checklists/launch.yaml")]
)
def test_schemas_accept_the_inputs(here, subject, path):
    """The full plan and the built-in checklist fit their schemas."""
    schema = json.loads(here("schema", subject).out)
    data = Source.read(Path(__file__).parents[2] / path).data

    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(data)] == []


def test_schemas_accept_the_output(here):
    """A report fits its schema."""
    schema = json.loads(here("schema", "report").out)
    report = json.loads(here("validate", "plan.yaml", "--as-of", "2027-02-01", "--format", "json").out)

    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(report)] == []
