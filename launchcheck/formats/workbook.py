"""Workbooks of typed cells: text stays text, dates are dates, and equal contents are equal bytes."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, TypeAlias

from launchcheck.errors import LaunchcheckError

try:
    import xlsxwriter
except ImportError:
    raise LaunchcheckError("xlsx needs xlsxwriter", hint="pip install 'launchcheck[share]'") from None

if TYPE_CHECKING:
    from collections.abc import Sequence

Value: TypeAlias = str | float | bool | date | None

LONGEST = 32_767
"""How many characters a cell may hold."""

MOST_ROWS = 1_048_576
"""How many rows a sheet may have."""

_WIDEST = 60
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001  # the same in every workbook, so that equal ones are equal
_COLORS = {"overdue": "#F8D7DA", "open": "#FFF3CD", "passed": "#D9EAD3", "head": "#E8EAED"}


class Sheet(NamedTuple):
    """A table of a workbook, with a row of headers.

    `colors` is the color of each row, by the words of `_COLORS`; empty for none. `choices` are the values
    that a cell of a column may have, by the index of the column; `notes` explain the headers.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    colors: Sequence[str] = ()
    choices: dict[int, tuple[str, ...]] = {}  # noqa: RUF012  # never changed
    notes: tuple[str, ...] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook with these sheets.

    Text that does not fit into a cell is cut, and ends with an ellipsis.
    """
    content = io.BytesIO()
    options = {"in_memory": True, **{f"strings_to_{each}": False for each in ("formulas", "urls", "numbers")}}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"created": _CREATED})
    formats = {name: book.add_format({"bg_color": color}) for name, color in _COLORS.items()}
    formats["head"].set_bold()
    a_day = {"num_format": "yyyy-mm-dd"}
    days = {name: book.add_format({"bg_color": color, **a_day}) for name, color in _COLORS.items()}
    days[""] = book.add_format(a_day)
    names: list[str] = []
    offered = [sheet for sheet in sheets if sheet.choices]
    for sheet in sheets:
        names.append(sheet_name(sheet.name, names))
        _fill(book.add_worksheet(names[-1]), sheet, formats, days)
    if offered:
        _offer(book, [*zip(sheets, names, strict=True)])
    book.close()
    return content.getvalue()


def write(out: TextIO, sheets: Sequence[Sheet]) -> None:
    """Write a workbook to the bytes below a stream of text.

    Raises:
        LaunchcheckError: the stream takes only text.

    """
    buffer = getattr(out, "buffer", None)
    if buffer is None:
        raise LaunchcheckError("a workbook is not text", hint="write it to a file: --format xlsx=FILE")
    out.flush()
    buffer.write(workbook(sheets))
    buffer.flush()


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have: short enough, without signs that are not allowed, and not yet taken."""
    name = _NO_NAME.sub("-", wanted).strip("' ")[:_LONGEST_NAME] or "Sheet"
    known = {each.casefold() for each in taken}
    number = 2
    while name.casefold() in known:
        end = f" {number}"
        name, number = f"{name[: _LONGEST_NAME - len(end)]}{end}", number + 1
    return name


def cut(text: str) -> str:
    """Text that fits into a cell."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _fill(page: Any, sheet: Sheet, formats: dict[str, Any], days: dict[str, Any]) -> None:
    """Write the cells of a sheet, with its first row frozen and a filter."""
    for column, title in enumerate(sheet.columns):
        page.write_string(0, column, cut(title), formats["head"])
        if column < len(sheet.notes) and sheet.notes[column]:
            page.write_comment(0, column, cut(sheet.notes[column]), {"x_scale": 2, "author": "launchcheck"})
    for number, row in enumerate(sheet.rows[: MOST_ROWS - 1], 1):
        color = sheet.colors[number - 1] if number <= len(sheet.colors) else ""
        for column, value in enumerate(row):
            _cell(page, number, column, value, formats.get(color), days[color])
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, min(len(sheet.rows), MOST_ROWS - 1), max(len(sheet.columns) - 1, 0))
    for column in range(len(sheet.columns)):
        values = [row[column] for row in sheet.rows[:500] if column < len(row)]
        cells = [sheet.columns[column], *("" if value is None else str(value) for value in values)]
        longest = max(len(line) for cell in cells for line in cell.split("\n"))
        page.set_column(column, column, min(longest + 2, _WIDEST))


def _cell(page: Any, row: int, column: int, value: Value, format: Any, day: Any) -> None:
    """Write a value as what it is."""
    if value is None or value == "":
        page.write_blank(row, column, None, format) if format else None
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, format)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001  # a day
    elif isinstance(value, str):
        page.write_string(row, column, cut(value), format)
    else:
        page.write_number(row, column, value, format)


def _offer(book: Any, sheets: Sequence[tuple[Sheet, str]]) -> None:
    """Offer choices as drop-downs, from a hidden sheet: a list in the cell itself could be too long."""
    hidden = book.add_worksheet("_choices")
    hidden.hide()
    column = 0
    for sheet, name in sheets:
        page = book.get_worksheet_by_name(name)
        for index, words in sheet.choices.items():
            if not words:
                continue
            for row, word in enumerate(words):
                hidden.write_string(row, column, cut(word))
            letters = xlsxwriter.utility.xl_col_to_name(column)
            source = f"=_choices!${letters}$1:${letters}${len(words)}"
            page.data_validation(
                *(1, index, _MOST_FILLED, index),
                {"validate": "list", "source": source, "error_type": "warning"},
            )
            column += 1


_MOST_FILLED = 1000
"""How many rows below the header have drop-downs."""
