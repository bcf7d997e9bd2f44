"""Verify a record of votes: whether it is intact, and whether its voters committed it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from launchcheck.text import plural, show

if TYPE_CHECKING:
    from launchcheck.cli.request import Request
    from launchcheck.votes import Record
    from launchcheck.votes.authors import Authors, Origin


def is_whole(path: str, against: str | None = None) -> bool:
    """Whether a record is intact; writes that it is, or which lines are damaged.

    With `against`, every line that the record has at that commit must be there.
    """
    return _intact(path, _known(path, against), against) is not None


def is_by_voters(
    request: Request, against: str | None = None, *, signed: bool = False, strict: bool = False
) -> bool:
    """Whether a record is intact, and no line of it was committed by someone other than its voter.

    With `against`, the addresses of the people are those of that commit, if it has the plan, so that
    a change cannot add its own. If it is `strict`, each line must be known to be by its voter, but
    for those that the commit has.
    """
    from launchcheck import authorship

    people, is_there = authorship.people_at(request.path, against) if against else (None, False)
    if not is_there:
        people = request.load().plan.people
    known = _known(request.record, against)
    found = _intact(request.record, known, against)
    if found is None:
        return False
    authors = authorship.authors_of(request.record, found.lines, people, signed=signed)
    old = {line.number for line in found.lines if line.digest in {*known}}
    refused = [*authors.wrong, *(each for each in authors.unchecked if strict and each.line not in old)]
    _show(request.record, authors, sorted(refused), against if is_there else None)
    return not refused


def _known(path: str, against: str | None) -> tuple[str, ...]:
    """The digests of the lines that a record has at a commit; none without a commit to compare with."""
    from launchcheck import history

    return history.record_at(path, against) if against else ()


def _intact(path: str, known: tuple[str, ...], against: str | None) -> Record | None:
    """The record if it is intact and has all known lines; writes that it is, or which lines are damaged."""
    from launchcheck import votes
    from launchcheck.cli import clock, errors
    from launchcheck.errors import LaunchcheckError, Location

    try:
        found = votes.verify(path, known, now=clock.now())
    except LaunchcheckError as error:
        if not error.parts:  # the file could not be read at all; damage is reported line by line
            raise
        errors.show(error)
        return None
    if found.torn:
        place = Location(path, found.torn.number, 1)
        errors.show(LaunchcheckError(str(found.torn), locations=(place,)))
        return None
    count = len(found.lines)
    words = f"{path}: intact, {count:,} {plural('line', count)}, digest {found.digest}"
    if against:
        words += f"; all {len(known):,} of {against} are there" if known else f"; {against} has no record"
    sys.stdout.write(f"{show(words, 1000)}\n")
    return found


def _show(path: str, authors: Authors, refused: list[Origin], ref: str | None) -> None:
    """Write how many lines their voters committed, and name the others, those that are refused as errors."""
    from launchcheck.cli import errors
    from launchcheck.errors import LaunchcheckError, Location

    listed = f", by the addresses that the plan lists at {ref}" if ref else ""
    sys.stdout.write(f"{show(f'{path}: {authors}{listed}', 1000)}\n")
    for why, lines in _by_reason([each for each in authors.unchecked if each not in refused]).items():
        sys.stdout.write(f"  unchecked: {lines}: {show(why, 400)}\n")
    own = "a signed commit" if authors.signed else "a commit of their own"
    parts = tuple(
        LaunchcheckError(
            f"{each.by} did not commit this line: {each.wrong}"
            if each.wrong
            else f"it is not known whether {each.by} committed this line: {each.unknown}",
            hint=f"{each.by} votes again in {own}, or lists the address under people.{each.by}.git",
            locations=(Location(path, each.line, 1),),
        )
        for each in refused
    )
    if parts:
        sys.stdout.flush()
        errors.show(LaunchcheckError("lines were not committed by their voters", parts=parts))


def _by_reason(origins: list[Origin]) -> dict[str, str]:
    """The lines that have the same reason, in words: `lines 3, 4 and 7`."""
    from launchcheck.text import listed

    numbers: dict[str, list[int]] = {}
    for each in origins:
        numbers.setdefault(each.unknown, []).append(each.line)
    return {why: f"{plural('line', len(found))} {listed(found)}" for why, found in numbers.items()}
