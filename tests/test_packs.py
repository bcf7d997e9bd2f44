"""Packs: optional areas, each a section, a checklist and an owner of the same name."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError
from ready import EXAMPLES, merged, ready

from launchcheck import catalog, parse, votes
from launchcheck.checks.problem import dotted
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.plan import PACKS, Plan, fields
from launchcheck.program import Program
from launchcheck.report import Report
from launchcheck.source import Source
from launchcheck.validate import validate

LAUNCH_DAY = date(2027, 2, 16)
UNREAD = Path(__file__).parent / "packs"
COMPANY = """\
checklist: 1
name: acme
extends: operations
areas: [{id: acme, question: Is it ours?, owner: sales}]
items:
  - id: acme.one
    area: acme
    question: Is there a review?
    why: Rules.
    fix: Set it.
    severity: blocker
    due: T-5
    check: {kind: present, paths: [custom.security_review]}
  - id: acme.poll
    area: acme
    question: Did operations vote?
    why: Rules.
    fix: Vote.
    severity: blocker
    due: T-1
    check: {kind: polled, areas: [operations, product]}
"""


def _plan(change: Any = None, *packs: str) -> Plan:
    """The ready plan with the examples of packs, and a change."""
    return Plan.model_validate(json.loads(json.dumps(merged(ready(*packs), change or {}))))


def _report(plan: Plan, *checklists: str) -> Report:
    """The report of a plan on its launch date."""
    source = Source.parse("launchcheck: 1\n", "plan.yaml")
    return validate(plan, catalog.find(checklists), Facts.gather(plan, source, LAUNCH_DAY, str(EXAMPLES)))


def _owners(plan: Plan, *checklists: str) -> dict[str, str]:
    """The owner of each item and area of a report, by id."""
    report = _report(plan, *checklists)
    items = {each.item.id: each.owner.id for each in report.results if each.owner}
    return items | {area.id: area.owner.id for area in report.areas if area.owner}


@pytest.fixture
def acme(tmp_path: Any) -> str:
    """The path of a company's checklist on top of a pack."""
    path = tmp_path / "acme.yaml"
    path.write_text(COMPANY, encoding="utf-8")
    return str(path)


# -- who answers ---------------------------------------------------------------------------------


def test_the_owner_of_another_area_answers_for_a_pack(acme: str) -> None:
    """The checklist says whose owner that is, in a pack and in a company's own area."""
    found = _owners(_plan(), acme)
    assert (found["operations"], found["operations.load"]) == ("priya", "priya")
    assert (found["acme"], found["acme.one"]) == ("omar", "omar")


def test_a_pack_may_have_its_own_owner() -> None:
    """`owners.operations` beats what the checklist says."""
    found = _owners(_plan({"owners": {"operations": "ben"}}), "operations")
    assert (found["operations"], found["operations.load"], found["product"]) == ("ben", "ben", "priya")


def test_who_answers_for_a_pack_cannot_waive_its_items() -> None:
    """The owner who answers in place of the pack's own may not accept its open items, and vice versa."""
    waiver = {
        "check": "operations.load",
        "reason": "Later",
        "approved_by": "priya",
        "approved_on": "2027-02-01",
        "expires": "2027-02-20",
    }
    with pytest.raises(LaunchcheckError) as caught:
        _report(_plan({"waivers": [waiver]}), "operations")
    assert [part.message for part in caught.value.parts] == [
        "'priya' owns product and cannot waive its items"
    ]
    _report(_plan({"waivers": [waiver], "owners": {"operations": "ben"}}), "operations")
    with pytest.raises(LaunchcheckError) as caught:
        _report(
            _plan({"waivers": [{**waiver, "approved_by": "ben"}], "owners": {"operations": "ben"}}),
            "operations",
        )
    assert [part.message for part in caught.value.parts] == [
        "'ben' owns operations and cannot waive its items"
    ]


# -- votes ---------------------------------------------------------------------------------------


def test_a_pack_votes_only_where_a_poll_names_it(acme: str, tmp_path: Any) -> None:
    """Without that, turning a pack on adds no seat; with it, the pack needs an owner of its own."""
    record = votes.read(str(tmp_path / "launch.votes.jsonl"))
    plain = votes.board_of(record, _plan(), catalog.find("operations"), LAUNCH_DAY)
    assert "operations" not in [seat.area for seat in plain.seats]
    named = votes.board_of(record, _plan(), catalog.find(acme), LAUNCH_DAY)
    (seat,) = [seat for seat in named.seats if seat.area == "operations"]
    assert seat.owner is None
    owned = _plan({"owners": {"operations": "ben"}})
    path = str(tmp_path / "launch.votes.jsonl")
    at = datetime(2027, 2, 12, 12, tzinfo=UTC)
    votes.vote(path, owned, catalog.find(acme), area="operations", vote="go", by="ben", at=at)
    board = votes.board_of(votes.read(path), owned, catalog.find(acme), LAUNCH_DAY)
    assert [(seat.area, seat.vote.by) for seat in board.seats if seat.vote] == [("operations", "ben")]


