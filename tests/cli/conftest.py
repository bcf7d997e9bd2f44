"""The command line for tests, in a controlled environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from command import CHECKLIST, PLAN, Ended

from launchcheck.cli import run


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run in a temporary folder, without environment variables that change the output."""
    for name in [*os.environ]:
        if name.startswith("GITHUB_") or name in {"CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TZ"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "tiny.yaml").write_text(CHECKLIST)


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run a command in this process."""

    def ended(*arguments: str) -> Ended:
        code = run([*arguments])
        return Ended(code, *capsys.readouterr())

    return ended
