"""Base for checks over the entries of a list, with the messages for what an entry is missing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field, model_validator
from pydantic_core import InitErrorDetails, ValidationError

from launchcheck.checks.check import Check
from launchcheck.checks.options import ListPath, malformed
from launchcheck.checks.predicates import Condition, Conditions
from launchcheck.checks.problem import Answer, Problem, gathered, name_of
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import given, show_scalar
from launchcheck.findings import MISSING, SCHEDULED
from launchcheck.text import counted, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.select import Selector
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found, PlanPath
    from launchcheck.source import Where

    Wrong = Callable[[Where, Any, View], Iterable[Problem]]


class EntryCheck(Check):
    """A check over the entries of a list, or over the plan as a whole."""

    of_a_list: ClassVar[tuple[str, ...]] = ("where", "needs_one", "may_be_empty")
    """The options that say what is checked of a list, and so mean nothing without one."""

    of: Annotated[ListPath, Reads()] | None = Field(
        None, description="The list to go through; without it, the plan itself"
    )
    where: Conditions = Field({}, description="Only entries that fit: a field, and what its value must be")
    what: str = Field("entry", description="What one entry is called in messages, such as feature")
    called: str = Field(
        "",
        description=(
            "What entries that fit `where` are called in messages, such as primary or secondary goal; by"
            " default, `what` with `where` in words"
        ),
    )
    may_be_empty: bool = Field(False, description="Whether a list without entries passes")
    needs_one: bool = Field(
        False, description="Whether the item is unanswered while no entry of the list fits `where`"
    )

    @model_validator(mode="before")
    @classmethod
    def _chooses_only_from_a_list(cls, data: Any) -> Any:
        """Refuse options that choose entries where there is no list to choose from.

        It is said first: without a list, the fields in `where` look like unknown facts of the plan.
        """
        if not isinstance(data, dict) or "of" in data or cls.model_fields["of"].is_required():
            return data
        hint = "add of with the path of a list; where the whole check depends on a fact, use unless"
        idle = [name for name in cls.of_a_list if name in data]
        if idle:
            error = malformed(f"{listed(idle)} can only be used with of, the list to choose from", hint)
            wrong = InitErrorDetails(type=error, loc=(idle[0],), input=None)
            raise ValidationError.from_exception_data(cls.__name__, [wrong])
        return data

    def selector(self, build: "Compiler") -> "Selector":
        """The selector of the entries to check."""
        needs_one = (self.called or self.what, bool(self.called)) if self.needs_one else None
        return build.selector(self.of, self.where, may_be_empty=self.may_be_empty, needs_one=needs_one)

    def one_by_one(self, build: "Compiler", wrong: "Wrong") -> "Rule":
        """The rule of a check that looks at each entry by itself: `wrong` finds the problems of one.

        What several entries have in common, such as a fact that they are compared with, is said once.
        """
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            for where, entry in fits:
                problems += wrong(where, entry, view)
            once = list(dict.fromkeys(problems)) if len(problems) > 1 else problems
            return Answer(once, fits if self.of else None)

        return rule

    def named(self, where: "Where", entry: Any) -> str:
        """What messages call an entry."""
        return name_of(self.what, where, entry)

    def silent_about(self, where: "Where", entry: Any, places: "Sequence[Where]") -> Iterator[Problem]:
        """The problem of an entry with missing facts at some places."""
        if self.of is None:
            yield from gathered(places)
            return
        names = dict.fromkeys([".".join(map(str, place[len(where) :])) for place in places])
        words = f"{self.named(where, entry)} is missing {listed(names)}"
        yield Problem(places[0], words, MISSING, wants=tuple(places))

    def tested(self, where: "Where", entry: Any, condition: Condition, view: "View") -> Iterator[Problem]:
        """What is wrong with one field of an entry."""
        path, test, verdict_on, _ = condition
        for place, value in path.select(entry, where):
            verdict = verdict_on(value, view)
            if not verdict:
                continue
            if verdict == MISSING and given(value):  # what it is compared with is missing
                yield from gathered(need.steps for need in test.needs() if view.value(need) is None)
                continue
            field = ".".join(str(step) for step in place[len(where) :]) or path.text
            name = f"{self.named(where, entry)}: {field}" if self.of else field
            if verdict == MISSING:
                words = f"{name} is missing; it must {test.must(view)}"
            elif verdict == SCHEDULED:
                words = f"{name} is scheduled for {show_scalar(value)}; it counts once it has happened"
            else:
                words = f"{name} is {_shown(value, condition)}; it must {test.must(view, value)}"
            yield Problem(place, words, verdict, wants=() if verdict == SCHEDULED else (place,))


def _shown(value: Any, condition: Condition) -> str:
    """What a message says of a value that is wrong: of text that is too long, how long it is."""
    too_long = condition.test.characters is not None and isinstance(value, str)
    return f"{counted(len(value), 'character')} long" if too_long else show_scalar(value)


def each_of(found: "Found") -> "Iterator[tuple[Where, Any]]":
    """Each value that is set, with its place, of fields that hold one value or a list of them."""
    for place, value in found:
        pairs = [((*place, index), each) for index, each in enumerate(value)] if type(value) is list else []
        for at, each in pairs or [(place, value)]:
            if given(each):
                yield at, each


def absent(where: "Where", entry: Any, paths: "Iterable[PlanPath]") -> "list[Where]":
    """The places of `paths` that an entry is missing."""
    places: list[Where] = []
    for path in paths:
        if path.many:
            places += [place for place, value in path.select(entry, where) if not given(value)]
        else:
            value = path.value(entry)
            if not (value or given(value)):
                places.append(where + path.steps)
    return places
