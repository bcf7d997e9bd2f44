"""The caveats, and whether each place that must carry them does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.formats.terminal.page import pad

if TYPE_CHECKING:
    from rich.text import Text

    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Caveat, Report

_WIDE = 64


def draw(report: Report, page: Page) -> None:
    """Write a row a caveat, its places in columns where there is room."""
    if not report.caveats:
        return
    page.blank()
    places = [place for place, _ in report.caveats[0].carried]
    head = page.text("caveats", "bold underline")
    if page.width < _WIDE:
        page.put(head)
        for caveat in report.caveats:
            _stack(caveat, page)
        return
    widths = [max(len(place), len("internal")) + 2 for place in places]
    left = page.width - sum(widths)
    page.put(page.join(pad(head, left), *_columns([page.text(place) for place in places], widths)))
    for caveat in report.caveats:
        _row(caveat, left, widths, page)


def _row(caveat: Caveat, left: int, widths: list[int], page: Page) -> None:
    """A caveat beside its places."""
    first, *more = page.wrap(_named(caveat, page), left - 4)
    cells = [_carried(caveat, carried, page) for _, carried in caveat.carried]
    page.put(page.join(pad(page.join("  ", first), left), *_columns(cells, widths)))
    for line in more:
        page.put(line, 2)


def _stack(caveat: Caveat, page: Page) -> None:
    """A caveat above its places."""
    page.put(_named(caveat, page), 2)
    places = caveat.carried
    page.flow([page.join(page.text(place), " ", _carried(caveat, found, page)) for place, found in places], 4)


def _columns(cells: list[Text], widths: list[int]) -> list[Text]:
    """Cells as wide as their columns."""
    return [pad(cell, width) for cell, width in zip(cells, widths, strict=True)]


def _named(caveat: Caveat, page: Page) -> Text:
    """Its id and what it says."""
    return page.join(page.text(caveat.id, "cyan"), "  ", page.text(caveat.text))


def _carried(caveat: Caveat, carried: bool, page: Page) -> Text:
    """Whether a place carries it; where customers do not notice it, no place has to."""
    if carried:
        return page.text("yes", "green")
    return page.text("missing", "red") if caveat.customer_visible else page.text("internal")
