"""Where `slip` moves a launch to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from launchcheck.dates import FIRST_YEAR, LAST_YEAR, day
from launchcheck.windows import Window

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.plan.launch import Launch


def target(launch: Launch, to: Window | None, days: int, today: date) -> Window:
    """The new launch date: the one given, or a number of days later, within the years a plan may have.

    A launch that is over does not move past `today`, the date of the check.

    Raises:
        typer.BadParameter: the launch cannot move there.

    """
    if to is None and not launch.date.is_day:
        raise typer.BadParameter(f"--by moves a day, but launch.date is {launch.date.text}; use --to")
    if to is None:
        moved = launch.day + timedelta(days=days)
        if not FIRST_YEAR <= moved.year <= LAST_YEAR:
            years = f"{FIRST_YEAR} and {LAST_YEAR}"
            raise typer.BadParameter(f"--by leads to {moved}; the year must be between {years}")
        to = Window.on(moved)
    if launch.status != "launched":
        return to
    if not to.is_day:
        raise typer.BadParameter(f"the plan has launched, and needs a day; {to.text} is a period")
    if to.first > today:
        raise typer.BadParameter(
            f"the plan has launched, and is checked as of {day(today)}; add --as-of DATE to move it past that"
        )
    return to
