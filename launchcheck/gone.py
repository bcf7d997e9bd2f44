"""Plans that a commit has and the working tree has not: deleted, excluded, hidden or replaced by a link."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from launchcheck import discovery, git
from launchcheck.errors import Location, PlanGoneError
from launchcheck.history import Repository
from launchcheck.source import MOST_BYTES
from launchcheck.text import quote


def anywhere(ref: str, path: str) -> bool:
    """Whether any plan is gone from the repository that a file is in.

    Raises:
        LaunchcheckError: there is no such commit.

    """
    root, _ = git.place(path)
    exclude = discovery.Exclude()
    found = [each for each in discovery.find([root], exclude) if isinstance(each, str)]
    return bool(plans(ref, [root], exclude, [*found, path]))


def plans(ref: str, wanted: Sequence[str], exclude: discovery.Exclude, found: Iterable[str]) -> list[str]:
    """The plans that a search for `wanted` finds at a commit, and that are not among those found now.

    `exclude` has the patterns in force at the commit; without `wanted` the search is that of the current
    folder. A plan that git knows to be renamed to one of those found is not gone.

    Raises:
        LaunchcheckError: a repository has no such commit.

    """
    here: dict[str, set[str]] = {}
    for root, inside in map(git.place, found):
        here.setdefault(root, set()).add(inside)
    missing: dict[tuple[str, str], None] = {}
    for each in wanted or [os.curdir]:
        root, below = git.place(os.path.join(each, "_"))
        if root:
            names = _at(Repository(root), ref, os.path.dirname(below), exclude, by_key=not wanted)
            missing |= dict.fromkeys((root, name) for name in names if name not in here.get(root, ()))
    for root in {root for root, _ in missing}:
        begun = _plans_among(Repository(root), ref, [name for at, name in missing if at == root])
        missing = {each: None for each in missing if each[0] != root or each[1] in begun}
    for root in {root for root, _ in missing}:
        for name in _moved(Repository(root), ref, here.get(root, ())):
            missing.pop((root, name), None)
    return [os.path.relpath(os.path.join(root, name)) for root, name in missing]


def error(ref: str, path: str) -> PlanGoneError:
    """What a report says about a plan that is gone."""
    if os.path.islink(path):
        how = "a link has taken its place"
    elif os.path.exists(path):
        how = "its name, folder or settings keep a search from finding it"
    else:
        how = "it was deleted or moved"
    hint = "restore it; if it is meant to go, a reviewer has to override the gate"
    return PlanGoneError(f"gone since {quote(ref)}: {how}", hint=hint, locations=(Location(path),))


def _at(
    repository: Repository, ref: str, wanted: str, exclude: discovery.Exclude, *, by_key: bool
) -> list[str]:
    """The files that a search for a path or pattern takes for plans at a commit."""
    commit = repository.commit(ref)
    files = repository.files(commit)
    names = discovery.among(files, wanted, exclude, repository.root)
    if names or not by_key:
        return names
    every = discovery.among(files, f"{wanted}/**" if wanted else "**", exclude, repository.root)
    likely = repository.mentioning(commit, "launchcheck")
    return [name for name in every if name in likely and name.endswith((".yaml", ".yml"))]


def _plans_among(repository: Repository, ref: str, names: Sequence[str]) -> set[str]:
    """Those of the files at a commit that begin like a plan."""
    commit = repository.commit(ref)
    contents = {name: repository.content(repository.named(commit, name), name, MOST_BYTES) for name in names}
    return {name for name, content in contents.items() if discovery.begins_like_a_plan(content)}


def _moved(repository: Repository, ref: str, names: Iterable[str]) -> Iterator[str]:
    """The names that plans had at a commit before they were renamed."""
    commit = repository.commit(ref)
    for name in names:
        if not repository.named(commit, name):
            yield repository.origin(commit, name)
