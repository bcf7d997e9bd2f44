"""The thresholds of the packs: each is an option in YAML, and decides where it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from item_cases import changed
from ready import EXAMPLES, ready

from launchcheck import catalog, parse
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.program import Program
from launchcheck.results import Status
from launchcheck.source import Source
from launchcheck.validate import validate

LAUNCH_DAY, FIRST_CUSTOMERS = date(2027, 2, 16), date(2027, 2, 15)
_DAY = re.compile(r"([TF])([+-]\d+)?")


class Number(NamedTuple):
    """A threshold: the item, where the item has it, its value, and the ready plan changed to both sides of it.

    Days are written as in checklists: T+3 is three days after the launch, F-3 three days before the first
    customers. With the value `eased`, what falls short is enough.
    """

    item: str
    at: str
    value: Any
    enough: Any
    short: Any
    eased: Any
    tier: int = 1
    day: str = "T"


def _tasks(of_dana: int, others: int) -> list[dict[str, str]]:
    """Tasks, so many of them Dana's, and no more than that of anyone else."""
    people = ["dana"] * of_dana + [("priya", "sam", "omar")[index % 3] for index in range(others)]
    return [{"id": f"job-{index}", "owner": owner} for index, owner in enumerate(people)]


EARLY_CUSTOMERS = {"product": {"rollout": {"steps": {1: {"date": "T-10"}}}}}
"""A plan whose first customers have it ten days before the launch."""

