"""One row per area: its owner, a mark for each of its items, and the same in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from launchcheck.formats.terminal.page import pad
from launchcheck.results import Counts

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Area, Report

NOBODY = "no owner"
"""Shown in place of an owner's name."""

_LONGEST_BAR = 20
_NAME, _OWNER = 24, 20


class _State(NamedTuple):
    """A column of the table: what it counts, its mark and its color."""

    name: str
    mark: str
    style: str
    total: int


def draw(report: Report, page: Page) -> None:
    """Write the rows, as a table where there is room."""
    rows = [
        (area, Counts.of(results))
        for area in report.areas
        if (results := [result for result in report.shown if result.item.area == area.id])
    ]
    if not any(counts.asked for _, counts in rows):
        return
    page.blank()
    states = [state for state in _states(Counts.of(report.shown), page) if state.total]
    for marked in (True, False):
        if _table(rows, states, page, marked=marked):
            return
    _stack(rows, page)


def _states(counts: Counts, page: Page) -> list[_State]:
    """The states of items, in the order in which a bar shows them."""
    marks = page.marks
    return [
        _State("passed", marks.passed, "green", counts.passed),
        _State("waived", marks.waived, "cyan", counts.waived),
        _State("due later", marks.later, "yellow", counts.open - counts.overdue),
        _State("overdue", marks.overdue, "bold red", counts.overdue),
    ]


def _table(rows: list[tuple[Area, Counts]], shown: list[_State], page: Page, *, marked: bool) -> bool:
    """Write the rows in columns, if they fit; heads with marks explain the bar."""
    cells = [
        [
            page.cut(page.text(area.title, "bold"), _NAME),
            page.cut(_owner(area, page), _OWNER),
            _bar(counts, page),
        ]
        for area, counts in rows
    ]
    names = [state.name for state in shown]
    for row, (_, counts) in zip(cells, rows, strict=True):
        row += [_number(state, page) for state in _states(counts, page) if state.name in names]
    heads = [page.join(Text(f"{state.mark} ", state.style) if marked else "", state.name) for state in shown]
    table = [[Text(), Text(), Text(), *heads], *cells]
    widths = [max(text.cell_len for text in column) + 2 for column in zip(*table, strict=True)]
    if sum(widths) - 2 > page.width:
        return False
    for row in table:
        page.put(page.join(*(pad(text, width) for text, width in zip(row, widths, strict=True))))
    return True


def _number(state: _State, page: Page) -> Text:
    """How many are in a state; a dot for none."""
    return Text(str(state.total), state.style) if state.total else Text(page.marks.missing)


def _stack(rows: list[tuple[Area, Counts]], page: Page) -> None:
    """Rows under each other, for a narrow page."""
    for area, counts in rows:
        page.flow([page.text(area.title, "bold"), _owner(area, page)])
        words = [
            page.join(Text(state.mark, state.style), f" {state.total} {state.name}")
            for state in _states(counts, page)
            if state.total
        ]
        page.put(_bar(counts, page), 2)
        page.flow(words, 2)


def _bar(counts: Counts, page: Page) -> Text:
    """A mark for each item that is asked; fewer, in proportion, where they are many."""
    scale = min(1.0, _LONGEST_BAR / (counts.asked or 1))
    bar = Text()
    for state in _states(counts, page):
        # A state that any item is in stays visible.
        bar.append(state.mark * max(round(state.total * scale), bool(state.total)), state.style)
    return bar


def _owner(area: Area, page: Page) -> Text:
    return page.text(area.owner.name) if area.owner else page.text(NOBODY, "red")
