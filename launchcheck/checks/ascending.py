"""Lists whose entries must be in ascending order."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, ListPath
from launchcheck.checks.problem import Answer, Problem, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import as_day, as_number, show_scalar

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

    Entry = tuple[Where, Any]


class Ascending(EntryCheck):
    """The entries of `of` rise in each of the fields in `by`, from each that has one to the next."""

    kind: Literal["ascending"]
    of: Annotated[ListPath, Reads()] = Field(description="The list whose order is checked")
    by: list[FieldPath] = Field(description="The fields that must rise", min_length=1)

    def compile(self, build: "Compiler") -> "Rule":
        """Report values that do not rise above the one before; entries without one are skipped."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            earlier: dict[FieldPath, Entry] = {}
            for entry in fits:
                problems += self._out_of_order(earlier, entry)
            return Answer(problems, fits)

        return rule

    def _out_of_order(self, earlier: "dict[FieldPath, Entry]", entry: "Entry") -> Iterator[Problem]:
        """The problems of an entry after the last one that has each field, which it then is itself."""
        where, value = entry
        for path in self.by:
            then = path.value(value)
            if then is None:
                continue
            before = earlier.get(path)
            earlier[path] = entry
            first = path.value(before[1]) if before else None
            place = where + path.steps
            days = as_day(first), as_day(then)
            numbers = as_number(first), as_number(then)
            is_fit = days[1] is not None or numbers[1] is not None
            if is_fit and not (_falls(*days) or _falls(*numbers)):
                continue
            name = f"{self.named(where, value)}: {path}"
            if is_fit:
                words = f"{name} is {show_scalar(then)} and comes after {show_scalar(first)}"
                more = "later" if days[1] else "higher"
                yield Problem(
                    place, f"{words}; it must be {more}", related=before[:1] if before else (), wants=(place,)
                )
            else:
                yield unfit(place, then, "a number or a date", name)


def _falls(first: Any, then: Any) -> bool:
    """Whether both values are set and the second does not exceed the first."""
    return first is not None and then is not None and bool(then <= first)
