"""What does not apply to a launch: who may say so, and that no other area asks for it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launchcheck import catalog, config, formats, parse
from launchcheck.checklist import Checklist
from launchcheck.checks.areas import areas_read
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.formats import TEXT_FORMATS, Format, Options
from launchcheck.plan import AREAS, Plan
from launchcheck.plan.areas import area_of
from launchcheck.program import Program
from launchcheck.report import FailOn, Report, Verdict
from launchcheck.results import Counts, Finding, Result, Status
from launchcheck.source import Source
from launchcheck.text import capitalized
from launchcheck.validate import validate

ROOT = Path(__file__).parent.parent
READY = (ROOT / "examples/ready.yaml").read_text(encoding="utf-8")
TODAY = date(2027, 2, 12)
BUILT_IN = Program.of(catalog.built_in())

SMALL = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1, owner: dana, decider: grace}
people: {dana: {name: Dana Reyes}, omar: {name: Omar Haddad}, grace: {name: Grace Liu}, lin: {}}
owners: {sales: omar, audience: dana, customer_success: lin}
"""


def checked(
    text: str, checklist: Checklist | Program = BUILT_IN, today: date = TODAY, **options: Any
) -> Report:
    """The report of a plan."""
    source = Source.parse(text, "launch.yaml")
    return validate(parse.read(source, Plan), checklist, Facts(today, source.locate, source.name), **options)


def excluding(*ids: str, by: str = "grace") -> str:
    """The part of a plan by which some areas and items do not apply."""
    lines = [f"  {id}: {{reason: Nobody needs it., by: {by}}}\n" for id in ids]
    return "not_applicable:\n" + "".join(lines)


def refused(text: str, checklist: Checklist | Program = BUILT_IN) -> list[str]:
    """The errors of a plan, each with its place and hint."""
    with pytest.raises(LaunchcheckError) as caught:
        checked(text, checklist)
    parts = caught.value.parts or (caught.value,)
    return [f"{part.locations[0]}: {part.message} ({part.hint})" for part in parts]


def results(report: Report) -> dict[str, Result]:
    """The results by item."""
    return {result.item.id: result for result in report.results}


def extended(text: str, folder: Path) -> Program:
    """The built-in checklist with another on top, in a folder."""
    path = folder / "acme.yaml"
    path.write_text(f"checklist: 1\nname: acme\nextends: launch\n{text}", encoding="utf-8")
    return Program.of(catalog.find([str(path)]))


# -- an item and an area ---------------------------------------------------------------------------


def test_an_excluded_item_is_not_asked_and_says_who_excluded_it() -> None:
    """The reason and the name are in the result, which counts as excluded."""
    report = checked(SMALL + excluding("audience.buyer"))
    result = results(report)["audience.buyer"]
    assert result.status is Status.NOT_APPLICABLE
    assert result.reason == "Grace Liu says that it does not apply: Nobody needs it."
    assert result.excluded
    assert (result.excluded.source, result.excluded.reason) == ("plan", "Nobody needs it.")
    assert result.excluded.by == ("grace", "Grace Liu")
    counts, before = Counts.of(report.results), Counts.of(checked(SMALL).results)
    assert (before.excluded, counts.excluded) == (0, 1)
    assert counts.not_applicable == before.not_applicable + 1


def test_an_excluded_area_has_no_item_that_is_asked() -> None:
    """All of its items are excluded; items of other areas are still asked."""
    found = results(checked(SMALL + excluding("sales")))
    of_sales = [result for id, result in found.items() if id.startswith("sales.")]
    assert {result.status for result in of_sales} == {Status.NOT_APPLICABLE}
    assert {result.reason for result in of_sales} == {
        "Grace Liu says that sales does not apply: Nobody needs it."
    }
    assert [
        id for id in ("launch.owners", "campaigns.covered", "product.docs") if not found[id].is_open
    ] == []


def test_what_the_tier_does_not_ask_is_not_excluded() -> None:
    """At tier 3 the entry for an item of tier 1 changes nothing: it is unused, and a note says so."""
    report = checked(SMALL.replace("tier: 1", "tier: 3") + excluding("audience.segments"))
    result = results(report)["audience.segments"]
    assert (result.reason, result.excluded) == ("does not apply at tier 3", None)
    assert [exclusion.state for exclusion in report.exclusions] == ["unused"]
    note = "the entry for audience.segments under not_applicable is unused: it is not asked anyway"
    assert [(str(each.location), each.message) for each in report.notes] == [("launch.yaml:6:3", note)]


