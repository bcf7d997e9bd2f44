"""The Python side of the kinds of checks: manuals, options, values. What they find is in tests/kinds."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kind_cases import REFUSED, complaints, item, result
from pydantic import BaseModel

from launchcheck import catalog, checks
from launchcheck.checklist import AreaOf, Item, ItemOverride, Layer, WaiverRules
from launchcheck.checks.all import All
from launchcheck.checks.check import Check
from launchcheck.checks.days import Moment
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.kinds import KINDS as NAMES_OF_KINDS
from launchcheck.checks.kinds import kind as kind_named
from launchcheck.checks.matches import Matches
from launchcheck.checks.options import FieldPath
from launchcheck.checks.predicates import Test as Condition
from launchcheck.checks.problem import dotted
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.results import Result

KINDS: tuple[type[Check], ...] = (*map(kind_named, NAMES_OF_KINDS), All)
NAMES = [get_args(kind.model_fields["kind"].annotation)[0] for kind in KINDS]


def asked(check: str, sections: str = "") -> Result:
    """Validate a plan against an item with this check."""
    return result({"check": f"{{{check}}}\n", "plan": sections})


# -- the registry ------------------------------------------------------------------------------


def test_every_kind_is_a_file_of_its_own() -> None:
    """Each module of the folder is one kind, except the modules that the kinds share."""
    import pkgutil

    shared = {
        *("areas", "check", "days", "entries", "figures", "formula", "kinds", "options", "predicates"),
        *("phrases", "problem", "reads", "select", "trusted", "undated", "values", "view"),
    }
    assert sorted({module.name for module in pkgutil.iter_modules(checks.__path__)} - shared) == sorted(NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_manual_of_its_own(kind: type[Check]) -> None:
    """The docstring of a kind describes its question in a complete sentence."""
    words = (kind.__doc__ or "").strip()
    assert (words != (Check.__doc__ or "").strip(), words[:1].isupper() or words[:1] == "`", words[-1:]) == (
        True,
        True,
        ".",
    )


def models() -> Iterator[type[BaseModel]]:
    """Every model that a checklist is made of."""
    found: list[type[BaseModel]] = [Layer, Item, ItemOverride, AreaOf, WaiverRules, Condition, *KINDS]
    for kind in KINDS:
        for field in kind.model_fields.values():
            for part in get_args(field.annotation):
                if isinstance(part, type) and issubclass(part, BaseModel) and part not in found:
                    found.append(part)
    yield from found


@pytest.mark.parametrize("model", list(models()))
def test_every_option_is_described(model: type[BaseModel]) -> None:
    """Every option has a description for the schema and the manual."""
    known = model.model_json_schema(by_alias=True)
    properties = known.get("properties") or known["anyOf"][0]["properties"]
    bare = [
        name
        for name, said in properties.items()
        if '"description"' not in json.dumps(said) and name != "kind"
    ]
    assert bare == []


def test_an_unknown_kind_suggests_the_closest() -> None:
    """A typo in the kind gets a suggestion, at its place."""
    (said,) = complaints("{kind: presnt, paths: [goals]}\n")
    assert said["points_at"] == "presnt"
    assert "'presnt'" in said["says"]
    assert "'present'" in f"{said['says']} {said.get('hint')}"


@pytest.mark.parametrize("kind", [kind for kind in NAMES if kind != "all"])
def test_every_kind_refuses_options_that_it_does_not_have(kind: str) -> None:
    """Every kind locates an unknown option."""
    assert "zzz" in [said["points_at"] for said in complaints(f"{{kind: {kind}, zzz: 1}}\n")]


# -- paths -------------------------------------------------------------------------------------


def of_entries(annotation: Any) -> bool:
    """Whether a type holds a path relative to an entry."""
    if FieldPath in (annotation, *get_args(annotation)):
        return True
    return any(of_entries(part) for part in get_args(annotation) if not isinstance(part, type))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(kind, EntryCheck)])
def test_every_option_that_names_a_field_is_tried(kind: type[Check]) -> None:
    """A case refuses an unknown field in each option that is a path relative to an entry, or in the same option of another kind."""
    hints = get_type_hints(kind, include_extras=True)
    named = [field.alias or name for name, field in kind.model_fields.items() if of_entries(hints[name])]
    tried = " ".join(case.values[0]["check"].replace("'", "") for case in REFUSED)
    assert [name for name in named if f" {name}: " not in tried] == []


@pytest.mark.parametrize("item", catalog.built_in().items, ids=lambda item: item.id)
def test_the_facts_of_an_item_are_known_to_the_format(item: Item) -> None:
    """What an item reads can be explained and voted on: every path is in the plan format."""
    wrong = []
    for path in item.reads():
        try:
            path.check(Plan)
        except LaunchcheckError as error:
            wrong.append(str(error))
    assert (wrong, len(item.reads()) > 0) == ([], True)


def test_a_pickled_checklist_keeps_its_paths() -> None:
    """After a trip between processes a check reads the same objects, and is equal."""
    before = catalog.built_in()
    after = pickle.loads(pickle.dumps(before))
    same = [
        all(old is new for old, new in zip(one.reads(), other.reads(), strict=True))
        for one, other in zip(before.items, after.items, strict=True)
    ]
    assert (set(same), before == after) == ({True}, True)


# -- dates -------------------------------------------------------------------------------------


def test_dates_are_equal_by_their_text() -> None:
    """Dates are values: equality, hash and pickle follow their text."""
    one, other = Moment("T-28"), pickle.loads(pickle.dumps(Moment("T-28")))
    assert (one == other, hash(one) == hash(other), one == Moment("T-27"), repr(one)) == (
        True,
        True,
        False,
        "Moment('T-28')",
    )


# -- long lists --------------------------------------------------------------------------------


def chain(first: str) -> str:
    """Twenty thousand steps, each of which needs the one before; the first one needs another."""
    steps = [f"{{id: s{index}, at: {index}, needs: s{index - 1}}}" for index in range(1, 20_000)]
    return f"custom: {{steps: [{{id: s0, at: 0, needs: {first}}}, {', '.join(steps)}]}}\n"


@pytest.mark.parametrize(
    ("first", "said"),
    [("[]", []), ("s19999", ["these steps wait for each other: 's0' → 's19999' → 's19998' → "])],
)
def test_a_long_chain_is_followed_to_its_end(first: str, said: list[str]) -> None:
    """A chain far longer than Python's stack passes, and a circle as long is found."""
    found = asked("kind: depends, of: custom.steps, what: step, needs: needs, date: at", chain(first))
    assert [finding.message[: len(said[0])] for finding in found.findings] == said


