"""What the commands have in common that look at many plans at once: all of them read and checked."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO

import typer

from launchcheck.errors import LaunchcheckError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from launchcheck.agenda.formats import AgendaFormat
    from launchcheck.cli.request import Loaded, Request
    from launchcheck.plan import Plan
    from launchcheck.poll import Decision
    from launchcheck.portfolio.formats import PortfolioFailOn, PortfolioFormat
    from launchcheck.report import Report


class Checked(NamedTuple):
    """A plan that was checked: the request, what was loaded, and its report."""

    request: Request
    loaded: Loaded
    report: Report


def checked_plans(
    paths: Sequence[str], checklist: Sequence[str] | None, as_of: date | None, tier: int | None = None
) -> list[tuple[Plan, Report]]:
    """The plans that a search finds, each with its report.

    Raises:
        LaunchcheckError: there is none, or one cannot be checked; located.

    """
    return [(each.loaded.plan, each.report) for each in checked(paths, checklist, as_of, tier)]


def checked(
    paths: Sequence[str], checklist: Sequence[str] | None, as_of: date | None, tier: int | None = None
) -> list[Checked]:
    """The plans that a search finds, each with what it was read from.

    Raises:
        LaunchcheckError: there is none, or one cannot be checked; located.

    """
    from launchcheck.api import Strays
    from launchcheck.cli.policies import Policies
    from launchcheck.cli.progress import Progress
    from launchcheck.cli.request import Request
    from launchcheck.cli.search import Search
    from launchcheck.cli.settings import Sought

    sought = Sought.of(None, {})
    found = Search(sought, paths, (), quiet=True).plans(None)
    asked = Request("", (), {}, checklist or (), as_of=as_of, tier=tier, strays=Strays())
    policies = Policies(asked, sought, [each for each in found if isinstance(each, str)])
    progress = Progress(len(found))
    launches: list[Checked] = []
    wrong: list[LaunchcheckError] = []
    try:
        for path in found:
            progress.step()
            try:
                if isinstance(path, LaunchcheckError):
                    raise path
                request = policies.of(path)
                loaded = request.load()
                launches.append(Checked(request, loaded, request.report(loaded)))
            except LaunchcheckError as error:
                wrong += error.parts or (error,)
    finally:
        progress.clear()
    if wrong:
        raise LaunchcheckError("some plans cannot be checked", parts=tuple(wrong))
    return launches


def of_one(who: str | None, launches: list[tuple[Plan, Report]]) -> list[tuple[Plan, Report]]:
    """The plans of a person, with reports that list only what is theirs; all, if no one is named.

    Raises:
        LaunchcheckError: no plan has that person.

    """
    if who is None:
        return launches
    from launchcheck.joined import known_as
    from launchcheck.text import quote, suggest

    found = [
        (plan, report._replace(only_owner=mine))
        for plan, report in launches
        if (mine := known_as(plan, who)) is not None
    ]
    if not found:
        names = [each.name or id for plan, _ in launches for id, each in (plan.people or {}).items()]
        raise LaunchcheckError(f"no plan has a person {quote(who)}", hint=suggest(who, names))
    return found


@contextmanager
def writing_to(path: str | None, own: Iterable[str]) -> Iterator[TextIO]:
    """A stream to a file, which is replaced once all is written; standard output without one.

    Raises:
        LaunchcheckError: the file cannot be written, or is one of our `own`, such as a plan.

    """
    if path is None:
        yield sys.stdout
        return
    from launchcheck.cli import files

    files.refuse_own(path, own)
    content = io.BytesIO()
    out = io.TextIOWrapper(content, "utf-8", newline="\n")
    yield out
    out.flush()
    files.replace(path, content.getvalue())


def show_agenda(
    paths: Sequence[str],
    checklist: Sequence[str] | None,
    as_of: date | None,
    owner: str | None,
    within: int,
    format: AgendaFormat,
    *,
    is_meeting: bool,
) -> None:
    """Write the agenda of all plans.

    Raises:
        LaunchcheckError: a plan cannot be checked, or the format needs a library that is not installed.
        typer.BadParameter: the meeting is a page, and the format none.

    """
    from launchcheck.agenda.formats import AgendaFormat
    from launchcheck.agenda.model import agenda_of
    from launchcheck.agenda.write import write, write_meeting

    pages = {AgendaFormat.TEXT, AgendaFormat.MARKDOWN, AgendaFormat.HTML, AgendaFormat.JSON}
    if is_meeting and format not in pages:
        raise typer.BadParameter(f"--meeting is a page, and {format.value} is a list of tasks")
    launches = checked_plans(paths, checklist, as_of)
    day = as_of or max(report.as_of for _, report in launches)
    agenda = agenda_of(launches, day, within, owner)
    if is_meeting:
        write_meeting(launches, agenda, format, sys.stdout)
    else:
        write(agenda, format, sys.stdout)


def show_portfolio(
    paths: Sequence[str],
    checklist: Sequence[str] | None,
    as_of: date | None,
    begin: date | None,
    weeks: int,
    most: int,
    audiences: str | None,
    format: PortfolioFormat,
    fail_on: PortfolioFailOn | None,
) -> bool:
    """Write the portfolio of all plans; whether its gate is open, as it is without a rule.

    Raises:
        LaunchcheckError: a plan cannot be checked, the audiences are malformed, or the format needs a library
            that is not installed.

    """
    from launchcheck.portfolio.audiences import Audiences, read
    from launchcheck.portfolio.entries import Entry
    from launchcheck.portfolio.gate import Gate
    from launchcheck.portfolio.model import portfolio_of
    from launchcheck.portfolio.write import write

    shared = read(audiences) if audiences else Audiences({})
    launches = checked(paths, checklist, as_of)
    entries = {
        entry.file: entry
        for each in launches
        for entry in [Entry.of(*each.loaded, each.report, _decisions(each))]
    }
    day = as_of or max(each.report.as_of for each in launches)
    portfolio = portfolio_of([*entries.values()], day, begin or day, weeks, most, shared)
    gate = Gate.of(portfolio, fail_on) if fail_on else None
    write(portfolio, gate, format, sys.stdout)
    return gate is None or gate.is_open


def _decisions(checked: Checked) -> tuple[Decision, ...]:
    """The latest decisions in the record of a plan; none where it has no record."""
    import os

    request, loaded, report = checked
    if not os.path.exists(request.record):
        return ()
    from launchcheck import votes
    from launchcheck.cli.polling import absent

    lines = votes.read(request.record)
    board = votes.board_of(lines, loaded.plan, request.program().checklist, report.as_of, absent(loaded))
    return board.decisions
