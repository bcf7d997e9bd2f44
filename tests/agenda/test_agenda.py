"""The agenda: who has to write what, over all plans, in every format and within the limits of chats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck.agenda.chat import MOST_IN_ALL, slack, teams
from launchcheck.agenda.formats import AgendaFormat
from launchcheck.agenda.model import Agenda, Entry, Part
from launchcheck.joined import NO_ONE, Everyone

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SCHEMAS = {name: json.loads((HERE / "schemas" / f"{name}.json").read_text()) for name in ("slack", "teams")}
ENDINGS = {
    "text": "txt",
    "markdown": "md",
    "json": "json",
    "slack": "slack.json",
    "teams": "teams.json",
    "jira": "csv",
    "github": "github.md",
}
Here = Callable[..., tuple[int, str, str]]

CORE = """\
launchcheck: 1
launch: {name: Core, date: 2027-02-16, tier: 1, owner: d}
people: {d: {name: Dana Reyes, email: dana@example.com}, b: {name: Ben Osei}}
"""
MOBILE = """\
launchcheck: 1
launch: {name: Mobile, date: 2027-03-02, tier: 1, owner: dr}
people: {dr: {name: D. Reyes, email: Dana@example.com}, ben: {name: ben osei}}
tasks:
  - {id: build, what: Build it, owner: ben, due: 2027-02-03}
  - {id: ship, what: Ship it, owner: ben, due: 2027-02-10, needs: [build]}
approvals:
  - {id: store, what: The store, from: App store, owner: dr, due: 2027-02-20}
audience:
  users: [{role: Nurse, job: find a bed, today: calls around}]
goals: [{id: beds, kind: primary, metric: Beds found, baseline: 3, target: 9, by: 2027-05-01}]
"""


@pytest.fixture
def launches(calm: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two plans in which the same people have other ids, with the items of the test checklist."""
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.setenv("LAUNCHCHECK_CHECKLISTS", str(ROOT / "tests" / "data" / "checklist.yaml"))
    folder = tmp_path / "launches"
    folder.mkdir()
    (folder / "core.yaml").write_text(CORE)
    (folder / "mobile.yaml").write_text(MOBILE)
    return tmp_path


@pytest.mark.parametrize("format", ENDINGS)
def test_an_agenda_in_every_format(here: Here, launches: Path, golden: Any, format: str) -> None:
    """The same people and items, as each reader needs them."""
    code, out, err = here("agenda", "launches", "--as-of", "2027-02-08", "--within", "3w", "--format", format)
    assert (code, err) == (0, "")
    golden(out, HERE / "golden" / f"agenda.{ENDINGS[format]}")


def test_the_json_fits_its_schema(here: Here, launches: Path) -> None:
    """As `launchcheck schema agenda` prints it."""
    _, out, _ = here("agenda", "launches", "--as-of", "2027-02-08", "--within", "3w", "--format", "json")
    _, schema, _ = here("schema", "agenda")
    jsonschema.validate(json.loads(out), json.loads(schema))


def test_a_page_of_the_agenda(here: Here, launches: Path) -> None:
    """It is a page in the style of the board, without anything from elsewhere."""
    pytest.importorskip("jinja2", reason="html needs jinja2")
    _, out, _ = here("agenda", "launches", "--as-of", "2027-02-08", "--format", "html")
    assert ("Dana Reyes" in out, 'http-equiv="Content-Security-Policy"' in out, "<script src" in out) == (
        True,
        True,
        False,
    )


def people(out: str) -> dict[str, list[str]]:
    """Who has which items, from JSON."""
    return {
        part["name"]: [f"{each['launch']} {each['item']}" for each in part["items"]]
        for part in json.loads(out)["people"]
    }


def test_a_person_is_the_same_by_address_or_else_by_name(here: Here, launches: Path) -> None:
    """Ids are local to a plan; case does not matter."""
    _, out, _ = here("agenda", "launches", "--as-of", "2027-02-08", "--within", "9w", "--format", "json")
    found = people(out)
    assert len([name for name in found if name and "reyes" in name.casefold()]) == 1
    mine = next(items for name, items in found.items() if name and "reyes" in name.casefold())
    assert {item.split()[0] for item in mine} == {"Core", "Mobile"}


@pytest.mark.parametrize("owner", ["d", "dana@example.com", "Dana Reyes", "DANA@EXAMPLE.COM"])
def test_one_person(here: Here, launches: Path, owner: str) -> None:
    """By id, name or address."""
    _, out, _ = here("agenda", "launches", "--as-of", "2027-02-08", "--owner", owner, "--format", "json")
    assert all("reyes" in name.casefold() for name in people(out))
    assert people(out)


