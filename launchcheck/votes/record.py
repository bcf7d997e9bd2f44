"""A line of the record: one vote or decision as a JSON object, sealed by its digest.

A line is canonical JSON, but for its last keys: `{"after":[...],"area":"sales",...,"vote":"go",
"reads":[...],"facts":{...},"digest":"..."}`. The digest is the SHA-256 of the line without
`,"digest":"..."` and without its end; `facts_digest` is that of the bytes of `facts`.
"""

from __future__ import annotations

import json
import math
import re
import sys
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.plan import POLLED
from launchcheck.poll import FactsFrom, Open
from launchcheck.text import closest, did_you_mean, listed, quote
from launchcheck.votes.snapshot import canonical, is_path

FORMAT = 1
"""The version of the record's format."""

GO, NO_GO, CONDITION = "go", "no-go", "condition"
VOTES = (GO, NO_GO, CONDITION)
DECISIONS = (GO, NO_GO)
LONGEST_NOTE = 4000

ATTRIBUTES = "*.votes.jsonl merge=union -text"
"""The line for .gitattributes that lets git merge records: keep both sides, and leave line endings alone."""

CONFLICT = "the file contains an unresolved merge conflict"
_REPAIR = "restore the line: git keeps every committed version of this file"
_READS = b',"reads":'
_FACTS = b',"facts":'
_SEAL = b',"digest":"%s"}'
_SEALED = len(_SEAL % (b"0" * 64))
_DIGEST = re.compile("[0-9a-f]{64}")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
# Control characters and surrogates, which plans may not contain either. Line breaks are allowed.
_FORBIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


class Term(NamedTuple):
    """A condition of a go: what must be done, its owner and its deadline."""

    text: str
    owner: str
    by: date


class Entry(NamedTuple):
    """One vote or decision: by whom, for which area, and when.

    `kind` is `vote` or `decision`, `word` the vote or decision itself. `area` is empty for a
    decision. `at` is in UTC, in whole seconds. `launch` is the name of the launch, which tells whose
    record a file is after a plan was renamed; older lines do not have it. `open` are the blockers that
    were open at a decision; None for a vote, and in older lines. `wave` is the wave of the launch that
    it is for; empty for the launch as a whole. `facts_from` says where those of its facts come from that
    other systems state.
    """

    kind: str
    area: str
    word: str
    by: str
    at: datetime
    note: str = ""
    conditions: tuple[Term, ...] = ()
    launch: str = ""
    open: tuple[Open, ...] | None = None
    wave: str = ""
    facts_from: tuple[FactsFrom, ...] = ()


class Basis(NamedTuple):
    """What an entry is tied to: facts in their canonical form, read at these paths of the plan.

    `version` is that of the launchcheck that read them. Older lines have neither paths nor version.
    `absent` are the local links among the facts whose files were missing.
    """

    facts: bytes
    reads: tuple[str, ...] = ()
    version: str = ""
    absent: tuple[str, ...] = ()


class Line(NamedTuple):
    """An entry in the record: its line from 1, its digest, and the digests of the lines it follows.

    Its facts, which make up most of a record, are not kept: `offset` and `size` locate its bytes.
    """

    number: int
    digest: str
    after: tuple[str, ...]
    facts_digest: str
    entry: Entry
    offset: int = 0
    size: int = 0


