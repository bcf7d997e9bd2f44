"""Validation: the results of a plan, a checklist and a date."""

from __future__ import annotations

import pickle
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from launchcheck import api, catalog
from launchcheck.api import validate_text
from launchcheck.checklist import Checklist, Layer
from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.facts import Facts
from launchcheck.parse import read
from launchcheck.plan import Plan, Section, fields
from launchcheck.plan.known import describe
from launchcheck.program import Program
from launchcheck.report import FailOn, Report, Verdict
from launchcheck.results import Counts, Result, Status
from launchcheck.source import Source
from launchcheck.validate import validate

FULL = (Path(__file__).parent / "data" / "plan_full.yaml").read_text("utf-8")
LAUNCH = date(2027, 2, 16)  # a Tuesday

HEAD = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 1}\n"
PLAN = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1, owner: dana, summary: Sync}
people:
  dana: {name: Dana Reyes}
  omar: {function: sales}
owners: {sales: omar}
"""
ITEMS = """\
checklist: 1
name: acme
areas:
  - {id: launch, question: Is there a reason?}
  - {id: sales, question: Is sales ready?}
  - {id: goals, question: Are there goals?}
items:
"""


def asked(*items: str) -> Checklist:
    """A checklist of items, each written as one map of YAML without what every item has."""
    lines = [
        f"  - {{{'' if 'area: ' in item else 'area: sales, '}question: Is it?, why: Or not., fix: Fix it., {item}}}\n"
        for item in items
    ]
    layer = read(Source.parse(ITEMS + ("".join(lines) or "  []\n"), "acme.yaml"), Layer)
    return Checklist(names=(layer.name,), areas=tuple(layer.areas), items=tuple(layer.items))


def item(check: str, **fields: str) -> str:
    """An item as a YAML map, without its braces."""
    given_ = {"id": "sales.one", "severity": "blocker", "due": "T-7", **fields}
    return ", ".join([*(f"{key}: {value}" for key, value in given_.items()), f"check: {{{check}}}"])


DEMO = "kind: present, paths: [sales.demo.environment, sales.demo.owner]"
RATIO = "kind: ratio, part: sales.understood.passed, whole: sales.understood.total, at_least: 80"


def report(
    text: str,
    checklist: Checklist,
    today: date = date(2027, 2, 1),
    absent: tuple[tuple[tuple[str | int, ...], str], ...] = (),
    **options: Any,
) -> Report:
    """The report on a plan for a date."""
    source = Source.parse(text, "plan.yaml")
    facts = Facts(today, source.locate, source.name, absent)
    return validate(read(source, Plan), checklist, facts, **options)


def one(text: str, *items: str, **options: Any) -> Result:
    """The single result."""
    (found,) = report(text, asked(*items), **options).results
    return found


def findings(result: Result) -> list[tuple[str, str]]:
    """The messages and places of an item's findings."""
    return [(str(each.location), each.message) for each in result.findings]


# -- statuses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sales", "check", "status", "said"),
    [
        ("{demo: {environment: https://d.example.com, owner: omar}}", DEMO, Status.PASSED, []),
        ("{demo: {owner: omar}}", DEMO, Status.UNANSWERED, ["sales.demo.environment is missing"]),
        ("{demo: {}}", DEMO, Status.UNANSWERED, ["sales.demo is missing environment and owner"]),
        ("{understood: {passed: 9, total: 10}}", RATIO, Status.PASSED, []),
        (
            "{understood: {passed: 7, total: 10}}",
            RATIO,
            Status.FAILED,
            ["7 of 10 done (70%); at least 80% needed, which is 8"],
        ),
        ("{understood: {total: 10}}", RATIO, Status.UNANSWERED, ["sales.understood.passed is missing"]),
        (
            "{demo: {last_checked: 2027-02-09}}",
            "kind: happened, date: sales.demo.last_checked",
            Status.FAILED,
            ["sales.demo.last_checked is scheduled for Tue 9 Feb 2027; it counts once it has happened"],
        ),
    ],
)
def test_the_facts_decide_the_status(sales: str, check: str, status: Status, said: list[str]) -> None:
    """Missing facts are unanswered, contradictions fail, and scheduled facts have not happened yet."""
    result = one(f"{PLAN}sales: {sales}\n", item(check))
    assert (result.status, [each.message for each in result.findings]) == (status, said)


def test_one_contradiction_outweighs_missing_facts() -> None:
    """An item with something missing and something wrong has failed."""
    check = f"kind: all, checks: [{{{DEMO}}}, {{{RATIO}}}]"
    result = one(f"{PLAN}sales: {{understood: {{passed: 1, total: 10}}}}\n", item(check))
    assert (result.status, [each.kind for each in result.findings]) == (
        Status.FAILED,
        ["missing", "under_way"],
    )


