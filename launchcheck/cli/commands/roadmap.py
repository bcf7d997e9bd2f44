"""`launchcheck roadmap`: show strategies, initiatives and releases of launches."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Tier
from launchcheck.cli.viewing import Shown, show_all
from launchcheck.views import ViewFormat

EXAMPLES = """
launchcheck roadmap launch.yaml
launchcheck roadmap launches/orbit.yaml launches/next.yaml
launchcheck roadmap launch.yaml --format markdown > roadmap.md
launchcheck roadmap launch.yaml --format csv > roadmap.csv
"""


def roadmap(
    paths: Annotated[list[str], typer.Argument(metavar="PLAN...", help="The YAML files of plans.")],
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Shown = ViewFormat.TERMINAL,
) -> None:
    """Show strategies, initiatives and releases of launches.

    That is cadence.roadmap, by tier and date, with the risk of each entry. Releases that overlap,
    entries later than what they are part of, and entries in which an item of the checklist finds something
    are marked. Exits with 0.
    """
    from launchcheck.views import roadmap as view

    show_all(paths, as_of, tier, format_, view.page)
