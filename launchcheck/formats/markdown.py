"""A summary in Markdown, for job summaries, comments on pull requests and wikis.

It stays below the 65,536 characters that GitHub accepts in a comment: in a longer report the least
urgent items are omitted and counted. Text from the plan is always plain text: no markup, HTML, links,
mentions or references to issues. Several plans are a table, the worst first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.dates import day, days, t_minus
from launchcheck.formats import notes
from launchcheck.formats.escapes import markdown
from launchcheck.formats.writer import Writer
from launchcheck.panels import Coverage, Timeline
from launchcheck.report import Verdict
from launchcheck.results import Counts, Status
from launchcheck.summary import mistakes, weakenings, what_failed
from launchcheck.text import capitalized, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.panels import Thing
    from launchcheck.people import Person
    from launchcheck.report import Report
    from launchcheck.results import Result, Waiver
    from launchcheck.summary import Row
    from launchcheck.weakenings import Weakening

_ROOM = {
    "weakened": 6_000,
    "areas": 6_000,
    "open": 24_000,
    "waivers": 6_000,
    "coverages": 6_000,
    "plans": 60_000,
    "changes": 20_000,
}
"""How many characters each part may have; with the head they stay below 65,536."""

_MOST_FINDINGS = 3
_NAME = 80
"""The longest name in a table."""

_TITLE = 120


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write the verdict, a table of the areas, what is open in each, waivers, and what is carried where."""
    lines = [
        *_head(report, options),
        *weakened_list(report.weakened, _ROOM["weakened"]),
        *_areas(report),
        *_open(report),
        *_unread(report),
        *_waivers(report),
        *_left_out(report),
        *_lowered(report),
        *_coverages(report),
    ]
    _write(out, lines)


def _write(out: TextIO, lines: Iterable[str]) -> None:
    """Write lines, with character references for what the stream cannot encode."""
    encoding = getattr(out, "encoding", None) or "utf-8"
    text = "\n".join(lines) + "\n"
    out.write(text.encode(encoding, "xmlcharrefreplace").decode(encoding))


def _head(report: Report, options: Options) -> Iterator[str]:
    """The verdict, the gate, and what the report is about."""
    launch = report.launch
    gate = report.gate(*options.rules)
    tier = "" if report.tier == launch.tier else f" (the plan says tier {launch.tier})"
    yield f"## {markdown(launch.name)}: {notes.verdict(report)}"
    yield ""
    state = "open" if gate.is_open else "closed"
    basis = f" {launch.planning_day}." if launch.window else ""
    rest = markdown(notes.in_brackets(notes.not_default(report, *options.rules)))
    yield f"**The gate is {state}**: {gate.reason} (`--fail-on {gate.fail_on}`){rest and f' {rest}'}."
    yield (
        f"Tier {report.tier}{tier}, launch {launch.planned}, as of {day(report.as_of)} "
        f"({t_minus(launch.date, report.as_of)}), plan {markdown(notes.path(report.source))}.{basis}"
    )
    if report.verdict is not Verdict.CANCELLED and report.sentence:
        yield f"{capitalized(report.sentence)}."
    if report.verdict is not report.verdict_without_waivers:
        bare = report.verdict_without_waivers.value.replace("_", " ")
        yield f"Without its waivers it would be {bare}."
    yield from (line for panel in report.panels if isinstance(panel, Timeline) and (line := _timeline(panel)))
    if report.only_owner:
        yield f"Only the items of {_name(report.only_owner)} are listed; the verdict is about all of them."
    if report.only_part:
        yield f"Only {report.only_part} is listed; the verdict is about all of them."


def weakened_list(found: Sequence[Weakening], room: int) -> Iterator[str]:
    """What a change weakened, as a section with a list of as many as there is room for."""
    if not found:
        return
    yield from ("", f"### Weakened by this change ({len(found)})", "")
    rows = [f"- {_weakening(each)}" for each in found]
    kept = _fitting(rows, room)
    yield from rows[:kept]
    if kept < len(rows):
        yield f"- … and {len(rows) - kept} more"


def _weakening(weakening: Weakening) -> str:
    """One of them, and its place."""
    place = f" ({markdown(str(weakening.location), 200)})" if weakening.location else ""
    return f"{markdown(weakening.message, 400)}{place}"