@pytest.mark.parametrize(
    ("sales", "check", "before", "after"),
    [
        ("{understood: {passed: 1, total: 10}}", RATIO, "under_way", "late"),
        (
            "{demo: {last_checked: 2027-02-16}}",
            "kind: happened, date: sales.demo.last_checked",
            "scheduled",
            "late",
        ),
        ("{demo: {owner: omar}}", DEMO, "missing", "missing"),
        (
            "{demo: {last_checked: 2027-02-16}}",
            "kind: order, first: sales.demo.last_checked, then: T-3",
            "wrong",
            "wrong",
        ),
    ],
)
def test_what_is_not_done_is_late_after_its_due_date(sales: str, check: str, before: str, after: str) -> None:
    """On its due date work is under way or scheduled, and from the next day on it is late; the rest stays."""
    text = f"{PLAN}sales: {sales}\n"
    due = one(text, item(check)).due
    days = (due, due + timedelta(1))
    found = [one(text, item(check), today=day) for day in days]
    assert [(result.kind, result.findings[0].kind) for result in found] == [(before, before), (after, after)]


def test_an_item_counts_once_by_its_worst_finding() -> None:
    """What is wrong comes before what is late or under way, and that before what is missing."""
    text = f"{PLAN}sales: {{understood: {{passed: 1, total: 10}}, demo: {{last_checked: 2027-02-15}}}}\n"
    wrong = "kind: order, first: sales.demo.last_checked, then: T-3"
    scheduled = "kind: happened, date: sales.demo.last_checked"
    checks = [DEMO, scheduled, RATIO, wrong]
    kinds = [
        one(text, item(f"kind: all, checks: [{', '.join(f'{{{each}}}' for each in checks[:count])}]")).kind
        for count in (1, 2, 3, 4)
    ]
    assert kinds == ["missing", "scheduled", "under_way", "wrong"]


def test_a_passed_item_counts_as_no_kind() -> None:
    """An item that is not open has no kind."""
    assert one(f"{PLAN}sales: {{understood: {{passed: 9, total: 10}}}}\n", item(RATIO)).kind == ""


def test_a_finding_points_at_the_deepest_existing_place() -> None:
    """A missing fact is located at its closest existing parent; a wrong fact at its value."""
    text = f"{PLAN}sales:\n  demo: {{owner: omar}}\n  understood: {{passed: 1, total: 10}}\n"
    check = f"kind: all, checks: [{{{DEMO}}}, {{{RATIO}}}]"
    result = one(text, item(check))
    assert findings(result) == [
        ("plan.yaml:8:3", "sales.demo.environment is missing"),
        ("plan.yaml:9:24", "1 of 10 done (10%); at least 80% needed, which is 8"),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("#beacon", ': # begins a comment; write "#beacon"'),
        ("#1 alerts", ': # begins a comment; write "#1 alerts"'),
        ("# the channel", ""),
        ("", ""),
    ],
)
def test_a_value_that_became_a_comment_is_named(typed: str, said: str) -> None:
    """A channel such as `#beacon` needs quotation marks; a comment after a space is meant."""
    text = f"{PLAN}sales:\n  questions:\n    channel: {typed}\n    hours: 4\n"
    found = one(text, item("kind: present, paths: [sales.questions.channel]"))
    assert findings(found) == [("plan.yaml:9:5", f"sales.questions.channel is missing{said}")]


def test_a_comment_is_named_where_several_facts_are_missing() -> None:
    """One message names the missing facts of a section, and the value of one that became a comment."""
    text = f"{PLAN}sales:\n  questions:\n    hours: 4\n    channel: #beacon\n"
    paths = "[sales.questions.responder, sales.questions.channel]"
    said = 'sales.questions is missing responder and channel: # begins a comment; write "#beacon"'
    assert [words for _, words in findings(one(text, item(f"kind: present, paths: {paths}")))] == [said]


def test_sections_at_the_top_that_are_missing_are_named() -> None:
    """If several sections are missing, the plan itself is named as missing them."""
    result = one(HEAD, item("kind: present, paths: [goals, messaging, sales.demo]"))
    assert findings(result) == [
        ("plan.yaml:1:1", "the plan is missing goals and messaging"),
        ("plan.yaml:1:1", "sales.demo is missing"),
    ]


