"""Path expressions that select values in a plan."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchcheck.errors import LaunchcheckError
from launchcheck.plan import AREAS, Plan
from launchcheck.plan.campaigns import Claim
from launchcheck.plan.known import fields
from launchcheck.plan.paths import PlanPath, links
from launchcheck.plan.sections import later_in
from launchcheck.plan.types import Section
from launchcheck.text import listed

NOT_A_PATH = "write names with dots between them, and [] after a list: campaigns[].claims"


def plan(**sections: Any) -> Plan:
    """A plan with these sections."""
    launch = {"name": "Orbit", "date": "2027-02-16", "tier": 1}
    return Plan.model_validate({"launchcheck": 1, "launch": launch, **sections})


def told(error: LaunchcheckError) -> tuple[str, str]:
    """The message and the hint of an error."""
    return error.message, error.hint


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("goals", ("goals",)),
        ("sales.kit.pitch", ("sales", "kit", "pitch")),
        ("campaigns[].claims[].proof", ("campaigns", "[]", "claims", "[]", "proof")),
        ("people[]", ("people", "[]")),
        ("custom.a-1.B_2", ("custom", "a-1", "B_2")),
    ],
)
def test_a_path_is_read_step_by_step(text: str, steps: tuple[str, ...]) -> None:
    """Names and brackets are steps, and the text of the path is kept."""
    path = PlanPath.of(text)
    assert (path.steps, str(path), repr(path)) == (steps, text, f"PlanPath({text!r})")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "a[0]",
        "a[",
        "a[]]",
        "[]",
        "a[][]",
        "a b",
        "a.b\n",
        "größe",
        "a/b",
        "::error",
    ],
)
def test_an_invalid_path_is_refused(text: str) -> None:
    """The message quotes the text and shows how a path is written."""
    with pytest.raises(LaunchcheckError) as caught:
        PlanPath.of(text)
    shown = {"a.b\n": "a.b\\n", "::error": ": :error"}.get(text, text)
    assert told(caught.value) == (f"'{shown}' is not a path into a plan", NOT_A_PATH)


def test_the_steps_of_a_path_are_limited() -> None:
    """The limit is the maximum depth of a plan."""
    deepest = PlanPath.of(".".join(["a[]"] * 64))
    assert (len(deepest.steps), len(deepest.above.steps)) == (128, 127)  # type: ignore[union-attr]
    with pytest.raises(LaunchcheckError) as caught:
        PlanPath.of(".".join(["a"] * 5_000))
    assert caught.value.message.endswith("has 5000 steps")
    assert (len(caught.value.message) < 100, caught.value.hint) == (True, "a path may have at most 128")


def test_equal_texts_are_the_same_path_object() -> None:
    """This holds for any number of paths, and after a trip between processes."""
    path = PlanPath.of("sales.touches")
    for number in range(5000):
        PlanPath.of(f"custom.number-{number}")
    again = [PlanPath.of("sales.touches"), pickle.loads(pickle.dumps(path))]
    assert [each is path for each in again] == [True, True]


def test_paths_are_built_from_paths() -> None:
    """A path is relative to each entry of another, and leads to its entries in turn."""
    base, field = PlanPath.of("campaigns"), PlanPath.of("claims")
    found = (field.under(base), field.under(None), base.each, base.each)
    assert [str(each) for each in found] == ["campaigns[].claims", "claims", "campaigns[]", "campaigns[]"]


CLAIMS = plan(
    campaigns=[
        {"id": "mail", "claims": [{"text": "Fast"}, {"proof": "a.md", "text": "Safe"}]},
        {"id": "blog"},
        {"id": "talk", "claims": []},
    ]
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("campaigns[].id", [(("campaigns", 0, "id"), "mail"), (("campaigns", 1, "id"), "blog")]),
        ("campaigns[].claims[].text", [(("campaigns", 0, "claims", 0, "text"), "Fast")]),
    ],
)
def test_every_entry_is_selected_with_its_place(path: str, expected: list[Any]) -> None:
    """Values come in the order of the plan."""
    assert PlanPath.of(path).select(CLAIMS)[: len(expected)] == expected


def test_missing_facts_are_selected_at_their_place() -> None:
    """A missing fact is None at its place; below a missing list, at the list."""
    found = PlanPath.of("campaigns[].claims[].proof").select(CLAIMS)
    assert found == [
        (("campaigns", 0, "claims", 0, "proof"), None),
        (("campaigns", 0, "claims", 1, "proof"), "a.md"),
        (("campaigns", 1, "claims"), None),
    ]


@pytest.mark.parametrize(
    ("sections", "path", "expected"),
    [
        ({}, "campaigns[].claims[].proof", [(("campaigns",), None)]),
        ({"campaigns": []}, "campaigns[].claims[].proof", []),
        ({}, "sales.kit.objections[].covers", [(("sales", "kit", "objections"), None)]),
        ({"sales": {}}, "sales.kit.objections[].covers", [(("sales", "kit", "objections"), None)]),
        ({"sales": {"kit": {}}}, "sales.kit.objections[].covers", [(("sales", "kit", "objections"), None)]),
        ({"sales": {"kit": {"objections": []}}}, "sales.kit.objections[].covers", []),
        ({}, "sales.kit.pitch", [(("sales", "kit", "pitch"), None)]),
        ({"sales": {}}, "sales.kit.pitch", [(("sales", "kit", "pitch"), None)]),
        ({"product": {"caveats": "none"}}, "product.caveats", [(("product", "caveats"), "none")]),
        ({"product": {"caveats": "none"}}, "product.caveats[].id", []),
        ({}, "people[].away[].from", [(("people",), None)]),
        ({}, "custom.review.link", [(("custom", "review", "link"), None)]),
        ({"custom": {"review": "yes"}}, "custom.review.link", [(("custom", "review", "link"), None)]),
        ({"custom": {"review": [1, 2]}}, "custom.review[]", [(("custom", "review", 0), 1), (("custom", "review", 1), 2)]),
        ({"custom": {"review": "yes"}}, "custom.review[]", []),
        ({"custom": {"all": {"a": {"x": 1}, "b": None}}}, "custom.all[].x", [(("custom", "all", "a", "x"), 1), (("custom", "all", "b", "x"), None)]),
    ],
)  # fmt: skip
def test_facts_are_found_at_every_depth(sections: dict[str, Any], path: str, expected: list[Any]) -> None:
    """Whatever a plan omits on the way, each path leads somewhere."""
    assert PlanPath.of(path).select(plan(**sections)) == expected


def test_maps_are_traversed_by_key() -> None:
    """The entries of a map are found at their keys."""
    people = {"dana": {"function": "sales"}, "sam": {"name": "Sam"}}
    found = PlanPath.of("people[].function").select(plan(people=people))
    assert found == [(("people", "dana", "function"), "sales"), (("people", "sam", "function"), None)]


def test_python_keywords_are_ordinary_keys() -> None:
    """A key that Python reserves is read by its own name."""
    given_ = plan(product={"scope": {"in": ["Sync"]}}, customer_success={"cover": {"from": "2027-02-16"}})
    found = [PlanPath.of(text).read(given_) for text in ("product.scope.in", "customer_success.cover.from")]
    assert [(where, str(value)) for where, value in found] == [
        (("product", "scope", "in"), "['Sync']"),
        (("customer_success", "cover", "from"), "2027-02-16"),
    ]


def test_a_path_is_read_from_any_part_of_a_plan() -> None:
    """Places start with the place of the entry."""
    entry = CLAIMS.campaigns[0]  # type: ignore[index]
    path = PlanPath.of("claims[].text")
    assert path.select(entry, ("campaigns", 0)) == [
        (("campaigns", 0, "claims", 0, "text"), "Fast"),
        (("campaigns", 0, "claims", 1, "text"), "Safe"),
    ]


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("campaigns[].claims[]", Claim),
        ("campaigns[].claims", Claim),
        ("custom", None),
        ("custom.anything[].goes", None),
        ("launch.name", None),
    ],
)
def test_the_format_knows_where_a_path_leads(path: str, model: type[Section] | None) -> None:
    """A path leads to a section or to a fact; below custom everything is allowed."""
    assert PlanPath.of(path).check(Plan) is model


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("sale.touches", "a plan has no 'sale'", "did you mean 'sales'?"),
        ("sales.touch", "sales has no 'touch'", "did you mean 'touches'?"),
        ("campaigns[].claim", "campaigns[] has no 'claim'", "did you mean 'claims'?"),
        ("owners.zzz", "owners has no 'zzz'", f"known there: {listed(AREAS)}"),
        ("campaigns.claims", "'campaigns' is a list", "write [] after it for every entry"),
        ("people.dana", "'people' is a list", "write [] after it for every entry"),
        ("launch[]", "'launch' is not a list", "remove []"),
        ("sales.kit.pitch[]", "'sales.kit.pitch' is not a list", "remove []"),
        ("launch.name.first", "'launch.name' is not a section; it has no keys", ""),
        ("audience.not_for[].x", "'audience.not_for[]' is not a section; it has no keys", ""),
        ("product.scope.in_", "product.scope has no 'in_'", "did you mean 'in'?"),
    ],
)  # fmt: skip
def test_the_format_refuses_paths_that_lead_nowhere(path: str, message: str, hint: str) -> None:
    """An unknown step is named with where it was looked up, and the closest known step."""
    with pytest.raises(LaunchcheckError) as caught:
        PlanPath.of(path).check(Plan)
    assert told(caught.value) == (message, hint)


def every_path(model: type[Section] = Plan, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every path of the format, as text, with its properties."""
    for key, known in fields(model).items():
        text = f"{prefix}{key}{'[]' if known.many else ''}"
        yield text, known
        if known.model:
            yield from every_path(known.model, f"{text}.")


