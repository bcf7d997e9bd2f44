"""A view as versioned JSON: its tables as lists of rows, each with the names of its columns."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.formats.escapes import write_json

if TYPE_CHECKING:
    from launchcheck.views import Cell, Page, Table

SCHEMA = "launchcheck.view/1"


def write(page: Page, out: TextIO, _width: int | None) -> None:
    """Write the page; text from the plan is carried unchanged, dates are YYYY-MM-DD."""
    document = {
        "schema": SCHEMA,
        "view": page.view,
        "title": page.title,
        "about": list(page.about),
        "tables": [_table(table) for table in page.tables],
        "remarks": list(page.remarks),
        "closing": page.closing,
    }
    write_json(out, document, indent=2)


def _table(table: Table) -> dict[str, Any]:
    """A table by its name; where it has records, they are its rows."""
    if table.records:
        columns = [_key(column) for column in table.record_columns]
        rows = [dict(zip(columns, map(_plain, cells), strict=True)) for cells in table.records]
    else:
        columns = [_key(column) for column in table.columns]
        rows = [
            dict(zip(columns, map(_plain, row.cells), strict=True)) | {"group": row.band, "note": row.note}
            for row in table.rows
        ]
    missing = "" if table.rows else table.otherwise
    return {"name": _key(table.title), "title": table.title, "rows": rows, "missing": missing}


def _key(title: str) -> str:
    """The key of a title or a column: lower case, without what is in parentheses; a time zone stays."""
    if "/" in title:
        return title
    return re.sub(r"[^a-z0-9]+", "_", title.partition(" (")[0].casefold()).strip("_")


def _plain(cell: Cell) -> str | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell
