"""A launch review: the state of each area, what is open and how to fix it, and whether the gate is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.terminal import areas, coverage, first, header, items, rest, timeline, verdict
from launchcheck.formats.terminal.page import Page
from launchcheck.formats.writer import Writer
from launchcheck.panels import Timeline
from launchcheck.report import Verdict

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Draw the report; the verdict comes last, where a terminal leaves the reader."""
    page = Page(out, options)
    header.draw(report, page)
    if report.verdict is not Verdict.CANCELLED:
        areas.draw(report, page)
        items.draw(report, page)
        for panel in report.panels:
            if isinstance(panel, Timeline):
                timeline.draw(panel, page)
            else:
                coverage.draw(panel, page)
        rest.draw(report, page)
        first.draw(report, page)
    verdict.draw(report, page, options.fail_on)
    page.close()


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Draw a plan's own report, if `verbose`."""
    if options.verbose:
        _single(report, out, options)


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Draw the table of all plans."""
    from launchcheck.formats.terminal import several

    several.tail(whole, out, options)


WRITER = Writer(part=_part, tail=_tail, between="\n", needs_rows=True, single=_single, for_people=True)
