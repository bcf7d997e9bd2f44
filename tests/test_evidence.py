"""Local evidence is looked for inside the root, and nowhere else."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck.errors import LaunchcheckError
from launchcheck.evidence import Root, missing
from launchcheck.parse import read
from launchcheck.plan import Plan
from launchcheck.source import Source

LOOKS = ("stat", "lstat", "readlink", "access", "open", "listdir", "scandir")
"""What the os module has to look at a place; os.path asks these."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan's folder, inside a git repository, with files beside it that are none of its business."""
    real = Path(os.path.realpath(tmp_path))
    (real / "repository" / ".git").mkdir(parents=True)
    for name in ("repository/qa/a.md", "repository/plans/b.md", "outside/secret.md", "outside/in/deep.md"):
        (real / name).parent.mkdir(parents=True, exist_ok=True)
        (real / name).touch()
    return real / "repository" / "plans"


@contextlib.contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Every place that is looked at, and by which call."""
    looked: list[tuple[str, str]] = []

    def watch(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def look(place: Any, *args: Any, **kwargs: Any) -> Any:
            if not by_hypothesis():
                looked.append((name, os.fspath(place)))
            return call(place, *args, **kwargs)

        return look

    with pytest.MonkeyPatch.context() as patch:
        for name in LOOKS:
            patch.setattr(os, name, watch(name, getattr(os, name)))
        yield looked


def by_hypothesis() -> bool:
    """Whether it is the tracer of hypothesis that looks, which runs between our own lines."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_code.co_filename != __file__:
        if "hypothesis" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


def strayed(looked: list[tuple[str, str]], folder: Path, root: Path) -> list[tuple[str, str]]:
    """The looks that went outside: neither below the root by its real name, nor what finds the root.

    What finds it are the plan's folder, the folders that hold it, and whether they have a `.git`.
    """
    holders = {os.fspath(each) for each in (folder, *folder.parents)}
    finding = holders | {os.path.join(each, ".git") for each in holders}
    return [
        (call, place)
        for call, place in looked
        if place not in finding
        and not (
            os.path.commonpath([root, os.path.realpath(os.path.dirname(place))]) == os.fspath(root)
            and os.path.realpath(os.path.dirname(place)) == os.path.dirname(place)
            and call in {"lstat", "readlink"}  # which do not follow a link
        )
    ]


def has(folder: Path, link: str) -> bool | None:
    """Whether evidence exists, after nothing outside the root was looked at."""
    with watched() as looked:
        found = Root(os.fspath(folder)).has(link)
    assert strayed(looked, folder, folder.parent) == []
    return found


OUT = [
    *("../../outside/secret.md", "../../outside", "../..", "../../../../../../../../../../../etc/passwd"),
    *("../plans/../../outside/secret.md", "none/../../../outside/secret.md", "b.md/../../../outside"),
    *("way", "way/secret.md", "way/none.md", "way/..", "way/in/../secret.md", "file.md", "file.md#part"),
    *("absolute", "absolute/secret.md", "twice/secret.md", "up/outside/secret.md", "up", "down/deep.md"),
    *("way/../repository/plans/b.md", "../../outside/../repository/plans/b.md", "gone-out", "etc/passwd"),
    *("a#b/../../../outside", "../../repository-too/x.md", "loop/../../../outside", "below/../../secret.md"),
]
INSIDE = {
    **dict.fromkeys(("b.md", "./b.md", "../qa/a.md", "..", ".", "../plans/b.md", "b.md#part", "b.md/"), True),
    **dict.fromkeys(("../../repository/plans/b.md", "up/repository/plans/b.md", "home/b.md", "home"), True),
    **dict.fromkeys(("C#.md", "odd#folder/c.md", "quality/a.md", "quality/../plans/b.md"), True),
    **dict.fromkeys(("chained.md", "none/../b.md", "b.md/../b.md", "loop/../b.md"), True),
    **dict.fromkeys(
        ("none.md", "none/none.md", "b.md/b.md", "gone", "gone/x.md", "loop", "loop/x.md"), False
    ),
    **dict.fromkeys(
        ("ring", "ring/b.md", "#part", "C#.md#part", "b", "quality/b.md", "x" * 400, "d/" * 400, "nul\0"),
        False,
    ),
}


