"""Placeholders in a plan: what counts as one, what is then absent, and what keeps its position."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck import api, parse
from launchcheck.checklist import Layer
from launchcheck.config import File
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import PLACEHOLDER, Source
from launchcheck.source.locate import Where
from launchcheck.votes.snapshot import plan_digest

HEAD = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 1}\n"
FULL = (Path(__file__).parent / "data" / "plan_full.yaml").read_text("utf-8")


def known(text: str) -> Any:
    """The data of a plan below its head, without placeholders."""
    source = Source.parse(HEAD + text, "plan.yaml")
    source.drop_placeholders(["launch"])
    return {key: value for key, value in source.data.items() if key not in {"launchcheck", "launch"}}


@pytest.mark.parametrize(
    "typed",
    [
        "<person>", '"<person>"', "'<person>'", "<YYYY-MM-DD>", "<1|2|3>", "'<one, or two>'", "<Straße 5>", "<0>",
        "&a <person>", "!!str <person>", f"<{'a' * 81}>", '"\\x3cperson>"',
    ],
)  # fmt: skip
def test_a_placeholder_is_absent(typed: str) -> None:
    """A placeholder is a whole scalar on one line, plain or quoted."""
    assert known(f"custom: {{a: {typed}, b: 1}}") == {"custom": {"b": 1}}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<100 ms", "<100 ms"),
        ("a <b>", "a <b>"),
        ("<a> b", "<a> b"),
        ("'<a:b>'", "<a:b>"),
        ("<https://a.example>", "<https://a.example>"),
        ("<dana@example.com>", "<dana@example.com>"),
        ("<>", "<>"),
        ("< person>", "< person>"),
        ("<-1>", "<-1>"),
        (f"<{'a' * 82}>", f"<{'a' * 82}>"),
        ("'<a\n\n  b>'", "<a\nb>"),
        ('"<a\\nb>"', "<a\nb>"),
        ("<a\n  b>", "<a b>"),
        ("|-\n  <person>", "<person>"),
        (">-\n  <person>", "<person>"),
        ("\n  <a\n  b>", "<a b>"),
    ],
)
def test_anything_else_is_text(typed: str, text: str) -> None:
    """Markup, comparisons, links, email addresses, and text on several lines stay."""
    assert known(f"custom:\n a: {typed}\n") == {"custom": {"a": text}}


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("a: {b: <b>}", {}),
        ("a: {<b>: 1, c: 2}", {"a": {"c": 2}}),
        ("a: {<b>: {c: 1}}", {}),
        ("a: [<b>, 1, <c>]", {"a": [1]}),
        ("a: [<b>]", {}),
        ("a: [{id: <id>, name: <name>}]", {}),
        ("a: [{id: <id>, name: x}]", {"a": [{"name": "x"}]}),
        ("a: [{id: x, name: <name>}]", {"a": [{"id": "x"}]}),
        ("a: [{id: <id>, list: [<x>, {y: <y>}]}, {id: z}]", {"a": [{"id": "z"}]}),
        ("a: [{id: x, list: [{y: <y>}]}]", {"a": [{"id": "x"}]}),
        ("people: {dana: {name: <name>}, sam: {name: Sam}}", {"people": {"sam": {"name": "Sam"}}}),
        ("people: {dana: {name: <name>}}", {}),
        ("a: [{id: <id>, name: }]", {}),
        ("a: [{id: <id>, list: []}]", {"a": [{"list": []}]}),
        ("a: []", {"a": []}),
        ("a: {}", {"a": {}}),
        ("a: [{}, <b>]", {"a": [{}]}),
        ("a: {b: , c: 1}", {"a": {"b": None, "c": 1}}),
        ("a: &a {b: <b>, c: 1}\nd: {<<: *a, e: 2}", {"a": {"c": 1}, "d": {"c": 1, "e": 2}}),
        ("a: [&a {b: <b>, c: 1}, *a]", {"a": [{"c": 1}, {"c": 1}]}),
        ("a: &a [<b>, 1]\nd: *a", {"a": [1], "d": [1]}),
        ("a: &a [<b>]\nd: [*a, 1]", {"d": [1]}),
        ("a: &a <b>\nd: [*a, 1]", {"d": [1]}),
    ],
)
def test_what_holds_only_placeholders_is_absent(typed: str, left: object) -> None:
    """An entry or a list is absent, never empty, where nothing but placeholders is left; typed `[]` stays."""
    assert known(typed) == left


def test_a_required_section_stays() -> None:
    """A launch with only placeholders is malformed key by key, each at its placeholder."""
    text = "launchcheck: 1\nlaunch:\n  name: <name>\n  date: <date>\n  tier: <tier>\n"
    with pytest.raises(LaunchcheckError) as caught:
        parse.read(Source.parse(text, "plan.yaml"), Plan)
    assert [str(part) for part in caught.value.parts] == [
        "plan.yaml:3:9: launch has no name yet; replace <name>",
        "plan.yaml:4:9: launch has no date yet; replace <date>",
        "plan.yaml:5:9: launch has no tier yet; replace <tier>",
    ]


def found_in(text: str, item: str) -> tuple[str, list[str]]:
    """The status of an item of the built-in checklist for a plan, and its findings."""
    report = api.validate_text(HEAD + text, name="plan.yaml", today=date(2027, 2, 1))
    result = next(result for result in report.results if result.item.id == item)
    return result.status, [f"{finding.location}: {finding.message}" for finding in result.findings]


@pytest.mark.parametrize(
    ("typed", "item", "says"),
    [
        ("product:\n  rollback: {tested_on: 2027-01-29, minutes: 2, by: <who>}", "product.rollback-tested", "4:53: product.rollback.by is missing"),
        ("product:\n  defects:\n    - {id: <id>}", "product.defects", "4:3: product.defects is missing"),
        ("product:\n  docs: <docs>", "product.docs", "4:9: product.docs is missing"),
    ],
)  # fmt: skip
def test_a_finding_points_at_the_placeholder(typed: str, item: str, says: str) -> None:
    """The item is unanswered, and the place of the missing fact is where the placeholder is."""
    status, findings = found_in(typed, item)
    assert status == "unanswered"
    assert f"plan.yaml:{says}" in findings


def test_the_entry_after_a_placeholder_keeps_its_position() -> None:
    """Findings about later entries of a list point at these entries."""
    features = "product:\n  features:\n    - {id: <id>}\n    - {id: sync, status: planned}\n"
    assert found_in(features, "product.features-done")[1][:1] == [
        "plan.yaml:6:26: feature 'sync': status is planned; it must be done or cut"
    ]


def test_checklists_have_no_placeholders() -> None:
    """In a checklist, and in settings, the same text is text."""
    text = """
