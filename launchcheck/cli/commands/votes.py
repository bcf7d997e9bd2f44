"""`launchcheck votes`: show the board of all votes, or verify their record."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import (
    Authors,
    Checklists,
    FactsFiles,
    FactsMaxAge,
    Ledger,
    OfWave,
    PlanFile,
    Signed,
    StandingDay,
)

EXAMPLES = """
launchcheck votes launch.yaml
launchcheck votes launch.yaml --format json
launchcheck votes launch.yaml --verify       exits with 1 if a line was changed, removed or moved
launchcheck votes launch.yaml --verify --against origin/main
launchcheck votes launch.yaml --verify --authors       exits with 1 if another author added a vote
"""


class BoardFormat(StrEnum):
    """Formats of the board; a member's value is the name of its module."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


def votes(
    path: PlanFile,
    format_: Annotated[BoardFormat, typer.Option("--format", help="Output format.")] = BoardFormat.TERMINAL,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check that no line of the record was changed, removed or moved.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="REF",
            help="With --verify: check that every line at this commit, tag or branch is there, unchanged.",
        ),
    ] = None,
    authors: Authors = False,
    signed: Signed = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="With --authors: refuse unchecked lines, too, but for those that --against has.",
        ),
    ] = False,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    as_of: StandingDay = None,
    ledger_: Ledger = None,
    wave: OfWave = "",
) -> None:
    """Show all votes, and whether they still hold.

    Each vote is shown with its conditions and the reason if it is stale, and the decision with its
    dissent.

    With --verify, only the record is read: exits with 0 if it is intact, and with 1 if a line was
    changed, removed, moved, duplicated or torn. The record alone cannot show that its last lines
    were cut off, or that all of it was written anew: add --against for that.

    With --authors, it also exits with 1 if the git author of a vote is not the voter. Lines whose
    author cannot be told (squashed, or not committed yet) are unchecked: counted, and only refused
    with --strict.
    With --against, too, the addresses of the plan at that commit count.
    """
    from importlib import import_module

    from launchcheck.cli import polling, verification
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request, record_of

    if (against or authors) and not verify:
        raise typer.BadParameter(f"{'--against' if against else '--authors'} requires --verify")
    if (signed or strict) and not authors:
        raise typer.BadParameter(f"{'--signed' if signed else '--strict'} requires --authors")
    given = FactsOptions.of(facts, facts_max_age)
    if authors:
        request = Request.of(path, checklist, ledger=ledger_, facts=given)
        raise typer.Exit(
            0 if verification.is_by_voters(request, against, signed=signed, strict=strict) else 1
        )
    if verify:
        raise typer.Exit(0 if verification.is_whole(record_of(path, ledger_), against) else 1)
    standing = polling.standing(
        Request.of(path, checklist, as_of=as_of, ledger=ledger_, facts=given)._replace(wave=wave)
    )
    import_module(f"launchcheck.votes.{format_.value}").write_board(standing, sys.stdout)
