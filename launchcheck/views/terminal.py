"""A view in the terminal: tables that fit the width, or a block of lines for each row where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats import Options
from launchcheck.formats.terminal.page import Page as Sheet
from launchcheck.formats.terminal.page import pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from launchcheck.views import Page, Row, Table

_GAP = 2
_LEAST, _FIRST = 6, 20
"""The least width of a column that is made narrower, and of the first one; in less, every word breaks."""


def write(page: Page, out: TextIO, width: int | None) -> None:
    """Draw the page."""
    sheet = Sheet(out, Options(width=width))
    sheet.put(sheet.text(page.title, "bold"))
    for fact in page.about:
        sheet.put(sheet.text(fact))
    for table in page.tables:
        sheet.blank()
        put_table(table, sheet)
    if page.remarks:
        sheet.blank()
    for remark in page.remarks:
        sheet.put(sheet.text(remark), 2, sheet.text(sheet.marks.bullet))
    if page.closing:
        sheet.blank()
        sheet.put(sheet.text(page.closing, "bold"))
    sheet.close()


def put_table(table: Table, sheet: Sheet) -> None:
    """Draw a table with its title, or as a block of lines for each row where it does not fit."""
    if table.title:
        sheet.put(sheet.text(table.title, "bold"))
    if not table.rows:
        sheet.put(sheet.text(table.otherwise))
        return
    widths = _widths(table, sheet)
    if widths:
        _draw(table, widths, sheet)
    else:
        _stack(table, sheet)


def _widths(table: Table, sheet: Sheet) -> list[int]:
    """The width of each column; empty if the table does not fit the page."""
    lines = [table.columns, *(row.texts for row in table.rows)]
    natural = [max(sheet.text(line[index]).cell_len for line in lines) for index in range(len(table.columns))]
    room = sheet.width - _GAP * (len(natural) - 1)
    least = [min(width, max(_LEAST, _longest_word(lines, index))) for index, width in enumerate(natural)]
    least[0] = min(natural[0], _FIRST)
    if sum(least) > room:
        return []
    widths = list(natural)
    while sum(widths) > room:
        widest = max(
            (index for index in range(len(widths)) if widths[index] > least[index]), key=widths.__getitem__
        )
        widths[widest] -= 1
    return widths


def _longest_word(lines: Sequence[Sequence[str]], index: int) -> int:
    """The length of the longest word of a column, up to 14."""
    return min(14, max((len(word) for line in lines for word in line[index].split()), default=0))


def _draw(table: Table, widths: list[int], sheet: Sheet) -> None:
    """Draw a table; a cell that is longer than its column is wrapped."""
    _row(table.columns, widths, sheet, "dim")
    band = ""
    for row in table.rows:
        if row.band and row.band != band:
            sheet.put(sheet.text(row.band, "italic"))
        band = row.band
        _row(row.texts, widths, sheet, row.color)
        _note(row, sheet)


def _row(cells: Sequence[str], widths: list[int], sheet: Sheet, style: str = "") -> None:
    """Draw one row, over as many lines as its longest cell needs."""
    wrapped = [sheet.wrap(sheet.text(cell, style), width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts = [
            pad(lines[number] if number < len(lines) else sheet.text(""), width + _GAP)
            for lines, width in zip(wrapped, widths, strict=True)
        ]
        sheet.put(_without_end(sheet.join(*parts)))


def _without_end(line: Text) -> Text:
    line.rstrip()
    return line


def _note(row: Row, sheet: Sheet) -> None:
    if row.note:
        sheet.put(sheet.text(row.note, "red"), 4, sheet.text(f"  {sheet.marks.overdue}", "red"))


def _stack(table: Table, sheet: Sheet) -> None:
    """Write each row as its first cell, with the others under it by the names of their columns."""
    band = ""
    for row in table.rows:
        if row.band and row.band != band:
            sheet.put(sheet.text(row.band, "italic"))
        band = row.band
        sheet.put(sheet.text(row.texts[0], f"bold {row.color}"))
        for line in _named(table, row):
            sheet.put(sheet.text(line, row.color), 2)
        _note(row, sheet)


def _named(table: Table, row: Row) -> Iterator[str]:
    """The other cells of a row, each with the name of its column."""
    for column, cell in zip(table.columns[1:], row.texts[1:], strict=True):
        if cell:
            yield f"{column}: {cell}" if column else cell
