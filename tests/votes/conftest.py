"""A launch on the date of its meeting: a plan in a temporary folder, and a clock under the test's control."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta

import pytest
from launches import Ended
from room import OWNERS, PLAN, ROOT, Told

from launchcheck.cli import clock, run


@pytest.fixture(autouse=True)
def _calm(monkeypatch, tmp_path):
    """Run in a temporary folder with a plan and settings that name the test checklist, without disturbing variables."""
    for name in [*os.environ]:
        if name in {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "TZ"}:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PLAN.parent / "evidence", tmp_path / "evidence")
    shutil.copy(PLAN, tmp_path / "launch.yaml")
    (tmp_path / "tested").mkdir()
    shutil.copy(ROOT / "tests" / "data" / "checklist.yaml", tmp_path / "tested")
    (tmp_path / ".launchcheck.yaml").write_text("checklists: [./tested/checklist.yaml]\n")


@pytest.fixture
def told(monkeypatch):
    """The clock, which shows the beginning of the meeting until the test changes it."""
    return Told(monkeypatch, clock)


@pytest.fixture
def here(told, capsys):
    """Run a command in this process, one minute after the previous one."""

    def ended(*arguments):
        code = run([*arguments])
        told.at += timedelta(minutes=1)
        return Ended(code, *capsys.readouterr())

    return ended


@pytest.fixture
def polled(here):
    """Vote go for every owner, then decide go."""

    def done(*but, decision="go"):
        for area, owner in OWNERS.items():
            if area not in but:
                assert here("vote", "launch.yaml", "--area", area, "--vote", "go", "--as", owner).code == 0
        if decision:
            assert here("decide", "launch.yaml", "--decision", decision, "--as", "grace").code == 0

    return done


@pytest.fixture
def change(tmp_path):
    """Change the text of the plan."""

    def changed(old, new):
        plan = tmp_path / "launch.yaml"
        text = plan.read_text(encoding="utf-8")
        assert text.count(old) == 1
        plan.write_text(text.replace(old, new), encoding="utf-8")

    return changed


@pytest.fixture
def path(tmp_path):
    """The path of the record."""
    return str(tmp_path / "launch.votes.jsonl")
