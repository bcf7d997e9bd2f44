"""`launchcheck votes`: the board in every format, and whether the record is intact."""

from __future__ import annotations

import json

import pytest

VOTES = ("votes", "launch.yaml", "--as-of", "2027-02-12")
NO = ("vote", "launch.yaml", "--area", "sales", "--vote", "no-go", "--as", "omar", "--note", "No <demo> yet")
ON_CONDITION = (
    *("vote", "launch.yaml", "--area", "product", "--vote", "condition", "--as", "ben"),
    *("--condition", "Rollback tested again", "--owner", "ben", "--by", "2027-02-15"),
)


def test_shows_who_has_not_voted(here):
    """Before the first vote the board lists the people who may vote."""
    ended = here(*VOTES)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "Orbit Sync 2.0                                                               T-4\n"
        "launches Tue 16 Feb 2027 · as of Fri 12 Feb 2027 · launch.votes.jsonl\n"
        "\n"
        "product           no vote  Priya Nair\n"
        "audience          no vote  Dana Reyes\n"
        "goals             no vote  Dana Reyes\n"
        "campaigns         no vote  Sam Okoye\n"
        "sales             no vote  Omar Haddad\n"
        "customer_success  no vote  Lin Chen\n"
        "No votes yet: product, audience, goals, campaigns, sales, customer_success.\n"
        "\n"
        "Not decided; Grace Liu decides.\n"
    )


def test_shows_dissent_conditions_and_stale_votes(here, polled, change):
    """A go in spite of a no-go, a condition with a date, and a vote on facts that changed since."""
    polled("sales", "product", decision="")
    here(*NO)
    here(*ON_CONDITION)
    here("decide", "launch.yaml", "--decision", "go", "--as", "grace", "--note", "The demo can follow.")
    change(
        "unit: workspaces\n    baseline: 0\n    target: 400",
        "unit: workspaces\n    baseline: 0\n    target: 300",
    )

    ended = here(*VOTES)

    assert ended.code == 0
    assert ended.out.split("\n\n", 1)[1] == (
        "product           go on condition  Ben Ortiz    Fri 12 Feb 2027\n"
        "    if: Rollback tested again (Ben Ortiz, by Mon 15 Feb 2027)\n"
        "audience          go               Dana Reyes   Fri 12 Feb 2027\n"
        "goals             go (stale)       Dana Reyes   Fri 12 Feb 2027\n"
        "    stale: goals.activation.target was 400 and is now 300\n"
        "campaigns         go               Sam Okoye    Fri 12 Feb 2027\n"
        "sales             NO-GO            Omar Haddad  Fri 12 Feb 2027\n"
        "    note: No <demo> yet\n"
        "customer_success  go               Lin Chen     Fri 12 Feb 2027\n"
        "Stale: goals; their facts have changed, or the votes are too old.\n"
        "\n"
        "Decided: go, by Grace Liu on Fri 12 Feb 2027, over the no-go of sales.\n"
        "    note: The demo can follow.\n"
    )


def test_shows_the_board_in_markdown(here, polled):
    """In Markdown, text from the plan and the record has no markup."""
    polled("sales", decision="")
    here(*NO)

    ended = here(*VOTES, "--format", "markdown")

    assert ended.out.startswith(
        "# Orbit Sync 2.0: go or no-go\n"
        "\n"
        "**Not decided; Grace Liu decides.**\n"
        "Launch on Tue 16 Feb 2027, as of Fri 12 Feb 2027 (T-4), record launch.votes.jsonl.\n"
        "\n"
        "> No decision since the no-go of sales.  \n"
        "\n"
        "## Votes\n"
        "\n"
        "| Area | Vote | By | When (UTC) | Valid | Note |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| product | **go** | Priya Nair (priya) | 2027-02-12 14:00 | yes |  |\n"
    )
    assert (
        "| sales | **NO-GO** | Omar Haddad (omar) | 2027-02-12 14:05 | yes | No &#60;demo&#62; yet |\n"
        in ended.out
    )


