"""A plan with another launch date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import typer

from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.windows import Window

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist
    from launchcheck.cli.request import Loaded


def later(launch: date, days: int) -> date:
    """A launch date moved by a number of days, within the years that a plan may have."""
    moved = launch + timedelta(days=days)
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise typer.BadParameter(
            f"--by leads to {moved}; the year must be between {FIRST_YEAR} and {LAST_YEAR}"
        )
    return moved


def moved(old: Loaded, to: date, checklist: Checklist) -> tuple[Loaded, set[int]]:
    """The plan with another launch date, and the indexes of its waivers that would then expire too late."""
    last = to + timedelta(days=checklist.waivers.days_after_launch)
    written = old.plan.waivers or []
    refused = {index for index, waiver in enumerate(written) if waiver.expires > last}
    kept = [waiver for index, waiver in enumerate(written) if index not in refused]
    launch = old.plan.launch.model_copy(update={"date": Window.on(to)})
    # A missing list stays missing; one that lost all its waivers becomes empty.
    update = {"launch": launch, **({"waivers": kept} if refused else {})}
    return old._replace(plan=old.plan.model_copy(update=update)), refused
