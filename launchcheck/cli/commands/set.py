"""`launchcheck set`: write one fact into a plan."""

from __future__ import annotations

from launchcheck.cli.options import AsOf, DryRun, FactPath, FactValue, PlanFile

EXAMPLES = """
launchcheck set launch.yaml product.rollback.tested_on 2027-02-02
launchcheck set launch.yaml launch.owner dana
launchcheck set launch.yaml goals.weekly-use.target 400      an entry by its id, or goals[0]
launchcheck set launch.yaml customer_success.briefed_on fri --dry-run
"""


def set(
    path: PlanFile, fact: FactPath, value: FactValue, as_of: AsOf = None, dry_run: DryRun = False
) -> None:
    """Write one fact into a plan.

    A placeholder is filled, another value replaced, a missing key added; every other character of the
    file stays as it is. The change is shown. Nothing is written if the plan would then have errors.
    """
    from launchcheck.cli import writing

    writing.set_fact(path, fact, value, as_of, dry_run=dry_run)
