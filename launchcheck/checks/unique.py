"""Values that no two entries of a list may share."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, ListPath
from launchcheck.checks.problem import Answer, Problem, dotted, label
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import given, show_scalar
from launchcheck.findings import MISSING

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found
    from launchcheck.source import Where

    Entry = tuple[Where, Any]


class Unique(EntryCheck):
    """No two entries of `of` have the same value in `field`.

    Texts are the same whatever their case and the spaces around them. Entries without the field are
    skipped; if no entry has it, that is unanswered.
    """

    kind: Literal["unique"]
    of: Annotated[ListPath, Reads()] = Field(description="The list to go through")
    field: FieldPath = Field(description="The field whose values must differ")

    def compile(self, build: "Compiler") -> "Rule":
        """Report each value that an earlier entry has, at the later entry."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            return Answer([*gaps, *self._repeated(fits)], fits)

        return rule

    def _repeated(self, fits: "Found") -> list[Problem]:
        """The problems of all values that appear twice; one problem if there are no values."""
        first: dict[Hashable, Entry] = {}
        problems: list[Problem] = []
        lacking: list[Where] = []
        for where, entry in fits:
            for place, value in self.field.select(entry, where):
                if not given(value):
                    lacking.append(place)
                    continue
                earlier = first.setdefault(_key(value), (where, entry))
                if earlier[0] != where:
                    problems.append(self._twice((where, entry), place, value, earlier))
        if lacking and not first:
            words = f"{self.field} is missing in every {self.what}"
            return [Problem(lacking[0], words, MISSING, wants=(lacking[0],))]
        return problems

    def _twice(self, later: "Entry", place: "Where", value: Any, earlier: "Entry") -> Problem:
        """The problem of a value that an earlier entry has."""
        same_name = label(*earlier) == label(*later)
        other = dotted(earlier[0]) if same_name else label(*earlier)
        field = dotted(place[len(later[0]) :])
        words = f"{self.named(*later)}: {field} is {show_scalar(value)}, the same as that of {other}"
        return Problem(place, f"{words}; it may appear only once", related=(earlier[0],), wants=(place,))


def _key(value: Any) -> Hashable:
    """A value as an index key: text without case and spaces around it; true is not 1."""
    if type(value) is str:
        return " ".join(value.split()).casefold()
    return (type(value) is bool, value) if isinstance(value, Hashable) else repr(value)
