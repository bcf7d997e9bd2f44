"""Every format for several plans: one document, with the same definition as that for one plan."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from readers import azure_commands, github_commands, markdown_page, sarif_text, teamcity_commands
from reports import HOSTILE, REPORTS

from launchcheck import catalog
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.formats import TEXT_FORMATS, Format, Options, notes
from launchcheck.formats.json import schema
from launchcheck.formats.writer import Document, Sheet, Whole, writer_of
from launchcheck.report import FailOn
from launchcheck.summary import Row, Tally

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
ERROR = LaunchcheckError(
    "the file has errors",
    parts=tuple(
        LaunchcheckError(text, hint=text, locations=(Location("bad.yaml", number, 2),))
        for number, text in enumerate(HOSTILE)
    ),
)
PLANS = [each._replace(source=f"launches/{name}.yaml") for name, each in REPORTS.items()]


def written(format, plans=(*PLANS, ERROR), **options):
    """The output of a format for several plans; an error is a plan that could not be checked."""
    asked = Options(width=80, color=False, **options)
    out = Sheet("utf-8")
    document = Document(format, out, asked)
    tally, rows = Tally(asked.fail_on), []
    for plan in plans:
        part = Sheet("utf-8")
        if isinstance(plan, LaunchcheckError):
            writer_of(format).failed("bad.yaml", plan, part, asked)
            row = Row("bad.yaml", error=plan)
        else:
            writer_of(format).part(plan, part, asked)
            row = Row.of(plan, asked.fail_on)
        tally.add(row)
        rows.append(row)
        document.add(part.getvalue())
    rows.sort(key=lambda row: row.urgency)
    document.close(Whole(tally, [row for row in rows if row.error], rows, catalog.built_in()))
    return out.getvalue()


def definition(name):
    """A format's definition, as published by its owner."""
    return (SCHEMAS / name).read_text(encoding="utf-8")


every_rule = pytest.mark.parametrize("fail_on", FailOn)


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_writes_only_intended_commands(format, verbose):
    """No document contains other commands for a log reader."""
    shown = written(format, verbose=verbose)
    assert teamcity_commands(shown) == []
    if format is not Format.GITHUB:
        assert github_commands(shown) == []
    if format is not Format.AZURE:
        assert azure_commands(shown) == []


@pytest.mark.parametrize("format", TEXT_FORMATS)
@pytest.mark.parametrize("plans", [(), (ERROR,), PLANS[:1]], ids=["none", "an error", "one"])
def test_any_number_of_plans_works(format, plans):
    """The list may be empty, or contain only errors."""
    shown = written(format, plans)
    if format in {Format.JSON, Format.SARIF, Format.GITLAB}:
        json.loads(shown)
    if format in {Format.JUNIT, Format.CHECKSTYLE}:
        ET.fromstring(shown)


@every_rule
def test_json_fits_its_schema(fail_on):
    """The list, its reports and its errors fit the schema; the counts add up."""
    found = json.loads(written(Format.JSON, fail_on=fail_on))
    jsonschema.Draft202012Validator(json.loads(schema())).validate(found)
    counts = found["counts"]
    assert counts["plans"] == len(found["reports"]) == len(PLANS) + 1
    assert sum(counts.values()) == 2 * counts["plans"]
    assert [each["message"] for each in found["reports"][-1]["errors"]] == list(HOSTILE)


def test_json_lines_fit_the_schema():
    """Each plan has the lines of a single plan; an error is one line."""
    *_, last = map(json.loads, written(Format.JSONL).splitlines())
    jsonschema.Draft202012Validator(json.loads(schema())).validate(last)
    assert last["schema"] == "launchcheck.error/1"


@every_rule
def test_junit_holds_to_the_strict_schema(fail_on):
    """A suite for each plan, in which something fails exactly where its gate is closed."""
    etree = pytest.importorskip("lxml.etree", reason="lxml reads the XSD")
    text = written(Format.JUNIT, fail_on=fail_on)
    xsd = etree.XMLSchema(etree.fromstring(definition("jenkins-junit-10.xsd").encode()))
    xsd.assertValid(etree.fromstring(text.encode()))
    suites = ET.fromstring(text)
    assert [suite.get("name") for suite in suites] == [*(plan.source for plan in PLANS), "bad.yaml"]
    rule = FailOn.BLOCKER if fail_on is FailOn.NEVER else fail_on
    for plan, suite in zip(PLANS, suites, strict=False):
        if plan.only_owner is None:
            assert (suite.get("failures") == "0") is plan.gate(rule).is_open
    assert [(suite.get("errors")) for suite in suites] == [*["0"] * len(PLANS), "1"]
    cases = [(case.get("classname"), case.get("name")) for case in suites.iter("testcase")]
    assert {name.rpartition(".")[0] for name, _ in cases} <= {*(plan.source for plan in PLANS), "bad.yaml"}


