"""The portfolio as data: launches by week, collisions, load, needs between launches, and decisions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from launchcheck.portfolio.collisions import collisions_of, loud, moments_of
from launchcheck.portfolio.load import load_of
from launchcheck.portfolio.needs import needs_of
from launchcheck.portfolio.weeks import Week, weeks_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from launchcheck.portfolio.audiences import Audiences
    from launchcheck.portfolio.collisions import Collision, Moment
    from launchcheck.portfolio.entries import Entry
    from launchcheck.portfolio.load import Load
    from launchcheck.portfolio.needs import Need

DISPUTED = "disputed"
"""What several decisions are that were made on branches at once."""


class Scheduled(NamedTuple):
    """A launch in these weeks: its place in the portfolio, and its public moments in their order."""

    entry: int
    moments: tuple[Moment, ...]


class Deciding(NamedTuple):
    """Who decides on a launch, and until when; `decision` is empty before one, or `disputed`.

    `is_stale` is whether the plan has changed since in what the decision is tied to.
    """

    entry: int
    decider: str
    until: date | None
    decision: str
    decided_on: date | None
    is_stale: bool


class Portfolio(NamedTuple):
    """All launches as of a day, over some weeks.

    `labels` are what pages call the launches: their names, with the file where several share one.
    `earlier` and `later` are how many launches have no public moment in these weeks, by their day.
    """

    as_of: date
    weeks: tuple[Week, ...]
    most: int
    entries: tuple[Entry, ...]
    labels: tuple[str, ...]
    launches: tuple[Scheduled, ...]
    collisions: tuple[Collision, ...]
    load: tuple[Load, ...]
    needs: tuple[Need, ...]
    decisions: tuple[Deciding, ...]
    earlier: int
    later: int

    @property
    def certain(self) -> tuple[Collision, ...]:
        """The collisions that are not merely likely."""
        return tuple(each for each in self.collisions if not each.likely)


def portfolio_of(
    entries: Sequence[Entry], as_of: date, begin: date, weeks: int, most: int, audiences: Audiences
) -> Portfolio:
    """The portfolio of some plans, over so many weeks from that of the day `begin`.

    `most` is how many open items of a person may be due in a week.
    """
    ordered = tuple(sorted(entries, key=lambda each: (each.day, each.report.source)))
    shown = weeks_from(begin, weeks)
    first, last = shown[0].monday, shown[-1].sunday
    launches = tuple(_scheduled(ordered, audiences, first, last))
    seen = {each.entry for each in launches}
    unseen = [entry.day for place, entry in enumerate(ordered) if place not in seen]
    return Portfolio(
        as_of=as_of,
        weeks=shown,
        most=most,
        entries=ordered,
        labels=_labels(ordered),
        launches=launches,
        collisions=tuple(collisions_of(loud(ordered, audiences), first, last)),
        load=load_of(ordered, shown, most),
        needs=needs_of(ordered),
        decisions=tuple(
            _deciding(entry, place) for place, entry in enumerate(ordered) if _is_next(entry, as_of, last)
        ),
        earlier=sum(day < first for day in unseen),
        later=sum(day > last for day in unseen),
    )


def _labels(entries: Sequence[Entry]) -> tuple[str, ...]:
    """What pages call each launch."""
    known = Counter(entry.name.casefold() for entry in entries)
    return tuple(
        f"{entry.name} ({entry.report.source})" if known[entry.name.casefold()] > 1 else entry.name
        for entry in entries
    )


def _scheduled(
    entries: Sequence[Entry], audiences: Audiences, first: date, last: date
) -> Iterator[Scheduled]:
    """The launches whose day or whose public campaigns are in these weeks."""
    for place, entry in enumerate(entries):
        moments = sorted(moments_of(entry, place, audiences), key=lambda each: (each.on, each.campaign))
        inside = tuple(each for each in moments if first <= each.on <= last)
        if inside or first <= entry.day <= last:
            yield Scheduled(place, inside)


def _is_next(entry: Entry, as_of: date, last: date) -> bool:
    """Whether a launch is still to be decided on in these weeks, or to take place."""
    return entry.is_planned and as_of <= entry.day <= last


def _deciding(entry: Entry, place: int) -> Deciding:
    """Who decides on a launch, by when, and what was decided."""
    launch, decisions = entry.report.launch, entry.decisions
    decider = launch.decider.name if launch.decider else ""
    until = entry.report.outline.dates.review
    if len(decisions) != 1:
        return Deciding(place, decider, until, DISPUTED if decisions else "", None, is_stale=False)
    made = decisions[0]
    zone = ZoneInfo(launch.timezone)
    return Deciding(place, decider, until, made.decision, made.at.astimezone(zone).date(), made.stale)
