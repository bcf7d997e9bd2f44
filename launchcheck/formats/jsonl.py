"""A report as JSON lines: first the JSON format without its items, then one line for each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.escapes import write_json, write_json_lines
from launchcheck.formats.json import report_as_data, unreadable
from launchcheck.formats.writer import Writer

if TYPE_CHECKING:
    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.report import Report


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write a line for the report and one for each item, with the keys of the JSON format."""
    head = report_as_data(report, options)
    items = head.pop("items")
    write_json_lines(out, (head, *items))


def _failed(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write a line for a plan that could not be checked."""
    write_json(out, unreadable(path, error))


WRITER = Writer(part=_part, failed=_failed)
