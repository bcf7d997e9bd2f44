"""Every item of the built-in checklists, on plans that pass and plans that do not.

The cases of an item of `launch` are in tests/items, and change the ready example. Those of a pack are in
tests/packs, in the folder of its checklist, and change the ready example with the examples of the pack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from ready import EXAMPLES, ready

from launchcheck import catalog, parse, votes
from launchcheck.checklist import Checklist, Item
from launchcheck.checks.all import All
from launchcheck.checks.check import Check
from launchcheck.checks.dated import Dated
from launchcheck.checks.each import Each
from launchcheck.checks.present import Present
from launchcheck.checks.problem import dotted
from launchcheck.checks.refers import Refers
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.plan.paths import links
from launchcheck.program import Program
from launchcheck.results import Result
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.votes.model import Board

ROOT = Path(__file__).parent.parent
FILES = sorted([*(ROOT / "tests").glob("items/*.yaml"), *(ROOT / "tests").glob("packs/*/*.yaml")])
LAUNCH_DAY = date(2027, 2, 16)
KEYS = {
    *("name", "change", "tier", "as_of", "status", "says", "at", "progress", "reason", "due"),
    *("votes", "voted_on"),
}
NEVER_UNANSWERED = {"launch.tasks-late", "launch.release-before-launch", "product.rollout-learned"}
"""Items that ask only about facts that the plan has, and need no other."""
VOTE_KEYS = {"day", "note", "conditions"}


def _checklist(path: Path) -> Checklist:
    """The checklist that has the item of a file."""
    return _program(path.parent.name).checklist


@cache
def _program(folder: str) -> Program:
    """The checklist of a folder of cases, compiled once."""
    return Program.of(catalog.built_in() if folder == "items" else catalog.built_in(folder))


def _item(path: Path) -> Item:
    """The item of a file."""
    return next(item for item in _checklist(path).items if item.id == path.stem)


def _cases() -> Iterator[Any]:
    """Each case of each file, with a readable id."""
    for path in FILES:
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(path, case, id=f"{path.stem}: {case['name']}")


def _changed(whole: Any, change: Any) -> Any:
    """A merge patch: maps merge, null removes, anything else replaces; a number stands for a list's entry."""
    if isinstance(whole, list) and isinstance(change, dict):
        whole = dict(enumerate(whole))
        return [entry for _, entry in sorted(_changed(whole, change).items())]
    if not isinstance(change, dict):
        return change
    left = dict(whole) if isinstance(whole, dict) else {}
    for key, value in change.items():
        left[key] = _changed(left.get(key), value)
    return {key: value for key, value in left.items() if value is not None}


def _plan(path: Path, change: Any, tier: int | None) -> Source:
    """The text of the ready plan, with the examples of a pack if the item belongs to one, with a change."""
    whole = ready() if path.parent.name == "items" else ready(path.parent.name)
    changed = _changed(_changed(whole, change or {}), {"launch": {"tier": tier}} if tier else {})
    return Source.parse(json.dumps(changed, default=str), "plan.yaml")


def _board(path: Path, case: dict[str, Any], plan: Plan, today: date, record: str) -> Board:
    """The board for a case's votes: `sales: no-go`, `decision: go`, one after the other.

    They are cast on the plan changed by `voted_on`, four days before the launch unless a vote
    has its own date (`day`).
    """
    asked = _checklist(path)
    if "votes" in case:
        on = parse.read(_plan(path, case.get("voted_on"), case.get("tier")), Plan)
    for given in case.get("votes", []):
        ((area, word),) = ((key, word) for key, word in given.items() if key not in VOTE_KEYS)
        at = datetime.combine(given.get("day", date(2027, 2, 12)), time(12), UTC)
        if area == "decision":
            votes.decide(record, on, decision=word, by="grace", at=at, note=given.get("note", ""))
            continue
        terms = [votes.Term(**term) for term in given.get("conditions", [])]
        more = {"note": given.get("note", ""), "conditions": terms}
        votes.vote(record, on, asked, area=area, vote=word, by=getattr(on.owners, area), at=at, **more)
    return votes.board_of(votes.read(record), plan, asked, today)


def _ask(path: Path, case: dict[str, Any], record: str) -> Result:
    """The result of one item on the case's plan."""
    source = _plan(path, case.get("change"), case.get("tier"))
    plan = parse.read(source, Plan)
    found = Facts.gather(plan, source, case.get("as_of", LAUNCH_DAY), str(EXAMPLES))
    votes = _board(path, case, plan, found.today, record)
    facts = Facts(found.today, found.locate, found.source, found.absent, votes)
    report = validate(plan, _program(path.parent.name), facts)
    return next(result for result in report.results if result.item.id == path.stem)


@pytest.mark.parametrize(("path", "case"), list(_cases()))
def test_an_item_has_the_result_of_its_case(path: Path, case: dict[str, Any], tmp_path: Path) -> None:
    """Status, messages, places and progress are those of the case."""
    found = _ask(path, case, str(tmp_path / "plan.votes.jsonl"))
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
    seen = {case["status"] for case in yaml.safe_load(path.read_text(encoding="utf-8"))}
    item = _item(path)
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
    cases = [case for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert {key for case in cases for key in case} <= KEYS


def test_skipped_tiers_have_a_case() -> None:
    """An item that does not apply at some tier has a case for that."""
    quiet = {path.stem for path in FILES if len(_item(path).severity) < 3}
    seen = {
        path.stem
        for path in FILES
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        if case["status"] == "not_applicable"
    }
    assert quiet <= seen
