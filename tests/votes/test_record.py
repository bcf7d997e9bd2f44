"""A line of the record: its exact bytes, and that no other bytes are accepted."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

import pytest
from polling import NOON, said

from launchcheck.errors import LaunchcheckError
from launchcheck.votes import Basis, Entry, Term, digest_of, parse
from launchcheck.votes.record import BadLine, basis_of, decode, encode
from launchcheck.votes.snapshot import canonical

FACTS = {"launch": {"date": "2027-02-16", "tier": 1}}
VOTE = Entry(
    "vote",
    "sales",
    "condition",
    "omar",
    NOON,
    "Näht",
    (Term("Two more demos", "omar", date(2027, 2, 15)),),
)
BASIS = Basis(canonical(FACTS))
LINE = (
    '{"after":["' + "0" * 64 + '"],"area":"sales","at":"2027-02-12T12:00:00Z","by":"omar",'
    '"conditions":[{"by":"2027-02-15","owner":"omar","text":"Two more demos"}],'
    f'"facts_digest":"{digest_of(FACTS)}","format":1,"kind":"vote","note":"N\\u00e4ht","vote":"condition",'
    '"facts":{"launch":{"date":"2027-02-16","tier":1}}'
)
CHANGED = "the line was changed after it was written: "


def record(count):
    """A record of votes, each after the one before."""
    lines, after = [], ()
    for number in range(count):
        word = ("go", "no-go")[number % 2]
        raw = encode(Entry("vote", "sales", word, "omar", NOON, f"{number}"), Basis(b"{}"), after)
        after = (decode(raw[:-1], 1).digest,)
        lines.append(raw)
    return b"".join(lines)


def sealed(body):
    """A line with any content and a matching digest."""
    digest = sha256(body.encode()).hexdigest()
    return f'{body[:-1]},"digest":"{digest}"}}\n'.encode()


def forged(**changes):
    """A line with other keys than launchcheck writes, and a matching digest."""
    head = json.loads(LINE.partition(',"facts":')[0] + "}")
    head = {key: value for key, value in (head | changes).items() if value is not ...}
    return sealed(json.dumps(head)[:-1] + ',"facts":{"launch":{"date":"2027-02-16","tier":1}}}')


def test_line_is_written_byte_for_byte_as_documented():
    """The format is stable: a line can be verified with a JSON reader and SHA-256."""
    digest = sha256(f"{LINE}}}".encode()).hexdigest()
    assert encode(VOTE, BASIS, ("0" * 64,)) == f'{LINE},"digest":"{digest}"}}\n'.encode()


def test_line_with_its_paths_is_written_byte_for_byte_as_documented():
    """The paths come before the facts; the version of launchcheck is among the other keys."""
    body = LINE.replace('"vote":"cond', '"version":"0.1.0","vote":"cond').replace(
        ',"facts":', ',"reads":["launch.date","launch.tier"],"facts":'
    )
    digest = sha256(f"{body}}}".encode()).hexdigest()
    basis = Basis(canonical(FACTS), ("launch.date", "launch.tier"), "0.1.0")
    raw = f'{body},"digest":"{digest}"}}\n'.encode()
    assert encode(VOTE, basis, ("0" * 64,)) == raw
    assert decode(raw[:-1], 7).entry == VOTE
    assert basis_of(raw[:-1]) == basis


def test_no_text_can_imitate_the_parts_of_a_line():
    """A note may contain the keys that separate the parts."""
    note = '","reads":["a"],"facts":{},"digest":"'
    entry = Entry("vote", "sales", "go", "omar", NOON, note)
    raw = encode(entry, BASIS, ())[:-1]
    assert decode(raw, 1).entry == entry
    assert basis_of(raw) == BASIS


def test_line_is_read_as_it_was_written():
    """Nothing is lost."""
    line = decode(encode(VOTE, BASIS, ("0" * 64,))[:-1], 7)
    assert (line.number, line.after, line.entry) == (7, ("0" * 64,), VOTE)
    assert line.facts_digest == digest_of(FACTS)


def test_every_edit_of_any_byte_is_detected():
    """Each byte of fifty votes is changed: its line becomes invalid."""
    unseen = []
    for number, line in enumerate(record(50).splitlines(), 1):
        for at in range(len(line)):
            try:
                decode(line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :], number)
            except BadLine:
                continue
            unseen.append((number, at))
    assert unseen == []


@pytest.mark.parametrize("part", range(2))
def test_every_edit_of_a_record_is_detected(part):
    """Bytes anywhere in fifty votes, and every line end, are changed, deleted, doubled and replaced by line ends."""
    whole = record(50)
    ends = [at for at, byte in enumerate(whole) if byte == ord("\n")]
    unseen = []
    for at in sorted({*range(0, len(whole), 211), *ends})[part::2]:
        byte = whole[at]
        edits = {bytes([byte ^ 1]), bytes([byte ^ 32]), b"", b" ", b"\n", bytes([byte, byte])} - {
            bytes([byte])
        }
        unseen += [(at, edit) for edit in edits if not _detected(whole[:at] + edit + whole[at + 1 :])]
    assert unseen == []


def _detected(content):
    """Whether a record is refused, or its last line is reported as torn."""
    try:
        return parse(content, "votes").torn is not None
    except LaunchcheckError:
        return True


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\n", "the record contains an empty line"),
        (b"[1, 2\n", f"{CHANGED}Expecting ',' delimiter"),
        (b'{"vote": NaN}\n', f"{CHANGED}it is not JSON"),
        (b'{"vote": "go"}\n', f"{CHANGED}it has no digest"),
        (b"[" * 100_000 + b"\n", f"{CHANGED}it is not JSON"),
        (b"\xff\xfe\n", f"{CHANGED}it is not JSON"),
        (encode(VOTE, BASIS, ()).replace(b"sales", b"goals"), f"{CHANGED}it does not match its digest"),
        (
            encode(VOTE, BASIS, ()).replace(b"\n", b"\r\n"),
            "the line ends with a carriage return: an editor or git converted the line endings",
        ),
        (
            forged(format=2),
            "launchcheck did not write this line: format 2 is not supported; this launchcheck supports 1",
        ),
        (forged(format=...), "launchcheck did not write this line: it is missing 'format'"),
        (forged(kind="veto"), "launchcheck did not write this line: 'veto' must be vote or decision"),
        (
            forged(vote="nogo"),
            "launchcheck did not write this line: 'nogo' must be go, no-go or condition; did you mean 'no-go'?",
        ),
        (
            forged(extra=1),
            (
                "launchcheck did not write this line: a vote has the keys after, area, at, by, conditions, "
                "facts_digest, format, kind, note and vote, not extra"
            ),
        ),
        (
            forged(facts_from={}),
            "launchcheck did not write this line: 'facts_from' is not a list of origins",
        ),
        (
            forged(facts_from=[{"source": "tracker"}]),
            "launchcheck did not write this line: an origin of facts has the keys at, by and source",
        ),
        (forged(after="x"), "launchcheck did not write this line: 'after' is not a list of digests"),
        (forged(after=[1]), "launchcheck did not write this line: it is not the JSON of a vote"),
        (forged(facts_digest="0"), "launchcheck did not write this line: 'facts' do not match their digest"),
        (
            forged(conditions=[]),
            "launchcheck did not write this line: a go on condition needs conditions, and no other vote has any",
        ),
        (
            forged(conditions=[{}]),
            "launchcheck did not write this line: a condition has the keys by, owner and text",
        ),
        (forged(note="\x1b[2J"), "launchcheck did not write this line: 'note' is not plain text"),
        (forged(by=7), "launchcheck did not write this line: 'by' is not plain text"),
        (
            forged(at="now"),
            "launchcheck did not write this line: 'now' is not a time like 2027-02-12T09:30:00Z",
        ),
        (forged(at=7), "launchcheck did not write this line: it is not the JSON of a vote"),
        (forged(conditions=7), "launchcheck did not write this line: it is not the JSON of a vote"),
        (sealed('{"format":1}'), "launchcheck did not write this line: it is missing 'kind'"),
    ],
)
def test_invalid_line_stops_everything_with_a_reason(raw, message):
    """A line that launchcheck did not write is never skipped."""
    with pytest.raises(LaunchcheckError) as caught:
        parse(raw, "votes")
    assert [text for _, text in said(caught.value)] == [message]


def test_broken_json_is_located_to_the_column():
    """The error has file, line and column."""
    raw = record(2) + b'{"vote" "go"}\n'
    with pytest.raises(LaunchcheckError) as caught:
        parse(raw, "votes")
    assert said(caught.value) == [("votes:3:9", f"{CHANGED}Expecting ':' delimiter")]
