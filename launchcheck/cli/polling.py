"""Shared by the commands about votes: the state of the launch, and the confirmation of a vote."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from launchcheck.text import plural, show

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.cli.request import Loaded, Request
    from launchcheck.plan import Plan
    from launchcheck.poll import FactsFrom
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
    return Standing(
        plan, program.checklist, request.report(loaded), board, lines, needed(program.checklist), strays
    )


def standing_now(request: Request, loaded: Loaded) -> Standing:
    """The state of a launch at this moment, on the date that it is in the launch's time zone."""
    from zoneinfo import ZoneInfo

    from launchcheck.cli import clock

    now = clock.now().astimezone(ZoneInfo(loaded.plan.launch.timezone))
    return standing(request.on(now.date()), loaded)


def confirm_go(standing: Standing, word: str, area: str = "", *, is_sure: bool) -> None:
    """Ask once before a go over open blockers; without a terminal, note them.

    Raises:
        LaunchcheckError: the answer is no.

    """
    from launchcheck.cli import prompts
    from launchcheck.errors import LaunchcheckError
    from launchcheck.votes.meeting import anyway

    question = anyway(len(standing.open_blockers(area)), area) if word == "go" else ""
    if is_sure or not question:
        return
    if not prompts.have_terminal():
        said = question.partition(". ")[0]
        sys.stderr.write(f"note: {said}; the go is recorded all the same (--yes leaves this note out)\n")
    elif not prompts.confirm(question):
        raise LaunchcheckError("nothing was recorded", hint="close the blockers, or answer yes")


def with_authors(standing: Standing, *, signed: bool) -> Standing:
    """The same state, with the voters compared with the authors of commits."""
    from launchcheck import authorship

    record, people = standing.record, standing.plan.people
    found = authorship.authors_of(record.name, record.lines, people, signed=signed)
    return standing._replace(authors=found)


def absent(loaded: Loaded) -> tuple[tuple[Where, str], ...]:
    """The places of missing local evidence in a plan, each with its path."""
    from launchcheck import api, evidence

    return evidence.missing(loaded.plan, loaded.source, api.folder_of(loaded.source.name))


def told(loaded: Loaded) -> tuple[tuple[Where, FactsFrom], ...]:
    """The places of facts that other systems state, each with where it comes from."""
    from launchcheck.external_facts import Merged
    from launchcheck.poll import FactsFrom

    if not isinstance(loaded.source, Merged):
        return ()
    return tuple(
        (where, FactsFrom(each.source, each.at, each.by or "")) for where, each in loaded.source.told()
    )


def refuse_renamed(request: Request, plan: Plan) -> None:
    """Do not begin a record while the votes for this launch are in one that was left behind.

    Raises:
        LaunchcheckError: a record whose own plan is gone has votes for a launch of this name.

    """
    from launchcheck import api, votes
    from launchcheck.errors import LaunchcheckError, Location

    if request.ledger or os.path.lexists(request.record):
        return
    for stray in api.stray_records(request.path):
        try:
            lines = votes.read(stray).lines
        except LaunchcheckError:  # the record of another plan
            continue
        if any(line.entry.launch == plan.name for line in lines):
            raise LaunchcheckError(
                "this record has votes for this launch, and its own plan is gone",
                hint=f"if the plan was renamed, rename the record to {request.record}",
                locations=(Location(stray),),
            )


def speaker(named: str | None, request: Request, plan: Plan, what: str, *, is_sure: bool) -> str:
    """Who votes or decides: the person named, or the one whose address is git's user.email.

    The latter is confirmed first, unless the answer to all questions is yes (`is_sure`).

    Raises:
        LaunchcheckError: no one is named, and git's address belongs to no one or cannot be confirmed.

    """
    from launchcheck import git
    from launchcheck.cli import prompts
    from launchcheck.errors import LaunchcheckError
    from launchcheck.plan.git_addresses import person_with

    address = git.user_email(request.path)
    found = person_with(address, plan.people)
    if named is not None:
        if found and named in (plan.people or {}) and named != found:
            note = f"git commits here as {found} ({address}), not as {named}"
            sys.stderr.write(f"note: {show(note, 400)}; `votes --verify --authors` compares them\n")
        return named
    if not found:
        listed = f"list {address} under people.ID.git" if address else "set git's user.email"
        raise LaunchcheckError("--as is missing: who speaks?", hint=f"add --as ID, or {listed}")
    if is_sure:
        return found
    if not prompts.have_terminal():
        hint = f"git commits here as {found}: add --as {found}, or --yes"
        raise LaunchcheckError("--as is missing: who speaks?", hint=hint)
    name = (plan.people or {})[found].name or found
    if not prompts.confirm(show(f"{what} as {name} ({found})?", 400)):
        raise LaunchcheckError("nothing was recorded", hint="add --as ID to speak as someone else")
    return found


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
    said += f", wave {entry.wave}" if entry.wave else ""
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
    sys.stdout.write(f"{show(recorded(plan, path, appended), 1000)}\n")
    if appended.line.number == 1:
        sys.stdout.write(f"  Commit it with the plan{show(_advice(path), 400)}\n")


def _advice(path: str) -> str:
    """What else the first commit of a record needs: the attributes that let git merge it, if missing."""
    from launchcheck import git
    from launchcheck.votes import ATTRIBUTES

    if git.attributes(path, "merge", "text") == ("union", "unset"):
        return "."
    name = os.path.basename(path)
    line = ATTRIBUTES if name.endswith(".votes.jsonl") else ATTRIBUTES.replace("*.votes.jsonl", name)
    return f", and add this line to .gitattributes: {line}"
