"""Tasks and approvals: what the format refuses, and whose findings they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck import catalog
from launchcheck.api import validate_text
from launchcheck.errors import LaunchcheckError
from launchcheck.people import Person
from launchcheck.report import Report
from launchcheck.results import Result, Status

HEAD = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 2, owner: dana}
people: {dana: {name: Dana Reyes}, ben: {name: Ben Ortiz}}
owners: {product: ben}
"""
TODAY = date(2027, 2, 10)
DUE = "write a date, a period like 2027-02, or days from the launch (T-3) or the first customers (F-1)"


def report(text: str, today: date = TODAY) -> Report:
    """The report of a plan with these tasks or approvals."""
    return validate_text(HEAD + text, name="plan.yaml", checklist=catalog.built_in(), today=today)


def one(found: Report, id: str) -> Result:
    """The result of one item."""
    return next(each for each in found.results if each.item.id == id)


def refused(text: str) -> list[tuple[str, str]]:
    """Each error of a malformed plan, with its hint."""
    with pytest.raises(LaunchcheckError) as caught:
        report(text)
    return [(part.message, part.hint) for part in caught.value.parts or (caught.value,)]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("tasks: [{id: a, due: T - 3}]", "'T - 3' is not a due day", "write T-3"),
        ("tasks: [{id: a, due: t-3}]", "'t-3' is not a due day", "write T-3"),
        ("tasks: [{id: a, due: T–3}]", "'T–3' is not a due day", "write T-3"),
        ("tasks: [{id: a, due: T minus 3 days}]", "'T minus 3 days' is not a due day", "write T-3"),
        ("tasks: [{id: a, due: L-3}]", "'L-3' is not a due day", "write T-3"),
        ("tasks: [{id: a, due: f + 2}]", "'f + 2' is not a due day", "write F+2"),
        ("tasks: [{id: a, due: next week}]", "'next week' is not a due day", DUE),
        ("tasks: [{id: a, due: T-3000}]", "'T-3000' is not a due day", DUE),
        ("tasks: [{id: a, due: 3}]", "'3' is not a due day", "did you mean T-3?"),
        (
            "approvals: [{id: a, due: TBD}]",
            "'TBD' is not a due day",
            "not known yet? Remove the line: it is then due T-1",
        ),
        ("approvals: [{id: a, due: Q3}]", "'Q3' is not a due day", DUE),
        ("approvals: [{id: a, due: March 2027}]", "'March 2027' is not a due day", "write 2027-03"),
        ("tasks: [{id: a, due: 03/02/2027}]", "'03/02/2027' is not a due day", "2027-03-02 or 2027-02-03?"),
        ("tasks: [{id: a, due: 2027-02-30}]", "'2027-02-30' is not a valid date", "2027-02 ends on day 28"),
        ("tasks: [{id: a, needs: [a]}]", "task 'a' needs itself", ""),
        ("tasks: [{id: a, needs: [b]}]", "no task 'b'", "known in tasks: a"),
        ("tasks: [{id: a}, {id: a}]", "task id 'a' appears twice", ""),
        (
            "tasks: [{id: a, consulted: [ben], informed: [dana, ben]}]",
            "'ben' is both consulted and informed",
            "who is consulted is informed, too",
        ),
        (
            "approvals: [{id: a, given_on: 2027-02-01, refused_on: 2027-02-02}]",
            "it is both given and refused",
            "remove refused_on if they have changed their mind, else given_on",
        ),
        (
            "approvals: [{id: a, because: No tax rate}]",
            "because is the reason for a refusal, and refused_on is missing",
            "set refused_on to the date of the refusal",
        ),
    ],
)
def test_what_cannot_be_is_refused(text: str, message: str, hint: str) -> None:
    """A plan that contradicts itself is malformed, with one clear message."""
    assert refused(text) == [(message, hint)]


TASKS = """\
tasks:
  - {id: navigation, area: product, due: T-3}
  - {id: handout, owner: dana, due: T-10}
  - {id: poster, due: T-2}
"""


def test_a_finding_belongs_to_the_owner_of_its_task() -> None:
    """It is its own owner, the owner of its area, or the launch owner."""
    found = one(report(TASKS), "launch.tasks-done")
    assert [(each.owner, each.due) for each in found.findings] == [
        (Person("ben", "Ben Ortiz"), date(2027, 2, 12)),
        (Person("dana", "Dana Reyes"), date(2027, 2, 5)),
        (Person("dana", "Dana Reyes"), date(2027, 2, 12)),
    ]


def test_a_task_of_an_area_that_does_not_apply_belongs_to_the_launch_owner() -> None:
    """It is still a job; only its own owner comes before."""
    text = """\
tasks:
  - {id: handout, area: sales, due: T-3}
  - {id: demo, area: sales, owner: ben, due: T-3}
not_applicable: {sales: {reason: Nobody sells it., by: dana}}
"""
    found = one(report(text), "launch.tasks-done")
    assert [(each.message, each.owner) for each in found.findings] == [
        ("task 'handout' is not yet done; it is due Fri 12 Feb 2027", Person("dana", "Dana Reyes")),
        ("task 'demo' is not yet done; it is due Fri 12 Feb 2027", Person("ben", "Ben Ortiz")),
    ]


