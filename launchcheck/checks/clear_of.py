"""Dates that must not be in a period to keep clear, such as a freeze, or on another weekday."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
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
_MOST_NAMED = 3
"""How many of the periods that a date meets a message names at most."""


class _Written(NamedTuple):
    """A date as the plan has it: its place and value, and the entry that it is a field of, if it is one."""

    where: "Where"
    value: Any
    entry_at: "Where" = ()
    entry: Any = None
    field: str = ""

    @property
    def name(self) -> str:
        """What messages call it: `campaigns 'mail': goes_live`."""
        return _field(self.entry_at, self.entry, self.field) if self.field else dotted(self.where)


class _Planned(NamedTuple):
    """A date to judge: as the plan has it, and the first and last day that it may be."""

    written: _Written
    first: datetime.date
    last: datetime.date

    @property
    def is_day(self) -> bool:
        """Whether it is known to the day."""
        return self.first == self.last

    def says(self, view: "View") -> str:
        """The date in words, after its name: `launch.date is Tue 16 Feb 2027`."""
        value = self.written.value
        is_period = type(value) is Window and not value.is_day
        return f"{self.written.name} is {value.text if is_period else in_words(value, view)}"


@dataclass(frozen=True)
class _Period:
    """A period to keep clear: its place and entry, and its first and last day."""

    where: "Where"
    entry: Any
    first: datetime.date
    last: datetime.date

    @cached_property
    def words(self) -> str:
        """What messages call it alone: `'Year end' (Mon 21 Dec 2026 to Fri 8 Jan 2027)`."""
        first, last = day(self.first), day(self.last)
        return (
            f"{label(self.where, self.entry)} ({first if self.first == self.last else f'{first} to {last}'})"
        )


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
            written = [each for path in self.days for each in _at(path, view) if each.value is not None]
            written += [
                each
                for where, entry in fits
                for path in self.fields
                if (each := _of_entry(where, entry, path)).value is not None
            ]
            planned, unread = _read(written, view)
            periods, unclear = self._periods(view)
            problems = [*gaps, *unread, *unclear]
            if not written and self.days:
                problems.insert(0, self._unset(view))
            for date in planned:
                problems += self._unclear(date, periods, view)
            wrong = {problem.where for problem in problems}
            done = sum(each.written.where not in wrong for each in planned)
            return Answer(problems, Progress(done, len(planned)) if planned else None)

        return rule

    def _unset(self, view: "View") -> Problem:
        """The problem of a plan that sets none of the dates."""
        places = [where for where, _ in view.select(self.days[0])]
        return missing(places[0]) if places else missing(self.days[0].outermost.steps, empty=True)

    def _periods(self, view: "View") -> tuple[list[_Period], list[Problem]]:
        """The periods to keep clear, and what is wrong with those that are not."""
        if self.periods is None:
            return [], []
        where, held = view.fact(self.periods)
        found: list[_Period] = []
        problems = [] if held else [missing(where, empty=held is not None)]
        for place, entry in view.entries(self.periods):
            facts = facts_of(entry)
            begins, ends = facts.get("from"), facts.get("to")
            first = begins.first if type(begins) is Window else view.day_of(begins)
            last = first if ends is None else view.day_of(ends)
            if first is None:
                problems.append(unfit((*place, "from"), begins, A_DAY, _field(place, entry, "from")))
            elif last is None:
                problems.append(unfit((*place, "to"), ends, A_DAY, _field(place, entry, "to")))
            else:
                found.append(_Period(place, entry, first, last))
        return found, problems

    def _unclear(self, planned: _Planned, periods: list[_Period], view: "View") -> Iterator[Problem]:
        """What is wrong with one date."""
        (where, *_), first, last = planned
        meets = [period for period in periods if first <= period.last and last >= period.first]
        is_allowed = not self.weekdays or (planned.is_day and _WEEKDAYS[first.weekday()] in self.weekdays)
        if is_allowed and not meets:
            return
        said = planned.says(view)
        inside = [period for period in meets if first >= period.first and last <= period.last]
        if inside:
            which = "one of them" if len(inside) == 1 else "the date, or all of them"
            words = f"{said}, in {_named(inside)}; move {which}"
            yield Problem(where, words, related=_places(inside), wants=(where,))
        if len(inside) < len(meets):
            across = [period for period in meets if first < period.first or last > period.last]
            words = f"{said}; a day is needed to keep it clear of {_named(across)}"
            yield Problem(where, words, MISSING, _places(across), (where,))
        if not is_allowed:
            allowed = f"a {listed([capitalized(each) for each in self.weekdays], 'or')}"
            if planned.is_day:
                yield Problem(where, f"{said}; it must be {allowed}", wants=(where,))
            else:
                words = f"{said}; a day is needed, and it must be {allowed}"
                yield Problem(where, words, MISSING, wants=(where,))


def _named(periods: list[_Period]) -> str:
    """What messages call the periods that a date meets, however many there are."""
    if len(periods) == 1:
        return periods[0].words
    names = [label(period.where, period.entry) for period in periods[:_MOST_NAMED]]
    left = len(periods) - len(names)
    return f"{', '.join(names)} and {left} more" if left else listed(names)


def _places(periods: list[_Period]) -> "tuple[Where, ...]":
    """The places of the periods that messages name."""
    return tuple(period.where for period in periods[:_MOST_NAMED])


def _read(written: list[_Written], view: "View") -> tuple[list[_Planned], list[Problem]]:
    """The days that dates may be, and the problems of values that are no dates."""
    planned: list[_Planned] = []
    problems: list[Problem] = []
    for each in written:
        last = view.day_of(each.value)
        if last is None:
            problems.append(unfit(each.where, each.value, A_DAY, each.name))
        else:
            planned.append(_Planned(each, each.value.first if type(each.value) is Window else last, last))
    return planned, problems


def _of_entry(where: "Where", entry: Any, path: PlanPath) -> _Written:
    """A date of an entry."""
    return _Written(where + path.steps, path.value(entry), where, entry, path.text)


def _at(path: PlanPath, view: "View") -> list[_Written]:
    """Each value at a path."""
    if path.above is None or path.above.last != EACH:
        return [_Written(where, value) for where, value in view.select(path)]
    return [
        _Written((*where, path.last), facts_of(entry).get(path.last), where, entry, path.last)
        for where, entry in path.above.select(view.plan)
    ]


def _field(where: "Where", entry: Any, field: str) -> str:
    """What messages call a field of an entry."""
    named = label(where, entry)
    return f"{where[-2]} {named}: {field}" if named.startswith("'") else f"{named}.{field}"
