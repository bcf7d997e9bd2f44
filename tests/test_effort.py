"""How little a quiet launch has to say to be ready, and that a plan which begins late is given time."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_reads import places, without

from launchcheck import api, catalog
from launchcheck.program import Program
from launchcheck.report import Report, Verdict
from launchcheck.source import Source

MINIMAL = Path(__file__).parent / "data" / "quiet_minimal.yaml"
LAUNCH_DAY = date(2027, 4, 13)
AT_MOST = 25
"""The values that a person types for a quiet launch until it is ready."""

NOT_ASKED = {
    *(("launchcheck",), ("launch",), ("launch", "name"), ("launch", "date"), ("launch", "tier")),
    *(("launch", "planned_on"), ("people", "mara", "name"), ("people", "dev", "name")),
}
"""Keys that every plan has, the day on which it was begun, which `init` writes, and what people are called."""


def values(node: Any) -> int:
    """How many values a person types: all that is not a list or map of others."""
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return sum(map(values, below)) or 1


@cache
def built_in() -> Program:
    """The built-in checklist, compiled once."""
    return Program.of(catalog.built_in())


def at_launch(data: Any) -> Report | None:
    """The report on launch day; None if the plan is malformed."""
    try:
        return api.validate_text(json.dumps(data), today=LAUNCH_DAY)
    except api.LaunchcheckError:
        return None


def test_a_quiet_launch_is_ready_with_few_values() -> None:
    """It is ready on launch day, and asks for no more than that."""
    data = Source.read(str(MINIMAL)).data
    report = at_launch(data)
    assert report
    assert (report.verdict, report.notes) == (Verdict.READY, ())
    assert values(data) <= AT_MOST


def test_every_value_of_it_is_needed() -> None:
    """Without any other of its facts it is not ready, or malformed."""
    data = Source.read(str(MINIMAL)).data
    reports = {where: at_launch(without(data, where)) for where in places(data) if where not in NOT_ASKED}
    still = [where for where, report in reports.items() if report and report.verdict is Verdict.READY]
    assert still == []


def begun(tier: int, before: int, *steps: dict[str, Any]) -> list[str]:
    """What is overdue on the first day of a plan that says nothing and begins some days before the launch."""
    today = LAUNCH_DAY - timedelta(before)
    launch = {"name": "Orbit", "date": str(LAUNCH_DAY), "tier": tier, "planned_on": str(today)}
    plan = {"launchcheck": 1, "launch": launch, "product": {"rollout": {"steps": list(steps)}}}
    report = api.validate_text(json.dumps(plan), today=today)
    return [result.item.id for result in report.results if result.is_overdue]


@pytest.mark.parametrize("tier", [1, 2, 3])
@example(before=20)
@given(before=st.integers(2, 400))
@settings(max_examples=20, deadline=None)
def test_nothing_is_overdue_on_the_first_day_of_a_plan(tier: int, before: int) -> None:
    """Whenever it begins, up to two days before the launch; and with first customers, two days before them."""
    assert begun(tier, before) == []
    first = {"date": str(LAUNCH_DAY - timedelta(before - 2)), "percent": 10}
    assert begun(tier, before, first, {"date": str(LAUNCH_DAY), "percent": 100}) == []


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_a_plan_that_begins_on_the_eve_is_overdue(tier: int) -> None:
    """Nothing is moved: what was due is overdue."""
    assert len(begun(tier, 1)) > 20
