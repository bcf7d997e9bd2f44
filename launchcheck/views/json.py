"""A view as versioned JSON: its tables as lists of rows, each with the names of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.escapes import write_json

if TYPE_CHECKING:
    from launchcheck.views import Page

SCHEMA = "launchcheck.view/1"


def write(page: Page, out: TextIO, _width: int | None) -> None:
    """Write the page; text from the plan is carried unchanged."""
    tables = [
        {
            "title": table.title,
            "rows": [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows],
            "missing": "" if table.rows else table.otherwise,
        }
        for table in page.tables
    ]
    write_json(
        out, {"schema": SCHEMA, "title": page.title, "about": list(page.about), "tables": tables}, indent=2
    )
