"""Which open items are accepted, by whom, until when; and which waivers are not to be had."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from launchcheck.dates import day, days
from launchcheck.errors import LaunchcheckError
from launchcheck.plan.known import fields
from launchcheck.report import Finding, Person, Status, Waiver
from launchcheck.text import listed, quote, suggest

if TYPE_CHECKING:
    from pydantic import BaseModel

    from launchcheck.checklist import Checklist, Item
    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.plan.waivers import Waiver as Written
    from launchcheck.source import Where

ENDS_SOON = 7
"""A waiver with no more days than this is said to end."""


class Waivers:
    """The waivers of one plan, held to the rules, and what they accept."""

    def __init__(self, plan: Plan, checklist: Checklist, facts: Facts) -> None:
        """Read the plan's waivers.

        Raises:
            LaunchcheckError: waivers that the rules refuse, each located.

        """
        self._plan = plan
        self._facts = facts
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
        """The findings, those accepted marked as such, and the waivers of the item that bear on them."""
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
        """Every waiver, those that accepted nothing marked as unused; to be asked last."""
        return tuple(
            waiver._replace(state="unused")
            if waiver.state == "in_force" and index not in self._used
            else waiver
            for index, waiver in enumerate(self._all)
        )

    def _waiver(self, index: int, written: Written) -> Waiver:
        """One waiver as a report shows it."""
        today = self._facts.today
        person = (self._plan.people or {}).get(written.approved_by)
        state = (
            "expired" if written.expires < today else "not_yet" if written.approved_on > today else "in_force"
        )
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
        )


class _ByPlace:
    """The waivers of one item, by the place that each accepts; one without a place accepts all.

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
        """The places of waivers that are `where`, or hold it."""
        places = (where[:length] for length in self._lengths if length <= len(where))
        return [place for place in places if place in self.at]


def status_of(findings: tuple[Finding, ...]) -> Status:
    """What an item with findings is: silence is unanswered, contradiction failed, all accepted waived."""
    found = Status.WAIVED
    for finding in findings:
        if not finding.waived:
            if finding.kind != "missing":
                return Status.FAILED
            found = Status.UNANSWERED
    return found


def _refused(plan: Plan, checklist: Checklist, facts: Facts, places: _Places) -> Iterator[LaunchcheckError]:
    """Waivers that break a rule."""
    written = plan.waivers or []
    items = {item.id: item for item in checklist.items}
    most = (checklist.waivers.most or {}).get(plan.launch.tier)
    for index, waiver in enumerate(written):
        for field, message, hint in _broken(plan, checklist, items, places, waiver):
            place = facts.locate(("waivers", index, field))
            yield LaunchcheckError(message, hint=hint, locations=(place,))
        if most is not None and index >= most:
            message = f"{len(written)} waivers; at tier {plan.launch.tier} at most {most} may be there"
            yield LaunchcheckError(
                message, hint="mend one of the items instead", locations=(facts.locate(("waivers", index)),)
            )
            return


def _broken(
    plan: Plan, checklist: Checklist, items: dict[str, Item], places: _Places, waiver: Written
) -> Iterator[tuple[str, str, str]]:
    """The rules that one waiver breaks: the field, what is wrong, and what to do."""
    rules = checklist.waivers
    item = items.get(waiver.check)
    if item is None:
        hint = suggest(waiver.check, items, "`launchcheck checks` lists the items")
        if within := [id_ for id_ in items if id_.startswith(f"{waiver.check}.")]:
            hint = f"a waiver names one item, such as {within[0]}"
        yield "check", f"no item {quote(waiver.check)} to waive", hint
    elif not item.waivable:
        yield (
            "check",
            f"{quote(item.id)} may never be waived",
            "it holds for the quietest launch too: mend the item",
        )
    elif waiver.approved_by == _owner(plan, item.answers):
        yield (
            "approved_by",
            f"{quote(waiver.approved_by)} owns {item.answers} and cannot waive its items",
            "somebody else approves",
        )
    if rules.approvers and waiver.approved_by not in rules.approvers:
        yield (
            "approved_by",
            f"{quote(waiver.approved_by)} may not approve waivers",
            f"these may: {listed(rules.approvers)}",
        )
    if waiver.expires < waiver.approved_on:
        yield (
            "expires",
            f"the waiver ends on {day(waiver.expires)}, before it is approved on {day(waiver.approved_on)}",
            "let it end later",
        )
    last = plan.launch.date + timedelta(rules.days_after_launch)
    if waiver.expires > last:
        yield (
            "expires",
            f"a waiver ends {days(rules.days_after_launch)} after the launch at the latest, by {day(last)}",
            "set an earlier day",
        )
    if waiver.where and places.find(waiver.where) is None:
        yield (
            "where",
            f"{quote(waiver.where)} leads to nothing in the plan",
            "write a path with ids or numbers: campaigns.launch-email",
        )


def _owner(plan: Plan, area: str) -> str | None:
    """The id of the person who answers for an area."""
    return plan.launch.owner if area == "launch" else getattr(plan.owners, area, None)


class _Places:
    """The places that waivers name; ids and numbers stand for entries of lists."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._entries: dict[Where, dict[str, int]] = {}

    def find(self, text: str) -> Where | None:
        """The place that `where` of a waiver names, or None; a missing fact has a place, too."""
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
                # Below a list or a map that the plan leaves out there is nothing to name.
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
    """The entries of a list by what they may be called; the first of a name has it."""
    found: dict[str, int] = {}
    for index, entry in enumerate(entries):
        name = getattr(entry, "id", entry)
        if isinstance(name, str):
            found.setdefault(name, index)
    for index in range(len(entries)):
        found.setdefault(str(index), index)
    return found
