"""`launchcheck validate` with several plans: discovery, output and exit codes."""

from __future__ import annotations

import json
import shutil

import pytest
from command import CHECKLIST, PLAN, apart

from launchcheck import api
from launchcheck.cli import documents

DAY = ("--as-of", "2027-02-01")
TINY = ("--checklist", "./tiny.yaml", *DAY)

READY = PLAN.replace("  tier: 2\n", "  tier: 2\n  release_date: 2027-02-09\n")
SHUT = READY.replace("  owner: dana\n", "").replace("Orbit Sync 2.0", "Beacon Alerts")
BROKEN = PLAN.replace("  tier: 2\n", "  tier: 4\n")


@pytest.fixture(autouse=True)
def plans(tmp_path):
    """A ready plan, one that is not ready, and one that is malformed."""
    folder = tmp_path / "launches"
    folder.mkdir()
    (folder / "orbit.yaml").write_text(READY)
    (folder / "beacon.yaml").write_text(SHUT)
    (folder / "broken.yaml").write_text(BROKEN)
    (tmp_path / "tiny.yaml").write_text(CHECKLIST)
    return folder


def test_draws_a_table_with_the_worst_first(here):
    """Each plan is a row; the last lines are the counts and the overall gate."""
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
        "gate closed (exit 2): 1 gate is closed and 1 plan could not be checked\n"
        "[--fail-on overdue]\n"
    )
    assert ended.first == "launches/broken.yaml:5:9: launch.tier: 4 is not one of 1, 2 or 3"


@pytest.mark.parametrize("columns", ["40", "120"])
def test_draws_a_table_at_any_width(here, monkeypatch, columns):
    """A narrow terminal has no columns; a wide one shows the path beside the rest."""
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
def test_exits_with_the_worst(here, paths, code):
    """2 beats 1, and 1 beats 0; no plans is 2, unless that is allowed."""
    assert here("validate", *paths, *TINY).code == code


