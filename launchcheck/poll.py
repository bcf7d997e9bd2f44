"""The votes for a launch as of one date: the board, its seats, the votes and the decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from launchcheck.source import Where


class FactsFrom(NamedTuple):
    """Where another system's facts come from: what they were read from, when, and by whom, if known."""

    source: str
    at: datetime | date
    by: str = ""


class Change(NamedTuple):
    """A fact that has changed since a vote; None stands for a missing fact."""

    where: Where
    old: Any
    new: Any


class Condition(NamedTuple):
    """What must be done for a vote to hold, by whom and by when."""

    text: str
    owner: str
    by: date
    overdue: bool


class Vote(NamedTuple):
    """A vote for an area: `go`, `no-go` or `condition` (go, once its conditions are met).

    `line` and `digest` name the line of the record. `changes` are the facts that changed since, and
    `stale_because` says in words why the vote no longer counts. `cast_before` is the version of
    launchcheck that ties a vote to more facts than this one is tied to, or empty. `facts_from` says where
    those of its facts come from that other systems state.
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
    facts_from: tuple[FactsFrom, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether the vote no longer counts for the plan as it is today."""
        return bool(self.stale_because)


class Open(NamedTuple):
    """A blocker that was open at a decision: its id, its owner (empty without one) and its due date."""

    id: str
    owner: str
    due: date


class Decision(NamedTuple):
    """Go or no-go for the launch; `since` are areas whose current vote did not come before it.

    `open` are the blockers that were open when it was made; None if that was not recorded.
    """

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
    open: tuple[Open, ...] | None = None
    facts_from: tuple[FactsFrom, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether the decision no longer counts for the plan as it is today."""
        return bool(self.stale_because)


class Seat(NamedTuple):
    """An area at the poll: who may vote for it, and its latest votes.

    Votes cast on two branches of the repository at once both count as the latest.
    """

    area: str
    owner: str | None
    backup: str | None
    votes: tuple[Vote, ...] = ()

    @property
    def vote(self) -> Vote | None:
        """The one vote that counts; None if there is none, or if the area is disputed."""
        return self.votes[0] if len(self.votes) == 1 else None

    @property
    def disputed(self) -> bool:
        """Whether several votes conflict until the area votes again."""
        return len(self.votes) > 1


class Board(NamedTuple):
    """The votes for a launch as of one date.

    `decisions` are the latest: one, or several that were made on branches at once. `dissent` are
    the no-go votes over which they were made, `undecided` those that no decision has followed.
    `ahead` is the number of lines with a later date, which do not count yet.
    """

    seats: tuple[Seat, ...] = ()
    decisions: tuple[Decision, ...] = ()
    dissent: tuple[Vote, ...] = ()
    undecided: tuple[Vote, ...] = ()
    ahead: int = 0
