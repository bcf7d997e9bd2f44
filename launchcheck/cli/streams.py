"""Standard streams that show any text and outlive their readers."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any, TextIO


class _Stream(io.FileIO):
    """A file descriptor that goes on when it cannot be written to any more; the rest is dropped.

    A reader who has gone (`| head`) is no error. Anything else that keeps standard output from
    being written, such as a full disk, is one, once; standard error has nowhere to say so.
    """

    _is_lost = False

    def write(self, data: Any) -> int:
        """Write, unless that has failed before."""
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
    """Make standard output and standard error ready for whatever is written to them."""
    sys.stdout = _ready(sys.stdout, 1)
    sys.stderr = _ready(sys.stderr, 2)


def _ready(stream: TextIO | None, descriptor: int) -> TextIO:
    """A stream that writes every character, if need be as an escape, and that cannot break."""
    if stream is None:  # closed by whoever started us
        return open(os.devnull, "w", encoding="utf-8")
    if stream.isatty():
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
        return stream
    raw = _Stream(descriptor, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), stream.encoding, "backslashreplace", line_buffering=descriptor != 1
    )
