"""The open items by area, the most urgent first: what was found, what is needed, by when and by whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.dates import day, days
from launchcheck.formats.terminal.areas import NOBODY
from launchcheck.results import Counts, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.checks.problem import Progress
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Area, Report
    from launchcheck.results import Finding, Result

_MOST_FINDINGS = 5
_LONGEST_PROGRESS = 10
_INDENT = 2
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def draw(report: Report, page: Page) -> None:
    """Write the open items of each area."""
    for area in report.areas:
        mine = [result for result in report.shown if result.item.area == area.id]
        found = sorted((each for each in mine if each.is_open), key=lambda each: each.urgency)
        if found:
            _draw_area(area, mine, page)
        for result in found:
            _draw_item(result, area, page)


def _draw_area(area: Area, results: list[Result], page: Page) -> None:
    page.blank()
    counts = Counts.of(results)
    owner = page.text(area.owner.name) if area.owner else page.text(NOBODY, "red")
    page.sides(
        page.join(page.text(area.title, "bold underline"), "  ", page.text(area.question)),
        page.join(owner, ", ", page.text(f"{counts.open} of {counts.asked} open")),
    )


def mark(result: Result, page: Page) -> Text:
    """The mark of an open item."""
    return Text(page.marks.overdue, "bold red") if result.is_overdue else Text(page.marks.later, "yellow")


def _draw_item(result: Result, area: Area, page: Page) -> None:
    page.blank()
    page.put(page.text(result.item.question, "bold"), _INDENT, mark(result, page))
    page.flow(list(_facts(result, area, page)), _INDENT, last=due_words(result, page))
    if result.progress and _is_under_way(result, result.progress):
        page.put(_progress(result.progress, page), _INDENT)
    _draw_findings(result.findings, page)
    if result.reason:
        page.put(page.text(result.reason), _INDENT)
    fix = result.item.fix if page.verbose else _SENTENCE_END.split(result.item.fix, maxsplit=1)[0]
    page.put(page.text(fix), _INDENT + 5, Text("  fix:"))


def _is_under_way(result: Result, progress: Progress) -> bool:
    """Whether a count is worth showing: it has begun, is incomplete, and needs more than one thing."""
    return 1 < progress.needed > progress.done and result.status is not Status.UNANSWERED


def _facts(result: Result, area: Area, page: Page) -> Iterator[Text]:
    """The item's id, severity and state, and its owner where that is not the area's owner."""
    yield page.text(result.item.id, "cyan")
    yield page.text(f"{result.severity} {state_word(result)}")
    if result.owner != area.owner:
        yield page.text(result.owner.name) if result.owner else page.text(NOBODY, "red")


def state_word(result: Result) -> str:
    """The status in a word; *scheduled* if everything that is missing is planned for a later date."""
    kinds = {finding.kind for finding in result.findings if not finding.waived}
    return "scheduled" if kinds == {"scheduled"} else result.status.value


def due_words(result: Result, page: Page) -> Text:
    """The due date, and the days left or late."""
    left = result.days_left
    note = f"; {result.due_note}" if result.due_note else ""
    if left > 0:
        return page.text(f"due {day(result.due)}, in {days(left)}{note}")
    how = page.text(f"{days(-left)} late", "bold red") if left else page.text("today", "bold")
    return page.join(page.text(f"due {day(result.due)},"), " ", how, page.text(note))


def _progress(progress: Progress, page: Page) -> Text:
    """The progress of the item: `●●●●●○· 5 of 7`."""
    words = f"{progress.done} of {progress.needed}"
    if progress.scheduled:
        words += f", {progress.scheduled} scheduled"
    if progress.needed > _LONGEST_PROGRESS:
        return page.text(words)
    return page.join(_drawn(progress.done, progress.scheduled, progress.needed, page), " ", page.text(words))


def _drawn(done: int, scheduled: int, needed: int, page: Page) -> Text:
    """A mark for each of those needed."""
    told = min(done, needed)
    later = min(scheduled, needed - told)
    return page.join(
        Text(page.marks.told * told, "green"),
        Text(page.marks.scheduled * later, "yellow"),
        page.marks.missing * (needed - told - later),
    )


def _draw_findings(findings: tuple[Finding, ...], page: Page) -> None:
    """What was found, each with its place in the file."""
    most = len(findings) if page.verbose or len(findings) <= _MOST_FINDINGS + 1 else _MOST_FINDINGS
    for finding in findings[:most]:
        bullet = Text(page.marks.waived, "cyan") if finding.waived else Text(page.marks.bullet)
        words = page.join(page.text(finding.message), "  ", _places(finding, page))
        page.put(words, _INDENT + 2, Text.assemble(" " * _INDENT, bullet))
    if most < len(findings):
        page.put(page.text(f"and {len(findings) - most} more; --verbose lists them"), _INDENT + 2)


def _places(finding: Finding, page: Page) -> Text:
    """Where the finding is written; of other places in the same file, line and column are enough."""
    first = finding.location
    others = [str(place).removeprefix(f"{first.path}:") for place in finding.related]
    waived = ", waived" if finding.waived else ""
    if not others:
        return page.join(page.place(first), waived)
    return page.join(page.place(first), waived, " ", page.text(f"(and {', '.join(others)})"))
