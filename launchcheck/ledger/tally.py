"""What the lines of a record add up to: where each area stands, what is stale, and what was decided."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from launchcheck.checks.all import All
from launchcheck.checks.polled import STALE_AFTER_DAYS, Polled
from launchcheck.checks.problem import dotted
from launchcheck.dates import days
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.facts import Board, Change, Condition, Decision, Seat, Vote
from launchcheck.ledger.content import (
    changes,
    facts_of,
    shared_facts,
)
from launchcheck.ledger.record import NO_GO
from launchcheck.plan import POLLED
from launchcheck.text import show

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist
    from launchcheck.ledger.chain import Ledger
    from launchcheck.ledger.record import Line
    from launchcheck.plan import Plan

MOST_SHOWN = 3
"""A sentence about a stale vote names no more changes than this."""


def board(ledger: Ledger, plan: Plan, checklist: Checklist, today: date) -> Board:
    """Where every area stands on a day.

    Of two votes for an area the one that was written after the other counts, whatever their clocks
    say; where neither was, the area is disputed. What is dated after `today` does not count yet.
    """
    return _Count(ledger, plan, checklist, today).board()


def polled_areas(checklist: Checklist) -> tuple[str, ...]:
    """The areas that a person of the plan answers for, and that the checklist asks something of."""
    asked = {name for item in checklist.items for name in (item.area, item.answers)}
    return tuple(area for area in POLLED if area in asked)


def voters(plan: Plan, area: str) -> tuple[str | None, str | None]:
    """The owner of an area, and the owner's backup."""
    owner = plan.launch.owner if area == "launch" else getattr(plan.owners, area, None)
    person = (plan.people or {}).get(owner or "")
    return owner, person.backup if person else None


def stale_after(checklist: Checklist) -> int:
    """After how many days a vote is stale: the fewest that a check of the poll says."""
    return min((check.stale_after_days for check in _polls(checklist)), default=STALE_AFTER_DAYS)


def _polls(checklist: Checklist) -> Iterator[Polled]:
    """The checks of the poll."""
    for item in checklist.items:
        for check in item.check.checks if isinstance(item.check, All) else (item.check,):
            if isinstance(check, Polled):
                yield check


