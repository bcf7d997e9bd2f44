"""Look for a plan's local evidence, and at nothing outside the root that it must stay in."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.plan.links import is_local
from launchcheck.plan.paths import links
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.plan import Plan
    from launchcheck.source import Source, Where

_PLAIN = ""
"""A file or folder that is there, and no symbolic link."""


def missing(plan: Plan, source: Source, folder: str) -> tuple[tuple[Where, str], ...]:
    """The places of local evidence that does not exist, each with its path, relative to `folder`.

    Raises:
        LaunchcheckError: evidence that leaves the root, located.

    """
    local = [
        (where, link)
        for path in links(plan)
        for where, link in path.select(plan)
        if type(link) is str and is_local(link)
    ]
    if not local:
        return ()
    root = Root(folder)
    found = {link: root.has(link) for link in {link for _, link in local}}
    outside = [
        _leaves(source.locate(where), link, root.repository) for where, link in local if found[link] is None
    ]
    if outside:
        raise LaunchcheckError(
            "evidence leaves the root", parts=tuple(sorted(outside, key=lambda each: each.locations))
        )
    return tuple((where, link) for where, link in local if not found[link])


class Root:
    """The folder tree that a plan's evidence must be in: the git repository's, else the plan's folder.

    Symbolic links are followed step by step, and a step is looked at only once it is known to be
    inside. Above the root nothing is looked at: a path may lead there only if it comes straight
    back. No place is looked at twice.
    """

    def __init__(self, folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self.repository = _repository(self._folder)
        self._root = self.repository or self._folder
        self._inside = os.path.join(self._root, "")
        above = _upward(self._root)[1:]
        self._top = above[-1] if above else self._root
        self._seen: dict[str, str | None] = dict.fromkeys(above, _PLAIN)

    def has(self, link: str) -> bool | None:
        """Whether a file of that name, or of the part before a `#`, exists; None if it leaves the root."""
        for name in dict.fromkeys((link, link.partition("#")[0])):
            place = self._follow(name)
            if place is None:
                return None
            if place not in self._seen:  # two dots led to a folder above the plan's
                self._seen[place] = _look(place)
            if name and self._seen[place] == _PLAIN:
                return True
        return False

    def _follow(self, name: str) -> str | None:
        """Where a name leads, all links followed; None if that is not inside the root.

        What does not exist is taken for a folder, and a link that leads back to itself for a file.
        """
        place = self._folder
        ends: dict[str, str | None] = {}  # where links lead; None while that is being found out
        steps: list[str | None] = [*reversed(name.split("/"))]
        while steps:
            step = steps.pop()
            if step is None:  # all steps of a link were taken: next comes the link itself
                ends[steps.pop() or ""] = place
            elif step == os.pardir:
                place = os.path.dirname(place)
            elif step and step != os.curdir:
                holder, place = place, os.path.join(place, step)
                if not self._enter(place, holder):
                    return None
                target = self._seen[place]
                if not target:
                    continue
                if place in ends:
                    place = ends[place] or place
                    continue
                ends[place] = None
                steps += [place, None, *reversed(target.replace(os.sep, "/").split("/"))]
                place = self._top if os.path.isabs(target) else holder
        return place if self._holds(place) else None

    def _holds(self, place: str) -> bool:
        """Whether a place is the root, or inside it."""
        return place == self._root or place.startswith(self._inside)

    def _enter(self, place: str, holder: str) -> bool:
        """Look at a place in a folder, unless it is outside the root."""
        if place not in self._seen:
            if not self._holds(place):
                return False
            # Below what does not exist, or a link that leads back to itself, there is nothing.
            is_folder = self._seen.get(holder, _PLAIN) == _PLAIN
            self._seen[place] = _look(place) if is_folder else None
        return True


def _look(place: str) -> str | None:
    """What is at a place: `_PLAIN`, the target of a symbolic link, or None for nothing."""
    try:
        return os.readlink(place) if stat.S_ISLNK(os.lstat(place).st_mode) else _PLAIN
    except (OSError, ValueError):
        return None


def _leaves(location: Location, link: str, repository: str) -> LaunchcheckError:
    """The error for evidence that is not inside the root."""
    root = "the plan's git repository" if repository else "the plan's folder, which is in no git repository"
    return LaunchcheckError(
        f"{quote(link)} leads out of {root}",
        hint="evidence is a file beside the plan, or an http(s) link",
        locations=(location,),
    )


def _repository(folder: str) -> str:
    """The git repository that holds the folder, or nothing."""
    return next((each for each in _upward(folder) if os.path.exists(os.path.join(each, ".git"))), "")


def _upward(folder: str) -> list[str]:
    """A folder and all that hold it."""
    found = [folder]
    while (above := os.path.dirname(found[-1])) != found[-1]:
        found.append(above)
    return found
