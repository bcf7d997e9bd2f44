"""Views of a plan besides its checks: pages of tables, such as who does what, and their formats."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, TypeAlias

from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError
from launchcheck.findings import LATE, MISSING, WRONG
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.source import Where


class ViewFormat(StrEnum):
    """The formats of a view; a member's value is the name of its module."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


Cell: TypeAlias = str | float | date | None
"""What a table shows in one place; programs get a date or a number as such, people get it in words."""


class Row(NamedTuple):
    """A row of a table, with a cell for each column.

    `band` is the group of rows that it belongs to: a phase, a month. `note` says what is wrong with
    it; empty if nothing is. `color` is that of its cells in a terminal, which only repeats what they say.
    """

    cells: tuple[Cell, ...]
    band: str = ""
    note: str = ""
    color: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells in words."""
        return tuple(map(shown, self.cells))


class Table(NamedTuple):
    """A table of a page; `otherwise` is what the page says in place of one without rows.

    `records` are its rows for programs (CSV and JSON), under `record_columns`, where those are not its own.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    otherwise: str = ""
    record_columns: tuple[str, ...] = ()
    records: tuple[tuple[Cell, ...], ...] = ()


class Page(NamedTuple):
    """A view of a plan: a title, a few facts under it, tables, remarks at the end, and a last line.

    `view` is its name for programs, that of the command.
    """

    title: str
    about: tuple[str, ...]
    tables: tuple[Table, ...]
    remarks: tuple[str, ...] = ()
    closing: str = ""
    view: str = ""


def write(page: Page, format: ViewFormat, out: TextIO, *, width: int | None = None) -> None:
    """Write a page; as CSV, only its first table. `width` is in columns, by default that of the terminal.

    Raises:
        OSError: the stream cannot be written to; BrokenPipeError when its reader is gone.

    """
    import_module(f"{__name__}.{format.value}").write(page, out, width)


def name_of(plan: Plan, person: str | None) -> str:
    """What a page calls a person, by id: the name; empty for none."""
    found = (plan.people or {}).get(person or "")
    return (found and found.name) or person or ""


def number(value: float | None) -> str:
    """A number of the plan as a page shows it, such as 1,010,000 or 4.5; empty where there is none."""
    if value is None:
        return ""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def shown(cell: Cell) -> str:
    """A cell in words."""
    if isinstance(cell, date):
        return day(cell)
    return cell if isinstance(cell, str) else number(cell)


class Figure(NamedTuple):
    """A figure of a goal, and its day."""

    value: float
    on: date


def last_figure(plan: Plan, goal: str, until: date) -> Figure | None:
    """The last figure of a goal up to a day, from the section after; None where there is none."""
    results = getattr(getattr(plan, "after", None), "results", None) or ()
    figures = [
        Figure(each.value, each.date)
        for each in results
        if each.goal == goal and each.value is not None and each.date and each.date <= until
    ]
    return max(figures, key=lambda each: each.on, default=None)


def found_in(report: Report, where: Where) -> dict[int, str]:
    """What the report finds in the entries of a list, by their places: one thing each, of the first item."""
    notes: dict[int, str] = {}
    for result in report.results:
        for found in result.findings:
            is_inside = found.where[: len(where)] == where and len(found.where) > len(where)
            if is_inside and found.kind in (WRONG, LATE, MISSING) and not found.waived:
                notes.setdefault(int(found.where[len(where)]), found.message)
    return notes


def section_of(plan: Plan, key: str, launch: str = "") -> Any:
    """The section of a plan that a view shows; `launch` names the plan where there are several.

    Raises:
        LaunchcheckError: the plan has no such section.

    """
    section = getattr(plan, key, None)
    if section is None:
        raise LaunchcheckError(
            f"the plan of {quote(launch)} has no {key}" if launch else f"the plan has no {key}",
            hint=f"`launchcheck explain {key}` shows the YAML to write;"
            f" `launchcheck init PLAN --pack {key}` adds it with placeholders",
        )
    return section


def heading(report: Report) -> tuple[str, ...]:
    """What every page says under its title: the launch, and the day of the view."""
    launch = report.launch
    return (f"{launch.name}, launch {launch.planned}, tier {report.tier}",)
