"""What a change weakened: anything that lets a gate open more easily than at the base."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from launchcheck.errors import Location


class Weakening(NamedTuple):
    """One thing that a change weakened.

    `what` is the id of its kind, such as `severity-lowered`, and `message` says it in a sentence. `was`
    and `now` are the values at the base and after the change, as text; empty where there is none.
    `location` is None where no file after the change has a place for it.
    """

    what: str
    message: str
    location: Location | None = None
    was: str = ""
    now: str = ""
