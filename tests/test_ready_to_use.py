"""Integrations: the action, the hook, the GitLab job and the image match the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from launchcheck.discovery import find

ROOT = Path(__file__).parents[1]
USED = ["action.yml", "ci/action.sh", "ci/gitlab.yml", ".pre-commit-hooks.yaml", "Dockerfile"]
VALIDATE = re.compile(r"launchcheck validate[^\n]*(?:\n +--[^\n]*)*|options=\([^\n]*")


def run(*command: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment."""
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]


@pytest.mark.parametrize("name", USED)
def test_every_option_exists(name):
    """A flag that the command does not have would break a user's pipeline."""
    shown = run(sys.executable, "-m", "launchcheck", "validate", "--help", cwd=ROOT).stdout
    used = {
        flag
        for call in VALIDATE.findall((ROOT / name).read_text())
        for flag in re.findall(r"--[a-z][a-z-]+", call)
    }
    assert used - set(re.findall(r"--[a-z][a-z-]+", shown)) == set()


@pytest.mark.parametrize(
    ("schema", "name"),
    [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "ci/gitlab.yml")],
)
def test_a_public_schema_accepts_it(schema, name):
    """The schemas that editors use report no errors."""
    pytest.importorskip("check_jsonschema", reason="check-jsonschema carries the public schemas")
    done = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / name))
    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done")


def test_every_input_of_the_action_reaches_its_script():
    """Inputs arrive as environment variables, so that their text is never executed."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    script = (ROOT / "ci" / "action.sh").read_text()
    names = {name.upper().replace("-", "_") for name in action["inputs"]} - {"WORKING_DIRECTORY"}
    assert {name for name in names if not re.search(rf"\$\{{?{name}\b", script)} == set()
    assert "${{" not in script
    assert all("${{" not in step.get("run", "") for step in action["runs"]["steps"])


@pytest.mark.parametrize(
    ("paths", "code", "outputs"),
    [
        ("examples/my-va.yaml", 1, ["verdict=not_ready", "blockers=16", "overdue=16"]),
        ("examples/malformed.yaml", 2, ["verdict=unchecked", "blockers=0", "overdue=0"]),
        (
            "examples/my-va.yaml\nexamples/malformed.yaml",
            2,
            ["verdict=unchecked", "blockers=16", "overdue=16"],
        ),
    ],
)
def test_the_action_reports_the_worst_verdict(tmp_path, paths, code, outputs):
    """Its outputs name the worst verdict, and its exit code is the command's."""
    folder = os.path.dirname(sys.executable)
    given = {
        "PATHS": paths,
        "FAIL_ON": "blocker",
        "CHECKLIST": "tests/data/checklist.yaml",
        "FORMAT": "",
        "GITHUB_OUTPUT": str(tmp_path / "out"),
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    done = run("bash", "ci/action.sh", folder, cwd=ROOT, env=environment | given)
    assert (done.returncode, (tmp_path / "out").read_text().split()) == (code, outputs), done.stderr


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"GITHUB_BASE_REF": "main"}, 1),
        ({"GITHUB_BASE_REF": "main", "POLICY_FROM": "none"}, 0),
        ({}, 0),
        ({"POLICY_FROM": "origin/main"}, 1),
        ({"POLICY_FROM": "origin/main", "CONFIG": "open.yaml"}, 2),
        ({"GITHUB_BASE_REF": "gone"}, 2),
    ],
)
@pytest.mark.parametrize("is_shallow", [False, True])
def test_the_action_judges_a_pull_request_by_its_base(tmp_path, inputs, code, is_shallow):
    """It reads settings from the base, which it fetches where the checkout does not have it."""
    folder = tmp_path / "origin"
    folder.mkdir()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(folder)]
    (folder / "launch.yaml").write_text((ROOT / "examples" / "my-va.yaml").read_text())
    run(*git, "init", "--quiet", "--initial-branch=main")
    run(*git, "add", "--all")
    run(*git, "commit", "--quiet", "-m", "Start")
    run(*git, "checkout", "--quiet", "-b", "change")
    (folder / ".launchcheck.yaml").write_text("ignore: [product]\nselect: [goals.few]\n")
    (folder / "open.yaml").write_text("select: [goals.few]\n")
    run(*git, "add", "--all")
    run(*git, "commit", "--quiet", "-m", "Open the gate")
    depth = ["--depth=1", "--no-single-branch"] if is_shallow else []
    if "GITHUB_BASE_REF" in inputs and is_shallow:
        depth = ["--depth=1", "--single-branch"]
    run("git", "clone", "--quiet", *depth, "--branch=change", folder.as_uri(), str(tmp_path / "clone"))
    given = {"PATHS": "launch.yaml", "FAIL_ON": "blocker", "CHECKLIST": "", "FORMAT": ""}
    given |= {"GITHUB_OUTPUT": str(tmp_path / "out"), "PYTHONPATH": str(ROOT)} | inputs
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}

    done = run(
        "bash",
        str(ROOT / "ci" / "action.sh"),
        os.path.dirname(sys.executable),
        cwd=tmp_path / "clone",
        env=environment | given,
    )

    assert done.returncode == code, done.stdout + done.stderr


