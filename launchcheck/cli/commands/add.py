"""`launchcheck add`: add an entry to a list of a plan."""

from __future__ import annotations

from launchcheck.cli.options import AsOf, DryRun, FactPath, FactValue, PlanFile

EXAMPLES = """
launchcheck add launch.yaml sales.touches '{date: 2027-02-02, way: demo, owner: omar}'
launchcheck add launch.yaml product.scope.in "Two-way sync"
launchcheck add launch.yaml people '{omar: {name: Omar Haddad, function: sales}}'
launchcheck add launch.yaml product.caveats '{id: eu, text: Not in the EU yet}' --dry-run
"""


def add(
    path: PlanFile, fact: FactPath, value: FactValue, as_of: AsOf = None, dry_run: DryRun = False
) -> None:
    """Add an entry to a list of a plan, or to people by id.

    An entry that is only placeholders is filled first; a new one takes the form of the last. The change
    is shown. Nothing is written if the plan would then have errors.
    """
    from launchcheck.cli import writing

    writing.add_fact(path, fact, value, as_of, dry_run=dry_run)
