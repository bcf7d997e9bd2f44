"""One side of a change: a plan and its report, and the policy that is in force for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from launchcheck.catalog import with_packs
from launchcheck.errors import Location
from launchcheck.report import FailOn
from launchcheck.text import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from launchcheck.checklist import Checklist, Item
    from launchcheck.config import Settings
    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.source import Source

_ORIGIN = re.compile(r"(.+):(\d+):(\d+)")
"""The origin of a setting that is in a file."""

_MOST = 6
"""How many ids a message names."""


class Policy(NamedTuple):
    """What is asked of a plan, and what closes the gate: the effect of settings and checklists.

    `skipped` are the items that settings skip, by id, each with the reason. `settings` are those
    that were read, by key, each with its places in the file; empty without settings.
    """

    checklist: Checklist
    skipped: Mapping[str, str]
    settings: Settings

    @property
    def rules(self) -> tuple[FailOn, ...]:
        """The rules of the gate."""
        found = self.value("fail_on")
        return tuple(FailOn(rule) for rule in found.split(",")) if found else (FailOn.BLOCKER,)

    def value(self, key: str) -> Any:
        """A setting; None if it is not set."""
        return self.settings[key].value if key in self.settings else None

    def place(self, key: str, index: int = 0) -> Location | None:
        """The place of a part of a setting in its file, or of the setting; None if it is not in a file."""
        if key not in self.settings:
            return None
        setting = self.settings[key]
        if index < len(setting.places):
            return setting.places[index]
        found = _ORIGIN.fullmatch(setting.origin)
        return Location(found[1], int(found[2]), int(found[3])) if found else None


class Side(NamedTuple):
    """A plan before or after a change, with its report and its policy; use `of` to make one."""

    plan: Plan
    source: Source
    report: Report
    policy: Policy

    @classmethod
    def of(cls, plan: Plan, source: Source, report: Report, policy: Policy) -> Self:
        """A plan with its policy; the packs that the plan turns on are part of what it is asked."""
        checklist = with_packs(policy.checklist, plan.turned_on)
        skipped = {**policy.skipped, **checklist.skipped}
        return cls(plan, source, report, policy._replace(checklist=checklist, skipped=skipped))

    @property
    def packs(self) -> tuple[str, ...]:
        """The packs that are on, by the plan or by settings."""
        return tuple(dict.fromkeys((*self.plan.turned_on, *(self.policy.value("packs") or ()))))

    @property
    def tier(self) -> int:
        """The plan's own tier."""
        return self.plan.launch.tier

    @property
    def time_zone(self) -> str:
        """The time zone of the plan's dates: its own, else that of the settings."""
        launch = self.plan.launch
        given = "timezone" in launch.model_fields_set or not self.policy.value("timezone")
        return launch.timezone if given else str(self.policy.value("timezone"))

    def asked(self, tiers: Iterable[int]) -> dict[str, Item]:
        """The items that the policy and the plan leave to be asked at one of some tiers, by id."""
        off, excluded = self.policy.checklist.off, self.plan.not_applicable or {}
        return {
            item.id: item
            for item in self.policy.checklist.items
            if any(tier in item.severity for tier in tiers)
            and item.id not in self.policy.skipped
            and off.keys().isdisjoint((item.id, item.area))
            and excluded.keys().isdisjoint((item.id, item.area))
        }


def named(ids: Iterable[str]) -> str:
    """Items counted and named: `2 items (sales.kit and sales.reach)`; one by its id alone."""
    found = [*ids]
    if len(found) == 1:
        return found[0]
    return f"{counted(len(found), 'item')} ({listed(found, most=_MOST)})"


def changed(about: str, now: str, was: str) -> str:
    """The sentence about a value: `launch.tier is now 3; it was 1`."""
    return f"{about} is now {now}; it was {was}"


def person(side: Side, id: str | None) -> str:
    """A person of a plan as messages name them: by name, else by id; `no one` for none.

    Where two people have one name, the id tells which of them is meant.
    """
    people = side.plan.people or {}
    known = people.get(id or "")
    if not (known and known.name):
        return id or "no one"
    namesakes = sum(each.name == known.name for each in people.values())
    return f"{known.name} ({id})" if namesakes > 1 else known.name
