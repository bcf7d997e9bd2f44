"""Two fields that must differ."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath
from launchcheck.checks.problem import Problem
from launchcheck.checks.values import show_scalar

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


class Different(EntryCheck):
    """The fields `one` and `other` differ if both are set."""

    kind: Literal["different"]
    one: FieldPath = Field(description="A field")
    other: FieldPath = Field(description="The field that it must differ from")

    def compile(self, build: "Compiler") -> "Rule":
        """Report entries in which both fields are equal."""
        return self.one_by_one(build, self._same)

    def _same(self, where: "Where", entry: Any, _view: "View") -> Iterator[Problem]:
        one, other = self.one, self.other
        value = one.value(entry)
        if value is not None and value == other.value(entry):
            prefix = f"{self.named(where, entry)}: " if self.of else ""
            words = f"{prefix}{one} and {other} are both {show_scalar(value)}; they must differ"
            place = where + one.steps
            yield Problem(place, words, related=(where + other.steps,), wants=(place,))
