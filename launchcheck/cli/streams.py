"""Standard streams that can write any text and survive a closed pipe."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any, TextIO


class _Stream(io.FileIO):
    """A file descriptor that drops all further output once a write has failed.

    A closed pipe (`| head`) is not an error. Any other failure of standard output, such as a
    full disk, is raised once; standard error has nowhere to report its own failures.
    """

    _is_lost = False

    def write(self, data: Any) -> int:
        """Write, unless a write has failed before."""
        if not self._is_lost:
            try:
                return super().write(data) or 0
            except OSError as problem:
                self._is_lost = True
                if problem.errno != errno.EPIPE and self.fileno() == 1:
                    from launchcheck.errors import LaunchcheckError

                    why = os.strerror(problem.errno or 0).lower()
                    raise LaunchcheckError(f"standard output cannot be written: {why}") from None
        return memoryview(data).nbytes


def prepare() -> None:
    """Replace standard output and standard error with streams that can write any text."""
    sys.stdout = _ready(sys.stdout, 1)
    sys.stderr = _ready(sys.stderr, 2)


def _ready(stream: TextIO | None, descriptor: int) -> TextIO:
    """A stream that escapes characters its encoding lacks, and raises at most once."""
    if stream is None:  # closed by the parent process
        return open(os.devnull, "w", encoding="utf-8")
    if stream.isatty():
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
        return stream
    raw = _Stream(descriptor, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), stream.encoding, "backslashreplace", line_buffering=descriptor != 1
    )
