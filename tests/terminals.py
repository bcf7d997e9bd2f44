"""A terminal with a command in it: what it shows, and what a person types."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
MEETING = datetime(2027, 2, 12, 14, 0, tzinfo=UTC)
CLEAR = "\x1b[H\x1b[2J"
ROWS, COLUMNS = 24, 80
_STYLE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
"""Colors and links, which take no room."""
_SECONDS = 20

# The command as started in a terminal, with a fixed clock.
_START = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from datetime import datetime
from launchcheck import api
from launchcheck.cli import clock, main
moment = datetime.fromisoformat(sys.argv.pop(1))
clock.now = lambda: moment
api.current_day = lambda zone: moment.date()
main()
"""


class Terminal:
    """A terminal of 80 columns and 24 rows, with a command in it."""

    def __init__(self, *arguments, at=MEETING, columns=COLUMNS, rows=ROWS, **environment):
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, at.isoformat(), *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "LC_ALL": "C.UTF-8", **environment},
        )
        os.close(theirs)
        self.all = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._ours)

    def says(self, words):
        """Wait until the last line starts with this text; return the screen by then."""
        end = time.monotonic() + _SECONDS
        while not self._last().startswith(words):
            assert self._more(end), f"no {words!r} in:\n{self.screen}"
        return self.screen

    def types(self, *answers):
        """Type answers, each followed by Enter."""
        for answer in answers:
            before = len(self.all)
            os.write(self._ours, f"{answer}\n".encode())
            end = time.monotonic() + _SECONDS
            while not self.all[before:].count("\n"):
                assert self._more(end), f"no answer to {answer!r} in:\n{self.screen}"
            self._settle()
        return self.screen

    def presses(self, keys):
        """Press keys without Enter; a person does not press Ctrl-C in the moment in which a prompt appears."""
        if "\x03" in keys:
            time.sleep(0.5)
        os.write(self._ours, keys.encode())

    def ends(self):
        """Wait for the end; return the exit code and the last screen."""
        end = time.monotonic() + _SECONDS
        while self._more(end):
            pass
        return self._process.wait(_SECONDS), self.screen

    @property
    def screen(self):
        """The output since the screen was last cleared, as lines without styles."""
        return _STYLE.sub("", self.all.rpartition(CLEAR)[2]).replace("\r\n", "\n")

    def kill(self):
        """Kill the command, as closing its window does."""
        self.signal("HUP")

    def signal(self, name):
        """Send a signal to the command."""
        self._process.send_signal(signal.Signals[f"SIG{name}"])

    def prompts(self):
        """Whether the command waits for an answer; it has ended otherwise."""
        self._settle()
        return self._last() != ""

    def _last(self):
        """The line that the cursor is on."""
        return self.screen.rpartition("\n")[2]

    def _settle(self):
        """Wait until the next question is shown, or the command has ended."""
        end = time.monotonic() + _SECONDS
        while not self._last().endswith((": ", "? ", "] ", "n) ")):
            if not self._more(end):
                return

    def _more(self, end):
        """Read output until the deadline; return whether there was any."""
        ready, _, _ = select.select([self._ours], [], [], max(end - time.monotonic(), 0))
        if not ready:
            return False
        try:
            found = os.read(self._ours, 65536)
        except OSError as problem:
            if problem.errno != errno.EIO:  # Linux raises this when the other end is closed
                raise
            return False
        self.all += found.decode("utf-8", "replace")
        return bool(found)
