"""Check a plan again whenever a file changes that decides the result, and redraw the report in place."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypeAlias

from launchcheck.text import counted

if TYPE_CHECKING:
    from datetime import datetime
    from types import FrameType

    from launchcheck.cli.request import Request
    from launchcheck.cli.settings import Sought

EVERY = 0.05
"""How many seconds lie between two looks at the files."""

PATIENCE = 0.1
"""How many seconds a file may be empty or missing before that counts: editors replace files in steps."""

_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"  # draw at once, where the terminal knows how; others ignore it
_HOME, _CLEAR_LINE, _CLEAR_BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
_CLEAR_ALL = "\x1b[2J"
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)")

Stamp: TypeAlias = "tuple[int, int, int] | None"
"""When a file was changed, its size, and its number in the file system; None for no file."""


class Files:
    """The files that decide the result of a check, those that may appear among them."""

    def __init__(self, plan: str, sought: Sought, settled: Callable[[], Request]) -> None:
        """Watch the plan and the settings; `settled` makes the request anew, which names the others."""
        self._plan, self._sought, self._settled = plan, sought, settled
        self.paths = {plan, *_settings(sought, plan)}

    def find(self) -> None:
        """Find out which files a check reads now; where it fails, those known before stay, and its places."""
        from launchcheck.errors import LaunchcheckError

        paths = {self._plan, *_settings(self._sought, self._plan)}
        try:
            request = self._settled()
            paths |= {*_read_by(request)}
            self.paths = paths | {*_evidence(request)}
        except LaunchcheckError as error:
            places = (place.path for each in (error, *error.parts) for place in each.locations)
            self.paths |= paths | {*places}

    def stamps(self) -> dict[str, Stamp]:
        """The state of every file."""
        return {path: _stamp(path) for path in self.paths}


def _settings(sought: Sought, plan: str) -> Iterator[str]:
    """Where settings of a plan are, or could be."""
    from launchcheck.file_names import SETTINGS

    if sought.file or sought.no_files:
        yield from [sought.file] if sought.file else []
        return
    for folder in (os.path.dirname(plan) or os.curdir, os.curdir):
        place = os.path.abspath(folder)
        while True:
            yield os.path.join(place, SETTINGS)
            above = os.path.dirname(place)
            if above == place or os.path.exists(os.path.join(place, ".git")):
                break
            place = above


def _read_by(request: Request) -> Iterator[str]:
    """The record of votes, the checklists and the facts of a request."""
    from launchcheck import catalog

    if request.ledger != "":
        yield request.record
    yield from catalog.files_of(request.program().checklist)
    yield from (each.source.name for each in request.facts)


def _evidence(request: Request) -> Iterator[str]:
    """The local evidence of a plan."""
    from launchcheck.plan.links import is_local
    from launchcheck.plan.paths import links

    plan = request.load().plan
    folder = os.path.dirname(request.path)
    for path in links(plan):
        for _, link in path.select(plan):
            if isinstance(link, str) and is_local(link):
                yield os.path.join(folder, link.partition("#")[0])


def _stamp(path: str) -> Stamp:
    """The state of a file."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Screen(io.StringIO):
    """What a check writes to the terminal, kept until it is drawn at once."""

    def __init__(self, terminal: TextIO) -> None:
        """Look like the terminal, so that text is colored and wrapped for it."""
        super().__init__()
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a property of the terminal
        """The encoding of the terminal."""
        return self._terminal.encoding

    def isatty(self) -> bool:
        """Whether it is drawn on a terminal."""
        return True

    def fileno(self) -> int:
        """The terminal, for those who ask for its size."""
        return self._terminal.fileno()


class Size(NamedTuple):
    """The size of the terminal, in characters."""

    columns: int
    lines: int

    @classmethod
    def of(cls, terminal: TextIO) -> Size:
        """The size that a terminal tells; 80 by 24 where it tells none."""
        try:
            columns, lines = os.get_terminal_size(terminal.fileno())
        except (OSError, ValueError):
            columns, lines = 0, 0
        return cls(columns or 80, lines or 24)