@pytest.mark.parametrize("verbose", [False, True])
def test_sarif_fits_its_schema(verbose):
    """One run has all results; each has its rule and a unique fingerprint."""
    log = json.loads(written(Format.SARIF, verbose=verbose))
    checker = jsonschema.FormatChecker()
    jsonschema.Draft4Validator(
        json.loads(definition("sarif-schema-2.1.0.json")), format_checker=checker
    ).validate(log)
    [run] = log["runs"]
    marks = [each["partialFingerprints"]["launchcheck/v1"] for each in run["results"]]
    assert len(marks) == len(set(marks))
    assert all(sarif_text(each["message"]) for each in run["results"])
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == len(HOSTILE)


def test_sarif_has_a_rule_for_each_item_of_the_checklist():
    """There is one rule per item, one for waivers, two for exclusions, and two for outside facts."""
    [run] = json.loads(written(Format.SARIF, []))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    more = ["waiver.unused", "exclusion.unused", "exclusion.facts", "pack.off"]
    more += ["facts.contradiction", "facts.outdated"]
    assert rules == [*(item.id for item in catalog.built_in().items), *more]
    assert (run["results"], run["invocations"]) == ([], [{"executionSuccessful": True}])


def test_gitlab_fits_its_schema():
    """One array, with a unique fingerprint for each entry."""
    entries = json.loads(written(Format.GITLAB))
    validator = jsonschema.Draft7Validator(json.loads(definition("gitlab-codeclimate.json")))
    for entry in entries:
        validator.validate(entry)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert [each["check_name"] for each in entries[-len(HOSTILE) :]] == ["unreadable"] * len(HOSTILE)


def test_checkstyle_names_every_file():
    """Each plan is a file, even without findings."""
    files = [file.get("name") for file in ET.fromstring(written(Format.CHECKSTYLE))]
    assert {plan.source for plan in PLANS} <= set(files)
    assert files[-1] == "bad.yaml"


def test_csv_is_one_table():
    """Every row has the columns of the header, and starts with its plan."""
    header, *rows = csv.reader(io.StringIO(written(Format.CSV)))
    assert header[:3] == ["plan", "launch", "item"]
    assert {len(row) for row in rows} == {len(header)}
    assert {row[0] for row in rows} <= {*(plan.source for plan in PLANS), "bad.yaml"}
    assert {row[header.index("status")] for row in rows[-len(HOSTILE) :]} == {"unreadable"}


@every_rule
def test_tap_counts_its_plans(fail_on):
    """Each plan is a subtest and a point, which fails if its gate is closed."""
    lines = written(Format.TAP, fail_on=fail_on).splitlines()
    points = [line for line in lines if line.startswith(("ok - ", "not ok - "))]
    assert lines[0] == "TAP version 14"
    assert f"1..{len(PLANS) + 1}" in lines
    assert len(points) == len(PLANS) + 1
    rule = FailOn.BLOCKER if fail_on is FailOn.NEVER else fail_on
    for plan, point in zip(PLANS, points, strict=False):
        if plan.only_owner is None:
            assert point.startswith("ok") is plan.gate(rule).is_open
    block = lines[lines.index(points[-1]) + 2 : -3]
    found = yaml.safe_load("\n".join(line.removeprefix("  ") for line in block))
    assert len(found["errors"]) == len(HOSTILE)


def test_annotations_end_with_a_summary():
    """GitHub and Azure get the results of each plan, then of all together."""
    *_, notice = github_commands(written(Format.GITHUB))
    assert notice.data.startswith(f"{len(PLANS) + 1} plans: 1 unreadable, ")
    assert (
        written(Format.AZURE)
        .splitlines()[-1]
        .startswith(f"launchcheck: {len(PLANS) + 1} plans: 1 unreadable, ")
    )


@pytest.mark.parametrize("times", [1, 30])
@pytest.mark.parametrize("rule", [FailOn.OVERDUE, FailOn.BLOCKER])
def test_the_most_urgent_annotations_come_first_over_all_plans(rule, times):
    """GitHub shows ten of a kind: no plan's warnings may hide the errors of the next, and no log overflows."""
    plans = (*PLANS * times, ERROR)
    shown = github_commands(written(Format.GITHUB, plans, fail_on=rule))
    issues = azure_commands(written(Format.AZURE, plans, fail_on=rule))
    order = ["error", "warning", "notice"]

    kinds = [each.name for each in shown]
    assert kinds == sorted(kinds, key=order.index)
    assert [each.properties["type"] for each in issues] == [kind for kind in kinds if kind != "notice"]
    assert "cannot be checked" in shown[0].properties["title"]
    findings = [note for plan in plans[:-1] for note in notes.notes(plan, rule) if note.level != "info"]
    everything = len(findings) + len(plans) - 1 + len(HOSTILE)
    assert len(shown) == 50 + 2
    assert shown[-2].data.startswith(f"{everything - 50:,} more, less urgent: ")


def test_markdown_is_a_table_of_limited_length():
    """The worst plans come first; the rest are counted."""
    page = markdown_page(written(Format.MARKDOWN))
    assert page
    text = written(Format.MARKDOWN, PLANS * 200)
    assert len(text) < 65_536
    assert "… and " in text.splitlines()[-1]
