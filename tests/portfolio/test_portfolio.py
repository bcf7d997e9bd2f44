"""The portfolio: launches by week, collisions, load, needs and decisions over all plans, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from launchcheck.cli.planning import checked
from launchcheck.poll import Decision
from launchcheck.portfolio import terminal
from launchcheck.portfolio.audiences import Audiences
from launchcheck.portfolio.data import COLUMNS
from launchcheck.portfolio.entries import Entry
from launchcheck.portfolio.formats import PortfolioFormat
from launchcheck.portfolio.model import portfolio_of
from launchcheck.portfolio.page import page

HERE = Path(__file__).parent
ENDINGS = {"terminal": "txt", "markdown": "md", "html": "html", "json": "json", "csv": "csv"}
Here = Callable[..., tuple[int, str, str]]
Shown = Callable[..., dict[str, Any]]

PLAIN = """\
launchcheck: 1
launch: {{name: {name}, date: {date}, tier: 1, review_on: 2027-02-12{more}}}
audience: {{segments: [{{id: {segment}}}]}}
"""


@pytest.fixture
def folder(calm: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five launches that share people and audiences, with the items of a small checklist."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LAUNCHCHECK_CHECKLISTS", str(HERE / "checklist.yaml"))
    shutil.copytree(HERE / "launches", tmp_path / "launches")
    shutil.copy(HERE / "portfolio.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def shown(here: Here, folder: Path) -> Shown:
    """The portfolio of a folder as JSON."""

    def read(place: str = "launches", *arguments: str) -> dict[str, Any]:
        code, out, err = here("portfolio", place, "--as-of", "2027-02-08", "--format", "json", *arguments)
        assert (code, err) == (0, "")
        data: dict[str, Any] = json.loads(out)
        return data

    return read


def write(folder: Path, name: str, day: str = "2027-02-16", more: str = "", segment: str = "all") -> None:
    """Write a plan of one line into a folder of its own."""
    path = folder / "plans" / "launches" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PLAIN.format(name=name, date=day, more=more, segment=segment))


SURE = ("--audiences", "portfolio.yaml", "--most", "1")


@pytest.mark.parametrize("format", ENDINGS)
def test_a_portfolio_in_every_format(here: Here, folder: Path, golden: Any, format: str) -> None:
    """The same launches, collisions, load, needs and decisions, as each reader needs them."""
    if format == "html":
        pytest.importorskip("jinja2", reason="html needs jinja2")
    asked = ("portfolio", "launches", "--as-of", "2027-02-08", *SURE, "--format", format)
    code, out, err = here(*asked)
    assert (code, err) == (0, "")
    golden(out, HERE / "golden" / f"portfolio.{ENDINGS[format]}")


def test_every_format_is_tried() -> None:
    """A new one needs a golden file."""
    assert {*ENDINGS} == {format.value for format in PortfolioFormat}


@pytest.mark.parametrize("width", [50, 140])
def test_the_picture_fits_its_width(
    here: Here, folder: Path, golden: Any, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """The weeks that do not fit follow in another block; a wide terminal shows more weeks in one."""
    monkeypatch.setenv("COLUMNS", str(width))
    weeks = ("--weeks", "18") if width > 80 else ()
    _, out, _ = here("portfolio", "launches", "--as-of", "2027-02-08", "--most", "1", *weeks)
    assert max(map(len, out.splitlines())) <= width
    golden(out, HERE / "golden" / f"portfolio-{width}.txt")


def test_the_picture_in_ascii(folder: Path, golden: Any) -> None:
    """A stream that cannot encode the signs gets others, each still with its word."""
    day = date(2027, 2, 8)
    entries = [Entry.of(*each.loaded, each.report) for each in checked(["launches"], None, day)]
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    terminal.write(portfolio_of(entries, day, day, 12, 1, Audiences({})), None, out, 80)
    out.flush()
    golden(raw.getvalue(), HERE / "golden" / "portfolio-ascii.txt")


def test_the_json_fits_its_schema(here: Here, shown: Shown) -> None:
    """As `launchcheck schema portfolio` prints it, with a gate and without."""
    _, schema, _ = here("schema", "portfolio")
    for arguments in (
        (),
        SURE,
        ("--audiences", "portfolio.yaml", "--fail-on", "collision", "--from", "2028-01-01"),
    ):
        jsonschema.validate(shown("launches", *arguments), json.loads(schema))


def test_the_table_is_flat(here: Here, folder: Path) -> None:
    """Each row has all columns, and there are rows of each kind."""
    _, out, _ = here("portfolio", "launches", "--as-of", "2027-02-08", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["kind"] for row in rows} == {"launch", "collision", "load", "need", "decision"}
    assert all(tuple(row) == COLUMNS and None not in row.values() for row in rows)


# -- collisions and their gate ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 0, ""),
        (("--fail-on", "collision"), 0, "Gate open: no collision, 2 only likely"),
        (("--fail-on", "likely"), 1, "Gate closed: 2 collisions"),
        (("--audiences", "portfolio.yaml"), 0, ""),
        (
            ("--audiences", "portfolio.yaml", "--fail-on", "collision"),
            1,
            "Gate closed: 1 collision, 1 only likely",
        ),
    ],
)
def test_the_gate_of_a_portfolio(
    here: Here, folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """Only what was asked for closes it, and a collision that is merely likely only by that name."""
    partners = folder / "launches" / "partners.yaml"
    if "portfolio.yaml" not in arguments:
        partners.write_text(partners.read_text().replace("id: large,", "id: enterprise,"))
    ended, out, _ = here("portfolio", "launches", "--as-of", "2027-02-08", *arguments)
    last = out.splitlines()[-1]
    assert (ended, last if last.startswith("Gate") else "") == (code, words)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 1),
        ({"day": "2027-02-23"}, 1),
        ({"day": "2027-02-24"}, 0),
        ({"segment": "ALL"}, 1),
        ({"segment": "others"}, 0),
        ({"day": "2027-02"}, 0),
        ({"more": ", status: cancelled"}, 0),
    ],
)
def test_what_collides(shown: Shown, folder: Path, change: dict[str, str], count: int) -> None:
    """Two known days within five working days, of launches that take place, for one audience."""
    write(folder, "one")
    write(folder, "two", **change)
    assert len(shown("plans/launches")["collisions"]) == count


def test_a_quiet_launch_collides_with_nothing(shown: Shown, folder: Path) -> None:
    """No audience hears of tier 3."""
    write(folder, "one")
    write(folder, "two")
    path = folder / "plans" / "launches" / "two.yaml"
    path.write_text(path.read_text().replace("tier: 1", "tier: 3"))
    assert shown("plans/launches")["collisions"] == []


def test_a_collision_is_in_the_weeks_that_are_shown(shown: Shown, folder: Path) -> None:
    """One of its moments may be outside of them."""
    write(folder, "one", "2027-02-12")
    write(folder, "two", "2027-02-16")
    for begin, weeks, count in (
        ("2027-02-15", 1, 1),
        ("2027-02-08", 1, 1),
        ("2027-02-22", 4, 0),
        ("2027-01-11", 4, 0),
    ):
        assert len(shown("plans/launches", "--from", begin, "--weeks", str(weeks))["collisions"]) == count


def test_a_campaign_without_an_audience_reaches_all_segments(shown: Shown, folder: Path) -> None:
    """As its launch does; of several moments on one day the launch day is named, or the first campaign."""
    campaigns = "campaigns: [{id: b, goes_live: 2027-03-16, public: true}, {id: c, goes_live: 2027-03-16, public: true}]"
    write(folder, "one")
    path = folder / "plans" / "launches" / "one.yaml"
    path.write_text(f"{path.read_text()}{campaigns}\n")
    write(folder, "two", "2027-03-16")
    (found,) = shown("plans/launches")["collisions"]
    assert [each["campaign"] for each in found["moments"]] == ["b", None]


def test_a_private_campaign_collides_with_nothing(shown: Shown, folder: Path) -> None:
    """Also one of which the plan leaves open whether it is public."""
    for more in ("", ", public: false"):
        write(folder, "one")
        path = folder / "plans" / "launches" / "one.yaml"
        path.write_text(f"{path.read_text()}campaigns: [{{id: b, goes_live: 2027-03-16{more}}}]\n")
        write(folder, "two", "2027-03-16")
        assert shown("plans/launches")["collisions"] == []


def test_a_certain_collision_shows_before_a_likely_one(here: Here, folder: Path) -> None:
    """In a week that has both, whichever comes first."""
    for name, day, segment in (
        ("a", "2027-02-15", "all"),
        ("b", "2027-02-16", "all}, {id: large"),
        ("c", "2027-02-17", "enterprise"),
        ("d", "2027-02-18", "all"),
    ):
        write(folder, name, day, segment=segment)
    asked = ("portfolio", "plans/launches", "--as-of", "2027-02-15", "--weeks", "1")
    _, out, _ = here(*asked, "--audiences", "portfolio.yaml", "--format", "markdown")
    signs = re.findall(r"^\| ([a-d]) \| (◆.) \|$", out, re.MULTILINE)
    assert signs == [("a", "◆?"), ("b", "◆!"), ("c", "◆!"), ("d", "◆?")]


def test_a_page_lists_at_most_a_hundred_collisions(here: Here, folder: Path) -> None:
    """It says how many more there are, and programs get all."""
    for number in range(15):
        write(folder, f"p{number}")
    _, out, _ = here("portfolio", "plans/launches", "--as-of", "2027-02-08", "--format", "markdown")
    assert (out.count("| 0 | all (likely) |"), "5 more collisions: --format json lists all." in out) == (
        100,
        True,
    )


def test_launches_outside_of_the_weeks_are_counted(shown: Shown) -> None:
    """By their days, unless a public campaign of theirs is in these weeks."""
    for begin, weeks, earlier, later, names in (
        ("2027-02-15", 1, 0, 3, ["Core", "Old reports"]),
        ("2027-02-22", 1, 2, 2, ["Mobile"]),
        ("2027-03-01", 1, 1, 2, ["Core", "Mobile"]),
        ("2027-03-08", 1, 3, 1, ["Partners"]),
    ):
        data = shown("launches", "--from", begin, "--weeks", str(weeks))
        assert [each["launch"] for each in data["launches"]] == names
        assert (data["earlier"], data["later"]) == (earlier, later)


# -- the shared list of audiences ---------------------------------------------------------------


def test_the_list_decides_which_segments_are_the_same(shown: Shown, folder: Path) -> None:
    """Two names of one audience are the same; one name of two listed segments is not."""
    write(folder, "one", segment="large")
    write(folder, "two", segment="Enterprise")
    assert shown("plans/launches")["collisions"] == []
    found = shown("plans/launches", "--audiences", "portfolio.yaml")["collisions"]
    assert [(each["audiences"], each["likely"]) for each in found] == [(["enterprise"], False)]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("audiences: {a: [x], b: [X]}\n", ":1:25", "'X' already belongs to the audience 'a'"),
        ("audiences: {a: [b], b: []}\n", ":1:21", "'b' already belongs to the audience 'a'"),
        ("audiences: {a: x}\n", ":1:16", "list"),
        ("audience: {}\n", ":1:1", "audience"),
        ("audiences: [a]\n", ":1:12", "key: value"),
        ("audiences: {a: [1]}\n", ":1:17", "text"),
        ("audiences: {a: [x], a: [y]}\n", ":1:21", "twice"),
    ],
)
def test_a_malformed_list_is_refused(here: Here, folder: Path, text: str, place: str, words: str) -> None:
    """The message has the place, and nothing is written."""
    (folder / "audiences.yaml").write_text(text)
    code, out, err = here("portfolio", "launches", "--audiences", "audiences.yaml")
    assert (code, out) == (2, "")
    assert f"audiences.yaml{place}" in err
    assert words in err


def test_a_list_is_read_only_if_it_is_named(here: Here, folder: Path) -> None:
    """A file of that name in the folder may belong to another tool; one that is named must exist."""
    (folder / "portfolio.yaml").write_text("something: else\n")
    assert here("portfolio", "launches", "--as-of", "2027-02-08")[0] == 0
    code, _, err = here("portfolio", "launches", "--audiences", "nowhere.yaml")
    assert (code, "no such file" in err, "--> nowhere.yaml" in err) == (2, True, True)


# -- needs --------------------------------------------------------------------------------------


def findings(data: dict[str, Any]) -> dict[str, list[str]]:
    """What is wrong with the needs of each launch, by kind."""
    found: dict[str, list[str]] = {}
    for need in data["needs"]:
        found.setdefault(need["launch"], []).extend(each["kind"] for each in need["findings"])
    return found


def test_a_need_that_is_met(shown: Shown, folder: Path) -> None:
    """A launch on the same day is early enough."""
    write(folder, "one", more=", needs: [{plan: two.yaml, by: 2027-02-16}]")
    write(folder, "two")
    assert findings(shown("plans/launches")) == {"one": []}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("three.yaml", "'three.yaml' is not among these plans"),
        ("../launches", "'../launches' is a folder; name the file of the plan"),
        ("../..", "'../..' is a folder"),
        ("../../../../../../../../../../etc/passwd", "is not among these plans"),
    ],
)
def test_a_need_that_is_missing(shown: Shown, folder: Path, path: str, words: str) -> None:
    """It is located, and the file that it names is not opened."""
    write(folder, "one", more=f", needs: [{{plan: {path}}}]")
    (need,) = shown("plans/launches")["needs"]
    (found,) = need["findings"]
    assert (found["kind"], words in found["message"], need["needed"]) == ("missing", True, None)
    assert need["location"] == {"path": "plans/launches/one.yaml", "line": 2, "column": 86}


def test_a_need_through_a_link(shown: Shown, folder: Path) -> None:
    """Two paths to one file are one plan, also among those that are read."""
    write(folder, "one", more=", needs: [{plan: ../../links/launches/two.yaml}]")
    write(folder, "two")
    (folder / "links").symlink_to(folder / "plans")
    data = shown("plans/launches", "links/launches")
    assert findings(data) == {"one": []}
    assert len(data["launches"]) == 2


def test_a_circle_of_needs(shown: Shown, folder: Path) -> None:
    """Everyone on it is told, and no one who only waits for it."""
    write(folder, "a", more=", needs: [{plan: b.yaml}]")
    write(folder, "b", more=", needs: [{plan: c.yaml}]")
    write(folder, "c", more=", needs: [{plan: a.yaml}, {plan: c.yaml}]")
    write(folder, "d", more=", needs: [{plan: a.yaml}]")
    data = shown("plans/launches")
    assert findings(data) == {"a": ["circle"], "b": ["circle"], "c": ["circle", "circle"], "d": []}
    messages = {each["message"] for need in data["needs"] for each in need["findings"]}
    assert messages == {"a circle: a, b and c need each other", "needs itself"}


def test_a_long_chain_of_needs(shown: Shown, folder: Path) -> None:
    """It needs no deep recursion, and the one need that closes it makes all of it a circle."""
    count = 300
    for number in range(count):
        write(folder, f"p{number}", more=f", needs: [{{plan: p{number + 1}.yaml}}]")
    write(folder, f"p{count}")
    assert {kind for kinds in findings(shown("plans/launches")).values() for kind in kinds} == set()
    write(folder, f"p{count}", more=", needs: [{plan: p0.yaml}]")
    assert {*map(tuple, findings(shown("plans/launches")).values())} == {("circle",)}


@pytest.mark.parametrize(
    ("date", "more", "kinds"),
    [
        ("2027-02-16", "", []),
        ("2027-02-17", "", ["late"]),
        ("2027-02-16", ", by: 2027-02-15", ["late"]),
        ("2027-03-01", ", by: 2027-02-15", ["late", "late"]),
        ("2027-Q1", "", ["late"]),
    ],
)
def test_a_need_that_is_late(shown: Shown, folder: Path, date: str, more: str, kinds: list[str]) -> None:
    """After the date by which it is needed, or after the launch that needs it."""
    write(folder, "one", more=f", needs: [{{plan: two.yaml{more}}}]")
    write(folder, "two", date)
    assert findings(shown("plans/launches")) == {"one": kinds}


@pytest.mark.parametrize(
    ("date", "status", "kinds"),
    [
        ("2027-02-09", "planned", ["not_ready"]),
        ("2027-02-16", "planned", []),
        ("2027-02-09", "cancelled", ["not_ready"]),
        ("2027-02-01", "launched", []),
    ],
)
def test_a_need_that_is_not_ready(
    shown: Shown, folder: Path, date: str, status: str, kinds: list[str]
) -> None:
    """Cancelled, or a blocker of it is overdue; what has launched is there."""
    write(folder, "one", more=", needs: [{plan: two.yaml}]")
    write(folder, "two", date, more=f", status: {status}")
    assert findings(shown("plans/launches")) == {"one": kinds}


@pytest.mark.parametrize("status", ["launched", "cancelled"])
def test_what_is_over_needs_nothing(shown: Shown, folder: Path, status: str) -> None:
    """A launch that took place, or never will, waits for no other."""
    write(folder, "one", "2027-02-01", more=f", status: {status}, needs: [{{plan: two.yaml}}]")
    write(folder, "two", "2027-02-20")
    assert shown("plans/launches")["needs"] == []


# -- people and decisions -----------------------------------------------------------------------


def test_people_are_joined_by_address(shown: Shown) -> None:
    """Three plans call her by three names, and one says when she is away."""
    load = {each["name"]: each for each in shown()["load"]}
    assert {*load} == {"Dana Reyes", "Ben Osei"}
    weeks = {each["week"]: each for each in load["Dana Reyes"]["weeks"]}
    assert weeks["2027-W08"] == {"week": "2027-W08", "due": 2, "over": False, "away": True}


def test_who_decides_next(here: Here, shown: Shown, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The decision comes from the record beside the plan, and is stale if the plan changed since."""

    def decided() -> dict[str, Any]:
        return {
            each["launch"]: (each["decision"], each["decided_on"], each["stale"])
            for each in shown()["decisions"]
        }

    monkeypatch.setattr("launchcheck.cli.clock.now", lambda: datetime(2027, 2, 7, 12, tzinfo=UTC))
    nothing = (None, None, False)
    assert decided() == {"Core": nothing, "Mobile": nothing, "Partners": nothing, "Quiet fix": nothing}
    core = folder / "launches" / "core.yaml"
    assert here("decide", str(core), "--decision", "no-go", "--as", "g")[0] == 0
    assert decided()["Core"] == ("no-go", "2027-02-07", False)
    core.write_text(core.read_text().replace("2027-02-16", "2027-02-17"))
    assert decided()["Core"] == ("no-go", "2027-02-07", True)
    _, out, _ = here("portfolio", "launches", "--as-of", "2027-02-08", "--format", "markdown")
    assert "NO-GO on Sun 7 Feb, but the plan changed since" in out
    _, out, _ = here("portfolio", "launches", "--as-of", "2027-02-06", "--format", "markdown")
    assert "NO-GO" not in out


