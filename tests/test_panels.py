"""Panels, which a report draws beside its items: built-in, custom and malformed."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from launchcheck import catalog
from launchcheck.checklist import Checklist, Layer
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.formats import Format, Options, write
from launchcheck.formats.json import schema
from launchcheck.panels import Coverage, Panel, Timeline
from launchcheck.parse import read
from launchcheck.plan import Plan
from launchcheck.report import Report
from launchcheck.source import Source
from launchcheck.validate import validate

FULL = (Path(__file__).parent / "data" / "plan_full.yaml").read_text("utf-8")
PLAN = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 1}\n"
TODAY = date(2027, 2, 1)

ON_LAUNCH = "checklist: 1\nname: acme\nextends: launch\n"
OWN = """\
checklist: 1
name: acme
panels:
  - {id: steps, shape: timeline, title: rollout, of: product.rollout.steps, date: date, label: percent, what: step}
  - id: reach
    shape: coverage
    title: who hears of it
    of: audience.segments
    what: segment
    key: id
    text: name
    places:
      - {of: campaigns, field: audience, called: campaign}
"""
ROLLOUT = f"""{PLAN}product:
  rollout:
    steps:
      - {{percent: 100}}
      - {{date: 2027-02-09, percent: 40}}
      - {{date: 2027-01-20, percent: 5}}
audience:
  segments:
    - {{id: small, name: Small shops}}
    - {{id: big}}
campaigns:
  - {{id: mail, audience: [small]}}
  - {{id: blog}}
"""
COUNT = """
  - id: sales.told
    area: sales
    question: Q?
    why: W.
    fix: F.
    severity: blocker
    due: T-7
    check: {check}
"""
COUNTED = """\
checklist: 1
name: acme
areas: [{id: sales, question: Is sales ready?}]
panels:
  - {id: touches, shape: timeline, title: told, of: sales.touches, date: date, needed: sales.told}
items:"""
Find = Callable[..., Checklist]


@pytest.fixture
def find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Find:
    """The checklist that a custom text produces."""
    monkeypatch.chdir(tmp_path)

    def found(text: str) -> Checklist:
        (tmp_path / "acme.yaml").write_text(text, encoding="utf-8")
        return catalog.find(["./acme.yaml"])

    return found


def report(text: str, checklist: Checklist | None = None, **options: Any) -> Report:
    """The report on a plan under a checklist, by default the built-in one."""
    source = Source.parse(text, "plan.yaml")
    facts = Facts(TODAY, source.locate, source.name)
    return validate(read(source, Plan), checklist or catalog.built_in(), facts, **options)


def timeline(panels: tuple[Panel, ...], id: str = "touches") -> Timeline:
    """The timeline of this id."""
    panel = next(panel for panel in panels if panel.id == id)
    assert isinstance(panel, Timeline)
    return panel


def coverage(panels: tuple[Panel, ...], id: str = "caveats") -> Coverage:
    """The coverage of this id."""
    panel = next(panel for panel in panels if panel.id == id)
    assert isinstance(panel, Coverage)
    return panel


def written(report: Report, format: Format, **options: Any) -> str:
    """A report in a format."""
    out = io.StringIO()
    write(report, format, out, Options(color=False, **options))
    return out.getvalue()


def drawn(report: Report, width: int) -> str:
    """The panels of a terminal report, without the text around them."""
    text = written(report, Format.TERMINAL, width=width, verbose=True)
    start = text.index("rollout") if "rollout" in text else text.index("who hears")
    return text[start:].partition("\nnext\n")[0].partition("\ngate ")[0].strip()


# -- the built-in panels -----------------------------------------------------------------------


def test_touches_are_done_scheduled_or_undated() -> None:
    """Touches are sorted by date; one counts from its date on, and undated ones come last."""
    text = f"""{PLAN}sales:
  touches:
    - {{way: demo, date: 2027-02-02}}
    - {{way: chat}}
    - {{date: 2027-02-01}}
    - {{way: email, date: 2027-01-20}}
