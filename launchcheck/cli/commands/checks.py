"""`launchcheck checks`: list the items of a checklist."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.options import Checklists, ListFormat, Listing, OneTier

EXAMPLES = """
launchcheck checks
launchcheck checks --tier 3
launchcheck checks --checklist ./acme.yaml --format json
launchcheck checks --packs                                   the packs, and which launches need them
"""


def checks(
    checklist: Checklists = None,
    tier: OneTier = None,
    packs: Annotated[
        bool, typer.Option("--packs", help="List the packs, each with its question, instead of items.")
    ] = False,
    format_: Listing = ListFormat.TEXT,
) -> None:
    """List what a checklist asks, and when each item is due.

    Severity is shown for tiers 1/2/3: B blocker, W warning, - not asked. With --tier, only the
    items of that tier are listed. `explain NAME` lists the items of a pack.
    """
    from launchcheck import catalog
    from launchcheck.cli import listing
    from launchcheck.cli.settings import Sought
    from launchcheck.plan import PACKS

    if packs:
        listing.write_packs([catalog.pack(name) for name in PACKS], format_)
        return

    team = Sought.of(None, {}).find()
    asked = catalog.with_packs(team.checklist(checklist), team.value("packs", []))
    listing.write(asked, asked.items, tier, format_)
