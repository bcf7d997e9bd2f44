"""The launches of a portfolio as signs in the weeks of their public moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from launchcheck.portfolio.weeks import Week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.portfolio.model import Portfolio, Scheduled


SURE, LIKELY = "!", "?"
"""What follows a sign whose moment collides, surely or likely."""


class Signs(NamedTuple):
    """The signs of the picture: a launch day, a period, a campaign, nothing; bars from low to too high."""

    day: str
    period: str
    campaign: str
    nothing: str
    bars: tuple[str, str, str]

    @property
    def legend(self) -> str:
        """What the signs of launches stand for."""
        words = ("launch day", "end of its period", "public campaign", "collision", "likely one")
        explained = zip((self.day, self.period, self.campaign, SURE, LIKELY), words, strict=True)
        return ", ".join(f"{sign} {word}" for sign, word in explained)


UNICODE = Signs("◆", "◇", "○", "·", ("▁", "▃", "█"))
ASCII = Signs("#", "=", "o", ".", ("_", "=", "%"))


def cells(portfolio: Portfolio, signs: Signs) -> Iterator[tuple[Scheduled, tuple[str, ...]]]:
    """Each launch with a sign for each week: its day, or else a campaign; and whether that collides."""
    colliding = _colliding(portfolio)
    for each in portfolio.launches:
        campaigns = {Week.of(moment.on) for moment in each.moments if moment.campaign}
        launch = portfolio.entries[each.entry].report.launch
        day, sign_of_day = Week.of(launch.date), signs.period if launch.window else signs.day
        found = []
        for week in portfolio.weeks:
            sign = signs.campaign if week in campaigns else signs.nothing
            collides = colliding.get((each.entry, week), "")
            found.append(f"{sign_of_day if week == day else sign}{collides}")
        yield each, tuple(found)


def _colliding(portfolio: Portfolio) -> dict[tuple[int, Week], str]:
    """The sign of the collisions of each launch in each week; one that is certain comes first."""
    found: dict[tuple[int, Week], str] = {}
    for each in portfolio.collisions:
        for moment in (each.one, each.other):
            place = moment.entry, Week.of(moment.on)
            found[place] = found.get(place, LIKELY) if each.likely else SURE
    return found
