"""A progress bar for long work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from launchcheck.text import plural

_AFTER = 1.0
_EVERY = 0.1
_WIDTH = 30
_NEVER = float("inf")


class Progress:
    """A bar on standard error after one second, if standard error is a terminal."""

    def __init__(
        self,
        total: int,
        what: str = "plan",
        *,
        wanted: bool = True,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Start counting so many of `what`, in seconds of `clock`; without `wanted` nothing is ever drawn."""
        self.total = total
        self.done = 0
        self._what = plural(what, total)
        self._clock = clock
        self._next = clock() + _AFTER if wanted and sys.stderr and sys.stderr.isatty() else _NEVER
        self._drawn = 0

    def step(self, count: int = 1) -> None:
        """Count one more, or several."""
        self.done += count
        if self._next != _NEVER and self._clock() >= self._next:
            self._next = self._clock() + _EVERY
            full = self.done * _WIDTH // self.total
            bar = f"[{'#' * full}{'.' * (_WIDTH - full)}]"
            words = f"{self.done:,} of {self.total:,} {self._what}"
            line = f"{bar} {words}"
            if len(line) >= _columns():  # a line that wraps could not be drawn over
                line = words[: max(_columns() - 1, 0)]
            sys.stderr.write(f"\r{line}")
            sys.stderr.flush()
            self._drawn = len(line)

    def clear(self) -> None:
        """Erase the bar before something else is written."""
        if self._drawn:
            sys.stderr.write(f"\r{' ' * self._drawn}\r")
            sys.stderr.flush()
            self._drawn = 0


@contextmanager
def counted(what: str) -> Iterator[Callable[[int], Callable[[], None]]]:
    """Show the progress of work that is given how many of `what` there are, and what to call after each."""
    begun: list[Progress] = []

    def begin(total: int) -> Callable[[], None]:
        begun.append(Progress(total, what))
        return begun[-1].step

    try:
        yield begin
    finally:
        for each in begun:
            each.clear()


def _columns() -> int:
    """The width of the terminal that standard error writes to; 80 where it does not tell."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (AttributeError, OSError, ValueError):  # not a stream of the system
        return 80