def test_an_unused_entry_closes_the_gate_for_warnings_only() -> None:
    """It counts as an unused waiver does."""
    report = checked(READY + excluding("sales", "sales.kit"))
    assert report.verdict is Verdict.READY
    assert report.gate().is_open
    assert "2 doubtful exclusions" in report.gate(FailOn.WARNING).reason


def test_an_area_with_facts_does_not_apply_and_is_doubted() -> None:
    """The note names some of the facts, at the first of them."""
    facts = "sales: {touches: [{date: 2027-01-12}, {date: 2027-01-18}], kit: {pitch: https://a.example}}\n"
    report = checked(SMALL + facts + excluding("sales"))
    words = "sales does not apply, and sales.touches has 2 entries and sales.kit is set"
    assert [(each.kind, each.about, each.message) for each in report.notes] == [("facts", "sales", words)]
    goals = checked(SMALL + "goals: [{id: a}]\n" + excluding("goals"))
    assert [each.message for each in goals.notes] == ["goals does not apply, and goals has 1 entry"]


def test_a_cancelled_launch_has_no_doubts() -> None:
    """Nothing is asked of it, so no entry is called unused."""
    report = checked(SMALL.replace("tier: 1", "tier: 1, status: cancelled") + excluding("sales"))
    assert report.notes == ()


def test_a_waiver_for_an_excluded_item_is_unused() -> None:
    """What it accepts is not asked."""
    waiver = "waivers: [{check: sales.kit, reason: x, approved_by: grace, approved_on: 2027-02-01, expires: 2027-02-20}]\n"
    report = checked(SMALL + waiver + excluding("sales"))
    assert [each.state for each in report.waivers] == ["unused"]


# -- who may say so ---------------------------------------------------------------------------------

