"""The agenda as data: one part for each person, one entry for each open item."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.dates import day, t_minus
from launchcheck.joined import NO_ONE, Everyone, joined, known_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.results import Result

OVERDUE, THIS_WEEK, NEXT_WEEK, LATER = "overdue", "this week", "next week", "later"
WHEN = (OVERDUE, THIS_WEEK, NEXT_WEEK, LATER)
"""When an entry is due, the first first; a week begins on Monday."""


class Entry(NamedTuple):
    """An open item: what is asked, what to write, and when it is due in which launch.

    `write` is what the first finding says, and `wants` the place in the plan of the fact that is missing.
    """

    plan: str
    launch: str
    item: str
    area: str
    question: str
    write: str
    due: date
    days_left: int
    t_minus: str
    blocks: bool
    when: str
    fix: str
    wants: str

    @property
    def words(self) -> str:
        """When it is due, in words."""
        return f"{'overdue since' if self.when == OVERDUE else 'due'} {day(self.due)}"


class Part(NamedTuple):
    """A person, and the entries that are theirs, the first due first."""

    person: Everyone
    entries: tuple[Entry, ...]

    @property
    def overdue(self) -> int:
        """How many entries are overdue."""
        return sum(entry.when == OVERDUE for entry in self.entries)


class Agenda(NamedTuple):
    """All parts: who is late first, and what no one owns last. `left` is how many items are due later."""

    as_of: date
    within: int
    launches: tuple[str, ...]
    parts: tuple[Part, ...]
    left: int

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, by person."""
        return tuple(entry for part in self.parts for entry in part.entries)


def agenda_of(
    launches: Sequence[tuple[Plan, Report]], as_of: date, within: int, owner: str | None = None
) -> Agenda:
    """The agenda of some plans: what is overdue, and what is due in so many days.

    `owner` is the only person to list: an id in a plan, a name, or an e-mail address.
    """
    found: dict[str, list[Entry]] = {}
    people: dict[str, Everyone] = {}
    left = 0
    for plan, report in launches:
        mine = known_as(plan, owner) if owner else None
        for result in report.shown:
            if not result.is_open or (owner and not (mine and result.owner and result.owner.id == mine.id)):
                continue
            person = joined(plan, result.owner)
            if result.due > as_of + timedelta(within):
                left += 1
                continue
            people.setdefault(person.key, person)
            found.setdefault(person.key, []).append(_entry(result, report, as_of))
    parts = [Part(people[key], tuple(sorted(each, key=_first_due))) for key, each in found.items()]
    parts.sort(key=_most_late)
    return Agenda(as_of, within, tuple(report.launch.name for _, report in launches), tuple(parts), left)


def _first_due(entry: Entry) -> tuple[date, bool, str, str]:
    """The order of a person's entries: by due date, blockers first."""
    return entry.due, not entry.blocks, entry.launch, entry.item


def _most_late(part: Part) -> tuple[bool, int, str, str]:
    """The order of people: who is late first, no one last."""
    return part.person == NO_ONE, -part.overdue, part.person.name.casefold(), part.person.key


def _entry(result: Result, report: Report, as_of: date) -> Entry:
    """An open item as an entry."""
    finding = next((each for each in result.findings if not each.waived), None)
    wants = finding.wants[0] if finding and finding.wants else ()
    return Entry(
        plan=report.source,
        launch=report.launch.name,
        item=result.item.id,
        area=result.item.area,
        question=result.item.question,
        write=finding.message if finding else "",
        due=result.due,
        days_left=(result.due - as_of).days,
        t_minus=t_minus(report.launch.date, result.due),
        blocks=result.blocks,
        when=_when(result.due, as_of),
        fix=result.item.fix,
        wants="".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in wants).lstrip("."),
    )


def _when(due: date, as_of: date) -> str:
    """In which part of the agenda a day is."""
    monday = as_of - timedelta(as_of.weekday())
    if due < as_of:
        return OVERDUE
    if due < monday + timedelta(7):
        return THIS_WEEK
    return NEXT_WEEK if due < monday + timedelta(14) else LATER