def test_the_vote_of_who_answers_is_bound_to_the_facts_of_the_pack() -> None:
    """The product's vote is stale once a fact of a pack changes that its owner answers for."""
    checklist = catalog.find("operations")
    before = votes.facts_digest(_plan(None, "operations"), checklist, "product")
    change = {"operations": {"load": {"tested": 1201}}}
    assert before != votes.facts_digest(_plan(change, "operations"), checklist, "product")
    assert votes.facts_digest(_plan(None, "operations"), checklist, "sales") == votes.facts_digest(
        _plan(change, "operations"), checklist, "sales"
    )


# -- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_is_a_checklist_on_top_of_launch(pack: str) -> None:
    """Its file has the name of the section, one area of that name with an owner, and says what it is for."""
    layer = parse.read(Source.read(f"checklists/{pack}.yaml"), catalog.Layer)
    assert (layer.name, layer.extends) == (pack, ("launch",))
    assert [(area.id, bool(area.owner)) for area in layer.areas] == [(pack, True)]
    assert layer.pack
    assert {item.area for item in layer.items} == {pack}


def test_every_built_in_checklist_but_launch_is_a_pack() -> None:
    """The names of the files and those in SECTIONS are the same."""
    assert sorted(["launch", *PACKS]) == list(catalog.names())


def test_the_items_of_the_packs_are_those_that_were_specified() -> None:
    """What is not there, or there besides, is named with its reason."""
    path = Path(__file__).parent / "data" / "pack_ids.yaml"
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    specified = {f"{pack}.{name}" for pack, names in page["specified"].items() for name in names}
    dropped, added = set(page["dropped"]), set(page["added"])
    assert {item.id for pack in PACKS for item in catalog.pack(pack).items} == (specified - dropped) | added
    assert (dropped <= specified, added & specified) == (True, set())
    assert all({**page["dropped"], **page["added"]}.values())


def test_sections_have_classes_with_names_of_their_own() -> None:
    """Two classes of one name would get long names in the JSON Schema, which says what editors show."""
    definitions = Plan.model_json_schema()["$defs"]
    assert [name for name in definitions if "__" in name] == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_examples_of_a_pack_make_the_ready_plan_ready_with_it(pack: str) -> None:
    """Nothing of the pack is open on launch day, and without its section everything is."""
    results = [each for each in _report(_plan(None, pack), pack).results if each.item.area == pack]
    assert [(each.item.id, [found.message for found in each.findings]) for each in _open(results)] == []
    bare = _report(Plan.model_validate(ready()), pack)
    assert [each.item.id for each in bare.results if each.item.area == pack and each.status == "passed"] == []


def _open(results: Any) -> Iterator[Any]:
    """The results that are open."""
    return (each for each in results if each.is_open)


def test_the_owners_of_packs_are_optional_keys() -> None:
    """A plan with or without them is valid; an unknown one is refused with a suggestion."""
    assert set(PACKS) <= set(fields(type(_plan().owners or object)))
    with pytest.raises(LaunchcheckError) as caught:
        parse.read(
            Source.parse(
                "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 1}\npeople: {ben: {}}\n"
                "owners: {operation: ben}\n",
                "plan.yaml",
            ),
            Plan,
        )
    (part,) = caught.value.parts or (caught.value,)
    assert (part.message, part.hint) == ("unknown key 'operation'", "did you mean 'operations'?")


IMPORTED = """
import sys
import launchcheck
from launchcheck.plan import PACKS, Plan
from launchcheck.plan.sections import later_in

report = launchcheck.validate_file(sys.argv[1])
fields = {key: later_in(Plan.model_fields[key]) for key in PACKS}
print(report.verdict, [key for key in PACKS if f"launchcheck.plan.{key}" in sys.modules])
print([key for key, later in fields.items() if "adapter" in vars(later)])
"""


