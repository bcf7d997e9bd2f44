"""What is open besides the core: wrong and late in full, silent by area, the rest a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.dates import near_day
from launchcheck.formats.terminal.lines import draw_lines, draw_whole, sign
from launchcheck.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report
    from launchcheck.results import OpenItem
    from launchcheck.triage import Silent, Triage

_MOST_IN_FULL = 8
_INDENT = 4
_MOST_WARNINGS = 5


def draw(found: Triage, report: Report, page: Page) -> None:
    """Write each group that holds something."""
    left = _MOST_IN_FULL
    for title, items in (("wrong", found.wrong), ("late", found.late)):
        _in_full(title, items, left, report, page)
        left -= min(left, len(items))
    if found.silent:
        _head("unanswered", page)
        for each in found.silent:
            _silent(each, report, page)
    for title, items in (("scheduled", found.scheduled), ("under way", found.under_way)):
        if items:
            _head(title, page)
            draw_lines(items, report.as_of, page)
    _warnings(found.warnings, report, page)


def _head(title: str, page: Page) -> None:
    page.blank()
    page.put(page.text(title, "bold underline"))


def _in_full(title: str, items: Sequence[OpenItem], most: int, report: Report, page: Page) -> None:
    """Items in full, as long as there is room; the others a line each."""
    if not items:
        return
    _head(title, page)
    for item in items[:most]:
        draw_whole(item, report.as_of, page)
    draw_lines(items[most:], report.as_of, page)


def _silent(silent: Silent, report: Report, page: Page) -> None:
    """How many blockers of an area are unanswered, which, and when the first of them is due."""
    area, items = silent.area, silent.items
    head = page.join(page.text(area.title, "bold"), "  ", f"{len(items)} unanswered: ")
    due = f"; {'' if len(items) == 1 else 'first '}due {near_day(silent.first_due, report.as_of)}"
    late = page.join(", ", page.text(f"{silent.overdue} overdue", "bold red")) if silent.overdue else Text()
    room = page.width - _INDENT - head.cell_len - len(due) - late.cell_len
    names = [each.result.item.id.removeprefix(f"{area.id}.") for each in items]
    first = min(items, key=lambda each: each.due)
    line = page.join(head, page.text(_named(names, room)), due, late)
    page.put(line, _INDENT, page.join("  ", sign(first, page)))


def _named(names: Sequence[str], room: int) -> str:
    """As many names as there is room for, at least one."""
    for most in range(len(names), 1, -1):
        words = ", ".join([*names[:most], *(["..."] if most < len(names) else [])])
        if len(words) <= room:
            return words
    return ", ".join([names[0], *(["..."] if len(names) > 1 else [])])


def _warnings(items: Sequence[OpenItem], report: Report, page: Page) -> None:
    """A line for each, or their count."""
    if not items:
        return
    _head("warnings", page)
    if len(items) <= _MOST_WARNINGS:
        draw_lines(items, report.as_of, page)
        return
    late = sum(each.is_overdue for each in items)
    more = f", {late} overdue" if late else ""
    words = f"{counted(len(items), 'warning')} open{more}; --verbose lists them"
    page.put(page.text(words), _INDENT, page.join("  ", Text(page.marks.warning, "yellow")))
