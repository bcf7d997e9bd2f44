"""Who must be there when it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

from launchcheck.checks.base import Check, Context, Problem, Progress, dotted, missing
from launchcheck.checks.options import Day, Fact
from launchcheck.dates import day
from launchcheck.plan.paths import PlanPath
from launchcheck.text import show

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.source import Where

_PEOPLE = PlanPath.of("people")
_AWAY = (PlanPath.of("people[].away"), PlanPath.of("people[].backup"))


class Attendance(Check):
    """Everybody in `who` is there from `start` to `end`, or has a backup who is."""

    kind: Literal["attendance"]
    who: Fact = Field(description="The people: a map or a list of their ids")
    start: Day = Field(description="The first day that counts")
    end: Day = Field(description="The last day that counts")

    def reads(self) -> Iterable[PlanPath]:
        """The people, when they are away, and who stands in for them."""
        return (self.who, *_AWAY)

    def problems(self, context: Context) -> Iterator[Problem]:
        """People who are away, with nobody who is there in their place."""
        first, last = self.start.on(context)[1], self.end.on(context)[1]
        wanted = self._wanted(context)
        if not wanted:
            yield missing(self.who.steps)
        for moment, actual in ((self.start, first), (self.end, last)):
            if actual is None:
                yield moment.unfit(context)
        if first is None or last is None:
            return
        people = context.value(_PEOPLE) or {}
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
            period = f"{day(away.from_)} to {day(away.to)}"
            message = f"{name} ({dotted(where)}) is away {period}, {stand_in}"
            yield Problem(where, message, related=(("people", id, "away"),))

    def progress(self, context: Context, problems: list[Problem]) -> Progress | None:
        """How many of the people are there, or stood in for."""
        wanted = len(self._wanted(context))
        return Progress(wanted - len(problems), wanted) if wanted else None

    def _wanted(self, context: Context) -> list[tuple[Where, str]]:
        """Who must be there."""
        holder = context.value(self.who)
        if isinstance(holder, list | dict):
            found = context.select(self.who.each)
        elif not isinstance(holder, BaseModel):
            found = context.select(self.who)
        else:
            found = [path.read(context.plan) for path in _facts_of(self.who, type(holder))]
        return [(where, value) for where, value in found if isinstance(value, str)]


@cache
def _facts_of(section: PlanPath, model: type[BaseModel]) -> tuple[PlanPath, ...]:
    """The paths to all facts of a section."""
    return tuple(PlanPath.of(f"{section.text}.{name}") for name in model.model_fields)


def _alone(people: dict[str, Any], id: str, first: date, last: date) -> Any:
    """The first absence on one of the days during which the backup is not there all the time."""
    person = people.get(id)
    backup = people.get(person.backup) if person and person.backup else None
    for period in _away(person, first, last):
        if not backup or _away(backup, max(period.from_, first), min(period.to, last)):
            return period
    return None


def _away(person: Any, first: date, last: date) -> list[Any]:
    """The absences that fall on one of the days."""
    return [
        period
        for period in (person and person.away) or ()
        if period.from_ and period.to and period.from_ <= last and period.to >= first
    ]
