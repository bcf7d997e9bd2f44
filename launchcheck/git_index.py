"""The files that a git repository tracks, read from its index where git itself cannot be asked."""

from __future__ import annotations

import glob
import os
import struct
from collections.abc import Iterator

_SIGNATURE = b"DIRC"
_STAT = 40
"""The length of what comes before an entry's hash: times, device, mode, owner and size."""

_EXTENDED = 0x4000
_FOLDER = 0o040000
"""The mode of a folder that a sparse index has in place of its files."""


def tracked(root: str) -> list[str]:
    """The tracked files of the repository at `root`, as paths relative to it; none if it has no index.

    Entries of a shared index count too, even if they were removed since: the caller sees which exist.
    """
    folder = _git_folder(root)
    names: dict[str, None] = {}
    for path in (
        os.path.join(folder, "index"),
        *glob.glob(os.path.join(glob.escape(folder), "sharedindex.*")),
    ):
        try:
            with open(path, "rb") as file:
                content = file.read()
        except OSError:
            continue
        names |= dict.fromkeys(map(os.fsdecode, _names(content)))
    return [*names]


def _git_folder(root: str) -> str:
    """The folder with the index: `.git`, or the one that the file `.git` of a worktree names."""
    path = os.path.join(root, ".git")
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            said = file.readline().strip()
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
        ValueError: it is not an index, or its hashes have another length.

    """
    signature, version, count = struct.unpack_from(">4sII", content)
    if signature != _SIGNATURE or version not in {2, 3, 4}:
        raise ValueError(signature)
    at, name = 12, b""
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
        if flags & 0xFFF not in {len(name), 0xFFF}:
            raise ValueError(name)
        at = end + 1 if version == 4 else start + (end - start) // 8 * 8 + 8
        if name and mode != _FOLDER:
            yield name


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, as in offsets of a pack; and where it ends."""
    byte = content[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = content[at]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, at + 1
