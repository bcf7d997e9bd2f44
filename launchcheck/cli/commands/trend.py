"""`launchcheck trend`: show how ready a launch was at each commit."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, FactsFiles, FactsMaxAge, Tier
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
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    format_: Annotated[TrendFormat, typer.Option("--format", help="Output format.")] = TrendFormat.TERMINAL,
) -> None:
    """Show how ready the launch was at each commit.

    Each commit is checked as of its author date in the launch's time zone, with today's checklist,
    with the facts files that the commit has, and without votes. Renames of the plan are followed. Exits
    with 0.
    """
    from launchcheck import api
    from launchcheck import trend as trends
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.progress import counted
    from launchcheck.cli.settings import Sought

    settings = Sought.of(None, {}).find(path)
    chosen, skipped = settings.adjust(checklist)
    zone = settings.value("timezone", "")
    files, most = FactsOptions.of(facts, facts_max_age).named(settings)
    asked = trends.Asked(api.program_of(chosen), as_of, tier, skipped, zone, files, most)
    with counted("commit") as counting:
        found = trends.gather(path, asked, last, counting)
    trends.write(found, format_, sys.stdout)
