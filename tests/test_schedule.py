"""Due dates: days from the launch or from the first customers, and plans that begin late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchcheck import dates
from launchcheck.plan import Plan
from launchcheck.schedule import Due, DueDate, FirstCustomers, Schedule

DAYS = st.dates(date(dates.FIRST_YEAR, 1, 1), date(dates.LAST_YEAR, 12, 31))
OFFSETS = st.integers(-999, 999)
DUES = st.builds(Due, st.sampled_from("TF"), OFFSETS)
LAUNCH = date(2027, 2, 16)  # a Tuesday
RELEASE = date(2027, 2, 9)  # a Tuesday


def plan(
    *steps: dict[str, Any], release: date | None = None, planned_on: date | None = None, launch: date = LAUNCH
) -> Plan:
    """A plan with rollout steps, a release date and a beginning."""
    return Plan.model_validate(
        {
            "launchcheck": 1,
            "launch": {
                "name": "Orbit",
                "date": str(launch),
                "tier": 1,
                "release_date": release and str(release),
                "planned_on": planned_on and str(planned_on),
            },
            "product": {"rollout": {"steps": list(steps)}},
        }
    )


def schedule(*steps: dict[str, Any], today: date = LAUNCH, **more: Any) -> Schedule:
    """The schedule of such a plan."""
    return Schedule.of(plan(*steps, **more), today)


def step(day: str | None = None, **facts: Any) -> dict[str, Any]:
    """A step of a rollout."""
    return {"date": day, **facts}


def first(*steps: dict[str, Any], **more: Any) -> tuple[str, str, str]:
    """The first customers: the date, the place without the section, and the words."""
    found = schedule(*steps, **more).first_customers
    return str(found.date), ".".join(map(str, found.where[-2:])), found.text


# -- the text of a due day -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T", ("T", 0)),
        ("T-14", ("T", -14)),
        ("T+7", ("T", 7)),
        ("T-0", ("T", 0)),
        ("T+007", ("T", 7)),
        ("T-999", ("T", -999)),
        ("F", ("F", 0)),
        ("F-7", ("F", -7)),
        ("F+1", ("F", 1)),
        ("A-14", ("A", -14)),
        ("S-90", ("S", -90)),
    ],
)
def test_a_due_day_counts_from_the_launch_or_the_first_customers(
    text: str, expected: tuple[str, int]
) -> None:
    """Days before are negative, days after it positive."""
    assert Due.read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "t-14", "f-7", "T14", "T -14", "T- 14", "T-", "T+", "T--1", "T-1000", "T-1.5"),
        *("T-14\n", " T", "T-1４", "14", "G-7", "FT-7", "F-1000"),
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    """An invalid due day is refused with a list of the valid forms."""
    with pytest.raises(ValueError) as caught:
        Due.read(text)
    assert str(caught.value) == f"{text!r} is not a due date, like T-14, T, T+7 or F-7"


@given(DUES)
def test_a_due_day_is_read_as_it_is_written(due: Due) -> None:
    """`read` reads what `text` writes."""
    assert Due.read(due.text) == due


# -- the first customers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (
            [step("2027-01-20", percent=5), step("2027-02-09", percent=100)],
            ("2027-01-20", "0.date", "5 % on Wed 20 Jan 2027"),
        ),
        (
            [step("2027-02-09", percent=100), step("2027-01-20", percent=2.5)],
            ("2027-01-20", "1.date", "2.5 % on Wed 20 Jan 2027"),
        ),
        (
            [step("2027-01-10", percent=0), step("2027-01-20", customers=25)],
            ("2027-01-20", "1.date", "25 customers on Wed 20 Jan 2027"),
        ),
        (
            [step("2027-01-10", customers=0), step("2027-01-20", customers=1)],
            ("2027-01-20", "1.date", "1 customer on Wed 20 Jan 2027"),
        ),
        (
            [step("2027-01-10", exit="No error"), step("2027-01-20", percent=5)],
            ("2027-01-10", "0.date", "step 1 on Sun 10 Jan 2027"),
        ),
        (
            [step("2027-03-01", percent=100)],
            ("2027-03-01", "0.date", "100 % on Mon 1 Mar 2027"),
        ),
    ],
)
def test_first_customers_have_it_with_the_earliest_dated_step(
    steps: list[dict[str, Any]], expected: tuple[str, str, str]
) -> None:
    """A step that reaches no one does not count; a step without a figure does."""
    assert first(*steps, release=RELEASE) == expected


@pytest.mark.parametrize("steps", [[], [step("2027-01-20", percent=0)], [step("2027-01-20", customers=0)]])
def test_without_such_a_step_it_is_the_release_else_the_launch(steps: list[dict[str, Any]]) -> None:
    """The words say which of them it is."""
    assert first(*steps, release=RELEASE) == (
        "2027-02-09",
        "launch.release_date",
        "the release, Tue 9 Feb 2027",
    )
    assert first(*steps) == ("2027-02-16", "launch.date", "the launch, Tue 16 Feb 2027")


def test_where_the_first_step_has_no_date_the_words_say_so() -> None:
    """A step that waits for an event leaves the release, else the launch."""
    open_step = step(after="ten submissions without an error", customers=5)
    why = "; the first rollout step has no date"
    assert first(open_step, release=RELEASE)[2] == f"the release, Tue 9 Feb 2027{why}"
    assert first(open_step, step("2027-02-16", percent=100))[1:] == (
        "launch.date",
        f"the launch, Tue 16 Feb 2027{why}",
    )


def test_a_dated_step_before_the_release_counts_though_the_first_one_has_no_date() -> None:
    """Customers have it by the earliest date that the plan gives: an undated step moves nothing back."""
    steps = [step(after="a review", percent=1), step("2027-01-20", percent=5)]
    assert first(*steps, release=RELEASE)[2] == "5 % on Wed 20 Jan 2027"


def test_a_step_that_reaches_no_one_may_have_no_date() -> None:
    """Only a step that reaches customers leaves the day open."""
    steps = [step(after="a review", percent=0), step("2027-03-01", percent=5)]
    assert first(*steps, release=RELEASE)[2] == "5 % on Mon 1 Mar 2027"


def test_where_product_does_not_apply_the_rollout_is_ignored() -> None:
    """The release, else the launch, is then the first day."""
    found = Schedule.of(plan(step("2027-01-20", percent=5)), LAUNCH, has_product=False)
    assert found.first_customers == FirstCustomers(LAUNCH, ("launch", "date"), "the launch, Tue 16 Feb 2027")


def test_another_launch_date_may_be_tried() -> None:
    """T is a value: a plan with a period for a date is checked on its first and on its last day."""
    found = Schedule.of(plan(), LAUNCH, date(2027, 3, 31))
    assert (found.launch_date, found.first_customers.date) == (date(2027, 3, 31), date(2027, 3, 31))


# -- due dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-2, date(2027, 2, 12)), (-3, date(2027, 2, 12)), (-4, date(2027, 2, 12)), (5, date(2027, 2, 19))],
)
def test_due_dates_leave_the_weekend_before_and_after_the_launch(days: int, expected: date) -> None:
    """A due date on a weekend moves to the Friday before, also after the launch."""
    assert Schedule.alone(LAUNCH).due(Due("T", days)) == DueDate(expected)


@given(DAYS, DUES)
def test_a_due_date_is_a_weekday_and_never_later(launch: date, due: Due) -> None:
    """A due date is never on a weekend, and at most two days earlier than the plain one."""
    plain, found = launch + timedelta(due.days), Schedule.alone(launch).on(due)
    assert (found.weekday() < 5, 0 <= (plain - found).days <= 2) == (True, True)


def test_a_day_on_the_first_customers_counts_from_them() -> None:
    """`F-7` is a week before the first step that reaches customers; `T-7` a week before the launch."""
    found = schedule(step("2027-01-20", percent=5))
    assert [str(found.due(Due(base, -7)).date) for base in "FT"] == ["2027-01-13", "2027-02-09"]


@pytest.mark.parametrize(
    ("sunset", "expected"),
    [
        (None, ("2026-08-20", "2027-02-16")),
        ({}, ("2026-08-20", "2027-02-16")),
        ({"announced_on": "2026-08-17"}, ("2026-08-17", "2027-02-16")),
        ({"stages": [{"stage": "frozen", "date": "2027-03-01"}]}, ("2026-08-20", "2027-02-16")),
        ({"stages": [{"stage": "switched_off"}]}, ("2026-08-20", "2027-02-16")),
        ({"stages": [{"stage": "switched_off", "date": "2027-03-16"}]}, ("2026-09-17", "2027-03-16")),
    ],
)
def test_the_days_of_a_sunset_are_its_own(sunset: dict[str, Any] | None, expected: tuple[str, str]) -> None:
    """A is the announcement, or else 180 days before S; S is the switch, or else the launch."""
    data = {"launchcheck": 1, "launch": {"name": "Orbit", "date": "2027-02-16", "tier": 1}, "sunset": sunset}
    found = Schedule.of(Plan.model_validate(data), LAUNCH)
    assert tuple(str(found.due(Due(base, 0)).date) for base in "AS") == expected


# -- plans that begin late -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planned_on", "due", "expected", "note"),
    [
        # 46 days before the launch: two weeks
        ("2027-01-01", "T-60", "2027-01-15", "T-60 was before the plan began"),
        ("2027-01-01", "T-45", "2027-01-15", "T-45 was too soon after the plan began"),
        ("2027-01-01", "T-30", "2027-01-15", ""),
        # 15 days before the launch: five days, a Saturday, so the Friday before
        ("2027-02-01", "T-60", "2027-02-05", "T-60 was before the plan began"),
        ("2027-02-01", "T-7", "2027-02-09", ""),
        # 3 days before the launch, a Saturday: one day; not before the plan began
        ("2027-02-13", "T-14", "2027-02-13", "T-14 was before the plan began"),
        # 2 days before: one day, and that is T-1
        ("2027-02-14", "T-14", "2027-02-15", "T-14 was before the plan began"),
        ("2027-02-15", "T-14", "2027-02-02", "the plan began on Mon 15 Feb 2027, too late to move T-14"),
        ("2027-02-16", "T-14", "2027-02-02", "the plan began on Tue 16 Feb 2027, too late to move T-14"),
        ("2027-02-15", "T", "2027-02-16", ""),
        ("2027-02-15", "T+7", "2027-02-23", ""),
        ("2027-02-15", "T-1", "2027-02-15", ""),
        # 7 days before the first customers: the same five days, at most F-1
        ("2027-02-01", "F-14", "2027-02-05", "F-14 was before the plan began"),
        ("2027-02-07", "F-14", "2027-02-08", "F-14 was before the plan began"),
        ("2027-02-08", "F-14", "2027-01-26", "the plan began on Mon 8 Feb 2027, too late to move F-14"),
        ("2027-02-08", "F", "2027-02-09", ""),
    ],
)
def test_what_was_due_before_the_plan_began_is_due_later(
    planned_on: str, due: str, expected: str, note: str
) -> None:
    """A third of the time that is left, at most two weeks, at least a day, never on or after the launch."""
    found = schedule(release=RELEASE, planned_on=date.fromisoformat(planned_on)).due(Due.read(due))
    own = schedule(release=RELEASE).due(Due.read(due)).date
    assert (str(found.date), found.note) == (expected, note)
    assert found.moved_from == (own if found.date != own else None)


def test_a_plan_that_begins_after_the_day_of_the_check_moves_nothing() -> None:
    """Only what has happened moves a due date."""
    begins = date(2027, 2, 1)
    assert schedule(planned_on=begins, today=begins - timedelta(1)).due(Due("T", -60)).note == ""
    assert schedule(planned_on=begins, today=begins).due(Due("T", -60)).date == date(2027, 2, 5)


@given(DAYS, st.integers(-700, 30), DUES, st.integers(-400, 60))
def test_a_late_plan_only_ever_moves_a_due_date_back(launch: date, begins: int, due: Due, early: int) -> None:
    """Never before its own date, before the plan began, or to the launch or the first customers."""
    planned = launch + timedelta(begins)
    first_day = FirstCustomers(launch + timedelta(early), ("launch", "release_date"), "the release")
    late, own = Schedule(launch, first_day, planned), Schedule(launch, first_day).due(due).date
    found = late.due(due)
    assert found.date >= own
    assert (found.moved_from == own) == (found.date != own)
    if found.moved_from:
        base = first_day.date if due.base == "F" else launch
        assert planned <= found.date < base
        assert (found.date - planned).days <= 14
        assert found.note
    assert late.on(due) == own