# -- names of things ---------------------------------------------------------------------------


def test_places_are_written_as_paths() -> None:
    """Indexes are in brackets, and unusual characters are escaped."""
    assert [dotted(where) for where in ((), ("a",), ("a", 2, "b", 0, "c"), ("custom", "x\ny"))] == [
        "",
        "a",
        "a[2].b[0].c",
        "custom.x\\ny",
    ]


# -- matches -----------------------------------------------------------------------------------


def test_a_pattern_reads_the_value_it_matches() -> None:
    """Its path is one of the facts that the item reads."""
    assert [str(path) for path in item("{kind: matches, path: custom.x, pattern: a}\n").reads()] == [
        "custom.x"
    ]


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*a){12}b", "([a-z]+)*="])
def test_no_pattern_runs_forever(pattern: str) -> None:
    """Patterns that cause catastrophic backtracking in other engines are answered at once."""
    start = time.process_time()
    sections = f"custom: {{x: {'a' * 5000}!}}"
    assert (
        len(asked(f"kind: matches, path: custom.x, pattern: '{pattern}'", sections).findings),
        time.process_time() - start < 5,
    ) == (1, True)


def test_the_length_of_a_pattern_is_limited() -> None:
    """A pattern of more than 500 characters is refused."""
    with pytest.raises(ValueError):
        Matches.model_validate({"kind": "matches", "path": "custom.x", "pattern": "a" * 501})
    assert (
        Matches.model_validate({"kind": "matches", "path": "custom.x", "pattern": "a" * 500}).pattern
        == "a" * 500
    )


# -- robustness --------------------------------------------------------------------------------


FREE = [
    "kind: present, paths: [custom.x, custom.x.a]",
    "kind: present, paths: ['custom.x[]', 'custom.x[].a']",
    "kind: each, of: custom.x, has: [a, b.c], is: {a: {at_least: 3}, b: {by: today}, 'c[].d': x}",
    "kind: each, of: custom.x, where: {a: {not: [1]}}, is: {a: {same_as: custom.y}}",
    "kind: count, of: custom.x, at_least: 2, at_most: 3, where: {a: {by: today}}",
    "kind: different, of: custom.x, one: a, other: b",
    "kind: happened, of: custom.x, date: a, within: 30, before: custom.y",
    "kind: happened, date: custom.y, within: 999, before: today",
    "kind: order, of: custom.x, first: .a, then: custom.y",
    "kind: order, first: custom.y, then: T, at_least_days: 3",
    "kind: matches, path: 'custom.x[].a', pattern: a+",
    "kind: matches, path: custom.x, pattern: a+",
    "kind: spans, first: custom.x, last: custom.y, start: T, end: T+7",
    "kind: refers, of: custom.x, field: a, to: people, has: [backup], is: {function: sales}",
    "kind: covers, of: custom.x, key: a, places: [{of: custom.y, field: b, called: place, where: {c: 1}, has: [d]}]",
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["2027-02-01", "9999-12-31", "0001-01-01", "none", "dana", "", "a", "\u202e"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize("check", FREE)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(x=VALUES, y=VALUES)
def test_custom_facts_of_any_shape_are_judged(check: str, x: Any, y: Any) -> None:
    """Any check handles custom facts of any shape without a crash."""
    found = asked(check, f"people: {{dana: {{name: Dana}}}}\ncustom: {json.dumps({'x': x, 'y': y})}")
    assert bool(found.findings) == found.is_open
