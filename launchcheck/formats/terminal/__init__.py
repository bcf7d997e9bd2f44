"""A launch review: who stands where, what is open and how to mend it, and whether the gate is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.terminal import areas, caveats, first, header, items, rest, touches, verdict
from launchcheck.formats.terminal.page import Page
from launchcheck.report import Verdict

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.report import Report


def write(report: Report, out: TextIO, options: Options) -> None:
    """Draw the report; what is read last, the verdict, is written last."""
    page = Page(out, options)
    header.draw(report, page)
    if report.verdict is not Verdict.CANCELLED:
        for part in (areas, items, touches, caveats, rest, first):
            part.draw(report, page)
    verdict.draw(report, page, options.fail_on)
    page.close()
