"""Facts as cells of a table, and cells as facts."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from launchcheck import value_hints
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import fields
from launchcheck.tables.day_order import Order
from launchcheck.tables.workbooks import NoValue
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.plan.dictionary import Field

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?: .*)?", re.ASCII)
_NAMED = (
    re.compile(r"(?P<day>\d{1,2})[/ -](?P<month>[A-Za-z]{3,9})[/ -](?P<year>\d{4}|\d{2})(?: .*)?", re.ASCII),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})(?: .*)?", re.ASCII),
)
_NUMBER = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_THOUSAND = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""What is about one in some countries, and about a thousand in others."""
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_SERIALS = range(36_526, 73_051)
"""The numbers by which spreadsheets store the days of this century: from 2000 to 2099."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TRUE, _FALSE = {"yes", "true", "y", "1"}, {"no", "false", "n", "0"}


def cell_of(field: Field, value: Any) -> Any:
    """A fact as a cell: a date as a date, a list as lines, true and false as the words that may be chosen."""
    if field.one == "true or false" and isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    if field.known.day and isinstance(value, str) and _ISO.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value if isinstance(value, (str, int, float, bool)) else None


def value_of(field: Field, cell: Any, order: Order | None) -> Any:
    """A cell as a fact; None for an empty one.

    Raises:
        LaunchcheckError: the cell does not fit, has no value, or could mean two dates.

    """
    if isinstance(cell, NoValue):
        raise LaunchcheckError(cell.why, hint=cell.hint)
    if isinstance(cell, str):
        cell = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    if cell is None or cell == "":
        return None
    if field.known.many == "list":
        return [_one(field, part.strip(), order) for part in _parts(field, cell)]
    return _one(field, cell, order)


def _parts(field: Field, cell: Any) -> list[str]:
    """The values in a cell: one in each line; ids and words also with commas or semicolons between them."""
    is_short = field.known.refers or field.words
    return [part for part in re.split(r"[\n,;]" if is_short else r"\n", _text(cell)) if part.strip()]


def _one(field: Field, cell: Any, order: Order | None) -> Any:
    """One value of a cell."""
    if field.known.day:
        return _date(cell, order)
    if field.one == "true or false":
        word = _text(cell).casefold()
        if word not in _TRUE | _FALSE:
            raise LaunchcheckError(f"{quote(_text(cell))} is neither yes nor no")
        return word in _TRUE
    if field.one in {"a number", "a whole number"} or _is_numbered(field):
        return _number(field, cell)
    text = _text(cell)
    return _word(field, text) if field.words else text


def _is_numbered(field: Field) -> bool:
    """Whether the words that a field may be are numbers, such as a severity."""
    return bool(field.words) and all(re.fullmatch(r"\d+(\.\d+)?", word) for word in field.words)


def _word(field: Field, text: str) -> str:
    """One of the words that a field may be, also with spaces and capitals."""
    wanted = re.sub(r"[\s-]+", "_", text.strip().casefold())
    return next((word for word in field.words if word.casefold() == wanted), text)


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a decimal point, dates as YYYY-MM-DD, times as HH:MM."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _number(field: Field, cell: Any) -> int | float:
    """A number.

    Raises:
        LaunchcheckError: it is none, or could be two.

    """
    if isinstance(cell, (date, time, timedelta)):
        hint = "a spreadsheet makes dates of some numbers: format the column as numbers, and type it again"
        raise LaunchcheckError(f"{quote(_text(cell))} is a date or a time, not a number", hint=hint)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        text = _text(cell).removesuffix("%").strip()
        if not _NUMBER.fullmatch(text):
            whole, beside = field.one == "a whole number", fields(field.section)
            meant = value_hints.number(text, field.key, beside, whole=whole, is_required=False)
            raise LaunchcheckError(f"{quote(_text(cell))} is not a number", hint=meant)
        if _THOUSAND.fullmatch(text):
            meant = f"write {float(text):g} or {text.replace('.', '')}"
            raise LaunchcheckError(f"{quote(_text(cell))} could be two numbers", hint=meant)
        cell = float(text.replace(",", ""))
    return int(cell) if float(cell).is_integer() else float(cell)


def _date(cell: Any, order: Order | None) -> str:
    """A date as a plan writes it; another text as it is, since some fields take periods.

    Raises:
        LaunchcheckError: it could mean two dates, or is the number by which a spreadsheet stores one.

    """
    text = _text(cell)
    if _SERIAL.fullmatch(text) and int(float(text)) in _SERIALS:
        stored = date(1899, 12, 30) + timedelta(days=int(float(text)))
        hint = f"as a date it is {stored}: format the column as dates, or write that"
        raise LaunchcheckError(f"{quote(text)} is a number", hint=hint)
    if found := _ISO.fullmatch(text):
        return found[1]
    for form in _NAMED:
        if (named := form.fullmatch(text)) and (month := named["month"][:3].casefold()) in _MONTHS:
            return _made(int(named["day"]), _MONTHS.index(month) + 1, named["year"], text)
    found = _NUMBERS.fullmatch(text)
    if not found:
        return text
    first, second = int(found[1]), int(found[2])
    if first > 12 or second > 12 or first == second:
        order = Order.DMY if first > 12 else Order.MDY
    if order is None:
        raise LaunchcheckError(
            f"{quote(text)} could be two dates", hint="say which: --dates dmy or --dates mdy"
        )
    day, month_number = (first, second) if order is Order.DMY else (second, first)
    return _made(day, month_number, found[3], text)


def _made(day: int, month: int, year: str, text: str) -> str:
    """A date of its parts; a year of two digits is in this century."""
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day).isoformat()
    except ValueError:
        raise LaunchcheckError(f"{quote(text)} is not a valid date") from None
