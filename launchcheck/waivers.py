"""Apply waivers to findings, and refuse those that break the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from launchcheck import catalog
from launchcheck.checks.entries import EntryCheck
from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError
from launchcheck.people import Person
from launchcheck.plan.areas import answering, owner_of
from launchcheck.plan.known import fields
from launchcheck.results import Finding, Status, Waiver
from launchcheck.text import listed, quote, suggest

if TYPE_CHECKING:
    from pydantic import BaseModel

    from launchcheck.checklist import Checklist, Item
    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.plan.waivers import Waiver as Written
    from launchcheck.source import Where

ENDS_SOON = 7
"""A waiver with this many days left or fewer is reported as expiring soon."""


class Waivers:
    """The waivers of one plan, checked against the rules, and what they accept."""

    def __init__(self, plan: Plan, checklist: Checklist, facts: Facts) -> None:
        """Read the plan's waivers.

        Raises:
            LaunchcheckError: the rules refuse a waiver, located.

        """
        self._plan = plan
        self._facts = facts
        self._latest = plan.launch.day + timedelta(checklist.waivers.days_after_launch)
        self._used: set[int] = set()
        written = plan.waivers or []
        places = _Places(plan)
        wrong = sorted(_refused(plan, checklist, facts, places), key=lambda each: each.locations)
        if wrong:
            raise LaunchcheckError("a waiver is refused", parts=tuple(wrong))
        self._all = [self._waiver(index, waiver) for index, waiver in enumerate(written)]
        self._by_item: dict[str, _ByPlace] = {}
        for index, waiver in enumerate(written):
            where = places.find(waiver.where) if waiver.where else None
            of_item = self._by_item.setdefault(waiver.check, _ByPlace())
            of_item.add(where or (), index, self._all[index].state)

    def accept(
        self, item: Item, findings: tuple[Finding, ...]
    ) -> tuple[tuple[Finding, ...], tuple[Waiver, ...]]:
        """Mark accepted findings, and return them with the item's waivers that apply to them."""
        waivers = self._by_item.get(item.id)
        if not waivers:
            return findings, ()
        bearing: set[Where] = set()
        marked = []
        for finding in findings:
            places = waivers.over(finding.where)
            bearing.update(places)
            accepted = not waivers.in_force.isdisjoint(places)
            marked.append(finding._replace(waived=True) if accepted else finding)
        used = sorted(index for place in bearing for index in waivers.at[place])
        self._used.update(used)
        return tuple(marked), tuple(self._all[index] for index in used)

    def all(self) -> tuple[Waiver, ...]:
        """Every waiver, those that accepted nothing marked as unused; call it after every `accept`."""
        return tuple(
            waiver._replace(state="unused")
            if waiver.state == "in_force" and index not in self._used
            else waiver
            for index, waiver in enumerate(self._all)
        )

    def _waiver(self, index: int, written: Written) -> Waiver:
        """One waiver as a report shows it.

        A waiver that is too long for the launch date is shown, but accepts nothing: a launch date
        that moves must not make the plan unreadable.
        """
        today = self._facts.today
        person = (self._plan.people or {}).get(written.approved_by)
        state = "in_force"
        if written.expires > self._latest:
            state = "too_long"
        elif written.expires < today:
            state = "expired"
        elif written.approved_on > today:
            state = "not_yet"
        return Waiver(
            check=written.check,
            where=written.where or "",
            reason=written.reason,
            approved_by=Person(written.approved_by, (person and person.name) or written.approved_by),
            approved_on=written.approved_on,
            expires=written.expires,
            days_left=(written.expires - today).days,
            follow_up=written.follow_up or "",
            location=self._facts.locate(("waivers", index)),
            state=state,
            latest=self._latest,
        )


class _ByPlace:
    """The waivers of one item, by the place that each accepts; one without a place accepts everything.

    `at` has their numbers in the plan, and `in_force` the places where at least one is in force.
    """

    def __init__(self) -> None:
        self.at: dict[Where, list[int]] = {}
        self.in_force: set[Where] = set()
        self._lengths: set[int] = set()

    def add(self, where: Where, index: int, state: str) -> None:
        """Add a waiver by its number."""
        self.at.setdefault(where, []).append(index)
        self._lengths.add(len(where))
        if state == "in_force":
            self.in_force.add(where)

    def over(self, where: Where) -> list[Where]:
        """The places of waivers at `where` or above it."""
        places = (where[:length] for length in self._lengths if length <= len(where))
        return [place for place in places if place in self.at]


def status_of(findings: tuple[Finding, ...]) -> Status:
    """The status of an item with findings: failed, unanswered if all open ones are missing, or waived."""
    found = Status.WAIVED
    for finding in findings:
        if not finding.waived:
            if finding.kind != "missing":
                return Status.FAILED
            found = Status.UNANSWERED
    return found