class BadLine(Exception):  # noqa: N818  # not an error until the place of the line is known
    """Why a line is damaged: the message, the hint and the column."""

    def __init__(self, message: str, hint: str, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.hint, self.column = message, hint, column


def text_of(value: str, what: str) -> str:
    """Text for a record, without surrounding spaces.

    Raises:
        ValueError: it contains control characters, or is too long.

    """
    text = value.strip()
    if len(text) > LONGEST_NOTE:
        raise ValueError(
            f"{what} of {len(text):,} characters is too long; at most {LONGEST_NOTE:,} are allowed"
        )
    if found := _FORBIDDEN.search(text):
        raise ValueError(f"{what} contains a character that is not allowed: {quote(found[0])}")
    return text


def encode(entry: Entry, basis: Basis, after: tuple[str, ...]) -> bytes:
    """The bytes of a line, including its end."""
    said: dict[str, Any] = {
        "format": FORMAT,
        "kind": entry.kind,
        entry.kind: entry.word,
        "by": entry.by,
        "at": _moment(entry.at),
        "note": entry.note,
        "facts_digest": sha256(basis.facts).hexdigest(),
        "after": list(after),
    }
    if entry.kind == "vote":
        said["area"] = entry.area
        said["conditions"] = [
            {"text": term.text, "owner": term.owner, "by": term.by.isoformat()} for term in entry.conditions
        ]
    if entry.open is not None:
        said["open"] = [
            {"id": each.id, "owner": each.owner, "due": each.due.isoformat()} for each in entry.open
        ]
    if entry.launch:
        said["launch"] = entry.launch
    if entry.wave:
        said["wave"] = entry.wave
    if entry.facts_from:
        said["facts_from"] = [
            {"source": each.source, "at": _moment(each.at), "by": each.by} for each in entry.facts_from
        ]
    if basis.absent:
        said["absent"] = list(basis.absent)
    reads = b""
    if basis.reads:
        said["version"] = basis.version
        reads = _READS + canonical(list(basis.reads))
    body = canonical(said)[:-1] + reads + _FACTS + basis.facts + b"}"
    return body[:-1] + _SEAL % sha256(body).hexdigest().encode() + b"\n"


def decode(raw: bytes, number: int, offset: int = 0) -> Line:
    """Read a line, without its end.

    A digest shows only that the line was not changed since it was sealed, and anybody can seal one:
    every value must also be one that launchcheck writes.

    Raises:
        BadLine: `encode` did not write it.

    """
    digest = sha256(raw[:-_SEALED] + b"}").hexdigest()
    if not raw.endswith(_SEAL % digest.encode()):
        raise _broken(raw)
    head, reads, facts = _parts(raw)
    try:
        said = _JSON.decode(head.decode())
        entry, after = _said(said, sha256(facts).hexdigest())
        _paths(reads)
        _hold_to_facts(facts)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise BadLine(f"launchcheck did not write this line: {_words(problem)}", _REPAIR) from None
    return Line(number, sys.intern(digest), after, said["facts_digest"], entry, offset, len(raw))


def basis_of(raw: bytes) -> Basis:
    """What a line is tied to; `decode` has accepted the line."""
    head, reads, facts = _parts(raw)
    said = json.loads(head)
    return Basis(facts, _paths(reads), said.get("version", ""), tuple(said.get("absent", ())))


def _parts(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """The JSON of an entry, of the paths that it read, and of the facts at these paths.

    No text can contain the separating keys: quotation marks inside JSON text are escaped.
    """
    said, _, facts = raw[:-_SEALED].partition(_FACTS)
    head, _, reads = said.partition(_READS)
    return head + b"}", reads, facts


def _broken(raw: bytes) -> BadLine:
    """The likely reason why a line does not match its digest."""
    if raw.startswith(_MARKERS):
        return BadLine(
            CONFLICT,
            "keep the lines of both sides and delete the lines <<<<<<<, |||||||, ======= and >>>>>>>; "
            f"with the line {quote(ATTRIBUTES)} in .gitattributes, git does this by itself",
        )
    if raw.endswith(b"\r"):
        return BadLine(
            "the line ends with a carriage return: an editor or git converted the line endings",
            f"add the line {quote(ATTRIBUTES)} to .gitattributes, and restore the file",
            len(raw),
        )
    if not raw.strip():
        return BadLine("the record contains an empty line", "delete the line")
    try:
        said = json.loads(raw.decode(), parse_constant=_no_constant)
    except json.JSONDecodeError as problem:
        return BadLine(f"the line was changed after it was written: {problem.msg}", _REPAIR, problem.colno)
    except (ValueError, RecursionError):
        return BadLine("the line was changed after it was written: it is not JSON", _REPAIR)
    known = isinstance(said, dict) and said.get("digest")
    why = "it does not match its digest" if known else "it has no digest"
    return BadLine(f"the line was changed after it was written: {why}", _REPAIR)


def _said(said: dict[str, Any], facts_digest: str) -> tuple[Entry, tuple[str, ...]]:
    """An entry and the lines it follows.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: the line is malformed.

    """
    if said["format"] != FORMAT:
        raise ValueError(f"format {said['format']!r} is not supported; this launchcheck supports {FORMAT}")
    kind = _one_of(said, "kind", ("vote", "decision"))
    is_vote = kind == "vote"
    keys = _VOTE_KEYS if is_vote else _DECISION_KEYS
    if odd := sorted((said.keys() ^ keys) - (_SINCE if is_vote else _SINCE | {"open"})):
        raise ValueError(f"a {kind} has the keys {listed(sorted(keys), most=20)}, not {listed(odd)}")
    word = _one_of(said, kind, VOTES if is_vote else DECISIONS)
    after = said["after"]
    if type(after) is not list or not all(map(_DIGEST.fullmatch, after)):
        raise ValueError("'after' is not a list of digests")
    if said["facts_digest"] != facts_digest:
        raise ValueError("'facts' do not match their digest")
    terms = tuple(map(_term, said["conditions"])) if is_vote else ()
    if bool(terms) != (word == CONDITION):
        raise ValueError("a go on condition needs conditions, and no other vote has any")
    area = _one_of(said, "area", POLLED) if is_vote else ""
    by = sys.intern(_text(said, "by"))
    launch, wave, _ = (_text(said, key) if key in said else "" for key in ("launch", "wave", "version"))
    absent = said.get("absent", [])
    if type(absent) is not list or not all(type(link) is str for link in absent):
        raise ValueError("'absent' is not a list of files")
    at, note = _time(said["at"]), _text(said, "note")
    left = tuple(map(_open, said["open"])) if "open" in said else None
    told = said.get("facts_from", [])
    if type(told) is not list:
        raise ValueError("'facts_from' is not a list of origins")
    origins = tuple(map(_facts_from, told))
    entry = Entry(kind, area, word, by, at, note, terms, sys.intern(launch), left, sys.intern(wave), origins)
    return entry, tuple(map(sys.intern, after))


_DECISION_KEYS = frozenset(["format", "kind", "decision", "by", "at", "note", "facts_digest", "after"])
_VOTE_KEYS = (_DECISION_KEYS - {"decision"}) | {"vote", "area", "conditions"}
_SINCE = {"absent", "facts_from", "launch", "version", "wave"}
"""Keys that older lines may lack."""


def _one_of(said: dict[str, Any], key: str, known: tuple[str, ...]) -> str:
    """The value of a key, which must be one of the known words."""
    word = said[key]
    if word not in known:
        near = closest(str(word), known)
        raise ValueError(f"{quote(word)} must be {listed(known, 'or')}{near and f'; {did_you_mean(near)}'}")
    return known[known.index(word)]


def _text(said: dict[str, Any], key: str) -> str:
    """The value of a key, which must be plain text."""
    value = said[key]
    if type(value) is not str or (not value.isprintable() and _FORBIDDEN.search(value)):
        raise ValueError(f"{quote(key)} is not plain text")
    return value


def _time(stamp: str) -> datetime:
    """A time in UTC, in whole seconds."""
    if not _STAMP.fullmatch(stamp):
        raise ValueError(f"{quote(stamp)} is not a time like 2027-02-12T09:30:00Z")
    at = datetime.fromisoformat(stamp)
    _hold_to_years(at.date())
    return at


def _day(text: str) -> date:
    """A date in the one form that is written."""
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError(f"{quote(text)} is not a date like 2027-02-15")
    _hold_to_years(found)
    return found


def _hold_to_years(found: date) -> None:
    """Refuse a year beyond those of a plan, so that no arithmetic leaves the calendar."""
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"the year {found.year} is not between {FIRST_YEAR} and {LAST_YEAR}")


def _term(said: dict[str, Any]) -> Term:
    """A condition of a vote."""
    if said.keys() != {"text", "owner", "by"}:
        raise ValueError("a condition has the keys by, owner and text")
    return Term(_text(said, "text"), _text(said, "owner"), _day(said["by"]))


def _facts_from(said: dict[str, Any]) -> FactsFrom:
    """Where facts of another system come from."""
    if said.keys() != {"source", "at", "by"}:
        raise ValueError("an origin of facts has the keys at, by and source")
    at = said["at"]
    return FactsFrom(_text(said, "source"), _time(at) if "T" in at else _day(at), _text(said, "by"))


def _moment(at: datetime | date) -> str:
    """A date, or a time in UTC, in whole seconds."""
    return at.astimezone(UTC).strftime(_TIME) if isinstance(at, datetime) else at.isoformat()


def _open(said: dict[str, Any]) -> Open:
    """A blocker that was open at a decision."""
    if said.keys() != {"id", "owner", "due"}:
        raise ValueError("an open blocker has the keys due, id and owner")
    return Open(_text(said, "id"), _text(said, "owner"), _day(said["due"]))


@lru_cache(maxsize=16)
def _paths(reads: bytes) -> tuple[str, ...]:
    """The paths that a line read; the lines of an area have the same ones, and are many."""
    try:
        paths = json.loads(reads) if reads else []
    except (ValueError, RecursionError):
        paths = None
    if type(paths) is not list or not all(map(is_path, paths)):
        raise ValueError("its 'reads' are not paths")
    return tuple(paths)


def _hold_to_facts(facts: bytes) -> None:
    """Refuse facts that are not those of a plan: no JSON object, or numbers that are not finite."""
    try:
        found = _JSON.decode(facts.decode())
    except (json.JSONDecodeError, UnicodeError, RecursionError):
        raise ValueError("its facts are not JSON") from None
    if type(found) is not dict:
        raise ValueError("its facts are not a JSON object")


def _no_constant(word: str) -> None:
    """Refuse NaN and the infinities, which JSON does not have."""
    raise ValueError(f"{word} is not JSON")


def _finite(number: str) -> float:
    """A number that is not too large, as 1e999 is."""
    found = float(number)
    if not math.isfinite(found):
        raise ValueError(f"{quote(number, 60)} is too large for a number")
    return found


_JSON = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)


def _words(problem: Exception) -> str:
    """A parsing error as a message."""
    if isinstance(problem, KeyError):
        return f"it is missing {quote(problem.args[0])}"
    if isinstance(problem, ValueError) and not isinstance(problem, json.JSONDecodeError | UnicodeError):
        return str(problem)
    return "it is not the JSON of a vote"
