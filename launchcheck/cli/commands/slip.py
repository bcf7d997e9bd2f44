"""`launchcheck slip`: show the effect of another launch date."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, Tier, distance, planned
from launchcheck.compare import ComparisonFormat, write
from launchcheck.windows import Window

EXAMPLES = """
launchcheck slip launch.yaml --to 2027-03-02
launchcheck slip launch.yaml --to 2027-Q2
launchcheck slip launch.yaml --by 14d     two weeks later
launchcheck slip launch.yaml --by -7d     a week earlier
launchcheck slip launch.yaml --by 2w --format markdown
"""


def slip(
    path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan's YAML file; it is not changed.")],
    to: Annotated[
        Window | None,
        typer.Option(
            parser=planned, metavar="DATE", help="The new launch date, or a period such as 2027-Q2."
        ),
    ] = None,
    by: Annotated[
        int | None,
        typer.Option(
            parser=distance, metavar="DAYS", help="How far to move it, such as 14d or 2w; -7d is earlier."
        ),
    ] = None,
    checklist: Checklists = None,
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Annotated[
        ComparisonFormat, typer.Option("--format", help="Output format.")
    ] = ComparisonFormat.TERMINAL,
) -> None:
    """Show the effect of another launch date.

    That is what becomes overdue, what gains time, and what breaks.

    All other dates of the plan stay as they are. Exits with 0 whatever is found.
    """
    if (to is None) is (by is None):
        raise typer.BadParameter("give the new launch date: either --to DATE or --by DAYS")
    from launchcheck.cli import moving
    from launchcheck.cli.request import Request
    from launchcheck.compare.model import compare

    request = Request.of(path, checklist, as_of=as_of, tier=tier).compiled()
    old = request.load()
    before = request.report(old)
    target = moving.target(old.plan.launch, to, by or 0, before.as_of)
    new = old._replace(plan=old.plan.moved_to(target))
    after = request.on(before.as_of).report(new)
    data = old.source.data
    write(compare(before, after, data, data, supposed=True), format_, sys.stdout)
