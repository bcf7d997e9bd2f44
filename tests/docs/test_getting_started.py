"""Getting started, as a new user follows it: the questions, the first verdict, the file, and a gate that opens."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import manual
import pytest
import yaml
from terminals import Terminal

PAGE = "docs/getting-started.md"
LATE = "2027-02-10"
"""A day on which everything that blocks a quiet launch is due."""

# The command as a pipeline calls it, on that day.
COMMAND = f"""#!{sys.executable}
from datetime import date
from launchcheck import api
from launchcheck.cli import main
api.current_day = lambda zone: date.fromisoformat("{LATE}")
main()
"""


def _shown(mark: str, name: str) -> str:
    """The text of the block below a mark."""
    (text,) = (block.text for block in manual.blocks(PAGE) if (block.mark, block.name) == (mark, name))
    return text


def _at(day: str) -> datetime:
    """A moment of a day."""
    return datetime.fromisoformat(day).replace(hour=9, tzinfo=UTC)


def _typed(transcript: str, prompts: tuple[str, ...]) -> list[str]:
    """What a person types in a transcript, after each of the prompts."""
    lines = [line for line in transcript.splitlines() if line.startswith(prompts)]
    return [line.rpartition(": ")[2] if ": " in line else "" for line in lines]


def test_init_asks_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers of the page get its questions, and in the end a plan."""
    monkeypatch.chdir(tmp_path)
    transcript = _shown("terminal", "init")
    answers = _typed(transcript, ("Name of", "Launch date", "Tier:", "Name:"))
    with Terminal("init", at=_at("2026-11-27"), columns=110) as terminal:
        terminal.says("Name of the launch: ")
        terminal.types(*answers)
        assert transcript.rstrip() in terminal.screen
        while terminal.prompts():
            terminal.types("")
        assert terminal.ends()[0] == 0
    assert "name: Orbit search\n" in (tmp_path / "launch.yaml").read_text(encoding="utf-8")


def test_ask_asks_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the plan that the page begins with, the first answers are written as it shows."""
    monkeypatch.chdir(tmp_path)
    (begun,) = (block.text for block in manual.blocks(PAGE) if block.mark == "file")
    (tmp_path / "launch.yaml").write_text(begun, encoding="utf-8")
    transcript = _shown("terminal", "ask")
    answers = _typed(transcript, ("metric:", "baseline (", "target (", "by ("))
    with Terminal("ask", "launch.yaml", at=_at(LATE), columns=110) as terminal:
        terminal.says("metric: ")
        terminal.types(*answers)
        assert transcript in terminal.screen
        terminal.types("q")
        assert terminal.ends()[0] == 0


def test_the_first_report_is_the_one_that_is_shown(
    folder_of: Callable[[str], Path], run: Callable[[str], Any]
) -> None:
    """Each line of the excerpt is in the report, in order."""
    (begun,) = (block.text for block in manual.blocks(PAGE) if block.mark == "file")
    (folder_of(PAGE) / "launch.yaml").write_text(begun, encoding="utf-8")
    report = run("launchcheck validate launch.yaml --as-of 2027-01-15").out
    places = [report.index(f"{line}\n") for line in _shown("report", "2027-01-15").splitlines()]
    assert places == sorted(places)


def test_the_finished_plan_is_ready(folder_of: Callable[[str], Path], run: Callable[[str], Any]) -> None:
    """The verdict is the one that the page says."""
    folder_of(PAGE)
    assert "The verdict as of launch day is now `READY`." in manual.text(PAGE)
    ended = run("launchcheck validate launch.yaml --at-launch")
    assert (ended.code, "\nREADY  " in ended.out) == (0, True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty git repository, and a command `launchcheck` and a `pip` that installs nothing beside it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in {"launchcheck": COMMAND, "pip": "#!/bin/sh\n"}.items():
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    folder = tmp_path / "repository"
    folder.mkdir()
    _git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def _git(folder: Path, *arguments: str) -> None:
    """Run git, as someone."""
    names = ["-c", "user.name=Dana", "-c", "user.email=dana@example.com"]
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True)


def _push(folder: Path, name: str, text: str) -> None:
    """Save a file and commit it."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", f"Save {name}")


def _runs(folder: Path, lines: list[str], **more: str) -> int:
    """The exit code of the lines of a job, which stops at the first that fails."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("GITHUB_", "CI_"))}
    path = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    given = {**kept, "PATH": path, "PYTHONPATH": str(manual.ROOT), "LAUNCHCHECK": "./launchcheck.whl", **more}
    for line in lines:
        done = subprocess.run(
            ["bash", "-e", "-c", line], cwd=folder, env=given, capture_output=True, check=False
        )
        if done.returncode:
            return done.returncode
    return 0


def _lines_of_github(text: str) -> list[str]:
    """What the steps of the workflow run."""
    (job,) = yaml.safe_load(text)["jobs"].values()
    return [step["run"] for step in job["steps"] if "run" in step]


def _lines_of_gitlab(text: str) -> list[str]:
    """The script of the job."""
    (job,) = yaml.safe_load(text).values()
    return list(job["script"])


def _lines_of_azure(text: str) -> list[str]:
    """The scripts of the pipeline."""
    return [step["script"] for step in yaml.safe_load(text)["steps"] if "script" in step]


@pytest.mark.parametrize(
    ("page", "name", "lines_of"),
    [
        ("docs/recipes/github.md", ".github/workflows/launch.yml", _lines_of_github),
        ("docs/recipes/gitlab.md", ".gitlab-ci.yml", _lines_of_gitlab),
        ("docs/recipes/azure.md", "azure-pipelines.yml", _lines_of_azure),
    ],
)
def test_a_gate_in_an_empty_repository_closes_and_opens(
    page: str, name: str, lines_of: Callable[[str], list[str]], repository: Path
) -> None:
    """With the files of both pages the gate is closed, and once the facts are added it is open.

    Only what pip would install is replaced: by this launchcheck, on a fixed day.
    """
    pipeline = manual.files(page)[name]
    begun, facts = (block.text for block in manual.blocks(PAGE, "yaml"))
    lines = lines_of(pipeline)
    assert [shlex.split(line)[0] for line in lines] == ["pip", "launchcheck"]

    _push(repository, name, pipeline)
    assert _runs(repository, lines) == 2
    _push(repository, "launch.yaml", begun)
    assert _runs(repository, lines) == 1
    _push(repository, "launch.yaml", begun + facts)
    assert _runs(repository, lines) == 0
    assert _runs(repository, lines, LAUNCHCHECK="") != 0


def test_a_change_that_weakens_the_plan_is_stopped(repository: Path) -> None:
    """The line for pull requests closes the gate for a later launch, although nothing is late then."""
    begun, facts = (block.text for block in manual.blocks(PAGE, "yaml"))
    (line,) = (
        line
        for line in manual.commands("docs/recipes/regressions.md", "text")
        if "--policy-from origin/main" in line
    )
    _push(repository, "launch.yaml", begun)
    _git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    _push(repository, "launch.yaml", begun + facts)
    assert _runs(repository, [line]) == 0
    _push(repository, "launch.yaml", begun.replace("date: 2027-02-16", "date: 2027-06-15"))
    assert _runs(repository, [line]) == 1
