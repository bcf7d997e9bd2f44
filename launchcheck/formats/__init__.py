"""The formats of a report: one module each, imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.options import TEXT_FORMATS, Format, Options
from launchcheck.formats.writer import writer_of

if TYPE_CHECKING:
    from launchcheck.report import Report

__all__ = ["TEXT_FORMATS", "Format", "Options", "write"]


def write(report: Report, format: Format, out: TextIO, options: Options = Options()) -> None:  # noqa: B008  # it never changes
    """Write a report as a document of its own.

    Raises:
        OSError: the stream cannot be written to; BrokenPipeError when its reader is gone.

    """
    writer = writer_of(format)
    (writer.single or writer.part)(report, out, options)
