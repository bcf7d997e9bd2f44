"""The ready pipelines that comment: one comment for a pull request or a merge request, updated with every push."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

CI = Path(__file__).parents[1] / "examples" / "ci"
MARK = "<!-- launchcheck -->\n"
FAILED = MARK + "The launch plans could not be checked; the log of the job says why.\n"

# What `gh api` does with comments, kept in a file: pages of two.
GH = """#!{python}
import json, os, sys

path, (command, *arguments) = os.environ["COMMENTS"], sys.argv[1:]
assert command == "api", sys.argv
with open(path) as file:
    comments = json.load(file)
if arguments[:2] == ["--paginate", "--slurp"]:
    assert arguments[2:] == ["repos/acme/plans/issues/7/comments?per_page=100"], arguments
    print(json.dumps([comments[:2], comments[2:]]))
    sys.exit()
_, method, where, *rest = arguments
assert rest == ["--input", "-"], rest
body = json.load(sys.stdin)["body"]
if method == "POST":
    assert where == "repos/acme/plans/issues/7/comments", where
    comments.append({{"id": 90, "user": {{"login": "github-actions[bot]"}}, "body": body}})
else:
    assert method == "PATCH", method
    (found,) = [each for each in comments if where == f"repos/acme/plans/issues/comments/{{each['id']}}"]
    found["body"] = body
with open(path, "w") as file:
    json.dump(comments, file)
print("{{}}")
"""


def read(name):
    """A pipeline as data."""
    return yaml.safe_load((CI / name).read_text(encoding="utf-8"))


def step(name):
    """A step of the GitHub workflow."""
    (job,) = read("github-comment.yml")["jobs"].values()
    return next(each for each in job["steps"] if each.get("name") == name)


@pytest.fixture(params=["github", "gitlab"])
def platform(request, tmp_path):
    """A pull request with comments: run the comment of a pipeline, and return the texts of all comments."""
    made = (GitHub if request.param == "github" else GitLab)(tmp_path)
    yield made
    made.close()


class GitHub:
    """Comments as `gh` reads and writes them."""

    report = "report.md"

    def __init__(self, folder):
        self.folder, self.comments = folder, []
        program = folder / "bin" / "gh"
        program.parent.mkdir()
        program.write_text(GH.format(python=sys.executable))
        program.chmod(0o755)

    def close(self):
        """Nothing is open."""

    def add(self, author, body):
        """A comment by `me` or by another."""
        login = "github-actions[bot]" if author == "me" else author
        self.comments.append({"id": len(self.comments) + 1, "user": {"login": login}, "body": body})

    def run(self):
        """Run the step that comments."""
        kept = self.folder / "comments.json"
        kept.write_text(json.dumps(self.comments))
        given = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "COMMENTS": str(kept),
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_REPOSITORY": "acme/plans",
            "NUMBER": "7",
        }
        ended(sys.executable, "-c", step("comment")["run"], env=given, cwd=self.folder)
        self.comments = json.loads(kept.read_text())


class GitLab:
    """Notes as GitLab's API reads and writes them, in pages of two."""

    report = "launchcheck.md"

    def __init__(self, folder):
        self.folder, self.comments = folder, []
        notes, owner = "/api/v4/projects/3/merge_requests/7/notes", self

        class Answer(BaseHTTPRequestHandler):
            def answer(self, value, **headers):
                self.send_response(200)
                for name, text in headers.items():
                    self.send_header(name.replace("_", "-"), text)
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def given(self):
                return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

            def do_GET(self):
                assert self.headers["PRIVATE-TOKEN"] == "secret"
                if self.path == "/api/v4/user":
                    self.answer({"id": "me"})
                    return
                page = int(re.fullmatch(re.escape(notes) + r"\?per_page=100&page=(\d+)", self.path)[1])
                last = page * 2 >= len(owner.comments)
                found = owner.comments[page * 2 - 2 : page * 2]
                self.answer(found, X_Next_Page="" if last else str(page + 1))

            def do_POST(self):
                assert self.path == notes
                owner.add("me", self.given())
                self.answer({})

            def do_PUT(self):
                (found,) = [each for each in owner.comments if self.path == f"{notes}/{each['id']}"]
                found["body"] = self.given()
                self.answer({})

            def log_message(self, *arguments):
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def add(self, author, body):
        """A note by `me` or by another."""
        self.comments.append({"id": len(self.comments) + 1, "author": {"id": author}, "body": body})

    def run(self):
        """Run what follows the job."""
        given = {
            "PATH": os.environ["PATH"],
            "LAUNCHCHECK_TOKEN": "secret",
            "CI_API_V4_URL": f"http://127.0.0.1:{self.server.server_port}/api/v4",
            "CI_PROJECT_ID": "3",
            "CI_MERGE_REQUEST_IID": "7",
        }
        (script,) = read("gitlab-comment.yml")["launch gate"]["after_script"]
        ended("sh", "-e", "-c", script, env=given, cwd=self.folder)


