"""What to do about an item in one plan: what was found, and the YAML to paste, with its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.cli.listing import paragraph
from launchcheck.dates import day, days
from launchcheck.errors import Location
from launchcheck.paste import Pasting
from launchcheck.results import Status
from launchcheck.source import Source
from launchcheck.text import listed
from launchcheck.triage import by_urgency

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from launchcheck.cli.request import Loaded, Request
    from launchcheck.report import Report
    from launchcheck.results import Result
    from launchcheck.source import Where

SCHEMA = "launchcheck.next/1"
_MOST_FINDINGS = 5


class NextStep(NamedTuple):
    """An item of a report, with what its example is in the plan, and where that goes."""

    result: Result
    yaml: str
    place: Location

    def lines(self) -> Iterator[str]:
        """The state of the item, what was found, and what to paste, as lines to read."""
        result = self.result
        yield from ("", f"In {self.place.path}", f"  {self._state()}")
        if result.status is Status.NOT_APPLICABLE:
            yield f"  {result.reason}"
        for finding in result.findings[:_MOST_FINDINGS]:
            yield f"  {finding.message}  ({finding.location})"
        if len(result.findings) > _MOST_FINDINGS:
            yield f"  and {len(result.findings) - _MOST_FINDINGS} more"
        if self.yaml:
            yield from ("", f"Paste {self._where()}")
            if self.place.column:
                yield f"({self._section()} is in the plan already: add only what is below it here)"
            yield from (f"  {line}" for line in self.yaml.splitlines())

    def _where(self) -> str:
        """Where the YAML goes: into a section that the plan has, or at the end of its file."""
        section = self._section()
        others = [each for each in _sections(self.yaml) if each != section]
        if self.place.column:
            besides = f", and into {listed(others)}" if others else ""
            return f"into {section}, at line {self.place.line} of {self.place.path}{besides}"
        return f"at the end of {self.place.path}, line {self.place.line}"

    def _section(self) -> str:
        """The section that the YAML goes into."""
        first = next((each for each in self.result.findings if not each.waived), None)
        return _home(self.yaml, first.where if first else ())

    def _state(self) -> str:
        """Severity, status, due date and owner in one line."""
        result = self.result
        left = result.days_left
        how = f"in {days(left)}" if left > 0 else f"{days(-left)} late" if left else "today"
        when = f"due {day(result.due)}, {how}" if result.is_open else f"due {day(result.due)}"
        note = [result.due_note] if result.due_note else []
        who = f"owner: {result.owner.name}" if result.owner else "no owner yet"
        severity = [result.severity] if result.severity else []
        return ", ".join([*severity, result.status.value.replace("_", " "), when, *note, who])

    def as_data(self) -> dict[str, Any]:
        """The step as JSON; every key is a promise."""
        result = self.result
        return {
            "severity": result.severity or None,
            "status": result.status.value,
            "kind": result.kind or None,
            "due": result.due.isoformat(),
            "days_left": result.days_left,
            "overdue": result.is_overdue,
            "owner": result.owner._asdict() if result.owner else None,
            "findings": [
                {
                    "kind": finding.kind,
                    "where": list(finding.where),
                    "message": finding.message,
                    "location": _as_place(finding.location),
                }
                for finding in result.findings
            ],
            "paste": {"yaml": self.yaml, "location": _as_place(self.place)},
        }


def _as_place(place: Location) -> dict[str, Any]:
    return {"path": place.path, "line": place.line or None, "column": place.column or None}


def _sections(yaml: str) -> list[str]:
    """The sections that an example writes into."""
    return re.findall(r"^(\w+):", yaml, re.MULTILINE)


def _home(yaml: str, where: Where) -> str:
    """The section of an example that what was found is in; else its first."""
    sections = _sections(yaml)
    return next((each for each in sections if (each,) == where[:1]), next(iter(sections), ""))


def step(result: Result, pasting: Pasting, source: Source) -> NextStep:
    """What to do about an item, in the plan that was read from `source`."""
    first = next((each for each in result.findings if not each.waived), None)
    where = first.where if first else ()
    owner = result.owner.id if result.owner else ""
    yaml = pasting.example(result.item.example, owner, where, result.item.due.base)
    section = _home(yaml, where)
    if yaml and _is_stated(Source.parse(yaml).data, source.data):
        yaml = ""  # the facts are there, and what is missing is no fact, such as a vote
    if re.search(
        rf"^{re.escape(section)}:", source.text, re.MULTILINE
    ):  # it may hold nothing but placeholders
        is_here = first is not None and first.location.path == source.name  # not in a facts file
        return NextStep(
            result, yaml, first.location if first and is_here else source.locate((section,), key=True)
        )
    return NextStep(result, yaml, Location(source.name, len(source.text.splitlines()) + 1))


def _is_stated(fact: Any, known: Any) -> bool:
    """Whether a plan states a fact, or all that is below it, already."""
    if isinstance(fact, dict) and isinstance(known, dict):
        return all(_is_stated(each, known.get(key)) for key, each in fact.items())
    return bool(fact == known)


def step_of(request: Request, id: str) -> NextStep:
    """What to do about one item of the checklist, in the plan of a request."""
    loaded = request.load()
    report = request.report(loaded)
    result = next(each for each in report.results if each.item.id == id)
    return step(result, _pasting(report, loaded, request), loaded.source)


def _pasting(report: Report, loaded: Loaded, request: Request) -> Pasting:
    first = report.launch.first_customers
    return Pasting(loaded.plan, request.program().checklist, first.date if first else None, report.as_of)


def most_urgent(report: Report, loaded: Loaded, request: Request, count: int) -> list[NextStep]:
    """What to do next: the open items that are shown, the most urgent first."""
    found = [each.result for each in by_urgency(report)]
    pasting = _pasting(report, loaded, request)
    return [step(each, pasting, loaded.source) for each in found[:count]]


def next_lines(report: Report, steps: Sequence[NextStep]) -> Iterator[str]:
    """Steps as lines to read, and how many more there are; an item that hangs on another is not counted."""
    left = len(by_urgency(report)) - len(steps)
    whose = f" for {report.only_owner.name}" if report.only_owner else ""
    if not steps:
        yield f"Nothing is open{whose}."
        return
    for count, each in enumerate(steps):
        item = each.result.item
        yield from ("", "") if count else ()
        yield f"{item.id}: {item.question}"
        yield from paragraph("Why", item.why)
        yield from paragraph("How to fix it", item.fix)
        yield from each.lines()
    more = f"{left} more open{whose}; -n {len(steps) + min(left, 5)} shows more. " if left else ""
    yield from ("", f"{more}Everything about it: launchcheck explain {steps[0].result.item.id}")


def as_data(report: Report, steps: Sequence[NextStep]) -> dict[str, Any]:
    """Steps as JSON; every key is a promise."""
    return {
        "schema": SCHEMA,
        "source": report.source,
        "as_of": report.as_of.isoformat(),
        "owner": report.only_owner._asdict() if report.only_owner else None,
        "open": len(by_urgency(report)),
        "items": [
            {
                "id": each.result.item.id,
                "area": each.result.item.area,
                "question": each.result.item.question,
                "why": each.result.item.why,
                "fix": each.result.item.fix,
                **each.as_data(),
            }
            for each in steps
        ],
    }
