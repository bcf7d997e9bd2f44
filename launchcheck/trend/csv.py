"""A trend as a table for spreadsheets: a row for each commit, the oldest first.

It is CSV (RFC 4180) in UTF-8; its lines end with LF. Columns: commit, at (the author's date), day (in
the launch's time zone), path, subject, problem (why the plan could not be checked; the columns after
it are empty then), as_of, launch_date, tier, verdict, blockers_open, blockers_overdue, asked, passed,
open, overdue, waived, not_applicable.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.escapes import line, write_line
from launchcheck.results import Counts

if TYPE_CHECKING:
    from launchcheck.report import Report
    from launchcheck.trend import Point, Trend

# OWASP on CSV injection, with the full-width forms that East Asian spreadsheets read alike.
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")

_COMMIT = "commit,at,day,path,subject,problem"
_REPORT = "as_of,launch_date,tier,verdict,blockers_open,blockers_overdue"
_COUNTS = "asked,passed,open,overdue,waived,not_applicable"


def write(trend: Trend, out: TextIO) -> None:
    """Write the header, then the commits."""
    write_line(out, f"{_COMMIT},{_REPORT},{_COUNTS}")
    for point in trend.points:
        row = io.StringIO()
        csv.writer(row, lineterminator="").writerow([*_commit(point), *_report(point.report)])
        write_line(out, row.getvalue())


def _commit(point: Point) -> list[str]:
    """The columns `commit` to `problem`."""
    version = point.version
    text = (version.path, version.subject, point.problem)
    return [version.commit, version.at.isoformat(), point.day.isoformat(), *map(_cell, text)]


def _report(report: Report | None) -> list[str | int]:
    """The columns `as_of` to `not_applicable`."""
    if report is None:
        return [""] * 12
    counts = Counts.of(report.results)
    return [
        report.as_of.isoformat(),
        report.launch.date.isoformat(),
        report.tier,
        report.verdict.value,
        len(report.blockers),
        sum(result.is_overdue for result in report.blockers),
        *(counts.asked, counts.passed, counts.open),
        *(counts.overdue, counts.waived, counts.not_applicable),
    ]


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    shown = line(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown
