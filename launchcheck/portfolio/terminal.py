"""The portfolio in the terminal: a row for each launch and person, a column for each week."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TextIO

from launchcheck.dates import short_day
from launchcheck.formats import Options, notes
from launchcheck.formats.terminal.page import Page, pad
from launchcheck.portfolio import page as pages
from launchcheck.portfolio import picture
from launchcheck.views.terminal import put_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from launchcheck.portfolio.gate import Gate
    from launchcheck.portfolio.load import Load, Share
    from launchcheck.portfolio.model import Portfolio
    from launchcheck.portfolio.picture import Signs
    from launchcheck.portfolio.weeks import Week

_NAME = 18
"""The most columns of a name."""


def write(portfolio: Portfolio, gate: Gate | None, out: TextIO, width: int | None = None) -> None:
    """Draw the portfolio."""
    sheet = Page(out, Options(width=width))
    signs = picture.UNICODE if sheet.marks.dot == "·" else picture.ASCII
    sheet.put(sheet.text(pages.title(portfolio), "bold"))
    for fact in pages.about(portfolio):
        sheet.put(sheet.text(fact))
    _draw(_launches(portfolio, signs), portfolio, sheet)
    sheet.blank()
    put_table(pages.collisions(portfolio), sheet)
    _draw(_load(portfolio, signs), portfolio, sheet)
    for table in (pages.needs(portfolio), pages.decisions(portfolio)):
        sheet.blank()
        put_table(table, sheet)
    remarks = [*pages.remarks(portfolio)]
    if remarks:
        sheet.blank()
    for remark in remarks:
        sheet.put(sheet.text(remark), 2, sheet.text(sheet.marks.bullet))
    if gate:
        sheet.blank()
        sheet.put(sheet.text(gate.words, "bold"))
    sheet.close()


class _Line(NamedTuple):
    """A row of a picture: its name, what is beside it, and a cell for each week."""

    name: str
    beside: str
    cells: tuple[str, ...]
    style: str = ""


class _Picture(NamedTuple):
    """Rows over the weeks, with the signs explained under them.

    `beside` is the head of what is beside the names, `has_dates` whether the weeks have their Mondays, too,
    and `otherwise` what replaces a picture without rows.
    """

    title: str
    beside: str
    has_dates: bool
    lines: tuple[_Line, ...]
    legend: str
    otherwise: str


def _draw(drawn: _Picture, portfolio: Portfolio, sheet: Page) -> None:
    """Draw a picture, in as many blocks of weeks as the width needs."""
    sheet.blank()
    sheet.put(sheet.text(drawn.title, "bold"))
    if not drawn.lines:
        sheet.put(sheet.text(drawn.otherwise))
        return
    lines = (*_heads(drawn, portfolio.weeks), *drawn.lines)
    beside = max(len(line.beside) for line in lines) + 1
    column = max(len(cell) for line in lines for cell in line.cells) + 1
    name = min(_NAME, max(sheet.text(line.name).cell_len for line in lines))
    room = (sheet.width - name - 1 - beside) // column
    for start in range(0, len(portfolio.weeks), max(1, room)):
        shown = slice(start, start + max(1, room))
        if start:
            sheet.blank()
        rows = (line._replace(cells=line.cells[shown]) for line in drawn.lines)
        for line in (*_heads(drawn, portfolio.weeks[shown]), *rows):
            sheet.put(_row(line, name, beside, column, sheet))
    sheet.put(sheet.text(drawn.legend, "dim"))


def _row(line: _Line, name: int, beside: int, column: int, sheet: Page) -> Text:
    parts = [
        pad(sheet.cut(sheet.text(line.name, line.style), name), name + 1),
        pad(sheet.text(line.beside, line.style), beside),
        *(pad(sheet.text(cell, line.style), column) for cell in line.cells),
    ]
    found = sheet.join(*parts)
    found.rstrip()
    return found


def _launches(portfolio: Portfolio, signs: Signs) -> _Picture:
    """A row for each launch, with its tier and verdict."""
    lines = []
    for each, cells in picture.cells(portfolio, signs):
        report = portfolio.entries[each.entry].report
        beside = f"{report.launch.tier} {notes.verdict(report)}"
        lines.append(_Line(portfolio.labels[each.entry], beside, cells))
    return _Picture("Launches", "tier", True, tuple(lines), signs.legend, "No launch is in these weeks.")


def _heads(drawn: _Picture, weeks: Sequence[Week]) -> Iterator[_Line]:
    """The heads of the columns: the weeks, and above them their Mondays under their months."""
    if drawn.has_dates:
        months = [short_day(week.monday).partition(" ")[2] for week in weeks]
        changed = (month if month != before else "" for before, month in pairwise(["", *months]))
        yield _Line("", "", tuple(changed), "dim")
        yield _Line("", "", tuple(str(week.monday.day) for week in weeks), "dim")
    yield _Line("", drawn.beside, tuple(week.label for week in weeks), "dim")


def _load(portfolio: Portfolio, signs: Signs) -> _Picture:
    """A row for each person."""
    lines = tuple(_person(each, portfolio.most, signs) for each in portfolio.load)
    low, middle, high = signs.bars
    half, most = max(1, portfolio.most // 2), portfolio.most
    steps = {low: half, middle: most} if half < most else {low: most}
    legend = ", ".join(
        [*(f"{bar} up to {top}" for bar, top in steps.items()), f"{high} more than {most}, a away"]
    )
    return _Picture("Open items due", "before", False, lines, legend, "No open item is due in these weeks.")


def _person(load: Load, most: int, signs: Signs) -> _Line:
    """A person: what is due before the first week, and a bar with a number in each week."""
    cells = tuple(_share(share, most, signs) for share in load.weeks)
    return _Line(load.person.name, str(load.earlier or ""), cells, "bold" if load.is_over else "")


def _share(share: Share, most: int, signs: Signs) -> str:
    low, middle, high = signs.bars
    bar = high if share.is_over else middle if share.due > max(1, most // 2) else low
    return f"{f'{bar}{share.due}' if share.due else signs.nothing}{'a' * share.is_away}"
