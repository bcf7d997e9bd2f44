"""A plan's file or text in, a report out: every step in its order, for programs and for the command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from launchcheck import catalog, shape
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.source import Source
from launchcheck.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from launchcheck.report import Report


def validate_file(
    path: str | os.PathLike[str],
    *,
    checklist: Iterable[str] = (catalog.BUILT_IN,),
    today: date | None = None,
    tier: int | None = None,
) -> Report:
    """Ask a plan's file every item of a checklist.

    `checklist` holds names of built-in checklists and paths of others, the later on top of the
    earlier. `today` is the day of the check, without which `day_of_check` finds one. `tier` (1 to
    3) asks what another tier than the plan's own would ask. Local evidence is looked for relative
    to the plan's folder.

    Raises:
        LaunchcheckError: the plan or the checklist is unreadable or malformed, located; or the
            checklist asks nothing of the plan.

    """
    source = Source.read(path)
    plan = shape.read(source, Plan)
    return examine(plan, source, folder_of(source.name), checklist, today or day_of_check(plan), tier)


def validate_text(
    text: str | bytes,
    *,
    name: str = "<text>",
    folder: str | None = None,
    checklist: Iterable[str] = (catalog.BUILT_IN,),
    today: date | None = None,
    tier: int | None = None,
) -> Report:
    """Ask a plan that is in memory every item of a checklist, as `validate_file` does.

    `name` is what messages call it. Local evidence is looked for relative to `folder`; without one
    it is taken to be there.

    Raises:
        LaunchcheckError: as for `validate_file`.

    """
    source = Source.parse(text, name)
    plan = shape.read(source, Plan)
    return examine(plan, source, folder, checklist, today or day_of_check(plan), tier)


def examine(
    plan: Plan,
    source: Source,
    folder: str | None,
    checklist: Iterable[str],
    today: date,
    tier: int | None,
    *,
    waived: bool = True,
) -> Report:
    """Gather the facts, and ask a plan that was read from `source` every item of the checklist.

    Raises:
        LaunchcheckError: as for `validate_file`.

    """
    asked = catalog.find(checklist)
    facts = Facts.gather(plan, source, today, folder)
    report = validate(plan, asked, facts, tier=tier, waived=waived)
    if plan.launch.status != "cancelled" and all(result.reason for result in report.results):
        raise LaunchcheckError(
            f"nothing to check: the checklist asks nothing of this plan at tier {report.tier}",
            hint="`launchcheck checks` lists what is asked at which tier",
            locations=(Location(source.name),),
        )
    return report


def day_of_check(plan: Plan) -> date:
    """The day of the check where nobody gives one.

    It is the launch date of a plan whose status is `launched`, else the current day in the
    launch's time zone.
    """
    launch = plan.launch
    return launch.date if launch.status == "launched" else current_day(launch.timezone or "UTC")


def current_day(zone: str) -> date:
    """The day that it is now in a time zone: the only place that reads the clock."""
    from datetime import UTC, datetime

    if zone == "UTC":
        return datetime.now(UTC).date()
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).date()


def folder_of(path: str) -> str:
    """The folder that a plan's local evidence is relative to."""
    return os.path.dirname(path) or os.curdir
