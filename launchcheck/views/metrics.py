"""The numbers that the teams steer by: the scorecard, by what it tells of, and the goals of the launch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck.dates import day
from launchcheck.views import Page, Row, Table, heading, name_of, number, section_of

if TYPE_CHECKING:
    from launchcheck.plan import Plan
    from launchcheck.report import Report

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
        Table("Delivery", ("Feature", "State"), _delivery(plan), otherwise="no features yet"),
        Table("User impact", columns, users, otherwise="no metric of users yet"),
        Table("Revenue", columns, revenue, otherwise="no metric of revenue yet"),
        Table("Customers are heard", ("How", "Owner", "Next"), _voice(plan, section)),
    )
    about = [*heading(report)]
    if deck := section.deck:
        reviewed = f", reviewed on {day(deck.reviewed_on)}" if deck.reviewed_on else ", not reviewed yet"
        about.append(f"deck: {deck.url or 'no link'}{reviewed}")
    return Page("Metrics", tuple(about), tuple(table for table in tables if table.rows or table.otherwise))


def _delivery(plan: Plan) -> tuple[Row, ...]:
    features = (plan.product and plan.product.features) or ()
    return tuple(
        Row((each.name or each.id, (each.status or "not said").replace("_", " "))) for each in features
    )


def _metric(plan: Plan, each: Any) -> Row:
    """One metric; a shared one has two owners."""
    owners = [name_of(plan, person) for person in (each.owner, each.co_owner) if person]
    by = day(each.by) if each.by else ""
    name = each.id if each.kind in {None, "other"} else f"{each.id} ({each.kind.replace('_', ' ')})"
    figures = (number(each.baseline), number(each.target), each.unit or "", by)
    return Row((name, *figures, " and ".join(owners), each.work or ""), _side(each))


def _side(each: Any) -> str:
    return each.side.replace("_", " ").capitalize() if each.side else "No side"


def _voice(plan: Plan, section: Any) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                (each.kind or "").replace("_", " "),
                name_of(plan, each.owner),
                day(each.next_on) if each.next_on else "",
            )
        )
        for each in section.voice or ()
    )