# -- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "today", "left", "overdue"),
    [
        ("T-7", date(2027, 2, 8), 1, False),
        ("T-7", date(2027, 2, 9), 0, False),
        ("T-7", date(2027, 2, 10), -1, True),
        ("T-3", date(2027, 2, 12), 0, False),
        ("T-3", date(2027, 2, 13), -1, True),
        ("T", date(2027, 2, 16), 0, False),
        ("T+4", date(2027, 2, 19), 0, False),
        ("T+4", date(2027, 2, 20), -1, True),
    ],
)
def test_what_is_due_today_is_late_tomorrow(due: str, today: date, left: int, *, overdue: bool) -> None:
    """An open item is overdue from the day after its due date; a due date on a weekend moves to Friday."""
    result = one(PLAN, item(DEMO, due=due), today=today)
    assert (result.days_left, result.due - today, result.is_overdue) == (left, timedelta(left), overdue)


def test_what_has_passed_is_never_late() -> None:
    """A passed item is never overdue."""
    text = f"{PLAN}sales: {{demo: {{environment: https://d.example.com, owner: omar}}}}\n"
    result = one(text, item(DEMO, due="T-90"))
    assert (result.status, result.is_overdue, result.is_open, result.blocks) == (
        Status.PASSED,
        False,
        False,
        False,
    )


# -- which items apply -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "tier", "expected"),
    [
        ("blocker", 3, ("blocker", Status.UNANSWERED, "")),
        ("{1: blocker, 2: warning}", None, ("blocker", Status.UNANSWERED, "")),
        ("{1: blocker, 2: warning}", 2, ("warning", Status.UNANSWERED, "")),
        ("{1: blocker, 2: warning}", 3, ("", Status.NOT_APPLICABLE, "does not apply at tier 3")),
    ],
)
def test_the_tier_decides_which_items_apply(
    severity: str, tier: int | None, expected: tuple[Any, ...]
) -> None:
    """Items follow the tier, be it the plan's own or another one."""
    result = one(PLAN, item(DEMO, severity=severity), tier=tier)
    assert (result.severity, result.status, result.reason) == expected


def test_a_report_knows_both_tiers() -> None:
    """A report has the tier used and the plan's own tier."""
    found = report(PLAN, asked(item(DEMO)), tier=3)
    assert (found.tier, found.launch.tier) == (3, 1)


def test_a_tier_that_there_is_not_asks_nothing() -> None:
    """Tier 0 is not taken for the launch's own."""
    assert one(PLAN, item(DEMO), tier=0).reason == "does not apply at tier 0"


COUNT = "{audience.affected_accounts.count: {not: [0]}}"


@pytest.mark.parametrize(
    ("when", "facts", "reason"),
    [
        (COUNT, "audience: {affected_accounts: {count: 0}}", "applies only if audience.affected_accounts.count is other than 0; it is 0"),
        (COUNT, "audience: {affected_accounts: {count: 3}}", ""),
        (COUNT, "audience: {}", ""),
        ("{launch.tier: 2}", "", "applies only if launch.tier is 2; it is 1"),
        ("{launch.tier: [1, 2]}", "", ""),
        ("{custom.security: {given: true}}", "", "applies only if custom.security is set; it is not set"),
        ("{custom.security: {given: true}}", "custom: {security: yes}", ""),
        ("{custom.security: {given: false}}", "custom: {security: yes}", "applies only if custom.security is left out; it is yes"),
        ("{custom.security: {given: false}}", "", ""),
        ("{custom.n: {at_least: 3}}", "custom: {n: 2}", "applies only if custom.n is at least 3; it is 2"),
        ("{custom.n: {at_least: 3}}", "", ""),
        ("{custom.n: {at_least: 3, given: true}}", "custom: {n: 2}", "applies only if custom.n is at least 3; it is 2"),
        ("{custom.n: {at_least: 3, given: true}}", "custom: {n: 4}", ""),
        ("{launch.date: 2027-02-16}", "", ""),
        ("{launch.date: {from: 2027-02-17}}", "", None),
        ("{launch.date: {by: today}}", "", "applies only if launch.date is by today (Mon 1 Feb 2027); it is Tue 16 Feb 2027"),
        ("{'campaigns[].public': true}", "campaigns: [{id: a, public: false}, {id: b, public: true}]", ""),
        ("{'campaigns[].public': true}", "campaigns: [{id: a, public: false}]", "applies only if campaigns[].public is true; it is false"),
        ("{'campaigns[].public': true}", "campaigns: []", ""),
        ("{launch.tier: 1, custom.region: eu}", "custom: {region: us}", "applies only if custom.region is eu; it is us"),
    ],
)  # fmt: skip
def test_facts_decide_whether_an_item_applies(when: str, facts: str, reason: str | None) -> None:
    """An item is skipped if its condition is false; if the condition is unknown, it applies."""
    if reason is None:
        with pytest.raises(LaunchcheckError):
            asked(item(DEMO, when=when))
        return
    result = one(f"{PLAN}{facts}\n", item(DEMO, when=when))
    expected = Status.NOT_APPLICABLE if reason else Status.UNANSWERED
    assert (result.reason, result.status) == (reason, expected)


