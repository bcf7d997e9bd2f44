"""What launches need of each other, and what is wrong with that: missing plans, circles, dates, verdicts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.dates import day
from launchcheck.formats import notes
from launchcheck.report import Verdict
from launchcheck.text import listed, quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from launchcheck.errors import Location
    from launchcheck.plan.launch import Need as Written
    from launchcheck.portfolio.entries import Entry, Wanted

MISSING, CIRCLE, LATE, NOT_READY = "missing", "circle", "late", "not_ready"
KINDS = (MISSING, CIRCLE, LATE, NOT_READY)
"""What may be wrong with a need."""


class Trouble(NamedTuple):
    """What is wrong with a need, as a kind and in words."""

    kind: str
    message: str


class Need(NamedTuple):
    """A launch that another one needs; `needed` is its place in the portfolio, None if it is not there."""

    entry: int
    needed: int | None
    path: str
    what: str
    by: date | None
    location: Location
    troubles: tuple[Trouble, ...]


def needs_of(entries: Sequence[Entry]) -> tuple[Need, ...]:
    """The needs of all launches that are still to come, in the order of the portfolio."""
    places = {entry.file: place for place, entry in reversed([*enumerate(entries)])}
    folders = _folders(places)
    circles = circles_of([[places.get(each.file) for each in entry.wanted] for entry in entries])
    named = [listed(entries[each].name for each in circle) for circle in circles]
    circle_of = {place: number for number, circle in enumerate(circles) for place in circle}
    found = []
    for place, entry in enumerate(entries):
        needs = zip(entry.plan.launch.needs or (), entry.wanted, strict=True)
        for written, wanted in needs if entry.is_planned else ():
            needed = places.get(wanted.file)
            if needed is None:
                troubles = [_missing(wanted, is_folder=wanted.file in folders)]
            elif needed == place:
                troubles = [Trouble(CIRCLE, "needs itself")]
            else:
                circle = named[circle_of[place]] if circle_of[place] == circle_of[needed] else ""
                troubles = [*_in_circle(circle), *_wrong(entry, entries[needed], written)]
            found.append(_need(place, needed, written, wanted, troubles))
    return tuple(found)


def _need(
    place: int, needed: int | None, written: Written, wanted: Wanted, troubles: Sequence[Trouble]
) -> Need:
    """A need with what is wrong with it."""
    what = written.what or ""
    return Need(place, needed, wanted.path, what, written.by, wanted.location, tuple(troubles))


def _folders(files: Collection[str]) -> frozenset[str]:
    """The folders that the plans are in, and all above them."""
    found: set[str] = set()
    for file in files:
        folder = os.path.dirname(file)
        while folder not in found:
            found.add(folder)
            folder = os.path.dirname(folder)
    return frozenset(found)


def _missing(wanted: Wanted, *, is_folder: bool) -> Trouble:
    """A plan that was not read."""
    if is_folder:
        return Trouble(MISSING, f"{quote(wanted.path)} is a folder; name the file of the plan")
    return Trouble(
        MISSING, f"{quote(wanted.path)} is not among these plans; correct it, or name that plan, too"
    )


def _in_circle(names: str) -> Iterator[Trouble]:
    """That a launch waits for itself through others, by their names."""
    if names:
        yield Trouble(CIRCLE, f"a circle: {names} need each other")


def _wrong(entry: Entry, needed: Entry, written: Written) -> Iterator[Trouble]:
    """How a needed launch comes too late, or is not ready; one that has happened is."""
    status = needed.report.launch.status
    if status == "cancelled":
        yield Trouble(NOT_READY, f"{needed.name} is cancelled")
        return
    planned = f"{needed.name} is planned {needed.report.launch.planned}"
    if written.by and needed.day > written.by:
        yield Trouble(LATE, f"{planned}, but needed by {day(written.by)}")
    if needed.day > entry.day:
        yield Trouble(LATE, f"{planned}, after this launch {entry.report.launch.planned}")
    if status == "planned" and needed.report.verdict is Verdict.NOT_READY:
        yield Trouble(NOT_READY, f"{needed.name} is not ready: {notes.reason(needed.report).rstrip('.')}")


def circles_of(needed: Sequence[Sequence[int | None]]) -> list[list[int]]:
    """Which launches need each other, directly or through others: all of them in groups, most with one.

    It is Tarjan's algorithm for strongly connected components, without recursion, since a chain of needs
    may be long.
    """
    circles: list[list[int]] = []
    done: set[int] = set()
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    path: list[int] = []
    for root in range(len(needed)):
        calls = [(root, iter(needed[root]))] if root not in number else []
        while calls:
            place, rest = calls[-1]
            if place not in number:
                number[place] = low[place] = len(number)
                path.append(place)
            after = next((each for each in rest if each is not None and each not in done), None)
            if after is None:
                calls.pop()
                if calls:
                    low[calls[-1][0]] = min(low[calls[-1][0]], low[place])
                if low[place] == number[place]:
                    circles.append(_popped(path, place))
                    done.update(circles[-1])
            elif after in number:
                low[place] = min(low[place], number[after])
            else:
                calls.append((after, iter(needed[after])))
    return circles


def _popped(path: list[int], last: int) -> list[int]:
    """The end of a path from one place on, which is taken off it, in order of the places."""
    found = [path.pop()]
    while found[-1] != last:
        found.append(path.pop())
    return sorted(found)
