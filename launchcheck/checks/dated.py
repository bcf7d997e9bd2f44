"""A date that must be known to the day."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.check import Check
from launchcheck.checks.options import Fact
from launchcheck.checks.problem import Answer, Problem, dotted, missing
from launchcheck.dates import day
from launchcheck.findings import MISSING
from launchcheck.windows import Window

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View


class Dated(Check):
    """The date at `path` is a day; a period, such as 2027-Q1, is unanswered.

    Where it is a day there is nothing to ask, and the item does not apply.
    """

    kind: Literal["dated"]
    path: Fact = Field(description="The date")

    def compile(self, _build: "Compiler") -> "Rule":
        """Report a period, with its first and last day."""
        path = self.path

        def rule(view: "View") -> Answer:
            where, value = view.fact(path)
            if value is None:
                return Answer([missing(where)])
            if type(value) is not Window or value.is_day:
                return Answer(reason="the date is a day")
            words = f"{dotted(where)} is {value.text}: a day from {day(value.first)} to {day(value.last)}"
            return Answer([Problem(where, words, MISSING, wants=(where,))])

        return rule
