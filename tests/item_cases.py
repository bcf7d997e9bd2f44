"""The cases of the items, one file for each item, and how they are run: through `validate`.

The cases of an item of `launch` are in tests/items, and change the ready example. Those of a pack are in
tests/packs, in the folder of its checklist, and change the ready example with the examples of the pack.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ready import EXAMPLES, ready

from launchcheck import catalog, parse, votes
from launchcheck.checklist import Checklist, Item
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.poll import Board
from launchcheck.program import Program
from launchcheck.results import Result
from launchcheck.source import Source
from launchcheck.validate import validate

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("items/*.yaml"), *HERE.glob("packs/*/*.yaml")])
LAUNCH_DAY = date(2027, 2, 16)
VOTE_KEYS = {"day", "note", "conditions"}


def _checklist(path: Path) -> Checklist:
    """The checklist that has the item of a file."""
    return _program(path.parent.name).checklist


@cache
def _program(folder: str) -> Program:
    """The checklist of a folder of cases, compiled once."""
    return Program.of(catalog.built_in() if folder == "items" else catalog.built_in(folder))


def item_of(path: Path) -> Item:
    """The item of a file."""
    return next(item for item in _checklist(path).items if item.id == path.stem)


@cache
def cases_of(path: Path) -> tuple[dict[str, Any], ...]:
    """The cases of a file, in their order."""
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8")))


def changed(whole: Any, change: Any) -> Any:
    """A merge patch: maps merge, null removes, anything else replaces; a number stands for a list's entry."""
    if isinstance(whole, list) and isinstance(change, dict):
        whole = dict(enumerate(whole))
        return [entry for _, entry in sorted(changed(whole, change).items())]
    if not isinstance(change, dict):
        return change
    left = dict(whole) if isinstance(whole, dict) else {}
    for key, value in change.items():
        left[key] = changed(left.get(key), value)
    return {key: value for key, value in left.items() if value is not None}


def plan_data(path: Path, change: Any, tier: int | None) -> dict[str, Any]:
    """The ready plan, with the examples of a pack if the item belongs to one, with a change."""
    whole = ready() if path.parent.name == "items" else ready(path.parent.name)
    whole = changed(changed(whole, change or {}), {"launch": {"tier": tier}} if tier else {})
    return dict(whole)


def _plan(path: Path, change: Any, tier: int | None) -> Source:
    """The same as the source of a plan."""
    return source_of(plan_data(path, change, tier))


def source_of(data: dict[str, Any]) -> Source:
    """Plain data as the source of a plan."""
    return Source.parse(json.dumps(data, default=str), "plan.yaml")


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


def ask(path: Path, case: dict[str, Any], record: str, source: Source | None = None) -> Result:
    """The result of one item on the case's plan, or on another."""
    source = source or _plan(path, case.get("change"), case.get("tier"))
    plan = parse.read(source, Plan)
    found = Facts.gather(plan, source, case.get("as_of", LAUNCH_DAY), str(EXAMPLES))
    votes = _board(path, case, plan, found.today, record)
    facts = Facts(found.today, found.locate, found.source, found.absent, votes)
    report = validate(plan, _program(path.parent.name), facts)
    return next(result for result in report.results if result.item.id == path.stem)
