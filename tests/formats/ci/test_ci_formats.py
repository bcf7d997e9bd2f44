"""Every machine format: golden files, its official definition, and its guarantees."""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from corpora import require
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
from reports import HOSTILE, REPORTS, WEAKENED, finding, report, result, waiver

import launchcheck.formats
from launchcheck.errors import Location
from launchcheck.formats import TEXT_FORMATS, Format, Options, notes
from launchcheck.formats.commands import MOST
from launchcheck.formats.json import schema
from launchcheck.report import FailOn
from launchcheck.results import Status
from launchcheck.text import show

GOLDEN = Path(__file__).parent / "golden"
SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
SHOWN = {
    Format.JSONL: "mixed hostile empty waived weakened",
    Format.JUNIT: "mixed hostile empty waived weakened",
    Format.SARIF: "mixed hostile empty waived weakened long no-lines",
    Format.GITHUB: "mixed hostile empty waived weakened no-lines",
    Format.GITLAB: "mixed hostile empty waived weakened",
    Format.AZURE: "mixed hostile empty waived weakened no-lines",
    Format.MARKDOWN: "mixed hostile empty waived weakened ready-by-waiver one-owner all-passed",
    Format.CSV: "mixed hostile empty waived weakened",
    Format.CSV_EXCEL: "empty",
    Format.TAP: "mixed hostile empty waived weakened",
    Format.CHECKSTYLE: "mixed hostile empty waived weakened no-lines",
}
"""The reports that have a golden file: for each format those that take all of its branches, and no more."""
SHOWN_AS = [(name, format) for format, names in SHOWN.items() for name in names.split()]
OURS = [*SHOWN]

SHARED = {"__init__", "commands", "escapes", "notes", "options", "workbook", "writer"}
"""Modules that are no format."""

UNUSED = waiver()._replace(state="unused", check="sales.kit")
STALE = report(result(status=Status.PASSED), waivers=(UNUSED,))
"""A report whose only flaw is a waiver that accepts nothing."""

every_report = pytest.mark.parametrize("name", REPORTS)


def definition(name):
    """A format's definition, as published by its owner."""
    return (SCHEMAS / name).read_text(encoding="utf-8")


# -- all of them ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "format"), SHOWN_AS)
def test_matches_its_golden_file(name, format, golden):
    """An awkward report is written as its golden file shows."""
    golden(render(REPORTS[name], format), GOLDEN / f"{name}.{format.value}")


