"""Items that are no longer asked: skipped or off, out of the checklist, excluded, or ruled out by a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.compare.weakened.side import named, person
from launchcheck.results import Status
from launchcheck.text import show
from launchcheck.weakenings import Weakening

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from launchcheck.checklist import Item
    from launchcheck.compare.weakened.side import Side


def skipped(old: Side, new: Side) -> Iterator[Weakening]:
    """Items that were asked are ignored, not selected, off, or out of the checklist."""
    before = old.asked({old.tier, new.tier})
    left = dict(before)
    for index, id in enumerate(new.policy.value("ignore") or ()):
        found = _taken(left, {id})
        if found:
            words = f"{id} is now ignored{_others(found, id)}"
            yield Weakening("ignored", words, new.policy.place("ignore", index), "asked", "ignored")
    checklist = new.policy.checklist
    known = {item.id for item in checklist.items}
    for pack in old.packs:
        gone = {id for id, item in left.items() if item.area == pack and id not in known}
        if pack not in new.packs and (found := _taken(left, gone)):
            place = new.source.locate(("packs",)) if pack in old.plan.turned_on else new.policy.place("packs")
            words = f"the pack {pack} is no longer on: {named(found)}"
            yield Weakening("pack-off", words, place, "on", "off")
    if found := _taken(left, left.keys() - known):
        words = f"{named(found)} {'is' if len(found) == 1 else 'are'} no longer in the checklist"
        yield Weakening("off", words, None, "asked", "not in the checklist")
    for id in checklist.off:
        if found := _taken(left, {id}):
            words = f"{id} is now off{_others(found, id)}"
            yield Weakening("off", words, None, "asked", "off")
    if found := _taken(left, left.keys() & new.policy.skipped.keys()):
        words = f"{named(found)} {'is' if len(found) == 1 else 'are'} no longer selected"
        yield Weakening("not-selected", words, new.policy.place("select"), "asked", "not selected")


def not_applicable(old: Side, new: Side) -> Iterator[Weakening]:
    """The plan says of an area or item that it does not apply, and did not."""
    was, now = old.plan.not_applicable or {}, new.plan.not_applicable or {}
    for id, entry in now.items():
        covered = [item for item in new.policy.checklist.items if id in {item.area, item.id}]
        fresh = [item.id for item in covered if was.keys().isdisjoint((item.area, item.id))]
        if id in was or (covered and not fresh):
            continue
        items = f" ({len(fresh)} {'item' if len(fresh) == 1 else 'items'})" if len(fresh) > 1 else ""
        said = f"{person(new, entry.by)} says that {id} does not apply{items}"
        words = f"{said}: {show(entry.reason)}"
        place = new.source.locate(("not_applicable", id), key=True)
        yield Weakening("not-applicable", words, place, "asked", "not applicable")


def no_longer_met(old: Side, new: Side) -> Iterator[Weakening]:
    """An item no longer applies, because a fact that its condition reads was set, and is another now."""
    asked = new.asked({new.tier})
    before = {each.item.id: each for each in old.report.results}
    for result in new.report.results:
        was = before.get(result.item.id)
        if result.item.id not in asked or was is None or new.plan.launch.status == "cancelled":
            continue
        if result.status is Status.NOT_APPLICABLE and was.status is not Status.NOT_APPLICABLE:
            paths = [path for path in was.item.when if path.value(old.plan) is not None]
            if paths and not result.excluded:
                words = f"{result.item.id} no longer applies: {result.reason}"
                place = new.source.locate(paths[0].steps)
                yield Weakening("no-longer-asked", words, place, was.status.value, "not applicable")


def _others(found: list[str], id: str) -> str:
    """The items of an area, after its id; nothing for an item."""
    return "" if found == [id] else f": {named(found)}"


def _taken(left: dict[str, Item], ids: Collection[str]) -> list[str]:
    """Take the items with these ids, or of these areas, out of those that are left."""
    found = [item.id for item in left.values() if item.id in ids or item.area in ids]
    for id in found:
        del left[id]
    return found
