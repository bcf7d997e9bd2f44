"""The findings of a report as code review tools list them, and wording that formats share."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.dates import day, days
from launchcheck.errors import Location
from launchcheck.report import FailOn, Verdict
from launchcheck.results import Counts, Finding, Status
from launchcheck.text import counted

if TYPE_CHECKING:
    from collections.abc import Collection

    from launchcheck.checklist import Checklist
    from launchcheck.report import Report, Rules
    from launchcheck.results import Result, Waiver
    from launchcheck.weakenings import Weakening

LAST_DAY = date.max
"""The due date of what is never late."""

UNUSED_WAIVER = "waiver.unused"
"""The id of notes about unused waivers."""

WEAKENED = "gate.weakened"
"""The id of notes about what a change weakened."""

WEAKENED_TITLE = "Is the gate as strict as before this change?"
WEAKENED_FIX = "Undo it, or have it approved by someone who may weaken the gate."

LOWERED = "severity.lowered"
"""The id of notes about severities that settings lower."""

NOT_DEFAULT = "gate.not-default"
"""The id of the note that counts what settings and checklists change about the gate."""

DOUBTS = {
    "unused": (
        "exclusion.unused",
        "Does every exclusion exclude something?",
        "Remove the entry from not_applicable.",
    ),
    "facts": (
        "exclusion.facts",
        "Is the plan free of facts about areas that do not apply?",
        "Remove the facts, or the entry under not_applicable.",
    ),
    "unasked": (
        "pack.off",
        "Does anyone ask about each section of the plan?",
        "Name the pack under packs, or remove its section.",
    ),
    "contradiction": (
        "facts.contradiction",
        "Does the plan agree with the facts of other systems?",
        "Correct the plan, or the system that the facts come from.",
    ),
    "outdated": (
        "facts.outdated",
        "Are the facts of other systems recent enough to count?",
        "Read the facts again, for example in the CI job that writes the file.",
    ),
}
"""The id, title and fix of notes, by the kind of doubt."""


class Note(NamedTuple):
    """One finding that is open or waived, one unused waiver, or one doubt about an exclusion, located.

    `level` is `error` for what closes the gate, `warning`, or `info` for what is waived or only said.
    `blocks` says whether it is a blocker, whatever the rule of the gate, and `weakens` whether it is
    about the change rather than the plan: such notes come first of their level. `fingerprint` stays
    the same when lines move, and no two notes of a report share one. `turn` counts the findings of
    an item from 0.
    """

    level: str
    id: str
    title: str
    message: str
    fix: str
    location: Location
    fingerprint: str
    overdue: bool = False
    due: date = LAST_DAY
    turn: int = 0
    blocks: bool = False
    weakens: bool = False

    @property
    def path(self) -> str:
        """The file, as other tools write it."""
        return path(self.location.path)


def plan_of(report: "Report") -> str:
    """The file of a plan as other tools write it, and the wave of the report, if any: `launch.yaml#emea`."""
    wave = report.launch.wave
    return f"{path(report.source)}#{wave}" if wave else path(report.source)


class Fingerprints:
    """Fingerprints of findings: made from plan, item and path into the plan, not from lines.

    Findings with the same path are told apart by their order.
    """

    def __init__(self, report: "Report") -> None:
        self._plan = plan_of(report)
        self._turns: Counter[str] = Counter()

    def of(self, id: str, where: tuple[str | int, ...]) -> str:
        """The fingerprint of the next finding of an item at a path."""
        key = json.dumps([self._plan, id, where])
        self._turns[key] += 1
        return _digest(f"{key}{self._turns[key]}")


def failure_mark(plan: str, turn: int, message: str) -> str:
    """The fingerprint of one error of a plan that could not be checked."""
    return _digest(json.dumps([path(plan), "", turn, message]))


def _digest(text: str) -> str:
    """The digest of a text."""
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def notes(report: "Report", *rules: FailOn) -> list[Note]:
    """What a change weakened, every open and waived finding, unused waivers, doubts, lowered severities."""
    fingerprints = Fingerprints(report)
    closing = closing_by(report, *rules)
    doubts = "error" if FailOn.WARNING in rules and report.launch.status != "cancelled" else "warning"
    found = _of_the_change(report, rules, fingerprints)
    for result in report.shown:
        for turn, finding in enumerate(findings(result, report)):
            found.append(_note(result, finding, turn, fingerprints, closing))
    for waiver in report.unused_waivers:
        found.append(
            Note(
                level=doubts,
                id=UNUSED_WAIVER,
                title="Does every waiver accept something?",
                message=f"the waiver for {waiver.check} is unused: what it accepts is not open",
                fix="Remove the waiver from the plan.",
                location=waiver.location,
                fingerprint=fingerprints.of(UNUSED_WAIVER, (waiver.check, waiver.where)),
            )
        )
    for doubt in report.notes:
        id, title, fix = DOUBTS[doubt.kind]
        mark = fingerprints.of(id, (doubt.about,))
        found.append(Note(doubts, id, title, doubt.message, fix, doubt.location, mark))
    for each in report.lowered:
        mark = fingerprints.of(LOWERED, (each.id,))
        title = "Is every severity that of the checklist?"
        found.append(Note("info", LOWERED, title, each.words, "", each.location, mark))
    if rest := not_default(report, *rules):
        mark = fingerprints.of(NOT_DEFAULT, ())
        place = Location(report.source)
        found.append(Note("info", NOT_DEFAULT, "Is every item asked?", rest, "", place, mark))
    return found


def by_urgency(found: list[Note]) -> list[Note]:
    """What closes the gate, other blockers, warnings; in each what is overdue first, then by due date.

    Within each kind, every item comes once before any comes again.
    """
    return sorted(found, key=urgency)


def urgency(note: Note) -> tuple[int, bool, bool, int, date]:
    """The key by which notes are sorted, of one plan or of many."""
    level = 2 * _LEVELS.index(note.level) + (not note.weakens)
    return level, not note.blocks, not note.overdue, note.turn, note.due


_LEVELS = ("error", "warning", "info")


def findings(result: "Result", report: "Report") -> tuple[Finding, ...]:
    """The findings that keep an item from passing; at least one where it does not pass."""
    if not (result.is_open or result.status is Status.WAIVED):
        return ()
    if result.findings:
        return result.findings
    kind = "missing" if result.status is Status.UNANSWERED else "wrong"
    return (Finding(kind, (), result.item.question, Location(report.source)),)


def is_waived(result: "Result", finding: Finding) -> bool:
    """Whether the finding is waived."""
    return finding.waived or result.status is Status.WAIVED


def level(result: "Result", closing: frozenset[str]) -> str:
    """An open item in the terms of most tools: an error is what closes the gate, whatever its severity."""
    return "error" if result.item.id in closing else "warning"


def closing_by(report: "Report", *rules: FailOn) -> frozenset[str]:
    """The ids of the open items that close the gate by these rules; none with `never`."""
    if report.launch.status == "cancelled":
        return frozenset()
    return frozenset(each.item.id for each in report.closing(*rules))


def due(result: "Result") -> str:
    """The due date and owner of an item: `due Tue 2 Feb 2027, 3 days late, Omar Haddad`.

    Where the plan began late it says so: `due Fri 5 Feb 2027, Omar Haddad; T-60 was before the plan began`.
    """
    late = f", {days(-result.days_left)} late" if result.is_overdue else ""
    owner = f", {result.owner.name}" if result.owner else ""
    note = f"; {result.due_note}" if result.due_note else ""
    return f"due {day(result.due)}{late}{owner}{note}"


def too_long(waiver: "Waiver") -> str:
    """By how much a waiver is too long: `until Fri 19 Mar 2027, but Thu 18 Mar 2027 at the latest`."""
    limit = f", but {day(waiver.latest)} at the latest" if waiver.latest else ""
    return f"too long: until {day(waiver.expires)}{limit}"


def accepted(waiver: "Waiver") -> str:
    """Who approved a waiver, until when and why, or why it is not in force."""
    by = waiver.approved_by.name
    states = {
        "in_force": f"waived by {by} until {day(waiver.expires)}",
        "expired": f"the waiver by {by} expired on {day(waiver.expires)}",
        "not_yet": f"the waiver by {by} is not in force before {day(waiver.approved_on)}",
        "unused": f"the waiver by {by} is unused",
        "too_long": f"the waiver by {by} accepts nothing ({too_long(waiver)})",
    }
    return f"{states[waiver.state]}: {waiver.reason}"


def left_out(report: "Report") -> list[tuple[str, str]]:
    """What does not apply although its tier asks it: an area or item, or how many items, and why."""
    found = [
        (each.id, f"{each.by.name}: {each.reason}{'' if each.state == 'in_force' else ' (unused)'}")
        for each in report.exclusions
    ]
    others = Counter(
        each.excluded.reason for each in report.results if each.excluded and each.excluded.source != "plan"
    )
    return [*found, *((counted(count, "item"), reason) for reason, count in others.items())]


def not_default(report: "Report", *rules: FailOn) -> str:
    """What settings, checklists and a change do to the gate, counted; empty if they do nothing.

    `3 severities lowered by .launchcheck.yaml:4, 17 items ignored`. What the change weakened is left
    to the reason of the gate where that is one of its rules.
    """
    count = 0 if FailOn.WEAKENED in rules else len(report.weakened)
    change = weakened_words(count)
    if report.launch.status == "cancelled":
        return change
    sources = [each.excluded.source for each in report.results if each.excluded]
    return _deviations(
        [each.origin for each in report.lowered],
        ignored=sources.count("settings"),
        off=sources.count("checklist"),
        unselected=report.unselected,
        change=change,
    )


def weakened_words(count: int) -> str:
    """How much a change weakened: `3 things weakened by this change`; empty for nothing."""
    return f"{counted(count, 'thing')} weakened by this change" if count else ""


def not_default_for_all(checklist: "Checklist", skipped: "Collection[str]") -> str:
    """The same for a run over several plans, whatever their tiers."""
    off = [item for item in checklist.items if item.id in skipped or item.area in checklist.off]
    named = [checklist.off.get(item.id) or checklist.off.get(item.area) for item in off]
    sources = [each.source if each else "" for each in named]
    return _deviations(
        [each.origin for id, each in checklist.lowered.items() if id not in skipped],
        ignored=sources.count("settings"),
        off=sources.count("checklist"),
        unselected=sources.count(""),
    )


def _deviations(lowered: list[str], *, ignored: int, off: int, unselected: int, change: str = "") -> str:
    """What is not default, in words."""
    parts = [change] if change else []
    parts += [
        f"{counted(count, 'severity')} lowered by {origin}" for origin, count in Counter(lowered).items()
    ]
    items = {"ignored": ignored, "turned off": off, "not selected": unselected}
    parts += [f"{counted(count, 'item')} {how}" for how, count in items.items() if count]
    return ", ".join(parts)


def in_brackets(words: str) -> str:
    """What is not default, after the reason of a gate: ` [17 items ignored]`, or nothing."""
    return f" [{words}]" if words else ""


def waivers_of(result: "Result", report: "Report") -> "list[Waiver]":
    """Every waiver for an item, in force or not."""
    others = [each for each in report.waivers if each.check == result.item.id and each.state != "in_force"]
    return list(dict.fromkeys([*result.waivers, *others]))


def closing(report: "Report", *rules: FailOn) -> frozenset[str]:
    """The ids of the open items that close the gate.

    With `never`, which is for reports alone, blockers count.
    """
    counting = () if FailOn.NEVER in rules else rules
    return frozenset(each.item.id for each in report.closing(*counting))


def summary(report: "Report", *rules: FailOn) -> str:
    """The verdict, the gate and the counts in one line, without the name of the launch."""
    gate = report.gate(*rules)
    counts = Counts.of(report.results)
    state = "open" if gate.is_open else "closed"
    numbers = f"{counts.passed} of {counts.asked} passed, {counts.open} open, {counts.overdue} overdue"
    excluded = f", {counts.excluded} excluded" if counts.excluded else ""
    numbers = f"{numbers}, {counts.waived} waived{excluded}"
    rest = in_brackets(not_default(report, *rules))
    return f"{verdict(report)}; the gate is {state}: {gate.reason} ({numbers}){rest}"


def verdict(report: "Report") -> str:
    """The verdict as text: `not ready`."""
    return report.verdict.value.replace("_", " ")


def reason(report: "Report") -> str:
    """Why the verdict is what it is, in one sentence."""
    blockers = report.blockers
    late = sum(each.is_overdue for each in blockers)
    warnings = len(report.warnings)
    match report.verdict:
        case Verdict.CANCELLED:
            return "The launch is cancelled; nothing is checked."
        case Verdict.READY:
            rest = f"; {counted(warnings, 'warning')} left" if warnings else ""
            return f"No blocker is open{rest}."
        case Verdict.ON_TRACK:
            return f"{counted(len(blockers), 'blocker')} open, none of them overdue."
        case _:
            how = f", {late} of them overdue" if late < len(blockers) else " and overdue"
            return f"{counted(len(blockers), 'blocker')} open{how}."


def path(text: str) -> str:
    """A file as other tools write it: with forward slashes, and without a leading `./`."""
    text = text.replace("\\", "/")
    while text.startswith("./"):
        text = text[2:].lstrip("/")
    return text or "."


def areas(report: "Report") -> "Iterator[tuple[str, list[Result]]]":
    """The results that are shown, by area, in the checklist's order; no empty areas."""
    ids = dict.fromkeys([*(area.id for area in report.areas), *(each.item.area for each in report.shown)])
    for id in ids:
        results = [result for result in report.shown if result.item.area == id]
        if results:
            yield id, results


