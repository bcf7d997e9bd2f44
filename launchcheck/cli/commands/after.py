"""`launchcheck after`: show what a launch owes once it is out."""

from __future__ import annotations

import sys

import typer

from launchcheck.cli.options import AsOf, FactsFiles, FactsMaxAge, PlanFile, Tier
from launchcheck.cli.viewing import Shown
from launchcheck.views import ViewFormat

EXAMPLES = """
launchcheck after launch.yaml
launchcheck after launch.yaml --as-of 2027-05-17
launchcheck after launch.yaml --format markdown > after.md
"""


def after(
    path: PlanFile,
    as_of: AsOf = None,
    tier: Tier = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    format_: Shown = ViewFormat.TERMINAL,
) -> None:
    """Show what came of the launch.

    That is goals against figures, conditions, caveats and the actions of the debrief. Checks only the
    pack after, as of today even where the launch is over. Exits with 1 if a blocker of it is open,
    else with 0.
    """
    from launchcheck import dates, views
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request
    from launchcheck.errors import LaunchcheckError
    from launchcheck.report import FailOn
    from launchcheck.views import after as view

    given = FactsOptions.of(facts, facts_max_age)
    request = Request.of(path, ("after",), as_of=as_of, tier=tier, facts=given).compiled()
    request = request._replace(is_after=True)
    loaded = request.load()
    day = request.today(loaded.plan)
    launched = loaded.plan.launch.day
    if day <= launched:
        when = f"{'today,' if day == launched else 'on'} {dates.day(launched)}"
        raise LaunchcheckError(
            f"the launch is {when}; what came of it is asked from the next day on",
            hint="`launchcheck validate` checks what comes before; --as-of DATE shows a later day",
            locations=(loaded.source.locate(("launch", "date")),),
        )
    others = [item.id for item in request.program().checklist.items if item.area != "after"]
    skipped = {**dict.fromkeys(others, "only the pack after is checked"), **request.skipped}
    report = request.on(day)._replace(skipped=skipped).report(loaded)
    gate = report.gate(FailOn.BLOCKER)
    closing = f"{'open (exit 0)' if gate.is_open else 'closed (exit 1)'}: {gate.reason}"
    views.write(view.page(loaded.plan, report)._replace(closing=closing), format_, sys.stdout)
    raise typer.Exit(0 if gate.is_open else 1)
