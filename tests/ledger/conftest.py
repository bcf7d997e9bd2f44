"""A record to begin with."""

from __future__ import annotations

import pytest


@pytest.fixture
def path(tmp_path):
    """Where a record would stand."""
    return str(tmp_path / "launch.votes.jsonl")
