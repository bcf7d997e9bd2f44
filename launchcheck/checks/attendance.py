"""People who must be available over a period."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, Field

from launchcheck.checks.check import Check
from launchcheck.checks.options import MomentOption, Path
from launchcheck.checks.problem import Answer, Problem, Progress, dotted, missing
from launchcheck.dates import day
from launchcheck.plan.paths import PlanPath, facts_of
from launchcheck.text import show

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

    Wanted = list[tuple[Where, str]]

_PEOPLE = PlanPath.of("people")


class Attendance(Check):
    """Everyone in `who`, or their backup, is available from `start` to `end`.

    So is everyone in `also`, if the plan names them. Where `who` is a path to many, a person whom
    several places name is reported once, at the first of them. An absence with one end missing is
    open-ended.
    """

    kind: Literal["attendance"]
    who: Path = Field(description="The people: a map or a list of their ids, or a path to many ids")
    also: list[Path] = Field([], description="More people, in the same way; a missing one is not asked for")
    start: MomentOption = Field(description="The first day of the period")
    start_by: MomentOption | None = Field(
        None, description="The period also covers the days from this one, if it comes before `start`"
    )
    end: MomentOption = Field(description="The last day of the period")

    always_reads: ClassVar = (PlanPath.of("people[].away"), PlanPath.of("people[].backup"))

    def compile(self, _build: "Compiler") -> "Rule":
        """Report people who are away without an available backup."""

        def rule(view: "View") -> Answer:
            wanted = _named(self.who, view)
            first, last = self._first(view), self.end.on(view)[1]
            problems = [] if wanted else [_no_one(self.who, view)]
            for path in self.also:
                wanted += _named(path, view)
            wanted = _once(wanted) if self.who.many else wanted
            problems += [
                moment.unfit(view)
                for moment, actual in ((self.start, first), (self.end, last))
                if actual is None
            ]
            if first and last:
                problems += _away(view.value(_PEOPLE) or {}, wanted, first, last)
            count = len(wanted)
            return Answer(problems, Progress(count - len(problems), count) if count else None)

        return rule

    def _first(self, view: "View") -> "date | None":
        """The first day of the period."""
        starts = [moment.on(view)[1] for moment in (self.start, self.start_by) if moment]
        return min((start for start in starts if start), default=None)


def _named(path: PlanPath, view: "View") -> "Wanted":
    """The people at a path, each at the place that names them: one, or those of a map or a list."""
    holder = None if path.many else view.value(path)
    if path.many:
        found = view.select(path)
    elif isinstance(holder, list | dict):
        found = view.select(path.each)
    elif isinstance(holder, BaseModel):
        found = [((*path.steps, name), value) for name, value in facts_of(holder).items()]
    else:
        found = [(path.steps, holder)]
    return [(where, value) for where, value in found if isinstance(value, str)]


def _no_one(who: PlanPath, view: "View") -> Problem:
    """The problem of a path that names no one, where the first name belongs."""
    places = [where for where, _ in view.select(who)]
    return missing(places[0]) if places else missing(who.outermost.steps, empty=True)


def _once(wanted: "Wanted") -> "Wanted":
    """The people, each at the first place that names them."""
    first = {id: where for where, id in reversed(wanted)}
    return [(where, id) for where, id in wanted if first[id] == where]


def _away(people: dict[str, Any], wanted: "Wanted", first: "date", last: "date") -> Iterator[Problem]:
    """The problems of people who are away during the period without an available backup."""
    for where, id in wanted:
        away = _alone(people, id, first, last)
        if away is None:
            continue
        name, backup = show(people[id].name or id), people[id].backup
        stand_in = (
            f"and the backup, {show(people[backup].name or backup)}, is away too"
            if backup
            else "and has no backup"
        )
        words = f"{name} ({dotted(where)}) is away {_span(away)}, {stand_in}"
        wants = () if backup else (("people", id, "backup"),)
        yield Problem(where, words, related=(("people", id, "away"),), wants=wants)


def _alone(people: dict[str, Any], id: str, first: "date", last: "date") -> Any:
    """The first absence in the period that the backup does not fully cover."""
    person = people.get(id)
    backup = people.get(person.backup) if person and person.backup else None
    for period in _absences(person, first, last):
        begins, ends = max(period.from_ or first, first), min(period.to or last, last)
        if not backup or _absences(backup, begins, ends):
            return period
    return None


def _absences(person: Any, first: "date", last: "date") -> list[Any]:
    """The absences that overlap the period; one with an end missing is open-ended."""
    return [
        period
        for period in (person and person.away) or ()
        if (period.from_ or period.to) and (period.from_ or first) <= last and (period.to or last) >= first
    ]


def _span(period: Any) -> str:
    """An absence in words."""
    if period.to is None:
        return f"from {day(period.from_)} on"
    if period.from_ is None:
        return f"until {day(period.to)}"
    return f"{day(period.from_)} to {day(period.to)}"
