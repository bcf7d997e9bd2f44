"""`launchcheck next`: show what to do next in a plan."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.options import (
    AsOf,
    Checklists,
    FactsFiles,
    FactsMaxAge,
    ListFormat,
    Listing,
    OfWave,
    Owner,
    PlanFile,
    Tier,
)

EXAMPLES = """
launchcheck next launch.yaml
launchcheck next launch.yaml --owner dana          what Dana should do next
launchcheck next launch.yaml -n 5 --format json
"""


def next(
    path: PlanFile,
    owner: Owner = None,
    count: Annotated[int, typer.Option("-n", min=1, max=100, help="Number of items to show.")] = 1,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    as_of: AsOf = None,
    tier: Tier = None,
    wave: OfWave = "",
    format_: Listing = ListFormat.TEXT,
) -> None:
    """Show the most urgent open item, and what to write to fix it.

    That is the question, why it matters, what was found, and the YAML to paste with the dates, people
    and ids of the plan, and the line where it goes. Exits with 0 whatever the verdict.
    """
    from launchcheck.cli import listing, steps
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request

    request = (
        Request.of(path, checklist, as_of=as_of, tier=tier, facts=FactsOptions.of(facts, facts_max_age))
        .compiled()
        ._replace(owner=owner, wave=wave)
    )
    loaded = request.load()
    report = request.report(loaded)
    found = steps.most_urgent(report, loaded, request, count)
    if format_ is ListFormat.JSON:
        listing.write_json(steps.as_data(report, found))
    else:
        listing.write_lines(steps.next_lines(report, found))
