"""What the board of one launch shows, in words and in the order of the page."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.dates import day, days, near_day, t_minus
from launchcheck.findings import LATE, MISSING, SCHEDULED, UNDER_WAY, WRONG
from launchcheck.formats import notes
from launchcheck.formats.html.timeline import Picture, picture
from launchcheck.pages import page_of
from launchcheck.panels import Coverage
from launchcheck.report import Verdict
from launchcheck.results import Counts, Status
from launchcheck.text import capitalized
from launchcheck.triage import by_urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from launchcheck.errors import Location
    from launchcheck.formats import Options
    from launchcheck.report import Report, Rules
    from launchcheck.results import Finding, OpenItem, Result

_NEXT = 3
"""How many items the first screen names."""

_SOON = 7
"""How many days ahead an item is due soon."""

_STATES = {
    WRONG: "Wrong",
    LATE: "Late",
    UNDER_WAY: "Under way",
    SCHEDULED: "Scheduled",
    MISSING: "Unanswered",
    Status.PASSED: "Passed",
    Status.WAIVED: "Waived",
    Status.NOT_APPLICABLE: "Does not apply",
}
"""What the state of an item is called: the kind of an open one, the status of any other."""


class Place(NamedTuple):
    """A place in a file as the page calls it, and the address at which a code host shows it, if any."""

    text: str
    address: str


class Said(NamedTuple):
    """One finding: what was found, and the places in files where it was found."""

    message: str
    places: tuple[Place, ...]


class Entry(NamedTuple):
    """One item as the board lists it.

    `state` names the mark and the color, `word` is what people read; `statuses` are what the filter
    knows the item by. `facts` are more about it, each with its name; they are under the item where it
    `unfolds`, which one that needs nothing does not.
    """

    anchor: str
    state: str
    word: str
    statuses: str
    question: str
    area: str
    owner: str
    due: str
    is_late: bool
    is_warning: bool
    findings: tuple[Said, ...]
    facts: tuple[tuple[str, str], ...]
    unfolds: bool


class Group(NamedTuple):
    """Items under one heading; `is_folded` where the heading hides them until it is opened."""

    title: str
    entries: tuple[Entry, ...]
    is_folded: bool


class Share(NamedTuple):
    """A part of a bar: how many items, from where on and how wide, in percent."""

    state: str
    word: str
    number: int
    start: float
    width: float


class Part(NamedTuple):
    """An area of the checklist: who answers for it, and how far it is."""

    title: str
    question: str
    owner: str
    counts: Counts
    shares: tuple[Share, ...]


class Table(NamedTuple):
    """Rows of words and places under a heading."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Place, ...], ...]


class Board(NamedTuple):
    """All that the page says about one launch. `level` is the level of its heading."""

    report: Report
    anchor: str
    level: int
    as_of: str
    state: str
    verdict: str
    reason: str
    details: tuple[str, ...]
    eyebrow: tuple[str, ...]
    next: tuple[Entry, ...]
    counts: Counts
    shares: tuple[Share, ...]
    picture: Picture
    parts: tuple[Part, ...]
    groups: tuple[Group, ...]
    coverages: tuple[Coverage, ...]
    tables: tuple[Table, ...]


class _Page(NamedTuple):
    """What the items of a board are on: the report, the start of their anchors, and the user's choices."""

    report: Report
    prefix: str
    options: Options


def board(report: Report, options: Options, *, level: int) -> Board:
    """The board of a report; `level` is 1 where it is the only one on its page."""
    anchor = anchor_of(report.source)
    page = _Page(report, "" if level == 1 else f"{anchor}.", options)
    counts = Counts.of(report.results)
    groups = tuple(_groups(page))
    urgent = by_urgency(report)
    return Board(
        report=report,
        anchor=anchor,
        level=level,
        as_of=day(report.as_of),
        state=report.verdict.value,
        verdict=capitalized(notes.verdict(report)),
        reason=notes.reason(report),
        details=tuple(_details(report, options.rules)),
        eyebrow=tuple(_eyebrow(report)),
        next=tuple(_entry(each.result, page) for each in urgent[:_NEXT]),
        counts=counts,
        shares=_shares(counts),
        picture=picture(report),
        parts=tuple(_parts(report)),
        groups=groups,
        coverages=tuple(each for each in report.panels if isinstance(each, Coverage) and each.things),
        tables=tuple(each for each in _tables(page) if each.rows),
    )


