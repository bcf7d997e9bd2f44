"""Finding plans: names, folders, patterns, ignore rules and git."""

from __future__ import annotations

import os
import struct
import subprocess

import pytest

from launchcheck import git_index
from launchcheck.discovery import Exclude, find
from launchcheck.errors import LaunchcheckError

FILES = """
launch.yaml
orbit.launch.yaml
notes.yaml
products/sync/launch.yml
products/sync/launch.votes.jsonl
launches/orbit.yaml
launches/2027/beacon.yaml
launches/drafts/idea.yaml
launches/read-me.md
build/launch.yaml
node_modules/x/launch.yaml
.hidden/launch.yaml
"""


@pytest.fixture(autouse=True)
def _tree(tmp_path, monkeypatch):
    """Make a folder with plans and other files."""
    for name in FILES.split():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    monkeypatch.chdir(tmp_path)


def found(*wanted, exclude=()):
    """The paths found; an error is shown as its message."""
    return [each if isinstance(each, str) else str(each) for each in find(wanted, Exclude(exclude))]


def test_finds_plans_by_their_names():
    """Plans are called launch.yaml or *.launch.yaml, or are in a folder called launches."""
    assert found(".") == [
        "build/launch.yaml",
        "launch.yaml",
        "launches/2027/beacon.yaml",
        "launches/drafts/idea.yaml",
        "launches/orbit.yaml",
        "orbit.launch.yaml",
        "products/sync/launch.yml",
    ]


def test_a_folder_called_launches_holds_plans():
    """The starting folder counts too, under the name it was given."""
    assert found("launches/drafts", "products") == ["launches/drafts/idea.yaml", "products/sync/launch.yml"]


def test_knows_where_it_is_in_a_repository(tmp_path, monkeypatch):
    """In a repository, the path from its root counts, wherever the command runs."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "launches" / "2027")

    assert found(".") == ["beacon.yaml"]


def test_skips_what_git_ignores(tmp_path):
    """Each .gitignore applies from its folder down, and the deepest one wins."""
    (tmp_path / ".gitignore").write_text("build/\n*.launch.yaml\nlaunches/drafts/*\n")
    (tmp_path / "launches" / "drafts" / ".gitignore").write_text("!idea.yaml\n")
    (tmp_path / "launches" / "2027" / ".gitignore").write_text("beacon.*\n")

    assert found(".") == [
        "launch.yaml",
        "launches/drafts/idea.yaml",
        "launches/orbit.yaml",
        "products/sync/launch.yml",
    ]


def test_respects_ignore_rules_of_parent_folders(tmp_path):
    """A search that starts below the root of a repository follows the root's rules too."""
    (tmp_path / ".git" / "info").mkdir(parents=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("idea.yaml\n")
    (tmp_path / ".gitignore").write_text("/launches/2027/\n")

    assert found("launches") == ["launches/orbit.yaml"]


def test_skips_excluded_paths(tmp_path):
    """--exclude wins over everything else."""
    (tmp_path / "launches" / ".gitignore").write_text("!drafts\n")

    assert found("launches", exclude=["drafts/", "launches/2027"]) == ["launches/orbit.yaml"]


def test_a_named_file_is_always_a_plan():
    """A path given by name is a plan, whatever its name, whether it exists or is excluded."""
    assert found("notes.yaml", "gone.yaml", exclude=["*.yaml"]) == ["notes.yaml", "gone.yaml"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.yaml", ["launch.yaml", "notes.yaml", "orbit.launch.yaml"]),
        ("launches/*.yaml", ["launches/orbit.yaml"]),
        ("launches/*/*.yaml", ["launches/2027/beacon.yaml", "launches/drafts/idea.yaml"]),
        ("products/**/launch.ym?", ["products/sync/launch.yml"]),
        ("**/orbit*", ["launches/orbit.yaml", "orbit.launch.yaml"]),
        ("nowhere/*.yaml", []),
    ],
)
def test_finds_what_a_pattern_fits(pattern, expected):
    """A star stays within a name, two stars stand for any folders."""
    none = f"{pattern}: no file matches this pattern"

    assert found(pattern) == (expected or [none])


