"""What a vote is bound to besides the text of the plan: its evidence, its waivers, and its checklist."""

from __future__ import annotations

import json

import pytest

VOTES = ("votes", "launch.yaml", "--as-of", "2027-02-12")
EVIDENCE = "qa/two-way-sync.md"
MORE = """\
checklist: 1
name: more
extends: ./tested/checklist.yaml
items:
  - {id: more.review, area: sales, question: Is there a review?, why: Customers ask., fix: Link it.,
     severity: blocker, due: T-7, check: {kind: present, paths: [custom.security_review]}}
"""
WAIVER = """
waivers:
  - check: %s
    reason: The booth has its own.
    approved_by: grace
    approved_on: 2027-02-05
    expires: 2027-03-05
"""


@pytest.fixture
def stale(here):
    """Why the vote of an area is stale, under a checklist."""

    def because(area, *checklist):
        board = json.loads(here(*VOTES, *checklist, "--format", "json").out)
        return next(vote["stale_because"] for vote in board["votes"] if vote["area"] == area)

    return because


@pytest.fixture
def more(tmp_path):
    """The option for a checklist with one more item for sales."""
    (tmp_path / "more.yaml").write_text(MORE)
    return ("--checklist", "./more.yaml")


def vote(here, area, owner, *checklist):
    """Vote go."""
    ended = here("vote", "launch.yaml", "--area", area, "--vote", "go", "--as", owner, *checklist)
    assert ended.code == 0, ended.err


def test_deleted_evidence_makes_a_vote_stale(here, stale, tmp_path):
    """The file was there when the vote was cast; a file back in its place makes the vote valid again."""
    vote(here, "product", "priya")
    vote(here, "sales", "omar")
    evidence = tmp_path / "evidence" / EVIDENCE
    content = evidence.read_bytes()
    evidence.unlink()

    assert stale("product") == [f"evidence is gone since: evidence/{EVIDENCE}"]
    assert stale("sales") == []
    evidence.write_bytes(content)
    assert stale("product") == []


def test_evidence_that_was_missing_already_changes_nothing(here, stale, tmp_path):
    """The vote was cast in spite of it."""
    (tmp_path / "evidence" / EVIDENCE).unlink()
    vote(here, "product", "priya")

    assert stale("product") == []
    assert f'"absent":["evidence/{EVIDENCE}"]' in (tmp_path / "launch.votes.jsonl").read_text()


def test_waiver_makes_a_vote_of_its_area_stale(here, stale, tmp_path):
    """The vote was not on what has been accepted since."""
    vote(here, "sales", "omar")
    vote(here, "goals", "dana")
    plan = tmp_path / "launch.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + WAIVER % "sales.demo", encoding="utf-8")

    assert stale("sales")[0].startswith("waivers is new: ")
    assert stale("goals") == []


def test_vote_under_a_checklist_holds_without_it(here, stale, more):
    """The fact that only the other checklist asks for is still there."""
    vote(here, "sales", "omar", *more)

    assert stale("sales", *more) == []
    assert stale("sales") == []


def test_vote_without_a_checklist_says_that_another_one_asks(here, stale, more):
    """The fact is not new: another checklist asked about it."""
    vote(here, "sales", "omar")

    assert stale("sales") == []
    assert stale("sales", *more) == [
        "it was cast with another checklist, which did not ask for custom.security_review"
    ]