def _refused(plan: Plan, checklist: Checklist, facts: Facts, places: _Places) -> Iterator[LaunchcheckError]:
    """The error for each rule that a waiver breaks."""
    written = plan.waivers or []
    items = {item.id: item for item in checklist.items}
    most = (checklist.waivers.most or {}).get(plan.launch.tier)
    for index, waiver in enumerate(written):
        for field, message, hint in _broken(plan, checklist, items, places, waiver):
            place = facts.locate(("waivers", index, field))
            yield LaunchcheckError(message, hint=hint, locations=(place,))
        if most is not None and index >= most:
            message = f"{len(written)} waivers; at most {most} allowed at tier {plan.launch.tier}"
            yield LaunchcheckError(
                message, hint="fix one of the items instead", locations=(facts.locate(("waivers", index)),)
            )
            return


def _broken(
    plan: Plan, checklist: Checklist, items: dict[str, Item], places: _Places, waiver: Written
) -> Iterator[tuple[str, str, str]]:
    """The rules that one waiver breaks: the field, what is wrong, and what to do."""
    rules = checklist.waivers
    item = items.get(waiver.check)
    if item is None and catalog.item_of_pack(waiver.check):
        pass  # of a pack that is not on: the waiver is unused
    elif item is None:
        hint = suggest(waiver.check, items, "`launchcheck checks` lists the items")
        if any(id_.startswith(f"{waiver.check}.") for id_ in items):
            hint = "a waiver names one item; an area that does not apply goes under `not_applicable`"
        yield "check", f"no item {quote(waiver.check)} to waive", hint
    elif not item.waivable:
        yield (
            "check",
            f"{quote(item.id)} may never be waived",
            "this item applies at every tier and cannot be waived; fix it instead",
        )
    elif waiver.approved_by == owner_of(plan, area := answering(plan, checklist.answers(item))):
        yield (
            "approved_by",
            f"{quote(waiver.approved_by)} owns {area} and cannot waive its items",
            "another person must approve",
        )
    elif item.waived_one_by_one and not _is_of_an_entry(places.find(waiver.where or "")):
        lists = [check.of for check in item.checks if isinstance(check, EntryCheck) and check.of]
        yield (
            "where" if waiver.where else "check",
            f"{quote(item.id)} can only be waived one by one, not as a whole",
            f"name what you accept in where, such as {lists[0] if lists else 'goals'}.ID",
        )
    if rules.approvers and waiver.approved_by not in rules.approvers:
        yield (
            "approved_by",
            f"{quote(waiver.approved_by)} cannot approve waivers",
            f"approvers: {listed(rules.approvers)}",
        )
    if waiver.expires < waiver.approved_on:
        yield (
            "expires",
            f"the waiver expires on {day(waiver.expires)}, before its approval on {day(waiver.approved_on)}",
            "set a later date",
        )
    if waiver.where and places.find(waiver.where) is None:
        yield (
            "where",
            f"{quote(waiver.where)} is not in the plan",
            "write a path with ids or numbers: campaigns.launch-email",
        )


def _is_of_an_entry(where: Where | None) -> bool:
    """Whether a place is an entry of a list, or something in one."""
    return any(isinstance(step, int) for step in where or ())


class _Places:
    """Find the places that waivers name; ids and numbers name entries of lists."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._entries: dict[Where, dict[str, int]] = {}

    def find(self, text: str) -> Where | None:
        """The place that `where` of a waiver names, or None; a missing fact has a place too."""
        node: Any = self._plan
        section: type[BaseModel] | None = type(self._plan)
        where: Where = ()
        for name in text.replace("[", ".").replace("]", "").split("."):
            step: str | int | None = name
            if isinstance(node, list):
                step = self._entry(where, node, name)
                node = None if step is None else node[step]
            elif isinstance(node, dict):
                step = name if name in node else None
                node = node.get(name)
            else:
                known = fields(section).get(name) if section else None
                step = name if known else None
                node = getattr(node, known.attribute, None) if known else None
                # A missing list or map has no places below it.
                section = known.model if known and (node or not known.many) else None
            if step is None:
                return None
            where = (*where, step)
        return where

    def _entry(self, where: Where, entries: list[Any], name: str) -> int | None:
        """Which entry of the list at `where` an id, a word or a number names, in that order."""
        if where not in self._entries:
            self._entries[where] = _names(entries)
        return self._entries[where].get(name)


def _names(entries: list[Any]) -> dict[str, int]:
    """The entries of a list by id, word and number; for equal names, the first."""
    found: dict[str, int] = {}
    for index, entry in enumerate(entries):
        name = getattr(entry, "id", entry)
        if isinstance(name, str):
            found.setdefault(name, index)
    for index in range(len(entries)):
        found.setdefault(str(index), index)
    return found
