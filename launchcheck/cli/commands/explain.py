"""`launchcheck explain`: show everything about one item."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.options import Checklists, ListFormat, Listing, OneTier

EXAMPLES = """
launchcheck explain sales.seven-times
launchcheck explain sales                                    the items of an area
launchcheck explain sales.seven-times --checklist ./acme.yaml --format json
"""


def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An item or an area.")],
    checklist: Checklists = None,
    tier: OneTier = None,
    format_: Listing = ListFormat.TEXT,
) -> None:
    """Show everything about one item of the checklist.

    That is its question, why it matters, how to fix it, which facts it reads, and its settings with
    the checklist that set each. For an area, its items are listed.
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
