"""Files that are written whole or not at all."""

from __future__ import annotations

import os

from launchcheck.errors import LaunchcheckError, Location


def write(path: str, text: str, *, force: bool) -> None:
    """Write a new file; with `force` also in the place of one that is there.

    Raises:
        LaunchcheckError: it cannot be written, or is there already. What was there is unchanged.

    """
    try:
        if force:
            _replace(os.path.realpath(path), text)
        else:
            _create(path, text)
    except OSError as problem:
        words = os.strerror(problem.errno).lower() if problem.errno else str(problem)
        raise LaunchcheckError(f"cannot be written: {words}", locations=(Location(path),)) from None


def _create(path: str, text: str) -> None:
    """Write a file where none is, not even a link."""
    with open(path, "x", encoding="utf-8", newline="\n") as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(path)
            raise


def _replace(path: str, text: str) -> None:
    """Put a file in the place of another, which stays whole until then; its mode is kept."""
    temporary = f"{path}.{os.getpid()}.tmp"
    _create(temporary, text)
    try:
        if os.path.exists(path):
            os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
