"""`launchcheck trend`: how has a launch come along?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, Tier
from launchcheck.trend import TrendFormat

EXAMPLES = """
launchcheck trend launch.yaml
launchcheck trend launch.yaml --last 10
launchcheck trend launch.yaml --as-of 2027-02-15   every commit judged as of one day
launchcheck trend launch.yaml --format csv > trend.csv
"""


def trend(
    path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan's YAML file, in a git repository.")],
    last: Annotated[
        int,
        typer.Option(min=1, max=10_000, metavar="N", help="The last so many commits that changed the plan."),
    ] = 50,
    checklist: Checklists = None,
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Annotated[TrendFormat, typer.Option("--format", help="How to show it.")] = TrendFormat.TERMINAL,
) -> None:
    """Show how ready the launch was at each commit.

    Each commit is judged as of its author's day in the launch's time zone, by the checklist of
    today and without votes. Names that the file had before are followed. Ends with 0.
    """
    from launchcheck import trend as trends
    from launchcheck.cli import asking

    asked = asking.asked(checklist, as_of, tier)
    found = trends.gather(path, asked.checklist, last, as_of, tier)
    trends.write(found, format_, sys.stdout)
