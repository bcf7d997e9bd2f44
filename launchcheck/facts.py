"""What a check may know of the world beyond the plan: gathered before it, passed in as one value."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.plan.links import is_local
from launchcheck.plan.paths import links
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.plan import Plan
    from launchcheck.source import Source, Where
    from launchcheck.votes.model import Board


class Facts(NamedTuple):
    """The world as it was when the facts were gathered.

    `today` is the day of the check, `absent` the places in the plan whose local evidence is not
    there, `locate` finds a place of the plan in its file, and `source` is what messages call it.
    `votes` is what the record of votes beside the plan adds up to; None where there is no record.
    """

    today: date
    locate: Callable[[Where], Location]
    source: str = "<plan>"
    absent: tuple[tuple[Where, str], ...] = ()
    votes: Board | None = None

    @classmethod
    def gather(cls, plan: Plan, source: Source, today: date, folder: str | None) -> Facts:
        """Look for the plan's local evidence, which is relative to `folder`.

        Nothing outside the root is looked at: the git repository that holds the folder, else the
        folder itself. Without a folder nothing is looked for.

        Raises:
            LaunchcheckError: evidence that leaves the root, located.

        """
        absent = () if folder is None else tuple(_absent(plan, source, folder))
        return cls(today, source.locate, source.name, absent)


def _absent(plan: Plan, source: Source, folder: str) -> list[tuple[Where, str]]:
    """The places of local evidence that is not there."""
    local = [
        (where, link)
        for path in links(plan)
        for where, link in path.select(plan)
        if type(link) is str and is_local(link)
    ]
    if not local:
        return []
    folder = os.path.realpath(folder)
    repository = _repository(folder)
    root = repository or folder
    absent = []
    outside = []
    for where, link in local:
        found = _find(folder, root, link)
        if found is None:
            outside.append(_leaves(source.locate(where), link, repository))
        elif not found:
            absent.append((where, link))
    if outside:
        raise LaunchcheckError(
            "evidence leaves the root", parts=tuple(sorted(outside, key=lambda each: each.locations))
        )
    return absent


def _find(folder: str, root: str, link: str) -> bool | None:
    """Whether the file is there, by its whole name or before a `#`; None where the way leaves the root."""
    for name in dict.fromkeys((link, link.partition("#")[0])):
        try:
            path = os.path.realpath(os.path.join(folder, name))
            if path != root and not path.startswith(os.path.join(root, "")):
                return None
            if name and os.path.exists(path):
                return True
        except (OSError, ValueError):
            continue
    return False


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
    place = folder
    while not os.path.exists(os.path.join(place, ".git")):
        above = os.path.dirname(place)
        if above == place:
            return ""
        place = above
    return place
