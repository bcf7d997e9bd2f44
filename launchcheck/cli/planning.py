"""What the commands have in common that look at many plans at once: all of them read and checked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from launchcheck.errors import LaunchcheckError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from launchcheck.agenda.formats import AgendaFormat
    from launchcheck.plan import Plan
    from launchcheck.report import Report


def checked_plans(
    paths: Sequence[str], checklist: Sequence[str] | None, as_of: date | None, tier: int | None = None
) -> list[tuple[Plan, Report]]:
    """The plans that a search finds, each with its report.

    Raises:
        LaunchcheckError: there is none, or one cannot be checked; located.

    """
    from launchcheck.cli.progress import Progress
    from launchcheck.cli.request import Request
    from launchcheck.cli.search import Search
    from launchcheck.cli.settings import Sought

    sought = Sought.of(None, {})
    found = Search(sought, paths, (), quiet=True).plans(None)
    progress = Progress(len(found))
    launches: list[tuple[Plan, Report]] = []
    wrong: list[LaunchcheckError] = []
    try:
        for path in found:
            progress.step()
            try:
                if isinstance(path, LaunchcheckError):
                    raise path
                request = Request.of(path, checklist, as_of=as_of, tier=tier)
                loaded = request.load()
                launches.append((loaded.plan, request.report(loaded)))
            except LaunchcheckError as error:
                wrong += error.parts or (error,)
    finally:
        progress.clear()
    if wrong:
        raise LaunchcheckError("some plans cannot be checked", parts=tuple(wrong))
    return launches


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
