"""The timeline of the board: every label can be read."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import launchcheck
from launchcheck.formats.html import timeline

LAUNCH = date(2027, 2, 16)
HEAD = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 3}\n"


def spots(days: list[tuple[int, str]]) -> tuple[timeline.Spot, ...]:
    """The marks for campaigns that go live so many days after the launch."""
    entries = [
        f"  - {{id: c{number}, name: {name}, goes_live: {LAUNCH + timedelta(days=after)}}}\n"
        for number, (after, name) in enumerate(days)
    ]
    found = timeline.picture(launchcheck.validate_text(f"{HEAD}campaigns:\n{''.join(entries)}", today=LAUNCH))
    return found.lanes[0].spots


def extent(spot: timeline.Spot) -> tuple[float, float]:
    """From where to where a mark and its label reach, as the picture estimates it."""
    width = len(spot.label) * 6.9 + 16 if spot.label else 4
    return (spot.x - width, spot.x + 4) if spot.side == "end" else (spot.x - 4, spot.x + width)


@given(
    st.lists(
        st.tuples(st.integers(-150, 90), st.text("abc", min_size=1, max_size=40)), min_size=1, max_size=12
    )
)
def test_no_label_covers_another(days: list[tuple[int, str]]) -> None:
    """Marks that are close to each other are in rows of their own."""
    rows: dict[float, list[tuple[float, float]]] = {}
    for spot in spots(days):
        assert spot.label
        rows.setdefault(spot.y, []).append(extent(spot))
    for row in rows.values():
        assert [(one, other) for one, other in pairwise(sorted(row)) if one[1] > other[0]] == []


@pytest.mark.parametrize("count", [12, 13, 40])
def test_the_thirteenth_mark_on_one_day_has_no_label(count: int) -> None:
    """The picture stays as high as twelve rows; the list of dates below it names all."""
    found = spots([(0, f"mail{number}") for number in range(count)])
    assert len({spot.y for spot in found}) == 12
    assert sum(bool(spot.label) for spot in found) == 12
    assert len(found) == count
