"""Waves on the command line: one of them, all of them, and votes for one."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PLAN = """\
launchcheck: 1
packs: [waves]
launch: {name: Orbit, date: 2027-02-16, tier: 3, owner: dana, decider: grace}
people: {dana: {name: Dana Reyes}, grace: {name: Grace Liu}, omar: {name: Omar Haddad}}
owners: {sales: omar}
waves:
  - {id: americas, name: Americas, date: 2027-02-16}
  - {id: emea, name: Europe, date: 2027-03-16, needs: [americas]}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan with two waves."""
    path = tmp_path / "launch.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def _report(here: Any, *arguments: str) -> Any:
    """The JSON of a run."""
    ended = here("validate", *arguments, "--as-of", "2027-02-01", "--format", "json")
    assert ended.err == ""
    return json.loads(ended.out)


def test_one_wave_is_checked_with_its_own_date(here: Any, plan: Path) -> None:
    """The questions about all waves are left to the launch as a whole."""
    report = _report(here, "launch.yaml", "--wave", "emea")
    assert (report["launch"]["name"], report["launch"]["date"]) == ("Orbit, Europe", "2027-03-16")
    assert {each["area"] for each in report["items"]}.isdisjoint({"waves"})
    whole = _report(here, "launch.yaml")
    assert "waves" in {each["area"] for each in whole["items"]}


def test_one_wave_is_checked_of_what_a_search_finds(here: Any, plan: Path) -> None:
    """A gate for a wave must not check the whole launch instead, or pass where there is no such wave."""
    (plan.parent / "plan.yaml").unlink(missing_ok=True)

    assert "Orbit, Europe" in here("validate", "--wave", "emea", "--as-of", "2027-02-01").out
    ended = here("validate", "--wave", "apac", "--as-of", "2027-02-01", "--fail-on", "never")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "error: no wave 'apac'")


def test_a_chosen_checklist_of_waves_says_why_it_is_not_asked(here: Any, plan: Path) -> None:
    """A wave cannot answer what is asked about all of them."""
    report = _report(here, "launch.yaml", "--wave", "emea", "--checklist", "waves")
    assert {(each["status"], each["reason"]) for each in report["items"] if each["area"] == "waves"} == {
        ("not_applicable", "asked of the whole launch, not of one wave")
    }


def test_all_waves_are_shown_like_many_plans(here: Any, plan: Path, tmp_path: Path) -> None:
    """Each wave is one row; a launch without waves is one, too."""
    (tmp_path / "other.launch.yaml").write_text(
        "launchcheck: 1\nlaunch: {name: Beacon, date: 2027-04-01, tier: 3}\n", encoding="utf-8"
    )
    ended = here("validate", "launch.yaml", "other.launch.yaml", "--waves", "--as-of", "2027-02-01")
    rows = [line.split("  ")[0] for line in ended.out.splitlines() if " Feb " in line or " 2027 " in line]
    assert sorted(rows) == ["Beacon", "Orbit, Americas", "Orbit, Europe"]
    assert "3 plans" in ended.out


def test_a_file_that_cannot_be_read_hides_no_wave(here: Any, plan: Path, tmp_path: Path) -> None:
    """Its error is shown once, with the waves of the other plans."""
    (tmp_path / "bad.launch.yaml").write_text("launchcheck: 1\n", encoding="utf-8")
    ended = here("validate", "launch.yaml", "bad.launch.yaml", "--waves", "--as-of", "2027-02-01")
    assert ended.code == 2
    assert "Orbit, Europe" in ended.out
    assert ended.err.count("bad.launch.yaml:1:1") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--wave", "apac"], "no wave 'apac'"),
        (["--wave", "emea", "--waves"], "--wave and --waves cannot be used together"),
    ],
)
def test_a_wave_that_is_not_there_is_an_error(
    here: Any, plan: Path, arguments: list[str], message: str
) -> None:
    """So are two options that contradict each other."""
    ended = here("validate", "launch.yaml", *arguments)
    assert (ended.code, message in ended.err) == (2, True)


def test_all_waves_need_a_file(here: Any) -> None:
    """Standard input can be read only once."""
    ended = here("validate", "-", "--waves")
    assert ended.code == 2
    assert "--waves needs the plan's file; for standard input, name one with --wave ID" in ended.err


def test_a_vote_belongs_to_the_wave_that_it_names(here: Any, plan: Path) -> None:
    """Neither another wave nor the launch as a whole counts it, and so it is with a decision."""
    vote = ("vote", "launch.yaml", "--area", "sales", "--as", "omar", "--yes")
    said = here(*vote, "--vote", "go", "--wave", "emea")
    assert said.out.startswith("Recorded: Omar Haddad votes go for sales, wave emea (line 1 of")
    here(*vote, "--vote", "no-go")
    here("decide", "launch.yaml", "--decision", "go", "--as", "grace", "--yes", "--wave", "emea")
    boards = {
        wave: json.loads(here("votes", "launch.yaml", *wave, "--format", "json").out)
        for wave in ((), ("--wave", "emea"), ("--wave", "americas"))
    }
    states = {
        wave: [seat["state"] for seat in board["areas"] if seat["area"] == "sales"]
        for wave, board in boards.items()
    }
    assert states == {(): ["no-go"], ("--wave", "emea"): ["go"], ("--wave", "americas"): ["silent"]}
    assert [len(board["decisions"]) for board in boards.values()] == [0, 1, 0]
    assert here("votes", "launch.yaml", "--verify").code == 0


def test_a_vote_for_a_wave_that_is_not_there_is_refused(here: Any, plan: Path) -> None:
    """Nothing is recorded."""
    ended = here("vote", "launch.yaml", "--area", "sales", "--vote", "go", "--as", "omar", "--wave", "apac")
    assert (ended.code, "no wave 'apac'" in ended.err) == (2, True)
    assert not plan.with_name("launch.votes.jsonl").exists()


def _ready() -> str:
    """The ready plan with two waves, without evidence in files."""
    text = (
        (EXAMPLES / "ready.yaml").read_text(encoding="utf-8").replace("evidence/", "https://x.example.com/")
    )
    return (
        f"{text}waves:\n"
        "  - {id: americas, name: Americas, date: 2027-02-16, segments: [mid-market], campaigns: [launch-email]}\n"
        "  - {id: emea, name: Europe, date: 2027-02-23, regions: [eu], features: [field-mapping],"
        " segments: [enterprise], campaigns: [enterprise-webinar]}\n"
    )


@pytest.mark.parametrize("wave", ["americas", "emea"])
@pytest.mark.parametrize("command", ["next", "certificate", "votes"])
def test_other_commands_take_a_wave_too(here: Any, plan: Path, command: str, wave: str) -> None:
    """They show the ready plan as the wave sees it, though it leaves out campaigns and segments."""
    plan.write_text(_ready(), encoding="utf-8")
    count = ["-n", "100"] if command == "next" else []
    ended = here(command, "launch.yaml", "--wave", wave, "--as-of", "2027-01-04", *count)
    assert (ended.code, ended.err) == (0, "")
    assert "campaigns" in ended.out


def test_the_json_of_a_wave_names_it(here: Any, plan: Path) -> None:
    """That of the launch as a whole names none."""
    assert _report(here, "launch.yaml", "--wave", "emea")["launch"]["wave"] == "emea"
    assert _report(here, "launch.yaml")["launch"]["wave"] is None


def test_a_wave_is_compared_with_itself_at_a_commit(here: Any, plan: Path) -> None:
    """A campaign that gets worse is the matter of its wave; a wave that the commit does not have is new."""
    plan.write_text(_ready(), encoding="utf-8")
    git = ("git", "-c", "user.email=dana@example.com", "-c", "user.name=Dana")
    for arguments in (["init", "--quiet", "."], ["add", "."], ["commit", "--quiet", "-m", "plan"]):
        subprocess.run([*git, *arguments], check=True, cwd=plan.parent)
    worse = _ready().replace("    call_to_action: Book a security review\n", "")
    plan.write_text(f"{worse}  - {{id: apac, date: 2027-03-02}}\n", encoding="utf-8")
    compared = ("--against", "HEAD", "--fail-on", "regression")
    gates = {
        wave: _report(here, "launch.yaml", "--wave", wave, *compared)["gate"]["reason"].partition(":")[0]
        for wave in ("americas", "emea", "apac")
    }
    assert gates == {
        "americas": "no blocker is worse than before",
        "emea": "1 worse blocker",
        "apac": "new since HEAD, judged by overdue",
    }


@pytest.mark.parametrize(
    ("format_", "marks"),
    [
        ("gitlab", lambda text: [each["fingerprint"] for each in json.loads(text)]),
        ("junit", lambda text: re.findall(r'<testsuite name="([^"]*)"', text)),
    ],
)
def test_other_tools_tell_the_findings_of_waves_apart(
    here: Any, plan: Path, format_: str, marks: Any
) -> None:
    """Tools that show one of several findings with the same mark show those of all waves."""
    ended = here("validate", "launch.yaml", "--waves", "--as-of", "2027-02-01", "--format", format_)
    found = marks(ended.out)
    assert len(found) > 1
    assert len(found) == len({*found})
