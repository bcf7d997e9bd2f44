"""`launchcheck explain`: show everything about one item or field."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli import completion
from launchcheck.cli.options import Checklists, ListFormat, Listing, OneTier

EXAMPLES = """
launchcheck explain sales.seven-times
launchcheck explain sales.seven-times --plan launch.yaml     with the dates and people of a plan
launchcheck explain sales                                    the items of an area
launchcheck explain sales.touches.way                        a field of the plan
launchcheck explain seven                                    items and fields with this word
launchcheck explain sales.seven-times --checklist ./acme.yaml --format json
"""


def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            autocompletion=completion.items_and_fields,
            help="An item, an area, a field of the plan, or words.",
        ),
    ],
    plan: Annotated[
        str | None,
        typer.Option(
            "--plan", metavar="PLAN", help="Use the dates, people and ids of this plan in what to paste."
        ),
    ] = None,
    checklist: Checklists = None,
    tier: OneTier = None,
    format_: Listing = ListFormat.TEXT,
) -> None:
    """Show everything about an item or a field.

    For an item, that is its question, why it matters, how to fix it, which facts it reads, and its
    settings with the checklist that set each. For a field, its meaning, what it may be, and the
    items that read it. For an area or a pack, its items are listed, whether or not the pack is on;
    for any other words, what contains them.
    """
    from launchcheck import catalog
    from launchcheck.cli import explanation, fields, listing, settings
    from launchcheck.cli.request import Request
    from launchcheck.plan import PACKS

    pack, team = name.partition(".")[0], settings.Sought.of(None, {}).find(plan or "")
    wanted = [*([pack] if pack in PACKS else []), *team.checklists(checklist)]
    found = catalog.find(wanted)
    item = next((item for item in found.items if item.id == name), None)
    request = Request.of(plan, wanted, tier=tier).compiled() if plan else None
    if item:
        from launchcheck.cli import steps

        step = steps.step_of(request, name) if request else None
        explanation.write(item, wanted, tier, format_, step, docs=team.value("docs", None) or "")
    elif any(area.id == name for area in found.areas):
        listing.write(found, [item for item in found.items if item.area == name], tier, format_)
    elif not (
        fields.write(name, found, explanation.rewriting(request), format_)
        or fields.write_search(name, catalog.with_packs(found, PACKS), format_)
    ):
        raise explanation.unknown(found, name)
