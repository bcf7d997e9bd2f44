"""`watch`: a plan is checked again at each change, on a terminal of its own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest
from command import PLAN, apart

from launchcheck.cli.watching import PATIENCE, Size, drawn

DAY = ("--as-of", "2027-01-10")
LONGEST = 20
"""How many seconds a test waits before it fails; a check takes a fraction of one."""


class Terminal:
    """A command in a pseudo-terminal; `until` waits for words on the screen."""

    def __init__(self, *arguments, columns=100, lines=40):
        self._master, slave = pty.openpty()
        self.resize(columns, lines)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "launchcheck", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm"},
        )
        os.close(slave)
        self.written = ""

    def resize(self, columns, lines):
        """Give the window another size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def until(self, words):
        """The screen that was drawn last, once it has these words."""
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            if words in (screen := self.screen()):
                return screen
            if select.select([self._master], [], [], 0.05)[0]:
                self._read()
        pytest.fail(f"{words!r} is not on the screen: {self.written!r}")

    def screen(self):
        """The text of the last complete drawing."""
        drawings = re.findall(r"\x1b\[\?2026h\x1b\[H(.*?)\x1b\[J\x1b\[\?2026l", self.written, re.DOTALL)
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", drawings[-1]) if drawings else ""

    def _read(self):
        with contextlib.suppress(OSError):  # the command has ended
            self.written += os.read(self._master, 65536).decode()

    def end(self, number=signal.SIGINT):
        """Send a signal, and return the exit code and what was written after the last drawing."""
        self.process.send_signal(number)
        code = self.process.wait(LONGEST)
        while select.select([self._master], [], [], 0.05)[0] and len(self.written) < 10**6:
            before = len(self.written)
            self._read()
            if len(self.written) == before:
                break
        return code, self.written.rpartition("\x1b[?2026l")[2]

    def close(self):
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)


@pytest.fixture
def watching(tmp_path):
    """Start a watch of plan.yaml with the small checklist."""
    begun = []

    def start(*arguments, checklist="tiny.yaml", **size):
        begun.append(Terminal("watch", "plan.yaml", "--checklist", checklist, *DAY, *arguments, **size))
        return begun[-1]

    yield start
    for each in begun:
        each.close()


RELEASED = PLAN.replace("  owner: dana\n", "  owner: dana\n  release_date: 2027-02-09\n")
NO_OWNER = PLAN.replace("  owner: dana\n", "")


def test_redraws_the_report_when_the_plan_changes(watching, tmp_path):
    """In place: each drawing begins at the top, and clears what is left of the one before."""
    terminal = watching()
    assert terminal.until("Ctrl-C stops").startswith("Orbit Sync 2.0")

    (tmp_path / "plan.yaml").write_text(NO_OWNER)
    assert "unanswered: owner" in terminal.until("ON TRACK")
    (tmp_path / "plan.yaml").write_text(RELEASED)
    assert "owner" not in terminal.until("READY  No blocker is open")
    assert terminal.written.count("\x1b[2J") == 1


def test_ends_with_ctrl_c_and_gives_the_cursor_back(watching):
    """Exit code 0: a watch shows, and does not gate; the last report stays."""
    terminal = watching()
    terminal.until("Ctrl-C stops")

    assert "\x1b[?25l" in terminal.written
    assert terminal.end() == (0, "\r\n\x1b[?25h")


def test_a_signal_that_ends_it_gives_the_cursor_back(watching):
    """The process ends as the signal ends any other."""
    terminal = watching()
    terminal.until("Ctrl-C stops")

    assert terminal.end(signal.SIGTERM) == (-signal.SIGTERM, "\r\n\x1b[?25h")


def test_a_malformed_plan_shows_why_and_the_watch_goes_on(watching, tmp_path):
    """The message is that of validate; the next change is checked again."""
    terminal = watching()
    terminal.until("Ctrl-C stops")

    (tmp_path / "plan.yaml").write_text(PLAN.replace("tier: 2", "tier: 9"))
    assert "plan.yaml:5:9" in terminal.until("error: launch.tier: 9 is not one of 1, 2 or 3")
    (tmp_path / "plan.yaml").write_text(RELEASED)
    terminal.until("No blocker is open")


def test_a_plan_may_be_gone_and_come_back(watching, tmp_path):
    """It may be renamed into its place, as editors do, or be missing from the start."""
    (tmp_path / "plan.yaml").unlink()
    terminal = watching()
    assert "plan.yaml" in terminal.until("error: no such file")

    (tmp_path / "new.yaml").write_text(RELEASED)
    (tmp_path / "new.yaml").replace(tmp_path / "plan.yaml")
    terminal.until("No blocker is open")
    (tmp_path / "plan.yaml").unlink()
    terminal.until("error: no such file")


