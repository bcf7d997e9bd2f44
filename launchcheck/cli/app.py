"""The typer app: its commands by name, each imported on first use."""

from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from launchcheck import color

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

COMMANDS = (
    "validate",
    "watch",
    "merge",
    "vote",
    "decide",
    "votes",
    "review",
    "certificate",
    "diff",
    "slip",
    "trend",
    "badge",
    "matrix",
    "runsheet",
    "calendar",
    "after",
    "decisions",
    "metrics",
    "roadmap",
    "brief",
    "agenda",
    "portfolio",
    "init",
    "ask",
    "set",
    "add",
    "sheet",
    "import",
    "checks",
    "explain",
    "next",
    "config",
    "schema",
    "guide",
    "help",
)
"""Every command, in the order of the help: the function of that name in the module of that name."""

EXIT_CODES = """\b
Exit codes:
  0    the gate is open, or the command succeeded
  1    the gate is closed
  2    could not check: a usage error, or an unreadable or malformed file
  70   a bug in launchcheck
  130  interrupted"""

MOST_UNGROUPED = 12
"""The number of options up to which one list is easier to read than groups."""


class _Command(TyperCommand):
    """A command whose help shows many options in groups."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then the options by their panels."""
        groups: dict[str, list[Any]] = {}
        options = [each for each in self.get_params(ctx) if each.param_type_name == "option"]
        for param in self.get_params(ctx):
            if record := param.get_help_record(ctx):
                groups.setdefault(heading(param, is_grouped=len(options) > MOST_UNGROUPED), []).append(record)
        rest = groups.pop(_REST, [])
        for title, records in [*groups.items(), (_REST, rest)]:
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


_REST = "Options"


def heading(param: Any, *, is_grouped: bool) -> str:
    """The heading above an argument or an option in the help."""
    if param.param_type_name == "argument":
        return "Arguments"
    panel: str | None = getattr(param, "rich_help_panel", None)
    return panel if is_grouped and panel else _REST


class _Commands(TyperGroup):
    """Commands that are imported on first use, so that a run imports only one of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # typer's signature
        """Every command, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # typer's signature
        """Build a command; for an unknown name, build them all so that typer can suggest one."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                everywhere = [each for each in self.params if each.name in _EVERYWHERE]
                self.commands[name] = _built(name, everywhere)
        return self.commands.get(cmd_name)


def app() -> "Callable[..., Any]":
    """Build the whole command line; call the result with arguments."""
    # Without rich markup typer shows help and errors in plain text, and does not even import rich.
    group = typer.Typer(
        cls=_Commands,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        invoke_without_command=True,
        subcommand_metavar="COMMAND ...",
        epilog=EXIT_CODES,
    )
    group.callback()(_launchcheck)
    command = get_command(group)
    _read_only_what_is_set(command)
    return command


def _built(name: str, everywhere: "Iterable[Any]") -> Any:
    """Build one command, with its examples at the end of its help, and the options of every command."""
    attribute = f"{name}_" if iskeyword(name) else name
    module = import_module(f"launchcheck.cli.commands.{attribute}")
    examples = "\n".join(f"  {line}" for line in module.EXAMPLES.strip().splitlines())
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, cls=_Command, epilog=f"\b\nExamples:\n{examples}")(getattr(module, attribute))
    command = get_command(alone)
    _read_only_what_is_set(command)
    command.params.extend(everywhere)
    return command


def _read_only_what_is_set(command: Any) -> None:
    """Read no option that is not set; typer would build a pydantic adapter for each, to read nothing."""
    for param in command.params:
        if not param.required:
            param.process_value = _unless_unset(param)


def _unless_unset(param: Any) -> "Callable[[Any, Any], Any]":
    """The function that reads a value of an option or argument, or does what is done where it is not set."""
    read, callback = param.process_value, param.callback
    unset = () if param.multiple or param.nargs == -1 else None

    def process(ctx: Any, value: Any) -> Any:
        if value is not None:
            return read(ctx, value)
        return callback(ctx, param, unset) if callback else unset

    return process


def _show_version(wanted: bool) -> None:
    """Print the version and exit."""
    if wanted:
        from launchcheck import __version__

        typer.echo(f"launchcheck {__version__}")
        raise typer.Exit


def _choose_color(wanted: color.Color | None) -> None:
    """Color as the option says, over what the environment says."""
    if wanted is not None:
        color.choose(wanted)


_EVERYWHERE = {"color"}
"""Options that may be written before or after the command."""


def _launchcheck(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  # its callback acts
        bool,
        typer.Option(
            "--version", "-V", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
    color: Annotated[  # noqa: ARG001  # its callback acts
        color.Color | None,
        typer.Option(
            "--color",
            callback=_choose_color,
            expose_value=False,
            rich_help_panel="Output",
            help="When to color, whatever NO_COLOR and FORCE_COLOR say.",
        ),
    ] = None,
) -> None:
    """Is this launch ready to go? launchcheck checks a product launch plan against a checklist."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
