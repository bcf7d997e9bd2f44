"""A comparison in the terminal: what got worse first, each item once, and at the end the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.compare import parts
from launchcheck.dates import day
from launchcheck.formats import Options
from launchcheck.formats.terminal import weakened
from launchcheck.formats.terminal.page import Page
from launchcheck.results import Status

if TYPE_CHECKING:
    from rich.text import Text

    from launchcheck.compare.model import Comparison, ItemChange

_STYLES = {"+": "red", "-": "green", "~": "yellow", "!": "yellow"}


def write(comparison: Comparison, out: TextIO) -> None:
    """Draw what changed."""
    page = Page(out, Options())
    _head(comparison, page)
    weakened.draw(comparison.weakened, page)
    for part, changes in parts.parts(comparison).items():
        page.blank()
        page.put(page.text(f"{parts.title(part, comparison)} ({len(changes)})", "bold"))
        for change in changes:
            _item(change, page)
    _waivers(comparison, page)
    page.blank()
    page.put(page.text(parts.summary(comparison)))
    page.close()


def _head(comparison: Comparison, page: Page) -> None:
    """Write what is compared, and the totals of both sides."""
    launch = comparison.new.launch
    page.sides(page.text(launch.name, "bold"), page.text(f"as of {day(comparison.new.as_of)}"))
    old, new = parts.sides(comparison)
    page.put(page.text(f"{old} → {new}"))
    page.blank()
    for name, words in parts.head(comparison):
        page.put(page.text(words), 10, page.text(name))


def _item(change: ItemChange, page: Page) -> None:
    """Write an item, and below it what is new."""
    result = change.result
    about = [page.text(result.item.id, "bold"), page.text(parts.severity(change))]
    said = [parts.was(change), parts.due(result) if result.is_open else "", parts.why(change)]
    about += [page.text(each) for each in said if each]
    if result.owner and result.is_open:
        about.append(page.text(result.owner.name))
    page.flow(about, 4, page.join("  ", _mark(change, page)))
    for sign, message, place in parts.notes(change):
        words = f"{message} ({place})" if place else message
        page.put(page.text(words), 6, page.join("    ", page.text(sign, _STYLES[sign])))


def _mark(change: ItemChange, page: Page) -> Text:
    result = change.result
    marks = page.marks
    if result.is_open:
        return page.text(*((marks.overdue, "red") if result.is_overdue else (marks.later, "yellow")))
    known = {Status.PASSED: (marks.passed, "green"), Status.WAIVED: (marks.waived, "yellow")}
    return page.text(*known.get(result.status, (marks.missing, "")))


def _waivers(comparison: Comparison, page: Page) -> None:
    found = parts.waivers(comparison)
    if not found:
        return
    page.blank()
    page.put(page.text("Waivers", "bold"))
    for sign, what, waiver in found:
        words = page.text(f"{what}: {parts.terms(waiver)}")
        page.put(words, 4, page.join("  ", page.text(sign, _STYLES[sign])))
