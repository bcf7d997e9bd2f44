"""Which area a fact belongs to, who owns an area, and a plan without the facts of some areas."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from launchcheck.plan.sections import OWNED

if TYPE_CHECKING:
    from launchcheck.plan import Plan


def area_of(steps: Sequence[str | int]) -> str:
    """The area of the fact at a path or place; empty if it belongs to none.

    A fact belongs to the area whose section it is in, and `owners.sales` to sales.
    """
    if steps and steps[0] == "owners":
        steps = steps[1:]
    head = steps[0] if steps else ""
    return head if isinstance(head, str) and head in OWNED else ""


def owner_of(plan: Plan, area: str) -> str | None:
    """The id of the person who owns an area; the area `launch` belongs to the launch owner."""
    return plan.launch.owner if area == "launch" else getattr(plan.owners, area, None)


def answering(plan: Plan, areas: Sequence[str]) -> str:
    """Of the areas whose owner may answer for an item, the first that has an owner, or else the last."""
    return next((area for area in areas if owner_of(plan, area)), areas[-1])


def without(plan: Plan, areas: Collection[str]) -> Plan:
    """The plan as if it said nothing about some areas."""
    if not areas:
        return plan
    nothing = {area: None for area in OWNED if area in areas}
    owners = plan.owners and plan.owners.model_copy(update=nothing)
    return plan.model_copy(update={**nothing, "owners": owners})