def _areas(report: Report) -> Iterator[str]:
    rows = []
    has_excluded = any(each.excluded for each in report.results)
    columns: tuple[str, ...] = ("Area", "Owner", "Passed", "Open", "Overdue", "Waived", "Not asked")
    columns = (*columns, "Excluded") if has_excluded else columns
    for area in report.areas:
        counts = Counts.of(result for result in report.results if result.item.area == area.id)
        not_asked = counts.not_applicable - counts.excluded
        numbers = [counts.passed, counts.open, counts.overdue, counts.waived, not_asked]
        numbers += [counts.excluded] if has_excluded else []
        rows.append(_row(markdown(area.question, 120), _name(area.owner), *map(str, numbers)))
    yield from _table(columns, rows, _ROOM["areas"], numbers=len(columns) - 2)


def _open(report: Report) -> Iterator[str]:
    """The open items by area; only the most urgent ones if there is no room for all."""
    found = sorted((each for each in report.shown if each.is_open), key=lambda each: each.urgency)
    questions = {area.id: area.question for area in report.areas}
    parts: dict[str, list[str]] = {}
    room = _ROOM["open"]
    kept = 0
    for result in found:
        id, row = result.item.area, _item(result, report)
        head = [] if id in parts else _area_head(questions.get(id, id))
        room -= sum(len(line) + 1 for line in (*head, row))
        if room < 0:
            break
        parts.setdefault(id, head).append(row)
        kept += 1
    for id, _ in notes.areas(report):
        yield from parts.get(id, ())
    if kept < len(found):
        yield from ("", f"… and {len(found) - kept} more open, less urgent than these.")


def _area_head(question: str) -> list[str]:
    """The heading and table head above the open items of an area."""
    columns = _row("Item", "Question", "Found", "Due", "Owner")
    return ["", f"### {markdown(question, 120)}", "", columns, _row(*["---"] * 5)]


def _item(result: Result, report: Report) -> str:
    """A row for an open item."""
    findings = [each for each in notes.findings(result, report) if not each.waived]
    words = [markdown(finding.message) for finding in findings[:_MOST_FINDINGS]]
    if len(findings) > _MOST_FINDINGS:
        words.append(f"and {len(findings) - _MOST_FINDINGS} more")
    if result.progress and 1 < result.progress.needed > result.progress.done:
        words.insert(0, f"{result.progress.done} of {result.progress.needed}")
    late = f", **{days(-result.days_left)} late**" if result.is_overdue else ""
    kind = f"{result.severity} {markdown(result.item.id, _NAME)}"
    note = f"; {result.due_note}" if result.due_note else ""
    due = f"{day(result.due)}{late}{note}"
    return _row(kind, markdown(result.item.question, 200), "; ".join(words), due, _name(result.owner))


def _unread(report: Report) -> Iterator[str]:
    """What checks could not look at, such as copy in another language."""
    for result in report.shown:
        if result.reason and result.status is not Status.NOT_APPLICABLE:
            yield from ("", f"Note: {markdown(result.item.id, _NAME)}: {markdown(result.reason, 300)}.")


def _waivers(report: Report) -> Iterator[str]:
    """What was accepted, by whom, why, and until when; and waivers that do not hold."""
    applied = (waiver for result in report.shown for waiver in result.waivers)
    all_ = dict.fromkeys(report.waivers or applied)
    if not all_:
        return
    yield from ("", "### Waivers", "")
    rows = [_row(*_waiver(waiver)) for waiver in all_]
    yield from _table(("Item", "State", "Approved by", "Until", "Reason"), rows, _ROOM["waivers"])


def _waiver(waiver: Waiver) -> Iterator[str]:
    yield markdown(f"{waiver.check} {waiver.where}", _NAME)
    yield waiver.state.replace("_", " ")
    yield _name(waiver.approved_by)
    yield day(waiver.expires)
    yield markdown(f"{waiver.reason} {waiver.follow_up}", 600)


def _left_out(report: Report) -> Iterator[str]:
    """What does not apply, who says so and why; and what is doubtful about it."""
    found = notes.left_out(report)
    if found:
        yield from ("", "### Does not apply", "")
        rows = [_row(markdown(what, _NAME), markdown(why, 600)) for what, why in found]
        yield from _table(("What", "Why"), rows, _ROOM["waivers"])
    for note in report.notes[:_MOST_FINDINGS]:
        yield from ("", f"Warning: {markdown(note.message, 300)}.")


def _lowered(report: Report) -> Iterator[str]:
    """The severities that settings lower."""
    if not report.lowered:
        return
    yield from ("", "### Severity lowered", "")
    rows = [
        _row(
            markdown(each.id, _NAME), each.before, each.now or "not asked", markdown(str(each.location), 200)
        )
        for each in report.lowered
    ]
    yield from _table(("Item", "In the checklist", "Here", "Set in"), rows, _ROOM["waivers"])


