"""The dates of a launch as a picture: where each mark is on the line, and how it is called."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.dates import day, short_day
from launchcheck.panels import Timeline
from launchcheck.text import capitalized, counted, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.report import Report

# All lengths are in units of the picture, which is as wide as the page.
WIDTH = 1000
_LEFT, _RIGHT = 136, 976
_TOP, _ROW = 42, 21
_LETTER = 6.9
"""About how wide a letter of a label is."""

_BEFORE, _AFTER = timedelta(days=200), timedelta(days=95)
"""How far from the launch the line reaches at most: a stray date must not shrink the rest to a dot."""

_MOST_ROWS = 12
_LONGEST = 34
_ROOM_FOR_LABEL = 80


class Spot(NamedTuple):
    """A mark on the line. `side` is where its label is: `start` to the right of it, `end` to the left."""

    x: float
    y: float
    state: str
    label: str
    side: str = "start"
    size: float = 4


class Lane(NamedTuple):
    """A row of marks, and what they are."""

    title: str
    y: float
    spots: tuple[Spot, ...]


class Entry(NamedTuple):
    """A date in the list that says the same as the picture."""

    when: str
    what: str
    state: str


class Picture(NamedTuple):
    """The whole picture; `today` and `launch` are lines across it, with their labels."""

    height: float
    axis: float
    today: Spot
    launch: Spot
    months: tuple[Spot, ...]
    lanes: tuple[Lane, ...]
    entries: tuple[Entry, ...]

    @property
    def ahead(self) -> tuple[Entry, ...]:
        """The dates to come."""
        return tuple(each for each in self.entries if each.state == "ahead")


class _Scale(NamedTuple):
    first: date
    last: date

    def x(self, value: date) -> float:
        """Where a date is; a date beyond either end is at that end."""
        held = min(max(value, self.first), self.last)
        return round(
            _LEFT + (_RIGHT - _LEFT) * (held - self.first).days / max(1, (self.last - self.first).days), 1
        )


def picture(report: Report) -> Picture:
    """The picture of a report."""
    dates = tuple(_milestones(report))
    panels = [each for each in report.panels if isinstance(each, Timeline)]
    open_ = [each for each in report.shown if each.is_open]
    marks = [mark.date for panel in panels for mark in panel.marks if mark.date]
    scale = _scale(report, [*(when for when, _ in dates), *(each.due for each in open_), *marks])
    lanes: list[Lane] = []
    y: float = _TOP - _ROW
    if dates:
        lanes.append(_labeled("Dates", dates, scale, report))
        y = max(spot.y for spot in lanes[0].spots)
    for panel in panels:
        if found := [(mark.date, mark.state) for mark in panel.marks if mark.date]:
            y += _ROW + 6
            spots = tuple(Spot(scale.x(when), y, state, "") for when, state in found)
            lanes.append(Lane(capitalized(panel.title), y, spots))
    if open_:
        y += _ROW + 6
        due = Counter(each.due for each in open_)
        lanes.append(Lane("Open items due", y, tuple(_due(due, scale, y, report.as_of))))
    axis = y + _ROW
    today = _today(scale, report.as_of, report.launch.date)
    return Picture(
        height=axis + 26,
        axis=axis,
        today=today,
        launch=_launch(scale, report.launch.date, today),
        months=tuple(_months(scale, axis + 18)),
        lanes=tuple(lanes),
        entries=tuple(_entries(dates, panels, report)),
    )


def _milestones(report: Report) -> Iterator[tuple[date, str]]:
    """The days that the plan names, in their order."""
    dates = report.outline.dates
    found: list[tuple[date, str]] = []
    named = {"Release": dates.release, "Go/no-go meeting": dates.review, "Embargo lifts": dates.embargo}
    found += [(when, what) for what, when in named.items() if when]
    found += [(each.date, f"Rollout {each.percent or 0:g}%") for each in dates.rollout if each.date]
    found += [(each.date, "Review") for each in dates.reviews if each.date]
    found += [(each.goes_live, each.name or each.id) for each in report.outline.campaigns if each.goes_live]
    yield from sorted(found, key=lambda each: each[0])


def _scale(report: Report, found: Sequence[date]) -> _Scale:
    launch = report.launch.date
    near = [each for each in (*found, report.as_of) if launch - _BEFORE <= each <= launch + _AFTER]
    first, last = min([*near, launch]), max([*near, launch])
    return _Scale(first - timedelta(days=5), last + timedelta(days=5))


def _labeled(title: str, dates: Sequence[tuple[date, str]], scale: _Scale, report: Report) -> Lane:
    """Marks with labels, each in the first row where that covers no other; the last ones have no label."""
    ends: list[float] = []
    spots = []
    for when, what in dates:
        label = show(what, _LONGEST)
        x, width = scale.x(when), len(label) * _LETTER + 16
        side = "end" if x + width > WIDTH else "start"
        left, right = (x - width, x + 8) if side == "end" else (x - 6, x + width)
        row = next((n for n, end in enumerate(ends) if end < left), len(ends))
        if row == _MOST_ROWS:
            row, label = row - 1, ""  # the list of dates below the picture has it
        elif row == len(ends):
            ends.append(right)
        else:
            ends[row] = right
        state = "past" if when <= report.as_of else "ahead"
        spots.append(Spot(x, _TOP + row * _ROW, state, label, side))
    return Lane(title, _TOP, tuple(spots))


def _due(due: Counter[date], scale: _Scale, y: float, today: date) -> Iterator[Spot]:
    """A mark for each day on which open items are due, larger for more of them."""
    for when, count in sorted(due.items()):
        yield Spot(
            scale.x(when),
            y,
            "late" if when < today else "due",
            str(count),
            size=min(4 + count**0.5 * 1.6, 10),
        )


def _launch(scale: _Scale, launch: date, today: Spot) -> Spot:
    """The line of the launch; its label leaves room for that of today."""
    x = scale.x(launch)
    if abs(x - today.x) > _ROOM_FOR_LABEL or today.state == "beyond":
        side = "end" if x > _RIGHT - 40 else "middle"
    else:
        side = "start" if x >= today.x else "end"
    return Spot(x, 14, "launch", f"Launch {short_day(launch)}", side)


def _today(scale: _Scale, today: date, launch: date) -> Spot:
    """The line of today; at the end that it is beyond, with an arrow."""
    label = "Today"
    if today > scale.last:
        return Spot(scale.x(today), 14, "beyond", f"{label}: {day(today)} →", "end")
    if today < scale.first:
        return Spot(scale.x(today), 14, "beyond", f"← {label}: {day(today)}")
    x = scale.x(today)
    if abs(x - scale.x(launch)) <= _ROOM_FOR_LABEL:
        return Spot(x, 14, "today", label, "end" if today <= launch else "start")
    return Spot(x, 14, "today", label, "end" if x > _RIGHT - 30 else "middle")


def _months(scale: _Scale, y: float) -> Iterator[Spot]:
    """The first of each month, as many as can be read."""
    firsts = []
    when = scale.first.replace(day=1)
    while when <= scale.last:
        if when >= scale.first:
            firsts.append(when)
        when = (when + timedelta(days=32)).replace(day=1)
    for each in firsts:
        yield Spot(
            scale.x(each), y, "month", f"{short_day(each)}{f' {each.year}' if each.month == 1 else ''}"
        )


def _entries(
    dates: Sequence[tuple[date, str]], panels: Sequence[Timeline], report: Report
) -> Iterator[Entry]:
    """Every date of the picture in words, in their order."""
    found = [(report.launch.date, "Launch"), *dates]
    for panel in panels:
        words = f"{capitalized(panel.title)}: "
        found += [
            (mark.date, f"{words}{mark.label.replace('_', ' ')}".removesuffix(": "))
            for mark in panel.marks
            if mark.date
        ]
    for when, count in Counter(each.due for each in report.shown if each.is_open).items():
        found.append((when, f"{counted(count, 'open item')} due"))
    for when, what in sorted(found, key=lambda each: each[0]):
        yield Entry(day(when), what, "past" if when <= report.as_of else "ahead")
