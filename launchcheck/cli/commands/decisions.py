"""`launchcheck decisions`: show what was decided, by whom and on what."""

from __future__ import annotations

from launchcheck.cli.options import AsOf, PlanFile, Tier
from launchcheck.cli.viewing import Shown, show
from launchcheck.views import ViewFormat

EXAMPLES = """
launchcheck decisions launch.yaml
launchcheck decisions launch.yaml --format markdown > decisions.md
"""


def decisions(
    path: PlanFile, as_of: AsOf = None, tier: Tier = None, format_: Shown = ViewFormat.TERMINAL
) -> None:
    """Show what was decided, on one page.

    That is price, positioning and features, the ledger, and the scores of features. Exits with 0.
    """
    from launchcheck.views import decisions as view

    show(path, as_of, tier, format_, view.page)
