"""`launchcheck checks`: list the items of a checklist."""

from __future__ import annotations

from launchcheck.cli.options import Checklists, ListFormat, Listing, OneTier

EXAMPLES = """
launchcheck checks
launchcheck checks --tier 3
launchcheck checks --checklist ./acme.yaml --format json
"""


def checks(checklist: Checklists = None, tier: OneTier = None, format_: Listing = ListFormat.TEXT) -> None:
    """List what a checklist asks, and when each item is due.

    Severity is shown for tiers 1/2/3: B blocker, W warning, - not asked. With --tier, only the
    items of that tier are listed.
    """
    from launchcheck import catalog
    from launchcheck.cli import listing

    asked = catalog.find(checklist or [catalog.BUILT_IN])
    listing.write(asked, asked.items, tier, format_)
