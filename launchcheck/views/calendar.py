"""All dates of one launch or several in one list: what happens, who does it, what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.dates import day, t_minus
from launchcheck.schedule import Schedule
from launchcheck.text import counted, listed
from launchcheck.views import Page, Row, Table, heading, name_of

if TYPE_CHECKING:
    import datetime

    from launchcheck.plan import Plan
    from launchcheck.report import Report

_MOST_ITEMS = 4


class Event(NamedTuple):
    """Something on a date; `is_ours` says that the team chose it, not the checklist or the clock."""

    date: datetime.date
    what: str
    who: str = ""
    state: str = ""
    is_ours: bool = True


def page(launches: Sequence[tuple[Plan, Report]]) -> Page:
    """Make the page of one launch or several; of several, every row names its launch.

    A report of one person has that person's dates, and those of the launch itself.
    """
    several = len(launches) > 1
    rows: list[tuple[datetime.date, Row]] = []
    for plan, report in launches:
        blackouts = _blackouts(plan)
        for event in _events(plan, report):
            if report.only_owner and event.who not in {"", report.only_owner.name}:
                continue
            clock = t_minus(report.launch.date, event.date)
            cells = (event.date, clock, event.what, event.who, event.state)
            named = (cells[0], report.launch.name, *cells[1:]) if several else cells
            note = _blocked(event, blackouts) if event.is_ours else ""
            rows.append((event.date, Row(named, f"{event.date:%B %Y}", note)))
    rows.sort(key=lambda each: each[0])
    columns = ("Date", *(("Launch",) if several else ()), "Days", "What", "Who", "State")
    about = tuple(line for _, report in launches for line in heading(report))
    table = Table("Dates", columns, tuple(row for _, row in rows))
    return Page("Calendar", about, (table,), tuple(_remarks(launches)), view="calendar")


def _events(plan: Plan, report: Report) -> Iterator[Event]:
    """Everything with a date in a plan, and the days on which open items are due."""
    yield Event(report.as_of, "today", is_ours=False)
    yield from _of_launch(plan, report)
    yield from _of_areas(plan, report)
    yield from _of_packs(plan)
    yield from _of_work(plan, report)
    yield from _of_items(report)


def _of_launch(plan: Plan, report: Report) -> Iterator[Event]:
    """The dates of the launch itself."""
    launch = plan.launch
    when = f"the launch, at the latest: {report.launch.window.text}" if report.launch.window else "the launch"
    yield Event(report.launch.date, when, name_of(plan, launch.owner))
    if launch.release_date:
        yield Event(launch.release_date.last, "the release")
    if launch.review_on:
        yield Event(launch.review_on, "go/no-go meeting", name_of(plan, launch.decider))
    if launch.embargo_until:
        yield Event(launch.embargo_until, "the embargo ends")
    for review in launch.reviews or ():
        if review.date:
            yield Event(review.date, "review of the goals", name_of(plan, review.owner))


def _of_areas(plan: Plan, report: Report) -> Iterator[Event]:
    """The dates of rollout, campaigns, sales, customer success and goals."""
    product, sales, success = plan.product, plan.sales, plan.customer_success
    rollout = product.rollout if product else None
    for step in (rollout and rollout.steps) or ():
        if step.date:
            share = f" to {step.percent:g} %" if step.percent is not None else ""
            is_met = report.has_come(step.exit_met_on)
            yield Event(step.date, f"rollout{share}", state="exit met" if is_met else "")
    for campaign in plan.campaigns or ():
        if campaign.goes_live:
            kind = "public campaign" if campaign.public else "campaign"
            yield Event(
                campaign.goes_live, f"{kind}: {campaign.name or campaign.id}", name_of(plan, campaign.owner)
            )
    for touch in (sales and sales.touches) or ():
        if touch.date:
            way = f" by {touch.way.replace('_', ' ')}" if touch.way else ""
            yield Event(touch.date, f"sales hears of it{way}", name_of(plan, touch.owner))
    if success and success.briefed_on:
        yield Event(success.briefed_on, "customer success is briefed")
    for goal in plan.goals or ():
        if goal.by:
            yield Event(goal.by, f"goal: {goal.metric or goal.id}", name_of(plan, goal.owner))


def _of_packs(plan: Plan) -> Iterator[Event]:
    """The dates of waves and of a sunset, where a plan has them."""
    for wave in getattr(plan, "waves", None) or ():
        if wave.date:
            yield Event(wave.date.last, f"wave: {wave.name or wave.id}", name_of(plan, wave.owner))
    sunset = getattr(plan, "sunset", None)
    if sunset and sunset.announced_on:
        yield Event(sunset.announced_on, "the end is announced")
    for stage in (sunset and sunset.stages) or ():
        if stage.date:
            words = (stage.stage or "a stage").replace("_", " ")
            yield Event(stage.date, f"sunset: {words}", name_of(plan, stage.owner))


def _of_work(plan: Plan, report: Report) -> Iterator[Event]:
    """The due days of tasks and approvals."""
    schedule = Schedule.of(plan, report.as_of, report.launch.date)
    for task in getattr(plan, "tasks", None) or ():
        waits = f", after {listed(task.needs)}" if task.needs else ""
        state = f"done {day(task.done_on)}" if task.done_on and report.has_come(task.done_on) else ""
        what = f"task: {task.what or task.id}{waits}"
        yield Event(schedule.of_work(task.due), what, name_of(plan, task.owner), state)
    for approval in getattr(plan, "approvals", None) or ():
        state = (
            "refused"
            if report.has_come(approval.refused_on)
            else f"given {day(approval.given_on)}"
            if approval.given_on and report.has_come(approval.given_on)
            else ""
        )
        what = f"approval: {approval.what or approval.id}"
        yield Event(schedule.of_work(approval.due), what, name_of(plan, approval.owner), state)


def _of_items(report: Report) -> Iterator[Event]:
    """The days on which open items of the checklist are due, all items of a day as one event."""
    by_day: dict[datetime.date, list[str]] = {}
    for result in report.shown:
        if result.is_open:
            by_day.setdefault(result.due, []).append(result.item.id)
    for due, ids in by_day.items():
        late = "overdue" if due < report.as_of else ""
        what = f"{counted(len(ids), 'open item')} due: {listed(ids, most=_MOST_ITEMS)}"
        yield Event(due, what, state=late, is_ours=False)


def _blackouts(plan: Plan) -> list[Any]:
    """The periods in which nothing should happen, from the section calendar."""
    calendar = getattr(plan, "calendar", None)
    found = calendar.blackouts if calendar else None
    return [each for each in found if each.from_] if isinstance(found, list) else []


def _blocked(event: Event, blackouts: Sequence[Any]) -> str:
    """What an event collides with."""
    for each in blackouts:
        if each.from_ <= event.date <= (each.to or each.from_):
            return f"in {each.name or 'a blackout'}, {_span(each)}"
    return ""


def _span(period: Any) -> str:
    return (
        f"{day(period.from_)} to {day(period.to)}"
        if period.to and period.to != period.from_
        else day(period.from_)
    )


def _remarks(launches: Sequence[tuple[Plan, Report]]) -> Iterator[str]:
    """Whose dates these are, and the blackouts of each launch."""
    if mine := next((report.only_owner for _, report in launches if report.only_owner), None):
        yield f"Only the dates of {mine.name}, and those without a name."
    for plan, report in launches:
        of = f" of {report.launch.name}" if len(launches) > 1 else ""
        for each in _blackouts(plan):
            yield f"Blackout{of}: {each.name or each.kind or 'no name'}, {_span(each)}."
