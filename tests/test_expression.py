"""Expressions of the Common Expression Language: what they read, what they may not do, and where they fail."""

from __future__ import annotations

import pickle
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kind_cases import item

from launchcheck.checklist import Checklist, Layer
from launchcheck.checks.formula import Formula
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.parse import read
from launchcheck.plan import Plan
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.votes import facts_digest

TODAY = date(2027, 2, 10)

ITEM = """\
  - id: sales.item-{index}
    area: sales
    question: Is it?
    why: Or not.
    fix: Fix it.
    severity: blocker
    due: T-1
    check: {{kind: expression, that: "true", at: sales.touches, says: never}}
"""


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("plan.sales.touches.size() > 1", ["sales.touches"]),
        ("has(plan.launch.name) && size(plan.goals) > 1", ["launch.name", "goals"]),
        ("plan.campaigns[0].goes_live < plan.launch.date", ["campaigns", "launch.date"]),
        ("plan.custom.security.review.done == true", ["custom"]),
        ("plan.people.dana.email == 'x'", ["people"]),
        ("plan.launch.name.startsWith('plan.goals')", ["launch.name"]),
        ("today < launch_date && tier == 1", ["launch.date", "launch.tier"]),
        ("1 in .plan.custom.x", ["custom"]),
        ("plan.custom.x.all(e, e.plan == 1 && e.tier == 2)", ["custom"]),
        ("plan . product . caveats . size() > 0", ["product.caveats"]),
        ('"""plan.goals""" == r\'plan.goals\' // plan.goals', []),
    ],
)
def test_an_expression_declares_the_facts_that_stand_in_it(text: str, reads: list[str]) -> None:
    """The facts are those that follow `plan`, as far as they lead to one fact, and those behind other names."""
    assert [path.text for path in Formula(text).reads] == reads


def test_an_expression_sees_no_fact_that_it_does_not_name() -> None:
    """What stands in the plan beside the named facts is not passed to the expression."""
    checklist = of("size(plan.custom) == 1 && plan.custom.all(k, k == 'one')")
    assert status(checklist, "custom: {one: 1}\ngoals: []\n") == "passed"


@pytest.mark.parametrize("bomb", ["[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]"])
@pytest.mark.parametrize("depth", [4, 6, 8])
def test_a_loop_bomb_is_stopped(bomb: str, depth: int) -> None:
    """However deep the loops are nested, the item fails instead of running for hours."""
    loops = "".join(f"{bomb}.all(v{index}, " for index in range(depth))
    assert status(of(f"{loops}true{')' * depth}"), "") == "failed"


@pytest.mark.parametrize(
    "value",
    ["18446744073709551616", "-99999999999999999999999", ".inf", "1e308", '"\\u00e9"', "[[[[1]]]]", "null"],
)
def test_odd_values_are_decided_or_refused_but_never_crash(value: str) -> None:
    """A number outside the engine's range, or any other value, is an answer or an open item."""
    assert status(of("plan.custom.x > 1"), f"custom: {{x: {value}}}\n") in {"passed", "failed", "unanswered"}


def test_an_expression_that_is_too_long_is_refused() -> None:
    """Two thousand characters are enough."""
    Formula(f"'{'x' * 1990}' != ''")
    with pytest.raises(LaunchcheckError) as caught:
        Formula(f"'{'x' * 2000}' != ''")
    assert str(caught.value) == "the expression has 2008 characters; at most 2,000 are allowed"


@pytest.mark.parametrize(("count", "is_allowed"), [(64, True), (65, False)])
def test_a_checklist_has_at_most_64_expressions(count: int, *, is_allowed: bool) -> None:
    """The 65th expression of a file is refused."""
    items = "".join(ITEM.format(index=index) for index in range(count))
    text = f"checklist: 1\nname: acme\nareas: [{{id: sales, question: Is it?}}]\nitems:\n{items}"
    try:
        read(Source.parse(text, "acme.yaml"), Layer)
        assert is_allowed
    except LaunchcheckError as error:
        said = [part.message for part in error.parts]
        assert (is_allowed, said) == (False, ["the items have 65 expressions; at most 64 are allowed"])


def test_without_the_engine_the_checklist_is_refused_with_what_to_install(
    here, tmp_path, monkeypatch
) -> None:
    """The gate does not open: exit code 2, with the place and the extra."""
    from launchcheck.checks import formula

    formula._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    (tmp_path / "acme.yaml").write_text(
        f"checklist: 1\nname: acme\nextends: launch\nitems:\n{ITEM.format(index=1)}", encoding="utf-8"
    )
    (tmp_path / "plan.yaml").write_text(plan_text(""), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, _, err = here("validate", "plan.yaml", "--checklist", "acme.yaml", "--as-of", "2027-02-10")
    assert (code, err) == (
        2,
        """\
error: a check of kind expression needs cel-expr-python
  --> acme.yaml:12:37
   |
12 |     check: {kind: expression, that: "true", at: sales.touches, says: never}
   |                                     ^^^^^^
help: pip install 'launchcheck[cel]'
""",
    )


def test_a_checklist_without_expressions_does_not_import_the_engine() -> None:
    """The engine is imported where the first expression is compiled."""
    import subprocess

    code = "import sys; from launchcheck import catalog; catalog.built_in(); sys.exit('cel_expr_python' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_pickled_expression_is_equal() -> None:
    """Expressions travel between processes as text."""
    before = Formula("plan.goals.size() > 1")
    assert pickle.loads(pickle.dumps(before)) == before


FACTS = st.fixed_dictionaries(
    {"a": st.integers(0, 3), "b": st.lists(st.integers(0, 3), max_size=3), "c": st.sampled_from(["x", "y"])}
)
EXPRESSIONS = [
    "plan.custom.a > 1",
    "plan.custom.b.exists(x, x == plan.custom.a)",
    "plan.launch.name == plan.custom.c",
    "tier == plan.custom.a || launch_date > '2027-02-20'",
]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(EXPRESSIONS),
    st.lists(st.tuples(FACTS, st.integers(1, 3), st.integers(15, 25)), min_size=2, max_size=2),
)
def test_where_the_answer_changes_the_digest_that_votes_are_bound_to_changes(text, sides) -> None:
    """No change of a fact turns an answer while the votes of its area still hold."""
    checklist = of(text)
    found = []
    for custom, tier, day in sides:
        head = f"launchcheck: 1\nlaunch: {{name: x, date: 2027-02-{day}, tier: {tier}}}\n"
        source = Source.parse(f"{head}custom: {custom!r}\n", "plan.yaml")
        plan = read(source, Plan)
        answer = validate(plan, checklist, Facts.gather(plan, source, TODAY, None)).results[0].status
        found.append((answer, facts_digest(plan, checklist, "sales")))
    (one, before), (other, after) = found
    assert one == other or before != after


def of(text: str) -> Checklist:
    """A checklist with one expression."""
    check = f"{{kind: expression, that: {text!r}, at: sales.touches, says: it is not so}}\n"
    return Checklist(names=("acme",), areas=(), items=(item(check),))


def plan_text(sections: str) -> str:
    """A plan with these sections."""
    return f"launchcheck: 1\nlaunch: {{name: Orbit, date: 2027-02-16, tier: 1}}\nsales: {{touches: [{{way: demo}}]}}\n{sections}"


def status(checklist: Checklist, sections: str) -> str:
    """The status of the one item for a plan with these sections."""
    source = Source.parse(plan_text(sections), "plan.yaml")
    plan = read(source, Plan)
    return str(validate(plan, checklist, Facts.gather(plan, source, TODAY, None)).results[0].status)
