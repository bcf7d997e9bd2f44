"""A view as CSV: its first table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.csv import write_row

if TYPE_CHECKING:
    from launchcheck.views import Page


def write(page: Page, out: TextIO, _width: int | None) -> None:
    """Write a header, and a line for each row or for each of its records."""
    table = page.tables[0]
    write_row(out, table.record_columns or [column.casefold() for column in table.columns])
    for cells in table.records or [row.cells for row in table.rows]:
        write_row(out, cells)