"""
    marks = timeline(report(text).panels).marks
    assert [(each.date and str(each.date), each.label, each.state, str(each.location)) for each in marks] == [
        ("2027-01-20", "email", "happened", "plan.yaml:8:7"),
        ("2027-02-01", "", "happened", "plan.yaml:7:7"),
        ("2027-02-02", "demo", "scheduled", "plan.yaml:5:7"),
        (None, "chat", "undated", "plan.yaml:6:7"),
    ]


@pytest.mark.parametrize(("tier", "expected"), [(1, 7), (2, 5), (3, 2)])
def test_the_checklist_says_how_many_touches_are_needed(tier: int, expected: int) -> None:
    """The built-in checklist asks for seven, five or two, depending on the tier."""
    assert timeline(report(PLAN, tier=tier).panels).needed == expected


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("{kind: count, of: sales.touches, at_least: 2}", 2),
        ("{kind: count, of: sales.touches, at_least: {1: 4, 3: 1}}", 4),
        ("{kind: count, of: sales.touches, at_least: {2: 4}}", 0),
        ("{kind: count, of: sales.touches, at_most: 9}", 0),
        (
            (
                "{kind: all, checks: [{kind: count, of: goals, at_least: 9},"
                " {kind: count, of: sales.touches, at_least: 2}, {kind: count, of: sales.touches, at_least: 3}]}"
            ),
            3,
        ),
    ],
)
def test_the_number_needed_comes_from_the_named_item(find: Find, check: str, expected: int) -> None:
    """It is the highest count of this list that the item requires at the tier."""
    found = find(COUNTED + COUNT.format(check=check))
    assert timeline(report(PLAN, found).panels).needed == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("change: {sales.seven-times: {options: {at_least: 9}}}", 9),
        ("change: {sales.seven-times: {options: {distinct: way}}}", 0),
        ("off: [sales.seven-times]", 0),
    ],
)
def test_changing_the_item_changes_the_number_needed(find: Find, change: str, expected: int) -> None:
    """The panel follows the item that it names; without the item the number is zero."""
    assert timeline(report(PLAN, find(ON_LAUNCH + change)).panels).needed == expected


def test_disabled_items_do_not_count() -> None:
    """The number needed is looked up in the items that are still enabled."""
    found = catalog.built_in()
    assert timeline(report(PLAN, found.model_copy(update={"items": ()})).panels).needed == 0


def test_each_caveat_shows_where_it_is_carried() -> None:
    """Each caveat shows whether a campaign, the FAQ and the sales objections mention it."""
    text = f"""{PLAN}product:
  caveats:
    - {{id: sso, text: In April.}}
    - {{id: slow, customer_visible: false}}
    - {{id: csv, customer_visible: true}}
campaigns:
  - {{id: mail, discloses: [sso]}}
  - {{id: blog, discloses: [csv]}}
