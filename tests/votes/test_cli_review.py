"""`launchcheck review`: the meeting in a real terminal of 80 columns and 24 rows."""

from __future__ import annotations

import json
import os
import unicodedata
from datetime import UTC, datetime

import pytest
from room import OWNERS
from terminals import COLUMNS, ROWS, Terminal

REVIEW = ("review", "launch.yaml")
WHO = "Who speaks for {}: "

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")


def record(tmp_path):
    """The votes in the record: area (or nothing), vote, voter, note."""
    path = tmp_path / "launch.votes.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return [
        (line.get("area", ""), line.get("vote") or line["decision"], line["by"], line["note"])
        for line in lines
    ]


def fits(screen, columns=COLUMNS, rows=ROWS):
    """Whether a screen fits into the terminal."""
    lines = screen.split("\n")
    wide = [
        line
        for line in lines
        if sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in line) > columns
    ]
    return (len(lines) <= rows, wide)


def test_holds_the_whole_meeting(tmp_path):
    """Every area has its screen and its vote; then come the board and the decision, in spite of a no-go."""
    with Terminal(*REVIEW) as terminal:
        opening = terminal.says("Press Enter to continue with product: ")
        assert fits(opening) == (True, [])
        assert opening.startswith("Orbit Sync 2.0")
        assert "\nREADY  No blocker is open." in opening
        terminal.types("")
        for area in OWNERS:
            screen = terminal.says(WHO.format(area))
            assert fits(screen) == (True, []), screen
            assert f"{area}  {[*OWNERS].index(area) + 1} of 6" in screen
            answer = "n" if area == "sales" else "go"
            terminal.types("", answer, "No demo" if area == "sales" else "")
            terminal.says("Record: ")
            terminal.types("y")
        board = terminal.says("Who decides: grace? [grace] ")
        assert fits(board) == (True, [])
        assert "sales             NO-GO  Omar Haddad  Fri 12 Feb 2027\n    note: No demo\n" in board
        assert "No decision since the no-go of sales.\n\nNot decided; Grace Liu decides.\n" in board
        terminal.types("dana", "grace", "g", "", "y")
        code, last = terminal.ends()

    assert code == 0
    assert "'dana' may not decide (launch.decider is 'grace')" in terminal.all.replace("\r\n", " ")
    assert "Decided: go, by Grace Liu on Fri 12 Feb 2027, over the no-go of sales.\n" in last
    assert last.endswith(
        "Recorded in this meeting: 7 lines in launch.votes.jsonl.\n"
        "To write the certificate: launchcheck certificate launch.yaml\n"
    )
    assert record(tmp_path) == [
        *(
            (area, "no-go" if area == "sales" else "go", owner, "No demo" if area == "sales" else "")
            for area, owner in OWNERS.items()
        ),
        ("", "go", "grace", ""),
    ]


def test_ctrl_c_loses_no_vote_and_the_next_review_continues(tmp_path):
    """Completed votes are in the record, the unfinished one is not; the next meeting asks for it."""
    with Terminal(*REVIEW) as terminal:
        terminal.says("Press Enter to continue")
        terminal.types("", "", "go", "", "y", "", "c", "Docs are live")
        terminal.says("Who owns it")
        terminal.presses("\x03")
        code, screen = terminal.ends()
    assert code == 130
    assert screen.endswith(
        "\nRecorded in this meeting: 1 line in launch.votes.jsonl.\nTo resume the meeting: launchcheck review launch.yaml\n"
    )
    assert record(tmp_path) == [("product", "go", "priya", "")]

    with Terminal(*REVIEW) as terminal:
        opening = terminal.says("Press Enter to continue with audience: ")
        assert (
            "Voted: product (go).\nTo vote: audience, goals, campaigns, sales, customer_success.\n" in opening
        )
        terminal.types("1")
        screen = terminal.says("product: Enter keeps the vote. ")
        assert (
            "voted: Priya Nair, go, Fri 12 Feb 2027\n  It still holds: none of its facts has changed. Enter keeps it.\n"
            in screen
        )
        terminal.types("")
        terminal.says(WHO.format("audience"))
        terminal.types("q")
        assert terminal.ends()[0] == 0
    assert len(record(tmp_path)) == 1


def test_a_stale_vote_is_requested_again_with_the_changes(here, polled, change):
    """The screen of the area shows the old and the new value."""
    polled(decision="")
    change("responder: dana", "responder: omar")

    with Terminal(*REVIEW) as terminal:
        terminal.says("Press Enter to continue with sales: ")
        terminal.types("")
        screen = terminal.says(WHO.format("sales"))
        assert (
            "voted: Omar Haddad, go, Fri 12 Feb 2027\n  changed: sales.questions.responder was dana and is now omar\n"
            in screen
        )
        terminal.types("", "g", "", "y")
        assert "Every area" not in terminal.says("Who decides: ")
        terminal.types("q")
        assert terminal.ends()[0] == 0


def test_the_end_of_the_input_leaves_the_meeting(tmp_path):
    """Ctrl-D leaves the meeting without an error."""
    with Terminal(*REVIEW) as terminal:
        terminal.says("Press Enter to continue")
        terminal.presses("\x04")
        code, screen = terminal.ends()

    assert (code, record(tmp_path)) == (0, [])
    assert "Recorded in this meeting: nothing in launch.votes.jsonl.\n" in screen


