"""The plans that benchmarks generate: they are made of what the checklist asks about today."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from launchcheck import catalog, parse
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.program import Program
from launchcheck.results import Status
from launchcheck.source import Source
from launchcheck.validate import validate

ROOT = Path(__file__).parent.parent
NEVER = {"launch.polled", "launch.dated"}
"""What the text of a plan with a launch date cannot answer: votes are in a record beside it."""


@pytest.fixture(scope="module", autouse=True)
def _benchmarks():
    sys.path.append(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def statuses():
    """How often each item has each status, over generated plans on their launch dates."""
    from plans import plans

    program, found = Program.of(catalog.built_in()), Counter()
    for text in plans(60):
        source = Source.parse(text)
        plan = parse.read(source, Plan)
        report = validate(plan, program, Facts.gather(plan, source, plan.launch.day, None))
        found.update((result.item.id, result.status) for result in report.results)
    return found


def test_each_item_is_answered_by_some_plan(statuses):
    """A new item needs a fact in the generator, or benchmarks measure how missing facts are worded."""
    items = {item.id for item in catalog.built_in().items}
    assert items - NEVER == {id for id, status in statuses if status is Status.PASSED}


def test_most_facts_are_as_they_should_be(statuses):
    """Nine out of ten items that are asked have an answer, and three out of four pass."""
    total = Counter()
    for (_, status), count in statuses.items():
        total[status] += count
    asked = total.total() - total[Status.NOT_APPLICABLE]
    assert total[Status.UNANSWERED] < asked / 10
    assert total[Status.PASSED] > asked * 3 / 4


@pytest.mark.parametrize("lines", [200, 300, 3000])
def test_long_plans_have_the_lines_that_they_are_measured_by(lines):
    """Their touches are rewritten as text, which a new fact of a touch can break."""
    from growth import long

    text = long(lines)
    parse.read(Source.parse(text), Plan)
    assert text.count("\n") == pytest.approx(lines, rel=0.1)
