"""Which area of the launch a fact belongs to, and a plan without the facts of some areas."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from launchcheck.plan.sections import AREAS

if TYPE_CHECKING:
    from launchcheck.plan import Plan


def area_of(steps: Sequence[str | int]) -> str:
    """The area of the fact at a path or place; empty if it belongs to none.

    A fact belongs to the area whose section it is in, and `owners.sales` to sales.
    """
    if steps and steps[0] == "owners":
        steps = steps[1:]
    head = steps[0] if steps else ""
    return head if isinstance(head, str) and head in AREAS else ""


def without(plan: Plan, areas: Collection[str]) -> Plan:
    """The plan as if it said nothing about some areas."""
    if not areas:
        return plan
    nothing = {area: None for area in AREAS if area in areas}
    owners = plan.owners and plan.owners.model_copy(update=nothing)
    return plan.model_copy(update={**nothing, "owners": owners})
