"""References: what must be true of the entry that a fact refers to."""

from collections.abc import Hashable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from launchcheck.checks.days import in_words
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, ListPath, TargetPath
from launchcheck.checks.predicates import Condition, TargetConditions, conditions
from launchcheck.checks.problem import Answer, Problem, dotted, label, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import A_DAY, given, show_scalar
from launchcheck.findings import MISSING, SCHEDULED, WRONG
from launchcheck.plan.paths import PlanPath
from launchcheck.text import quote, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

    Entry = tuple[Where, Any]

_NAME = PlanPath.of("name")


class Refers(EntryCheck):
    """The id in `field` leads to an entry of `to` that has the fields in `has` and fits `is`.

    An entry that does not fit `is` is the wrong one, unless the condition says which values are
    `wrong`: then the others are under way.
    """

    kind: Literal["refers"]
    field: FieldPath = Field(description="The field that holds the id")
    to: Annotated[ListPath, Reads(ids=True)] = Field(description="The list or map that contains the id")
    has: list[TargetPath] = Field([], description="Fields that the entry referred to must have")
    is_: TargetConditions = Field(
        {}, alias="is", description="Fields of the entry referred to, and what they must be"
    )
    not_before: dict[TargetPath, FieldPath] = Field(
        {},
        description="Dates of the entry referred to, each with the field whose date it may not precede",
    )
    not_after: dict[TargetPath, FieldPath] = Field(
        {},
        description="Dates of the entry referred to, each with the field whose date they may not follow",
    )
    differs: dict[TargetPath, FieldPath] = Field(
        {},
        description="Fields of the entry referred to, each with the field that must name a different one",
    )
    last: bool = Field(False, description="Check only the last entry of `of`")

    def compile(self, build: "Compiler") -> "Rule":
        """Report references to unfit entries, naming both sides."""
        selector, targets = self.selector(build), build.index(self.to)
        tests = conditions(self.is_, unmet=WRONG)
        has_dates = bool(self.not_before or self.not_after)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            index = view.once(targets).by_id if fits else {}
            for where, entry in fits[-1:] if self.last else fits:
                for place, value in self.field.select(entry, where):
                    name = partial(self._name, where, entry, place)
                    if not given(value):
                        problems.append(Problem(place, f"{name()} is missing", MISSING, wants=(place,)))
                        continue
                    target = index.get(value) if isinstance(value, Hashable) else None
                    if target is None or not self._fits(target, tests, view):
                        problems += self._wrong(name, place, value, target, tests, view)
                    if target and has_dates:
                        problems += self._out_of_time(name, place, (where, entry), target, view)
                    if target and self.differs:
                        problems += self._same((where, entry), target)
            return Answer(problems, fits if self.of else None)

        return rule

    def _name(self, where: "Where", entry: Any, place: "Where") -> str:
        """What messages call the fact that refers."""
        field = self.field.text.removesuffix("[]")
        return f"{self.named(where, entry)}: {field}" if self.of else dotted(place)

    def _fits(self, target: "Entry", tests: tuple[Condition, ...], view: "View") -> bool:
        """Whether an entry has the fields it must have, and passes the tests."""
        where, entry = target
        for path in self.has:
            actual = path.value(entry)
            if actual == where[-1] or not given(actual):
                return False
        return all(not test.verdict(test.path.value(entry), view) for test in tests)

    def _wrong(
        self,
        name: "Callable[[], str]",
        place: "Where",
        value: Any,
        target: "Entry | None",
        tests: tuple[Condition, ...],
        view: "View",
    ) -> Iterator[Problem]:
        """What is wrong with the entry that `value` leads to."""
        if target is None:
            words = f"{name()} is {quote(value)}, which {self.to} does not have"
            yield Problem(place, words, wants=(place,))
            return
        where, entry = target
        for path in self.has:
            yield from self._lacks(name, place, target, path)
        for path, test, verdict_on, _ in tests:
            beside, actual = path.read(entry, where)
            verdict = verdict_on(actual, view)
            if verdict:
                says = f"{path} is {show_scalar(actual)}" if actual is not None else f"{path} is missing"
                words = f"{name()} is {_called(target)}, whose {says}; it must {test.must(view)}"
                yield Problem(place, words, verdict, (beside,), () if verdict == SCHEDULED else (beside,))

    def _out_of_time(
        self, name: "Callable[[], str]", place: "Where", referring: "Entry", target: "Entry", view: "View"
    ) -> Iterator[Problem]:
        """The problems of dates of the target that come too early or too late for those of the entry."""
        where, entry = referring
        bounds = [("on or after", *pair) for pair in self.not_before.items()]
        bounds += [("on or before", *pair) for pair in self.not_after.items()]
        for must, its, own in bounds:
            own_at, own_value = own.read(entry, where)
            beside, value = its.read(target[1], target[0])
            bound, actual = view.day_of(own_value), view.day_of(value)
            if bound is None:
                yield unfit(own_at, own_value, A_DAY, f"{self.named(where, entry)}: {own}" if self.of else "")
                continue
            bound_words = f"the {own} of {label(where, entry)}" if self.of else dotted(own_at)
            needed = f"it must be {must} {bound_words}, {in_words(own_value, view)}"
            if value is None:
                words = f"{name()} is {_called(target)}, whose {its} is missing; {needed}"
                yield Problem(place, words, MISSING, (beside,), (beside,))
            elif actual is None or (actual < bound if must == "on or after" else actual > bound):
                words = f"{name()} is {_called(target)}, whose {its} is {in_words(value, view)}; {needed}"
                yield Problem(place, words, WRONG, (beside, own_at), (beside,))

    def _same(self, referring: "Entry", target: "Entry") -> Iterator[Problem]:
        """The problems of fields of the entry that name the same as a field of the target."""
        where, entry = referring
        for its, own in self.differs.items():
            own_at, own_value = own.read(entry, where)
            beside, value = its.read(target[1], target[0])
            if given(own_value) and own_value == value:
                name = f"{self.named(where, entry)}: {own}" if self.of else dotted(own_at)
                words = (
                    f"{name} is {show_scalar(value)}, as is the {its} of {_called(target)}; they must differ"
                )
                yield Problem(own_at, words, related=(beside,), wants=(own_at,))

    def _lacks(
        self, name: "Callable[[], str]", place: "Where", target: "Entry", path: PlanPath
    ) -> Iterator[Problem]:
        """The problem of a target whose field is missing or names the target itself."""
        where, entry = target
        actual = path.value(entry)
        beside = where + path.steps
        if actual == where[-1]:
            words = f"whose {path} is {label(where, entry)} too; it must be a different one"
            yield Problem(
                place, f"{name()} is {_called(target)}, {words}", related=(beside,), wants=(beside,)
            )
        elif not given(actual):
            who = "who" if self.to.text == "people" else "which"
            words = f"{name()} is {_called(target)}, {who} has no {path}"
            yield Problem(place, words, MISSING, ((*where, path.steps[0]),), (beside,))


def _called(target: "Entry") -> str:
    """What messages call the entry referred to: its id, and its name if it has one."""
    where, entry = target
    named = label(where, entry)
    who = _NAME.value(entry)
    return f"{named} ({show(who, 60)})" if who and quote(who) != named else named
