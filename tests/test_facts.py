"""What is known of the world: which local evidence is there."""

from __future__ import annotations

import os
import pickle
from datetime import date
from pathlib import Path

import pytest

from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.parse import read
from launchcheck.plan import Plan
from launchcheck.source import Source

TODAY = date(2027, 2, 1)
HINT = "evidence must be a file next to the plan, or an http(s) link"

PLAN = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1}
product:
  rollback: {evidence: LINK}
  docs:
    - {url: "https://docs.example.com/sync"}
"""


def gathered(link: str, folder: str | None) -> Facts:
    """The facts of a plan that leans on one link, looked for from a folder."""
    source = Source.parse(PLAN.replace("LINK", f'"{link}"'), "plan.yaml")
    return Facts.gather(read(source, Plan), source, TODAY, folder)


def absent(link: str, folder: str | os.PathLike[str] | None) -> list[str]:
    """What is not there."""
    return [name for _, name in gathered(link, folder if folder is None else os.fspath(folder)).absent]


def refused(link: str, folder: str | os.PathLike[str]) -> list[tuple[str, str]]:
    """What is said of a link that leaves the root."""
    with pytest.raises(LaunchcheckError) as caught:
        gathered(link, os.fspath(folder))
    return [(str(part), part.hint) for part in caught.value.parts]


def made(path: Path) -> Path:
    """A file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan's folder, inside a git repository."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "plans").mkdir()
    return tmp_path / "repository" / "plans"


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A plan's folder in no git repository."""
    if any((above / ".git").exists() for above in tmp_path.parents):
        pytest.skip("the folder for temporary files lies in a git repository")
    return tmp_path


def test_facts_hold_the_day_the_source_and_what_is_absent(folder: Path) -> None:
    """Facts are one value: the day, the name of the plan, and the places whose evidence is not there."""
    facts = gathered("runbooks/rollback.md", str(folder))
    assert (
        facts.today,
        facts.source,
        facts.absent,
        str(facts.locate(("product", "rollback", "evidence"))),
    ) == (
        TODAY,
        "plan.yaml",
        ((("product", "rollback", "evidence"), "runbooks/rollback.md"),),
        "plan.yaml:4:24",
    )


def test_evidence_that_is_there_is_not_absent(folder: Path) -> None:
    """A file beside the plan is there."""
    made(folder / "runbooks" / "rollback.md")
    assert absent("runbooks/rollback.md", folder) == []


@pytest.mark.parametrize(
    ("file", "link", "expected"),
    [
        ("a.md", "./a.md", []),
        ("a.md", "a.md#how", []),
        ("a.md", "a.md#how#twice", []),
        ("C#.md", "C#.md", []),
        ("a.md", "b.md", ["b.md"]),
        ("a.md", "b.md#how", ["b.md#how"]),
        ("a.md", "#how", ["#how"]),
        ("notes/a.md", "notes", []),
        ("notes/a.md", "notes/../notes/a.md", []),
        ("a b ü.md", "a b ü.md", []),
        ("a.md", "a.md/b.md", ["a.md/b.md"]),
        ("a.md", "x" * 400, ["x" * 400]),
    ],
)
def test_evidence_is_looked_for_beside_the_plan(
    folder: Path, file: str, link: str, expected: list[str]
) -> None:
    """A path is relative to the plan's folder, and what follows a # is a place in the file."""
    made(folder / file)
    assert absent(link, folder) == expected


def test_evidence_may_stand_anywhere_in_the_repository(folder: Path) -> None:
    """Two dots lead to other folders of the repository."""
    made(folder.parent / "qa" / "report.md")
    assert [absent(link, folder) for link in ("../qa/report.md", "../qa/none.md", "..")] == [
        [],
        ["../qa/none.md"],
        [],
    ]


def test_a_worktree_is_a_repository_too(tmp_path: Path) -> None:
    """In a worktree or a submodule .git is a file."""
    made(tmp_path / "tree" / ".git")
    made(tmp_path / "tree" / "qa.md")
    (tmp_path / "tree" / "plans").mkdir()
    assert absent("../qa.md", tmp_path / "tree" / "plans") == []


def test_evidence_outside_the_repository_is_refused_where_it_stands(folder: Path) -> None:
    """Nothing outside the git repository is looked at, be it there or not."""
    made(folder.parent.parent / "secret.md")
    words = "is outside the plan's git repository"
    assert [
        refused(link, folder) for link in ("../../secret.md", "../../none.md", "../plans/../../none.md")
    ] == [
        [(f"plan.yaml:4:24: '{link}' {words}", HINT)]
        for link in ("../../secret.md", "../../none.md", "../plans/../../none.md")
    ]


