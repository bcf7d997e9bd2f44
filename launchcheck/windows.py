"""Dates that may not be known to the day: a day, or the week, month, quarter, half or year that it is in."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple, Self

from launchcheck.dates import FIRST_YEAR, LAST_YEAR, day
from launchcheck.text import quote

FORMS = "YYYY-MM-DD, or a period: 2027-W07, 2027-02, 2027-Q1, 2027-H1 or 2027"
"""How dates and periods are written."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORM = re.compile(
    "(?P<year>[0-9]{4})(?:-W(?P<week>[0-9]{2})|-Q(?P<quarter>[1-4])|-H(?P<half>[12])"
    "|-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
)
PATTERN = r"^[0-9]{4}(-(W[0-9]{2}|[0-9]{2}|Q[1-4]|H[12]))?$"
"""How periods are written, as a pattern for JSON Schemas."""


class Window(NamedTuple):
    """When something is planned: the text of the plan, and the first and last day that it may mean.

    The two are the same for a day, and differ for a period: a week, month, quarter, half or year.
    """

    text: str
    first: date
    last: date

    @classmethod
    def on(cls, day: date) -> Self:
        """Make the window that is one day."""
        return cls(day.isoformat(), day, day)

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a day, written `YYYY-MM-DD`, or a period, such as `2027-Q1`.

        Raises:
            ValueError: the text is neither, or not in the calendar, or not in a year that a plan may have.

        """
        known = _day_of(text)
        if known:
            return cls(text, known, known)
        found = _FORM.fullmatch(text)
        if not found:
            raise ValueError(f"{quote(text)} is not a date")
        parts = {part: int(digits) for part, digits in found.groupdict().items() if digits}
        try:
            first, last = _ends(**parts)
        except ValueError:
            what = "date" if "day" in parts else [*parts][-1]
            raise ValueError(f"{quote(text)} is not a valid {what}") from None
        if first.year < FIRST_YEAR or last.year > LAST_YEAR:
            raise ValueError(f"the year of {quote(text)} is not between {FIRST_YEAR} and {LAST_YEAR}")
        return cls(text, first, last)

    def __str__(self) -> str:
        """Write it as a plan does."""
        return self.text

    @property
    def is_day(self) -> bool:
        """Whether it is known to the day."""
        return self.first == self.last

    @property
    def period(self) -> Self | None:
        """The period where the day is not known; None for a day."""
        return None if self.is_day else self

    @property
    def words(self) -> str:
        """The last day as people read it: `Wed 31 Mar 2027, the last day of 2027-Q1`."""
        return day(self.last) if self.is_day else f"{day(self.last)}, the last day of {self.text}"


def _day_of(text: str) -> date | None:
    """Read a valid day, the common case; None for anything else."""
    if not _DAY.fullmatch(text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _ends(
    year: int,
    week: int | None = None,
    quarter: int | None = None,
    half: int | None = None,
    month: int | None = None,
    day: int | None = None,
) -> tuple[date, date]:
    """The first and last day of a year, or of a part of it."""
    if week is not None:
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    if month is not None and day is not None:
        return date(year, month, day), date(year, month, day)
    if quarter is not None:
        return _months(year, 3 * quarter - 2, 3 * quarter)
    if half is not None:
        return _months(year, 6 * half - 5, 6 * half)
    return _months(year, 1, 12) if month is None else _months(year, month, month)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    """The first day of one month and the last day of another in the same year."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
