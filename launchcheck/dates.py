"""Arithmetic and wording of dates. Pure; the clock is never read here."""

from __future__ import annotations

from datetime import date, timedelta

from launchcheck.text import counted

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Launch dates are within these years, which prevents date overflow in T-minus arithmetic."""

_SATURDAY = 5
_HALF_A_YEAR = 182
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def weekday_before(day: date) -> date:
    """`day` itself, or the Friday before it if it falls on a weekend."""
    weekday = day.weekday()
    return day if weekday < _SATURDAY else day - timedelta(weekday - _SATURDAY + 1)


def t_minus(launch: date, day: date) -> str:
    """How far `day` is from the launch: `T-14`, `T` on the day itself, `T+7` after it."""
    days = (day - launch).days
    return f"T{days:+d}" if days else "T"


def day(value: date) -> str:
    """A date as people read it, the same in every locale: `Tue 16 Feb 2027`."""
    return f"{_WEEKDAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]} {value.year}"


def weekday_and_day(value: date) -> str:
    """A date without its year: `Tue 16 Feb`."""
    return f"{_WEEKDAYS[value.weekday()]} {short_day(value)}"


def short_day(value: date) -> str:
    """A date without its year and weekday: `16 Feb`."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def near_day(value: date, today: date) -> str:
    """A date without its year where no other year could be meant: `Tue 16 Feb`."""
    words = day(value)
    return words if abs((value - today).days) > _HALF_A_YEAR else words.rpartition(" ")[0]


def weekdays_between(first: date, last: date) -> int:
    """Count weekdays (Monday to Friday) after `first`, up to and including `last`."""
    if last <= first:
        return 0
    weeks, rest = divmod((last - first).days, 7)
    extra = sum((first + timedelta(days=step)).weekday() < _SATURDAY for step in range(1, rest + 1))
    return weeks * 5 + extra


def days(count: int) -> str:
    """`1 day`, `5 days`."""
    return counted(count, "day")
