"""The agenda in each of its formats."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.agenda import chat
from launchcheck.agenda.formats import AgendaFormat
from launchcheck.agenda.page import meeting, page
from launchcheck.formats.csv import write_row
from launchcheck.formats.escapes import markdown, write_json, write_line
from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.agenda.model import Agenda, Entry
    from launchcheck.plan import Plan
    from launchcheck.report import Report

SCHEMA = "launchcheck.agenda/1"


_PAGES = {AgendaFormat.TEXT: "terminal", AgendaFormat.MARKDOWN: "markdown", AgendaFormat.HTML: "html"}


def write(agenda: Agenda, format: AgendaFormat, out: TextIO) -> None:
    """Write an agenda.

    Raises:
        LaunchcheckError: the format needs a library that is not installed.

    """
    if format in _PAGES:
        import_module(f"launchcheck.views.{_PAGES[format]}").write(page(agenda), out, None)
    elif format is AgendaFormat.JIRA:
        _jira(agenda, out)
    elif format is AgendaFormat.GITHUB:
        _github(agenda, out)
    else:
        made = {AgendaFormat.SLACK: chat.slack, AgendaFormat.TEAMS: chat.teams}.get(format, _data)(agenda)
        write_json(out, made, indent=2)


def write_meeting(
    launches: Sequence[tuple[Plan, Report]], agenda: Agenda, format: AgendaFormat, out: TextIO
) -> None:
    """Write the agenda of the weekly meeting, which is a page."""
    name = _PAGES.get(format, "json")
    import_module(f"launchcheck.views.{name}").write(meeting(launches, agenda), out, None)


def _data(agenda: Agenda) -> dict[str, Any]:
    """The agenda as versioned JSON."""
    return {
        "schema": SCHEMA,
        "as_of": agenda.as_of.isoformat(),
        "within": agenda.within,
        "launches": list(agenda.launches),
        "people": [
            {
                "name": part.person.name if part.person.key else None,
                "overdue": part.overdue,
                "items": [
                    {**entry._asdict(), "due": entry.due.isoformat(), "when": entry.when.replace(" ", "_")}
                    for entry in part.entries
                ],
            }
            for part in agenda.parts
        ],
        "due_later": agenda.left,
    }


def _jira(agenda: Agenda, out: TextIO) -> None:
    """Write a table for the CSV importer of Jira; the External ID is the same in each export."""
    write_row(out, _JIRA)
    for part in agenda.parts:
        name = part.person.name if part.person.key else ""
        for entry in part.entries:
            issue = (f"{entry.launch}: {entry.question}", "Task", _priority(entry), name)
            labels, known_as = f"launchcheck {entry.area}", f"{entry.plan}#{entry.item}"
            about = (entry.due.isoformat(), labels, f"{entry.write}. {entry.fix}", known_as)
            write_row(out, (*issue, *about))


_JIRA = (
    *("Summary", "Issue Type", "Priority", "Assignee"),
    *("Due Date", "Labels", "Description", "External ID"),
)
"""The columns that Jira's importer knows."""


def _priority(entry: Entry) -> str:
    """How urgent an entry is, in Jira's words."""
    if not entry.blocks:
        return "Medium"
    return "Highest" if entry.days_left < 0 else "High"


def _github(agenda: Agenda, out: TextIO) -> None:
    """Write a task list; people are named, not mentioned, since a plan does not know their accounts."""
    for part in agenda.parts:
        write_line(out, f"### {markdown(part.person.name)}")
        write_line(out, "")
        for entry in part.entries:
            words = (
                f"**{markdown(show(entry.launch, 60))}** {markdown(entry.question)} {markdown(entry.write)}"
            )
            write_line(out, f"- [ ] {words} ({entry.words})")
        write_line(out, "")
