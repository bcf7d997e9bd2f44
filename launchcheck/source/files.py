"""Read the bytes of a file or a stream, within bounds, and decode them to text."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.source.locate import Lines
from launchcheck.text import closest, did_you_mean

MOST_BYTES = 2 * 1024 * 1024

# Characters that a parser rejects or editors count differently: control characters, the line breaks
# NEL, LS and PS, a byte order mark in the middle, surrogates and non-characters.
_NOT_TEXT = (b"PK\x03\x04", b"%PDF-")
"""How files that are opened by mistake begin: office documents and archives, and PDF."""
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_SAVE_AS_UTF8 = "save the file as UTF-8 (in the editor: Save with encoding)"


def read(name: str) -> bytes:
    """Read the file or pipe called `name`. Raises LaunchcheckError if it cannot be read."""
    try:
        with os.fdopen(os.open(name, _FLAGS), "rb", buffering=0) as file:
            _refuse_device(os.fstat(file.fileno()).st_mode)
            os.set_blocking(file.fileno(), True)
            return _read_bytes(file)
    except (OSError, ValueError) as problem:
        message, hint = plain_words(problem, name)
        raise LaunchcheckError(message, hint=hint, locations=(Location(name),)) from None


def read_stream(stream: BinaryIO, name: str) -> bytes:
    """Read an open stream to its end. Raises LaunchcheckError if it cannot be read."""
    try:
        return _read_bytes(stream)
    except OSError as problem:
        message, hint = plain_words(problem, "")
        raise LaunchcheckError(message, hint=hint, locations=(Location(name),)) from None
    except ValueError:
        raise LaunchcheckError("the stream is closed", locations=(Location(name),)) from None


def decode(content: bytes | str, name: str) -> Lines:
    """Turn bytes into text. Raises LaunchcheckError if they are too many, or not readable text."""
    if len(content) > MOST_BYTES:
        message = f"the file is larger than {MOST_BYTES // 1024 // 1024} MiB"
        raise LaunchcheckError(message, locations=(Location(name),))
    if isinstance(content, bytes) and content.startswith(_NOT_TEXT):
        from launchcheck import yaml_hints

        message, hint = yaml_hints.other_file(content)
        raise LaunchcheckError(message, hint=hint, locations=(Location(name, 1, 1),))
    text = content.removeprefix("\ufeff") if isinstance(content, str) else _decode(content, name)
    lines = Lines(name, text)
    if found := _FORBIDDEN.search(text):
        from launchcheck import yaml_hints

        message, hint = yaml_hints.forbidden(text, found.start())
        raise lines.error(message, found.start(), hint=hint)
    return lines


def _decode(content: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark. Raises LaunchcheckError for anything else."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        message = "this is UTF-32 text, not UTF-8"
        raise LaunchcheckError(message, hint=_SAVE_AS_UTF8, locations=(Location(name, 1, 1),))
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if is_utf16 else "utf-8"
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as problem:
        before = content[: problem.start].decode(encoding, "ignore").removeprefix("\ufeff")
        lines = Lines(name, content.decode(encoding, "replace").removeprefix("\ufeff"))
        message = f"not {encoding.upper()} text: byte 0x{content[problem.start]:02X}"
        raise lines.error(message, len(before), hint=_SAVE_AS_UTF8) from None


def _read_bytes(stream: BinaryIO | Any) -> bytes:
    """Read to the end, but never much more than the size limit."""
    chunks = []
    left = MOST_BYTES + 1
    while left > 0 and (chunk := stream.read(left)):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _refuse_device(mode: int) -> None:
    """Raise OSError for directories and devices, which can be opened but not read to an end."""
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        raise OSError(errno.ENODEV, "")


def plain_words(problem: OSError | ValueError, path: str) -> tuple[str, str]:
    """Why a file cannot be read, and what to do about it."""
    if not isinstance(problem, OSError):
        return "this cannot be the name of a file", ""
    if problem.errno == errno.ENOENT:
        if Path(path).is_symlink():
            return "a link to a file that does not exist", ""
        only = "only `validate` reads a plan from standard input; name a file" if path == "-" else ""
        return "no such file", only or _similar_name(Path(path))
    words = {
        errno.EACCES: "permission denied",
        errno.EPERM: "permission denied",
        errno.EISDIR: "a directory, not a file",
        errno.ENODEV: "a device, not a file",
        errno.ENXIO: "a socket or device, not a file",
        errno.ENOTDIR: "no such file: a part of the path is not a directory",
        errno.ELOOP: "a link that leads back to itself",
        errno.ENAMETOOLONG: "the name is too long for a file",
    }
    known = words.get(problem.errno or 0)
    return known or f"cannot be read: {os.strerror(problem.errno or 0).lower()}", ""


def _similar_name(path: Path) -> str:
    """A hint with the file in the same folder that was probably meant, whatever its ending."""
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry in islice(entries, 1000) if not entry.is_dir(follow_symlinks=False)]
    except OSError:
        return ""
    stems = {Path(name).stem: name for name in sorted(names)}
    similar = closest(path.stem, stems)
    return did_you_mean(path.with_name(stems[similar]), 200) if similar else ""
