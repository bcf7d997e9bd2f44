"""An item's result depends only on the facts that the item declares to read."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import kind_cases
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from launchcheck import catalog
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.plan import PACKS, Plan
from launchcheck.plan.paths import EACH
from launchcheck.program import Program
from launchcheck.results import Result
from launchcheck.source import Source
from launchcheck.validate import validate

ROOT = Path(__file__).parent.parent
PLANS = [*sorted((ROOT / "examples").glob("*.yaml")), ROOT / "tests/data/plan_full.yaml"]
PLANS = [path for path in PLANS if path.stem not in {"acme", "malformed"}]
REAL = [path for path in sorted((ROOT / "tests/real").glob("*.yaml")) if path.stem != "expected"]
"""Real launches, which say little: most of their items are unanswered."""

WHOLE = [path for path in PLANS if path.stem in {"ready", "not-ready"}] + REAL
"""The plans in which every fact is left out in turn; random changes are tried on all."""

BEFORE = [32, 6, 1]
"""How many days before the launch the plans are checked."""

EVERY_ITEM_READS = {
    *(("launch", key) for key in ("date", "tier", "status", "timezone", "release_date", "planned_on")),
    ("product", "rollout", "steps"),
}
"""Facts that every item is judged by, whatever it asks: the tier, the status, and what due dates hang on."""

FORMAT = {("launchcheck",), ("packs",), ("launch", "name"), ("waivers",), ("custom",)}
"""Keys that are not facts about the launch."""

Where = tuple[str | int, ...]


@cache
def program() -> Program:
    """The built-in checklist, compiled once for all examples."""
    return Program.of(catalog.built_in())


@cache
def data_of(path: Path) -> Any:
    """An example as plain data, without what it accepts or excludes: those are facts of their own."""
    found = Source.read(path).data
    return {key: value for key, value in found.items() if key not in {"waivers", "not_applicable"}}


def read(data: Any) -> Plan | None:
    """The plan from plain data, or None if it is malformed."""
    try:
        return Plan.model_validate(data)
    except ValueError:
        return None


def answers(plan: Plan, today: date) -> dict[str, object]:
    """The result of each item for a plan: its status, and the kind and place of each finding."""
    source = Source.parse("launchcheck: 1\n", "plan.yaml")
    report = validate(plan, program(), Facts(today, source.locate, source.name))
    return {result.item.id: answer(result) for result in report.results if result.item.id != "launch.polled"}


def answer(result: Result) -> object:
    """The part of a result that a vote is about."""
    return result.status, sorted((finding.kind, str(finding.where)) for finding in result.findings)


def places(node: Any, where: Where = ()) -> Iterator[Where]:
    """Every place in plain data, including lists and maps."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield (*where, key)
        yield from places(value, (*where, key))


def at(data: Any, where: Where) -> Any:
    """The value at a place in plain data."""
    for step in where:
        data = data[step]
    return data


def without(data: Any, where: Where) -> Any:
    """Plain data without one place."""
    changed = copy.deepcopy(data)
    del at(changed, where[:-1])[where[-1]]
    return changed


def replaced(data: Any, where: Where, value: Any) -> Any:
    """Plain data with another value at one place."""
    changed = copy.deepcopy(data)
    at(changed, where[:-1])[where[-1]] = value
    return changed


@cache
def words() -> dict[str, list[Any]]:
    """The words that each key may hold, according to the schema of the format."""
    found: dict[str, list[Any]] = {}

    def walk(node: Any, key: str) -> None:
        if isinstance(node, dict):
            if "enum" in node:
                found.setdefault(key, []).extend(node["enum"])
            for name, each in node.items():
                walk(each, name if name not in {"anyOf", "items", "additionalProperties"} else key)
        elif isinstance(node, list):
            for each in node:
                walk(each, key)

    walk(Plan.model_json_schema(), "")
    return found


