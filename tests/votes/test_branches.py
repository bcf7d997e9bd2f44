"""Votes and decisions on two branches at once, a torn line, and waivers, in every format."""

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
    """One branch has a no-go from sales and a go decision; the other has a go from sales and a no-go decision."""
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
    """A screen of the meeting, without colors."""
    standing = polling.standing(Request.of("launch.yaml", None, as_of=date(2027, 2, 12)))
    out = io.StringIO()
    screens.draw(State(stage, area), standing, out, rows)
    return out.getvalue()


def test_the_board_shows_both_sides(here, merged):
    """Neither vote and neither decision came first: both are shown, until the next one."""
    ended = here(*VOTES)

    assert "sales             NO-GO (disputed)  Omar Haddad  Fri 12 Feb 2027\n" in ended.out
    assert "sales             go (disputed)     Omar Haddad  Fri 12 Feb 2027\n" in ended.out
    assert "Disputed: sales voted on two branches at once, and must vote again.\n" in ended.out
    assert " ".join(ended.out.split()).endswith(
        "Decided on two branches at once (Grace Liu, go, Fri 12 Feb 2027 and Grace Liu, NO-GO, Fri 12 Feb 2027); "
        "the decision must be made again."
    )


def test_json_has_both_sides(here, merged):
    """In JSON the area is disputed, with two votes, and there are two decisions."""
    board = json.loads(here(*VOTES, "--format", "json").out)

    assert {area["area"]: area["state"] for area in board["areas"]}["sales"] == "disputed"
    assert sorted(vote["vote"] for vote in board["votes"] if vote["area"] == "sales") == ["go", "no-go"]
    assert sorted(each["decision"] for each in board["decisions"]) == ["go", "no-go"]


def test_the_certificate_keeps_dissent_from_a_branch(here, merged):
    """The no-go that one branch decided against stays on record."""
    ended = here("certificate", "launch.yaml", "--as-of", "2027-02-12")

    assert "| sales | **NO-GO** | Omar Haddad (omar) | 2027-02-12 14:05 | disputed |  |\n" in ended.out
    assert "## Dissent\n\n- sales: **NO-GO**, by Omar Haddad (omar), 2027-02-12 14:05 UTC\n" in ended.out


def test_the_meeting_returns_to_a_disputed_area(merged):
    """Its screen shows the votes of both branches."""
    screen = drawn("sales")

    assert "voted: Omar Haddad, NO-GO, Fri 12 Feb 2027\n" in screen
    assert "voted: Omar Haddad, go, Fri 12 Feb 2027\n" in screen
    assert "To vote: sales.\n" in drawn("", stage=Stage.OPENING)


def test_the_board_reports_a_torn_line(here, polled, tmp_path):
    """A torn line does not count, and is reported wherever the votes are shown."""
    polled()
    with open(tmp_path / "launch.votes.jsonl", "ab") as record:
        record.write(b'{"after"')

    for form in ("terminal", "markdown"):
        assert "Line 8 is torn: writing stopped after 8 bytes;" in here(*VOTES, "--format", form).out
    assert json.loads(here(*VOTES, "--format", "json").out)["record"]["torn_line"] == 8


def test_a_screen_shows_waivers_caveats_and_conditions(here, tmp_path):
    """These are what is accepted, by whom and until when; what customers are told; and what a go depends on."""
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
    """No screen is taller than its terminal less two rows for the question."""
    stage = Stage.VOTE if area else Stage.DECISION

    assert drawn(area, rows, stage).count("\n") <= rows - 2


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(8, 60))
def test_parts_share_the_rows_fairly(lengths, room):
    """The first part is complete, none gets more than it needs, and parts are cut only if space is short."""
    granted = shares(lengths, room)

    assert granted[0] == lengths[0]
    assert all(share <= max(length, 1) for share, length in zip(granted, lengths, strict=True))
    if sum(lengths) <= room:
        assert granted == lengths
    elif room - lengths[0] >= len(lengths) - 1:
        assert sum(granted) <= room


def test_a_screen_calls_an_item_what_the_report_calls_it(here, change):
    """What has a date to come is scheduled in the meeting, too, not failed."""
    change("{date: 2027-01-12, way: all_hands", "{date: 2027-02-15, way: all_hands")

    report = here(
        "validate", "launch.yaml", "--as-of", "2027-02-12", "--area", "sales", "--format", "json"
    ).out
    found = {item["id"]: item["findings"] for item in json.loads(report)["items"] if item["findings"]}

    assert {finding["kind"] for finding in found["sales.seven-ways"]} == {"scheduled"}
    screen = drawn("sales")
    assert "blocker scheduled" in next(line for line in screen.splitlines() if "sales.seven-ways" in line)
