"""Two dates that must come in order."""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import DaysByTier, MomentOption
from launchcheck.checks.problem import Problem, dotted
from launchcheck.dates import days

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

    Placed = tuple[Where, date]


class Order(EntryCheck):
    """The date `first` comes before the date `then`, at least `at_least_days` apart.

    With `of`, dates that begin with a dot are fields of each entry.
    """

    kind: Literal["order"]
    first: MomentOption = Field(description="The earlier date")
    then: MomentOption = Field(description="The later date")
    at_least_days: DaysByTier = Field(
        0,
        validate_default=True,
        description="Days between them, one number or one for each tier: 0 allows the same day",
    )

    def compile(self, build: "Compiler") -> "Rule":
        """Report missing dates, and pairs in the wrong order."""
        return self.one_by_one(build, self._pair)

    def _pair(self, where: "Where", entry: Any, view: "View") -> list[Problem]:
        first_at, first = self.first.on(view, where, entry)
        then_at, then = self.then.on(view, where, entry)
        if first is None or then is None:
            pairs = ((self.first, first), (self.then, then))
            return [moment.unfit(view, where, entry) for moment, value in pairs if value is None]
        least = self.at_least_days.get(view.tier, 0)
        if (then - first).days >= least:
            return []
        if self._is_about_the_later:
            place, other, says = then_at, first_at, self.first.says(first, view)
            actual = self.then.shown(view, where, entry, then)
            needed = _needed("after", least)
        else:
            place, other, says = first_at, then_at, self.then.says(then, view)
            actual = self.first.shown(view, where, entry, first)
            needed = _needed("before", least)
        words = f"{self._name(where, entry, place)} is {actual}; it must be {needed} {says}"
        return [Problem(place, words, related=(other,), wants=(place,))]

    @property
    def _is_about_the_later(self) -> bool:
        """Whether the later date is the wrong one: the only one of the plan, the entry, or one thing."""
        if self.first.path is None or (self.then.base == "entry" and self.first.base != "entry"):
            return True
        return bool(self.first.which) and self.then.path is not None and not self.then.which

    def _name(self, where: "Where", entry: Any, place: "Where") -> str:
        """What messages call the wrong date."""
        if self.of and place[: len(where)] == where:
            return f"{self.named(where, entry)}: {dotted(place[len(where) :])}"
        return dotted(place)


def _needed(word: str, least: int) -> str:
    """How far before or after the other date one of them must be."""
    if least == 0:
        return f"on or {word}"
    return word if least == 1 else f"at least {days(least)} {word}"
