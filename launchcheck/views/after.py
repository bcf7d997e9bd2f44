"""What a launch owes once it is out: goals against figures, promises, and the items of the pack after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck.dates import day
from launchcheck.results import Status
from launchcheck.views import Page, Row, Table, heading, last_figure, name_of, number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from launchcheck.plan import Plan
    from launchcheck.plan.goals import Goal
    from launchcheck.report import Report
    from launchcheck.results import Result


def page(plan: Plan, report: Report) -> Page:
    """Make the page from a plan and its report under the pack after, as of one day."""
    section = getattr(plan, "after", None)
    tables = (
        _asked(report),
        _goals(plan, report),
        Table("Promises", ("What", "Owner", "By", "State"), tuple(_promises(plan, section, report))),
    )
    about = (*heading(report), f"as of {day(report.as_of)}")
    return Page("After the launch", about, tuple(table for table in tables if table.rows), view="after")


def _asked(report: Report) -> Table:
    """The items of the pack, each with what was found first."""
    rows, records = [], []
    for result in report.results:
        if result.item.area == "after":
            owner = result.owner.name if result.owner else ""
            note = result.findings[0].message if result.is_open and result.findings else ""
            rows.append(Row((result.item.question, _state(result), result.due, owner), note=note))
            records.append((result.item.id, *rows[-1].cells, note))
    return Table(
        "What is asked",
        ("Item", "State", "Due", "Owner"),
        tuple(rows),
        record_columns=("item", "question", "state", "due", "owner", "note"),
        records=tuple(records),
    )


def _state(result: Result) -> str:
    if result.status is Status.NOT_APPLICABLE:
        return result.reason
    late = ", overdue" if result.is_overdue else ""
    return f"{result.status.value.replace('_', ' ')}{late}"


def _goals(plan: Plan, report: Report) -> Table:
    """Each goal and guardrail against its last figure up to the day of the view."""
    rows, records = [], []
    for goal in plan.goals or ():
        last = last_figure(plan, goal.id, report.as_of)
        value, on = last or (None, None)
        words = f"{number(value)} on {day(on)}" if on else "no figure yet"
        rows.append(Row((goal.metric or goal.id, goal.baseline, _target(goal), goal.by, words)))
        limits = (goal.target, goal.threshold, goal.better or "")
        records.append((goal.id, goal.metric or "", goal.baseline, *limits, goal.by, value, on))
    return Table(
        "Goals",
        ("Goal", "From", "To", "By", "Last figure"),
        tuple(rows),
        record_columns=(
            *("goal", "metric", "baseline", "target", "threshold", "better"),
            *("by", "last_figure", "last_figure_on"),
        ),
        records=tuple(records),
    )


def _target(goal: Goal) -> str:
    """The target of a goal, or the threshold of a guardrail with its safe side."""
    if goal.threshold is None:
        return number(goal.target)
    side = {"lower": "at most ", "higher": "at least "}.get(goal.better or "", "threshold ")
    return f"{side}{number(goal.threshold)}"


def _promises(plan: Plan, section: Any, report: Report) -> Iterator[Row]:
    """Conditions of a go, actions of the debrief, and caveats with a date."""
    for each in (section and section.conditions) or ():
        yield _promise(plan, report, f"condition: {each.text or ''}", each.owner, each.by, each.closed_on)
    debrief = section and section.debrief
    for each in (debrief and debrief.actions) or ():
        yield _promise(plan, report, f"action: {each.text or ''}", each.owner, each.by, each.done_on)
    ends = {each.caveat: each for each in (section and section.caveats) or ()}
    caveats = plan.product.caveats if plan.product else None
    for caveat in caveats if isinstance(caveats, list) else ():
        if caveat.fix_by:
            end = ends.get(caveat.id)
            gone = end.gone_on if end else None
            yield _promise(
                plan, report, f"caveat: {caveat.text or caveat.id}", None, caveat.fix_by.last, gone
            )


def _promise(
    plan: Plan, report: Report, what: str, owner: str | None, by: date | None, kept_on: date | None
) -> Row:
    is_kept, is_late = report.has_come(kept_on), by and by < report.as_of
    state = f"done {day(kept_on)}" if kept_on and is_kept else "overdue" if is_late else "open"
    return Row((what, name_of(plan, owner), by, state))
