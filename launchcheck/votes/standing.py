"""Where a launch stands at its go/no-go: what was found, who said what, and the record that holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from launchcheck.dates import day
from launchcheck.plan import AREAS
from launchcheck.votes.board import polls

if TYPE_CHECKING:
    from datetime import datetime

    from launchcheck.checklist import Checklist
    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.votes.integrity import Record
    from launchcheck.votes.model import Board, Decision, Seat, Vote

WORDS = {"go": "go", "no-go": "NO-GO", "condition": "go on condition"}
"""How a vote or decision is shown: a no-go stands out without any color."""


class Standing(NamedTuple):
    """A launch at its go/no-go on one day; `needed` are the areas that are polled."""

    plan: Plan
    report: Report
    board: Board
    record: Record
    needed: tuple[str, ...]

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The areas that are polled and those that voted all the same, in the order of the plan."""
        return tuple(seat for seat in self.board.seats if seat.votes or seat.area in self.needed)

    @property
    def polled(self) -> tuple[str, ...]:
        """The areas that are asked in the meeting: polled, and with something to vote on."""
        return tuple(seat.area for seat in self.board.seats if seat.area in self.needed)

    @property
    def silent(self) -> tuple[str, ...]:
        """The areas that have not voted."""
        return tuple(seat.area for seat in self.seats if not seat.votes)

    @property
    def stale(self) -> tuple[Vote | Decision, ...]:
        """The votes and decisions that stand, and that are about something else than the plan as it is."""
        spoken: list[Vote | Decision] = [vote for seat in self.seats for vote in seat.votes]
        spoken += self.board.decisions
        return tuple(each for each in spoken if each.stale)

    def seat(self, area: str) -> Seat:
        """The seat of an area that is polled."""
        return next(seat for seat in self.board.seats if seat.area == area)

    def holds(self, area: str) -> bool:
        """Whether an area has one vote, about the plan as it is."""
        vote = self.seat(area).vote
        return vote is not None and not vote.stale

    def name(self, id: str) -> str:
        """A person's name, or the id of somebody whom the plan no longer names."""
        person = (self.plan.people or {}).get(id)
        return (person and person.name) or id

    def day(self, moment: datetime) -> str:
        """The day of a moment, as the launch counts its days."""
        return day(moment.astimezone(ZoneInfo(self.plan.launch.timezone)).date())


def needed(checklist: Checklist) -> tuple[str, ...]:
    """The areas that a checklist wants polled: those that its poll names, else the six."""
    named = [area for check in polls(checklist) for area in check.areas or AREAS]
    return tuple(dict.fromkeys(named or AREAS))


def said(standing: Standing, spoken: Vote | Decision) -> str:
    """Who said what and when: `Omar Haddad, NO-GO, Fri 12 Feb 2027`."""
    word = WORDS[getattr(spoken, "vote", "") or getattr(spoken, "decision", "")]
    return f"{standing.name(spoken.by)}, {word}, {standing.day(spoken.at)}"


def outcome(standing: Standing) -> str:
    """What was decided, by whom and over whose no-go, as a sentence."""
    decisions = standing.board.decisions
    if not decisions:
        decider = standing.plan.launch.decider
        who = f"{standing.name(decider)} decides" if decider else "launch.decider names nobody"
        return f"Not decided; {who}."
    if len(decisions) > 1:
        both = " and ".join(said(standing, each) for each in decisions)
        return f"Decided on two branches at once ({both}); to be decided again."
    (decision,) = decisions
    against = [vote.area for vote in standing.board.dissent]
    over = f", over the no-go of {' and '.join(against)}" if against else ""
    words = f"Decided: {WORDS[decision.decision]}, by {standing.name(decision.by)}"
    return f"{words} on {standing.day(decision.at)}{over}."


def warnings(standing: Standing) -> list[str]:
    """What a reader of the votes must know: silence, disputes, what is stale, what came later."""
    board = standing.board
    found = []
    if standing.silent:
        found.append(f"Not voted: {', '.join(standing.silent)}.")
    found += [
        f"Disputed: {seat.area} voted on two branches at once, and votes again."
        for seat in standing.seats
        if seat.disputed
    ]
    stale = [vote.area for seat in standing.seats for vote in seat.votes if vote.stale]
    if stale:
        found.append(
            f"Stale: {', '.join(dict.fromkeys(stale))}; what they voted on has changed, or is too old."
        )
    if any(decision.stale for decision in board.decisions):
        found.append("Stale: the decision.")
    if board.undecided:
        found.append(
            f"No decision has followed the no-go of {', '.join(vote.area for vote in board.undecided)}."
        )
    later = [area for decision in board.decisions for area in decision.since]
    if later:
        found.append(f"Voted after the decision, or beside it: {', '.join(dict.fromkeys(later))}.")
    if board.ahead:
        found.append(f"{board.ahead} of the record {'is' if board.ahead == 1 else 'are'} of a later day.")
    if standing.record.torn:
        found.append(f"{str(standing.record.torn).capitalize()}.")
    return found