def anchor_of(source: str) -> str:
    """The address of a plan within a page: the same in every run, and no other plan's."""
    return f"plan-{hashlib.sha256(notes.path(source).encode()).hexdigest()[:8]}"


def _details(report: Report, rules: Rules) -> Iterator[str]:
    """What else belongs to the verdict."""
    gate = report.gate(*rules)
    if report.verdict is not Verdict.CANCELLED and any(report.core):
        yield f"{capitalized(report.sentence)}."
    rest = notes.in_brackets(notes.not_default(report, *rules))
    state = "open" if gate.is_open else "closed"
    yield f"The gate is {state}: {gate.reason} (`--fail-on {gate.fail_on}`){rest}."
    if report.verdict is not report.verdict_without_waivers:
        bare = report.verdict_without_waivers.value.replace("_", " ")
        yield f"Without its waivers it would be {bare}."
    if report.launch.planning_day:
        yield f"{report.launch.planning_day}."
    if report.only_owner:
        yield f"Only the items of {report.only_owner.name} are listed; the verdict is about all of them."
    if report.only_part:
        yield f"Only {report.only_part} is listed; the verdict is about all of them."


def _eyebrow(report: Report) -> Iterator[str]:
    """When and how big the launch is, and who decides."""
    launch = report.launch
    yield f"Launch {launch.planned}"
    yield f"{t_minus(launch.date, report.as_of)} as of {day(report.as_of)}"
    plan = "" if report.tier == launch.tier else f" (the plan says tier {launch.tier})"
    yield f"Tier {report.tier}{plan}"
    if launch.owner:
        yield f"Launch owner: {launch.owner.name}"
    if launch.decider:
        yield f"Decider: {launch.decider.name}"


def _groups(page: _Page) -> Iterator[Group]:
    """The items that are shown: open ones by when they are due, then the others."""
    report = page.report
    open_ = [each for item in by_urgency(report) for each in _unfolded(item)]
    late = [each for each in open_ if each.is_overdue]
    soon = [each for each in open_ if not each.is_overdue and each.days_left <= _SOON]
    later = [each for each in open_ if each.days_left > _SOON]
    others = {status: [each for each in report.shown if each.status is status] for status in Status}
    for title, results, is_folded in (
        ("Overdue", late, False),
        ("Due within 7 days", soon, False),
        ("Due later", later, False),
        ("Waived", others[Status.WAIVED], False),
        ("Passed", others[Status.PASSED], True),
        ("Does not apply", others[Status.NOT_APPLICABLE], True),
    ):
        if results:
            yield Group(title, tuple(_entry(each, page) for each in results), is_folded)


def _unfolded(item: OpenItem) -> Iterator[Result]:
    """An open item, and after it those that are unanswered because of it."""
    yield item.result
    yield from item.folded


def _entry(result: Result, page: _Page) -> Entry:
    report = page.report
    state = result.kind or result.status.value
    statuses = ["open"] if result.is_open else [result.status.value]
    titles = {area.id: area.title for area in report.areas}
    found = _findings(result, report)
    return Entry(
        anchor=f"{page.prefix}{result.item.id}".replace(".", "--"),
        state=state,
        word=_STATES[state],
        statuses=" ".join([*statuses, *(["overdue"] if result.is_overdue else [])]),
        question=result.item.question,
        area=titles.get(result.item.area, capitalized(result.item.area.replace("_", " "))),
        owner=result.owner.name if result.owner else "",
        due=_due(result, report),
        is_late=result.is_overdue,
        is_warning=result.is_open and not result.blocks,
        findings=tuple(_said(each, result, page) for each in found),
        facts=tuple((name, text) for name, text in _facts(result, page) if text),
        unfolds=_unfolds(result),
    )


def _due(result: Result, report: Report) -> str:
    """When an item is due, as far as it still matters."""
    if result.is_overdue:
        return f"{days(-result.days_left)} late"
    if not result.is_open:
        return ""
    return "due today" if not result.days_left else f"due {near_day(result.due, report.as_of)}"


def _unfolds(result: Result) -> bool:
    """Whether there is something to do about an item, or to know: it is open or waived."""
    return result.is_open or result.status is Status.WAIVED


def _findings(result: Result, report: Report) -> list[Finding]:
    """The findings of an item, those that are waived last."""
    return sorted(notes.findings(result, report), key=lambda each: each.waived)


