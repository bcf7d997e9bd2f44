"""The interview in a terminal, as a person has it: from a new plan to READY, and what ends it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from terminals import ROOT, Terminal

HERE = Path(__file__).parent
NOW = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
NEW = ["init", "--name", "Orbit", "--date", "2027-02-16", "--tier", "3"]
NEW += [
    "--person",
    "dana=Dana Reyes",
    "--person",
    "ben=Ben Osei",
    "--owner",
    "launch=dana",
    "--owner",
    "sales=ben",
]

ANSWERS = {
    "Is there exactly one primary goal": ["Weekly active teams", "?", "0", "400", "1 may"],
    "Does the copy match availability": ["general", "Launch post"],
    "Any caveats?": ["none", "1", "today"],
    "Is every feature in the plan done or cut?": ["Two-way sync", "3"],
    "Is the launch free of blocking defects": ["none"],
    "Has the rollback been tested recently": ["soon", "4 jan", "1", "b", "2", "20"],
    "Was customer success briefed before": ["yesterday"],
}
"""What a first-time user knows, by question; everything else is left for later."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def started(*arguments: str) -> Terminal:
    """A command in a terminal on 12 January."""
    return Terminal(*arguments, at=NOW)


def new_plan() -> None:
    """Write a plan as `launchcheck init` does."""
    with started(*NEW) as terminal:
        assert terminal.ends()[0] == 0


def answer(terminal: Terminal, answers: dict[str, list[str]]) -> None:
    """Answer each question as it comes, until there is none."""
    left = {question: [*each] for question, each in answers.items()}
    terminal.says("metric: ")
    while terminal.prompts():
        asked = re.split(r" left\n", terminal.screen)[-1]
        known = next((each for question, each in left.items() if asked.startswith(question)), [])
        terminal.types(known.pop(0) if known else "")


def test_a_first_time_user_gets_to_ready(folder: Path, golden: Callable[[str, Path], None]) -> None:
    """`init`, `ask`, READY: without an editor, in plain words, and with every answer shown as it is written."""
    new_plan()
    with started("ask", "launch.yaml") as terminal:
        answer(terminal, ANSWERS)
        code, screen = terminal.ends()
    assert code == 0
    golden(screen, HERE / "golden" / "first-time.txt")
    assert "The verdict was ON TRACK, and is now READY." in " ".join(screen.split())
    with started("validate", "launch.yaml") as terminal:
        code, screen = terminal.ends()
    assert (code, "READY" in screen, "NOT READY" in screen) == (0, True, False)


def test_ctrl_c_keeps_what_was_answered(folder: Path) -> None:
    """It ends with 130, says what was written, and leaves no temporary file."""
    new_plan()
    with started("ask", "launch.yaml", "--item", "product.rollback-tested") as terminal:
        terminal.says("tested on")
        terminal.types("4 jan")
        terminal.presses("\x03")
        code, screen = terminal.ends()
    assert (code, "1 answer is written in launch.yaml." in screen) == (130, True)
    assert "tested_on: 2027-01-04" in Path("launch.yaml").read_text()
    assert os.listdir() == ["launch.yaml"]


def test_the_end_of_the_input_leaves(folder: Path) -> None:
    """Ctrl-D is an ordinary end."""
    new_plan()
    with started("ask", "launch.yaml") as terminal:
        terminal.says("metric: ")
        terminal.presses("\x04")
        code, screen = terminal.ends()
    assert (code, "Nothing is written in launch.yaml." in screen) == (0, True)


@pytest.mark.parametrize("signal", ["KILL", "TERM", "HUP"])
def test_whatever_ends_it_the_file_is_whole(folder: Path, signal: str) -> None:
    """Each answer was written as a whole before the next question."""
    new_plan()
    with started("ask", "launch.yaml", "--item", "product.rollback-tested") as terminal:
        terminal.says("tested on")
        terminal.types("4 jan", "2")
        terminal.signal(signal)
        terminal.ends()
    text = Path("launch.yaml").read_text()
    assert "tested_on: 2027-01-04, by: ben, minutes: <number>" in text
    assert os.listdir() == ["launch.yaml"]


# Stops the command between the temporary file and the place of the plan.
_STOPPED = """
import os, sys, time
from launchcheck.cli import files, main
def stop(temporary, path):
    print("stopped", flush=True)
    time.sleep(60)
files._move = stop
sys.argv[0] = "launchcheck"
main()
"""


