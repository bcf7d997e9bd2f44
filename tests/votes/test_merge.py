"""Two branches that both voted, merged by git itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from polling import NOON, cast, on_board, said, seat

from launchcheck import votes
from launchcheck.errors import LaunchcheckError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

NAME = "launch.votes.jsonl"


class Repository:
    """A temporary git repository, independent of the machine's git settings."""

    def __init__(self, folder, attributes=votes.ATTRIBUTES):
        self.folder = folder
        self.path = str(folder / NAME)
        self.git("init", "-q", "-b", "main")
        if attributes:
            (folder / ".gitattributes").write_text(f"{attributes}\n")
        (folder / "README").write_text("A launch.\n")
        self.commit()

    def git(self, *arguments, check=True):
        """Run git here."""
        who = {
            f"GIT_{role}_{what}": "t@example.com"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            **who,
        }
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=environment, check=check, capture_output=True, text=True
        )

    def commit(self):
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "votes")

    def branch(self, name, start="main"):
        """Make a branch to vote on."""
        self.git("checkout", "-q", "-b", name, start)

    def vote(self, *votes, **more):
        """Vote here, and commit."""
        for area, note in votes:
            cast(self.path, area, note=note, **more)
        self.commit()

    def merge(self, name, *, check=True):
        """Merge a branch into this one."""
        return self.git("merge", "-q", "--no-edit", name, check=check)

    def notes(self):
        """The notes of the votes, after the record is verified."""
        return sorted(line.entry.note for line in votes.verify(self.path).lines)


@pytest.fixture
def repository(tmp_path):
    """A repository with the .gitattributes line that the record needs."""
    return Repository(tmp_path)


def test_a_merge_keeps_the_votes_of_both_branches(repository):
    """Each was written after the same line; the merge has two heads, and the next vote joins them."""
    repository.vote(("product", "before"))
    repository.branch("left")
    repository.vote(("sales", "left 1"), ("goals", "left 2"))
    repository.branch("right")
    repository.vote(("audience", "right"))
    repository.merge("left")
    assert repository.notes() == ["before", "left 1", "left 2", "right"]
    assert len(votes.verify(repository.path).heads) == 2
    repository.vote(("campaigns", "after"))
    merged = votes.verify(repository.path)
    assert len(merged.lines[-1].after) == 2
    assert len(merged.heads) == 1


def test_both_branches_may_create_the_record(repository):
    """The file did not exist before on either side."""
    repository.branch("left")
    repository.vote(("sales", "left"))
    repository.git("checkout", "-q", "main")
    repository.branch("right")
    repository.vote(("goals", "right"))
    repository.merge("left")
    assert repository.notes() == ["left", "right"]


def test_same_vote_on_both_branches_is_kept_once(repository):
    """A cherry-picked commit does not duplicate its vote."""
    repository.vote(("product", "before"))
    repository.branch("left")
    repository.vote(("sales", "picked"))
    repository.vote(("goals", "left"))
    repository.git("checkout", "-q", "main")
    repository.branch("right")
    repository.git("cherry-pick", "left~1")
    repository.vote(("audience", "right"))
    repository.merge("left")
    assert repository.notes() == ["before", "left", "picked", "right"]


def test_three_branches_can_be_merged_in_turn(repository):
    """Nothing is lost, and every merge verifies."""
    repository.vote(("product", "before"))
    for name, area in (("one", "sales"), ("two", "goals"), ("three", "audience")):
        repository.git("checkout", "-q", "main")
        repository.branch(name)
        repository.vote((area, f"{name} 1"), (area, f"{name} 2"))
    repository.git("checkout", "-q", "main")
    for name in ("one", "two", "three"):
        repository.merge(name)
        votes.verify(repository.path)
    assert repository.notes() == [
        "before",
        *sorted(f"{n} {i}" for n in ("one", "two", "three") for i in (1, 2)),
    ]
    assert len(votes.verify(repository.path).heads) == 3


def test_repeated_merges_keep_the_graph(repository):
    """A long-lived branch merges from main and back, several times."""
    repository.vote(("product", "0"))
    repository.branch("long", "main")
    for turn in range(1, 5):
        repository.git("checkout", "-q", "long")
        repository.vote(("sales", f"long {turn}"))
        repository.git("checkout", "-q", "main")
        repository.vote(("goals", f"main {turn}"))
        if turn % 2:
            repository.merge("long")
        else:
            repository.git("checkout", "-q", "long")
            repository.merge("main")
    repository.git("checkout", "-q", "main")
    repository.merge("long")
    assert len(repository.notes()) == 9


def test_disagreement_of_two_branches_is_shown_until_the_next_vote(repository):
    """Neither vote came after the other, whatever their clocks say."""
    repository.branch("left")
    repository.vote(("sales", "left"), at=NOON)
    repository.git("checkout", "-q", "main")
    repository.branch("right")
    cast(repository.path, "sales", "no-go", note="right", by="grace", minutes=5)
    repository.commit()
    repository.merge("left")
    disputed = seat(on_board(repository.path))
    assert disputed.disputed
    assert disputed.vote is None
    assert sorted(vote.vote for vote in disputed.votes) == ["go", "no-go"]
    cast(repository.path, "sales", "go", note="settled", minutes=-5)
    settled = seat(on_board(repository.path))
    assert (settled.disputed, settled.vote.note) == (False, "settled")


def test_without_the_attribute_the_conflict_is_reported_as_one(tmp_path):
    """The markers are recognized, and the error has a place and a hint."""
    repository = Repository(tmp_path, attributes="")
    repository.vote(("product", "before"))
    repository.branch("left")
    repository.vote(("sales", "left"))
    repository.git("checkout", "-q", "main")
    repository.branch("right")
    repository.vote(("goals", "right"))
    assert repository.merge("left", check=False).returncode != 0
    with pytest.raises(LaunchcheckError) as caught:
        votes.read(repository.path)
    assert said(caught.value) == [(f"{NAME}:2:1", "the file contains an unresolved merge conflict")]
    with pytest.raises(LaunchcheckError, match="the file contains an unresolved merge conflict"):
        cast(repository.path)
    kept = [
        line
        for line in Path(repository.path).read_text().splitlines(keepends=True)
        if not line.startswith(("<", "=", ">"))
    ]
    Path(repository.path).write_text("".join(kept))
    assert repository.notes() == ["before", "left", "right"]


def test_line_end_conversion_by_git_leaves_the_record_alone(repository):
    """Each line's digest includes its end, so a checkout must not change it."""
    repository.vote(("sales", "go"))
    repository.git("config", "core.autocrlf", "true")
    os.unlink(repository.path)
    repository.git("checkout", "--", NAME)
    assert repository.notes() == ["go"]
