"""`launchcheck sheet`: the lists of a plan as a workbook to fill in."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.options import PlanFile

EXAMPLES = """
launchcheck sheet launch.yaml
launchcheck sheet launch.yaml -o facts.xlsx --force
"""


def sheet(
    path: PlanFile,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The workbook to write.")
    ] = "facts.xlsx",
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write the lists of a plan as a workbook to fill in.

    Each list, such as product.features, is a sheet with a row for each entry and drop-downs for what may be
    chosen. `launchcheck import` reads it back.
    """
    from launchcheck.cli.tables import write_sheets

    write_sheets(path, output, force=force)
