"""The dates of launches as a calendar feed (RFC 5545): free all-day events, each with a reminder.

What calendars insist on: an all-day event ends on the next day; Outlook shows it as busy unless it is
transparent and marked as free; Google ignores a change unless SEQUENCE has risen. UIDs stay when a
launch moves.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, TextIO

import launchcheck
from launchcheck.errors import LaunchcheckError
from launchcheck.joined import joined
from launchcheck.report import Verdict
from launchcheck.text import counted, show
from launchcheck.views import name_of

try:
    import icalendar
except ImportError:
    raise LaunchcheckError("ics needs icalendar", hint="pip install 'launchcheck[share]'") from None

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.results import Result

_EPOCH = date(2020, 1, 1)
_MORNING = timedelta(hours=9)
"""When a reminder comes; all-day events begin at midnight."""
_LONGEST = 4_000

DAYS_BEFORE = 2
"""How many days before an event its reminder comes, unless another number is wanted."""


class Entry(NamedTuple):
    """An event of a feed: what stays the same when it moves, its day, title and text, and whose it is."""

    key: str
    day: date
    title: str
    text: str = ""
    who: str = ""


def write(
    launches: Sequence[tuple[Plan, Report]], out: TextIO, days_before: int | None = DAYS_BEFORE
) -> None:
    """Write one feed with the events of all launches; the same plans and day are the same bytes.

    Reminders come so many days before an event; None for no reminders.
    """
    content = feed(launches, days_before)
    buffer = getattr(out, "buffer", None)
    if buffer is None:
        out.write(content.decode())
        return
    out.flush()
    buffer.write(content)
    buffer.flush()


def feed(launches: Sequence[tuple[Plan, Report]], days_before: int | None = DAYS_BEFORE) -> bytes:
    """The feed as bytes: lines of at most 75 bytes that end with CRLF."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//launchcheck//{launchcheck.__version__}//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Launches" if len(launches) != 1 else show(launches[0][1].launch.name, 200))
    for plan, report in launches:
        for entry in entries(plan, report):
            if report.only_owner is None or entry.who in {"", report.only_owner.name}:
                calendar.add_component(_event(entry, report, days_before))
    return bytes(calendar.to_ical())


def entries(plan: Plan, report: Report) -> Iterator[Entry]:
    """The events of a launch: its days, what is to come, and the open items of each person and due day."""
    launch, name = plan.launch, report.launch.name
    period = f" ({report.launch.window.text})" if report.launch.window else ""
    yield Entry("launch", report.launch.date, f"{name}: launch{period}", report.launch.summary)
    if launch.release_date:
        yield Entry("release", launch.release_date.last, f"{name}: release")
    if launch.review_on:
        who = name_of(plan, launch.decider)
        yield Entry("review", launch.review_on, f"{name}: go/no-go meeting", who, who)
    if launch.embargo_until:
        yield Entry("embargo", launch.embargo_until, f"{name}: the embargo ends")
    for index, review in enumerate(launch.reviews or ()):
        if review.date:
            who = name_of(plan, review.owner)
            yield Entry(f"reviews {index}", review.date, f"{name}: review of the goals", who, who)
    for index, touch in enumerate((plan.sales and plan.sales.touches) or ()):
        if touch.date and touch.date >= report.as_of:
            way = f" by {touch.way.replace('_', ' ')}" if touch.way else ""
            who = name_of(plan, touch.owner)
            yield Entry(f"touch {index}", touch.date, f"{name}: sales hears of it{way}", who, who)
    for campaign in report.outline.campaigns:
        if campaign.goes_live and campaign.public is not False:
            what, who = campaign.name or campaign.id, campaign.owner.name if campaign.owner else ""
            yield Entry(f"campaign {campaign.id}", campaign.goes_live, f"{name}: {what}", who, who)
    yield from _due(plan, report)


def _due(plan: Plan, report: Report) -> Iterator[Entry]:
    """One event for each person and due day of the checklist, with the open items in its text.

    Its key is that day as the checklist writes it, such as T-14: the event moves with the launch.
    """
    found: dict[tuple[str, str], list[Result]] = {}
    for result in report.shown:
        if result.is_open:
            found.setdefault((joined(plan, result.owner).key, result.item.due.text), []).append(result)
    for (person, due), results in sorted(found.items()):
        owner = results[0].owner
        whose = owner.name if owner else "no owner"
        title = f"{report.launch.name}: {counted(len(results), 'open item')} due ({whose})"
        lines = [f"- {each.item.question} {_first(each)}".rstrip() for each in results]
        first = min(each.due for each in results)
        yield Entry(f"due {person} {due}", first, title, "\n".join(lines), owner.name if owner else "")


def _first(result: Result) -> str:
    """What is found first; empty if it is nothing."""
    return result.findings[0].message if result.findings else ""


def _event(entry: Entry, report: Report, days_before: int | None) -> icalendar.Event:
    """An event as calendars read it; that of a launch that is cancelled says so."""
    event = icalendar.Event()
    known_as = sha256(f"{report.source}\n{report.launch.wave}\n{entry.key}".encode()).hexdigest()[:32]
    event.add("uid", f"{known_as}@launchcheck")
    event.add("dtstamp", datetime.combine(report.as_of, time(), UTC))
    event.add("sequence", (report.as_of - _EPOCH).days)
    event.add("summary", show(entry.title, 250))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(1))
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    if report.verdict is Verdict.CANCELLED:
        event.add("status", "CANCELLED")
    if entry.text:
        event.add("description", "\n".join(show(line, 500) for line in entry.text.split("\n"))[:_LONGEST])
    if days_before is None:
        return event
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", show(entry.title, 250))
    alarm.add("trigger", _MORNING - timedelta(days_before))
    event.add_component(alarm)
    return event
