"""How many open items of each person are due in each week, and when the person is away."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.joined import NO_ONE, Everyone, joined
from launchcheck.people import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from launchcheck.plan import Plan
    from launchcheck.portfolio.entries import Entry
    from launchcheck.portfolio.weeks import Week


class Share(NamedTuple):
    """A week of a person: how many open items are due, whether that is too many, whether they are away."""

    due: int
    is_over: bool
    is_away: bool


class Load(NamedTuple):
    """A person: their weeks, and what is due before the first of them and after the last."""

    person: Everyone
    earlier: int
    weeks: tuple[Share, ...]
    later: int

    @property
    def is_over(self) -> bool:
        """Whether a week has too much."""
        return any(week.is_over for week in self.weeks)


def load_of(entries: Sequence[Entry], weeks: Sequence[Week], most: int) -> tuple[Load, ...]:
    """The load of everyone who has something to do up to the last of these weeks; no one comes last."""
    mondays = [week.monday for week in weeks]
    people: dict[str, Everyone] = {}
    counts: dict[str, list[int]] = {}
    for entry in entries:
        for result in entry.report.results:
            if result.is_open:
                person = joined(entry.plan, result.owner)
                people.setdefault(person.key, person)
                count = counts.setdefault(person.key, [0] * (len(weeks) + 2))
                is_later = result.due > weeks[-1].sunday
                count[len(weeks) + 1 if is_later else bisect_right(mondays, result.due)] += 1
    away = _away(entries, weeks)
    nowhere = frozenset[int]()
    found = [
        Load(people[key], earlier, _shares(due, away.get(key, nowhere), most), later)
        for key, (earlier, *due, later) in counts.items()
        if earlier or any(due)
    ]
    return tuple(sorted(found, key=_order))


def _order(load: Load) -> tuple[bool, str, str]:
    return load.person == NO_ONE, load.person.name.casefold(), load.person.key


def _shares(due: Sequence[int], away: frozenset[int], most: int) -> tuple[Share, ...]:
    return tuple(Share(count, count > most, place in away) for place, count in enumerate(due))


def _away(entries: Sequence[Entry], weeks: Sequence[Week]) -> dict[str, frozenset[int]]:
    """The places of the weeks in which each person is away on a day, by what any plan says."""
    found: dict[str, frozenset[int]] = {}
    for entry in entries:
        for key, first, last in _absences(entry.plan, weeks[0].monday, weeks[-1].sunday):
            places = (
                place for place, week in enumerate(weeks) if first <= week.sunday and last >= week.monday
            )
            found[key] = found.get(key, frozenset()) | frozenset(places)
    return found


def _absences(plan: Plan, first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """Who is away from when to when; an absence with an end missing is open-ended."""
    for id, person in (plan.people or {}).items():
        for period in person.away or ():
            if period.from_ or period.to:
                key = joined(plan, Person(id, person.name or id)).key
                yield key, period.from_ or first, period.to or last
