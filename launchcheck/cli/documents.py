"""Documents about several plans: written part by part, as the plans are checked or read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.checklist import Checklist
from launchcheck.cli import errors, outputs, places
from launchcheck.errors import LaunchcheckError, PlanBugError
from launchcheck.formats import Format, Options
from launchcheck.formats.notes import weakened_words
from launchcheck.formats.writer import Document, Sheet, Whole, writer_of
from launchcheck.plan.sections import PACKS
from launchcheck.summary import Row, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from launchcheck.cli.progress import Progress
    from launchcheck.report import Report, Rules
    from launchcheck.shards import Line

MOST_SHOWN = 20
"""The number of plans whose errors are written to standard error."""


class View(NamedTuple):
    """How one document shows a plan: its format, its options and its encoding."""

    format: Format
    options: Options
    encoding: str
    alone: bool

    def part(self, report: Report) -> str:
        """Write the part of the document about a plan."""
        sheet = Sheet(self.encoding)
        writer_of(self.format, alone=self.alone).part(
            places.of_report(report, self.format), sheet, self.options
        )
        return sheet.getvalue()

    def failed(self, path: str, error: LaunchcheckError) -> str:
        """Write the part of the document about a plan that could not be checked."""
        sheet = Sheet(self.encoding)
        seen, named = places.of_error(error, self.format), places.of_plan(path, self.format)
        writer_of(self.format, alone=self.alone).failed(named, seen, sheet, self.options)
        return sheet.getvalue()


class Answer(NamedTuple):
    """Result for one plan: its row in the overview, its part of each document, and the packs it turns on.

    `line` is what a shard keeps of it, in a run over a shard.
    """

    row: Row
    parts: tuple[str, ...]
    packs: tuple[str, ...] = ()
    line: Line | None = None

    @classmethod
    def about(
        cls, path: str, found: Report | LaunchcheckError, rules: Rules, views: Sequence[View]
    ) -> Answer:
        """Write the parts about a plan that was checked, or that could not be."""
        if isinstance(found, LaunchcheckError):
            return cls(Row.failed(path, found), tuple(view.failed(path, found) for view in views))
        try:
            parts = tuple(view.part(found) for view in views)
            return cls(Row.of(found, *rules), parts, packs_of(found))
        except Exception as bug:  # noqa: BLE001  # one plan must not hide the reports of the others
            return cls.about(path, PlanBugError.of(bug, path), rules, views)


def packs_of(report: Report) -> tuple[str, ...]:
    """The packs that a plan was asked."""
    return tuple(name for name in report.checklists if name in PACKS)


def write(
    answers: Callable[[list[View]], Iterator[Answer]],
    targets: Sequence[outputs.Target],
    options: Options,
    *,
    alone: bool,
    settled: Callable[[Iterable[str]], tuple[Checklist, str]],
) -> int:
    """Write documents about several plans as the answers come, and return the worst exit code.

    `answers` yields them, with the parts of these views. `settled` gives the checklist with some packs, and
    what is not default about the gates. `alone` says that there is only one plan.

    Raises:
        LaunchcheckError: a document cannot be written.

    """
    tally = Tally(*options.rules)
    rows: list[Row] = []
    packs: dict[str, None] = {}
    with outputs.opened(targets) as streams:
        documents = [
            Document(target.format, stream, _seen(options, target), alone=alone)
            for target, stream in zip(targets, streams, strict=True)
        ]
        keeps = any(document.needs_rows for document in documents)
        for answer in answers(_views(documents, alone=alone)):
            tally.add(answer.row)
            packs |= dict.fromkeys(answer.packs)
            for document, part in zip(documents, answer.parts, strict=True):
                document.add(part)
            if keeps or answer.row.error:
                rows.append(answer.row)
        rows.sort(key=lambda row: row.urgency)
        failures = [row for row in rows if row.error]
        checklist, not_default = settled(packs)
        rest = ", ".join(filter(None, (weakened_words(tally.weakened_beside), not_default)))
        whole = Whole(tally, failures, rows, checklist, rest)
        for document in documents:
            document.close(whole)
    return tally.code


def write_failure(
    path: str, error: LaunchcheckError, targets: Sequence[outputs.Target], options: Options
) -> None:
    """Write documents about a single plan that could not be checked."""
    row = Row.failed(path, error)
    tally = Tally(*options.rules)
    tally.add(row)
    whole = Whole(tally, [row], [row], Checklist(names=(), areas=(), items=()))
    with outputs.opened(targets) as streams:
        documents = [
            Document(target.format, stream, options) for target, stream in zip(targets, streams, strict=True)
        ]
        for document, view in zip(documents, _views(documents, alone=False), strict=True):
            document.add(view.failed(path, error))
            document.close(whole)


def _views(documents: Sequence[Document], *, alone: bool) -> list[View]:
    return [View(each.format, each.options, each.encoding, alone) for each in documents]


def _seen(options: Options, target: outputs.Target) -> Options:
    """The options of a document; one for a terminal gets its color and width."""
    if target.format is not Format.TERMINAL:
        return options
    from launchcheck.formats.terminal.page import fitted

    return fitted(options, sys.stdout) if target.to is outputs.STDOUT else options


def fill_terminal(targets: Sequence[outputs.Target]) -> bool:
    """Whether plans are listed on a terminal as they finish, where a progress bar would interfere."""
    streamed = [each for each in targets if each.to is outputs.STDOUT and each.format is not Format.TERMINAL]
    return bool(streamed) and sys.stdout.isatty()


def with_errors(answers: Iterable[Answer], progress: Progress) -> Iterator[Answer]:
    """Yield the answers, and write their errors to standard error at once."""
    failed = 0
    known: set[str] = set()  # plans in one folder share the errors of its settings
    try:
        for answer in answers:
            progress.step()
            if answer.row.error and (said := str(answer.row.error)) not in known:
                failed += 1
                if failed <= MOST_SHOWN:
                    known.add(said)
                    progress.clear()
                    errors.show(answer.row.error, follows=failed > 1)
            yield answer
    finally:
        progress.clear()
    if failed > MOST_SHOWN:
        more = f"{failed - MOST_SHOWN:,} more plans cannot be checked"
        errors.show(LaunchcheckError(more, hint="fix these first"), follows=True)
