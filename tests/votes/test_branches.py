"""Votes and decisions that were given on two branches at once, a torn line, and waivers: what each face says."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from room import OWNERS

from launchcheck.cli import polling
from launchcheck.cli.request import Request
from launchcheck.votes import screens
from launchcheck.votes.meeting import Stage, State
from launchcheck.votes.screens import shares

VOTES = ("votes", "launch.yaml", "--as-of", "2027-02-12")
WAIVER = """
waivers:
  - check: sales.demo
    reason: The booth has its own.
    approved_by: grace
    approved_on: 2027-02-05
    expires: 2027-03-05
"""


@pytest.fixture
def merged(here, polled, tmp_path):
    """On one branch sales says no-go and go is decided, on the other sales says go and no-go is decided."""
    polled("sales", decision="")
    record = tmp_path / "launch.votes.jsonl"
    common = record.read_text()
    sides = []
    for vote, decision in (("no-go", "go"), ("go", "no-go")):
        record.write_text(common)
        here("vote", "launch.yaml", "--area", "sales", "--vote", vote, "--as", "omar")
        here("decide", "launch.yaml", "--decision", decision, "--as", "grace")
        sides.append(record.read_text().removeprefix(common))
    record.write_text(common + "".join(sides))


def drawn(area, rows=None, stage=Stage.VOTE):
    """A screen of the meeting as it is drawn without colors."""
    standing = polling.standing(Request.of("launch.yaml", None, as_of=date(2027, 2, 12)))
    out = io.StringIO()
    screens.draw(State(stage, area), standing, out, rows)
    return out.getvalue()


def test_the_board_shows_both_sides(here, merged):
    """Neither vote and neither decision came first: both stand there, and somebody speaks again."""
    ended = here(*VOTES)

    assert "sales             NO-GO (disputed)  Omar Haddad  Fri 12 Feb 2027\n" in ended.out
    assert "sales             go (disputed)     Omar Haddad  Fri 12 Feb 2027\n" in ended.out
    assert "Disputed: sales voted on two branches at once, and must vote again.\n" in ended.out
    assert " ".join(ended.out.split()).endswith(
        "Decided on two branches at once (Grace Liu, go, Fri 12 Feb 2027 and Grace Liu, NO-GO, Fri 12 Feb 2027); "
        "the decision must be made again."
    )


def test_programs_are_told_of_both_sides(here, merged):
    """In JSON the area is disputed, and there are two votes of it and two decisions."""
    board = json.loads(here(*VOTES, "--format", "json").out)

    assert {area["area"]: area["state"] for area in board["areas"]}["sales"] == "disputed"
    assert sorted(vote["vote"] for vote in board["votes"] if vote["area"] == "sales") == ["go", "no-go"]
    assert sorted(each["decision"] for each in board["decisions"]) == ["go", "no-go"]


def test_the_certificate_keeps_the_dissent_of_a_branch(here, merged):
    """The no-go over which one of the branches decided stays on record."""
    ended = here("certificate", "launch.yaml", "--as-of", "2027-02-12")

    assert "| sales | **NO-GO** | Omar Haddad (omar) | 2027-02-12 14:05 | disputed |  |\n" in ended.out
    assert "## Dissent\n\n- sales: **NO-GO**, by Omar Haddad (omar), 2027-02-12 14:05 UTC\n" in ended.out


def test_the_meeting_asks_a_disputed_area_again(merged):
    """Its screen shows what both branches said."""
    screen = drawn("sales")

    assert "voted: Omar Haddad, NO-GO, Fri 12 Feb 2027\n" in screen
    assert "voted: Omar Haddad, go, Fri 12 Feb 2027\n" in screen
    assert "To vote: sales.\n" in drawn("", stage=Stage.OPENING)


def test_the_board_says_that_a_line_is_torn(here, polled, tmp_path):
    """A torn line does not count, and is told wherever the votes are shown."""
    polled()
    with open(tmp_path / "launch.votes.jsonl", "ab") as record:
        record.write(b'{"after"')

    for form in ("terminal", "markdown"):
        assert "Line 8 is torn: writing stopped after 8 bytes;" in here(*VOTES, "--format", form).out
    assert json.loads(here(*VOTES, "--format", "json").out)["record"]["torn_line"] == 8


def test_a_screen_shows_waivers_caveats_and_conditions(here, tmp_path):
    """What is accepted, by whom and for how long; what customers are told; what a go hangs on."""
    with open(tmp_path / "launch.yaml", "a", encoding="utf-8") as plan:
        plan.write(WAIVER)
    here(
        *("vote", "launch.yaml", "--area", "sales", "--vote", "condition", "--as", "omar", "--note", "Soon"),
        *("--condition", "The demo is back", "--owner", "ben", "--by", "2027-02-15"),
    )

    screen = drawn("sales")

    assert "voted: Omar Haddad, go on condition, Fri 12 Feb 2027\n  note: Soon\n" in screen
    assert "  if: The demo is back (Ben Ortiz, by Mon 15 Feb 2027)\n" in screen
    assert (
        "waivers\n◆ sales.demo · by Grace Liu · unused, 21 days left\n    The booth has its own.\n" in screen
    )
    assert "caveats\n  eu-sso: EU tenants get single sign-on in April. (carried everywhere)\n" in screen


@pytest.mark.parametrize("area", ["", *OWNERS])
@pytest.mark.parametrize("rows", [24, 30, 50])
def test_a_screen_leaves_room_for_its_question(area, rows):
    """No screen is higher than its terminal, with two rows for the question."""
    stage = Stage.VOTE if area else Stage.DECISION

    assert drawn(area, rows, stage).count("\n") <= rows - 2


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(8, 60))
def test_parts_share_the_rows_fairly(lengths, room):
    """The first part is whole, none gets more than it needs, and a part is cut only where there is no room."""
    granted = shares(lengths, room)

    assert granted[0] == lengths[0]
    assert all(share <= max(length, 1) for share, length in zip(granted, lengths, strict=True))
    if sum(lengths) <= room:
        assert granted == lengths
    elif room - lengths[0] >= len(lengths) - 1:
        assert sum(granted) <= room
