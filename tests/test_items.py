"""Every item of the built-in checklists, on plans that pass and plans that do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from item_cases import FILES, ask, cases_of, item_of

from launchcheck import catalog
from launchcheck.checks.all import All
from launchcheck.checks.check import Check
from launchcheck.checks.dated import Dated
from launchcheck.checks.each import Each
from launchcheck.checks.present import Present
from launchcheck.checks.problem import dotted
from launchcheck.checks.refers import Refers
from launchcheck.plan.paths import links

KEYS = {
    *("name", "change", "tier", "as_of", "status", "says", "at", "progress", "reason", "due"),
    *("votes", "voted_on"),
}
NEVER_UNANSWERED = {"launch.tasks-late", "launch.release-before-launch", "product.rollout-learned"}
"""Items that ask only about facts that the plan has, and need no other."""
CASES = [
    pytest.param(path, case, id=f"{path.stem}: {case['name']}") for path in FILES for case in cases_of(path)
]


@pytest.mark.parametrize(("path", "case"), CASES)
def test_an_item_has_the_result_of_its_case(path: Path, case: dict[str, Any], tmp_path: Path) -> None:
    """Status, messages, places and progress are those of the case."""
    found = ask(path, case, str(tmp_path / "plan.votes.jsonl"))
    actual: dict[str, Any] = {
        "status": found.status.value,
        "says": [finding.message for finding in found.findings],
        "at": [dotted(finding.where) for finding in found.findings],
    }
    expected = {"status": case["status"], "says": case.get("says", []), "at": case.get("at", [])}
    if "progress" in case:
        progress = found.progress
        actual["progress"] = [progress.done, progress.needed, progress.scheduled] if progress else None
        expected["progress"] = case["progress"]
    if "reason" in case:
        actual["reason"], expected["reason"] = found.reason, case["reason"]
    if "due" in case:
        actual["due"], expected["due"] = found.due, case["due"]
    assert actual == expected


def test_every_item_has_a_file_and_every_file_an_item() -> None:
    """The names of the files are the ids of the items."""
    items = {item.id for name in catalog.names() for item in catalog.built_in(name).items}
    assert sorted(path.stem for path in FILES) == sorted(items)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_item_has_passing_and_open_cases(path: Path) -> None:
    """Each file has a case that passes, one that is unanswered, and one that fails if facts can be wrong.

    An item that asks for a day instead of a period does not apply once there is one, and one that
    asks nothing but what a plan already has is never unanswered.
    """
    seen = {case["status"] for case in cases_of(path)}
    item = item_of(path)
    if isinstance(item.check, Dated):
        assert seen == {"unanswered", "not_applicable"}
        return
    asked = item.check.checks if isinstance(item.check, All) else [item.check]
    can_be_wrong = not all(map(_only_asks, asked)) or set(item.reads()) & set(links())
    can_be_silent = path.stem not in NEVER_UNANSWERED
    needed = (
        {"passed"} | ({"unanswered"} if can_be_silent else set()) | ({"failed"} if can_be_wrong else set())
    )
    assert seen >= needed


def _only_asks(check: Check) -> bool:
    """Whether a check only asks for facts; a reference to something that does not exist is malformed."""
    if isinstance(check, Refers):
        return not (check.is_ or check.not_before or check.not_after)
    return isinstance(check, Present | Each)


def test_cases_have_no_unknown_keys() -> None:
    """The test compares or uses every key of every case."""
    cases = [case for path in FILES for case in cases_of(path)]
    assert {key for case in cases for key in case} <= KEYS


def test_skipped_tiers_have_a_case() -> None:
    """An item that does not apply at some tier has a case for that."""
    quiet = {path.stem for path in FILES if len(item_of(path).severity) < 3}
    seen = {path.stem for path in FILES for case in cases_of(path) if case["status"] == "not_applicable"}
    assert quiet <= seen