def test_a_skipped_item_keeps_due_date_and_owner() -> None:
    """A result that does not apply keeps its severity, its due date and its owner."""
    result = one(PLAN, item(DEMO, when="{launch.tier: 2}"))
    assert (
        result.severity,
        str(result.due),
        result.owner and result.owner.id,
        result.findings,
        result.progress,
    ) == (
        "blocker",
        "2027-02-09",
        "omar",
        (),
        None,
    )


def test_a_cancelled_launch_has_no_items() -> None:
    """Nothing applies, the verdict says so, and every gate is open."""
    found = report(PLAN.replace("tier: 1", "tier: 1, status: cancelled"), asked(item(DEMO)))
    gates = [(found.gate(rule).is_open, found.gate(rule).reason) for rule in FailOn]
    assert (found.verdict, found.verdict_without_waivers, found.results[0].reason, set(gates)) == (
        Verdict.CANCELLED,
        Verdict.CANCELLED,
        "the launch is cancelled",
        {(True, "the launch is cancelled; nothing is checked")},
    )


def test_a_launched_plan_is_judged_as_of_its_launch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a date, a launched plan is checked as of the launch date, which has come."""
    launched = HEAD.replace("tier: 1", "tier: 1, status: launched")
    monkeypatch.setattr(api, "current_day", lambda _: LAUNCH + timedelta(3))
    assert validate_text(launched).as_of == LAUNCH
    monkeypatch.setattr(api, "current_day", lambda _: LAUNCH)
    assert validate_text(launched).as_of == LAUNCH


def test_a_launch_whose_date_has_not_come_is_not_launched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged as of its own date, everything that is planned would have happened."""
    launched = HEAD.replace("tier: 1", "tier: 1, status: launched")
    monkeypatch.setattr(api, "current_day", lambda _: LAUNCH - timedelta(1))

    with pytest.raises(LaunchcheckError) as refused:
        validate_text(launched, name="launch.yaml")

    assert refused.value.message == f"launched on {day(LAUNCH)}, which is after {day(LAUNCH - timedelta(1))}"
    assert [place.path for place in refused.value.locations] == ["launch.yaml"] * 2
    assert "launched" in refused.value.locations[0].text
    with pytest.raises(LaunchcheckError):
        validate_text(launched, today=LAUNCH - timedelta(1))
    assert validate_text(launched, today=LAUNCH).as_of == LAUNCH


# -- people ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"area": "launch"}, ("dana", "Dana Reyes")),
        ({}, ("omar", "omar")),
        ({"owner": "launch"}, ("dana", "Dana Reyes")),
        ({"area": "goals"}, None),
        ({"area": "goals", "owner": "sales"}, ("omar", "omar")),
    ],
)
def test_an_item_is_answered_by_the_owner_of_its_area(fields: dict[str, str], expected: Any) -> None:
    """It is the area's owner, or another area's if the item says so; for the envelope, the owner of the launch."""
    area = fields.get("area", "sales")
    lines = item(DEMO, **{key: value for key, value in fields.items() if key != "area"})
    checklist = asked(lines)
    checklist = checklist.model_copy(
        update={"items": tuple(each.model_copy(update={"area": area}) for each in checklist.items)}
    )
    owner = report(PLAN, checklist).results[0].owner
    assert (owner and (owner.id, owner.name)) == expected


def test_a_modified_checklist_is_used_as_it_is_now() -> None:
    """No earlier result about its items is cached."""
    text = HEAD + "sales: {touches: [{way: email}]}\n"
    before = asked(item(DEMO), item("kind: count, of: sales.touches, at_least: 7", id="sales.two"))
    assert len(report(text, before).results) == 2
    after = before.model_copy(update={"items": before.items[:1]})
    assert len(report(text, after).results) == 1


def test_the_report_header_comes_from_plan_and_checklist() -> None:
    """This covers name, dates, people and areas."""
    found = report(PLAN, asked(item(DEMO)))
    areas = [(area.id, area.question, area.owner and area.owner.id) for area in found.areas]
    head = found.launch
    assert (found.source, found.checklists, head.name, head.summary, head.date, head.release_date, areas) == (
        "plan.yaml",
        ("acme",),
        "Orbit",
        "Sync",
        LAUNCH,
        None,
        [
            ("launch", "Is there a reason?", "dana"),
            ("sales", "Is sales ready?", "omar"),
            ("goals", "Are there goals?", None),
        ],
    )


