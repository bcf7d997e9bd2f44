"""Dates relative to the launch date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchcheck import dates

DAYS = st.dates(date(dates.FIRST_YEAR, 1, 1), date(dates.LAST_YEAR, 12, 31))
OFFSETS = st.integers(-999, 999)
LAUNCH = date(2027, 2, 16)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "expected"), [("T", 0), ("T-14", -14), ("T+7", 7), ("T-0", 0), ("T+007", 7), ("T-999", -999)]
)
def test_offset_counts_days_from_the_launch(text: str, expected: int) -> None:
    """Offsets before the launch are negative, offsets after it positive."""
    assert dates.offset(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "t-14",
        "T14",
        "T -14",
        "T- 14",
        "T-",
        "T+",
        "T--1",
        "T-1000",
        "T-1.5",
        "T-14\n",
        " T",
        "T-1４",
        "14",
    ],
)
def test_offset_refuses_anything_else(text: str) -> None:
    """An invalid offset is refused with a list of the valid forms."""
    with pytest.raises(ValueError) as caught:
        dates.offset(text)
    assert str(caught.value) == f"{text!r} is not a date relative to the launch, like T-14, T or T+7"


@given(DAYS, OFFSETS)
def test_an_offset_round_trips(launch: date, days: int) -> None:
    """`offset` reads what `t_minus` writes."""
    assert dates.offset(dates.t_minus(launch, launch + timedelta(days))) == days


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


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-2, date(2027, 2, 12)), (-3, date(2027, 2, 12)), (-4, date(2027, 2, 12)), (5, date(2027, 2, 19))],
)
def test_due_days_leave_the_weekend_before_and_after_the_launch(days: int, expected: date) -> None:
    """A due date on a weekend moves to the Friday before, also after the launch."""
    assert dates.due_on(LAUNCH, days) == expected


@given(DAYS, OFFSETS)
def test_a_due_date_is_a_weekday_and_never_later(launch: date, days: int) -> None:
    """A due date is never on a weekend, and at most two days earlier than the plain one."""
    plain, due = launch + timedelta(days), dates.due_on(launch, days)
    assert (due.weekday() < 5, 0 <= (plain - due).days <= 2) == (True, True)


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
