"""Any report at all: each format's own reader accepts the output, and finds the texts in it."""

from __future__ import annotations

import csv
import json
from itertools import cycle, islice
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readers import (
    TAGS,
    azure_commands,
    github_commands,
    markdown_page,
    render,
    sarif_text,
    tap_points,
    teamcity_commands,
)
from reports import HOSTILE, launch, report, result, waiver

from launchcheck.errors import Location
from launchcheck.formats import TEXT_FORMATS, Format, Options, notes
from launchcheck.formats.escapes import xml
from launchcheck.panels import Thing
from launchcheck.people import Person
from launchcheck.report import Area, FailOn
from launchcheck.results import Finding, Status
from launchcheck.text import show

PIECES = [
    "##",
    "[",
    "]",
    "::",
    "%",
    "%25",
    "\r",
    "\n",
    "|",
    "`",
    "@a",
    "#1",
    "=",
    "{0}",
    "\\",
    ";",
    ",",
    "'",
    *HOSTILE,
]
TEXTS = st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
STATES = ["in_force", "unused", "expired", "not_yet"]
IDS = ["sales.kit", "product.docs", "product.on-call", "x.y_z.0"]


@st.composite
def reports(draw):
    """Any report: a few texts and numbers, distributed over all the places that take one."""
    words = cycle([text for text in draw(st.lists(TEXTS, min_size=1, max_size=12)) if text.strip()] or ["a"])
    numbers = cycle(draw(st.lists(st.integers(0, 9), min_size=3, max_size=12)))
    outcomes = draw(
        st.lists(st.tuples(st.sampled_from(Status), st.booleans(), st.integers(-99, 99)), max_size=4)
    )

    def person():
        return Person("x", next(words)) if next(numbers) else None

    def place():
        return Location(next(words), *islice(numbers, 4), next(words))

    def found():
        where = (next(words), next(numbers))[: next(numbers) % 3]
        related = tuple(place() for _ in range(next(numbers) % 3))
        return Finding("wrong", where, next(words), place(), related, waived=next(numbers) > 5)

    def accepted():
        return waiver(
            check=IDS[next(numbers) % 4],
            where=next(words),
            reason=next(words),
            follow_up=next(words),
            approved_by=Person("x", next(words)),
            state=STATES[next(numbers) % 4],
            location=place(),
        )

    def some(make, most):
        return tuple(make() for _ in range(next(numbers) % (most + 1)))

    return report(
        *(
            result(
                id,
                status,
                days,
                severity="blocker" if blocks else "warning",
                owner=person(),
                question=next(words),
                why=next(words),
                fix=next(words),
                reason=next(words),
                findings=some(found, 3),
                waivers=some(accepted, 2),
            )
            for id, (status, blocks, days) in zip(IDS, outcomes, strict=False)
        ),
        areas=tuple(Area(id, next(words), person()) for id in ("product", "sales")),
        launch=launch(name=next(words), status=draw(st.sampled_from(["planned", "launched", "cancelled"]))),
        source=next(words),
        waivers=some(accepted, 2),
        caveats=some(lambda: Thing(next(words), next(words), False, ((next(words), False),), place()), 2),
    )


any_report = given(shown=reports(), fail_on=st.sampled_from(FailOn), verbose=st.booleans())
often = settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])


@often
@any_report
def test_no_plan_text_is_executed(shown, fail_on, verbose):
    """Only formats for a log reader contain commands, and only the intended ones."""
    options = Options(fail_on=fail_on, verbose=verbose, width=80, color=False)
    for format in TEXT_FORMATS:
        text = render(shown, format, options)
        listed = [note for note in notes.notes(shown, fail_on) if note.level != "info"]
        assert teamcity_commands(text) == []
        assert len(github_commands(text)) == (len(listed) + 1 if format is Format.GITHUB else 0)
        assert len(azure_commands(text)) == (len(listed) if format is Format.AZURE else 0)


