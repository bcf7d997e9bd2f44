"""Tables of other tools: CSV and workbooks, with the row of headers wherever it is."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from launchcheck.errors import LaunchcheckError
from launchcheck.source.files import MOST_BYTES, decode
from launchcheck.source.files import read as read_bytes
from launchcheck.tables import workbooks
from launchcheck.tables.lists import every_list, spelled
from launchcheck.tables.workbooks import MOST_COLUMNS, MOST_ROWS, NoValue, refused

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_FIRST_ROWS = 10
"""Among how many rows the headers are looked for: some tools put lines above them."""
_WORKBOOKS = {".xlsx", ".xlsm"}
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What a workbook begins with, whatever its name: since 2007, and before."""

_SAVE_AS = "save it as .xlsx, or as CSV in UTF-8 (in Excel: Save As, CSV UTF-8)"

Numbered: TypeAlias = "tuple[int, Sequence[Any]]"
"""A row, with the number of the line on which it begins."""


class Table(NamedTuple):
    """A table: its name, its headers, and its rows, each with the number of its line in the file."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


def read(path: str, known: Collection[str], sheet: str | None = None) -> list[Table]:
    """The tables of a file. The row of headers is the one among the first with the most known ones.

    Raises:
        LaunchcheckError: the file cannot be read, is too large, or has no such sheet; located.

    """
    wanted = {spelled(each) for each in known}
    pages: dict[str, list[Numbered]]
    if os.path.splitext(path)[1].casefold() in _WORKBOOKS:
        pages = {name: [*enumerate(rows, 1)] for name, rows in workbooks.pages(path, sheet).items()}
    else:
        pages = {_called(path): _lines(path, wanted)}
    return [_table(path, name, rows, wanted) for name, rows in pages.items()]


def _called(path: str) -> str:
    """The name of a table of text; `facts - goals.csv` is the sheet `goals`, as some programs save it."""
    name = os.path.basename(path)
    _, is_sheet, sheet = os.path.splitext(name)[0].rpartition(" - ")
    return sheet if is_sheet and sheet in every_list() else name


def _table(path: str, name: str, rows: Sequence[Numbered], wanted: Collection[str]) -> Table:
    """A table of rows, the first of which may be no part of it."""
    if len(rows) > MOST_ROWS:
        raise refused(path, f"{name} has {len(rows):,} rows; at most {MOST_ROWS:,} are read")
    if any(len(row) > MOST_COLUMNS for _, row in rows):
        raise refused(path, f"{name} has more than {MOST_COLUMNS} columns")
    scores = [_headers_in(row, wanted) for _, row in rows[:_FIRST_ROWS]]
    best = max(scores, default=0)
    at = scores.index(best) if best else 0
    headers = tuple(_word(cell) for cell in rows[at][1]) if rows else ()
    filled = [(line, row) for line, row in rows[at + 1 :] if any(_is_filled(cell) for cell in row)]
    return Table(name, headers, tuple((line, tuple(row)) for line, row in filled))


def _headers_in(row: Sequence[Any], wanted: Collection[str]) -> int:
    """How many cells of a row are headers that are known."""
    return sum(spelled(_word(cell)) in wanted for cell in row)


def _lines(path: str, wanted: Collection[str]) -> list[Numbered]:
    """The rows of a CSV file, whose cells may be separated by commas, semicolons or tabs.

    They are what parts the headers that are known; where none is, what is most often on the first line.
    """
    content = read_bytes(path)
    if len(content) > MOST_BYTES:
        raise refused(path, f"the file is larger than {MOST_BYTES // 2**20} MiB")
    if content.startswith(_ARCHIVES):
        raise refused(path, "this is a workbook of another kind; save it as .xlsx, or as CSV")
    try:
        text = decode(content, path).text
    except LaunchcheckError as error:
        raise LaunchcheckError(error.message, hint=_SAVE_AS, locations=error.locations) from None
    first = [line for line in text.splitlines() if line.strip()][:_FIRST_ROWS] or [""]

    def fit(separator: str) -> tuple[int, int]:
        return max(_headers_in(line.split(separator), wanted) for line in first), first[0].count(separator)

    separator = max(",;\t", key=fit)
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Numbered] = []
    begin = 1
    try:
        for row in reader:
            rows.append((begin, row))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise refused(path, f"line {begin} is not CSV: {error}") from None
    return rows


def _word(cell: Any) -> str:
    """A cell as a header."""
    return str(cell).strip() if cell is not None else ""


def _is_filled(cell: Any) -> bool:
    """Whether a cell shows anything."""
    return isinstance(cell, NoValue) or bool(_word(cell))
