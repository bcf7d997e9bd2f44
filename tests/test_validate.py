"""May this launch go? What a plan, a checklist and a day make of each other."""

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

from launchcheck import catalog
from launchcheck.api import validate_text
from launchcheck.checklist import Checklist, Layer
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.facts import Facts
from launchcheck.parse import read
from launchcheck.plan import Plan
from launchcheck.report import Counts, FailOn, Report, Result, Status, Verdict
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
    lines = [f"  - {{area: sales, question: Is it?, why: Or not., fix: Fix it., {item}}}\n" for item in items]
    layer = read(Source.parse(ITEMS + ("".join(lines) or "  []\n"), "acme.yaml"), Layer)
    return Checklist(names=(layer.name,), areas=tuple(layer.areas), items=tuple(layer.items))


def item(check: str, **fields: str) -> str:
    """One item as a map of YAML, without its braces."""
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
    """What a checklist makes of a plan on a day."""
    source = Source.parse(text, "plan.yaml")
    facts = Facts(today, source.locate, source.name, absent)
    return validate(read(source, Plan), checklist, facts, **options)


def one(text: str, *items: str, **options: Any) -> Result:
    """The only result."""
    (found,) = report(text, asked(*items), **options).results
    return found


def findings(result: Result) -> list[tuple[str, str]]:
    """What is said of an item, with where."""
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
    """Silence is unanswered, contradiction is failed, and what is only scheduled has not happened."""
    result = one(f"{PLAN}sales: {sales}\n", item(check))
    assert (result.status, [each.message for each in result.findings]) == (status, said)


def test_one_contradiction_outweighs_silence() -> None:
    """An item with something missing and something wrong has failed."""
    check = f"kind: all, checks: [{{{DEMO}}}, {{{RATIO}}}]"
    result = one(f"{PLAN}sales: {{understood: {{passed: 1, total: 10}}}}\n", item(check))
    assert (result.status, [each.kind for each in result.findings]) == (Status.FAILED, ["missing", "wrong"])


def test_a_finding_stands_at_the_deepest_part_that_is_written() -> None:
    """What is missing is located at what is there; what is wrong, at its value."""
    text = f"{PLAN}sales:\n  demo: {{owner: omar}}\n  understood: {{passed: 1, total: 10}}\n"
    check = f"kind: all, checks: [{{{DEMO}}}, {{{RATIO}}}]"
    result = one(text, item(check))
    assert findings(result) == [
        ("plan.yaml:8:3", "sales.demo.environment is missing"),
        ("plan.yaml:9:24", "1 of 10 done (10%); at least 80% needed, which is 8"),
    ]


def test_sections_at_the_top_that_are_missing_are_named() -> None:
    """If several sections are missing, the plan itself is named as missing them."""
    result = one(HEAD, item("kind: present, paths: [goals, messaging, sales.demo]"))
    assert findings(result) == [
        ("plan.yaml:1:1", "the plan is missing goals and messaging"),
        ("plan.yaml:1:1", "sales.demo is missing"),
    ]


# -- days --------------------------------------------------------------------------------------


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
    """An open item is overdue from the day after it was due; a due weekend day moves to Friday."""
    result = one(PLAN, item(DEMO, due=due), today=today)
    assert (result.days_left, result.due - today, result.is_overdue) == (left, timedelta(left), overdue)


def test_what_has_passed_is_never_late() -> None:
    """An item that has passed is not overdue, however long ago it was due."""
    text = f"{PLAN}sales: {{demo: {{environment: https://d.example.com, owner: omar}}}}\n"
    result = one(text, item(DEMO, due="T-90"))
    assert (result.status, result.is_overdue, result.is_open, result.blocks) == (
        Status.PASSED,
        False,
        False,
        False,
    )


