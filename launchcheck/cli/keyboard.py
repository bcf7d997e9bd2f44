"""A line that a person types, with Ctrl-C heard at every moment."""

from __future__ import annotations

import os
import signal
import sys


def line(prompt: str) -> str:
    """Ask for a line. Raises EOFError at the end of the input, and KeyboardInterrupt at Ctrl-C."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    if os.name == "posix":
        _wait()
    return input()


def _wait() -> None:
    """Wait until a line is there.

    `input` alone misses a Ctrl-C that comes between its last look at signals and its sleep, and then
    waits for Enter. Here each signal also writes a byte to a pipe, which ends the sleep, however late
    that begins.
    """
    from select import select

    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    try:
        while sys.stdin not in select([sys.stdin, woken], [], [])[0]:
            os.read(woken, 512)
    finally:
        signal.set_wakeup_fd(before)
        os.close(woken)
        os.close(wake)