NUMBERS = [
    # brief, positioning, pricing
    Number(
        "brief.problem",
        "check/is/brief.problem/characters",
        280,
        {"brief": {"problem": "x" * 280}},
        {"brief": {"problem": "x" * 281}},
        281,
    ),
    Number(
        "positioning.use-cases",
        "check/at_least/1",
        3,
        {},
        {"positioning": {"use_cases": {2: None}}},
        2,
    ),
    Number(
        "positioning.tested",
        "check/checks/1/is/positioning.tested.people/at_least",
        5,
        {"positioning": {"tested": {"people": 5, "understood": 5}}},
        {"positioning": {"tested": {"people": 4, "understood": 4}}},
        4,
    ),
    Number(
        "positioning.tested",
        "check/checks/2/at_least",
        80,
        {"positioning": {"tested": {"people": 100, "understood": 80}}},
        {"positioning": {"tested": {"people": 100, "understood": 79}}},
        79,
    ),
    Number(
        "pricing.tested", "check/checks/0/at_least/1", 3, {}, {"pricing": {"tests": {2: {"to": "T+1"}}}}, 2
    ),
    Number(
        "pricing.tested",
        "check/checks/2/is/qualified_signups/at_least",
        150,
        {"pricing": {"tests": {0: {"qualified_signups": 150}}}},
        {"pricing": {"tests": {0: {"qualified_signups": 149}}}},
        149,
    ),
    Number(
        "pricing.steps",
        "check/at_least",
        12,
        {"pricing": {"tests": {0: {"price": 33.6}}}},
        {"pricing": {"tests": {0: {"price": 33.3}}}},
        11,
    ),
    Number(
        "pricing.steps",
        "check/at_most",
        15,
        {"pricing": {"tests": {0: {"price": 34.5}}}},
        {"pricing": {"tests": {0: {"price": 34.8}}}},
        16,
    ),
    Number(
        "pricing.discounts",
        "check/checks/0/unless/pricing.discounts.most_percent/at_most",
        10,
        {"pricing": {"discounts": {"most_percent": 10, "tested_use_cases": None, "source": None}}},
        {"pricing": {"discounts": {"most_percent": 11, "tested_use_cases": None, "source": None}}},
        11,
    ),
    Number(
        "pricing.existing-customers",
        "check/checks/3/at_least_days",
        30,
        {"pricing": {"existing": {"told_on": "T-18", "effective_on": "T+12"}}},
        {"pricing": {"existing": {"told_on": "T-18", "effective_on": "T+11"}}},
        29,
    ),
    Number(
        "pricing.one-price",
        "check/checks/3/within",
        14,
        {"pricing": {"places": {0: {"checked_on": "T-14"}}}},
        {"pricing": {"places": {0: {"checked_on": "T-15"}}}},
        15,
    ),
    # metrics, research
    Number(
        "metrics.three-to-five",
        "check/at_least",
        3,
        {"metrics": {"core": {3: None, 4: None}}},
        {"metrics": {"core": {2: None, 3: None, 4: None}}},
        2,
    ),
    Number(
        "metrics.three-to-five",
        "check/at_most",
        5,
        {},
        {"metrics": {"core": {5: {"id": "sixth"}}}},
        6,
    ),
    Number(
        "metrics.reviewed",
        "check/checks/1/within",
        14,
        {"metrics": {"deck": {"reviewed_on": "T-14"}}},
        {"metrics": {"deck": {"reviewed_on": "T-15"}}},
        15,
    ),
    Number(
        "research.beta",
        "check/checks/1/at_least/1",
        5,
        {},
        {"research": {"beta": {"customers": ["Acme", "Globex", "Initech", "Hooli"]}}},
        4,
    ),
    Number(
        "research.beta",
        "check/checks/2/at_least_days",
        14,
        {"research": {"beta": {"to": "T-14"}}},
        {"research": {"beta": {"to": "T-13"}}},
        13,
    ),
    Number(
        "research.win-loss",
        "check/checks/1/is/research.win_loss.won/at_least",
        4,
        {"research": {"win_loss": {"won": 4}}},
        {"research": {"win_loss": {"won": 3}}},
        3,
    ),
    Number(
        "research.win-loss",
        "check/checks/1/is/research.win_loss.lost/at_least",
        5,
        {"research": {"win_loss": {"lost": 5}}},
        {"research": {"win_loss": {"lost": 4}}},
        4,
    ),
    Number(
        "research.win-loss",
        "check/checks/2/within",
        90,
        {"research": {"win_loss": {"to": "T-90"}}},
        {"research": {"win_loss": {"to": "T-91"}}},
        91,
    ),
    Number(
        "research.advisory-board",
        "check/checks/1/is/research.advisory_board.members/at_least",
        8,
        {"research": {"advisory_board": {"members": 8}}},
        {"research": {"advisory_board": {"members": 7}}},
        7,
    ),
    Number(
        "research.advisory-board",
        "check/checks/1/is/research.advisory_board.members/at_most",
        15,
        {"research": {"advisory_board": {"members": 15}}},
        {"research": {"advisory_board": {"members": 16}}},
        16,
    ),
    Number(
        "research.advisory-board",
        "check/checks/2/within",
        183,
        {"research": {"advisory_board": {"met_on": "T-183"}}},
        {"research": {"advisory_board": {"met_on": "T-184"}}},
        184,
    ),
    Number(
        "research.competitors",
        "check/checks/1/within",
        45,
        {"audience": {"alternatives": {0: {"checked_on": "T-45"}}}},
        {"audience": {"alternatives": {0: {"checked_on": "T-46"}}}},
        46,
    ),
    # calendar, cadence, ownership
    Number(
        "calendar.slack",
        "check/checks/0/at_least_days",
        4,
        {"launch": {"review_on": "T-4"}},
        {"launch": {"review_on": "T-3"}},
        3,
    ),
    Number(
        "calendar.slack",
        "check/checks/2/at_least_days",
        2,
        {"tasks": {6: {"due": "T-2"}}},
        {"tasks": {6: {"due": "T-1"}}},
        1,
    ),
    Number(
        "calendar.blackouts",
        "check/checks/4/weekdays",
        ["monday", "tuesday", "wednesday", "thursday"],
        {"launch": {"release_date": "T-5"}},  # a Thursday
        {"launch": {"release_date": "T-4"}},
        ["monday", "tuesday", "friday"],
    ),
    Number(
        "calendar.lead-times",
        "check/checks/1/at_least_days",
        28,
        {"sales": {"touches": {0: {"date": "T-28"}}}},
        {"sales": {"touches": {0: {"date": "T-27"}, 1: {"date": "T-27"}}}},
        27,
    ),
    Number(
        "calendar.lead-times",
        "check/checks/2/at_least_days/1",
        45,
        {"press": {"told_on": "T-45"}},
        {"press": {"told_on": "T-44"}},
        44,
    ),
    Number(
        "calendar.lead-times",
        "check/checks/3/where/due/by",
        "T-45",
        {"tasks": {1: {"due": "T-45"}}},
        {"tasks": {1: {"due": "T-44"}}},
        "T-44",
    ),
    Number(
        "calendar.lead-times",
        "check/checks/4/at_least_days",
        28,
        {"legal": {"told": [{"function": "legal", "told_on": "T-28"}]}},
        {"legal": {"told": [{"function": "legal", "told_on": "T-27"}]}},
        27,
    ),
    Number(
        "calendar.lead-times",
        "check/checks/5/where/due/by",
        "T-28",
        {"tasks": {0: {"due": "T-28"}}},
        {"tasks": {0: {"due": "T-27"}}},
        "T-27",
    ),
    Number(
        "calendar.lead-times",
        "check/checks/6/where/due/by",
        "T-14",
        {"tasks": {4: {"due": "T-14"}}},
        {"tasks": {4: {"due": "T-13"}}},
        "T-13",
    ),
    Number(
        "calendar.lead-times",
        "check/checks/7/where/due/by",
        "T-42",
        {"tasks": {7: {"id": "booth", "kind": "event", "due": "T-42"}}},
        {"tasks": {7: {"id": "booth", "kind": "event", "due": "T-41"}}},
        "T-41",
    ),
    Number(
        "cadence.held",
        "check/checks/2/within",
        9,
        {"cadence": {"rituals": {0: {"last_held": "T-9"}}}},
        {"cadence": {"rituals": {0: {"last_held": "T-10"}}}},
        10,
    ),
    Number(
        "cadence.held",
        "check/checks/3/within",
        35,
        {"cadence": {"rituals": {1: {"last_held": "T-35"}}}},
        {"cadence": {"rituals": {1: {"last_held": "T-36"}}}},
        36,
    ),
    Number(
        "cadence.customers",
        "check/where/last_held/from",
        "T-35",
        {"cadence": {"rituals": {2: {"last_held": "T-35"}}}},
        {"cadence": {"rituals": {2: {"last_held": "T-36"}}}},
        "T-36",
    ),
    Number(
        "cadence.roadmap",
        "check/checks/3/within",
        42,
        {"cadence": {"roadmap_reviewed_on": "T-42"}},
        {"cadence": {"roadmap_reviewed_on": "T-43"}},
        43,
    ),
    Number(
        "cadence.backlogs",
        "check/checks/2/within",
        92,
        {"cadence": {"backlogs": {"synchronized_on": "T-92"}}},
        {"cadence": {"backlogs": {"synchronized_on": "T-93"}}},
        93,
    ),
    Number(
        "cadence.questions",
        "check/checks/1/where/asked_on/by",
        "today-8",
        {"cadence": {"questions": {0: {"asked_on": "T-7", "answered_on": None}}}},
        {"cadence": {"questions": {0: {"asked_on": "T-8", "answered_on": None}}}},
        "today-9",
    ),
    Number(
        "ownership.load", "check/checks/1/at_most", 40, {"tasks": _tasks(4, 6)}, {"tasks": _tasks(5, 7)}, 42
    ),
    # legal, security, privacy, localization, operations
    Number(
        "legal.told",
        "check/checks/2/at_least_days",
        28,
        {"legal": {"told": {0: {"told_on": "T-28"}}}},
        {"legal": {"told": {0: {"told_on": "T-27"}}}},
        27,
    ),
    Number(
        "legal.terms",
        "check/checks/4/at_least_days",
        30,
        {"legal": {"terms": {"posted_on": "T-35", "effective_on": "T-5"}}},
        {"legal": {"terms": {"posted_on": "T-35", "effective_on": "T-6"}}},
        29,
    ),
    Number(
        "legal.references",
        "check/checks/2/at_least_days",
        90,
        {"legal": {"references": {0: {"until": "T+90"}}}},
        {"legal": {"references": {0: {"until": "T+89"}}}},
        89,
    ),
    Number(
        "security.tested",
        "check/checks/4/within/1",
        60,
        {"security": {"test": {"to": "T-80", "retested_on": "T-60"}}},
        {"security": {"test": {"to": "T-80", "retested_on": "T-61"}}},
        61,
    ),
    Number(
        "security.tested",
        "check/checks/4/within/2",
        180,
        {"security": {"test": {"to": "T-200", "retested_on": "T-180"}}},
        {"security": {"test": {"to": "T-200", "retested_on": "T-181"}}},
        181,
        tier=2,
    ),
    Number(
        "security.contact",
        "check/checks/1/within",
        30,
        {"security": {"contact": {"checked_on": "T-30"}}},
        {"security": {"contact": {"checked_on": "T-31"}}},
        31,
    ),
    Number(
        "privacy.assessment",
        "when/privacy.criteria/entries",
        2,
        {"privacy": {"criteria": ["large_scale"], "assessment": None}},
        {"privacy": {"criteria": ["large_scale", "sensitive"], "assessment": None}},
        3,
    ),
    Number(
        "privacy.processors",
        "check/checks/3/at_least_days",
        30,
        {"privacy": {"processors": {0: {"listed_on": "F-30"}}}},
        {"privacy": {"processors": {0: {"listed_on": "F-29"}}}},
        29,
    ),
    Number(
        "privacy.requests",
        "check/checks/1/within",
        60,
        {"privacy": {"requests": {"tested_on": "T-60"}}},
        {"privacy": {"requests": {"tested_on": "T-61"}}},
        61,
    ),
    Number(
        "localization.frozen",
        "check/checks/2/at_least_days",
        28,
        {"localization": {"frozen_on": "T-28"}},
        {"localization": {"frozen_on": "T-27"}},
        27,
    ),
    Number(
        "operations.alerted",
        "check/where/fired_on/from",
        "F-30",
        {"operations": {"alerts": {0: {"fired_on": "F-30"}}}},
        {"operations": {"alerts": {0: {"fired_on": "F-31"}}}},
        "F-31",
    ),
    Number(
        "operations.load",
        "check/checks/1/at_least",
        100,
        {"operations": {"load": {"expected": 100, "tested": 100}}},
        {"operations": {"load": {"expected": 100, "tested": 99}}},
        99,
    ),
    Number(
        "operations.drill",
        "check/checks/1/within",
        90,
        {"operations": {"drill": {"date": "F-90"}}},
        {"operations": {"drill": {"date": "F-91"}}},
        91,
    ),
    Number(
        "operations.in-flight",
        "check/checks/1/is/lost/at_most",
        0,
        {},
        {"operations": {"in_flight": {0: {"lost": 1}}}},
        1,
    ),
    Number(
        "operations.maintenance",
        "check/checks/3/at_least_days",
        2,
        {"operations": {"maintenance": {0: {"told_on": "F-2"}}}},
        {"operations": {"maintenance": {0: {"told_on": "F-1"}}}},
        1,
    ),
    # stores, partners, press
    Number(
        "stores.submitted",
        "check/checks/2/at_least_days",
        7,
        {"stores": {0: {"submitted_on": "F-7", "approved_on": None}}},
        {"stores": {0: {"submitted_on": "F-6", "approved_on": None}}},
        6,
    ),
    Number(
        "stores.submitted",
        "check/checks/3/at_least_days",
        14,
        {"stores": {1: {"submitted_on": "F-14", "approved_on": None}}},
        {"stores": {1: {"submitted_on": "F-13", "approved_on": None}}},
        13,
    ),
    Number(
        "stores.approved",
        "check/checks/3/at_least_days",
        2,
        {"stores": {0: {"approved_on": "F-2"}}},
        {"stores": {0: {"approved_on": "F-1"}}},
        1,
    ),
    Number(
        "stores.full",
        "check/checks/3/at_least_days",
        6,
        EARLY_CUSTOMERS | {"stores": {0: {"phased": True, "full_on": "T-4"}}},
        EARLY_CUSTOMERS | {"stores": {0: {"phased": True, "full_on": "T-5"}}},
        5,
    ),
    Number(
        "stores.forms",
        "check/checks/1/within",
        30,
        {"stores": {0: {"submitted_on": "T-19", "privacy_form_on": "T-49"}}},
        {"stores": {0: {"submitted_on": "T-19", "privacy_form_on": "T-50"}}},
        31,
    ),
    Number(
        "partners.told-first",
        "check/checks/3/at_least_days",
        14,
        {"partners": {0: {"told_on": "T-14"}}},
        {"partners": {0: {"told_on": "T-13"}}},
        13,
    ),
    Number(
        "partners.technology",
        "check/checks/1/within",
        30,
        {"partners": {1: {"integration_tested_on": "T-30"}}},
        {"partners": {1: {"integration_tested_on": "T-31"}}},
        31,
    ),
    Number(
        "press.early",
        "check/checks/2/at_least_days/1",
        45,
        {"press": {"told_on": "T-45"}},
        {"press": {"told_on": "T-44"}},
        44,
    ),
    Number(
        "press.early",
        "check/checks/2/at_least_days/2",
        30,
        {"press": {"told_on": "T-30"}},
        {"press": {"told_on": "T-29"}},
        29,
        tier=2,
    ),
    Number(
        "press.spokespeople", "check/checks/0/at_least/1", 2, {}, {"press": {"spokespeople": {1: None}}}, 1
    ),
    Number(
        "press.spokespeople",
        "check/checks/2/within",
        30,
        {"press": {"spokespeople": {0: {"rehearsed_on": "T-30"}}}},
        {"press": {"spokespeople": {0: {"rehearsed_on": "T-31"}}}},
        31,
    ),
    Number(
        "press.in-order",
        "check/checks/1/at_least_days",
        7,
        {"press": {"briefings": {0: {"date": "T-7"}}}},
        {"press": {"briefings": {0: {"date": "T-6"}}}},
        6,
    ),
    Number(
        "press.in-order",
        "check/checks/2/first",
        "T-42",
        {"press": {"briefings": {1: {"date": "T-42"}}}},
        {"press": {"briefings": {1: {"date": "T-43"}}}},
        "T-43",
    ),
    Number(
        "press.watch",
        "check/checks/1/is/press.watch.hours/at_most",
        4,
        {"press": {"watch": {"hours": 4}}},
        {"press": {"watch": {"hours": 5}}},
        5,
    ),
    # runsheet, waves, after, sunset
    Number(
        "runsheet.steps",
        "check/checks/1/at_least/1",
        5,
        {"runsheet": {"steps": {5: None, 6: None, 7: None}}},
        {"runsheet": {"steps": {4: None, 5: None, 6: None, 7: None}}},
        4,
    ),
    Number(
        "runsheet.after",
        "check/checks/0/where/at/at_most",
        120,
        {"runsheet": {"steps": {6: {"at": 120}}}},
        {"runsheet": {"steps": {6: {"at": 121}}}},
        121,
    ),
    Number(
        "waves.apart",
        "check/checks/0/at_least",
        5,
        {"waves": {1: {"date": "T+5"}}},
        {"waves": {1: {"date": "T+4"}}},
        4,
    ),
    Number(
        "after.read-on",
        "check/places/0/where/date/by",
        "T+10",
        {"after": {"results": {0: {"date": "T+10"}}}},
        {"after": {"results": {0: {"date": "T+11"}}}},
        "T+11",
        day="T+100",
    ),
    Number(
        "after.read-on",
        "check/places/1/where/date/by",
        "T+35",
        {"after": {"results": {1: {"date": "T+35"}}}},
        {"after": {"results": {1: {"date": "T+36"}}}},
        "T+36",
        day="T+100",
    ),
    Number(
        "after.read-on",
        "check/places/2/where/date/by",
        "T+95",
        {"after": {"results": {2: {"date": "T+95"}}}},
        {"after": {"results": {2: {"date": "T+96"}}}},
        "T+96",
        day="T+100",
    ),
    *(
        Number(
            "sunset.notice",
            f"check/checks/2/at_least_days/{tier}",
            days,
            {"sunset": {"announced_on": f"T-{days}"}},
            {"sunset": {"announced_on": f"T-{days - 1}"}},
            days - 1,
            tier=tier,
        )
        for tier, days in ((1, 180), (2, 90), (3, 30))
    ),
    Number(
        "sunset.data",
        "check/checks/1/at_least_days",
        30,
        {"sunset": {"data": {"retrievable_until": "T+30"}}},
        {"sunset": {"data": {"retrievable_until": "T+29"}}},
        29,
    ),
    Number(
        "sunset.nobody-left",
        "check/checks/3/within",
        14,
        {"sunset": {"dependents": {0: {"left": {"counted_on": "T-14"}}}}},
        {"sunset": {"dependents": {0: {"left": {"counted_on": "T-15"}}}}},
        15,
    ),
]

