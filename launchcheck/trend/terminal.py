"""A trend in the terminal: a line for each commit, and the open blockers as a line of bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from launchcheck.dates import day, days
from launchcheck.formats import Options
from launchcheck.formats.terminal.page import Page, pad
from launchcheck.report import Verdict
from launchcheck.results import Counts, Status
from launchcheck.text import counted

if TYPE_CHECKING:
    from rich.text import Text

    from launchcheck.report import Report
    from launchcheck.trend import Point, Trend

_BARS, _ASCII_BARS = "▁▂▃▄▅▆▇█", "_.-=+*%#"
_NOTHING = "·", "?"
_COLUMNS = ("Day", "Commit", "Passed", "Open", "Late", "Verdict", "Launch")
_WIDTHS = (10, 10, 8, 4, 4, 9, 18)
_RIGHT = {"Passed", "Open", "Late"}
_STYLES = {
    Verdict.READY: "green",
    Verdict.ON_TRACK: "yellow",
    Verdict.NOT_READY: "red",
    Verdict.CANCELLED: "",
}


def write(trend: Trend, out: TextIO) -> None:
    """Draw the trend; Open and Late count blockers."""
    page = Page(out, Options())
    reports = [point.report for point in trend.points]
    last = next((report for report in reversed(reports) if report), None)
    page.sides(page.text(last.launch.name if last else trend.source, "bold"), page.text(_span(trend)))
    page.put(page.text(trend.source))
    page.blank()
    page.put(_row(page, [page.text(name, "bold") for name in _COLUMNS]))
    before: Report | None = None
    for point in trend.points:
        _draw(point, before, page)
        before = point.report or before
    page.blank()
    _lines(reports, page)
    for note in _notes(trend):
        page.put(page.text(note))
    page.close()


def spark(values: Sequence[int | None], bars: str, nothing: str) -> str:
    """Numbers as bars between 0 and the largest, with a mark for unknown values."""
    top = max((value for value in values if value), default=0) or 1
    last = len(bars) - 1
    # Rounded up: a bar of no height is kept for 0.
    return "".join(nothing if value is None else bars[-(-value * last // top)] for value in values)


def _draw(point: Point, before: Report | None, page: Page) -> None:
    """Write the line of a commit; the launch date is shown where it changed."""
    head = [page.text(point.day.isoformat()), page.text(point.version.commit[:10])]
    report = point.report
    if report is None:
        page.put(page.text(f"not readable: {point.problem}", "red"), 24, _row(page, head))
        return
    counts = Counts.of(report.results)
    late = sum(result.is_overdue for result in report.blockers)
    numbers = (f"{counts.passed}/{counts.asked}", str(len(report.blockers)), str(late))
    verdict = page.text(report.verdict.value.replace("_", " "), _STYLES[report.verdict])
    page.put(_row(page, [*head, *map(page.text, numbers), verdict, page.text(_launch(report, before))]))


def _launch(report: Report, before: Report | None) -> str:
    """The launch date, and how far it moved."""
    moved = (report.launch.date - before.launch.date).days if before else 0
    words = f" {moved:+d}d" if moved else ""
    window = report.launch.window
    return f"{window.text if window else report.launch.date.isoformat()}{words}"


def _row(page: Page, cells: Sequence[Text]) -> Text:
    """Cells in their columns, numbers aligned right."""
    parts: list[Text | str] = []
    for name, width, cell in zip(_COLUMNS, _WIDTHS, cells, strict=False):
        gap = " " * max(0, width - cell.cell_len)
        parts += [*((gap, cell) if name in _RIGHT else (pad(cell, width),)), "  "]
    return page.join(*parts)


def _lines(reports: Sequence[Report | None], page: Page) -> None:
    """Write the lines of bars, with the first and the last number."""
    is_ascii = page.marks.dot != "·"
    bars, nothing = (_ASCII_BARS, _NOTHING[1]) if is_ascii else (_BARS, _NOTHING[0])
    for name, values in (
        ("passed", [_passed(report) for report in reports]),
        ("open blockers", [len(report.blockers) if report else None for report in reports]),
    ):
        known = [value for value in values if value is not None]
        if known:
            shown = values[-(page.width - 28) :]
            change = f"{known[0]} to {known[-1]}" if known[0] != known[-1] else f"{known[-1]}"
            line = page.text(spark(shown, bars, nothing))
            page.put(page.join(pad(page.text(name), 15), line, "  ", page.text(change)))


def _passed(report: Report | None) -> int | None:
    return sum(each.status is Status.PASSED for each in report.results) if report else None


def _span(trend: Trend) -> str:
    """How many commits there are, and over what period."""
    first, last = trend.points[0].day, trend.points[-1].day
    commits = counted(len(trend.points), "commit")
    return f"{commits} in {days(abs((last - first).days) + 1)}, to {day(last)}"


def _notes(trend: Trend) -> list[str]:
    """What the trend omits."""
    notes = []
    if trend.is_cut:
        notes.append(f"Older commits are omitted; --last shows more than {len(trend.points)}.")
    if trend.is_shallow:
        notes.append("The clone is shallow: older commits are missing (git fetch --unshallow).")
    return notes
