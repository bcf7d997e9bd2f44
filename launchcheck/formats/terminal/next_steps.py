"""What to do next: the three most urgent items, each with its fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.formats.terminal.lines import fix, sign
from launchcheck.triage import by_urgency

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report

_MOST = 3


def draw(report: Report, page: Page) -> None:
    """Write each fix in a line, and below it how to learn more."""
    urgent = by_urgency(report)[:_MOST]
    if not urgent:
        return
    page.blank()
    page.put(page.text("next", "bold underline"))
    for item in urgent:
        page.put(page.cut(page.text(fix(item.result)), page.width - 4), 4, page.join("  ", sign(item, page)))
        page.put(page.text(f"launchcheck explain {item.result.item.id}", "cyan"), 4)
