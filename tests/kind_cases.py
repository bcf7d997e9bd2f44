"""The cases of tests/kinds, one file for each kind of check, and how they are run: through `validate`.

A case has a `name`, the `check` as written in a checklist, and either the sections of a `plan` with the findings (`finds`), or the errors of a checklist that is `refused`:

- `finds`: the findings in order, each with its kind and message (`wrong: ...`), its place (`at`), its related places (`related`), and, if the case tests them, the facts that would resolve it (`wants`)
- `progress`: done, needed, scheduled, if the case tests them
- `gives`: the wanted facts by path; with them, none of these findings is left
- `refused`: the errors in order, each with its message (`says`), its `hint`, and the text it points at (`points_at`; the first character of a list or map)
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from launchcheck.checklist import Checklist, Item, Layer
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.facts import Facts
from launchcheck.parse import read
from launchcheck.plan import Plan
from launchcheck.results import Result
from launchcheck.source import Source
from launchcheck.validate import validate

FOLDER = Path(__file__).parent / "kinds"
TODAY = date(2027, 2, 10)

HEAD = """\
checklist: 1
name: acme
areas: [{id: sales, question: Is sales ready?}]
items:
  - id: sales.one
    area: sales
    question: Is it?
    why: Or not.
    fix: Fix it.
    severity: blocker
    due: T-1
    check:
"""
LAUNCH = "launch: {name: Orbit, date: 2027-02-16, tier: 1}\n"
RAW = {"check", "plan"}


def written(text: str, node: yaml.Node) -> str:
    """A value as the case file writes it, so that only launchcheck's own parser reads it."""
    start, end = node.start_mark, node.end_mark
    return textwrap.dedent(" " * start.column + text[start.index : end.index].rstrip() + "\n")


def plain(value: Any) -> Any:
    """A value of a case as a plan holds it: dates are text until they are parsed."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, date) else value


def cases(path: Path) -> Iterator[dict[str, Any]]:
    """The cases of a file; check and plan are kept as text."""
    text = path.read_text(encoding="utf-8")
    loader = yaml.SafeLoader(text)
    for node in loader.get_single_node().value:
        yield {
            key.value: written(text, value) if key.value in RAW else loader.construct_object(value, deep=True)
            for key, value in node.value
        }


FILES = {path.stem: list(cases(path)) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [pytest.param(case, id=f"{kind}: {case['name']}") for kind, found in FILES.items() for case in found]
ASKED = [case for case in CASES if "finds" in case.values[0]]
REFUSED = [case for case in CASES if "refused" in case.values[0]]


@cache
def item(check: str) -> Item:
    """An item with this check."""
    text = HEAD + textwrap.indent(check, " " * 6)
    return read(Source.parse(text, "acme.yaml"), Layer).items[0]


def path_of(where: tuple[str | int, ...]) -> str:
    """A place written as a path: `campaigns[0].owner`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where).removeprefix(".")


def result(case: dict[str, Any], gives: dict[str, Any] | None = None) -> Result:
    """The result of an item with the case's check for its plan, with or without additional facts."""
    data = data_of(case)
    for path, value in (gives or {}).items():
        give(data, path, value)
    return judged(case, Plan.model_validate(data))


def data_of(case: dict[str, Any]) -> Any:
    """The plan of a case as plain data."""
    sections = case.get("plan", "")
    launch = "" if sections.startswith("launch:") else LAUNCH
    return Source.parse(f"launchcheck: 1\n{launch}{sections}", "plan.yaml").data


def judged(case: dict[str, Any], plan: Plan) -> Result:
    """The result of an item with the case's check for any plan."""
    checklist = Checklist(names=("acme",), areas=(), items=(item(case["check"]),))
    facts = Facts(TODAY, lambda where: Location(path_of(where)), "plan.yaml")
    return validate(plan, checklist, facts).results[0]


def give(data: Any, path: str, value: Any) -> None:
    """Write a fact into plain data, creating the sections on the way."""
    steps = [
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    ]
    node = data
    for step in steps[:-1]:
        node = node[step] if isinstance(node, list) else node.setdefault(step, {})
    node[steps[-1]] = value


def findings(found: Result, expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings in the form of a case; `wants` is compared only where the case gives it."""
    shown = []
    for index, each in enumerate(found.findings):
        form: dict[str, Any] = {each.kind: each.message, "at": each.location.path}
        if each.related:
            form["related"] = [place.path for place in each.related]
        if index < len(expected) and "wants" in expected[index]:
            form["wants"] = [path_of(where) for where in each.wants]
        shown.append(form)
    return shown


def complaints(check: str) -> list[dict[str, str]]:
    """How a checklist with a malformed check is refused, in the form of a case."""
    with pytest.raises(LaunchcheckError) as caught:
        item(check)
    found = []
    for part in caught.value.parts or (caught.value,):
        place = part.locations[0]
        end = place.end_column - 1 if place.end_column else place.column
        text = place.text[place.column - 1 : end]
        found.append({"says": part.message, "points_at": text} | ({"hint": part.hint} if part.hint else {}))
    return found
