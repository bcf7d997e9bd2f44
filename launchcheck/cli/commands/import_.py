"""`launchcheck import`: facts from a spreadsheet or from an export of another tool."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.tables.day_order import Order

EXAMPLES = """
launchcheck import facts.xlsx --into launch.yaml             shows what would change
launchcheck import facts.xlsx --into launch.yaml --write
launchcheck import jira.csv --into launch.yaml --list product.defects
launchcheck import bugs.csv --into launch.yaml --list product.defects --map Prio:Urgent=severity:1
launchcheck import jira.csv --into launch.yaml --list people
"""


def import_(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A workbook, or a table as CSV.")],
    into: Annotated[str, typer.Option("--into", metavar="PLAN", help="The plan that gets the facts.")],
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="PATH", help="The list of the plan, such as product.defects."),
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FACT",
            help="What a column is, or with COLUMN:CELL=FACT:VALUE a cell of it.",
        ),
    ] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="Read only this sheet.")] = None,
    dates: Annotated[
        Order | None, typer.Option(help="The order in dates such as 05/04/27: day or month first.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Where both say something, take the table instead of the plan.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the changes that are shown.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 2 if anything is not taken.")] = False,
) -> None:
    """Take facts from a table into a plan.

    Reads what `launchcheck sheet` wrote, exports of Jira, and any table whose columns are named. Entries are
    found by their ids; what is not taken is listed with its line and the reason. A task that is ticked off
    in another tool is no fact: nothing passes because of it.
    """
    from launchcheck.cli.tables import take_in

    take_in(path, into, lists or (), maps or (), sheet, dates, update=update, write=write, strict=strict)
