"""A view as a page of its own, in the style of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.html.engine import fill
from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.views import Page, Table

_TITLE = 60


def write(page: Page, out: TextIO, _width: int | None) -> None:
    """Write a heading, the facts under it, then each table.

    Raises:
        LaunchcheckError: jinja2 is not installed.

    """
    fill("head.html", out, title=show(page.title, _TITLE))
    fill("view.html", out, page=page, columns_of=_columns, rows_of=_rows)
    fill("tail.html", out)


def _columns(table: Table) -> tuple[str, ...]:
    """The columns of a table, one for the bands of its rows and one for their notes where there are any."""
    bands = ("Group",) if any(row.band for row in table.rows) else ()
    notes = ("Note",) if any(row.note for row in table.rows) else ()
    return (*bands, *table.columns, *notes)


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    """The cells of each row, under these columns."""
    has_bands, has_notes = any(row.band for row in table.rows), any(row.note for row in table.rows)
    for row in table.rows:
        bands, notes = (row.band,) * has_bands, (row.note,) * has_notes
        yield (*bands, *row.texts, *notes)
