"""The state of a launch at its go/no-go: the report, the votes and their record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from launchcheck.dates import day
from launchcheck.plan import OWNED
from launchcheck.poll import Open
from launchcheck.text import counted
from launchcheck.votes.board import polls_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from launchcheck.checklist import Checklist
    from launchcheck.plan import Plan
    from launchcheck.poll import Board, Decision, Seat, Vote
    from launchcheck.report import Report
    from launchcheck.votes.authors import Authors
    from launchcheck.votes.integrity import Record

WORDS = {"go": "go", "no-go": "NO-GO", "condition": "go on condition"}
"""How votes and decisions are shown: a no-go stands out even without color."""


class Standing(NamedTuple):
    """The state of a launch at its go/no-go on one date; `needed` are the areas that must vote.

    `strays` are records next to a plan without a record whose own plan is gone. `authors` are the
    voters compared with the authors of commits, if that was asked for.
    """

    plan: Plan
    checklist: Checklist
    report: Report
    board: Board
    record: Record
    needed: tuple[str, ...]
    strays: tuple[str, ...] = ()
    authors: Authors | None = None

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The areas that must vote and those that voted anyway, in the order of the plan."""
        return tuple(seat for seat in self.board.seats if seat.votes or seat.area in self.needed)

    @property
    def polled(self) -> tuple[str, ...]:
        """The areas that vote in the meeting: they must vote, and have something to vote on."""
        return tuple(seat.area for seat in self.board.seats if seat.area in self.needed)

    @property
    def silent(self) -> tuple[str, ...]:
        """The areas that have not voted."""
        return tuple(seat.area for seat in self.seats if not seat.votes)

    @property
    def stale(self) -> tuple[Vote | Decision, ...]:
        """The latest votes and decisions that are stale."""
        spoken: list[Vote | Decision] = [vote for seat in self.seats for vote in seat.votes]
        spoken += self.board.decisions
        return tuple(each for each in spoken if each.stale)

    def seat(self, area: str) -> Seat:
        """The seat of an area that is polled."""
        return next(seat for seat in self.board.seats if seat.area == area)

    def holds(self, area: str) -> bool:
        """Whether an area has one vote that is not stale."""
        vote = self.seat(area).vote
        return vote is not None and not vote.stale

    def open_blockers(self, area: str = "") -> tuple[Open, ...]:
        """The open blockers of an area, or of the launch, the first due first; the poll itself is none."""
        found = [
            result
            for result in self.report.blockers
            if (not area or area in {result.item.area, *self.checklist.answers(result.item)})
            and not any(polls_in(result.item))
        ]
        found.sort(key=lambda result: result.due)
        return tuple(Open(each.item.id, each.owner.id if each.owner else "", each.due) for each in found)

    def name(self, id: str) -> str:
        """A person's name, or the id of a person who is no longer in the plan."""
        person = (self.plan.people or {}).get(id)
        return (person and person.name) or id

    def day(self, moment: datetime) -> str:
        """The date of a time, in the time zone of the launch."""
        return day(moment.astimezone(ZoneInfo(self.plan.launch.timezone)).date())


def said(standing: Standing, spoken: Vote | Decision) -> str:
    """A vote or decision in a line: `Omar Haddad, NO-GO, Fri 12 Feb 2027`."""
    word = WORDS[getattr(spoken, "vote", "") or getattr(spoken, "decision", "")]
    return f"{standing.name(spoken.by)}, {word}, {standing.day(spoken.at)}"


def cited(standing: Standing, spoken: Vote | Decision) -> list[str]:
    """Where those facts of a vote or decision come from that other systems state."""
    return [
        f"with facts from {each.source}, read {_day(standing, each.at)}{each.by and f' by {each.by}'}"
        for each in spoken.facts_from
    ]


def _day(standing: Standing, moment: datetime | date) -> str:
    """The date of a moment, in the time zone of the launch."""
    return standing.day(moment) if isinstance(moment, datetime) else day(moment)


def outcome(standing: Standing) -> str:
    """The decision as a sentence, with the no-go votes that it overrode."""
    decisions = standing.board.decisions
    if not decisions:
        decider = standing.plan.launch.decider
        who = f"{standing.name(decider)} decides" if decider else "launch.decider is not set"
        return f"Not decided; {who}."
    if len(decisions) > 1:
        both = " and ".join(said(standing, each) for each in decisions)
        return f"Decided on two branches at once ({both}); the decision must be made again."
    (decision,) = decisions
    against = [vote.area for vote in standing.board.dissent]
    over = f", over the no-go of {' and '.join(against)}" if against else ""
    words = f"Decided: {WORDS[decision.decision]}, by {standing.name(decision.by)}"
    return f"{words} on {standing.day(decision.at)}{over}."


def warnings(standing: Standing) -> list[str]:
    """Warnings about the votes: missing, disputed, stale or later than the decision."""
    board = standing.board
    found = [*_not_polled(standing)]
    if standing.silent:
        found.append(f"No votes yet: {', '.join(standing.silent)}.")
    found += [
        f"Disputed: {seat.area} voted on two branches at once, and must vote again."
        for seat in standing.seats
        if seat.disputed
    ]
    stale = [vote.area for seat in standing.seats for vote in seat.votes if vote.stale]
    if stale:
        found.append(
            f"Stale: {', '.join(dict.fromkeys(stale))}; their facts have changed, or the votes are too old."
        )
    if any(decision.stale for decision in board.decisions):
        found.append("Stale: the decision.")
    if board.undecided:
        found.append(f"No decision since the no-go of {', '.join(vote.area for vote in board.undecided)}.")
    later = [area for decision in board.decisions for area in decision.since]
    if later:
        found.append(f"Voted after the decision, or on another branch: {', '.join(dict.fromkeys(later))}.")
    if board.ahead:
        found.append(f"Not counted yet: {counted(board.ahead, 'line')} of the record with a later date.")
    if standing.strays:
        found.append(f"If this plan was renamed, rename its record, too: {', '.join(standing.strays)}.")
    others = {line.entry.launch for line in standing.record.lines} - {"", standing.plan.name}
    if others:
        found.append(f"Votes in this record name another launch: {', '.join(sorted(others))}.")
    if standing.record.torn:
        found.append(f"{str(standing.record.torn).capitalize()}.")
    return found


def _not_polled(standing: Standing) -> Iterator[str]:
    """The areas without a seat because they do not apply, and why; their votes do not count."""
    voted = {line.entry.area for line in standing.record.lines}
    seats = {seat.area for seat in standing.board.seats}
    reasons = {each.item.area: each.reason for each in standing.report.results if each.excluded}
    for area in OWNED:
        if area in reasons and area not in seats:
            more = " Its votes in the record do not count." if area in voted else ""
            yield f"Not polled: {area} ({reasons[area]}).{more}"
