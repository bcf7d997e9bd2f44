"""The lines of a record together: a graph in which each line names those that it was written after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.votes.record import CONFLICT, BadLine, Line, decode

MOST_FAULTS = 20

_TAKE_BACK = "take it back: git keeps every committed version of this file"


@dataclass(frozen=True, slots=True)
class Torn:
    """A last line without its end: what a process left that was stopped while it wrote."""

    number: int
    content: bytes

    def __str__(self) -> str:
        return (
            f"line {self.number} is torn: its writer was stopped after {len(self.content):,} bytes; "
            "it does not count, and the next vote sets it aside"
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """A record whose every line is as it was written, in the order of the file.

    `torn` is there where the last line has no end; it does not count. `size` is the length of the
    lines that do, in bytes.
    """

    name: str
    lines: tuple[Line, ...] = ()
    torn: Torn | None = None
    size: int = 0

    @property
    def heads(self) -> tuple[str, ...]:
        """The digests of the lines that no other follows: one, or one for each branch merged."""
        followed = {digest for line in self.lines for digest in line.after}
        return tuple(sorted(line.digest for line in self.lines if line.digest not in followed))

    @property
    def digest(self) -> str:
        """The digest of the whole graph: the same for all orders in which git may merge it."""
        return sha256(" ".join(self.heads).encode()).hexdigest()


def parse(content: bytes, name: str, known: Iterable[str] = ()) -> Ledger:
    """Read and verify a whole record.

    `known` are digests of lines that must be there: those of a committed version, or of a
    certificate. Nothing else can tell that the last lines of a record were removed.

    Raises:
        LaunchcheckError: a line was changed, removed, moved before one that it follows, or stands
            twice; every one of them located.

    """
    whole, newline, tail = content.rpartition(b"\n")
    raw = whole.split(b"\n") if newline else []
    lines: list[Line] = []
    faults: list[LaunchcheckError] = []
    for number, bytes_ in enumerate(raw, 1):
        try:
            lines.append(decode(bytes_, number))
        except BadLine as bad:
            fault = _fault(name, number, bad.message, bad.hint, bad.column)
            if bad.message == CONFLICT:  # the lines below it are whole: the markers are all there is to mend
                raise _error(name, [fault]) from None
            faults.append(fault)
    faults += _misplaced(lines, name)
    faults += _gone(lines, known, name)
    if faults:
        raise _error(name, faults)
    torn = Torn(len(raw) + 1, tail) if tail else None
    return Ledger(name, tuple(lines), torn, len(content) - len(tail))


def _misplaced(lines: list[Line], name: str) -> list[LaunchcheckError]:
    """Lines that stand twice, before a line that they follow, or without one."""
    faults = []
    first: dict[str, int] = {}
    for line in lines:
        first.setdefault(line.digest, line.number)
    for line in lines:
        if first[line.digest] != line.number:
            again = f"this is line {first[line.digest]} again"
            faults.append(_fault(name, line.number, again, "delete one of the two"))
            continue
        for digest in line.after:
            parent = first.get(digest)
            if parent is None:
                gone = f"the line that this one follows ({digest[:12]}) is not there: removed, or changed"
                faults.append(_fault(name, line.number, gone, _TAKE_BACK))
            elif parent >= line.number:
                moved = f"this line follows line {parent}, and stands before it"
                faults.append(_fault(name, line.number, moved, f"move it below line {parent}"))
    return faults


def _gone(lines: list[Line], known: Iterable[str], name: str) -> list[LaunchcheckError]:
    """Lines that were there once."""
    there = {line.digest for line in lines}
    return [
        _fault(name, 0, f"a line that was there ({digest[:12]}) was removed", _TAKE_BACK)
        for digest in known
        if digest not in there
    ]


def _fault(name: str, number: int, message: str, hint: str, column: int = 1) -> LaunchcheckError:
    """What is wrong with one line."""
    place = Location(name, number, column if number else 0)
    return LaunchcheckError(message, hint=hint, locations=(place,))


def _error(name: str, faults: list[LaunchcheckError]) -> LaunchcheckError:
    """All that is wrong with a record, in the order of its lines."""
    faults.sort(key=lambda fault: fault.locations)
    parts = faults[:MOST_FAULTS]
    if len(faults) > MOST_FAULTS:
        more = f"and {len(faults) - MOST_FAULTS:,} more"
        parts.append(LaunchcheckError(more, locations=(Location(name),)))
    return LaunchcheckError("the record of votes is damaged", parts=tuple(parts))
