"""Plans at commits: read as git stores them, without side effects."""

from __future__ import annotations

import ast
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from launches import PLAN, TINY

from launchcheck import git as asking
from launchcheck import history
from launchcheck.errors import LaunchcheckError
from launchcheck.results import Status

TODAY = date(2027, 1, 26)


def plan_at(path, ref):
    """The plan of a file at a commit, as its report has it."""
    found = history.report_at(path, ref, today=TODAY)
    assert found
    return found[1]


def test_reads_a_plan_at_a_commit_a_tag_or_a_branch(commit, git):
    """Any name of a commit is accepted; messages show the plan with that name."""
    first = commit("Start")
    git("tag", "v1")
    git("branch", "old")
    commit("Rename it", plan_yaml=PLAN.replace("Orbit Sync 2.0", "Comet"))

    for ref in (first, first[:8], "v1", "old", "HEAD~1", "main^"):
        source = plan_at("plan.yaml", ref)
        assert (source.name, source.data["launch"]["name"]) == (f"{ref}:plan.yaml", "Orbit Sync 2.0")


def test_reads_a_plan_in_a_folder_from_anywhere(commit, tmp_path, monkeypatch):
    """The plan's own repository counts, not that of the current folder."""
    commit("Start", launches__plan_yaml=PLAN)
    monkeypatch.chdir("/")

    assert plan_at(tmp_path / "launches" / "plan.yaml", "main").name == "main:launches/plan.yaml"


def test_a_path_is_not_a_pattern(commit, tmp_path):
    """A star in a file name is a star."""
    commit("Start", **{"*.yaml": PLAN.replace("Orbit Sync 2.0", "Star")})
    commit("Another", plan_yaml=PLAN.replace("tier: 1", "tier: 2"))

    repository, path = history.Repository.of(tmp_path / "*.yaml")

    assert [version.subject for version in repository.versions(path, 9)] == ["Start"]


@pytest.mark.parametrize("ref", ["--output=x", "-p", "", " ", "main\nx", "\u202emain", "a\0b"])
def test_refuses_invalid_revisions(ref, commit, tmp_path):
    """Text that git would take for an option never reaches it."""
    commit("Start")

    with pytest.raises(LaunchcheckError, match="cannot be the name of a commit, tag or branch"):
        plan_at("plan.yaml", ref)
    assert sorted(each.name for each in tmp_path.iterdir()) == [".git", "plan.yaml", "tiny.yaml"]


def test_says_that_a_commit_is_not_there(commit):
    """An unknown name is an expected error."""
    commit("Start")

    with pytest.raises(LaunchcheckError) as raised:
        plan_at("plan.yaml", "nope")

    assert raised.value.message == "no commit, tag or branch 'nope' in this repository"
    assert raised.value.hint.startswith("`git branch --all` and `git tag` list what exists")


def test_reports_a_shallow_clone(commit, git, tmp_path):
    """CI systems fetch one commit; the hint says what to do."""
    first = commit("Start")
    commit("Change", plan_yaml=PLAN + "# more\n")
    git("clone", "--quiet", "--depth=1", f"file://{tmp_path}", "shallow")

    with pytest.raises(LaunchcheckError) as raised:
        plan_at("shallow/plan.yaml", first)

    assert (
        raised.value.hint
        == "the clone is shallow: fetch older commits (fetch-depth: 0, or git fetch --unshallow)"
    )


def test_reports_a_new_plan(commit):
    """There is nothing to compare it with."""
    commit("Start")
    commit("Another", other_yaml=PLAN)

    assert history.report_at("other.yaml", "HEAD~1", today=TODAY) is None


def test_says_that_there_is_no_repository(tmp_path):
    """A plan may lie anywhere."""
    with pytest.raises(LaunchcheckError, match="the plan is not in a git repository, so it has no history"):
        plan_at(tmp_path / "plan.yaml", "main")


def test_follows_renames_and_shows_deletions(commit, git):
    """Each commit that changed the plan is listed, the oldest first, under the plan's name at that time."""
    commit("Start", day="2027-01-05")
    git("mv", "plan.yaml", "launch é.yaml")
    commit("Rename", day="2027-01-06")
    commit("Elsewhere", day="2027-01-07", tiny_yaml=TINY + "# more\n")
    commit("Delete", day="2027-01-08", **{"launch é.yaml": None})
    commit("Again", day="2027-01-09", **{"launch é.yaml": PLAN})
    repository, path = history.Repository.of("launch é.yaml")

    found = repository.versions(path, 50)

    assert [(each.subject, each.path, bool(each.blob)) for each in found] == [
        ("Start", "plan.yaml", True),
        ("Rename", "launch é.yaml", True),
        ("Delete", "launch é.yaml", False),
        ("Again", "launch é.yaml", True),
    ]
    assert [each.at.day for each in found] == [5, 6, 8, 9]
    assert [each.subject for each in repository.versions(path, 2)] == ["Delete", "Again"]


def test_finds_a_plan_by_its_old_name(commit, git):
    """A plan that was renamed since is compared with itself."""
    commit("Start")
    git("mv", "plan.yaml", "launch.yaml")
    commit("Rename")
    commit("Change", **{"launch.yaml": PLAN.replace("tier: 1", "tier: 2")})

    assert plan_at("launch.yaml", "HEAD~2").name == "HEAD~2:launch.yaml"
    assert plan_at("launch.yaml", "HEAD~2").data["launch"]["tier"] == 1


