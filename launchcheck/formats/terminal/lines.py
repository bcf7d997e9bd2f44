"""How an open item is drawn: its sign, what was found, and its due date; in one line or in two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.checks.problem import dotted
from launchcheck.dates import near_day
from launchcheck.findings import LATE, MISSING, SCHEDULED, WRONG
from launchcheck.formats.terminal.page import pad

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from launchcheck.formats.terminal.page import Page
    from launchcheck.results import Finding, OpenItem, Result

_INDENT = 4
_LONGEST_ID = 34
_LEAST_ROOM = 16
"""The fewest columns for what was found; on a narrower page it goes below the item's id."""

_LEAST_QUESTION = 50
"""The fewest columns for a question beside its due date; on a narrower page it is not cut."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def sign(item: OpenItem, page: Page) -> Text:
    """The mark of an open item: wrong or late, silent, planned, under way; a warning has its own."""
    marks, kind = page.marks, item.result.kind
    if not item.result.blocks:
        return Text(marks.warning, "yellow")
    if kind in {WRONG, LATE}:
        return Text(marks.overdue, "bold red")
    if kind == MISSING:
        return Text(marks.silent, "bold red" if item.is_overdue else "yellow")
    return Text(marks.scheduled if kind == SCHEDULED else marks.later, "yellow")


def due_words(item: OpenItem, today: date, page: Page) -> Text:
    """`due Mon 27 Nov`, with what that means today."""
    words = page.text(f"due {near_day(item.due, today)}")
    if item.is_overdue and item.result.kind != LATE:  # what is late is known to be overdue
        return page.join(words, " ", page.text("(overdue)", "bold red"))
    return page.join(words, " ", page.text("(today)", "bold")) if item.due == today else words


def first_finding(result: Result) -> Finding | None:
    """The finding that decides the kind of an open item, if it has one."""
    open_ = [each for each in result.findings if not each.waived]
    return next((each for each in open_ if each.kind == result.kind), open_[0] if open_ else None)


def how_many_more(result: Result) -> int:
    """The open findings besides the first."""
    return sum(not each.waived for each in result.findings) - 1


def fix(result: Result) -> str:
    """The first sentence of the fix."""
    return _SENTENCE_END.split(result.item.fix, maxsplit=1)[0]


def draw_lines(items: Sequence[OpenItem], today: date, page: Page) -> None:
    """A line for each item: its id, what was found, and when it is due; two on a narrow page."""
    widest = min(max((len(each.result.item.id) for each in items), default=0), _LONGEST_ID) + 2
    for item in items:
        due = due_words(item, today, page)
        id = page.text(item.result.item.id, "cyan")
        lead = page.join("  ", sign(item, page))
        words = page.text(_found(item.result))
        room = page.width - _INDENT - max(widest, id.cell_len + 2) - due.cell_len - 2
        is_wrong = item.result.kind == WRONG  # its words are shown whole: they say what contradicts what
        if room < (words.cell_len if is_wrong else min(_LEAST_ROOM, words.cell_len)):
            page.flow([id, due], _INDENT, lead)
            page.put(words if is_wrong else page.cut(words, page.width - _INDENT), _INDENT)
        else:
            page.put(page.join(pad(id, widest), page.cut(words, room), "; ", due), _INDENT, lead)


def draw_whole(item: OpenItem, today: date, page: Page) -> None:
    """The question and its due date, then the id and the first finding with its place."""
    result, first = item.result, first_finding(item.result)
    due = due_words(item, today, page)
    lead = page.join("  ", sign(item, page))
    question = page.text(result.item.question, "bold")
    room = page.width - _INDENT - due.cell_len - 2
    page.sides(page.cut(question, room) if room > _LEAST_QUESTION else question, due, _INDENT, lead)
    id = page.text(result.item.id, "cyan")
    if first is None:
        page.put(id, _INDENT)
        return
    more = how_many_more(result)
    count = f"  +{more} more" if more else ""
    words = page.join(id, "  ", page.text(_brief(first)), "  ", page.place(first.location), count)
    page.put(words, _INDENT)


def _found(result: Result) -> str:
    """What was found, in the first words of the first finding."""
    first, more = first_finding(result), how_many_more(result)
    if first is None:
        return ""
    if first.kind == MISSING and not more:
        return _missing(first, result.item.id)
    return f"{_brief(first)} (+{more} more)" if more else _brief(first)


def _brief(finding: Finding) -> str:
    """A finding without the path to its fact, and without what any finding of its kind says."""
    words = finding.message if finding.kind == WRONG else finding.message.partition("; ")[0]
    place = dotted(finding.where)
    if words.startswith(f"{place} "):
        words = f"{place.rpartition('.')[2]}{words.removeprefix(place)}"
    return words.replace(" is scheduled for ", ": ") if finding.kind == SCHEDULED else words


def _missing(finding: Finding, id: str) -> str:
    """What is missing: `not set` where the item's id names the fact, else which facts."""
    if len(finding.wants) == 1:
        place = finding.wants[0]
        is_named = len(place) <= 2 and str(place[-1]).partition("_")[0] in id
        return "not set" if is_named else _brief(finding)
    section, found, names = finding.message.partition(" is missing ")
    return f"missing {names}" if found and "'" not in section else finding.message