def test_writes_no_report_without_plans(here):
    """An empty report could be mistaken for a good one."""
    ended = here("validate", "nothing/*.yaml", *TINY, "--format", "json", "--format", "junit=out.xml")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: no file matches this pattern\n --> nothing/*.yaml\nhelp: ")


def test_shows_a_single_plan_in_full(here):
    """If a search finds one plan, people see its report; programs get a list of one."""
    person = here("validate", "launches/o*.yaml", *TINY)
    program = here("validate", "launches/o*.yaml", *TINY, "--format", "json")

    assert person.out == here("validate", "launches/orbit.yaml", *TINY).out
    assert json.loads(program.out)["counts"]["plans"] == 1


@pytest.mark.parametrize("format", ["terminal", "markdown", "html"])
def test_shows_people_the_only_plan(here, format):
    """Its report, or that it cannot be checked: never an empty page."""
    shown = here("validate", "launches/o*.yaml", *TINY, "--format", format)
    assert shown.out == here("validate", "launches/orbit.yaml", *TINY, "--format", format).out

    broken = here("validate", "launches/br*.yaml", *TINY, "--format", format)
    assert (broken.code, "launches/broken.yaml" in broken.out) == (2, True)
    assert "4 is not one of 1, 2 or 3" in " ".join(broken.out.split())
    assert format != "terminal" or "T-minus" not in broken.out  # no heading above no rows


def test_shows_each_in_full_with_verbose(here):
    """--verbose prints every report before the table."""
    out = here("validate", "launches", "--exclude", "broken.yaml", *TINY, "--verbose").out

    assert out.count("gate open (exit 0)") == 1
    assert out.count("gate closed (exit 1)") == 2
    assert out.splitlines()[-1].startswith("gate closed (exit 1): 1 gate is closed")


def test_hides_no_plan_behind_another(here):
    """A malformed plan is an error in the list, and the others are checked."""
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
def test_output_does_not_depend_on_the_number_of_processes(here, plans, form):
    """The bytes are the same."""
    for number in range(40):
        (plans / f"p{number:02}.yaml").write_text(READY if number % 3 else SHUT)

    one = here("validate", "launches", *TINY, "--format", form, "--jobs", "1")
    two = here("validate", "launches", *TINY, "--format", form, "--jobs", "2")

    assert (one.code, one.out, one.err) == (two.code, two.out, two.err)
    assert one.out


def test_limits_the_errors_shown(here, plans):
    """Beyond twenty plans that cannot be checked, the rest are counted."""
    for number in range(30):
        (plans / f"p{number:02}.yaml").write_text(BROKEN)

    lines = here("validate", "launches", *TINY, "--format", "text").err.splitlines()

    assert (
        lines.count("")
        == lines.count("error: launch.tier: 4 is not one of 1, 2 or 3")
        == documents.MOST_SHOWN
    )
    assert lines[-2:] == ["error: 11 more plans cannot be checked", "help: fix these first"]


def test_lists_one_persons_items_in_each(here):
    """A plan that does not know the person has none of their items."""
    (one, two) = (
        here("validate", *paths, *TINY, "--format", "json", "--owner", "sam")
        for paths in (["launches/orbit.yaml", "launches/beacon.yaml"], ["launches/o*.yaml"])
    )

    listed = [each["only_owner"] for each in json.loads(one.out)["reports"]]
    assert listed == [{"id": "sam", "name": "Sam Okoye"}] * 2
    assert two.code == 0


def test_refuses_incompatible_options(here):
    """Standard input is one plan, and so is a record of votes."""
    expected = {
        ("-", "plan.yaml"): "- reads one plan from standard input and cannot be combined with other paths",
        (
            "plan.yaml",
            "--stdin-filename",
            "x.yaml",
        ): "--stdin-filename requires -, which reads standard input",
        (
            "launches",
            "--ledger",
            "x.jsonl",
        ): "--ledger PATH works with one plan only; each of several has its own record",
        ("plan.yaml", "--config", "x", "--no-config"): "--config and --no-config cannot be used together",
    }
    for arguments, words in expected.items():
        ended = here("validate", *arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == f"error: {words}\nhelp: try `launchcheck validate --help`\n"


def test_names_standard_input(plans):
    """An editor can check an unsaved file under its future name."""
    with open(plans / "beacon.yaml", "rb") as text:
        ended = apart(
            "validate", "-", "--stdin-filename", "launches/new.yaml", *TINY, "--format", "text", stdin=text
        )

    assert (ended.code, ended.err) == (1, "")
    assert ended.out == "launches/new.yaml:2:1: blocker launch.owner launch.owner is missing\n"


def test_counts_bugs_separately(here, monkeypatch):
    """A crash is not counted as a plan that cannot be read."""

    def broken(*_, **__):
        raise ValueError("oh")

    monkeypatch.setattr(api, "examine", broken)

    assert here("validate", "launches", *TINY).code == 70


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_in_one_plan_does_not_hide_the_others(here, monkeypatch, jobs):
    """It is that plan's error, with a traceback and exit code 70; the others have their reports."""
    examine = api.examine

    def broken(plan, *rest, **more):
        if plan.launch.name == "Beacon Alerts":
            raise ValueError("oh")
        return examine(plan, *rest, **more)

    monkeypatch.setattr(api, "examine", broken)

    ended = here("validate", "launches/orbit.yaml", "launches/beacon.yaml", *TINY, "--jobs", jobs)

    assert ended.code == 70
    assert ended.first == "launches/beacon.yaml: this is a bug in launchcheck: ValueError"
    assert ended.err.endswith("ValueError: oh\n")
    assert "cannot be checked: launches/beacon.yaml: this is a bug in launchcheck" in ended.out
    assert "Orbit Sync 2.0  ready" in ended.out
    assert "gate closed (exit 70): 1 plan could not be checked" in ended.out


def test_finds_plans_by_their_first_key(here, tmp_path):
    """Without a path, and where no file has the name of a plan; standard output stays clean."""
    shutil.rmtree(tmp_path / "launches")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "late.yml").write_text(f"# A plan\n---\n\n{(tmp_path / 'plan.yaml').read_text()}")
    for skipped in (".hidden", "node_modules", "ignored"):
        (tmp_path / skipped).mkdir()
        (tmp_path / skipped / "plan.yaml").write_text((tmp_path / "plan.yaml").read_text())
    (tmp_path / ".gitignore").write_text("ignored/\n")
    (tmp_path / "launchcheck.yaml").write_text("other: 1\nlaunchcheck: 1\n")

    ended = here("validate", *TINY, "--format", "jsonl")

    note = "no file has the name of a plan; checking those whose first key is launchcheck: deep/late.yml and plan.yaml"
    assert ended.err == f"note: {note}\n"
    assert {json.loads(line)["source"] for line in ended.out.splitlines() if '"source"' in line} == {
        "deep/late.yml",
        "plan.yaml",
    }
    assert here("validate", *TINY, "-q").err == ""
    assert here("validate", ".", *TINY).code == 2


def test_prefers_plans_with_the_name_of_one(here, tmp_path):
    """Then nothing else is opened, and nothing is said."""
    shutil.rmtree(tmp_path / "launches")
    (tmp_path / "launch.yaml").write_text((tmp_path / "plan.yaml").read_text())

    ended = here("validate", *TINY, "--format", "jsonl")

    assert ended.err == ""
    assert "plan.yaml" not in ended.out
