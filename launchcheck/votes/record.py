"""What a line of the record looks like: one vote or decision as one JSON object, sealed by its digest.

A line is canonical JSON, but for its two last keys: `{"after":[...],"area":"sales",...,"vote":"go",
"facts":{...},"digest":"..."}`. The digest is the SHA-256 of the line without `,"digest":"..."` and
without its end; `facts_digest` is that of the bytes of `facts`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from launchcheck.text import closest, listed, quote
from launchcheck.votes.snapshot import canonical

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
_FACTS = b',"facts":'
_SEAL = b',"digest":"%s"}'
_SEALED = len(_SEAL % (b"0" * 64))
_DIGEST = re.compile("[0-9a-f]{64}")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
# Control characters and surrogates: as in a plan, no text holds them. Lines may break.
_FORBIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


@dataclass(frozen=True, slots=True)
class Term:
    """What somebody made a condition of a go: what, who sees to it, and by which day."""

    text: str
    owner: str
    by: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One vote or decision, before it stands in the record.

    `kind` is `vote` or `decision`, `word` what was said. `area` is empty for a decision. `at` is in
    UTC, in whole seconds. `facts` are what it is about, in their canonical form.
    """

    kind: str
    area: str
    word: str
    by: str
    at: datetime
    facts: bytes
    note: str = ""
    conditions: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands in the record: its line from 1, its digest, and the lines it follows."""

    number: int
    digest: str
    after: tuple[str, ...]
    facts_digest: str
    entry: Entry


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


def encode(entry: Entry, after: tuple[str, ...]) -> bytes:
    """The bytes of a line, its end included."""
    said: dict[str, Any] = {
        "format": FORMAT,
        "kind": entry.kind,
        entry.kind: entry.word,
        "by": entry.by,
        "at": entry.at.astimezone(UTC).strftime(_TIME),
        "note": entry.note,
        "facts_digest": sha256(entry.facts).hexdigest(),
        "after": list(after),
    }
    if entry.kind == "vote":
        said["area"] = entry.area
        said["conditions"] = [
            {"text": term.text, "owner": term.owner, "by": term.by.isoformat()} for term in entry.conditions
        ]
    body = canonical(said)[:-1] + _FACTS + entry.facts + b"}"
    return body[:-1] + _SEAL % sha256(body).hexdigest().encode() + b"\n"


def decode(raw: bytes, number: int) -> Line:
    """Read a line, without its end.

    The facts are held to their digest and not parsed: they are most of a record, and looked at
    only for the latest votes.

    Raises:
        BadLine: it is not what `encode` wrote.

    """
    body = raw[:-_SEALED] + b"}"
    digest = sha256(body).hexdigest()
    if not raw.endswith(_SEAL % digest.encode()):
        raise _broken(raw)
    # No text can hold this: in JSON a quotation mark inside of text has a backslash before it.
    head, _, facts = body[:-1].partition(_FACTS)
    try:
        return _line(json.loads(f"{head.decode()}}}", parse_constant=_no_constant), facts, number, digest)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise BadLine(f"launchcheck did not write this line: {_words(problem)}", _REPAIR) from None


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


def _line(said: dict[str, Any], facts: bytes, number: int, digest: str) -> Line:
    """A line from its JSON; a ValueError, TypeError, KeyError or AttributeError where it is none."""
    if said["format"] != FORMAT:
        raise ValueError(f"format {said['format']!r} is not known; this launchcheck knows {FORMAT}")
    kind = _one_of(said, "kind", ("vote", "decision"))
    is_vote = kind == "vote"
    keys = _VOTE_KEYS if is_vote else _DECISION_KEYS
    if said.keys() != keys:
        odd = sorted(said.keys() ^ keys)
        raise ValueError(f"a {kind} has the keys {listed(sorted(keys), most=20)}, not {listed(odd)}")
    word = _one_of(said, kind, VOTES if is_vote else DECISIONS)
    after = said["after"]
    if type(after) is not list or not all(map(_DIGEST.fullmatch, after)):
        raise ValueError("'after' is not a list of digests")
    if said["facts_digest"] != sha256(facts).hexdigest():
        raise ValueError("'facts' do not fit their digest")
    terms = tuple(map(_term, said["conditions"])) if is_vote else ()
    if bool(terms) != (word == CONDITION):
        raise ValueError("a vote has conditions exactly where it is a go on condition")
    area = _text(said, "area") if is_vote else ""
    entry = Entry(kind, area, word, _text(said, "by"), _time(said["at"]), facts, _text(said, "note"), terms)
    return Line(number, digest, tuple(after), said["facts_digest"], entry)


_DECISION_KEYS = frozenset(["format", "kind", "decision", "by", "at", "note", "facts_digest", "after"])
_VOTE_KEYS = (_DECISION_KEYS - {"decision"}) | {"vote", "area", "conditions"}


def _one_of(said: dict[str, Any], key: str, known: tuple[str, ...]) -> str:
    """One of some known words."""
    word = said[key]
    if word not in known:
        near = closest(str(word), known)
        raise ValueError(f"{quote(word)} is none of {listed(known, 'or')}{near and f', like {near}'}")
    return str(word)


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


def _words(problem: Exception) -> str:
    """What a reader stumbled over, in words."""
    if isinstance(problem, KeyError):
        return f"it lacks {quote(problem.args[0])}"
    if isinstance(problem, ValueError) and not isinstance(problem, json.JSONDecodeError | UnicodeError):
        return str(problem)
    return "it is not the JSON of a vote"
