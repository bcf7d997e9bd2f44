"""`launchcheck matrix`: show who does what in a launch, by function."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, PlanFile, Tier
from launchcheck.cli.viewing import Shown, chosen, show
from launchcheck.views import ViewFormat

EXAMPLES = """
launchcheck matrix launch.yaml
launchcheck matrix launch.yaml --phase go_to_market
launchcheck matrix launch.yaml --function sales_enablement
launchcheck matrix launch.yaml --format csv > matrix.csv
"""


def matrix(
    path: PlanFile,
    phase: Annotated[str | None, typer.Option(metavar="PHASE", help="Only tasks of this phase.")] = None,
    function: Annotated[
        str | None, typer.Option(metavar="FUNCTION", help="Only tasks with people of this function.")
    ] = None,
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Shown = ViewFormat.TERMINAL,
) -> None:
    """Show who does what, by function.

    The tasks of the plan are in the order of their due days. A is accountable (the owner), R responsible,
    C consulted and I informed. Tasks in which an item of the checklist finds something are marked. As
    CSV, each person in a task is a line. Exits with 0.
    """
    from launchcheck.plan.parts import FUNCTIONS
    from launchcheck.views import matrix as view

    phases = tuple(filter(None, view.PHASES))
    of_phase, of_function = chosen(phase, phases, "--phase"), chosen(function, FUNCTIONS, "--function")
    show(path, as_of, tier, format_, lambda plan, report: view.page(plan, report, of_phase, of_function))
