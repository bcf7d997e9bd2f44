"""`launchcheck votes`: the board of all votes, or whether the record of them is whole."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import Checklists
from launchcheck.cli.polling import AsOf, PlanFile, Record
from launchcheck.text import plural, show

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
    as_of: AsOf = None,
    ledger_: Record = None,
) -> None:
    """Show all votes, and whether they still hold.

    Each with its conditions and what made it stale, and the decision with the dissent that it left.

    With --verify only the record is read: it ends with 0 where every line is as it was written,
    and with 1 where one was changed, removed, moved, doubled or torn.
    """
    from importlib import import_module

    from launchcheck.cli import polling

    record = polling.record_of(path, ledger_)
    if verify:
        raise typer.Exit(0 if _is_whole(record) else 1)
    standing = polling.standing(polling.read(path, checklist), record, as_of)
    import_module(f"launchcheck.votes.{format_.value}").write_board(standing, sys.stdout)


def _is_whole(path: str) -> bool:
    """Whether a record is as it was written; says so, or which lines are not."""
    from launchcheck import votes
    from launchcheck.cli import errors
    from launchcheck.errors import LaunchcheckError, Location

    try:
        found = votes.verify(path)
    except LaunchcheckError as error:
        if not error.parts:  # the file could not be read at all; damage is told line by line
            raise
        errors.show(error)
        return False
    if found.torn:
        place = Location(path, found.torn.number, 1)
        errors.show(LaunchcheckError(str(found.torn), locations=(place,)))
        return False
    count = len(found.lines)
    words = f"{path}: whole, {count:,} {plural('line', count)}, digest {found.digest}"
    sys.stdout.write(f"{show(words, 1000)}\n")
    return True
