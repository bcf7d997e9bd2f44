"""Waivers that a change added, or that accept more, or for longer, than before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck.compare.names import own_names
from launchcheck.compare.weakened.side import person
from launchcheck.dates import day
from launchcheck.text import quote, show
from launchcheck.weakenings import Weakening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from launchcheck.compare.weakened.side import Side
    from launchcheck.plan.waivers import Waiver


def new(old: Side, new: Side) -> Iterator[Weakening]:
    """A waiver is new, or accepts more of an item than any did."""
    for index, waiver in enumerate(new.plan.waivers or ()):
        before = [each for each in old.plan.waivers or () if each.check == waiver.check]
        if any(_covers(each, waiver) for each in before):
            continue
        place = new.source.locate(("waivers", index))
        until = f"by {person(new, waiver.approved_by)} until {day(waiver.expires)}"
        narrower = [each.where for each in before if each.where and _covers(waiver, each)]
        if narrower:
            now = waiver.where or "every finding"
            words = f"the waiver for {waiver.check} now accepts {now}; it was only {narrower[0]}"
            yield Weakening("waiver-wider", words, place, narrower[0], now)
        else:
            where = f" ({waiver.where})" if waiver.where else ""
            words = f"{waiver.check}{where} is waived {until}: {show(waiver.reason)}"
            yield Weakening("waiver-new", words, place, "", f"until {waiver.expires}")


def longer(old: Side, new: Side) -> Iterator[Weakening]:
    """A waiver ends later than before, or begins earlier."""
    for index, waiver, before in _same(old, new):
        about = f"the waiver for {waiver.check}"
        if waiver.expires > max(each.expires for each in before):
            was = max(each.expires for each in before)
            words = f"{about} now lasts until {day(waiver.expires)}; it lasted until {day(was)}"
            place = new.source.locate(("waivers", index, "expires"))
            yield Weakening("waiver-longer", words, place, str(was), str(waiver.expires))
        if waiver.approved_on < min(each.approved_on for each in before):
            was = min(each.approved_on for each in before)
            words = f"{about} now begins on {day(waiver.approved_on)}; it began on {day(was)}"
            place = new.source.locate(("waivers", index, "approved_on"))
            yield Weakening("waiver-longer", words, place, str(was), str(waiver.approved_on))


def moved(old: Side, new: Side) -> Iterator[Weakening]:
    """A waiver that names an entry by its number accepts another one, since the list has another order."""
    for index, waiver, _ in _same(old, new):
        steps = (waiver.where or "").replace("[", ".").replace("]", "").split(".")
        was, now = _entry(old.source.data, steps), _entry(new.source.data, steps)
        if was and now and was != now:
            about = f"the waiver for {waiver.check} ({waiver.where})"
            words = f"{about} now accepts another entry, {now}; it was {was}"
            place = new.source.locate(("waivers", index, "where"))
            yield Weakening("waiver-moved", words, place, was, now)


def _entry(data: Any, steps: Iterable[str]) -> str:
    """The entries that numbers among some steps lead to, by name; empty without any."""
    found = []
    for step in steps:
        if isinstance(data, list):
            if not (step.isdecimal() and int(step) < len(data)):
                return ""
            name = own_names(data)[int(step)]
            data = data[int(step)]
            found += [quote(name)] if isinstance(name, str) else []
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return ", ".join(found)


def approved_by_others(old: Side, new: Side) -> Iterator[Weakening]:
    """A waiver names another person who approved it."""
    for index, waiver, before in _same(old, new):
        if waiver.approved_by not in {each.approved_by for each in before}:
            was, now = person(old, before[0].approved_by), person(new, waiver.approved_by)
            words = f"the waiver for {waiver.check} is now approved by {now}; it was {was}"
            place = new.source.locate(("waivers", index, "approved_by"))
            yield Weakening("waiver-approver", words, place, before[0].approved_by, waiver.approved_by)


def _same(old: Side, new: Side) -> Iterator[tuple[int, Waiver, list[Waiver]]]:
    """The waivers that were there before, each with those that accepted what it accepts."""
    for index, waiver in enumerate(new.plan.waivers or ()):
        before = [each for each in old.plan.waivers or () if each.check == waiver.check]
        before = [each for each in before if _covers(each, waiver)]
        if before:
            yield index, waiver, before


def _covers(wide: Waiver, narrow: Waiver) -> bool:
    """Whether one waiver accepts all that another accepts, of the same item."""
    if not wide.where or wide.where == narrow.where:
        return True
    return (narrow.where or "").startswith((f"{wide.where}.", f"{wide.where}["))