checklist: 1
name: tiny
areas: [{id: launch, question: <question>}]
items: []
"""
    assert parse.read(Source.parse(text), Layer).areas[0].question == "<question>"
    assert parse.read(Source.parse("checklists: [<a>]\n"), File).checklists == ["<a>"]


def test_votes_see_an_absent_fact() -> None:
    """A placeholder changes nothing that a vote is bound to."""
    empty = api.read_plan(HEAD)
    assert plan_digest(
        api.read_plan(f"{HEAD}goals: [{{id: <id>}}]\nproduct: {{docs: <docs>}}")
    ) == plan_digest(empty)
    assert plan_digest(api.read_plan(f"{HEAD}goals: []")) != plan_digest(empty)


def test_a_pickled_plan_file_stays_without_placeholders() -> None:
    """Data and positions are the same in another process, and reading the plan again changes nothing."""
    source = Source.parse(f"{HEAD}custom: [<a>, b]".replace("[", "{c: [") + "}", "plan.yaml")
    parse.read(source, Plan)
    copy = pickle.loads(pickle.dumps(source))
    parse.read(copy, Plan)
    for each in (source, copy):
        assert each.data["custom"] == {"c": ["b"]}
        assert each.as_written(("custom", "c", 0)) == ("custom", "c", 1)
        assert each.as_written(("custom", "c", 1)) is None
        assert str(each.locate(("custom", "c", 0))) == "plan.yaml:3:19"


# -- properties ----------------------------------------------------------------------------------

HOLES = st.sampled_from(["<a>", "<YYYY-MM-DD>", "<1|2>"])
SCALARS = HOLES | st.sampled_from(["a", "<b", "<c:d>", 1, True, None, ""])
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(HOLES | st.sampled_from("abcd"), inner, max_size=4)
    ),
    max_leaves=30,
)
NOTHING = object()


def without(node: Any) -> Any:
    """Plain data without placeholders, by the letter of the rules."""
    if isinstance(node, str):
        return NOTHING if PLACEHOLDER.fullmatch(node) else node
    if isinstance(node, list):
        kept_list = [left for left in map(without, node) if left is not NOTHING]
        return NOTHING if node and not kept_list else kept_list
    if isinstance(node, dict):
        pairs = {key: without(value) for key, value in node.items() if not PLACEHOLDER.fullmatch(key)}
        kept = {key: value for key, value in pairs.items() if value is not NOTHING}
        is_bare = len(kept) < len(node) and all(value is None for value in kept.values())
        return NOTHING if is_bare else kept
    return node


def scalars(node: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Every scalar in plain data, with its path."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else None
    if pairs is None:
        yield where, node
    for key, value in pairs or ():
        yield from scalars(value, (*where, key))


@given(st.dictionaries(st.sampled_from("abcd"), TREES, min_size=1, max_size=4))
def test_drops_what_the_rules_say_and_keeps_every_position(data: dict[str, Any]) -> None:
    """What is left is what the rules say, and each value left is found where it is in the file."""
    source = Source.parse(json.dumps(data, indent=1), "plan.yaml")
    source.drop_placeholders([])

    expected = without(data)
    assert source.data == ({} if expected is NOTHING else expected) or all(
        v is None for v in source.data.values()
    )
    for where, value in scalars(source.data):
        written = source.as_written(where)
        assert written is not None
        node: Any = data
        for step in written:
            node = node[step]
        assert node == value
        if not isinstance(value, (dict, list)):
            assert source.typed(where) == json.dumps(value)


LEAVES = [where for where, _ in scalars(Source.parse(FULL).data) if where[-1] not in {"id", "launchcheck"}]


@settings(deadline=None)
@given(st.sets(st.sampled_from(LEAVES), max_size=12))
def test_a_placeholder_is_like_no_key(places: set[Where]) -> None:
    """Whatever facts of a plan become placeholders, it is the plan without them, or malformed for a key it needs."""
    data = Source.parse(FULL).data
    for where in places:
        node: Any = data
        for step in where[:-1]:
            node = node[step]
        node[where[-1]] = "<later>"
    expected = without(data)
    try:
        wanted = Plan.model_validate(expected)
    except ValueError:
        with pytest.raises(LaunchcheckError):
            api.read_plan(json.dumps(data))
    else:
        assert api.read_plan(json.dumps(data)) == wanted


def test_many_placeholders_are_quick() -> None:
    """Deep, long and repeated lists are looked at once each."""
    text = HEAD + "custom:\n a: &a [<x>, " + "[" * 50 + "<y>" + "]" * 50 + "]\n b: [" + "*a, " * 900 + "1]\n"
    assert known(text.removeprefix(HEAD)) == {"custom": {"b": [1]}}
