"""`set` and `add`: one fact written into the file of a plan, or nothing at all."""

from __future__ import annotations

import os
import threading

import pytest
from command import PLAN
from command import apart as run

from launchcheck.cli import on_disk
from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source

MORE = PLAN + "sales:\n  touches:\n    - {date: <YYYY-MM-DD>, way: <way>}  # one of seven\n"


def apart(*arguments):
    """The exit code of the command, and what it wrote to standard output and standard error."""
    ended = run(*arguments)
    return ended.code, ended.out, ended.err


@pytest.fixture
def plan(tmp_path, monkeypatch):
    """A plan in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "launch.yaml"
    path.write_text(MORE)
    return path


def test_sets_a_fact_and_shows_the_lines(plan):
    """The line before and after is shown, and only it changes."""
    ended = apart("set", "launch.yaml", "launch.owner", "sam")
    assert ended == (0, "launch.yaml:6\n-   owner: dana\n+   owner: sam\n", "")
    assert plan.read_text() == MORE.replace("owner: dana", "owner: sam")


def test_reads_dates_as_people_type_them(plan):
    """A weekday is the next one after the day of the check."""
    ended = apart("set", "launch.yaml", "launch.release_date", "fri", "--as-of", "2027-01-20")
    assert (ended[0], ended[1]) == (0, "launch.yaml:7\n+   release_date: 2027-01-22\n")


def test_reads_dates_within_an_entry_as_people_type_them(plan):
    """Also further in; what is no date stays as it is typed."""
    at = ("--as-of", "2027-01-20")
    assert apart("add", "launch.yaml", "sales.touches", "{date: fri, way: demo}", *at)[0] == 0
    assert "- {date: 2027-01-22, way: demo}" in plan.read_text()
    away = "{omar: {name: Fri, away: [{from: tomorrow, to: 12 feb}]}}"
    assert apart("add", "launch.yaml", "people", away, *at)[0] == 0
    assert "omar: {name: Fri, away: [{from: 2027-01-21, to: 2027-02-12}]}" in plan.read_text()


def test_adds_to_lists_and_people(plan):
    """A placeholder is filled first; then entries are appended in the form of the last."""
    assert apart("add", "launch.yaml", "sales.touches", "{date: 2027-02-02, way: demo}")[0] == 0
    assert apart("add", "launch.yaml", "sales.touches", "{date: 2027-02-03, way: chat}")[0] == 0
    assert apart("add", "launch.yaml", "people", "{omar: {name: Omar Haddad}}")[0] == 0
    filled = "    - {date: 2027-02-02, way: demo}  # one of seven\n    - {date: 2027-02-03, way: chat}\n"
    omar = "  sam: {name: Sam Okoye}\n  omar: {name: Omar Haddad}\n"
    before = MORE.replace("    - {date: <YYYY-MM-DD>, way: <way>}  # one of seven\n", filled)
    assert plan.read_text() == before.replace("  sam: {name: Sam Okoye}\n", omar)


def test_adds_several_entries_at_once(plan):
    """A list of them; in a list of one's own facts a list is one entry."""
    touches = "[{date: fri, way: demo}, {date: mon, way: chat}]"
    assert apart("add", "launch.yaml", "sales.touches", touches, "--as-of", "2027-01-20")[0] == 0
    added = "    - {date: 2027-01-22, way: demo}  # one of seven\n    - {date: 2027-01-25, way: chat}\n"
    assert added in plan.read_text()
    assert apart("set", "launch.yaml", "custom.pairs", "[[1, 2]]")[0] == 0
    assert apart("add", "launch.yaml", "custom.pairs", "[3, 4]")[0] == 0
    assert Source.parse(plan.read_text()).data["custom"]["pairs"] == [[1, 2], [3, 4]]


@pytest.mark.parametrize("typed", ["", "  ", "null"])
def test_an_empty_value_is_refused(plan, typed):
    """It says how to remove a fact instead; a text that begins like a comment is a text."""
    ended = apart("set", "launch.yaml", "people.sam.name", typed)
    said = "error: the value is empty\nhelp: to remove a fact, delete it in an editor\n"
    assert ended == (2, "", said)
    assert apart("set", "launch.yaml", "people.sam.name", "#sam")[0] == 0
    assert 'name: "#sam"' in plan.read_text()


def test_a_dry_run_writes_nothing(plan):
    """The change is shown all the same."""
    ended = apart("set", "launch.yaml", "launch.tier", "3", "--dry-run")
    shown = "launch.yaml:5\n-   tier: 2\n+   tier: 3\nNothing was written: this was a dry run.\n"
    assert ended == (0, shown, "")
    assert plan.read_text() == MORE


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("set", "launch.yaml", "launch.ownr", "sam"), "error: launch has no 'ownr'\nhelp: did you mean 'owner'?\n"),
        (("add", "launch.yaml", "launch.owner", "sam"), "error: launch.owner holds one value, not a list to add to\nhelp: replace it with `launchcheck set launch.yaml launch.owner ...`\n"),
        (("set", "launch.yaml", "sales.touches[4].way", "demo"), "error: sales.touches has no entry index 4\nhelp: it has 0, counted from 0\n"),
    ],
)  # fmt: skip
def test_explains_a_wrong_place(plan, arguments, expected):
    """The exit code is 2, and nothing is written."""
    assert apart(*arguments) == (2, "", expected)
    assert plan.read_text() == MORE


def test_writes_no_plan_with_errors(plan):
    """A person who is not in the plan is an error, as in a plan; the file stays."""
    ended = apart("set", "launch.yaml", "launch.decider", "samm")
    assert (ended[0], ended[1], ended[2].splitlines()[0]) == (2, "", "error: no person 'samm'")
    assert plan.read_text() == MORE


def test_keeps_mode_link_mark_and_line_ends(plan):
    """The link stays a link; mode, byte order mark and line ends are those of its file."""
    plan.write_bytes(b"\xef\xbb\xbf" + MORE.replace("\n", "\r\n").encode())
    os.chmod(plan, 0o640)
    os.symlink("launch.yaml", "link.yaml")
    assert apart("set", "link.yaml", "launch.tier", "3")[0] == 0
    wanted = MORE.replace("tier: 2", "tier: 3").replace("\n", "\r\n").encode()
    assert plan.read_bytes() == b"\xef\xbb\xbf" + wanted
    assert (os.path.islink("link.yaml"), os.stat(plan).st_mode & 0o777) == (True, 0o640)


def test_overwrites_no_change_of_someone_else(plan):
    """Of several who read the same file, one writes; the others write nothing."""
    read = [on_disk.PlanOnDisk.open("launch.yaml") for _ in range(6)]
    refused = []

    def write(each, name):
        try:
            each.replace(on_disk.changed(each, ("launch", "name"), name))
        except LaunchcheckError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=write, args=(each, f"Name {at}")) for at, each in enumerate(read)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    words = "launch.yaml: the file was changed by someone else since it was read; nothing was written"
    assert refused == [words] * 5
    assert [name for name in os.listdir() if name.endswith("tmp")] == []
