"""Options that several commands take, and how their values are read."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from launchcheck.cli.outputs import Target, target
from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.formats import Format
from launchcheck.report import FailOn
from launchcheck.text import UNSEEN, quote


def day(text: str) -> date:
    """A date, written YYYY-MM-DD, in a year that a plan may have."""
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


def launch_name(text: str) -> str:
    """The name of a launch: one line of visible text."""
    if not text.strip():
        raise typer.BadParameter("a launch needs a name")
    if UNSEEN.search(text):
        raise typer.BadParameter(
            f"{quote(text)} has characters that cannot be seen: a name is one line of text"
        )
    return text.strip()


_DISTANCE = re.compile(r"([+-]?)(\d{1,4})([dw]?)", re.ASCII)


def distance(text: str) -> int:
    """A number of days: `14d`, `2w`, `-7d`."""
    found = _DISTANCE.fullmatch(text.strip())
    if not found:
        raise typer.BadParameter(f"{quote(text)} is no number of days or weeks; write 14d, 2w or -7d")
    sign, count, unit = found.groups()
    return int(f"{sign}{count}") * (7 if unit == "w" else 1)


def gate_rule(fail_on: str, against: str | None) -> FailOn:
    """The rule of the gate; `regression` needs a commit to compare with, and no other rule takes one."""
    found = FailOn(fail_on)
    if found is FailOn.REGRESSION and not against:
        raise typer.BadParameter("--fail-on regression needs --against REF to compare with")
    if against and found is not FailOn.REGRESSION:
        raise typer.BadParameter(
            "--against goes with --fail-on regression; `launchcheck diff` shows what changed"
        )
    return found


def record(text: str) -> str:
    """The path of a record of votes; empty for `none`."""
    return "" if text == "none" else text


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
AsOf: TypeAlias = Annotated[
    date | None,
    typer.Option("--as-of", parser=day, metavar="YYYY-MM-DD", help="Check as if today were this day."),
]
Formats: TypeAlias = Annotated[
    list[Target] | None,
    typer.Option(
        "--format",
        parser=target,
        metavar="NAME[=PATH]",
        help=f"How to show the report: {', '.join(Format)}. With a path it goes to that file. May be"
        " repeated. [default: terminal]",
    ),
]
Config: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="PATH",
        help="The settings. [default: .launchcheck.yaml, here or further up in the repository]",
    ),
]
NoConfig: TypeAlias = Annotated[bool, typer.Option("--no-config", help="Read no settings from a file.")]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="ID", help="Ask this item or area only. May be repeated."),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="ID", help="Do not ask this item or area. May be repeated."),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude", metavar="PATTERN", help="Leave out what fits, as in a .gitignore. May be repeated."
    ),
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, max=64, help="Check in so many processes. [default: as it pays]"),
]
Record: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        parser=record,
        metavar="PATH|none",
        help="The record of votes. [default: the one beside the plan, where it is there]",
    ),
]
Rule: TypeAlias = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        help="What shuts the gate: an open blocker, an overdue one, anything open, a blocker"
        " that is worse than at --against, or nothing. [default: blocker]",
    ),
]
Against: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="REF",
        help="The commit, tag or branch that --fail-on regression compares with.",
    ),
]
Tier: TypeAlias = Annotated[
    int | None, typer.Option("--tier", parser=tier, metavar="1|2|3", help="Ask what this tier asks.")
]
Listing: TypeAlias = Annotated[
    ListFormat, typer.Option("--format", help="text for a person, json for a program.")
]
PlanFile: TypeAlias = Annotated[str, typer.Argument(metavar="PLAN", help="The plan's YAML file.")]
Ledger: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH",
        help="The record of votes. [default: beside the plan, launch.votes.jsonl for launch.yaml]",
    ),
]
StandingDay: TypeAlias = Annotated[
    date | None,
    typer.Option("--as-of", parser=day, metavar="YYYY-MM-DD", help="Show it as it stood on this day."),
]
Speaker: TypeAlias = Annotated[
    str, typer.Option("--as", metavar="ID", help="Who is speaking: the id of a person of the plan.")
]
Note: TypeAlias = Annotated[str, typer.Option("--note", metavar="TEXT", help="What else is to be said.")]