@pytest.mark.parametrize(("review", "words"), [("2027-02-07", "overdue"), ("2027-02-08", "not yet")])
def test_a_decision_is_overdue_after_its_day(here: Here, folder: Path, review: str, words: str) -> None:
    """On the day of the meeting it is still to come."""
    write(folder, "one")
    path = folder / "plans" / "launches" / "one.yaml"
    path.write_text(path.read_text().replace("review_on: 2027-02-12", f"review_on: {review}"))
    _, out, _ = here("portfolio", "plans/launches", "--as-of", "2027-02-08", "--format", "markdown")
    assert out.splitlines()[-1].endswith(f"2027 | {words} |")


def test_a_launch_whose_day_has_passed_is_not_decided_next(shown: Shown, folder: Path) -> None:
    """Neither is one that has launched, or that is after these weeks."""
    write(folder, "past", "2027-02-07")
    write(folder, "today", "2027-02-08")
    write(folder, "done", "2027-02-08", more=", status: launched")
    write(folder, "later", "2027-05-03")
    assert [each["launch"] for each in shown("plans/launches")["decisions"]] == ["today"]


def test_an_absence_without_an_end_is_open(shown: Shown, folder: Path) -> None:
    """Whichever end the plan leaves out."""
    write(folder, "one", more=", owner: d")
    path = folder / "plans" / "launches" / "one.yaml"
    path.write_text(f"{path.read_text()}people: {{d: {{name: Dee, away: [{{to: 2027-02-16}}]}}}}\n")
    (load,) = shown("plans/launches")["load"]
    assert [each["away"] for each in load["weeks"][:3]] == [True, True, False]


