"""Votes are not lost in silence: a renamed plan, another spelling of the same text, a date to come, an area without a seat."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from terminals import MEETING

VOTES = ("votes", "launch.yaml", "--as-of", "2027-02-12")
GO = ("--area", "sales", "--vote", "go", "--as", "omar")


def test_record_of_a_renamed_plan_is_named(here, polled, tmp_path):
    """The poll says where the votes are, instead of having none."""
    polled()
    (tmp_path / "launch.yaml").rename(tmp_path / "orbit.yaml")

    report = here("validate", "orbit.yaml", "--as-of", "2027-02-12", "--format", "markdown").out
    board = here("votes", "orbit.yaml", "--as-of", "2027-02-12").out

    assert "if this plan was renamed, rename its record, too: launch.votes.jsonl has no plan" in report
    assert "If this plan was renamed, rename its record, too: launch.votes.jsonl." in board


@pytest.mark.parametrize(
    "command", [("vote", "orbit.yaml", *GO), ("decide", "orbit.yaml", "--decision", "go", "--as", "grace")]
)
def test_no_second_record_begins_for_a_renamed_plan(here, polled, tmp_path, command):
    """Every line names its launch, so that the votes are found."""
    polled()
    (tmp_path / "launch.yaml").rename(tmp_path / "orbit.yaml")

    ended = here(*command)

    assert ended.code == 2
    assert ended.err == (
        "error: this record has votes for this launch, and its own plan is gone\n"
        " --> launch.votes.jsonl\n"
        "help: if the plan was renamed, rename the record to orbit.votes.jsonl\n"
    )
    assert not (tmp_path / "orbit.votes.jsonl").exists()
    (tmp_path / "launch.votes.jsonl").rename(tmp_path / "orbit.votes.jsonl")
    assert here(*command).code == 0


def test_record_of_another_launch_is_not_in_the_way(here, polled, change, tmp_path):
    """A launch of another name begins its own record; a record under a wrong plan is named on the board."""
    polled()
    change("name: Orbit Sync 2.0", "name: Beacon")
    (tmp_path / "launch.yaml").rename(tmp_path / "beacon.yaml")

    assert here("vote", "beacon.yaml", *GO).code == 0

    (tmp_path / "launch.votes.jsonl").replace(tmp_path / "beacon.votes.jsonl")
    board = here("votes", "beacon.yaml", "--as-of", "2027-02-12").out
    assert "Votes in this record name another launch: Orbit Sync 2.0." in board


def test_other_unicode_form_of_the_same_text_keeps_a_vote(here, polled, change, tmp_path):
    """Text that looks the same is the same fact."""
    change("EU tenants get single sign-on in April.", "Für EU-Kunden im April.")
    polled()
    plan = tmp_path / "launch.yaml"
    text = plan.read_text(encoding="utf-8")
    decomposed = text.replace("Für", unicodedata.normalize("NFD", "Für"))
    assert decomposed != text
    plan.write_text(decomposed, encoding="utf-8")

    assert "stale" not in here(*VOTES).out

    plan.write_text(text.replace("Für", "Fur"), encoding="utf-8")
    assert "stale" in here(*VOTES).out


def test_vote_of_a_date_to_come_is_refused(here, told, tmp_path):
    """No vote is added on top of a line from the future, and the record is not intact; a clock may be a day ahead."""
    told.at = MEETING + timedelta(hours=23)
    here("vote", "launch.yaml", *GO)
    told.at = MEETING
    assert here("votes", "launch.yaml", "--verify").code == 0
    (tmp_path / "launch.votes.jsonl").unlink()
    told.at = MEETING + timedelta(days=365 * 72)
    here("vote", "launch.yaml", *GO)
    told.at = MEETING

    words = "launch.votes.jsonl:1:1: this line is dated Sun 25 Jan 2099, more than a day ahead of the clock"
    verified, voted = here("votes", "launch.yaml", "--verify"), here("vote", "launch.yaml", *GO)
    assert (verified.code, verified.first) == (1, words)
    assert (voted.code, voted.first) == (2, words)


def test_area_without_a_seat_may_not_vote(here, tmp_path):
    """A vote that no poll counts is not recorded."""
    ended = here("vote", "launch.yaml", "--area", "launch", "--vote", "go", "--as", "dana")

    assert ended.code == 2
    assert ended.err == (
        "error: no poll asks launch to vote, so the vote would not count\n"
        "help: areas that vote: product, audience, goals, campaigns, sales and customer_success\n"
    )
    assert not (tmp_path / "launch.votes.jsonl").exists()
