"""What the commands about votes have in common: the plan, its record, and where the launch stands."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import typer

from launchcheck.cli.options import day
from launchcheck.text import plural, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from launchcheck.checklist import Checklist
    from launchcheck.plan import Plan
    from launchcheck.source import Source
    from launchcheck.votes import Appended
    from launchcheck.votes.standing import Standing

PlanFile: TypeAlias = Annotated[str, typer.Argument(metavar="PLAN", help="The plan's YAML file.")]
Record: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH",
        help="The record of votes. [default: beside the plan, launch.votes.jsonl for launch.yaml]",
    ),
]
AsOf: TypeAlias = Annotated[
    date | None,
    typer.Option("--as-of", parser=day, metavar="YYYY-MM-DD", help="Show it as it stood on this day."),
]
Speaker: TypeAlias = Annotated[
    str, typer.Option("--as", metavar="ID", help="Who is speaking: the id of a person of the plan.")
]
Note: TypeAlias = Annotated[str, typer.Option("--note", metavar="TEXT", help="What else is to be said.")]


class Asked(NamedTuple):
    """A plan as it was read, and what it is asked: as `validate` would ask it, or votes would be on less.

    `unasked` are items that are not asked, and why; `zone` is the time zone of plans that give none.
    """

    plan: Plan
    source: Source
    checklist: Checklist
    unasked: dict[str, str]
    zone: str


def read(path: str, checklist: Iterable[str] | None) -> Asked:
    """The plan in a file, and the checklist of the command line or of the settings."""
    from launchcheck import catalog, parse
    from launchcheck.checklist import Checklist
    from launchcheck.cli import settings
    from launchcheck.plan import Plan
    from launchcheck.source import Source

    source = Source.read(path)
    plan = parse.read(source, Plan)
    found = settings.find(None, {})
    asked, unasked = found.adjust(checklist or found.value("checklists", [catalog.BUILT_IN]))
    whole = asked if isinstance(asked, Checklist) else catalog.find(asked)
    return Asked(plan, source, whole, unasked, found.value("timezone", ""))


def record_of(path: str, ledger: str | None) -> str:
    """Where the record of a plan stands."""
    from launchcheck import api

    return ledger or api.record_beside(path)


def standing(asked: Asked, record: str, today: date | None) -> Standing:
    """Where a launch stands on a day, or today: its plan, asked every item, and its votes."""
    from launchcheck import api, votes
    from launchcheck.votes.standing import Standing, needed

    plan, source, checklist, unasked, zone = asked
    today = today or api.day_of_check(plan, zone)
    recorded = votes.read(record)
    board = votes.board_of(recorded, plan, checklist, today)
    folder = api.folder_of(source.name)
    is_there = bool(recorded.lines or recorded.torn)
    report = api.examine(
        plan, source, folder, checklist, today, None, ledger=record if is_there else "", skipped=unasked
    )
    return Standing(plan, report, board, recorded, needed(checklist))


def recorded(plan: Plan, path: str, appended: Appended) -> str:
    """What was recorded, in a line; and the torn bytes that had to be moved for it."""
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
            f" The torn line {appended.torn.number} ({count:,} {plural('byte', count)}) was set "
            f"aside in {appended.set_aside}."
        )
    return words


def confirm(plan: Plan, path: str, appended: Appended) -> None:
    """Say what was recorded; with the first line of a record, how git keeps all of them."""
    from launchcheck.votes import ATTRIBUTES

    sys.stdout.write(f"{show(recorded(plan, path, appended), 1000)}\n")
    if appended.line.number == 1:
        sys.stdout.write(f"  Commit it beside the plan, with this line in .gitattributes: {ATTRIBUTES}\n")
