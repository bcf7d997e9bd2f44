"""A record compared with a commit: what its own digests cannot show."""

from __future__ import annotations

import shutil

import pytest
from test_merge import Repository

from launchcheck import votes
from launchcheck.votes.record import basis_of, encode

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

VERIFY = ("votes", "launch.yaml", "--verify")
GATE = ("validate", "launch.yaml", "--as-of", "2027-02-12", "--against", "main", "--fail-on", "regression")
NO = ("vote", "launch.yaml", "--area", "sales", "--vote", "no-go", "--as", "omar")


@pytest.fixture
def record(here, polled, tmp_path):
    """The committed record of a poll in which sales says no."""
    polled("sales", decision="")
    here(*NO)
    Repository(tmp_path)
    return tmp_path / "launch.votes.jsonl"


def forged(record):
    """The no-go is a go, and every digest is computed again."""
    old = votes.read(str(record))
    raws, after = [], ()
    for line in old.lines:
        raw = encode(line.entry._replace(word="go"), basis_of(old.bytes_of(line)), after)
        after = votes.digests(raw)
        raws.append(raw)
    record.write_bytes(b"".join(raws))


def cut(record):
    """The no-go, which is the last line, is cut off."""
    record.write_bytes(b"".join(record.read_bytes().splitlines(keepends=True)[:-1]))


def emptied(record):
    """The file has no lines."""
    record.write_bytes(b"")


def deleted(record):
    """There is no file."""
    record.unlink()


@pytest.mark.parametrize(
    ("tamper", "alone", "gone"),
    [(forged, 0, 1), (cut, 0, 1), (emptied, 0, 6), (deleted, 2, 6)],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_lines_of_a_commit_must_be_there(here, record, tamper, alone, gone):
    """The record alone is intact; compared with the commit, the lines that are gone are counted."""
    assert (here(*VERIFY).code, here(*VERIFY, "--against", "main").code, here(*GATE).code) == (0, 0, 0)
    tamper(record)

    assert here(*VERIFY).code == alone
    verified, checked = here(*VERIFY, "--against", "main"), here(*GATE)

    assert (verified.code, verified.out, checked.code) == (1, "", 2)
    for ended in (verified, checked):
        assert ended.first.startswith("launch.votes.jsonl: a line (")
        assert ended.err.count(") was removed\n") == gone


def test_new_lines_are_welcome(here, record):
    """A change that only adds votes is intact, and the result says what was compared."""
    assert here("decide", "launch.yaml", "--decision", "no-go", "--as", "grace").code == 0

    ended = here(*VERIFY, "--against", "main")

    assert ended.code == 0
    assert ended.out.startswith("launch.votes.jsonl: intact, 7 lines, digest ")
    assert ended.out.endswith("; all 6 of main are there\n")


def test_record_that_a_commit_lacks_is_new(here, polled, tmp_path):
    """There is nothing that could be gone."""
    Repository(tmp_path)
    polled()

    assert here(*VERIFY, "--against", "main").out.endswith("; main has no record\n")
    assert here(*GATE).code == 0


def test_comparison_needs_a_commit(here, record):
    """An unknown name is neither intact nor damaged."""
    ended = here(*VERIFY, "--against", "elsewhere")

    assert (ended.code, ended.first) == (2, "no commit, tag or branch 'elsewhere' in this repository")
    assert here("votes", "launch.yaml", "--against", "main").code == 2
