"""The clock for votes, which are recorded to the moment; a check needs only the day."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment."""
    return datetime.now(UTC)
