"""Spreadsheets: what is written is typed and the same each time, and what is read back is what people wrote."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source
from launchcheck.tables.lists import every_list
from launchcheck.tables.read import Table
from launchcheck.tables.take import Mapped, take
from launchcheck.tables.unclaimed import Fact, Unclaimed, fact

calamine = pytest.importorskip("python_calamine", reason="reads the workbooks")
workbook = pytest.importorskip(
    "launchcheck.formats.workbook", reason="writes the workbooks", exc_type=LaunchcheckError
)

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"
EXAMPLES = ["my-va", "new-product", "not-ready", "on-track", "price-change", "quiet", "ready", "sunset"]
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    '=HYPERLINK("http://x")',
    "{=1}",
    "_x0041_",
]
PLAN = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 2}
people:
  dana: {name: Dana Reyes, email: dana@example.com}
  ben: {name: Ben Osei}
product:
  features:
    - {id: sync, name: Sync, status: in_progress}   # the main one
"""
Here = Callable[..., tuple[int, str, str]]


@pytest.fixture
def plan(calm: None, tmp_path: Path) -> Path:
    """A small plan in the folder."""
    path = tmp_path / "launch.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def cells(path: Path | str, sheet: str) -> list[list[Any]]:
    """The cells of a sheet, as another library reads them."""
    return calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def parts(path: Path | str) -> dict[str, str]:
    """The XML of a workbook, by file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


# -- the report as a workbook ------------------------------------------------------------------------


def test_a_report_is_a_workbook(here: Here, plan: Path) -> None:
    """Its items have dates and numbers as such; owners, touches, caveats and waivers have sheets of their own."""
    text = (ROOT / "examples" / "new-product.yaml").read_text(encoding="utf-8")
    plan.write_text(text, encoding="utf-8")
    here("validate", "launch.yaml", "--as-of", "2027-02-01", "--format", "xlsx=a.xlsx")
    names = calamine.CalamineWorkbook.from_path("a.xlsx").sheet_names
    assert names == ["Items", "Owners", "Touches", "Caveats", "Waivers"]
    head, first, *_ = cells("a.xlsx", "Items")
    row = dict(zip(head, first, strict=True))
    _, out, _ = here("validate", "launch.yaml", "--as-of", "2027-02-01", "--format", "json")
    item = json.loads(out)["items"][0]
    assert (row["item"], str(row["due"]), row["days_left"]) == (item["id"], item["due"], item["days_left"])


def test_the_same_report_is_the_same_bytes(here: Here, plan: Path) -> None:
    """Nothing of the clock or of the machine is in it."""
    for name in ("a.xlsx", "b.xlsx"):
        here("validate", "launch.yaml", "--as-of", "2027-02-01", "--format", f"xlsx={name}")
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


def test_several_plans_have_a_sheet_of_launches(here: Here, plan: Path) -> None:
    """A plan that cannot be checked is a row there, and its errors are rows among the items."""
    Path("broken.launch.yaml").write_text("launchcheck: 2\n")
    code, _, _ = here("validate", ".", "--as-of", "2027-02-01", "--format", "xlsx=all.xlsx")
    launches = cells("all.xlsx", "Launches")
    assert code == 2
    assert [(row[3], row[7]) for row in launches[1:]] == [
        ("cannot be checked", "broken.launch.yaml"),
        ("not ready", "launch.yaml"),
    ]
    assert {row[0] for row in cells("all.xlsx", "Items")[1:]} == {"broken.launch.yaml", "launch.yaml"}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula(here: Here, plan: Path, text: str) -> None:
    """Whatever a plan says, no cell has a formula or a link, and each says what the plan says."""
    plan.write_text(
        PLAN.replace("Orbit", json.dumps(text)).replace("name: Sync", f"name: {json.dumps(text)}")
    )
    here("validate", "launch.yaml", "--as-of", "2027-02-01", "--format", "xlsx=a.xlsx")
    here("sheet", "launch.yaml", "-o", "b.xlsx")
    for name in ("a.xlsx", "b.xlsx"):
        sheets = [xml for path, xml in parts(name).items() if "worksheets" in path]
        assert [xml for xml in sheets if "<f>" in xml or "<hyperlink" in xml] == []
    assert cells("b.xlsx", "product.features")[1][1].strip() == text.strip()


def test_long_text_is_cut_to_what_a_cell_holds(here: Here, plan: Path) -> None:
    """A cell holds 32,767 characters."""
    plan.write_text(PLAN.replace("name: Sync", f"name: {'x' * 40_000}"))
    here("sheet", "launch.yaml", "-o", "b.xlsx")
    name = cells("b.xlsx", "product.features")[1][1]
    assert (len(name), name[-1]) == (32_767, "…")


def test_a_workbook_does_not_go_to_a_terminal(
    here: Here, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be unreadable there; the message has what to write."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    code, out, err = here("validate", "launch.yaml", "--format", "xlsx")
    assert (code, out) == (2, "")
    assert "xlsx is not text, and a terminal shows only text; write xlsx=FILE" in " ".join(err.split())


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("a[b]:c*d?e/f\\g", [], "a-b--c-d-e-f-g"),
        ("x" * 40, [], "x" * 31),
        ("x" * 40, ["x" * 31], f"{'x' * 29} 2"),
        ("Items", ["items"], "Items 2"),
        ("'", [], "Sheet"),
    ],
)
def test_sheets_have_names_that_are_allowed(wanted: str, taken: list[str], name: str) -> None:
    """At most 31 characters, without some signs, and each once whatever its case."""
    assert workbook.sheet_name(wanted, taken) == name


def test_the_matrix_is_a_workbook(plan: Path) -> None:
    """A view has a sheet for each of its tables."""
    text = (ROOT / "examples" / "new-product.yaml").read_text(encoding="utf-8")
    plan.write_text(text, encoding="utf-8")
    from launchcheck.views import ViewFormat, write
    from launchcheck.views.xlsx import write as of_page

    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    from launchcheck.cli.request import Request
    from launchcheck.views import matrix

    request = Request.of("launch.yaml", None)
    loaded = request.load()
    page = matrix.page(loaded.plan, request.report(loaded), "", "")
    write(page, ViewFormat.XLSX, out)
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(out.buffer.getvalue()))
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert (rows[0][:3], len(rows) > 3) == (["task", "what", "phase"], True)
    with pytest.raises(LaunchcheckError, match="a workbook is not text"):
        of_page(page, io.StringIO(), None)


# -- the facts as sheets, and back -------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_was_not_changed_changes_nothing(here: Here, plan: Path, name: str) -> None:
    """Plan, sheet, plan: no character differs, and nothing is left out."""
    text = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    plan.write_text(text, encoding="utf-8")
    assert here("sheet", "launch.yaml", "-o", "facts.xlsx")[0] == 0
    assert here("import", "facts.xlsx", "--into", "launch.yaml", "--strict", "--write") == (
        0,
        "Nothing to change.\n",
        "",
    )
    assert plan.read_text(encoding="utf-8") == text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 10_000))
def test_no_generated_plan_changes(here: Here, plan: Path, seed: int) -> None:
    """The same for plans of all kinds."""
    sys.path.append(str(ROOT / "benchmarks"))
    from plans import plan as made  # type: ignore[import-not-found]

    text = made(seed)
    plan.write_text(text, encoding="utf-8")
    Path("facts.xlsx").unlink(missing_ok=True)
    here("sheet", "launch.yaml", "-o", "facts.xlsx")
    assert here("import", "facts.xlsx", "--into", "launch.yaml", "--strict", "--write")[:2] == (
        0,
        "Nothing to change.\n",
    )


SAID = st.dictionaries(
    st.sampled_from("abc"), st.sampled_from([1, "1", ["1"], 2, ["1", 2], [], None]), max_size=3
)


@given(
    st.lists(SAID, max_size=6),
    st.lists(SAID.map(lambda row: {k: v for k, v in row.items() if v}), max_size=6),
)
def test_a_row_is_the_first_entry_that_fits_it(entries: list[Any], rows: list[Any]) -> None:
    """One says all that the other does; each entry has at most one row. Compared with a look at every entry."""
    unclaimed, left = Unclaimed(dict(enumerate(entries))), dict(enumerate(entries))
    for row in rows:
        says = {fact(*each) for each in row.items()}
        fits = [
            number for number, entry in left.items() if _fit({fact(*each) for each in entry.items()}, says)
        ]
        assert unclaimed.first(row) == next(iter(fits), None)
        for number in fits[:1]:
            unclaimed.claim(number)
            del left[number]


def _fit(one: set[Fact], other: set[Fact]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def test_choices_are_drop_downs(here: Here, plan: Path) -> None:
    """Words, ids and yes or no are offered from a hidden sheet."""
    here("sheet", "launch.yaml", "-o", "facts.xlsx")
    offered = cells("facts.xlsx", "_choices")
    columns = [[row[index] for row in offered if row[index] != ""] for index in range(len(offered[0]))]
    assert ["planned", "in_progress", "done", "cut"] in columns
    assert ["dana", "ben"] in columns
    assert ["yes", "no"] in columns
    found = parts("facts.xlsx")
    assert any("<dataValidation " in xml for path, xml in found.items() if "worksheets" in path)
    assert 'state="hidden"' in found["xl/workbook.xml"]


def test_true_is_written_as_it_may_be_chosen(here: Here, plan: Path) -> None:
    """A cell says what its drop-down offers."""
    plan.write_text(f"{PLAN}campaigns:\n  - {{id: post, public: true}}\n  - {{id: mail, public: false}}\n")
    here("sheet", "launch.yaml", "-o", "facts.xlsx")
    head, *rows = cells("facts.xlsx", "campaigns")
    assert [row[head.index("public")] for row in rows] == ["yes", "no"]
    assert here("import", "facts.xlsx", "--into", "launch.yaml")[1] == "Nothing to change.\n"


def test_every_list_of_the_plan_has_a_sheet(here: Here, plan: Path) -> None:
    """The first sheet says how to fill the others in."""
    here("sheet", "launch.yaml", "-o", "facts.xlsx")
    names = calamine.CalamineWorkbook.from_path("facts.xlsx").sheet_names
    asked = [
        path
        for path, each in every_list().items()
        if each.where[0] in {"product", "sales", "people", "goals"}
    ]
    assert names[0] == "How to fill it in"
    assert set(asked) <= set(names)
    told = " ".join(row[0] for row in cells("facts.xlsx", "How to fill it in"))
    assert "no column, since they are entries or sections themselves: people.away, product.features.a" in told


def test_a_sheet_is_not_overwritten(here: Here, plan: Path) -> None:
    """Somebody may have filled it in."""
    Path("facts.xlsx").write_text("mine")
    code, out, err = here("sheet", "launch.yaml")
    assert (code, out, "overwrite it with --force" in err) == (2, "", True)
    assert Path("facts.xlsx").read_text() == "mine"
    assert here("sheet", "launch.yaml", "--force")[0] == 0


def test_a_sheet_does_not_overwrite_the_plan(here: Here, plan: Path) -> None:
    """Not even by force, and neither its votes."""
    Path("launch.votes.jsonl").write_text("{}")
    for output in ("launch.yaml", "./launch.yaml", "launch.votes.jsonl"):
        code, _, err = here("sheet", "launch.yaml", "-o", output, "--force")
        assert (code, "this would overwrite a plan or its record of votes" in err) == (2, True)
    assert (plan.read_text(), Path("launch.votes.jsonl").read_text()) == (PLAN, "{}")


def test_what_to_type_next_can_be_typed(here: Here, plan: Path) -> None:
    """Names with spaces are in quotation marks."""
    plan.rename("my plan.yaml")
    _, out, _ = here("sheet", "my plan.yaml", "-o", "my facts.xlsx")
    assert out.endswith("launchcheck import 'my facts.xlsx' --into 'my plan.yaml'\n")


@pytest.mark.parametrize("name", ["facts", "facts.csv"])
def test_a_sheet_has_the_name_of_a_workbook(here: Here, plan: Path, name: str) -> None:
    """Neither a spreadsheet program nor `import` would open another."""
    code, _, err = here("sheet", "launch.yaml", "-o", name)
    assert (code, "name it facts.xlsx" in err, Path(name).exists()) == (2, True, False)


def table(name: str, *rows: list[Any]) -> None:
    """A workbook with one sheet."""
    Path("t.xlsx").write_bytes(workbook.workbook([workbook.Sheet(name, tuple(rows[0]), rows[1:])]))


def data(path: Path) -> Any:
    """What the plan says now."""
    return Source.parse(path.read_text(encoding="utf-8")).data


def test_a_filled_in_sheet_is_taken(here: Here, plan: Path) -> None:
    """New rows are entries, empty facts are filled, and everything else in the file stays."""
    table(
        "product.features",
        ["id", "name", "status", "evidence"],
        ["sync", "Sync", "In progress", "https://example.com/demo"],
        ["", "Audit log", "done", ""],
    )
    code, out, err = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert (code, err) == (0, "")
    assert data(plan)["product"]["features"] == [
        {"id": "sync", "name": "Sync", "status": "in_progress", "evidence": "https://example.com/demo"},
        {"id": "audit-log", "name": "Audit log", "status": "done"},
    ]
    assert "# the main one" in plan.read_text()
    assert "Written to launch.yaml." in out


def test_without_write_it_only_shows(here: Here, plan: Path) -> None:
    """The lines that would change are shown; the file stays."""
    table("product.features", ["id", "name"], ["log", "Audit log"])
    code, out, _ = here("import", "t.xlsx", "--into", "launch.yaml")
    assert (code, plan.read_text()) == (0, PLAN)
    assert "+    - {id: log, name: Audit log}" in out
    assert "Nothing was written: add --write to write it." in out


def test_the_plan_wins_unless_it_is_updated(here: Here, plan: Path) -> None:
    """A contradiction is listed with both values; `--update` takes that of the table."""
    table("product.features", ["id", "name", "status"], ["sync", "Two-way sync", "done"])
    code, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert (code, plan.read_text()) == (0, PLAN)
    assert "not taken: line 2, name: the plan says Sync, the table Two-way sync" in out
    assert "  to take the table where both say something: --update\n" in out
    assert here("import", "t.xlsx", "--into", "launch.yaml", "--strict")[0] == 2
    assert here("import", "t.xlsx", "--into", "launch.yaml", "--update", "--write")[0] == 0
    assert data(plan)["product"]["features"] == [{"id": "sync", "name": "Two-way sync", "status": "done"}]


def test_a_row_without_an_id_is_found_by_its_number(here: Here, plan: Path) -> None:
    """Entries without ids have their numbers in the sheet; a row without one is new."""
    plan.write_text(f"{PLAN}sales:\n  touches:\n    - {{date: 2027-02-01, way: demo}}\n")
    table(
        "sales.touches",
        ["#", "date", "way", "owner"],
        [1, "2027-02-01", "demo", "Ben Osei"],
        ["", "2027-02-03", "email", ""],
    )
    here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert data(plan)["sales"]["touches"] == [
        {"date": "2027-02-01", "way": "demo", "owner": "ben"},
        {"date": "2027-02-03", "way": "email"},
    ]


def test_a_table_that_was_taken_changes_nothing_when_it_is_taken_again(here: Here, plan: Path) -> None:
    """A row without an id or number is the entry that it became, also once the plan says more or it does."""
    features = ["id", "name", "status"], ["", "Audit log", "done"], ["", "Audit log", "cut"]
    touches = ["#", "date", "way", "owner"], ["", "2027-02-03", "email", ""], ["", "2027-02-03", "chat", ""]
    for name, rows in (("product.features", features), ("sales.touches", touches)):
        table(name, *map(list, rows))
        here("import", "t.xlsx", "--into", "launch.yaml", "--write")
        assert here("import", "t.xlsx", "--into", "launch.yaml")[1].endswith("Nothing to change.\n")
    assert [each["id"] for each in data(plan)["product"]["features"]] == ["sync", "audit-log", "audit-log-2"]
    assert len(data(plan)["sales"]["touches"]) == 2
    table("sales.touches", ["#", "date", "way", "owner"], ["", "2027-02-03", "email", "dana"])
    here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert data(plan)["sales"]["touches"] == [
        {"date": "2027-02-03", "way": "email", "owner": "dana"},
        {"date": "2027-02-03", "way": "chat"},
    ]
    table("sales.touches", ["#", "date"], ["", "2027-02-03"])
    assert "0 changes" in here("import", "t.xlsx", "--into", "launch.yaml")[1]


def test_numbers_of_the_table_itself_double_nothing(here: Here, plan: Path) -> None:
    """A row that is not taken moves the others up; the table is taken again before and after it is right."""
    others = [2, "2027-02-02", "email"], ["x", "2027-02-03", "demo"]
    for way in ("Slack", "Slack", "chat"):
        table("sales.touches", ["#", "date", "way"], [1, "2027-02-01", way], *map(list, others), [4, "", ""])
        here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert data(plan)["sales"]["touches"] == [
        {"date": "2027-02-02", "way": "email"},
        {"date": "2027-02-03", "way": "demo"},
        {"date": "2027-02-01", "way": "chat"},
    ]


def test_a_row_that_is_there_twice_counts_once(here: Here, plan: Path) -> None:
    """A touch that was copied by mistake is not told twice; rows that differ in any cell are two."""
    rows = (
        ["", "2027-02-03", "email", "a"],
        ["", "2027-02-03", "email", "a"],
        ["", "2027-02-03", "email", "b"],
    )
    table("sales.touches", ["#", "date", "way", "Room"], *map(list, rows))
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert "not taken: line 3, the row: it is the same as line 2" in out
    assert data(plan)["sales"]["touches"] == [{"date": "2027-02-03", "way": "email"}] * 2
    table("goals", ["metric", "baseline"], ["Teams", 0], ["Teams", ""])
    assert "the same as" not in here("import", "t.xlsx", "--into", "launch.yaml")[1]


def test_a_row_that_nothing_names_is_not_taken(here: Here, plan: Path) -> None:
    """Many features are in progress: that alone says not which one is meant. All such lines are named."""
    rows = ["", "", "in_progress"], ["", "", "done"], ["log", "", "done"]
    table("product.features", ["id", "name", "status"], *map(list, rows))
    out = here("import", "t.xlsx", "--into", "launch.yaml")[1]
    assert "not taken: lines 2 and 3, the row: it has no id or name\n" in out
    assert "+    - {id: log, status: done}" in out
    table("product.features", ["Feature", "status"], ["Audit log", "done"])
    out = here("import", "t.xlsx", "--into", "launch.yaml")[1]
    assert "it has no id or name; say which column has it: --map COLUMN=name" in out


def test_a_total_is_no_entry(here: Here, plan: Path) -> None:
    """Many tables end with one; an entry may be called so if it has an id."""
    table("goals", ["id", "metric", "target"], ["", "Teams", 3], ["", "TOTAL", 3], ["all", "Total", 3])
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert "line 3, the row: it looks like a total; an entry with this name needs an id" in out
    assert [each["id"] for each in data(plan)["goals"]] == ["teams", "all"]


def test_a_row_without_an_id_is_the_entry_with_its_name(here: Here, plan: Path) -> None:
    """What a table that is kept elsewhere says anew is no second entry; of two with the name none is guessed."""
    table("product.features", ["name", "status"], ["SYNC", "done"])
    here("import", "t.xlsx", "--into", "launch.yaml", "--update", "--write")
    assert data(plan)["product"]["features"] == [{"id": "sync", "name": "SYNC", "status": "done"}]
    plan.write_text(PLAN + "    - {id: sync-2, name: Sync, status: done}\n")
    table("product.features", ["name", "status"], ["Sync", "cut"])
    here("import", "t.xlsx", "--into", "launch.yaml", "--update", "--write")
    assert [each["id"] for each in data(plan)["product"]["features"]] == ["sync", "sync-2", "sync-3"]


def test_a_row_that_says_what_an_entry_says_comes_before_one_with_its_name(here: Here, plan: Path) -> None:
    """Of two rows with a name one is not taken: it does not get the entry of the other the next time."""
    rows = ["Log", "shelved"], ["Log", "planned"]
    table("product.features", ["name", "status"], *map(list, rows))
    for _ in range(2):
        here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert [each["name"] for each in data(plan)["product"]["features"]] == ["Sync", "Log"]


def test_a_new_entry_without_one_of_its_cells_says_so(here: Here, plan: Path) -> None:
    """A bug whose owner is unknown is a bug; it is told apart from rows that are not taken at all."""
    rows = ["ORB-1", 2, "Nobody"], ["ORB-2", 2, "Nobody"], ["ORB-3", 7, "Nobody"]
    table("product.defects", ["id", "severity", "owner"], *map(list, rows))
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert "  new entry without this: lines 2 and 3, owner: no person 'Nobody'" in out
    assert "  not taken: line 4, owner: no person 'Nobody'" in out
    assert "  not taken: line 4, the row: product.defects.ORB-3.severity: 7 is not one of 1 or 2" in out
    assert [each["id"] for each in data(plan)["product"]["defects"]] == ["ORB-1", "ORB-2"]


def test_what_was_removed_from_a_sheet_stays_in_the_plan(here: Here, plan: Path) -> None:
    """Somebody may have filtered the sheet: the entries without a row are named."""
    table("product.features", ["id", "name"], ["log", "Log"])
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert "  only in the plan, which keeps them: sync\n" in out
    table("people", ["name", "git"], ["ben osei", "ben"])
    assert "which keeps them: dana\n" in here("import", "t.xlsx", "--into", "launch.yaml")[1]
    assert [each["id"] for each in data(plan)["product"]["features"]] == ["sync", "log"]


def test_a_workbook_of_other_sheets_needs_a_list(here: Here, plan: Path) -> None:
    """It would otherwise seem that the plan has it all already."""
    sheets = [workbook.Sheet(name, ("Feature",), [(name,)]) for name in ("Q1", "Q2")]
    Path("t.xlsx").write_bytes(workbook.workbook(sheets))
    code, _, err = here("import", "t.xlsx", "--into", "launch.yaml")
    assert (code, "it is not said which list of the plan this table is" in err) == (2, True)
    code, out, _ = here(
        "import", "t.xlsx", "--into", "launch.yaml", "--list", "product.features", "--map", "Feature=name"
    )
    assert (code, out.count("product.features: 1 change from Q")) == (0, 2)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1,200", 1200), ("1,234,567.5", 1234567.5), ("-3", -3), ("12 %", 12), ("1E+05", 100_000)],
)
def test_numbers_are_read_as_people_write_them(here: Here, plan: Path, cell: str, number: float) -> None:
    """Commas are between thousands, and a percent sign may follow."""
    table("goals", ["id", "target"], ["use", cell])
    here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert data(plan)["goals"] == [{"id": "use", "target": number}]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1,5", "is not a number; write a decimal point: 1.5"),
        ("1.200,50", "is not a number; write 1200.5"),
        ("12,00", "is not a number; write a decimal point: 12"),
        ("0,125", "is not a number; write a decimal point: 0.125"),
        ("€ 2.000", "is not a number; write 2000"),
        ("2.000", "could be two numbers; write 2 or 2000"),
        ("TBD", "is not a number; not known yet? Leave the cell empty"),
        ("nan", "is not a number"),
        ("inf", "is not a number"),
        ("1_000", "is not a number"),
        ("1e999", "is not a number"),
        ("２", "is not a number"),
    ],
)
def test_numbers_are_not_guessed(here: Here, plan: Path, cell: str, why: str) -> None:
    """A comma that is not between thousands may be that of another country; the hint has the number."""
    table("goals", ["id", "target"], ["use", cell])
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert f"line 2, target: '{cell}' {why}" in out
    assert data(plan)["goals"] == [{"id": "use"}]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (46429, "'46429' is a number; as a date it is 2027-02-11: format the column as dates, or write that"),
        ("46429.5", "'46429.5' is a number; as a date it is 2027-02-11"),
        ("Q2 2027", "'Q2 2027' is not a date; a date is one day, YYYY-MM-DD; not known yet? Leave the cell"),
        ("2027-02-30", "'2027-02-30' is not a valid date; 2027-02 ends on day 28"),
    ],
)
def test_a_cell_that_is_no_date_is_named(here: Here, plan: Path, cell: object, why: str) -> None:
    """It says which date a number is, where a spreadsheet lost that it is one; the rest is taken."""
    table("goals", ["id", "by"], ["use", cell])
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert f"line 2, by: {why}" in out
    assert data(plan)["goals"] == [{"id": "use"}]


def test_one_function_of_a_person_is_no_list(here: Here, plan: Path) -> None:
    """A field that takes one value or several has one as a plan would have it."""
    table("people", ["id", "name", "function"], ["eve", "Eve", "sales"], ["flo", "Flo", "Sales; Marketing"])
    here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    found = data(plan)["people"]
    assert (found["eve"]["function"], found["flo"]["function"]) == ("sales", ["sales", "marketing"])
    assert "0 changes" in here("import", "t.xlsx", "--into", "launch.yaml", "--strict")[1]


def test_a_backup_may_be_someone_of_the_same_table(here: Here, plan: Path) -> None:
    """Above or below, by name; one who is nowhere is named."""
    rows = ["Eve Adams", "Flo Marsh"], ["Flo Marsh", "Ben Osei"], ["Gus Lind", "Nobody"]
    table("people", ["name", "backup"], *map(list, rows))
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    found = data(plan)["people"]
    assert [found[id].get("backup") for id in ("eve-adams", "flo-marsh", "gus-lind")] == [
        "flo-marsh",
        "ben",
        None,
    ]
    assert out.count("no person") == 1
    assert "  new entry without this: line 4, backup: no person 'Nobody'" in out


def test_people_are_taken_before_those_who_name_them(here: Here, plan: Path) -> None:
    """Whichever sheet is the first of a workbook."""
    goals = workbook.Sheet("goals", ("id", "owner"), [("use", "Eve Adams")])
    people = workbook.Sheet("people", ("name",), [("Eve Adams",)])
    Path("t.xlsx").write_bytes(workbook.workbook([goals, people]))
    here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert data(plan)["goals"] == [{"id": "use", "owner": "eve-adams"}]


def test_a_word_that_is_not_known_says_which_is_meant(here: Here, plan: Path) -> None:
    """With the hint of the plan format, and all words that are."""
    table("sales.touches", ["#", "date", "way"], ["", "2027-02-01", "Slack"])
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml")
    assert "kickoff or other; did you mean 'chat'?" in out


def test_a_person_by_first_name_is_not_guessed_but_named(here: Here, plan: Path) -> None:
    """Two people may be called Ben: the id is offered."""
    table("goals", ["id", "owner"], ["use", "Ben"])
    plan.write_text(PLAN.replace("ben:", "ben-osei:"))
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml")
    assert "line 2, owner: no person 'Ben'; did you mean ben-osei (Ben Osei)?" in out


def test_a_row_that_does_not_fit_the_plan_is_not_taken(here: Here, plan: Path) -> None:
    """The message is that of the plan format, and the other rows are taken."""
    table(
        "product.features",
        ["id", "name", "status"],
        ["a b", "Spaces", "done"],
        ["ok", "Fine", "finished"],
        ["log", "Log", "done"],
    )
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert "line 2, the row: 'a b' is not an id" in out
    assert "line 3, the row:" in out
    assert [each["id"] for each in data(plan)["product"]["features"]] == ["sync", "log"]


# -- tables of other tools ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["jira.csv", "jira-excel.csv"])
def test_bugs_of_jira_are_defects_and_stories_features(here: Here, plan: Path, name: str) -> None:
    """Open bugs of the priorities that are named; what is closed, minor or unclear is listed."""
    maps = ("--map", "Priority:Highest=severity:1", "--map", "Priority:High=severity:2")
    code, out, _ = here("import", str(DATA / name), "--into", "launch.yaml", *maps, "--write")
    found = data(plan)["product"]
    assert code == 0
    assert found["defects"] == [
        {
            "id": "ORB-1",
            "note": "Sync stops, sometimes",
            "severity": 1,
            "owner": "dana",
            "fix_by": "2027-02-12",
        },
        {"id": "ORB-4", "note": "Crash", "severity": 2},
    ]
    assert found["features"][-1] == {"id": "ORB-5", "name": "New thing", "status": "in_progress"}
    for line in (
        "line 4, the row: Priority is 'Low'",
        "line 5, the row: Status is 'Done'",
        "line 6, Assignee: no person 'Nobody Known'",
        "line 6, Due date: '05/04/27' could be two dates; say which: --dates dmy or --dates mdy",
    ):
        assert line in out


def test_what_a_priority_means_is_not_guessed(here: Here, plan: Path) -> None:
    """Without a word about it no bug is taken, and the message has what to say."""
    _, out, _ = here(
        "import", str(DATA / "jira.csv"), "--into", "launch.yaml", "--list", "product.defects", "--write"
    )
    assert plan.read_text() == PLAN
    assert "say which priorities count: --map Priority:Highest=severity:1" in out


def test_an_issue_that_is_done_is_no_feature_that_is_done(here: Here, plan: Path) -> None:
    """A tick elsewhere makes nothing pass: the feature comes without a status."""
    Path("j.csv").write_text(
        "Summary,Issue key,Issue Type,Status\nBig,E-1,Epic,Done\nSmall,E-2,Story,Won't Do\n"
    )
    here("import", "j.csv", "--into", "launch.yaml", "--write")
    assert data(plan)["product"]["features"][1:] == [
        {"id": "E-1", "name": "Big"},
        {"id": "E-2", "name": "Small"},
    ]


def test_an_id_counts_once(here: Here, plan: Path) -> None:
    """The second row with an id is listed with the line of the first."""
    table("product.features", ["id", "name"], ["log", "Audit log"], ["log", "Another"])
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml")
    assert "not taken: line 3, the row: 'log' is on line 2 already" in out


def test_line_breaks_of_every_system_are_one(here: Here, plan: Path) -> None:
    """A cell with several lines is text with line breaks."""
    Path("n.csv").write_bytes(b'id,name\r\nlog,"Audit\r\nlog"\r\n')
    here("import", "n.csv", "--into", "launch.yaml", "--list", "product.features", "--write")
    assert data(plan)["product"]["features"][1] == {"id": "log", "name": "Audit\nlog"}


@pytest.mark.parametrize(("order", "day"), [("dmy", "2027-04-05"), ("mdy", "2027-05-04")])
def test_dates_are_not_guessed(here: Here, plan: Path, order: str, day: str) -> None:
    """Which of two numbers is the month is said once."""
    options = ("--list", "product.defects", "--map", "Priority:High=severity:2", "--dates", order, "--write")
    here("import", str(DATA / "jira.csv"), "--into", "launch.yaml", *options)
    assert data(plan)["product"]["defects"][0]["fix_by"] == day


@pytest.mark.parametrize(
    "cell", ["February 4, 2027", "Feb 4 2027", "feb. 4, 2027 9:00 AM", "4 Feb 2027", "04/Feb/27"]
)
def test_a_month_by_its_name_is_clear(here: Here, plan: Path, cell: str) -> None:
    """Before the day, as some tools export it, or after."""
    table("goals", ["id", "by"], ["use", cell])
    here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert data(plan)["goals"] == [{"id": "use", "by": "2027-02-04"}]


def test_a_tracker_fills_the_people(here: Here, plan: Path) -> None:
    """Who is there already is found by name or address; a task that is done makes nothing pass."""
    before = here("validate", "launch.yaml", "--as-of", "2027-02-01", "--format", "json")[1]
    here("import", str(DATA / "asana.csv"), "--into", "launch.yaml", "--list", "people", "--write")
    assert data(plan)["people"] == {
        "dana": {"name": "Dana Reyes", "email": "dana@example.com"},
        "ben": {"name": "Ben Osei", "email": "ben@example.com"},
    }
    after = here("validate", "launch.yaml", "--as-of", "2027-02-01", "--format", "json")[1]
    passed = [json.loads(each)["counts"]["passed"] for each in (before, after)]
    assert passed[0] == passed[1]


def test_who_is_there_is_found_by_whatever_a_tracker_calls_them(here: Here, plan: Path) -> None:
    """Some trackers write addresses or short names where others have names."""
    names = "DANA@example.com\nben\nBen  Osei\nÉve Adams\ne\u0301ve adams\n"
    Path("t.csv").write_text(f"Assignee\n{names}", encoding="utf-8")
    _, out, _ = here("import", "t.csv", "--into", "launch.yaml", "--list", "people", "--write")
    assert data(plan)["people"] == {
        "dana": {"name": "Dana Reyes", "email": "dana@example.com"},
        "ben": {"name": "Ben Osei"},
        "eve-adams": {"name": "Éve Adams"},
    }
    assert "not taken" not in out


@pytest.mark.parametrize("header", ["Due date", "Due Date"])
def test_a_due_date_of_jira_is_a_day_to_fix_it_by(here: Here, plan: Path, header: str) -> None:
    """Jira in the cloud and on a server spell the column differently."""
    Path("j.csv").write_text(
        f"Issue key,Issue Type,Summary,Status,Priority,{header}\nORB-1,Bug,Slow,Open,High,12/Feb/27\n"
    )
    here("import", "j.csv", "--into", "launch.yaml", "--map", "Priority:High=severity:2", "--write")
    assert data(plan)["product"]["defects"][0]["fix_by"] == "2027-02-12"


def test_columns_and_cells_are_named(here: Here, plan: Path) -> None:
    """`--map` says which column is which fact, and what a word of a tracker means."""
    maps = ["ID=id", "Title=note", "Due Date=fix_by", "Priority:Urgent=severity:1"]
    options = [word for each in maps for word in ("--map", each)]
    here(
        "import",
        str(DATA / "linear.csv"),
        "--into",
        "launch.yaml",
        "--list",
        "product.defects",
        *options,
        "--write",
    )
    assert data(plan)["product"]["defects"][0] == {
        "id": "LIN-7",
        "note": "Search is slow",
        "severity": 1,
        "fix_by": "2027-02-10",
    }


def test_semicolons_and_dotted_dates_are_read(here: Here, plan: Path) -> None:
    """As spreadsheets in much of Europe write them; the columns have the names of the facts."""
    here("import", str(DATA / "notion.csv"), "--into", "launch.yaml", "--list", "campaigns", "--write")
    assert data(plan)["campaigns"] == [
        {"id": "launch-post", "name": "Launch post", "owner": "dana", "goes_live": "2027-02-16"},
        {"id": "webinar", "name": "Webinar", "owner": "ben", "goes_live": "2027-02-20"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Beacon launch, draft\nid;Metric;Target\nuse;Weekly, active, teams, on all plans;5\n",
        "\ufeffsep=;\nid;Metric;Target\nuse;Weekly, active, teams, on all plans;5\n",
        'Goals of 2027,,\n,,\nID,Metric:,Target\nuse,"Weekly, active, teams, on all plans",5\n',
        'id\tMetric \ttarget\nuse\t"Weekly, active, teams, on all plans"\t5\n',
    ],
)
def test_the_headers_say_what_parts_the_cells(here: Here, plan: Path, text: str) -> None:
    """Whatever is above them, and however many commas there are in texts."""
    Path("g.csv").write_text(text, encoding="utf-8")
    here("import", "g.csv", "--into", "launch.yaml", "--list", "goals", "--write")
    assert data(plan)["goals"] == [
        {"id": "use", "metric": "Weekly, active, teams, on all plans", "target": 5}
    ]


def test_a_sheet_that_was_saved_as_csv_is_known_by_its_name(here: Here, plan: Path) -> None:
    """Google Sheets calls the file so; its list need not be named."""
    Path("facts - product.features.csv").write_text("id,name\nsync,Sync\nlog,Log\n")
    _, out, _ = here("import", "facts - product.features.csv", "--into", "launch.yaml")
    assert "product.features: 1 change from product.features\n" in out


def test_cells_without_a_header_are_named(here: Here, plan: Path) -> None:
    """A comma that is not in quotation marks moves the cells behind it."""
    Path("g.csv").write_text("id,metric,target,\nuse,Weekly, active,5,6\nall,All,7\n")
    _, out, _ = here("import", "g.csv", "--into", "launch.yaml", "--list", "goals")
    assert "  columns that are not read: column D without a header and column E without a header\n" in out


def test_columns_that_contradict_each_other_are_named(here: Here, plan: Path) -> None:
    """The first counts; several columns of a list belong together."""
    table(
        "goals", ["id", "Metric", "METRIC", "target"], ["use", "Teams", "Users", 5], ["all", "All", "All", 7]
    )
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml", "--write")
    assert "line 2, METRIC: another column says Teams, this one Users" in out
    assert [each["metric"] for each in data(plan)["goals"]] == ["Teams", "All"]


def test_columns_that_are_not_read_can_be_named(here: Here, plan: Path) -> None:
    """The facts that no column is are listed."""
    table("product.features", ["id", "Feature", "status"], ["sync", "Sync", "done"])
    _, out, _ = here("import", "t.xlsx", "--into", "launch.yaml")
    assert "  columns that are not read: Feature\n" in out
    assert "  to read one: --map COLUMN=FACT, where FACT is name or evidence\n" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("https://docs.google.com/spreadsheets/d/x", "--list", "goals"), "download it as .xlsx or CSV"),
        (("latin.csv", "--list", "goals"), "save it as .xlsx, or as CSV in UTF-8 (in Excel: Save As"),
        (("two.xlsx",), "choose a sheet with --sheet (A and B), and name it with --list, such as"),
        ((str(DATA / "linear.csv"),), "it is not said which list of the plan this table is"),
        ((str(DATA / "linear.csv"), "--list", "product.defcts"), "a plan has no list 'product.defcts'"),
        (
            (str(DATA / "linear.csv"), "--list", "product.defects", "--map", "ID=key"),
            "an entry of product.defects has no 'key'",
        ),
        ((str(DATA / "linear.csv"), "--list", "product.defects", "--map", "ID"), "write COLUMN=FACT"),
        (("nowhere.csv", "--list", "goals"), "no such file"),
        (("nowhere.xlsx", "--list", "goals"), "nowhere.xlsx"),
        (("text.xlsx", "--list", "goals"), "this is not a workbook"),
        (("t.xlsx", "--sheet", "None"), "there is no sheet 'None'; it has product.features"),
        (("quotes.csv", "--list", "goals"), "line 1 is not CSV"),
        (
            ("t.xlsx", "--map", "Priority:High=severity:1"),
            "the table has no column 'Priority' --> t.xlsx help: it has id",
        ),
        (("t.xlsx", "--map", "ID=id"), "the table has no column 'ID' --> t.xlsx help: did you mean 'id'?"),
        (("t.xlsx", "--list", "sales"), "a plan has no list 'sales' help: write one of sales.touches and "),
        (("old.xls", "--list", "goals"), "this is a workbook of another kind; save it as .xlsx, or as CSV"),
        (("new.ods", "--list", "goals"), "this is a workbook of another kind; save it as .xlsx, or as CSV"),
        (("long.csv", "--list", "goals"), "has 10,001 rows; at most 10,000 are read"),
        (("wide.csv", "--list", "goals"), "has more than 200 columns"),
        (("large.csv", "--list", "goals"), "the file is larger than 2 MiB"),
        (("bomb.xlsx", "--list", "goals"), "it unpacks to more than 50 MiB"),
        (("far.xlsx", "--list", "goals"), "a sheet has more than 10,000 rows"),
    ],
)
def test_what_cannot_be_read_is_refused(
    here: Here, plan: Path, arguments: tuple[str, ...], said: str
) -> None:
    """One message with the file; the plan stays."""
    Path("text.xlsx").write_text("no archive")
    table("product.features", ["id"])
    Path("latin.csv").write_bytes("id,metric\nuse,Zürich\n".encode("cp1252"))
    Path("two.xlsx").write_bytes(workbook.workbook([workbook.Sheet(name, ("x",), []) for name in "AB"]))
    Path("old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    Path("new.ods").write_bytes(Path("t.xlsx").read_bytes())
    Path("quotes.csv").write_text('id,"name\n')
    Path("long.csv").write_text("id\n" + "x\n" * 10_000)
    Path("wide.csv").write_text("x," * 200 + "\n")
    Path("large.csv").write_text("x\n" * 1_100_000)
    far = workbook.workbook([workbook.Sheet("a", ("id",), [("x",)])])
    with zipfile.ZipFile(io.BytesIO(far)) as old, zipfile.ZipFile("far.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'r="A2"', b'r="XFD1048576"'))
    with zipfile.ZipFile("bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<a>" + b" " * (51 * 2**20))
    code, out, err = here("import", arguments[0], "--into", "launch.yaml", *arguments[1:], "--write")
    assert (code, out, said in " ".join(err.split())) == (2, "", True), err
    assert plan.read_text() == PLAN


def test_without_the_libraries_it_says_what_to_install(
    here: Here, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 and the extra."""
    table("product.features", ["id"])
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    code, _, err = here("import", "t.xlsx", "--into", "launch.yaml")
    assert (code, "pip install 'launchcheck[share]'" in err) == (2, True)


