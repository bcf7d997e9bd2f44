"""`launchcheck vote`: record the vote of an area."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeAlias

import typer

from launchcheck.cli import completion
from launchcheck.cli.options import (
    Checklists,
    FactsFiles,
    FactsMaxAge,
    Ledger,
    Note,
    OfWave,
    PlanFile,
    Speaker,
    Yes,
    day,
)

EXAMPLES = """
launchcheck vote launch.yaml --area sales --vote go --as omar
launchcheck vote launch.yaml --area sales --vote no-go --as omar --note "No demo"
launchcheck vote launch.yaml --area sales --vote condition --as omar \
--condition "Demo is back" --owner ben --by 2027-02-15
"""

Vote: TypeAlias = Annotated[
    str,
    typer.Option(
        "--vote",
        autocompletion=completion.words("go", "no-go", "condition"),
        metavar="go|no-go|condition",
        help="The vote; condition means go on condition.",
    ),
]
ConditionOwner: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--owner", metavar="ID", autocompletion=completion.people, help="Who owns the condition."),
]


def vote(
    path: PlanFile,
    area: Annotated[
        str, typer.Option(metavar="AREA", autocompletion=completion.areas, help="Area to vote for.")
    ],
    vote_: Vote,
    as_: Speaker = None,
    note: Note = "",
    condition: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT", help="What must be done. Needs --owner and --by; repeat all three for more."
        ),
    ] = None,
    owner: ConditionOwner = None,
    by: Annotated[
        list[date] | None,
        typer.Option(parser=day, metavar="YYYY-MM-DD", help="Deadline of the condition."),
    ] = None,
    yes: Yes = False,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    ledger_: Ledger = None,
    wave: OfWave = "",
) -> None:
    """Vote for an area, on the plan as it is now.

    Only the owner of an area or the owner's backup may vote for it. The vote is tied to the facts
    of the area: when one of them changes, the vote is stale and the area must vote again.

    A go over open blockers is confirmed first; without a terminal, it is noted.
    """
    from launchcheck import votes
    from launchcheck.cli import clock, polling
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request
    from launchcheck.text import show

    terms = polling.terms(condition or [], owner or [], by or [])
    request = (
        Request.of(path, checklist, ledger=ledger_, facts=FactsOptions.of(facts, facts_max_age))
        .compiled()
        ._replace(wave=wave)
    )
    loaded = request.load()
    plan = loaded.plan
    polling.refuse_renamed(request, plan)
    by_ = polling.speaker(as_, request, plan, f"Vote {show(vote_, 20)} for {show(area, 60)}", is_sure=yes)
    votes.hold_to_poll(plan, request.program().checklist, area)
    votes.may_vote(plan, area, by_)
    polling.confirm_go(polling.standing_now(request, loaded), vote_, area, is_sure=yes)
    appended = votes.vote(
        request.record,
        plan,
        request.program().checklist,
        area=area,
        vote=vote_,
        by=by_,
        at=clock.now(),
        note=note,
        conditions=terms,
        absent=polling.absent(loaded),
        told=polling.told(loaded),
    )
    polling.confirm(plan, request.record, appended)
