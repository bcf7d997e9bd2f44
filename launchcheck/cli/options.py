"""Options that several commands take, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from launchcheck.cli import completion
from launchcheck.cli.outputs import Target, target
from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.formats import Format
from launchcheck.report import FailOn, Rules
from launchcheck.text import UNSEEN, quote
from launchcheck.windows import FORMS, Window


def day(text: str) -> date:
    """A date, written YYYY-MM-DD, in a year that a plan may have."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"{quote(text)} is not a valid date; write YYYY-MM-DD") from None
    if found.isoformat() != text.strip():
        raise typer.BadParameter(f"{quote(text)} is not a valid date; write YYYY-MM-DD: {found}")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        years = f"{FIRST_YEAR} and {LAST_YEAR}"
        raise typer.BadParameter(f"{quote(text)} is out of range; the year must be between {years}")
    return found


def planned(text: str) -> Window:
    """A date to come: a day, or a period such as 2027-Q1."""
    try:
        return Window.of(text.strip())
    except ValueError as error:
        from launchcheck import date_hints

        raise typer.BadParameter(
            f"{error}; {date_hints.otherwise_written(text) or f'write {FORMS}'}"
        ) from None


def tier(text: str) -> int:
    """A tier: 1, 2 or 3."""
    if text.strip() not in {"1", "2", "3"}:
        raise typer.BadParameter(f"{quote(text)} is not a tier; write 1, 2 or 3")
    return int(text)


def launch_name(text: str) -> str:
    """The name of a launch: one line of visible text."""
    if not text.strip():
        raise typer.BadParameter("a launch needs a name")
    if re.search(UNSEEN, text):
        raise typer.BadParameter(
            f"{quote(text)} contains invisible characters; a name must be one line of visible text"
        )
    return text.strip()


_DISTANCE = re.compile(r"([+-]?)(\d{1,4})([dw]?)", re.ASCII)


def distance(text: str) -> int:
    """A number of days: `14d`, `2w`, `-7d`."""
    found = _DISTANCE.fullmatch(text.strip())
    if not found:
        raise typer.BadParameter(f"{quote(text)} is not a number of days or weeks; write 14d, 2w or -7d")
    sign, count, unit = found.groups()
    return int(f"{sign}{count}") * (7 if unit == "w" else 1)


def days_old(text: str) -> int:
    """How many days old facts may be: `2d`, `1w`."""
    found = distance(text) if text.strip()[-1:] in {"d", "w"} else -1
    if found < 0:
        raise typer.BadParameter(f"{quote(text)} is not a number of days or weeks; write 2d or 1w")
    return found


def gate_rules(fail_on: str, base: str | None, origin: str = "--fail-on") -> Rules:
    """The rules of the gate, which `origin` sets; those that compare require a commit to compare with."""
    found = FailOn.several(fail_on)
    for rule in (FailOn.REGRESSION, FailOn.WEAKENED):
        if rule in found and not base:
            raise typer.BadParameter(
                f"{origin} {rule} needs --against REF or --policy-from REF to compare with"
            )
    return found


def rules(text: str) -> str:
    """One rule of the gate, or several, separated by commas."""
    try:
        return ",".join(FailOn.several(text))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def joined_rules(given: Sequence[str] | None) -> str:
    """The rules of a repeated option as one text; empty without any."""
    return rules(",".join(given)) if given else ""


def record(text: str) -> str:
    """The path of a record of votes; empty for `none`."""
    return "" if text == "none" else text


WHAT, WHEN, GATE, OUTPUT, SETTINGS = "What to check", "When", "Gate", "Output", "Settings"
"""The groups of options in the help of a command that has many."""


class ListFormat(StrEnum):
    """Output formats of commands that list items or settings: for people, or for programs."""

    TEXT = "text"
    JSON = "json"


