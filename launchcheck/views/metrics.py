"""The numbers that the teams steer by: the scorecard, by what it tells of, and the goals of the launch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck.dates import day
from launchcheck.text import counted, listed
from launchcheck.views import Page, Row, Table, heading, last_figure, name_of, number, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.plan import Plan
    from launchcheck.plan.goals import Goal
    from launchcheck.report import Report

_MOST_AIMS = 3

REVENUE = frozenset(
    {
        *("expansion", "lead_to_opportunity", "pipeline_velocity", "pipeline_influence", "win_rate"),
        *("share_of_voice", "market_share", "arpu", "lifetime_value", "customer_growth", "arr", "revenue"),
    }
)
"""The kinds of metrics that tell of revenue; all others tell of users."""


def page(plan: Plan, report: Report) -> Page:
    """Make the page: delivery, user impact and revenue; as Markdown it is the monthly mail.

    Raises:
        LaunchcheckError: the plan has no section metrics.

    """
    section = section_of(plan, "metrics")
    columns = ("Metric", "From", "To", "Unit", "By", "Owner", "Work")
    users = tuple(_metric(plan, each) for each in section.core or () if each.kind not in REVENUE)
    revenue = tuple(_metric(plan, each) for each in section.core or () if each.kind in REVENUE)
    tables = (
        Table("Scorecard", ("What", "State"), tuple(_scorecard(plan, report))),
        Table("Delivery", ("Feature", "State"), _delivery(plan), otherwise="no features yet"),
        Table("User impact", columns, users, otherwise="no metric of users yet"),
        Table("Revenue", columns, revenue, otherwise="no metric of revenue yet"),
        Table("Customers are heard", ("How", "Owner", "Next"), _voice(plan, section)),
    )
    about = [*heading(report)]
    if deck := section.deck:
        reviewed = f", reviewed on {day(deck.reviewed_on)}" if deck.reviewed_on else ", not reviewed yet"
        about.append(f"deck: {deck.url or 'no link'}{reviewed}")
    shown = tuple(table for table in tables if table.rows or table.otherwise)
    return Page("Metrics", tuple(about), shown, view="metrics")


def _scorecard(plan: Plan, report: Report) -> Iterator[Row]:
    """The three lines of a monthly mail: is it delivered, does it matter to users, what does it bring?"""
    core, features = report.core, (plan.product and plan.product.features) or ()
    kept = [each for each in features if each.status != "cut"]
    done = sum(each.status == "done" for each in kept)
    parts = [f"{core.passed} of {sum(core)} items of the core passed"] if sum(core) else []
    parts += [f"{done} of {counted(len(kept), 'feature')} done"] if kept else []
    yield Row(("Delivery", ", ".join(parts) or "no features yet"))
    primary = [goal for goal in plan.goals or () if goal.kind == "primary"]
    yield Row(
        ("User impact", "; ".join(_progress(plan, goal, report) for goal in primary) or "no primary goal")
    )
    yield Row(("Revenue", _revenue(plan)))


def _progress(plan: Plan, goal: Goal, report: Report) -> str:
    """A goal with its last figure: `Activated workspaces: 0 to 400 by Mon 17 May 2027, last 231 on ...`."""
    last = last_figure(plan, goal.id, report.as_of)
    now = f"last {number(last.value)} on {day(last.on)}" if last else "no figure yet"
    aim = f"{number(goal.baseline) or '?'} to {number(goal.target) or '?'}"
    by = f" by {day(goal.by)}" if goal.by else ""
    return f"{goal.metric or goal.id}: {aim}{by}, {now}"


def _revenue(plan: Plan) -> str:
    """The decided prices; where the plan has none, the metrics of revenue."""
    pricing = getattr(plan, "pricing", None)
    prices = [
        f"{each.plan or 'a plan'} {number(each.price)} {each.currency or ''}".rstrip()
        for each in (pricing and pricing.plans) or ()
        if each.price is not None
    ]
    if pricing and prices:
        on = f", decided on {day(pricing.decided_on)}" if pricing.decided_on else ", not decided yet"
        return f"{listed(prices)}{on}"
    metrics = [each for each in section_of(plan, "metrics").core or () if each.kind in REVENUE]
    aims = [
        f"{each.kind.replace('_', ' ')} {number(each.baseline) or '?'} to {number(each.target) or '?'}"
        f" {each.unit or ''}".rstrip()
        for each in metrics
    ]
    return listed(aims, most=_MOST_AIMS) or "no price and no metric of revenue"


def _delivery(plan: Plan) -> tuple[Row, ...]:
    features = (plan.product and plan.product.features) or ()
    return tuple(
        Row((each.name or each.id, (each.status or "not set").replace("_", " "))) for each in features
    )


def _metric(plan: Plan, each: Any) -> Row:
    """One metric; a shared one has two owners."""
    owners = [name_of(plan, person) for person in (each.owner, each.co_owner) if person]
    kind = (each.kind or "other").replace("_", " ")
    name = each.id if kind in {"other", each.id.replace("-", " ")} else f"{each.id} ({kind})"
    figures = (each.baseline, each.target, each.unit or "", each.by)
    return Row((name, *figures, " and ".join(owners), each.work or ""), _side(each))


def _side(each: Any) -> str:
    return each.side.replace("_", " ").capitalize() if each.side else "No side"


def _voice(plan: Plan, section: Any) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                (each.kind or "").replace("_", " "),
                name_of(plan, each.owner),
                each.next_on,
            )
        )
        for each in section.voice or ()
    )
