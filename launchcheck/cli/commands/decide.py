"""`launchcheck decide`: record the decision, go or no-go."""

from __future__ import annotations

from typing import Annotated

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
)

EXAMPLES = """
launchcheck decide launch.yaml --decision go --as grace
launchcheck decide launch.yaml --decision no-go --as grace --note "Revisit on Thursday"
"""


def decide(
    path: PlanFile,
    decision: Annotated[
        str,
        typer.Option(
            metavar="go|no-go", autocompletion=completion.words("go", "no-go"), help="The decision."
        ),
    ],
    as_: Speaker = None,
    note: Note = "",
    yes: Yes = False,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    ledger_: Ledger = None,
    wave: OfWave = "",
) -> None:
    """Record the decision for the launch: go or no-go.

    Only launch.decider may decide. The decision follows the votes that are in the record. A go may
    override a no-go vote, which stays in the record as dissent. The blockers that are open are recorded,
    too; a go over them is confirmed first, or noted without a terminal.
    """
    from launchcheck import votes
    from launchcheck.cli import clock, polling
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request
    from launchcheck.text import show

    request = (
        Request.of(path, checklist, ledger=ledger_, facts=FactsOptions.of(facts, facts_max_age))
        .compiled()
        ._replace(wave=wave)
    )
    loaded = request.load()
    plan, absent = loaded.plan, polling.absent(loaded)
    polling.refuse_renamed(request, plan)
    by = polling.speaker(as_, request, plan, f"Decide {show(decision, 20)}", is_sure=yes)
    votes.may_decide(plan, by)
    standing = polling.standing_now(request, loaded)
    polling.confirm_go(standing, decision, is_sure=yes)
    appended = votes.decide(
        request.record,
        plan,
        decision=decision,
        by=by,
        at=clock.now(),
        note=note,
        absent=absent,
        told=polling.told(loaded),
        open=standing.open_blockers(),
    )
    polling.confirm(plan, request.record, appended)
