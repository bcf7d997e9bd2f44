"""What the tests of the record share: which of them are long, and a record to begin with."""

from __future__ import annotations

import os

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: minutes, not seconds; LAUNCHCHECK_SLOW=1 runs it")


def pytest_collection_modifyitems(items):
    """Leave out what takes minutes, unless somebody asks for it."""
    if not os.environ.get("LAUNCHCHECK_SLOW"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow: set LAUNCHCHECK_SLOW=1"))


@pytest.fixture
def path(tmp_path):
    """Where a record would stand."""
    return str(tmp_path / "launch.votes.jsonl")
