"""`launchcheck validate`: its inputs, its options, and its exit codes."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from launchcheck import api

TINY = ("--checklist", "./tiny.yaml", "--format", "text")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 0),
        (("--fail-on", "blocker"), 0),
        (("--fail-on", "overdue"), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "never"), 0),
        (("--tier", "1"), 1),
        (("--tier", "1", "--fail-on", "overdue"), 0),
        (("--tier", "1", "--fail-on", "overdue", "--at-launch"), 1),
        (("--tier", "1", "--fail-on", "never", "--at-launch"), 0),
    ],
)
def test_exit_code_follows_the_gate(here, arguments, code):
    """The exit code is 0 if the gate is open and 1 if it is closed, by the chosen rule."""
    day = () if "--at-launch" in arguments else ("--as-of", "2027-02-01")

    ended = here("validate", "plan.yaml", *TINY, *day, *arguments)

    assert (ended.code, ended.err) == (code, "")


def test_shows_open_items(here):
    """Findings are on standard output, with their places."""
    ended = here("validate", "plan.yaml", *TINY, "--as-of", "2027-02-01")

    assert ended.out == "plan.yaml:2:1: warning product.released launch.release_date is missing\n"


def test_reads_standard_input(here, monkeypatch, tmp_path):
    """A dash means standard input, with evidence relative to the current folder."""
    text = (tmp_path / "plan.yaml").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))

    ended = here("validate", "-", *TINY, "--as-of", "2027-02-01")

    assert ended.out == "<stdin>:2:1: warning product.released launch.release_date is missing\n"


def test_reports_a_closed_standard_input(here, monkeypatch):
    """The stream may be closed."""
    monkeypatch.setattr(sys, "stdin", None)

    ended = here("validate", "-")

    assert ended.code == 2
    assert ended.err == (
        "error: standard input is closed\nhelp: pipe a plan into it, or name the plan's file\n"
    )


def test_checks_as_of_a_given_date(here):
    """--as-of is the date of the check."""
    ended = here("validate", "plan.yaml", "--as-of", "2027-01-05", "--format", "json")

    assert json.loads(ended.out)["as_of"] == "2027-01-05"


def test_checks_as_of_the_launch(here):
    """--at-launch shows what would be open on the launch date."""
    ended = here("validate", "plan.yaml", "--at-launch", "--format", "json")

    assert json.loads(ended.out)["as_of"] == "2027-02-16"


def test_checks_a_launched_plan_as_of_its_launch(here, monkeypatch, tmp_path):
    """A launched plan is checked as of its launch date; --as-of overrides that."""
    monkeypatch.setattr(api, "current_day", lambda _: date(2027, 4, 1))
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("  tier: 2\n", "  tier: 2\n  status: launched\n"))

    ended = here("validate", "plan.yaml", "--format", "json")
    later = here("validate", "plan.yaml", "--format", "json", "--as-of", "2027-03-01")

    assert json.loads(ended.out)["as_of"] == "2027-02-16"
    assert json.loads(later.out)["as_of"] == "2027-03-01"


@pytest.mark.parametrize(
    "asked", [(), ("--at-launch",), ("--as-of", "2027-01-20"), ("--at-launch", "--fail-on", "never")]
)
def test_refuses_a_launch_that_has_not_happened(here, monkeypatch, tmp_path, asked):
    """A plan cannot open its gate by calling itself launched: that is malformed until its date has come."""
    monkeypatch.setattr(api, "current_day", lambda _: date(2027, 1, 20))
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("  tier: 2\n", "  tier: 2\n  status: launched\n"))

    ended = here("validate", "plan.yaml", *asked)

    assert ended.code == 2
    assert ended.out == ""
    assert ended.first == "plan.yaml:6:11: launched on Tue 16 Feb 2027, which is after Wed 20 Jan 2027"
    assert "see plan.yaml:4:9" in ended.err


def test_checks_as_of_today_in_the_launch_time_zone(here, monkeypatch, tmp_path):
    """Without a flag the clock is read once, in the launch's time zone."""
    zones = []
    monkeypatch.setattr(api, "current_day", lambda zone: zones.append(zone) or date(2027, 1, 9))
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("  tier: 2\n", "  tier: 2\n  timezone: Pacific/Auckland\n"))

    ended = here("validate", "plan.yaml", "--format", "json")

    assert (json.loads(ended.out)["as_of"], zones) == ("2027-01-09", ["Pacific/Auckland"])


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati"])
def test_knows_the_current_date(zone):
    """The clock works in any zone."""
    assert isinstance(api.current_day(zone), date)


