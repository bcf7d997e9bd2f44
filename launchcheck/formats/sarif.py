"""SARIF 2.1.0, for code scanning: every item a rule, what is open or waived a result of it.

What passed or does not apply is listed where `verbose` asks for it, with the kind that says so; code
hosts take every result for an alert, whatever its kind. What the plan does not say is of kind
`fail` as well, for any other kind has no level: `properties.status` tells the two apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

import launchcheck
from launchcheck.errors import Location
from launchcheck.formats import _notes
from launchcheck.formats._escapes import markdown, write_json
from launchcheck.report import Counts, Status

if TYPE_CHECKING:
    from launchcheck.checklist import Item
    from launchcheck.formats import Options
    from launchcheck.report import Finding, Report, Result, Waiver

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = "https://pypi.org/project/launchcheck/"
_KINDS = {Status.PASSED: "pass", Status.NOT_APPLICABLE: "notApplicable"}


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write a log of one run, with the results in the checklist's order."""
    write_json(out, {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, options)]}, indent=2)


def _run(report: Report, options: Options) -> dict[str, Any]:
    """The check of one plan."""
    rules = {result.item.id: _rule(result) for result in report.shown}
    order = {id: index for index, id in enumerate(rules)}
    fingerprints = _notes.Fingerprints(report)
    results = []
    for result in report.shown:
        about = {"ruleId": result.item.id, "ruleIndex": order[result.item.id]}
        for finding in _notes.findings(result, report):
            mark = fingerprints.of(result.item.id, finding.where)
            results.append(about | _problem(result, finding, report, mark))
        if options.verbose and result.status in _KINDS:
            results.append(about | _other(result, report, fingerprints.of(result.item.id, ())))
    driver = {
        "name": "launchcheck",
        "version": launchcheck.__version__,
        "semanticVersion": launchcheck.__version__,
        "informationUri": _HOME,
        "rules": list(rules.values()),
    }
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"launchcheck/{_notes.path(report.source)}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": results,
        "properties": _about(report, options),
    }


def _about(report: Report, options: Options) -> dict[str, Any]:
    """The verdict and what it is about."""
    counts = Counts.of(report.results)
    gate = report.gate(options.fail_on)
    return {
        "launch": report.launch.name,
        "launchDate": report.launch.date.isoformat(),
        "tier": report.tier,
        "asOf": report.as_of.isoformat(),
        "verdict": report.verdict.value,
        "gate": {"open": gate.is_open, "failOn": gate.fail_on.value, "reason": gate.reason},
        "asked": counts.asked,
        "passed": counts.passed,
        "open": counts.open,
        "overdue": counts.overdue,
        "waived": counts.waived,
        "notApplicable": counts.not_applicable,
    }


def _invocation(report: Report) -> dict[str, Any]:
    """That the check came to its end, and the waivers that accept nothing."""
    notes = [
        {
            "level": "warning",
            "message": _message(f"{_notes.accepted(waiver)} ({waiver.check})"),
            "locations": [_location(waiver.location)],
        }
        for waiver in dict.fromkeys(report.unused_waivers)
    ]
    return {"executionSuccessful": True} | ({"toolConfigurationNotifications": notes} if notes else {})


def _rule(result: Result) -> dict[str, Any]:
    """An item of the checklist: what it asks, why, and how to mend it."""
    item = result.item
    return {
        "id": item.id,
        "shortDescription": _message(item.question),
        "fullDescription": _message(item.why),
        "help": _message(item.fix) | {"markdown": _manual(item)},
        "defaultConfiguration": {"level": _notes.level(result) if result.severity else "none"},
        "properties": {"tags": ["launch", item.area]},
    }


def _manual(item: Item) -> str:
    """An item as a page of Markdown."""
    parts = [f"**{markdown(item.question, 4000)}**", markdown(item.why, 4000)]
    return "\n\n".join([*parts, f"**How to mend it:** {markdown(item.fix, 4000)}"])