Checklists: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--checklist",
        metavar="NAME_OR_PATH",
        help="The checklist to use: a built-in one by name, or your own by path. May be repeated;"
        " later ones override earlier ones. [default: those in the settings, or launch]",
        rich_help_panel=WHAT,
    ),
]
FactsFiles: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--facts",
        metavar="FILE",
        help="Dated facts of other systems, merged below the plan. May be repeated; later ones override"
        " earlier ones. [default: those in the settings]",
        rich_help_panel=WHAT,
    ),
]
FactsMaxAge: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--facts-max-age",
        parser=days_old,
        metavar="AGE",
        help="Age up to which facts count, such as 2d or 1w; what older ones say is unanswered."
        " [default: that in the settings, or any]",
        rich_help_panel=WHAT,
    ),
]
AsOf: TypeAlias = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="YYYY-MM-DD",
        help="Check as if today were this date.",
        rich_help_panel=WHEN,
    ),
]
Formats: TypeAlias = Annotated[
    list[Target] | None,
    typer.Option(
        "--format",
        autocompletion=completion.words(*Format),
        parser=target,
        metavar="NAME[=PATH]",
        help=f"Output format: {', '.join(Format)}. NAME=PATH writes to a file. May be"
        " repeated. [default: terminal]",
        rich_help_panel=OUTPUT,
    ),
]
Config: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="PATH",
        help="Settings file, instead of those found. [default: every .launchcheck.yaml in the plan's folder"
        " and above it, within the repository; the nearer one overrides the farther one]",
        rich_help_panel=SETTINGS,
    ),
]
NoConfig: TypeAlias = Annotated[
    bool, typer.Option("--no-config", help="Ignore settings files.", rich_help_panel=SETTINGS)
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        autocompletion=completion.items,
        metavar="ID",
        help="Check only this item or area. May be repeated.",
        rich_help_panel=WHAT,
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        autocompletion=completion.items,
        metavar="ID",
        help="Skip this item or area. May be repeated.",
        rich_help_panel=WHAT,
    ),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="PATTERN",
        help="Skip matching paths (.gitignore syntax). May be repeated.",
        rich_help_panel=WHAT,
    ),
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        max=64,
        help="Number of worker processes. [default: auto]",
        rich_help_panel=SETTINGS,
    ),
]
Record: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        parser=record,
        metavar="PATH|none",
        help="Record of votes; none ignores votes. [default: the one beside the plan, if it exists]",
        rich_help_panel=WHAT,
    ),
]
Rule: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        autocompletion=completion.words(*FailOn),
        parser=rules,
        metavar="RULE",
        help="What closes the gate: blocker (an open blocker), overdue (an overdue one), failed (one that is"
        " wrong or late, or an overdue core item without an answer), warning (anything open), regression"
        " (a blocker that got worse since --against), weakened (anything that change weakened) or never."
        " Several with commas. [default: blocker]",
        rich_help_panel=GATE,
    ),
]
Against: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="REF",
        help="Commit, tag or branch to compare with, such as main.",
        rich_help_panel=GATE,
    ),
]
PolicyFrom: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--policy-from",
        metavar="REF",
        help="Commit, tag or branch to read settings, checklists and .gitignore from, such as main, so that"
        " no change can alter what it is judged by; plans are read as they are.",
        rich_help_panel=SETTINGS,
    ),
]
Tier: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--tier",
        autocompletion=completion.words("1", "2", "3"),
        parser=tier,
        metavar="1|2|3",
        help="Use this tier instead of the plan's own.",
        rich_help_panel=WHAT,
    ),
]
OneTier: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--tier",
        autocompletion=completion.words("1", "2", "3"),
        parser=tier,
        metavar="1|2|3",
        help="Show this tier only.",
    ),
]
Listing: TypeAlias = Annotated[
    ListFormat, typer.Option("--format", help="Output format: text for people, json for programs.")
]
Owner: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--owner",
        autocompletion=completion.people,
        metavar="ID",
        help="Show only this person's items; the gate is not affected.",
        rich_help_panel=OUTPUT,
    ),
]
OfWave: TypeAlias = Annotated[
    str, typer.Option("--wave", metavar="ID", help="For one wave of the launch, with its own date.")
]
FactPath: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="PATH", help="The place, such as product.rollback.minutes or sales.touches[0].way."
    ),
]
FactValue: TypeAlias = Annotated[
    str, typer.Argument(metavar="VALUE", help="A text, number or date (fri, +3d), or YAML such as '{a: b}'.")
]
DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Show the change, but write nothing.")]
Plans: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PLAN",
        help="Plans, folders and patterns. [default: the plans in the settings, or all below this folder]",
    ),
]
PlanFile: TypeAlias = Annotated[str, typer.Argument(metavar="PLAN", help="The plan's YAML file.")]
Ledger: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH",
        help="Record of votes. [default: beside the plan, launch.votes.jsonl for launch.yaml]",
    ),
]
StandingDay: TypeAlias = Annotated[
    date | None,
    typer.Option("--as-of", parser=day, metavar="YYYY-MM-DD", help="Show the votes as of this date."),
]
Speaker: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--as",
        autocompletion=completion.people,
        metavar="ID",
        help="Who votes or decides: the id of a person in the plan."
        " [default: asks for the person whose git address is yours]",
    ),
]
Note: TypeAlias = Annotated[str, typer.Option("--note", metavar="TEXT", help="A note for the record.")]
Authors: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--authors",
        help="Compare each voter with the git author of the commit that added the line (people.ID.git).",
    ),
]
Signed: TypeAlias = Annotated[
    bool,
    typer.Option("--signed", help="With --authors: those commits must have a good signature of the voter."),
]
Yes: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--yes",
        "-y",
        help="Answer yes to every question: who you are by your git address, and a go over open blockers.",
    ),
]
