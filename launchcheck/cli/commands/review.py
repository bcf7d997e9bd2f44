"""`launchcheck review`: the go/no-go meeting in the terminal."""

from __future__ import annotations

from launchcheck.cli.options import Checklists, Ledger, PlanFile

EXAMPLES = """
launchcheck review launch.yaml
launchcheck review launch.yaml --checklist ./acme.yaml
"""


def review(path: PlanFile, checklist: Checklists = None, ledger_: Ledger = None) -> None:
    """Hold the go/no-go meeting in the terminal.

    Each area has its own screen, where its owner votes; then the decider decides. Each vote is
    recorded at once, so you can quit at any point and resume later. Requires a terminal; in
    scripts, use vote, decide and votes.
    """
    from launchcheck.cli.request import Request
    from launchcheck.cli.room import Room, refuse_without_terminal

    refuse_without_terminal(path)
    again = [path, *(word for name in checklist or () for word in ("--checklist", name))]
    again += ["--ledger", ledger_] if ledger_ else []
    Room(Request.of(path, checklist, ledger=ledger_), again).meet()
