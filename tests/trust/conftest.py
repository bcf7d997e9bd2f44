"""The command as used by strangers: in a temporary folder, in a controlled environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from stranger import PLAN, Ended

from launchcheck.cli import run


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a plan, without environment variables that change the output."""
    for name in [*os.environ]:
        if name.startswith(("GITHUB_", "LAUNCHCHECK_")) or name in {"CI", "FORCE_COLOR", "COLUMNS", "TZ"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run a command in this process."""

    def ended(*arguments: str) -> Ended:
        code = run([*arguments])
        return Ended(code, *capsys.readouterr())

    return ended
