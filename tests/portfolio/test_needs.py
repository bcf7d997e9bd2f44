"""Circles of needs, compared with what following every need finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck.portfolio.needs import circles_of

COUNT = 7
NEEDS = st.lists(st.lists(st.none() | st.integers(0, COUNT - 1), max_size=3), min_size=COUNT, max_size=COUNT)


def reached(needed: list[list[int | None]], place: int) -> set[int]:
    """All that a launch needs, directly or through others."""
    found: set[int] = set()
    rest = [place]
    while rest:
        for each in needed[rest.pop()]:
            if each is not None and each not in found:
                found.add(each)
                rest.append(each)
    return found


@settings(deadline=None)
@given(NEEDS)
def test_a_circle_is_all_that_need_each_other(needed: list[list[int | None]]) -> None:
    """Each launch is in one group, with those that it needs and that need it."""
    groups = circles_of(needed)
    assert sorted(place for group in groups for place in group) == [*range(COUNT)]
    for group in groups:
        for place in group:
            mutual = {each for each in reached(needed, place) if place in reached(needed, each)}
            assert {*group} == mutual | {place}


def test_a_chain_of_many_needs_is_quick() -> None:
    """Neither its length nor a circle through all of it needs recursion."""
    count = 20_000
    chain: list[list[int | None]] = [[place + 1] for place in range(count - 1)]
    assert len(circles_of([*chain, []])) == count
    assert circles_of([*chain, [0]]) == [[*range(count)]]
