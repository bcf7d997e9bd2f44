"""The calendar feed: read by another library, the same each time, and stable when a launch moves."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

icalendar = pytest.importorskip("icalendar", reason="writes the feed")

ROOT = Path(__file__).parents[2]
EXAMPLES = ["new-product", "not-ready", "on-track", "price-change", "ready", "sunset"]
Here = Callable[..., tuple[int, str, str]]


@pytest.fixture
def plan(calm: None, tmp_path: Path) -> Callable[[str], Path]:
    """Copy an example."""

    def copied(name: str) -> Path:
        return Path(shutil.copy(ROOT / "examples" / f"{name}.yaml", tmp_path / "launch.yaml"))

    return copied


def feed(here: Here, *paths: str, as_of: str = "2027-02-01") -> str:
    """The feed of some plans."""
    code, out, err = here("calendar", *(paths or ("launch.yaml",)), "--as-of", as_of, "--format", "ics")
    assert (code, err) == (0, "")
    return out


def events(text: str) -> list[Any]:
    """The events of a feed, as the library reads them."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_feed_is_what_calendars_insist_on(here: Here, plan: Any, name: str) -> None:
    """Short lines that end with CRLF, free all-day events that end on the next day, a reminder, unique UIDs."""
    plan(name)
    text = feed(here)
    raw = text.encode()
    assert [line for line in raw.split(b"\r\n") if len(line) > 75] == []
    assert raw.count(b"\n") == raw.count(b"\r\n")
    found = events(text)
    uids = [str(each["UID"]) for each in found]
    assert len(set(uids)) == len(uids) > 3
    for each in found:
        assert each.decoded("DTEND") - each.decoded("DTSTART") == timedelta(1)
        assert type(each.decoded("DTSTART")) is date
        assert (each["TRANSP"], each["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TRANSPARENT", "FREE")
        (alarm,) = each.walk("VALARM")
        assert alarm.decoded("TRIGGER") == timedelta(days=-2, hours=9)


def test_the_same_plan_and_day_are_the_same_bytes(here: Here, plan: Any) -> None:
    """Nothing of the clock is in it; on another day the sequence has risen."""
    plan("ready")
    assert feed(here) == feed(here)
    later = events(feed(here, as_of="2027-02-02"))
    assert {int(each["SEQUENCE"]) for each in later} == {
        int(each["SEQUENCE"]) + 1 for each in events(feed(here))
    }


@pytest.mark.parametrize("days", [1, 3, 7, 30])
@pytest.mark.parametrize("name", ["on-track", "ready"])
def test_events_keep_their_identity_when_the_launch_moves(
    here: Here, plan: Any, name: str, days: int
) -> None:
    """After `slip`, the launch, the campaigns and the due days are the same events on other days."""
    path = plan(name)
    before = {str(each["UID"]): each.decoded("DTSTART") for each in events(feed(here, as_of="2027-01-04"))}
    found = re.search(r"(?m)^  date: (\d{4}-\d\d-\d\d)", path.read_text())
    assert found
    moved = date.fromisoformat(found[1]) + timedelta(days)
    code, _, _ = here("slip", "launch.yaml", "--to", moved.isoformat(), "--write", "--as-of", "2027-01-04")
    if code == 2:
        path.write_text(path.read_text().replace(f"date: {found[1]}", f"date: {moved}", 1))
    after = {str(each["UID"]): each.decoded("DTSTART") for each in events(feed(here, as_of="2027-01-04"))}
    kept = before.keys() & after.keys()
    assert len(kept) >= 0.9 * len(before)
    assert [uid for uid in kept if after[uid] != before[uid]]


def test_one_feed_for_a_folder(here: Here, calm: None, tmp_path: Path) -> None:
    """The events of all launches, each with its name; a folder is searched without being named, too."""
    (tmp_path / "launches").mkdir()
    for name in ("ready", "new-product"):
        shutil.copy(ROOT / "examples" / f"{name}.yaml", tmp_path / "launches")
    titles = {str(each["SUMMARY"]).partition(":")[0] for each in events(feed(here, "launches"))}
    assert titles == {"Orbit Sync 2.0", "Batch"}
    assert here("calendar", "--as-of", "2027-02-01", "--format", "ics")[1] == feed(here, "launches")


def test_each_person_has_one_event_for_a_due_day(here: Here, plan: Any) -> None:
    """The open items are in its text."""
    plan("not-ready")
    due = [each for each in events(feed(here)) if " due (" in str(each["SUMMARY"])]
    counts = [int(re.search(r"(\d+) open item", str(each["SUMMARY"]))[1]) for each in due]  # type: ignore[index]
    assert counts == [
        str(each["DESCRIPTION"]).count("- ") and len(str(each["DESCRIPTION"]).split("\n")) for each in due
    ]


def test_a_feed_of_one_person(here: Here, plan: Any) -> None:
    """What others do is left out; the launch and its release are everyone's."""
    plan("not-ready")
    whole = {str(each["UID"]) for each in events(feed(here))}
    code, out, _ = here(
        *("calendar", "launch.yaml", "--as-of", "2027-02-01", "--format", "ics"), "--owner", "Nia Clarke"
    )
    found = events(out)
    names = {
        str(each["SUMMARY"]).rpartition("due (")[2] for each in found if " due (" in str(each["SUMMARY"])
    }
    assert (code, names) == (0, {"Nia Clarke)"})
    assert {str(each["UID"]) for each in found} < whole
    assert any(str(each["SUMMARY"]).endswith(": launch") for each in found)


def test_the_dates_of_one_person_in_a_terminal(here: Here, plan: Any) -> None:
    """The list says whose dates they are, and has no one else's."""
    plan("not-ready")
    _, out, _ = here("calendar", "launch.yaml", "--as-of", "2027-02-01", "--format", "csv", "--owner", "nia")
    assert {row[3] for row in csv.reader(out.splitlines())} == {"who", "", "Nia Clarke"}
    _, out, _ = here("calendar", "launch.yaml", "--as-of", "2027-02-01", "--owner", "nia")
    assert "Only the dates of Nia Clarke, and those without a name." in " ".join(out.split())


def test_an_unknown_person_is_an_error(here: Here, plan: Any) -> None:
    """An empty feed would look like nothing to do."""
    plan("not-ready")
    code, out, err = here("calendar", "launch.yaml", "--owner", "Nia Clarkk")
    assert (code, out) == (2, "")
    assert "no plan has a person 'Nia Clarkk'" in err
    assert "did you mean 'Nia Clarke'?" in err


@pytest.mark.parametrize(
    ("options", "trigger"),
    [
        ((), timedelta(days=-2, hours=9)),
        (("--days-before", "5"), timedelta(days=-5, hours=9)),
        (("--no-alarms",), None),
    ],
)
def test_reminders_are_as_asked_for(
    here: Here, plan: Any, options: tuple[str, ...], trigger: timedelta | None
) -> None:
    """At nine in the morning, some days before; or none."""
    plan("ready")
    _, out, _ = here("calendar", "launch.yaml", "--as-of", "2027-02-01", "--format", "ics", *options)
    found = {alarm.decoded("TRIGGER") for each in events(out) for alarm in each.walk("VALARM")}
    assert found == ({trigger} if trigger else set())


@pytest.mark.parametrize("options", [("--days-before", "5"), ("--no-alarms",)])
def test_a_list_has_no_reminders(here: Here, plan: Any, options: tuple[str, ...]) -> None:
    """They are refused where they would do nothing."""
    plan("ready")
    code, _, err = here("calendar", "launch.yaml", *options)
    assert (code, "are about --format ics" in err) == (2, True)


def test_the_feed_of_a_cancelled_launch_cancels_its_events(here: Here, plan: Any) -> None:
    """They are the same events, so that a calendar crosses them out."""
    path = plan("ready")
    before = {str(each["UID"]) for each in events(feed(here))}
    path.write_text(path.read_text().replace("  status: planned\n", "  status: cancelled\n", 1))
    after = events(feed(here))
    assert {str(each["STATUS"]) for each in after} == {"CANCELLED"}
    assert {str(each["UID"]) for each in after} <= before
    assert len(after) > 3


def test_a_feed_is_the_same_wherever_the_command_runs(
    here: Here, calm: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a repository, events are known by the plan's path from its root."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "launches").mkdir()
    shutil.copy(ROOT / "examples" / "ready.yaml", tmp_path / "launches")
    above = {str(each["UID"]) for each in events(feed(here, "launches/ready.yaml"))}
    monkeypatch.chdir(tmp_path / "launches")
    assert {str(each["UID"]) for each in events(feed(here, "ready.yaml"))} == above


def test_a_plan_is_not_written_over(here: Here, plan: Any) -> None:
    """A name typed in the wrong place does not cost the plan."""
    path = plan("ready")
    before = path.read_bytes()
    code, out, err = here("calendar", "launch.yaml", "--format", "ics", "-o", "./launch.yaml")
    assert (code, out, path.read_bytes()) == (2, "", before)
    assert "launch.yaml" in err


def test_a_file_gets_the_bytes_of_the_output(here: Here, plan: Any, tmp_path: Path) -> None:
    """Also where a shell would write other line ends."""
    plan("ready")
    text = feed(here)
    code, out, _ = here(
        *("calendar", "launch.yaml", "--as-of", "2027-02-01", "--format", "ics", "-o", "launch.ics")
    )
    assert (code, out) == (0, "")
    assert (tmp_path / "launch.ics").read_bytes() == text.encode()


@pytest.mark.parametrize("text", ["a;b,c\\\\d", "BEGIN:VEVENT", "é 😀 " * 60, "x\\nEND:VCALENDAR"])
def test_hostile_text_stays_text(here: Here, plan: Any, text: str) -> None:
    """What a plan says ends no line and begins no event."""
    path = plan("ready")
    count = len(events(feed(here)))
    path.write_text(re.sub(r"(?m)^  name: .*$", lambda _: f'  name: "{text}"', path.read_text(), count=1))
    assert len(events(feed(here))) == count


def test_without_the_library_it_says_what_to_install(
    here: Here, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, and the extra."""
    plan("ready")
    import launchcheck.views

    monkeypatch.delitem(sys.modules, "launchcheck.views.ics", raising=False)
    monkeypatch.delattr(launchcheck.views, "ics", raising=False)
    monkeypatch.setitem(sys.modules, "icalendar", None)
    code, out, err = here("calendar", "launch.yaml", "--as-of", "2027-02-01", "--format", "ics")
    assert (code, out, "pip install 'launchcheck[share]'" in err) == (2, "", True)


@pytest.mark.slow
def test_another_reader_reads_the_same(here: Here, plan: Any, tmp_path: Path) -> None:
    """ical.js finds the same events on the same days."""
    module = ROOT / "node_modules" / "ical.js"
    if not module.is_dir() or not shutil.which("node"):
        pytest.skip("ical.js is not installed: npm install --no-save ical.js")
    plan("new-product")
    text = feed(here)
    (tmp_path / "feed.ics").write_bytes(text.encode())
    script = (
        f"import ICAL from '{module}/dist/ical.js'; import fs from 'fs';"
        "const found = new ICAL.Component(ICAL.parse(fs.readFileSync('feed.ics', 'utf8')));"
        "for (const each of found.getAllSubcomponents('vevent')) {const event = new ICAL.Event(each);"
        "console.log(event.uid + ' ' + event.startDate.toString() + ' ' + event.startDate.isDate)}"
    )
    (tmp_path / "read.mjs").write_text(script)
    shown = subprocess.run(
        ["node", "read.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    expected = [f"{each['UID']} {each.decoded('DTSTART')} true" for each in events(text)]
    assert shown.splitlines() == expected
