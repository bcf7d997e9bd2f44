"""The core of a checklist, the reason of a verdict, and the gate that closes for what failed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from kind_cases import path_of
from test_reads import (
    PLANS,
    REAL,
    at,
    data_of,
    generic,
    is_read,
    is_tried,
    other_values,
    places,
    program,
    read,
    reads,
    replaced,
    without,
)
from test_validate import HEAD, PLAN, asked, item, report

from launchcheck import catalog
from launchcheck.checklist import Layer
from launchcheck.errors import Location
from launchcheck.facts import Facts
from launchcheck.formats import Format, Options, write
from launchcheck.parse import read as parsed
from launchcheck.plan import Plan
from launchcheck.report import FailOn, Report
from launchcheck.source import Source
from launchcheck.validate import validate

CORE = {
    *("product.features-done", "product.defects", "product.caveats-declared", "product.rollback-tested"),
    *("product.docs", "customer_success.briefed-first", "launch.decider"),
    *("launch.tasks-done", "launch.approvals-given"),
}

SHIFTS_DUE_DATES = {("launch", "release_date"), ("launch", "planned_on"), ("product", "rollout")}
"""Facts that every item reads for its due date, by the first steps of their paths."""

TERMS = {"due", "blocks_launch", "refused_on"}
"""What a task or an approval says about its own terms; what a change weakens is another gate's to tell."""
ONE_OWNER = "kind: present, paths: [sales.demo.owner]"
RATIO = "kind: ratio, part: sales.understood.passed, whole: sales.understood.total, at_least: 80"
ORDER = "kind: order, first: sales.demo.last_checked, then: T-3"
FACTS = "sales: {understood: {passed: 1, total: 10}, demo: {last_checked: 2027-02-15}}\n"

READY = next(path for path in PLANS if path.stem == "ready")

Where = tuple[str | int, ...]


def failed(text: str, *items: str, today: date = date(2027, 2, 11)) -> tuple[bool, str]:
    """Whether the gate for what failed is open, two days after the items are due, and why."""
    gate = report(text, asked(*items), today=today).gate(FailOn.FAILED)
    return gate.is_open, gate.reason


def test_the_built_in_checklist_marks_its_core() -> None:
    """The few blockers that stop launches; each is a blocker at tiers 1 and 2."""
    found = [each for each in catalog.built_in().items if each.core]
    assert {each.id for each in found} == CORE
    assert {each.severity[tier] for each in found for tier in (1, 2)} == {"blocker"}


def test_a_company_changes_the_core(tmp_path: Path) -> None:
    """A checklist that extends another adds items to its core, and takes them out."""
    text = "checklist: 1\nname: acme\nextends: launch\nchange:\n  product.docs: {core: false}\n  sales.kit: {core: true}\n"
    path = tmp_path / "acme.yaml"
    path.write_text(text, encoding="utf-8")
    found = {each.id for each in catalog.find([str(path)]).items if each.core}
    assert found == CORE - {"product.docs"} | {"sales.kit"}
    layer = parsed(Source.parse(text, "acme.yaml"), Layer)
    assert layer.change["sales.kit"].core is True


def test_an_item_that_is_no_blocker_at_a_tier_is_not_of_the_core() -> None:
    """Warnings, and items that the tier does not ask, are left out of the core."""
    items = [
        item(ONE_OWNER, core="true", severity="{1: warning}"),
        item(ONE_OWNER, id="sales.two", core="true", severity="{2: blocker}"),
        item(ONE_OWNER, id="sales.three", core="true"),
    ]
    found = report(PLAN, asked(*items))
    assert [each.is_core for each in found.results] == [False, False, True]
    assert found.core._asdict() == dict.fromkeys(found.core._fields, 0) | {"unanswered": 1}