def test_formats_have_modules_and_golden_files():
    """Each format has both, and none is left over."""
    folder = Path(launchcheck.formats.__file__).parent
    modules = {
        path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert modules - SHARED == {format.name.lower() for format in Format}
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.{each.value}" for name, each in SHOWN_AS}
    assert {*OURS, Format.TERMINAL, Format.TEXT, Format.JSON, Format.HTML, Format.XLSX} == set(Format)


@pytest.mark.parametrize("format", OURS)
def test_output_is_deterministic(format):
    """A format is a function of its report."""
    for each in REPORTS.values():
        assert render(each, format) == render(each, format)


@pytest.mark.parametrize("format", OURS)
def test_names_no_folder(format):
    """No folder of the machine that wrote a report appears in it."""
    for each in REPORTS.values():
        assert os.getcwd() not in render(each, format)


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_writes_only_intended_commands(format, verbose):
    """Only the formats for a log reader write its commands, whatever the plan's text."""
    for each in REPORTS.values():
        shown = render(each, format, Options(verbose=verbose, width=80, color=False))
        assert teamcity_commands(shown) == []
        if format is not Format.GITHUB:
            assert github_commands(shown) == []
        if format is not Format.AZURE:
            assert azure_commands(shown) == []


@pytest.mark.parametrize("format", OURS)
def test_works_with_any_stream(format):
    """Characters that a stream cannot encode are replaced, and nothing else changes."""
    whole = render(REPORTS["wide"], format)
    assert len(whole.splitlines()) == len(render(REPORTS["wide"], format, encoding="ascii").splitlines())


# -- JSON lines -------------------------------------------------------------------------------------


@every_report
def test_jsonl_is_the_json_format_in_lines(name):
    """The lines together are the JSON document, and so fit its schema."""
    head, *items = map(json.loads, render(REPORTS[name], Format.JSONL).splitlines())
    whole = json.loads(render(REPORTS[name], Format.JSON))
    assert {**head, "items": items} == whole
    assert [*items] == whole["items"]
    jsonschema.validate({**head, "items": items}, json.loads(schema()))


# -- JUnit ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fail_on", FailOn)
def test_junit_fits_the_strict_schema(fail_on):
    """Jenkins' own schema accepts every report."""
    etree = pytest.importorskip("lxml.etree", reason="lxml reads the XSD")
    xsd = etree.XMLSchema(etree.fromstring(definition("jenkins-junit-10.xsd").encode()))
    for each in (*REPORTS.values(), STALE):
        xsd.assertValid(etree.fromstring(render(each, Format.JUNIT, Options(fail_on=fail_on)).encode()))


@pytest.mark.parametrize("fail_on", FailOn)
def test_junit_and_tap_agree_with_the_gate(fail_on):
    """Something fails exactly where the gate is closed; a gate that never closes goes by its blockers."""
    rule = FailOn.BLOCKER if fail_on is FailOn.NEVER else fail_on
    for each in (*REPORTS.values(), STALE):
        given = each._replace(only_owner=None)
        root = ET.fromstring(render(given, Format.JUNIT, Options(fail_on=fail_on)))
        points = tap_points(render(given, Format.TAP, Options(fail_on=fail_on)))
        failing = [point for point in points if not point.ok and point.directive != "TODO"]
        assert (root.get("failures") == "0") is given.gate(rule).is_open
        assert len(failing) == int(root.get("failures"))
        assert len(points) == int(root.get("tests"))


def test_junit_has_the_status_of_each_item():
    """Cases are passed, failed or skipped, the skipped ones with the reason."""
    root = ET.fromstring(render(REPORTS["mixed"], Format.JUNIT))
    outcomes = {
        case.get("name").partition(":")[0]: [(each.tag, each.get("message")) for each in case]
        for case in root.iter("testcase")
    }
    assert outcomes["product.scope-frozen"] == []
    assert outcomes["product.usability"] == [("skipped", "does not apply at tier 1")]
    assert outcomes["sales.demo"] == [("failure", "the demo is on Tue 2 Feb 2027")]
    assert outcomes["product.on-call"] == [
        ("skipped", "open warning: owner 'lin' is away from Mon 15 Feb 2027")
    ]
    [(tag, reason)] = outcomes["product.docs"]
    assert tag == "skipped"
    assert reason.startswith("waived by Grace Liu until Sun 7 Feb 2027: The docs team is two weeks behind")


def test_xml_escapes_characters_it_cannot_contain():
    """A character that XML 1.0 excludes is written as an escape; all others are read back."""
    text = "a\x00b\x1bc\ufffed\r\n\te \U0001f680 \x85 \ud800"
    root = ET.fromstring(render(report(result(why=text)), Format.JUNIT))
    [failure] = root.iter("failure")
    assert "why: a\\x00b\\x1bc\\ufffed\r\n\te \U0001f680 \x85 \\ud800\n" in failure.text


# -- SARIF ------------------------------------------------------------------------------------------


def sarif(given, **options):
    """The one run of a log."""
    [run] = json.loads(render(given, Format.SARIF, Options(**options)))["runs"]
    return run


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("name", [*REPORTS, "stale"])
def test_sarif_fits_its_schema(name, verbose):
    """The schema accepts every report, with its URIs checked; rules beyond the schema hold too."""
    checker = jsonschema.FormatChecker()
    require(not checker.conforms("a b", "uri-reference"), "jsonschema[format-nongpl] checks URIs")
    given = STALE if name == "stale" else REPORTS[name]
    log = json.loads(render(given, Format.SARIF, Options(verbose=verbose)))
    jsonschema.Draft4Validator(
        json.loads(definition("sarif-schema-2.1.0.json")), format_checker=checker
    ).validate(log)
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    marks = [each["partialFingerprints"]["launchcheck/v1"] for each in run["results"]]
    assert len(marks) == len(set(marks))
    for found in run["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
        assert sarif_text(found["message"])
        assert (found["level"] == "none") is (found["kind"] != "fail")
        for place in (*found["locations"], *found.get("relatedLocations", ())):
            region = place["physicalLocation"].get("region", {"startLine": 1})
            assert region.get("endLine", region["startLine"]) >= region["startLine"]
    for rule in rules:
        assert sarif_text(rule["shortDescription"])
        assert sarif_text(rule["fullDescription"])
        assert sarif_text(rule["help"])


def test_sarif_lists_passed_items_only_on_request():
    """Code hosts show every result as an alert."""
    kinds = {each["ruleId"]: each["kind"] for each in sarif(REPORTS["mixed"], verbose=True)["results"]}
    assert kinds["product.scope-frozen"] == "pass"
    assert kinds["product.usability"] == "notApplicable"
    assert {each["kind"] for each in sarif(REPORTS["mixed"])["results"]} == {"fail"}
    assert {rule["id"] for rule in sarif(REPORTS["mixed"])["tool"]["driver"]["rules"]} == set(kinds)


def test_sarif_carries_waivers_and_joins():
    """A waived finding is suppressed with the reason, and the other side of a join is a related location."""
    by_rule = {each["ruleId"]: each for each in sarif(REPORTS["mixed"])["results"]}
    [suppression] = by_rule["product.docs"]["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"] == waiver().reason
    assert "suppressions" not in by_rule["product.on-call"]
    related = [each["physicalLocation"] for each in by_rule["product.on-call"]["relatedLocations"]]
    assert [each["artifactLocation"]["uri"] for each in related] == ["launch.yaml", "team.yaml"]
    [note] = sarif(STALE)["invocations"][0]["toolConfigurationNotifications"]
    assert "unused" in note["message"]["text"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("launch.yaml", "launch.yaml"),
        ("./plans/a b.yaml", "plans/a%20b.yaml"),
        (".\\plans\\é%.yaml", "plans/%C3%A9%25.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("../x#?.yaml", "../x%23%3F.yaml"),
        ("//host/x", "file:///host/x"),
        ("/work dir/x", "file:///work%20dir/x"),
        ("C:\\x y", "file:///C:/x%20y"),
        ("caf\udce9", "caf%E9"),
        ("\ud800", "%EF%BF%BD"),
    ],
)
def test_sarif_encodes_paths(path, uri):
    """A file is a relative URI, unless the plan was given by an absolute path; as a whole it is its first line."""
    run = sarif(report(result(findings=(finding("x", line=0),)), source=path), verbose=True)
    place = report(result(findings=(finding("x")._replace(location=Location(path)),)), source=path)
    [found] = sarif(place)["results"]
    assert found["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": 1}}}
    ]
    assert run["automationDetails"]["id"].startswith("launchcheck/")