def test_a_launch_without_a_day_is_not_compared(here: Here, folder: Path) -> None:
    """The page names it, if an audience hears of it at all."""
    write(folder, "one", "2027-Q1")
    write(folder, "two")
    _, out, _ = here("portfolio", "plans/launches", "--as-of", "2027-02-08")
    assert "Not compared, since the launch day is not known yet: one." in out
    _, out, _ = here("portfolio", "launches", "--as-of", "2027-02-08")
    assert "Not compared" not in out


def test_several_decisions_are_disputed(folder: Path) -> None:
    """As made on two branches at once: none of them counts."""
    at = datetime(2027, 2, 7, 12, tzinfo=UTC)
    made = tuple(Decision(word, "g", at, "", 1, "", "") for word in ("go", "no-go"))
    day = date(2027, 2, 8)
    (each,) = checked(["launches/core.yaml"], None, day)
    entry = Entry.of(*each.loaded, each.report, made)
    found = portfolio_of([entry], day, day, 4, 5, Audiences({}))
    assert [(each.decision, each.decided_on) for each in found.decisions] == [("disputed", None)]
    assert page(found, None).tables[-1].rows[0].cells[-1] == "disputed: several decisions"


def test_launches_of_one_name_are_told_apart(here: Here, folder: Path) -> None:
    """By the files of their plans."""
    for place in ("one", "two"):
        write(folder, place)
        path = folder / "plans" / "launches" / f"{place}.yaml"
        path.write_text(path.read_text().replace(f"name: {place}", "name: Twin"))
    _, out, _ = here("portfolio", "plans/launches", "--as-of", "2027-02-08", "--format", "markdown")
    first, second = (f"Twin (plans/launches/{place}.yaml): Tue 16 Feb" for place in ("one", "two"))
    assert f"| {first} | {second} | 0 | all (likely) |" in out


