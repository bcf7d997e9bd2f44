"""The progress of long work: on a terminal, after a second, and never in a log."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import struct
import sys
import termios
from itertools import count

import pytest
from command import PLAN

from launchcheck.cli.progress import Progress, counted

BAR = f"[{'#' * 15}{'.' * 15}]"


class Screen:
    """A pseudo-terminal in place of standard error, so wide; `read` ends it and returns what was written."""

    def __init__(self, columns: int) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.stream = os.fdopen(slave, "w")

    def read(self) -> str:
        """Everything that was written."""
        self.stream.close()
        found = b""
        with contextlib.suppress(OSError):
            while chunk := os.read(self._master, 65536):
                found += chunk
        os.close(self._master)
        return found.decode()


@pytest.fixture
def screen(monkeypatch):
    """Put a pseudo-terminal in place of standard error."""

    def opened(columns=100):
        made = Screen(columns)
        monkeypatch.setattr(sys, "stderr", made.stream)
        return made

    return opened


def ticking(*times):
    """A clock that shows these times, one at each look; the last one stays."""
    left = [*times]
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_draws_a_bar_after_a_second(screen):
    """Before that nothing is drawn; at the end the line is erased."""
    shown = screen()
    progress = Progress(4, clock=ticking(0.0, 0.9, 1.0))

    progress.step()
    progress.step()
    progress.clear()

    line = f"{BAR} 2 of 4 plans"
    assert shown.read() == f"\r{line}\r{' ' * len(line)}\r"


def test_draws_ten_times_a_second(screen):
    """More would only be slower."""
    shown = screen()
    progress = Progress(4, "commit", clock=ticking(0.0, 1.0, 1.0, 1.05, 1.1))

    for _ in range(3):
        progress.step()

    assert [line[-14:] for line in shown.read().split("\r")[1:]] == ["1 of 4 commits", "3 of 4 commits"]


@pytest.mark.parametrize(("columns", "line"), [(40, "2 of 4 plans"), (8, "2 of 4 "), (1, "")])
def test_fits_a_narrow_terminal(screen, columns, line):
    """A line that wraps could not be drawn over: the words stay, as far as they fit."""
    shown = screen(columns)
    progress = Progress(4, clock=ticking(0.0, 0.0, 1.0))

    progress.step()
    progress.step()

    assert shown.read() == f"\r{line}"


def test_draws_nothing_in_a_log(capsys):
    """If standard error is not a terminal, nothing is drawn, however long it takes."""
    with counted("commit") as counting:
        step = counting(1)
        step()

    assert capsys.readouterr().err == ""


@pytest.fixture
def seconds(monkeypatch):
    """A clock that is a second later at each look."""
    later = count()
    monkeypatch.setitem(Progress.__init__.__kwdefaults__, "clock", lambda: float(next(later)))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_shows_how_many_plans_are_checked(here, tmp_path, screen, seconds, jobs):
    """In one process and in several; the report follows on an empty line."""
    for name in "abc":
        (tmp_path / f"{name}.launch.yaml").write_text(PLAN)
    shown = screen()

    here("validate", ".", "--checklist", "tiny.yaml", "--as-of", "2027-01-10", "--jobs", jobs)

    lines = [line for line in shown.read().split("\r") if line.strip()]
    assert [line.rpartition("] ")[2] for line in lines] == ["1 of 3 plans", "2 of 3 plans", "3 of 3 plans"]


def test_quiet_shows_no_progress(here, tmp_path, screen, seconds):
    """Not even on a terminal."""
    (tmp_path / "a.launch.yaml").write_text(PLAN)
    shown = screen()

    here("validate", ".", "--checklist", "tiny.yaml", "--as-of", "2027-01-10", "--quiet")

    assert "of 1 plan" not in shown.read()
