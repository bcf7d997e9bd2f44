"""`launchcheck votes`: the board of all votes, or whether the record of them is whole."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import Checklists, Ledger, PlanFile, StandingDay

EXAMPLES = """
launchcheck votes launch.yaml
launchcheck votes launch.yaml --format json
launchcheck votes launch.yaml --verify       ends with 1 where a line was changed, removed or moved
"""


class BoardFormat(StrEnum):
    """How the board is written; a member's value is the name of its module."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


def votes(
    path: PlanFile,
    format_: Annotated[
        BoardFormat, typer.Option("--format", help="How to show the board.")
    ] = BoardFormat.TERMINAL,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check that every line of the record is as it was written.")
    ] = False,
    checklist: Checklists = None,
    as_of: StandingDay = None,
    ledger_: Ledger = None,
) -> None:
    """Show all votes, and whether they still hold.

    Each with its conditions and what made it stale, and the decision with the dissent that it left.

    With --verify only the record is read: it ends with 0 where every line is as it was written,
    and with 1 where one was changed, removed, moved, doubled or torn.
    """
    from importlib import import_module

    from launchcheck.cli import polling
    from launchcheck.cli.request import Request, record_of

    if verify:
        raise typer.Exit(0 if polling.is_whole(record_of(path, ledger_)) else 1)
    standing = polling.standing(Request.of(path, checklist, as_of=as_of, ledger=ledger_))
    import_module(f"launchcheck.votes.{format_.value}").write_board(standing, sys.stdout)