@pytest.fixture
def linked(folder: Path) -> Path:
    """A plan's folder with symbolic links of every kind."""
    outside = folder.parent.parent / "outside"
    targets = {
        "way": "../../outside",
        "absolute": outside,
        "twice": "way",
        "up": "../..",
        "down": "way/in",
        "file.md": outside / "secret.md",
        "gone-out": "../../outside/none",
        "etc": "/etc",
        "below": "way/in",
        "home": folder,
        "quality": "../qa",
        "chained.md": "quality/a.md",
        "gone": "none.md",
        "loop": "loop",
        "ring": "ring2",
        "ring2": "./ring",
    }
    for name, target in targets.items():
        (folder / name).symlink_to(target)
    (folder / "C#.md").touch()
    (folder / "odd#folder").mkdir()
    (folder / "odd#folder" / "c.md").touch()
    return folder


@pytest.mark.parametrize("link", OUT)
def test_what_leads_out_is_never_looked_at(linked: Path, link: str) -> None:
    """Neither two dots nor a symbolic link, at whichever step, lead to a look outside."""
    assert has(linked, link) is None


@pytest.mark.parametrize(("link", "expected"), INSIDE.items())
def test_what_stays_inside_is_found_where_it_is(linked: Path, link: str, expected: bool) -> None:
    """Links are followed inside the root; what leads to nothing, or to itself, does not exist."""
    assert has(linked, link) is expected


def test_a_long_chain_of_links_is_followed(folder: Path) -> None:
    """However many links a repository has, one after another, they are no crash."""
    previous = "b.md"
    for number in range(1500):
        (folder / f"l{number}").symlink_to(previous)
        previous = f"l{number}"
    assert has(folder, previous) is True


def test_links_that_double_are_followed_once_each(folder: Path) -> None:
    """A link whose steps are links whose steps are links would be followed 2^40 times."""
    (folder / "l0").symlink_to(".")
    for number in range(1, 40):
        (folder / f"l{number}").symlink_to("/".join([f"l{number - 1}"] * 2))
    assert has(folder, "l39/b.md") is True


def test_a_folder_that_does_not_exist_has_nothing(folder: Path) -> None:
    """Its repository is looked at as for any other."""
    gone = folder / "none"
    found = [Root(os.fspath(gone)).has(link) for link in ("b.md", ".", "../b.md", "../../../outside")]
    assert found == [False, False, True, None]


def test_no_place_is_looked_at_twice(linked: Path) -> None:
    """Each link is answered once, and so is each folder on the way."""
    links = [*INSIDE, *OUT]
    root = Root(os.fspath(linked))
    with watched() as looked:
        answers = [root.has(link) for link in links]
        assert [root.has(link) for link in links] == answers
    assert len(looked) == len(set(looked))


def test_a_plan_asks_for_each_link_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same evidence in several places is one question, and each place is told of."""
    text = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1}
product:
  features: [{id: a, evidence: x.md}, {id: b, evidence: x.md}, {id: c, evidence: b.md}]
"""
    source = Source.parse(text, "plan.yaml")
    asked: list[str] = []
    whole = Root.has
    monkeypatch.setattr(Root, "has", lambda self, link: asked.append(link) or whole(self, link))
    assert missing(read(source, Plan), source, os.fspath(folder)) == (
        (("product", "features", 0, "evidence"), "x.md"),
        (("product", "features", 1, "evidence"), "x.md"),
    )
    assert sorted(asked) == ["b.md", "x.md"]


def test_a_plan_without_local_evidence_looks_at_nothing(folder: Path) -> None:
    """Not even at its own folder."""
    source = Source.parse("launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 1}\n", "plan.yaml")
    plan = read(source, Plan)
    missing(plan, source, os.fspath(folder))  # what is imported on first use is looked for now
    with watched() as looked:
        assert missing(plan, source, os.fspath(folder)) == ()
    assert looked == []


