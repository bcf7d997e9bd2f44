"""The people and the date of a meeting."""

from __future__ import annotations

from pathlib import Path

from terminals import MEETING

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "examples" / "ready.yaml"
OWNERS = {
    "product": "priya",
    "audience": "dana",
    "goals": "dana",
    "campaigns": "sam",
    "sales": "omar",
    "customer_success": "lin",
}


class Told:
    """A clock set by the test."""

    def __init__(self, monkeypatch, clock):
        self.at = MEETING
        monkeypatch.setattr(clock, "now", lambda: self.at)
