"""`launchcheck help`: show the help of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from launchcheck.cli import completion

if TYPE_CHECKING:
    from typer.core import TyperGroup

EXAMPLES = """
launchcheck help
launchcheck help validate
"""


def help(
    context: typer.Context,
    command: Annotated[
        str | None, typer.Argument(metavar="COMMAND", autocompletion=completion.commands, help="A command.")
    ] = None,
) -> None:
    """Show the help of a command, as --help does."""
    above = cast("typer.Context", context.parent)
    if command is None:
        typer.echo(above.get_help())
        return
    _, found, _ = cast("TyperGroup", above.command).resolve_command(above, [command])
    if found is not None:
        found.make_context(command, ["--help"], parent=above)
