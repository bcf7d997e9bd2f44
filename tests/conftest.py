"""Shared by all tests: golden files, the option that updates them, and test ids that pytest accepts on its command line."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from launches import calm, commit, git, here  # noqa: F401  # fixtures


def pytest_configure() -> None:
    """Let Ctrl-C and a closed window end the programs that tests start, also where they do not end the tests.

    In the background of a script the first is ignored, and under `nohup` the second. Programs inherit what
    is ignored, but no handler.
    """
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that updates stored outputs."""
    parser.addoption("--update", action="store_true", help="store outputs anew instead of comparing them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str | bytes, Path], None]:
    """Compare an output with its golden file, or update the file."""

    def compare(actual: str | bytes, path: Path) -> None:
        written = actual.encode() if isinstance(actual, str) else actual
        if request.config.getoption("--update"):
            path.write_bytes(written)
        assert path.exists(), f"{path.name} is not stored yet: run pytest --update, and read what it stored"
        assert written.decode() == path.read_bytes().decode()

    return compare


def pytest_make_parametrize_id(val: object) -> str | None:
    """Replace backslashes in test ids: on its command line pytest reads a backslash as a slash."""
    text = ascii(val)[1:-1] if isinstance(val, str) else ascii(val)[2:-1] if isinstance(val, bytes) else ""
    return text.replace("\\", "|") if "\\" in text else None
