"""`launchcheck calendar`: show all dates of launches in one list."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Tier

EXAMPLES = """
launchcheck calendar launch.yaml
launchcheck calendar launches/orbit.yaml launches/next.yaml
launchcheck calendar launch.yaml --format markdown > calendar.md
launchcheck calendar launch.yaml --format csv > calendar.csv
launchcheck calendar launches --format ics > launches.ics
"""


class CalendarFormat(StrEnum):
    """Formats of a calendar: those of every view, and a feed for calendars."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    ICS = "ics"


def calendar(
    paths: Annotated[list[str], typer.Argument(metavar="PLAN...", help="Plans, folders and patterns.")],
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Annotated[
        CalendarFormat, typer.Option("--format", help="Output format; `schema view` describes the JSON.")
    ] = CalendarFormat.TERMINAL,
) -> None:
    """Show all dates of launches in one list.

    That is what happens, who does it and what it waits for. Dates in a blackout of the section calendar
    are marked. Of several plans, each row names its launch. ics is a feed that calendars subscribe to:
    free all-day events with a reminder, which keep their identity when a launch moves. Exits with 0.
    """
    import sys

    from launchcheck import views
    from launchcheck.cli.planning import checked_plans
    from launchcheck.views import calendar as view

    launches = checked_plans(paths, None, as_of, tier)
    if format_ is CalendarFormat.ICS:
        from launchcheck.views import ics

        ics.write(launches, sys.stdout)
    else:
        views.write(view.page(launches), views.ViewFormat(format_.value), sys.stdout)
