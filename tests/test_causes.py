"""One missing fact is one blocker: items that are unanswered because of an earlier one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_reads import PLANS, data_of, is_tried, places, program, read, without
from test_validate import HEAD, asked, item, report

from launchcheck.facts import Facts
from launchcheck.report import FailOn, Report
from launchcheck.results import Counts, OpenBlockers, Result, Status, folded
from launchcheck.source import Source
from launchcheck.validate import validate

TWO = "kind: present, paths: [sales.demo.environment, sales.demo.owner]"
ONE = "kind: present, paths: [sales.demo.owner]"
BELOW = "kind: present, paths: [sales.demo]"


def because(text: str, *items: str) -> dict[str, str]:
    """The items that are unanswered because of another, each with that one."""
    found = report(HEAD + text, asked(*items)).results
    return {each.item.id: each.because_of for each in found if each.because_of}


@pytest.mark.parametrize(
    ("text", "items", "expected"),
    [
        ("", [item(TWO), item(ONE, id="sales.two")], {"sales.two": "sales.one"}),
        ("", [item(ONE), item(ONE, id="sales.two"), item(ONE, id="sales.three")], {"sales.two": "sales.one", "sales.three": "sales.one"}),
        ("", [item(BELOW), item(TWO, id="sales.two")], {"sales.two": "sales.one"}),
        ("", [item(ONE), item(TWO, id="sales.two")], {}),
        ("", [item(TWO), item(BELOW, id="sales.two")], {}),
        ("", [item(ONE, severity="warning"), item(ONE, id="sales.two")], {}),
        ("", [item(ONE, severity="warning"), item(ONE, id="sales.two", severity="warning")], {"sales.two": "sales.one"}),
        ("", [item(ONE), item(ONE, id="sales.two", severity="warning")], {"sales.two": "sales.one"}),
        ("", [item(ONE), item(ONE, id="sales.two", core="true")], {}),
        ("", [item(ONE, severity="{2: blocker}"), item(ONE, id="sales.two")], {}),
        ("people: {omar: {}}\nsales: {demo: {owner: omar}}\n", [item(TWO), item(ONE, id="sales.two")], {}),
    ],
    ids=["a part", "the same", "below a section", "more", "a section above", "of a warning", "a warning of a warning", "a warning", "core", "not asked", "passed"],
)  # fmt: skip
def test_an_item_is_unanswered_because_of_an_earlier_one(
    text: str, items: list[str], expected: dict[str, str]
) -> None:
    """The earlier item is asked, open, at least as severe, and missing all that this one is missing."""
    assert because(text, *items) == expected


def test_an_item_that_failed_stands_on_its_own() -> None:
    """A finding about anything but missing facts keeps the item on its own."""
    both = "kind: all, checks: [{kind: present, paths: [sales.demo.owner]}, {kind: happened, date: sales.demo.last_checked}]"
    text = "sales: {demo: {last_checked: 2027-02-16}}\n"
    assert because(text, item(ONE), item(both, id="sales.two")) == {}


def test_a_waived_item_explains_nothing() -> None:
    """What a named person accepted is not what has to be done."""
    text = """\
people: {grace: {}}
waivers: [{check: sales.one, reason: Later., approved_by: grace, approved_on: 2027-01-30, expires: 2027-02-20}]
"""
    assert because(text, item(ONE), item(ONE, id="sales.two")) == {}


def test_folded_items_are_listed_under_the_one_that_explains_them() -> None:
    """The item is overdue as soon as one of those under it is, and due when the first of them is."""
    items = [item(TWO, due="T-3"), item(ONE, id="sales.two", due="T-20")]
    found = report(HEAD, asked(*items), today=date(2027, 2, 1))
    (open_,) = folded(found.results)
    assert [each.item.id for each in (open_.result, *open_.folded)] == ["sales.one", "sales.two"]
    assert (open_.result.is_overdue, open_.is_overdue, open_.due) == (False, True, date(2027, 1, 27))
    assert [each.result.item.id for each in folded(found.results[1:])] == ["sales.two"]


def plan_of(data: st.DataObject) -> Report:
    """The report on an example without some of its facts, on some day."""
    plan = data_of(data.draw(st.sampled_from(PLANS)))
    for _ in range(data.draw(st.integers(0, 4))):
        left = [where for where in places(plan) if is_tried(where) and where[0] != "launch"]
        plan = without(plan, data.draw(st.sampled_from(left))) if left else plan
    found = read(plan) or read({"launchcheck": 1, "launch": data_of(PLANS[0])["launch"]})
    assert found
    today = found.launch.day - timedelta(data.draw(st.integers(-3, 70)))
    source = Source.parse("launchcheck: 1\n", "plan.yaml")
    return validate(found, program(), Facts(today, source.locate, source.name))


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(data=st.data())
def test_folding_changes_no_verdict_gate_or_count(data: st.DataObject) -> None:
    """Verdict, gates and counts are what they would be if every item stood on its own."""
    found = plan_of(data)
    plain = found._replace(results=tuple(each._replace(because_of="") for each in found.results))

    def decided(report: Report) -> object:
        gates = [report.gate(rule) for rule in FailOn]
        return (
            report.verdict,
            report.reason,
            report.core,
            gates,
            Counts.of(report.results),
            OpenBlockers.of(report.results),
        )

    assert decided(found) == decided(plain)


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(data=st.data())
def test_an_item_that_explains_others_stands_on_its_own(data: st.DataObject) -> None:
    """It is open, earlier, at least as severe and itself not explained; every open item is listed once."""
    found = plan_of(data)
    order = {each.item.id: index for index, each in enumerate(found.results)}
    wrong: list[Result] = []
    for result in found.results:
        if result.because_of:
            cause = found.results[order[result.because_of]]
            fine = order[cause.item.id] < order[result.item.id] and cause.is_open and not cause.because_of
            fine &= result.status is Status.UNANSWERED and not result.is_core
            fine &= cause.blocks or not result.blocks
            wrong += [] if fine else [result]
    assert wrong == []
    listed = [each for open_ in folded(found.results) for each in (open_.result, *open_.folded)]
    assert sorted(order[each.item.id] for each in listed) == [
        order[each.item.id] for each in found.results if each.is_open
    ]
