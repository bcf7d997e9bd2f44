"""What a check may know of the world beyond the plan: gathered before it, passed in as one value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck import evidence

if TYPE_CHECKING:
    from launchcheck.errors import Location
    from launchcheck.plan import Plan
    from launchcheck.source import Source, Where


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
    `stale_because` says in words why the vote no longer counts.
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


class Facts(NamedTuple):
    """The world as it was when the facts were gathered.

    `today` is the day of the check, `absent` the places in the plan whose local evidence is not
    there, `locate` finds a place of the plan in its file, and `source` is what messages call it.
    `votes` is what the record of votes beside the plan adds up to.
    """

    today: date
    locate: Callable[[Where], Location]
    source: str = "<plan>"
    absent: tuple[tuple[Where, str], ...] = ()
    votes: Board = Board()

    @classmethod
    def gather(cls, plan: Plan, source: Source, today: date, folder: str | None) -> Facts:
        """Look for the plan's local evidence, which is relative to `folder`.

        Nothing outside the root is looked at: the git repository that holds the folder, else the
        folder itself. Without a folder nothing is looked for.

        Raises:
            LaunchcheckError: evidence that leaves the root, located.

        """
        absent = () if folder is None else evidence.missing(plan, source, folder)
        return cls(today, source.locate, source.name, absent)