# -- evidence ----------------------------------------------------------------------------------


TOUCHES = f"{PLAN}sales: {{touches: [{{evidence: a.md}}, {{evidence: b.md}}], demo: {{environment: c.md, owner: omar}}}}\n"
COUNTED = "kind: count, of: sales.touches, at_least: 2"


def test_missing_evidence_fails_the_items_that_read_it() -> None:
    """Items that do not read or name the evidence are unaffected."""
    checklist = asked(
        item(COUNTED, id="sales.leans", evidence="['sales.touches[].evidence']"),
        item(COUNTED, id="sales.counts"),
        item(DEMO, id="sales.demo"),
        item("kind: each, of: sales.touches, has: [evidence]", id="sales.each"),
    )
    found = report(TOUCHES, checklist, absent=((("sales", "touches", 1, "evidence"), "b.md"),))
    words = "'b.md' does not exist; evidence paths are relative to the plan"
    assert [(each.item.id, each.status.value, findings(each)) for each in found.results] == [
        ("sales.leans", "failed", [("plan.yaml:7:48", words)]),
        ("sales.counts", "passed", []),
        ("sales.demo", "passed", []),
        ("sales.each", "failed", [("plan.yaml:7:48", words)]),
    ]


def test_missing_evidence_is_reported_with_other_findings() -> None:
    """Neither hides the other."""
    plan = TOUCHES.replace("{evidence: a.md}", "{}")
    absent = ((("sales", "touches", 1, "evidence"), "b.md"),)
    result = one(plan, item("kind: each, of: sales.touches, what: touch, has: [evidence]"), absent=absent)
    assert [message for _, message in findings(result)] == [
        "sales.touches[0] is missing evidence",
        "'b.md' does not exist; evidence paths are relative to the plan",
    ]


def test_missing_evidence_does_not_affect_skipped_items() -> None:
    """An item that does not apply does not fail because of its evidence."""
    absent = ((("sales", "demo", "environment"), "c.md"),)
    result = one(TOUCHES, item(DEMO, severity="{2: blocker}"), absent=absent)
    assert (result.status, result.findings) == (Status.NOT_APPLICABLE, ())


def test_missing_evidence_counts_against_progress() -> None:
    """An entry whose evidence is missing is not done."""
    absent = ((("sales", "touches", 1, "evidence"), "b.md"),)
    result = one(TOUCHES, item("kind: each, of: sales.touches, has: [evidence]"), absent=absent)
    assert result.progress
    assert (result.progress.done, result.progress.needed) == (1, 2)


def test_every_link_is_read_by_an_item() -> None:
    """The built-in checklist notices a missing file behind any link of the format."""
    source = Source.parse(FULL, "plan.yaml")
    plan = read(source, Plan)
    from launchcheck.plan.paths import links

    noticed = []
    for path in links(plan):
        where = next((place for place, value in path.select(plan) if value is not None), None)
        facts = Facts(LAUNCH, source.locate, source.name, (((where), "gone.md"),) if where else ())
        found = validate(plan, catalog.built_in(), facts)
        noticed.append(
            any("'gone.md'" in each.message for result in found.results for each in result.findings)
        )
    assert (len(noticed), set(noticed)) == (len(links(plan)), {True})


# -- verdict and gate --------------------------------------------------------------------------


ANSWERED = f"{PLAN}sales: {{demo: {{environment: https://d.example.com, owner: omar}}}}\n"
BLOCKER, WARNING = item(DEMO, id="sales.blocker"), item(DEMO, id="sales.warning", severity="warning")
SECOND = item(DEMO, id="sales.second", due="T-60")
EARLY, LATE = date(2027, 2, 1), date(2027, 2, 20)


@pytest.mark.parametrize(
    ("text", "items", "today", "expected"),
    [
        (ANSWERED, [BLOCKER, WARNING], LATE, Verdict.READY),
        (PLAN, [WARNING], LATE, Verdict.READY),
        (PLAN, [], LATE, Verdict.READY),
        (PLAN, [BLOCKER, WARNING], EARLY, Verdict.ON_TRACK),
        (PLAN, [BLOCKER, WARNING], date(2027, 2, 9), Verdict.ON_TRACK),
        (PLAN, [BLOCKER, WARNING], LATE, Verdict.NOT_READY),
        (PLAN, [BLOCKER, SECOND], EARLY, Verdict.NOT_READY),
    ],
)
def test_the_verdict_is_decided_by_blockers(
    text: str, items: list[str], today: date, expected: Verdict
) -> None:
    """Without open blockers: ready; with open ones in time: on track; with an overdue one: not ready."""
    assert report(text, asked(*items), today).verdict == expected


