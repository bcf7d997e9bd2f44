"""`launchcheck portfolio`: all launches by week, and what collides, waits or is too much."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeAlias

import typer

from launchcheck.cli.options import AsOf, Checklists, Plans, day
from launchcheck.portfolio.formats import PortfolioFailOn, PortfolioFormat

EXAMPLES = """
launchcheck portfolio
launchcheck portfolio launches --weeks 26 --from 2027-01-04
launchcheck portfolio launches --audiences portfolio.yaml --fail-on collision --weeks 52
launchcheck portfolio launches --format html > portfolio.html
launchcheck portfolio launches --format csv > portfolio.csv
"""

Weeks: TypeAlias = Annotated[
    int, typer.Option("--weeks", min=1, max=104, metavar="N", help="How many weeks to show.")
]
Begin: TypeAlias = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=day,
        metavar="YYYY-MM-DD",
        help="A day of the first week. [default: that of today, or of --as-of]",
    ),
]
Most: TypeAlias = Annotated[
    int,
    typer.Option("--most", min=0, metavar="N", help="Mark more open items than this of a person in a week."),
]
SharedAudiences: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--audiences",
        metavar="FILE",
        help="Which segments are the same audience, such as audiences: {mid-market: [mid-market, mm-saas]}.",
    ),
]
FailOnCollision: TypeAlias = Annotated[
    PortfolioFailOn | None,
    typer.Option(
        "--fail-on",
        help="Exit with 1 if there is a collision, or with likely, also if one is only likely.",
    ),
]


def portfolio(
    paths: Plans = None,
    weeks: Weeks = 12,
    from_: Begin = None,
    most: Most = 5,
    audiences: SharedAudiences = None,
    checklist: Checklists = None,
    as_of: AsOf = None,
    format_: Annotated[
        PortfolioFormat, typer.Option("--format", help="Output format.")
    ] = PortfolioFormat.TERMINAL,
    fail_on: FailOnCollision = None,
) -> None:
    """Show all launches by week, and what is wrong between them.

    Collisions are public moments (a launch, a public campaign going live) of two launches of tier 1 or 2
    within five working days, for the same audience; of each two launches, the closest pair is listed.
    Segments are the same audience by the file of --audiences, which is read only if it is named. Other
    segments with an equal id or name are likely the same, and their collisions are marked likely. A
    campaign without an audience reaches all segments of its plan.

    Load is how many open items of a person are due in each week. People are the same in several plans if
    they have the same e-mail address, or else the same name. Needs (launch.needs in a plan) are compared
    with the plans that are read; no other file is opened.

    A plan that cannot be read is an error. Exits with 0, unless --fail-on closes the gate: for a
    collision in the weeks that are shown, so a gate needs as many --weeks as launches are planned ahead.
    """
    from launchcheck.cli.planning import show_portfolio

    is_open = show_portfolio(paths or (), checklist, as_of, from_, weeks, most, audiences, format_, fail_on)
    raise typer.Exit(0 if is_open else 1)