def drawn(text: str, status: str, size: Size) -> str:
    """The codes that put a text on the screen in place of what is there, with a line of status below it.

    What does not fit is cut off at the bottom, and the status says so.
    """
    lines = text.rstrip("\n").split("\n")
    room = size.lines - 2
    kept = _fitting(lines, room, size.columns)
    if kept < len(lines):
        status = f"{counted(len(lines) - kept, 'more line')}: enlarge the window. {status}"
    shown = [*lines[:kept], "", status[: max(size.columns - 1, 1)]]
    text = "\n".join(f"{line}{_CLEAR_LINE}" for line in shown)
    return f"{_BEGIN}{_HOME}{text}{_CLEAR_BELOW}{_END}"


def _fitting(lines: Sequence[str], room: int, columns: int) -> int:
    """How many lines fit; one that is wider than the screen takes several of its rows."""
    from rich.cells import cell_len

    for count, line in enumerate(lines):
        room -= max(1, -(-cell_len(_ESCAPES.sub("", line)) // columns))
        if room < 0:
            return count
    return len(lines)


def watch(files: Files, check: Callable[[], object], now: Callable[[], datetime]) -> None:
    """Check and draw, then again at each change of a file or of the window, until Ctrl-C.

    `check` writes to standard output and standard error. `now` is the time of a check.
    """
    terminal = sys.stdout
    # A long run: collect what each check leaves behind.
    gc.freeze()
    gc.enable()
    files.find()
    with _stoppable() as stopped, _hidden_cursor(terminal):
        while not stopped:
            before, size = files.stamps(), Size.of(terminal)
            text = _written(check, terminal)
            known = {*files.paths}
            watched = counted(len(known), "file")
            terminal.write(
                drawn(text, f"Ctrl-C stops. Checked at {now():%H:%M:%S}, watching {watched}.", size)
            )
            terminal.flush()
            files.find()
            before |= {path: stamp for path, stamp in files.stamps().items() if path not in known}
            _wait(files, before, size, terminal, stopped)


def _written(check: Callable[[], object], terminal: TextIO) -> str:
    """What a check writes, to both streams."""
    from launchcheck.cli import errors
    from launchcheck.errors import LaunchcheckError

    screen = Screen(terminal)
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        try:
            check()
        except LaunchcheckError as error:
            errors.show(error)
    return screen.getvalue()


def _wait(
    files: Files, before: dict[str, Stamp], size: Size, terminal: TextIO, stopped: Sequence[int]
) -> None:
    """Wait for a change; a file that is empty or gone gets a moment to come back."""
    patience = PATIENCE
    while not stopped:
        time.sleep(EVERY)
        now = files.stamps()
        changed = [path for path, stamp in now.items() if stamp != before.get(path)]
        if not changed and Size.of(terminal) == size:
            continue
        if patience > 0 and any(_is_bare(now[path]) and not _is_bare(before.get(path)) for path in changed):
            patience -= EVERY
            continue
        return


def _is_bare(stamp: Stamp) -> bool:
    """Whether a file is missing or empty."""
    return stamp is None or stamp[1] == 0


@contextlib.contextmanager
def _stoppable() -> Iterator[list[int]]:
    """The signals that ask for the end: Ctrl-C ends the watch; a second one interrupts a check."""
    stopped: list[int] = []
    wanted = [each for each in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", None)) if each]
    before = {each: signal.getsignal(each) for each in wanted}

    def stop(number: int, _: FrameType | None) -> None:
        stopped.append(number)
        signal.signal(number, before[signal.Signals(number)])

    for each in wanted:
        signal.signal(each, stop)
    try:
        yield stopped
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in stopped:
            if number != signal.SIGINT:  # end as the signal would have ended it, now that all is tidy
                os.kill(os.getpid(), number)


@contextlib.contextmanager
def _hidden_cursor(terminal: TextIO) -> Iterator[None]:
    """An empty screen without a cursor; the cursor comes back, below what was drawn last."""
    terminal.write(f"{_HIDE}{_HOME}{_CLEAR_ALL}")
    try:
        yield
    finally:
        terminal.write(f"\n{_SHOW}")
        terminal.flush()
