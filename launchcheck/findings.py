"""The kinds of findings, in the order in which an item counts as one of them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from launchcheck.source import Where

WRONG = "wrong"
"""Facts contradict each other, or what is asked; time alone cannot heal it."""

LATE = "late"
"""It was due, and is not so far."""

UNDER_WAY = "under_way"
"""It is not so far, and not due."""

SCHEDULED = "scheduled"
"""A date to come, and not past the due date."""

MISSING = "missing"
"""It is not in the plan."""

KINDS = (WRONG, LATE, UNDER_WAY, SCHEDULED, MISSING)
"""All of them; an item counts as the first that is among its open findings."""


def are_below(places: Iterable[Where], known: Container[Where]) -> bool:
    """Whether every place, or one above it, is among the known ones."""
    for place in places:
        above = place
        while above and above not in known:
            above = above[:-1]
        if not above:
            return False
    return True