def test_shows_the_board_in_json(here, polled, change):
    """Each vote has its area, value, voter, time, and whether and why it is stale."""
    polled("sales")
    here(*NO)
    change("level: 1, who: lin", "level: 1, who: ben")

    board = json.loads(here(*VOTES, "--format", "json").out)

    assert board["schema"] == "launchcheck.votes/1"
    by_area = {vote["area"]: vote for vote in board["votes"]}
    keys = ("area", "vote", "by", "at", "stale", "stale_because", "note", "line")
    assert {key: by_area["customer_success"][key] for key in keys} == {
        "area": "customer_success",
        "vote": "go",
        "by": "lin",
        "at": "2027-02-12T14:04:00Z",
        "stale": True,
        "stale_because": ["customer_success.escalation[0].who was lin and is now ben"],
        "note": "",
        "line": 5,
    }
    assert by_area["customer_success"]["changes"] == [
        {"where": ["customer_success", "escalation", 0, "who"], "old": "lin", "new": "ben"}
    ]
    assert (by_area["sales"]["vote"], by_area["sales"]["stale"]) == ("no-go", False)
    assert [area["state"] for area in board["areas"]] == ["go", "go", "go", "go", "no-go", "go"]
    assert (board["undecided"], board["dissent"], board["stale"]) == (["sales"], [], True)
    assert [(each["decision"], each["by"], each["voted_since"]) for each in board["decisions"]] == [
        ("go", "grace", ["sales"])
    ]
    assert (board["record"]["path"], board["record"]["lines"]) == ("launch.votes.jsonl", 7)


def test_votes_grow_old(here, polled):
    """After the number of days set by the checklist, a vote is stale."""
    polled()

    board = json.loads(here("votes", "launch.yaml", "--as-of", "2027-02-16", "--format", "json").out)
    assert {vote["stale"] for vote in board["votes"]} == {False}

    board = json.loads(here("votes", "launch.yaml", "--as-of", "2027-01-01", "--format", "json").out)
    assert (board["votes"], board["ahead"]) == ([], 7)


def test_verifies_an_intact_record(here, polled):
    """The exit code is 0, and the record's digest is shown."""
    polled()

    ended = here("votes", "launch.yaml", "--verify")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("launch.votes.jsonl: intact, 7 lines, digest ")


def edited(lines):
    """The third line, changed."""
    lines[2] = lines[2].replace("dana", "omar", 1)


def removed(lines):
    """The record without its third line."""
    del lines[2]


def moved(lines):
    """The third line, moved below the fourth."""
    lines[2:4] = [lines[3], lines[2]]


def doubled(lines):
    """The third line, twice."""
    lines.insert(3, lines[2])


def torn(lines):
    """The last line, without its end."""
    lines[-1] = lines[-1][:20]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            edited,
            "launch.votes.jsonl:3:1: the line was changed after it was written: it does not match its digest",
        ),
        (removed, "launch.votes.jsonl:3:1: the line that this one follows ("),
        (moved, "launch.votes.jsonl:3:1: this line must come after line 4"),
        (doubled, "launch.votes.jsonl:4:1: this line appears twice: it repeats line 3"),
        (torn, "launch.votes.jsonl:7:1: line 7 is torn: writing stopped after 20 bytes"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_verify_names_the_altered_line(here, polled, tmp_path, damage, words):
    """An edited, removed, moved, doubled or torn line is named, and the exit code is 1."""
    polled()
    record = tmp_path / "launch.votes.jsonl"
    lines = record.read_text().splitlines(keepends=True)
    damage(lines)
    record.write_text("".join(lines))

    ended = here("votes", "launch.yaml", "--verify")

    assert (ended.code, ended.out) == (1, "")
    assert ended.first.startswith(words)


def test_verify_reads_the_record_alone(here, polled, tmp_path):
    """An unreadable plan does not prevent the verification of its record."""
    polled()
    (tmp_path / "launch.yaml").write_text("error: [")

    assert here("votes", "launch.yaml", "--verify").code == 0


def test_verify_cannot_check_a_missing_record(here):
    """A missing record is neither intact nor damaged."""
    ended = here("votes", "launch.yaml", "--verify")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "error: there is no record of votes here\n"
        " --> launch.votes.jsonl\n"
        "help: the first `launchcheck vote` creates it\n"
    )


@pytest.mark.parametrize("command", [VOTES, ("certificate", "launch.yaml"), NO])
def test_a_damaged_record_stops_every_command(here, polled, tmp_path, command):
    """An altered record is never partly used."""
    polled()
    record = tmp_path / "launch.votes.jsonl"
    record.write_text(record.read_text().replace('"by":"omar"', '"by":"lin"'))

    ended = here(*command)

    assert (ended.code, ended.out) == (2, "")
    assert ended.first.startswith("launch.votes.jsonl:5:1: the line was changed after it was written")


def test_executes_no_text_of_the_record(here):
    """A note cannot control a terminal or a CI system."""
    here(*NO[:-1], "::error::[red]##[set-output name=ready]true")

    for form in ("terminal", "markdown", "json"):
        out = here(*VOTES, "--format", form).out
        assert "##[" not in out
        assert "::error" not in out
        assert "\x1b" not in out
