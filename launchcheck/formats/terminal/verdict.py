"""The verdict with its reason, and the counts of all items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.report import Verdict
from launchcheck.results import Counts

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report

_WORDS = {
    Verdict.READY: ("READY", "bold green"),
    Verdict.ON_TRACK: ("ON TRACK", "bold yellow"),
    Verdict.NOT_READY: ("NOT READY", "bold red"),
    Verdict.CANCELLED: ("CANCELLED", "bold"),
}


def draw(report: Report, page: Page) -> None:
    """Write the verdict with its reason, and the counts of all items."""
    page.blank()
    word, style = _WORDS[report.verdict]
    words = f"{_sentence(report)}{_bare(report)}"
    page.put(page.join(page.text(word, style), "  ", page.text(words)))
    if report.verdict is not Verdict.CANCELLED:
        page.flow([page.text(count) for count in _counts(Counts.of(report.results), page)])


def _counts(counts: Counts, page: Page) -> list[str]:
    """The counts of items, in words."""
    late = f" ({counts.overdue} overdue)" if counts.overdue else ""
    words = [f"{counts.passed} passed", f"{counts.open} open{late}"]
    words += [f"{counts.waived} waived"] if counts.waived else []
    words += [f"{counts.excluded} excluded"] if counts.excluded else []
    not_asked = counts.not_applicable - counts.excluded
    words += [f"{not_asked} not asked"] if not_asked else []
    if not page.verbose and counts.passed + counts.not_applicable:
        words.append("--verbose lists all")
    return words


def _sentence(report: Report) -> str:
    """The reason of the verdict."""
    if report.verdict is Verdict.CANCELLED:
        return "The launch is cancelled; nothing is checked."
    if not report.results:
        return "The checklist has no items."
    return report.sentence if report.blockers else "No blocker is open."


def _bare(report: Report) -> str:
    """What the verdict would be without waivers, if it differs."""
    bare = report.verdict_without_waivers
    return "" if bare is report.verdict else f" · without its waivers it would be {_WORDS[bare][0].lower()}"
