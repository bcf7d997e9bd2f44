"""A timeline: how much of it has happened, then a mark for each date with what it is called."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.dates import short_day
from launchcheck.formats.terminal.page import pad
from launchcheck.panels import HAPPENED, UNDATED
from launchcheck.text import counted, plural

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.panels import Mark, Timeline

_CELL = 11
"""The fewest columns of a mark: room for `newsletter` and a space."""


def draw(panel: Timeline, page: Page) -> None:
    """Write the count, then a cell for each mark, in as many rows as the page needs."""
    if not panel.marks and not panel.needed:
        return
    page.blank()
    page.put(page.join(page.text(panel.title, "bold underline"), "  ", page.text(_words(panel))))
    page.blank()
    cells = [_cell(mark, page) for mark in panel.marks]
    missing = [Text(page.marks.missing), page.text("missing")]
    cells += [missing] * ((panel.needed or 0) - len(panel.marks))
    width = min(max(_CELL, *(text.cell_len + 1 for cell in cells for text in cell)), page.width)
    in_row = page.width // width
    for start in range(0, len(cells), in_row):
        for line in zip_longest(*cells[start : start + in_row], fillvalue=Text()):
            page.put(page.join(*(pad(text, width) for text in line)))


def _words(panel: Timeline) -> str:
    happened, what = panel.happened, plural(panel.what, 2)
    kinds = len({mark.label for mark in happened if mark.label}) if panel.label_called else 0
    undated = sum(mark.state == UNDATED for mark in panel.marks)
    later = len(panel.marks) - undated - len(happened)
    missing = (panel.needed or 0) - len(panel.marks)
    words = [f"{len(happened)} of {panel.needed} {what}" if panel.needed else f"{what}: {len(happened)}"]
    words += [f"in {counted(kinds, panel.label_called)}"] if kinds else []
    words += [f"{later} scheduled"] if later else []
    words += [f"{undated} without a date"] if undated else []
    words += [f"{missing} missing"] if missing > 0 else []
    return ", ".join(words)


def _cell(mark: Mark, page: Page) -> list[Text]:
    """A mark, the date, and the label in as many lines as it has words."""
    drawn = Text(page.marks.missing)
    if mark.date:
        happened = mark.state == HAPPENED
        drawn = Text(page.marks.told, "green") if happened else Text(page.marks.scheduled, "yellow")
    when = page.text(short_day(mark.date) if mark.date else "no date")
    return [drawn, when, *(page.text(word) for word in mark.label.split("_"))]
