"""What to do first: the most urgent items in a few lines, after a list too long for one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.formats.terminal.items import due_words, mark, urgency
from launchcheck.formats.terminal.page import pad

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report

_LONG = 10
_MOST = 5


def draw(report: Report, page: Page) -> None:
    """Write a row for each, in columns where there is room."""
    found = sorted((result for result in report.shown if result.is_open), key=urgency)
    if len(found) <= _LONG:
        return
    page.blank()
    page.put(page.text("to do first", "bold underline"))
    rows = [
        [page.text(result.item.id, "cyan"), due_words(result, page), page.text(owner.name if owner else "")]
        for result in found[:_MOST]
        for owner in [result.owner]
    ]
    widths = [max(text.cell_len for text in column) + 2 for column in zip(*rows, strict=True)]
    fits = sum(widths) <= page.width
    for result, row in zip(found, rows, strict=False):
        if fits:
            cells = [pad(text, width) for text, width in zip(row, widths, strict=True)]
            page.put(page.join(*cells), 2, mark(result, page))
        else:
            page.flow([text for text in row if text], 2, mark(result, page))
