"""Files as they were at a commit: settings, checklists and ignore rules that no change can alter."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from launchcheck import git, git_index
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.history import Repository
from launchcheck.source import MOST_BYTES, Source
from launchcheck.text import quote


@dataclass(frozen=True, slots=True)
class Committed:
    """Files as they were at the commit, tag or branch `ref`, found under the paths that they have now.

    Files outside every repository are read as they are: no change to a repository reaches them. With
    `or_now`, so are those that the commit does not have.
    """

    ref: str
    or_now: bool = False
    _commits: dict[str, str] = field(default_factory=dict, compare=False)

    def around(self, folder: str, name: str) -> tuple[str, ...]:
        """The files with a name in a folder and in those above it, within the repository, the nearest last.

        Raises:
            LaunchcheckError: the folder is not in a repository, or that has no such commit.

        """
        root, inside = git.place(os.path.join(folder, name))
        if not root:
            raise LaunchcheckError(
                "not in a git repository, so there is no commit to read settings from",
                hint="run the command in the repository, or without --policy-from",
                locations=(Location(folder or os.curdir),),
            )
        repository, commit = Repository(root), self._commit(root)
        found = []
        while inside:
            if repository.named(commit, inside):
                found.append(os.path.relpath(os.path.join(root, inside)))
            above = os.path.dirname(os.path.dirname(inside))
            inside = "" if inside == name else f"{above}/{name}" if above else name
        return tuple(reversed(found))

    def has(self, folder: str, name: str) -> bool:
        """Whether the files with a name around a folder are those of the commit."""
        return not self.or_now or bool(git.place(os.path.join(folder, name))[0])

    def read(self, path: str) -> Source:
        """Read a file at the commit.

        Raises:
            LaunchcheckError: there is no such file or commit, or it is not YAML; located.

        """
        root, inside = git.place(path)
        if not root:
            return Source.read(path)
        content = self._content(root, inside)
        if content is None and self.or_now:
            return Source.read(path)
        if content is None:
            hint = f"settings and checklists are read from {quote(self.ref)}; see --policy-from"
            message = f"no such file at {quote(self.ref)}"
            raise LaunchcheckError(message, hint=hint, locations=(Location(path),))
        return Source.parse(content, f"{self.ref}:{inside}")

    def read_unchanged(self, path: str) -> Source:
        """Read a file that a job may write, as facts are: at the commit, or as it is now if git tracks none.

        Raises:
            LaunchcheckError: the change adds the file; or it cannot be read; located.

        """
        root, inside = git.place(path)
        content = self._content(root, inside) if root else None
        if content is not None:
            return Source.parse(content, f"{self.ref}:{inside}")
        if root and not self.or_now and _is_tracked(root, inside):
            message = f"this file is tracked, but does not exist at {quote(self.ref)}"
            hint = "a change cannot bring the facts that it is judged by; have the job write the file"
            raise LaunchcheckError(message, hint=hint, locations=(Location(path),))
        return Source.read(path)

    def ignored(self, folder: str) -> bytes:
        """The rules of the .gitignore in a folder; empty without one."""
        root, inside = git.place(os.path.join(folder, ".gitignore"))
        return (self._content(root, inside) if root else None) or b""

    def _content(self, root: str, inside: str) -> bytes | None:
        """The content of a file at the commit; None if there is none."""
        repository = Repository(root)
        blob = repository.named(self._commit(root), inside)
        return repository.content(blob, f"{self.ref}:{inside}", MOST_BYTES) if blob else None

    def _commit(self, root: str) -> str:
        """The commit in a repository."""
        if root not in self._commits:
            self._commits[root] = Repository(root).commit(self.ref)
        return self._commits[root]


def _is_tracked(root: str, inside: str) -> bool:
    """Whether git tracks a file, where a link of the repository leads, or a link on the way to it."""
    steps = inside.split("/")
    names = {"/".join(steps[:depth]) for depth in range(1, len(steps) + 1)}
    real = os.path.relpath(os.path.realpath(os.path.join(root, inside)), os.path.realpath(root))
    return not {*names, real.replace(os.sep, "/")}.isdisjoint(git_index.tracked(root))
