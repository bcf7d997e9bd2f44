"""The portfolio for programs: versioned JSON, and a flat table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.formats.csv import write_row
from launchcheck.portfolio.weeks import Week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from launchcheck.portfolio.gate import Gate
    from launchcheck.portfolio.model import Portfolio

SCHEMA = "launchcheck.portfolio/1"

COLUMNS = (
    *("kind", "plan", "launch", "day", "week", "tier", "verdict", "person", "count", "mark"),
    *("other_plan", "other_launch", "other_day", "audiences", "likely", "message"),
)
"""The columns of the flat table; a row leaves empty what its kind does not have."""


def document(portfolio: Portfolio, gate: Gate | None) -> dict[str, Any]:
    """The portfolio as versioned JSON."""
    return {
        "schema": SCHEMA,
        "as_of": portfolio.as_of.isoformat(),
        "weeks": [{"week": week.iso, "from": week.monday.isoformat()} for week in portfolio.weeks],
        "most": portfolio.most,
        "launches": [*_launches(portfolio)],
        "earlier": portfolio.earlier,
        "later": portfolio.later,
        "collisions": [*_collisions(portfolio)],
        "load": [*_load(portfolio)],
        "needs": [*_needs(portfolio)],
        "decisions": [*_decisions(portfolio)],
        "gate": gate and {"fail_on": gate.fail_on.value, "open": gate.is_open, "reason": gate.reason},
    }


def _named(portfolio: Portfolio, place: int) -> dict[str, str]:
    entry = portfolio.entries[place]
    return {"plan": entry.report.source, "launch": entry.name}


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _launches(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for each in portfolio.launches:
        report = portfolio.entries[each.entry].report
        launch = report.launch
        yield {
            **_named(portfolio, each.entry),
            "day": launch.date.isoformat(),
            "period": launch.window.text if launch.window else None,
            "week": Week.of(launch.date).iso,
            "tier": launch.tier,
            "status": launch.status,
            "verdict": report.verdict.value,
            "owner": launch.owner.name if launch.owner else None,
            "campaigns": [
                {"id": moment.campaign, "name": moment.what, "day": moment.on.isoformat()}
                for moment in each.moments
                if moment.campaign
            ],
        }


def _collisions(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for each in portfolio.collisions:
        yield {
            "moments": [
                {
                    **_named(portfolio, moment.entry),
                    "day": moment.on.isoformat(),
                    "campaign": moment.campaign or None,
                    "what": moment.what,
                }
                for moment in (each.one, each.other)
            ],
            "working_days": each.working_days,
            "audiences": list(each.audiences),
            "likely": each.likely,
        }


def _load(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for each in portfolio.load:
        shares = zip(portfolio.weeks, each.weeks, strict=True)
        yield {
            "name": each.person.name if each.person.key else None,
            "earlier": each.earlier,
            "weeks": [
                {"week": week.iso, "due": share.due, "over": share.is_over, "away": share.is_away}
                for week, share in shares
            ],
            "later": each.later,
        }


def _needs(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for each in portfolio.needs:
        place = each.location
        yield {
            **_named(portfolio, each.entry),
            "needs": each.path,
            "needed": None if each.needed is None else _named(portfolio, each.needed),
            "what": each.what,
            "by": _iso(each.by),
            "findings": [trouble._asdict() for trouble in each.troubles],
            "location": {"path": place.path, "line": place.line, "column": place.column},
        }


def _decisions(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for each in portfolio.decisions:
        yield {
            **_named(portfolio, each.entry),
            "day": portfolio.entries[each.entry].day.isoformat(),
            "decider": each.decider or None,
            "until": _iso(each.until),
            "decision": each.decision or None,
            "decided_on": _iso(each.decided_on),
            "stale": each.is_stale,
        }


# -- the flat table ----------------------------------------------------------------------------


def write_table(portfolio: Portfolio, out: TextIO) -> None:
    """Write a row for each launch, collision, week of a person, need and decision."""
    write_row(out, COLUMNS)
    for rows in (_launch_rows, _collision_rows, _load_rows, _need_rows, _decision_rows):
        for row in rows(portfolio):
            write_row(out, [_cell(row.get(column, "")) for column in COLUMNS])


def _cell(value: Any) -> str | int:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else str(value or "")


def _launch_rows(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for each in _launches(portfolio):
        yield {
            "kind": "launch",
            **each,
            "person": each["owner"],
            "mark": each["status"],
            "message": each["period"],
        }


def _collision_rows(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for each in _collisions(portfolio):
        one, other = each["moments"]
        yield {
            "kind": "collision",
            **one,
            **{f"other_{key}": other[key] for key in ("plan", "launch", "day")},
            "count": each["working_days"],
            "audiences": "; ".join(each["audiences"]),
            "likely": each["likely"],
            "message": f"{one['what']}; {other['what']}",
        }


def _load_rows(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    """The weeks in which something is due, or in which the person is away."""
    for each in _load(portfolio):
        if each["earlier"]:
            yield {"kind": "load", "person": each["name"], "count": each["earlier"], "mark": "earlier"}
        for week in each["weeks"]:
            marks = [mark for mark in ("over", "away") if week[mark]]
            if week["due"] or marks:
                about = {"week": week["week"], "count": week["due"], "mark": " ".join(marks)}
                yield {"kind": "load", "person": each["name"], **about}


def _need_rows(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    """A row for each finding, and for each need that has none."""
    for each in _needs(portfolio):
        needed = each["needed"] or {"plan": each["needs"], "launch": ""}
        about = {
            "kind": "need",
            "plan": each["plan"],
            "launch": each["launch"],
            "day": each["by"],
            "other_plan": needed["plan"],
            "other_launch": needed["launch"],
        }
        for found in each["findings"] or ({"kind": "", "message": ""},):
            yield {**about, "mark": found["kind"], "message": found["message"]}


def _decision_rows(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    for each in _decisions(portfolio):
        yield {
            "kind": "decision",
            "plan": each["plan"],
            "launch": each["launch"],
            "day": each["day"],
            "person": each["decider"],
            "other_day": each["until"],
            "mark": each["decision"],
            "message": "stale" if each["stale"] else "",
        }
