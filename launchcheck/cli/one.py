"""A run over one plan: a file, or standard input."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from launchcheck.cli import outputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.cli.outputs import Target
    from launchcheck.cli.request import Request
    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.source import Source


def named(paths: Sequence[str], stdin_filename: str | None, ledger: str | None) -> str:
    """The one plan that the arguments name; empty if they name several, or a search is needed.

    Raises:
        typer.BadParameter: the arguments cannot be combined.

    """
    if "-" in paths and len(paths) > 1:
        raise typer.BadParameter(
            "- reads one plan from standard input and cannot be combined with other paths"
        )
    if stdin_filename and list(paths) != ["-"]:
        raise typer.BadParameter("--stdin-filename requires -, which reads standard input")
    is_one = len(paths) == 1 and not os.path.isdir(paths[0])
    if is_one and (os.path.lexists(paths[0]) or not set(paths[0]) & set("*?")):
        return paths[0]
    if ledger:
        raise typer.BadParameter("--ledger PATH works with one plan only; each of several has its own record")
    return ""


def run(request: Request, name: str | None, targets: Sequence[Target], options: Options) -> int:
    """Check the plan, or the one on standard input; write the report, and return the exit code.

    `name` is what messages call standard input.

    Raises:
        LaunchcheckError: the plan cannot be checked, located; or a report cannot be written.

    """
    from launchcheck import formats
    from launchcheck.cli import places
    from launchcheck.errors import LaunchcheckError

    outputs.refuse_own(targets, request, [request.path])
    try:
        report = request.report(request.loaded(_standard_input(name)) if request.path == "-" else None)
    except LaunchcheckError as error:
        _write_failure(name or request.path, error, targets, options)
        raise
    with outputs.opened(targets) as streams:
        for target, stream in zip(targets, streams, strict=True):
            formats.write(places.of_report(report, target.format), target.format, stream, options)
    return 0 if report.gate(*options.rules).is_open else 1


def _standard_input(name: str | None) -> Source:
    from launchcheck.errors import LaunchcheckError
    from launchcheck.source import Source

    if sys.stdin is None:
        hint = "pipe a plan into it, or name the plan's file"
        raise LaunchcheckError("standard input is closed", hint=hint)
    return Source.read_stream(sys.stdin.buffer, name or "<stdin>")


def _write_failure(path: str, error: LaunchcheckError, targets: Sequence[Target], options: Options) -> None:
    """Write the error to files and for the CI system.

    Standard output stays empty, as programs expect when the exit code is 2.
    """
    targets = [each for each in targets if each.to is not outputs.STDOUT or each.is_extra]
    if targets:
        from launchcheck.cli import documents

        documents.write_failure(path, error, targets, options)
