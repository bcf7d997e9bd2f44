"""Write files atomically: whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable
from typing import Any, TextIO

from launchcheck.errors import LaunchcheckError, Location


def write(path: str, text: str, *, force: bool, folders: bool = False) -> None:
    """Write a new file; with `force`, replace one that exists, and with `folders`, make missing folders.

    Raises:
        LaunchcheckError: it cannot be written, or already exists. An existing file is unchanged.

    """
    try:
        if folders:
            os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
        if force:
            _replace(os.path.realpath(path), text.encode())
        else:
            _create(path, text.encode())
    except OSError as problem:
        raise _refused(path, problem) from None


def replace(path: str, content: bytes) -> None:
    """Write another content in place of a file's, whole or not at all; its mode stays, and a link a link.

    Raises:
        LaunchcheckError: it cannot be written. The file is unchanged.

    """
    try:
        _replace(os.path.realpath(path), content)
    except OSError as problem:
        raise _refused(path, problem) from None


def refuse_own(path: str, own: Iterable[str], what: str = "a plan or its record of votes") -> None:
    """Stop an output from overwriting what it is about."""
    if os.path.realpath(path) in map(os.path.realpath, own):
        raise LaunchcheckError(
            f"this would overwrite {what}",
            hint="choose another file",
            locations=(Location(path),),
        )


def _create(path: str, content: bytes) -> None:
    """Write a new file; fail if anything exists at the path, even a link."""
    with open(path, "xb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(path)
            raise


def _replace(path: str, content: bytes) -> None:
    """Replace a file atomically, and keep its mode."""
    temporary = _beside(path)
    _create(temporary, content)
    try:
        _move(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _move(temporary: str, path: str) -> None:
    """Rename a finished file, and give it the mode of the file that it replaces."""
    if os.path.exists(path):
        os.chmod(temporary, os.stat(path).st_mode & 0o7777)
    os.replace(temporary, path)


def _beside(path: str) -> str:
    """The temporary path of a file until it is complete: in the same folder, so that a rename is enough."""
    return f"{path}.{os.getpid()}.tmp"


class Growing:
    """A file that is written piece by piece, and appears at its path once it is complete.

    Missing folders are created. A pipe or a device at the path is written to directly.
    """

    def __init__(self, path: str, growing: list[Growing]) -> None:
        """Begin; the file is among the `growing` ones before it exists, so that a signal finds it there.

        Raises:
            LaunchcheckError: the file cannot be created.

        """
        self.path = path
        self._target = os.path.realpath(path)
        is_special = os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)
        self._temporary = "" if is_special else _beside(self._target)
        self._raw: _Raw | None = None
        self.stream: TextIO = io.StringIO()
        growing.append(self)
        try:
            if not is_special:
                os.makedirs(os.path.dirname(self._target), exist_ok=True)
            if os.path.isdir(path):
                raise IsADirectoryError(21, "is a folder")
            self._raw = _Raw(path, self._temporary or path, "xb" if self._temporary else "wb")
        except OSError as problem:
            raise _refused(path, problem) from None
        buffered = io.BufferedWriter(self._raw)
        self.stream = io.TextIOWrapper(buffered, "utf-8", "backslashreplace", newline="\n")

    def finish(self) -> None:
        """Flush it to disk, still under its temporary name."""
        self.stream.flush()
        try:
            if self._temporary:
                os.fsync(self.stream.fileno())
            self.stream.close()
        except OSError as problem:
            raise _refused(self.path, problem) from None

    def keep(self) -> None:
        """Move it to its path."""
        if self._temporary:
            try:
                _move(self._temporary, self._target)
            except OSError as problem:
                raise _refused(self.path, problem) from None
            self._temporary = ""

    def discard(self) -> None:
        """Remove it, unless it was kept."""
        with contextlib.suppress(OSError):
            if self._temporary:
                os.unlink(self._temporary)
        if self._raw:
            self._raw.drop()
        # In a signal handler the stream may be in the middle of writing; that no longer matters.
        with contextlib.suppress(Exception):
            self.stream.close()


class _Raw(io.FileIO):
    """A file whose errors are LaunchcheckErrors."""

    def __init__(self, shown: str, path: str, mode: str) -> None:
        super().__init__(path, mode)
        self._shown = shown
        self._is_dropped = False

    def write(self, data: Any) -> int:
        """Write, unless the file was dropped."""
        if self._is_dropped:
            return memoryview(data).nbytes
        try:
            return super().write(data) or 0
        except OSError as problem:
            self._is_dropped = True
            raise _refused(self._shown, problem) from None

    def drop(self) -> None:
        """Write nothing more."""
        self._is_dropped = True


def _refused(path: str, problem: OSError) -> LaunchcheckError:
    """The error for a file that cannot be written."""
    words = os.strerror(problem.errno).lower() if problem.errno else str(problem)
    return LaunchcheckError(f"cannot be written: {words}", locations=(Location(path),))
