"""Dates as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchcheck.typed_days import read

TODAY = date(2027, 2, 12)
"""A Friday."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-02-15", "2027-02-15"),
        (" 2026-01-01 ", "2026-01-01"),
        ("today", "2027-02-12"),
        ("Tomorrow", "2027-02-13"),
        ("sat", "2027-02-13"),
        ("Thu", "2027-02-18"),
        ("thurs", "2027-02-18"),
        ("fri", "2027-02-19"),
        ("Monday", "2027-02-15"),
        ("+0d", "2027-02-12"),
        ("+3d", "2027-02-15"),
        ("3d", "2027-02-15"),
        ("+3", "2027-02-15"),
        ("+2w", "2027-02-26"),
        ("1 week", "2027-02-19"),
        ("10 days", "2027-02-22"),
        ("12 feb", "2027-02-12"),
        ("11 feb", "2028-02-11"),
        ("March 1", "2027-03-01"),
        ("1. sept.", "2027-09-01"),
        ("Feb 29", "2028-02-29"),
    ],
)
def test_understands_what_people_type(text, day):
    """A weekday is the next one, and a day of a month the next one, too."""
    assert read(text, TODAY).isoformat() == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "3",
        "-3d",
        "fr",
        "20270215",
        "2027-W07-1",
        "2027-02-30",
        "02/15/2027",
        "31 feb",
        "12 foo",
        "+9999d",
        "next week",
        "t-3",
    ],
)
def test_refuses_what_could_mean_something_else(text):
    """What is not understood is not guessed."""
    with pytest.raises(ValueError, match="is not a valid date"):
        read(text, TODAY)


def test_stays_within_the_years_of_a_plan():
    """Two hundred weeks from the last year are beyond it."""
    with pytest.raises(ValueError, match="not between 2000 and 2100"):
        read("+200w", date(2100, 1, 1))
    with pytest.raises(ValueError, match="not between 2000 and 2100"):
        read("1999-12-31", TODAY)


@given(
    st.text(alphabet="0123456789+-dwfrimonaeb .", max_size=12), st.dates(date(2000, 1, 1), date(2100, 12, 31))
)
def test_any_text_is_a_date_or_refused(text, today):
    """No other error, whatever is typed."""
    with suppress(ValueError):
        assert 2000 <= read(text, today).year <= 2100