def _of_the_change(report: "Report", rules: "Rules", fingerprints: Fingerprints) -> list[Note]:
    """What a change weakened."""
    level = "error" if FailOn.WEAKENED in rules else "warning"
    return [
        Note(
            level=level,
            id=WEAKENED,
            title=WEAKENED_TITLE,
            message=f"weakened by this change: {each.message}",
            fix=WEAKENED_FIX,
            location=place_of(each, report),
            fingerprint=fingerprints.of(WEAKENED, (each.what, each.message)),
            blocks=True,
            weakens=True,
        )
        for each in report.weakened
    ]


def place_of(weakening: "Weakening", report: "Report") -> Location:
    """The place of what a change weakened; the plan as a whole where no file has one."""
    return weakening.location or Location(report.source)


def _note(
    result: "Result", finding: Finding, turn: int, fingerprints: Fingerprints, closing: frozenset[str]
) -> Note:
    """One finding of an item."""
    waived = is_waived(result, finding)
    message = f"{finding.message or result.item.question}; {due(result)}"
    if waived:
        message = "; ".join([message, *map(accepted, result.waivers)])
    return Note(
        level="info" if waived else level(result, closing),
        id=result.item.id,
        title=result.item.question,
        message=message,
        fix=result.item.fix,
        location=finding.location,
        fingerprint=fingerprints.of(result.item.id, finding.where),
        overdue=result.is_overdue and not waived,
        due=result.due,
        turn=turn,
        blocks=result.severity == "blocker" and not waived,
    )