def test_shows_one_persons_items(here):
    """--owner narrows the list, and leaves the gate alone."""
    whole = json.loads(here("validate", "plan.yaml", "--as-of", "2027-02-01", "--format", "json").out)
    ended = here("validate", "plan.yaml", "--as-of", "2027-02-01", "--format", "json", "--owner", "sam")
    sams = json.loads(ended.out)

    assert sams["only_owner"] == {"id": "sam", "name": "Sam Okoye"}
    assert {item["owner"]["id"] for item in sams["items"]} == {"sam"}
    assert (sams["gate"], sams["counts"]) == (whole["gate"], whole["counts"])
    assert ended.code == 1


@pytest.mark.parametrize(
    ("owner", "hint"),
    [
        ("dan", "did you mean 'dana'?"),
        ("Dana Reyes", "did you mean dana (Dana Reyes)?"),
        ("zzzzzz", "known people: dana and sam"),
    ],
)
def test_suggests_the_closest_person(here, owner, hint):
    """An unknown owner is an error."""
    ended = here("validate", "plan.yaml", "--as-of", "2027-02-01", "--owner", owner)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"error: no person '{owner}'\nhelp: {hint}\n"


def test_refuses_to_check_nothing(here):
    """A checklist without items must not pass."""
    ended = here("validate", "plan.yaml", *TINY, "--as-of", "2027-02-01", "--tier", "3")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "error: nothing to check: no item of the checklist applies to this plan at tier 3\n"
        " --> plan.yaml\n"
        "help: `launchcheck checks` lists the items of each tier\n"
    )


def test_skips_all_items_of_a_cancelled_launch(here, tmp_path):
    """Only a cancelled launch may have no items: the gate is open."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("  tier: 2\n", "  tier: 2\n  status: cancelled\n"))

    ended = here("validate", "plan.yaml", "--as-of", "2027-02-01", "--format", "json")

    assert (ended.code, json.loads(ended.out)["verdict"]) == (0, "cancelled")


def test_takes_several_checklists(here):
    """The later checklist is on top of the earlier."""
    ended = here(
        "validate", "plan.yaml", "--as-of", "2027-02-01", "--format", "json", "--checklist", "launch",
        "--checklist", "./tiny.yaml",
    )  # fmt: skip

    report = json.loads(ended.out)
    assert report["checklists"] == ["launch", "tiny"]
    assert [item["id"] for item in report["items"]][:2] == ["launch.dated", "launch.tier-reason"]


def test_prints_the_terminal_report_by_default(here):
    """Its last line is the gate."""
    ended = here("validate", "plan.yaml", "--as-of", "2027-02-01")

    assert ended.code == 1
    assert ended.out.splitlines()[-1].startswith("gate closed (exit 1):")


def test_looks_for_evidence_beside_the_plan(here, tmp_path):
    """Local evidence is relative to the plan's folder, wherever the command runs."""
    folder = tmp_path / "launches"
    folder.mkdir()
    docs = "product:\n  docs:\n    - {title: Set up, url: %s, state: live}\n"
    (folder / "set-up.md").write_text("Set up")
    for name in ("set-up.md", "gone.md"):
        (folder / f"plan-{name}.yaml").write_text((tmp_path / "plan.yaml").read_text() + docs % name)

    there = here("validate", "launches/plan-set-up.md.yaml", "--as-of", "2027-02-01", "--format", "text")
    gone = here("validate", "launches/plan-gone.md.yaml", "--as-of", "2027-02-01", "--format", "text")

    assert "product.docs" not in there.out
    assert "product.docs 'gone.md' does not exist" in gone.out


def test_full_example_is_valid(here):
    """The plan that shows every key is read without an error."""
    plan = Path(__file__).parents[1] / "data" / "plan_full.yaml"

    ended = here("validate", str(plan), "--as-of", "2027-02-15", "--format", "json")

    assert (ended.code in {0, 1}, ended.err) == (True, "")


def test_names_the_plan_that_has_no_history(here):
    """Without a repository there is nothing to compare with; the place is the plan, not its record of votes."""
    ended = here("validate", "plan.yaml", "--against", "main")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(
        "error: the plan is not in a git repository, so it has no history\n --> plan.yaml\n"
    )