def test_a_plan_without_packs_imports_and_builds_none_of_their_models() -> None:
    """A pack costs only the plans that have it."""
    ended = subprocess.run(
        [sys.executable, "-c", IMPORTED, str(EXAMPLES / "on-track.yaml")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.stderr, ended.stdout.splitlines()[1:]) == ("", ["[]"])
    assert ended.stdout.splitlines()[0].endswith(" []")


@pytest.mark.parametrize("pack", ["calendar", "ownership"])
def test_no_item_that_reads_tasks_passes_without_them(pack: str) -> None:
    """These packs read the one list of jobs; their own section does not stand in for it."""
    program = Program.of(catalog.built_in(pack))
    passed = _passed(program, _without(ready(pack), ("tasks",)))
    of_tasks = {
        item.id
        for item in program.checklist.items
        if item.area == pack and any(path.steps[0] == "tasks" for path in item.reads())
    }
    assert len(of_tasks) >= 4
    assert passed & of_tasks == set()


@pytest.mark.parametrize("pack", PACKS)
def test_each_fact_of_a_section_opens_an_item_when_it_is_deleted(pack: str) -> None:
    """Facts that open nothing are in NAME-unread.yaml, each with the reason."""
    program = Program.of(catalog.built_in(pack))
    silent = _silent(program, ready(pack), list(_facts(ready(pack)[pack], (pack,))))
    for others, dropped in BESIDES.get(pack, ()):
        plan = ready(pack, *others)
        silent = _silent(program, _without(plan, dropped) if dropped else plan, silent)
    path = UNREAD / f"{pack}-unread.yaml"
    reasons = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    assert list(map(dotted, silent)) == list(reasons)
    assert all(reasons.values())


BESIDES: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "localization": [(("legal",), ()), (("stores",), ())],
    "runsheet": [((), ("launch", "hold"))],
}
"""Plans in which facts are read that the ready plan leaves no need for: with other packs, without a fact."""


def _silent(program: Program, whole: dict[str, Any], facts: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Those of some facts whose deletion from a plan opens no item."""
    before = _passed(program, whole)
    silent = []
    for where in facts:
        try:
            after = _passed(program, _without(whole, where))
        except ValidationError:
            continue  # without it, the plan is malformed
        if before <= after:
            silent.append(where)
    return silent


def _facts(value: Any, where: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The places of single facts: values, and lists of values."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _facts(below, (*where, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, below in enumerate(value):
            yield from _facts(below, (*where, index))
    else:
        yield where


def _without(plan: dict[str, Any], where: tuple[Any, ...]) -> dict[str, Any]:
    """A plan without one fact."""
    copy: Any = deepcopy(plan)
    *above, last = where
    below = copy
    for step in above:
        below = below[step]
    del below[last]
    return dict(copy)


def _passed(program: Program, data: dict[str, Any]) -> set[str]:
    """The items that pass, or do not apply, on launch day; if they are asked only later, three months later."""
    plan = Plan.model_validate(data)
    source = Source.parse("launchcheck: 1\n", "plan.yaml")
    opens = any(item.opens for item in program.checklist.items)
    day = LAUNCH_DAY + timedelta(91) if opens else LAUNCH_DAY
    report = validate(plan, program, Facts.gather(plan, source, day, None))
    return {each.item.id for each in report.results if not each.is_open}


def test_all_packs_together_ask_of_one_plan_what_each_asks() -> None:
    """Their items have different ids, and the examples of all of them make one plan that is ready."""
    report = _report(_plan(None, *PACKS), *PACKS)
    alone = [item.id for name in ("launch", *PACKS) for item in catalog.pack(name).items]
    assert sorted(each.item.id for each in report.results) == sorted(set(alone))
    assert len(alone) == len(set(alone))
    assert [each.item.id for each in _open(report.results)] == ["launch.polled"]


def test_votes_are_bound_to_the_packs_of_the_plan(tmp_path: Any) -> None:
    """A fact of a pack that only the plan turns on makes the vote stale of who answers for it."""
    plan = _plan({"packs": ["operations"]}, "operations")
    path, at = str(tmp_path / "launch.votes.jsonl"), datetime(2027, 2, 12, 12, tzinfo=UTC)
    votes.vote(path, plan, catalog.built_in(), area="product", vote="go", by="priya", at=at)
    changed = _plan({"packs": ["operations"], "operations": {"load": {"tested": 1300}}}, "operations")
    stale = {}
    for name, each in {"before": plan, "after": changed}.items():
        board = votes.board_of(votes.read(path), each, catalog.built_in(), date(2027, 2, 12))
        stale[name] = [seat.vote.stale_because for seat in board.seats if seat.vote]
    assert stale == {
        "before": [()],
        "after": [("operations.load.tested was 1500 and is now 1300",)],
    }


def test_a_decision_is_bound_to_the_packs_of_the_plan(tmp_path: Any) -> None:
    """Turning a pack off after the decision makes it stale."""
    path, at = str(tmp_path / "launch.votes.jsonl"), datetime(2027, 2, 12, 12, tzinfo=UTC)
    plan = _plan({"packs": ["operations"]}, "operations")
    votes.decide(path, plan, decision="go", by="grace", at=at)
    found = []
    for each in (plan, _plan(None, "operations")):
        board = votes.board_of(votes.read(path), each, catalog.built_in(), date(2027, 2, 12))
        found += [decision.stale_because for decision in board.decisions]
    assert found == [(), ('packs was removed; it was ["operations"]',)]
