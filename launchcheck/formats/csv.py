"""A table for spreadsheets: a row for each finding, and for each item that has none.

It is CSV (RFC 4180) in UTF-8 without a byte order mark, which `csv-excel` has; its lines end with LF.

Line breaks and invisible characters are escaped, so that a row is a line. Text that a
spreadsheet would take for a formula starts with an apostrophe.

Several plans share one table, with two more columns at the front: plan, which is its file, and
launch. A plan that could not be checked has a row for each error, with the status `unreadable`. What a
change weakened has rows of its own, with the status `weakened`.

Columns: item, area, severity, status, overdue (yes or no), due (YYYY-MM-DD), days_left (negative:
late), owner, question; kind (wrong, late, under_way, scheduled, missing), finding, waived (yes or
no), file, line, column, where (the path into the plan); done, needed, scheduled (progress, where the
item counts something), reason (why it was not asked), waivers (who accepts it, until when, why), why,
fix, excluded (where it says that the item does not apply although its tier asks it: plan, settings or
checklist), lowered_from (its severity in the checklist, where settings lower it).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, TextIO

from launchcheck.checks.problem import dotted
from launchcheck.formats import notes
from launchcheck.formats.escapes import line, write_line
from launchcheck.formats.writer import Writer
from launchcheck.summary import mistakes, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.report import Report
    from launchcheck.results import Finding, Result

# OWASP on CSV injection, with the full-width forms that East Asian spreadsheets read alike.
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")

_LONGEST = 32_000
"""Spreadsheets allow 32,767 characters in a cell."""


_WEAKENED = "weakened"
"""The status of a row about a change."""

_ABOUT = "item,area,severity,status,overdue,due,days_left,owner,question"
_FOUND = "kind,finding,waived,file,line,column,where"
_REST = "done,needed,scheduled,reason,waivers,why,fix,excluded,lowered_from"
COLUMNS = tuple(f"{_ABOUT},{_FOUND},{_REST}".split(","))
"""The columns of the table of one plan."""


def single(report: Report, out: TextIO, options: Options) -> None:
    """Write the header, then the items in the checklist's order."""
    write_line(out, f"{_ABOUT},{_FOUND},{_REST}")
    for row in (*changes(report), *rows(report)):
        write_row(out, row)


def changes(report: Report) -> Iterator[list[str | int]]:
    """A row for all that a change weakened: its kind, sentence and place."""
    for each in report.weakened:
        about: list[str | int] = [f"weakened.{each.what}", "", "", _WEAKENED, "", "", "", "", ""]
        place = notes.place_of(each, report)
        found = ["", each.message, "", notes.path(place.path), place.line or "", place.column or "", ""]
        yield [*about, *found, *[""] * 9]


def rows(report: Report) -> Iterator[list[str | int]]:
    """A row for each finding, and for each item that has none."""
    for result in report.shown:
        about, rest = _about(result), _rest(result, report)
        for finding in notes.findings(result, report) or (None,):
            yield [*about, *_finding(result, finding), *rest]


def _about(result: Result) -> list[str | int]:
    """The columns `item` to `question`."""
    return [
        result.item.id,
        result.item.area,
        result.severity,
        result.status.value,
        _yes(result.is_overdue),
        result.due.isoformat(),
        result.days_left,
        result.owner.name if result.owner else "",
        result.item.question,
    ]


def _finding(result: Result, finding: Finding | None) -> list[str | int]:
    """The columns `kind` to `where`."""
    if finding is None:
        return [""] * 7
    place = finding.location
    return [
        finding.kind,
        finding.message,
        _yes(notes.is_waived(result, finding)),
        notes.path(place.path),
        place.line or "",
        place.column or "",
        dotted(finding.where),
    ]


def _rest(result: Result, report: Report) -> list[str | int]:
    """The columns `done` to `lowered_from`."""
    progress = result.progress
    waivers = [notes.accepted(waiver) for waiver in notes.waivers_of(result, report)]
    return [
        *((progress.done, progress.needed, progress.scheduled) if progress else ("", "", "")),
        result.reason,
        "; ".join(waivers),
        result.item.why,
        result.item.fix,
        result.excluded.source if result.excluded else "",
        next((each.before for each in report.lowered if each.id == result.item.id), ""),
    ]


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def write_row(out: TextIO, cells: Sequence[str | int]) -> None:
    """Write a line of cells, none of which a spreadsheet takes for a formula."""
    row = io.StringIO()
    safe = [cell if isinstance(cell, int) else _cell(cell) for cell in cells]
    csv.writer(row, lineterminator="").writerow(safe)
    write_line(out, row.getvalue())


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    shown = line(text, _LONGEST)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def head(out: TextIO, options: Options) -> None:
    """Write the header of the table of several plans."""
    write_line(out, f"plan,launch,{_ABOUT},{_FOUND},{_REST}")


def _part(report: Report, out: TextIO, options: Options) -> None:
    about: list[str | int] = [notes.path(report.source), report.launch.name]
    for row in (*changes(report), *rows(report)):
        write_row(out, [*about, *row])


def _failed(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write a row for each error of a plan that could not be checked."""
    for message, hint, place in mistakes(path, error):
        about: list[str | int] = [notes.path(path), "", "", "", "", state(error), "", "", "", "", ""]
        found = ["", message, "", notes.path(place.path), place.line or "", place.column or "", ""]
        write_row(out, [*about, *found, *[""] * 6, hint, "", ""])


WRITER = Writer(part=_part, failed=_failed, head=head, single=single)
