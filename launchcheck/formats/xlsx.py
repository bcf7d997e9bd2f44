"""A workbook: the items, who owns how many, the touches, the caveats and the waivers, each on a sheet.

The sheet Items has the columns of the CSV format, with dates and numbers as such, a filter, and a color for
each row that only repeats its status. Several plans come with a sheet Launches first, and with the
columns plan and launch in each table. Text is never a formula.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.formats import notes
from launchcheck.formats.csv import COLUMNS, changes, rows
from launchcheck.formats.workbook import Sheet, write
from launchcheck.formats.writer import Writer
from launchcheck.panels import Coverage, Timeline
from launchcheck.results import Status
from launchcheck.summary import mistakes, what_failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report

_SHEETS = {
    "Launches": ("launch", "date", "tier", "verdict", "gate", "open blockers", "overdue", "plan"),
    "Items": COLUMNS,
    "Owners": ("owner", "area", "open", "overdue", "passed"),
    "Touches": ("date", "what", "state"),
    "Caveats": ("caveat", "text", "seen by customers", "carried by", "missing in"),
    "Waivers": ("item", "where", "reason", "approved by", "approved on", "expires", "state", "follow-up"),
}
_DAYS = {"date", "due", "approved on", "expires"}
"""The columns whose text is a date."""


def _tables(report: Report, options: Options) -> dict[str, list[list[Any]]]:
    """The rows of each sheet, as JSON data."""
    return {
        "Launches": [_launch(report, options)],
        "Items": [*changes(report), *rows(report)],
        "Owners": [*_owners(report)],
        "Touches": [*_touches(report)],
        "Caveats": [*_caveats(report)],
        "Waivers": [
            [
                *(each.check, each.where, each.reason, each.approved_by.name),
                *(each.approved_on.isoformat(), each.expires.isoformat(), each.state, each.follow_up),
            ]
            for each in report.waivers
        ],
    }


def _launch(report: Report, options: Options) -> list[Any]:
    gate = report.gate(*options.rules)
    return [
        report.launch.name,
        report.launch.date.isoformat(),
        report.tier,
        report.verdict.value.replace("_", " "),
        "open" if gate.is_open else "closed",
        len(report.blockers),
        sum(each.is_overdue for each in report.blockers),
        notes.path(report.source),
    ]


def _owners(report: Report) -> Iterator[list[Any]]:
    """How many items each person has in each area: open, overdue and passed."""
    counts: dict[tuple[str, str], list[int]] = {}
    for result in report.shown:
        if result.status is Status.NOT_APPLICABLE:
            continue
        owner = result.owner.name if result.owner else "no owner"
        found = counts.setdefault((owner, result.item.area), [0, 0, 0])
        found[0] += result.is_open
        found[1] += result.is_overdue
        found[2] += result.status is Status.PASSED
    for (owner, area), found in sorted(counts.items()):
        yield [owner, area, *found]


def _touches(report: Report) -> Iterator[list[Any]]:
    """The dates of each timeline."""
    for panel in report.panels:
        if isinstance(panel, Timeline):
            for mark in panel.marks:
                yield [mark.date.isoformat() if mark.date else "", mark.label, mark.state]


def _caveats(report: Report) -> Iterator[list[Any]]:
    """What each thing of a coverage is carried by, and where it is missing."""
    for panel in report.panels:
        if isinstance(panel, Coverage):
            for thing in panel.things:
                there = [place for place, is_there in thing.carried if is_there]
                absent = [place for place, is_there in thing.carried if not is_there]
                seen = "yes" if thing.visible else "no"
                yield [thing.id, thing.text, seen, ", ".join(there), ", ".join(absent)]


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write the workbook of one plan."""
    tables = _tables(report, options)
    write(out, [_sheet(name, tables[name]) for name in _SHEETS if name != "Launches"])


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write the rows of a plan as a line of JSON, which waits for the others."""
    about = [notes.path(report.source), report.launch.name]
    tables = _tables(report, options)
    lines = {name: [[*about, *row] for row in found] for name, found in tables.items() if name != "Launches"}
    lines["Launches"] = tables["Launches"]
    out.write(f"{json.dumps(lines)}\n")


def _failed(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write the row of a plan that could not be checked, and one for each of its errors."""
    launch = ["", "", "", what_failed(error), "closed", "", "", notes.path(path)]
    found = []
    for message, hint, place in mistakes(path, error):
        about = [notes.path(path), "", "", "", "", "unreadable", "", "", "", "", ""]
        where = ["", message, "", notes.path(place.path), place.line or "", place.column or "", ""]
        found.append([*about, *where, *[""] * 6, hint, "", ""])
    out.write(f"{json.dumps({'Launches': [launch], 'Items': found})}\n")


def _settle(parts: str, out: TextIO, _options: Options) -> None:
    """Write the workbook of several plans."""
    tables: dict[str, list[list[Any]]] = {name: [] for name in _SHEETS}
    for line in parts.splitlines():
        for name, found in json.loads(line).items():
            tables[name] += found
    write(out, [_sheet(name, tables[name], is_shared=name != "Launches") for name in _SHEETS])


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Write a workbook without rows where there was no plan."""
    if not whole.tally.plans:
        _settle("", out, options)


def _sheet(name: str, found: Sequence[Sequence[Any]], *, is_shared: bool = False) -> Sheet:
    """A sheet with dates as dates, and colors by status."""
    columns = (("plan", "launch") if is_shared else ()) + _SHEETS[name]
    days = [index for index, column in enumerate(columns) if column in _DAYS]
    typed = [[_day(value) if index in days else value for index, value in enumerate(row)] for row in found]
    colors = [_color(dict(zip(columns, row, strict=True))) for row in found] if name == "Items" else ()
    return Sheet(name, columns, typed, colors)


def _day(text: Any) -> Any:
    """A date from its text; anything else as it is."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return text


def _color(row: dict[str, Any]) -> str:
    """The color of an item by its status."""
    if row["overdue"] == "yes":
        return "overdue"
    return {"passed": "passed", "failed": "open", "unanswered": "open"}.get(row["status"], "")


WRITER = Writer(part=_part, failed=_failed, tail=_tail, single=_single, merge="".join, settle=_settle)
