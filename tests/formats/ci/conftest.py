"""The machine formats share the awkward reports of the other formats."""

import sys
from pathlib import Path

import pytest

import launchcheck

sys.path.insert(0, str(Path(__file__).parent.parent))


@pytest.fixture(autouse=True)
def _fixed_version(monkeypatch):
    """Fix the version, so that a release changes no golden file."""
    monkeypatch.setattr(launchcheck, "__version__", "1.2.3")