def test_a_plan_at_the_top_of_its_repository_is_in_it(folder: Path) -> None:
    """What leaves the repository from its top is said to leave the repository."""
    assert refused("../x.md", folder.parent) == [
        ("plan.yaml:4:24: '../x.md' is outside the plan's git repository", HINT)
    ]


def test_without_a_repository_the_folder_is_the_root(alone: Path) -> None:
    """A plan in no repository may lean on what lies in its folder, and on nothing else."""
    made(alone / "plans" / "a.md")
    made(alone / "b.md")
    words = "is outside the plan's folder, which is not in a git repository"
    assert (absent("a.md", alone / "plans"), refused("../b.md", alone / "plans")) == (
        [],
        [(f"plan.yaml:4:24: '../b.md' {words}", HINT)],
    )


def test_a_neighbor_with_the_same_beginning_is_outside(alone: Path) -> None:
    """A folder whose name begins like the root's is another folder."""
    made(alone / "plans-secret" / "a.md")
    (alone / "plans").mkdir()
    words = "is outside the plan's folder, which is not in a git repository"
    assert refused("../plans-secret/a.md", alone / "plans") == [
        (f"plan.yaml:4:24: '../plans-secret/a.md' {words}", HINT)
    ]


def test_a_symbolic_link_does_not_lead_out(folder: Path) -> None:
    """A link in the repository to what lies outside is refused, file or folder."""
    made(folder.parent.parent / "outside" / "secret.md")
    (folder / "file.md").symlink_to(folder.parent.parent / "outside" / "secret.md")
    (folder / "way").symlink_to(folder.parent.parent / "outside")
    links = ("file.md", "way/secret.md", "way/none.md")
    assert [refused(link, folder)[0][0] for link in links] == [
        f"plan.yaml:4:24: '{link}' is outside the plan's git repository" for link in links
    ]


def test_a_symbolic_link_inside_the_root_is_followed(folder: Path) -> None:
    """A link that stays inside is as good as the file; one that leads to nothing, or to itself, is not."""
    made(folder.parent / "qa" / "a.md")
    (folder / "a.md").symlink_to(folder.parent / "qa" / "a.md")
    (folder / "gone.md").symlink_to(folder / "none.md")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    assert [absent(link, folder) for link in ("a.md", "gone.md", "loop.md")] == [[], ["gone.md"], ["loop.md"]]


def test_a_plan_that_is_reached_by_a_symbolic_link_is_where_it_really_is(
    folder: Path, tmp_path: Path
) -> None:
    """The root is found from the real folder."""
    made(folder.parent / "qa.md")
    (tmp_path / "shortcut").symlink_to(folder)
    assert absent("../qa.md", tmp_path / "shortcut") == []


def test_a_relative_folder_is_relative_to_the_current_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan that is read as plans/plan.yaml has its evidence below plans."""
    made(folder / "a.md")
    monkeypatch.chdir(folder.parent)
    assert [absent("a.md", "plans"), absent("a.md", ".")] == [[], ["a.md"]]


def test_a_folder_that_is_not_there_holds_nothing(folder: Path) -> None:
    """Evidence beside a plan that lies nowhere is not there."""
    assert absent("a.md", folder / "none") == ["a.md"]


def test_without_a_folder_nothing_is_looked_for() -> None:
    """Evidence of a plan that came from nowhere is taken to be there."""
    assert [absent("a.md", None), absent("../../../etc/passwd", None)] == [[], []]


def test_links_to_the_web_are_not_looked_for(folder: Path) -> None:
    """A URL is no file."""
    assert absent("HTTPS://qa.example.com/report", folder) == []


def test_everything_that_leaves_the_root_is_said_at_once(folder: Path) -> None:
    """Each link that leaves the root is located, in the order of the file."""
    text = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1}
product:
  docs:
    - {url: ../../b.md}
  rollback: {evidence: ../../a.md}
"""
    source = Source.parse(text, "plan.yaml")
    with pytest.raises(LaunchcheckError) as caught:
        Facts.gather(read(source, Plan), source, TODAY, str(folder))
    assert str(caught.value).splitlines() == [
        "plan.yaml:5:13: '../../b.md' is outside the plan's git repository",
        "plan.yaml:6:24: '../../a.md' is outside the plan's git repository",
    ]


def test_facts_travel_whole(folder: Path) -> None:
    """Facts that cross a process say the same, and locate the same."""
    facts = gathered("none.md", str(folder))
    again = pickle.loads(pickle.dumps(facts))
    where = ("product", "rollback", "evidence")
    assert (again.today, again.absent, again.locate(where)) == (TODAY, facts.absent, facts.locate(where))