@pytest.mark.parametrize(
    ("column", "end", "has_context"),
    [(1, 0, False), (1, 7, False), (1, 6, True), (2, 0, True), (2, 7, True)],
)
def test_a_sarif_context_is_larger_than_its_region(column, end, has_context):
    """A line that a region covers is the region's own text; else it is the context around it."""
    place = Location("launch.yaml", 3, column, 3 if end else 0, end, "tier: ")
    [found] = sarif(report(result(findings=(finding("x")._replace(location=place),))))["results"]
    shown = found["locations"][0]["physicalLocation"]
    holder = shown["contextRegion"] if has_context else shown["region"]
    assert holder["snippet"] == {"text": "tier: "}
    assert (("contextRegion" in shown), ("snippet" in shown["region"])) == (has_context, not has_context)


def test_fingerprints_survive_moved_lines():
    """A finding is recognized when the lines above it change."""

    def marks(line, name):
        given = report(result(findings=tuple(finding("x", line=line + n) for n in range(3))), source=name)
        return [each["partialFingerprints"]["launchcheck/v1"] for each in sarif(given)["results"]]

    assert marks(5, "launch.yaml") == marks(50, "./launch.yaml")
    assert len(set(marks(5, "launch.yaml"))) == 3
    assert not {*marks(5, "launch.yaml")} & {*marks(5, "other.yaml")}


# -- GitHub, Azure, GitLab, Checkstyle --------------------------------------------------------------


@pytest.mark.parametrize("name", [*REPORTS, "stale"])
def test_github_annotates_exactly_the_open_findings(name):
    """The runner unescapes one annotation per open finding, then a notice."""
    given = STALE if name == "stale" else REPORTS[name]
    shown = render(given, Format.GITHUB)
    *annotations, notice = github_commands(shown)
    assert len(annotations) + 1 == len(shown.splitlines())
    annotations = [each for each in annotations if each.name != "notice"]
    expected = [note for note in notes.by_urgency(notes.notes(given)) if note.level != "info"][:MOST]
    assert [each.name for each in annotations] == [note.level for note in expected]
    assert [each.data for each in annotations] == [
        f"{show(note.message, 4000)}\n{show(note.fix, 4000)}" for note in expected
    ]
    assert [each.properties["file"] for each in annotations] == [show(note.path, 4000) for note in expected]
    assert all(len(each.properties["title"]) <= 255 for each in annotations)
    assert notice.name == "notice"
    assert notice.data.startswith(given.verdict.value.replace("_", " "))