def ended(*command, **options):
    """Run a command that has to succeed; return what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_pull_request_has_one_comment(platform):
    """The first push adds it, and each later one changes it, however many others are before and after it."""
    for number in range(3):
        platform.add("ann", f"comment {number}")
    for words in ("## Beacon: not ready\n", "## Beacon: ready “so far”\n"):
        (platform.folder / platform.report).write_text(words, encoding="utf-8")
        platform.run()
        platform.add("ann", "thanks")

    bodies = [each["body"] for each in platform.comments]
    assert bodies == [
        *(f"comment {number}" for number in range(3)),
        MARK + "## Beacon: ready “so far”\n",
        "thanks",
        "thanks",
    ]


def test_comments_of_others_stay_as_they_are(platform):
    """Neither the mark in the comment of another nor another comment of the same account is taken for its own."""
    others = [("ann", MARK + "I wrote this"), ("me", "The build passed")]
    for author, body in others:
        platform.add(author, body)
    (platform.folder / platform.report).write_text("## Beacon: ready\n")
    platform.run()

    assert [each["body"] for each in platform.comments] == [
        *(body for _, body in others),
        MARK + "## Beacon: ready\n",
    ]


def test_a_check_without_a_report_is_said(platform):
    """The comment of the push before would otherwise look like that of this one."""
    platform.add("me", MARK + "## Beacon: ready\n")
    platform.run()

    assert [each["body"] for each in platform.comments] == [FAILED]


def test_gitlab_says_why_there_is_no_comment(tmp_path):
    """Merge requests from forks do not get the token; the job goes on without it."""
    (script,) = read("gitlab-comment.yml")["launch gate"]["after_script"]
    said = ended("sh", "-e", "-c", script, env={"PATH": os.environ["PATH"]}, cwd=tmp_path)
    assert said == "LAUNCHCHECK_TOKEN is not set: no comment.\n"


def test_the_workflow_may_only_read_and_comment():
    """Least permissions, pinned actions, no credentials left behind, and no text in a script."""
    whole = read("github-comment.yml")
    (job,) = whole["jobs"].values()

    assert whole["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    for each in job["steps"]:
        if "uses" in each:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", each["uses"])
            assert each["with"]["persist-credentials"] is False
        assert "${{" not in each.get("run", "")


@pytest.mark.parametrize("name", ["github-comment.yml", "gitlab-comment.yml"])
def test_a_public_schema_accepts_the_pipeline(name):
    """The schemas that editors use report no errors."""
    pytest.importorskip("check_jsonschema", reason="check-jsonschema carries the public schemas")
    schema = "vendor.github-workflows" if name.startswith("github") else "vendor.gitlab-ci"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(CI / name)]
    assert ended(*command).strip() == "ok -- validation done"


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_a_change_that_weakens_a_plan_is_said(tmp_path, name):
    """The report begins with what was weakened, and the gate is closed."""
    plan = (CI.parent / "ready.yaml").read_text()
    quieter = plan.replace("  tier: 1", "  tier: 2", 1)
    assert quieter != plan
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    for text, branch in ((plan, "main"), (quieter, "change")):
        (origin / "launch.yaml").write_text(text)
        ended(*git, "init", "--quiet", "--initial-branch=main", cwd=origin)
        ended(*git, "checkout", "--quiet", "-B", branch, cwd=origin)
        ended(*git, "add", "--all", cwd=origin)
        ended(*git, "commit", "--quiet", "-m", branch, cwd=origin)
    ended("git", "clone", "--quiet", "--branch=change", origin.as_uri(), str(clone), cwd=tmp_path)
    (clone / "bin").mkdir()
    program = clone / "bin" / "launchcheck"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m launchcheck "$@"\n')
    program.chmod(0o755)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI_"))}
    given = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "RUNNER_TEMP": str(clone)}
    given |= {
        "BASE": "origin/main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "PYTHONPATH": str(CI.parents[1]),
    }
    if name == "github":
        report, scripts = clone / "report.md", [step("check")["run"]]
    else:
        report, scripts = clone / "launchcheck.md", read("gitlab-comment.yml")["launch gate"]["script"][2:]

    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(scripts)],
        cwd=clone,
        env=kept | given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    text = report.read_text(encoding="utf-8")
    assert "**The gate is closed**: weakened: 1 change weakens the gate" in text
    assert "weaken" in text.partition("\n### ")[2].partition("\n")[0].lower()