def test_expands_absolute_patterns(tmp_path):
    """A pattern may start at the root of the file system."""
    assert found(f"{tmp_path}/launches/*.yaml") == [f"{tmp_path}/launches/orbit.yaml"]


def test_lists_each_plan_once():
    """A plan that is both named and found is listed once, at its first position."""
    assert found("launches/orbit.yaml", "launches", "./launches/../launches/orbit.yaml") == [
        "launches/orbit.yaml",
        "launches/2027/beacon.yaml",
        "launches/drafts/idea.yaml",
    ]


def test_follows_no_symbolic_links(tmp_path):
    """A search skips links, which could form a cycle."""
    os.symlink(tmp_path, tmp_path / "launches" / "again")
    os.symlink(tmp_path / "notes.yaml", tmp_path / "launches" / "link.yaml")

    assert found("launches") == [
        "launches/2027/beacon.yaml",
        "launches/drafts/idea.yaml",
        "launches/orbit.yaml",
    ]


def test_a_folder_without_plans_is_an_error(tmp_path):
    """The error takes the folder's place in the list and hides no other plan."""
    (tmp_path / "empty").mkdir()

    nothing, plan = find(["empty", "launch.yaml"])

    assert isinstance(nothing, LaunchcheckError)
    assert str(nothing) == "empty: no launch plan found here; create one with `launchcheck init`"
    assert "launch.yaml or *.launch.yaml" in nothing.hint
    assert plan == "launch.yaml"


# -- in a git repository ------------------------------------------------------------------------

EVERYTHING = [
    "build/launch.yaml",
    "launch.yaml",
    "launches/2027/beacon.yaml",
    "launches/drafts/idea.yaml",
    "launches/orbit.yaml",
    "orbit.launch.yaml",
    "products/sync/launch.yml",
]


def without_git(monkeypatch):
    """Remove git from the path for the rest of the test."""
    monkeypatch.setenv("PATH", "")


def repository(folder):
    """A git repository with one plan."""
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    (folder / "launch.yaml").write_text("")


def test_asks_git_what_is_ignored(git, tmp_path):
    """In a repository git answers, so that all of its rules apply as git reads them."""
    (tmp_path / ".git" / "info" / "exclude").write_text("idea.yaml\n")
    (tmp_path / ".gitignore").write_text("build/\n*.launch.yaml\n\\#odd\nlaunches/20*[0-9]/\n")
    (tmp_path / "products" / ".gitignore").write_text("*\n!sync/\n!launch.yml\n")

    assert found(".") == ["launch.yaml", "launches/orbit.yaml", "products/sync/launch.yml"]
    assert found("launches") == ["launches/orbit.yaml"]
    assert found("build") == ["build: no launch plan found here; create one with `launchcheck init`"]


