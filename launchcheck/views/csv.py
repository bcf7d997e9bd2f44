"""A view as CSV: its first table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.csv import write_row
from launchcheck.views import number

if TYPE_CHECKING:
    from launchcheck.views import Cell, Page


def write(page: Page, out: TextIO, _width: int | None) -> None:
    """Write a header, and a line for each row or for each of its records."""
    table = page.tables[0]
    write_row(out, table.record_columns or [column.casefold() for column in table.columns])
    for cells in table.records or [row.cells for row in table.rows]:
        write_row(out, [plain(cell) for cell in cells])


def plain(cell: Cell) -> str:
    """A cell as a spreadsheet reads it: dates as YYYY-MM-DD, numbers without separators."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return cell
    return "" if cell is None else number(cell).replace(",", "")
