"""A plan as one of its waves sees it, before it is checked."""

from __future__ import annotations

import copy
import io
import json
from datetime import date
from typing import Any

import pytest
from ready import EXAMPLES, merged, ready

from launchcheck import catalog, formats
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.plan import PACKS, Plan
from launchcheck.report import Report
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.wave import seen_by, waves_of

WAVES = [
    {"id": "one", "name": "Americas", "date": "2027-02-16", "regions": ["us"], "campaigns": ["launch-email"]},
    {"id": "two", "date": "2027-02-23", "regions": ["eu"], "segments": ["enterprise"], "needs": ["one"]},
    {"id": "three", "date": "2027-Q2", "features": ["field-mapping"], "needs": ["one"]},
    {"id": "four"},
]


def _source(change: Any = None, *packs: str) -> Source:
    """The ready plan with four waves, the examples of packs, and a change."""
    whole = merged({**ready(*packs), "waves": WAVES}, change or {})
    return Source.parse(json.dumps(whole, default=str, indent=1), "plan.yaml")


def _seen(wave: str, change: Any = None, *packs: str) -> tuple[Plan, Source]:
    """The plan as a wave sees it, and its source."""
    source = _source(change, *packs)
    return seen_by(Plan.model_validate(source.data), wave, source), source


def _report(wave: str, today: date, change: Any = None, *packs: str) -> Report:
    """The report on a wave."""
    plan, source = _seen(wave, change, *packs)
    return validate(plan, catalog.find(packs or "launch"), Facts.gather(plan, source, today, str(EXAMPLES)))


def _ids(entries: Any) -> list[str | None]:
    """The ids of entries; None for those that are left out."""
    return [entry and entry.id for entry in entries]


def test_the_date_of_a_wave_is_its_launch_date() -> None:
    """All due dates hang on it, and the report is called after launch and wave."""
    plan, _ = _seen("two")
    assert (plan.launch.name, plan.launch.date.text, plan.wave, plan.name) == (
        "Orbit Sync 2.0, two",
        "2027-02-23",
        "two",
        "Orbit Sync 2.0",
    )
    due = {each.item.id: str(each.due) for each in _report("two", date(2027, 2, 16)).results}
    assert due["sales.seven-times"] == "2027-02-19"


def test_a_wave_may_have_a_period_for_a_date() -> None:
    """Its last day counts, as that of a launch does."""
    plan, _ = _seen("three")
    assert (plan.launch.day, plan.launch.date.text) == (date(2027, 6, 30), "2027-Q2")


def test_what_a_wave_does_not_reach_is_left_out_in_place() -> None:
    """Everything else keeps its place; a list of which the wave names nothing stays whole."""
    one, two, three = (_seen(id)[0] for id in ("one", "two", "three"))
    assert one.product.availability.regions == ["us", None]
    assert _ids(one.campaigns) == ["launch-email", None]
    assert _ids(one.audience.segments) == ["mid-market", "enterprise"]
    assert two.product.availability.regions == [None, "eu"]
    assert _ids(two.audience.segments) == [None, "enterprise"]
    assert _ids(two.campaigns) == ["launch-email", "enterprise-webinar"]
    assert _ids(three.product.features) == [None, "field-mapping", None]
    assert three.product.availability.regions == ["us", "eu"]


def test_of_the_segments_of_a_wave_one_comes_first() -> None:
    """Priorities count among the segments that it reaches."""
    plan, _ = _seen("two")
    assert [each and each.priority for each in plan.audience.segments] == [None, 1]
    assert [each.priority for each in _seen("one")[0].audience.segments] == [1, 2]


def test_names_and_partners_for_other_regions_are_left_out() -> None:
    """Those that name no region stay."""
    cleared = [{"name": name, "regions": regions} for name, regions in (("A", ["us"]), ("B", ["eu", "us"]))]
    change = {"legal": {"names": [*cleared, {"name": "C"}]}, "partners": [{"id": "northwind"}]}
    plan, _ = _seen("two", change)
    assert [each and each.name for each in plan.legal.names] == [None, "B", "C"]
    assert _ids(plan.partners) == ["northwind"]