def test_without_a_repository_nothing_above_the_folder_is_looked_at(tmp_path: Path) -> None:
    """But for whether the folders above are a repository."""
    real = Path(os.path.realpath(tmp_path))
    if any((above / ".git").exists() for above in real.parents):
        pytest.skip("the folder for temporary files lies in a git repository")
    (real / "plans").mkdir()
    (real / "plans" / "way").symlink_to("..")
    (real / "a.md").touch()
    with watched() as looked:
        root = Root(os.fspath(real / "plans"))
        found = [root.has(link) for link in ("../a.md", "way/a.md", "way", "way/plans/none.md", "a.md")]
    assert (found, root.repository) == ([None, None, None, False, False], "")
    assert strayed(looked, real / "plans", real / "plans") == []


# -- beside what realpath says -----------------------------------------------------------------

STEPS = st.sampled_from(["a", "b", "c", "d", "..", ".", "", "outside", "a#b"])
PATHS = st.lists(STEPS, min_size=1, max_size=5).map("/".join)
TREES = st.dictionaries(
    st.sampled_from(["a", "b", "c", "a/d", "b/d", "a#b"]), st.sampled_from(["file", "folder"]) | PATHS
)


def naive(folder: str, root: str, link: str) -> bool | None:
    """What evidence is, for somebody who may look at everything."""
    for name in (link, link.partition("#")[0]):
        path = os.path.realpath(os.path.join(folder, name.lstrip("/")))
        if path != root and not path.startswith(os.path.join(root, "")):
            return None
        if name and os.path.exists(path):
            return True
    return False


def grown(folder: Path, tree: dict[str, str]) -> None:
    """Files, folders and links below a folder."""
    for name, what in sorted(tree.items()):
        with contextlib.suppress(OSError):
            if what == "file":
                (folder / name).touch()
            elif what == "folder":
                (folder / name).mkdir()
            elif what:
                (folder / name).symlink_to(what.lstrip("/") or ".")


def loops(folder: Path) -> bool:
    """Whether a link leads back to itself, from where realpath follows nothing further."""
    for above, folders, files in os.walk(folder):
        for name in itertools.chain(folders, files):
            try:
                os.stat(os.path.join(above, name))
            except FileNotFoundError:
                continue
            except OSError:
                return True
    return False


@settings(deadline=None)
@given(TREES, st.lists(PATHS, min_size=1, max_size=6))
def test_evidence_is_what_realpath_finds(tree: dict[str, str], links: list[str]) -> None:
    """Over random trees of files, folders and links the answers are those of a look at everything."""
    with TemporaryDirectory() as temporary:
        real = Path(os.path.realpath(temporary))
        folder = real / "repository" / "plans"
        (real / "repository" / ".git").mkdir(parents=True)
        folder.mkdir()
        (real / "outside").mkdir()
        (real / "outside" / "a").touch()
        grown(folder, tree)
        links = [link.lstrip("/") for link in links]
        with watched() as looked:
            root = Root(os.fspath(folder))
            found = [root.has(link) for link in links]
        assert strayed(looked, folder, folder.parent) == []
        if not loops(folder):
            assert found == [naive(os.fspath(folder), os.fspath(folder.parent), link) for link in links]


def test_what_leaves_the_root_is_refused_as_before(linked: Path) -> None:
    """The error names the link, where it is written, and the root that it leaves."""
    text = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 1}\nproduct: {rollback: {evidence: way/secret.md}}\n"
    source = Source.parse(text, "plan.yaml")
    with pytest.raises(LaunchcheckError) as caught:
        missing(read(source, Plan), source, os.fspath(linked))
    assert [(str(part), part.hint) for part in caught.value.parts] == [
        (
            "plan.yaml:3:32: 'way/secret.md' leads out of the plan's git repository",
            "evidence is a file beside the plan, or an http(s) link",
        )
    ]
