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
        wrong = sorted(_refused(plan, checklist, facts, written), key=lambda each: each.locations)
        if wrong:
            raise LaunchcheckError("a waiver is refused", parts=tuple(wrong))
        self._read = [
            (_resolved(plan, waiver.where), self._waiver(index, waiver))
            for index, waiver in enumerate(written)
        ]

    def accept(
        self, item: Item, findings: tuple[Finding, ...]
    ) -> tuple[tuple[Finding, ...], tuple[Waiver, ...]]:
        """The findings, those accepted marked as such, and the waivers of the item that bear on them."""
        applied = []
        for index, (where, waiver) in enumerate(self._read):
            if waiver.check != item.id:
                continue
            meant = [where is None or each.where[: len(where)] == where for each in findings]
            if not any(meant):
                continue
            self._used.add(index)
            applied.append(waiver)
            if waiver.state == "in_force":
                findings = tuple(
                    each._replace(waived=True) if is_meant else each
                    for each, is_meant in zip(findings, meant, strict=True)
                )
        return findings, tuple(applied)

    def all(self) -> tuple[Waiver, ...]:
        """Every waiver, those that accepted nothing marked as unused; to be asked last."""
        return tuple(
            waiver._replace(state="unused")
            if waiver.state == "in_force" and index not in self._used
            else waiver
            for index, (_, waiver) in enumerate(self._read)
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


def status_of(findings: tuple[Finding, ...]) -> Status:
    """What an item with findings is: silence is unanswered, contradiction failed, all accepted waived."""
    found = Status.WAIVED
    for finding in findings:
        if not finding.waived:
            if finding.kind != "missing":
                return Status.FAILED
            found = Status.UNANSWERED
    return found


def _refused(
    plan: Plan, checklist: Checklist, facts: Facts, written: list[Written]
) -> Iterator[LaunchcheckError]:
    """Waivers that break a rule."""
    items = {item.id: item for item in checklist.items}
    most = (checklist.waivers.most or {}).get(plan.launch.tier)
    for index, waiver in enumerate(written):
        for field, message, hint in _broken(plan, checklist, items, waiver):
            place = facts.locate(("waivers", index, field))
            yield LaunchcheckError(message, hint=hint, locations=(place,))
        if most is not None and index >= most:
            message = f"{len(written)} waivers; at tier {plan.launch.tier} at most {most} may be there"
            yield LaunchcheckError(
                message, hint="mend one of the items instead", locations=(facts.locate(("waivers", index)),)
            )
            return


def _broken(
    plan: Plan, checklist: Checklist, items: dict[str, Item], waiver: Written
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
    if waiver.where and _resolved(plan, waiver.where) is None:
        yield (
            "where",
            f"{quote(waiver.where)} leads to nothing in the plan",
            "write a path with ids or numbers: campaigns.launch-email",
        )


def _owner(plan: Plan, area: str) -> str | None:
    """The id of the person who answers for an area."""
    return plan.launch.owner if area == "launch" else getattr(plan.owners, area, None)


def _resolved(plan: Plan, text: str | None) -> Where | None:
    """The place that `where` of a waiver names; ids and numbers stand for entries of lists.

    It may be one that the plan leaves out: a fact that is missing is a finding, too.
    """
    if text is None:
        return None
    node: Any = plan
    section: type[BaseModel] | None = type(plan)
    where: Where = ()
    for name in text.replace("[", ".").replace("]", "").split("."):
        step: str | int | None = name
        if isinstance(node, list):
            step = _entry(node, name)
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


def _entry(entries: list[Any], name: str) -> int | None:
    """Which entry of a list an id, a word or a number names; an id goes before a number."""
    named = (index for index, entry in enumerate(entries) if name == getattr(entry, "id", entry))
    numbered = (index for index in range(len(entries)) if name == str(index))
    return next(named, next(numbered, None))