@pytest.mark.parametrize(
    ("items", "today", "reason"),
    [
        ([item(RATIO, core="true")], date(2027, 2, 11), "known_wrong"),
        ([item(ORDER, core="true")], date(2027, 2, 1), "known_wrong"),
        ([item(RATIO, core="true")], date(2027, 2, 1), "unknown"),
        ([item(ONE_OWNER, core="true")], date(2027, 2, 1), "unknown"),
        ([item(RATIO.replace("80", "5"), core="true"), item(ONE_OWNER, id="sales.two", core="true")], date(2027, 2, 1), "open"),
        ([item(RATIO.replace("80", "5"), core="true"), item(ONE_OWNER, id="sales.two", core="true")], date(2027, 2, 11), "unknown"),
        ([item(RATIO.replace("80", "5"), core="true"), item(RATIO, id="sales.two")], date(2027, 2, 11), "open"),
        ([item(RATIO)], date(2027, 2, 11), "open"),
        ([item(RATIO.replace("80", "5"), core="true")], date(2027, 2, 11), None),
    ],
    ids=["late", "wrong", "under way", "silent", "one passed", "one overdue", "others open", "no core", "ready"],
)  # fmt: skip
def test_a_verdict_has_a_reason(items: list[str], today: date, reason: str | None) -> None:
    """Something of the core is wrong, or it is unknown, or only others are open; null where it is ready."""
    assert report(PLAN + FACTS, asked(*items), today=today).reason == reason


def test_a_cancelled_launch_has_no_reason() -> None:
    """Nothing is asked of it."""
    text = PLAN.replace("tier: 1", "tier: 1, status: cancelled")
    assert report(text, asked(item(ONE_OWNER, core="true"))).reason is None


@pytest.mark.parametrize(
    ("items", "before", "after"),
    [
        ([item(RATIO)], "", "1 late blocker"),
        ([item(ORDER)], "1 wrong blocker", "1 wrong blocker"),
        ([item(ONE_OWNER)], "", ""),
        ([item(ONE_OWNER, core="true")], "", "1 unanswered core blocker"),
        ([item(RATIO, severity="warning"), item(ONE_OWNER, id="sales.two", severity="warning", core="true")], "", ""),
        (
            [item(RATIO), item(ORDER, id="sales.two"), item(ONE_OWNER, id="sales.three", core="true")],
            "1 wrong blocker",
            "1 wrong blocker, 1 late blocker and 1 unanswered core blocker",
        ),
    ],
    ids=["under way", "wrong", "silent", "silent core", "warnings", "all"],
)  # fmt: skip
def test_the_gate_closes_for_what_failed(items: list[str], before: str, after: str) -> None:
    """Before the due date only contradictions close it; after that, also what is late and a silent core."""
    opened = "no blocker is wrong or late, and the core is not silent past its due date"
    for day, closed_by in ((date(2027, 2, 9), before), (date(2027, 2, 10), after)):
        assert failed(PLAN + FACTS, *items, today=day) == (not closed_by, closed_by or opened)


def test_a_fact_of_the_core_that_is_asked_for_earlier_counts_as_the_core() -> None:
    """An overdue item that lacks only what a core item lacks, too, closes the gate before that one is due."""
    items = [item(ONE_OWNER, core="true", due="T-3"), item(ONE_OWNER, id="sales.two", due="T-20")]
    assert failed(HEAD, *items) == (False, "1 unanswered core blocker")
    more = item("kind: present, paths: [sales.demo.owner, goals]", id="sales.two", due="T-20")
    assert failed(HEAD, items[0], more)[0] is True


@cache
def core_reads() -> frozenset[tuple[str, ...]]:
    """The paths that items of the core read."""
    return frozenset(path for id in CORE for path in reads()[id])


def is_fact_of_core(where: Where) -> bool:
    """Whether a place is a fact that a core item reads, and not every item does.

    An entry of a list is not a fact but many, and no check can tell that one is gone.
    """
    steps = generic(where)
    if type(where[-1]) is int or not is_tried(where) or steps[:2] in SHIFTS_DUE_DATES:
        return False
    if steps[0] in {"tasks", "approvals"} and (len(steps) == 1 or steps[-1] in TERMS):
        return False
    return any(steps[: len(path)] == path for path in core_reads())


def report_on(plan: Plan, today: date) -> Report:
    """The report on a plan, in which every location is the path of a fact."""
    return validate(plan, program(), Facts(today, lambda where: Location(path_of(where)), "plan.yaml"))


