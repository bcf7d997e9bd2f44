"""The lines of a record together: edited, removed, moved and doubled lines are named."""

from __future__ import annotations

import pytest
from polling import NOON, said
from test_record import record

from launchcheck.errors import LaunchcheckError
from launchcheck.votes import Basis, Entry, parse
from launchcheck.votes.integrity import MOST_FAULTS
from launchcheck.votes.record import encode

LINES = record(5).splitlines(keepends=True)
DIGESTS = [line.digest for line in parse(record(5), "votes").lines]


def faults(lines, known=()):
    """The places and messages of a record's faults."""
    with pytest.raises(LaunchcheckError) as caught:
        parse(b"".join(lines), "votes", known)
    return said(caught.value)


def gone(number):
    """What is said of a line that follows one that is gone."""
    return (
        f"the line that this one follows ({DIGESTS[number - 1][:12]}) is missing: it was removed or changed"
    )


def after(*digests, note=""):
    """A vote written after the given lines."""
    return encode(Entry("vote", "sales", "go", "omar", NOON, note), Basis(b"{}"), digests)


def test_intact_record_is_read():
    """An unaltered record has no faults."""
    ledger = parse(b"".join(LINES), "votes")
    assert [line.entry.note for line in ledger.lines] == ["0", "1", "2", "3", "4"]
    assert ledger.heads == (DIGESTS[4],)
    assert (ledger.torn, ledger.size) == (None, len(b"".join(LINES)))


def test_empty_record_has_no_heads():
    """An empty file is a record without votes."""
    ledger = parse(b"", "votes")
    assert (ledger.lines, ledger.heads, ledger.torn) == ((), (), None)


def test_edited_line_is_named():
    """So is the next line, whose predecessor has changed."""
    lines = [*LINES]
    lines[2] = lines[2].replace(b'"go"', b'"no"')
    assert faults(lines) == [
        ("votes:3:1", "the line was changed after it was written: it does not match its digest"),
        ("votes:4:1", gone(3)),
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_removed_line_is_named_by_the_next(number):
    """A line refers to its predecessor."""
    lines = [*LINES]
    del lines[number - 1]
    assert faults(lines) == [(f"votes:{number}:1", gone(number))]


def test_removed_last_line_is_noticed_by_comparison():
    """The file itself does not show that its end is missing; a committed version or a certificate does."""
    assert parse(b"".join(LINES[:3]), "votes").heads == (DIGESTS[2],)
    expected = [("votes", f"a line ({DIGESTS[4][:12]}) was removed")]
    assert faults(LINES[:4], known=[DIGESTS[4], DIGESTS[0]]) == expected


def test_reordered_lines_are_named():
    """A line is below its successor."""
    lines = [LINES[0], LINES[2], LINES[1], *LINES[3:]]
    assert faults(lines) == [("votes:2:1", "this line must come after line 3")]


def test_doubled_line_is_named():
    """The second of two equal lines is one too many."""
    assert faults([*LINES, LINES[1]]) == [("votes:6:1", "this line appears twice: it repeats line 2")]


def test_merge_conflict_is_one_error_with_a_hint():
    """Git's conflict markers are recognized, and the lines between them are not reported."""
    lines = [*LINES[:2], b"<<<<<<< HEAD\n", LINES[2], b"=======\n", LINES[3], b">>>>>>> other\n"]
    with pytest.raises(LaunchcheckError) as caught:
        parse(b"".join(lines), "votes")
    assert said(caught.value) == [("votes:3:1", "the file contains an unresolved merge conflict")]
    assert "'*.votes.jsonl merge=union -text' in .gitattributes" in caught.value.parts[0].hint


def test_number_of_faults_is_limited():
    """Twenty are reported."""
    found = faults([b"\n"] * 50)
    assert len(found) == MOST_FAULTS + 1
    assert found[-1] == ("votes", "and 30 more")


def test_faults_of_the_first_lines_are_reported():
    """Above the limit, the first lines win, and missing predecessors come before them."""
    lines = [LINES[1], *[b"\n"] * 40, LINES[2]]
    found = faults(lines, known=["f" * 64])
    assert found[:3] == [
        ("votes", "a line (ffffffffffff) was removed"),
        ("votes:1:1", gone(1)),
        ("votes:2:1", "the record contains an empty line"),
    ]
    assert (len(found), found[-1]) == (MOST_FAULTS + 1, ("votes", "and 22 more"))


def test_torn_last_line_is_reported_and_does_not_count():
    """An interrupted writer leaves bytes without a line end."""
    ledger = parse(b"".join(LINES) + LINES[0][:100], "votes")
    assert len(ledger.lines) == 5
    assert str(ledger.torn) == (
        "line 6 is torn: writing stopped after 100 bytes; it does not count, and the next vote moves it aside"
    )


def test_two_branches_are_two_heads_until_the_next_vote():
    """The next line is written after both."""
    left, right = after(DIGESTS[4], note="left"), after(DIGESTS[4], note="right")
    merged = parse(b"".join([*LINES, left, right]), "votes")
    assert merged.heads == tuple(sorted(line.digest for line in merged.lines[5:]))
    joined = parse(b"".join([*LINES, left, right, after(*merged.heads)]), "votes")
    assert len(joined.heads) == 1


def test_digest_does_not_depend_on_the_order_of_a_merge():
    """Ours first or theirs first: the record is the same."""
    left, right = after(DIGESTS[4], note="left"), after(DIGESTS[4], note="right")
    one, other = (parse(b"".join([*LINES, *pair]), "votes") for pair in ((left, right), (right, left)))
    assert one.digest == other.digest
    assert one.digest != parse(b"".join(LINES), "votes").digest