@pytest.mark.parametrize("command", [("set", "launch.yaml", "launch.tier_reason", "Small")])
def test_a_kill_between_writing_and_replacing_leaves_the_old_plan(
    folder: Path, command: tuple[str, ...]
) -> None:
    """The plan is as it was, and can be edited again."""
    new_plan()
    before = Path("launch.yaml").read_bytes()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", _STOPPED, *command], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "stopped\n"
        process.kill()
    assert Path("launch.yaml").read_bytes() == before
    done = subprocess.run([sys.executable, "-m", "launchcheck", *command], env=environment, check=False)
    assert (done.returncode, "tier_reason: Small" in Path("launch.yaml").read_text()) == (0, True)


def test_without_a_terminal_it_names_the_commands_for_scripts(folder: Path) -> None:
    """Exit code 2, before anything is asked."""
    new_plan()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "launchcheck", "ask", "launch.yaml"],
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: ask is interactive and needs a terminal\n"
        "help: without a terminal, use `launchcheck set launch.yaml PATH VALUE`, and add for entries\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("launchcheck: 2\n", "launchcheck"),
        (
            "launchcheck: 1\nlaunch: {name: x, date: 2027-02-16, tier: 7}\n",
            "launch.tier: 7 is not one of 1, 2 or 3",
        ),
        (None, "no such file"),
    ],
)
def test_a_plan_that_cannot_be_read_is_refused_before_the_first_question(
    folder: Path, text: str | None, said: str
) -> None:
    """Exit code 2 with the place."""
    if text is not None:
        Path("launch.yaml").write_text(text)
    with started("ask", "launch.yaml") as terminal:
        code, screen = terminal.ends()
    assert (code, said in screen) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
@pytest.mark.parametrize("where", ["file", "folder"])
def test_what_may_not_be_written_is_refused_before_the_first_question(folder: Path, where: str) -> None:
    """A file or a folder that is read-only: exit code 2, and nothing was asked in vain."""
    new_plan()
    path = Path("launch.yaml" if where == "file" else ".")
    mode = path.stat().st_mode
    path.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        with started("ask", "launch.yaml") as terminal:
            code, screen = terminal.ends()
    finally:
        path.chmod(mode)
    assert (code, "cannot be written: permission denied" in screen) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--item", "goals.prinary"), "no item 'goals.prinary'"),
        (("--owner", "bne"), "no person 'bne'"),
        (("--area", "marketing"), "the checklist has no area 'marketing'"),
    ],
)
def test_an_unknown_item_person_or_area_is_refused(folder: Path, arguments: Any, said: str) -> None:
    """With the closest that there is."""
    new_plan()
    with started("ask", "launch.yaml", *arguments) as terminal:
        code, screen = terminal.ends()
    assert (code, said in screen) == (2, True)


def test_an_item_of_a_pack_is_asked_for_by_its_id(folder: Path) -> None:
    """As far as the plan turns the pack on."""
    with started(*NEW, "--pack", "operations") as terminal:
        assert terminal.ends()[0] == 0
    with started("ask", "launch.yaml", "--item", "operations.alerted") as terminal:
        terminal.says("what:")
        terminal.types("q")
        assert terminal.ends()[0] == 0


def test_where_nothing_is_open_it_says_so(folder: Path) -> None:
    """An interview without questions ends at once."""
    text = (ROOT / "examples" / "ready.yaml").read_text(encoding="utf-8")
    Path("launch.yaml").write_text(text, encoding="utf-8")
    with started("ask", "launch.yaml", "--as-of", "2027-02-16", "--area", "goals") as terminal:
        code, screen = terminal.ends()
    assert (code, screen) == (0, "Nothing is open.\n")


def test_one_person_is_asked_for_what_is_theirs(folder: Path) -> None:
    """`--owner` asks only for the items of that person."""
    new_plan()
    with started("ask", "launch.yaml", "--owner", "ben") as terminal:
        terminal.says("channel")
        terminal.types("q")
        code, screen = terminal.ends()
    heads = [line for line in screen.splitlines() if " left" in line and "·" in line]
    assert (code, heads != [], [head for head in heads if "Ben Osei" not in head]) == (0, True, [])