customer_success: {{faq: [{{covers: [sso, csv]}}, {{question: Why?}}]}}
"""
    things = coverage(report(text).panels).things
    assert [(each.id, each.text, each.visible, each.carried, str(each.location)) for each in things] == [
        ("sso", "In April.", True, (("campaign", True), ("FAQ", True), ("sales", False)), "plan.yaml:5:7"),
        ("slow", "", False, (("campaign", False), ("FAQ", False), ("sales", False)), "plan.yaml:6:7"),
        ("csv", "", True, (("campaign", True), ("FAQ", True), ("sales", False)), "plan.yaml:7:7"),
    ]


@pytest.mark.parametrize("product", ["", "product: {}", "product: {caveats: none}", "product: {caveats: []}"])
def test_no_caveats_draw_no_matrix(product: str) -> None:
    """A plan without caveats has none to show, and no format writes an empty table."""
    found = report(f"{PLAN}{product}\n")
    assert coverage(found.panels).things == ()
    assert "\ncaveats" not in written(found, Format.TERMINAL, width=80)
    assert "### Caveats" not in written(found, Format.MARKDOWN)


def test_the_matrix_of_caveats_agrees_with_the_item() -> None:
    """A customer-visible caveat is carried everywhere exactly where the built-in item has no finding about it."""
    text = FULL.replace("discloses: [eu-sso]", "discloses: []")
    said = []
    for each in (FULL, text):
        found = report(each)
        result = next(each for each in found.results if each.item.id == "product.caveats-carried")
        carried = coverage(found.panels).things[0].carried
        said.append((all(there for _, there in carried), [each.message for each in result.findings]))
    assert said == [(True, []), (False, ["caveat 'eu-sso': no campaign names it"])]


def test_a_checklist_without_panels_draws_none(find: Find) -> None:
    """JSON keeps the two keys, empty; the other formats omit the panels."""
    found = report(FULL, find("checklist: 1\nname: acme\n"), waived=False)
    data = json.loads(written(found, Format.JSON))
    assert (found.panels, data["touches"], data["caveats"]) == ((), {"needed": 0, "marks": []}, [])
    assert "panels" not in data
    for text in (written(found, Format.TERMINAL, width=80), written(found, Format.MARKDOWN)):
        assert "aveat" not in text
        assert "told" not in text


# -- custom panels -----------------------------------------------------------------------------


def test_a_company_draws_a_custom_timeline(find: Find) -> None:
    """Its marks come from any list with dates; a label may be a number, and the number needed is optional."""
    panel = timeline(report(ROLLOUT, find(OWN)).panels, "steps")
    assert [(each.date and str(each.date), each.label, each.state) for each in panel.marks] == [
        ("2027-01-20", "5", "happened"),
        ("2027-02-09", "40", "scheduled"),
        (None, "100", "undated"),
    ]
    assert (panel.needed, len(panel.happened)) == (None, 1)


def test_a_company_draws_a_custom_coverage(find: Find) -> None:
    """Its entries come from any list and its columns from any place; without a flag all entries are visible."""
    panel = coverage(report(ROLLOUT, find(OWN)).panels, "reach")
    assert [(each.id, each.text, each.visible, each.carried) for each in panel.things] == [
        ("small", "Small shops", True, (("campaign", True),)),
        ("big", "", True, (("campaign", False),)),
    ]


NARROW = """\
rollout  steps: 1, 1 scheduled, 1
without a date

●          ○          ·
20 Jan     9 Feb      no date
5          40         100

who hears of it
  small  Small shops
    campaign yes
  big
    campaign missing"""
WIDE = """\
rollout  steps: 1, 1 scheduled, 1 without a date

●          ○          ·
20 Jan     9 Feb      no date
5          40         100

who hears of it{0}campaign
  small  Small shops{1}yes
  big{2}missing"""


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (40, NARROW),
        (80, WIDE.format(" " * 55, " " * 50, " " * 65)),
        (120, WIDE.format(" " * 85, " " * 80, " " * 95)),
    ],
)
def test_a_terminal_draws_any_panel(find: Find, width: int, expected: str) -> None:
    """In columns if there is room, otherwise one below the other."""
    assert drawn(report(ROLLOUT, find(OWN)), width) == expected


def test_markdown_draws_any_panel(find: Find) -> None:
    """A timeline is a sentence; a coverage is a table with a column for each place."""
    text = written(report(ROLLOUT, find(OWN)), Format.MARKDOWN)
    assert "\nRollout: 1 of 3 steps.\n" in text
    assert text.endswith("""
### Who hears of it