NO_DECIDER = SMALL.replace(", decider: grace", "")
WRONG = {
    "an unknown area": (
        SMALL + excluding("salse"),
        ["launch.yaml:6:3: no area or item 'salse' (did you mean 'sales'?)"],
    ),
    "an unknown item": (
        SMALL + excluding("audience.byer"),
        ["launch.yaml:6:3: no area or item 'audience.byer' (did you mean 'audience.buyer'?)"],
    ),
    "an area by another name": (
        SMALL + excluding("support"),
        ["launch.yaml:6:3: no area or item 'support' (did you mean 'customer_success'?)"],
    ),
    "a word that is close to an area only by its letters": (
        SMALL + excluding("contract"),
        [
            (
                "launch.yaml:6:3: no area or item 'contract' (areas: product, audience, goals, campaigns, sales and"
                " customer_success; `launchcheck checks` lists the items)"
            )
        ],
    ),
    "the launch as a whole": (
        SMALL + excluding("launch"),
        [
            "launch.yaml:6:3: the launch as a whole always applies (name one of its items, such as launch.tier-reason)"
        ],
    ),
    "the owner of the area": (
        SMALL + excluding("sales", by="omar"),
        [
            (
                "launch.yaml:6:41: 'omar' owns sales and cannot say that sales does not apply"
                " (another person must say so; the owner may only as launch.decider)"
            )
        ],
    ),
    "the owner of the area of an item": (
        SMALL + excluding("audience.buyer", by="dana"),
        [
            (
                "launch.yaml:6:50: 'dana' owns audience and cannot say that audience.buyer does not apply"
                " (another person must say so; the owner may only as launch.decider)"
            )
        ],
    ),
    "an item that may never be waived, by another than the decider": (
        SMALL + excluding("product.docs", "product.defects", by="dana"),
        [
            (
                "launch.yaml:7:51: 'dana' cannot say that product.defects does not apply: it may never be waived"
                " (launch.decider (grace) must say so)"
            )
        ],
    ),
    "an area with an item that may never be waived, without a decider": (
        NO_DECIDER + excluding("customer_success"),
        [
            (
                "launch.yaml:6:52: only the decider may say that customer_success does not apply:"
                " customer_success.briefed-first may never be waived (set launch.decider)"
            )
        ],
    ),
    "two at once, in the order of the file": (
        SMALL + excluding("nothing.here", "sales", by="omar"),
        [
            (
                "launch.yaml:6:3: no area or item 'nothing.here' (areas: product, audience, goals, campaigns, sales and"
                " customer_success; `launchcheck checks` lists the items)"
            ),
            (
                "launch.yaml:7:41: 'omar' owns sales and cannot say that sales does not apply"
                " (another person must say so; the owner may only as launch.decider)"
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_exclusion_that_breaks_the_rules_is_refused(case: str) -> None:
    """Each error is located, and its hint says what to do."""
    text, wrong = WRONG[case]
    assert refused(text) == wrong


def test_the_decider_may_exclude_the_area_that_they_own() -> None:
    """The decider answers for the launch as a whole."""
    text = SMALL.replace("sales: omar", "sales: grace")
    assert results(checked(text + excluding("sales")))["sales.kit"].excluded


def test_approvers_of_waivers_also_approve_exclusions(tmp_path: Path) -> None:
    """Where they are set, it is one of them, or the decider."""
    asked = extended("waivers: {approvers: [omar]}\n", tmp_path)
    wrong = "launch.yaml:6:50: 'lin' cannot say that audience.buyer does not apply (approvers: omar; launch.decider may say so, too)"
    assert refused(SMALL + excluding("audience.buyer", by="lin"), asked) == [wrong]
    for by in ("omar", "grace"):
        assert results(checked(SMALL + excluding("audience.buyer", by=by), asked))["audience.buyer"].excluded


@pytest.mark.parametrize("key", ["reason", "by"])
def test_reason_and_person_are_required(key: str) -> None:
    """An entry without one of them is malformed."""
    entry = {"reason": "reason: Nobody needs it.", "by": "by: grace"}
    others = ", ".join(words for name, words in entry.items() if name != key)
    assert refused(f"{SMALL}not_applicable: {{sales: {{{others}}}}}\n")[0].startswith(
        f"launch.yaml:5:18: not_applicable.sales.{key} is missing"
    )


# -- settings and checklists ------------------------------------------------------------------------


def ignoring(*ids: str) -> tuple[Program, dict[str, str]]:
    """The built-in checklist under settings that ignore areas and items."""
    known = {**config.DEFAULTS, "ignore": config.Setting([*ids], ".launchcheck.yaml:1:1")}
    checklist, unasked = config.adjust(catalog.built_in(), known)
    return Program.of(checklist), unasked


def test_settings_exclude_what_they_ignore() -> None:
    """An ignored area and an ignored item are excluded, by no person in particular."""
    program, unasked = ignoring("sales", "campaigns.hold")
    found = results(checked(SMALL, program, skipped=unasked))
    for id in ("sales.kit", "campaigns.hold"):
        assert found[id].excluded == ("ignored by .launchcheck.yaml:1:1", "settings", None)
        assert found[id].reason == "ignored by .launchcheck.yaml:1:1"


def test_a_checklist_turns_an_area_off(tmp_path: Path) -> None:
    """Its items stay in the report, excluded by the checklist."""
    found = results(checked(SMALL, extended("off: [sales]\n", tmp_path)))
    off = "turned off by the checklist 'acme'"
    assert (found["sales.kit"].reason, found["sales.kit"].excluded) == (off, (off, "checklist", None))


def test_the_plan_repeats_what_the_settings_ignore() -> None:
    """Its entry is then unused."""
    program, unasked = ignoring("sales")
    report = checked(SMALL + excluding("sales"), program, skipped=unasked)
    assert [exclusion.state for exclusion in report.exclusions] == ["unused"]


# -- what does not apply in one area is not asked by another --------------------------------------------


def names(area: str, finding: Finding) -> list[str]:
    """What of a finding names a fact of an area: its place, the facts that it wants, or its message."""
    places = [str(where) for where in (finding.where, *finding.wants) if area_of(where) == area]
    words = re.findall(rf"(?:\bowners\.)?\b{area}(?:[.\[][\w.\[\]]+)|\bowners\.{area}\b", finding.message)
    return [*places, *words]


def named(report: Report, areas: Iterable[str]) -> dict[str, list[str]]:
    """The items with findings that name a fact of some areas."""
    found = {
        result.item.id: [name for area in areas for each in result.findings for name in names(area, each)]
        for result in report.results
    }
    return {id: what for id, what in found.items() if what}


def three_ways(area: str, folder: Path) -> dict[str, tuple[str, Program, dict[str, str]]]:
    """A plan, settings and a checklist by which an area does not apply."""
    return {
        "plan": (excluding(area), BUILT_IN, {}),
        "settings": ("", *ignoring(area)),
        "checklist": ("", extended(f"off: [{area}]\n", folder), {}),
    }


@pytest.mark.parametrize("way", ["plan", "settings", "checklist"])
@pytest.mark.parametrize("area", AREAS)
def test_a_ready_plan_stays_ready_without_any_one_area(area: str, way: str, tmp_path: Path) -> None:
    """Whoever says that the area does not apply: nothing else is asked for, though its facts are wrong or gone."""
    written, program, skipped = three_ways(area, tmp_path)[way]
    report = checked(READY + written, program, skipped=skipped)
    assert report.verdict is Verdict.READY
    found = results(report)
    own = [result for result in report.results if result.item.area == area]
    assert {result.status for result in own} == {Status.NOT_APPLICABLE}
    assert {result.excluded.source for result in own if result.excluded} == {way}
    wrong = [
        result.item.id for result in report.results if result.is_open and result.item.id != "launch.polled"
    ]
    assert (wrong, found["launch.owners"].status) == ([], Status.PASSED)


@pytest.mark.parametrize("tier", [1, 2, 3])
@pytest.mark.parametrize("area", AREAS)
def test_no_join_asks_an_empty_plan_for_an_area_that_does_not_apply(area: str, tier: int) -> None:
    """Where nothing is answered, every finding is about another area."""
    text = SMALL.replace("tier: 1", f"tier: {tier}")
    assert named(checked(text + excluding(area)), [area]) == {}
    joins = [
        item.id
        for item in catalog.built_in().items
        if item.area != area and areas_read(item.check, frozenset([area]))
    ]
    assert "launch.owners" in joins


JOINS = {
    "campaigns.goal-linked": ("goals", "a campaign cannot serve a goal that nobody may set"),
    "campaigns.covered": ("audience", "segments"),
    "campaigns.stage-consistent": ("product", "availability"),
    "product.caveats-carried": ("campaigns, sales and customer_success", "no place is left"),
    "customer_success.key-accounts": ("audience", "named accounts"),
}


@pytest.mark.parametrize("id", JOINS)
def test_an_item_about_an_area_that_does_not_apply_is_not_asked(id: str) -> None:
    """Its subject, or every place of it, belongs to that area; the reason says which."""
    areas = re.findall(r"product|audience|goals|campaigns|sales|customer_success", JOINS[id][0])
    result = results(checked(READY + excluding(*areas)))[id]
    assert result.status is Status.NOT_APPLICABLE
    assert result.excluded
    assert re.fullmatch(
        rf"Grace Liu says that ({'|'.join(areas)}) does not apply: Nobody needs it.".replace("_", " "),
        result.reason,
    )


def test_only_some_places_and_days_are_left_out() -> None:
    """The rest of the item is asked as before."""
    moved = READY.replace("briefed_on: 2027-01-28", "briefed_on: 2027-02-28").replace(
        "covers: [eu-sso]", "covers: []"
    )
    before = results(checked(moved))
    found = results(checked(moved + excluding("sales", "customer_success")))
    assert (before["product.caveats-carried"].status, before["campaigns.order"].status) == (
        Status.FAILED,
        Status.FAILED,
    )
    assert found["product.caveats-carried"].status is Status.PASSED
    assert found["campaigns.order"].status is Status.PASSED


def test_an_item_of_an_area_changes_no_join() -> None:
    """Only an area that does not apply is left out elsewhere."""
    kit = [item.id for item in catalog.built_in().items if item.area == "sales"]
    bare = SMALL.replace("sales: omar, ", "")
    program, unasked = ignoring(*kit)
    for report in (checked(bare + excluding(*kit)), checked(bare, program, skipped=unasked)):
        assert "owners is missing product, goals, campaigns and sales" in {
            finding.message for finding in results(report)["launch.owners"].findings
        }


def test_panels_of_an_area_that_does_not_apply_are_not_drawn() -> None:
    """Neither a timeline of its dates, nor its column in a coverage."""
    panels = {panel.id: panel for panel in checked(READY + excluding("sales")).panels}
    assert [*panels] == ["caveats"]
    assert [place for place, _ in panels["caveats"].things[0].carried] == ["campaign", "FAQ"]  # type: ignore[union-attr]
    assert [panel.id for panel in checked(READY + excluding("product")).panels] == ["touches"]


HUNT = (ROOT / "tests/data/hunt_day.yaml").read_text(encoding="utf-8")


def test_a_launch_of_volunteers_is_not_asked_about_sales_and_customer_success() -> None:
    """A real launch without either: they are excluded once, and no item of another area asks for them."""
    report = checked(HUNT, today=date(2022, 2, 10))
    assert named(report, ["sales", "customer_success"]) == {}
    assert report.notes == ()
    assert Counts.of(report.results).excluded == len(
        [
            item
            for item in catalog.built_in().items
            if item.area in {"sales", "customer_success"} and 2 in item.severity
        ]
    )


# -- the property ------------------------------------------------------------------------------------

DATA = Source.parse(READY, "ready.yaml").data


def leaves(node: Any, where: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in plain data."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place for key, value in pairs for place in ((*where, key), *leaves(value, (*where, key)))]


def removed(data: Any, where: tuple[str | int, ...]) -> Any:
    """Plain data without one place."""
    first, *rest = where
    if isinstance(data, list):
        return [
            removed(each, tuple(rest)) if rest and index == first else each
            for index, each in enumerate(data)
            if rest or index != first
        ]
    if not rest:
        return {key: value for key, value in data.items() if key != first}
    return {key: removed(value, tuple(rest)) if key == first else value for key, value in data.items()}


def report_of(data: Any, today: date) -> Report | None:
    """The report of plain data, or None if it is malformed."""
    try:
        plan = Plan.model_validate(data)
    except ValueError:
        return None
    source = Source.parse("launchcheck: 1\n", "launch.yaml")
    return validate(plan, BUILT_IN, Facts(today, source.locate, source.name))


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_fact_of_an_area_that_does_not_apply_matters(data: st.DataObject) -> None:
    """Whatever else the plan lacks: no finding names a fact of the area, and removing one changes no answer."""
    areas = data.draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=3, unique=True))
    plan: Any = {**DATA, "not_applicable": {area: {"reason": "x", "by": "grace"} for area in areas}}
    kept = {"launchcheck", "not_applicable", "launch"}
    for _ in range(data.draw(st.integers(0, 6))):
        plan = removed(plan, data.draw(st.sampled_from([at for at in leaves(plan) if at[0] not in kept])))
    today = data.draw(st.sampled_from([date(2027, 1, 15), TODAY]))
    before = report_of(plan, today)
    if before is None:
        return
    assert named(before, areas) == {}
    own = [at for at in leaves(plan) if area_of(at) in areas]
    after = report_of(removed(plan, data.draw(st.sampled_from(own))), today) if own else None
    if after:
        answers = [
            [
                (each.item.id, each.status, [found.message for found in each.findings])
                for each in report.results
            ]
            for report in (before, after)
        ]
        assert answers[0] == answers[1]


# -- in every format -----------------------------------------------------------------------------------

DOUBTED = checked(READY + excluding("sales", "sales.kit"))
UNUSED = "the entry for sales.kit under not_applicable is unused: it is not asked anyway"
LEFT = "sales does not apply, and sales.audiences has 3 entries"
SAID = "Grace Liu says that sales does not apply: Nobody needs it."

SHOWN: dict[Format, tuple[str, ...]] = {
    Format.TERMINAL: ("9 excluded", "Grace Liu: Nobody needs it.", UNUSED, LEFT),
    Format.TEXT: (": excluded sales.kit ",),
    Format.MARKDOWN: ("| Not asked | Excluded |", "### Does not apply", f"Warning: {LEFT}"),
    Format.GITHUB: (UNUSED, LEFT, "2 doubtful exclusions"),
    Format.GITLAB: ("exclusion.unused", UNUSED, LEFT),
    Format.AZURE: (UNUSED, LEFT),
    Format.SARIF: ('"excluded": 9', UNUSED, LEFT, SAID),
    Format.CHECKSTYLE: (UNUSED, LEFT),
    Format.JUNIT: ('type="excluded"', SAID, 'type="exclusion.unused"', UNUSED, LEFT),
    Format.TAP: (f"# SKIP {SAID}", UNUSED, LEFT, "9 excluded"),
    Format.JSON: ('"source": "plan"', '"excluded": 9', UNUSED, LEFT),
    Format.JSONL: ('"source": "plan"', '"excluded": 9', UNUSED, LEFT),
    Format.CSV: (SAID, ",plan,"),
    Format.CSV_EXCEL: (SAID, ",plan,"),
    Format.HTML: ("Does not apply", SAID, capitalized(UNUSED), capitalized(LEFT)),
}


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_every_format_shows_what_does_not_apply_and_what_is_doubtful(form: Format) -> None:
    """Apart from what the tier does not ask; text and CSV list items and findings alone."""
    out = io.StringIO()
    formats.write(DOUBTED, form, out, Options(fail_on=FailOn.WARNING, verbose=True, width=400))
    shown = out.getvalue().replace("&#x27;", "'")
    assert [words for words in SHOWN[form] if words not in shown] == []
