"""What a check may know of the world beyond the plan: gathered before it, passed in as one value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from launchcheck import evidence

if TYPE_CHECKING:
    from launchcheck.errors import Location
    from launchcheck.plan import Plan
    from launchcheck.source import Source, Where
    from launchcheck.votes.model import Board


class Facts(NamedTuple):
    """The world as it was when the facts were gathered.

    `today` is the day of the check, `absent` the places in the plan whose local evidence is not
    there, `locate` finds a place of the plan in its file, and `source` is what messages call it.
    `votes` is what the record of votes beside the plan adds up to; None where there is no record.
    """

    today: date
    locate: Callable[[Where], Location]
    source: str = "<plan>"
    absent: tuple[tuple[Where, str], ...] = ()
    votes: Board | None = None

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
