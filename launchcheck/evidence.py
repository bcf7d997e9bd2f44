"""Look for a plan's local evidence, and at nothing outside the root that it must stay in."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.plan.base import is_local
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
        for path in links()
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
        self._above = _upward(self._root)
        self._seen: dict[str, str | None] = {}

    def has(self, link: str) -> bool | None:
        """Whether a file of that name, or of the part before a `#`, exists; None if it leaves the root."""
        for name in dict.fromkeys((link, link.partition("#")[0])):
            place = self._follow(name)
            if place is None:
                return None
            if name and self._look(place) == _PLAIN:
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
                place = os.path.join(place, step)
                if place in self._above:
                    continue
                if not place.startswith(self._inside):
                    return None
                target = self._look(place)
                if not target:
                    continue
                if place in ends:
                    place = ends[place] or place
                    continue
                ends[place] = None
                steps += [place, None, *reversed(target.replace(os.sep, "/").split("/"))]
                place = self._above[-1] if os.path.isabs(target) else os.path.dirname(place)
        return place if place == self._root or place.startswith(self._inside) else None

    def _look(self, place: str) -> str | None:
        """What is at a place inside the root: `_PLAIN`, the target of a link, or None for nothing."""
        seen = self._seen
        if place not in seen:
            seen[place] = None
            # Below what does not exist, or a link that leads back to itself, there is nothing.
            if seen.get(os.path.dirname(place), _PLAIN) == _PLAIN:
                with suppress(OSError, ValueError):
                    is_link = stat.S_ISLNK(os.lstat(place).st_mode)
                    seen[place] = os.readlink(place) if is_link else _PLAIN
        return seen[place]


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
