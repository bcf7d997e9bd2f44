"""A report as versioned JSON: every key is a promise, so every key is written here by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

import launchcheck
from launchcheck.formats.escapes import as_json
from launchcheck.formats.writer import Writer
from launchcheck.panels import HAPPENED, Coverage, Timeline
from launchcheck.report import Verdict
from launchcheck.results import Counts, OpenBlockers
from launchcheck.summary import GONE, mistakes

if TYPE_CHECKING:
    from launchcheck.errors import LaunchcheckError, Location
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.panels import Mark, Panel, Thing
    from launchcheck.people import Person
    from launchcheck.report import Launch, Report
    from launchcheck.results import Core, Excluded, Exclusion, Finding, Lowered, Note, Result, Waiver
    from launchcheck.weakenings import Weakening
    from launchcheck.windows import Window

SCHEMA = "launchcheck.report/1"
"""The format and its version. Within a version, keys may be added; none is removed or changes its meaning."""
LIST = "launchcheck.reports/1"
ERROR = "launchcheck.error/1"


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write the report; text from the plan is carried unchanged."""
    out.write(as_json(report_as_data(report, options), indent=2) + "\n")


def schema() -> str:
    """The JSON Schema (draft 2020-12) of what `write` writes."""
    from pathlib import Path

    return Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8")


def report_as_data(report: Report, options: Options) -> dict[str, Any]:
    """The report; verdict, gate and counts cover every item, even if only one person's are listed."""
    gate = report.gate(*options.rules)
    return {
        "schema": SCHEMA,
        "tool": {"name": "launchcheck", "version": launchcheck.__version__},
        "source": report.source,
        "launch": _launch(report.launch),
        "tier": report.tier,
        "as_of": report.as_of.isoformat(),
        "t_minus": (report.launch.date - report.as_of).days,
        "checklists": list(report.checklists),
        "only_owner": person(report.only_owner),
        "only_area": report.only_area or None,
        "only_item": report.only_item or None,
        "verdict": report.verdict.value,
        "verdict_without_waivers": report.verdict_without_waivers.value,
        "gate": {
            "open": gate.is_open,
            "fail_on": gate.fail_on,
            "closed_by": list(gate.closed_by),
            "reason": gate.reason,
        },
        "reason": report.reason.value if report.reason else None,
        "core": _core(report.core),
        "counts": {**counted(Counts.of(report.results)), "blockers": _blockers(report)},
        "areas": _areas(report),
        "items": [_item(result) for result in report.shown],
        "waivers": [_waiver(waiver) for waiver in report.waivers],
        "not_applicable": [_exclusion(exclusion) for exclusion in report.exclusions],
        "notes": [_note(note) for note in report.notes],
        "lowered": [_lowered(each) for each in report.lowered],
        "weakened": [weakening(each) for each in report.weakened],
        **_panels(report),
    }


def _launch(launch: Launch) -> dict[str, Any]:
    return {
        "name": launch.name,
        "summary": launch.summary,
        "status": launch.status,
        "tier": launch.tier,
        "date": launch.date.isoformat(),
        "window": window(launch.window),
        "release_date": launch.release_date.isoformat() if launch.release_date else None,
        "release_window": window(launch.release_window),
        "first_customers": _first_customers(launch),
        "timezone": launch.timezone,
        "owner": person(launch.owner),
        "decider": person(launch.decider),
        "wave": launch.wave or None,
    }


def window(window: Window | None) -> dict[str, str] | None:
    """The period that a date is in; null where the date is a day."""
    if window is None:
        return None
    return {"text": window.text, "from": window.first.isoformat(), "to": window.last.isoformat()}


def _first_customers(launch: Launch) -> dict[str, Any] | None:
    """The first day on which customers have it, and where the plan sets it."""
    first = launch.first_customers
    if first is None:
        return None
    return {"date": first.date.isoformat(), "text": first.text, "where": list(first.where)}


def person(person: Person | None) -> dict[str, str] | None:
    """The person, or null."""
    return {"id": person.id, "name": person.name} if person else None


def counted(counts: Counts) -> dict[str, int]:
    """The counts of items by status."""
    return {
        "asked": counts.asked,
        "passed": counts.passed,
        "open": counts.open,
        "overdue": counts.overdue,
        "waived": counts.waived,
        "not_applicable": counts.not_applicable,
        "excluded": counts.excluded,
    }


