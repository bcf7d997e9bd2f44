"""The brief: one page with four questions, in every format, and what it says where the plan says nothing."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from launchcheck.views import Page, Row, Table

HERE = Path(__file__).parent.parent / "views"
FULL, SCANTY = str(HERE / "brief.yaml"), str(HERE / "scanty.yaml")
ENDINGS = {"text": "txt", "markdown": "md", "html": "html", "json": "json"}


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw on 80 columns, with the items of the test checklist."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LAUNCHCHECK_CHECKLISTS", str(HERE.parent / "data" / "checklist.yaml"))


@pytest.mark.parametrize("format", ENDINGS)
def test_a_brief_of_a_full_plan(here: Any, golden: Callable[[str, Path], None], format: str) -> None:
    """It answers the four questions from the plan, and text of the plan stays text."""
    if format == "html":
        pytest.importorskip("jinja2", reason="html needs jinja2")
    shown = here("brief", FULL, "--as-of", "2027-02-01", "--format", format)
    assert shown.err == ""
    page = re.sub(r"(?s)<(style|script)>.*?</\1>", r"<\1></\1>", shown.out)
    golden(re.sub(r"sha256-[\w+/=]+", "sha256-...", page), HERE / "golden" / f"brief.{ENDINGS[format]}")


def test_a_brief_names_what_is_missing(here: Any, golden: Callable[[str, Path], None]) -> None:
    """A question that the plan does not answer names the facts that would."""
    golden(here("brief", SCANTY, "--as-of", "2027-03-20").out, HERE / "golden" / "brief-scanty.txt")


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_a_brief_fits_its_width(here: Any, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """No line is longer than the terminal."""
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(map(len, here("brief", FULL, "--as-of", "2027-02-01").out.splitlines())) <= columns


def test_a_brief_asks_the_four_questions_in_order(here: Any) -> None:
    """Which problem, who benefits, which metric, when: in this order, and before anything else."""
    shown = json.loads(here("brief", SCANTY, "--as-of", "2027-03-20", "--format", "json").out)
    titles = [table["title"] for table in shown["tables"]]
    assert titles[:4] == ["Which problem?", "Who benefits?", "Which metric?", "When?"]


def test_a_brief_goes_to_a_file(here: Any, tmp_path: Path) -> None:
    """The file has what standard output would have had, and the plan itself is never written over."""
    target = tmp_path / "brief.md"
    here("brief", FULL, "--as-of", "2027-02-01", "--format", "markdown", "-o", str(target))
    shown = here("brief", FULL, "--as-of", "2027-02-01", "--format", "markdown").out
    assert target.read_text("utf-8") == shown
    assert here("brief", FULL, "-o", FULL).code == 2


def test_a_page_of_a_view_shows_groups_notes_and_remarks() -> None:
    """A view as HTML leaves out nothing that the other formats show."""
    pytest.importorskip("jinja2", reason="html needs jinja2")
    from launchcheck.views import html

    rows = (Row(("write", "Dana"), "Before", "is late"), Row(("send", "Omar")))
    out = io.StringIO()
    html.write(Page("T", ("a",), (Table("Tasks", ("Task", "Who"), rows),), ("Remark",), "Closing"), out, None)
    cells = re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", out.getvalue())
    assert cells == [
        "Group",
        "Task",
        "Who",
        "Note",
        "Before",
        "write",
        "Dana",
        "is late",
        "",
        "send",
        "Omar",
        "",
    ]
    assert "<li>Remark</li>" in out.getvalue()
    assert "Closing" in out.getvalue()
