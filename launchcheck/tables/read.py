"""Tables of other tools: CSV and workbooks, with the row of headers wherever it is."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from xml.parsers import expat

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.source.files import MOST_BYTES, decode, plain_words
from launchcheck.source.files import read as read_bytes
from launchcheck.text import listed, quote

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_UNPACKED = 50 * 2**20
"""The size of a workbook once it is unpacked, in bytes: an archive of a few kilobytes can hold gigabytes."""

_FIRST_ROWS = 10
"""Among how many rows the headers are looked for: some tools put lines above them."""
_WORKBOOKS = {".xlsx", ".xlsm"}
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What a workbook begins with, whatever its name: since 2007, and before."""
_PIECE = 2**16
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin")


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
    if content.startswith(_ARCHIVES):
        raise _refused(path, "this is a workbook of another kind; save it as .xlsx, or as CSV")
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
            raise _refused(path, f"there is no sheet {quote(sheet)}; it has {listed(book.sheet_names)}")
        pages = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
        return {name: [*enumerate(rows, 1)] for name, rows in pages.items()}
    except (CalamineError, ValueError, OverflowError):
        raise _refused(path, _NO_WORKBOOK) from None


_NO_WORKBOOK = "this is not a workbook; save it again as .xlsx, or as CSV"


def _refuse_bomb(path: str) -> None:
    """Refuse a workbook that is far larger once it is unpacked, or has a cell far from all others.

    What an archive says about its size is not believed: it is unpacked piece by piece, up to the limit.
    """
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as archive:
            for each in archive.infolist():
                bounds = None if each.filename.casefold().endswith(_PICTURES) else _Bounds(path)
                with archive.open(each) as file:
                    while piece := file.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise _refused(path, f"it unpacks to more than {MOST_UNPACKED // 2**20} MiB")
                        if bounds:
                            bounds.parser.Parse(piece)
    except OSError as error:
        message, hint = plain_words(error, path)
        raise LaunchcheckError(message, hint=hint, locations=(Location(path),)) from None
    except _BROKEN:
        raise _refused(path, _NO_WORKBOOK) from None


_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, RuntimeError)
"""What a file raises that is no archive, is damaged or encrypted, or holds no XML."""


class _Bounds:
    """Looks at the places of cells while a sheet is unpacked: a reader fills all the room before the last."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Refuse a row or a cell beyond the limits."""
        found = _PLACE.fullmatch(attributes.get("r", ""))
        if name.rpartition(":")[2] not in {"c", "row"} or not found:
            return
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        if int(found[2]) > MOST_ROWS + 1:
            raise _refused(self._path, f"a sheet has more than {MOST_ROWS:,} rows")
        if column > MOST_COLUMNS:
            raise _refused(self._path, f"a sheet has more than {MOST_COLUMNS} columns")


_PLACE = re.compile(r"([A-Z]{0,4})(\d{1,9})", re.ASCII)
"""The place of a cell, such as AB12, or the number of a row."""


def _word(cell: Any) -> str:
    """A cell as a header."""
    return str(cell).strip() if cell is not None else ""


def _refused(path: str, message: str) -> LaunchcheckError:
    """The error of a file that is not read."""
    return LaunchcheckError(message, locations=(Location(path),))
