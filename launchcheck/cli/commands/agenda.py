"""`launchcheck agenda`: what each person has to write next, over all plans."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

import typer

from launchcheck.agenda.formats import AgendaFormat
from launchcheck.cli.options import AsOf, Checklists, Plans

EXAMPLES = """
launchcheck agenda
launchcheck agenda launches --within 7d --owner dana@example.com
launchcheck agenda launches --meeting --format html > meeting.html
launchcheck agenda launches --format slack > agenda.json
launchcheck agenda launches --format jira > tasks.csv
"""


def _within(text: str) -> int:
    """A number of days: 14d, 2w, or 14."""
    found = re.fullmatch(r"(\d{1,3})([dw]?)", text.strip())
    if not found:
        raise typer.BadParameter(f"{text!r} is not a time; write 14d or 2w")
    return int(found[1]) * (7 if found[2] == "w" else 1)


Owner: TypeAlias = Annotated[
    str | None,
    typer.Option("--owner", metavar="WHO", help="Only this person: an id, a name or an e-mail address."),
]
Within: TypeAlias = Annotated[
    int,
    typer.Option("--within", parser=_within, metavar="TIME", help="What is due in this time: 14d, 2w."),
]
Meeting: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--meeting", help="Weekly meeting: outcomes, blockers, dependencies, questions, a user story."
    ),
]


def agenda(
    paths: Plans = None,
    owner: Owner = None,
    within: Within = "14d",  # type: ignore[assignment]  # parsed
    meeting: Meeting = False,
    checklist: Checklists = None,
    as_of: AsOf = None,
    format_: Annotated[AgendaFormat, typer.Option("--format", help="Output format.")] = AgendaFormat.TEXT,
) -> None:
    """List what is overdue and due soon, by person, over all plans.

    People are the same in several plans if they have the same e-mail address, or else the same name.
    slack and teams are messages for a webhook, jira is a table for its importer, github a task list.
    A plan that cannot be read is an error. Exits with 0.
    """
    from launchcheck.cli.planning import show_agenda

    show_agenda(paths or (), checklist, as_of, owner, within, format_, is_meeting=meeting)
