"""The answer of a rule for a launch whose date is a period: what holds on its first and its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.checks.problem import Answer, Problem
from launchcheck.dates import day
from launchcheck.findings import MISSING

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.checks.check import Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

_DATE: Where = ("launch", "date")


def answer(rule: Rule, view: View) -> Answer:
    """Answer a rule, whether or not the launch date is known to the day.

    With a period, facts are wrong or late only if they are so on its first and on its last day. If
    they are on one of them, the day itself is what is missing.
    """
    last = rule(view)
    if view.earliest is None or last.reason:
        return last
    first = rule(view.earliest)
    fails_first, fails_last = _fails(first), _fails(last)
    if fails_last and not fails_first:
        gaps = [problem for problem in last.problems if problem.kind == MISSING]
        return last._replace(problems=[*gaps, _open(fails_last, view.launch_date)])
    if fails_first and not fails_last:
        return last._replace(problems=[*last.problems, _open(fails_first, view.earliest.launch_date)])
    return last if last.problems or not first.problems else first


def _fails(answer: Answer) -> list[Problem]:
    """The problems that make an item fail."""
    return [problem for problem in answer.problems if problem.kind != MISSING]


def _open(problems: list[Problem], on: date) -> Problem:
    """The problem of a period of which one end has problems, and the other has none."""
    first = problems[0]
    more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    words = f"it depends on the day of the launch; on {day(on)}, {first.message}{more}"
    return Problem(_DATE, words, MISSING, related=(first.where,), wants=(_DATE,))
