"""`launchcheck votes`: show the board of all votes, or verify their record."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import Checklists, Ledger, PlanFile, StandingDay

EXAMPLES = """
launchcheck votes launch.yaml
launchcheck votes launch.yaml --format json
launchcheck votes launch.yaml --verify       exits with 1 if a line was changed, removed or moved
launchcheck votes launch.yaml --verify --against origin/main
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
    checklist: Checklists = None,
    as_of: StandingDay = None,
    ledger_: Ledger = None,
) -> None:
    """Show all votes, and whether they still hold.

    Each vote is shown with its conditions and the reason if it is stale, and the decision with its
    dissent.

    With --verify, only the record is read: exits with 0 if it is intact, and with 1 if a line was
    changed, removed, moved, duplicated or torn. The record alone cannot show that its last lines
    were cut off, or that all of it was written anew: add --against for that.
    """
    from importlib import import_module

    from launchcheck.cli import polling
    from launchcheck.cli.request import Request, record_of

    if against and not verify:
        raise typer.BadParameter("--against requires --verify")
    if verify:
        raise typer.Exit(0 if polling.is_whole(record_of(path, ledger_), against) else 1)
    standing = polling.standing(Request.of(path, checklist, as_of=as_of, ledger=ledger_))
    import_module(f"launchcheck.votes.{format_.value}").write_board(standing, sys.stdout)
