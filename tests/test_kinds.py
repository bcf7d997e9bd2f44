"""Every kind of check finds what its cases in tests/kinds expect, and refuses what they expect."""

from __future__ import annotations

import re
from typing import Any

import pytest
from kind_cases import ASKED, FILES, RAW, REFUSED, complaints, findings, path_of, plain, result

from launchcheck.checks.kinds import KINDS as SINGLE
from launchcheck.results import Result

KINDS = {*SINGLE, "all"}
WITH_VOTES = {"polled"}
"""Kinds that only a record of votes satisfies: tests/items and the tests of votes hold them."""
KEYS = {"name", *RAW, "finds", "progress", "refused", "gives"}


@pytest.mark.parametrize("case", ASKED)
def test_a_check_finds_what_its_case_says(case: dict[str, Any]) -> None:
    """Every finding has its kind, message, place and related places; progress is compared if the case gives it."""
    found = result(case)
    assert findings(found, case["finds"]) == case["finds"]
    if "progress" in case:
        assert found.progress == (tuple(case["progress"]) if case["progress"] else None)


@pytest.mark.parametrize("case", [case for case in ASKED if "gives" in case.values[0]])
def test_adding_the_wanted_facts_resolves_a_finding(case: dict[str, Any]) -> None:
    """The findings want exactly the facts that the case gives; with them, nothing is found."""
    wanted = {path_of(where) for finding in result(case).findings for where in finding.wants}
    gives = plain(case["gives"])
    assert wanted <= set(gives)
    assert [finding.message for finding in result(case, gives).findings] == []


@pytest.mark.parametrize("case", REFUSED)
def test_a_malformed_check_is_refused(case: dict[str, Any]) -> None:
    """Every complaint has its message, its hint and the text that it points at; `…` stands for any end."""
    found = complaints(case["check"])
    for each, expected in zip(found, case["refused"], strict=False):
        for key, said in expected.items():
            beginning, is_cut, _ = said.partition("…")
            if is_cut and each.get(key, "").startswith(beginning):
                each[key] = said
    assert found == case["refused"]


@pytest.mark.parametrize(
    "value", [None, "soon", 3, True, [], [1], {"x": 1}, "9999-12-31", "2027-02-30"], ids=str
)
def test_a_fact_of_any_shape_is_judged(value: Any) -> None:
    """Whatever is below `custom` passes or fails; no kind crashes."""
    for case in (case for found in FILES.values() for case in found if "custom:" in case.get("plan", "")):
        for key in re.findall(r"[{ ](\w+): ", case["plan"].partition("custom:")[2])[:1]:
            assert isinstance(result(case, {f"custom.{key}": value}), Result), case["name"]


def test_every_case_is_read_and_compared() -> None:
    """No key is unknown, no name appears twice, and a case either finds or is refused."""
    for kind, found in FILES.items():
        names = [case["name"] for case in found]
        assert len(names) == len(set(names)), kind
        for case in found:
            assert set(case) <= KEYS, case["name"]
            assert ("finds" in case) != ("refused" in case), case["name"]
            assert f"kind: {kind}" in case["check"], case["name"]


def test_every_kind_has_a_case_with_wanted_facts() -> None:
    """What each kind wants is tried, joins included."""
    tried = {kind for kind, found in FILES.items() if any("gives" in case for case in found)}
    assert tried == KINDS - WITH_VOTES


def test_every_kind_has_a_case_with_findings_and_one_without() -> None:
    """Each file has at least one of either sort."""
    assert set(FILES) == KINDS
    for kind, found in FILES.items():
        seen = {bool(case["finds"]) for case in found if "finds" in case}
        assert seen == ({True} if kind in WITH_VOTES else {True, False}), kind
