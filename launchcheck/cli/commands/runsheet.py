"""`launchcheck runsheet`: show the minutes of launch day in every time zone."""

from __future__ import annotations

from launchcheck.cli.options import AsOf, PlanFile, Tier
from launchcheck.cli.viewing import Shown, show
from launchcheck.views import ViewFormat

EXAMPLES = """
launchcheck runsheet launch.yaml
launchcheck runsheet launch.yaml --format markdown > runsheet.md
"""


def runsheet(
    path: PlanFile, as_of: AsOf = None, tier: Tier = None, format_: Shown = ViewFormat.TERMINAL
) -> None:
    """Show launch day, in every time zone of the team.

    The zones are that of the launch and those under customer_success.cover. Exits with 0.
    """
    from launchcheck.views import runsheet as view

    show(path, as_of, tier, format_, view.page)
