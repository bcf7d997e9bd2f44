"""The files that a git repository tracks, read from its index where git itself cannot be asked.

That is so where git is not installed, and in containers whose user does not own the checkout (git's
`safe.directory`). A search that only followed `.gitignore` there could be told by it to skip a plan.
"""

from __future__ import annotations

import glob
import os
import stat
import struct
from collections.abc import Iterator

from launchcheck.errors import LaunchcheckError, Location

MOST_BYTES = 256 * 1024 * 1024
"""The largest index that is read; that of a million files is about a third of it."""

_SIGNATURE = b"DIRC"
_STAT = 40
"""The length of what comes before an entry's hash: times, device, mode, owner and size."""

_LONGEST = 4096
"""The largest number of characters of a path."""

_MOST_CUT = 2**32
_EXTENDED = 0x4000
_FOLDER = 0o040000
"""The mode of a folder that a sparse index has in place of its files."""


def tracked(root: str) -> list[str]:
    """The tracked files of the repository at `root`, as paths relative to it; none if it has no index.

    Entries of a shared index count too, even if they were removed since: the caller sees which exist.

    Raises:
        LaunchcheckError: an index is too large to read.

    """
    folder = _git_folder(root)
    names: dict[str, None] = {}
    for path in (
        os.path.join(folder, "index"),
        *glob.glob(os.path.join(glob.escape(folder), "sharedindex.*")),
    ):
        names |= dict.fromkeys(map(os.fsdecode, _names(_content(path))))
    return [*names]


def _content(path: str) -> bytes:
    """The bytes of an index; none if it is not a file that can be read."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        return b""
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return b""
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise LaunchcheckError(
            f"the index of this repository is larger than {MOST_BYTES // 1024 // 1024} MiB",
            hint="make git available here, or let it trust the repository (safe.directory)",
            locations=(Location(path),),
        )
    return content


def _git_folder(root: str) -> str:
    """The folder with the index: `.git`, or the one that the file `.git` of a worktree names."""
    path = os.path.join(root, ".git")
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            said = file.readline(_LONGEST).strip()
    except OSError:
        return path
    return os.path.join(root, said.removeprefix("gitdir:").strip())


def _names(content: bytes) -> Iterator[bytes]:
    """The names in an index, with hashes of 20 bytes, or of 32 where those make sense of it."""
    for length in (20, 32):
        try:
            found = [*_entries(content, length)]
        except (ValueError, IndexError, struct.error):
            continue
        yield from found
        return


def _entries(content: bytes, hash_length: int) -> Iterator[bytes]:
    """The names of the entries of an index (gitformat-index, versions 2 to 4).

    Raises:
        ValueError: it is not an index, its hashes have another length, or its names are too long together.

    """
    signature, version, count = struct.unpack_from(">4sII", content)
    if signature != _SIGNATURE or version not in {2, 3, 4}:
        raise ValueError(signature)
    at, name, left = 12, b"", MOST_BYTES
    for _ in range(count):
        start = at
        (mode,) = struct.unpack_from(">I", content, start + 24)
        (flags,) = struct.unpack_from(">H", content, start + _STAT + hash_length)
        at = start + _STAT + hash_length + (4 if flags & _EXTENDED else 2)
        kept = b""
        if version == 4:
            cut, at = _number(content, at)
            kept = name[: len(name) - cut]
        end = content.index(b"\0", at)
        name = kept + content[at:end]
        left -= len(name)
        if flags & 0xFFF not in {len(name), 0xFFF} or left < 0:  # a prefix can be repeated without end
            raise ValueError(name[:_LONGEST])
        at = end + 1 if version == 4 else start + (end - start) // 8 * 8 + 8
        if name and mode != _FOLDER:
            yield name


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, as in offsets of a pack; and where it ends."""
    byte = content[at]
    value = byte & 0x7F
    while byte & 0x80:
        if value >= _MOST_CUT:
            raise ValueError(value)
        at += 1
        byte = content[at]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, at + 1
