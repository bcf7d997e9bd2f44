"""Dates as people type them: `2027-02-12`, `fri`, `tomorrow`, `+3d`, `yesterday`, `12 feb`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.text import quote

FORMS = "write a date such as 2027-02-12, fri, tomorrow, +3d, +2w or 12 feb"
"""What can be typed, for hints."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_AHEAD = re.compile(r"\+?([0-9]{1,3}) ?(d|days?|w|weeks?)|\+([0-9]{1,3})")
_OF_MONTH = re.compile(r"([0-9]{1,2})\.? ([a-z]{3,9})\.?|([a-z]{3,9})\.? ([0-9]{1,2})")
_SHORTEST = 3
_NAMED = {"today": 0, "tomorrow": 1, "yesterday": -1}


def read(text: str, today: date, *, recent: int = 0) -> date:
    """The date that a text means on a day.

    A weekday is the next one, never today itself; a day of a month without a year the next one, or the
    one before if that was at most `recent` days ago.

    Raises:
        ValueError: the text is not a date, or out of the range of a plan's years.

    """
    word = " ".join(text.casefold().replace(",", " ").split())
    found = _written(word) or _ahead(word, today) or _weekday(word, today) or _of_month(word, today, recent)
    if not found:
        raise ValueError(f"{quote(text)} is not a valid date")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"the year of {quote(text)} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return found


def _written(word: str) -> date | None:
    """A date in the form of plans, `2027-02-12`; Python alone would take more forms."""
    try:
        found = date.fromisoformat(word)
    except ValueError:
        return None
    return found if found.isoformat() == word else None


def _ahead(word: str, today: date) -> date | None:
    """A number of days or weeks from today: `+3d`, `2 weeks`, `+10`, `tomorrow`; or `yesterday`."""
    if word in _NAMED:
        return today + timedelta(_NAMED[word])
    match = _AHEAD.fullmatch(word)
    if not match:
        return None
    count = int(match[1] or match[3])
    return today + timedelta(count * 7 if (match[2] or "").startswith("w") else count)


def _weekday(word: str, today: date) -> date | None:
    """The next weekday with a name, which may be shortened: `fri`, `thurs`."""
    found = _place(word, _WEEKDAYS)
    return None if found is None else today + timedelta((found - today.weekday() - 1) % 7 + 1)


def _of_month(word: str, today: date, recent: int) -> date | None:
    """The next day of a month, or one at most so many days ago: `12 feb`, `march 1`."""
    match = _OF_MONTH.fullmatch(word)
    month = _place(match[2] or match[3], _MONTHS) if match else None
    if not match or month is None:
        return None
    earliest = today - timedelta(recent)
    for year in range(earliest.year, today.year + 9):  # 29 Feb may be eight years away
        try:
            found = date(year, month + 1, int(match[1] or match[4]))
        except ValueError:
            continue
        if found >= earliest:
            return found
    return None


def _place(word: str, names: tuple[str, ...]) -> int | None:
    """The index of the name that a word is, or begins."""
    if len(word) < _SHORTEST:
        return None
    return next((index for index, name in enumerate(names) if name.startswith(word)), None)