def _problem(result: Result, finding: Finding, report: Report, mark: str) -> dict[str, Any]:
    """What is open or waived."""
    related = [place for place in dict.fromkeys(finding.related) if place != finding.location]
    found = {
        "kind": "fail",
        "level": _notes.level(result),
        "message": _message(f"{finding.message or result.item.question}; {_notes.due(result)}"),
        "locations": [_location(finding.location)],
        "partialFingerprints": _marks(mark),
        "properties": _facts(result) | {"finding": finding.kind},
    }
    if related:
        found["relatedLocations"] = [
            {"id": number, **_location(place), "message": _message("belongs to it")}
            for number, place in enumerate(related, 1)
        ]
    if _notes.is_waived(result, finding):
        found["suppressions"] = _suppressions(_notes.waivers_of(result, report))
    return found


def _other(result: Result, report: Report, mark: str) -> dict[str, Any]:
    """What passed or does not apply, at the plan as a whole."""
    reason = f" ({result.reason})" if result.reason else ""
    words = result.status.value.replace("_", " ")
    return {
        "kind": _KINDS[result.status],
        "level": "none",
        "message": _message(f"{words}{reason}: {result.item.question}"),
        "locations": [_location(Location(report.source))],
        "partialFingerprints": _marks(mark),
        "properties": _facts(result),
    }


def _facts(result: Result) -> dict[str, Any]:
    """What else is known of an item."""
    progress = result.progress
    facts: dict[str, Any] = {
        "status": result.status.value,
        "severity": result.severity or None,
        "area": result.item.area,
        "owner": result.owner.name if result.owner else None,
        "due": result.due.isoformat(),
        "daysLeft": result.days_left,
        "overdue": result.is_overdue,
    }
    if progress:
        facts["progress"] = {
            "done": progress.done,
            "needed": progress.needed,
            "scheduled": progress.scheduled,
        }
    return facts


def _suppressions(waivers: list[Waiver]) -> list[dict[str, Any]]:
    """The waivers that accept a finding; they stand in the plan itself."""
    found = [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": waiver.reason,
            "location": _location(waiver.location),
            "properties": {
                "where": waiver.where,
                "approvedBy": waiver.approved_by.name,
                "approvedOn": waiver.approved_on.isoformat(),
                "expires": waiver.expires.isoformat(),
                "followUp": waiver.follow_up,
            },
        }
        for waiver in waivers
        if waiver.state == "in_force"
    ]
    unique = [each for index, each in enumerate(found) if each not in found[:index]]
    return unique or [{"kind": "inSource", "status": "accepted"}]


def _marks(mark: str) -> dict[str, str]:
    """What a finding is known by; the second is the only one that GitHub reads."""
    return {"launchcheck/v1": mark, "primaryLocationLineHash": mark}


def _location(place: Location) -> dict[str, Any]:
    """A place in a file; without a line it is the file."""
    found: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.path)}}
    if place.line > 0:
        found["region"] = region = {"startLine": place.line}
        if place.column > 0:
            region["startColumn"] = place.column
        if (place.end_line, place.end_column) >= (place.line, max(place.column, 1)):
            region |= {"endLine": place.end_line, "endColumn": place.end_column}
        if place.text and place.column > 0 and place.end_line in {0, place.line}:
            found["contextRegion"] = {"startLine": place.line, "snippet": {"text": place.text}}
    return {"physicalLocation": found}


def _uri(path: str) -> str:
    """A file as a URI: relative, unless the plan was named by an absolute path (RFC 3986)."""
    path = re.sub("/+", "/", _notes.path(path))
    whole = re.sub("[\ud800-\udc7f\udd00-\udfff]", "\ufffd", path)
    drive, colon, rest = whole.partition(":/")
    if colon and len(drive) == 1 and drive.isascii() and drive.isalpha():
        return f"file:///{drive}:/{quote(rest, errors='surrogateescape')}"
    return ("file://" if path.startswith("/") else "") + quote(whole, errors="surrogateescape")


def _message(text: str) -> dict[str, str]:
    """Text as a message that has neither placeholders nor links (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    text = re.sub(r"[\[\]\\]", r"\\\g<0>", text)
    return {"text": text.replace("{", "{{").replace("}", "}}")}
