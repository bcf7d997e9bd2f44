"""What the votes for a launch add up to on one day: the board, its seats, the votes and the decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from launchcheck.source import Where


class Change(NamedTuple):
    """A fact that is another one than at the time of a vote; None stands for a fact not given."""

    where: Where
    old: Any
    new: Any


class Condition(NamedTuple):
    """What must come true for a vote to hold: by whom, and until when."""

    text: str
    owner: str
    by: date
    overdue: bool


class Vote(NamedTuple):
    """What somebody said for an area: `go`, `no-go` or `condition` (go, once its conditions hold).

    `line` and `digest` name the line of the record. `changes` are the facts that changed since, and
    `stale_because` says in words why the vote no longer counts. `cast_before` is the version of
    launchcheck that binds a vote to more facts than this one is bound to, or empty.
    """

    area: str
    vote: str
    by: str
    at: datetime
    note: str
    conditions: tuple[Condition, ...]
    line: int
    digest: str
    facts_digest: str
    changes: tuple[Change, ...] = ()
    stale_because: tuple[str, ...] = ()
    cast_before: str = ""

    @property
    def stale(self) -> bool:
        """Whether the vote is about something else than the plan as it is today."""
        return bool(self.stale_because)


class Decision(NamedTuple):
    """Go or no-go for the launch; `since` are areas whose present vote came after it, or beside it."""

    decision: str
    by: str
    at: datetime
    note: str
    line: int
    digest: str
    facts_digest: str
    since: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    stale_because: tuple[str, ...] = ()
    cast_before: str = ""

    @property
    def stale(self) -> bool:
        """Whether the decision is about something else than the plan as it is today."""
        return bool(self.stale_because)


class Seat(NamedTuple):
    """An area at the poll: who may vote for it, and its latest votes.

    Votes that were given on two branches of the repository at once are both the latest.
    """

    area: str
    owner: str | None
    backup: str | None
    votes: tuple[Vote, ...] = ()

    @property
    def vote(self) -> Vote | None:
        """The one vote that stands; None where nobody voted, or where the area is disputed."""
        return self.votes[0] if len(self.votes) == 1 else None

    @property
    def disputed(self) -> bool:
        """Whether several votes stand beside each other, until somebody votes again."""
        return len(self.votes) > 1


class Board(NamedTuple):
    """What the votes for a launch add up to on one day.

    `decisions` are the latest: one, or several that were made on branches at once. `dissent` are
    the no-go votes over which they were made, `undecided` those that no decision has followed.
    `ahead` counts lines of the record that are dated after the day, and do not count yet.
    """

    seats: tuple[Seat, ...] = ()
    decisions: tuple[Decision, ...] = ()
    dissent: tuple[Vote, ...] = ()
    undecided: tuple[Vote, ...] = ()
    ahead: int = 0
