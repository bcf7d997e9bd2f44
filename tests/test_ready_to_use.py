"""Integrations: the action, the hook, the GitLab job and the image match the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from launchcheck.discovery import find

ROOT = Path(__file__).parents[1]
CI = ["examples/ci/github-comment.yml", "examples/ci/gitlab-comment.yml"]
USED = [*CI, "action.yml", "ci/action.sh", "ci/gitlab.yml", ".pre-commit-hooks.yaml", "Dockerfile"]
VALIDATE = re.compile(r"launchcheck validate[^\n]*(?:\n +--[^\n]*)*|(?:options=\(|set -- )[^\n]*")


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
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", ".github/workflows/release.yml"),
        ("vendor.gitlab-ci", "ci/gitlab.yml"),
    ],
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
    names = {name.upper().replace("-", "_") for name in action["inputs"]}
    names -= {"WORKING_DIRECTORY", "VERSION"}  # of the step itself, and of install.sh
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
    given = {
        "PATHS": paths,
        "FAIL_ON": "blocker",
        "CHECKLIST": "tests/data/checklist.yaml",
        "FORMAT": "",
        "GITHUB_OUTPUT": str(tmp_path / "out"),
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    done = run("bash", "ci/action.sh", sys.prefix, cwd=ROOT, env=environment | given)
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
    depth = ["--depth=1", "--no-single-branch"] if is_shallow else []
    if "GITHUB_BASE_REF" in inputs and is_shallow:
        depth = ["--depth=1", "--single-branch"]
    clone = changed(tmp_path, *depth)
    given = {"PATHS": "launch.yaml", "FAIL_ON": "blocker", "CHECKLIST": "", "FORMAT": ""}
    given |= {"GITHUB_OUTPUT": str(tmp_path / "out"), "PYTHONPATH": str(ROOT)} | inputs
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}

    done = run(
        "bash",
        str(ROOT / "ci" / "action.sh"),
        sys.prefix,
        cwd=clone,
        env=environment | given,
    )

    assert done.returncode == code, done.stdout + done.stderr


LOCK = ROOT / "ci" / "requirements.txt"
WHAT = "a wheel, a git URL or a requirement of your own index"
INSTEAD = "the version of this action is what follows @ in uses"
FAKE_PYTHON = """#!/bin/sh
echo "$@" >>"$CALLS"
case "$*" in *venv*) mkdir -p "$5/SCRIPTS" && cp "$0" "$5/SCRIPTS/python" ;; esac
"""


def test_the_lock_has_every_dependency():
    """What the action installs is what pyproject.toml allows, and each file has a hash."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    allowed = project["project"]["dependencies"] + project["build-system"]["requires"]
    locked = dict(re.findall(r"^([a-z][\w-]*)==(\S+)", LOCK.read_text(), re.MULTILINE))
    entries = re.split(r"^(?=[a-z])", LOCK.read_text(), flags=re.MULTILINE)[1:]

    for each in map(Requirement, allowed):
        assert each.specifier.contains(locked[each.name]), each
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_of_the_board_has_what_the_page_needs():
    """It has jinja2 as the extra allows it and what that needs, with hashes, and nothing of the other lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extra = {
        each.name: each for each in map(Requirement, project["project"]["optional-dependencies"]["share"])
    }
    text = (ROOT / "ci" / "board-requirements.txt").read_text()
    locked = dict(re.findall(r"^([a-z][\w-]*)==(\S+)", text, re.MULTILINE))
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]

    assert [*locked] == ["jinja2", "markupsafe"]
    assert extra["jinja2"].specifier.contains(locked["jinja2"])
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_action_writes_a_board(tmp_path):
    """The page is written although the gate is closed, and the next step uploads that file."""
    given = {
        "PATHS": "examples/my-va.yaml",
        "FAIL_ON": "blocker",
        "CHECKLIST": "tests/data/checklist.yaml",
        "FORMAT": "",
        "BOARD": str(tmp_path / "board.html"),
        "GITHUB_OUTPUT": str(tmp_path / "out"),
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    done = run("bash", "ci/action.sh", sys.prefix, cwd=ROOT, env=environment | given)
    upload = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"][-1]

    assert (done.returncode, (tmp_path / "board.html").read_text()[:15]) == (1, "<!DOCTYPE html>"), (
        done.stderr
    )
    assert upload["if"] == "${{ always() && inputs.board != '' }}"
    assert upload["with"]["path"] == "${{ inputs.working-directory }}/${{ inputs.board }}"


@pytest.mark.parametrize("scripts", ["bin", "Scripts"])
def test_the_action_has_an_environment_of_its_own(tmp_path, scripts):
    """It is found on Windows, too, and only files that the lock knows come from a cache."""
    python = tmp_path / "python"
    python.write_text(FAKE_PYTHON.replace("SCRIPTS", scripts))
    python.chmod(0o755)
    folder = tmp_path / "environment"
    given = {"PATH": os.environ["PATH"], "CALLS": str(tmp_path / "calls")}

    done = run("bash", "ci/install.sh", str(python), str(folder), cwd=ROOT, env=given)

    pip = "-I -m pip install --quiet --disable-pip-version-check"
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "calls").read_text().splitlines() == [
        f"-I -m venv --clear {folder}",
        f"{pip} --require-hashes --only-binary :all: --requirement ci/requirements.txt",
        f"{pip} --no-cache-dir --no-deps --no-build-isolation ci/..",
    ]

    run("bash", "ci/install.sh", str(python), str(folder), cwd=ROOT, env=given | {"VERSION": "a.whl"})
    assert (tmp_path / "calls").read_text().splitlines()[-1] == f"{pip} --no-cache-dir a.whl"

    run("bash", "ci/install.sh", str(python), str(folder), cwd=ROOT, env=given | {"BOARD": "board.html"})
    locked = "--require-hashes --only-binary :all: --requirement ci/board-requirements.txt"
    assert (tmp_path / "calls").read_text().splitlines()[-1] == f"{pip} {locked}"


@pytest.mark.parametrize("version", ["1.2", "v1", "launchcheck"])
def test_the_action_installs_nothing_by_its_mere_name(tmp_path, version):
    """The name on the public index has no owner; the version of an action is in `uses`."""
    done = run("bash", "ci/install.sh", "python", "x", cwd=ROOT, env={**os.environ, "VERSION": version})
    assert (done.returncode, done.stdout) == (
        2,
        f"::error title=launchcheck::version must be {WHAT}, not {version}; {INSTEAD}\n",
    )


def test_the_action_installs_launchcheck(tmp_path):
    """The locked dependencies are enough to build and run it, and no module of the checkout is run instead."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("venv", "pip", "yaml", "json"):
        (checkout / f"{name}.py").write_text("raise SystemExit('run from the checkout')\n")
    folder = tmp_path / "environment"

    given = {**os.environ, "BOARD": "board.html"}
    done = run("bash", str(ROOT / "ci" / "install.sh"), sys.executable, str(folder), cwd=checkout, env=given)
    assert done.returncode == 0, done.stdout + done.stderr
    plan = str(ROOT / "examples" / "quiet.yaml")
    command = [str(folder / "bin" / "launchcheck"), "validate", plan, "--format", "html=board.html"]
    run(*command, "--as-of", "2027-02-16", cwd=checkout)
    assert (checkout / "board.html").read_text()[:15] == "<!DOCTYPE html>"
    shown = run(str(folder / "bin" / "launchcheck"), "--version", cwd=checkout)
    assert (shown.returncode, shown.stdout[:12]) == (0, "launchcheck ")


