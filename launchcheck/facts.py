"""Facts from outside the plan: gathered before the check, passed in as one value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from launchcheck import evidence

if TYPE_CHECKING:
    from launchcheck.errors import Location
    from launchcheck.external_facts import Below
    from launchcheck.plan import Plan
    from launchcheck.poll import Board
    from launchcheck.source import Source, Where


class Locate(Protocol):
    """Find a place of a plan in its file."""

    def __call__(self, where: Where, /, *, key: bool = False) -> Location:
        """The location of the value at a place, or of its key."""


class Facts(NamedTuple):
    """What was known when the facts were gathered.

    `today` is the day of the check, `absent` the places in the plan whose local evidence is
    missing, `locate` finds a place of the plan in its file, and `source` is what messages call the
    file. `votes` is the state of the vote record next to the plan; None without a record, and then
    `stray_records` are those next to it whose own plan is gone. `below` is what the facts of other
    systems leave in doubt, if there are any below the plan.
    """

    today: date
    locate: Locate
    source: str = "<plan>"
    absent: tuple[tuple[Where, str], ...] = ()
    votes: Board | None = None
    stray_records: tuple[str, ...] = ()
    below: Below | None = None

    @classmethod
    def gather(cls, plan: Plan, source: Source, today: date, folder: str | None) -> Facts:
        """Look for the plan's local evidence, which is relative to `folder`.

        Nothing outside the root is read: the git repository that contains the folder, else the
        folder itself. Without a folder no evidence is checked.

        Raises:
            LaunchcheckError: evidence is outside the root, located.

        """
        absent = () if folder is None else evidence.missing(plan, source, folder)
        return cls(today, source.locate, source.name, absent, below=getattr(source, "below", None))
