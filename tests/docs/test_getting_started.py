"""Getting started, as a new user follows it: the questions, the first verdict, the file, and a gate that opens."""

from __future__ import annotations

import os
import re
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
BEGUN = datetime(2026, 11, 27, 9, tzinfo=UTC)
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


def _typed(transcript: str, prompts: tuple[str, ...]) -> list[str]:
    """What a person types in a transcript, after each of the prompts."""
    lines = [line for line in transcript.splitlines() if line.startswith(prompts)]
    return [re.sub(r".*:(?: |$)", "", line) for line in lines]


def _screen(terminal: Terminal) -> str:
    """What a terminal shows, without spaces at the ends of lines."""
    return re.sub(r" +$", "", terminal.screen, flags=re.MULTILINE)


def _begin() -> None:
    """Answer the questions of `init` as the page does, and press Enter at the others."""
    transcript = _shown("terminal", "init").removesuffix("\n")
    answers = _typed(transcript, ("Name of", "Launch date", "Tier:", "Name:", "Runs"))
    with Terminal("init", at=BEGUN, columns=110) as terminal:
        terminal.says("Name of the launch: ")
        terminal.types(*answers)
        assert transcript in _screen(terminal)
        while terminal.prompts():
            terminal.types("")
        assert terminal.ends()[0] == 0


def test_a_plan_is_begun_as_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[[str], Any]
) -> None:
    """`init` has its questions, the first report its lines in order, and `ask` its question and its change."""
    monkeypatch.chdir(tmp_path)
    _begin()

    report = run(f"launchcheck validate launch.yaml --as-of {BEGUN.date()}").out
    places = [report.index(f"{line}\n") for line in _shown("report", "launch.yaml").splitlines()]
    assert places == sorted(places)

    transcript = _shown("terminal", "ask")
    with Terminal("ask", "launch.yaml", at=BEGUN, columns=110) as terminal:
        terminal.says("tier reason: ")
        terminal.types(*_typed(transcript, ("tier reason:",)))
        assert transcript in _screen(terminal)
        terminal.types("q")
        assert terminal.ends()[0] == 0


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