@often
@any_report
def test_annotations_carry_the_texts(shown, fail_on, verbose):
    """GitHub's runner and Azure's agent read the same messages, as they were shown."""
    options = Options(fail_on=fail_on, verbose=verbose)
    listed = [note for note in notes.by_urgency(notes.notes(shown, fail_on)) if note.level != "info"]
    texts = [f"{show(note.message, 4000)}\n{show(note.fix, 4000)}" for note in listed]
    github = github_commands(render(shown, Format.GITHUB, options))[:-1]
    azure = azure_commands(render(shown, Format.AZURE, options))
    assert [each.data for each in github] == texts
    assert [each.data for each in azure] == texts
    assert [each.properties["title"] for each in github] == [
        show(f"{note.id}: {note.title}".strip(), 250) for note in listed
    ]


@often
@any_report
def test_documents_carry_the_texts(shown, fail_on, verbose):
    """Parsers of JSON and XML read the texts unchanged, where the format can contain them."""
    options = Options(fail_on=fail_on, verbose=verbose)
    listed = notes.notes(shown, fail_on)
    entries = json.loads(render(shown, Format.GITLAB, options))
    assert [entry["description"] for entry in entries] == [note.message for note in listed]
    errors = [*ET.fromstring(render(shown, Format.CHECKSTYLE, options)).iter("error")]
    assert sorted(error.get("message") for error in errors) == sorted(xml(note.message) for note in listed)
    head, *items = map(json.loads, render(shown, Format.JSONL, options).splitlines())
    assert {**head, "items": items} == json.loads(render(shown, Format.JSON, options))
    cases = [*ET.fromstring(render(shown, Format.JUNIT, options)).iter("testcase")]
    names = [f"{each.item.id}: {each.item.question}" for each in shown.shown]
    assert {case.get("name") for case in cases} >= {xml(name) for name in names}
    assert len(cases) == len(names) + len(shown.unused_waivers)


@often
@any_report
def test_sarif_carries_the_texts(shown, fail_on, verbose):
    """Every finding is a result of its rule, with a unique fingerprint."""
    [run] = json.loads(render(shown, Format.SARIF, Options(fail_on=fail_on, verbose=verbose)))["runs"]
    found = [each for each in run["results"] if each["kind"] == "fail"]
    expected = [one.message for each in shown.shown for one in notes.findings(each, shown)]
    assert [
        sarif_text(each["message"])[: len(text)] for each, text in zip(found, expected, strict=True)
    ] == expected
    assert len({each["partialFingerprints"]["launchcheck/v1"] for each in run["results"]}) == len(
        run["results"]
    )
    assert [sarif_text(rule["fullDescription"]) for rule in run["tool"]["driver"]["rules"]] == [
        each.item.why for each in shown.shown
    ]


@often
@any_report
def test_lines_carry_the_texts(shown, fail_on, verbose):
    """CSV and TAP have a line for every row and point, with the texts as they are shown."""
    options = Options(fail_on=fail_on, verbose=verbose)
    found = [*csv.DictReader(render(shown, Format.CSV, options).split("\n")[:-1], strict=True)]
    questions = [each.item.question for each in shown.shown for _ in notes.findings(each, shown) or [None]]
    texts = [show(question, 32_000) for question in questions]
    assert [row["question"].removeprefix("'") for row in found] == [text.removeprefix("'") for text in texts]
    points = tap_points(render(shown, Format.TAP, options))[: len(shown.shown)]
    assert [point.description for point in points] == [
        show(f"{each.item.id}: {each.item.question}", 4000).rstrip() for each in shown.shown
    ]


@often
@any_report
def test_markdown_text_stays_in_its_cells(shown, fail_on, verbose):
    """No text from a plan adds an element, a row or a column."""
    source = render(shown, Format.MARKDOWN, Options(fail_on=fail_on, verbose=verbose))
    page = markdown_page(source)
    assert page.tags <= TAGS
    assert all(len(row) == len(table[0]) for table in page.tables for row in table)
    tables = [table for table in page.tables if table[0][0] == "Item" and table[0][1] == "Question"]
    assert sum(len(table) - 1 for table in tables) == sum(each.is_open for each in shown.shown)
