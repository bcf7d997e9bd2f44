"""The launch: its status, tier, dates and time zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from launchcheck.compare.weakened.side import changed
from launchcheck.dates import day, days
from launchcheck.text import counted
from launchcheck.weakenings import Weakening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.compare.weakened.side import Side

_DATE = ("launch", "date")


_STATUS = {"cancelled": "nothing is checked", "launched": "the plan is checked as of its launch date"}
"""What follows from a status that a change may give a launch."""


def status(old: Side, new: Side) -> Iterator[Weakening]:
    """The launch is cancelled, so that nothing is checked, or launched."""
    was, now = old.plan.launch.status, new.plan.launch.status
    if now != was and now in _STATUS:
        words = f"launch.status is now {now}, so {_STATUS[now]}; it was {was}"
        place = new.source.locate(("launch", "status"))
        yield Weakening(f"status-{now}", words, place, was, now)


def tier(old: Side, new: Side) -> Iterator[Weakening]:
    """The number of the tier is higher, so that less is asked."""
    if new.tier > old.tier:
        was, now = (side.report.asked[side.tier - 1] for side in (old, new))
        words = changed("launch.tier", str(new.tier), str(old.tier))
        if was != now and new.plan.launch.status != "cancelled":
            words = f"{words}; {counted(now, 'blocker')} {'is' if now == 1 else 'are'} asked instead of {was}"
        place = new.source.locate(("launch", "tier"))
        yield Weakening("tier-raised", words, place, str(old.tier), str(new.tier))


def later(old: Side, new: Side) -> Iterator[Weakening]:
    """The launch, the go/no-go meeting or the beginning of the plan is later, and with it what is due."""
    before, after = old.plan.launch, new.plan.launch
    if after.day > before.day:
        words = changed("launch.date", after.date.words, before.date.words)
        words = f"{words}, {days((after.day - before.day).days)} earlier"
        was, now = before.date.text, after.date.text
        yield Weakening("date-later", words, new.source.locate(_DATE), was, now)
    for key in ("review_on", "planned_on"):
        was_on, now_on = getattr(before, key), getattr(after, key)
        begins = key == "planned_on" and was_on is None
        if now_on and (begins or (was_on and now_on > was_on)):
            so = ", so what was due before or soon after it is due later" if key == "planned_on" else ""
            words = changed(f"launch.{key}", f"{day(now_on)}{so}", day(was_on) if was_on else "not set")
            what = f"{key.replace('_', '-')}-later"
            was, now = str(was_on or ""), str(now_on)
            yield Weakening(what, words, new.source.locate(("launch", key)), was, now)


def first_customers(old: Side, new: Side) -> Iterator[Weakening]:
    """Customers first have it on a later day, by another fact than the launch date alone."""
    before, after = old.report.launch.first_customers, new.report.launch.first_customers
    if not (before and after and after.date > before.date) or before.where == after.where == _DATE:
        return
    words = changed("the day of the first customers", day(after.date), day(before.date))
    place = new.source.locate(after.where)
    yield Weakening("first-customers-later", words, place, str(before.date), str(after.date))


def vaguer(old: Side, new: Side) -> Iterator[Weakening]:
    """A date that was known to the day is a period, or a period is wider."""
    for key in ("date", "release_date"):
        before, after = getattr(old.plan.launch, key), getattr(new.plan.launch, key)
        if before and after and after.last - after.first > before.last - before.first:
            kind = "a day" if before.is_day else "a shorter period"
            words = f"launch.{key} is now a period, {after.text}; it was {kind}, {before.text}"
            place = new.source.locate(("launch", key))
            yield Weakening("date-vaguer", words, place, before.text, after.text)


def time_zone(old: Side, new: Side) -> Iterator[Weakening]:
    """The launch is in a time zone in which each day ends later."""
    was, now = old.time_zone, new.time_zone
    if _offset(now, new) < _offset(was, new):
        words = f"the time zone is now {now}, where every day ends later; it was {was}"
        place = None if now == new.plan.launch.timezone else new.policy.place("timezone")
        place = place or new.source.locate(("launch", "timezone"))
        yield Weakening("time-zone", words, place, was, now)


def _offset(zone: str, side: Side) -> timedelta:
    """How far a time zone is ahead of UTC on the day of the check."""
    noon = datetime.combine(side.report.as_of, datetime.min.time()) + timedelta(hours=12)
    return ZoneInfo(zone).utcoffset(noon) or timedelta()
