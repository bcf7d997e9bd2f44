"""`launchcheck vote` and `decide`: the record, the output, and refusals."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

VOTE = ("vote", "launch.yaml")
SALES = (*VOTE, "--area", "sales", "--vote", "go", "--as", "omar")
DECIDE = ("decide", "launch.yaml")


def lines(tmp_path):
    """The lines of the record."""
    return [json.loads(line) for line in (tmp_path / "launch.votes.jsonl").read_text().splitlines()]


def test_records_a_vote_beside_the_plan(here, tmp_path):
    """The vote is in the record, and is confirmed on one line; the first vote explains how to set up git for it."""
    ended = here(*SALES, "--note", "All reps are certified")

    (line,) = lines(tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        f"Recorded: Omar Haddad votes go for sales (line 1 of launch.votes.jsonl, {line['digest'][:12]}).\n"
        "  Commit it with the plan, and add this line to .gitattributes: *.votes.jsonl merge=union -text\n"
    )
    said = {key: line[key] for key in ("area", "vote", "by", "at", "note")}
    assert said == {
        "area": "sales",
        "vote": "go",
        "by": "omar",
        "at": "2027-02-12T14:00:00Z",
        "note": "All reps are certified",
    }


def test_asks_for_no_attribute_that_is_there(here, tmp_path):
    """A repository that merges records already is not asked to; an attribute of one's own machine does not count."""
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "own").write_text("*.jsonl merge=union -text\n")
    subprocess.run(["git", "config", "core.attributesFile", str(tmp_path / "own")], cwd=tmp_path, check=True)
    assert "add this line to .gitattributes" in here(*SALES).out

    (tmp_path / ".gitattributes").write_text("*.votes.jsonl merge=union -text\n")
    (tmp_path / "launch.votes.jsonl").unlink()
    assert here(*SALES).out.endswith("\n  Commit it with the plan.\n")


def test_asks_for_the_attribute_of_a_record_with_a_name_of_its_own(here):
    """The line for .gitattributes fits the name of the record."""
    assert here(*SALES, "--ledger", "poll.jsonl").out.endswith(
        ".gitattributes: poll.jsonl merge=union -text\n"
    )


def test_confirms_the_second_vote_on_one_line(here):
    """From the second vote on, only the confirmation is printed."""
    here(*SALES)

    assert here(*SALES).out.count("\n") == 1


def test_records_a_vote_of_the_backup(here):
    """An owner's backup may vote."""
    ended = here(*VOTE, "--area", "sales", "--vote", "no-go", "--as", "grace")

    assert (ended.code, ended.out[:43]) == (0, "Recorded: Grace Liu votes no-go for sales (")


def test_records_several_conditions(here, tmp_path):
    """A condition has a text, an owner and a date, and there may be several."""
    ended = here(
        *(*VOTE, "--area", "product", "--vote", "condition", "--as", "priya"),
        *("--condition", "Rollback tested again", "--owner", "ben", "--by", "2027-02-15"),
        *("--condition", "Docs are live", "--owner", "priya", "--by", "2027-02-16"),
    )

    assert (ended.code, ended.out[:57]) == (0, "Recorded: Priya Nair votes go on condition for product (l")
    assert lines(tmp_path)[0]["conditions"] == [
        {"text": "Rollback tested again", "owner": "ben", "by": "2027-02-15"},
        {"text": "Docs are live", "owner": "priya", "by": "2027-02-16"},
    ]


def test_records_a_decision(here, tmp_path):
    """The decider decides, whatever the votes."""
    here(*SALES)

    ended = here(*DECIDE, "--decision", "go", "--as", "grace", "--note", "We go.")

    assert ended.out.startswith("Recorded: Grace Liu decides go (line 2 of launch.votes.jsonl, ")
    assert [(line["kind"], line["note"]) for line in lines(tmp_path)] == [
        ("vote", ""),
        ("decision", "We go."),
    ]


def test_records_elsewhere(here, tmp_path):
    """The record may be anywhere, with --ledger."""
    ended = here(*SALES, "--ledger", "other.jsonl")

    assert ended.out.startswith("Recorded: Omar Haddad votes go for sales (line 1 of other.jsonl, ")
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["other.jsonl"]


