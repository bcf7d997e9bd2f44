"""A report as JSON lines: the JSON format without its items first, then every item on a line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats._documents import Several
from launchcheck.formats._escapes import write_json, write_json_lines
from launchcheck.formats.json import _report, unreadable

if TYPE_CHECKING:
    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.report import Report


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write a line for the report and one for each item; no line has a key that the JSON format has not."""
    head = _report(report, options)
    items = head.pop("items")
    write_json_lines(out, (head, *items))


def _failed(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:  # noqa: ARG001  # a line has no options
    """Write a line for a plan that could not be checked."""
    write_json(out, unreadable(path, error))


SEVERAL = Several(part=write, failed=_failed)
