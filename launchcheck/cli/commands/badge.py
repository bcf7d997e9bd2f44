"""`launchcheck badge`: a badge that shows how ready a launch is."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, FactsFiles, FactsMaxAge, Tier

EXAMPLES = """
launchcheck badge launch.yaml -o badge.svg
launchcheck badge launch.yaml --label launch > badge.svg
launchcheck badge launch.yaml --format endpoint -o badge.json   for shields.io
"""


class BadgeFormat(StrEnum):
    """Formats of a badge; a member's value is the name of its function."""

    SVG = "svg"
    ENDPOINT = "endpoint"


def badge(
    path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan's YAML file.")],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of standard output."),
    ] = None,
    label: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Text on the left. [default: the launch's name]")
    ] = None,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Annotated[
        BadgeFormat,
        typer.Option("--format", help="Output format: svg, or endpoint for the JSON that shields.io reads."),
    ] = BadgeFormat.SVG,
) -> None:
    """Write a badge that shows how ready the launch is.

    The same plan, checklist and date produce identical bytes. Exits with 0 whatever the verdict.
    """
    from launchcheck import badge as badges
    from launchcheck.cli import files
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request

    report = Request.of(
        path, checklist, as_of=as_of, tier=tier, facts=FactsOptions.of(facts, facts_max_age)
    ).report()
    text = getattr(badges, format_.value)(badges.of(report, label))
    if output is None:
        sys.stdout.write(text)
    else:
        files.refuse_own(output, [path])
        files.write(output, text, force=True)
