"""The cost of a long record: it is read line by line, and only the data for the board is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from polling import NOON

from launchcheck.votes import Basis, Entry
from launchcheck.votes.record import decode, encode

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak memory of a process comes from /proc"
)
ROOT = Path(__file__).parents[2]
AREAS = ("product", "audience", "goals", "campaigns", "sales", "customer_success")
COUNT = """
import sys, time
from datetime import date
from pathlib import Path
from launchcheck import catalog, read_plan, votes
plan = read_plan(open("examples/ready.yaml", "rb").read())
begin = time.process_time()
board = votes.board_of(votes.read(sys.argv[1]), plan, catalog.built_in(), date(2027, 2, 12))
took = time.process_time() - begin
# ru_maxrss would begin with the memory of the process that started this one.
most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(sum(len(seat.votes) for seat in board.seats), took, int(most.split()[1]) / 1024)
"""


def long_record(path, count):
    """Write a number of votes, one after the other, each with sizable facts."""
    facts = b'{"launch":{"date":"2027-02-16"},"sales":"%s"}' % (b"x" * 1500)
    basis, after = Basis(facts, ("launch.date",), "0.1.0"), ()
    with path.open("wb") as record:
        for number in range(count):
            area = AREAS[number % len(AREAS)]
            raw = encode(Entry("vote", area, "go", "omar", NOON, f"{number}"), basis, after)
            record.write(raw)
            after = (decode(raw[:-1], number + 1).digest,)


def counted(path):
    """The number of votes, the CPU seconds of counting them, and the peak memory in megabytes."""
    command = [sys.executable, "-c", COUNT, str(path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    standing, seconds, megabytes = told.stdout.split()
    return int(standing), float(seconds), float(megabytes)


def test_record_is_not_held_in_memory(tmp_path):
    """Twenty megabytes of votes need little more memory than a few lines."""
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    long_record(few, 6)
    long_record(many, 10_000)
    assert many.stat().st_size > 19_000_000
    assert counted(many)[2] - counted(few)[2] < 16


@pytest.mark.slow
def test_record_of_a_hundred_thousand_votes_is_fast(tmp_path):
    """Five seconds of CPU time, and less than 300 megabytes."""
    long_record(tmp_path / "long.jsonl", 100_000)
    standing, seconds, megabytes = counted(tmp_path / "long.jsonl")
    assert standing == len(AREAS)
    assert seconds < 5
    assert megabytes < 300
