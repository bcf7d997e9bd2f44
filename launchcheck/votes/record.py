"""What a line of the record looks like: one vote or decision as one JSON object, sealed by its digest.

A line is canonical JSON, but for its last keys: `{"after":[...],"area":"sales",...,"vote":"go",
"reads":[...],"facts":{...},"digest":"..."}`. The digest is the SHA-256 of the line without
`,"digest":"..."` and without its end; `facts_digest` is that of the bytes of `facts`.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from launchcheck.text import closest, listed, quote
from launchcheck.votes.snapshot import canonical, is_path

FORMAT = 1
"""The version of the record's format."""

GO, NO_GO, CONDITION = "go", "no-go", "condition"
VOTES = (GO, NO_GO, CONDITION)
DECISIONS = (GO, NO_GO)
LONGEST_NOTE = 4000

ATTRIBUTES = "*.votes.jsonl merge=union -text"
"""The line of .gitattributes that lets git merge records: the lines of both sides, ends untouched."""

CONFLICT = "a merge conflict is left in the file"
_REPAIR = "take the line back as it was: git keeps every committed version of this file"
_READS = b',"reads":'
_FACTS = b',"facts":'
_SEAL = b',"digest":"%s"}'
_SEALED = len(_SEAL % (b"0" * 64))
_DIGEST = re.compile("[0-9a-f]{64}")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
# Control characters and surrogates: as in a plan, no text holds them. Lines may break.
_FORBIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


class Term(NamedTuple):
    """What somebody made a condition of a go: what, who sees to it, and by which day."""

    text: str
    owner: str
    by: date


class Entry(NamedTuple):
    """One vote or decision: who said what for which area, and when.

    `kind` is `vote` or `decision`, `word` what was said. `area` is empty for a decision. `at` is in
    UTC, in whole seconds.
    """

    kind: str
    area: str
    word: str
    by: str
    at: datetime
    note: str = ""
    conditions: tuple[Term, ...] = ()


class Basis(NamedTuple):
    """What an entry is bound to: facts in their canonical form, read at these paths of the plan.

    `version` is the launchcheck that read them. Lines written before these two were recorded have neither.
    """

    facts: bytes
    reads: tuple[str, ...] = ()
    version: str = ""


class Line(NamedTuple):
    """An entry in the record: its line from 1, its digest, and the digests of the lines it follows.

    Its facts, which are most of a record, are not held: `offset` and `size` say where its bytes are.
    """

    number: int
    digest: str
    after: tuple[str, ...]
    facts_digest: str
    entry: Entry
    offset: int = 0
    size: int = 0


