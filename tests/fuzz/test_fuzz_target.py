"""The fuzz target on its seeds: it passes, and it still works."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import fuzz_source
import pytest

from launchcheck.source import build


@pytest.mark.parametrize("parser", ["libyaml", "pure"])
def test_every_seed_is_data_or_refused(parser, monkeypatch):
    """Each is tried with both parsers."""
    if parser == "pure":
        monkeypatch.setattr(build, "_parser", build._PureParser)
    outcomes = {fuzz_source.check(content) for content in fuzz_source.seeds()}
    assert "data" in outcomes
    assert outcomes <= {"data", "refused"}


@pytest.mark.skipif(importlib.util.find_spec("atheris") is not None, reason="atheris is installed here")
def test_reports_missing_atheris():
    """Without atheris there is no search, and a message says so."""
    ended = subprocess.run(
        [sys.executable, fuzz_source.__file__, "--seconds", "1"], capture_output=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.decode() == "the search needs atheris: pip install atheris (CPython on Linux)\n"
