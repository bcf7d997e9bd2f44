"""README.md is short and correct: its set-up runs, its plan is valid, and its tables match the app.

tests/docs checks its lines, links and options together with those of the other pages.
"""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from launchcheck import parse
from launchcheck.plan import Plan
from launchcheck.report import Verdict
from launchcheck.source import Source

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MOST_LINES = 130
SET_UP = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
(PLAN,) = re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this launchcheck in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "launchcheck", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_it_is_short() -> None:
    """Whatever needs more room is a page of docs."""
    assert len(README.splitlines()) <= MOST_LINES


def test_ci_runs_the_set_up_commands() -> None:
    """CI runs both commands of the section unchanged: for using launchcheck, and for working on it."""
    script = runpy.run_path(str(ROOT / ".ci" / "readme.py"))["commands"]()
    user, contributor = script.splitlines()
    assert [user, contributor] == SET_UP
    assert user.endswith("launchcheck validate examples/ready.yaml --at-launch")
    assert contributor.endswith("pip install --quiet -e '.[test]' && .venv/bin/pytest")
    assert ".ci/readme.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_set_up_runs_on_existing_files() -> None:
    """The set-up command checks an example that is ready."""
    shown = SET_UP[0].rpartition("&& .venv/bin/launchcheck ")[2]
    assert _run(ROOT, *shown.split()).returncode == 0


def test_plan_is_valid_and_short() -> None:
    """The plan has the 15 lines that its heading promises, and is valid."""
    assert len(PLAN.splitlines()) == 15
    assert "## A plan in 15 lines\n" in README
    parse.read(Source.parse(PLAN), Plan)


@pytest.mark.parametrize("day", ["2026-11-27", "2027-01-20", "2027-02-16", "2027-03-01"])
def test_the_plan_in_15_lines_is_reported_on_one_screen(day: str, tmp_path: Path) -> None:
    """At most 45 lines of 80 columns, on any day."""
    (tmp_path / "launch.yaml").write_text(PLAN, encoding="utf-8")
    ran = _run(tmp_path, "validate", "launch.yaml", "--as-of", day)
    assert 10 < len(ran.stdout.splitlines()) <= 45


def test_every_verdict_is_explained() -> None:
    """The table has a row for each, and no other."""
    table = README.split("| the launch is | when |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| ([a-z ]+) \|", table, re.MULTILINE)
    assert rows == [verdict.value.replace("_", " ") for verdict in Verdict]
