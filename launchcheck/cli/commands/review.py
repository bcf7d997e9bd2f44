"""`launchcheck review`: the go/no-go meeting in the terminal."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from launchcheck.cli.options import Checklists, FactsFiles, FactsMaxAge, Ledger, OfWave, PlanFile, day

EXAMPLES = """
launchcheck review launch.yaml
launchcheck review launch.yaml --checklist ./acme.yaml
launchcheck review launch.yaml --as-of 2027-02-12     a rehearsal: nothing is recorded
"""


def review(
    path: PlanFile,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    as_of: Annotated[
        date | None,
        typer.Option(
            parser=day,
            metavar="YYYY-MM-DD",
            help="Rehearse the meeting as if today were this date; nothing is recorded.",
        ),
    ] = None,
    ledger_: Ledger = None,
    wave: OfWave = "",
) -> None:
    """Hold the go/no-go meeting in the terminal.

    Each area has its own screen, where its owner votes; then the decider decides. Each vote is
    recorded at once, so you can quit at any point and resume later. Requires a terminal; in
    scripts, use vote, decide and votes.
    """
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.rehearsal import rehearsed
    from launchcheck.cli.request import Request
    from launchcheck.cli.room import Room, refuse_without_terminal

    refuse_without_terminal(path)
    again = [path, *(word for name in checklist or () for word in ("--checklist", name))]
    again += [word for name in facts or () for word in ("--facts", name)]
    again += ["--facts-max-age", f"{facts_max_age}d"] if facts_max_age is not None else []
    again += ["--ledger", ledger_] if ledger_ else []
    again += ["--wave", wave] if wave else []
    request = Request.of(
        path, checklist, ledger=ledger_, facts=FactsOptions.of(facts, facts_max_age)
    )._replace(wave=wave)
    if as_of is None:
        Room(request, again).meet()
        return
    with rehearsed(request.record, as_of) as rehearsal:
        Room(request, again, rehearsal).meet()