def test_a_folder_of_plans_with_other_names_says_which_they_are(tmp_path, monkeypatch):
    """A search that looked into them by itself would take any YAML for a plan."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    for name in ("atlas", "beacon"):
        (tmp_path / "plans" / f"{name}.yaml").write_text("launchcheck: 1\n")
    (tmp_path / "plans" / "notes.yaml").write_text("a: 1\n")

    [nothing] = find(["plans"])

    assert str(nothing) == "plans: no file here has the name of a plan: launch.yaml or *.launch.yaml"
    assert nothing.hint == (
        "name a file that begins like one, such as plans/atlas.yaml, or a pattern: 'plans/*.yaml'"
    )


def test_a_tracked_file_is_never_ignored(git, tmp_path):
    """A .gitignore cannot hide a committed plan; --exclude still can."""
    git("add", "launch.yaml", "launches/2027/beacon.yaml", "orbit.launch.yaml")
    (tmp_path / ".gitignore").write_text("*\n")

    assert found(".") == ["launch.yaml", "launches/2027/beacon.yaml", "orbit.launch.yaml"]
    assert found("**/b*.yaml") == ["launches/2027/beacon.yaml"]
    assert found(".", exclude=["2027/"]) == ["launch.yaml", "orbit.launch.yaml"]


@pytest.mark.parametrize("version", ["2", "3", "4", "split", "worktree", "sha256"])
def test_a_tracked_file_is_found_without_git(git, tmp_path, monkeypatch, version):
    """Where git is missing or refuses a repository of another user, its index is read in every format."""
    top = tmp_path
    if version == "sha256":
        (tmp_path / ".git").rename(tmp_path / "old")
        git("init", "--quiet", "--object-format=sha256")
    git("add", "launch.yaml", "launches/2027/beacon.yaml", "orbit.launch.yaml", "notes.yaml")
    if version == "3":  # an entry with a flag of version 3
        git("add", "--intent-to-add", "launches/read-me.md")
    if version == "4":
        git("update-index", "--index-version", "4")
    if version == "split":
        git("update-index", "--split-index")
        git("add", "build/launch.yaml")
    if version == "worktree":
        git("commit", "--quiet", "-m", "plans")
        top = tmp_path / "elsewhere"
        git("worktree", "add", "--quiet", str(top))
        monkeypatch.chdir(top)
    (top / ".gitignore").write_text("*\n")
    with_git = found(".")
    without_git(monkeypatch)

    assert {"launch.yaml", "launches/2027/beacon.yaml", "orbit.launch.yaml"} <= {*with_git}
    assert found(".") == with_git
    assert found("launches") == ["launches/2027/beacon.yaml"]
    assert found(".", exclude=["2027/"]) == [each for each in with_git if "2027" not in each]


def test_a_tracked_file_is_found_where_git_refuses_its_owner(git, tmp_path, monkeypatch):
    """An ignored folder with tracked plans stays visible in a container that runs as another user."""
    git("add", "launches/2027/beacon.yaml")
    (tmp_path / ".gitignore").write_text("launches/\n")
    refused = subprocess.CompletedProcess([], 128, b"", b"fatal: detected dubious ownership in repository")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: refused)

    assert "launches/2027/beacon.yaml" in found(".")
    assert "launches/orbit.yaml" not in found(".")


def test_an_index_is_bounded(git, tmp_path, monkeypatch):
    """Without git an index that is too large is an error, since a plan in it could stay hidden."""
    monkeypatch.setattr(git_index, "MOST_BYTES", 10)
    git("add", "launch.yaml")
    without_git(monkeypatch)

    with pytest.raises(LaunchcheckError, match="the index of this repository is larger than 0 MiB"):
        found(".")


def test_names_of_an_index_are_bounded(monkeypatch):
    """An index whose every name repeats the one before, and a number that never ends, are damaged."""
    entry = bytes(40 + 20)
    head = struct.pack(">4sII", b"DIRC", 4, 200)
    growing = head + b"".join(entry + struct.pack(">H", count) + b"\0" + b"a\0" for count in range(1, 201))
    endless = head + entry + struct.pack(">H", 1) + b"\xff" * 1000

    assert len([*git_index._entries(growing, 20)]) == 200
    monkeypatch.setattr(git_index, "MOST_BYTES", 1000)
    for content in (growing, endless):
        with pytest.raises(ValueError, match=r".*"):
            [*git_index._entries(content, 20)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_an_index_that_is_a_pipe_is_not_waited_for(git, tmp_path, monkeypatch):
    """Without git it counts as no index."""
    os.mkfifo(tmp_path / ".git" / "index")
    without_git(monkeypatch)

    assert found(".") == EVERYTHING


@pytest.mark.parametrize("content", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\x09short", b"none of ours" * 40])
def test_a_damaged_index_tracks_nothing(git, tmp_path, monkeypatch, content):
    """Without git a damaged index has no names, and the rules of .gitignore decide alone."""
    (tmp_path / ".git" / "index").write_bytes(content)
    without_git(monkeypatch)

    assert found(".") == EVERYTHING


@pytest.mark.parametrize(
    ("rules", "exclude"),
    [
        ("", ()),
        ("build/\n*.launch.yaml\nlaunches/drafts/*\n", ()),
        ("*.yaml\n!launch.yaml\n", ()),
        ("/launches/*\n!/launches/2027/\n", ()),
        ("launches\n", ("products/**",)),
        ("", ("drafts/", "!launches/drafts/idea.yaml")),
        ("", ("/build", "*.yml")),
    ],
)
def test_finds_the_same_without_git(rules, exclude, git, tmp_path, monkeypatch):
    """Unless an ignored file is tracked, git and pathspec agree, including the order."""
    (tmp_path / ".gitignore").write_text(rules)
    (tmp_path / "node_modules" / "y").mkdir()
    (tmp_path / "node_modules" / "y" / "launch.yaml").write_text("")
    repository(tmp_path / "products" / "apart")
    (tmp_path / "products" / "apart" / ".gitignore").write_text("ignored.launch.yaml\n")
    (tmp_path / "products" / "apart" / "ignored.launch.yaml").write_text("")
    wanted = [(".",), ("launches", "products"), ("**/*.yaml",), ("build",)]

    with_git = [found(*each, exclude=exclude) for each in wanted]
    without_git(monkeypatch)

    assert [found(*each, exclude=exclude) for each in wanted] == with_git


@pytest.mark.parametrize(
    "answer",
    [
        subprocess.CompletedProcess([], 128, b"", b"fatal: detected dubious ownership in repository at '/x'"),
        subprocess.CompletedProcess([], 128, b"", b"fatal: index file corrupt"),
        subprocess.TimeoutExpired("git", 60),
        OSError(12, "Cannot allocate memory"),
    ],
)
def test_works_without_git_where_git_refuses(answer, git, tmp_path, monkeypatch):
    """If git does not trust or cannot read a repository, its .gitignore files still apply."""
    (tmp_path / ".gitignore").write_text("build/\n")
    asked = []

    def run(*arguments, **options):
        asked.append(arguments)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(subprocess, "run", run)

    assert found(".") == EVERYTHING[1:]
    assert len(asked) == 1


def test_finds_plans_in_nested_repositories(git, tmp_path, monkeypatch):
    """A nested repository has its own rules and tracked files, whether or not it is a submodule."""
    (tmp_path / ".gitignore").write_text("beta.launch.yaml\nhidden/\n")
    repository(tmp_path / "launches" / "nested")
    repository(tmp_path / "hidden")
    repository(tmp_path / "launches" / "module")
    for folder in ("nested", "module"):
        place = tmp_path / "launches" / folder
        (place / "beta.launch.yaml").write_text("")
        (place / "gamma.yaml").write_text("")
        (place / ".gitignore").write_text("gamma.yaml\nlaunch.yaml\n")
        git("-C", str(place), "add", "--force", "launch.yaml", ".gitignore")
        git("-C", str(place), "commit", "--quiet", "-m", "Start")
    git("-c", "advice.addEmbeddedRepo=false", "add", "launches/module")
    (tmp_path / "launches" / "unborn").mkdir()

    expected = [
        *("launches/module/beta.launch.yaml", "launches/module/launch.yaml"),
        *("launches/nested/beta.launch.yaml", "launches/nested/launch.yaml"),
    ]
    assert [each for each in found(".") if "/module/" in each or "/nested/" in each] == expected
    assert found("launches/module") == expected[:2]
    assert found("hidden") == ["hidden/launch.yaml"]
    assert [each for each in found(".", exclude=["module"]) if "/module/" in each] == []


def test_lists_only_existing_files(git, tmp_path):
    """Only files on disk count, each once, whatever the index says."""
    git("add", "--all")
    (tmp_path / "launch.yaml").unlink()
    (tmp_path / "orbit.launch.yaml").unlink()
    os.symlink("notes.yaml", tmp_path / "orbit.launch.yaml")
    (tmp_path / "products" / "sync").rename(tmp_path / "elsewhere")
    os.symlink(tmp_path / "elsewhere", tmp_path / "products" / "sync")
    (tmp_path / "launches" / "orbit.yaml").unlink()
    (tmp_path / "launches" / "orbit.yaml").mkdir()
    (tmp_path / "launches" / "orbit.yaml" / "deep.yaml").write_text("")

    assert found(".") == [
        "build/launch.yaml",
        "elsewhere/launch.yml",
        "launches/2027/beacon.yaml",
        "launches/drafts/idea.yaml",
        "launches/orbit.yaml/deep.yaml",
    ]


def test_lists_a_conflict_once(commit, git, tmp_path):
    """The index has three entries for a plan in conflict."""
    commit("Start", **{"launch.yaml": "a\n"})
    git("checkout", "--quiet", "-b", "other")
    commit("Theirs", **{"launch.yaml": "b\n"})
    git("checkout", "--quiet", "main")
    commit("Ours", **{"launch.yaml": "c\n"})
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "other")

    assert found(".") == EVERYTHING


def test_takes_names_literally(git, tmp_path):
    """Quotation marks, line breaks and undecodable bytes are part of a name."""
    names = ['"a".launch.yaml', "a\nb.launch.yaml", "é.launch.yaml", os.fsdecode(b"\xff.launch.yaml")]
    for name in names:
        (tmp_path / "products" / name).write_text("")

    assert found("products") == [
        *(f"products/{name}" for name in names[:2]),
        "products/sync/launch.yml",
        *(f"products/{name}" for name in names[2:]),
    ]


def test_results_do_not_depend_on_the_machine(git, tmp_path, monkeypatch):
    """A user's global ignore file and environment variables are ignored."""
    (tmp_path / "home" / ".config" / "git").mkdir(parents=True)
    (tmp_path / "home" / ".config" / "git" / "ignore").write_text("*.yaml\n")
    (tmp_path / "home" / ".gitconfig").write_text(f"[core]\nexcludesFile = {tmp_path}/all\n")
    (tmp_path / "all").write_text("*\n")
    git("config", "core.excludesFile", str(tmp_path / "all"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))

    assert found(".") == EVERYTHING


