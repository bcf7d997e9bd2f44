"""A vote is stale once a fact changes that decides an item of its area: random changes, checks and votes together.

Several changes are made at a time, so that a plan is checked once for all of them. A failure names the change after
which it is wrong.
"""

from __future__ import annotations

import copy
import os
import random
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest
from ready import ready
from test_reads import PLANS, REAL, answer, at, data_of, generic, is_tried, other_values, places, read

from launchcheck import catalog, votes
from launchcheck.facts import Facts
from launchcheck.plan import POLLED
from launchcheck.plan.paths import EACH
from launchcheck.program import Program
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.votes.record import Basis, Entry, encode
from launchcheck.votes.snapshot import canonical, concerning, facts_at, reads

BEFORE = 6
"""How many days before the launch the votes are cast, and the plans are checked."""

TOGETHER = 8
CHANGES = 5000
"""How many changes are tried by default, over all plans; `STALENESS_CHANGES` tries more."""

PACKS = [name for name in catalog.names() if name != catalog.BUILT_IN]
BASES = [*(path.stem for path in PLANS + REAL), *PACKS]
NOWHERE = Source.parse("launchcheck: 1\n", "plan.yaml")


class Base(NamedTuple):
    """A plan as plain data, the results of its items, and the record of a vote for each area."""

    data: Any
    program: Program
    day: Any
    answers: dict[str, object]
    record: votes.Record


@cache
def base(name: str) -> Base:
    """A plan that is tried, by its name or by that of its pack."""
    paths = {path.stem: path for path in PLANS + REAL}
    kept = data_of(paths[name]) if name in paths else ready(name)
    data = {key: value for key, value in kept.items() if key not in {"waivers", "not_applicable"}}
    program = Program.of(catalog.built_in(*([] if name in paths else [name])))
    plan = read(data)
    assert plan
    day = plan.launch.day - timedelta(BEFORE)
    return Base(data, program, day, results(plan, program, day), cast(plan, program, day))


def cast(plan, program, day):
    """A vote for each area that has items, by whomever: only facts matter here."""
    asked, moment = program.checklist, datetime.combine(day, time(12), UTC)
    areas = {area for item in asked.items for area in (item.area, *asked.answers(item))} & {*POLLED}
    lines = []
    for area in sorted(areas):
        paths = reads(asked, area)
        facts = canonical(facts_at(concerning(plan, asked, area), paths))
        entry = Entry("vote", area, "go", "anyone", moment)
        lines.append(encode(entry, Basis(facts, paths, votes_version()), ()))
    return votes.parse(b"".join(lines), "launch.votes.jsonl")


def votes_version():
    """The version that casts votes now."""
    from launchcheck import __version__

    return __version__


def results(plan, program, day):
    """The result of each item but the poll: its status, and the kind and place of each finding."""
    report = validate(plan, program, Facts(day, NOWHERE.locate, NOWHERE.name))
    return {each.item.id: answer(each) for each in report.results if each.item.id != "launch.polled"}


def changed(data, chance, others):
    """Change a random fact of a plan in place: remove it, replace it, repeat or move an entry, or add what others have."""
    if chance.random() < 0.2:
        key = chance.choice(sorted(others))
        below = chance.choice([where for where in places(others[key], (key,)) if is_tried(where)] or [(key,)])
        node = data
        for step in below[:-1]:
            node = node.get(step) if isinstance(node, dict) else None
        if isinstance(node, dict) and below[-1] not in node:
            node[below[-1]] = copy.deepcopy(at(others, below))
            return below
    where = chance.choice([where for where in places(data) if is_tried(where)])
    holder, last = at(data, where[:-1]), where[-1]
    if isinstance(holder, list) and chance.random() < 0.3:
        holder.insert(
            chance.randrange(len(holder) + 1), holder.pop(last) if chance.random() < 0.5 else holder[last]
        )
        return where[:-1]
    if chance.random() < 0.4:
        del holder[last]
    else:
        holder[last] = chance.choice(other_values(last, holder[last], data))
    return where


def several(data, chance, others):
    """A plan with several changes that keep it valid, and the place of each."""
    found = []
    for _ in range(TOGETHER * 3):
        tried = copy.deepcopy(data)
        where = changed(tried, chance, others)
        if read(tried):
            data = tried
            found.append((where, tried))
        if len(found) == TOGETHER:
            break
    return found


def overlaps(one, other):
    """Whether one place is at, below or above another; an entry of a list is any entry."""
    pairs = zip(generic(one), generic(other), strict=False)
    return all(a == b or EACH in {a, b} or isinstance(a, int) for a, b in pairs)


def missed(start, data, wheres):
    """The items whose result the changes changed, although their area's vote names no change of a fact that they read."""
    plan = read(data)
    after = results(plan, start.program, start.day)
    asked = start.program.checklist
    board = votes.board_of(start.record, plan, asked, start.day)
    named = {
        seat.area: [change.where for vote in seat.votes for change in vote.changes] for seat in board.seats
    }
    found = []
    for item in asked.items:
        if start.answers.get(item.id) == after.get(item.id):
            continue
        paths = [path.steps for path in item.reads()]
        own = [where for where in wheres if any(overlaps(where, path) for path in paths)]
        for area in {item.area, *asked.answers(item)} & named.keys():
            if not any(overlaps(change, where) for change in named[area] for where in own):
                found.append(f"{item.id} ({area})")
    return found


@pytest.mark.parametrize("name", BASES)
def test_a_vote_is_stale_once_its_items_change(name):
    """Whatever changes in a plan: where an item's result changes, the vote of its area names a fact that it reads."""
    start, others = base(name), {key: value for key, value in ready().items() if key != "launch"}
    chance = random.Random(f"{name} {os.environ.get('STALENESS_SEED', '0')}")
    wanted = int(os.environ.get("STALENESS_CHANGES", CHANGES)) // len(BASES) + 1
    tried, answered = 0, 0
    while tried < wanted:
        steps = several(start.data, chance, others)
        wheres = [where for where, _ in steps]
        tried += len(wheres)
        if missed(start, steps[-1][1], wheres):
            by_step = {count: missed(start, data, wheres[:count]) for count, (_, data) in enumerate(steps, 1)}
            first = next(count for count, wrong in by_step.items() if wrong)
            pytest.fail(f"{by_step[first]} after a change of {wheres[first - 1]}")
        answered += results(read(steps[-1][1]), start.program, start.day) != start.answers
    assert answered > 0
