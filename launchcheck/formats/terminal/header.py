"""The head of a report: the launch, its date, and the days left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.dates import day, days, t_minus
from launchcheck.text import capitalized
from launchcheck.triage import cost_of_tier

if TYPE_CHECKING:
    from rich.text import Text

    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report


def draw(report: Report, page: Page) -> None:
    """Write the name, the date and what the report is about."""
    launch = report.launch
    left = (launch.date - report.as_of).days
    clock = t_minus(launch.date, report.as_of) if left else "launch day"
    page.sides(page.text(launch.name, "bold"), page.text(clock, "bold"))
    if launch.summary:
        page.put(page.text(launch.summary))
    page.flow([*_when(report, page), page.text(report.source)])
    for note in _notes(report):
        page.put(page.text(note, "yellow"))


def _when(report: Report, page: Page) -> list[Text]:
    """The tier, the launch date and the date of the check."""
    launch = report.launch
    verb = {"launched": "launched", "cancelled": "was planned for"}.get(launch.status, "launches")
    how_far = _how_far((launch.date - report.as_of).days)
    dates = [f"{verb} {launch.when}, {how_far}"]
    if launch.window:
        dates = [f"{verb} {launch.planned if verb == 'launches' else launch.when}"]
        dates.append(f"{launch.planning_day}, {how_far}")
    words = [f"tier {report.tier}", *dates, f"as of {day(report.as_of)}"]
    return [page.text(word) for word in words]


def _how_far(left: int) -> str:
    """`in 86 days`, `today`, `12 days ago`."""
    if left > 0:
        return f"in {days(left)}"
    return f"{days(-left)} ago" if left else "today"


def _notes(report: Report) -> list[str]:
    """Notes that qualify the report: checked at another tier, or limited to one person's items."""
    notes = []
    if report.tier != report.launch.tier:
        notes.append(f"Checked as tier {report.tier}; the plan says tier {report.launch.tier}.")
    if report.only_owner:
        listed = len(report.shown)
        notes.append(
            f"Only the items of {report.only_owner.name} are listed, {listed} of {len(report.results)}; "
            "the verdict is about all of them."
        )
    if report.only_part:
        listed = len(report.shown)
        notes.append(
            f"Only {report.only_part} is listed, {listed} of {len(report.results)} items; "
            "the verdict is about all of them."
        )
    notes += _cost_of_tier(report)
    return notes


def _cost_of_tier(report: Report) -> list[str]:
    """What the tier costs, where the plan gives no reason for it."""
    if not any(each.item.id == "launch.tier-reason" and each.is_open for each in report.results):
        return []
    return [f"{capitalized(cost_of_tier(report))}."]
