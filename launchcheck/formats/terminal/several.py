"""Several launches in a table, the worst first: verdict, days left and open blockers of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.dates import short_day
from launchcheck.formats.notes import in_brackets
from launchcheck.formats.terminal import weakened
from launchcheck.formats.terminal.page import Page, pad
from launchcheck.report import Verdict
from launchcheck.summary import GONE, UNREADABLE, mistakes, weakenings, what_failed

if TYPE_CHECKING:
    from typing import TextIO

    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.summary import Row

_STYLES = {
    UNREADABLE: "bold red",
    GONE: "bold red",
    Verdict.NOT_READY.value: "bold red",
    Verdict.ON_TRACK.value: "yellow",
    Verdict.READY.value: "green",
    Verdict.CANCELLED.value: "",
}
_HEADS = ("launch", "verdict", "tier", "date", "T-minus", "blockers", "overdue")
_NUMBERS = {2, 5, 6}
_BESIDE = 24
"""A path that is at most this wide goes beside the other columns, a longer one below them."""

_NAME = 16
"""The least width of a launch's name; on a narrower page there is no table."""


def tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Write the table, how many there are of each, and the gate."""
    page = Page(out, options)
    if options.verbose and whole.rows:
        page.blank()
    if whole.rows:
        _draw(whole, page)
    weakened.draw(weakenings(whole.rows), page)
    if whole.rows:
        page.blank()
    tally = whole.tally
    page.put(page.text(tally.counted, "bold"))
    state, color = ("open", "green") if tally.is_open else ("closed", "red")
    rule = f"[--fail-on {tally.fail_on}]{in_brackets(whole.not_default)}"
    page.put(
        page.join(
            page.text(f"gate {state}", f"bold {color}"),
            " ",
            page.text(f"(exit {tally.code}): {tally.reason} {rule}"),
        )
    )
    page.close()


def _draw(whole: Whole, page: Page) -> None:
    """Write a line for each plan."""
    cells = [_cells(row, page) for row in whole.rows]
    widths = [max(len(head), *(row[index].cell_len for row in cells)) for index, head in enumerate(_HEADS)]
    room = page.width - sum(widths[1:]) - 2 * (len(_HEADS) - 1)
    if room < _NAME:
        for row, parts in zip(whole.rows, cells, strict=True):
            _stack(row, parts, page)
        return
    paths = max(len(row.place) for row in whole.rows)
    beside = room - widths[0] - 2 >= min(paths, _BESIDE)
    widths[0] = min(widths[0], room)
    heads = [page.text(head, "bold") for head in _HEADS]
    if not all(row.error for row in whole.rows):
        page.put(_line([*heads, page.text("plan", "bold")] if beside else heads, widths))
    for row, parts in zip(whole.rows, cells, strict=True):
        line = _line([page.cut(parts[0], widths[0]), *parts[1:]], widths)
        left = page.width - line.cell_len - 2
        if row.error:
            _draw_error(row, page)
        elif beside:
            page.put(page.join(line, "  ", page.cut(page.text(row.place), left)))
        else:
            page.put(line)
            page.put(page.text(row.place, "dim"), 2)


def _cells(row: Row, page: Page) -> list[Text]:
    if row.error:
        return [Text()] * len(_HEADS)
    return [
        page.text(row.name, "bold"),
        page.text(row.words, _STYLES[row.verdict]),
        page.text(row.tier),
        page.text(row.window or f"{short_day(row.date)} {row.date.year}"),
        page.text(row.t_minus),
        page.text(row.open or page.marks.missing),
        page.text(row.overdue or page.marks.missing, "bold red" if row.overdue else ""),
    ]


def _line(cells: list[Text], widths: list[int]) -> Text:
    """Cells in their columns, numbers aligned right."""
    parts = []
    for index, cell in enumerate(cells):
        width = widths[index] if index < len(widths) else cell.cell_len
        room = Text(" " * max(0, width - cell.cell_len))
        parts.append(Text.assemble(room, cell) if index in _NUMBERS else pad(cell, width))
    return Text("  ").join(parts)


def _stack(row: Row, cells: list[Text], page: Page) -> None:
    """A plan on a page that has no room for columns."""
    if row.error:
        _draw_error(row, page)
        return
    name, verdict, tier, day, left, open_, overdue = cells
    page.put(name)
    parts = [verdict, page.join("tier ", tier), day, left]
    counts = [page.join("blockers ", open_), page.join("overdue ", overdue)]
    page.flow([*parts, *counts, page.text(row.place, "dim")], 2)


def _draw_error(row: Row, page: Page) -> None:
    """A plan that could not be checked, and the first reason."""
    if row.error is None:
        return
    found = mistakes(row.path, row.error)
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    head = page.text(f"{what_failed(row.error)}:", _STYLES[row.verdict])
    page.put(page.join(head, " ", page.text(f"{found[0].location}: {found[0].message}{more}")))