def test_the_plan_itself_does_not_change() -> None:
    """The view is another plan."""
    source = _source()
    plan = Plan.model_validate(source.data)
    before = copy.deepcopy(plan)
    seen = seen_by(plan, "two", source)
    assert (plan, plan.wave, plan.name) == (before, "", "Orbit Sync 2.0")
    assert (seen.waves, waves_of(plan)) == (None, ("one", "two", "three", "four"))


def test_the_pack_of_waves_is_off_for_one_wave() -> None:
    """It is about all of them; other packs stay on."""
    plan, _ = _seen("one", {"packs": ["waves", "operations"]})
    assert plan.turned_on == ("operations",)


def test_findings_are_at_the_lines_of_the_one_file() -> None:
    """A campaign after one that is left out is found where it is."""
    waves = [{**WAVES[0], "campaigns": ["enterprise-webinar"]}]
    claims = [{"text": "Map any field without code", "feature": "field-mapping", "by": "sam"}]
    change = {"campaigns": [{"id": "enterprise-webinar", "claims": claims}], "waves": waves}
    results = _report("one", date(2027, 2, 16), change).results
    found = [each for result in results for each in result.findings if each.where[0] == "campaigns"]
    where = ("campaigns", 1, "claims", 0, "proof")
    assert {each.where[:4] for each in found} == {where[:4]}
    place = _source(change).locate(where)
    assert place in [each.location for each in found]
    assert "Map any field without code" in _source(change).text.splitlines()[place.line]


@pytest.mark.parametrize(
    ("wave", "change", "expected"),
    [
        ("one", {}, "launched"),
        ("two", {}, "planned"),
        ("two", {"exit_met_on": "2027-02-24"}, "launched"),
    ],
)
def test_a_launched_plan_is_launched_for_the_waves_that_are_out(
    wave: str, change: dict[str, str], expected: str
) -> None:
    """The first wave is, and each that met its exit; others are still planned."""
    waves = [{**each, **(change if each["id"] == wave else {})} for each in WAVES]
    plan, _ = _seen(wave, {"launch": {"status": "launched"}, "waves": waves})
    assert plan.launch.status == expected


@pytest.mark.parametrize(
    ("wave", "change", "message", "hint"),
    [
        ("tow", {}, "no wave 'tow'", "did you mean 'two'?"),
        ("emea", {}, "no wave 'emea'", "waves: one, two, three and four"),
        ("one", {"waves": []}, "the plan has no waves", "list them under waves"),
        (
            "four",
            {},
            "wave 'four' has no date, so there is nothing to count from",
            "set date of the wave: a date, or a period such as 2027-Q2",
        ),
    ],
)
def test_a_wave_that_cannot_be_checked_is_an_error(wave: str, change: Any, message: str, hint: str) -> None:
    """It is located, and says what to do."""
    source = _source()
    plan = Plan.model_validate({**source.data, **change})
    with pytest.raises(LaunchcheckError) as caught:
        seen_by(plan, wave, source)
    assert (caught.value.message, caught.value.hint, len(caught.value.locations)) == (message, hint, 1)


@pytest.mark.parametrize("wave", ["one", "two", "three"])
def test_every_item_and_every_format_takes_a_wave(wave: str) -> None:
    """The examples of all packs are checked as each wave, and written in every format."""
    packs = [pack for pack in PACKS if pack != "waves"]
    source = _source(None, *packs)
    plan = seen_by(Plan.model_validate({**source.data, "waves": WAVES}), wave, source)
    facts = Facts.gather(plan, source, date(2027, 5, 1), str(EXAMPLES))
    report = validate(plan, catalog.find(packs), facts)
    assert [each for each in report.results if "None" in " ".join(f.message for f in each.findings)] == []
    for format_ in formats.Format:
        out = io.TextIOWrapper(io.BytesIO(), "utf-8")
        formats.write(report, format_, out, formats.Options())
        out.flush()
        assert out.buffer.tell()
