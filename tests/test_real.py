"""Nine real launches, written as plans with only the facts of their public documents: what each gives on which day.

They are cases, not examples of good plans: the documents are short, so most blockers are unanswered.
tests/real/expected.yaml has what is expected of each.
"""

from __future__ import annotations

import copy
import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from launchcheck import api, formats
from launchcheck.dates import weekday_before
from launchcheck.formats import Format, Options
from launchcheck.report import FailOn, Report
from launchcheck.results import Result, Status
from launchcheck.source import Source

FOLDER = Path(__file__).parent / "real"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
"""What is expected of each launch, by the name of its file."""

DAYS = ["written", "go_no_go", "launch"]
BEGUN_ON_THE_EVE = {"address-validation"}
"""Plans that were begun when it was too late to move a due date."""

STOPPED = [name for name, expected in EXPECTED.items() if "stopped_by" in expected]
WITHOUT_DAY = {"form-v2": "2025-03", "mobile-stores": "2026-H1"}
"""Launches that are known to a period."""


@cache
def on(name: str, day: str) -> Report:
    """The report of a launch on one of its days."""
    return api.validate_file(str(FOLDER / f"{name}.yaml"), today=EXPECTED[name]["days"][day]["date"])


def written(report: Report, format: Format, **options: Any) -> str:
    """A report in a format."""
    out = io.StringIO()
    formats.write(report, format, out, Options(**options))
    return out.getvalue()


def results(report: Report) -> dict[str, Result]:
    """The results by item."""
    return {result.item.id: result for result in report.results}


def counted(node: dict[str, int], *keys: str) -> dict[str, int]:
    """Counts without those that are 0; with keys, only those."""
    return {key: count for key, count in node.items() if count and (not keys or key in keys)}


def found_in(result: Result) -> list[str] | str:
    """The findings of a result; else its status, or why it does not apply."""
    says = [finding.message for finding in result.findings]
    if result.status is Status.NOT_APPLICABLE:
        return result.reason
    return says or result.status.value


def listed(text: str) -> list[str]:
    """The things that a terminal report lists, in order: each begins with a sign."""
    entries: list[str] = []
    for line in text.splitlines():
        if re.match("  [✗□?!] ", line):
            entries.append(line)
        elif line.startswith("    ") and entries:
            entries[-1] += f"\n{line}"
    return entries


def changed(name: str, day: str, change: Callable[[Any], object]) -> Report:
    """The report of a launch after a change of its plan."""
    data = copy.deepcopy(Source.read(str(FOLDER / f"{name}.yaml")).data)
    change(data)
    return api.validate_text(json.dumps(data), name=f"{name}.yaml", today=EXPECTED[name]["days"][day]["date"])


# -- all of them -------------------------------------------------------------------------------------


def test_every_launch_has_its_expectations() -> None:
    """Each plan in the folder is expected to give something."""
    assert sorted(EXPECTED) == [
        path.stem for path in sorted(FOLDER.glob("*.yaml")) if path.stem != "expected"
    ]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_launch_has_its_verdict_and_counts(name: str, day: str) -> None:
    """The verdict, its reason, and how many items are open, overdue, of which kind and of the core."""
    found = json.loads(written(on(name, day), Format.JSON))
    counts = found["counts"]
    assert {
        "date": date.fromisoformat(found["as_of"]),
        **{key: found[key] for key in ("verdict", "reason")},
        "counts": counted(counts, "passed", "open", "overdue", "excluded"),
        "blockers": counted(counts["blockers"]),
        "core": counted(found["core"]),
    } == EXPECTED[name]["days"][day]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_launch_says_what_its_document_shows(name: str) -> None:
    """The items for the sake of which the launch is here say what they found."""
    for day, items in EXPECTED[name].get("found", {}).items():
        found = results(on(name, day))
        assert {id: found_in(found[id]) for id in items} == items


