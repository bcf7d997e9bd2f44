"""The counts, the verdict in plain words, and last the gate with the rule that decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.dates import day, days
from launchcheck.report import Counts, Verdict
from launchcheck.text import counted

if TYPE_CHECKING:
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import FailOn, Report

_WORDS = {
    Verdict.READY: ("READY", "bold green"),
    Verdict.ON_TRACK: ("ON TRACK", "bold yellow"),
    Verdict.NOT_READY: ("NOT READY", "bold red"),
    Verdict.CANCELLED: ("CANCELLED", "bold"),
}


def draw(report: Report, page: Page, fail_on: FailOn) -> None:
    """Write the counts, the verdict and the gate."""
    page.blank()
    if report.verdict is not Verdict.CANCELLED:
        page.flow([page.text(count) for count in _counts(Counts.of(report.results), page)])
    word, style = _WORDS[report.verdict]
    page.put(page.join(page.text(word, style), "  ", page.text(f"{_sentence(report)}{_bare(report)}")))
    gate = report.gate(fail_on)
    state, code, color = ("open", 0, "green") if gate.is_open else ("closed", 1, "red")
    page.put(
        page.join(
            page.text(f"gate {state}", f"bold {color}"),
            " ",
            page.text(f"(exit {code}): {gate.reason} [--fail-on {gate.fail_on.value}]"),
        )
    )


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
    if report.verdict is Verdict.CANCELLED:
        return "The launch is cancelled; nothing is checked."
    if not report.results:
        return "The checklist has no items."
    count = len(report.warnings)
    also = f" {counted(count, 'warning')} {'is' if count == 1 else 'are'} open." if count else ""
    if not report.blockers:
        return f"No blocker is open.{also}"
    return f"{counted(len(report.blockers), 'blocker')} open, {_overdue(report)}{_next(report)}.{also}"


def _overdue(report: Report) -> str:
    """How many of the open blockers are late, and how late."""
    late = [-result.days_left for result in report.blockers if result.is_overdue]
    if not late:
        return "none overdue"
    if len(report.blockers) == 1:
        return f"overdue by {days(late[0])}"
    return f"{len(late)} of them overdue by {'' if len(late) == 1 else 'up to '}{days(max(late))}"


def _bare(report: Report) -> str:
    """What the verdict would be without waivers, if it differs."""
    bare = report.verdict_without_waivers
    return "" if bare is report.verdict else f" Without its waivers it would be {_WORDS[bare][0].lower()}."


def _next(report: Report) -> str:
    """The next due date of an open blocker."""
    ahead = [result.due for result in report.blockers if not result.is_overdue]
    return f"; next due {day(min(ahead))}" if ahead else ""
