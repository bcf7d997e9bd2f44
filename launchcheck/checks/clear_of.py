"""Dates that must not be in a period to keep clear, such as a freeze, or on another weekday."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, Self, get_args

from pydantic import Field, model_validator

from launchcheck.checks.days import in_words
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, OneList, Path, malformed
from launchcheck.checks.problem import Answer, Problem, Progress, dotted, label, missing, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import A_DAY
from launchcheck.dates import day
from launchcheck.findings import MISSING
from launchcheck.plan.paths import EACH, PlanPath, facts_of
from launchcheck.text import capitalized, listed
from launchcheck.windows import Window

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAYS: tuple[str, ...] = get_args(Weekday)


class _Planned(NamedTuple):
    """A date to judge: its place, name and words, and the first and last day that it may be."""

    where: "Where"
    name: str
    words: str
    first: datetime.date
    last: datetime.date

    @property
    def is_day(self) -> bool:
        """Whether it is known to the day."""
        return self.first == self.last


class _Period(NamedTuple):
    """A period to keep clear: its place, what messages call it, and its first and last day."""

    where: "Where"
    words: str
    first: datetime.date
    last: datetime.date


class ClearOf(EntryCheck):
    """None of the dates in `days` is in one of `periods`, or on a weekday other than `weekdays`.

    Nor is one of the dates in `fields` of the entries of `of` that fit `where`.

    Each of the periods has `from` and `to`; without `to` it is one day. Dates that are not set are
    skipped; if none is set, that is unanswered. A date that is not known to the day, such as
    2027-Q1, is unanswered too, unless all its days are clear or none is.
    """

    of_a_list: ClassVar[tuple[str, ...]] = (*EntryCheck.of_a_list, "fields")

    kind: Literal["clear_of"]
    days: list[Path] = Field([], description="The paths of the dates; [] after a list for all", min_length=1)
    fields: list[FieldPath] = Field([], description="The fields with dates of each entry of `of`")
    periods: Annotated[OneList, Reads(fields=("from", "to"))] | None = Field(
        None, description="The list of periods to keep clear, or the word none"
    )
    weekdays: list[Weekday] = Field([], description="The weekdays that are allowed; all if left out")

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        """Refuse a check that every day would pass."""
        if self.periods is None and not self.weekdays:
            raise malformed("a check clear_of needs periods or weekdays", "write one of them, or both")
        if not self.days and not (self.of and self.fields):
            raise malformed("a check clear_of needs dates", "write days, or of and fields")
        return self

    def compile(self, build: "Compiler") -> "Rule":
        """Report dates on days that must be clear."""
        selector = self.selector(build) if self.of else None

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector) if selector else ((), (), ())
            named = [each for path in self.days for each in _named(path, view)]
            named += [_of_entry(where, entry, path) for where, entry in fits for path in self.fields]
            found = [each for where, name, value in named for each in _written(where, name, value, view)]
            planned = [each for each in found if isinstance(each, _Planned)]
            periods = [*self._periods(view)]
            problems = [*gaps, *(each for each in (*found, *periods) if isinstance(each, Problem))]
            if not found and self.days:
                problems.insert(0, self._unset(view))
            for each in planned:
                problems += self._unclear(each, [each for each in periods if isinstance(each, _Period)])
            wrong = {problem.where for problem in problems}
            done = sum(each.where not in wrong for each in planned)
            return Answer(problems, Progress(done, len(planned)) if planned else None)

        return rule

    def _unset(self, view: "View") -> Problem:
        """The problem of a plan that sets none of the dates."""
        places = [where for where, _ in view.select(self.days[0])]
        return missing(places[0]) if places else missing(self.days[0].outermost.steps, empty=True)

    def _periods(self, view: "View") -> Iterator[_Period | Problem]:
        """The periods to keep clear, and what is wrong with those that are not."""
        if self.periods is None:
            return
        where, held = view.fact(self.periods)
        if not held:
            yield missing(where, empty=held is not None)
        for place, entry in view.entries(self.periods):
            facts = facts_of(entry)
            begins, ends = facts.get("from"), facts.get("to")
            first = begins.first if type(begins) is Window else view.day_of(begins)
            last = first if ends is None else view.day_of(ends)
            if first is None:
                yield unfit((*place, "from"), begins, A_DAY, _field(place, entry, "from"))
            elif last is None:
                yield unfit((*place, "to"), ends, A_DAY, _field(place, entry, "to"))
            else:
                span = day(first) if first == last else f"{day(first)} to {day(last)}"
                yield _Period(place, f"{label(place, entry)} ({span})", first, last)

    def _unclear(self, planned: _Planned, periods: list[_Period]) -> Iterator[Problem]:
        """What is wrong with one date."""
        where, name, words, first, last = planned
        for period in periods:
            if first >= period.first and last <= period.last:
                said = f"{name} is {words}, in {period.words}; move one of them"
                yield Problem(where, said, related=(period.where,), wants=(where,))
            elif first <= period.last and last >= period.first:
                said = f"{name} is {words}; a day is needed to keep it clear of {period.words}"
                yield Problem(where, said, MISSING, (period.where,), (where,))
        if not self.weekdays:
            return
        allowed = f"a {listed([capitalized(each) for each in self.weekdays], 'or')}"
        if not planned.is_day:
            said = f"{name} is {words}; a day is needed, and it must be {allowed}"
            yield Problem(where, said, MISSING, wants=(where,))
        elif _WEEKDAYS[first.weekday()] not in self.weekdays:
            yield Problem(where, f"{name} is {words}; it must be {allowed}", wants=(where,))


def _written(where: "Where", name: str, value: Any, view: "View") -> Iterator[_Planned | Problem]:
    """A date that is set, or the problem of one that is none."""
    last = view.day_of(value)
    if value is None:
        return
    if last is None:
        yield unfit(where, value, A_DAY, name)
    else:
        is_day = type(value) is not Window or value.is_day
        first, words = (last, in_words(value, view)) if is_day else (value.first, value.text)
        yield _Planned(where, name, words, first, last)


def _of_entry(where: "Where", entry: Any, path: PlanPath) -> "tuple[Where, str, Any]":
    """A date of an entry, with its place and what messages call it."""
    return (*where, *path.steps), _field(where, entry, path.text), path.value(entry)


def _named(path: PlanPath, view: "View") -> "Iterator[tuple[Where, str, Any]]":
    """Each value at a path, with its place and what messages call it: `campaigns 'mail': goes_live`."""
    if path.above is None or path.above.last != EACH:
        yield from ((where, dotted(where), value) for where, value in view.select(path))
        return
    for where, entry in path.above.select(view.plan):
        place = (*where, path.last)
        yield place, _field(where, entry, path.last), facts_of(entry).get(path.last)


def _field(where: "Where", entry: Any, field: str) -> str:
    """What messages call a field of an entry."""
    named = label(where, entry)
    return f"{where[-2]} {named}: {field}" if named.startswith("'") else f"{named}.{field}"
