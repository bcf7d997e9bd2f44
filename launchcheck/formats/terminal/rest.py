"""What is not open: waivers, and on request the items that do not apply and those that passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.dates import day, days
from launchcheck.formats.notes import left_out, too_long
from launchcheck.results import Status

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report
    from launchcheck.results import Result, Waiver


_SOON = 7
"""A waiver with fewer days left than this is highlighted."""


def draw(report: Report, page: Page) -> None:
    """Write waivers and exclusions; with `verbose`, also items that do not apply and those that passed."""
    ids = {result.item.id for result in report.shown}
    _draw_waivers([waiver for waiver in report.waivers if waiver.check in ids], page)
    _draw_left_out(report, page)
    _draw_lowered(report, page)
    if page.verbose:
        _draw_not_asked([each for each in report.shown if each.status is Status.NOT_APPLICABLE], page)
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


def _draw_left_out(report: Report, page: Page) -> None:
    """What does not apply, who says so and why; and what is doubtful about it."""
    found = left_out(report)
    if found:
        page.blank()
        page.put(page.text("does not apply", "bold underline"))
    for what, why in found:
        page.flow([page.text(what, "cyan"), page.text(why)], 2, Text(page.marks.bullet))
    if report.notes and not found:
        page.blank()
    for note in report.notes:
        page.flow([page.text(note.message, "yellow"), page.text(note.location)], 2)


def _draw_lowered(report: Report, page: Page) -> None:
    """The severities that settings lower, and where."""
    if not report.lowered:
        return
    page.blank()
    page.put(page.text("severity lowered", "bold underline"))
    for each in report.lowered:
        page.flow([page.text(each.words, "yellow"), page.place(each.location)], 2, Text(page.marks.bullet))


def _brief(waiver: Waiver, page: Page) -> list[Text]:
    part = [page.text(f"only {waiver.where}")] if waiver.where else []
    return [
        page.text(waiver.check, "cyan"),
        *part,
        page.text(f"accepted by {waiver.approved_by.name}"),
        _force(waiver, page),
        page.place(waiver.location),
    ]


def _force(waiver: Waiver, page: Page) -> Text:
    """Whether it is in force, and for how long."""
    if waiver.state == "unused":
        return page.text("unused: what it accepts is not open", "yellow")
    if waiver.state == "expired":
        return page.text(f"expired on {day(waiver.expires)}", "red")
    if waiver.state == "not_yet":
        return page.text(f"not before {day(waiver.approved_on)}", "yellow")
    if waiver.state == "too_long":
        return page.text(f"{too_long(waiver)}; accepts nothing", "red")
    soon = "yellow" if waiver.days_left < _SOON else ""
    left = f"{days(waiver.days_left)} left" if waiver.days_left else "ends today"
    return page.text(f"until {day(waiver.expires)}, {left}", soon)


def _draw_not_asked(results: list[Result], page: Page) -> None:
    """The items that were not asked, and why."""
    if not results:
        return
    page.blank()
    page.put(page.text("not asked", "bold underline"))
    for result in results:
        page.flow([page.text(result.item.id, "cyan"), page.text(result.reason)], 2, Text(page.marks.bullet))


def _draw_passed(results: list[Result], page: Page) -> None:
    if not results:
        return
    page.blank()
    page.put(page.text("passed", "bold underline"))
    for result in results:
        words = [page.text(result.item.id, "cyan"), page.text(result.item.question)]
        page.flow(words, 2, Text(page.marks.passed, "green"))
        if result.reason:
            page.put(page.text(result.reason), 2)
