"""Who does what: the tasks of a launch by function, as accountable, responsible, consulted or informed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from launchcheck.dates import day
from launchcheck.schedule import Schedule
from launchcheck.text import capitalized
from launchcheck.views import Page, Row, Table, found_in, heading, name_of
from launchcheck.windows import Window

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from launchcheck.plan import Plan
    from launchcheck.plan.tasks import Task
    from launchcheck.report import Report
    from launchcheck.views import Cell

PHASES = {"discovery": "Discovery", "development": "Development", "go_to_market": "Go-to-market", "": "Other"}
"""The phases of work in their order; tasks without one come last."""

_NO_FUNCTION = "no function"


class Part(NamedTuple):
    """What one person does in a task: `role` is A, R, C or I."""

    role: str
    person: str
    name: str
    function: str


class Job(NamedTuple):
    """A task with its place in the list, its day and the people in it."""

    place: int
    task: Task
    due: datetime.date
    words: str
    parts: tuple[Part, ...]


def page(plan: Plan, report: Report, phase: str = "", function: str = "") -> Page:
    """Make the page; `phase` and `function` leave only tasks of a phase, or with people of a function."""
    jobs = [job for job in _jobs(plan, report) if not phase or (job.task.phase or "") == phase]
    jobs = [job for job in jobs if not function or any(part.function == function for part in job.parts)]
    functions = _functions(jobs)
    noted = found_in(report, ("tasks",))
    rows = [_row(job, functions, noted.get(job.place, "")) for job in jobs]
    columns = ("Task", "Due", *(each.replace("_", " ") for each in functions))
    records = [record for job in jobs for record in _records(job, noted.get(job.place, ""))]
    tasks = Table(
        "Tasks",
        columns,
        tuple(rows),
        otherwise="no task fits"
        if phase or function
        else "tasks is missing: list the work of the launch there",
        record_columns=("task", "what", "phase", "topic", "due", "role", "person", "function", "note"),
        records=tuple(records),
    )
    legend = "A accountable, R responsible, C consulted, I informed"
    return Page("Who does what", (*heading(report), legend), (tasks, *_handoffs(plan)), view="matrix")


def _jobs(plan: Plan, report: Report) -> list[Job]:
    """The tasks by phase, then by due day."""
    schedule = Schedule.of(plan, report.as_of, report.launch.date)
    tasks = getattr(plan, "tasks", None) or ()
    jobs = [_job(index, task, plan, schedule, report) for index, task in enumerate(tasks)]
    order = list(PHASES)
    return sorted(jobs, key=lambda job: (order.index(job.task.phase or ""), job.due))


def _job(index: int, task: Task, plan: Plan, schedule: Schedule, report: Report) -> Job:
    when = schedule.of_work(task.due)
    words = task.due.text if isinstance(task.due, Window) and not task.due.is_day else day(when)
    words += ", done" if report.has_come(task.done_on) else ""
    return Job(index, task, when, words, tuple(_parts(task, plan)))


def _parts(task: Task, plan: Plan) -> Iterator[Part]:
    """Who takes part: the owner, by default that of the area, and the others as the task names them."""
    area = task.area or "launch"
    owner = plan.launch.owner if area == "launch" else getattr(plan.owners, area, None)
    named = (
        ("A", [task.owner or owner]),
        ("R", task.responsible),
        ("C", task.consulted),
        ("I", task.informed),
    )
    for role, people in named:
        for person in filter(None, people or ()):
            found = (plan.people or {}).get(person)
            function = (found and found.function) or _NO_FUNCTION
            first = function if isinstance(function, str) else function[0]
            yield Part(role, person, name_of(plan, person), first)


def _functions(jobs: Sequence[Job]) -> list[str]:
    """The functions that take part, in the order in which they first do."""
    return list(dict.fromkeys(part.function for job in jobs for part in job.parts))


def _row(job: Job, functions: Sequence[str], note: str) -> Row:
    cells = [
        ", ".join(f"{part.role} {initials(part.name)}" for part in job.parts if part.function == function)
        for function in functions
    ]
    task = job.task
    what = task.what or task.deliverable or task.id
    return Row((what, job.words, *cells), PHASES[task.phase or ""], note)


def _records(job: Job, note: str) -> Iterator[tuple[Cell, ...]]:
    """A record for each person in a task; a task without people is one, too."""
    task = job.task
    about = (task.id, task.what or "", task.phase or "", task.topic or "", job.due)
    for part in job.parts or (Part("", "", "", ""),):
        yield (*about, part.role, part.name, part.function, note)


def _handoffs(plan: Plan) -> Iterator[Table]:
    """The handoffs of the section ownership, where a plan has one."""
    ownership = getattr(plan, "ownership", None)
    if not ownership or not ownership.handoffs:
        return
    rows = [
        Row(
            (
                each.what or "",
                name_of(plan, each.from_),
                name_of(plan, each.to),
                each.by,
                each.accepted_on or "not yet",
            )
        )
        for each in ownership.handoffs
    ]
    yield Table("Handoffs", ("What", "From", "To", "By", "Accepted"), tuple(rows))


def initials(name: str) -> str:
    """The first letters of the words of a name: `Dana Reyes` is DR; of one word, its first two."""
    words = name.replace("-", " ").replace("_", " ").split()
    letters = "".join(word[0] for word in words[:3]) if len(words) > 1 else "".join(words)[:2]
    return letters.upper() if len(words) > 1 else capitalized(letters)