def test_github_shows_the_most_urgent_first():
    """Of ten visible annotations, overdue blockers come first, and the notice counts the rest."""
    shown = github_commands(render(REPORTS["many"], Format.GITHUB))
    late = ["late" in each.data for each in shown[:-2]]
    assert late == sorted(late, reverse=True)
    assert any(late)
    assert "40 more errors are in the log of this step" in shown[-1].data
    assert shown[-2].data == "10 more, less urgent: 10 errors"


def test_github_omits_columns_across_lines():
    """The runner refuses columns if the lines differ."""
    places = {
        Location("a"): {},
        Location("a", 3): {"line": "3"},
        Location("a", 3, 5): {"line": "3", "col": "5"},
        Location("a", 3, 5, 3, 9): {"line": "3", "endLine": "3", "col": "5", "endColumn": "8"},
        Location("a", 3, 5, 4, 2): {"line": "3", "endLine": "4"},
    }
    for place, expected in places.items():
        given = report(result(findings=(finding("x")._replace(location=place),)))
        command = github_commands(render(given, Format.GITHUB))[0]
        assert {k: v for k, v in command.properties.items() if k not in {"file", "title"}} == expected


@pytest.mark.parametrize("name", [*REPORTS, "stale"])
def test_azure_reports_exactly_the_open_findings(name):
    """The agent unescapes one issue per open finding, and there are no other commands."""
    given = STALE if name == "stale" else REPORTS[name]
    shown = render(given, Format.AZURE)
    issues = azure_commands(shown)
    expected = [note for note in notes.by_urgency(notes.notes(given)) if note.level != "info"][:MOST]
    assert {each.name for each in issues} <= {"task.logissue"}
    assert [(each.properties["type"], each.properties["code"], each.data) for each in issues] == [
        (note.level, note.id, f"{show(note.message, 4000)}\n{show(note.fix, 4000)}") for note in expected
    ]
    assert len(shown.splitlines()) == len(issues) + (2 if name == "many" else 1)


@pytest.mark.parametrize("name", [*REPORTS, "stale"])
def test_gitlab_fits_its_schema(name):
    """Each entry has the keys that GitLab reads, a unique fingerprint, and a line from 1."""
    given = STALE if name == "stale" else REPORTS[name]
    entries = json.loads(render(given, Format.GITLAB))
    validator = jsonschema.Draft7Validator(json.loads(definition("gitlab-codeclimate.json")))
    for entry in entries:
        validator.validate(entry)
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert [entry["description"] for entry in entries] == [note.message for note in notes.notes(given)]


def test_gitlab_severity_depends_on_overdue():
    """An overdue blocker is a blocker, another one critical; warnings are major and minor; waived items info."""
    found = {
        entry["check_name"]: entry["severity"]
        for entry in json.loads(render(REPORTS["mixed"], Format.GITLAB))
    }
    assert found["product.rollback-tested"] == "blocker"
    assert found["sales.demo"] == "critical"
    assert found["sales.kit"] == "major"
    assert found["product.on-call"] == "minor"
    assert found["product.docs"] == "info"


@pytest.mark.parametrize("name", [*REPORTS, "stale"])
def test_checkstyle_can_be_read_back(name):
    """Every finding is listed under its file, with unchanged text where XML allows it."""
    given = STALE if name == "stale" else REPORTS[name]
    root = ET.fromstring(render(given, Format.CHECKSTYLE))
    found = [
        (file.get("name"), error.get("severity"), error.get("message")) for file in root for error in file
    ]
    expected = [(note.path, note.level, _as_xml(note.message)) for note in notes.notes(given)]
    assert sorted(found) == sorted(expected)
    assert all(int(error.get("line")) >= 1 for error in root.iter("error"))


def _as_xml(text):
    """Text as XML can carry it."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda found: f"\\x{ord(found[0]):02x}", text)


# -- CSV --------------------------------------------------------------------------------------------


def rows(given):
    """The rows as Python's reader sees them."""
    return [*csv.DictReader(render(given, Format.CSV).splitlines(keepends=True), strict=True)]


