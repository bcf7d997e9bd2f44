"""What is not open and must not hide: waivers, items that are not asked, and, on request, what passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.dates import day, days
from launchcheck.report import Status

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report, Result, Waiver


_SOON = 7
"""A waiver that ends within so many days stands out."""


def draw(report: Report, page: Page) -> None:
    """Write the waivers always, the other two where they were asked for."""
    ids = {result.item.id for result in report.shown}
    _draw_waivers([waiver for waiver in report.waivers if waiver.check in ids], page)
    if page.verbose:
        _draw_left_out([each for each in report.shown if each.status is Status.NOT_APPLICABLE], page)
        _draw_passed([each for each in report.shown if each.status is Status.PASSED], page)


def _draw_waivers(waivers: list[Waiver], page: Page) -> None:
    """Who accepted what, why, and for how long."""
    if not waivers:
        return
    page.blank()
    page.put(page.text("waivers", "bold underline"))
    for waiver in waivers:
        page.flow(_brief(waiver, page), 2, Text(page.marks.waived, "cyan"))
        page.put(page.text(waiver.reason), 2)
        if waiver.follow_up:
            page.put(page.join("then: ", page.text(waiver.follow_up)), 2)


def _brief(waiver: Waiver, page: Page) -> list[Text]:
    """A waiver in a line."""
    part = [page.text(f"only {waiver.where}")] if waiver.where else []
    return [
        page.text(waiver.check, "cyan"),
        *part,
        page.text(f"accepted by {waiver.approved_by.name}"),
        _force(waiver, page),
        page.text(waiver.location),
    ]


def _force(waiver: Waiver, page: Page) -> Text:
    """Whether it holds, and for how long."""
    if waiver.state == "unused":
        return page.text("unused: nothing that it accepts is open", "yellow")
    if waiver.state == "expired":
        return page.text(f"expired on {day(waiver.expires)}", "red")
    if waiver.state == "not_yet":
        return page.text(f"not before {day(waiver.approved_on)}", "yellow")
    soon = "yellow" if waiver.days_left < _SOON else ""
    left = f"{days(waiver.days_left)} left" if waiver.days_left else "its last day"
    return page.text(f"until {day(waiver.expires)}, {left}", soon)


def _draw_left_out(results: list[Result], page: Page) -> None:
    """What was not asked, and why not."""
    if not results:
        return
    page.blank()
    page.put(page.text("not asked", "bold underline"))
    for result in results:
        page.flow([page.text(result.item.id, "cyan"), page.text(result.reason)], 2, Text(page.marks.bullet))


def _draw_passed(results: list[Result], page: Page) -> None:
    """What passed."""
    if not results:
        return
    page.blank()
    page.put(page.text("passed", "bold underline"))
    for result in results:
        words = [page.text(result.item.id, "cyan"), page.text(result.item.question)]
        page.flow(words, 2, Text(page.marks.passed, "green"))
