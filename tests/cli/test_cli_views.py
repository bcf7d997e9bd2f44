"""The views of a plan: who does what, the run sheet, all dates, and what is owed after the launch."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent.parent / "views"
FULL, SCANTY = str(HERE / "full.yaml"), str(HERE / "scanty.yaml")
VIEWS = ("matrix", "runsheet", "calendar", "after", "decisions", "metrics")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw on 100 columns, with the items of the test checklist: a new built-in item changes nothing here."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LAUNCHCHECK_CHECKLISTS", str(HERE.parent / "data" / "checklist.yaml"))


@pytest.mark.parametrize("format", ["terminal", "markdown"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_of_a_full_plan(
    here: Any, golden: Callable[[str, Path], None], view: str, format: str
) -> None:
    """It shows everything that the plan has for it, and text of the plan stays text."""
    shown = here(view, FULL, "--as-of", "2027-03-20", "--format", format)
    assert shown.err == ""
    golden(shown.out, HERE / "golden" / f"{view}.{'md' if format == 'markdown' else 'txt'}")


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "after"])
def test_a_view_of_a_plan_that_says_little(here: Any, golden: Callable[[str, Path], None], view: str) -> None:
    """It says what is missing, and shows the rest."""
    shown = here(view, SCANTY, "--as-of", "2027-03-20")
    assert shown.err == ""
    golden(shown.out, HERE / "golden" / f"{view}-scanty.txt")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_view_fits_its_width(here: Any, monkeypatch: pytest.MonkeyPatch, view: str, columns: int) -> None:
    """No line is longer than the terminal, down to 40 columns; a table that does not fit becomes lines."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = here(view, FULL, "--as-of", "2027-03-20").out.splitlines()
    assert max(map(len, lines)) <= columns
    assert lines[0] in {"Who does what", "Run sheet", "Calendar", "After the launch", "Decisions", "Metrics"}


def test_the_matrix_shows_one_phase_or_one_function(here: Any) -> None:
    """Other tasks are left out, and an unknown word is refused with the closest one."""

    def shown(*option: str) -> set[str]:
        out = here("matrix", FULL, "--as-of", "2027-03-20", "--format", "csv", *option).out
        return {row["task"] for row in csv.DictReader(io.StringIO(out))}

    assert shown("--phase", "go_to_market") == {"price-list"}
    assert shown("--function", "marketing") == {"message", "thanks"}
    none = here("matrix", FULL, "--as-of", "2027-03-20", "--function", "support")
    assert (none.code, "no task fits" in none.out) == (0, True)
    wrong = here("matrix", FULL, "--phase", "go-to-market")
    assert (wrong.code, "did you mean 'go_to_market'?" in wrong.err) == (2, True)


def test_the_matrix_marks_what_an_item_finds(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that is late is marked with what the item of the checklist says; others are not."""
    monkeypatch.delenv("LAUNCHCHECK_CHECKLISTS")
    lines = here("matrix", FULL, "--as-of", "2027-03-20").out.splitlines()
    assert [line.strip() for line in lines if "task '" in line] == [
        "✗   task 'message' (Write the message) is not yet done; it was due Thu 7 Jan 2027",
        "✗   task 'sign-off' (Last look) is not yet done; it was due Mon 15 Feb 2027",
    ]


def test_the_matrix_as_csv_has_a_line_for_each_person_in_a_task(here: Any) -> None:
    """A spreadsheet can filter them; a task without people is one line."""
    out = here("matrix", FULL, "--as-of", "2027-03-20", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["role"], row["person"]) for row in rows if row["task"] == "message"] == [
        ("A", "Dana Reyes"),
        ("R", "Sam Okoye"),
        ("C", "Omar Haddad"),
        ("I", "Ben Ortiz"),
        ("I", "Fay Wu"),
    ]
    assert rows[0].keys() == {"task", "what", "phase", "topic", "due", "role", "person", "function"}


def test_the_run_sheet_follows_the_clocks(here: Any, tmp_path: Path) -> None:
    """Where clocks change during the day, minutes still pass one by one."""
    (tmp_path / "launch.yaml").write_text(
        "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-03-28, tier: 3, timezone: Europe/London}\n"
        'runsheet: {starts: "00:30", steps: [{id: late, at: 60, what: Look}]}\n',
        encoding="utf-8",
    )
    out = here("runsheet", str(tmp_path / "launch.yaml"), "--as-of", "2027-03-01").out
    assert "02:30" in out  # one o'clock is two o'clock on that day


@pytest.mark.parametrize("view", ["runsheet", "decisions", "metrics"])
def test_a_plan_without_the_section_is_told_what_to_write(here: Any, tmp_path: Path, view: str) -> None:
    """There is nothing to show: exit code 2, and how to begin."""
    path = tmp_path / "launch.yaml"
    path.write_text("launchcheck: 1\nlaunch: {name: Orbit, date: 2027-03-28, tier: 3}\n", encoding="utf-8")
    ended = here(view, str(path), "--as-of", "2027-03-01")
    assert (ended.code, ended.out) == (2, "")
    assert ended.first == f"the plan has no {view}"
    assert f"`launchcheck explain {view}` shows the YAML to write" in ended.err


def test_a_calendar_of_several_plans_names_the_launch_of_each_date(here: Any) -> None:
    """Dates of both are in one order."""
    out = here("calendar", FULL, SCANTY, "--as-of", "2027-03-20", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["launch"] for row in rows} == {"Orbit Sync 2.0", "Orbit"}
    assert [row["what"] for row in rows if row["launch"] == "Orbit" and row["days"] == "T"] == [
        "the launch, at the latest: 2027-Q2"
    ]


def test_a_date_in_a_blackout_is_marked(here: Any, tmp_path: Path) -> None:
    """What the team chose is marked; due days of the checklist are not."""
    text = (HERE / "full.yaml").read_text(encoding="utf-8")
    path = tmp_path / "launch.yaml"
    path.write_text(
        f"{text}calendar:\n  blackouts: [{{name: Quarter end, kind: quarter_end, from: 2027-02-12, to: 2027-02-13}}]\n",
        encoding="utf-8",
    )
    out = here("calendar", str(path), "--as-of", "2027-03-20").out
    assert "in Quarter end, Fri 12 Feb 2027 to Sat 13 Feb 2027" in out
    assert "Blackout: Quarter end" in out


def test_after_closes_while_a_blocker_is_open(here: Any) -> None:
    """It is judged as of the day of the view, though the plan is launched, and by the pack after alone."""
    ended = here("after", FULL, "--as-of", "2027-06-30")
    assert (ended.code, ended.out.splitlines()[-1]) == (1, "closed (exit 1): 3 open blockers")


@pytest.mark.parametrize(("day", "when"), [("2027-02-15", "on"), ("2027-02-16", "today,")])
def test_nothing_is_asked_of_a_launch_that_has_not_been(
    here: Any, tmp_path: Path, day: str, when: str
) -> None:
    """Until the day after the launch there is nothing to show: exit code 2."""
    path = tmp_path / "launch.yaml"
    path.write_text("launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 3}\n", encoding="utf-8")
    ended = here("after", str(path), "--as-of", day)
    assert (ended.code, ended.out) == (2, "")
    assert f"the launch is {when} Tue 16 Feb 2027; what came of it is asked from the next day on" in ended.err
