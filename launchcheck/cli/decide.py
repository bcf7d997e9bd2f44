"""`launchcheck decide`: go or no-go for the launch, by the one person who decides."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli.polling import Note, PlanFile, Record, Speaker

EXAMPLES = """
launchcheck decide launch.yaml --decision go --as grace
launchcheck decide launch.yaml --decision no-go --as grace --note "Again on Thursday"
"""


def decide(
    path: PlanFile,
    decision: Annotated[str, typer.Option(metavar="go|no-go", help="The decision.")],
    as_: Speaker,
    note: Note = "",
    ledger_: Record = None,
) -> None:
    """Decide for the launch: go or no-go.

    Only launch.decider decides, after the votes that stand in the record. A go is possible over a
    no-go, which then stays in the record as dissent.
    """
    from launchcheck import votes
    from launchcheck.cli import clock, polling

    plan, record = polling.read(path, None).plan, polling.record_of(path, ledger_)
    appended = votes.decide(record, plan, decision=decision, by=as_, at=clock.now(), note=note)
    polling.confirm(plan, record, appended)
