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
    """The collisions of loud moments that touch the days from `first` to `last`, in order of their days.

    Moments are sorted once, and each is compared with the latest one of every other launch that is still
    close, so that the work grows with the collisions and not with all pairs.
    """
    ordered = sorted((each for each in moments if each.on <= last or _is_near(last, each.on)), key=_order)
    best: dict[tuple[int, int], tuple[_Rank, Moment, Moment]] = {}
    for marks in _by_audience(ordered).values():
        for one, other, likely in _close(marks, first, last):
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


def _is_near(last: date, day: date) -> bool:
    return working_day(day) - working_day(last) <= CLOSE


class _Mark(NamedTuple):
    """A moment for an audience; `is_listed` if the segment is in the shared list."""

    moment: Moment
    is_listed: bool
    likely: bool


def _by_audience(moments: Sequence[Moment]) -> dict[tuple[bool, str], list[_Mark]]:
    """The moments of each audience, in their order: of each of the list, and of each id or name."""
    found: dict[tuple[bool, str], list[_Mark]] = {}
    for moment in moments:
        for each in moment.audiences:
            is_listed = bool(each.shared)
            for likely, words in ((False, each.shared), (True, each.words)):
                for word in words:
                    found.setdefault((likely, word), []).append(_Mark(moment, is_listed, likely))
    return found


def _close(marks: Iterable[_Mark], first: date, last: date) -> Iterator[tuple[Moment, Moment, bool]]:
    """The moments of two launches that are close to each other; the later one is not before `first`."""
    recent: dict[tuple[int, bool], Moment] = {}
    for moment, is_listed, likely in marks:
        for known, before in [*recent.items()]:
            if _apart(before, moment) > CLOSE:
                del recent[known]
            elif (
                before.entry != moment.entry
                and moment.on >= first
                and not (likely and is_listed and known[1])
            ):
                yield before, moment, likely
        if moment.on <= last:
            recent[moment.entry, is_listed] = moment


def _collision(one: Moment, other: Moment) -> Collision:
    names, likely = shared(one.audiences, other.audiences)
    return Collision(one, other, _apart(one, other), names, likely)


def loud(entries: Sequence[Entry], audiences: Audiences) -> Iterator[Moment]:
    """The moments of all launches that an audience hears of."""
    for place, entry in enumerate(entries):
        if entry.report.launch.tier in LOUD:
            yield from moments_of(entry, place, audiences)
