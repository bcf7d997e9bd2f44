"""Build the board from a record: the state of each area, stale votes, and the decision."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from launchcheck import __version__
from launchcheck.catalog import with_packs
from launchcheck.checks.polled import STALE_AFTER_DAYS, Polled
from launchcheck.checks.problem import dotted
from launchcheck.dates import days
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.exclusions import left_out as left_out_of
from launchcheck.plan import AREAS, PACKS, POLLED
from launchcheck.plan.areas import owner_of
from launchcheck.poll import Board, Change, Condition, Decision, Seat, Vote
from launchcheck.text import listed, show
from launchcheck.votes.record import NO_GO, basis_of
from launchcheck.votes.snapshot import (
    DECIDED,
    SHARED_EARLY,
    changes,
    concerning,
    covers,
    facts_at,
    links_in,
    normal,
    reads,
)

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist, Item
    from launchcheck.plan import Plan
    from launchcheck.source import Where
    from launchcheck.votes.integrity import Record
    from launchcheck.votes.record import Line

MOST_SHOWN = 3
"""The largest number of changes that a stale vote names."""


def board_of(
    record: Record,
    plan: Plan,
    checklist: Checklist,
    today: date,
    absent: Collection[tuple[Where, str]] = (),
) -> Board:
    """The board as of `today`; `absent` are the places of missing local evidence, each with its path.

    Of two votes for an area, the one that follows the other in the record counts, whatever their
    timestamps say; if neither follows the other, the area is disputed. Later lines do not count yet,
    and votes for an area that does not apply, or for another wave than that of the plan, do not count.
    """
    return _Count(record, plan, with_packs(checklist, plan.turned_on), today, absent).board()


def polled_areas(checklist: Checklist, left_out: Collection[str] = ()) -> tuple[str, ...]:
    """The areas that vote: those for which the checklist has items, without those left out.

    A pack votes only where a poll names it.
    """
    asked = {name for item in checklist.items for name in (item.area, *checklist.answers(item))}
    silent = {*left_out, *({*PACKS} - {*needed(checklist)})}
    return tuple(area for area in POLLED if area in asked and area not in silent)


def voters(plan: Plan, area: str) -> tuple[str | None, str | None]:
    """The owner of an area, and the owner's backup."""
    owner = owner_of(plan, area)
    person = (plan.people or {}).get(owner or "")
    return owner, person.backup if person else None


def stale_after(checklist: Checklist) -> int:
    """The number of days after which a vote is stale: the smallest of all poll checks."""
    return min((check.stale_after_days for check in polls(checklist)), default=STALE_AFTER_DAYS)


def needed(checklist: Checklist) -> tuple[str, ...]:
    """The areas that must vote: those that the poll checks name, or else all six."""
    named = [area for check in polls(checklist) for area in check.areas or AREAS]
    return tuple(dict.fromkeys(named or AREAS))


def polls(checklist: Checklist) -> Iterator[Polled]:
    """The poll checks of a checklist."""
    return (check for item in checklist.items for check in polls_in(item))


def polls_in(item: Item) -> Iterator[Polled]:
    """The poll checks of an item."""
    for check in item.checks:
        if isinstance(check, Polled):
            yield check


class _Compared(NamedTuple):
    """What is different since a line was written.

    `added` are facts that only the checklist of today asks for, at the paths `asked`. `gone` is local
    evidence that was there, and `before` is the version that ties votes to more facts than the
    line, or empty.
    """

    changed: tuple[Change, ...]
    gone: tuple[str, ...] = ()
    before: str = ""
    added: tuple[Change, ...] = ()
    asked: tuple[str, ...] = ()