def test_looks_up_evidence_in_the_commit(commit, tmp_path):
    """Files in the working tree do not count."""
    plan = PLAN + "product: {rollback: {evidence: 'runbooks/back.md#steps'}}\n"
    commit("Without", plan_yaml=plan)
    commit("With", **{"runbooks__back.md": "So."})
    (tmp_path / "runbooks" / "back.md").unlink()

    def status(ref):
        found = history.report_at("plan.yaml", ref, checklist=("./tiny.yaml",), today=TODAY, tier=2)
        return {result.item.id: result.status for result in found[0].results}["product.runbook"]

    assert (status("HEAD~1"), status("HEAD")) == (Status.FAILED, Status.PASSED)


def test_limits_the_size_of_files(commit):
    """A file above the size limit of plans is not even loaded."""
    commit("Large", plan_yaml="#" * (2 * 1024 * 1024 + 1))

    with pytest.raises(LaunchcheckError, match=r"main:plan.yaml: the file is larger than 2 MiB"):
        plan_at("plan.yaml", "main")


def test_locates_errors_in_an_old_plan(commit):
    """An old plan is reported like any other, with the name of its commit."""
    commit("Broken", plan_yaml="launchcheck: 1\n{ broken\n")

    with pytest.raises(LaunchcheckError, match=r"^main:plan.yaml:2"):
        plan_at("plan.yaml", "main")


def test_runs_nothing_from_a_repository(commit, git, tmp_path):
    """No pager, hook, monitor, signature check, filter, external diff or text conversion runs."""
    commit("Start")
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\ncat\n")
    trap.chmod(0o755)
    (tmp_path / ".gitattributes").write_text("* diff=evil filter=evil\n")
    commit("Change", plan_yaml=PLAN + "# more\n")
    for key in (
        *("core.pager", "core.fsmonitor", "core.hooksPath", "diff.external", "gpg.program", "pager.log"),
        *("diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "filter.evil.clean"),
        *("core.sshCommand", "core.askPass", "credential.helper"),
    ):
        git("config", key, str(trap))
    git("config", "log.showSignature", "true")
    git("config", "alias.log", f"!{trap}")

    repository, path = history.Repository.of("plan.yaml")

    assert len(repository.versions(path, 9)) == 2
    assert history.report_at("plan.yaml", "HEAD~1", checklist=("./tiny.yaml",), today=TODAY)
    assert not (tmp_path / "sprung").exists()


def test_ignores_a_bare_repository_among_the_files(commit, git, tmp_path):
    """A pull request may contain one; it is ordinary files."""
    (tmp_path / "launches").mkdir()
    git("init", "--quiet", "--bare", "launches")
    commit("Start", launches__plan_yaml=PLAN)

    assert plan_at("launches/plan.yaml", "main").data["launch"]["tier"] == 1


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"])
def test_ignores_git_variables_in_the_environment(name, commit, monkeypatch, tmp_path):
    """Hooks run with git's variables, which must not redirect us."""
    commit("Start")
    monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")

    assert plan_at("plan.yaml", "main").data["launch"]["tier"] == 1
    assert not (tmp_path / "trace").exists()


def test_reports_missing_git(commit, monkeypatch, tmp_path):
    """Git is not part of launchcheck; and a program of that name beside the plan is not git."""
    commit("Start")
    (tmp_path / "git").write_text("#!/bin/sh\ntouch sprung\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", os.curdir)

    with pytest.raises(LaunchcheckError, match="git is not installed here"):
        plan_at("plan.yaml", "main")
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (subprocess.TimeoutExpired("git", 60), "git did not answer within 60 seconds"),
        (OSError(7, "Argument list too long"), "git cannot be run: "),
    ],
)
def test_reports_that_git_does_not_answer(problem, words, commit, monkeypatch):
    """Whatever the cause, it is not a bug of ours."""
    commit("Start")

    def fail(*arguments, **options):
        raise problem

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(LaunchcheckError, match=words):
        plan_at("plan.yaml", "main")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"fatal: detected dubious ownership in repository", "git does not trust this repository"),
        (b"fatal: \x1b[31mbad object HEAD\n", r"git says: \\x1b\[31mbad object HEAD"),
    ],
)
def test_passes_on_git_messages(said, words, commit, monkeypatch):
    """An unknown answer is shown on one harmless line."""
    commit("Start")
    repository, path = history.Repository.of("plan.yaml")
    answer = subprocess.CompletedProcess([], 128, b"", said)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)

    with pytest.raises(LaunchcheckError, match=words):
        repository.versions(path, 9)


def test_git_runs_without_a_shell() -> None:
    """The one call that starts a process has a list of arguments and no shell."""
    tree = ast.parse(Path(asking.__file__).read_text(encoding="utf-8"))
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith(("subprocess.", "os.system", "os.exec"))
    ]
    (call,) = calls
    assert ast.unparse(call.func) == "subprocess.run"
    assert ast.unparse(call.args[0]) == "[_program(), *_SAFELY, *arguments]"
    assert "shell" not in {keyword.arg for keyword in call.keywords}
    assert {"timeout", "env", "cwd", "check"} <= {keyword.arg for keyword in call.keywords}