def test_what_is_due_later_is_counted(here: Here, launches: Path) -> None:
    """Only what is overdue or due within the time is listed."""
    _, out, _ = here("agenda", "launches", "--as-of", "2026-12-01", "--within", "1d", "--format", "json")
    data = json.loads(out)
    assert all(item["days_left"] <= 1 for part in data["people"] for item in part["items"])
    assert data["due_later"] > 0


def test_the_weekly_meeting(here: Here, launches: Path, golden: Any) -> None:
    """Outcomes, blockers, dependencies, questions and one user story."""
    code, out, _ = here("agenda", "launches", "--as-of", "2027-02-08", "--meeting")
    assert code == 0
    golden(out, HERE / "golden" / "meeting.txt")
    assert here("agenda", "launches", "--meeting", "--format", "slack")[0] == 2


def test_the_table_for_jira_is_what_its_importer_reads(here: Here, launches: Path) -> None:
    """ISO dates, and an id by which a second import is matched."""
    _, out, _ = here("agenda", "launches", "--as-of", "2027-02-08", "--within", "3w", "--format", "jira")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len({row["External ID"] for row in rows}) == len(rows) > 0
    assert [date.fromisoformat(row["Due Date"]) for row in rows]
    assert {row["Issue Type"] for row in rows} == {"Task"}


def test_a_plan_that_cannot_be_read_is_an_error(here: Here, launches: Path) -> None:
    """A reminder that leaves out a launch would be worse than none."""
    (launches / "launches" / "broken.yaml").write_text("launchcheck: 2\n")
    code, out, err = here("agenda", "launches", "--as-of", "2027-02-08")
    assert (code, out, "broken.yaml:1" in err) == (2, "", True)


@pytest.mark.parametrize("within", ["soon", "14x", "-3d", "9999d"])
def test_a_time_that_is_none_is_refused(here: Here, launches: Path, within: str) -> None:
    """The message has the forms."""
    code, _, err = here("agenda", "launches", "--within", within)
    assert (code, "write 14d or 2w" in " ".join(err.split())) == (2, True)


TEXT = st.text(max_size=400) | st.sampled_from(
    ["<!channel>", "@here", "<http://x|y>", "&", "<@U1>", "*b*", "😀" * 200]
)
ENTRY = st.builds(
    Entry,
    plan=TEXT,
    launch=TEXT,
    item=st.just("a.b"),
    area=st.just("a"),
    question=TEXT,
    write=TEXT,
    due=st.just(date(2027, 2, 1)),
    days_left=st.integers(-30, 30),
    t_minus=st.just("T"),
    blocks=st.booleans(),
    when=st.sampled_from(["overdue", "this week", "next week", "later"]),
    fix=TEXT,
    wants=TEXT,
)
SOME = st.builds(lambda entry, count: (entry,) * count, ENTRY, st.integers(0, 120))
PART = st.builds(Part, st.just(NO_ONE) | st.builds(Everyone, TEXT, TEXT), SOME)
AGENDA = st.builds(
    Agenda,
    st.just(date(2027, 2, 1)),
    st.just(14),
    st.just(("x",)),
    st.lists(PART, max_size=4).map(tuple),
    st.integers(0, 9),
)


@settings(max_examples=40, deadline=None)
@given(AGENDA)
def test_any_agenda_is_within_the_limits_of_slack(agenda: Agenda) -> None:
    """50 blocks, 3,000 characters in each, about 13,000 in all; and what a plan says calls no one."""
    message = slack(agenda)
    jsonschema.validate(message, SCHEMAS["slack"])
    texts = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    assert sum(map(len, texts)) <= MOST_IN_ALL + 200
    assert [text for text in texts if "<" in text or ">" in text] == []


@settings(max_examples=40, deadline=None)
@given(AGENDA)
def test_any_agenda_is_within_the_limits_of_teams(agenda: Agenda) -> None:
    """28 kB as JSON; text is in runs, which know no Markdown."""
    message = teams(agenda)
    jsonschema.validate(message, SCHEMAS["teams"])
    assert len(json.dumps(message)) <= 28_000


def test_what_does_not_fit_is_counted() -> None:
    """The last line says how much more there is."""
    entry = Entry("p", "L", "a.b", "a", "q" * 300, "w" * 300, date(2027, 2, 1), 1, "T", True, "later", "", "")
    agenda = Agenda(date(2027, 2, 1), 14, ("L",), (Part(NO_ONE, (entry,) * 100),), 0)
    last = slack(agenda)["blocks"][-1]["text"]["text"]
    shown = sum(block["text"]["text"].count("•") for block in slack(agenda)["blocks"])
    assert last == f"and {100 - shown} more"
    assert teams(agenda)["attachments"][0]["content"]["body"][-1]["inlines"][0]["text"].endswith(" more")


def test_every_format_is_tried() -> None:
    """A new one needs a golden file."""
    assert {*ENDINGS, "html"} == {format.value for format in AgendaFormat}
