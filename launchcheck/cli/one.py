"""A run over one plan that was named."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from launchcheck.cli import outputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.cli.outputs import Target
    from launchcheck.cli.question import Question
    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options


def named(paths: Sequence[str], stdin_filename: str | None, ledger: str | None) -> str:
    """The one plan that the arguments name, or nothing: then there are several, or they must be found.

    Raises:
        typer.BadParameter: arguments that do not go together.

    """
    if "-" in paths and len(paths) > 1:
        raise typer.BadParameter("standard input is one plan; name no others beside -")
    if stdin_filename and list(paths) != ["-"]:
        raise typer.BadParameter("--stdin-filename goes with -, which reads standard input")
    is_one = len(paths) == 1 and not os.path.isdir(paths[0])
    if is_one and (os.path.lexists(paths[0]) or not set(paths[0]) & set("*?")):
        return paths[0]
    if ledger not in {None, "none"}:
        raise typer.BadParameter("--ledger PATH goes with one plan; of several each has its own")
    return ""


def run(path: str, name: str | None, question: Question, targets: Sequence[Target], options: Options) -> int:
    """Check the plan, show it, and say the exit code.

    Raises:
        LaunchcheckError: it cannot be checked, located; or a document cannot be written.

    """
    from launchcheck import formats
    from launchcheck.cli.question import standard_input
    from launchcheck.errors import LaunchcheckError

    try:
        report = question.ask(*standard_input(name)) if path == "-" else question.ask_file(path)
    except LaunchcheckError as error:
        _show_failure(name or path, error, targets, options)
        raise
    with outputs.opened(targets) as streams:
        for target, stream in zip(targets, streams, strict=True):
            formats.write(report, target.format, stream, options)
    return 0 if report.gate(options.fail_on).is_open else 1


def _show_failure(path: str, error: LaunchcheckError, targets: Sequence[Target], options: Options) -> None:
    """Tell files and the CI system of a plan that could not be checked.

    Standard output stays empty, as programs expect it of a run that ends with 2.
    """
    told = [each for each in targets if each.to is not outputs.STDOUT or each.is_extra]
    if not told:
        return
    from launchcheck.checklist import Checklist
    from launchcheck.formats.writer import Document, Sheet, Whole, writer_of
    from launchcheck.summary import Row, Tally

    row = Row(path, error=error)
    tally = Tally(options.fail_on)
    tally.add(row)
    whole = Whole(tally, [row], [row], Checklist(names=(), areas=(), items=()))
    with outputs.opened(told) as streams:
        for target, stream in zip(told, streams, strict=True):
            document = Document(target.format, stream, options)
            sheet = Sheet(document.encoding)
            writer_of(target.format).failed(path, error, sheet, options)
            document.add(sheet.getvalue())
            document.close(whole)