def _said(finding: Finding, result: Result, page: _Page) -> Said:
    accepted = "Waived: " if finding.waived and result.status is not Status.WAIVED else ""
    places = dict.fromkeys(_place(each, page) for each in (finding.location, *finding.related))
    return Said(f"{accepted}{finding.message}", tuple(places))


def _place(location: Location, page: _Page) -> Place:
    """A place: the line where it is in the plan, whose name the page has already."""
    is_here = location.path == page.report.source and location.line
    address_of = page.options.address_of
    text = f"line {location.line}" if is_here else str(location)
    return Place(text, address_of(location) if address_of else "")


def _facts(result: Result, page: _Page) -> Iterator[tuple[str, str]]:
    """More about an item, each with its name."""
    report = page.report
    if result.progress and result.progress.needed > 1:
        scheduled = f", {result.progress.scheduled} scheduled" if result.progress.scheduled else ""
        yield "Progress", f"{result.progress.done} of {result.progress.needed}{scheduled}"
    yield "Note", result.reason
    for waiver in notes.waivers_of(result, report):
        yield "Waiver", capitalized(notes.accepted(waiver))
        yield "Follow-up", waiver.follow_up
    if not _unfolds(result):
        return
    if result.because_of:
        questions = {each.item.id: each.item.question for each in report.results}
        yield "Waits for", questions.get(result.because_of, result.because_of)
    if not page.prefix:  # among many launches the reasons would be said many times
        yield "Why", result.item.why
    yield "Fix", result.item.fix
    if result.is_overdue or result.due_note:
        yield "Due", f"{day(result.due)}{f'; {result.due_note}' if result.due_note else ''}"
    yield "Item", f"`{result.item.id}` ({result.severity})"
    yield "More", page_of(result.item, page.options.docs)


def _parts(report: Report) -> Iterator[Part]:
    """The areas with something to answer."""
    for area in report.areas:
        counts = Counts.of(each for each in report.results if each.item.area == area.id)
        if counts.asked:
            owner = area.owner.name if area.owner else ""
            yield Part(area.title, area.question, owner, counts, _shares(counts))


def _shares(counts: Counts) -> tuple[Share, ...]:
    """The items that apply as parts of a bar, done first."""
    on_time = counts.open - counts.overdue
    found: list[Share] = []
    start = 0.0
    for state, word, count in (
        ("passed", "passed", counts.passed),
        ("waived", "waived", counts.waived),
        ("open", "open, not yet due", on_time),
        ("late", "overdue", counts.overdue),
    ):
        width = round(100 * count / counts.asked, 2) if counts.asked else 0
        if count:
            found.append(Share(state, word, count, round(start, 2), width))
        start += width
    return tuple(found)


def _tables(page: _Page) -> Iterator[Table]:
    """What must not be hidden: weaker rules, waivers, what does not apply, and doubts."""
    report = page.report
    changes = (
        (each.message, _place(each.location, page) if each.location else "") for each in report.weakened
    )
    yield Table("Weakened by this change", ("What", "Where"), tuple(changes))
    applied = (waiver for result in report.shown for waiver in result.waivers)
    questions = {each.item.id: each.item.question for each in report.results}
    waivers = tuple(
        (
            f"{questions.get(each.check, each.check)}{f' ({each.where})' if each.where else ''}",
            capitalized(each.state.replace("_", " ")),
            each.approved_by.name,
            day(each.expires),
            " ".join(filter(None, (each.reason, each.follow_up))),
            _place(each.location, page),
        )
        for each in dict.fromkeys(report.waivers or applied)
    )
    yield Table("Waivers", ("Item", "State", "Approved by", "Until", "Reason", "Where"), waivers)
    titles = {**questions, **{area.id: area.title for area in report.areas}}
    left_out: Iterable[tuple[str, str]] = notes.left_out(report)
    yield Table(
        "Does not apply", ("What", "Why"), tuple((titles.get(what, what), why) for what, why in left_out)
    )
    lowered = ((each.words, _place(each.location, page)) for each in report.lowered)
    yield Table("Severity lowered", ("What", "Where"), tuple(lowered))
    doubts = ((capitalized(each.message), _place(each.location, page)) for each in report.notes)
    yield Table("Notes", ("What", "Where"), tuple(doubts))
