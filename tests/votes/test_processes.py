"""Real processes that vote at once, and that are killed while they vote."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from launchcheck import votes

WRITERS = Path(__file__).parent / "writers.py"
ROOT = WRITERS.parent.parent.parent


def run(*arguments):
    """Run the script of the writers; return its output."""
    # Coverage is off in processes that are killed: it would leave partial files.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, str(WRITERS), *map(str, arguments)],
        env=environment | {"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("appends", "kills"), [(40, 12), pytest.param(1000, 250, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_killed_writers_lose_no_vote_and_leave_no_torn_line(appends, kills, path):
    """Every confirmed vote is in the record; a torn line is set aside, and does not count."""
    *told, _, killed = run("kill", path, appends, kills, 7)
    assert (len(told) >= appends, int(killed) >= kills) == (True, True)
    record = votes.verify(path)
    there = [line.entry.note for line in record.lines]
    assert [note for note in told if note not in set(there)] == []
    assert len(there) == len(set(there))
    # An unconfirmed vote in the record was complete when its writer was killed: at most one per kill.
    assert len(there) - len(told) <= int(killed)
    assert len(record.heads) == 1
    for aside in Path(path).parent.glob("launch.votes.jsonl.torn-*"):
        torn = re.search(rb'"note":"([^"]*)', aside.read_bytes())
        assert torn is None or torn[1].decode() not in told


@pytest.mark.parametrize(
    ("processes", "many"), [(4, 60), pytest.param(8, 1000, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_concurrent_writers_all_record_their_votes(processes, many, path):
    """Every vote is recorded once, and each was written after the one before."""
    run("crowd", path, processes, many)
    lines = votes.verify(path).lines
    assert sorted(int(line.entry.note) for line in lines) == list(range(many))
    assert [line.after for line in lines[1:]] == [(line.digest,) for line in lines[:-1]]
