"""Where `slip` moves a launch to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.windows import Window

if TYPE_CHECKING:
    from launchcheck.plan.launch import Launch


def target(launch: Launch, to: Window | None, days: int) -> Window:
    """The new launch date: the one given, or a number of days later, within the years a plan may have.

    Raises:
        typer.BadParameter: the launch cannot move there.

    """
    if to is None and not launch.date.is_day:
        raise typer.BadParameter(f"--by moves a day, but launch.date is {launch.date.text}; use --to")
    if to is None:
        moved = launch.day + timedelta(days=days)
        if FIRST_YEAR <= moved.year <= LAST_YEAR:
            return Window.on(moved)
        years = f"{FIRST_YEAR} and {LAST_YEAR}"
        raise typer.BadParameter(f"--by leads to {moved}; the year must be between {years}")
    if launch.status == "launched" and not to.is_day:
        raise typer.BadParameter(f"the plan has launched, and needs a day; {to.text} is a period")
    return to
