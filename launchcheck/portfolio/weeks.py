"""The weeks of a portfolio, and the working days between two dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

_WORKING_DAYS, _WEEK = 5, 7


class Week(NamedTuple):
    """An ISO week, by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that a day is in."""
        return cls(day - timedelta(day.weekday()))

    @property
    def iso(self) -> str:
        """The week as programs read it: `2027-W07`."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def label(self) -> str:
        """The week without its year: `W07`."""
        return self.iso.partition("-")[2]

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(_WEEK - 1)


def weeks_from(day: date, count: int) -> tuple[Week, ...]:
    """So many weeks, beginning with that of a day."""
    first = Week.of(day).monday
    return tuple(Week(first + timedelta(_WEEK * number)) for number in range(count))


def working_day(day: date) -> int:
    """How many Mondays to Fridays there are up to a day, so that two dates can be subtracted."""
    whole, rest = divmod(day.toordinal(), _WEEK)  # day 1 of the calendar is a Monday
    return whole * _WORKING_DAYS + min(rest, _WORKING_DAYS)