class _Count:
    """One count of the votes."""

    def __init__(self, ledger: Ledger, plan: Plan, checklist: Checklist, today: date) -> None:
        self.plan, self.checklist, self.today = plan, checklist, today
        self.name = ledger.name
        self.zone = ZoneInfo(plan.launch.timezone)
        self.fresh_for = stale_after(checklist)
        self.lines = [line for line in ledger.lines if self._day(line) <= today]
        self.ahead = len(ledger.lines) - len(self.lines)
        self.before = _ancestors(ledger)
        self.bit = {line.digest: 1 << index for index, line in enumerate(ledger.lines)}

    def board(self) -> Board:
        """All areas, the decisions, and who disagreed."""
        by_area: dict[str, list[Line]] = {area: [] for area in polled_areas(self.checklist)}
        decided = []
        for line in self.lines:
            if line.entry.kind == "decision":
                decided.append(line)
            else:
                by_area.setdefault(line.entry.area, []).append(line)
        latest = {area: self._latest(lines) for area, lines in by_area.items()}
        decisions = self._latest(decided)
        standing = [line for lines in latest.values() for line in lines]
        undecided = [line for line in standing if _says_no(line) and not self._followed(line, decided)]
        return Board(
            seats=tuple(self._seat(area, lines) for area, lines in latest.items()),
            decisions=tuple(self._decision(line, standing) for line in decisions),
            dissent=tuple(map(self._vote, self._dissent(decisions, by_area))),
            undecided=tuple(map(self._vote, undecided)),
            ahead=self.ahead,
        )

    def _day(self, line: Line) -> date:
        """The day on which a line was written, in the time zone of the launch."""
        return line.entry.at.astimezone(self.zone).date()

    def _latest(self, lines: list[Line]) -> list[Line]:
        """The lines that none of the others was written after."""
        superseded = 0
        for line in lines:
            superseded |= self.before[line.digest]
        return [line for line in lines if not superseded & self.bit[line.digest]]

    def _followed(self, line: Line, others: list[Line]) -> bool:
        """Whether one of the others was written after a line."""
        return any(self.before[other.digest] & self.bit[line.digest] for other in others)

    def _dissent(self, decisions: list[Line], by_area: dict[str, list[Line]]) -> list[Line]:
        """The no-go votes that stood when somebody decided go."""
        found: dict[str, Line] = {}
        for decision in decisions:
            for lines in by_area.values() if not _says_no(decision) else ():
                seen = [line for line in lines if self._followed(line, [decision])]
                found.update({line.digest: line for line in self._latest(seen) if _says_no(line)})
        return list(found.values())

    def _seat(self, area: str, lines: list[Line]) -> Seat:
        """Where one area stands."""
        owner, backup = voters(self.plan, area)
        return Seat(area, owner, backup, tuple(map(self._vote, lines)))

    def _vote(self, line: Line) -> Vote:
        """A vote, with what happened since."""
        entry = line.entry
        now = facts_of(self.plan, self.checklist, entry.area)
        entitled = entry.by in voters(self.plan, entry.area)
        changed, stale = self._since(line, now, "" if entitled else f"no longer votes for {entry.area}")
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
        )

    def _decision(self, line: Line, standing: list[Line]) -> Decision:
        """A decision, with what happened since."""
        entry = line.entry
        decides = entry.by == self.plan.launch.decider
        changed, stale = self._since(line, shared_facts(self.plan), "" if decides else "no longer decides")
        later = [vote.entry.area for vote in standing if not self._followed(vote, [line])]
        return Decision(
            decision=entry.word,
            by=entry.by,
            at=entry.at,
            note=entry.note,
            line=line.number,
            digest=line.digest,
            facts_digest=line.facts_digest,
            since=tuple(dict.fromkeys(later)),
            changes=changed,
            stale_because=stale,
        )

    def _facts(self, line: Line) -> Any:
        """What a line is about; only a forger can make this fail, for both digests fit."""
        try:
            return json.loads(line.entry.facts)
        except (ValueError, RecursionError):
            place = Location(self.name, line.number, 1)
            message = "launchcheck did not write this line: its facts are not JSON"
            raise LaunchcheckError(message, locations=(place,)) from None

    def _since(self, line: Line, now: Any, lost: str) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """The facts that changed since a line was written, and all that made it stale."""
        changed = tuple(changes(self._facts(line), now))
        because = [words(change) for change in changed[:MOST_SHOWN]]
        if len(changed) > MOST_SHOWN:
            because.append(f"{len(changed) - MOST_SHOWN} more facts changed")
        # After the launch nothing is voted on any more: what was fresh that day stays so.
        age = (min(self.today, self.plan.launch.date) - self._day(line)).days
        if age > self.fresh_for:
            because.append(f"it is {days(age)} old, and holds for {days(self.fresh_for)}")
        if lost:
            because.append(f"{show(line.entry.by, 60)} {lost}")
        return changed, tuple(because)


def words(change: Change) -> str:
    """A changed fact as a message says it: `launch.date was 2027-02-16 and is 2027-02-23`."""
    name = dotted(change.where)
    if change.old is None:
        return f"{name} is new: {_short(change.new)}"
    if change.new is None:
        return f"{name} is gone; it was {_short(change.old)}"
    return f"{name} was {_short(change.old)} and is {_short(change.new)}"


def _short(value: Any) -> str:
    """A value in few characters: text as it is, anything else as JSON."""
    return show(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), 60)


def _says_no(line: Line) -> bool:
    """Whether a vote or decision is a no-go."""
    return line.entry.word == NO_GO


def _ancestors(ledger: Ledger) -> dict[str, int]:
    """For each line, those before it in the graph: a bit for each, in the order of the file."""
    before: dict[str, int] = {}
    bit: dict[str, int] = {}
    for index, line in enumerate(ledger.lines):
        seen = 0
        for digest in line.after:
            seen |= before[digest] | bit[digest]
        before[line.digest] = seen
        bit[line.digest] = 1 << index
    return before
