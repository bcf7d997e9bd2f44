"""A reproducible wheel."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# On the worker that builds for the packaging tests, one build after the other.
pytestmark = pytest.mark.xdist_group("packaging")


def test_two_builds_have_the_same_bytes(tmp_path):
    """They are made at different times and in different places, without special settings."""
    pytest.importorskip("hatchling")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SOURCE_DATE_EPOCH", "PYTHON", "COV"))
    }
    wheels = []
    for number, zone in enumerate(["UTC", "Asia/Tokyo"]):
        out = tmp_path / str(number)
        command = [
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--wheel",
            "--outdir",
            str(out),
            str(ROOT),
        ]
        subprocess.run(command, check=True, capture_output=True, env={**environment, "TZ": zone})
        wheels += out.glob("*.whl")
    first, second = wheels
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()
