"""Figures that must be some percent above or below another."""

from collections.abc import Iterator
from math import floor
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Fact, FieldPath, ListPath, malformed
from launchcheck.checks.problem import Answer, Problem, dotted, missing, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import A_NUMBER, as_number, show_scalar
from launchcheck.findings import MISSING

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


class Step(EntryCheck):
    """The `figure` of each entry of `of` is `at_least` to `at_most` percent above or below `from`.

    The percentage is rounded to a whole number first: no one sets a price of 33.60 to be exact. If
    `from` is missing or 0, that is unanswered.
    """

    kind: Literal["step"]
    of: Annotated[ListPath, Reads()] = Field(description="The list to go through")
    figure: FieldPath = Field(description="The figure of each entry")
    from_: Fact = Field(alias="from", description="The figure that it is compared with")
    at_least: int = Field(0, description="The smallest step, in percent", ge=0)
    at_most: int | None = Field(None, description="The largest step, in percent", ge=0)

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        """Refuse limits that no step is within, or that every step is within."""
        if self.at_most is None and not self.at_least:
            raise malformed("a check step needs at_least or at_most", "write the percentages of a good step")
        if self.at_most is not None and self.at_most < self.at_least:
            raise malformed(f"at_most is {self.at_most}, less than at_least, {self.at_least}")
        return self

    def compile(self, build: "Compiler") -> "Rule":
        """Report figures that are missing, and steps that are too small or too large."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            base = as_number(view.value(self.from_))
            if not base:
                return Answer([*gaps, self._baseless(view)], fits)
            problems = list(gaps)
            for where, entry in fits:
                problems += self._wrong(where, entry, base)
            return Answer(problems, fits)

        return rule

    def _baseless(self, view: "View") -> Problem:
        """The problem of a figure to compare with that is missing, 0, or not a number."""
        where, value = view.fact(self.from_)
        if value is None:
            return missing(where)
        if as_number(value) is None:
            return unfit(where, value, A_NUMBER)
        return Problem(where, f"{dotted(where)} is 0, which has no percentage", MISSING, wants=(where,))

    def _wrong(self, where: "Where", entry: Any, base: float) -> Iterator[Problem]:
        """What is wrong with the figure of one entry."""
        place, value = self.figure.read(entry, where)
        figure = as_number(value)
        if value is None:
            yield from self.silent_about(where, entry, [place])
            return
        if figure is None:
            yield unfit(place, value, A_NUMBER, f"{self.named(where, entry)}: {self.figure}")
            return
        percent = floor(abs(figure - base) / abs(base) * 100 + 0.5)
        if percent < self.at_least or (self.at_most is not None and percent > self.at_most):
            side = "above" if figure > base else "below"
            far = f"{percent} % {side}" if figure != base else "the same as"
            name = f"{self.named(where, entry)}: {self.figure}"
            words = f"{name} is {show_scalar(value)}, {far} {self.from_} ({show_scalar(base)})"
            words = f"{words}; it must be {self._meant()} above or below"
            yield Problem(place, words, related=(self.from_.steps,), wants=(place,))

    def _meant(self) -> str:
        """The steps that are allowed, in words."""
        if self.at_most is None:
            return f"at least {self.at_least} %"
        return f"{self.at_least} to {self.at_most} %" if self.at_least else f"at most {self.at_most} %"
