"""A progress bar for long runs."""

from __future__ import annotations

import sys
from time import monotonic

_AFTER = 1.0
_EVERY = 0.1
_WIDTH = 30


class Progress:
    """A bar on standard error after one second, if standard error is a terminal."""

    def __init__(self, total: int, *, wanted: bool = True) -> None:
        """Start counting; without `wanted` nothing is ever drawn."""
        self.total = total
        self.done = 0
        self._next = monotonic() + _AFTER if wanted and sys.stderr.isatty() else float("inf")
        self._is_drawn = False

    def step(self) -> None:
        """Count one more."""
        self.done += 1
        if self._next != float("inf") and monotonic() >= self._next:
            self._next = monotonic() + _EVERY
            self._is_drawn = True
            full = self.done * _WIDTH // self.total
            bar = f"[{'#' * full}{'.' * (_WIDTH - full)}]"
            sys.stderr.write(f"\r{bar} {self.done:,} of {self.total:,} plans")
            sys.stderr.flush()

    def clear(self) -> None:
        """Erase the bar before something else is written."""
        if self._is_drawn:
            sys.stderr.write(f"\r{' ' * (_WIDTH + 40)}\r")
            sys.stderr.flush()
            self._is_drawn = False