DUE = {
    "privacy.assessment": "T-45",
    "after.first-look": "T+2",
    "after.debrief": "T+10",
    "after.story": "T+21",
    "after.read-on": "T+95",
}
"""Thresholds that are due dates: what comes later is late, and then done."""


@cache
def _raw(pack: str) -> dict[str, Any]:
    """The items of a pack as they are in its file, by id."""
    file: Any = Source.read(str(EXAMPLES.parent / "checklists" / f"{pack}.yaml")).data
    return {item["id"]: item for item in file["items"]} | {"": file["areas"]}


def _at(item: Any, at: str) -> Any:
    """What an item has at a place."""
    for step in at.split("/"):
        item = item[int(step) if isinstance(item, list) else step]
    return item


def _dated(change: Any) -> Any:
    """A change with its days as dates."""
    if isinstance(change, dict):
        return {key: _dated(value) for key, value in change.items()}
    if isinstance(change, list):
        return [_dated(value) for value in change]
    found = _DAY.fullmatch(change) if isinstance(change, str) else None
    if not found:
        return change
    return str({"T": LAUNCH_DAY, "F": FIRST_CUSTOMERS}[found[1]] + timedelta(int(found[2] or 0)))


def _status(number: Number, change: Any, value: Any, folder: Path) -> Status:
    """The status of the item, asked with a value for the number, on the ready plan with a change."""
    pack = number.item.partition(".")[0]
    item = deepcopy(_raw(pack)[number.item])
    above, _, last = number.at.rpartition("/")
    _at(item, above)[last] = value
    path = folder / "ours.yaml"
    ours = {"checklist": 1, "name": "ours", "areas": _raw(pack)[""], "items": [item]}
    path.write_text(yaml.safe_dump(ours), encoding="utf-8")
    whole = changed(changed(ready(pack), _dated(change)), {"launch": {"tier": number.tier}})
    source = Source.parse(yaml.safe_dump(whole), "plan.yaml")
    plan = parse.read(source, Plan)
    day = date.fromisoformat(_dated(number.day))
    report = validate(
        plan, Program.of(catalog.find([str(path)])), Facts.gather(plan, source, day, str(EXAMPLES))
    )
    (result,) = (each for each in report.results if each.item.id == number.item)
    return result.status


def _cases() -> Iterator[Any]:
    """Each number with a readable id."""
    for each in NUMBERS:
        yield pytest.param(each, id=f"{each.item} {each.value} tier {each.tier} {each.at}")


@pytest.mark.parametrize("number", list(_cases()))
def test_a_number_is_in_the_file_and_decides(number: Number, tmp_path: Path) -> None:
    """On one side of it the item is not open, on the other it is; with another number, that is enough."""
    assert _at(_raw(number.item.partition(".")[0])[number.item], number.at) == number.value
    is_open = [
        _status(number, change, value, tmp_path) in {Status.FAILED, Status.UNANSWERED}
        for change, value in (
            (number.enough, number.value),
            (number.short, number.value),
            (number.short, number.eased),
        )
    ]
    assert is_open == [False, True, False]


@pytest.mark.parametrize("item", DUE)
def test_a_number_of_days_may_be_the_due_date(item: str) -> None:
    """Such a threshold can be met late, so it is when the item is due, and YAML changes it."""
    assert _raw(item.partition(".")[0])[item]["due"] == DUE[item]
