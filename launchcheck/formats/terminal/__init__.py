"""A launch review: the verdict with its reason, what is wrong, what is next, and whether the gate is open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.terminal import (
    areas,
    core,
    coverage,
    gate,
    header,
    items,
    next_steps,
    open_items,
    rest,
    timeline,
    verdict,
    weakened,
)
from launchcheck.formats.terminal.page import Page
from launchcheck.formats.writer import Writer
from launchcheck.panels import Timeline
from launchcheck.report import Verdict
from launchcheck.triage import triage

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Draw the report: one screen, or everything if `verbose`."""
    page = Page(out, options, os.path.dirname(report.source))
    header.draw(report, page)
    verdict.draw(report, page)
    weakened.draw(report.weakened, page)
    if report.verdict is not Verdict.CANCELLED:
        found = triage(report)
        core.draw(found.core, report, page)
        if options.verbose:
            areas.draw(report, page)
            items.draw(report, page)
            _panels(report, page)
        elif report.only_part:
            items.draw(report, page)
        else:
            open_items.draw(found, report, page)
        rest.draw(report, page)
        next_steps.draw(report, page)
    gate.draw(report, page, options)
    page.close()


def _panels(report: Report, page: Page) -> None:
    """Draw what the checklist shows next to the items."""
    for panel in report.panels:
        if isinstance(panel, Timeline):
            timeline.draw(panel, page)
        else:
            coverage.draw(panel, page)


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Draw a plan's own report, if `verbose`."""
    if options.verbose:
        _single(report, out, options)


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Draw the table of all plans."""
    from launchcheck.formats.terminal import several

    several.tail(whole, out, options)


WRITER = Writer(part=_part, tail=_tail, between="\n", needs_rows=True, single=_single, for_people=True)
