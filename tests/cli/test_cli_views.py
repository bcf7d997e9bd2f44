"""The views of a plan: who does what, the run sheet, all dates, and what is owed after the launch."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from launchcheck import views
from launchcheck.cli.schemas import Subject, schema

HERE = Path(__file__).parent.parent / "views"
EXAMPLES = HERE.parent.parent / "examples"
FULL, SCANTY = str(HERE / "full.yaml"), str(HERE / "scanty.yaml")
VIEWS = ("matrix", "runsheet", "calendar", "after", "decisions", "metrics", "roadmap")


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
def test_a_view_for_programs(here: Any, golden: Callable[[str, Path], None], view: str) -> None:
    """As JSON it has the same tables, with dates as YYYY-MM-DD, numbers as numbers, and text unchanged."""
    shown = here(view, FULL, "--as-of", "2027-03-20", "--format", "json")
    golden(shown.out, HERE / "golden" / f"{view}.json")


@pytest.mark.parametrize("plan", [FULL, SCANTY, f"{EXAMPLES}/new-product.yaml", f"{EXAMPLES}/sunset.yaml"])
@pytest.mark.parametrize("view", [*VIEWS, "brief"])
def test_a_view_fits_its_schema(here: Any, monkeypatch: pytest.MonkeyPatch, view: str, plan: str) -> None:
    """Each table is one that the schema names for the view; a key that is not in the schema is refused."""
    monkeypatch.delenv("LAUNCHCHECK_CHECKLISTS")
    validator = Draft202012Validator(json.loads(here("schema", "view").out))
    ended = here(view, plan, "--as-of", "2028-03-20", "--format", "json")
    if ended.code == 2:
        assert ended.first.startswith(("the plan has no", "the launch is"))
        return
    found = json.loads(ended.out)
    assert [error.message for error in validator.iter_errors(found)] == []
    assert found["view"] == view
    assert not validator.is_valid({**found, "another": 1})
    for index, table in enumerate(found["tables"]):
        if table["rows"]:
            more = {**table, "rows": [{**table["rows"][0], "another": 1}]}
            assert not validator.is_valid({**found, "tables": [*found["tables"][:index], more]})


def test_every_table_of_the_schema_is_in_a_stored_view() -> None:
    """The schema names no table that no view writes."""
    stored = [json.loads(path.read_text("utf-8")) for path in (HERE / "golden").glob("*.json")]
    written = {(each["view"], table["name"]) for each in stored for table in each["tables"]}
    named = {
        (each["properties"]["view"]["const"], table["properties"]["name"]["const"])
        for each in schema(Subject.VIEW)["oneOf"]
        for table in each["properties"]["tables"]["items"]["oneOf"]
    }
    assert named == written


@pytest.mark.parametrize(
    ("number", "words"),
    [(None, ""), (0, "0"), (4.5, "4.5"), (-3, "-3"), (1_010_000, "1,010,000"), (0.25, "0.25"), (1e-7, "0")],
)
def test_a_number_has_no_exponent(number: float | None, words: str) -> None:
    """A target of a million is not 1.01e+06."""
    assert views.number(number) == words


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_view_fits_its_width(here: Any, monkeypatch: pytest.MonkeyPatch, view: str, columns: int) -> None:
    """No line is longer than the terminal, down to 40 columns; a table that does not fit becomes lines."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = here(view, FULL, "--as-of", "2027-03-20").out.splitlines()
    assert max(map(len, lines)) <= columns
    titles = {"Who does what", "Run sheet", "Calendar", "After the launch", "Decisions", "Metrics", "Roadmap"}
    assert lines[0] in titles


def test_a_metric_whose_id_is_its_kind_is_named_once(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind is added to other ids, since an id says little."""
    monkeypatch.delenv("LAUNCHCHECK_CHECKLISTS")
    plan = f"{EXAMPLES}/new-product.yaml"
    shown = json.loads(here("metrics", plan, "--as-of", "2027-05-05", "--format", "json").out)
    (users,) = (table for table in shown["tables"] if table["name"] == "user_impact")
    assert [row["metric"] for row in users["rows"]] == [
        "first-list (time to first value)",
        "daily-use (feature adoption)",
        "churn",
    ]


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


def test_what_has_a_date_to_come_is_not_done(here: Any, tmp_path: Path) -> None:
    """A date in the future is a plan, in every view and in the agenda of the meeting."""
    path = tmp_path / "launch.yaml"
    path.write_text(
        """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1}
product: {rollout: {steps: [{date: 2027-01-15, percent: 5, exit: No errors, exit_met_on: 2027-01-18}]}}
tasks:
  - {id: story, what: Story, done_on: 2027-01-18}
  - {id: page, what: Page, needs: [story]}
