"""The roadmap of one launch or several: strategies, initiatives and releases, their risk, what overlaps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.dates import day, days
from launchcheck.text import listed
from launchcheck.views import Page, Row, Table, found_in, heading, name_of, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.views import Cell

TIERS = {"strategic": "Strategies", "initiative": "Initiatives", "release": "Releases", "": "No tier"}
"""The three tiers of a roadmap, the largest first."""

RISKS = {
    "high": ("!! high", "red"),
    "medium": ("! medium", "yellow"),
    "low": ("low", ""),
    "": ("not set", ""),
}
"""How each risk is shown: a sign with its word, and a color that only repeats it."""

CLOSE = 14
"""Releases at most so many days apart overlap: they share the same people and the same readers."""

_BELONGS_TO = {"initiative": ("strategic", "a strategy"), "release": ("initiative", "an initiative")}
_MOST_OVERLAPS = 3


class Entry(NamedTuple):
    """An entry of a roadmap; `launches` are those whose plans have the very same one.

    `whole` is the entry that it is part of, None without one, and `found` what an item of the checklist
    finds in it.
    """

    each: Any
    whole: Any
    owner: str
    found: str
    launches: list[str]

    @property
    def name(self) -> str:
        """What a page calls it."""
        return str(self.each.what or self.each.id)


class Near(NamedTuple):
    """The releases of all roadmaps in order of their dates, to find those close to another."""

    dates: list[date]
    releases: list[Entry]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Near:
        """Of all entries, those that are releases and have a date."""
        found = [entry for entry in entries if entry.each.tier == "release" and entry.each.date]
        found.sort(key=lambda entry: entry.each.date)
        return cls([entry.each.date for entry in found], found)

    def overlaps(self, entry: Entry) -> str:
        """What a release overlaps with; empty for none. Copies of one entry do not overlap."""
        on = entry.each.date
        if entry.each.tier != "release" or not on:
            return ""
        low = bisect_left(self.dates, on.toordinal() - CLOSE, key=date.toordinal)
        high = bisect_right(self.dates, on.toordinal() + CLOSE, key=date.toordinal)
        others = (other for other in islice(self.releases, low, high) if other.each.id != entry.each.id)
        shown = [f"{other.name} ({_apart(on, other.each.date)})" for other in islice(others, _MOST_OVERLAPS)]
        more = [] if next(others, None) is None else ["others"]
        return f"overlaps with {listed([*shown, *more])}" if shown else ""


def page(launches: Sequence[tuple[Plan, Report]]) -> Page:
    """Make the page of one launch or several; what several plans say alike is one row.

    Raises:
        LaunchcheckError: a plan has no section cadence.

    """
    several = len(launches) > 1
    about: list[str] = []
    for plan, report in launches:
        section = section_of(plan, "cadence", report.launch.name if several else "")
        reviewed = section.roadmap_reviewed_on
        about += [*heading(report), f"reviewed on {day(reviewed)}" if reviewed else "not reviewed yet"]
    entries = sorted(_entries(launches), key=_order)
    noted = list(zip(entries, _notes(entries), strict=True))
    table = Table(
        "Entries",
        ("What", *(("Launch",) if several else ()), "Part of", "Date", "Owner", "Risk"),
        tuple(_row(entry, note, several=several) for entry, note in noted),
        otherwise="no entry yet: list strategies, initiatives and releases in cadence.roadmap",
        record_columns=("launch", "tier", "id", "what", "part_of", "date", "owner", "risk", "note"),
        records=tuple(record for entry, note in noted for record in _records(entry, note)),
    )
    legend = (f"Releases overlap if they are at most {days(CLOSE)} apart.",) if entries else ()
    return Page("Roadmap", tuple(about), (table,), legend, view="roadmap")


def _entries(launches: Sequence[tuple[Plan, Report]]) -> list[Entry]:
    """The entries of all plans, each once where plans have the very same one."""
    found: dict[tuple[Any, ...], Entry] = {}
    for plan, report in launches:
        roadmap = plan.cadence.roadmap or ()  # type: ignore[attr-defined]  # a section of a pack
        by_id = {each.id: each for each in roadmap}
        notes = found_in(report, ("cadence", "roadmap"))
        for index, each in enumerate(roadmap):
            owner, whole = name_of(plan, each.owner), by_id.get(each.part_of)
            belongs = whole and (whole.id, whole.what, whole.tier, whole.date)
            note = notes.get(index, "")
            same = (each.id, each.tier, each.what, each.date, each.risk, owner, belongs, note)
            found.setdefault(same, Entry(each, whole, owner, note, [])).launches.append(report.launch.name)
    return list(found.values())


def _order(entry: Entry) -> tuple[int, bool, date]:
    """By tier, then by date; what has no date comes last."""
    each = entry.each
    return list(TIERS).index(each.tier or ""), each.date is None, each.date or date.max


def _notes(entries: Sequence[Entry]) -> Iterator[str]:
    """What is wrong with each entry, empty if nothing is."""
    near = Near.of(entries)
    copies: dict[str, list[Entry]] = {}
    for entry in entries:
        copies.setdefault(entry.each.id, []).append(entry)
    for entry in entries:
        others = [name for copy in copies[entry.each.id] if copy is not entry for name in copy.launches]
        differs = f"{entry.each.id} is different in {listed(others)}" if others else ""
        yield "; ".join(filter(None, (near.overlaps(entry), entry.found, *_misplaced(entry), differs)))


def _misplaced(entry: Entry) -> Iterator[str]:
    """How an entry does not fit what it is part of."""
    each, whole = entry.each, entry.whole
    if whole is None:
        return
    tier, words = _BELONGS_TO.get(each.tier, ("", ""))
    if tier and whole.tier and whole.tier != tier and "part_of" not in entry.found:
        yield f"must be part of {words}"
    if each.date and whole.date and each.date > whole.date:
        yield f"later than what it is part of ({day(whole.date)})"


def _apart(one: date, other: date) -> str:
    """How far the other date is from the one: `3 days later`."""
    count = (other - one).days
    return f"{days(abs(count))} {'later' if count > 0 else 'earlier'}" if count else "on the same day"


def _row(entry: Entry, note: str, *, several: bool) -> Row:
    each, whole = entry.each, entry.whole
    risk, color = RISKS[each.risk or ""]
    named = (entry.name, listed(entry.launches)) if several else (entry.name,)
    nothing = "nothing yet" if each.tier in _BELONGS_TO else ""
    belongs = (whole.what or whole.id) if whole else nothing
    on = each.date or "not set"
    return Row((*named, belongs, on, entry.owner or "no one yet", risk), TIERS[each.tier or ""], note, color)


def _records(entry: Entry, note: str) -> Iterator[tuple[Cell, ...]]:
    """A record for each launch that has the entry."""
    each = entry.each
    about = (
        each.tier or "",
        each.id,
        each.what or "",
        each.part_of or "",
        each.date,
        entry.owner,
        each.risk or "",
    )
    for launch in entry.launches:
        yield (launch, *about, note)
