"""Dates relative to the launch date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchcheck import dates

DAYS = st.dates(date(dates.FIRST_YEAR, 1, 1), date(dates.LAST_YEAR, 12, 31))
LAUNCH = date(2027, 2, 16)  # a Tuesday


@pytest.mark.parametrize(("days", "expected"), [(-14, "T-14"), (0, "T"), (7, "T+7")])
def test_t_minus_writes_what_a_checklist_writes(days: int, expected: str) -> None:
    """The launch date is T alone; other dates have a sign."""
    assert dates.t_minus(LAUNCH, LAUNCH + timedelta(days)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2027, 2, 12), date(2027, 2, 12)),
        (date(2027, 2, 13), date(2027, 2, 12)),
        (date(2027, 2, 14), date(2027, 2, 12)),
        (date(2027, 2, 15), date(2027, 2, 15)),
        (date(2028, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_weekend_moves_to_the_friday_before(value: date, expected: date) -> None:
    """Saturday and Sunday become Friday; every other day stays."""
    assert dates.weekday_before(value) == expected


@given(DAYS, st.integers(-40, 400))
def test_weekdays_are_counted_correctly(first: date, length: int) -> None:
    """The count equals stepping through the days one by one, without the first."""
    last = first + timedelta(length)
    days = (first + timedelta(step) for step in range(1, length + 1))
    assert dates.weekdays_between(first, last) == sum(day.weekday() < 5 for day in days)


@pytest.mark.parametrize(
    ("value", "expected", "short"),
    [(LAUNCH, "Tue 16 Feb 2027", "16 Feb"), (date(2028, 2, 29), "Tue 29 Feb 2028", "29 Feb")],
)
def test_a_date_is_written_the_same_in_every_locale(value: date, expected: str, short: str) -> None:
    """Dates are written in English, without leading zeros."""
    assert (dates.day(value), dates.short_day(value)) == (expected, short)


@given(DAYS)
def test_weekday_and_month_names_are_correct(value: date) -> None:
    """They are correct for every date."""
    assert dates.day(value) == f"{value:%a} {value.day} {value:%b %Y}"


@pytest.mark.parametrize(("count", "expected"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_one_day_is_singular(count: int, expected: str) -> None:
    """Only a count of one is written "day"."""
    assert dates.days(count) == expected