def test_watches_all_that_decides(watching, tmp_path):
    """The checklist and what it extends, settings that appear, facts, and local evidence."""
    (tmp_path / "top.yaml").write_text("checklist: 1\nname: top\nextends: ./tiny.yaml\n")
    (tmp_path / "facts.yaml").write_text("facts: 1\nfrom: [{source: x, at: 2027-01-09}]\nplan: {}\n")
    (tmp_path / "plan.yaml").write_text(RELEASED + "product: {rollback: {evidence: runbook.md}}\n")
    tiny = (tmp_path / "tiny.yaml").read_text()
    asks = "check: {kind: present, paths: [product.rollback.evidence]}"
    (tmp_path / "tiny.yaml").write_text(tiny.replace("check: {kind: present, paths: [launch.owner]}", asks))
    terminal = watching("--facts", "facts.yaml", checklist="top.yaml")
    terminal.until("runbook.md")

    (tmp_path / "runbook.md").write_text("Roll back.\n")
    terminal.until("No blocker is open")
    (tmp_path / "tiny.yaml").write_text(tiny.replace("launch.owner]", "launch.summary]"))
    terminal.until("ON TRACK")
    (tmp_path / ".launchcheck.yaml").write_text("ignore: [launch.owner]\n")
    terminal.until("No blocker is open")
    (tmp_path / "facts.yaml").write_text("facts: 1\n")
    terminal.until("facts.yaml:1:1")


def test_writes_the_files_of_its_formats_again(watching, tmp_path):
    """A page that is open elsewhere can be loaded again."""
    terminal = watching("--format", "terminal", "--format", "text=report.txt")
    terminal.until("Ctrl-C stops")
    assert "launch.owner" not in (tmp_path / "report.txt").read_text()

    (tmp_path / "plan.yaml").write_text(NO_OWNER)
    terminal.until("ON TRACK")
    assert "launch.owner" in (tmp_path / "report.txt").read_text()


def test_redraws_when_the_window_changes(watching):
    """What does not fit is counted in the last line."""
    terminal = watching()
    terminal.until("Ctrl-C stops")

    terminal.resize(100, 6)
    assert len(terminal.until("enlarge the window").split("\n")) == 6


def test_an_empty_plan_gets_a_moment(watching, tmp_path):
    """An editor that empties a file before it writes it shows no error in between."""
    terminal = watching()
    terminal.until("Ctrl-C stops")

    (tmp_path / "plan.yaml").write_text("")
    time.sleep(PATIENCE / 4)
    (tmp_path / "plan.yaml").write_text(NO_OWNER)
    terminal.until("ON TRACK")
    assert "is empty" not in terminal.written


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("plan.yaml",),
            "error: watch redraws a report, so it needs a terminal\nhelp: check it once with `launchcheck validate`\n",
        ),
        (
            ("-",),
            "error: watch needs the file of one plan\nhelp: try `launchcheck watch --help`\n",
        ),
        (
            (".",),
            "error: watch needs the file of one plan\nhelp: try `launchcheck watch --help`\n",
        ),
    ],
)
def test_needs_a_terminal_and_one_plan(arguments, said):
    """In a script nothing would ever end it."""
    ended = apart("watch", *arguments)
    assert (ended.code, ended.out, ended.err) == (2, "", said)


# -- what is drawn ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "size", "shown"),
    [
        ("a\nb\n", Size(20, 4), ["a", "b", "", "status"]),
        ("a\nb\nc\nd\n", Size(60, 4), ["a", "b", "", "2 more lines: enlarge the window. status"]),
        ("a" * 50 + "\nb\n", Size(20, 4), ["", "2 more lines: enlar"]),
        (
            "\x1b[1m" + "a" * 20 + "\x1b[0m\nb\n",
            Size(20, 4),
            ["\x1b[1m" + "a" * 20 + "\x1b[0m", "b", "", "status"],
        ),
        ("\u65e5" * 11 + "\nb\nc\n", Size(20, 5), ["\u65e5" * 11, "b", "", "1 more line: enlarg"]),
    ],
)
def test_draws_what_fits(text, size, shown):
    """A wide line takes several rows; escapes take none."""
    found = drawn(text, "status", size).removeprefix("\x1b[?2026h\x1b[H").removesuffix("\x1b[J\x1b[?2026l")
    lines = [line.removesuffix("\x1b[K") for line in found.split("\n")]
    assert lines == shown