# -- what is asked -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "tier", "expected"),
    [
        ("blocker", 3, ("blocker", Status.UNANSWERED, "")),
        ("{1: blocker, 2: warning}", None, ("blocker", Status.UNANSWERED, "")),
        ("{1: blocker, 2: warning}", 2, ("warning", Status.UNANSWERED, "")),
        ("{1: blocker, 2: warning}", 3, ("", Status.NOT_APPLICABLE, "does not apply at tier 3")),
    ],
)
def test_the_tier_decides_what_is_asked(severity: str, tier: int | None, expected: tuple[Any, ...]) -> None:
    """An item is asked as the tier asks it, be it the launch's own or another one."""
    result = one(PLAN, item(DEMO, severity=severity), tier=tier)
    assert (result.severity, result.status, result.reason) == expected


def test_a_report_knows_both_tiers() -> None:
    """A report says which tier was asked, and which is the launch's own."""
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
def test_facts_decide_whether_an_item_is_asked(when: str, facts: str, reason: str | None) -> None:
    """An item is left out where its condition does not hold; where nothing is known it is asked."""
    if reason is None:
        with pytest.raises(LaunchcheckError):
            asked(item(DEMO, when=when))
        return
    result = one(f"{PLAN}{facts}\n", item(DEMO, when=when))
    expected = Status.NOT_APPLICABLE if reason else Status.UNANSWERED
    assert (result.reason, result.status) == (reason, expected)


def test_an_item_that_is_not_asked_still_says_when_and_whose() -> None:
    """A result that does not apply keeps its severity, its due day and its owner."""
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


def test_a_cancelled_launch_is_asked_nothing() -> None:
    """Cancelled: nothing is asked, the verdict says so, and every gate is open."""
    found = report(PLAN.replace("tier: 1", "tier: 1, status: cancelled"), asked(item(DEMO)))
    gates = [(found.gate(rule).is_open, found.gate(rule).reason) for rule in FailOn]
    assert (found.verdict, found.verdict_without_waivers, found.results[0].reason, set(gates)) == (
        Verdict.CANCELLED,
        Verdict.CANCELLED,
        "the launch is cancelled",
        {(True, "the launch is cancelled; nothing is checked")},
    )


def test_a_launched_plan_is_judged_as_of_its_launch() -> None:
    """Without a day, a plan that says it was launched is asked on the launch date."""
    assert validate_text(HEAD.replace("tier: 1", "tier: 1, status: launched")).as_of == LAUNCH


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
    """The area's owner answers, or another area's where the item says so; the launch's for the envelope."""
    area = fields.get("area", "sales")
    lines = item(DEMO, **{key: value for key, value in fields.items() if key != "area"})
    checklist = asked(lines)
    checklist = checklist.model_copy(
        update={"items": tuple(each.model_copy(update={"area": area}) for each in checklist.items)}
    )
    owner = report(PLAN, checklist).results[0].owner
    assert (owner and (owner.id, owner.name)) == expected


def test_a_checklist_that_is_changed_after_it_was_asked_is_asked_as_it_is_now() -> None:
    """Nothing that was worked out of its items is kept."""
    text = HEAD + "sales: {touches: [{way: email}]}\n"
    before = asked(item(DEMO), item("kind: count, of: sales.touches, at_least: 7", id="sales.two"))
    assert len(report(text, before).results) == 2
    after = before.model_copy(update={"items": before.items[:1]})
    assert len(report(text, after).results) == 1


def test_the_head_of_a_report_is_the_plan_s() -> None:
    """Name, days, people and areas come from plan and checklist."""
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


def test_evidence_that_is_not_there_fails_the_items_that_lean_on_it() -> None:
    """An item fails by the evidence that it reads or names; others do not."""
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


