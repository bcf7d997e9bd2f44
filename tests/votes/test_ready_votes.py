"""The record of the ready example: what its owners and its decider said, written by the commands themselves.

With LAUNCHCHECK_STORE=1 in the environment it is written anew, and not compared.
"""

from __future__ import annotations

import os

import pytest
from room import OWNERS, PLAN

STORED = PLAN.with_name("ready.votes.jsonl")
NOTES = {
    "product": "Nothing is open but the slow first sync, which has a date.",
    "sales": "41 of 46 are certified.",
}


def test_the_record_of_the_ready_example_is_what_the_commands_write(here, tmp_path):
    """Every owner says go at the meeting, one a minute, and then the decider."""
    for area, owner in OWNERS.items():
        note = NOTES.get(area, "")
        here("vote", "launch.yaml", "--area", area, "--vote", "go", "--as", owner, "--note", note)
    here("decide", "launch.yaml", "--decision", "go", "--as", "grace")
    written = (tmp_path / "launch.votes.jsonl").read_bytes()

    if os.environ.get("LAUNCHCHECK_STORE"):
        STORED.write_bytes(written)
        pytest.skip("stored")
    assert STORED.read_bytes() == written
