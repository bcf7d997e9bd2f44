"""The core: the few blockers that stop launches at every tier, a line for each that is open."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from launchcheck.dates import days
from launchcheck.findings import MISSING
from launchcheck.formats.terminal.lines import draw_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report
    from launchcheck.results import OpenItem


def draw(items: Sequence[OpenItem], report: Report, page: Page) -> None:
    """Write when customers first have it, and a line for each open item."""
    if not items:
        return
    page.blank()
    page.put(page.join(page.text("core", "bold underline"), "  ", page.text(_first_customers(report))))
    if not report.core.passed and all(each.result.kind == MISSING for each in items):
        words = f"nothing is answered yet; start with `launchcheck next {shlex.quote(report.source)}`"
        page.put(page.text(words), 2)
    draw_lines(items, report.as_of, page)


def _first_customers(report: Report) -> str:
    """`first customers: 10 % on Mon 4 Dec 2023, in 3 days`."""
    first = report.launch.first_customers
    if first is None:
        return ""
    left = (first.date - report.as_of).days
    when = f"in {days(left)}" if left > 0 else "today" if not left else f"{days(-left)} ago"
    return f"first customers: {first.text}, {when}"
