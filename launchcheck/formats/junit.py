"""JUnit XML, for everything that shows test results: a suite for each area, a case for each item.

A case fails if its item closes the gate. Other open items are skipped with the reason, as are waived
items and those that do not apply, so that the test results never contradict the gate. With several
plans each is one suite, named after its file; a plan that could not be checked is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats import notes
from launchcheck.formats.escapes import XML_HEAD, as_xml, write_xml, xml
from launchcheck.formats.writer import Writer
from launchcheck.report import FailOn, Rules
from launchcheck.results import Status
from launchcheck.summary import mistakes, state

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report
    from launchcheck.results import Finding, Lowered, Note, Result, Waiver
    from launchcheck.weakenings import Weakening

_TIME = "0.000"


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write a suite of what a change weakened, one for each area, and those of doubts and settings."""
    from xml.etree.ElementTree import Element

    root = Element("testsuites", {"name": xml(f"launchcheck: {report.launch.name}")})
    questions = {area.id: area.question for area in report.areas}
    closing = notes.closing(report, *options.rules)
    if report.weakened:
        suite = _suite("weakened", notes.WEAKENED_TITLE, root)
        for change in report.weakened:
            _weaker(change, report, options.rules, suite)
        _count(suite)
    for id, results in notes.areas(report):
        suite = _suite(id, questions.get(id, id), root)
        for result in results:
            _case(result, report, closing, suite)
        _count(suite)
    _add_doubts(report, options.rules, root)
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    root.set("time", _TIME)
    write_xml(out, root)


def _add_doubts(report: Report, rules: Rules, root: Element) -> None:
    """Add the suites of unused waivers, other doubts and lowered severities."""
    if report.unused_waivers:
        suite = _suite("waivers", "Does every waiver accept something?", root)
        for waiver in report.unused_waivers:
            _unused(waiver, rules, suite)
        _count(suite)
    if report.notes:
        suite = _suite("notes", "Is nothing about the plan, its exclusions and its facts in doubt?", root)
        for note in report.notes:
            _doubt(note, rules, suite)
        _count(suite)
    if report.lowered:
        suite = _suite("settings", "Is every severity that of the checklist?", root)
        for each in report.lowered:
            _lower(each, suite)
        _count(suite)


def _suite(id: str, question: str, root: Element) -> Element:
    """An empty suite."""
    from xml.etree.ElementTree import SubElement

    suite = SubElement(root, "testsuite", {"name": xml(id)})
    SubElement(SubElement(suite, "properties"), "property", {"name": "question", "value": xml(question)})
    return suite


def _count(suite: Element) -> None:
    """Write the totals of a suite into its head."""
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("time", _TIME)


def _case(
    result: Result, report: Report, closing: frozenset[str], suite: Element, under: str = "launchcheck"
) -> None:
    item = result.item
    case = _new_case(item.area, f"{item.id}: {item.question}", suite, under)
    if result.status is Status.NOT_APPLICABLE:
        kind = "excluded" if result.excluded else "not applicable"
        _outcome(case, "skipped", kind, result.reason)
    elif result.status is Status.WAIVED:
        reasons = [notes.accepted(waiver) for waiver in notes.waivers_of(result, report)]
        _outcome(case, "skipped", "waived", "; ".join(reasons) or "waived", _text(result, report))
    elif result.is_open:
        closes = item.id in closing
        kind = f"{'overdue ' if result.is_overdue else ''}{result.severity}"
        first = notes.findings(result, report)[0].message
        message = first if closes else f"open {kind}: {first}"
        _outcome(case, "failure" if closes else "skipped", kind, message, _text(result, report))


def _weaker(
    change: Weakening, report: Report, rules: Rules, suite: Element, under: str = "launchcheck"
) -> None:
    """What a change weakened; it fails only where that closes the gate."""
    case = _new_case("weakened", f"{change.what}: {change.message}", suite, under)
    tag = "failure" if FailOn.WEAKENED in rules else "skipped"
    _outcome(case, tag, notes.WEAKENED, f"{notes.place_of(change, report)}: {change.message}")


def _unused(waiver: Waiver, rules: Rules, suite: Element, under: str = "launchcheck") -> None:
    """An unused waiver; it fails only where that closes the gate."""
    case = _new_case("waivers", f"{waiver.check}: {waiver.where or 'every finding'}", suite, under)
    tag = "failure" if FailOn.WARNING in rules else "skipped"
    _outcome(case, tag, "unused waiver", f"{waiver.location}: {notes.accepted(waiver)}")