| Segment | What it says | Carried by | Missing from |
| --- | --- | --- | --- |
| small | Small shops | campaign |  |
| big |  |  | campaign |
""")


def test_json_has_custom_panels_under_their_own_key(find: Find) -> None:
    """They follow the schema, beside the two keys that always exist."""
    data = json.loads(written(report(ROLLOUT, find(OWN)), Format.JSON))
    Draft202012Validator(json.loads(schema())).validate(data)
    steps, reach = data["panels"]
    assert list(data)[-3:] == ["touches", "caveats", "panels"]
    assert (data["touches"], data["caveats"]) == ({"needed": 0, "marks": []}, [])
    assert {key: value for key, value in steps.items() if key != "marks"} == {
        "id": "steps",
        "shape": "timeline",
        "title": "rollout",
        "needed": None,
    }
    place = {"path": "plan.yaml", "line": 8, "column": 9, "end_line": None, "end_column": None}
    assert steps["marks"][0] == {"date": "2027-01-20", "label": "5", "state": "happened", "location": place}
    assert [{**thing, "location": None} for thing in reach["things"]] == [
        {"id": id, "text": text, "visible": True, "carried": carried, "location": None}
        for id, text, carried in [
            ("small", "Small shops", [{"place": "campaign", "carried": True}]),
            ("big", "", [{"place": "campaign", "carried": False}]),
        ]
    ]


def test_a_checklist_that_extends_another_keeps_its_panels(find: Find) -> None:
    """Custom panels come after the inherited ones; one with the same id replaces the inherited one."""
    own = OWN.replace("name: acme\n", "name: acme\nextends: launch\n")
    assert [panel.id for panel in report(ROLLOUT, find(own)).panels] == [
        "touches",
        "caveats",
        "steps",
        "reach",
    ]
    replaced = report(ROLLOUT, find(own.replace("id: steps", "id: touches")))
    assert [(panel.id, panel.title) for panel in replaced.panels] == [
        ("touches", "rollout"),
        ("caveats", "caveats"),
        ("reach", "who hears of it"),
    ]
    data = json.loads(written(replaced, Format.JSON))
    assert [mark["way"] for mark in data["touches"]["marks"]] == ["5", "40", "100"]
    assert [panel["id"] for panel in data["panels"]] == ["reach"]


def test_json_keys_keep_their_shape(find: Find) -> None:
    """A panel that reuses a known id with another shape is listed with the custom ones."""
    swapped = OWN.replace("id: steps", "id: caveats").replace("id: reach", "id: touches")
    data = json.loads(written(report(ROLLOUT, find(swapped)), Format.JSON))
    Draft202012Validator(json.loads(schema())).validate(data)
    assert (data["touches"], data["caveats"]) == ({"needed": 0, "marks": []}, [])
    assert [panel["id"] for panel in data["panels"]] == ["caveats", "touches"]


def test_entries_may_be_words_and_custom_facts(find: Find) -> None:
    """A list of words needs no key; below `custom` dates are text, and values are unrestricted."""
    found = find("""\
checklist: 1
name: acme
panels:
  - {id: teams, shape: coverage, title: Teams, of: sales.audiences, places: [{of: sales.touches, field: audiences, called: touch}]}
  - {id: days, shape: timeline, title: Days, of: custom.days, date: on, label: is}
  - {id: odd, shape: coverage, title: Odd, of: custom.odd, key: name, text: says, places: [{of: custom.days, field: is, called: day}]}
""")
    plan = f"""{PLAN}sales:
  audiences: [sellers, partners]
  touches: [{{audiences: [sellers]}}]
custom:
  days: [{{on: 2027-01-05, is: [a, b]}}, {{on: 2027-02-30, is: true}}, {{on: {{}}}}, null, word]
  odd: [{{name: a}}, {{name: 7, says: [x, {{}}, 2.5]}}, {{name: {{}}}}, {{}}, 3, {{name: true}}]
