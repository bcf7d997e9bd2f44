"""`launchcheck trend`: show how ready a launch was at each commit."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, Tier
from launchcheck.trend import TrendFormat

EXAMPLES = """
launchcheck trend launch.yaml
launchcheck trend launch.yaml --last 10
launchcheck trend launch.yaml --as-of 2027-02-15   check every commit as of one date
launchcheck trend launch.yaml --format csv > trend.csv
launchcheck trend launch.yaml --format html > trend.html
"""


def trend(
    path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan's YAML file, in a git repository.")],
    last: Annotated[
        int,
        typer.Option(
            min=1,
            max=10_000,
            metavar="N",
            help="Number of commits to show: the latest that changed the plan.",
        ),
    ] = 50,
    checklist: Checklists = None,
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Annotated[TrendFormat, typer.Option("--format", help="Output format.")] = TrendFormat.TERMINAL,
) -> None:
    """Show how ready the launch was at each commit.

    Each commit is checked as of its author date in the launch's time zone, with today's checklist
    and without votes. Renames of the file are followed. Exits with 0.
    """
    from launchcheck import trend as trends
    from launchcheck.cli.fact_files import IGNORED
    from launchcheck.cli.progress import counted
    from launchcheck.cli.request import Request

    request = Request.of(path, checklist, as_of=as_of, tier=tier, facts=IGNORED)
    with counted("commit") as counting:
        found = trends.gather(path, request.program(), last, as_of, tier, request.skipped, counting)
    trends.write(found, format_, sys.stdout)
