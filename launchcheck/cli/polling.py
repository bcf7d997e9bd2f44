"""Shared by the commands about votes: the state of the launch, and the confirmation of a vote."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from launchcheck.text import plural, show

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.cli.request import Loaded, Request
    from launchcheck.plan import Plan
    from launchcheck.source import Where
    from launchcheck.votes import Appended, Term
    from launchcheck.votes.standing import Standing


def standing(request: Request, loaded: Loaded | None = None) -> Standing:
    """The state of a launch on the date of the request: its report and its votes."""
    from launchcheck import api, votes
    from launchcheck.votes.board import needed
    from launchcheck.votes.standing import Standing

    loaded, program, named = loaded or request.load(), request.program(), request.ledger
    plan, today = loaded.plan, request.today(loaded.plan)
    lines = votes.read(request.record)
    board = votes.board_of(lines, plan, program.checklist, today, absent(loaded))
    is_there = bool(lines.lines or lines.torn)
    request = request.on(today)._replace(checklist=program, ledger=request.record if is_there else "")
    strays = () if is_there or named else api.stray_records(request.path)
    return Standing(plan, request.report(loaded), board, lines, needed(program.checklist), strays)


def absent(loaded: Loaded) -> tuple[tuple[Where, str], ...]:
    """The places of missing local evidence in a plan, each with its path."""
    from launchcheck import api, evidence

    return evidence.missing(loaded.plan, loaded.source, api.folder_of(loaded.source.name))


def refuse_renamed(request: Request, plan: Plan) -> None:
    """Do not begin a record while the votes for this launch are in one that was left behind.

    Raises:
        LaunchcheckError: a record whose own plan is gone has votes for a launch of this name.

    """
    import os

    from launchcheck import api, votes
    from launchcheck.errors import LaunchcheckError, Location

    if request.ledger or os.path.lexists(request.record):
        return
    for stray in api.stray_records(request.path):
        try:
            lines = votes.read(stray).lines
        except LaunchcheckError:  # the record of another plan
            continue
        if any(line.entry.launch == plan.launch.name for line in lines):
            raise LaunchcheckError(
                "this record has votes for this launch, and its own plan is gone",
                hint=f"if the plan was renamed, rename the record to {request.record}",
                locations=(Location(stray),),
            )


def terms(conditions: list[str], owners: list[str], days: list[date]) -> tuple[Term, ...]:
    """The conditions of a vote, each with its owner and its deadline."""
    from launchcheck.votes import Term

    if not len(conditions) == len(owners) == len(days):
        raise typer.BadParameter(
            "each --condition needs one --owner and one --by; got "
            f"{len(conditions)}, {len(owners)} and {len(days)}"
        )
    return tuple(Term(*given) for given in zip(conditions, owners, days, strict=True))


def recorded(plan: Plan, path: str, appended: Appended) -> str:
    """The line that confirms a vote or decision, and names the file that torn bytes were moved to."""
    line = appended.line
    entry = line.entry
    person = (plan.people or {}).get(entry.by)
    name = (person and person.name) or entry.by
    word = "go on condition" if entry.word == "condition" else entry.word
    said = f"votes {word} for {entry.area}" if entry.kind == "vote" else f"decides {word}"
    words = f"Recorded: {name} {said} (line {line.number} of {path}, {line.digest[:12]})."
    if appended.torn:
        count = len(appended.torn.content)
        words += (
            f" The torn line {appended.torn.number} ({count:,} {plural('byte', count)}) was moved "
            f"to {appended.set_aside}."
        )
    return words


def confirm(plan: Plan, path: str, appended: Appended) -> None:
    """Confirm a vote or decision; after the first one, explain how to let git merge records."""
    from launchcheck.votes import ATTRIBUTES

    sys.stdout.write(f"{show(recorded(plan, path, appended), 1000)}\n")
    if appended.line.number == 1:
        sys.stdout.write(f"  Commit it with the plan, and add this line to .gitattributes: {ATTRIBUTES}\n")


def is_whole(path: str, against: str | None = None) -> bool:
    """Whether a record is intact; writes that it is, or which lines are damaged.

    With `against`, every line that the record has at that commit must be there.
    """
    from launchcheck import history, votes
    from launchcheck.cli import clock, errors
    from launchcheck.errors import LaunchcheckError, Location

    try:
        known = history.record_at(path, against) if against else ()
        found = votes.verify(path, known, now=clock.now())
    except LaunchcheckError as error:
        if not error.parts:  # the file could not be read at all; damage is reported line by line
            raise
        errors.show(error)
        return False
    if found.torn:
        place = Location(path, found.torn.number, 1)
        errors.show(LaunchcheckError(str(found.torn), locations=(place,)))
        return False
    count = len(found.lines)
    words = f"{path}: intact, {count:,} {plural('line', count)}, digest {found.digest}"
    if against:
        words += f"; all {len(known):,} of {against} are there" if known else f"; {against} has no record"
    sys.stdout.write(f"{show(words, 1000)}\n")
    return True
