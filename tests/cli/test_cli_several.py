"""`launchcheck validate` of several plans: what it finds, what it shows, and what it ends with."""

from __future__ import annotations

import json
import sys

import pytest
from command import CHECKLIST, PLAN, apart

from launchcheck import api
from launchcheck.cli import several
from launchcheck.cli.progress import Progress

DAY = ("--as-of", "2027-02-01")
TINY = ("--checklist", "./tiny.yaml", *DAY)

READY = PLAN.replace("  tier: 2\n", "  tier: 2\n  release_date: 2027-02-09\n")
SHUT = READY.replace("  owner: dana\n", "").replace("Orbit Sync 2.0", "Beacon Alerts")
BROKEN = PLAN.replace("  tier: 2\n", "  tier: 4\n")


@pytest.fixture(autouse=True)
def plans(tmp_path):
    """A ready plan, one that is not, and one that nobody can read."""
    folder = tmp_path / "launches"
    folder.mkdir()
    (folder / "orbit.yaml").write_text(READY)
    (folder / "beacon.yaml").write_text(SHUT)
    (folder / "broken.yaml").write_text(BROKEN)
    (tmp_path / "tiny.yaml").write_text(CHECKLIST)
    return folder


def test_draws_a_table_with_the_worst_first(here):
    """Each plan is a line; the last lines are the counts and the gate of all."""
    ended = here("validate", "launches", *TINY, "--fail-on", "overdue")

    assert ended.code == 2
    assert ended.out == (
        "launch          verdict    tier  date         T-minus  blockers  overdue\n"
        "cannot be checked: launches/broken.yaml:5:9: launch.tier: 4 is not one of 1, 2\n"
        "or 3\n"
        "Beacon Alerts   not ready     2  16 Feb 2027  T-15            1        1\n"
        "  launches/beacon.yaml\n"
        "Orbit Sync 2.0  ready         2  16 Feb 2027  T-15            ·        ·\n"
        "  launches/orbit.yaml\n"
        "\n"
        "3 plans: 1 unreadable, 1 not ready, 1 ready\n"
        "gate shut (exit 2): 1 gate is shut and 1 plan could not be checked [--fail-on\n"
        "overdue]\n"
    )
    assert ended.err == "launches/broken.yaml:5:9: launch.tier: 4 is not one of 1, 2 or 3\n"


@pytest.mark.parametrize("columns", ["40", "120"])
def test_draws_a_table_at_any_width(here, monkeypatch, columns):
    """On a narrow page there are no columns, on a wide one the path stands beside the rest."""
    monkeypatch.setenv("COLUMNS", columns)

    out = here("validate", "launches/orbit.yaml", "launches/beacon.yaml", *TINY).out

    assert max(map(len, out.splitlines())) <= int(columns)
    for words in ("Beacon Alerts", "not ready", "16 Feb 2027", "T-15", "launches/beacon.yaml"):
        assert words in out
    beside = [line for line in out.splitlines() if "T-15" in line and "launches/beacon.yaml" in line]
    assert bool(beside) is (columns == "120")


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (["launches/orbit.yaml", "launches/orbit.yaml"], 0),
        (["launches/o*.yaml"], 0),
        (["launches/orbit.yaml", "launches/beacon.yaml"], 1),
        (["launches/orbit.yaml", "launches/broken.yaml"], 2),
        (["launches", "--exclude", "broken.yaml"], 1),
        (["launches", "--exclude", "b*.yaml"], 0),
        (["launches", "--exclude", "broken.yaml", "--fail-on", "never"], 0),
        (["launches/orbit.yaml", "gone.yaml"], 2),
        (["launches/orbit.yaml", "nothing/*.yaml"], 2),
        (["launches/orbit.yaml", "nothing/*.yaml", "--allow-empty"], 0),
        (["nothing/*.yaml"], 2),
        (["nothing/*.yaml", "--allow-empty"], 0),
        ([], 2),
        (["--exclude", "broken.yaml"], 1),
    ],
)
def test_ends_with_the_worst(here, paths, code):
    """2 beats 1, and 1 beats 0; nothing found is 2, unless that is fine."""
    assert here("validate", *paths, *TINY).code == code


def test_writes_nothing_where_nothing_was_found(here):
    """Without a plan there is no report that could be taken for a good one."""
    ended = here("validate", "nothing/*.yaml", *TINY, "--format", "json", "--format", "junit=out.xml")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("nothing/*.yaml: no file matches this pattern\n  hint: ")


def test_shows_one_plan_that_was_found_in_full(here):
    """A search that finds one plan shows its report to a person; to a program it is a list of one."""
    person = here("validate", "launches/o*.yaml", *TINY)
    program = here("validate", "launches/o*.yaml", *TINY, "--format", "json")

    assert person.out == here("validate", "launches/orbit.yaml", *TINY).out
    assert json.loads(program.out)["counts"]["plans"] == 1


def test_shows_each_in_full_where_asked(here):
    """--verbose draws every report before the table."""
    out = here("validate", "launches", "--exclude", "broken.yaml", *TINY, "--verbose").out

    assert out.count("gate open (exit 0)") == 1
    assert out.count("gate shut (exit 1)") == 2
    assert out.splitlines()[-1].startswith("gate shut (exit 1): 1 gate is shut")


