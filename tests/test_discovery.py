"""Which files are plans."""

from __future__ import annotations

import os

import pytest

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
    """A folder that has plans and other files."""
    for name in FILES.split():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    monkeypatch.chdir(tmp_path)


def found(*wanted, exclude=()):
    """What is found; an error as its words."""
    return [each if isinstance(each, str) else str(each) for each in find(wanted, Exclude(exclude))]


def test_finds_plans_by_their_names():
    """Below a folder plans are called launch.yaml or *.launch.yaml, or lie in a folder launches."""
    assert found(".") == [
        "build/launch.yaml",
        "launch.yaml",
        "launches/2027/beacon.yaml",
        "launches/drafts/idea.yaml",
        "launches/orbit.yaml",
        "orbit.launch.yaml",
        "products/sync/launch.yml",
    ]


def test_finds_plans_in_a_folder_by_how_it_is_called():
    """The folder itself counts, as it was named."""
    assert found("launches/drafts", "products") == ["launches/drafts/idea.yaml", "products/sync/launch.yml"]


def test_knows_where_it_is_in_a_repository(tmp_path, monkeypatch):
    """Within a repository the way from its top counts, wherever the command runs."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "launches" / "2027")

    assert found(".") == ["beacon.yaml"]


def test_leaves_out_what_git_ignores(tmp_path):
    """Each .gitignore counts from its folder on, and the deepest decides."""
    (tmp_path / ".gitignore").write_text("build/\n*.launch.yaml\nlaunches/drafts/*\n")
    (tmp_path / "launches" / "drafts" / ".gitignore").write_text("!idea.yaml\n")
    (tmp_path / "launches" / "2027" / ".gitignore").write_text("beacon.*\n")

    assert found(".") == [
        "launch.yaml",
        "launches/drafts/idea.yaml",
        "launches/orbit.yaml",
        "products/sync/launch.yml",
    ]


def test_heeds_what_is_ignored_further_up(tmp_path):
    """A search below the top of a repository goes by its rules, too."""
    (tmp_path / ".git" / "info").mkdir(parents=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("idea.yaml\n")
    (tmp_path / ".gitignore").write_text("/launches/2027/\n")

    assert found("launches") == ["launches/orbit.yaml"]


def test_leaves_out_what_it_is_told_to(tmp_path):
    """--exclude has the last word."""
    (tmp_path / "launches" / ".gitignore").write_text("!drafts\n")

    assert found("launches", exclude=["drafts/", "launches/2027"]) == ["launches/orbit.yaml"]


def test_takes_a_file_that_is_named():
    """What is named is a plan, whatever it is called, there or not, left out or not."""
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
    none = f"{pattern}: no file fits this pattern"

    assert found(pattern) == (expected or [none])


def test_finds_by_an_absolute_pattern(tmp_path):
    """A pattern may begin at the top."""
    assert found(f"{tmp_path}/launches/*.yaml") == [f"{tmp_path}/launches/orbit.yaml"]


def test_lists_each_plan_once():
    """A plan that is named and found is one plan, where it came first."""
    assert found("launches/orbit.yaml", "launches", "./launches/../launches/orbit.yaml") == [
        "launches/orbit.yaml",
        "launches/2027/beacon.yaml",
        "launches/drafts/idea.yaml",
    ]


def test_follows_no_links(tmp_path):
    """A link leads nowhere while searching: it could lead to itself."""
    os.symlink(tmp_path, tmp_path / "launches" / "again")
    os.symlink(tmp_path / "notes.yaml", tmp_path / "launches" / "link.yaml")

    assert found("launches") == [
        "launches/2027/beacon.yaml",
        "launches/drafts/idea.yaml",
        "launches/orbit.yaml",
    ]


def test_says_what_stands_for_no_plan(tmp_path):
    """A folder without plans is an error in its place, and hides no others."""
    (tmp_path / "empty").mkdir()

    nothing, plan = find(["empty", "launch.yaml"])

    assert isinstance(nothing, LaunchcheckError)
    assert str(nothing) == "empty: no plan lies here"
    assert "launch.yaml or *.launch.yaml" in nothing.hint
    assert plan == "launch.yaml"
