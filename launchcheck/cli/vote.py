"""`launchcheck vote`: what the owner of an area says to the launch as it is planned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from launchcheck.cli.options import Checklists, day
from launchcheck.cli.polling import Note, PlanFile, Record, Speaker

if TYPE_CHECKING:
    from launchcheck.votes import Term

EXAMPLES = """
launchcheck vote launch.yaml --area sales --vote go --as omar
launchcheck vote launch.yaml --area sales --vote no-go --as omar --note "No demo"
launchcheck vote launch.yaml --area sales --vote condition --as omar \
--condition "Demo is back" --owner ben --by 2027-02-15
"""


def vote(
    path: PlanFile,
    area: Annotated[str, typer.Option(metavar="AREA", help="The area that is voted for.")],
    vote_: Annotated[
        str,
        typer.Option("--vote", metavar="go|no-go|condition", help="The vote; condition: go, on conditions."),
    ],
    as_: Speaker,
    note: Note = "",
    condition: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT", help="What must come true. With --owner and --by; repeat all three for more."
        ),
    ] = None,
    owner: Annotated[list[str] | None, typer.Option(metavar="ID", help="Who sees to the condition.")] = None,
    by: Annotated[
        list[date] | None,
        typer.Option(parser=day, metavar="YYYY-MM-DD", help="The day by which the condition must be true."),
    ] = None,
    checklist: Checklists = None,
    ledger_: Record = None,
) -> None:
    """Vote for an area, on the plan as it is.

    Only the owner of an area or the owner's backup votes for it. The vote is bound to the facts of
    the area: once one of them changes, it is stale, and the area votes again.
    """
    from launchcheck import votes
    from launchcheck.cli import clock, polling

    terms = _terms(condition or [], owner or [], by or [])
    asked, record = polling.read(path, checklist), polling.record_of(path, ledger_)
    appended = votes.vote(
        record,
        asked.plan,
        asked.checklist,
        area=area,
        vote=vote_,
        by=as_,
        at=clock.now(),
        note=note,
        conditions=terms,
    )
    polling.confirm(asked.plan, record, appended)


def _terms(conditions: list[str], owners: list[str], days: list[date]) -> list[Term]:
    """The conditions, each with its owner and its day."""
    from launchcheck.votes import Term

    if not len(conditions) == len(owners) == len(days):
        raise typer.BadParameter(
            "each --condition needs one --owner and one --by; given are "
            f"{len(conditions)}, {len(owners)} and {len(days)}"
        )
    return [Term(*given) for given in zip(conditions, owners, days, strict=True)]
