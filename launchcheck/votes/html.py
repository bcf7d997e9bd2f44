"""The certificate as a page of its own, in the style of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TextIO

import launchcheck
from launchcheck.dates import day
from launchcheck.formats.html.engine import fill
from launchcheck.panels import Coverage
from launchcheck.results import Counts
from launchcheck.text import capitalized, counted, show
from launchcheck.votes.snapshot import plan_digest
from launchcheck.votes.standing import WORDS, cited, outcome, warnings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from launchcheck.panels import Thing
    from launchcheck.poll import Decision, Seat, Vote
    from launchcheck.report import Report
    from launchcheck.votes.standing import Standing

_TITLE = 60

_NONE = "None."
"""What a part says in which there is nothing: silence would not tell that from a part that was left out."""


class Part(NamedTuple):
    """A part of the certificate: rows under a heading, and a sentence."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentence: str = ""

    @classmethod
    def of(
        cls, title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], otherwise: str = _NONE
    ) -> Part:
        """A part with these rows; without any, with the sentence that says so."""
        found = tuple(rows)
        return cls(title, columns, found, "" if found else otherwise)


class Verdict(NamedTuple):
    """The decision in a word, with the name of its mark and its color."""

    state: str
    mark: str
    word: str


_GO = Verdict("ready", "passed", "Go")
_NO_GO = Verdict("not_ready", "wrong", "No-go")
_DISPUTED = Verdict("not_ready", "late", "Disputed")
_OPEN = Verdict("on_track", "missing", "Not decided")


def write_certificate(standing: Standing, out: TextIO) -> None:
    """Write the certificate: the decision, with everything that was known and accepted at the time.

    Raises:
        LaunchcheckError: jinja2 is not installed.

    """
    report = standing.report
    title = f"Go/no-go: {report.launch.name}"
    fill("head.html", out, title=show(title, _TITLE))
    fill(
        "certificate.html",
        out,
        title=title,
        summary=report.launch.summary,
        verdict=_verdict(standing),
        outcome=outcome(standing),
        notes=[each.note for each in standing.board.decisions if each.note],
        warnings=warnings(standing),
        facts=tuple(_facts(report)),
        parts=tuple(_parts(standing)),
        digests=tuple(_digests(standing)),
        source=report.source,
        as_of=day(report.as_of),
        checklists=report.checklists,
        version=launchcheck.__version__,
    )
    fill("tail.html", out)


def _verdict(standing: Standing) -> Verdict:
    """The decision in a word."""
    decisions = standing.board.decisions
    if len(decisions) != 1:
        return _DISPUTED if decisions else _OPEN
    return _GO if decisions[0].decision == "go" else _NO_GO


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    """What is launched, when, and the verdict of the checklist."""
    launch, counts = report.launch, Counts.of(report.results)
    basis = f"; {launch.planning_day}" if launch.window else ""
    yield "Launch date", f"{launch.when}{basis} ({launch.timezone})"
    if launch.release_date:
        window = launch.release_window
        yield "Release date", window.words if window else day(launch.release_date)
    yield "Tier", f"{launch.tier}, {launch.status}"
    yield "Launch owner", launch.owner.name if launch.owner else "not set"
    verdict = capitalized(report.verdict.value.replace("_", " "))
    numbers = f"{counts.passed} passed, {counts.open} open, {counts.waived} waived"
    yield "Checklist", f"{verdict} on {day(report.as_of)}: {numbers}"
    if report.verdict is not report.verdict_without_waivers:
        yield "Without waivers", capitalized(report.verdict_without_waivers.value.replace("_", " "))


def _parts(standing: Standing) -> Iterator[Part]:
    """The parts of the certificate, in their order."""
    yield Part.of("Votes", ("Area", "Vote", "By", "When (UTC)", "Valid", "Note"), _votes(standing))
    yield Part.of("Decision", ("Decision", "By", "When (UTC)", "Valid"), _decisions(standing))
    for decision in standing.board.decisions:
        yield _open(decision, standing)
    if standing.board.decisions:
        against = (
            (_title(vote.area), *_spoken(vote, standing), vote.note) for vote in standing.board.dissent
        )
        yield Part.of("Dissent", ("Area", "By", "When (UTC)", "Note"), against)
    if conditions := tuple(_conditions(standing)):
        yield Part.of("Conditions", ("Area", "Condition", "Owner", "By"), conditions)
    columns = ("Item", "State", "Approved by", "On", "Until", "Reason")
    yield Part.of("Waivers", columns, _waivers(standing.report))
    for panel in standing.report.panels:
        if isinstance(panel, Coverage):
            things = ((thing.text or thing.id, _carried(thing)) for thing in panel.things)
            yield Part.of(capitalized(panel.title), (capitalized(panel.what), "Where"), things)
    yield _voters(standing)