def _timeline(panel: Timeline) -> str:
    """How many marks of a timeline have happened, as a sentence; nothing where none is asked for."""
    needed = len(panel.marks) if panel.needed is None else panel.needed
    if not needed:
        return ""
    words = markdown(panel.sentence or f"{capitalized(panel.title)}:", _TITLE)
    return f"{words} {len(panel.happened)} of {needed} {markdown(plural(panel.what, 2), _NAME)}."


def _coverages(report: Report) -> Iterator[str]:
    """What should be carried, and which places do not carry it yet."""
    found = [panel for panel in report.panels if isinstance(panel, Coverage) and panel.things]
    for panel in found:
        yield from ("", f"### {markdown(capitalized(panel.title), _TITLE)}", "")
        rows = [_row(*_thing(thing, panel)) for thing in panel.things]
        columns = (
            markdown(capitalized(panel.what), _NAME),
            *(("What it says",) if panel.has_text else ()),
            *(("Customers see it",) if panel.has_visible else ()),
            *("Carried by", "Missing from"),
        )
        yield from _table(columns, rows, _ROOM["coverages"] // len(found))


def _thing(thing: Thing, panel: Coverage) -> Iterator[str]:
    yield markdown(thing.id, _NAME)
    if panel.has_text:
        yield markdown(thing.text)
    if panel.has_visible:
        yield "yes" if thing.visible else "no"
    for is_carried in (True, False):
        yield ", ".join(markdown(place, _NAME) for place, carried in thing.carried if carried is is_carried)


def _name(person: Person | None) -> str:
    """The name, or `none`."""
    return markdown(person.name, _NAME) if person else "none"


def _table(columns: tuple[str, ...], rows: list[str], room: int, numbers: int = 0) -> Iterator[str]:
    """A table of as many rows as there is room for; the last columns may hold numbers."""
    if not rows:
        return
    kept = _fitting(rows, room)
    if columns[0] == "Area":
        yield ""
    yield _row(*columns)
    yield _row(*["---"] * (len(columns) - numbers), *["---:"] * numbers)
    yield from rows[:kept]
    if kept < len(rows):
        yield from ("", f"… and {len(rows) - kept} more.")


def _fitting(rows: Iterable[str], room: int) -> int:
    """How many of the rows fit."""
    kept = 0
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        kept += 1
    return kept


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _no_part(report: Report, out: TextIO, options: Options) -> None:
    """Write nothing: the table lists each plan."""


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Write the gate and a table of all plans."""
    tally = whole.tally
    state = "open" if tally.is_open else "closed"
    rest = f" {markdown(f'[{whole.not_default}]')}" if whole.not_default else ""
    lines = [
        f"## {tally.counted}",
        "",
        f"**The gate is {state}**: {tally.reason} (`--fail-on {tally.fail_on}`){rest}.",
        "",
    ]
    if section := [*weakened_list(weakenings(whole.rows), _ROOM["changes"])]:
        lines += [*section[1:], ""]
    room = _ROOM["plans"] - sum(len(line) + 1 for line in section)
    columns = ("Launch", "Verdict", "Tier", "Date", "T-minus", "Blockers", "Overdue", "Start with", "Plan")
    _write(out, [*lines, *_table(columns, [_row(*_cells(row)) for row in whole.rows], room)])


def _cells(row: Row) -> Iterator[str]:
    path = markdown(notes.path(row.place), 200)
    if row.error:
        message, _, place = mistakes(row.path, row.error)[0]
        words = markdown(f"line {place.line}: {message}" if place.line else message)
        yield from ("", f"**{what_failed(row.error)}**", "", "", "", "", "", words, path)
        return
    yield markdown(row.name, _NAME)
    yield f"**{row.words}**" if row.verdict == "not_ready" else row.words
    yield str(row.tier)
    yield row.window or day(row.date)
    yield row.t_minus
    yield str(row.open)
    yield str(row.overdue)
    yield _first(row)
    yield path


def _first(row: Row) -> str:
    """The first item to work on."""
    if row.first is None:
        return ""
    id, message, due, is_late, owner = row.first
    late = ", **late**" if is_late else ""
    who = f", {markdown(owner, _NAME)}" if owner else ""
    return f"{markdown(id, _NAME)}: {markdown(message, 160)}; due {day(due)}{late}{who}"


WRITER = Writer(part=_no_part, tail=_tail, needs_rows=True, single=_single, for_people=True)
