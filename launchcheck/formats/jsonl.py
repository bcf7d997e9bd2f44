"""A report as JSON lines: the JSON format without its items first, then every item on a line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats._escapes import write_json
from launchcheck.formats.json import _report

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.report import Report


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write a line for the report and one for each item; no line has a key that the JSON format has not."""
    head = _report(report, options)
    items = head.pop("items")
    for value in (head, *items):
        write_json(out, value)
