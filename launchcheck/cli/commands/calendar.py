"""`launchcheck calendar`: show all dates of launches in one list."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Tier
from launchcheck.cli.viewing import Shown, show_all
from launchcheck.views import ViewFormat

EXAMPLES = """
launchcheck calendar launch.yaml
launchcheck calendar launches/orbit.yaml launches/next.yaml
launchcheck calendar launch.yaml --format markdown > calendar.md
launchcheck calendar launch.yaml --format csv > calendar.csv
"""


def calendar(
    paths: Annotated[list[str], typer.Argument(metavar="PLAN...", help="The YAML files of plans.")],
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Shown = ViewFormat.TERMINAL,
) -> None:
    """Show all dates of launches in one list.

    That is what happens, who does it and what it waits for. Dates in a blackout of the section calendar
    are marked. Of several plans, each row names its launch. Exits with 0.
    """
    from launchcheck.views import calendar as view

    show_all(paths, as_of, tier, format_, view.page)
