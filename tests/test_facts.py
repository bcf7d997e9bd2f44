"""Facts gathered outside the plan: which local evidence exists."""

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
    """Gather the facts of a plan with one link, starting from a folder."""
    source = Source.parse(PLAN.replace("LINK", f'"{link}"'), "plan.yaml")
    return Facts.gather(read(source, Plan), source, TODAY, folder)


def absent(link: str, folder: str | os.PathLike[str] | None) -> list[str]:
    """The missing evidence."""
    return [name for _, name in gathered(link, folder if folder is None else os.fspath(folder)).absent]


def refused(link: str, folder: str | os.PathLike[str]) -> list[tuple[str, str]]:
    """The error for a link that leaves the root."""
    with pytest.raises(LaunchcheckError) as caught:
        gathered(link, os.fspath(folder))
    return [(str(part), part.hint) for part in caught.value.parts]


def made(path: Path) -> Path:
    """Make a file and its parent folders."""
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
    """A plan's folder outside any git repository."""
    if any((above / ".git").exists() for above in tmp_path.parents):
        pytest.skip("the temporary folder is inside a git repository")
    return tmp_path


def test_facts_hold_date_source_and_missing_evidence(folder: Path) -> None:
    """Facts are one value: the date, the name of the plan, and the places whose evidence is missing."""
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


def test_existing_evidence_is_not_missing(folder: Path) -> None:
    """A file beside the plan exists."""
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
    """A path is relative to the plan's folder; a fragment after # is ignored."""
    made(folder / file)
    assert absent(link, folder) == expected


def test_evidence_may_be_anywhere_in_the_repository(folder: Path) -> None:
    """`..` leads to other folders of the repository."""
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


def test_evidence_outside_the_repository_is_refused_at_its_link(folder: Path) -> None:
    """Nothing outside the git repository is accessed, whether or not it exists."""
    made(folder.parent.parent / "secret.md")
    words = "is outside the plan's git repository"
    assert [
        refused(link, folder) for link in ("../../secret.md", "../../none.md", "../plans/../../none.md")
    ] == [
        [(f"plan.yaml:4:24: '{link}' {words}", HINT)]
        for link in ("../../secret.md", "../../none.md", "../plans/../../none.md")
    ]


def test_a_plan_at_the_root_of_its_repository_is_inside_it(folder: Path) -> None:
    """A link that leaves it is reported as leaving the repository."""
    assert refused("../x.md", folder.parent) == [
        ("plan.yaml:4:24: '../x.md' is outside the plan's git repository", HINT)
    ]


def test_without_a_repository_the_folder_is_the_root(alone: Path) -> None:
    """A plan outside any repository may only use evidence inside its folder."""
    made(alone / "plans" / "a.md")
    made(alone / "b.md")
    words = "is outside the plan's folder, which is not in a git repository"
    assert (absent("a.md", alone / "plans"), refused("../b.md", alone / "plans")) == (
        [],
        [(f"plan.yaml:4:24: '../b.md' {words}", HINT)],
    )


def test_a_sibling_with_the_same_prefix_is_outside(alone: Path) -> None:
    """A folder whose name starts like the root's is another folder."""
    made(alone / "plans-secret" / "a.md")
    (alone / "plans").mkdir()
    words = "is outside the plan's folder, which is not in a git repository"
    assert refused("../plans-secret/a.md", alone / "plans") == [
        (f"plan.yaml:4:24: '../plans-secret/a.md' {words}", HINT)
    ]


def test_a_symbolic_link_out_of_the_root_is_refused(folder: Path) -> None:
    """This holds for links to files and to folders."""
    made(folder.parent.parent / "outside" / "secret.md")
    (folder / "file.md").symlink_to(folder.parent.parent / "outside" / "secret.md")
    (folder / "way").symlink_to(folder.parent.parent / "outside")
    links = ("file.md", "way/secret.md", "way/none.md")
    assert [refused(link, folder)[0][0] for link in links] == [
        f"plan.yaml:4:24: '{link}' is outside the plan's git repository" for link in links
    ]


def test_a_symbolic_link_inside_the_root_is_followed(folder: Path) -> None:
    """A link inside the root is as good as the file; a dangling or circular one is not."""
    made(folder.parent / "qa" / "a.md")
    (folder / "a.md").symlink_to(folder.parent / "qa" / "a.md")
    (folder / "gone.md").symlink_to(folder / "none.md")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    assert [absent(link, folder) for link in ("a.md", "gone.md", "loop.md")] == [[], ["gone.md"], ["loop.md"]]


def test_a_plan_behind_a_symbolic_link_uses_its_real_folder(folder: Path, tmp_path: Path) -> None:
    """The root is found from the real folder."""
    made(folder.parent / "qa.md")
    (tmp_path / "shortcut").symlink_to(folder)
    assert absent("../qa.md", tmp_path / "shortcut") == []


def test_a_relative_folder_is_relative_to_the_working_directory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The evidence of plans/plan.yaml is below plans."""
    made(folder / "a.md")
    monkeypatch.chdir(folder.parent)
    assert [absent("a.md", "plans"), absent("a.md", ".")] == [[], ["a.md"]]


def test_a_missing_folder_has_no_evidence(folder: Path) -> None:
    """Evidence beside a plan in a missing folder does not exist."""
    assert absent("a.md", folder / "none") == ["a.md"]


def test_without_a_folder_nothing_is_looked_up() -> None:
    """The evidence of a plan without a folder is assumed to exist."""
    assert [absent("a.md", None), absent("../../../etc/passwd", None)] == [[], []]


def test_urls_are_not_looked_up(folder: Path) -> None:
    """A URL is not a file."""
    assert absent("HTTPS://qa.example.com/report", folder) == []


def test_all_links_out_of_the_root_are_reported_at_once(folder: Path) -> None:
    """Each is located, in the order of the file."""
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


def test_facts_can_be_pickled(folder: Path) -> None:
    """They stay equal, and locate the same places."""
    facts = gathered("none.md", str(folder))
    again = pickle.loads(pickle.dumps(facts))
    where = ("product", "rollback", "evidence")
    assert (again.today, again.absent, again.locate(where)) == (TODAY, facts.absent, facts.locate(where))
