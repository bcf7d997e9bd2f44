"""Waivers that a change added, or that accept more, or for longer, than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.compare.names import namer
from launchcheck.compare.weakened.side import person
from launchcheck.dates import day
from launchcheck.text import quote, show
from launchcheck.weakenings import Weakening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.compare.names import Namer
    from launchcheck.compare.weakened.side import Side
    from launchcheck.plan.waivers import Waiver
    from launchcheck.source import Where


class _Before:
    """The waivers before a change, by item and by the steps of the place that they accept."""

    def __init__(self, side: Side) -> None:
        self._at: dict[tuple[str, Where], list[Waiver]] = {}
        self._below: dict[tuple[str, Where], Waiver] = {}
        for waiver in side.plan.waivers or ():
            steps = _steps(waiver)
            self._at.setdefault((waiver.check, steps), []).append(waiver)
            for depth in range(len(steps)):
                self._below.setdefault((waiver.check, steps[:depth]), waiver)

    def covering(self, waiver: Waiver) -> list[Waiver]:
        """Those that accepted all that a waiver accepts."""
        steps = _steps(waiver)
        places = (steps[:depth] for depth in range(len(steps) + 1))
        return [each for place in places for each in self._at.get((waiver.check, place), ())]

    def narrower(self, waiver: Waiver) -> Waiver | None:
        """The first that accepted only a part of what a waiver accepts."""
        return self._below.get((waiver.check, _steps(waiver)))


def _steps(waiver: Waiver) -> Where:
    """The steps of the place that a waiver accepts; none for every finding of its item."""
    text = (waiver.where or "").replace("[", ".").replace("]", "")
    return tuple(int(step) if step.isdecimal() else step for step in text.split(".")) if text else ()


def new(old: Side, new: Side) -> Iterator[Weakening]:
    """A waiver is new, or accepts more of an item than any did."""
    before = _Before(old)
    for index, waiver in enumerate(new.plan.waivers or ()):
        if before.covering(waiver):
            continue
        place = new.source.locate(("waivers", index))
        until = f"by {person(new, waiver.approved_by)} until {day(waiver.expires)}"
        if narrower := before.narrower(waiver):
            was, now = narrower.where or "", waiver.where or "every finding"
            words = f"the waiver for {waiver.check} now accepts {now}; it was only {was}"
            yield Weakening("waiver-wider", words, place, was, now)
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
    before, after = namer(old.source.data), namer(new.source.data)
    for index, waiver, _ in _same(old, new):
        was, now = (_entries(_steps(waiver), named) for named in (before, after))
        if was and now and was != now:
            about = f"the waiver for {waiver.check} ({waiver.where})"
            words = f"{about} now accepts another entry, {now}; it was {was}"
            place = new.source.locate(("waivers", index, "where"))
            yield Weakening("waiver-moved", words, place, was, now)


def _entries(where: Where, named: Namer) -> str:
    """The entries that the numbers in a place lead to, by name; empty without any."""
    pairs = zip(where, named(where), strict=True)
    return ", ".join(quote(name) for step, name in pairs if type(step) is int and isinstance(name, str))


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
    before = _Before(old)
    for index, waiver in enumerate(new.plan.waivers or ()):
        if found := before.covering(waiver):
            yield index, waiver, found
