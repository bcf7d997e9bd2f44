"""What was decided, by whom and on what, with the scores of features, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck.dates import day
from launchcheck.views import Page, Row, Table, heading, name_of, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.plan import Plan
    from launchcheck.report import Report

POINTS = ("pricing", "positioning", "features")
"""The three decisions that a launch hangs on, in the order in which they are made."""

GROUPS = {"must_have": "Must have", "fast_follow": "Fast follow", "later": "Later", "": "No verdict"}
"""The verdicts on features, the first first."""


def page(plan: Plan, report: Report) -> Page:
    """Make the page.

    Raises:
        LaunchcheckError: the plan has no section decisions.

    """
    section = section_of(plan, "decisions")
    columns = ("Point", "Decided", "What follows", "By", "On", "Because")
    points = tuple(_decision(plan, name.capitalize(), getattr(section, name)) for name in POINTS)
    ledger = tuple(_entry(plan, each) for each in section.ledger or ())
    scores = tuple(_scores(plan, section))
    tables = (
        Table("Points", columns, points),
        Table(
            "Ledger",
            ("Topic", "Decided", "Rejected", "By", "On", "Open again if"),
            ledger,
            otherwise="nothing in the ledger yet",
        ),
        Table(
            "Features",
            ("Feature", "Score", "Reach", "Impact", "Confidence", "Effort", "Why"),
            scores,
            otherwise="no feature is scored yet",
        ),
    )
    shared = f"shared on {day(section.shared_on)}" if section.shared_on else "not shared yet"
    where = f"{section.page}, {shared}" if section.page else shared
    return Page("Decisions", (*heading(report), where), tables, view="decisions")


def _decision(plan: Plan, topic: str, each: Any) -> Row:
    """One of the three points."""
    if each is None:
        return Row((topic, "not decided yet", "", "", None, ""))
    decided = each.decided or "not decided yet"
    return Row((topic, decided, each.follows or "", name_of(plan, each.by), each.date, each.because or ""))


def _entry(plan: Plan, each: Any) -> Row:
    """One entry of the ledger."""
    about = (each.topic or each.id, each.decided or "not decided yet", each.rejected or "")
    return Row((*about, name_of(plan, each.by), each.date, each.reopen_if or ""))


def _scores(plan: Plan, section: Any) -> Iterator[Row]:
    """The features by verdict, the highest score first; one without all figures comes last."""
    features = {each.id: each.name or each.id for each in (plan.product and plan.product.features) or ()}
    order = list(GROUPS)
    scored = [(each, _score(each)) for each in section.scores or ()]
    scored.sort(key=lambda pair: (order.index(pair[0].verdict or ""), -(pair[1] or 0)))
    for each, score in scored:
        figures = (each.reach, each.impact, each.confidence, each.effort)
        name = features.get(each.feature, each.feature or "")
        yield Row(
            (name, None if score is None else round(score, 1), *figures, each.why or ""),
            GROUPS[each.verdict or ""],
        )


def _score(each: Any) -> float | None:
    """Its score, as the check `ranked` counts it: reach, impact and confidence (a share) over effort."""
    figures = (each.reach, each.impact, each.confidence, each.effort)
    if any(figure is None for figure in figures):
        return None
    return float(each.reach * each.impact * each.confidence / 100 / each.effort)
