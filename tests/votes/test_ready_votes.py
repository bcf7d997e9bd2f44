"""The record of the ready example: the votes of its owners and the decision, as the commands write them."""

from __future__ import annotations

from room import OWNERS, PLAN

STORED = PLAN.with_name("ready.votes.jsonl")
NOTES = {
    "product": "Nothing is open but the slow first sync, which has a date.",
    "sales": "41 of 46 are certified.",
}


def test_the_record_of_the_ready_example_is_what_the_commands_write(here, tmp_path, golden):
    """Every owner votes go at the meeting, one a minute, then the decider; under the built-in checklist."""
    (tmp_path / ".launchcheck.yaml").unlink()
    for area, owner in OWNERS.items():
        note = NOTES.get(area, "")
        here("vote", "launch.yaml", "--area", area, "--vote", "go", "--as", owner, "--note", note)
    here("decide", "launch.yaml", "--decision", "go", "--as", "grace")
    golden((tmp_path / "launch.votes.jsonl").read_bytes(), STORED)