def test_the_gitlab_job_installs_nothing_that_nobody_chose():
    """Without LAUNCHCHECK it exits with 2 and says what to set: the name on the public index has no owner."""
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())["launchcheck"]
    unset = {name: value for name, value in os.environ.items() if name != "LAUNCHCHECK"}

    refused = run("sh", "-c", job["script"][0], env=unset)
    accepted = run("sh", "-c", job["script"][0], env=unset | {"LAUNCHCHECK": "./launchcheck.whl"})

    assert "variables" not in job
    assert refused.returncode == 2
    assert refused.stderr.startswith("Set the CI/CD variable LAUNCHCHECK to a wheel")
    assert (accepted.returncode, accepted.stderr) == (0, "")


def test_the_hook_takes_the_files_that_a_search_finds(tmp_path, monkeypatch):
    """A plan that `launchcheck validate` finds is never left out of a commit's check, and nothing else is in it."""
    folders = [
        "",
        "a",
        "launches",
        "a/launches",
        "launches/b/c",
        "launched",
        ".x",
        "launches/.x",
        "node_modules",
    ]
    folders += ["a/node_modules/launches", "__pycache__"]
    names = ["launch.yaml", "launch.yml", "orbit.launch.yaml", ".launch.yaml", "orbit.yaml", "relaunch.yaml"]
    names += [".launchcheck.yaml", "launch.yaml.bak", "orbit.votes.jsonl", "launch.yaml.yml", "LAUNCH.yaml"]
    paths = [f"{folder}/{name}".lstrip("/") for folder in folders for name in names]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    monkeypatch.chdir(tmp_path)
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())[0]

    taken = {
        path for path in paths if re.search(hook["files"], path) and not re.search(hook["exclude"], path)
    }

    assert taken == {str(path).replace(os.sep, "/") for path in find(["."])}


def test_a_second_hook_checks_all_plans_at_every_commit():
    """Votes, evidence, settings and checklists change a verdict, and are no plans."""
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())[1]
    assert (hook["id"], hook["pass_filenames"], hook["always_run"]) == ("launchcheck-all", False, True)


def test_the_hook_checks_the_plans_of_a_commit(tmp_path):
    """pre-commit installs launchcheck from here and stops a commit with a malformed plan."""
    pytest.importorskip("pre_commit", reason="pre-commit runs the hook")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    hooks, project = tmp_path / "hooks", tmp_path / "project"
    run("git", "clone", "--quiet", str(ROOT), str(hooks))
    (hooks / ".pre-commit-hooks.yaml").write_text((ROOT / ".pre-commit-hooks.yaml").read_text())
    run(*git, "add", "-A", cwd=hooks)
    run(*git, "commit", "--quiet", "--allow-empty", "-m", "hooks", cwd=hooks)
    project.mkdir()
    run("git", "init", "--quiet", cwd=project)
    (project / "launch.yaml").write_text((ROOT / "examples" / "malformed.yaml").read_text())
    run("git", "add", "-A", cwd=project)
    home = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
    done = run(
        *(sys.executable, "-m", "pre_commit", "try-repo", str(hooks), "launchcheck", "--all-files"),
        cwd=project,
        env=home,
    )
    assert done.returncode == 1
    assert "error: launch.tier: 4 is not one of 1, 2 or 3\n  --> launch.yaml:12:9\n" in done.stdout