@pytest.mark.parametrize(
    ("text", "items", "today", "rule", "expected"),
    [
        (ANSWERED, [BLOCKER, WARNING], LATE, FailOn.BLOCKER, (True, "no blocker is open")),
        (ANSWERED, [BLOCKER, WARNING], LATE, FailOn.OVERDUE, (True, "no blocker is overdue")),
        (ANSWERED, [BLOCKER, WARNING], LATE, FailOn.WARNING, (True, "nothing is open")),
        (ANSWERED, [BLOCKER, WARNING], LATE, FailOn.NEVER, (True, "this gate never closes")),
        (PLAN, [BLOCKER, WARNING], EARLY, FailOn.BLOCKER, (False, "1 open blocker")),
        (PLAN, [BLOCKER, WARNING], EARLY, FailOn.OVERDUE, (True, "no blocker is overdue")),
        (PLAN, [BLOCKER, WARNING], EARLY, FailOn.WARNING, (False, "2 open items")),
        (PLAN, [BLOCKER, WARNING], EARLY, FailOn.NEVER, (True, "this gate never closes")),
        (PLAN, [BLOCKER, SECOND, WARNING], EARLY, FailOn.OVERDUE, (False, "1 overdue blocker")),
        (PLAN, [BLOCKER, SECOND, WARNING], LATE, FailOn.BLOCKER, (False, "2 open blockers")),
        (PLAN, [BLOCKER, SECOND, WARNING], LATE, FailOn.OVERDUE, (False, "2 overdue blockers")),
        (PLAN, [BLOCKER, SECOND, WARNING], LATE, FailOn.NEVER, (True, "this gate never closes")),
        (PLAN, [WARNING], LATE, FailOn.BLOCKER, (True, "no blocker is open")),
        (PLAN, [WARNING], LATE, FailOn.OVERDUE, (True, "no blocker is overdue")),
        (PLAN, [WARNING], LATE, FailOn.WARNING, (False, "1 open item")),
    ],
)
def test_the_gate_follows_its_rule(
    text: str, items: list[str], today: date, rule: FailOn, expected: tuple[bool, str]
) -> None:
    """Each rule looks at its own kind of open item, and gives a reason."""
    gate = report(text, asked(*items), today).gate(rule)
    assert (gate.is_open, gate.reason, gate.fail_on) == (*expected, rule)


def test_the_default_gate_looks_at_blockers() -> None:
    """The gate without a rule is the one for blockers."""
    assert report(PLAN, asked(BLOCKER)).gate().fail_on == FailOn.BLOCKER


def test_results_are_counted_by_status() -> None:
    """Overdue results are among the open ones, and skipped items are counted separately."""
    items = [BLOCKER, WARNING, SECOND, item(DEMO, id="sales.not", severity="{2: blocker}")]
    counts = Counts.of(
        report(PLAN, asked(*items, item("kind: present, paths: [owners]", id="sales.passes"))).results
    )
    assert (counts, counts.asked) == (Counts(passed=1, open=3, overdue=1, waived=0, not_applicable=1), 4)


def test_blockers_and_warnings_list_open_items() -> None:
    """Other items are in neither list."""
    found = report(PLAN, asked(BLOCKER, WARNING, item("kind: present, paths: [owners]", id="sales.passes")))
    assert ([each.item.id for each in found.blockers], [each.item.id for each in found.warnings]) == (
        ["sales.blocker"],
        ["sales.warning"],
    )


def test_narrowing_to_one_owner_keeps_the_verdict() -> None:
    """A report for one person lists their items, and its verdict is that of the whole."""
    found = report(PLAN, asked(BLOCKER, item(DEMO, id="sales.other", owner="launch")))
    mine = found._replace(only_owner=found.results[1].owner)
    shown = [[each.item.id for each in one.shown] for one in (found, mine)]
    assert (shown, mine.verdict, mine.gate()) == (
        [["sales.blocker", "sales.other"], ["sales.other"]],
        found.verdict,
        found.gate(),
    )


# -- purity ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full() -> tuple[Source, Plan]:
    """The full plan."""
    source = Source.parse(FULL, "plan.yaml")
    return source, read(source, Plan)


def test_validation_is_deterministic(full: tuple[Source, Plan]) -> None:
    """Same plan, checklist and date: equal reports, and the inputs are unchanged."""
    source, plan = full
    checklist = catalog.built_in()
    before = (plan.model_dump_json(), pickle.dumps(source.text), repr(checklist))
    facts = Facts(date(2027, 2, 10), source.locate, source.name)
    reports = [validate(plan, checklist, facts) for _ in range(2)]
    after = (plan.model_dump_json(), pickle.dumps(source.text), repr(checklist))
    assert (reports[0] == reports[1], before == after) == (True, True)


