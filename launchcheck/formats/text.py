"""One line for every finding, for grep and for editors: `file:line:column: severity id message`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.notes import DOUBTS, not_default, place_of
from launchcheck.formats.writer import Writer
from launchcheck.text import show

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.report import Report

_LONGEST = 1000
"""Messages quote little of the plan, and are shown in full."""


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write the findings in the checklist's order; with `verbose`, items without any too.

    Waived findings are shown too, with the severity `waived`. What a change weakened comes first; doubts,
    such as a fact that another system contradicts, come after the findings. Last are the severities that
    settings lower, and how much settings and checklists change about the gate.
    """
    for change in report.weakened:
        _write_line(out, f"{place_of(change, report)}: weakened {change.what} {change.message}")
    for result in report.shown:
        for finding in result.findings:
            weight = "waived" if finding.waived or not result.is_open else result.severity
            _write_line(out, f"{finding.location}: {weight} {result.item.id} {finding.message}")
        if options.verbose and not result.findings:
            word = "excluded" if result.excluded else result.status.value
            question = " ".join(result.item.question.split())
            _write_line(out, f"{report.source}: {word} {result.item.id} {question}")
    for note in report.notes:
        _write_line(out, f"{note.location}: warning {DOUBTS[note.kind][0]} {note.message}")
    for each in report.lowered:
        _write_line(out, f"{each.location}: lowered {each.words}")
    if rest := not_default(report, *options.rules):
        _write_line(out, f"{report.source}: settings {rest}")


def _write_line(out: TextIO, line: str) -> None:
    """Write a line, with escapes for what the stream cannot encode."""
    shown = show(line, _LONGEST)
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")


WRITER = Writer(part=_part)
