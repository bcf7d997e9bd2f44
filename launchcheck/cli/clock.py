"""The clock, as votes read it: to the moment, where a check needs only the day."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The moment that it is."""
    return datetime.now(UTC)
