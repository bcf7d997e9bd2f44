"""Workbooks as people have them: formulas, percent, errors, charts and passwords."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from launchcheck.source import Source

xlsxwriter = pytest.importorskip("xlsxwriter", reason="writes the workbooks")
pytest.importorskip("python_calamine", reason="reads the workbooks")

Here = Callable[..., tuple[int, str, str]]
PLAN = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 2}\n"


@pytest.fixture
def plan(calm: None, tmp_path: Path) -> Path:
    """A small plan in the folder."""
    path = tmp_path / "launch.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def goals(write: Callable[[Any, Any], None], old: bytes = b"", new: bytes = b"") -> None:
    """A workbook with the goal `use`, whose other cells are written by a function, some XML replaced."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet("goals")
    page.write_row(0, 0, ["id", "metric", "target", "baseline"])
    page.write_row(1, 0, ["use", "Use"])
    write(book, page)
    book.close()
    with zipfile.ZipFile(content) as made, zipfile.ZipFile("t.xlsx", "w") as archive:
        for name in made.namelist():
            archive.writestr(name, made.read(name).replace(old, new) if old else made.read(name))


def taken(here: Here, plan: Path) -> tuple[Any, str]:
    """The goals after an import, and what it said."""
    code, out, err = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert (code, err) == (0, "")
    return Source.parse(plan.read_text(encoding="utf-8")).data["goals"], out


def test_a_formula_is_what_it_showed(here: Here, plan: Path) -> None:
    """The program that saved the workbook stored the result."""
    goals(lambda _, page: page.write_formula("C2", "=100+20", None, 120))
    assert taken(here, plan)[0] == [{"id": "use", "metric": "Use", "target": 120}]


def test_a_formula_without_a_result_is_not_an_empty_cell(here: Here, plan: Path) -> None:
    """Programs that only write workbooks store none: the message names the cell and what to do."""
    goals(lambda _, page: page.write_formula("C2", "=100+20"), b"<v>0</v>", b"<v></v>")
    found, out = taken(here, plan)
    assert found == [{"id": "use", "metric": "Use"}]
    assert "line 2, target: C2 is a formula whose result is not stored; open the file in a" in out


def test_a_formula_that_shows_nothing_is_an_empty_cell(here: Here, plan: Path) -> None:
    """Its result is stored: a text without letters."""
    goals(lambda _, page: page.write_formula("C2", '=A9&""', None, "x"), b"<v>x</v>", b"<v></v>")
    found, out = taken(here, plan)
    assert (found, "not taken" in out) == ([{"id": "use", "metric": "Use"}], False)


def test_the_error_of_a_formula_is_not_an_empty_cell(here: Here, plan: Path) -> None:
    """A reference that broke is said with the cell."""
    goals(lambda _, page: page.write_formula("C2", "=Z9", None, "#REF!"))
    assert "line 2, target: C2 is #REF!, an error of a formula" in taken(here, plan)[1]


@pytest.mark.parametrize("shown", ["0%", "0.0%", '0.0" of all "%', "[Red]0.00%"])
def test_a_cell_in_percent_is_the_number_that_it_shows(here: Here, plan: Path, shown: str) -> None:
    """A spreadsheet stores 12 % as 0.12; the plan says 12, as it does for a table of text."""

    def write(book: Any, page: Any) -> None:
        page.write_number("C2", 0.12, book.add_format({"num_format": shown}))
        page.write_number("D2", 0.07, book.add_format({"num_format": '0.00" %"'}))

    goals(write)
    assert taken(here, plan)[0] == [{"id": "use", "metric": "Use", "target": 12, "baseline": 0.07}]


def test_cells_need_not_say_where_they_are(here: Here, plan: Path) -> None:
    """Some programs leave the places out; those in percent and formulas are found all the same."""

    def write(book: Any, page: Any) -> None:
        page.write_number("C2", 0.12, book.add_format({"num_format": "0%"}))
        page.write_formula("D2", "=1", None, "#N/A")

    goals(write)
    with zipfile.ZipFile("t.xlsx") as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for place in (b"A1", b"B1", b"C1", b"D1", b"A2", b"B2", b"C2", b"D2", b"1", b"2"):
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
            b' r="' + place + b'"', b""
        )
    with zipfile.ZipFile("t.xlsx", "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    found, out = taken(here, plan)
    assert (found[0]["target"], "D2 is #N/A" in out) == (12, True)


def test_a_number_that_became_a_date_is_told(here: Here, plan: Path) -> None:
    """Typed as 1.5 where points part dates."""
    goals(lambda book, page: page.write_number("C2", 46508, book.add_format({"num_format": "d.m"})))
    _, out = taken(here, plan)
    assert "line 2, target: '2027-05-01' is a date or a time, not a number; a spreadsheet makes" in out


def test_a_workbook_with_a_password_says_so(here: Here, plan: Path) -> None:
    """It begins like those of before 2007."""
    Path("t.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    code, _, err = here("import", "t.xlsx", "--into", "launch.yaml")
    assert (code, "this workbook has a password, or is of an old kind; save it as .xlsx" in err) == (2, True)


def test_a_time_is_hours_and_minutes(here: Here, plan: Path) -> None:
    """A spreadsheet makes a time of what looks like one; the plan has it as it was typed."""
    goals(lambda book, page: page.write_number("B2", 9.5 / 24, book.add_format({"num_format": "hh:mm"})))
    assert taken(here, plan)[0] == [{"id": "use", "metric": "09:30"}]