class _Count:
    """Counts the votes as of one date."""

    def __init__(
        self,
        record: Record,
        plan: Plan,
        checklist: Checklist,
        today: date,
        absent: Collection[tuple[Where, str]],
    ) -> None:
        self.record, self.plan, self.checklist, self.today = record, plan, checklist, today
        self.absent = absent
        self.zone = ZoneInfo(plan.launch.timezone)
        self.fresh_for = stale_after(checklist)
        self.lines = record.lines
        left_out = left_out_of(plan, checklist)
        arrived = [self._day(line) <= today for line in self.lines]
        self.ahead = arrived.count(False)
        counts = [
            is_there and line.entry.area not in left_out and line.entry.wave == plan.wave
            for line, is_there in zip(self.lines, arrived, strict=True)
        ]
        self.areas = dict.fromkeys(polled_areas(checklist, left_out))
        votes = (line for line, is_counted in zip(self.lines, counts, strict=True) if is_counted)
        self.areas.update(dict.fromkeys(line.entry.area for line in votes if not _decides(line)))
        bits = {area: 2 << index for index, area in enumerate(self.areas)}
        self.marks = [
            is_counted and (_DECISION if _decides(line) else bits[line.entry.area])
            for line, is_counted in zip(self.lines, counts, strict=True)
        ]
        self.before = _before(self.lines)

    def board(self) -> Board:
        """All areas, the decisions and the dissent."""
        latest, undecided = self._latest()
        decisions = [line for line in latest if _decides(line)]
        by_area: dict[str, list[Line]] = {area: [] for area in self.areas}
        for line in latest:
            if not _decides(line):
                by_area[line.entry.area].append(line)
        standing = [line for lines in by_area.values() for line in lines]
        around = [self._around(line, standing) for line in decisions]
        dissent = {vote.digest: vote for _, against in around for vote in against}
        return Board(
            seats=tuple(self._seat(area, lines) for area, lines in by_area.items()),
            decisions=tuple(
                self._decision(line, since) for line, (since, _) in zip(decisions, around, strict=True)
            ),
            dissent=tuple(map(self._vote, dissent.values())),
            undecided=tuple(self._vote(line) for line in standing if line.digest in undecided),
            ahead=self.ahead,
        )

    def _day(self, line: Line) -> date:
        """The date of a line, in the time zone of the launch."""
        return line.entry.at.astimezone(self.zone).date()

    def _latest(self) -> tuple[list[Line], set[str]]:
        """The latest votes and decisions, and the no-go votes among them that no decision follows."""
        latest = []
        undecided = set()
        for index, after in self._backward(lambda index, _: self.marks[index]):
            line, mark = self.lines[index], self.marks[index]
            if mark and not after & mark:
                latest.append(line)
                if line.entry.word == NO_GO and not after & _DECISION:
                    undecided.add(line.digest)
        return latest[::-1], undecided

    def _around(self, decision: Line, standing: list[Line]) -> tuple[tuple[str, ...], list[Line]]:
        """The areas whose votes a decision does not follow, and the no-go votes that it overruled."""
        known = set()
        stood = []

        def mark(index: int, after: int) -> int:
            if self.lines[index] is decision:
                return _DECISION
            return self.marks[index] & ~_DECISION if after & _DECISION else 0

        for index, after in self._backward(mark):
            line, own = self.lines[index], self.marks[index]
            if after & _DECISION and own > _DECISION:
                known.add(line.digest)
                if not after & own:
                    stood.append(line)
        since = dict.fromkeys(vote.entry.area for vote in standing if vote.digest not in known)
        if decision.entry.word == NO_GO:
            return tuple(since), []
        order = {area: index for index, area in enumerate(self.areas)}
        against = [line for line in reversed(stood) if line.entry.word == NO_GO]
        return tuple(since), sorted(against, key=lambda line: order[line.entry.area])

    def _backward(self, mark: Callable[[int, int], int]) -> Iterator[tuple[int, int]]:
        """Yield each line, from last to first, with the marks of all lines that follow it.

        `mark` returns the mark of a line, given the marks of those that follow it.
        """
        marks: dict[int, int] = {}
        for index in range(len(self.lines) - 1, -1, -1):
            after = marks.pop(index, 0)
            yield index, after
            handed_on = after | mark(index, after)
            if handed_on:
                for parent in self.before[index]:
                    marks[parent] = marks.get(parent, 0) | handed_on

    def _seat(self, area: str, lines: list[Line]) -> Seat:
        owner, backup = voters(self.plan, area)
        return Seat(area, owner, backup, tuple(map(self._vote, lines)))

    def _vote(self, line: Line) -> Vote:
        """A vote, and the changes since."""
        entry = line.entry
        entitled = entry.by in voters(self.plan, entry.area)
        lost = "" if entitled else f"may no longer vote for {entry.area}"
        changed, stale, before = self._since(line, reads(self.checklist, entry.area), lost)
        conditions = tuple(
            Condition(term.text, term.owner, term.by, term.by < self.today) for term in entry.conditions
        )
        return Vote(
            area=entry.area,
            vote=entry.word,
            by=entry.by,
            at=entry.at,
            note=entry.note,
            conditions=conditions,
            line=line.number,
            digest=line.digest,
            facts_digest=line.facts_digest,
            changes=changed,
            stale_because=stale,
            cast_before=before,
            facts_from=entry.facts_from,
        )

    def _decision(self, line: Line, since: tuple[str, ...]) -> Decision:
        """A decision, and the changes since."""
        entry = line.entry
        lost = "" if entry.by == self.plan.launch.decider else "may no longer decide"
        changed, stale, before = self._since(line, DECIDED, lost)
        return Decision(
            decision=entry.word,
            by=entry.by,
            at=entry.at,
            note=entry.note,
            line=line.number,
            digest=line.digest,
            facts_digest=line.facts_digest,
            since=since,
            changes=changed,
            stale_because=stale,
            cast_before=before,
            open=entry.open,
            facts_from=entry.facts_from,
        )

    def _compared(self, line: Line, now: tuple[str, ...]) -> _Compared:
        """Compare a line with the plan as it is.

        `now` are the paths of the facts that a line written now is tied to. A line of another version
        of launchcheck is compared by the facts that it recorded: a version that reads more does not
        make votes stale, but is noted. Within a version, only another checklist reads more, and its
        facts count. Lines without paths use the places of their facts.
        """
        place = Location(self.record.name, line.number, 1)
        try:
            basis = basis_of(self.record.bytes_of(line))
            old = normal(json.loads(basis.facts))
            area = line.entry.area
            plan = concerning(self.plan, self.checklist, area) if area else self.plan
            if not basis.reads:
                new = facts_at(plan, SHARED_EARLY, like=old)
                reads_all = not any(each.old is None for each in changes(new, facts_at(plan, now)))
                return _Compared(tuple(changes(old, new)), before="" if reads_all else __version__)
            new = facts_at(plan, basis.reads)
            gone = tuple(each for each in links_in(new, self.absent) if each not in basis.absent)
            changed = tuple(changes(old, new))
            if basis.version != __version__:
                return _Compared(changed, gone, "" if covers(basis.reads, now) else __version__)
            known = {change.where for change in changed}
            new = facts_at(plan, sorted({*basis.reads, *now}))
            added = tuple(each for each in changes(old, new) if each.where not in known)
            more = (path for path in now if not covers(basis.reads, [path])) if added else ()
            asked = tuple(path for path in more if facts_at(plan, [path]))
            return _Compared(changed, gone, added=added, asked=asked)
        except RecursionError:  # forged: no plan is nested so deeply
            message = "launchcheck did not write this line: its facts are nested too deeply"
            raise LaunchcheckError(message, locations=(place,)) from None

    def _since(
        self, line: Line, now: tuple[str, ...], lost: str
    ) -> tuple[tuple[Change, ...], tuple[str, ...], str]:
        """The facts that changed since a line was written, why it is stale, and the version it predates."""
        changed, gone, before, added, asked = self._compared(line, now)
        because = [words(change) for change in changed[:MOST_SHOWN]]
        if len(changed) > MOST_SHOWN:
            because.append(f"{len(changed) - MOST_SHOWN} more facts changed")
        if added:
            names = listed(asked, most=MOST_SHOWN)
            because.append(f"it was cast with another checklist, which did not ask for {names}")
        if gone:
            because.append(
                f"evidence is gone since: {listed([show(each) for each in gone], most=MOST_SHOWN)}"
            )
        # After the launch there is nothing left to vote on: votes that were fresh that day stay fresh.
        age = (min(self.today, self.plan.launch.day) - self._day(line)).days
        if age > self.fresh_for:
            because.append(f"it is {days(age)} old (votes expire after {days(self.fresh_for)})")
        if lost:
            because.append(f"{show(line.entry.by, 60)} {lost}")
        return (*changed, *added), tuple(because), before


def words(change: Change) -> str:
    """A changed fact as a message: `launch.date was 2027-02-16 and is now 2027-02-23`."""
    name = dotted(change.where)
    if change.old is None:
        return f"{name} is new: {_short(change.new)}"
    if change.new is None:
        return f"{name} was removed; it was {_short(change.old)}"
    return f"{name} was {_short(change.old)} and is now {_short(change.new)}"


def _short(value: Any) -> str:
    """A shortened value: text as it is, anything else as JSON."""
    return show(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), 60)


_DECISION = 1
"""The mark of a decision; each area has a bit of its own above it."""


def _decides(line: Line) -> bool:
    return line.entry.kind == "decision"


def _before(lines: tuple[Line, ...]) -> list[tuple[int, ...]]:
    """For each line, the indexes of the lines that it follows."""
    place = {line.digest: index for index, line in enumerate(lines)}
    return [tuple(place[digest] for digest in line.after) for line in lines]
