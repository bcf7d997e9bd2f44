"""`launchcheck ask`: an interview that fills in a plan."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from launchcheck.cli.options import AsOf, Checklists, DryRun, PlanFile

EXAMPLES = """
launchcheck ask launch.yaml
launchcheck ask launch.yaml --owner omar               what omar owns
launchcheck ask launch.yaml --area sales
launchcheck ask launch.yaml --item product.rollback-tested
"""

Owner: TypeAlias = Annotated[
    str | None, typer.Option("--owner", metavar="ID", help="Ask only for what this person owns.")
]
Area: TypeAlias = Annotated[
    str | None, typer.Option("--area", metavar="ID", help="Ask only about this area.")
]
Items: TypeAlias = Annotated[
    list[str] | None, typer.Option("--item", metavar="ID", help="Ask only for this item. May be repeated.")
]
Every: TypeAlias = Annotated[
    bool, typer.Option("--all", help="Ask for every fact of an entry, not only those that items need.")
]


def ask(
    path: PlanFile,
    owner: Owner = None,
    area: Area = None,
    item: Items = None,
    all_: Every = False,
    checklist: Checklists = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
) -> None:
    """Answer what is open in a plan, one question at a time.

    What is overdue comes first. Each answer is written at once, and every other character of the file
    stays as it is. Requires a terminal; in scripts, use set and add.
    """
    from launchcheck.cli.asking import interview

    interview(path, checklist, as_of, owner, area, item or (), every=all_, dry_run=dry_run)
