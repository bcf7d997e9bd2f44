"""What a change weakened: whatever lets a gate open more easily than before, in a plan or its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.compare.weakened import dates, facts, items, people, policy, waivers, work
from launchcheck.compare.weakened.side import Policy, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from launchcheck.weakenings import Weakening

    Rule = Callable[[Side, Side], Iterator[Weakening]]

__all__ = ["RULES", "Policy", "Side", "weakened"]

RULES: tuple[Rule, ...] = (
    dates.status,
    dates.tier,
    policy.rules_of_the_gate,
    items.skipped,
    items.not_applicable,
    items.no_longer_met,
    policy.severities,
    policy.due_dates,
    policy.openings,
    policy.checks,
    policy.conditions,
    policy.waiver_rules,
    policy.facts,
    waivers.new,
    waivers.longer,
    waivers.moved,
    waivers.approved_by_others,
    people.deciders_and_owners,
    people.names_and_addresses,
    dates.later,
    dates.first_customers,
    dates.vaguer,
    dates.time_zone,
    work.removed,
    work.refusals,
    work.later,
    work.fixed_later,
    work.asked_less,
    facts.removed,
)
"""One rule for each kind of weakening, in the order in which a report lists them."""


def weakened(old: Side, new: Side) -> tuple[Weakening, ...]:
    """What a change weakened from the old side to the new; both reports are as of the same day."""
    return tuple(each for rule in RULES for each in rule(old, new))