def _doubt(note: Note, rules: Rules, suite: Element, under: str = "launchcheck") -> None:
    """A doubt, such as one about an exclusion; it fails only where that closes the gate."""
    id, title, _ = notes.DOUBTS[note.kind]
    case = _new_case("notes", f"{note.about}: {title}", suite, under)
    tag = "failure" if FailOn.WARNING in rules else "skipped"
    _outcome(case, tag, id, f"{note.location}: {note.message}")


def _lower(lowered: Lowered, suite: Element, under: str = "launchcheck") -> None:
    """A severity that settings lower; it never fails."""
    case = _new_case("settings", f"{lowered.id}: severity", suite, under)
    _outcome(case, "skipped", notes.LOWERED, f"{lowered.location}: {lowered.words}")


def _new_case(area: str, name: str, suite: Element, under: str) -> Element:
    """A case that passes unless it gets an outcome."""
    from xml.etree.ElementTree import SubElement

    given = {"classname": f"{xml(under)}.{xml(area)}", "name": xml(name), "time": _TIME}
    return SubElement(suite, "testcase", given)


def _outcome(case: Element, tag: str, kind: str, message: str, text: str = "") -> None:
    from xml.etree.ElementTree import SubElement

    SubElement(case, tag, {"type": kind, "message": xml(message)}).text = xml(text) or None


def _text(result: Result, report: Report) -> str:
    """Everything about an item that does not pass: its findings, when it is due, why, and how to fix it."""
    lines = [each for finding in notes.findings(result, report) for each in _found(result, finding)]
    if result.progress:
        lines.append(f"progress: {result.progress.done} of {result.progress.needed}")
    lines += [notes.due(result), f"why: {result.item.why}", f"fix: {result.item.fix}"]
    lines += [notes.accepted(waiver) for waiver in notes.waivers_of(result, report)]
    return "\n".join(lines)


def _found(result: Result, finding: Finding) -> list[str]:
    waived = " (waived)" if finding.waived and result.is_open else ""
    see = [f"  see {place}" for place in finding.related]
    return [f"{finding.location}: {finding.message}{waived}", *see]


def _head(out: TextIO, options: Options) -> None:
    """Open the document, without totals: its suites have them, and come one by one."""
    out.write(f'{XML_HEAD}<testsuites name="launchcheck">\n')


def _part(report: Report, out: TextIO, options: Options) -> None:
    gate = report.gate(*options.rules)
    path = notes.plan_of(report)
    rest = notes.in_brackets(notes.not_default(report, *options.rules))
    about = {
        "launch": report.launch.name,
        "date": report.launch.date.isoformat(),
        **({"window": report.launch.window.text} if report.launch.window else {}),
        "verdict": notes.verdict(report),
        "gate": f"{'open' if gate.is_open else 'closed'}: {gate.reason}{rest}",
    }
    suite = _plan_suite(path, about)
    closing = notes.closing(report, *options.rules)
    for change in report.weakened:
        _weaker(change, report, options.rules, suite, path)
    for result in report.shown:
        _case(result, report, closing, suite, path)
    for waiver in report.unused_waivers:
        _unused(waiver, options.rules, suite, path)
    for note in report.notes:
        _doubt(note, options.rules, suite, path)
    for each in report.lowered:
        _lower(each, suite, path)
    _write_suite(out, suite)


def _failed(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write a suite whose only case could not be run."""
    name = notes.path(path)
    suite = _plan_suite(name, {"verdict": state(error)})
    case = _new_case("plan", "can be checked", suite, name)
    found = mistakes(path, error)
    hints = [f"{place}: {message}" + (f" ({hint})" if hint else "") for message, hint, place in found]
    _outcome(case, "error", state(error), f"{found[0].location}: {found[0].message}", "\n".join(hints))
    _write_suite(out, suite)


def _plan_suite(path: str, about: dict[str, str]) -> Element:
    """An empty suite for a plan."""
    from xml.etree.ElementTree import Element, SubElement

    suite = Element("testsuite", {"name": xml(path)})
    properties = SubElement(suite, "properties")
    for name, value in about.items():
        SubElement(properties, "property", {"name": name, "value": xml(value)})
    return suite


def _write_suite(out: TextIO, suite: Element) -> None:
    """Write a suite with its totals."""
    _count(suite)
    out.write(f"  {as_xml(suite, level=1).rstrip()}\n")


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    out.write("</testsuites>\n")


WRITER = Writer(part=_part, failed=_failed, head=_head, tail=_tail, single=_single)
