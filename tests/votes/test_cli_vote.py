"""`launchcheck vote` and `decide`: what is recorded, what is said, and what is refused."""

from __future__ import annotations

import json

import pytest

VOTE = ("vote", "launch.yaml")
SALES = (*VOTE, "--area", "sales", "--vote", "go", "--as", "omar")
DECIDE = ("decide", "launch.yaml")


def lines(tmp_path):
    """The lines of the record."""
    return [json.loads(line) for line in (tmp_path / "launch.votes.jsonl").read_text().splitlines()]


def test_records_a_vote_beside_the_plan(here, tmp_path):
    """The vote stands in the record, and a line says so; the first one says how git keeps it."""
    ended = here(*SALES, "--note", "All reps are certified")

    (line,) = lines(tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        f"Recorded: Omar Haddad votes go for sales (line 1 of launch.votes.jsonl, {line['digest'][:12]}).\n"
        "  Commit it beside the plan, with this line in .gitattributes: *.votes.jsonl merge=union -text\n"
    )
    said = {key: line[key] for key in ("area", "vote", "by", "at", "note")}
    assert said == {
        "area": "sales",
        "vote": "go",
        "by": "omar",
        "at": "2027-02-12T14:00:00Z",
        "note": "All reps are certified",
    }


def test_says_the_second_vote_in_one_line(here):
    """From the second line on, nothing is said but what was recorded."""
    here(*SALES)

    assert here(*SALES).out.count("\n") == 1


def test_records_the_backup_of_an_owner(here):
    """Who stands in for an owner may vote."""
    ended = here(*VOTE, "--area", "sales", "--vote", "no-go", "--as", "grace")

    assert (ended.code, ended.out[:43]) == (0, "Recorded: Grace Liu votes no-go for sales (")


def test_records_several_conditions(here, tmp_path):
    """A condition is what, who and by when, and there may be several."""
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
    """The decider decides, whatever was voted."""
    here(*SALES)

    ended = here(*DECIDE, "--decision", "go", "--as", "grace", "--note", "We go.")

    assert ended.out.startswith("Recorded: Grace Liu decides go (line 2 of launch.votes.jsonl, ")
    assert [(line["kind"], line["note"]) for line in lines(tmp_path)] == [
        ("vote", ""),
        ("decision", "We go."),
    ]


def test_records_elsewhere(here, tmp_path):
    """The record may stand where --ledger says."""
    ended = here(*SALES, "--ledger", "other.jsonl")

    assert ended.out.startswith("Recorded: Omar Haddad votes go for sales (line 1 of other.jsonl, ")
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["other.jsonl"]


def test_sets_a_torn_line_aside_and_says_so(here, tmp_path):
    """What a stopped writer left is kept in a file of its own, and the line says which."""
    here(*SALES)
    with open(tmp_path / "launch.votes.jsonl", "ab") as record:
        record.write(b'{"after":[')

    ended = here(*SALES)

    assert ended.out.endswith("). The torn line 2 (10 bytes) was set aside in launch.votes.jsonl.torn-1.\n")
    assert (tmp_path / "launch.votes.jsonl.torn-1").read_bytes() == b'{"after":['


REFUSED = {
    "an unknown area": (
        (*VOTE, "--area", "sale", "--vote", "go", "--as", "omar"),
        "launchcheck: no area 'sale'\n  hint: did you mean 'sales'?\n",
    ),
    "an unknown person": (
        (*VOTE, "--area", "sales", "--vote", "go", "--as", "omer"),
        "launchcheck: no person 'omer'\n  hint: did you mean 'omar'?\n",
    ),
    "an unknown vote": (
        (*VOTE, "--area", "sales", "--vote", "nogo", "--as", "omar"),
        "launchcheck: 'nogo' is not a vote\n  hint: did you mean 'no-go'?\n",
    ),
    "somebody else's area": (
        (*VOTE, "--area", "sales", "--vote", "go", "--as", "sam"),
        (
            "launchcheck: 'sam' may not vote for sales\n"
            "  hint: these may: omar, who owns it, or grace, the backup; sam votes for launch, audience, goals and campaigns\n"
        ),
    ),
    "a decision by somebody else": (
        (*DECIDE, "--decision", "go", "--as", "dana"),
        "launchcheck: 'dana' may not decide\n  hint: 'grace' decides: launch.decider says so\n",
    ),
    "a decision on condition": (
        (*DECIDE, "--decision", "condition", "--as", "grace"),
        "launchcheck: 'condition' is not a decision\n  hint: say go or no-go\n",
    ),
    "a go on condition without one": (
        (*VOTE, "--area", "sales", "--vote", "condition", "--as", "omar"),
        (
            "launchcheck: a go on condition needs a condition\n"
            "  hint: say what must be done, who sees to it, and by which day\n"
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
            "launchcheck: invalid value: each --condition needs one --owner and one --by; given are 1, 0 and 1\n"
            "  hint: try launchcheck vote --help\n"
        ),
    ),
    "a condition of somebody unknown": (
        (
            *(*VOTE, "--area", "sales", "--vote", "condition", "--as", "omar"),
            *("--condition", "A demo", "--owner", "bem", "--by", "2027-02-15"),
        ),
        "launchcheck: no person 'bem'\n  hint: did you mean 'ben'?\n",
    ),
    "a condition of yesterday": (
        (
            *(*VOTE, "--area", "sales", "--vote", "condition", "--as", "omar"),
            *("--condition", "A demo", "--owner", "ben", "--by", "2027-02-11"),
        ),
        "launchcheck: the condition is due on Thu 11 Feb 2027, which has passed\n  hint: give it a day to come\n",
    ),
    "no plan": (
        ("vote", "gone.yaml", "--area", "sales", "--vote", "go", "--as", "omar"),
        "gone.yaml: no such file\n  hint: did you mean 'launch.yaml'?\n",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refuses(here, tmp_path, what):
    """What is not right is said, with a hint; nothing is recorded."""
    arguments, words = REFUSED[what]

    ended = here(*arguments)

    assert (ended.code, ended.out, ended.err) == (2, "", words)
    assert not (tmp_path / "launch.votes.jsonl").exists()


def test_refuses_a_record_that_is_damaged(here, tmp_path):
    """A changed line stops the vote, located; nothing is written after it."""
    here(*SALES)
    record = tmp_path / "launch.votes.jsonl"
    record.write_text(record.read_text().replace('"vote":"go"', '"vote":"no-go"'))
    before = record.read_bytes()

    ended = here(*SALES)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(
        "launch.votes.jsonl:1:1: the line was changed after it was written: it does not fit its digest\n"
    )
    assert record.read_bytes() == before
