"""A run over several plans: one that cannot be checked does not stop the others."""

from __future__ import annotations

import gc
import sys
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from launchcheck import parallel
from launchcheck.api import Strays
from launchcheck.checklist import Checklist
from launchcheck.cli import errors, outputs, places
from launchcheck.cli.policies import Policies
from launchcheck.cli.progress import Progress
from launchcheck.errors import LaunchcheckError, Location, PlanBugError, PlanGoneError
from launchcheck.formats import Format, Options
from launchcheck.formats.notes import weakened_words
from launchcheck.formats.writer import Document, Sheet, Whole, writer_of
from launchcheck.plan.sections import PACKS
from launchcheck.summary import Row, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.cli.request import Request
    from launchcheck.cli.search import Search
    from launchcheck.report import Report, Rules

PAYS_FROM = 64
"""The number of plans from which several worker processes are faster than one."""

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


class OneWave(NamedTuple):
    """A plan as one of its waves sees it."""

    path: str
    wave: str


Target: TypeAlias = "str | OneWave | LaunchcheckError"
"""What is checked: a plan, or a wave of it; or why a plan cannot be."""


class Answer(NamedTuple):
    """Result for one plan: its row in the overview, its part of each document, and the packs it turns on."""

    row: Row
    parts: tuple[str, ...]
    packs: tuple[str, ...] = ()


def run(
    search: Search,
    request: Request,
    targets: Sequence[outputs.Target],
    options: Options,
    *,
    jobs: int | None,
    by_wave: bool = False,
) -> int:
    """Check all plans that a search finds, or each of their waves, and return the worst exit code.

    Raises:
        LaunchcheckError: the checklist is malformed, no plan was found at all, the commit to compare
            with does not exist, or a document cannot be written.

    """
    found = search.plans(request.against)
    plans = [each for each in found if isinstance(each, str)]
    request.refuse_unknown_base(plans)
    are_gone = any(isinstance(each, PlanGoneError) for each in found)
    request = request._replace(is_one_of_several=True, plans_are_gone=are_gone, strays=Strays())
    policies = Policies(request, search.sought, plans)
    tally = Tally(*options.rules)
    rows: list[Row] = []
    packs: dict[str, None] = {}
    wanted: list[Target] = [*(_by_wave(found) if by_wave else found)]
    alone = len(wanted) == 1 and not are_gone
    with outputs.opened(targets) as streams:
        documents = [
            Document(target.format, stream, _seen(options, target), alone=alone)
            for target, stream in zip(targets, streams, strict=True)
        ]
        views = _views(documents, alone=alone)
        keeps = any(document.needs_rows for document in documents)
        check = partial(_checked, policies=policies, views=views, rules=options.rules)
        for answer in _answers(check, wanted, jobs, is_quiet=search.quiet or _fills_terminal(targets)):
            tally.add(answer.row)
            packs |= dict.fromkeys(answer.packs)
            for document, part in zip(documents, answer.parts, strict=True):
                document.add(part)
            if keeps or answer.row.error:
                rows.append(answer.row)
        rows.sort(key=lambda row: row.urgency)
        failures = [row for row in rows if row.error]
        rest = ", ".join(filter(None, (weakened_words(tally.weakened_beside), policies.not_default)))
        whole = Whole(tally, failures, rows, policies.checklist(packs), rest)
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


def _fills_terminal(targets: Sequence[outputs.Target]) -> bool:
    """Whether plans are listed on a terminal as they finish, where a progress bar would interfere."""
    streamed = [each for each in targets if each.to is outputs.STDOUT and each.format is not Format.TERMINAL]
    return bool(streamed) and sys.stdout.isatty()


def _answers(
    check: partial[Answer], found: list[Target], jobs: int | None, *, is_quiet: bool
) -> Iterator[Answer]:
    """Yield the answer for each plan, in order; write errors to standard error at once."""
    # A run over many plans is long: collect the garbage that each of them leaves behind.
    gc.freeze()
    gc.enable()
    sys.stdout.flush()
    if jobs is None:
        jobs = parallel.processors() if len(found) >= PAYS_FROM else 1
    progress = Progress(len(found), wanted=not is_quiet)
    failed = 0
    known: set[str] = set()  # plans in one folder share the errors of its settings
    try:
        for answer in parallel.ordered(check, found, min(jobs, len(found))):
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


def _by_wave(found: list[str | LaunchcheckError]) -> Iterator[Target]:
    """Each wave of each plan; a plan without waves, or one that cannot be read, stays as it is."""
    from launchcheck.cli.request import Loaded
    from launchcheck.source import Source
    from launchcheck.wave import waves_of

    for each in found:
        try:
            ids = waves_of(Loaded.of(Source.read(each)).plan) if isinstance(each, str) else ()
        except LaunchcheckError:  # its own report says why
            ids = ()
        if not ids:
            yield each
        yield from (OneWave(str(each), id) for id in ids)


def _checked(plan: Target, policies: Policies, views: list[View], rules: Rules) -> Answer:
    """Check one plan, and write its part of every document."""
    if isinstance(plan, LaunchcheckError):
        return _failed(plan.locations[0].path, plan, views)
    plan, wave = plan if isinstance(plan, OneWave) else (plan, "")
    try:
        report = policies.of(plan)._replace(wave=wave).report()
        packs = tuple(name for name in report.checklists if name in PACKS)
        return Answer(Row.of(report, *rules), tuple(view.part(report) for view in views), packs)
    except LaunchcheckError as error:
        return _failed(plan, error if error.locations or error.parts else _at(plan, error), views)
    except Exception as bug:  # noqa: BLE001  # one plan must not hide the reports of the others
        return _failed(plan, PlanBugError.of(bug, plan), views)


def _at(path: str, error: LaunchcheckError) -> LaunchcheckError:
    """The error, located at the plan as a whole."""
    return LaunchcheckError(error.message, hint=error.hint, locations=(Location(path),))


def _failed(path: str, error: LaunchcheckError, views: list[View]) -> Answer:
    return Answer(Row.failed(path, error), tuple(view.failed(path, error) for view in views))
