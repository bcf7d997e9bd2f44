"""The run sheet of launch day with the clock times of every time zone of the team."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from launchcheck.dates import day
from launchcheck.text import listed
from launchcheck.views import Page, Row, Table, heading, name_of, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.plan import Plan
    from launchcheck.plan.runsheet import SheetStep
    from launchcheck.report import Report
    from launchcheck.views import Cell

_LAST = 24 * 60
"""The minutes of a step without a time, which comes last."""


def page(plan: Plan, report: Report) -> Page:
    """Make the page: steps in order, with a column for each time zone.

    Raises:
        LaunchcheckError: the plan has no run sheet.

    """
    sheet = section_of(plan, "runsheet")
    zones = _zones(plan)
    hour = _hour(sheet.starts, report, zones[0])
    steps = sorted(sheet.steps or (), key=lambda step: _LAST if step.at is None else step.at)
    clocks = [zone.rpartition("/")[2].replace("_", " ") for zone in zones] if hour else ["Minute"]
    columns = (*clocks, "Step", "Owner", "Shows")
    rows = [_row(step, plan, hour, zones) for step in steps]
    otherwise = "runsheet.steps is missing: list what is done at which minute"
    moments = ("minute", *zones) if hour else ("minute",)
    steps_table = Table(
        "Steps",
        columns,
        tuple(rows),
        otherwise,
        record_columns=("id", *moments, "kind", "what", "owner", "shows", "campaign", "needs"),
        records=tuple(_record(step, plan, hour, zones) for step in steps),
    )
    about = (*heading(report), f"{day(report.launch.date)}{_who(sheet, plan)}")
    remarks = tuple(_remarks(sheet, plan, hour, zones))
    return Page("Run sheet", about, (steps_table,), remarks, view="runsheet")


def _zones(plan: Plan) -> list[str]:
    """The time zone of the launch, then those in which customers are served."""
    cover = plan.customer_success.cover if plan.customer_success else None
    zones = (cover and cover.time_zones) or ()
    return list(dict.fromkeys([plan.launch.timezone or "UTC", *zones]))


def _hour(starts: str | None, report: Report, zone: str) -> datetime | None:
    """The moment that minutes count from; None while it is missing, or the launch date is no day."""
    if not starts or report.launch.window:
        return None
    return datetime.combine(report.launch.date, time.fromisoformat(starts), ZoneInfo(zone))


def _row(step: SheetStep, plan: Plan, hour: datetime | None, zones: Sequence[str]) -> Row:
    if step.at is None:
        clocks = ["?"] * (len(zones) if hour else 1)
    elif hour:
        clocks = _clocks(hour, step.at, zones)
    else:
        clocks = [f"{step.at:+d}"]
    kind = f" ({step.kind})" if step.kind and step.kind != "other" else ""
    needs = f" after {listed(step.needs)}" if step.needs else ""
    what = f"{step.what or step.id}{kind}{needs}"
    return Row((*clocks, what, name_of(plan, step.owner), step.shows or ""))


def _record(step: SheetStep, plan: Plan, hour: datetime | None, zones: Sequence[str]) -> tuple[Cell, ...]:
    """A step for programs: its minute, and its time in each zone as YYYY-MM-DDTHH:MM with the offset."""
    times = [
        "" if step.at is None else _local(hour, step.at, zone).isoformat(timespec="minutes")
        for zone in zones
        if hour
    ]
    words = (step.kind or "", step.what or "", name_of(plan, step.owner), step.shows or "")
    return (step.id, step.at, *times, *words, step.campaign or "", " ".join(step.needs or ()))


def _clocks(hour: datetime, minutes: int, zones: Sequence[str]) -> list[str]:
    """The time in each zone; on another date than the launch, with how many days that is off."""
    clocks = []
    for zone in zones:
        local = _local(hour, minutes, zone)
        off = (local.date() - hour.date()).days
        clocks.append(f"{local:%H:%M}{f' {off:+d}d' if off else ''}")
    return clocks


def _local(hour: datetime, minutes: int, zone: str) -> datetime:
    """The moment so many minutes after the hour, on the clocks of a zone."""
    return (hour.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))


def _who(sheet: Any, plan: Plan) -> str:
    """Who leads, and where everyone reports, as the rest of a line."""
    lead = f", led by {name_of(plan, sheet.lead)}" if sheet.lead else ""
    backup = f" (backup {name_of(plan, sheet.backup)})" if sheet.backup else ""
    return f"{lead}{backup}{f', in {sheet.channel}' if sheet.channel else ''}"


def _remarks(sheet: Any, plan: Plan, hour: datetime | None, zones: Sequence[str]) -> Iterator[str]:
    """Who can stop it, until when, and what happens then."""
    hold, stop = plan.launch.hold, sheet.stop
    person = (stop and stop.person) or (hold and hold.owner)
    if person:
        until = stop.until if stop else None
        when = f", until {_clocks(hour, until, zones)[0]}" if hour and until is not None else ""
        backup = f" or {name_of(plan, stop.backup)}" if stop and stop.backup else ""
        yield f"{name_of(plan, person)}{backup} can stop it{when}."
    fallback = (stop and stop.fallback) or (hold and hold.how)
    if fallback:
        yield f"If it is stopped: {fallback}"
    if hour is None:
        yield "Clock times need runsheet.starts, and a launch date that is a day."