"""
    panels = report(plan, found).panels
    assert [(each.id, each.carried) for each in coverage(panels, "teams").things] == [
        ("sellers", (("touch", True),)),
        ("partners", (("touch", False),)),
    ]
    days = timeline(panels, "days").marks
    assert [(each.date and str(each.date), each.label) for each in days] == [
        ("2027-01-05", "a, b"),
        (None, "true"),
        (None, ""),
        (None, ""),
    ]
    odd = coverage(panels, "odd").things
    assert [(each.id, each.text, each.carried[0][1]) for each in odd] == [
        ("a", "", True),
        ("7", "x, 2.5", False),
        ("", "", False),
        ("", "", False),
        ("", "", False),
        ("true", "", True),
    ]


HOSTILE = (
    "[red]no[/] :rocket:",
    "::error::owned [link=https://evil.example]x[/link]",
    "two\\nlines",
    "##[add-mask]e",
    "a | b <b>c</b> @team",
    "\\u202eevil",
    "漢字 漢字 漢字 漢字 漢字 漢字",
    "x" * 300,
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_text_in_panels_stays_text(find: Find, text: str, width: int) -> None:
    """Whatever the names in a plan or a checklist, text stays in its line and its cell."""
    own = OWN.replace("title: rollout", f'title: "{text}"').replace("called: campaign", f'called: "{text}"')
    own = own.replace("label: percent", "label: exit").replace("what: step", f'what: "{text}"')
    own = own.replace("title: who hears of it", f'title: "{text}"')
    plan = ROLLOUT.replace("percent: 5", f'exit: "{text}"').replace("Small shops", f'"{text}"')
    found = report(plan, find(own))
    terminal = written(found, Format.TERMINAL, width=width, verbose=True)
    assert max(cell_len(line) for line in terminal.split("\n")) <= width
    page = written(found, Format.MARKDOWN)
    for each in (terminal, page):
        assert not {"\x1b", "\u202e", "\r"} & set(each)
        assert "##[" not in each
    assert "<b>" not in page
    assert "@team" not in page
    rows = [line for line in page.split("\n") if line.startswith("| small")]
    assert [row.replace("\\|", "").count("|") for row in rows] == [5]
    Draft202012Validator(json.loads(schema())).validate(json.loads(written(found, Format.JSON)))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_empty_panels_are_not_drawn(find: Find, width: int) -> None:
    """This includes empty lists and missing ones."""
    checklist = find(OWN)
    for more in ("", "product: {rollout: {steps: []}}\naudience: {segments: []}\n"):
        found = report(PLAN + more, checklist)
        text = written(found, Format.TERMINAL, width=width) + written(found, Format.MARKDOWN)
        assert "ollout" not in text
        assert "ho hears" not in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_many_places_are_written_below_an_entry(find: Find, width: int) -> None:
    """Columns would leave too little room for the entry's text."""
    places = ", ".join(
        f"{{of: campaigns, field: audience, called: place number {each}}}" for each in range(9)
    )
    own = OWN.replace("      - {of: campaigns, field: audience, called: campaign}\n", "")
    text = drawn(report(ROLLOUT, find(own.replace("places:\n", f"places: [{places}]\n"))), width)
    assert max(map(cell_len, text.split("\n"))) <= width
    assert "\n  small  Small shops\n    place number 0 yes" in text


def test_panels_can_be_pickled(find: Find) -> None:
    """A checklist and a report with panels stay equal."""
    checklist = find(OWN)
    found = report(ROLLOUT, checklist)
    assert pickle.loads(pickle.dumps(checklist)).panels == checklist.panels
    assert pickle.loads(pickle.dumps(found)).panels == found.panels


# -- malformed ---------------------------------------------------------------------------------

