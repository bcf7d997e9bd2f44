"""The board of votes and the certificate in Markdown, with all text from the plan escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.dates import day, t_minus
from launchcheck.formats.escapes import markdown
from launchcheck.panels import Coverage
from launchcheck.results import Counts
from launchcheck.text import capitalized, counted
from launchcheck.votes.snapshot import plan_digest
from launchcheck.votes.standing import WORDS, cited, outcome, warnings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from launchcheck.panels import Thing
    from launchcheck.poll import Decision, Seat, Vote
    from launchcheck.results import Waiver
    from launchcheck.votes.standing import Standing

_NAME, _NOTE = 80, 4000


def write_board(standing: Standing, out: TextIO) -> None:
    """Write every area, its votes, warnings and the decision."""
    launch = standing.report.launch
    clock = t_minus(launch.date, standing.report.as_of)
    days = f"Launch {launch.planned}, as of {day(standing.report.as_of)} ({clock})"
    head = [
        f"# {markdown(launch.name)}: go or no-go",
        "",
        f"**{markdown(outcome(standing))}**",
        f"{days}, record {markdown(standing.record.name)}.",
    ]
    _send(out, [*head, *_warned(standing), *_votes(standing), *_open(standing), *_conditions(standing)])


def write_certificate(standing: Standing, out: TextIO) -> None:
    """Write the certificate: the decision, with everything that was known and accepted at the time."""
    parts = (
        _launched,
        _votes,
        _decided,
        _open,
        _dissent,
        _conditions,
        _waivers,
        _coverages,
        _voters,
        _digests,
    )
    head = [
        f"# Go/no-go: {markdown(standing.report.launch.name)}",
        "",
        f"**{markdown(outcome(standing))}**",
        *_warned(standing),
    ]
    _send(out, [*head, *(line for part in parts for line in part(standing))])


def _send(out: TextIO, lines: list[str]) -> None:
    """Write the lines, with characters that the stream cannot encode escaped."""
    encoding = getattr(out, "encoding", None) or "utf-8"
    text = "\n".join(lines) + "\n"
    out.write(text.encode(encoding, "xmlcharrefreplace").decode(encoding))


def _warned(standing: Standing) -> Iterator[str]:
    """Warnings about the votes."""
    found = warnings(standing)
    if found:
        yield ""
        yield from (f"> {markdown(warning)}  " for warning in found)


def _launched(standing: Standing) -> Iterator[str]:
    """What is launched, when, and the verdict of the checklist."""
    report, launch = standing.report, standing.report.launch
    counts = Counts.of(report.results)
    found = [f"{counts.passed} passed", f"{counts.open} open", f"{counts.waived} waived"]
    yield from ("", "## What is launched", "")
    yield f"- Launch: {markdown(launch.name)}{f' ({markdown(launch.summary)})' if launch.summary else ''}"
    yield f"- Tier {launch.tier}, {launch.status}"
    if launch.release_date:
        window = launch.release_window
        yield f"- Release date: {window.words if window else day(launch.release_date)}"
    basis = f"; {launch.planning_day}" if launch.window else ""
    yield f"- Launch date: {launch.when}{basis} ({launch.timezone})"
    yield f"- Launch owner: {markdown(launch.owner.name if launch.owner else 'not set', _NAME)}"
    yield (
        f"- As of {day(report.as_of)}: {report.verdict.value.replace('_', ' ')} "
        f"against the checklist {markdown(' and '.join(report.checklists), 400)}; {', '.join(found)}"
    )
    if report.verdict is not report.verdict_without_waivers:
        yield f"- Without waivers: {report.verdict_without_waivers.value.replace('_', ' ')}"


def _votes(standing: Standing) -> Iterator[str]:
    """A row for each vote, and for each area that has not voted."""
    yield from ("", "## Votes", "", _row("Area", "Vote", "By", "When (UTC)", "Valid", "Note"))
    yield _row(*["---"] * 6)
    for seat in standing.seats:
        for vote in seat.votes:
            yield _row(*_vote(vote, seat, standing))
        if not seat.votes:
            yield _row(markdown(seat.area, _NAME), "no vote", *_owner(seat, standing), "", "", "")


def _owner(seat: Seat, standing: Standing) -> list[str]:
    """The owner of an area that has not voted."""
    return [f"({markdown(standing.name(seat.owner), _NAME)})" if seat.owner else "(no owner)"]


def _vote(vote: Vote, seat: Seat, standing: Standing) -> Iterator[str]:
    """The cells of a vote."""
    stands = [*(["disputed"] if seat.disputed else ()), *_stale(vote)] or ["yes"]
    yield markdown(vote.area, _NAME)
    yield f"**{WORDS[vote.vote]}**"
    yield _by(vote.by, standing)
    yield _moment(vote.at)
    yield "; ".join([*stands, *_early(vote), *_cited(vote, standing)])
    yield markdown(vote.note, _NOTE)


def _stale(spoken: Vote | Decision) -> list[str]:
    """Why a vote or decision is stale, if it is."""
    return [f"**stale**: {markdown('; '.join(spoken.stale_because), 800)}"] if spoken.stale else []


def _early(spoken: Vote | Decision) -> list[str]:
    """Whether an earlier launchcheck tied a vote or decision to fewer facts than this one would."""
    return [f"cast before version {spoken.cast_before}"] if spoken.cast_before else []


def _cited(spoken: Vote | Decision, standing: Standing) -> list[str]:
    """Where those facts of a vote or decision come from that other systems state."""
    return [markdown(words, 300) for words in cited(standing, spoken)]


def _decided(standing: Standing) -> Iterator[str]:
    """The decision, and its note."""
    yield from ("", "## Decision", "")
    for decision in standing.board.decisions:
        notes = (*_stale(decision), *_early(decision), *_cited(decision, standing))
        stands = "".join(f"; {words}" for words in notes)
        by = _by(decision.by, standing)
        yield f"- **{WORDS[decision.decision]}**, by {by}, {_moment(decision.at)} UTC{stands}"
        if decision.note:
            yield f"  Note: {markdown(decision.note, _NOTE)}"
    if not standing.board.decisions:
        yield "None."


def _open(standing: Standing) -> Iterator[str]:
    """The blockers that were open at the decision, with their owners and due dates."""
    for decision in standing.board.decisions:
        yield from ("", "## Open at the decision", "")
        if decision.open is None:
            yield "Not recorded."
        elif not decision.open:
            yield "No blocker."
        else:
            yield from (_row("Blocker", "Owner", "Due"), _row(*["---"] * 3))
            for each in decision.open:
                owner = _by(each.owner, standing) if each.owner else "(no owner)"
                yield _row(markdown(each.id, 160), owner, day(each.due))


def _dissent(standing: Standing) -> Iterator[str]:
    """The no-go votes that a go decision overrode."""
    if not standing.board.decisions:
        return
    yield from ("", "## Dissent", "")
    for vote in standing.board.dissent:
        said = f": {markdown(vote.note, _NOTE)}" if vote.note else ""
        by = _by(vote.by, standing)
        yield f"- {markdown(vote.area, _NAME)}: **NO-GO**, by {by}, {_moment(vote.at)} UTC{said}"
    if not standing.board.dissent:
        yield "None."


def _conditions(standing: Standing) -> Iterator[str]:
    """The conditions of all votes, with their owners and deadlines."""
    found = [
        (vote, condition) for seat in standing.seats for vote in seat.votes for condition in vote.conditions
    ]
    if not found:
        return
    yield from ("", "## Conditions", "", _row("Area", "Condition", "Owner", "By"), _row(*["---"] * 4))
    for vote, condition in found:
        late = ", **overdue**" if condition.overdue else ""
        owner = _by(condition.owner, standing)
        text = markdown(condition.text, _NOTE)
        yield _row(markdown(vote.area, _NAME), text, owner, f"{day(condition.by)}{late}")


def _waivers(standing: Standing) -> Iterator[str]:
    """The waivers: who approved what, why and until when."""
    yield from ("", "## Waivers", "")
    if not standing.report.waivers:
        yield "None."
        return
    yield from (_row("Item", "State", "Approved by", "On", "Until", "Reason"), _row(*["---"] * 6))
    for waiver in standing.report.waivers:
        yield _row(*_waiver(waiver))


def _waiver(waiver: Waiver) -> Iterator[str]:
    """The cells of a waiver."""
    yield markdown(f"{waiver.check} {waiver.where}", 160)
    yield waiver.state.replace("_", " ")
    yield markdown(waiver.approved_by.name, _NAME)
    yield day(waiver.approved_on)
    yield day(waiver.expires)
    yield markdown(f"{waiver.reason} {waiver.follow_up}", 1000)


def _coverages(standing: Standing) -> Iterator[str]:
    """The coverage panels, such as caveats: which places carry which thing."""
    for panel in standing.report.panels:
        if not isinstance(panel, Coverage):
            continue
        yield from ("", f"## {markdown(capitalized(panel.title), _NAME)}", "")
        for thing in panel.things:
            said = f": {markdown(thing.text, 1000)}" if panel.has_text else ""
            yield f"- {markdown(thing.id, _NAME)}{said} ({_carried(thing)})"
        if not panel.things:
            yield "None."


def _carried(thing: Thing) -> str:
    if not thing.visible:
        return "internal"
    words = [
        f"{markdown(place, _NAME)} {'yes' if carried else 'MISSING'}" for place, carried in thing.carried
    ]
    return ", ".join(words)


def _voters(standing: Standing) -> Iterator[str]:
    """What is known of who voted: names alone, or also the authors of commits."""
    yield from ("", "## Voters", "")
    authors = standing.authors
    if authors is None:
        yield "Names as recorded; not compared with the authors of commits."
        return
    yield f"{capitalized(str(authors))}."
    if authors.wrong or authors.unchecked:
        yield ""
    for each in authors.wrong:
        by, why = markdown(each.by, _NAME), markdown(each.wrong, 400)
        yield f"- Line {each.line}: **{by} did not commit it**: {why}"
    for each in authors.unchecked:
        yield f"- Line {each.line}: {markdown(each.by, _NAME)}, unchecked: {markdown(each.unknown, 400)}"


def _digests(standing: Standing) -> Iterator[str]:
    """The digests of the plan and of the record."""
    record = standing.record
    yield from ("", "## Digests", "")
    yield f"- Facts of the plan {markdown(standing.report.source)}: `{plan_digest(standing.plan)}`"
    lines = counted(len(record.lines), "line")
    yield f"- Record {markdown(record.name)}, {lines}: `{record.digest}`"


def _by(id: str, standing: Standing) -> str:
    """A person by name and id."""
    name = standing.name(id)
    return markdown(name if name == id else f"{name} ({id})", _NAME)


def _moment(at: datetime) -> str:
    """A time in UTC, to the minute."""
    return at.strftime("%Y-%m-%d %H:%M")


def _row(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"
