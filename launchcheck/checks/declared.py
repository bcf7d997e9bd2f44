"""Require a list, or an explicit, confirmed "none"."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.check import Check
from launchcheck.checks.options import Fact
from launchcheck.checks.problem import Answer, Problem, dotted, gathered, missing, unfit
from launchcheck.checks.values import A_DAY, as_day
from launchcheck.dates import day
from launchcheck.findings import MISSING, SCHEDULED

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View


class Declared(Check):
    """`of` has entries, or is `none` with `by` and `date` saying who confirmed that and when.

    Where it has entries, no confirmation is looked at.
    """

    kind: Literal["declared"]
    of: Fact = Field(description="The list, or the word none")
    by: Fact = Field(description="Who confirmed that there is none")
    date: Fact = Field(description="The date on which that was confirmed")

    def compile(self, _build: "Compiler") -> "Rule":
        """Report an empty list, or an unconfirmed `none`."""
        return lambda view: Answer(tuple(self._listed(view)))

    def _listed(self, view: "View") -> Iterator[Problem]:
        where, value = view.fact(self.of)
        if value is None:
            yield missing(where)
        elif not value:
            hint = "if there are none, write the word none, and who confirmed it"
            words = f"{dotted(where)} is an empty list; {hint}"
            yield Problem(where, words, MISSING, wants=(where, self.by.steps, self.date.steps))
        elif value == "none":
            yield from gathered([path.steps for path in (self.by, self.date) if view.value(path) is None])
            yield from self._confirmed(view)

    def _confirmed(self, view: "View") -> Iterator[Problem]:
        place, confirmed = view.fact(self.date)
        actual = as_day(confirmed)
        if actual is None and confirmed is not None:
            yield unfit(place, confirmed, A_DAY)
        elif actual is not None and actual > view.today:
            words = f"{dotted(place)} is scheduled for {day(actual)}; it counts once it has happened"
            yield Problem(place, words, SCHEDULED)