@pytest.mark.parametrize("path", every_list())
def test_every_fact_of_a_table_survives_a_round_trip(path: str) -> None:
    """Each key of each list is written as a cell and read back as the same fact."""
    of = every_list()[path]
    for name, field in of.keys.items():
        value = field.example
        if value is None or isinstance(value, dict):
            continue
        from launchcheck.tables.cells import cell_of, value_of

        found = value_of(field, cell_of(field, value), None)
        assert str(found) in (str(value), str([value])), (path, name)


def test_the_column_of_a_fact_has_its_name_or_the_same_in_words() -> None:
    """`Fix by` is fix_by."""
    of = every_list()["product.defects"]
    mapped = Mapped({}).with_own(of, ["Fix by", "FIX-BY", "Severity", "Blocks launch:", "Else"])
    assert mapped.keys == {
        "Fix by": "fix_by",
        "FIX-BY": "fix_by",
        "Severity": "severity",
        "Blocks launch:": "blocks_launch",
    }
    assert re.fullmatch(r"[a-z_.]+", of.path)


def test_a_row_about_something_else_takes_no_entry_away() -> None:
    """A story with the words of a known bug is passed over, and the bug is still found by its words."""
    defects = every_list()["product.defects"]
    rows = Table("t", ("Type", "note"), ((2, ("Story", "Slow sync")), (3, ("Bug", "Slow sync"))))
    known = {"product": {"defects": [{"id": "BUG-1", "note": "Slow sync"}]}}

    taken = take(defects, rows, Mapped({}, only={"Type": frozenset({"bug"})}), known, None)

    assert (taken.changes, taken.left, taken.others, taken.only_in_plan) == ((), (), 1, ())
