"""`launchcheck diff`: show the effect of a change to a plan."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, Tier
from launchcheck.compare import ComparisonFormat, write

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.cli.request import Request
    from launchcheck.report import Report
    from launchcheck.source import Source

EXAMPLES = """
launchcheck diff launch.yaml --against main
launchcheck diff launch.yaml --against v1.2 --as-of 2027-02-01
launchcheck diff launch.yaml --against origin/main --format markdown   a comment on a pull request
launchcheck diff old.yaml new.yaml --format json
"""


def diff(
    old: Annotated[
        str, typer.Argument(metavar="PLAN", help="The old plan; with --against, the current one.")
    ],
    new: Annotated[str | None, typer.Argument(metavar="[NEW]", help="The new plan.")] = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="REF", help="Compare with the plan at this commit, tag or branch of its git repository."
        ),
    ] = None,
    checklist: Checklists = None,
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Annotated[
        ComparisonFormat, typer.Option("--format", help="Output format.")
    ] = ComparisonFormat.TERMINAL,
) -> None:
    """Show what changed between two plans, or since a commit.

    Both are checked with the same checklist as of the same date: --as-of, or today in the new
    plan's time zone. Exits with 0 whatever has changed.
    """
    if (new is None) is (against is None):
        raise typer.BadParameter("name two plans, or one plan and --against REF")
    from launchcheck.cli.request import Loaded, Request
    from launchcheck.cli.settings import Sought
    from launchcheck.compare.model import compare

    sought = Sought.of(None, {})
    request = Request.of(new or old, checklist, as_of=as_of, tier=tier, sought=sought).compiled()
    request = request.comparing(sought, against)
    now = request.load()
    request = request.on(today := request.today(now.plan))
    before, source = _at(request, against, today) if against else _of(request.for_plan(old))
    after = request.report(now)
    weaker = request.weakened(before, Loaded.of(source), after, now)
    found = compare(before, after, source.data, now.source.data)
    write(replace(found, weakened=weaker), format_, sys.stdout)


def _of(request: Request) -> tuple[Report, Source]:
    """The report of the old plan, and the text that it was read from."""
    old = request.load()
    return request.report(old), old.source


def _at(request: Request, ref: str, day: date) -> tuple[Report, Source]:
    """The report and the text of the plan at a commit."""
    from launchcheck.errors import LaunchcheckError, Location
    from launchcheck.text import quote

    found = request.report_at(ref, day)
    if found is None:
        raise LaunchcheckError(
            f"this plan does not exist at {quote(ref)}",
            hint="there is nothing to compare with: the plan was added later",
            locations=(Location(request.path),),
        )
    return found
