"""The file of a record: reads it, and appends so that a crash at any point loses no vote."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.text import quote
from launchcheck.votes.integrity import Record, Torn, verified
from launchcheck.votes.record import BadLine, Basis, Entry, Line, decode, encode

try:
    import fcntl
except ImportError:  # on Windows records can be read, but not written
    fcntl = None  # type: ignore[assignment]

MOST_BYTES = 256 * 1024 * 1024
_CHUNK = 1024 * 1024
_MOST_TRIES = 8
# Links are not followed: the record of an untrusted plan could be a link to any file of the voter.
# Pipes are opened without blocking, and refused.
_SAFELY = sum(
    getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}


@dataclass(frozen=True, slots=True)
class Appended:
    """Result of an append: the line that was added, and the torn bytes that were moved aside."""

    line: Line
    set_aside: str = ""
    torn: Torn | None = None


def read(path: str) -> Record:
    """The record at `path`; an empty one where there is no file.

    Raises:
        LaunchcheckError: the file is not a readable record, or is damaged; located.

    """
    try:
        return verify(path)
    except _AbsentError:
        return Record(path)


def verify(path: str, known: Iterable[str] = (), now: datetime | None = None) -> Record:
    """The record at `path`, with every line verified; `known` are digests that it must contain.

    With `now`, no line may be dated more than a day later.

    Raises:
        LaunchcheckError: there is no file, it is not a readable record, or a line was changed,
            removed, moved, duplicated or is dated in the future; located.

    """
    if known and not os.path.lexists(path):
        return verified((), path, known, lambda _: b"", now)
    with _plain_words(path):
        fd = os.open(path, os.O_RDONLY | _SAFELY)
        try:
            _refuse_all_but_files(fd, path)
            _lock(fd, shared=True)
            return verified(_lines(fd, path), path, known, partial(_bytes_of, path), now)
        finally:
            os.close(fd)


def append(path: str, entry: Entry, basis: Basis) -> Appended:
    """Append a vote or decision to the record durably.

    When it returns, the line is on the disk; when it raises, the record is as it was. Writers wait
    for each other. Torn bytes at the end are first moved to a file beside the record.

    Raises:
        LaunchcheckError: the file cannot be written, is not a record, or is damaged; located.

    """
    if fcntl is None:
        raise LaunchcheckError(
            "votes cannot be recorded on this system: it has no file locks that launchcheck supports",
            hint="vote on Linux or macOS, or in the Windows Subsystem for Linux",
        )
    with _plain_words(path):
        for _ in range(_MOST_TRIES):
            fd = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _SAFELY, 0o666)
            try:
                _refuse_all_but_files(fd, path)
                _lock(fd, shared=False)
                appended = _append(fd, path, entry, basis)
                if appended:
                    return appended
            finally:
                # The line is on disk by now: an error while closing does not matter.
                with contextlib.suppress(OSError):
                    os.close(fd)
    raise LaunchcheckError(
        "the file keeps being replaced while the vote is written",
        hint="vote again when git has finished",
        locations=(Location(path),),
    )


def _append(fd: int, path: str, entry: Entry, basis: Basis) -> Appended | None:
    """Write the line, with the lock held; None if the file at the path has been replaced.

    Git replaces files, which may happen while this waits for the lock.
    """
    if not _is_at(fd, path):
        return None
    record = verified(_lines(fd, path), path, (), partial(_bytes_of, path), entry.at)
    aside = _set_aside(path, record.torn.content) if record.torn else ""
    raw = encode(entry, basis, record.heads)
    try:
        if record.torn:
            os.ftruncate(fd, record.size)
        _write(fd, raw)
        os.fsync(fd)
        if not record.size:
            _sync_folder(path)
        is_there = _is_at(fd, path)
    except BaseException:
        # Also for Ctrl-C: a vote that is reported as failed must not be in the record later.
        os.ftruncate(fd, record.size)
        raise
    if not is_there:
        return None
    return Appended(decode(raw[:-1], len(record.lines) + 1, record.size), aside, record.torn)


def _set_aside(path: str, content: bytes) -> str:
    """Save torn bytes to a new file beside the record, and return its path."""
    number = 1
    while True:
        aside = f"{path}.torn-{number}"
        try:
            fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFELY, 0o666)
        except FileExistsError:
            number += 1
            continue
        try:
            _write(fd, content)
            os.fsync(fd)
            _sync_folder(path)
        except BaseException:
            os.unlink(aside)
            raise
        finally:
            os.close(fd)
        return aside


def _write(fd: int, content: bytes) -> None:
    """Write all of it: a system call may write less than it is given, without an error."""
    left = memoryview(content)
    while left:
        left = left[os.write(fd, left) :]


def _lines(fd: int, path: str) -> Iterator[bytes]:
    """Yield the lines of an open record with their ends, then any bytes after the last end."""
    os.lseek(fd, 0, os.SEEK_SET)
    size = 0
    begun: list[bytes] = []
    while chunk := os.read(fd, _CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise _error(path, f"the file is larger than {MOST_BYTES // 1024 // 1024} MiB", "")
        first, *others = chunk.split(b"\n")
        begun.append(first)
        for other in others:
            yield b"".join(begun) + b"\n"
            begun = [other]
    if rest := b"".join(begun):
        yield rest


def _bytes_of(path: str, line: Line) -> bytes:
    """Read the bytes of a known line again."""
    with _plain_words(path):
        fd = os.open(path, os.O_RDONLY | _SAFELY)
        try:
            os.lseek(fd, line.offset, os.SEEK_SET)
            raw = b""
            while len(raw) < line.size and (more := os.read(fd, line.size - len(raw))):
                raw += more
        finally:
            os.close(fd)
    try:
        if decode(raw, line.number, line.offset) == line:
            return raw
    except BadLine:
        pass
    raise _error(path, "the record was replaced while it was read", "try again when git has finished")


def _sync_folder(path: str) -> None:
    """Sync the folder, so that a new file keeps its name; some file systems cannot or need not."""
    try:
        fd = os.open(os.path.dirname(path) or os.curdir, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as problem:
        if problem.errno not in _NO_FOLDER_SYNC:
            raise


def _lock(fd: int, *, shared: bool) -> None:
    """Wait for the lock; readers continue without it where locks are not available."""
    if fcntl is None:
        return
    try:
        fcntl.flock(fd, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    except OSError:
        if not shared:
            raise


def _is_at(fd: int, path: str) -> bool:
    """Whether the open file is still the one at this path."""
    try:
        there = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(fd), there)


def _refuse_all_but_files(fd: int, path: str) -> None:
    """Refuse a folder, a pipe or a device in place of the record."""
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        raise _error(path, "this is not a regular file, but a folder, a pipe or a device", _ELSEWHERE)


_ELSEWHERE = "the record must be a regular file; move whatever is in its place"


class _AbsentError(LaunchcheckError):
    """There is no file at the path."""


@contextlib.contextmanager
def _plain_words(path: str) -> Iterator[None]:
    """Translate system errors into plain messages."""
    try:
        yield
    except FileNotFoundError:
        hint = "the first `launchcheck vote` creates it"
        raise _AbsentError(
            "there is no record of votes here", hint=hint, locations=(Location(path),)
        ) from None
    except (OSError, ValueError) as problem:
        code = problem.errno if isinstance(problem, OSError) else None
        if code in {errno.ELOOP, errno.EMLINK} and os.path.islink(path):
            raise _error(path, "this is a symbolic link, and links are not followed", _ELSEWHERE) from None
        if code in {errno.EISDIR, errno.ENXIO}:
            raise _error(
                path, "this is not a regular file, but a folder, a pipe or a device", _ELSEWHERE
            ) from None
        # Python's message for a name with a NUL differs between versions.
        words = (
            (problem.strerror or str(problem))
            if isinstance(problem, OSError)
            else "its name contains a NUL character"
        )
        raise _error(path, f"the record cannot be used: {quote(words, 120)}", "") from None


def _error(path: str, message: str, hint: str) -> LaunchcheckError:
    """An error about the file as a whole."""
    return LaunchcheckError(message, hint=hint, locations=(Location(path),))
