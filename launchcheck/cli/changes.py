"""What a change does to the policy itself: settings and checklists at a commit, and as they are now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.cli.settings import Sought
    from launchcheck.compare.weakened import Policy
    from launchcheck.weakenings import Weakening


class PolicyChange(NamedTuple):
    """The policy for the plans in a folder before and after a change.

    Where either cannot be read, both are None, and `unreadable` says so.
    """

    was: Policy | None = None
    now: Policy | None = None
    unreadable: tuple[Weakening, ...] = ()

    @classmethod
    def of(cls, sought: Sought, chosen: Sequence[str], plan: str, ref: str) -> PolicyChange:
        """Read the policy for a plan at a commit and as it is now, whichever of them judges this run.

        `chosen` are the checklists that the command line names.
        """
        from launchcheck.committed import Committed
        from launchcheck.errors import LaunchcheckError
        from launchcheck.text import quote
        from launchcheck.weakenings import Weakening

        sides = {f"at {quote(ref)}": Committed(ref, or_now=True), "after this change": None}
        found = []
        for when, at in sides.items():
            try:
                found.append(_policy(sought._replace(at=at), chosen, plan))
            except LaunchcheckError as error:
                reason, *_ = error.parts or (error,)
                words = f"the settings or the checklist {when} cannot be read, so they are not compared"
                place = reason.locations[0] if reason.locations else None
                weaker = Weakening("policy-unreadable", f"{words}: {reason.message}", place)
                return cls(unreadable=(weaker,))
        was, now = found
        return cls(was, now)


def _policy(sought: Sought, chosen: Sequence[str], plan: str) -> Policy:
    """The effect of the settings and checklists for a plan."""
    from launchcheck import catalog
    from launchcheck.checklist import Checklist
    from launchcheck.compare.weakened import Policy

    found = sought.find(plan)
    checklist, skipped = found.adjust(chosen)
    whole = checklist if isinstance(checklist, Checklist) else catalog.find(checklist)
    return Policy(whole, skipped, found.known())


def hidden(was: Policy, now: Policy, path: str) -> Iterator[Weakening]:
    """Whether a search that found a plan no longer does, by `exclude` or `plans` of the settings."""
    from launchcheck.weakenings import Weakening

    if not _finds(was, path) or _finds(now, path):
        return
    key = "exclude" if _finds(now, path, exclude=False) else "plans"
    words = {
        "exclude": "exclude now hides this plan from a search",
        "plans": "a search for plans no longer finds this one",
    }[key]
    yield Weakening("plan-hidden", words, now.place(key), "found", "hidden")


def _finds(policy: Policy, path: str, *, exclude: bool = True) -> bool:
    """Whether a search with some settings finds a plan; without `plans`, one of the whole repository."""
    from launchcheck import discovery, git

    root, inside = git.place(path)
    if not root:
        return True
    patterns = policy.settings.get("exclude") if exclude else None
    skip = discovery.Exclude(patterns.value, patterns.folder or os.curdir) if patterns else None
    places = [git.place(os.path.join(each, "_")) for each in policy.value("plans") or ()]
    wanted = [os.path.dirname(below) for at, below in places if at == root] if places else ["**"]
    return any(discovery.among([inside], each, skip or discovery.Exclude(), root) for each in wanted)