def other_values(key: str | int, value: Any, data: Any) -> list[Any]:
    """Other possible values for a place: words, dates, figures and people."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        return [0, 1, value + 1, value * 10]
    if not isinstance(value, str):
        return [[], None]
    others: list[Any] = [word for word in words().get(str(key), []) if word != value]
    others += [person for person in data.get("people") or {} if person != value]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        day = date.fromisoformat(value)
        others += [str(day + timedelta(days=days)) for days in (-400, -30, -1, 1, 30)]
    return [*others, f"{value} more"]


def is_read(where: Where, result_reads: list[tuple[str, ...]]) -> bool:
    """Whether a place is at, below or above one of the paths that an item reads."""
    steps = generic(where)
    return any(steps[: len(path)] == path or path[: len(steps)] == steps for path in result_reads)


def generic(where: Where) -> tuple[str, ...]:
    """A place as the steps of a path, with a wildcard for list entries and people."""
    return tuple(
        EACH if isinstance(step, int) or (index == 1 and where[0] == "people") else step
        for index, step in enumerate(where)
    )


@cache
def reads() -> dict[str, list[tuple[str, ...]]]:
    """The paths that each built-in item reads, those of packs included."""
    every = catalog.built_in("launch", *PACKS).items
    return {item.id: [path.steps for path in item.reads()] for item in every}


def unread(before: dict[str, object], after: dict[str, object], where: Where) -> list[str]:
    """The items whose result changed with a fact that they do not read."""
    return [id for id in before if before[id] != after[id] and not is_read(where, reads()[id])]


def is_tried(where: Where) -> bool:
    """Whether some items read a fact and others do not."""
    read_by_all = any(where[: len(each)] == each for each in EVERY_ITEM_READS)
    return not read_by_all and where not in FORMAT and where[0] not in {"custom", "packs"}


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_an_item_reads_each_fact_whose_absence_changes_it(path: Path) -> None:
    """Remove every fact of every plan in turn: only items that read it change."""
    data = data_of(path)
    whole = read(data)
    assert whole
    today = whole.launch.day - timedelta(BEFORE[1])
    before = answers(whole, today)
    wrong = {}
    for where in filter(is_tried, places(data)):
        plan = read(without(data, where))
        found = unread(before, answers(plan, today), where) if plan else []
        if found:
            wrong[where] = found
    assert wrong == {}


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_item_reads_each_fact_whose_value_changes_it(data: st.DataObject) -> None:
    """Change any fact of any plan: only items that read it change."""
    plan = data_of(data.draw(st.sampled_from(PLANS + REAL)))
    for _ in range(data.draw(st.integers(0, 4))):
        left = [where for where in places(plan) if is_tried(where) and where[0] != "launch"]
        plan = without(plan, data.draw(st.sampled_from(left))) if left else plan
    where = data.draw(st.sampled_from([where for where in places(plan) if is_tried(where)]))
    others = other_values(where[-1], at(plan, where), plan)
    old, new = read(plan), read(replaced(plan, where, data.draw(st.sampled_from(others))))
    assume(old and new)
    assert old
    assert new
    today = old.launch.day - timedelta(data.draw(st.sampled_from(BEFORE)))
    assert unread(answers(old, today), answers(new, today), where) == []


def everything_in(case: dict[str, Any]) -> Iterator[tuple[Where, Any, Any]]:
    """Every fact of a case: its place, and what is found with it and without it."""
    data = kind_cases.data_of(case)
    before = found_in(case, data)
    for where in filter(is_fact_of_a_case, places(data)):
        after = found_in(case, without(data, where))
        if after is not None:
            yield where, before, after


def found_in(case: dict[str, Any], data: Any) -> object:
    """What the check of a case finds in plain data; None if the plan is malformed."""
    plan = read(data)
    return plan and answer(kind_cases.judged(case, plan))


def is_fact_of_a_case(where: Where) -> bool:
    """Whether not every item is judged by a fact."""
    return not any(where[: len(each)] == each for each in EVERY_ITEM_READS) and where[0] in Plan.model_fields


@pytest.mark.parametrize("kind", sorted(kind_cases.FILES))
def test_a_kind_reads_each_fact_whose_absence_changes_what_it_finds(kind: str) -> None:
    """Remove every fact of every case in turn: only what the check declares changes its findings."""
    wrong = []
    for case in (case for case in kind_cases.FILES[kind] if "finds" in case):
        declared = [path.steps for path in kind_cases.item(case["check"]).reads()]
        wrong += [
            (case["name"], where)
            for where, before, after in everything_in(case)
            if before != after and not is_read(where, declared)
        ]
    assert wrong == []


def test_moving_a_campaign_affects_areas_briefed_before_it() -> None:
    """The first public date is a fact of the areas that must be briefed before it, and so of their votes."""
    read_by = {item.id: {path.text for path in item.reads()} for item in program().checklist.items}
    told_first = ("audience.accounts-told-first", "customer_success.briefed-first")
    assert [id for id in told_first if "campaigns[].goes_live" not in read_by[id]] == []
    assert {"product.rollout.steps[].percent", "product.rollout.steps[].date"} <= read_by["campaigns.order"]


def test_a_kind_cannot_forget_a_field() -> None:
    """The type of an option that names a field is enough to make it read that field."""
    text = """\
checklist: 1
name: acme
areas: [{id: sales, question: Is sales ready?}]
items:
  - {id: sales.one, area: sales, question: Is it?, why: Or not., fix: Fix it., severity: blocker, due: T-7,
     check: {kind: reaches, of: product.rollout.steps, field: nonsense, date: date, at_least: 100, by: T}}
"""
    from launchcheck import parse
    from launchcheck.checklist import Layer

    with pytest.raises(LaunchcheckError) as caught:
        parse.read(Source.parse(text, "acme.yaml"), Layer)
    assert [part.message for part in caught.value.parts or (caught.value,)] == [
        "an entry of product.rollout.steps has no 'nonsense'"
    ]
