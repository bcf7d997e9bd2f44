"""A view in Markdown, with all text from the plan escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.escapes import markdown, write_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.views import Page, Table


def write(page: Page, out: TextIO, _width: int | None) -> None:
    """Write a heading, then each table; a band of rows is a row in bold."""
    lines = [f"# {markdown(page.title)}", ""]
    lines += [f"{markdown(fact)}  " for fact in page.about]
    for table in page.tables:
        lines += ["", f"## {markdown(table.title)}", "", *_table(table)]
    if page.remarks:
        lines += ["", *(f"- {markdown(remark)}" for remark in page.remarks)]
    if page.closing:
        lines += ["", f"**{markdown(page.closing)}**"]
    for line in lines:
        write_line(out, line)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield markdown(table.otherwise)
        return
    columns = (*table.columns, "Note") if any(row.note for row in table.rows) else table.columns
    yield _line(columns)
    yield _line(("---",) * len(columns))
    band = ""
    for row in table.rows:
        if row.band and row.band != band:
            yield _line((f"**{markdown(row.band)}**", *("" for _ in columns[1:])))
        band = row.band
        cells = (*row.texts, row.note) if len(columns) > len(table.columns) else row.texts
        yield _line(tuple(map(markdown, cells)))


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
