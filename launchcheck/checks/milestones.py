"""Dates that must fall within given numbers of days after a start."""

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, MomentOption, OneList
from launchcheck.checks.problem import Answer, Problem, Progress
from launchcheck.checks.values import as_day
from launchcheck.dates import day, days
from launchcheck.findings import MISSING, WRONG

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found
    from launchcheck.source import Where

    Booked = tuple[datetime.date, Where]
    Unmet = tuple[int, Booked | None, bool]

_LONGEST = 3650
"""The most days after the start, about ten years: prevents date overflow."""


class Milestones(EntryCheck):
    """`of` has a date after `start` for each of `within`: the first within the first, and so on."""

    kind: Literal["milestones"]
    of: OneList = Field(description="The list of dates")
    date: FieldPath = Field(description="The date of each entry")
    start: MomentOption = Field(description="The date that `within` counts from")
    within: list[Annotated[int, Field(ge=0, le=_LONGEST)]] = Field(
        description="Days after `start`, rising: one for each milestone", min_length=1
    )

    def compile(self, build: "Compiler") -> "Rule":
        """Report the milestones that no date meets."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, entries, fits, *_ = view.once(selector)
            _, start = self.start.on(view)
            if start is None:
                return Answer([*gaps, self.start.unfit(view)], Progress(0, len(self.within)))
            booked = self._booked(fits)
            unmet = list(self._unmet([pair for pair in booked if pair[0] > start], start))
            progress = Progress(len(self.within) - len(unmet), len(self.within))
            problems = self._problems(unmet, booked, start, view) if entries else []
            return Answer([*gaps, *problems], progress)

        return rule

    def _problems(
        self, unmet: "list[Unmet]", booked: "Sequence[Booked]", start: datetime.date, view: "View"
    ) -> Iterator[Problem]:
        """The problem of each unmet milestone, at the next date, or at the list."""
        enough = len(booked) >= len(self.within)
        for most, following, more in unmet:
            after = f"within {days(most)} after {self.start.says(start, view)}"
            last = f"by {day(start + datetime.timedelta(most))}"
            words = f"no {'further ' if more else ''}{self.what} {after}, {last}"
            if following:
                words = f"{words}; the next is on {day(following[0])}"
            place = following[1] if enough and following else self.of.steps
            yield Problem(place, words, WRONG if enough else MISSING, wants=(place,))

    def _unmet(self, booked: "list[Booked]", start: datetime.date) -> "Iterator[Unmet]":
        """The unmet milestones, each with the next date, and whether one came before."""
        left = iter(booked)
        following = next(left, None)
        for most in self.within:
            if following and following[0] <= start + datetime.timedelta(most):
                following = next(left, None)
            else:
                yield most, following, bool(booked) and following is not booked[0]

    def _booked(self, entries: "Found") -> "list[Booked]":
        """The dates that are set, in order, each with its place."""
        found = [self.date.read(entry, where) for where, entry in entries]
        return sorted((actual, place) for place, value in found if (actual := as_day(value)))
