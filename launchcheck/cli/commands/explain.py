"""`launchcheck explain`: one item, with everything that there is to know about it."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.options import Checklists, ListFormat, Listing, Tier

EXAMPLES = """
launchcheck explain sales.seven-times
launchcheck explain sales                                    the items of an area
launchcheck explain sales.seven-times --checklist ./acme.yaml --format json
"""


def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An item, or an area.")],
    checklist: Checklists = None,
    tier: Tier = None,
    format_: Listing = ListFormat.TEXT,
) -> None:
    """Show everything about one item of the checklist.

    What it asks, why, how to mend it, which facts decide it, and the settings in force with the
    checklist that set them.
    """
    from launchcheck import catalog
    from launchcheck.cli import explanation, listing

    wanted = checklist or [catalog.BUILT_IN]
    found = catalog.find(wanted)
    item = next((item for item in found.items if item.id == id_), None)
    if item:
        explanation.write(item, wanted, tier, format_)
    else:
        listing.write(found, explanation.in_area(found, id_), tier, format_)