def test_hides_no_plan_behind_another(here):
    """A plan that cannot be read is an error in the list, and the others are checked."""
    ended = here("validate", "launches", "gone.yaml", *TINY, "--format", "json")

    found = json.loads(ended.out)
    assert [each["source"] for each in found["reports"]] == [
        "launches/beacon.yaml",
        "launches/broken.yaml",
        "launches/orbit.yaml",
        "gone.yaml",
    ]
    assert found["reports"][1]["errors"] == [
        {
            "message": "launch.tier: 4 is not one of 1, 2 or 3",
            "hint": "",
            "location": {
                "path": "launches/broken.yaml",
                "line": 5,
                "column": 9,
                "end_line": 5,
                "end_column": 10,
            },
        }
    ]
    assert found["reports"][3]["errors"][0]["message"] == "no such file"
    assert found["counts"]["unreadable"] == 2


@pytest.mark.parametrize("form", ["text", "jsonl", "json", "junit", "terminal", "tap"])
def test_says_the_same_over_several_processes(here, plans, form):
    """However many processes there are, the bytes are the same."""
    for number in range(40):
        (plans / f"p{number:02}.yaml").write_text(READY if number % 3 else SHUT)

    one = here("validate", "launches", *TINY, "--format", form, "--jobs", "1")
    two = here("validate", "launches", *TINY, "--format", form, "--jobs", "2")

    assert (one.code, one.out, one.err) == (two.code, two.out, two.err)
    assert one.out


def test_explains_no_more_than_one_reads(here, plans):
    """Beyond twenty plans that cannot be checked, the rest are counted."""
    for number in range(30):
        (plans / f"p{number:02}.yaml").write_text(BROKEN)

    lines = here("validate", "launches", *TINY, "--format", "text").err.splitlines()

    assert len(lines) == several.MOST_SHOWN + 2
    assert lines[-2:] == ["launchcheck: 11 more plans cannot be checked", "  hint: mend these first"]


def test_lists_one_persons_items_in_each(here):
    """Not every plan knows everybody: it then has nothing of theirs to list."""
    (one, two) = (
        here("validate", *paths, *TINY, "--format", "json", "--owner", "sam")
        for paths in (["launches/orbit.yaml", "launches/beacon.yaml"], ["launches/o*.yaml"])
    )

    listed = [each["only_owner"] for each in json.loads(one.out)["reports"]]
    assert listed == [{"id": "sam", "name": "Sam Okoye"}] * 2
    assert two.code == 0


def test_refuses_what_does_not_go_together(here):
    """Standard input is one plan, and so is a record of votes."""
    expected = {
        ("-", "plan.yaml"): "standard input is one plan; name no others beside -",
        (
            "plan.yaml",
            "--stdin-filename",
            "x.yaml",
        ): "--stdin-filename goes with -, which reads standard input",
        ("launches", "--ledger", "x.jsonl"): "--ledger PATH goes with one plan; of several each has its own",
        ("plan.yaml", "--config", "x", "--no-config"): "--config and --no-config exclude each other",
    }
    for arguments, words in expected.items():
        ended = here("validate", *arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == f"launchcheck: invalid value: {words}\n  hint: try launchcheck validate --help\n"


def test_calls_standard_input_by_a_name(plans):
    """An editor checks what is not saved yet, as the file that it will be."""
    with open(plans / "beacon.yaml", "rb") as text:
        ended = apart(
            "validate", "-", "--stdin-filename", "launches/new.yaml", *TINY, "--format", "text", stdin=text
        )

    assert (ended.code, ended.err) == (1, "")
    assert ended.out == "launches/new.yaml:2:1: blocker launch.owner launch.owner is missing\n"


class _Terminal:
    """A standard error that says it is a terminal."""

    def __init__(self):
        self.written = ""

    def isatty(self):
        """It is."""
        return True

    def write(self, text):
        """Remember."""
        self.written += text

    def flush(self):
        """Nothing is held back."""


def test_draws_a_bar_where_it_takes_long(monkeypatch):
    """After a second a terminal sees how far it is; at the end the line is empty."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    clock = iter([0.0, 0.5, 1.5, 1.55, 1.7])
    monkeypatch.setattr("launchcheck.cli.progress.monotonic", lambda: next(clock, 9.0))
    progress = Progress(4)

    for _ in range(2):
        progress.step()
    progress.clear()

    bar, gone = terminal.written.split("\r")[1:3]
    assert bar == f"[{'#' * 15}{'.' * 15}] 2 of 4 plans"
    assert not gone.strip()


def test_draws_no_bar_in_a_log(capsys):
    """Where standard error is no terminal nothing is drawn."""
    progress = Progress(1)
    progress.step()
    progress.clear()

    assert capsys.readouterr().err == ""


def test_counts_as_bugs_what_are_bugs(here, monkeypatch):
    """A crash in one plan is no plan that cannot be read."""

    def broken(*_, **__):
        raise ValueError("oh")

    monkeypatch.setattr(api, "examine", broken)

    assert here("validate", "launches", *TINY).code == 70
