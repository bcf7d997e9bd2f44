"""The Test Anything Protocol, version 14: a test point for each item, with its findings as YAML.

A point is `not ok` if the item closes the gate, and `not ok ... # TODO` if it is waived or open
without closing the gate; what does not apply is skipped. So the harness agrees with the gate. With
several plans each is a subtest and a point, which is `ok` if none of its own points fails.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from launchcheck.formats import notes
from launchcheck.formats.escapes import line, write_line
from launchcheck.formats.notes import in_brackets
from launchcheck.formats.writer import Sheet, Writer
from launchcheck.report import FailOn
from launchcheck.results import Status
from launchcheck.summary import mistakes, what_failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report
    from launchcheck.results import Finding, Result


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write a point for all that a change weakened, each item in order, unused waivers and doubts."""
    write_line(out, "TAP version 14")
    _write_points(report, out, options)


def _write_points(report: Report, out: TextIO, options: Options) -> None:
    """Write the plan, in TAP's sense of the word, and its points."""
    changes = [f"{notes.place_of(each, report)}: weakened: {each.message}" for each in report.weakened]
    doubts = [f"{each.location}: waiver for {each.check}" for each in report.unused_waivers]
    doubts += [f"{each.location}: {each.message}" for each in report.notes]
    count = len(changes) + len(report.shown) + len(doubts)
    write_line(out, f"1..{count}" if count else "1..0 # SKIP nothing to check")
    closing = notes.closing(report, *options.rules)
    _write_doubts(out, changes, 1, closes=FailOn.WEAKENED in options.rules)
    for number, result in enumerate(report.shown, 1 + len(changes)):
        word, directive = _verdict(result, report, closing)
        _write_point(out, word, number, f"{result.item.id}: {result.item.question}", directive)
        if result.status not in {Status.PASSED, Status.NOT_APPLICABLE}:
            _write_details(out, result, report)
    _write_doubts(out, doubts, count - len(doubts) + 1, closes=FailOn.WARNING in options.rules)
    write_line(out, line(f"# {report.launch.name}: {notes.summary(report, *options.rules)}"))


def _write_doubts(out: TextIO, found: Sequence[str], first: int, *, closes: bool) -> None:
    """Write a point for each thing that is not an item, numbered from `first`."""
    for number, words in enumerate(found, first):
        _write_point(out, "not ok", number, words, "" if closes else "TODO does not close the gate")


def _verdict(result: Result, report: Report, closing: frozenset[str]) -> tuple[str, str]:
    """The first word of a point, and its directive."""
    if result.status is Status.PASSED:
        return "ok", ""
    if result.status is Status.NOT_APPLICABLE:
        return "ok", f"SKIP {result.reason}"
    if result.status is Status.WAIVED:
        reasons = [notes.accepted(waiver) for waiver in notes.waivers_of(result, report)]
        return "not ok", f"TODO {'; '.join(reasons) or 'waived'}"
    if result.item.id in closing:
        return "not ok", ""
    return "not ok", f"TODO open {result.severity}, {notes.due(result)}"


def _write_point(out: TextIO, word: str, number: int, text: str, directive: str) -> None:
    """Write a test line; no `#` in a plan's text begins a directive."""
    head = f"{word} {number} - {_description(text)}"
    write_line(out, f"{head}{' # ' if directive else ''}{line(directive)}".rstrip())


def _description(text: str) -> str:
    """Text that cannot begin a directive."""
    return line(text).rstrip().replace("\\", "\\\\").replace("#", "\\#")


def _write_details(out: TextIO, result: Result, report: Report) -> None:
    """Write the findings, when they are due and how to fix them, as a YAML block."""
    write_line(out, "  ---")
    write_line(out, f"  severity: {_yaml(result.severity)}")
    write_line(out, f"  status: {_yaml(result.status.value)}")
    write_line(out, f"  due: {_yaml(notes.due(result))}")
    write_line(out, f"  why: {_yaml(result.item.why)}")
    write_line(out, f"  fix: {_yaml(result.item.fix)}")
    if result.progress:
        write_line(out, f"  progress: {_yaml(f'{result.progress.done} of {result.progress.needed}')}")
    write_line(out, "  findings:")
    for finding in notes.findings(result, report):
        for number, text in enumerate(_finding(result, finding)):
            write_line(out, f"    {' ' if number else '-'} {text}")
    write_line(out, "  ...")


def _finding(result: Result, finding: Finding) -> Iterator[str]:
    yield f"message: {_yaml(finding.message)}"
    yield f"at: {_yaml(str(finding.location))}"
    if finding.related:
        yield f"see: [{', '.join(_yaml(str(place)) for place in finding.related)}]"
    if notes.is_waived(result, finding):
        yield "waived: true"


def _yaml(text: str) -> str:
    """Text as a YAML value: a JSON string is one, unless it has pairs of surrogates."""
    return json.dumps(line(text), ensure_ascii=False)


def _head(out: TextIO, options: Options) -> None:
    """Begin the document; its points have no numbers, since they are written where plans are checked."""
    write_line(out, "TAP version 14")


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write a plan as a subtest, and as a point."""
    inner = Sheet(getattr(out, "encoding", None) or "utf-8")
    _write_points(report, inner, options)
    name = _description(f"{notes.path(report.source)}: {report.launch.name}")
    write_line(out, f"# Subtest: {name}")
    for each in inner.getvalue().removesuffix("\n").split("\n"):
        write_line(out, f"    {each}")
    closing = notes.closing(report, *options.rules)
    failing = any(result.item.id in closing for result in report.shown)
    stale = FailOn.WARNING in options.rules and (report.unused_waivers or report.notes)
    weaker = FailOn.WEAKENED in options.rules and report.weakened
    write_line(out, f"{'not ok' if failing or stale or weaker else 'ok'} - {name}")


def _failed(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write a failed point, with the errors of the plan."""
    write_line(out, f"not ok - {_description(f'{notes.path(path)}: {what_failed(error)}')}")
    write_line(out, "  ---")
    write_line(out, "  errors:")
    for message, hint, place in mistakes(path, error):
        write_line(out, f"    - message: {_yaml(message)}")
        write_line(out, f"      at: {_yaml(str(place))}")
        write_line(out, f"      hint: {_yaml(hint)}")
    write_line(out, "  ...")


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Write how many points there were, which TAP allows at the end too."""
    count = whole.tally.plans
    write_line(out, f"1..{count}" if count else "1..0 # SKIP no plans")
    write_line(out, line(f"# {whole.tally.counted}{in_brackets(whole.not_default)}"))


WRITER = Writer(part=_part, failed=_failed, head=_head, tail=_tail, single=_single)
