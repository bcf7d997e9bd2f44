"""Read a value: whether it is set, as a date or a number, and how a message shows it."""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import Any

from launchcheck.dates import FIRST_YEAR, LAST_YEAR, day
from launchcheck.text import listed, show
from launchcheck.windows import Window

A_DAY = "a date, like 2027-02-16"
A_NUMBER = "a number"

_NUMBERS = (int, float)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def given(value: Any) -> bool:
    """Whether a value is set: null, an empty list and an empty map are not."""
    return bool(value) or (value is not None and value != [] and value != {})  # noqa: PLR1714  # a hot path


def as_day(value: Any) -> date | None:
    """A value as a date; of a period the last day.

    Facts under `custom` hold dates as text, within the same years as the plan's.
    """
    if isinstance(value, date):
        return value
    if type(value) is Window:
        return value.last
    if type(value) is not str or not _DAY.fullmatch(value):
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def as_number(value: Any) -> float | None:
    """A value as a number; true, false, infinities and NaN are not numbers."""
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        return None
    return value if isfinite(value) else None


def same(value: Any, other: Any) -> bool:
    """Whether two values are equal: a date equals its text, and true is not 1."""
    if value == other and isinstance(value, bool) == isinstance(other, bool):
        return True
    day_of = as_day(value)
    return day_of is not None and day_of == as_day(other)


def show_scalar(value: Any) -> str:
    """A value as YAML writes it and as a person reads it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if type(value) is Window:
        return value.words
    if type(value) is list:
        return listed(map(show_scalar, value)) or "an empty list"
    actual = as_day(value)
    return day(actual) if actual else show(value, 60)
