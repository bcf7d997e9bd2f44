"""`launchcheck diff`: what did a change to a plan do?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, Tier
from launchcheck.compare import ComparisonFormat, write

if TYPE_CHECKING:
    from launchcheck.cli.asking import Asked
    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.source import Source

EXAMPLES = """
launchcheck diff launch.yaml --against main
launchcheck diff launch.yaml --against v1.2 --as-of 2027-02-01
launchcheck diff launch.yaml --against origin/main --format markdown   a comment on a pull request
launchcheck diff old.yaml new.yaml --format json
"""


def diff(
    old: Annotated[str, typer.Argument(metavar="PLAN", help="The plan before; with --against the plan now.")],
    new: Annotated[str | None, typer.Argument(metavar="[NEW]", help="The plan after.")] = None,
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
        ComparisonFormat, typer.Option("--format", help="How to show it.")
    ] = ComparisonFormat.TERMINAL,
) -> None:
    """Show what changed between two plans, or since a commit.

    Both are judged by the same checklist as of the same day, which without --as-of is today in the
    time zone of the new plan. Ends with 0 whatever has changed.
    """
    if (new is None) is (against is None):
        raise typer.BadParameter("name two plans, or one plan and --against REF")
    from launchcheck.cli import asking
    from launchcheck.compare.model import compare

    now = asking.read(new or old)
    asked = asking.asked(checklist, as_of, tier)
    asked = asked._replace(day=asked.today(now.plan))
    before, source = _before(old, against, asked, now.plan)
    after = asked.of(now)
    write(compare(before, after, source.data, now.source.data), format_, sys.stdout)


def _before(path: str, against: str | None, asked: Asked, now: Plan) -> tuple[Report, Source]:
    """The report of the old plan, and the text that it was read from."""
    from launchcheck.cli import asking

    if against is None:
        old = asking.read(path)
        return asked.of(old), old.source
    from launchcheck import history
    from launchcheck.errors import LaunchcheckError, Location
    from launchcheck.text import quote

    today = asked.today(now)
    found = history.report_at(path, against, checklist=asked.checklist, today=today, tier=asked.tier)
    if found is None:
        raise LaunchcheckError(
            f"there is no such plan at {quote(against)}",
            hint="nothing to compare with: the plan is new since then",
            locations=(Location(path),),
        )
    return found
