"""The typer app: its commands by name, each imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = (
    "validate",
    "vote",
    "decide",
    "votes",
    "review",
    "certificate",
    "diff",
    "slip",
    "trend",
    "badge",
    "init",
    "checks",
    "explain",
    "config",
    "schema",
)
"""Every command, in the order of the help: the function of that name in the module of that name."""

_EXIT_CODES = """\b
Exit codes:
  0    the gate is open, or the command succeeded
  1    the gate is closed
  2    could not check: a usage error, or an unreadable or malformed file
  70   a bug in launchcheck
  130  interrupted"""


class _Commands(TyperGroup):
    """Commands that are imported on first use, so that a run imports only one of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # typer's signature
        """Every command, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # typer's signature
        """Build a command; for an unknown name, build them all so that typer can suggest one."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = _built(name)
        return self.commands.get(cmd_name)


def app() -> Callable[..., Any]:
    """Build the whole command line; call the result with arguments."""
    # Without rich markup typer shows help and errors in plain text, and does not even import rich.
    group = typer.Typer(
        cls=_Commands,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        invoke_without_command=True,
        subcommand_metavar="COMMAND ...",
        epilog=_EXIT_CODES,
    )
    group.callback()(_launchcheck)
    return get_command(group)


def _built(name: str) -> Any:
    """Build one command, with its examples at the end of its help."""
    module = import_module(f"launchcheck.cli.commands.{name}")
    examples = "\n".join(f"  {line}" for line in module.EXAMPLES.strip().splitlines())
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, epilog=f"\b\nExamples:\n{examples}")(getattr(module, name))
    return get_command(alone)


def _show_version(wanted: bool) -> None:
    """Print the version and exit."""
    if wanted:
        from launchcheck import __version__

        typer.echo(f"launchcheck {__version__}")
        raise typer.Exit


def _launchcheck(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  # its callback acts
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Is this launch ready to go? launchcheck checks a product launch plan against a checklist."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
