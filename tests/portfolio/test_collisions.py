"""Collisions and load, compared with what a slow and simple reading of their definitions finds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck.dates import weekdays_between
from launchcheck.people import Person
from launchcheck.plan.launch import Person as Member
from launchcheck.portfolio.audiences import Audience, shared
from launchcheck.portfolio.collisions import Moment, collisions_of
from launchcheck.portfolio.load import load_of
from launchcheck.portfolio.weeks import Week, weeks_from, working_day

BEGIN = date(2027, 2, 1)
DAYS = st.integers(0, 45).map(lambda count: BEGIN + timedelta(count))
WORDS = st.frozensets(st.sampled_from("abcde"), min_size=1, max_size=2)
SHARED = st.frozensets(st.sampled_from("XY"), max_size=1)
AUDIENCE = st.builds(lambda shared, words: Audience("+".join(sorted(words)), shared, words), SHARED, WORDS)
MOMENT = st.tuples(DAYS, st.integers(0, 4), st.lists(AUDIENCE, max_size=2).map(tuple))
MOMENTS = st.lists(MOMENT, max_size=14).map(
    lambda all_: [Moment(on, entry, f"c{place}", "", who) for place, (on, entry, who) in enumerate(all_)]
)


def same(one: Audience, other: Audience) -> bool | None:
    """Whether two segments are one audience: surely, likely (False), or not at all (None)."""
    if one.shared & other.shared:
        return True
    if one.shared and other.shared:
        return None
    return False if one.words & other.words else None


def found_slowly(moments: list[Moment], first: date, last: date) -> dict[tuple[int, int], tuple[bool, int]]:
    """The best collision of each two launches, by looking at all pairs: whether it is likely, and how close."""
    best: dict[tuple[int, int], tuple[bool, int]] = {}
    for one, other in combinations(sorted(moments, key=lambda each: each.on), 2):
        apart = weekdays_between(one.on, other.on)
        how = [same(mine, each) for mine in one.audiences for each in other.audiences]
        if one.entry == other.entry or apart > 5 or one.on > last or other.on < first:
            continue
        if any(each is not None for each in how):
            pair = (min(one.entry, other.entry), max(one.entry, other.entry))
            best[pair] = min(best.get(pair, (True, 99)), (True not in how, apart))
    return best


@settings(deadline=None)
@given(MOMENTS, DAYS, st.integers(0, 30))
def test_collisions_are_those_of_all_pairs(moments: list[Moment], first: date, count: int) -> None:
    """One for each two launches: certain before likely, then the closest."""
    last = first + timedelta(count)
    found = collisions_of(moments, first, last)
    pairs = {
        (min(each.one.entry, each.other.entry), max(each.one.entry, each.other.entry)): (
            each.likely,
            each.working_days,
        )
        for each in found
    }
    assert len(pairs) == len(found)
    assert pairs == found_slowly(moments, first, last)
    assert all(each.audiences and each.one.on <= each.other.on for each in found)


@given(DAYS, st.integers(0, 40))
def test_working_days_are_counted_alike(day: date, count: int) -> None:
    """The difference of two days is the number of weekdays after the first, up to the last."""
    last = day + timedelta(count)
    assert working_day(last) - working_day(day) == weekdays_between(day, last)


def test_a_friday_and_the_sunday_of_the_next_week_are_five_working_days_apart() -> None:
    """A weekend adds nothing, and the Monday after it is too far."""
    everyone = (Audience("a", frozenset(), frozenset("a")),)
    friday = Moment(date(2027, 2, 5), 0, "", "", everyone)
    for day, expected in ((date(2027, 2, 14), [5]), (date(2027, 2, 15), [])):
        found = collisions_of([friday, Moment(day, 1, "", "", everyone)], BEGIN, date(2027, 3, 1))
        assert [each.working_days for each in found] == expected


def test_shared_audiences_are_named() -> None:
    """All that are certain, or else those that are likely, without what the list tells apart."""
    listed = Audience("A", frozenset("X"), frozenset("a"))
    told = Audience("a", frozenset("Y"), frozenset("a"))
    plain, same_plain = Audience("B", frozenset(), frozenset("b")), Audience("b", frozenset(), frozenset("b"))
    assert shared([listed, plain], [listed, same_plain]) == (("X",), False)
    assert shared([listed, plain], [told, same_plain]) == (("B",), True)
    assert shared([listed], [Audience("c", frozenset(), frozenset("a"))]) == (("A",), True)


ADDRESSES = {"d": "dana@example.com", "x": "DANA@example.com"}
ITEM = st.tuples(st.sampled_from("dxb"), DAYS, st.booleans())


def plan(away: list[tuple[date, date]]) -> Any:
    """A plan with three people, two of whom are one by their address."""
    periods = [{"from": str(first), "to": str(last)} for first, last in away]
    people = {
        id: Member.model_validate({"name": id, "email": ADDRESSES.get(id), "away": periods}) for id in "dxb"
    }
    return SimpleNamespace(people=people)


@settings(deadline=None)
@given(
    st.lists(st.lists(ITEM, max_size=8), min_size=1, max_size=4),
    st.lists(DAYS, max_size=2),
    st.integers(0, 3),
)
def test_load_is_the_open_items_of_all_plans(
    plans: list[list[tuple[str, date, bool]]], away: list[date], most: int
) -> None:
    """By person, whatever their ids, and by week; what is more than the most, and when they are away."""
    weeks = weeks_from(BEGIN + timedelta(9), 4)
    periods = [(day, day + timedelta(3)) for day in away]
    entries: list[Any] = []
    for items in plans:
        results = [
            SimpleNamespace(is_open=is_open, due=due, owner=Person(id, id)) for id, due, is_open in items
        ]
        entries.append(SimpleNamespace(plan=plan(periods), report=SimpleNamespace(results=results)))
    found = {each.person.key: each for each in load_of(entries, weeks, most)}
    for key, ids in (("dana@example.com", "dx"), ("b", "b")):
        due = [due for items in plans for id, due, is_open in items if is_open and id in ids]
        expected = [sum(Week.of(day) == week for day in due) for week in weeks]
        earlier = sum(day < weeks[0].monday for day in due)
        if not earlier and not any(expected):
            assert key not in found
            continue
        load = found[key]
        assert [share.due for share in load.weeks] == expected
        assert (load.earlier, load.earlier + sum(expected) + load.later) == (earlier, len(due))
        assert [share.is_over for share in load.weeks] == [count > most for count in expected]
        gone = {Week.of(first + timedelta(step)) for first, _ in periods for step in range(4)}
        assert [share.is_away for share in load.weeks] == [week in gone for week in weeks]
