"""Any report, with any texts: text stays text in every format."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reports import TODAY, at, launch, report, result, waiver
from rich.cells import cell_len

from launchcheck.checks.problem import Progress
from launchcheck.findings import KINDS
from launchcheck.formats import Format, Options, write
from launchcheck.formats.json import schema
from launchcheck.panels import HAPPENED, SCHEDULED, UNDATED, Mark, Thing
from launchcheck.people import Person
from launchcheck.report import Area
from launchcheck.results import Finding, Status

VALIDATOR = Draft202012Validator(json.loads(schema()))

# Text with a special meaning somewhere, among ordinary text; surrogates come from file names.
TEXTS = st.lists(
    st.sampled_from(
        [
            "::error ",
            "##[x]",
            "[red]",
            "[/]",
            "\x1b[1m",
            "\n",
            "\u202e",
            "漢字",
            "👩‍👩‍👧",
            ":",
            "\\",
            '"',
            " ",
        ]
    )
    | st.text(max_size=12),
    max_size=6,
).map("".join)
PLACES = st.builds(at, st.integers(0, 9), st.integers(0, 9), TEXTS)
WAIVER_STATES = st.sampled_from(["in_force", "unused", "expired", "not_yet"])
PEOPLE = st.none() | st.builds(Person, TEXTS, TEXTS)
AREAS = ("product", "sales")
FINDINGS = st.builds(
    Finding,
    st.sampled_from([*KINDS]),
    st.lists(TEXTS | st.integers(0, 9), max_size=3).map(tuple),
    TEXTS,
    PLACES,
    st.lists(PLACES, max_size=2).map(tuple),
    st.booleans(),
)
RESULTS = st.builds(
    lambda area, status, days, **fields: result(f"{area}.item", status, days, **fields),
    st.sampled_from(AREAS),
    st.sampled_from(Status),
    st.integers(-99, 99),
    severity=st.sampled_from(["blocker", "warning"]),
    question=TEXTS,
    fix=TEXTS,
    reason=TEXTS,
    owner=PEOPLE,
    findings=st.lists(FINDINGS, max_size=8).map(tuple),
    progress=st.none() | st.builds(Progress, st.integers(0, 30), st.integers(1, 30), st.integers(0, 30)),
    waivers=st.lists(
        st.builds(waiver, reason=TEXTS, where=TEXTS, days_left=st.integers(0, 99), state=WAIVER_STATES),
        max_size=2,
    ).map(tuple),
)
REPORTS = st.builds(
    lambda results, owners, **fields: report(
        *results,
        areas=tuple(Area(area, area, owner) for area, owner in zip(AREAS, owners, strict=True)),
        **fields,
    ),
    st.lists(RESULTS, max_size=5),
    st.tuples(PEOPLE, PEOPLE),
    source=TEXTS,
    launch=st.builds(
        launch, name=TEXTS, summary=TEXTS, status=st.sampled_from(["planned", "launched", "cancelled"])
    ),
    tier=st.sampled_from([1, 2, 3]),
    only_owner=PEOPLE,
    touches=st.lists(
        st.builds(
            Mark,
            st.none() | st.integers(-50, 50).map(lambda n: TODAY + timedelta(n)),
            TEXTS,
            st.sampled_from([HAPPENED, SCHEDULED, UNDATED]),
            PLACES,
        ),
        max_size=9,
    ).map(tuple),
    touches_needed=st.integers(0, 9),
    caveats=st.lists(
        st.builds(
            Thing,
            TEXTS,
            TEXTS,
            st.booleans(),
            st.booleans().map(lambda yes: (("FAQ", yes), ("sales", not yes))),
            PLACES,
        ),
        max_size=3,
    ).map(tuple),
)
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
COMMAND = re.compile(r"^\s*::[a-z]|##\[|##vso\[|##teamcity\[", re.IGNORECASE | re.MULTILINE)


def written(report, format, **options):
    """The output of a format."""
    out = io.StringIO()
    write(report, format, out, Options(**options))
    return out.getvalue()


@given(REPORTS, st.sampled_from([40, 80, 200]), st.booleans())
@settings(deadline=None, max_examples=60)
def test_a_terminal_shows_only_visible_text(report, width, verbose):
    """There are no control characters, no commands, and no lines that are too wide."""
    actual = written(report, Format.TERMINAL, width=width, verbose=verbose, color=False)
    assert UNSEEN.findall(actual) == []
    assert COMMAND.findall(actual) == []
    assert [line for line in actual.split("\n") if cell_len(line) > width] == []


@given(REPORTS, st.booleans())
@settings(deadline=None, max_examples=60)
def test_text_has_one_line_per_finding(report, verbose):
    """There are as many lines as findings, with visible characters only."""
    actual = written(report, Format.TEXT, verbose=verbose)
    expected = sum(len(each.findings) or verbose for each in report.shown)
    assert len(actual.split("\n")) == expected + 1
    assert UNSEEN.findall(actual) == []
    assert COMMAND.findall(actual) == []


@given(REPORTS)
@settings(deadline=None, max_examples=60)
def test_json_keeps_every_text_unchanged(report):
    """It parses, fits the schema, contains no command, and has the contents of the report."""
    actual = written(report, Format.JSON)
    assert actual.isascii()
    assert COMMAND.findall(actual) == []
    data = json.loads(actual)
    VALIDATOR.validate(data)
    assert data["launch"]["name"] == report.launch.name
    assert [item["question"] for item in data["items"]] == [each.item.question for each in report.shown]
    assert [found["message"] for item in data["items"] for found in item["findings"]] == [
        found.message for each in report.shown for found in each.findings
    ]
