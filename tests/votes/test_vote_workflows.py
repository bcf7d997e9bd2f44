"""The ready workflows for votes: what they may do, what they run, and a vote from an issue."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from room import ROOT
from terminals import MEETING
from test_authors import AUTHORS, Team

from launchcheck import votes
from launchcheck.plan import AREAS

CI = ROOT / "examples" / "ci"
WORKFLOWS = ["github-votes.yml", "github-vote-from-issue.yml"]
ACCOUNT = "7+omar-h@users.noreply.github.com"
TITLES = ("Plan", "Area", "Vote", "Condition", "Owner of the condition", "By when", "Note")


def read(name):
    """A workflow, or the form, as data."""
    return yaml.safe_load((CI / name).read_text(encoding="utf-8"))


def steps(name):
    """The steps of the only job of a workflow."""
    (job,) = read(name)["jobs"].values()
    return job["steps"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_little(name):
    """No permissions but those of its job, pinned actions, no credentials left behind, and no text in a script."""
    whole = read(name)
    (job,) = whole["jobs"].values()

    assert whole["permissions"] == {}
    assert set(job["permissions"]) <= {"contents", "pull-requests", "issues"}
    for step in job["steps"]:
        if "uses" in step:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", "")


def test_the_form_has_what_the_workflow_reads():
    """The labels are the same, in the same order, and the areas are those of the plan."""
    form = {each["attributes"]["label"]: each["attributes"] for each in read("github-vote-form.yml")["body"]}
    script = next(step["run"] for step in steps("github-vote-from-issue.yml") if step.get("id") == "vote")

    assert tuple(form) == TITLES
    assert f"FIELDS = {TITLES!r}".replace("'", '"') in script
    assert form["Area"]["options"] == [*AREAS]
    assert form["Vote"]["options"] == ["go", "no-go", "condition"]


@pytest.fixture
def team(tmp_path, change):
    """A repository whose plan lists the address of Omar's account, with a command of a fixed clock in `.runner`."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    change("omar: {name: Omar Haddad,", f'omar: {{git: ["{ACCOUNT}"], name: Omar Haddad,')
    (tmp_path / ".gitignore").write_text(".home\n.runner\n")
    made = Team(tmp_path)
    runner = tmp_path / ".runner"
    runner.mkdir()
    command = runner / "launchcheck"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from datetime import datetime\nfrom launchcheck.cli import clock, main\n"
        f"clock.now = lambda: datetime.fromisoformat({MEETING.isoformat()!r})\nmain()\n"
    )
    command.chmod(0o755)
    return made


def runs(team, program, script, **environment):
    """Run the script of a step in a repository; return how it ended."""
    runner = team.folder / ".runner"
    whole = {
        "PATH": f"{runner}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(team.folder / ".home"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "RUNNER_TEMP": str(runner),
        **environment,
    }
    command = [*program, "-c", script]
    return subprocess.run(command, cwd=team.folder, env=whole, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("author", "change_record", "code"),
    [
        (ACCOUNT, None, 0),
        ("mallory@example.com", None, 1),
        (ACCOUNT, lambda record: record.write_bytes(b""), 1),
        (ACCOUNT, lambda record: record.unlink(), 1),
    ],
    ids=["own vote", "vote of another", "emptied", "deleted"],
)
def test_a_pull_request_is_verified(here, team, path, author, change_record, code):
    """The workflow passes for a vote that its voter committed, and for nothing that takes votes away."""
    vote = ("vote", "launch.yaml", "--area", "sales", "--as", "omar", "--vote")
    here(*vote, "go")
    team.commits(ACCOUNT)
    team.branch("change")
    here(*vote, "no-go")
    if change_record:
        change_record(Path(path))
    team.commits(author)
    script = next(step["run"] for step in steps("github-votes.yml") if step.get("name") == "verify")

    ended = runs(team, ["bash", "-e", "-o", "pipefail"], script, BASE="main")

    assert ended.returncode == code, ended.stdout + ended.stderr


@pytest.fixture
def issue(team):
    """Run the step of the workflow that votes, for an issue with these answers; return its code and its answer."""
    script = next(step["run"] for step in steps("github-vote-from-issue.yml") if step.get("id") == "vote")

    def opened(*answers, body=None, login="omar-h", account="7"):
        fields = zip(TITLES, answers, strict=False)
        written = "\n\n".join(f"### {title}\n\n{answer or '_No response_'}" for title, answer in fields)
        asked = {"BODY": body or written, "LOGIN": login, "ACCOUNT": account, "NUMBER": "12"}
        ended = runs(team, [sys.executable], script, **asked)
        answer = team.folder / ".runner" / "answer.md"
        return ended.returncode, answer.read_text() if answer.exists() else ended.stderr, team

    return opened


def test_an_issue_is_a_vote_of_its_author(issue, here, path):
    """The voter is who opened the issue; the commit is by the address that the plan lists."""
    code, answer, team = issue(
        "launch.yaml", "sales", "no-go", "", "", "", "No demo yet.\n\nSorry; `rm -rf` $HOME"
    )

    assert code == 0
    assert answer.startswith(
        "    Recorded: Omar Haddad votes no-go for sales (line 1 of ./launch.votes.jsonl, "
    )
    (line,) = votes.read(path).lines
    assert (line.entry.by, line.entry.note) == ("omar", "No demo yet.\n\nSorry; `rm -rf` $HOME")
    assert team.git("log", "-1", "--format=%an %ae, %cn: %s").stdout == (
        "omar-h 7+omar-h@users.noreply.github.com, github-actions[bot]: votes: omar-h, from issue #12\n"
    )
    assert here(*AUTHORS).out.endswith(": 1 of 1 line committed by the voter\n")


def test_an_issue_may_set_a_condition(issue, path):
    """The three fields of a condition are one."""
    assert issue("launch.yaml", "sales", "condition", "Demo is back", "ben", "2027-02-15", "")[0] == 0
    (line,) = votes.read(path).lines
    assert [term.text for term in line.entry.conditions] == ["Demo is back"]


@pytest.mark.parametrize(
    ("answers", "more", "said"),
    [
        (
            ("launch.yaml", "sales", "go", "", "", "", ""),
            {"login": "mallory", "account": "8"},
            "--as is missing: who speaks?",
        ),
        (("launch.yaml", "product", "go", "", "", "", ""), {}, "'omar' may not vote for product"),
        (("launch.yaml", "sales", "maybe", "", "", "", ""), {}, "'maybe' is not a vote"),
        (("--help", "sales", "go", "", "", "", ""), {}, "There is no such plan in this repository."),
        (("/etc/passwd", "sales", "go", "", "", "", ""), {}, "There is no such plan in this repository."),
        ((), {"body": "Please vote go for sales."}, "This issue was not opened with the form for votes."),
        (("launch.yaml", "sales", "go", "", "", "", ""), {"account": "77"}, "--as is missing: who speaks?"),
    ],
    ids=["stranger", "area", "word", "option", "outside", "free text", "same login"],
)
def test_an_issue_that_may_not_vote_is_answered(issue, path, answers, more, said):
    """Nothing is recorded or committed, and the answer says why."""
    code, answer, team = issue(*answers, **more)

    assert (code, said in answer) == (2, True), answer
    assert not Path(path).exists()
    assert team.git("log", "--format=%s").stdout == "votes\n"
