"""Workbooks as rows of cells: their values, and what only the XML says about them."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import Any, NamedTuple
from xml.parsers import expat

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.source.files import plain_words
from launchcheck.text import listed, quote, show

MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_UNPACKED = 50 * 2**20
"""The size of a workbook once it is unpacked, in bytes: an archive of a few kilobytes can hold gigabytes."""

_PIECE = 2**16
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin")
_OLD = b"\xd0\xcf\x11\xe0"
"""What a workbook of before 2007 begins with, and one that is encrypted."""


class NoValue(NamedTuple):
    """A cell that shows something, but has no value to read: why."""

    why: str
    hint: str = ""

    def __str__(self) -> str:
        """Return no text: it is no header, and no word."""
        return ""


def pages(path: str, sheet: str | None) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook by name; formulas count as what they showed when it was saved.

    A cell in percent is text such as `12%`, as in a table of text.

    Raises:
        LaunchcheckError: the file cannot be read, is too large, or has no such sheet; located.

    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        hint = "pip install 'launchcheck[share]', or save the table as CSV"
        raise LaunchcheckError("a workbook needs python-calamine", hint=hint) from None
    notes = _notes(path)
    try:
        book = CalamineWorkbook.from_path(path)
        names = [sheet] if sheet else [name for name in book.sheet_names if not name.startswith("_")]
        if sheet and sheet not in book.sheet_names:
            raise refused(path, f"there is no sheet {quote(sheet)}; it has {listed(book.sheet_names)}")
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except (CalamineError, ValueError, OverflowError):
        raise refused(path, _NO_WORKBOOK) from None
    for name, rows in found.items():
        notes.put_into(rows, name)
    return found


_NO_WORKBOOK = "this is not a workbook; save it again as .xlsx, or as CSV"


class _Notes:
    """What the parts of a workbook say about its cells: those in percent, and those without a value."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.percents: set[str] = {"9", "10"}
        self.styles: list[str] = []
        self.cells: dict[str, dict[tuple[int, int], NoValue | None]] = {}

    def put_into(self, rows: list[list[Any]], name: str) -> None:
        """Put what is noted about a sheet into its rows."""
        file = self.targets.get(self.sheets.get(name, ""), "").rpartition("/")[2]
        for (row, column), note in self.cells.get(file, {}).items():
            if row > len(rows) or column > len(rows[row - 1]):
                continue
            cell = rows[row - 1][column - 1]
            if note:
                rows[row - 1][column - 1] = note
            elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
                rows[row - 1][column - 1] = f"{cell * 100:.12g}%"

    def is_percent(self, style: str) -> bool:
        """Whether cells of a style, by its number, are in percent."""
        number = int(style) if style.isdecimal() else 0
        return number < len(self.styles) and self.styles[number] in self.percents


def _notes(path: str) -> _Notes:
    """Note what is to be known about cells; refuse a workbook that is far larger once it is unpacked.

    What an archive says about its size is not believed: it is unpacked piece by piece, up to the limit.

    Raises:
        LaunchcheckError: it is no workbook, too large, or has a cell far from all others; located.

    """
    left, notes = MOST_UNPACKED, _Notes()
    try:
        with zipfile.ZipFile(path) as archive:
            for each in sorted(archive.infolist(), key=lambda each: not each.filename.endswith("styles.xml")):
                is_picture = each.filename.casefold().endswith(_PICTURES)
                part = None if is_picture else _Part(path, each.filename, notes)
                with archive.open(each) as file:
                    while piece := file.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise refused(path, f"it unpacks to more than {MOST_UNPACKED // 2**20} MiB")
                        if part:
                            part.parser.Parse(piece)
    except OSError as error:
        message, hint = plain_words(error, path)
        raise LaunchcheckError(message, hint=hint, locations=(Location(path),)) from None
    except _BROKEN:
        with open(path, "rb") as old:
            is_old = old.read(len(_OLD)) == _OLD
        raise refused(path, _OLD_OR_ENCRYPTED if is_old else _NO_WORKBOOK) from None
    return notes


_OLD_OR_ENCRYPTED = (
    "this workbook has a password, or is of an old kind; save it as .xlsx without a password, or as CSV"
)
_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, RuntimeError)
"""What a file raises that is no archive, is damaged or encrypted, or holds no XML."""


class _Part:
    """Looks at a part of a workbook while it is unpacked.

    The places of cells have limits, since a reader fills all the room before the last.
    """

    def __init__(self, path: str, file: str, notes: _Notes) -> None:
        self._path, self._notes = path, notes
        self._cells = notes.cells.setdefault(file.rpartition("/")[2], {})
        self._links_sheets = file.endswith("workbook.xml.rels")
        self._row = self._column = 0
        self._cell: dict[str, str] = {}
        self._in_styles = self._has_formula = self._is_value = False
        self._text = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in {"c", "row"}:
            self._go_to(name, attributes)
        elif name == "f":
            self._has_formula = True
        elif name in {"v", "is"}:
            self._is_value = True
        elif name == "sheet":
            id = next((each for key, each in attributes.items() if key.endswith(":id")), "")
            self._notes.sheets[attributes.get("name", "")] = id
        elif name == "Relationship" and self._links_sheets:
            self._notes.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        elif name == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", attributes.get("formatCode", "")):
            self._notes.percents.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._in_styles = True
        elif name == "xf" and self._in_styles:
            self._notes.styles.append(attributes.get("numFmtId", ""))

    def _go_to(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row or a cell, whose place may be missing; refuse one beyond the limits."""
        if found := _PLACE.fullmatch(attributes.get("r", "")):
            self._row, self._column = int(found[2]), 0
            for letter in found[1]:
                self._column = self._column * 26 + ord(letter) - 64
        elif name == "row":
            self._row, self._column = self._row + 1, 0
        else:
            self._column += 1
        if self._row > MOST_ROWS + 1:
            raise refused(self._path, f"a sheet has more than {MOST_ROWS:,} rows")
        if self._column > MOST_COLUMNS:
            raise refused(self._path, f"a sheet has more than {MOST_COLUMNS} columns")
        self._cell, self._has_formula, self._text = attributes, False, ""

    def _characters(self, text: str) -> None:
        if self._is_value:
            self._text += text

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in {"v", "is"}:
            self._is_value = False
        elif name == "cellXfs":
            self._in_styles = False
        elif name == "c":
            kind = self._cell.get("t", "")
            at = self._row, self._column
            if kind == "e":
                self._cells[at] = NoValue(f"{_named(*at)} is {show(self._text, 20)}, an error of a formula")
            elif self._has_formula and not self._text and kind != "str":
                self._cells[at] = NoValue(f"{_named(*at)} is a formula whose result is not stored", _STORE)
            elif self._notes.is_percent(self._cell.get("s", "")):
                self._cells[at] = None


_STORE = "open the file in a spreadsheet program and save it there"

_PLACE = re.compile(r"([A-Z]{0,4})(\d{1,9})", re.ASCII)
"""The place of a cell, such as AB12, or the number of a row."""


def _named(row: int, column: int) -> str:
    """The place of a cell as people write it: `B4`."""
    return f"{letters_of(column)}{row}"


def letters_of(column: int) -> str:
    """What people call a column: `A` is the first."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def refused(path: str, message: str) -> LaunchcheckError:
    """The error of a file that is not read."""
    return LaunchcheckError(message, locations=(Location(path),))
