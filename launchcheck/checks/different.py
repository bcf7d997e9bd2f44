"""Two fields that must differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath
from launchcheck.checks.problem import Answer, Problem
from launchcheck.checks.values import show_scalar

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View


class Different(EntryCheck):
    """The fields `one` and `other` differ if both are set."""

    kind: Literal["different"]
    one: FieldPath = Field(description="A field")
    other: FieldPath = Field(description="The field that it must differ from")

    def compile(self, build: Compiler) -> Rule:
        """Report entries in which both fields are equal."""
        selector, one, other = self.selector(build), self.one, self.other

        def rule(view: View) -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            for where, entry in fits:
                value = one.value(entry)
                if value is not None and value == other.value(entry):
                    prefix = f"{self.named(where, entry)}: " if self.of else ""
                    words = f"{prefix}{one} and {other} are both {show_scalar(value)}; they must differ"
                    place = where + one.steps
                    problems.append(Problem(place, words, related=(where + other.steps,), wants=(place,)))
            return Answer(problems, fits if self.of else None)

        return rule