def test_every_link_of_the_format_is_listed() -> None:
    """The list has each link that the format marks, once, and each leads to a fact."""
    marked = [text for text, known in every_path() if known.link]
    assert [str(path) for path in links()] == marked


def test_links_have_known_names() -> None:
    """The names of all links of a plan: a new one is added here and to the checklist."""
    assert sorted(str(path) for path in links() if not later_in(Plan.model_fields[path.steps[0]])) == [
        "audience.alternatives[].proof",
        "audience.evidence[].source",
        "campaigns[].assets[].url",
        "campaigns[].claims[].proof",
        "customer_success.help[].url",
        "customer_success.macros[].url",
        "customer_success.training.recording",
        "goals[].baseline_measured.source",
        "goals[].dashboard",
        "launch.hold.statement",
        "product.docs[].url",
        "product.existing_customers.usability.evidence",
        "product.features[].evidence",
        "product.rollback.evidence",
        "product.rollout.dashboard",
        "sales.demo.environment",
        "sales.kit.battlecard",
        "sales.kit.demo_script",
        "sales.kit.one_pager",
        "sales.kit.pitch",
        "sales.kit.qualification",
        "sales.kit.talk_track",
        "sales.touches[].evidence",
    ]


PATHS = st.sampled_from([text for text, _ in every_path()])
FREE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(PATHS)
def test_every_path_can_be_read_from_an_empty_plan(text: str) -> None:
    """Every path of an empty plan gives nothing, at the fact's place or above it."""
    path = PlanPath.of(text)
    path.check(Plan)
    names = tuple(step for step in path.steps if step != "[]")
    known = text.startswith("launch.") or text in {"launch", "launchcheck"}
    assert known or [(value, where == names[: len(where)]) for where, value in path.select(plan())] == [
        (None, True)
    ]


@given(
    FREE,
    st.sampled_from(
        ["custom.x", "custom.x[]", "custom.x.a", "custom.x[].a", "custom.x[].a[]", "custom.x.a[].b"]
    ),
)
def test_custom_data_can_be_read(value: Any, text: str) -> None:
    """Below custom, data of any shape answers any path, and each answer is the value at its place."""
    data = plan(custom={"x": value})

    def at(where: tuple[str | int, ...]) -> Any:
        node: Any = data.custom
        for step in where[1:]:
            holds = (
                step in node
                if isinstance(node, dict)
                else isinstance(node, list) and step in range(len(node))
            )
            node = node[step] if holds else None
        return node

    found = PlanPath.of(text).select(data)
    assert [value for _, value in found] == [at(where) for where, _ in found]
