"""The same table as CSV, with a byte order mark: without one Excel does not read it as UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats import csv

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.report import Report

_MARK = "\ufeff"


def _single(report: Report, out: TextIO, options: Options) -> None:
    _mark(out)
    csv.single(report, out, options)


def _head(out: TextIO, options: Options) -> None:
    _mark(out)
    csv.head(out, options)


def _mark(out: TextIO) -> None:
    """Write the mark where the stream is UTF-8: in others it would be text in the first cell."""
    encoding = getattr(out, "encoding", None) or "utf-8"
    if encoding.lower().replace("_", "-") in {"utf-8", "utf8"}:
        out.write(_MARK)


WRITER = csv.WRITER._replace(head=_head, single=_single)