@every_report
def test_csv_has_a_row_an_item_and_finding(name):
    """Every row has every column, and no cell is a formula; what a change weakened has rows of its own."""
    given = REPORTS[name]
    found = rows(given)
    own = [row for row in found if row["status"] == "weakened"]
    assert [row["item"] for row in own] == [f"weakened.{each.what}" for each in given.weakened]
    assert len(found) - len(own) == sum(max(1, len(each.findings)) for each in given.shown)
    for row in found:
        assert None not in row
        assert None not in row.values()
        assert not [cell for key, cell in row.items() if key != "days_left" and cell[:1] in {*"=+-@\t\r"}]


def test_csv_columns_are_documented():
    """The module's docstring names the columns in their order."""
    from launchcheck.formats import csv as module

    words = re.sub(r"\([^)]*\)", "", module.__doc__.partition("Columns: ")[2])
    assert re.findall(r"\w+", words) == render(REPORTS["empty"], Format.CSV).strip().split(",")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "=cmd|' /C calc'!A0"])
def test_csv_escapes_formulas(text):
    """A cell that a spreadsheet would compute starts with an apostrophe."""
    [row] = rows(report(result(question=text, findings=(finding(text),))))
    assert (row["question"], row["finding"]) == (f"'{text}", f"'{text}")


# -- TAP --------------------------------------------------------------------------------------------


@every_report
def test_tap_can_be_read_back(name):
    """Every item is a point with its text, and its findings are in its YAML."""
    given = REPORTS[name]
    points = tap_points(render(given, Format.TAP))[len(given.weakened) :][: len(given.shown)]
    assert [point.description for point in points] == [
        show(f"{each.item.id}: {each.item.question}", 4000).rstrip() for each in given.shown
    ]
    for point, each in zip(points, given.shown, strict=True):
        found = point.details["findings"] if point.details else []
        assert [one["message"] for one in found] == [show(one.message, 4000) for one in each.findings]
        assert point.ok is (each.status in {Status.PASSED, Status.NOT_APPLICABLE})


def test_tap_gives_reasons():
    """Items that do not apply are skipped with the reason; waived items and warnings are TODO."""
    points = {
        point.description.partition(":")[0]: point
        for point in tap_points(render(REPORTS["mixed"], Format.TAP))
    }
    assert (points["product.usability"].directive, points["product.usability"].reason) == (
        "SKIP",
        "does not apply at tier 1",
    )
    assert points["product.docs"].directive == "TODO"
    assert "Grace Liu" in points["product.docs"].reason
    assert points["product.on-call"].reason == "open warning, due Tue 26 Jan 2027"
    assert points["sales.demo"].directive == ""


# -- Markdown ---------------------------------------------------------------------------------------

# The patterns that GitHub and GitLab look for in the text of a rendered page.
LIVE = re.compile(r"@[\w]|[#!$&~%^][\w\"]|\bGH-\d|https?://|\bwww\.\w|:[\w+-]+:", re.IGNORECASE)


def breaking(text):
    """A report with a given text in every place that Markdown shows."""
    from reports import CAVEATS, launch

    from launchcheck.people import Person
    from launchcheck.report import Area

    who = Person("x", text)
    return report(
        result(question=text, owner=who, findings=(finding(text),)),
        result("sales.other", Status.WAIVED, waivers=(waiver(reason=text, approved_by=who, where=text),)),
        launch=launch(name=text),
        areas=(Area("sales", text, who),),
        caveats=(CAVEATS[0]._replace(text=text, id=text),),
        source=text,
    )


ATTACKS = [
    "@everyone @org/team",
    "fixes #1, closes GH-2, resolves o/r#3",
    "fixes https://github.com/o/r/issues/1",
    "![x](http://evil.example/pixel)",
    "[x](javascript:alert(1)) <http://evil.example> www.evil.example",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a | b | c",
    "a\n\n# b\n| - |\n<details>",
    "`code` **bold** _it_ ~~gone~~ ***",
    "\\| \\@x \\",
    "&lt;b&gt; &#64;x &commat;x",
    "$x$ !1 ~label %2 &3 :rocket: :+1:",
    "[^1] [!NOTE] [ ] - [x]",
    "/close",
    "```\n::error::x\n```",
    *HOSTILE,
]


