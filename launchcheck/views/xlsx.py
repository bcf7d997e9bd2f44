"""A view as a workbook: a sheet for each of its tables, with dates and numbers as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats import workbook

if TYPE_CHECKING:
    from launchcheck.views import Page


def write(page: Page, out: TextIO, _width: int | None) -> None:
    """Write a sheet for each table, with what is wrong with a row in a last column.

    Raises:
        LaunchcheckError: xlsxwriter is not installed, or the stream takes only text.

    """
    sheets = []
    for table in page.tables:
        columns = (*(table.record_columns or table.columns), "finding")
        rows = [(*record, "") for record in table.records] or [(*row.cells, row.note) for row in table.rows]
        sheets.append(workbook.Sheet(table.title or page.title, columns, rows))
    workbook.write(out, sheets)