approvals: [{id: terms, what: Terms, given_on: 2027-01-18}]
""",
        encoding="utf-8",
    )

    def shown(day: str) -> list[bool]:
        options = str(path), "--as-of", day
        views = (("matrix",), ("calendar",), ("agenda", "--meeting"))
        out = "".join(here(*view, *options).out for view in views)
        said = (", done", "done Mon 18 Jan", "given Mon 18 Jan", "exit met", "Page: Story", "Terms: a go")
        return [words in out for words in said]

    assert shown("2027-01-17") == [False, False, False, False, True, True]
    assert shown("2027-01-18") == [True, True, True, True, False, False]


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
    assert rows[0].keys() == {
        *("task", "what", "phase", "topic", "due"),
        *("role", "person", "function", "note"),
    }


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


def test_a_roadmap_needs_the_section_of_every_plan(here: Any, tmp_path: Path) -> None:
    """Of several plans, the one without it is named: exit code 2, and how to begin."""
    path = tmp_path / "launch.yaml"
    path.write_text("launchcheck: 1\nlaunch: {name: Comet, date: 2027-03-28, tier: 3}\n", encoding="utf-8")
    ended = here("roadmap", str(path), "--as-of", "2027-03-20")
    assert (ended.code, ended.out, ended.first) == (2, "", "the plan has no cadence")
    ended = here("roadmap", FULL, str(path), "--as-of", "2027-03-20")
    assert (ended.code, ended.out, ended.first) == (2, "", "the plan of 'Comet' has no cadence")
    assert "`launchcheck init PLAN --pack cadence` adds it with placeholders" in ended.err


def _roadmap(here: Any, *paths: str) -> list[dict[str, str]]:
    """The roadmap of plans, read back from CSV."""
    out = here("roadmap", *paths, "--as-of", "2027-03-20", "--format", "csv").out
    return list(csv.DictReader(io.StringIO(out)))


@pytest.mark.parametrize(
    ("other", "notes"),
    [
        ("2027-03-01", ["overlaps with Two (on the same day)", "overlaps with One (on the same day)"]),
        ("2027-03-15", ["overlaps with Two (14 days later)", "overlaps with One (14 days earlier)"]),
        ("2027-03-16", ["", ""]),
    ],
)
def test_releases_at_most_14_days_apart_overlap(
    here: Any, tmp_path: Path, other: str, notes: list[str]
) -> None:
    """Also those of two plans; initiatives on the same day do not."""
    paths = []
    for name, on in (("One", "2027-03-01"), ("Two", other)):
        paths.append(str(tmp_path / f"{name}.yaml"))
        release = f"{{id: {name.lower()}, tier: release, what: {name}, date: {on}}}"
        initiative = f"{{id: for-{name.lower()}, tier: initiative, date: 2027-03-01}}"
        Path(paths[-1]).write_text(
            f"launchcheck: 1\nlaunch: {{name: {name}, date: 2027-04-28, tier: 3}}\n"
            f"cadence: {{roadmap: [{release}, {initiative}]}}\n",
            encoding="utf-8",
        )
    rows = _roadmap(here, *paths)
    assert [row["note"] for row in rows if row["tier"] == "release"] == notes
    assert {row["note"] for row in rows if row["tier"] == "initiative"} == {""}


def test_an_entry_of_two_plans_is_shown_once_while_they_agree(here: Any, tmp_path: Path) -> None:
    """Where they differ it is shown twice and marked; copies of one release do not overlap."""
    other = tmp_path / "next.yaml"
    text = (HERE / "full.yaml").read_text(encoding="utf-8").replace("name: Orbit Sync 2.0", "name: Next", 1)
    other.write_text(text.replace("Scheduled exports, owner: ben", "Scheduled exports"), encoding="utf-8")
    shown = here("roadmap", FULL, str(other), "--as-of", "2027-03-20", "--format", "markdown").out
    assert shown.count("Orbit Sync 2.0 and Next") == 5
    notes = [row["note"] for row in _roadmap(here, FULL, str(other)) if row["id"] == "exports"]
    late = "later than what it is part of (Wed 30 Jun 2027)"
    assert notes == [
        f"{late}; exports is different in Next",
        f"{late}; exports is different in Orbit Sync 2.0",
    ]


def test_the_roadmap_marks_what_an_item_finds(
    here: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the pack on, an entry is marked with what an item says of it, and not twice."""
    monkeypatch.delenv("LAUNCHCHECK_CHECKLISTS")
    path = tmp_path / "launch.yaml"
    entries = (
        "{id: sync, tier: release, what: Sync, part_of: trust}, {id: trust, tier: strategic, what: Trust}"
    )
    text = f"launch: {{name: O, date: 2027-04-28, tier: 1}}\ncadence: {{roadmap: [{entries}]}}\n"
    path.write_text(f"launchcheck: 1\n{text}", encoding="utf-8")
    assert [row["note"] for row in _roadmap(here, str(path))] == ["", "must be part of an initiative"]
    path.write_text(f"launchcheck: 1\npacks: [cadence]\n{text}", encoding="utf-8")
    assert [row["note"] for row in _roadmap(here, str(path))] == [
        "entry 'trust' is missing owner and date",
        "entry 'sync' is missing owner and date; must be part of an initiative",
    ]
    dated = text.replace("what: Sync", "what: Sync, owner: dana, date: 2027-04-01")
    path.write_text(f"launchcheck: 1\npacks: [cadence]\npeople: {{dana: {{}}}}\n{dated}", encoding="utf-8")
    assert [row["note"] for row in _roadmap(here, str(path))][1] == (
        "entry 'sync': part_of is 'trust', whose tier is strategic; it must be initiative"
    )


def test_a_risk_has_a_color_and_a_sign(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """High risk is red and medium yellow; the sign says the same without colors."""
    plain = here("roadmap", FULL, "--as-of", "2027-03-20").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = here("roadmap", FULL, "--as-of", "2027-03-20").out
    for sign, color in (("!! high", 31), ("! medium", 33)):
        assert sign in plain
        assert f"\x1b[{color}m{sign}\x1b[0m" in colored


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