@pytest.mark.parametrize(
    "path", [*(ROOT / "ci").iterdir(), *(ROOT / "examples" / "ci").iterdir()], ids=lambda path: path.name
)
def test_no_pipeline_runs_a_module_of_the_checkout(path):
    """`python -m venv` would run a venv.py that a pull request adds, and `python -` would import its json.py."""
    text = re.sub("(?m)^ *#.*", "", path.read_text(encoding="utf-8"))
    assert re.findall(r"""python3?"? (?!-I )-\S*.*""", text) == []


def test_the_image_runs_no_module_of_the_plans():
    """Its folder is the mounted one, which `python -m` would otherwise search first."""
    assert "PYTHONSAFEPATH=1" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize(("base", "code"), [("main", 1), ("", 0)])
def test_the_gitlab_job_judges_a_merge_request_by_its_target(tmp_path, base, code):
    """Settings that a merge request changes do not open its gate."""
    clone = changed(tmp_path)
    script = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())["launchcheck"]["script"][-1]
    given = {**path_with_launchcheck(tmp_path), "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": base}

    done = run("sh", "-e", "-c", script.replace("overdue", "blocker"), cwd=clone, env=given)

    assert done.returncode == code, done.stdout + done.stderr
    assert (clone / "launchcheck.json").exists()


def path_with_launchcheck(folder):
    """An environment whose PATH has launchcheck, outside any platform."""
    bin = folder / "bin"
    bin.mkdir()
    (bin / "launchcheck").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m launchcheck "$@"\n')
    (bin / "launchcheck").chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_"))}
    return kept | {"PATH": f"{bin}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def changed(folder, *options):
    """A clone of a change that ignores what its base asks."""
    origin = folder / "origin"
    origin.mkdir()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(origin)]
    (origin / "launch.yaml").write_text((ROOT / "examples" / "my-va.yaml").read_text())
    run(*git, "init", "--quiet", "--initial-branch=main")
    run(*git, "add", "--all")
    run(*git, "commit", "--quiet", "-m", "Start")
    run(*git, "checkout", "--quiet", "-b", "change")
    (origin / ".launchcheck.yaml").write_text("ignore: [product]\nselect: [goals.few]\n")
    (origin / "open.yaml").write_text("select: [goals.few]\n")
    run(*git, "add", "--all")
    run(*git, "commit", "--quiet", "-m", "Open the gate")
    run("git", "clone", "--quiet", *options, "--branch=change", origin.as_uri(), str(folder / "clone"))
    return folder / "clone"


def test_the_gitlab_job_installs_nothing_that_nobody_chose():
    """Without LAUNCHCHECK it exits with 2 and says what to set: the name on the public index has no owner."""
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())["launchcheck"]
    unset = {name: value for name, value in os.environ.items() if name != "LAUNCHCHECK"}

    refused = run("sh", "-c", job["script"][0], env=unset)
    accepted = run("sh", "-c", job["script"][0], env=unset | {"LAUNCHCHECK": "./launchcheck.whl"})

    assert "LAUNCHCHECK" not in job["variables"]
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