def test_shows_help_and_the_rest_of_a_screen(change):
    """`?` lists the possible answers; m shows the text that did not fit."""
    with Terminal(*REVIEW, at=datetime(2026, 12, 1, 12, tzinfo=UTC)) as terminal:
        terminal.says("Press Enter to continue")
        terminal.types("sales")
        screen = terminal.says(WHO.format("sales"))
        assert fits(screen) == (True, [])
        assert " more lines; m shows all)\n" in screen
        whole = terminal.types("m")
        assert len(whole.split("\n")) > 2 * ROWS - 8
        assert "Enter takes the one in brackets" in terminal.types("?")
        assert "g or go; n or no-go; c or condition" in terminal.types("", "?")
        terminal.types("quit")
        assert terminal.ends()[0] == 0


@pytest.mark.parametrize(
    ("environment", "columns"),
    [
        ({"NO_COLOR": "1"}, 80),
        ({"TERM": "dumb"}, 80),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, 80),
        ({}, 40),
    ],
    ids=["no color", "dumb", "ascii", "narrow"],
)
def test_works_in_limited_terminals(tmp_path, environment, columns):
    """The meeting is the same without color, cursor movement or Unicode, in 40 columns."""
    with Terminal(*REVIEW, columns=columns, **environment) as terminal:
        terminal.says("Press Enter to continue")
        terminal.types("", "", "n", "", "y", "5", "grace", "c", "Demo", "ben", "mon", "", "", "y")
        terminal.says(WHO.format("customer_success"))
        terminal.types("q")
        assert terminal.ends()[0] == 0

    assert record(tmp_path) == [("product", "no-go", "priya", ""), ("sales", "condition", "grace", "")]
    if "NO_COLOR" in environment or "TERM" in environment:
        assert "\x1b[3" not in terminal.all
    if "TERM" in environment:
        assert "\x1b" not in terminal.all


def test_a_closed_window_loses_no_vote(tmp_path):
    """When the terminal closes, the vote is on the disk."""
    with Terminal(*REVIEW) as terminal:
        terminal.says("Press Enter to continue")
        terminal.types("", "", "go", "", "y")
        terminal.kill()
        terminal.ends()

    assert record(tmp_path) == [("product", "go", "priya", "")]


def test_needs_a_terminal(here, tmp_path):
    """Without a terminal, it names the commands to use instead."""
    ended = here(*REVIEW)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "error: a review is interactive and needs a terminal\n"
        "help: without a terminal, use launchcheck vote launch.yaml, launchcheck decide launch.yaml and launchcheck votes launch.yaml\n"
    )


def test_stops_at_a_damaged_record(here, polled, tmp_path):
    """A record that was altered stops the meeting before it begins."""
    polled()
    path = tmp_path / "launch.votes.jsonl"
    path.write_text(path.read_text().replace('"by":"omar"', '"by":"lin"'))

    with Terminal(*REVIEW) as terminal:
        code, screen = terminal.ends()

    assert code == 2
    assert "launch.votes.jsonl:5:1" in screen
    assert "the line was changed after it was written" in screen


def test_a_go_over_open_blockers_is_confirmed(tmp_path, change):
    """The question says how many there are; what was open is on the board, and in the certificate."""
    change("responder: dana", "responder: null")
    change("battlecard: https://docs.example.com/battlecard", "battlecard: null")
    with Terminal(*REVIEW) as terminal:
        terminal.says("Press Enter to continue")
        terminal.types("sales", "", "g", "")
        assert "1 blocker is open in sales. Vote go anyway? (Omar Haddad; y or n) " in terminal.screen
        terminal.types("", "n", "n", "", "y", "s")
        terminal.types("", "g", "")
        assert "1 blocker is open. Decide go anyway? (Grace Liu; y or n) " in terminal.screen
        terminal.types("y")
        code, last = terminal.ends()

    assert code == 0
    assert record(tmp_path) == [("sales", "no-go", "omar", ""), ("", "go", "grace", "")]
    assert "\n    open at the decision (" in last


def test_a_rehearsal_records_nothing(tmp_path, here, polled):
    """Its votes count until it ends; it says at the beginning, at each vote and at the end that it is one."""
    polled("sales", decision="")
    before = record(tmp_path)
    with Terminal(*REVIEW, "--as-of", "2027-02-15") as terminal:
        opening = terminal.says("Press Enter to continue with sales: ")
        assert opening.startswith("Rehearsal as of Mon 15 Feb 2027: nothing is recorded.\n")
        assert "T-1" in opening
        terminal.types("", "", "g", "", "y")
        board = terminal.says("Who decides: ")
        assert board.startswith("Rehearsed, not recorded: Omar Haddad votes go for sales.\n")
        assert "sales             go  Omar Haddad  Mon 15 Feb 2027\n" in board
        terminal.types("", "g", "", "y")
        code, last = terminal.ends()

    assert code == 0
    assert "Decided: go, by Grace Liu on Mon 15 Feb 2027.\n" in last
    assert last.endswith("\nThis was a rehearsal: nothing was recorded.\n")
    assert record(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".launchcheck.yaml",
        "evidence",
        "launch.votes.jsonl",
        "launch.yaml",
        "tested",
    ]