def _blockers(report: Report) -> dict[str, int]:
    """The open blockers by kind, each counted once, and how many of all of them are overdue."""
    found = OpenBlockers.of(report.results)
    return {
        "wrong": found.wrong,
        "late": found.late,
        "under_way": found.under_way,
        "scheduled": found.scheduled,
        "unanswered": found.unanswered,
        "overdue": found.overdue,
    }


def _core(core: Core) -> dict[str, int]:
    """The few blockers that stop launches, counted by their result."""
    return {
        "passed": core.passed,
        "waived": core.waived,
        "wrong": core.wrong,
        "late": core.late,
        "under_way": core.under_way,
        "scheduled": core.scheduled,
        "unanswered": core.unanswered,
    }


def _areas(report: Report) -> list[dict[str, Any]]:
    results: dict[str, list[Result]] = {area.id: [] for area in report.areas}
    for result in report.results:
        results.setdefault(result.item.area, []).append(result)
    return [
        {
            "id": area.id,
            "question": area.question,
            "owner": person(area.owner),
            "counts": counted(Counts.of(results[area.id])),
        }
        for area in report.areas
    ]


def _item(result: Result) -> dict[str, Any]:
    """An item of the checklist, and its result."""
    progress = result.progress
    return {
        "id": result.item.id,
        "area": result.item.area,
        "question": result.item.question,
        "why": result.item.why,
        "fix": result.item.fix,
        "severity": result.severity or None,
        "core": result.is_core,
        "status": result.status.value,
        "overdue": result.is_overdue,
        "due": result.due.isoformat(),
        "due_moved_from": result.due_moved_from.isoformat() if result.due_moved_from else None,
        "due_note": result.due_note,
        "days_left": result.days_left,
        "owner": person(result.owner),
        "progress": {"done": progress.done, "needed": progress.needed, "scheduled": progress.scheduled}
        if progress
        else None,
        "reason": result.reason,
        "excluded": _excluded(result.excluded),
        "because_of": result.because_of or None,
        "waivers": [_waiver(waiver) for waiver in result.waivers],
        "findings": [_finding(finding) for finding in result.findings],
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    """An acceptance of an open item."""
    return {
        "check": waiver.check,
        "state": waiver.state,
        "where": waiver.where,
        "reason": waiver.reason,
        "approved_by": person(waiver.approved_by),
        "approved_on": waiver.approved_on.isoformat(),
        "expires": waiver.expires.isoformat(),
        "days_left": waiver.days_left,
        "follow_up": waiver.follow_up,
        "location": _location(waiver.location),
    }


def _excluded(excluded: Excluded | None) -> dict[str, Any] | None:
    """Who says that an item does not apply, and why."""
    if not excluded:
        return None
    return {"by": person(excluded.by), "reason": excluded.reason, "source": excluded.source}


def _exclusion(exclusion: Exclusion) -> dict[str, Any]:
    """An area or an item that does not apply."""
    return {
        "id": exclusion.id,
        "state": exclusion.state,
        "reason": exclusion.reason,
        "by": person(exclusion.by),
        "location": _location(exclusion.location),
    }


def _note(note: Note) -> dict[str, Any]:
    """A doubt about an exclusion."""
    return {
        "kind": note.kind,
        "about": note.about,
        "message": note.message,
        "location": _location(note.location),
    }


def _lowered(lowered: Lowered) -> dict[str, Any]:
    """An item whose severity settings lower; null where it is no longer asked."""
    return {
        "id": lowered.id,
        "from": lowered.before,
        "to": lowered.now or None,
        "location": _location(lowered.location),
    }


def weakening(weakening: Weakening) -> dict[str, Any]:
    """What a change weakened; the location is null where no file has a place for it."""
    return {
        "what": weakening.what,
        "message": weakening.message,
        "was": weakening.was,
        "now": weakening.now,
        "location": _location(weakening.location) if weakening.location else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    """One thing that keeps an item from passing."""
    return {
        "kind": finding.kind,
        "where": list(finding.where),
        "message": finding.message,
        "waived": finding.waived,
        "owner": person(finding.owner),
        "due": finding.due.isoformat() if finding.due else None,
        "location": _location(finding.location),
        "related": [_location(location) for location in finding.related],
    }


def _location(location: Location) -> dict[str, Any]:
    """A place in a file; null for what is not known of it."""
    return {
        "path": location.path,
        "line": location.line or None,
        "column": location.column or None,
        "end_line": location.end_line or None,
        "end_column": location.end_column or None,
    }


def _panels(report: Report) -> dict[str, Any]:
    """The panels: two under keys of their own, any others under `panels`."""
    touches: dict[str, Any] = {"needed": 0, "marks": []}
    things: list[dict[str, Any]] = []
    others = []
    for panel in report.panels:
        if panel.id == "touches" and isinstance(panel, Timeline):
            touches = {"needed": panel.needed or 0, "marks": [_touch(mark) for mark in panel.marks]}
        elif panel.id == "caveats" and isinstance(panel, Coverage):
            things = [{**caveat(thing), "location": _location(thing.location)} for thing in panel.things]
        else:
            others.append(_panel(panel))
    return {"touches": touches, "caveats": things, **({"panels": others} if others else {})}


def _touch(mark: Mark) -> dict[str, Any]:
    """A mark of the panel `touches`: one touchpoint of sales."""
    return {
        "date": mark.date.isoformat() if mark.date else None,
        "way": mark.label,
        "told": mark.state == HAPPENED,
        "location": _location(mark.location),
    }


def caveat(thing: Thing) -> dict[str, Any]:
    """A thing of the panel `caveats`, and where it has been carried."""
    return {
        "id": thing.id,
        "text": thing.text,
        "customer_visible": thing.visible,
        "carried": _carried(thing),
    }


def _panel(panel: Panel) -> dict[str, Any]:
    """Any other panel, with its shape."""
    if isinstance(panel, Timeline):
        return {
            "id": panel.id,
            "shape": "timeline",
            "title": panel.title,
            "needed": panel.needed,
            "marks": [_mark(mark) for mark in panel.marks],
        }
    return {
        "id": panel.id,
        "shape": "coverage",
        "title": panel.title,
        "things": [_thing(thing) for thing in panel.things],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "date": mark.date.isoformat() if mark.date else None,
        "label": mark.label,
        "state": mark.state,
        "location": _location(mark.location),
    }


def _thing(thing: Thing) -> dict[str, Any]:
    """A thing of a coverage, and where it has been carried."""
    return {
        "id": thing.id,
        "text": thing.text,
        "visible": thing.visible,
        "carried": _carried(thing),
        "location": _location(thing.location),
    }


def _carried(thing: Thing) -> list[dict[str, Any]]:
    """Each place, and whether it carries a thing."""
    return [{"place": place, "carried": carried} for place, carried in thing.carried]


def unreadable(path: str, error: LaunchcheckError) -> dict[str, Any]:
    """A plan that could not be checked, and all that is wrong with it."""
    wrong = [
        {"message": message, "hint": hint, "location": _location(place)}
        for message, hint, place in mistakes(path, error)
    ]
    return {"schema": ERROR, "source": path, "errors": wrong}


def _head(out: TextIO, options: Options) -> None:
    tool = {"name": "launchcheck", "version": launchcheck.__version__}
    opened = as_json({"schema": LIST, "tool": tool}, indent=2).removesuffix("\n}")
    out.write(f'{opened},\n  "reports": [')


def _part(report: Report, out: TextIO, options: Options) -> None:
    out.write(f"\n    {as_json(report_as_data(report, options), indent=2, level=2)}")


def _failed(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    out.write(f"\n    {as_json(unreadable(path, error), indent=2, level=2)}")


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Close the list, and count."""
    tally = whole.tally
    counted = {
        "plans": tally.plans,
        **{verdict.value: tally.verdicts[verdict.value] for verdict in Verdict},
        "unreadable": tally.unreadable,
        "gone": tally.verdicts[GONE],
    }
    gate = {
        "open": tally.is_open,
        "fail_on": tally.fail_on,
        "closed_by": list(tally.closed_by),
        "reason": tally.reason,
    }
    end = as_json({"counts": counted, "gate": gate}, indent=2).removeprefix("{")
    out.write(f"\n  ],{end}\n")


WRITER = Writer(part=_part, failed=_failed, head=_head, tail=_tail, between=",", single=_single)
