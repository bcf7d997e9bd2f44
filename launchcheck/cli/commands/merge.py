"""`launchcheck merge`: the shards of one list of plans, put together."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from launchcheck.cli.commands.validate import NoCi, Quiet, Verbose
from launchcheck.cli.options import Formats

EXAMPLES = """
launchcheck merge shard-*.jsonl
launchcheck merge shard-*.jsonl --format terminal --format sarif=launch.sarif
launchcheck merge shard-*.jsonl --format html=board.html
"""

Files: TypeAlias = Annotated[
    list[str],
    typer.Argument(metavar="SHARD...", help="The files that validate --shard wrote: all of them."),
]


def merge(
    files: Files,
    format_: Formats = None,
    no_ci: NoCi = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Put the shards of one list of plans together.

    Writes any format, and exits with the code of the whole, or with 2 if a shard is missing, is there twice
    or is not whole, or was made from another list, with another checklist, day, rule or version. The gate has
    the rule that the shards were checked with.
    """
    from launchcheck import formats
    from launchcheck.cli import outputs, places, settings, shards

    if quiet and verbose:
        raise typer.BadParameter("--quiet and --verbose cannot be used together")
    targets = outputs.targets(format_ or [], ci=not no_ci, quiet=quiet)
    found = settings.Sought.of(None, {}).find()
    options = formats.Options(verbose=verbose)
    options = options.linking(found.value("docs", None), places.addresses(found.value("lines", None)))
    raise typer.Exit(shards.merge(files, targets, options, is_quiet=quiet))
