"""Public moments of two launches that reach the same audience within a few working days."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from launchcheck.portfolio.audiences import Audience, shared
from launchcheck.portfolio.weeks import working_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from launchcheck.portfolio.audiences import Audiences
    from launchcheck.portfolio.entries import Entry

CLOSE = 5
"""Two moments collide if they are at most so many working days apart."""

LOUD = (1, 2)
"""The tiers of launches that an audience hears of."""


class Moment(NamedTuple):
    """A public moment of a launch: its day, or a campaign that goes live. `campaign` is empty for the day.

    `entry` is the place of the launch in the portfolio.
    """

    on: date
    entry: int
    campaign: str
    what: str
    audiences: tuple[Audience, ...] = ()


class Collision(NamedTuple):
    """The two closest moments of two launches for one audience; `likely` if it is the same by name only."""

    one: Moment
    other: Moment
    working_days: int
    audiences: tuple[str, ...]
    likely: bool


def moments_of(entry: Entry, place: int, audiences: Audiences) -> Iterator[Moment]:
    """The public moments of a launch whose days are known.

    A campaign without an audience reaches all segments of its plan, as the launch does.
    """
    if entry.report.launch.status == "cancelled":
        return
    outline = entry.report.outline
    segments = {segment.id: audiences.of(segment) for segment in outline.segments}
    everyone = tuple(segments.values())
    if not entry.report.launch.window:
        yield Moment(entry.day, place, "", "launch day", everyone)
    for campaign in outline.campaigns:
        if campaign.public and campaign.goes_live:
            reached = tuple(segments[id] for id in campaign.segments if id in segments)
            named = campaign.name or campaign.id
            yield Moment(campaign.goes_live, place, campaign.id, named, reached or everyone)


def collisions_of(moments: Iterable[Moment], first: date, last: date) -> list[Collision]:
    """The collisions of moments that touch the days from `first` to `last`, in order of their days.

    Moments are sorted once, and each is compared with the latest one of every other launch that is still
    close, so that the work grows with the collisions and not with all pairs.
    """
    begin, end = working_day(first) - CLOSE, working_day(last) + CLOSE
    near = [each for each in moments if begin <= working_day(each.on) <= end]
    # A plan may have thousands of campaigns that reach all of its segments: those of one day are one moment.
    distinct = {(each.on, each.entry, id(each.audiences)): each for each in reversed(near)}
    best: dict[tuple[int, int], tuple[_Rank, Moment, Moment]] = {}
    for one, other, likely in _close(sorted(distinct.values(), key=_order), first, last):
        pair = (min(one.entry, other.entry), max(one.entry, other.entry))
        ranked = (_rank(one, other, likely=likely), one, other)
        if pair not in best or ranked[0] < best[pair][0]:
            best[pair] = ranked
    found = [_collision(one, other) for _, one, other in best.values()]
    return sorted(found, key=lambda each: (_order(each.one), _order(each.other)))


_Rank = tuple[bool, int, int, int, tuple[int, int, str]]


def _rank(one: Moment, other: Moment, *, likely: bool) -> _Rank:
    """Which collision of two launches counts: one that is certain, then the closest, then the first."""
    return likely, _apart(one, other), (other.on - one.on).days, one.on.toordinal(), _order(other)


def _order(moment: Moment) -> tuple[int, int, str]:
    return moment.on.toordinal(), moment.entry, moment.campaign


def _apart(one: Moment, other: Moment) -> int:
    return working_day(other.on) - working_day(one.on)


_Known = dict[tuple[int, bool], Moment]
"""The latest moment of each launch for an audience; a segment that is in the shared list is told apart."""


def _close(moments: Iterable[Moment], first: date, last: date) -> Iterator[tuple[Moment, Moment, bool]]:
    """The moments of two launches that are close and share a name, and whether that makes them only likely.

    The later one is not before `first`, and the earlier one not after `last`.
    """
    recent: dict[tuple[bool, str], _Known] = {}
    for moment in moments:
        for each in moment.audiences:
            is_listed = bool(each.shared)
            for likely, words in ((False, each.shared), (True, each.words)):
                for word in words:
                    known = recent.setdefault((likely, word), {})
                    if moment.on >= first:
                        for before in _before(moment, known, is_told=likely and is_listed):
                            yield before, moment, likely
                    if moment.on <= last:
                        known[moment.entry, is_listed] = moment


def _before(moment: Moment, known: _Known, *, is_told: bool) -> Iterator[Moment]:
    """The moments of other launches that are still close; the rest is forgotten.

    Where `is_told`, the shared list tells this segment from all others that are in it.
    """
    for (entry, is_listed), before in [*known.items()]:
        if _apart(before, moment) > CLOSE:
            del known[entry, is_listed]
        elif entry != moment.entry and not (is_told and is_listed):
            yield before


def _collision(one: Moment, other: Moment) -> Collision:
    names, likely = shared(one.audiences, other.audiences)
    return Collision(one, other, _apart(one, other), names, likely)


def loud(entries: Sequence[Entry], audiences: Audiences) -> Iterator[Moment]:
    """The moments of all launches that an audience hears of."""
    for place, entry in enumerate(entries):
        if entry.report.launch.tier in LOUD:
            yield from moments_of(entry, place, audiences)
