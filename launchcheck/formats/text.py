"""One line for every finding, for grep and for editors: `file:line:column: severity id message`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.writer import Writer
from launchcheck.text import show

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.report import Report

_LONGEST = 1000
"""A message quotes little of the plan, and is worth reading to its end."""


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write the findings in the order of the checklist; where `verbose`, the items without any as well.

    A finding that a waiver accepts is shown, too: its severity is then `waived`.
    """
    for result in report.shown:
        for finding in result.findings:
            weight = "waived" if finding.waived or not result.is_open else result.severity
            _write_line(out, f"{finding.location}: {weight} {result.item.id} {finding.message}")
        if options.verbose and not result.findings:
            question = " ".join(result.item.question.split())
            _write_line(out, f"{report.source}: {result.status.value} {result.item.id} {question}")


def _write_line(out: TextIO, line: str) -> None:
    """Write one line that says the same whatever the stream can encode."""
    shown = show(line, _LONGEST)
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")


WRITER = Writer(part=_part)
