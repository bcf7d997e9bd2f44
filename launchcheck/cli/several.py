"""A run over several plans: each is checked, shown and counted, and none hides another."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from launchcheck import discovery, parallel
from launchcheck.checklist import Checklist
from launchcheck.cli import errors, outputs
from launchcheck.cli.progress import Progress
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.formats import Format, Options
from launchcheck.formats.writer import Document, Sheet, Whole, writer_of
from launchcheck.summary import Row, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.cli.question import Question
    from launchcheck.cli.settings import Found

PAYS_FROM = 64
"""From so many plans on more than one process is quicker than one."""

MOST_SHOWN = 20
"""So many plans that could not be checked are explained on standard error."""


class View(NamedTuple):
    """How a plan is shown in one document: its format, its options and what can be written."""

    format: Format
    options: Options
    encoding: str
    alone: bool


class Answer(NamedTuple):
    """What became of a plan: its line, and what each document says of it."""

    row: Row
    parts: tuple[str, ...]


def run(
    wanted: Sequence[str],
    exclude: discovery.Exclude,
    question: Question,
    targets: Sequence[outputs.Target],
    options: Options,
    *,
    jobs: int | None,
    allow_empty: bool,
) -> int:
    """Check all plans that are wanted, and say the exit code: the worst of them.

    Raises:
        LaunchcheckError: the checklist is malformed, no plan was found at all, or a document cannot
            be written.

    """
    from launchcheck import catalog

    asked = question.checklist
    checklist = asked if isinstance(asked, Checklist) else catalog.find(asked)
    found = _found(wanted, exclude, allow_empty=allow_empty)
    tally = Tally(options.fail_on)
    rows: list[Row] = []
    alone = len(found) == 1
    with outputs.opened(targets) as streams:
        documents = [
            Document(target.format, stream, _seen(options, target), alone=alone)
            for target, stream in zip(targets, streams, strict=True)
        ]
        views = [View(each.format, each.options, each.encoding, alone) for each in documents]
        keeps = any(document.needs_rows for document in documents)
        check = partial(
            _checked, question=question._replace(checklist=checklist, is_one_of_several=True), views=views
        )
        for answer in _answers(check, found, jobs, is_quiet=_fills_terminal(targets)):
            tally.add(answer.row)
            for document, part in zip(documents, answer.parts, strict=True):
                document.add(part)
            if keeps or answer.row.error:
                rows.append(answer.row)
        rows.sort(key=lambda row: row.urgency)
        whole = Whole(tally, [row for row in rows if row.error], rows, checklist)
        for document in documents:
            document.close(whole)
    return 2 if tally.unreadable else 1 if tally.shut else 0


def left_out(found: Found, patterns: Sequence[str] | None) -> discovery.Exclude:
    """What is no plan: patterns of a file are relative to it, those of a flag or a variable to here."""
    if patterns or found.settings is None:
        return discovery.Exclude(patterns or ())
    value, origin, _ = found.settings["exclude"]
    is_file = bool(found.file) and origin.startswith(f"{found.file}:")
    return discovery.Exclude(value, (os.path.dirname(found.file) if is_file else "") or os.curdir)


def _found(
    wanted: Sequence[str], exclude: discovery.Exclude, *, allow_empty: bool
) -> list[str | LaunchcheckError]:
    """The plans, and in their places the arguments that stand for none."""
    found = list(discovery.find(wanted, exclude))
    if allow_empty:
        return [each for each in found if isinstance(each, str)]
    nothing = [each for each in found if isinstance(each, LaunchcheckError)]
    if len(nothing) == len(found):
        raise LaunchcheckError("nothing to check", parts=tuple(nothing))
    return found


def _seen(options: Options, target: outputs.Target) -> Options:
    """The options of a document; what is drawn for a terminal is fitted to it where it is known."""
    if target.format is not Format.TERMINAL:
        return options
    from launchcheck.formats.terminal.page import fitted

    return fitted(options, sys.stdout) if target.to is outputs.STDOUT else options


def _fills_terminal(targets: Sequence[outputs.Target]) -> bool:
    """Whether plans are listed on a terminal as they come, where a bar would be in their way."""
    streamed = [each for each in targets if each.to is outputs.STDOUT and each.format is not Format.TERMINAL]
    return bool(streamed) and sys.stdout.isatty()


def _answers(
    check: partial[Answer], found: list[str | LaunchcheckError], jobs: int | None, *, is_quiet: bool
) -> Iterator[Answer]:
    """What became of each plan, in order; what could not be checked is said on standard error at once."""
    # A run over many plans is not short: what each of them leaves behind must not pile up.
    gc.freeze()
    gc.enable()
    sys.stdout.flush()
    if jobs is None:
        jobs = parallel.processors() if len(found) >= PAYS_FROM else 1
    progress = Progress(len(found), wanted=not is_quiet)
    failed = 0
    try:
        for answer in parallel.ordered(check, found, min(jobs, len(found))):
            progress.step()
            if answer.row.error:
                failed += 1
                if failed <= MOST_SHOWN:
                    progress.clear()
                    errors.show(answer.row.error)
            yield answer
    finally:
        progress.clear()
    if failed > MOST_SHOWN:
        more = f"{failed - MOST_SHOWN:,} more plans cannot be checked"
        errors.show(LaunchcheckError(more, hint="mend these first"))


def _checked(plan: str | LaunchcheckError, question: Question, views: list[View]) -> Answer:
    """One plan, as every document shows it."""
    if isinstance(plan, LaunchcheckError):
        return _failed(plan.locations[0].path, plan, views)
    try:
        report = question.ask_file(plan)
    except LaunchcheckError as error:
        return _failed(plan, error if error.locations or error.parts else _at(plan, error), views)
    parts = []
    for view in views:
        sheet = Sheet(view.encoding)
        writer_of(view.format, alone=view.alone).part(report, sheet, view.options)
        parts.append(sheet.getvalue())
    return Answer(Row.of(report, views[0].options.fail_on), tuple(parts))


def _at(path: str, error: LaunchcheckError) -> LaunchcheckError:
    """An error about a plan as a whole, at the plan."""
    return LaunchcheckError(error.message, hint=error.hint, locations=(Location(path),))


def _failed(path: str, error: LaunchcheckError, views: list[View]) -> Answer:
    """A plan that could not be checked, as every document shows it."""
    parts = []
    for view in views:
        sheet = Sheet(view.encoding)
        writer_of(view.format, alone=view.alone).failed(path, error, sheet, view.options)
        parts.append(sheet.getvalue())
    return Answer(Row(path, error=error), tuple(parts))
