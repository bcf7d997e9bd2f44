"""The times that sales is told, drawn as marks by day and way."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.dates import short_day
from launchcheck.formats.terminal.page import pad
from launchcheck.text import counted

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report, Touch

_CELL = 11
"""Columns a touch: the longest words of the ways, `newsletter` and `battlecard`, and a blank."""


def draw(report: Report, page: Page) -> None:
    """Write the count, then a cell a touch, in as many rows as the page needs."""
    if not report.touches and not report.touches_needed:
        return
    page.blank()
    page.put(page.join(page.text("told to sales", "bold underline"), "  ", page.text(_words(report))))
    page.blank()
    cells = [_cell(touch, page) for touch in report.touches]
    missing = [Text(page.marks.missing), page.text("missing")]
    cells += [missing] * (report.touches_needed - len(report.touches))
    in_row = page.width // _CELL
    for start in range(0, len(cells), in_row):
        for line in zip_longest(*cells[start : start + in_row], fillvalue=Text()):
            page.put(page.join(*(pad(text, _CELL) for text in line)))


def _words(report: Report) -> str:
    """The marks in words."""
    told = [touch for touch in report.touches if touch.told]
    ways = len({touch.way for touch in told if touch.way})
    later = sum(touch.date is not None for touch in report.touches) - len(told)
    undated = sum(touch.date is None for touch in report.touches)
    missing = report.touches_needed - len(report.touches)
    words = [
        f"{len(told)} of {report.touches_needed} times" if report.touches_needed else f"times: {len(told)}"
    ]
    words += [f"in {counted(ways, 'way')}"] if ways else []
    words += [f"{later} scheduled"] if later else []
    words += [f"{undated} without a date"] if undated else []
    words += [f"{missing} missing"] if missing > 0 else []
    return ", ".join(words)


def _cell(touch: Touch, page: Page) -> list[Text]:
    """A mark, the day, and the way in as many lines as it has words."""
    mark = Text(page.marks.missing)
    if touch.date:
        mark = Text(page.marks.told, "green") if touch.told else Text(page.marks.scheduled, "yellow")
    when = page.text(short_day(touch.date) if touch.date else "no date")
    return [mark, when, *(page.text(word) for word in touch.way.split("_"))]