TIMELINE = "{id: a, shape: timeline, title: A, of: sales.touches, date: date}"
COVERAGE = (
    "{id: a, shape: coverage, title: A, of: goals, key: id,"
    " places: [{of: campaigns, field: goal, called: campaign}]}"
)
MALFORMED = {
    "no such path": (
        TIMELINE.replace("sales.touches", "sales.touchs"),
        "5:44: sales has no 'touchs' (did you mean 'touches'?)",
    ),
    "no list": (
        TIMELINE.replace("sales.touches", "sales.kit"),
        "5:44: 'sales.kit' is not a list (remove [])",
    ),
    "no such field for the date": (
        TIMELINE.replace("date: date", "date: dat"),
        "5:65: an entry of sales.touches has no 'dat' (did you mean 'date'?)",
    ),
    "a date that is none": (
        TIMELINE.replace("date: date", "date: way"),
        "5:65: 'way' is not a date field (name a field that is a date)",
    ),
    "no such label": (
        TIMELINE.replace("}", ", label: wy}"),
        "5:78: an entry of sales.touches has no 'wy' (did you mean 'way'?)",
    ),
    "a section as a label": (
        "{id: a, shape: timeline, title: A, of: goals, date: by, label: instrumented}",
        "5:68: 'instrumented' is a section (name a field below it)",
    ),
    "a date of a section": (
        "{id: a, shape: timeline, title: A, of: goals, date: instrumented.environment}",
        "5:57: 'instrumented.environment' is not a date field (name a field that is a date)",
    ),
    "many facts as a label": (
        "{id: a, shape: timeline, title: A, of: campaigns, date: goes_live, label: 'claims[].text'}",
        "5:79: 'claims[].text' leads to several facts; it must lead to one (write a path without [])",
    ),
    "a field of a word": (
        "{id: a, shape: timeline, title: A, of: audience.not_for, date: by}",
        "5:68: an entry of audience.not_for is a word, so it has no 'by'",
    ),
    "no such key": (
        COVERAGE.replace("key: id", "key: ide"),
        "5:56: an entry of goals has no 'ide' (did you mean 'id'?)",
    ),
    "no key": (
        COVERAGE.replace(" key: id,", ""),
        "5:44: an entry of goals is a section; `key` is missing (add `key`, such as key: id)",
    ),
    "no such text": (
        COVERAGE.replace("key: id", "key: id, text: metrc"),
        "5:66: an entry of goals has no 'metrc' (did you mean 'metric'?)",
    ),
    "no such flag": (
        COVERAGE.replace("key: id", "key: id, visible: seen"),
        (
            "5:69: an entry of goals has no 'seen' (known there: id, kind, metric, unit, baseline, target, by, threshold,"
            " better, action, owner, function, baseline_measured, instrumented and dashboard)"
        ),
    ),
    "no such field of a place": (
        COVERAGE.replace("field: goal", "field: gol"),
        "5:92: an entry of campaigns has no 'gol' (did you mean 'goal'?)",
    ),
    "no such place": (
        COVERAGE.replace("of: campaigns", "of: campaign"),
        "5:74: a plan has no 'campaign' (did you mean 'campaigns'?)",
    ),
    "a section in a place": (
        COVERAGE.replace("field: goal", "field: 'claims[]'"),
        "5:92: 'claims[]' is a section (name a field below it)",
    ),
    "words in a place": (
        COVERAGE.replace("of: campaigns", "of: audience.not_for"),
        "5:99: an entry of audience.not_for is a word, so it has no 'goal'",
    ),
    "no places": (
        COVERAGE.partition(" places")[0] + " places: []}",
        "5:68: panels.a.places must have at least 1 entry, not 0",
    ),
    "no shape": (TIMELINE.replace("shape: timeline, ", ""), "5:5: panels.a.shape is missing"),
    "no such shape": (
        TIMELINE.replace("timeline", "timelin"),
        "5:20: panels.a.shape: 'timelin' is not one of timeline or coverage (did you mean 'timeline'?)",
    ),
    "an option of the other shape": (
        TIMELINE.replace("}", ", key: way}"),
        (
            "5:71: unknown key 'key' (known here: id, title, of, what, shape, date, label, label_called, needed"
            " and sentence)"
        ),
    ),
    "an id of two words": (
        TIMELINE.replace("id: a", "id: a b"),
        "5:10: 'a b' is not the id of a panel (an id is one word of lowercase letters, digits, - and _: touches)",
    ),
    "an id twice": (
        f"{TIMELINE}\n  - {COVERAGE}",
        "6:10: the panel 'a' appears twice (give each panel in a file a different id)",
    ),
    "no such item": (
        TIMELINE.replace("}", ", needed: sales.seven-time}"),
        "5:79: no item 'sales.seven-time' (did you mean 'sales.seven-times'?)",
    ),
    "an item like no other": (
        TIMELINE.replace("}", ", needed: x}"),
        "5:79: no item 'x' (`launchcheck checks` lists the items)",
    ),
    "an item that counts something else": (
        TIMELINE.replace("}", ", needed: sales.seven-ways}"),
        (
            "5:79: the item 'sales.seven-ways' does not count sales.touches"
            " (name an item whose check is a count of this list)"
        ),
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_panel_is_located(find: Find, case: str) -> None:
    """Unknown paths, fields, shapes and items are reported at their places, with the closest match."""
    panel, expected = MALFORMED[case]
    with pytest.raises(LaunchcheckError) as caught:
        find(f"{ON_LAUNCH}panels:\n  - {panel}\n")
    parts = caught.value.parts or (caught.value,)
    assert [
        f"{part}{f' ({part.hint})' if part.hint else ''}".removeprefix("acme.yaml:") for part in parts
    ] == [expected]


def test_the_checklist_schema_knows_panels() -> None:
    """An editor can complete both shapes."""
    found = Layer.model_json_schema(by_alias=True)
    assert found["properties"]["panels"]["items"]["discriminator"]["propertyName"] == "shape"