@pytest.mark.parametrize("name", EXPECTED)
def test_a_launch_is_shown_on_the_day_it_was_written(name: str) -> None:
    """The lines of the terminal report that matter here."""
    lines = written(on(name, "written"), Format.TERMINAL, width=100)
    assert [line for line in EXPECTED[name].get("shown", []) if line not in lines] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_the_days_of_a_launch_are_those_of_its_plan(name: str) -> None:
    """Written on `planned_on`; the go/no-go is the meeting, or the last weekday on which it may be."""
    plan = api.read_plan((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    report = on(name, "launch")
    assert report.launch.first_customers
    last = min(plan.launch.day - timedelta(2), report.launch.first_customers.date - timedelta(1))
    assert [EXPECTED[name]["days"][day]["date"] for day in DAYS] == [
        plan.launch.planned_on,
        plan.launch.review_on or weekday_before(last),
        plan.launch.day,
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_is_overdue_on_the_day_on_which_a_plan_was_written(name: str) -> None:
    """Unless it was begun on the eve, when everything is."""
    late = [result.item.id for result in on(name, "written").results if result.is_overdue]
    assert bool(late) == (name in BEGUN_ON_THE_EVE)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_gate_for_what_failed_is_open_for_an_honest_young_plan(
    name: str, here: Callable[..., tuple[int, str, str]]
) -> None:
    """It exits with 0 on the day of writing, unless facts contradict or the plan was begun on the eve."""
    day = EXPECTED[name]["days"]["written"]["date"]
    code, out, _ = here(
        *("validate", str(FOLDER / f"{name}.yaml"), "--as-of", str(day)),
        *("--fail-on", "failed", "--format", "terminal"),
    )
    closed_by = EXPECTED[name].get("gate_when_written")
    says = (
        f"gate closed (exit 1): {closed_by}"
        if closed_by
        else "gate open (exit 0): no blocker is wrong or late"
    )
    assert code == bool(closed_by)
    assert says in out


@pytest.mark.parametrize("name", STOPPED)
def test_the_first_lines_name_what_stopped_a_launch(name: str) -> None:
    """At the go/no-go of a launch that slipped or was called off, the first five things listed name why."""
    first = listed(written(on(name, "go_no_go"), Format.TERMINAL, width=80))[:5]
    assert len(first) == 5
    named = [id for id in EXPECTED[name]["stopped_by"] if any(id in entry for entry in first)]
    assert named == EXPECTED[name]["stopped_by"]


# -- one by one --------------------------------------------------------------------------------------


def test_only_the_meeting_closes_the_gate_of_a_plan_that_is_young_otherwise() -> None:
    """With the go/no-go on the day before the first customers, the plan that slipped passes when written."""
    report = changed("find-a-rep-2", "written", lambda data: data["launch"].update(review_on="2024-03-04"))
    assert report.gate(FailOn.FAILED).is_open
    assert found_in(results(report)["launch.decider"]) == ["launch.decider is missing"]


@pytest.mark.parametrize("name", WITHOUT_DAY)
def test_a_launch_without_a_day_is_never_ready(name: str) -> None:
    """The period is asked for a day, which blocks and cannot be waived; with a day it is not asked."""
    dated = results(on(name, "launch"))["launch.dated"]
    assert (dated.severity, dated.status, dated.item.waivable) == ("blocker", Status.UNANSWERED, False)
    found = json.loads(written(on(name, "launch"), Format.JSON))["launch"]
    assert found["window"]["text"] == WITHOUT_DAY[name]
    day = on(name, "launch").launch.date.isoformat()
    fixed = changed(name, "launch", lambda data: data["launch"].update(date=day))
    assert found_in(results(fixed)["launch.dated"]) == "the date is a day"


def test_goals_other_than_the_primary_one_wait_for_it() -> None:
    """Where only a guardrail is listed, the other items about goals are unanswered because of that."""
    found = results(on("form-v2", "written"))
    waiting = ["owned", "time-bound", "baseline-measured", "instrumented"]
    assert {found[f"goals.{id}"].because_of for id in waiting} == {"goals.primary"}


@pytest.mark.parametrize("name", ["address-validation", "mobile-stores"])
def test_the_go_of_others_blocks_until_it_is_given(name: str) -> None:
    """Given, it passes; refused, it is wrong at once and listed first, however early."""
    day = str(EXPECTED[name]["days"]["written"]["date"])

    def give(data: Any) -> None:
        for each in data["approvals"]:
            each.update(given_on=day, evidence="https://docs.example.com/go")

    given = results(changed(name, "written", give))["launch.approvals-given"]
    assert (given.severity, given.is_core, given.status) == ("blocker", True, Status.PASSED)

    refused = changed(
        name, "written", lambda data: data["approvals"][1].update(refused_on=day, because="No.")
    )
    result = results(refused)["launch.approvals-given"]
    assert (result.kind, result.findings[0].kind) == ("wrong", "wrong")
    assert "launch.approvals-given" in listed(written(refused, Format.TERMINAL, width=100))[0]


def test_a_claim_is_held_to_the_availability_of_its_feature() -> None:
    """The same claim about the feature that two plans have is a contradiction."""

    def claim_approvals(data: Any) -> None:
        data["campaigns"][0]["claims"][0].update(text="Approvals on every plan", feature="approvals")

    result = results(changed("approvals-and-proxy", "written", claim_approvals))["campaigns.stage-consistent"]
    assert (result.status, result.kind) == (Status.FAILED, "wrong")


def test_features_of_a_later_announcement_block_the_first() -> None:
    """Without waves, one launch date is for all three, and the absence in the third week is not seen."""
    done = {"status": "done", "evidence": "https://ci.example.com/1"}
    report = changed(
        "three-announcements", "launch", lambda data: data["product"]["features"][1].update(done)
    )
    assert found_in(results(report)["product.features-done"]) == [
        "feature 'profiles': status is missing; it must be done or cut"
    ]
    assert "away" not in written(on("three-announcements", "launch"), Format.TEXT, verbose=True)


def test_no_item_asks_for_an_area_that_does_not_apply() -> None:
    """No finding of the launch of volunteers is about sales or customer success, and no panel or seat is theirs."""
    report = on("hunt-day", "written")
    absent = ("sales", "customer_success")
    asked = [
        (result.item.id, finding.message)
        for result in report.results
        for finding in result.findings
        if any(area in {*finding.where, *finding.message.replace(".", " ").split()} for area in absent)
        or any(area in place for place in finding.wants for area in absent)
    ]
    assert asked == []
    excluded = {result.item.area for result in report.results if result.excluded}
    assert excluded == set(absent)
    kept = changed("hunt-day", "written", lambda data: data.pop("not_applicable"))
    assert {"sales.kit", "customer_success.briefed-first"} <= {each.item.id for each in kept.blockers}


def test_a_small_team_is_warned_not_blocked() -> None:
    """Once each area has an owner and a backup, only the warning about functions is left."""

    def own_all(data: Any) -> None:
        areas = ("product", "audience", "goals", "campaigns", "sales", "customer_success")
        data["owners"] = dict.fromkeys(areas, "pm")
        data["people"]["pm"]["backup"] = "eng"

    found = results(changed("catalog-cutover", "written", own_all))
    assert found["launch.owners"].status is Status.PASSED
    functions = found["launch.owner-functions"]
    assert (functions.severity, functions.status) == ("warning", Status.FAILED)


def test_a_job_after_the_launch_does_not_block_it() -> None:
    """The retirement of the old catalog is due months later: a warning; the freeze of its data blocks."""
    found = results(on("catalog-cutover", "launch"))
    assert {id: found[id].severity for id in ("launch.tasks-done", "launch.tasks-late")} == {
        "launch.tasks-done": "blocker",
        "launch.tasks-late": "warning",
    }
    assert {id: found[id].kind for id in ("launch.tasks-done", "launch.tasks-late")} == {
        "launch.tasks-done": "late",
        "launch.tasks-late": "under_way",
    }
