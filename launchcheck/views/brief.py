"""The brief of a launch on one page: the problem, who benefits, the metric, when, and what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.dates import day, t_minus
from launchcheck.formats import notes
from launchcheck.panels import Coverage
from launchcheck.text import capitalized, counted
from launchcheck.views import Page, Row, Table, number

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from launchcheck.outline import Goal, Segment
    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.views import Cell

_MOST_BLOCKERS = 5


def page(plan: Plan, report: Report) -> Page:
    """Make the page; under each question that the plan does not answer it says which facts are missing."""
    more = (_caveats(report), _blockers(report), _waivers(report))
    return Page(
        f"Brief: {report.launch.name}",
        tuple(_about(report)),
        (
            _problem(plan, report),
            _who_benefits(plan, report),
            _metric(report),
            _when(report),
            *(table for table in more if table.rows),
        ),
        view="brief",
    )


def _about(report: Report) -> Iterator[str]:
    """What is launched, when, who decides, and the verdict."""
    launch = report.launch
    if launch.summary:
        yield launch.summary
    decider = f", decider {launch.decider.name}" if launch.decider else ""
    distance = f"{t_minus(launch.date, report.as_of)} as of {day(report.as_of)}"
    yield f"Launch {launch.planned} ({distance}), tier {report.tier}{decider}"
    yield f"{capitalized(notes.verdict(report))}. {notes.reason(report)}"


def _rows(found: Iterable[tuple[Cell, ...]]) -> tuple[Row, ...]:
    return tuple(map(Row, found))


def _problem(plan: Plan, report: Report) -> Table:
    brief, buyer = getattr(plan, "brief", None), report.outline.buyer
    parts = {
        "Problem": (brief and brief.problem) or "",
        "Outcome": (brief and brief.outcome) or "",
        "Pain of the buyer": buyer.pain if buyer else "",
        "Message": report.outline.statement,
    }
    return Table(
        "Which problem?",
        ("Part", "In the plan"),
        _rows((name, text) for name, text in parts.items() if text),
        "brief.problem, audience.buyer.pain and messaging.statement are missing",
    )


def _who_benefits(plan: Plan, report: Report) -> Table:
    """The segments by priority, what each gains, then the buyer and the users."""
    outline, brief = report.outline, getattr(plan, "brief", None)
    gains = {each.segment: each.benefit or "" for each in (brief and brief.for_) or ()}
    ranked = sorted(outline.segments, key=lambda each: each.priority or len(outline.segments) + 1)
    found = [(_segment(each), gains.get(each.id) or each.why) for each in ranked]
    if outline.buyer and outline.buyer.role:
        found.append((f"Buyer: {outline.buyer.role}", outline.buyer.trigger))
    found += [(f"User: {each.role}", each.job) for each in outline.users if each.role]
    return Table(
        "Who benefits?",
        ("Who", "Why, or what they gain"),
        _rows(found),
        "audience.segments, audience.buyer and audience.users are missing",
    )


def _segment(segment: Segment) -> str:
    """A segment by name, with how many accounts it has."""
    accounts = "" if segment.accounts is None else f" ({segment.accounts:,} {_account(segment.accounts)})"
    return f"{segment.name or segment.id}{accounts}"


def _account(count: int) -> str:
    return "account" if count == 1 else "accounts"


def _metric(report: Report) -> Table:
    rows = [
        (each.metric or each.id, each.kind, _aim(each), each.by, each.owner.name if each.owner else "")
        for each in report.outline.goals
    ]
    columns = ("Metric", "Kind", "Aim", "By", "Owner")
    return Table("Which metric?", columns, _rows(rows), "goals is missing")


def _aim(goal: Goal) -> str:
    """From where to where: `12 → 30 %`; of a guardrail, where it stops the launch and what is done then."""
    unit = f" {goal.unit}" if goal.unit else ""
    if goal.threshold is not None:
        action = f": {goal.action}" if goal.action else ""
        return f"threshold {number(goal.threshold)}{unit}{action}"
    if goal.target is None:
        return "target is missing"
    before = "" if goal.baseline is None else f"{number(goal.baseline)} → "
    return f"{before}{number(goal.target)}{unit}"


def _when(report: Report) -> Table:
    """The dates of the launch, and its campaigns; a row for each day."""
    outline, launch = report.outline, report.launch
    dates = outline.dates
    named = {"Go/no-go meeting": dates.review, "Embargo lifts": dates.embargo}
    found: list[tuple[datetime.date, Cell, str]] = [
        (when, when, what) for what, when in named.items() if when
    ]
    found.append((launch.date, launch.window.text if launch.window else launch.date, "Launch"))
    if dates.release:
        window = dates.release_window
        found.append((dates.release, window.text if window else dates.release, "Release"))
    found += [
        (each.date, each.date, f"Rollout to {each.percent or 0:g} %") for each in dates.rollout if each.date
    ]
    found += [
        (each.goes_live, each.goes_live, f"Campaign: {each.name or each.id}")
        for each in outline.campaigns
        if each.goes_live
    ]
    found += [(each.date, each.date, "Review after the launch") for each in dates.reviews if each.date]
    found.sort(key=lambda each: each[0])
    by_day: dict[Cell, list[str]] = {}
    for _, when, what in found:
        by_day.setdefault(when, []).append(what)
    rows = ((when, "; ".join(each)) for when, each in by_day.items())
    return Table("When?", ("Date", "What"), _rows(rows))


def _caveats(report: Report) -> Table:
    """What customers must know, and which places tell them."""
    panel = next(
        (each for each in report.panels if each.id == "caveats" and isinstance(each, Coverage)), None
    )
    rows = [
        (
            thing.text or thing.id,
            ", ".join(place for place, carried in thing.carried if carried) or "none",
            ", ".join(place for place, carried in thing.carried if not carried) or "none",
        )
        for thing in (panel.things if panel else ())
        if thing.visible
    ]
    return Table("Caveats", ("Caveat", "Carried by", "Missing from"), _rows(rows))


def _blockers(report: Report) -> Table:
    """The open blockers that are due first."""
    found = sorted(report.blockers, key=lambda each: each.due)
    rows = [
        (_due(each.due, report), each.item.question, each.owner.name if each.owner else "")
        for each in found[:_MOST_BLOCKERS]
    ]
    rest = f" ({len(rows)} of {counted(len(found), 'blocker')})" if len(found) > len(rows) else ""
    records = [
        (each.due, each.item.id, each.item.question, each.owner.name if each.owner else "") for each in found
    ]
    return Table(
        f"Blockers due next{rest}",
        ("Due", "Question", "Owner"),
        _rows(rows),
        record_columns=("due", "item", "question", "owner"),
        records=tuple(records),
    )


def _due(due: datetime.date, report: Report) -> str:
    return f"{day(due)}{', overdue' if due < report.as_of else ''}"


def _waivers(report: Report) -> Table:
    """What was accepted, by whom and until when."""
    questions = {each.item.id: each.item.question for each in report.results}
    rows = [
        (questions.get(each.check, each.check), each.approved_by.name, each.expires, each.reason)
        for each in report.waivers
        if each.state == "in_force"
    ]
    return Table("Waivers", ("Question", "Approved by", "Until", "Reason"), _rows(rows))
