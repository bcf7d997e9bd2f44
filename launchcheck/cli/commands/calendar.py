"""`launchcheck calendar`: show all dates of launches in one list."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from launchcheck.cli.options import AsOf, Plans, Tier

EXAMPLES = """
launchcheck calendar launch.yaml
launchcheck calendar launches/orbit.yaml launches/next.yaml
launchcheck calendar launch.yaml --format markdown > calendar.md
launchcheck calendar launch.yaml --format csv > calendar.csv
launchcheck calendar launches --owner dana@example.com
launchcheck calendar launches --format ics -o launches.ics --days-before 5
"""


class CalendarFormat(StrEnum):
    """Formats of a calendar: those of every view, and a feed for calendars."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    ICS = "ics"


Owner: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--owner", metavar="WHO", help="Only the dates of this person: an id, a name or an e-mail address."
    ),
]
Output: TypeAlias = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of standard output."),
]
DaysBefore: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--days-before", min=0, max=60, help="Days before an event at which ics reminds of it. [default: 2]"
    ),
]
NoAlarms: TypeAlias = Annotated[bool, typer.Option("--no-alarms", help="Leave reminders out of ics.")]


def calendar(
    paths: Plans = None,
    owner: Owner = None,
    as_of: AsOf = None,
    tier: Tier = None,
    output: Output = None,
    days_before: DaysBefore = None,
    no_alarms: NoAlarms = False,
    format_: Annotated[
        CalendarFormat, typer.Option("--format", help="Output format; `schema view` describes the JSON.")
    ] = CalendarFormat.TERMINAL,
) -> None:
    """Show all dates of launches in one list.

    That is what happens, who does it and what it waits for. Dates in a blackout of the section calendar
    are marked. Of several plans, each row names its launch. ics is a feed that calendars subscribe to:
    free all-day events with a reminder, which keep their identity when a launch moves. A calendar into
    which the file is imported keeps what is gone from it. Exits with 0.
    """
    from launchcheck import views
    from launchcheck.cli.planning import checked_plans, of_one, writing_to
    from launchcheck.views import calendar as view

    if format_ is not CalendarFormat.ICS and (no_alarms or days_before is not None):
        raise typer.BadParameter("--days-before and --no-alarms are about --format ics")
    if no_alarms and days_before is not None:
        raise typer.BadParameter("--days-before and --no-alarms cannot be used together")
    launches = of_one(owner, checked_plans(paths or (), None, as_of, tier))
    with writing_to(output, [report.source for _, report in launches]) as out:
        if format_ is CalendarFormat.ICS:
            from launchcheck.cli import places
            from launchcheck.views import ics

            placed = [
                (plan, report._replace(source=places.of_path(report.source))) for plan, report in launches
            ]
            before = ics.DAYS_BEFORE if days_before is None else days_before
            ics.write(placed, out, None if no_alarms else before)
        else:
            views.write(view.page(launches), views.ViewFormat(format_.value), out)