def test_a_report_can_be_pickled(full: tuple[Source, Plan]) -> None:
    """Plan, checklist and report stay equal in another process."""
    source, plan = full
    facts = Facts(date(2027, 2, 10), source.locate, source.name)
    here = validate(plan, catalog.built_in(), facts)
    there = validate(*pickle.loads(pickle.dumps((plan, catalog.built_in(), facts))))
    assert (pickle.loads(pickle.dumps(here)) == here, there == here) == (True, True)


def test_a_report_cannot_be_changed() -> None:
    """A report and what it holds are frozen."""
    found = report(PLAN, asked(item(DEMO)))
    wrong = []
    for value, field in (
        (found, "tier"),
        (found.results[0], "status"),
        (found.results[0].findings[0], "waived"),
    ):
        with pytest.raises(AttributeError):
            setattr(value, field, None)
        wrong.append(field)
    assert wrong == ["tier", "status", "waived"]


def test_every_finding_has_a_line_in_the_plan() -> None:
    """Each finding of the full checklist on a minimal plan points at one of its lines."""
    found = report(HEAD, catalog.built_in())
    places = {each.location for result in found.results for each in result.findings}
    assert {(place.path, 1 <= place.line <= 2, place.column >= 1) for place in places} == {
        ("plan.yaml", True, True)
    }


def test_a_minimal_plan_is_unanswered_not_failed() -> None:
    """A plan with only its launch contradicts nothing.

    Its date, the one fact, is a day; it is not asked about a release date, exits and tasks that it
    does not have.
    """
    found = report(HEAD, catalog.built_in())
    odd = {each.item.id: each.status for each in found.results if each.status is not Status.UNANSWERED}
    excused = (
        *("launch.dated", "launch.release-before-launch", "product.rollout-learned"),
        *("launch.tasks-done", "launch.tasks-late", "launch.approvals-given"),
    )
    assert odd == dict.fromkeys(excused, Status.NOT_APPLICABLE)


DATA: dict[str, Any] = Source.parse(FULL).data


def places(node: Any, where: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in some data, except the top."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place for step, below in steps for place in ((*where, step), *places(below, (*where, step)))]


PLACES = [place for place in places(DATA) if place[0] not in {"launchcheck", "waivers", "custom"}]


def without(gone: list[tuple[str | int, ...]]) -> dict[str, Any]:
    """The full plan's data without some of its places; list entries are removed from the end."""
    data = deepcopy(DATA)
    del data["waivers"]
    for place in sorted(gone, key=lambda each: [str(step).rjust(4, "0") for step in each], reverse=True):
        node: Any = data
        for step in place[:-1]:
            held = (isinstance(node, dict) and step in node) or (
                isinstance(node, list) and step in range(len(node))
            )
            node = node[step] if held else {}
        if isinstance(node, dict):
            node.pop(place[-1], None)
        elif place[-1] in range(len(node)):
            node.pop(int(place[-1]))
    return data


PROGRAM = Program.of(catalog.built_in())


def judged(data: dict[str, Any], today: date = LAUNCH) -> Report:
    """Validate data against the built-in checklist, for a date."""
    plan = Plan.model_validate(data)
    return validate(plan, PROGRAM, Facts(today, lambda where, **_: Location("plan", 1, len(where))))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from(PLACES), max_size=30), st.sampled_from([1, 2, 3]))
def test_a_plan_with_any_gaps_is_judged(gone: list[tuple[str | int, ...]], tier: int) -> None:
    """It is refused with an error, or every item has one of five statuses."""
    data = without(gone)
    if "launch" in data and "tier" in data["launch"]:
        data["launch"]["tier"] = tier
    found: Report | LaunchcheckError
    try:
        found = validate_text(as_yaml(data), today=LAUNCH)
    except LaunchcheckError as error:
        found = error
    if isinstance(found, LaunchcheckError):
        assert [part for part in found.parts or (found,) if not part.locations] == []
        return
    odd = [each.item.id for each in found.results if bool(each.findings) != each.is_open]
    assert (len(found.results), odd) == (len(catalog.built_in().items), [])


FACTS = [place for place in PLACES if isinstance(place[-1], str) and len(place) > 1]
STEPS = ("product", "rollout", "steps")
"""The rollout steps: without them the first customers are later, for every item alike."""

