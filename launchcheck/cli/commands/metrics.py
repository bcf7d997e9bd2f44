"""`launchcheck metrics`: show the numbers that the teams steer by."""

from __future__ import annotations

from launchcheck.cli.options import AsOf, PlanFile, Tier
from launchcheck.cli.viewing import Shown, show
from launchcheck.views import ViewFormat

EXAMPLES = """
launchcheck metrics launch.yaml
launchcheck metrics launch.yaml --format markdown > metrics.md
"""


def metrics(
    path: PlanFile, as_of: AsOf = None, tier: Tier = None, format_: Shown = ViewFormat.TERMINAL
) -> None:
    """Show the numbers that the teams steer by.

    That is delivery, user impact and revenue; as Markdown it is the monthly mail. Exits with 0.
    """
    from launchcheck.views import metrics as view

    show(path, as_of, tier, format_, view.page)
