"""What settings and checklists weaken: rules of the gate, severities, due dates, checks, waiver rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.checklist import is_lower
from launchcheck.compare.weakened import options
from launchcheck.compare.weakened.side import changed
from launchcheck.dates import day
from launchcheck.report import FailOn
from launchcheck.schedule import Schedule
from launchcheck.text import counted, listed
from launchcheck.weakenings import Weakening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.checklist import Item, WaiverRules
    from launchcheck.compare.weakened.side import Side
    from launchcheck.errors import Location

_WITHIN_A_BLOCKER = frozenset({FailOn.OVERDUE, FailOn.FAILED, FailOn.REGRESSION})
_CONTAINS = {
    FailOn.BLOCKER: _WITHIN_A_BLOCKER,
    FailOn.WARNING: _WITHIN_A_BLOCKER | {FailOn.BLOCKER},
}
"""The rules that close only where another one closes, too."""


def rules_of_the_gate(old: Side, new: Side) -> Iterator[Weakening]:
    """A rule of the gate is gone, and none that is left contains it."""
    before, after = old.policy.rules, new.policy.rules
    kept = {*after}.union(*(_CONTAINS.get(rule, ()) for rule in after))
    if {*before} - kept - {FailOn.NEVER}:
        was, now = ",".join(before), ",".join(after)
        place = new.policy.place("fail_on")
        yield Weakening("fail-on-weaker", changed("fail_on", now, was), place, was, now)


def severities(old: Side, new: Side) -> Iterator[Weakening]:
    """An item that is still asked has a lower severity."""
    for before, after in _both(old, new):
        for tier in dict.fromkeys((new.tier, old.tier)):
            was, now = before.severity.get(tier, ""), after.severity.get(tier, "")
            if is_lower(now, was):
                at = f" at tier {tier}" if tier != new.tier else ""
                words = f"{after.id} is now {f'a {now}' if now else 'not asked'}{at}; it was a {was}"
                yield Weakening("severity-lowered", words, _place(new, after.id), was, now)
                break


def due_dates(old: Side, new: Side) -> Iterator[Weakening]:
    """An item is due later, counted from the same launch."""
    schedule = Schedule.of(new.plan, new.report.as_of)
    for before, after in _both(old, new):
        was, now = schedule.on(before.due), schedule.on(after.due)
        if now > was:
            words = f"{after.id} is now due {after.due.text}, {day(now)}; it was due {before.due.text}"
            yield Weakening("due-later", words, None, before.due.text, after.due.text)


def openings(old: Side, new: Side) -> Iterator[Weakening]:
    """An item is asked only from a later day on."""
    schedule = Schedule.of(new.plan, new.report.as_of)
    for before, after in _both(old, new):
        if after.opens is None:
            continue
        now = schedule.on(after.opens)
        if before.opens is None or now > schedule.on(before.opens):
            was = f"from {before.opens.text} on" if before.opens else "at once"
            words = f"{after.id} is now asked only from {after.opens.text} on, {day(now)}; it was asked {was}"
            yield Weakening("opens-later", words, None, was, f"from {after.opens.text} on")


def checks(old: Side, new: Side) -> Iterator[Weakening]:
    """An item is decided in another way; options that only ask for more do not count."""
    for before, after in _both(old, new):
        if {*map(str, before.evidence)} - {*map(str, after.evidence)}:
            was, now = listed(before.evidence), listed(after.evidence) or "none"
            words = changed(f"the evidence of {after.id}", now, was)
            yield Weakening("check-changed", words, None, was, now)
        for option, was, now in options.differences(before.check, after.check):
            if not options.asks_more(option, was, now):
                said = options.words(was), options.words(now)
                words = changed(f"{option} in the check of {after.id}", said[1], said[0])
                yield Weakening("check-changed", words, None, *said)


def conditions(old: Side, new: Side) -> Iterator[Weakening]:
    """An item is asked only under a condition that is new, may now be waived, or is no longer in the core."""
    for before, after in _both(old, new):
        if any(before.when.get(path) != test for path, test in after.when.items()):
            was, now = listed(before.when) or "none", listed(after.when)
            words = f"{after.id} has another condition, on {now}; it was {was}"
            yield Weakening("condition-changed", words, None, was, now)
        if after.waivable and not before.waivable:
            words = f"{after.id} may now be waived; it could not"
            yield Weakening("waivable", words, None, "no", "yes")
        if before.waived_one_by_one and not after.waived_one_by_one:
            words = f"{after.id} may now be waived as a whole; a waiver had to name what it accepts"
            yield Weakening("waivable", words, None, "one by one", "as a whole")
        was, now = (
            listed(side.policy.checklist.answers(item)) for side, item in ((old, before), (new, after))
        )
        if was != now:
            words = changed(f"the area that answers for {after.id}", now, was)
            yield Weakening("answers-changed", words, None, was, now)
        if before.core and not after.core:
            yield Weakening("not-core", f"{after.id} is no longer in the core", None, "yes", "no")


def waiver_rules(old: Side, new: Side) -> Iterator[Weakening]:
    """Other people may approve waivers, or more of them, or for longer."""
    before, after = old.policy.checklist.waivers, new.policy.checklist.waivers
    if _opens(before.approvers, after.approvers):
        was, now = listed(before.approvers), listed(after.approvers) or "anyone but the owner"
        place = new.policy.place("waivers.approvers")
        yield Weakening("approvers-changed", changed("waivers.approvers", now, was), place, was, now)
    for tier in sorted({old.tier, new.tier}):
        most, now_most = _most(before, tier), _most(after, tier)
        if most is not None and (now_most is None or now_most > most):
            was, now = f"at most {most}", "any number of" if now_most is None else f"at most {now_most}"
            words = f"{now} waivers may now be approved at tier {tier}; it was {was}"
            yield Weakening("more-waivers", words, None, was, now)
    if after.days_after_launch > before.days_after_launch:
        was, now = (counted(each.days_after_launch, "day") for each in (before, after))
        words = f"a waiver may now last until {now} after the launch; it was {was}"
        yield Weakening("longer-waivers", words, None, was, now)


def facts(old: Side, new: Side) -> Iterator[Weakening]:
    """Other facts are merged below the plan, or older ones may count: they may say anything."""
    before, after = (side.policy.value("facts") or [] for side in (old, new))
    if before != after:
        was, now = (listed(each) or "none" for each in (before, after))
        words = changed("facts", now, was)
        yield Weakening("facts-changed", words, new.policy.place("facts"), was, now)
    age, now_age = (side.policy.value("facts_max_age") for side in (old, new))
    if age is not None and (now_age is None or now_age > age):
        was, now = f"{age}d", "any age" if now_age is None else f"{now_age}d"
        words = changed("facts_max_age", now, was)
        yield Weakening("older-facts", words, new.policy.place("facts_max_age"), was, now)


def _both(old: Side, new: Side) -> Iterator[tuple[Item, Item]]:
    """The items that both sides ask, before and after."""
    tiers = {old.tier, new.tier}
    before = old.asked(tiers)
    known = {item.id: item for item in new.policy.checklist.items}
    still = new.asked((1, 2, 3)) | {id: known[id] for id in before if id in known and not known[id].severity}
    yield from ((before[id], still[id]) for id in before if id in still)


def _place(side: Side, id: str) -> Location | None:
    """Where settings lower a severity."""
    lowered = side.policy.checklist.lowered.get(id)
    return lowered.location if lowered else None


def _opens(before: list[str], after: list[str]) -> bool:
    """Whether people may approve who could not; where none are named, anyone may."""
    return bool(before) and (not after or not {*after} <= {*before})


def _most(rules: WaiverRules, tier: int) -> int | None:
    """The maximum number of waivers at a tier; None if there is none."""
    return rules.most.get(tier) if rules.most else None