def test_evidence_that_is_not_there_comes_on_top_of_what_is_wrong_otherwise() -> None:
    """Neither hides the other."""
    plan = TOUCHES.replace("{evidence: a.md}", "{}")
    absent = ((("sales", "touches", 1, "evidence"), "b.md"),)
    result = one(plan, item("kind: each, of: sales.touches, what: touch, has: [evidence]"), absent=absent)
    assert [message for _, message in findings(result)] == [
        "sales.touches[0] is missing evidence",
        "'b.md' does not exist; evidence paths are relative to the plan",
    ]


def test_missing_evidence_is_no_matter_where_nothing_is_asked() -> None:
    """An item that does not apply does not fail by its evidence."""
    absent = ((("sales", "demo", "environment"), "c.md"),)
    result = one(TOUCHES, item(DEMO, severity="{2: blocker}"), absent=absent)
    assert (result.status, result.findings) == (Status.NOT_APPLICABLE, ())


def test_evidence_that_is_not_there_counts_against_progress() -> None:
    """An entry whose evidence is not there is not in order."""
    absent = ((("sales", "touches", 1, "evidence"), "b.md"),)
    result = one(TOUCHES, item("kind: each, of: sales.touches, has: [evidence]"), absent=absent)
    assert result.progress
    assert (result.progress.done, result.progress.needed) == (1, 2)


def test_every_link_is_leaned_on_by_an_item() -> None:
    """There is no link of the format whose absence the built-in checklist would not notice."""
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
    """No open blocker: ready; open ones in time: on track; one of them late: not ready."""
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
    """Each rule looks at its own kind of open item, and says what it found."""
    gate = report(text, asked(*items), today).gate(rule)
    assert (gate.is_open, gate.reason, gate.fail_on) == (*expected, rule)


def test_the_gate_asks_for_ready_unless_told_otherwise() -> None:
    """Without a rule the gate is that of blockers."""
    assert report(PLAN, asked(BLOCKER)).gate().fail_on == FailOn.BLOCKER


def test_results_are_counted_by_where_they_stand() -> None:
    """Counts: overdue ones are among the open, and what does not apply was not asked."""
    items = [BLOCKER, WARNING, SECOND, item(DEMO, id="sales.not", severity="{2: blocker}")]
    counts = Counts.of(
        report(PLAN, asked(*items, item("kind: present, paths: [owners]", id="sales.passes"))).results
    )
    assert (counts, counts.asked) == (Counts(passed=1, open=3, overdue=1, waived=0, not_applicable=1), 4)


def test_blockers_and_warnings_are_those_that_are_open() -> None:
    """Only open items are listed as blockers and as warnings."""
    found = report(PLAN, asked(BLOCKER, WARNING, item("kind: present, paths: [owners]", id="sales.passes")))
    assert ([each.item.id for each in found.blockers], [each.item.id for each in found.warnings]) == (
        ["sales.blocker"],
        ["sales.warning"],
    )


def test_one_person_s_items_are_shown_but_all_decide() -> None:
    """A report for one person lists theirs, and its verdict is that of the whole."""
    found = report(PLAN, asked(BLOCKER, item(DEMO, id="sales.other", owner="launch")))
    mine = found._replace(only_owner=found.results[1].owner)
    shown = [[each.item.id for each in one.shown] for one in (found, mine)]
    assert (shown, mine.verdict, mine.gate()) == (
        [["sales.blocker", "sales.other"], ["sales.other"]],
        found.verdict,
        found.gate(),
    )


# -- pure --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full() -> tuple[Source, Plan]:
    """The full plan, read."""
    source = Source.parse(FULL, "plan.yaml")
    return source, read(source, Plan)


def test_the_same_question_has_the_same_answer(full: tuple[Source, Plan]) -> None:
    """Same plan, same checklist, same day: equal reports, and nothing that went in has changed."""
    source, plan = full
    checklist = catalog.built_in()
    before = (plan.model_dump_json(), pickle.dumps(source.text), repr(checklist))
    facts = Facts(date(2027, 2, 10), source.locate, source.name)
    reports = [validate(plan, checklist, facts) for _ in range(2)]
    after = (plan.model_dump_json(), pickle.dumps(source.text), repr(checklist))
    assert (reports[0] == reports[1], before == after) == (True, True)