def test_sets_a_torn_line_aside_and_reports_it(here, tmp_path):
    """The bytes of an interrupted writer are kept in a separate file, and the output names it."""
    here(*SALES)
    with open(tmp_path / "launch.votes.jsonl", "ab") as record:
        record.write(b'{"after":[')

    ended = here(*SALES)

    assert ended.out.endswith("). The torn line 2 (10 bytes) was moved to launch.votes.jsonl.torn-1.\n")
    assert (tmp_path / "launch.votes.jsonl.torn-1").read_bytes() == b'{"after":['


REFUSED = {
    "an unknown area": (
        (*VOTE, "--area", "sale", "--vote", "go", "--as", "omar"),
        "error: no area 'sale'\nhelp: did you mean 'sales'?\n",
    ),
    "an area of a pack that is not on, which has no owner either": (
        (*VOTE, "--area", "pricing", "--vote", "go", "--as", "omar"),
        (
            "error: the checklist has no items for 'pricing', so there is nothing to vote on\n"
            "help: areas that vote: product, audience, goals, campaigns, sales and customer_success\n"
        ),
    ),
    "an unknown person": (
        (*VOTE, "--area", "sales", "--vote", "go", "--as", "omer"),
        "error: no person 'omer'\nhelp: did you mean 'omar'?\n",
    ),
    "an unknown vote": (
        (*VOTE, "--area", "sales", "--vote", "nogo", "--as", "omar"),
        "error: 'nogo' is not a vote\nhelp: did you mean 'no-go'?\n",
    ),
    "somebody else's area": (
        (*VOTE, "--area", "sales", "--vote", "go", "--as", "sam"),
        (
            "error: 'sam' may not vote for sales\n"
            "help: allowed: omar (owner) or grace (backup); sam votes for launch, audience, goals and campaigns\n"
        ),
    ),
    "a decision by somebody else": (
        (*DECIDE, "--decision", "go", "--as", "dana"),
        "error: 'dana' may not decide\nhelp: launch.decider is 'grace'\n",
    ),
    "a decision on condition": (
        (*DECIDE, "--decision", "condition", "--as", "grace"),
        "error: 'condition' is not a decision\nhelp: write go or no-go\n",
    ),
    "a go on condition without one": (
        (*VOTE, "--area", "sales", "--vote", "condition", "--as", "omar"),
        (
            "error: a go on condition needs a condition\n"
            "help: say what must be done, who owns it, and by when\n"
        ),
    ),
    "a condition without an owner": (
        (
            *VOTE,
            "--area",
            "sales",
            "--vote",
            "condition",
            "--as",
            "omar",
            "--condition",
            "A demo",
            "--by",
            "2027-02-15",
        ),
        (
            "error: each --condition needs one --owner and one --by; got 1, 0 and 1\n"
            "help: try `launchcheck vote --help`\n"
        ),
    ),
    "a condition of somebody unknown": (
        (
            *(*VOTE, "--area", "sales", "--vote", "condition", "--as", "omar"),
            *("--condition", "A demo", "--owner", "bem", "--by", "2027-02-15"),
        ),
        "error: no person 'bem'\nhelp: did you mean 'ben'?\n",
    ),
    "a condition of yesterday": (
        (
            *(*VOTE, "--area", "sales", "--vote", "condition", "--as", "omar"),
            *("--condition", "A demo", "--owner", "ben", "--by", "2027-02-11"),
        ),
        "error: the condition is due on Thu 11 Feb 2027, which has passed\nhelp: choose today or a later date\n",
    ),
    "no plan": (
        ("vote", "lunch.yaml", "--area", "sales", "--vote", "go", "--as", "omar"),
        "error: no such file\n --> lunch.yaml\nhelp: did you mean 'launch.yaml'?\n",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refuses_invalid_votes(here, tmp_path, what):
    """The error has a hint, and nothing is recorded."""
    arguments, words = REFUSED[what]

    ended = here(*arguments)

    assert (ended.code, ended.out, ended.err) == (2, "", words)
    assert not (tmp_path / "launch.votes.jsonl").exists()


def test_refuses_a_damaged_record(here, tmp_path):
    """An altered line is located and stops the vote; nothing is written after it."""
    here(*SALES)
    record = tmp_path / "launch.votes.jsonl"
    record.write_text(record.read_text().replace('"vote":"go"', '"vote":"no-go"'))
    before = record.read_bytes()

    ended = here(*SALES)

    assert (ended.code, ended.out) == (2, "")
    assert ended.first == (
        "launch.votes.jsonl:1:1: the line was changed after it was written: it does not match its digest"
    )
    assert record.read_bytes() == before


GO = ("vote", "launch.yaml", "--area", "sales", "--vote", "go", "--as", "omar")
DECIDE = ("decide", "launch.yaml", "--decision", "go", "--as", "grace")


@pytest.fixture
def blocked(change):
    """A plan whose sales kit is not complete."""
    change("battlecard: https://docs.example.com/battlecard", "battlecard: null")


def test_go_over_open_blockers_is_noted_without_a_terminal(here, blocked):
    """It is recorded all the same; --yes leaves the note out, and a no-go needs none."""
    vote, decision = here(*GO), here(*DECIDE)

    assert (vote.code, vote.err) == (
        0,
        "note: 1 blocker is open in sales; the go is recorded all the same (--yes leaves this note out)\n",
    )
    assert (decision.code, decision.err) == (
        0,
        "note: 1 blocker is open; the go is recorded all the same (--yes leaves this note out)\n",
    )
    no = ("vote", "launch.yaml", "--area", "sales", "--vote", "no-go", "--as", "omar")
    product = ("vote", "launch.yaml", "--area", "product", "--vote", "go", "--as", "priya")
    for arguments in ((*GO, "--yes"), (*DECIDE, "-y"), no, product):
        assert (here(*arguments).code, here(*arguments).err) == (0, "")


def test_go_over_open_blockers_is_confirmed_in_a_terminal(here, blocked, monkeypatch, path):
    """It is asked once, after it is known that the person may vote; no records nothing."""
    from launchcheck.cli import prompts

    asked = []
    monkeypatch.setattr(prompts, "have_terminal", lambda: True)
    monkeypatch.setattr(prompts, "line", lambda prompt: asked.append(prompt) or answers.pop(0))

    refused = here(*GO[:-1], "sam")
    assert (refused.code, asked) == (2, [])
    answers = ["no"]
    declined = here(*GO)
    assert (declined.code, declined.first) == (2, "nothing was recorded")
    assert not os.path.exists(path)
    answers = ["yes", "y"]
    assert (here(*GO).code, here(*DECIDE).code) == (0, 0)
    assert asked == [
        "1 blocker is open in sales. Vote go anyway? (yes or no): ",
        "1 blocker is open in sales. Vote go anyway? (yes or no): ",
        "1 blocker is open. Decide go anyway? (yes or no): ",
    ]


def test_what_was_open_at_the_decision_is_shown(here, blocked, change):
    """On the board and in the certificate, with owners and due dates, also once it is closed."""
    here(*DECIDE)
    change("battlecard: null", "battlecard: https://docs.example.com/battlecard")
    day = ("--as-of", "2027-02-12")

    board, markdown = (
        here("votes", "launch.yaml", *day),
        here("votes", "launch.yaml", *day, "--format", "markdown"),
    )
    certificate = here("certificate", "launch.yaml", *day)
    found = json.loads(here("certificate", "launch.yaml", *day, "--format", "json").out)

    assert board.out.endswith(
        "    open at the decision (1):\n      sales.kit (Omar Haddad, due Tue 2 Feb 2027)\n"
    )
    table = (
        "## Open at the decision\n"
        "\n"
        "| Blocker | Owner | Due |\n"
        "| --- | --- | --- |\n"
        "| sales.kit | Omar Haddad (omar) | Tue 2 Feb 2027 |\n"
    )
    assert table in markdown.out
    assert table in certificate.out
    assert found["decisions"][0]["open"] == [
        {"id": "sales.kit", "owner": "omar", "owner_name": "Omar Haddad", "due": "2027-02-02"}
    ]


def test_decision_over_nothing_says_so(here):
    """No blocker was open; the poll, which the decision completes, is none."""
    here(*DECIDE)

    certificate = here("certificate", "launch.yaml", "--as-of", "2027-02-12").out
    assert "## Open at the decision\n\nNo blocker.\n" in certificate
