"""What every entry of a list must contain."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck, absent
from launchcheck.checks.options import FieldPath
from launchcheck.checks.predicates import Condition, Conditions, conditions
from launchcheck.checks.problem import Problem
from launchcheck.findings import MISSING
from launchcheck.text import listed

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


class Each(EntryCheck):
    """Every entry of `of` (that fits `where`) has the fields in `has`, and fits `is`.

    A word other than those in `is`, and a number below `at_least`, are a state not reached: under
    way until the item is due. A condition may say which values are `wrong`. Of each list of fields
    in `has_one_of`, an entry has at least one.
    """

    kind: Literal["each"]
    has: list[FieldPath] = Field([], description="Fields that each entry must have")
    has_one_of: list[Annotated[list[FieldPath], Field(min_length=2)]] = Field(
        [], description="Lists of fields; of each list, an entry must have at least one"
    )
    is_: Conditions = Field({}, alias="is", description="Fields of each entry, and what their value must be")

    def compile(self, build: "Compiler") -> "Rule":
        """Report missing fields and wrong values of each entry."""
        return self.one_by_one(build, partial(self._wrong, conditions(self.is_)))

    def _wrong(self, tests: tuple[Condition, ...], where: "Where", entry: Any, view: "View") -> list[Problem]:
        """The problems of one entry; all its missing fields are one problem."""
        problems: list[Problem] = []
        places = absent(where, entry, self.has)
        silent = [each for each in tests if _is_silent(entry, each, view)] if places else []
        if places:
            places += [where + each.path.steps for each in silent]
            problems += self.silent_about(where, entry, places)
        for paths in self.has_one_of:
            lacks = absent(where, entry, paths)
            if len(lacks) == len(paths):
                either = listed([path.text for path in paths], "or")
                words = f"{either} is missing"
                if self.of:
                    words = f"{self.named(where, entry)} is missing {either}"
                problems.append(Problem(lacks[0], words, MISSING, wants=(lacks[0],)))
        for each in tests:
            if not each.passes(entry, view) and each not in silent:
                problems += self.tested(where, entry, each, view)
        return problems


def _is_silent(entry: Any, condition: Condition, view: "View") -> bool:
    """Whether a required field of an entry is missing."""
    if condition.path.many or condition.path.value(entry) is not None:
        return False
    return condition.verdict(None, view) == MISSING