def test_a_report_travels_whole(full: tuple[Source, Plan]) -> None:
    """Plan, checklist and report cross a process, and the answer there is the answer here."""
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


def test_every_finding_stands_in_the_plan() -> None:
    """Nothing of the full checklist is said of a young plan without a line of it."""
    found = report(HEAD, catalog.built_in())
    places = {each.location for result in found.results for each in result.findings}
    assert {(place.path, 1 <= place.line <= 2, place.column >= 1) for place in places} == {
        ("plan.yaml", True, True)
    }


def test_a_young_plan_is_unanswered_not_failed() -> None:
    """A plan that says nothing but its launch contradicts nothing."""
    found = report(HEAD, catalog.built_in())
    odd = [
        (each.item.id, each.status.value) for each in found.results if each.status is not Status.UNANSWERED
    ]
    assert odd == []


DATA: dict[str, Any] = Source.parse(FULL).data


def places(node: Any, where: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place below the top of some data."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place for step, below in steps for place in ((*where, step), *places(below, (*where, step)))]


PLACES = [place for place in places(DATA) if place[0] not in {"launchcheck", "waivers", "custom"}]


def without(gone: list[tuple[str | int, ...]]) -> dict[str, Any]:
    """The full plan's data without some of its places; entries of lists last first."""
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


def judged(data: dict[str, Any], today: date = LAUNCH) -> Report:
    """What the built-in checklist makes of data, on a day."""
    plan = Plan.model_validate(data)
    return validate(plan, catalog.built_in(), Facts(today, lambda where: Location("plan", 1, len(where))))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from(PLACES), max_size=30), st.sampled_from([1, 2, 3]))
def test_whatever_a_plan_leaves_out_it_is_judged(gone: list[tuple[str | int, ...]], tier: int) -> None:
    """Any part of a plan is a plan that is refused in words, or judged: every item has one of five answers."""
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
NOT_ASKED_WITHOUT = {
    ("campaigns.covered", "priority"),  # not known to be a segment that a campaign must reach
    ("campaigns.claims-proved", "claims"),  # a campaign that claims nothing has nothing to prove
    ("product.caveats-declared", "caveats_confirmed"),  # needed only where the plan says `none`
    ("product.caveats-declared", "date"),
}


def greener(before: Report, after: Report) -> list[str]:
    """The items that were open before, and are not any more."""
    pairs = zip(before.results, after.results, strict=True)
    return [old.item.id for old, new in pairs if old.is_open and not new.is_open]


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2027, 2, 1), LAUNCH, date(2028, 1, 1)])
def test_no_fact_of_the_full_plan_turns_an_item_green_by_being_left_out(today: date) -> None:
    """On any day: what is open stays open when a fact is taken away."""
    full = judged(without([]), today)
    odd = set()
    for place in FACTS:
        try:
            less = judged(without([place]), today)
        except ValidationError:  # something else refers to it
            continue
        odd |= {(id, place[-1]) for id in greener(full, less)}
    assert odd - NOT_ASKED_WITHOUT == set()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PLACES), max_size=12), st.sampled_from(FACTS))
def test_leaving_out_more_turns_nothing_green(
    gone: list[tuple[str | int, ...]], fact: tuple[str | int, ...]
) -> None:
    """What is open in a plan with gaps stays open when one more fact is taken away."""
    try:
        before, after = judged(without(gone)), judged(without([*gone, fact]))
    except ValidationError:
        return
    assert {(id, fact[-1]) for id in greener(before, after)} - NOT_ASKED_WITHOUT == set()


def as_yaml(data: dict[str, Any]) -> str:
    """Data as text that launchcheck reads: JSON is YAML."""
    import json

    return json.dumps(data, ensure_ascii=False)
