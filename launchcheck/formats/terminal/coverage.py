"""A coverage: a row for each thing, and whether each place that should carry it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.formats.terminal.page import pad

if TYPE_CHECKING:
    from rich.text import Text

    from launchcheck.formats.terminal.page import Page
    from launchcheck.panels import Coverage, Thing

_WIDE, _LEFT = 64, 30
"""The least widths of the page and of a thing; on a narrower page its places are written below it."""


def draw(panel: Coverage, page: Page) -> None:
    """Write a row for each thing, its places in columns where there is room."""
    if not panel.things:
        return
    page.blank()
    head = page.text(panel.title, "bold underline")
    places = [page.text(place) for place, _ in panel.things[0].carried]
    widths = [max(place.cell_len, len("internal")) + 2 for place in places]
    left = page.width - sum(widths)
    if page.width < _WIDE or left < _LEFT:
        page.put(head)
        for thing in panel.things:
            _stack(thing, page)
        return
    first, *more = page.wrap(head, left - 2)
    page.put(page.join(pad(first, left), *_columns(places, widths)))
    for line in more:
        page.put(line)
    for thing in panel.things:
        _row(thing, left, widths, page)


def _row(thing: Thing, left: int, widths: list[int], page: Page) -> None:
    """A thing beside its places."""
    first, *more = page.wrap(_named(thing, page), left - 4)
    cells = [_carried(thing, carried, page) for _, carried in thing.carried]
    page.put(page.join(pad(page.join("  ", first), left), *_columns(cells, widths)))
    for line in more:
        page.put(line, 2)


def _stack(thing: Thing, page: Page) -> None:
    """A thing above its places."""
    page.put(_named(thing, page), 2)
    places = [
        page.join(page.text(place), " ", _carried(thing, carried, page)) for place, carried in thing.carried
    ]
    page.flow(places, 4)


def _columns(cells: list[Text], widths: list[int]) -> list[Text]:
    """Cells as wide as their columns."""
    return [pad(cell, width) for cell, width in zip(cells, widths, strict=True)]


def _named(thing: Thing, page: Page) -> Text:
    """Its id and what it says."""
    return page.join(page.text(thing.id, "cyan"), "  ", page.text(thing.text))


def _carried(thing: Thing, carried: bool, page: Page) -> Text:
    """Whether a place carries it; where customers do not see it, no place has to."""
    if carried:
        return page.text("yes", "green")
    return page.text("missing", "red") if thing.visible else page.text("internal")
