"""What a change does to the policy itself: settings and checklists at a commit, and as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    checklist, skipped = found.adjust(chosen or found.value("checklists", [catalog.BUILT_IN]))
    whole = checklist if isinstance(checklist, Checklist) else catalog.find(checklist)
    return Policy(whole, skipped, found.known())
