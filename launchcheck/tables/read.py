"""Tables of other tools: CSV and workbooks, with the row of headers wherever it is."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.source.files import MOST_BYTES, decode
from launchcheck.source.files import read as read_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_UNPACKED = 50 * 2**20
"""The size of a workbook once it is unpacked, in bytes: an archive of a few kilobytes can hold gigabytes."""

_FIRST_ROWS = 10
"""Among how many rows the headers are looked for: some tools put lines above them."""
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


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
    if os.path.splitext(path)[1].casefold() in _WORKBOOKS:
        pages = _pages(path, sheet)
    else:
        pages = {os.path.basename(path): _lines(path)}
    return [_table(path, name, rows, known) for name, rows in pages.items()]


def _table(path: str, name: str, rows: Sequence[Numbered], known: Collection[str]) -> Table:
    """A table of rows, the first of which may be no part of it."""
    if len(rows) > MOST_ROWS:
        raise _refused(path, f"{name} has {len(rows):,} rows; at most {MOST_ROWS:,} are read")
    if any(len(row) > MOST_COLUMNS for _, row in rows):
        raise _refused(path, f"{name} has more than {MOST_COLUMNS} columns")
    wanted = {each.casefold() for each in known}
    scores = [sum(_word(cell).casefold() in wanted for cell in row) for _, row in rows[:_FIRST_ROWS]]
    best = max(scores, default=0)
    at = scores.index(best) if best else 0
    headers = tuple(_word(cell) for cell in rows[at][1]) if rows else ()
    return Table(
        name, headers, tuple((line, tuple(row)) for line, row in rows[at + 1 :] if any(map(_word, row)))
    )


def _lines(path: str) -> list[Numbered]:
    """The rows of a CSV file, whose cells may be separated by commas, semicolons or tabs."""
    content = read_bytes(path)
    if len(content) > MOST_BYTES:
        raise _refused(path, f"the file is larger than {MOST_BYTES // 2**20} MiB")
    text = decode(content, path).text
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Numbered] = []
    begin = 1
    try:
        for row in reader:
            rows.append((begin, row))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise _refused(path, f"line {begin} is not CSV: {error}") from None
    return rows


def _pages(path: str, sheet: str | None) -> dict[str, list[Numbered]]:
    """The sheets of a workbook by name; formulas count as what they showed when it was saved."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        hint = "pip install 'launchcheck[share]', or save the table as CSV"
        raise LaunchcheckError("a workbook needs python-calamine", hint=hint) from None
    _refuse_bomb(path)
    try:
        book = CalamineWorkbook.from_path(path)
        names = [sheet] if sheet else [name for name in book.sheet_names if not name.startswith("_")]
        if sheet and sheet not in book.sheet_names:
            raise _refused(path, f"there is no sheet {sheet!r}; it has {', '.join(book.sheet_names)}")
        pages = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
        return {name: [*enumerate(rows, 1)] for name, rows in pages.items()}
    except CalamineError as error:
        raise _refused(path, f"this is not a workbook: {error}") from None
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror or error}") from None


def _refuse_bomb(path: str) -> None:
    """Refuse an archive that is far larger once it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return  # not an archive: the reader says what it is
    if size > MOST_UNPACKED:
        raise _refused(path, f"it unpacks to more than {MOST_UNPACKED // 2**20} MiB")


def _word(cell: Any) -> str:
    """A cell as a header."""
    return str(cell).strip() if cell is not None else ""


def _refused(path: str, message: str) -> LaunchcheckError:
    """The error of a file that is not read."""
    return LaunchcheckError(message, locations=(Location(path),))