def test_a_search_runs_nothing_from_a_repository(git, tmp_path):
    """No file system monitor, hook, filter or pager runs, in a nested repository either."""
    repository(tmp_path / "launches" / "nested")
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\ncat\n")
    trap.chmod(0o755)
    (tmp_path / ".gitattributes").write_text("* filter=evil\n")
    git("add", "launch.yaml", "products")
    for place in (tmp_path, tmp_path / "launches" / "nested"):
        for key in (
            *("core.pager", "core.fsmonitor", "filter.evil.clean", "filter.evil.process", "pager.ls-files"),
            *("core.sshCommand", "core.askPass", "core.editor"),
        ):
            git("-C", str(place), "config", key, str(trap))
        git("-C", str(place), "config", "alias.ls-files", f"!{trap}")
        hooks = place / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        for hook in ("post-index-change", "fsmonitor-watchman", "query-watchman"):
            (hooks / hook).write_text(trap.read_text())
            (hooks / hook).chmod(0o755)

    assert found(".")[-1] == "products/sync/launch.yml"
    assert "launches/nested/launch.yaml" in found(".")
    assert not (tmp_path / "sprung").exists()
    assert not any(tmp_path.glob(".git/*.lock"))


def test_a_bare_repository_is_ignored(git, tmp_path):
    """A pull request may contain a bare repository; its files are ordinary files."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "launches" / "bare")], check=True)
    (tmp_path / "launches" / "bare" / "info" / "exclude").write_text("*\n")
    (tmp_path / "launches" / "bare" / "plan.yaml").write_text("")

    assert found("launches/bare") == ["launches/bare/plan.yaml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_does_not_block_on_a_pipe(git, tmp_path, monkeypatch):
    """A pipe called .gitignore would block git; the search does not wait for it."""
    monkeypatch.setattr("launchcheck.git.MOST_SECONDS", 0.5)
    os.mkfifo(tmp_path / "launches" / ".gitignore")

    assert found(".") == EVERYTHING


def test_a_settings_file_is_not_a_plan(tmp_path):
    """Not even in a folder `launches`, where every other YAML file is one."""
    (tmp_path / "launches" / "drafts" / ".launchcheck.yaml").write_text("")

    assert found("launches/drafts") == ["launches/drafts/idea.yaml"]
