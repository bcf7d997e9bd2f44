"""A plan that is edited: its file, what it says, and each change of it written at once."""

from __future__ import annotations

import codecs
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from launchcheck import edit, parse
from launchcheck.cli import files
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.plan import Plan
from launchcheck.source import Source, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator


class PlanOnDisk(NamedTuple):
    """The file of a plan as it was read or last written: its bytes, and the plan in them."""

    path: str
    content: bytes
    source: Source
    plan: Plan

    @classmethod
    def open(cls, path: str) -> PlanOnDisk:
        """Read a plan.

        Raises:
            LaunchcheckError: it cannot be read, or is malformed; located.

        """
        content = read_bytes(path)
        source = Source.parse(content, path)
        return cls(path, content, source, parse.read(source, Plan))

    def having(self, source: Source, plan: Plan) -> PlanOnDisk:
        """The same file with another text, in its encoding, which is not written yet."""
        return PlanOnDisk(self.path, _encoded(source.text, self.content), source, plan)

    def refuse_read_only(self) -> None:
        """Refuse a file, or a folder, that cannot be written to.

        Raises:
            LaunchcheckError: it cannot.

        """
        real = os.path.realpath(self.path)
        if not (os.access(real, os.W_OK) and os.access(os.path.dirname(real), os.W_OK)):
            raise LaunchcheckError("cannot be written: permission denied", locations=(Location(self.path),))

    def replace(self, new: PlanOnDisk) -> None:
        """Write another text in place of this one, whole or not at all; a link stays a link.

        Raises:
            LaunchcheckError: the file cannot be written, or is no longer as it was read.

        """
        self.refuse_read_only()
        with _alone_in(os.path.dirname(os.path.realpath(self.path))):
            if read_bytes(self.path) != self.content:
                raise LaunchcheckError(
                    "the file was changed by someone else since it was read; nothing was written",
                    hint="run the command again",
                    locations=(Location(self.path),),
                )
            files.replace(self.path, new.content)


def changed(plan: PlanOnDisk, where: tuple[str | int, ...], value: object) -> PlanOnDisk:
    """A plan with a fact put into it, which is not written yet.

    Raises:
        LaunchcheckError: the text cannot be edited there, or the plan would have errors.

    """
    return plan.having(*edit.edit(plan.source, where, value))


def _encoded(text: str, like: bytes) -> bytes:
    """A text in the encoding of a file, with a byte order mark where that has one."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if like.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode()


@contextmanager
def _alone_in(folder: str) -> Iterator[None]:
    """Keep other launchchecks from writing to a folder meanwhile, where the system can."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