def _votes(standing: Standing) -> Iterator[tuple[str, ...]]:
    """A row for each vote, and for each area that has not voted."""
    for seat in standing.seats:
        for vote in seat.votes:
            valid = _validity(vote, standing, disputed=seat.disputed)
            yield _title(vote.area), _word(vote.vote), *_spoken(vote, standing), valid, vote.note
        if not seat.votes:
            yield _title(seat.area), "No vote", _owner(seat, standing), "", "", ""


def _decisions(standing: Standing) -> Iterator[tuple[str, ...]]:
    """A row for each decision; two were made on branches that did not know each other."""
    for each in standing.board.decisions:
        yield _word(each.decision), *_spoken(each, standing), _validity(each, standing)


def _open(decision: Decision, standing: Standing) -> Part:
    """The blockers that were open at a decision, with their owners and due dates."""
    questions = {each.item.id: each.item.question for each in standing.report.results}
    rows = (
        (questions.get(each.id, each.id), standing.name(each.owner) or "(no owner)", day(each.due))
        for each in decision.open or ()
    )
    otherwise = "Not recorded." if decision.open is None else "No blocker."
    return Part.of("Open at the decision", ("Blocker", "Owner", "Due"), rows, otherwise)


def _conditions(standing: Standing) -> Iterator[tuple[str, ...]]:
    """The conditions of all votes, with their owners and deadlines."""
    for seat in standing.seats:
        for vote in seat.votes:
            for each in vote.conditions:
                late = ", overdue" if each.overdue else ""
                yield _title(vote.area), each.text, standing.name(each.owner), f"{day(each.by)}{late}"


def _waivers(report: Report) -> Iterator[tuple[str, ...]]:
    """The waivers: who approved what, why and until when."""
    questions = {each.item.id: each.item.question for each in report.results}
    for each in report.waivers:
        part = f" ({each.where})" if each.where else ""
        yield (
            f"{questions.get(each.check, each.check)}{part}",
            capitalized(each.state.replace("_", " ")),
            each.approved_by.name,
            day(each.approved_on),
            day(each.expires),
            " ".join(filter(None, (each.reason, each.follow_up))),
        )


def _voters(standing: Standing) -> Part:
    """What is known of who voted: names alone, or also the authors of commits."""
    authors = standing.authors
    if authors is None:
        return Part("Voters", (), (), "Names as recorded; not compared with the authors of commits.")
    wrong = ((f"{each.line}", each.by, f"Did not commit it: {each.wrong}") for each in authors.wrong)
    unknown = ((f"{each.line}", each.by, f"Unchecked: {each.unknown}") for each in authors.unchecked)
    return Part("Voters", ("Line", "By", "Commit"), (*wrong, *unknown), f"{capitalized(str(authors))}.")


def _digests(standing: Standing) -> Iterator[tuple[str, str]]:
    """The digests of the plan and of the record."""
    record = standing.record
    yield f"Facts of {standing.report.source}", f"`{plan_digest(standing.plan)}`"
    yield f"{record.name}, {counted(len(record.lines), 'line')}", f"`{record.digest}`"


def _carried(thing: Thing) -> str:
    """Which places carry a thing, and which lack it."""
    if not thing.visible:
        return "internal"
    return ", ".join(f"{place} {'yes' if carried else 'missing'}" for place, carried in thing.carried)


def _validity(spoken: Vote | Decision, standing: Standing, *, disputed: bool = False) -> str:
    """Whether a vote or decision counts, and why not."""
    stale = [f"stale: {'; '.join(spoken.stale_because)}"] if spoken.stale else []
    found = [*(["disputed"] if disputed else ()), *stale] or ["yes"]
    early = [f"cast before version {spoken.cast_before}"] if spoken.cast_before else []
    return capitalized("; ".join([*found, *early, *cited(standing, spoken)]))


def _spoken(spoken: Vote | Decision, standing: Standing) -> tuple[str, str]:
    """Who spoke, and when, in UTC to the minute."""
    return standing.name(spoken.by), _moment(spoken.at)


def _moment(at: datetime) -> str:
    """A time in UTC, to the minute."""
    return at.strftime("%Y-%m-%d %H:%M")


def _owner(seat: Seat, standing: Standing) -> str:
    """The owner of an area that has not voted."""
    return f"({standing.name(seat.owner)})" if seat.owner else "(no owner)"


def _title(area: str) -> str:
    """What people read instead of the id of an area."""
    return capitalized(area.replace("_", " "))


def _word(word: str) -> str:
    """A vote or decision in words."""
    return capitalized(WORDS[word])
