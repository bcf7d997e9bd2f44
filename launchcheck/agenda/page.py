"""The agenda as a page: a table for each person; or that of the weekly meeting."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from launchcheck.dates import day
from launchcheck.findings import MISSING
from launchcheck.formats import notes
from launchcheck.joined import joined
from launchcheck.schedule import Schedule
from launchcheck.text import capitalized, counted, listed
from launchcheck.views import Page, Row, Table, last_figure, name_of, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.agenda.model import Agenda, Part
    from launchcheck.plan import Plan
    from launchcheck.report import Report

_MOST_QUESTIONS = 10


def page(agenda: Agenda) -> Page:
    """Make the page of an agenda."""
    several = len(agenda.launches) > 1
    columns = ("Due", *(("Launch",) if several else ()), "Question", "To write")
    tables = tuple(Table(_title(part), columns, tuple(_rows(part, several=several))) for part in agenda.parts)
    nothing = Table("Nothing is due", columns, (), f"Nothing is overdue or due by {_until(agenda)}.")
    remarks = (f"{capitalized(counted(agenda.left, 'open item'))} due later.",) if agenda.left else ()
    count = counted(len(agenda.entries), "open item")
    about = (f"{listed(agenda.launches, most=6)}: {count} by {_until(agenda)}",)
    return Page(f"Agenda, {day(agenda.as_of)}", about, tables or (nothing,), remarks, view="agenda")


def _until(agenda: Agenda) -> str:
    return day(agenda.as_of + timedelta(agenda.within))


def _title(part: Part) -> str:
    """A person, and how much is open and late."""
    late = f", {part.overdue} overdue" if part.overdue else ""
    return f"{part.person.name}: {len(part.entries)} open{late}"


def _rows(part: Part, *, several: bool) -> Iterator[Row]:
    """A row for each entry, in bands by when it is due."""
    for entry in part.entries:
        named = (entry.launch,) if several else ()
        color = "red" if entry.days_left < 0 else ""
        cells = (entry.due, *named, entry.question, entry.write)
        yield Row(cells, capitalized(entry.when), color=color)


# -- the weekly meeting ------------------------------------------------------------------------


def meeting(launches: Sequence[tuple[Plan, Report]], agenda: Agenda) -> Page:
    """Make the agenda of the weekly meeting: outcomes, blockers, dependencies, questions, one user story."""
    parts = {
        "Outcomes": (_outcomes(launches), "No plan has a goal yet."),
        "Blockers": (_blockers(agenda), "No blocker is overdue or due."),
        "Dependencies": (_dependencies(launches), "Nothing waits for anything else."),
        "Questions": (islice(_questions(launches), _MOST_QUESTIONS), "Nothing is unanswered."),
        "One user story": (_story(launches), "No plan has a user yet."),
    }
    tables = [Table(name, _COLUMNS[name], tuple(rows), none) for name, (rows, none) in parts.items()]
    about = [
        f"{report.launch.name}: {notes.verdict(report)}. {notes.reason(report)}" for _, report in launches
    ]
    if len(launches) > 1:
        about.append(_by_verdict([report for _, report in launches]))
    return Page(f"Weekly meeting, {day(agenda.as_of)}", tuple(about), tuple(tables), view="meeting")


def _by_verdict(reports: Sequence[Report]) -> str:
    """How many launches have each verdict, the worst first: `3 launches: 1 not ready, 2 on track`."""
    counts = Counter(notes.verdict(report) for report in reports)
    found = [f"{counts[verdict]} {verdict}" for verdict in _VERDICTS if counts[verdict]]
    return f"{counted(len(reports), 'launch')}: {', '.join(found)}"


_VERDICTS = ("not ready", "on track", "ready", "cancelled")
_COLUMNS = {
    "Outcomes": ("Launch", "Goal", "Baseline", "Last figure", "Target", "By"),
    "Blockers": ("Launch", "Due", "Owner", "What is wrong"),
    "Dependencies": ("Launch", "Due", "Owner", "Waits for"),
    "Questions": ("Launch", "Owner", "Question"),
    "One user story": ("Launch", "Who", "Needs to", "Does today"),
}


def _outcomes(launches: Sequence[tuple[Plan, Report]]) -> Iterator[Row]:
    """The goals, and how far each has come."""
    for plan, report in launches:
        for goal in report.outline.goals:
            last = last_figure(plan, goal.id, report.as_of)
            now = number(last.value) if last else ""
            figures = (number(goal.baseline), now, number(goal.target or goal.threshold))
            yield Row((report.launch.name, goal.metric or goal.id, *figures, goal.by or ""))


def _blockers(agenda: Agenda) -> Iterator[Row]:
    """The blockers that are overdue or due soon, the first due first."""
    found = [(entry, part.person.name) for part in agenda.parts for entry in part.entries if entry.blocks]
    for entry, name in sorted(found, key=lambda each: (each[0].due, each[0].launch, each[0].item)):
        cells = (entry.launch, entry.due, name, entry.write or entry.question)
        yield Row(cells, color="red" if entry.days_left < 0 else "")


def _dependencies(launches: Sequence[tuple[Plan, Report]]) -> Iterator[Row]:
    """What is not done and waits for something: tasks for tasks, and the launch for approvals."""
    for plan, report in launches:
        schedule = Schedule.of(plan, report.as_of, report.launch.date)
        tasks = getattr(plan, "tasks", None) or ()
        open_ = {task.id: task.what or task.id for task in tasks if not report.has_come(task.done_on)}
        for task in tasks:
            waits = [open_[id] for id in task.needs or () if id in open_]
            if task.id in open_ and waits:
                due, what = schedule.of_work(task.due), f"{open_[task.id]}: {listed(waits)}"
                yield Row((report.launch.name, due, name_of(plan, task.owner), what))
        for approval in getattr(plan, "approvals", None) or ():
            if not report.has_come(approval.given_on):
                due, what = schedule.of_work(approval.due), approval.what or approval.id
                whose = f"the go of {approval.from_}" if approval.from_ else "a go"
                yield Row((report.launch.name, due, name_of(plan, approval.owner), f"{what}: {whose}"))


def _questions(launches: Sequence[tuple[Plan, Report]]) -> Iterator[Row]:
    """What is unanswered, the first due first."""
    found = [
        (result.due, report.launch.name, joined(plan, result.owner).name, result.item.question)
        for plan, report in launches
        for result in report.results
        if result.kind == MISSING and result.blocks
    ]
    for _, launch, owner, question in sorted(found):
        yield Row((launch, owner, question))


def _story(launches: Sequence[tuple[Plan, Report]]) -> Iterator[Row]:
    """One user of the launch that is next: another in each week, so that all are told."""
    users = [
        (report.launch.name, user.role, user.job, user.today)
        for _, report in sorted(launches, key=lambda each: (each[1].launch.date, each[1].source))
        for user in report.outline.users
    ]
    if users:
        week = launches[0][1].as_of.toordinal() // 7
        yield Row(users[week % len(users)])