@pytest.mark.parametrize(
    ("list_", "item", "words"),
    [
        ("tasks", "launch.tasks-done", "task 'a' is not yet done"),
        ("approvals", "launch.approvals-given", "approval 'a' is not yet given"),
    ],
)
def test_the_last_day_of_a_period_counts(list_: str, item: str, words: str) -> None:
    """What is due in a week is under way until its Sunday, and late on Monday."""
    text = f"{list_}: [{{id: a, due: 2027-W06}}]\n"
    for today, verb, kind in ((date(2027, 2, 14), "is", "under_way"), (date(2027, 2, 15), "was", "late")):
        found = one(report(text, today), item)
        assert [(each.kind, each.message, each.due) for each in found.findings] == [
            (kind, f"{words}; it {verb} due Sun 14 Feb 2027, the last day of 2027-W06", date(2027, 2, 14))
        ]


def test_one_person_sees_only_the_findings_of_their_own_tasks() -> None:
    """The item of someone else is listed for the one who has a task in it, with that task and its day."""
    whole = report(TASKS)
    for who, name, places, due in (
        ("ben", "Ben Ortiz", [0], date(2027, 2, 12)),
        ("dana", "Dana Reyes", [1, 2], date(2027, 2, 5)),
    ):
        mine = whole._replace(only_owner=Person(who, name))
        found = next(each for each in mine.shown if each.item.id == "launch.tasks-done")
        assert [each.where[1] for each in found.findings] == places
        assert (found.due, found.is_overdue) == (due, due < TODAY)


def test_an_item_is_not_listed_for_its_owner_if_every_task_is_someone_elses() -> None:
    """The launch owner answers for the item, and Ben for the one open task."""
    mine = report("tasks: [{id: navigation, area: product}]\n")._replace(
        only_owner=Person("dana", "Dana Reyes")
    )
    assert "launch.tasks-done" not in {each.item.id for each in mine.shown}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(-40, 20), st.booleans()), min_size=1, max_size=5), st.integers(-40, 2))
def test_an_item_is_due_on_the_first_open_day_and_on_launch_day_at_the_latest(
    tasks: list[tuple[int, bool]], day: int
) -> None:
    """Whatever the tasks, the item is overdue exactly if one of them is late."""
    launch = date(2027, 2, 16)
    lines = [
        f"  - {{id: t{index}, due: {launch + timedelta(due)}, blocks_launch: true"
        f"{', done_on: 2026-01-04' if is_done else ''}}}"
        for index, (due, is_done) in enumerate(tasks)
    ]
    today = launch + timedelta(day)
    found = one(report("tasks:\n" + "\n".join(lines) + "\n", today), "launch.tasks-done")
    open_ = [launch + timedelta(min(due, 0)) for due, is_done in tasks if not is_done]
    assert found.status is (Status.FAILED if open_ else Status.PASSED)
    if open_:
        late = [each.kind == "late" for each in found.findings]
        assert late == [each < today for each in open_]
        assert (found.due, found.is_overdue) == (min(open_), any(late))


@pytest.mark.parametrize(
    ("list_", "item"), [("tasks", "launch.tasks-done"), ("approvals", "launch.approvals-given")]
)
def test_what_is_due_on_launch_day_is_late_on_the_day_after(list_: str, item: str) -> None:
    """On launch day it is under way, and neither it nor its item is overdue."""
    text = f"{list_}: [{{id: a, due: T}}]\n"
    for today, kind, is_overdue in (
        (date(2027, 2, 16), "under_way", False),
        (date(2027, 2, 17), "late", True),
    ):
        found = one(report(text, today), item)
        assert (found.kind, found.is_overdue, found.due) == (kind, is_overdue, date(2027, 2, 16))


def test_a_task_that_blocks_the_launch_is_due_on_launch_day_at_the_latest() -> None:
    """A later day of its own contradicts what it says."""
    found = one(report("tasks: [{id: a, due: T+3, owner: ben, blocks_launch: true}]\n"), "launch.tasks-done")
    words = "task 'a' is not yet done; it is due Tue 16 Feb 2027, the launch, which it blocks"
    assert [(each.message, each.due) for each in found.findings] == [(words, date(2027, 2, 16))]


def test_what_is_due_after_the_launch_is_not_overdue_before_its_day() -> None:
    """The item that watches it waits for that day, too."""
    found = one(report("tasks: [{id: a, due: T+3}]\n", date(2027, 2, 19)), "launch.tasks-late")
    assert (found.kind, found.is_overdue, found.due) == ("under_way", False, date(2027, 2, 19))
