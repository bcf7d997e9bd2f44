"""The commands of the documentation, run in a folder with the files that its pages show, at a fixed time."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import manual
import pytest

from launchcheck import api, cli
from launchcheck.cli import clock

TODAY = date(2027, 2, 11)


class Ended(NamedTuple):
    """What a command left: its exit code, its output, and the lines of its errors."""

    code: int
    out: str
    errors: list[str]


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed time, and no variable that changes what is shown."""
    for name in [*os.environ]:
        if name.startswith(("GITHUB_", "LAUNCHCHECK_")) or name in {
            "CI",
            "NO_COLOR",
            "FORCE_COLOR",
            "COLUMNS",
        }:
            monkeypatch.delenv(name)
    monkeypatch.setattr(api, "current_day", lambda _: TODAY)
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 2, 11, 9, 0, tzinfo=UTC))


@pytest.fixture
def folder_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Make a folder with the files of a page, and go there.

    It also has the examples, one of them as `launch.yaml` and some in `launches`, and the checklists that other pages show.
    """

    def made(page: str) -> Path:
        shutil.copytree(manual.ROOT / "examples", tmp_path / "examples")
        shutil.copytree(manual.ROOT / "examples" / "evidence", tmp_path / "evidence")
        shutil.copy(manual.ROOT / "examples" / "ready.yaml", tmp_path / "launch.yaml")
        (tmp_path / "launches").mkdir()
        for example in ("on-track", "quiet", "ready"):
            shutil.copy(manual.ROOT / "examples" / f"{example}.yaml", tmp_path / "launches")
        shared = {
            name: text
            for other in manual.written()
            for name, text in manual.files(other).items()
            if "/" not in name and not name.startswith(".") and name != "launch.yaml"
        }
        for name, text in {**shared, **manual.files(page)}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[[str], Ended]:
    """Run a line as a shell would, in this process; `> FILE` at its end writes there."""

    def ended(line: str) -> Ended:
        words = shlex.split(line, comments=True)
        words, target = (words[:-2], words[-1]) if ">" in words else (words, "")
        code = cli.run(words[1:])
        shown = capsys.readouterr()
        if target:
            Path(target).write_text(shown.out, encoding="utf-8")
        errors = [each for each in shown.err.splitlines() if not each.startswith("note: ")]
        return Ended(code, shown.out, errors)

    return ended
