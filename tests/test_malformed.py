"""Impossible values in the sections of packs: each is an error with a message, a hint and a place.

A case of tests/malformed has a `plan`, and the one error that it has (`says`, `hint`, `at`), or none of
them if the plan is valid. `@1001` stands for a text of so many characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ready import ready

from launchcheck import parse
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.plan import Plan
from launchcheck.source import Source

FILES = sorted((Path(__file__).parent / "malformed").glob("*.yaml"))


def _cases() -> Iterator[Any]:
    """Each case of each file, with a readable id; launchcheck's own parser reads `no` as text."""
    for path in FILES:
        for case in Source.parse(f"cases:\n{path.read_text(encoding='utf-8')}", path.name).data["cases"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def _source(case: dict[str, Any]) -> Source:
    """The ready plan with the section of a case in place of its own."""
    text = json.dumps({**ready(), **case["plan"]})
    return Source.parse(re.sub(r"@(\d+)", lambda found: "x" * int(found[1]), text), "plan.yaml")


def _errors(source: Source) -> list[tuple[str, str, Location]]:
    """The message, hint and place of every error of a plan."""
    try:
        parse.read(source, Plan)
    except LaunchcheckError as error:
        return [(each.message, each.hint, each.locations[0]) for each in error.parts or (error,)]
    return []


@pytest.mark.parametrize("case", list(_cases()))
def test_an_impossible_value_is_refused_where_it_is(case: dict[str, Any]) -> None:
    """The plan has the one error of its case, or none if the case has none."""
    source = _source(case)
    expected = []
    if "says" in case:
        where = tuple(int(step) if step.isdigit() else step for step in case["at"].split("."))
        expected = [(case["says"], case.get("hint", ""), source.locate(where))]
    assert _errors(source) == expected
