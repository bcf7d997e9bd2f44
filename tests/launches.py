"""A small plan and checklist, and fixtures that run the command and git in a folder that contains them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from launchcheck.cli import run

PLAN = """\
launchcheck: 1
launch:
  name: Orbit Sync 2.0
  date: 2027-02-16
  tier: 1
  owner: dana
people:
  dana: {name: Dana Reyes}
  sam: {name: Sam Okoye}
owners: {product: sam}
"""

TINY = """\
checklist: 1
name: tiny
areas:
  - {id: launch, question: Is there an owner?}
  - {id: product, question: Is it there?}
items:
  - id: launch.owner
    area: launch
    question: Who runs it?
    why: Nobody does otherwise.
    fix: Set launch.owner.
    severity: {1: blocker, 2: blocker}
    due: T-30
    check: {kind: present, paths: [launch.owner]}
  - id: product.released
    area: product
    question: When is it out?
    why: Nobody can have it before.
    fix: Set launch.release_date.
    severity: {1: blocker, 2: warning}
    due: T-7
    check: {kind: present, paths: [launch.release_date]}
  - id: product.runbook
    area: product
    question: Is there a way back?
    why: It may be needed.
    fix: Write it.
    severity: {2: blocker}
    due: T-7
    check: {kind: present, paths: [product.rollback.evidence]}
"""


@dataclass
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def first(self) -> str:
        """The first error in one line: its place and its message."""
        message, _, below = self.err.partition("\n")
        place = below.partition("\n")[0].partition("--> ")[2]
        message = message.removeprefix("error: ")
        return f"{place}: {message}" if place else message


class Shown(NamedTuple):
    """An error as a person reads it: what is wrong, where (`file:line:column`), and what to do about it."""

    message: str
    place: str
    hint: str
    lines: int


def errors_in(text: str) -> list[Shown]:
    """The errors on standard error, in order; every line belongs to one, with a blank line between two."""
    found = []
    for block in re.split(r"\n\n(?=error: )", text.removesuffix("\n")) if text else []:
        first, *rest = block.split("\n")
        assert first.startswith("error: "), text
        places = [line.lstrip()[4:] for line in rest if re.match(" *--> ", line)]
        hints = [line.removeprefix("help: ") for line in rest if line.startswith("help: ")]
        excerpt = [line for line in rest if re.match(r" *\d* ?\| ?|note: see ", line)]
        assert len(places) + len(hints) + len(excerpt) == len(rest), text
        assert len(places) <= 1 >= len(hints), text
        found.append(
            Shown(first.removeprefix("error: "), "".join(places), "".join(hints), block.count("\n") + 1)
        )
    return found


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run in a temporary folder, without environment variables that change the output."""
    for name in [*os.environ]:
        if name.startswith(("GITHUB_", "GIT_", "LAUNCHCHECK_")) or name in {
            *("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TZ")
        }:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "tiny.yaml").write_text(TINY)


@pytest.fixture
def here(calm: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process and return its exit code and output."""

    def ended(*arguments: str) -> tuple[int, str, str]:
        code = run([*arguments])
        return (code, *capsys.readouterr())

    return ended


@pytest.fixture
def git(calm: None, tmp_path: Path) -> Callable[..., str]:
    """Run git in the test's folder, which is a repository."""

    def ask(*arguments: str, day: str = "2027-01-05", at: str = "T10:00:00+00:00") -> str:
        dates = {"GIT_AUTHOR_DATE": f"{day}{at}", "GIT_COMMITTER_DATE": f"{day}{at}"}
        command = ["git", "-c", "user.name=Dana", "-c", "user.email=dana@example.com", *arguments]
        environment = {**os.environ, **dates, "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=True, text=True
        ).stdout

    ask("init", "--quiet", "--initial-branch=main")
    return ask


@pytest.fixture
def commit(git: Callable[..., str], tmp_path: Path) -> Callable[..., str]:
    """Commit files given by their text; None deletes a file."""

    def made(subject: str, day: str = "2027-01-05", at: str = "T10:00:00+00:00", **texts: str | None) -> str:
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/").replace("_yaml", ".yaml")
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "-m", subject, day=day, at=at)
        return git("rev-parse", "HEAD").strip()

    return made
