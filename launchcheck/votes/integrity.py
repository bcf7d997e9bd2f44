"""A record as a graph: each line names the lines that it was written after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.votes.record import CONFLICT, BadLine, Line, decode

MOST_FAULTS = 20

MOST_AHEAD = timedelta(days=1)
"""How far the clock of another machine may be ahead."""

_TAKE_BACK = "restore it: git keeps every committed version of this file"


@dataclass(frozen=True, slots=True)
class Torn:
    """An incomplete last line, left by a process that was stopped while writing."""

    number: int
    content: bytes

    def __str__(self) -> str:
        return (
            f"line {self.number} is torn: writing stopped after {len(self.content):,} bytes; "
            "it does not count, and the next vote moves it aside"
        )


@dataclass(frozen=True, slots=True)
class Record:
    """A verified record, with its lines in file order.

    `torn` is an incomplete last line, which does not count. `size` is the length of the lines that
    count, in bytes. `bytes_of` reads the bytes of a line again.
    """

    name: str
    lines: tuple[Line, ...] = ()
    torn: Torn | None = None
    size: int = 0
    bytes_of: Callable[[Line], bytes] = field(default=lambda line: b"", repr=False, compare=False)  # noqa: ARG005  # there is no line

    @property
    def heads(self) -> tuple[str, ...]:
        """The digests of the lines that no other line follows: one for each merged branch."""
        followed = {digest for line in self.lines for digest in line.after}
        return tuple(sorted(line.digest for line in self.lines if line.digest not in followed))

    @property
    def digest(self) -> str:
        """The digest of the whole graph, independent of the order in which git merged its lines."""
        return sha256(" ".join(self.heads).encode()).hexdigest()


def parse(content: bytes, name: str, known: Iterable[str] = ()) -> Record:
    """Read and verify a record in memory, as `verified` does."""
    return verified(
        BytesIO(content), name, known, lambda line: content[line.offset : line.offset + line.size]
    )


def digests(content: bytes) -> tuple[str, ...]:
    """The digests of the lines of a committed record, without those that are damaged there."""
    return tuple(digests_by_line(content).values())


def digests_by_line(content: bytes) -> dict[int, str]:
    """The digest of each line of a committed record by its number, without those that are damaged there."""
    found = {}
    for number, raw in enumerate(content.split(b"\n")[:-1], 1):
        with suppress(BadLine):
            found[number] = decode(raw, number).digest
    return found


def verified(
    content: Iterable[bytes],
    name: str,
    known: Iterable[str],
    bytes_of: Callable[[Line], bytes],
    now: datetime | None = None,
) -> Record:
    """Read and verify a record line by line, without keeping the bytes.

    `known` are digests of lines that must be there: those of a committed version, or of a
    certificate. Without them, removal of the last lines cannot be detected. With `now`, no line may
    be dated more than a day later.

    Raises:
        LaunchcheckError: a line was changed, removed, moved before one that it follows, appears
            twice, or has a date to come; each of them located.

    """
    lines: list[Line] = []
    faults = _Faults(name)
    torn = None
    size = 0
    for number, raw in enumerate(content, 1):
        if not raw.endswith(b"\n"):
            torn = Torn(number, raw)
            break
        try:
            lines.append(decode(raw[:-1], number, size))
            _hold_to_clock(lines[-1], now)
        except BadLine as bad:
            if bad.message == CONFLICT:  # the lines below it are whole: only the markers need fixing
                faults = _Faults(name)
            faults.add(number, bad.message, bad.hint, bad.column)
            if bad.message == CONFLICT:
                raise faults.error() from None
        size += len(raw)
    _find_misplaced(lines, faults)
    _find_removed(lines, known, faults)
    if faults.count:
        raise faults.error()
    return Record(name, tuple(lines), torn, size, bytes_of)


def _hold_to_clock(line: Line, now: datetime | None) -> None:
    """Refuse a line that cannot have been written yet."""
    if now and line.entry.at > now + MOST_AHEAD:
        ahead = f"this line is dated {day(line.entry.at.date())}, more than a day ahead of the clock"
        raise BadLine(ahead, "set the clock, or remove the line and vote again")


def _find_misplaced(lines: list[Line], faults: _Faults) -> None:
    """Find lines that appear twice, or whose predecessors come later or are missing."""
    first: dict[str, int] = {}
    for line in lines:
        first.setdefault(line.digest, line.number)
    for line in lines:
        if first[line.digest] != line.number:
            faults.add(
                line.number,
                f"this line appears twice: it repeats line {first[line.digest]}",
                "delete one of the two",
            )
            continue
        for digest in line.after:
            parent = first.get(digest)
            if parent is None:
                gone = f"the line that this one follows ({digest[:12]}) is missing: it was removed or changed"
                faults.add(line.number, gone, _TAKE_BACK)
            elif parent >= line.number:
                moved = f"this line must come after line {parent}"
                faults.add(line.number, moved, f"move it below line {parent}")


def _find_removed(lines: list[Line], known: Iterable[str], faults: _Faults) -> None:
    """Find known lines that were removed."""
    there = {line.digest for line in lines}
    for digest in known:
        if digest not in there:
            faults.add(0, f"a line ({digest[:12]}) was removed", _TAKE_BACK)


class _Faults:
    """The faults of a record: all are counted, and the first of them are kept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self._kept: list[LaunchcheckError] = []

    def add(self, number: int, message: str, hint: str, column: int = 1) -> None:
        """Add a fault of a line, or of the whole file if the number is 0."""
        place = Location(self.name, number, column if number else 0)
        self.count += 1
        self._kept.append(LaunchcheckError(message, hint=hint, locations=(place,)))
        if len(self._kept) > 2 * MOST_FAULTS:
            self._kept = self._first()

    def error(self) -> LaunchcheckError:
        """One error with the first faults, in the order of the lines, and the number of the others."""
        parts = self._first()
        if self.count > MOST_FAULTS:
            more = f"and {self.count - MOST_FAULTS:,} more"
            parts.append(LaunchcheckError(more, locations=(Location(self.name),)))
        return LaunchcheckError("the record of votes is damaged", parts=tuple(parts))

    def _first(self) -> list[LaunchcheckError]:
        return sorted(self._kept, key=lambda fault: fault.locations)[:MOST_FAULTS]