@pytest.mark.parametrize("text", ATTACKS)
def test_markdown_text_has_no_markup(text):
    """Text from a plan is no markup, mention, issue, link or cell, and reads unchanged."""
    given = breaking(text)
    page = markdown_page(render(given, Format.MARKDOWN))
    assert page.tags <= TAGS
    assert not LIVE.search(page.text.replace("--fail-on", ""))
    areas, items, waivers, caveats = page.tables
    assert [len(row) for row in areas] == [7, 7]
    assert [len(row) for row in items] == [5, 5]
    assert [len(row) for row in waivers] == [5, 5]
    assert [len(row) for row in caveats] == [5, 5]
    assert items[1][2].replace("\u200b", "") == seen(text)
    assert items[1][1].replace("\u200b", "") == seen(text)


def seen(text):
    """Text as Markdown shows it: on one line, with invisible characters as escapes."""
    folded = re.sub("[\r\n\t\x0b\x0c\x85\u2028\u2029]+", " ", text).strip()
    return re.sub("[\x00-\x1f\x7f-\x9f\u200b\u202e\ufeff]", lambda found: escape(found[0]), folded)


def escape(character):
    """A character as an escape."""
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"


@every_report
def test_markdown_length_is_limited(name):
    """A comment on GitHub has at most 65,536 characters."""
    shown = render(REPORTS[name], Format.MARKDOWN)
    assert len(shown.encode()) < 65_536
    assert markdown_page(shown).tags <= TAGS | ({"ul", "li"} if REPORTS[name].weakened else set())


def test_markdown_counts_omitted_items():
    """If space is short, the most urgent items stay and the rest are counted."""
    from reports import CAVEATS, launch

    from launchcheck.people import Person
    from launchcheck.report import Area

    word = "@#<" * 2000
    who = Person("x", word)
    areas = [f"area-{n:03}" for n in range(300)]
    given = report(
        *(
            result(f"{id}.item", days=n, owner=who, findings=(finding(word),) * 9)
            for n, id in enumerate(areas, -5)
        ),
        areas=tuple(Area(id, word, who) for id in areas),
        launch=launch(name=word),
        waivers=tuple(waiver(reason=word, check=f"{id}.item") for id in areas),
        caveats=tuple(CAVEATS[0]._replace(id=f"{n}", text=word) for n in range(300)),
        source=word,
        weakened=(WEAKENED[2],) * 300,
    )
    shown = render(given, Format.MARKDOWN)
    assert len(shown) < 65_536
    assert shown.count("… and ") == 5
    assert "blocker area-000.item" in shown
    assert re.search(r"… and 29\d more open, less urgent than these\.", shown)


# -- what is an error -------------------------------------------------------------------------------


def _levels(given, form, fail_on):
    """The levels that a format gives to what is open."""
    text = render(given, form, Options(fail_on=fail_on))
    if form is Format.GITHUB:
        return [each.name for each in github_commands(text) if each.name != "notice"]
    if form is Format.AZURE:
        return [each.properties["type"] for each in azure_commands(text)]
    if form is Format.SARIF:
        return [
            each["level"] for each in json.loads(text)["runs"][0]["results"] if "suppressions" not in each
        ]
    if form is Format.GITLAB:
        severe = {"blocker": "error", "critical": "error", "major": "warning", "minor": "warning"}
        return [severe[each["severity"]] for each in json.loads(text) if each["severity"] != "info"]
    errors = ET.fromstring(text).iter("error")
    return [each.get("severity") for each in errors if each.get("severity") != "info"]


@pytest.mark.parametrize(
    "form", [Format.GITHUB, Format.AZURE, Format.SARIF, Format.GITLAB, Format.CHECKSTYLE]
)
@pytest.mark.parametrize("fail_on", [each for each in FailOn if each is not FailOn.REGRESSION])
def test_an_error_is_what_closes_the_gate(form, fail_on):
    """A green job has no errors, whatever is open; a red one has those that made it red."""
    mixed = REPORTS["mixed"]
    closing = {each.item.id for each in mixed.closing(fail_on)}
    open_ = [
        ("error" if each.item.id in closing else "warning")
        for each in mixed.shown
        if each.is_open
        for finding_ in notes.findings(each, mixed)
        if not notes.is_waived(each, finding_)
    ]

    found = _levels(mixed, form, fail_on)

    assert sorted(found) == sorted(open_)
    assert ("error" in found) is not mixed.gate(fail_on).is_open
