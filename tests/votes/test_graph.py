"""The latest votes of a branched record, compared with a count that looks at every pair of lines."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polling import NOON, OWNERS, TODAY, checklist, plan

from launchcheck import votes
from launchcheck.votes import Basis, Entry
from launchcheck.votes.record import decode, encode

SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BASIS = Basis(b'{"launch":{"date":"2027-02-16"}}', ("launch.date",), "0.1.0")
PLAN, CHECKLIST = plan(), checklist()


@st.composite
def records(draw):
    """A record whose lines each follow any earlier lines, some of them at a later date."""
    lines = []
    for number in range(draw(st.integers(0, 14))):
        above = st.integers(0, number - 1) if number else st.nothing()
        after = draw(st.lists(above, max_size=3, unique=True)) if number else []
        kind = draw(st.sampled_from(["vote", "vote", "decision"]))
        area = draw(st.sampled_from(["sales", "goals", "launch"])) if kind == "vote" else ""
        word = draw(st.sampled_from(["go", "no-go"]))
        at = NOON + timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 1])))
        by = OWNERS.get(area, "grace")
        raw = encode(
            Entry(kind, area, word, by, at, f"{number}"), BASIS, tuple(lines[each][1] for each in after)
        )
        lines.append((raw, decode(raw[:-1], number).digest))
    return votes.parse(b"".join(raw for raw, _ in lines), "votes")


def plainly(record):
    """The result of a record, computed from every line and all its predecessors."""
    before = {}
    for line in record.lines:
        before[line.digest] = {*line.after}.union(*(before[digest] for digest in line.after))

    def latest(lines):
        older = set().union(*(before[line.digest] for line in lines))
        return [line for line in lines if line.digest not in older]

    counted = [line for line in record.lines if line.entry.at.date() <= TODAY]
    decided = [line for line in counted if line.entry.kind == "decision"]
    by_area = {area: [] for area in votes.board.polled_areas(CHECKLIST)}
    for line in counted:
        if line.entry.kind == "vote":
            by_area.setdefault(line.entry.area, []).append(line)
    standing = [line for lines in by_area.values() for line in latest(lines)]
    no_go = [line for line in standing if line.entry.word == "no-go"]
    dissent = {}
    for decision in latest(decided):
        for lines in by_area.values() if decision.entry.word == "go" else ():
            seen = [line for line in lines if line.digest in before[decision.digest]]
            dissent.update({line.digest: 0 for line in latest(seen) if line.entry.word == "no-go"})
    return {
        "seats": {area: [line.digest for line in latest(lines)] for area, lines in by_area.items()},
        "decisions": {
            each.digest: list(
                dict.fromkeys(line.entry.area for line in standing if line.digest not in before[each.digest])
            )
            for each in latest(decided)
        },
        "dissent": [*dissent],
        "undecided": [
            line.digest for line in no_go if not any(line.digest in before[each.digest] for each in decided)
        ],
        "ahead": len(record.lines) - len(counted),
    }


@SETTINGS
@given(records())
def test_branches_give_the_result_of_the_plain_count(record):
    """This holds for any arrangement of lines."""
    board = votes.board_of(record, PLAN, CHECKLIST, TODAY)
    assert plainly(record) == {
        "seats": {seat.area: [vote.digest for vote in seat.votes] for seat in board.seats},
        "decisions": {each.digest: [*each.since] for each in board.decisions},
        "dissent": [vote.digest for vote in board.dissent],
        "undecided": [vote.digest for vote in board.undecided],
        "ahead": board.ahead,
    }
