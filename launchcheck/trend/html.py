"""A trend as a page of its own, in the style of the board: a picture, and a table that says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TextIO

import launchcheck
from launchcheck.dates import day, days
from launchcheck.formats.html.engine import fill
from launchcheck.results import Counts
from launchcheck.text import capitalized, counted, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.report import Report
    from launchcheck.trend import Point, Trend

_TITLE = 60

# All lengths are in units of the picture, which is as wide as the page.
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 860, 16, 204
_LABEL_GAP = 15
"""How far apart two labels are at least."""


class Spot(NamedTuple):
    """The number of a commit on a line: where it is, and what it is."""

    x: float
    y: float
    value: int


class Line(NamedTuple):
    """A number over all commits: parts without a gap, since a plan that cannot be read has no number.

    `label` is at the last spot, at `y`.
    """

    state: str
    label: str
    y: float
    parts: tuple[tuple[Spot, ...], ...]


class Tick(NamedTuple):
    """A date below the picture."""

    x: float
    label: str
    side: str


class Row(NamedTuple):
    """A commit in the table."""

    when: str
    commit: str
    subject: str
    state: str
    mark: str
    word: str
    passed: str
    blockers: str
    launch: str
    problem: str = ""


_MARKS = {"ready": "passed", "on_track": "under_way", "not_ready": "wrong", "cancelled": "not_applicable"}
"""The mark of each verdict."""


def write(trend: Trend, out: TextIO) -> None:
    """Write where the launch stands, the picture, and the commits, the latest first.

    Raises:
        LaunchcheckError: jinja2 is not installed.

    """
    reports = [point.report for point in trend.points]
    last = next((report for report in reversed(reports) if report), None)
    title = last.launch.name if last else trend.source
    fill("head.html", out, title=show(f"Trend: {title}", _TITLE))
    fill(
        "trend.html",
        out,
        title=title,
        span=_span(trend),
        last=_last(last, reports) if last else None,
        lines=_lines(trend),
        ticks=tuple(_ticks(trend)),
        rows=tuple(reversed([*_rows(trend.points)])),
        notes=tuple(_notes(trend)),
        source=trend.source,
        version=launchcheck.__version__,
    )
    fill("tail.html", out)


class Last(NamedTuple):
    """Where the launch stands at the last commit that can be read, and how that changed."""

    state: str
    mark: str
    word: str
    reason: str
    changes: tuple[str, ...]


def _last(report: Report, reports: Sequence[Report | None]) -> Last:
    """Where the launch stands."""
    verdict = report.verdict.value
    first = next(each for each in reports if each)
    changes = [
        _change("passed", _passed(first), _passed(report)),
        _change("open blockers", len(first.blockers), len(report.blockers)),
    ]
    if moved := (report.launch.date - first.launch.date).days:
        changes.append(f"Launch date {days(abs(moved))} {'later' if moved > 0 else 'earlier'} than at first.")
    return Last(
        verdict,
        _MARKS[verdict],
        capitalized(verdict.replace("_", " ")),
        f"{capitalized(counted(len(report.blockers), 'open blocker'))}, launch {report.launch.planned}.",
        tuple(changes),
    )


def _change(what: str, before: int, now: int) -> str:
    """How a number changed from the first commit to the last."""
    return capitalized(
        f"{what}: from {before} to {now}." if before != now else f"{what}: {now}, as at first."
    )


def _passed(report: Report) -> int:
    return Counts.of([*report.results]).passed


def _span(trend: Trend) -> str:
    """How many commits there are, and over what period."""
    first, last = trend.points[0].day, trend.points[-1].day
    return f"{counted(len(trend.points), 'commit')}, {day(first)} to {day(last)}"


def _lines(trend: Trend) -> tuple[Line, ...]:
    """What passed, and the open blockers, over all commits; none if no commit can be read."""
    reports = [point.report for point in trend.points]
    passed = [_passed(report) if report else None for report in reports]
    blockers = [len(report.blockers) if report else None for report in reports]
    top = max((each for each in (*passed, *blockers) if each is not None), default=None)
    if top is None:
        return ()
    found = [
        _line("passed", "passed", passed, top),
        _line("late", "open blockers", blockers, top),
    ]
    upper, lower = sorted(found, key=lambda line: line.y)
    if lower.y - upper.y < _LABEL_GAP:
        middle = min(max((upper.y + lower.y) / 2, _TOP + _LABEL_GAP / 2), _BOTTOM - _LABEL_GAP / 2)
        upper = upper._replace(y=round(middle - _LABEL_GAP / 2, 1))
        lower = lower._replace(y=round(middle + _LABEL_GAP / 2, 1))
    return upper, lower


def _line(state: str, what: str, values: Sequence[int | None], top: int) -> Line:
    """One number over all commits."""
    parts: list[list[Spot]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            parts.append([])
        else:
            y = _BOTTOM - (_BOTTOM - _TOP) * value / (top or 1)
            parts[-1].append(Spot(_x(index, len(values)), round(y, 1), value))
    kept = tuple(tuple(part) for part in parts if part)
    end = kept[-1][-1]
    return Line(state, f"{end.value} {what}", end.y, kept)


def _x(index: int, count: int) -> float:
    """Where a commit is: all have the same distance, since many may be of one day."""
    return round(_LEFT + (_RIGHT - _LEFT) * (index / (count - 1) if count > 1 else 1), 1)


def _ticks(trend: Trend) -> Iterator[Tick]:
    """The days of the first commit and of the last."""
    count = len(trend.points)
    if count > 1:
        yield Tick(_x(0, count), day(trend.points[0].day), "start")
    yield Tick(_x(count - 1, count), day(trend.points[-1].day), "end")


def _rows(points: Sequence[Point]) -> Iterator[Row]:
    """The commits, the oldest first; the launch date with how far it moved."""
    before: Report | None = None
    for point in points:
        report = point.report
        head = (day(point.day), point.version.commit[:10], point.version.subject)
        if report is None:
            yield Row(*head, "unreadable", "late", "Not readable", "", "", "", point.problem)
            continue
        verdict, counts = report.verdict.value, Counts.of(report.results)
        late = sum(result.is_overdue for result in report.blockers)
        yield Row(
            *head,
            verdict,
            _MARKS[verdict],
            capitalized(verdict.replace("_", " ")),
            f"{counts.passed} of {counts.asked}",
            f"{len(report.blockers)}{f' ({late} overdue)' if late else ''}",
            f"{report.launch.when}{_moved(report, before)}",
        )
        before = report


def _moved(report: Report, before: Report | None) -> str:
    """How far the launch date moved since the commit before, in words."""
    moved = (report.launch.date - before.launch.date).days if before else 0
    return f", {days(abs(moved))} {'later' if moved > 0 else 'earlier'}" if moved else ""


def _notes(trend: Trend) -> Iterator[str]:
    """What the trend omits."""
    if trend.is_cut:
        yield f"Older commits are omitted; `--last` shows more than {len(trend.points)}."
    if trend.is_shallow:
        yield "The clone is shallow: older commits are missing (`git fetch --unshallow`)."
