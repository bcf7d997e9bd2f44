"""Options that several commands take, and how their values are read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.text import quote


def day(text: str) -> date:
    """A day, written YYYY-MM-DD and in a year that launches lie in."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"{quote(text)} is not a day; write YYYY-MM-DD") from None
    if found.isoformat() != text.strip():
        raise typer.BadParameter(f"{quote(text)} is not a day; write YYYY-MM-DD: {found}")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        years = f"{FIRST_YEAR} and {LAST_YEAR}"
        raise typer.BadParameter(f"{quote(text)} is out of range; a year lies between {years}")
    return found


def tier(text: str) -> int:
    """A tier: how loud a launch is."""
    if text.strip() not in {"1", "2", "3"}:
        raise typer.BadParameter(f"{quote(text)} is not a tier; write 1, 2 or 3")
    return int(text)


class ListFormat(StrEnum):
    """How a command that shows the checklist writes it: for a person, or for a program."""

    TEXT = "text"
    JSON = "json"


Checklists: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--checklist",
        metavar="NAME_OR_PATH",
        help="What to ask: a built-in checklist by name, or one of your own by path. May be repeated,"
        " the later on top of the earlier. [default: launch]",
    ),
]
Tier: TypeAlias = Annotated[
    int | None, typer.Option("--tier", parser=tier, metavar="1|2|3", help="Ask what this tier asks.")
]
Listing: TypeAlias = Annotated[
    ListFormat, typer.Option("--format", help="text for a person, json for a program.")
]