class BadLine(Exception):  # noqa: N818  # it is no error until it is known where the line stands
    """Why a line is not as it was written: what is wrong, what to do, and in which column."""

    def __init__(self, message: str, hint: str, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.hint, self.column = message, hint, column


def text_of(value: str, what: str) -> str:
    """Text that may stand in a record, without blanks around it.

    Raises:
        ValueError: it holds control characters, or is too long.

    """
    text = value.strip()
    if len(text) > LONGEST_NOTE:
        raise ValueError(f"{what} of {len(text):,} characters is too long; at most {LONGEST_NOTE:,}")
    if found := _FORBIDDEN.search(text):
        raise ValueError(f"{what} holds a character that no text may hold: {quote(found[0])}")
    return text


def encode(entry: Entry, basis: Basis, after: tuple[str, ...]) -> bytes:
    """The bytes of a line, its end included."""
    said: dict[str, Any] = {
        "format": FORMAT,
        "kind": entry.kind,
        entry.kind: entry.word,
        "by": entry.by,
        "at": entry.at.astimezone(UTC).strftime(_TIME),
        "note": entry.note,
        "facts_digest": sha256(basis.facts).hexdigest(),
        "after": list(after),
    }
    if entry.kind == "vote":
        said["area"] = entry.area
        said["conditions"] = [
            {"text": term.text, "owner": term.owner, "by": term.by.isoformat()} for term in entry.conditions
        ]
    reads = b""
    if basis.reads:
        said["version"] = basis.version
        reads = _READS + canonical(list(basis.reads))
    body = canonical(said)[:-1] + reads + _FACTS + basis.facts + b"}"
    return body[:-1] + _SEAL % sha256(body).hexdigest().encode() + b"\n"


def decode(raw: bytes, number: int, offset: int = 0) -> Line:
    """Read a line, without its end.

    The facts are held to their digest and not parsed: `basis_of` does that for the few lines whose
    facts are looked at.

    Raises:
        BadLine: it is not what `encode` wrote.

    """
    digest = sha256(raw[:-_SEALED] + b"}").hexdigest()
    if not raw.endswith(_SEAL % digest.encode()):
        raise _broken(raw)
    head, _, facts = _parts(raw)
    try:
        said = _JSON.decode(head.decode())
        entry, after = _said(said, sha256(facts).hexdigest())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise BadLine(f"launchcheck did not write this line: {_words(problem)}", _REPAIR) from None
    return Line(number, sys.intern(digest), after, said["facts_digest"], entry, offset, len(raw))


def basis_of(raw: bytes) -> Basis:
    """What a line is bound to; the line is one that `decode` takes.

    Raises:
        BadLine: the paths that it read are none, which only a forger can have written.

    """
    head, reads, facts = _parts(raw)
    try:
        paths = json.loads(reads) if reads else []
        version = json.loads(head.decode()).get("version", "")
    except (ValueError, RecursionError):
        paths = version = None
    if type(version) is not str or type(paths) is not list or not all(map(is_path, paths)):
        raise BadLine("launchcheck did not write this line: what it reads are no paths", _REPAIR)
    return Basis(facts, tuple(paths), version)


def _parts(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """The JSON of what a line says, of the paths that it read, and of the facts that it found there.

    No text contains the keys between them: a quotation mark inside JSON text has a backslash before it.
    """
    said, _, facts = raw[:-_SEALED].partition(_FACTS)
    head, _, reads = said.partition(_READS)
    return head + b"}", reads, facts


def _broken(raw: bytes) -> BadLine:
    """Why a line does not fit its digest, as far as can be told."""
    if raw.startswith(_MARKERS):
        return BadLine(
            CONFLICT,
            "keep the lines of both sides and delete the lines <<<<<<<, |||||||, ======= and >>>>>>>; "
            f"with the line {quote(ATTRIBUTES)} in .gitattributes git does so itself",
        )
    if raw.endswith(b"\r"):
        return BadLine(
            "the line ends with a carriage return: an editor or git converted the line ends",
            f"write the line {quote(ATTRIBUTES)} in .gitattributes, and take the file back as it was",
            len(raw),
        )
    if not raw.strip():
        return BadLine("an empty line stands in the record", "delete the line")
    try:
        said = json.loads(raw.decode(), parse_constant=_no_constant)
    except json.JSONDecodeError as problem:
        return BadLine(f"the line was changed after it was written: {problem.msg}", _REPAIR, problem.colno)
    except (ValueError, RecursionError):
        return BadLine("the line was changed after it was written: it is not JSON", _REPAIR)
    known = isinstance(said, dict) and said.get("digest")
    why = "it does not fit its digest" if known else "it has no digest"
    return BadLine(f"the line was changed after it was written: {why}", _REPAIR)


def _said(said: dict[str, Any], facts_digest: str) -> tuple[Entry, tuple[str, ...]]:
    """An entry and the lines it follows; or a ValueError, TypeError, KeyError or AttributeError."""
    if said["format"] != FORMAT:
        raise ValueError(f"format {said['format']!r} is not known; this launchcheck knows {FORMAT}")
    kind = _one_of(said, "kind", ("vote", "decision"))
    is_vote = kind == "vote"
    keys = _VOTE_KEYS if is_vote else _DECISION_KEYS
    if odd := sorted((said.keys() ^ keys) - _SINCE):
        raise ValueError(f"a {kind} has the keys {listed(sorted(keys), most=20)}, not {listed(odd)}")
    word = _one_of(said, kind, VOTES if is_vote else DECISIONS)
    after = said["after"]
    if type(after) is not list or not all(map(_DIGEST.fullmatch, after)):
        raise ValueError("'after' is not a list of digests")
    if said["facts_digest"] != facts_digest:
        raise ValueError("'facts' do not fit their digest")
    terms = tuple(map(_term, said["conditions"])) if is_vote else ()
    if bool(terms) != (word == CONDITION):
        raise ValueError("a vote has conditions exactly where it is a go on condition")
    area = sys.intern(_text(said, "area")) if is_vote else ""
    by = sys.intern(_text(said, "by"))
    entry = Entry(kind, area, word, by, _time(said["at"]), _text(said, "note"), terms)
    return entry, tuple(map(sys.intern, after))


_DECISION_KEYS = frozenset(["format", "kind", "decision", "by", "at", "note", "facts_digest", "after"])
_VOTE_KEYS = (_DECISION_KEYS - {"decision"}) | {"vote", "area", "conditions"}
_SINCE = {"version"}
"""Keys that lines written by an early launchcheck do not have."""


def _one_of(said: dict[str, Any], key: str, known: tuple[str, ...]) -> str:
    """One of some known words."""
    word = said[key]
    if word not in known:
        near = closest(str(word), known)
        raise ValueError(f"{quote(word)} is none of {listed(known, 'or')}{near and f', like {near}'}")
    return known[known.index(word)]


def _text(said: dict[str, Any], key: str) -> str:
    """Text that a person or a face can be shown."""
    value = said[key]
    if type(value) is not str or (not value.isprintable() and _FORBIDDEN.search(value)):
        raise ValueError(f"{quote(key)} is not plain text")
    return value


def _time(stamp: str) -> datetime:
    """A moment in UTC, in whole seconds."""
    if not _STAMP.fullmatch(stamp):
        raise ValueError(f"{quote(stamp)} is not a moment like 2027-02-12T09:30:00Z")
    return datetime.fromisoformat(stamp)


def _term(said: dict[str, Any]) -> Term:
    """A condition of a vote."""
    if said.keys() != {"text", "owner", "by"}:
        raise ValueError("a condition has the keys by, owner and text")
    return Term(_text(said, "text"), _text(said, "owner"), date.fromisoformat(said["by"]))


def _no_constant(word: str) -> None:
    """Refuse NaN and the infinities, which JSON does not have."""
    raise ValueError(f"{word} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_no_constant)


def _words(problem: Exception) -> str:
    """What a reader stumbled over, in words."""
    if isinstance(problem, KeyError):
        return f"it lacks {quote(problem.args[0])}"
    if isinstance(problem, ValueError) and not isinstance(problem, json.JSONDecodeError | UnicodeError):
        return str(problem)
    return "it is not the JSON of a vote"
