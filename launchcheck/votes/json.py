"""The board of votes and the certificate as versioned JSON, whose keys are stable."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.formats.escapes import write_json
from launchcheck.formats.json import caveat, counted, person, window
from launchcheck.panels import Coverage
from launchcheck.results import Counts
from launchcheck.votes.snapshot import plan_digest

if TYPE_CHECKING:
    from launchcheck.poll import Change, Decision, FactsFrom, Open, Seat, Vote
    from launchcheck.report import Report
    from launchcheck.results import Waiver
    from launchcheck.votes.authors import Authors
    from launchcheck.votes.standing import Standing

VOTES, CERTIFICATE = "launchcheck.votes/1", "launchcheck.certificate/1"
"""The formats and their versions. Within a version, keys may be added; none is removed or changes meaning."""


def write_board(standing: Standing, out: TextIO) -> None:
    """Write every area, its votes and the decision."""
    write_json(out, {"schema": VOTES, **_launch(standing), **_poll(standing)}, indent=2)


def write_certificate(standing: Standing, out: TextIO) -> None:
    """Write the certificate: the decision, with everything that was known and accepted at the time."""
    report = standing.report
    certificate = {
        "schema": CERTIFICATE,
        **_launch(standing),
        "plan_digest": plan_digest(standing.plan),
        "checklists": list(report.checklists),
        "verdict": report.verdict.value,
        "verdict_without_waivers": report.verdict_without_waivers.value,
        "counts": counted(Counts.of(report.results)),
        **_poll(standing),
        "waivers": [_waiver(waiver) for waiver in report.waivers],
        "caveats": _caveats(report),
        "authors": _authors(standing.authors) if standing.authors else None,
    }
    write_json(out, certificate, indent=2)


def _authors(authors: Authors) -> dict[str, Any]:
    """The voters compared with the authors of commits: the lines that are not by them, or not known to be."""
    return {
        "signed": authors.signed,
        "lines": len(authors.origins),
        "wrong": [{"line": each.line, "by": each.by, "why": each.wrong} for each in authors.wrong],
        "replaced": [each.line for each in authors.replaced],
        "unchecked": [{"line": each.line, "by": each.by, "why": each.unknown} for each in authors.unchecked],
    }


def _launch(standing: Standing) -> dict[str, Any]:
    """What is launched and when, and the date of the check."""
    launch = standing.report.launch
    return {
        "source": standing.report.source,
        "as_of": standing.report.as_of.isoformat(),
        "launch": {
            "name": launch.name,
            "summary": launch.summary,
            "status": launch.status,
            "tier": launch.tier,
            "date": launch.date.isoformat(),
            "window": window(launch.window),
            "release_date": launch.release_date.isoformat() if launch.release_date else None,
            "release_window": window(launch.release_window),
            "timezone": launch.timezone,
            "owner": person(launch.owner),
            "decider": person(launch.decider),
        },
    }


def _poll(standing: Standing) -> dict[str, Any]:
    """The votes and the decision, whether they are stale, and their record."""
    board, record = standing.board, standing.record
    return {
        "areas": [_seat(seat, standing) for seat in standing.seats],
        "votes": [_vote(vote, standing) for seat in standing.seats for vote in seat.votes],
        "decisions": [_decision(decision, standing) for decision in board.decisions],
        "dissent": [_vote(vote, standing) for vote in board.dissent],
        "undecided": [vote.area for vote in board.undecided],
        "stale": bool(standing.stale),
        "ahead": board.ahead,
        "record": {
            "path": record.name,
            "lines": len(record.lines),
            "digest": record.digest,
            "heads": list(record.heads),
            "torn_line": record.torn.number if record.torn else None,
        },
    }


def _seat(seat: Seat, standing: Standing) -> dict[str, Any]:
    """An area: who may vote for it, and its state."""
    vote = seat.vote
    state = "disputed" if seat.disputed else vote.vote if vote else "silent"
    return {
        "area": seat.area,
        "owner": seat.owner,
        "backup": seat.backup,
        "needed": seat.area in standing.needed,
        "state": state,
    }


def _vote(vote: Vote, standing: Standing) -> dict[str, Any]:
    """A vote, and what made it stale."""
    return {
        "area": vote.area,
        "vote": vote.vote,
        "by": vote.by,
        "by_name": standing.name(vote.by),
        "at": _moment(vote.at),
        "stale": vote.stale,
        "stale_because": list(vote.stale_because),
        "changes": [_change(change) for change in vote.changes],
        "cast_before": vote.cast_before or None,
        "note": vote.note,
        "conditions": [
            {"text": each.text, "owner": each.owner, "by": each.by.isoformat(), "overdue": each.overdue}
            for each in vote.conditions
        ],
        "line": vote.line,
        "digest": vote.digest,
        "facts_digest": vote.facts_digest,
        "facts_from": [_origin(each) for each in vote.facts_from],
    }


def _decision(decision: Decision, standing: Standing) -> dict[str, Any]:
    """A decision, and what made it stale."""
    return {
        "decision": decision.decision,
        "by": decision.by,
        "by_name": standing.name(decision.by),
        "at": _moment(decision.at),
        "stale": decision.stale,
        "stale_because": list(decision.stale_because),
        "changes": [_change(change) for change in decision.changes],
        "cast_before": decision.cast_before or None,
        "note": decision.note,
        "voted_since": list(decision.since),
        "open": None if decision.open is None else [_open(each, standing) for each in decision.open],
        "line": decision.line,
        "digest": decision.digest,
        "facts_digest": decision.facts_digest,
        "facts_from": [_origin(each) for each in decision.facts_from],
    }


def _open(each: Open, standing: Standing) -> dict[str, Any]:
    """A blocker that was open at a decision."""
    owner, name = each.owner or None, standing.name(each.owner) if each.owner else None
    return {"id": each.id, "owner": owner, "owner_name": name, "due": each.due.isoformat()}


def _origin(each: FactsFrom) -> dict[str, Any]:
    """Where facts of another system come from."""
    at = _moment(each.at) if isinstance(each.at, datetime) else each.at.isoformat()
    return {"source": each.source, "at": at, "by": each.by or None}


def _change(change: Change) -> dict[str, Any]:
    """A fact that changed; null if it is missing."""
    return {"where": list(change.where), "old": change.old, "new": change.new}


def _moment(at: datetime) -> str:
    """A time in UTC, as the record writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "check": waiver.check,
        "where": waiver.where,
        "state": waiver.state,
        "reason": waiver.reason,
        "approved_by": person(waiver.approved_by),
        "approved_on": waiver.approved_on.isoformat(),
        "expires": waiver.expires.isoformat(),
        "follow_up": waiver.follow_up,
    }


def _caveats(report: Report) -> list[dict[str, Any]]:
    """The caveats, and the places that carry each."""
    panels = (each for each in report.panels if each.id == "caveats" and isinstance(each, Coverage))
    return [caveat(thing) for panel in panels for thing in panel.things]