# -- what is hostile or broken ------------------------------------------------------------------

EVIL = '"<script>x</script> [a](http://b) | @all `c` \\u202e ::error:: =1+1"'


@pytest.mark.parametrize("format", ENDINGS)
def test_text_from_a_plan_stays_text(here: Here, folder: Path, format: str) -> None:
    """No markup, escape or command of a plan reaches a page, a terminal or a spreadsheet."""
    if format == "html":
        pytest.importorskip("jinja2", reason="html needs jinja2")
    for name in ("one", "two"):
        write(folder, name, segment="all")
        path = folder / "plans" / "launches" / f"{name}.yaml"
        text = (
            path.read_text()
            .replace(f"name: {name}", f"name: {EVIL}")
            .replace("id: all", f"id: all, name: {EVIL}")
        )
        people = f"people: {{d: {{name: {EVIL}}}}}\n"
        needs = f"needs: [{{plan: x.yaml, what: {EVIL}}}], owner: d, decider: d, tier: 1"
        path.write_text(text.replace("tier: 1", needs) + people)
    code, out, err = here("portfolio", "plans/launches", "--as-of", "2027-02-08", "--format", format)
    assert (code, err, "1 collision" in out or format in {"json", "csv"}) == (0, "", True)
    assert "\u202e" not in out
    assert "::error" not in out
    if format == "html":
        assert "<script>x" not in out
    if format == "markdown":
        assert not {"<script>", "[a](", "@all", "`c`"} & {*out.split()}
        assert "<script>" not in out
    if format == "csv":
        assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(out)) for cell in row)


def test_a_plan_that_cannot_be_read_is_an_error(here: Here, folder: Path) -> None:
    """A portfolio that leaves out a launch would be worse than none."""
    (folder / "launches" / "broken.yaml").write_text("launchcheck: 2\n")
    code, out, err = here("portfolio", "launches", "--as-of", "2027-02-08")
    assert (code, out, "broken.yaml:1" in err) == (2, "", True)


def test_weeks_without_anything(here: Here, folder: Path, golden: Any) -> None:
    """Each part says so, and what is before or after is counted."""
    code, out, _ = here(
        "portfolio", "launches", "--as-of", "2027-02-08", "--from", "2026-01-05", "--weeks", "2"
    )
    assert code == 0
    golden(out, HERE / "golden" / "portfolio-nothing.txt")
