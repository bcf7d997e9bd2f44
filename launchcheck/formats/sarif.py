"""SARIF 2.1.0, for code scanning: every item a rule, what is open or waived a result of it.

What passed or does not apply is listed only with `verbose`: code hosts treat every result as an
alert, whatever its kind. Unanswered items are of kind `fail` too, since other kinds have no level;
`properties.status` tells the two apart.

Several plans make one run, since code hosts accept few runs of a tool; a plan that could not be
checked is a notification of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

import launchcheck
from launchcheck.errors import Location
from launchcheck.formats import notes
from launchcheck.formats.escapes import as_json, markdown, write_json
from launchcheck.formats.writer import Writer
from launchcheck.pages import page_of
from launchcheck.report import FailOn, Rules
from launchcheck.results import Counts, Status
from launchcheck.summary import WORST_FIRST, mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.checklist import Item
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report
    from launchcheck.results import Finding, Result, Waiver
    from launchcheck.weakenings import Weakening

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = "https://pypi.org/project/launchcheck/"
_KINDS = {Status.PASSED: "pass", Status.NOT_APPLICABLE: "notApplicable"}


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write a log of one run, with the results in the checklist's order."""
    write_json(out, {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, options)]}, indent=2)


def _run(report: Report, options: Options) -> dict[str, Any]:
    closing = notes.closing_by(report, *options.rules)
    rules = {result.item.id: _rule(result, closing, options.docs) for result in report.shown}
    if report.weakened:
        rules[notes.WEAKENED] = _CHANGE
    order = {id: index for index, id in enumerate(rules)}
    results = [
        {"ruleId": id, "ruleIndex": order[id]} | found
        for id, found in _results(report, notes.Fingerprints(report), options)
    ]
    return {
        "tool": {"driver": _driver(list(rules.values()))},
        "automationDetails": {"id": f"launchcheck/{notes.plan_of(report)}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, options.rules)],
        "results": results,
        "properties": _about(report, options),
    }


def _results(
    report: Report, fingerprints: notes.Fingerprints, options: Options
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is open or waived, and with `verbose` the rest, each with the id of its item."""
    closing = notes.closing_by(report, *options.rules)
    level = "error" if FailOn.WEAKENED in options.rules else "warning"
    for change in report.weakened:
        mark = fingerprints.of(notes.WEAKENED, (change.what, change.message))
        yield notes.WEAKENED, _weakening(change, notes.place_of(change, report), level, mark)
    for result in report.shown:
        id = result.item.id
        for finding in notes.findings(result, report):
            yield id, _problem(result, finding, report, fingerprints.of(id, finding.where), closing)
        if options.verbose and result.status in _KINDS:
            yield id, _other(result, report, fingerprints.of(id, ()))


def _weakening(change: Weakening, place: Location, level: str, mark: str) -> dict[str, Any]:
    """What a change weakened."""
    return {
        "kind": "fail",
        "level": level,
        "message": _message(f"weakened by this change: {change.message}"),
        "locations": [_location(place)],
        "partialFingerprints": _marks(mark),
        "properties": {"what": change.what, "was": change.was, "now": change.now},
    }


def _driver(rules: list[dict[str, Any]]) -> dict[str, Any]:
    """The tool and its rules."""
    return {
        "name": "launchcheck",
        "version": launchcheck.__version__,
        "semanticVersion": launchcheck.__version__,
        "informationUri": _HOME,
        "rules": rules,
    }


def _about(report: Report, options: Options) -> dict[str, Any]:
    """The verdict and what it is about."""
    counts = Counts.of(report.results)
    gate = report.gate(*options.rules)
    return {
        "launch": report.launch.name,
        "launchDate": report.launch.date.isoformat(),
        **({"launchWindow": report.launch.window.text} if report.launch.window else {}),
        "tier": report.tier,
        "asOf": report.as_of.isoformat(),
        "verdict": report.verdict.value,
        "gate": {
            "open": gate.is_open,
            "failOn": gate.fail_on,
            "closedBy": list(gate.closed_by),
            "reason": gate.reason,
        },
        **({"notDefault": rest} if (rest := notes.not_default(report, *options.rules)) else {}),
        "asked": counts.asked,
        "passed": counts.passed,
        "open": counts.open,
        "overdue": counts.overdue,
        "waived": counts.waived,
        "notApplicable": counts.not_applicable,
        "excluded": counts.excluded,
    }


def _invocation(report: Report, rules: Rules) -> dict[str, Any]:
    """A completed check, with the unused waivers and the doubts about exclusions."""
    doubts = "error" if FailOn.WARNING in rules else "warning"
    unused = [
        {
            "level": doubts,
            "message": _message(f"{notes.accepted(waiver)} ({waiver.check})"),
            "locations": [_location(waiver.location)],
        }
        for waiver in dict.fromkeys(report.unused_waivers)
    ]
    unused += [
        {"level": doubts, "message": _message(note.message), "locations": [_location(note.location)]}
        for note in report.notes
    ]
    unused += [_lowered(each.words, each.location) for each in report.lowered]
    return {"executionSuccessful": True} | ({"toolConfigurationNotifications": unused} if unused else {})


def _lowered(words: str, location: Location) -> dict[str, Any]:
    """A severity that settings lower, as a notification."""
    return {"level": "note", "message": _message(words), "locations": [_location(location)]}


def _rule(result: Result, closing: frozenset[str], docs: str) -> dict[str, Any]:
    """An item of the checklist as a rule, with the level of its result."""
    return _rule_of(result.item, notes.level(result, closing) if result.severity else "none", docs)


def _rule_of(item: Item, level: str, docs: str) -> dict[str, Any]:
    """An item as a rule with a default level, and the address of its page."""
    page = page_of(item, docs)
    return {
        "id": item.id,
        "shortDescription": _message(item.question),
        "fullDescription": _message(item.why),
        "help": _message(item.fix) | {"markdown": _manual(item)},
        **({"helpUri": page} if page else {}),
        "defaultConfiguration": {"level": level},
        "properties": {"tags": list(dict.fromkeys(["launch", item.area]))},
    }


def _manual(item: Item) -> str:
    """An item as a page of Markdown."""
    parts = [f"**{markdown(item.question, 4000)}**", markdown(item.why, 4000)]
    return "\n\n".join([*parts, f"**How to fix it:** {markdown(item.fix, 4000)}"])


def _problem(
    result: Result, finding: Finding, report: Report, mark: str, closing: frozenset[str]
) -> dict[str, Any]:
    """What is open or waived."""
    related = [place for place in dict.fromkeys(finding.related) if place != finding.location]
    found = {
        "kind": "fail",
        "level": "note" if notes.is_waived(result, finding) else notes.level(result, closing),
        "message": _message(f"{finding.message or result.item.question}; {notes.due(result)}"),
        "locations": [_location(finding.location)],
        "partialFingerprints": _marks(mark),
        "properties": _facts(result) | {"finding": finding.kind},
    }
    if related:
        found["relatedLocations"] = [
            {"id": number, **_location(place), "message": _message("related")}
            for number, place in enumerate(related, 1)
        ]
    if notes.is_waived(result, finding):
        found["suppressions"] = _suppressions(notes.waivers_of(result, report))
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
    """The properties of an item's results."""
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
    """The waivers of a finding; they are in the plan itself."""
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
    """The fingerprints of a finding; the second is the only one that GitHub reads."""
    return {"launchcheck/v1": mark, "primaryLocationLineHash": mark}


def _location(place: Location) -> dict[str, Any]:
    """A place in a file; a file as a whole is its first line, since code hosts show only what has a line."""
    region: dict[str, Any] = {"startLine": max(place.line, 1)}
    found = {"artifactLocation": {"uri": _uri(place.path)}, "region": region}
    if place.line <= 0:
        return {"physicalLocation": found}
    if place.column > 0:
        region["startColumn"] = place.column
    if (place.end_line, place.end_column) >= (place.line, max(place.column, 1)):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    if place.text and place.column > 0 and place.end_line in {0, place.line}:
        snippet = {"text": place.text}
        if _is_whole_line(place):
            region["snippet"] = snippet  # a context must be larger than its region (SARIF 2.1.0, 3.29.5)
        else:
            found["contextRegion"] = {"startLine": place.line, "snippet": snippet}
    return {"physicalLocation": found}


def _is_whole_line(place: Location) -> bool:
    """Whether a place covers its line; without an end, it goes on to the end of the line."""
    is_to_the_end = not place.end_line or place.end_column > len(place.text)
    return place.column == 1 and is_to_the_end


def _uri(path: str) -> str:
    """A file as a URI: relative, unless the plan was named by an absolute path (RFC 3986)."""
    path = re.sub("/+", "/", notes.path(path))
    whole = re.sub("[\ud800-\udc7f\udd00-\udfff]", "\ufffd", path)
    drive, colon, rest = whole.partition(":/")
    if colon and len(drive) == 1 and drive.isascii() and drive.isalpha():
        return f"file:///{drive}:/{quote(rest, errors='surrogateescape')}"
    return ("file://" if path.startswith("/") else "") + quote(whole, errors="surrogateescape")


def _message(text: str) -> dict[str, str]:
    """Text as a message without placeholders or links (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    text = re.sub(r"[\[\]\\]", r"\\\g<0>", text)
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _head(out: TextIO, options: Options) -> None:
    """Open a log of one run; its results come first, since the rest is known only at the end."""
    out.write(f'{{\n  "$schema": "{_SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {{\n')
    out.write('      "results": [')


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write the results of one plan, with unused waivers and doubts about exclusions."""
    fingerprints = notes.Fingerprints(report)
    results = [{"ruleId": id} | found for id, found in _results(report, fingerprints, options)]
    doubts = "error" if FailOn.WARNING in options.rules else "warning"
    for waiver in report.unused_waivers:
        mark = fingerprints.of(notes.UNUSED_WAIVER, (waiver.check, waiver.where))
        results.append(
            {
                "ruleId": notes.UNUSED_WAIVER,
                "kind": "fail",
                "level": doubts,
                "message": _message(f"{notes.accepted(waiver)} ({waiver.check})"),
                "locations": [_location(waiver.location)],
                "partialFingerprints": _marks(mark),
            }
        )
    for note in report.notes:
        id, *_ = notes.DOUBTS[note.kind]
        results.append(
            {
                "ruleId": id,
                "kind": "fail",
                "level": doubts,
                "message": _message(note.message),
                "locations": [_location(note.location)],
                "partialFingerprints": _marks(fingerprints.of(id, (note.about,))),
            }
        )
    out.write(",".join(f"\n        {as_json(result)}" for result in results))


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Close the run with its rules, the plans that could not be checked, and the counts."""
    notifications = [
        {
            "level": "error",
            "message": _message(f"{message}; {hint}" if hint else message),
            "locations": [_location(place)],
        }
        for row in whole.failures
        if row.error
        for message, hint, place in mistakes(row.path, row.error)
    ]
    invocation: dict[str, Any] = {"executionSuccessful": not whole.failures}
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    if whole.checklist.lowered:
        invocation["toolConfigurationNotifications"] = [
            _lowered(f"the severity of {id} is lowered by {each.origin}", each.location)
            for id, each in whole.checklist.lowered.items()
        ]
    tally = whole.tally
    rules = [_rule_for_all(item, options.docs) for item in whole.checklist.items]
    changes = [_CHANGE] if tally.weakened else []
    rest = {
        "tool": {"driver": _driver([*rules, _UNUSED, *_DOUBTS, *changes])},
        "automationDetails": {"id": "launchcheck/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "properties": {
            "plans": tally.plans,
            "verdicts": {name: tally.verdicts[name] for name in WORST_FIRST},
            "gate": {
                "open": tally.is_open,
                "failOn": tally.fail_on,
                "closedBy": list(tally.closed_by),
                "reason": tally.reason,
            },
            **({"notDefault": whole.not_default} if whole.not_default else {}),
        },
    }
    body = as_json(rest, indent=2, level=2).removeprefix("{").removesuffix("}").rstrip()
    out.write(f"\n      ],{body}\n    }}\n  ]\n}}\n")


def _rule_for_all(item: Item, docs: str) -> dict[str, Any]:
    """An item as a rule, with its level at the tier where it matters most."""
    severities = {severity.value for severity in item.severity.values()}
    level = "error" if "blocker" in severities else "warning" if severities else "none"
    return _rule_of(item, level, docs)


_UNUSED = {
    "id": notes.UNUSED_WAIVER,
    "shortDescription": _message("Does every waiver accept something?"),
    "fullDescription": _message("An unused waiver would hide the next problem with its item."),
    "help": _message("Remove the waiver from the plan."),
    "defaultConfiguration": {"level": "warning"},
    "properties": {"tags": ["launch"]},
}

_CHANGE = {
    "id": notes.WEAKENED,
    "shortDescription": _message(notes.WEAKENED_TITLE),
    "fullDescription": _message("A change that weakens the gate it is judged by could open it unseen."),
    "help": _message(notes.WEAKENED_FIX),
    "defaultConfiguration": {"level": "warning"},
    "properties": {"tags": ["launch"]},
}

_DOUBTS = [
    {
        "id": id,
        "shortDescription": _message(title),
        "fullDescription": _message("What does not apply is not asked, so nothing else shows the mistake."),
        "help": _message(fix),
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["launch"]},
    }
    for id, title, fix in notes.DOUBTS.values()
]

WRITER = Writer(part=_part, head=_head, tail=_tail, between=",", single=_single)