def wrong_facts(found: Report) -> set[str]:
    """The facts on either side of a contradiction: they may be corrected, and so also deleted."""
    findings = [
        finding for result in found.blockers for finding in result.findings if finding.kind == "wrong"
    ]
    return {place.path for each in findings for place in (each.location, *each.related)} | {
        path_of(where) for each in findings for where in each.wants
    }


def opened_by_deleting(data: Any, where: Where, before: Report) -> list[str]:
    """The fact, if deleting it opens the gate that was closed before, although it is not wrong."""
    if before.gate(FailOn.FAILED).is_open:
        return []
    less, today = read(without(data, where)), before.as_of
    if less is None:
        return []
    path = path_of(where)
    if any(each == path or each.startswith((f"{path}.", f"{path}[")) for each in wrong_facts(before)):
        return []
    return [f"{path} on {today}"] if report_on(less, today).gate(FailOn.FAILED).is_open else []


def days_that_matter(where: Where, found: Report) -> list[date]:
    """The due date of each blocker that reads a fact, and the day after it."""
    asked = [each for each in found.results if each.severity == "blocker"]
    due = {each.due for each in asked if is_read(where, reads()[each.item.id])}
    return sorted({day + timedelta(more) for day in due for more in (0, 1)})


@pytest.mark.parametrize("path", PLANS + REAL, ids=lambda path: path.stem)
def test_deleting_a_fact_of_the_core_opens_no_gate(path: Path) -> None:
    """Every fact of every example and real launch, on both sides of each due date."""
    data = data_of(path)
    plan = read(data)
    assert plan
    found = report_on(plan, plan.launch.day)
    facts = {where: days_that_matter(where, found) for where in places(data) if is_fact_of_core(where)}
    assert facts
    before = {day: report_on(plan, day) for day in {day for days in facts.values() for day in days}}
    assert [
        each
        for where, days in facts.items()
        for day in days
        for each in opened_by_deleting(data, where, before[day])
    ] == []


@pytest.mark.parametrize("tier", [1, 3])
def test_not_saying_what_closes_the_gate_does_not_open_it(tier: int) -> None:
    """Change a fact of a ready plan in every way, so that it alone closes the gate: without it, the gate is closed."""
    data = replaced(data_of(READY), ("launch", "tier"), tier)
    whole = read(data)
    assert whole
    found = report_on(whole, whole.launch.day)
    closing, opens = 0, []
    for where in filter(is_fact_of_core, places(data)):
        for value in other_values(where[-1], at(data, where), data):
            changed = replaced(data, where, value)
            plan = read(changed)
            for day in days_that_matter(where, found) if plan else ():
                before = report_on(plan, day)
                closing += not before.gate(FailOn.FAILED).is_open
                opens += opened_by_deleting(changed, where, before)
    assert opens == []
    assert closing > 20


def test_json_has_the_core_and_the_open_blockers_by_kind() -> None:
    """The kinds are disjoint: together they are the open blockers, of which some are overdue."""
    items = [
        item(RATIO, core="true"),
        item(RATIO.replace("80", "5"), id="sales.passed", core="true"),
        item(ORDER, id="sales.wrong"),
        item(ONE_OWNER, id="sales.silent"),
        item(ONE_OWNER, id="sales.silent-too", due="T-2"),
    ]
    out = StringIO()
    write(report(PLAN + FACTS, asked(*items), today=date(2027, 2, 11)), Format.JSON, out, Options())
    found = json.loads(out.getvalue())
    none = dict.fromkeys(("wrong", "late", "under_way", "scheduled", "unanswered"), 0)
    assert found["reason"] == "known_wrong"
    assert found["core"] == {"passed": 1, "waived": 0, **none, "late": 1}
    assert found["counts"]["blockers"] == {**none, "wrong": 1, "late": 1, "unanswered": 2, "overdue": 3}
    assert [each["core"] for each in found["items"]] == [True, True, False, False, False]
    assert [each["because_of"] for each in found["items"]] == [None, None, None, None, "sales.silent"]