NOT_ASKED_WITHOUT = {
    ("campaigns.covered", "priority"),  # not known to be a segment that a campaign must reach
    ("campaigns.claims-proved", "claims"),  # a campaign that claims nothing has nothing to prove
    ("product.caveats-declared", "caveats_confirmed"),  # needed only where the plan says `none`
    ("product.caveats-declared", "date"),
    ("product.caveats-declared", "fix_by"),  # a date that has passed is wrong; a caveat may stay for good
    ("launch.tasks-late", "due"),  # without a due day it is due by the launch, and launch.tasks-done asks
}


def greener(before: Report, after: Report) -> list[str]:
    """The items that were open before, and no longer are."""
    pairs = zip(before.results, after.results, strict=True)
    return [old.item.id for old, new in pairs if old.is_open and not new.is_open]


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2027, 2, 1), LAUNCH, date(2028, 1, 1)])
def test_removing_a_fact_of_the_full_plan_closes_no_item(today: date) -> None:
    """On any date, an open item stays open when a fact is removed, but for the steps that F hangs on."""
    full = judged(without([]), today)
    odd = set()
    for place in FACTS:
        if place[:3] == STEPS[: len(place[:3])]:
            continue
        try:
            less = judged(without([place]), today)
        except ValidationError:  # something else refers to it
            continue
        odd |= {(id, place[-1]) for id in greener(full, less)}
    assert odd - NOT_ASKED_WITHOUT == set()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PLACES), max_size=12), st.sampled_from(FACTS))
def test_removing_more_facts_closes_no_item(
    gone: list[tuple[str | int, ...]], fact: tuple[str | int, ...]
) -> None:
    """An open item of a plan with gaps stays open when one more fact is removed."""
    try:
        before, after = judged(without(gone)), judged(without([*gone, fact]))
    except ValidationError:
        return
    assert {(id, fact[-1]) for id in greener(before, after)} - NOT_ASKED_WITHOUT == set()


SAYS_NONE = {
    "product.defects": "product.defects",
    "campaigns.goal-linked": "campaigns",
    "campaigns.assets-final": "campaigns",
    "campaigns.assets-approved": "campaigns",
    "campaigns.expectations": "campaigns",
    "campaigns.claims-proved": "campaigns",
    "customer_success.key-accounts": "audience.affected_accounts.named",
}
"""The items that pass because a list is empty, where the format says that this means none."""


def emptied(model: type[Section]) -> dict[str, Any]:
    """A section in which every list and map is there, and empty."""
    found: dict[str, Any] = {}
    for key, known in fields(model).items():
        if known.many:
            found[key] = {} if known.many == "map" else []
        elif known.model and key != "custom":
            found[key] = emptied(known.model)
    return found


def barely(tier: int, sections: dict[str, Any]) -> Report:
    """The report of a plan with a name, a date, a tier and these sections."""
    launch = {**sections.get("launch", {}), "name": "Orbit", "date": str(LAUNCH), "tier": tier}
    data = {**sections, "launchcheck": 1, "launch": launch}
    return validate(
        Plan.model_validate(data), catalog.built_in(), Facts(LAUNCH, lambda _, **__: Location("plan.yaml"))
    )


def passing(report: Report) -> set[str]:
    """The items that pass."""
    return {each.item.id for each in report.results if each.status is Status.PASSED}


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_nothing_passes_on_nothing(tier: int) -> None:
    """A plan with a name, a date and a tier passes no item."""
    assert passing(barely(tier, {})) == set()


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_empty_lists_pass_only_where_the_format_says_that_they_mean_none(tier: int) -> None:
    """In a plan whose every list is empty, an item passes only if that answers its question."""
    sections = {key: value for key, value in emptied(Plan).items() if key != "custom"}
    assert passing(barely(tier, sections)) <= SAYS_NONE.keys()
    for item, path in SAYS_NONE.items():
        less = deepcopy(sections)
        *above, last = path.split(".")
        holder = less
        for step in above:
            holder = holder[step]
        del holder[last]
        assert item not in passing(barely(tier, less))


@pytest.mark.parametrize("path", sorted(set(SAYS_NONE.values())))
def test_the_format_says_where_an_empty_list_means_none(path: str) -> None:
    """The description of such a list says so."""
    *above, last = path.split(".")
    model: type[Section] = Plan
    for step in above:
        below = fields(model)[step].model
        assert below
        model = below
    assert "an empty list means that there are none" in describe(model, last).casefold()


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_guardrails_alone_pass_no_item_about_goals(tier: int) -> None:
    """A list of goals that has only a guardrail says nothing about a goal."""
    report = barely(tier, {"goals": [{"id": "tickets", "kind": "guardrail"}]})
    assert {id for id in passing(report) if id.startswith("goals.")} == set()


def as_yaml(data: dict[str, Any]) -> str:
    """Data as JSON text, which is valid YAML."""
    import json

    return json.dumps(data, ensure_ascii=False)
