"""The facts of a vote: reformatting a plan keeps the digest, changing a fact does not."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from functools import cache

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polling import _data, checklist, plan

from launchcheck import votes
from launchcheck.plan import POLLED, Plan, Section, fields
from launchcheck.plan.paths import PlanPath
from launchcheck.poll import Change
from launchcheck.source import Source
from launchcheck.votes.snapshot import SHARED, changes

BECAUSE = {"reason": "Nobody needs it.", "by": "grace"}
SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def digests(of):
    """The digests of every area, of the decision, and of the whole plan."""
    return {
        **{area: votes.digest_of(votes.facts_of(of, checklist(), area)) for area in POLLED},
        "decision": votes.digest_of(votes.shared_facts(of)),
        "plan": votes.plan_digest(of),
    }


def read(text):
    """A plan from its text."""
    return Plan.model_validate(Source.parse(text).data)


# -- plans, and other ways to write them --------------------------------------------------------


def thinned(data, chance):
    """The full example with some optional parts omitted and some words changed."""
    if isinstance(data, dict):
        kept = {}
        for key, value in data.items():
            needed = key in {"launchcheck", "launch", "name", "date", "tier", "id", "people", "ways", "way"}
            if needed or chance.random() > 0.1:
                kept[key] = thinned(value, chance)
        return kept
    if isinstance(data, list):
        return [thinned(entry, chance) for entry in data]
    if isinstance(data, str) and " " in data and chance.random() < 0.3:
        return f"{data} {chance.choice(['é', '#1', ': x', '- no', '“quoted”', '12:30', 'yes', '{a}'])}"
    return data


@st.composite
def plans(draw):
    """The data of a plan: a part of the full example with valid references."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(50):
        data = thinned(_data(), chance)
        try:
            Plan.model_validate(data)
        except ValueError:  # a referenced entry was omitted
            continue
        return data
    return _data()


def written(data, chance):
    """The same plan as text, in another style."""
    data = shuffled(data, chance)
    if chance.random() < 0.25:
        return json.dumps(data, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 1, 4]))
    text = yaml.dump(
        data,
        Dumper=chance.choice([yaml.SafeDumper, Unanchored]),
        default_flow_style=chance.choice([True, False, None]),
        default_style=chance.choice([None, None, '"', "'"]),
        allow_unicode=chance.random() < 0.5,
        sort_keys=False,
        width=100_000,
        indent=chance.choice([2, 4]),
        line_break=chance.choice(["\n", "\r\n"]),
    )
    lines = text.splitlines(keepends=True)
    for _ in range(chance.randint(0, 5)):
        at = chance.randint(0, len(lines))
        if at == len(lines) or not lines[at].startswith((" ", "}")):
            lines.insert(at, "# a remark\n")
    return "".join(lines)


class Unanchored(yaml.SafeDumper):
    """A YAML writer that repeats equal values instead of using anchors."""

    def ignore_aliases(self, data):  # noqa: ARG002  # as the class above has it
        """Never."""
        return True


def shuffled(data, chance, shared=None):
    """Keys in another order, equal parts shared (which become anchors), and nulls in place of missing keys."""
    shared = {} if shared is None else shared
    if isinstance(data, dict):
        keys = list(data)
        chance.shuffle(keys)
        done = {key: shuffled(data[key], chance, shared) for key in keys}
        if "name" in done and "function" in done and "email" not in done and chance.random() < 0.5:
            done["email"] = None
    elif isinstance(data, list):
        done = [shuffled(entry, chance, shared) for entry in data]
    else:
        return data
    return shared.setdefault(repr(done), done)


@SETTINGS
@given(plans(), st.integers(0, 2**32))
def test_reformatting_a_plan_keeps_its_digests(data, seed):
    """Key order, comments, flow or block style, quoting, anchors and null make no difference."""
    text = written(data, random.Random(seed))
    assert digests(read(text)) == digests(Plan.model_validate(data))


@pytest.mark.parametrize(
    "text",
    [
        "launch: {name: Orbit, date: 2027-02-16, tier: 1}\nlaunchcheck: 1\n",
        'launchcheck: 1\nlaunch:\n  "tier": 1\n  date: "2027-02-16"   # the day\n  name: >-\n    Orbit\n',
        "launchcheck: 1\nlaunch: {name: '  Orbit ', date: 2027-02-16, tier: 1, status: planned, timezone: UTC}\n",
        "launchcheck: 1\nx: &l {name: Orbit}\n".replace("x: &l {name: Orbit}", "launch: &l")
        + " {name: Orbit, tier: 1, date: 2027-02-16, status: null, owner: ~}\nowners:\nproduct:\n",
    ],
)
def test_same_facts_have_the_same_digest(text):
    """An explicit default is the same fact as an omitted one."""
    plain = read("launchcheck: 1\nlaunch:\n  name: Orbit\n  date: 2027-02-16\n  tier: 1\n")
    assert digests(read(text)) == digests(plain)


def test_integer_equals_the_same_number_with_a_point():
    """400 and 400.0 are the same number, and `true` is not 1."""
    one, other = (
        plan(goals__0__target=figure, custom={"a": flag}) for figure, flag in ((400, 1), (400.0, 1.0))
    )
    assert digests(one) == digests(other)
    assert votes.plan_digest(plan(custom={"a": True})) != votes.plan_digest(plan(custom={"a": 1}))


# -- facts that change --------------------------------------------------------------------------


def other(value):
    """Another value of the same type."""
    if value is None:
        return "said"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, list):
        return [*value, value[0]] if value else None
    if isinstance(value, dict):
        return dict(list(value.items())[1:]) if value else None
    return None


def replaced(node, where, value):
    """Part of a plan with one value replaced."""
    if not where:
        return value
    step, rest = where[0], where[1:]
    if isinstance(node, list):
        return [replaced(entry, rest, value) if at == step else entry for at, entry in enumerate(node)]
    if isinstance(node, dict):
        return node | {step: replaced(node.get(step), rest, value)}
    name = fields(type(node))[step].attribute
    return node.model_copy(update={name: replaced(getattr(node, name), rest, value)})


@cache
def reads(area):
    """Every path that the items of an area read."""
    items = [item for item in checklist().items if area in {item.area, *checklist().answers(item)}]
    return list(dict.fromkeys(path for item in items for path in item.reads()))


@SETTINGS
@given(plans(), st.sampled_from([area.id for area in checklist().areas]), st.randoms(use_true_random=False))
def test_any_fact_that_an_area_reads_changes_its_digest(data, area, chance):
    """Changed or removed, a fact at any place of any path changes the digest."""
    whole = Plan.model_validate(data)
    before = votes.facts_of(whole, checklist(), area)
    for path in chance.sample(reads(area), 6):
        for where, value in path.select(whole):
            if value is None:
                continue
            for new in (other(value), None):
                after = votes.facts_of(replaced(whole, where, new), checklist(), area)
                if not _said(value) and not _said(new):
                    continue
                assert votes.digest_of(after) != votes.digest_of(before), (str(path), where, new)
                assert list(changes(before, after))


def _said(value):
    """Whether a value has any content: an empty section is like none."""
    facts = vars(value).values() if isinstance(value, Section) else [value]
    return any(fact is not None for fact in facts)


@pytest.mark.parametrize("path", SHARED, ids=str)
def test_every_area_and_the_decision_depend_on_shared_facts(path):
    """A new launch date concerns everyone."""
    whole = plan()
    where, value = PlanPath.of(str(path)).read(whole)
    before, after = digests(whole), digests(replaced(whole, where, other(value)))
    assert [name for name in before if before[name] == after[name]] == []


@pytest.mark.parametrize(
    ("changed", "areas"),
    [
        ({"launch__summary": "Another one"}, set()),
        ({"people__omar__email": "omar@example.com"}, set()),
        ({"waivers": None}, {"campaigns"}),
        ({"not_applicable__audience.buyer": BECAUSE}, {"audience"}),
        (
            {"not_applicable__customer_success.macros": BECAUSE, "not_applicable__sales.kit": BECAUSE},
            {"customer_success", "sales"},
        ),
        ({"not_applicable__sales": BECAUSE}, {"launch", "product", "campaigns", "sales"}),
        ({"custom": {"a": 1}}, set()),
        ({"sales__kit__pitch": "https://docs.example.com/new"}, {"sales"}),
        ({"audience__not_for": ["Nobody"]}, {"audience"}),
        ({"product__features__0__status": "cut"}, {"product", "campaigns"}),
        ({"customer_success__briefed_on": "2027-01-29"}, {"customer_success", "campaigns"}),
    ],
)
def test_fact_affects_only_the_areas_that_read_it(changed, areas):
    """A vote is not stale because of other facts."""
    before, after = digests(plan()), digests(plan(**changed))
    assert {area for area in POLLED if before[area] != after[area]} == areas


def test_digest_of_the_plan_covers_everything():
    """It includes facts that no item reads."""
    assert votes.plan_digest(plan()) != votes.plan_digest(plan(launch__summary="Another one"))


def test_facts_are_a_subset_of_the_plan():
    """The record has the facts at the same places as the plan."""
    found = votes.facts_of(plan(), checklist(), "goals")
    assert found["launch"] == {
        "date": "2027-02-16",
        "embargo_until": "2027-02-16",
        "release_date": "2027-02-09",
        "reviews": [
            {"date": "2027-02-23", "owner": "dana"},
            {"date": "2027-03-18", "owner": "dana"},
            {"date": "2027-05-17", "owner": "priya"},
        ],
        "status": "planned",
        "tier": 1,
    }
    assert sorted(found) == ["goals", "launch", "messaging", "product"]
    assert list(found["product"]) == ["caveats", "rollout"]


def test_fields_of_a_list_include_the_ids_of_its_entries():
    """The product area reads what campaigns disclose, and nothing else about them."""
    assert votes.facts_of(plan(), checklist(), "product")["campaigns"] == [
        {"id": "launch-email", "discloses": ["eu-sso"]}
    ]


# -- changes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [Change(("a",), 1, 2)]),
        ({"a": 1}, {}, [Change(("a",), 1, None)]),
        ({}, {"a": {"b": 1}}, [Change(("a",), None, {"b": 1})]),
        ({"a": 1}, {"a": True}, [Change(("a",), 1, True)]),
        ({"a": "none"}, {"a": [1]}, [Change(("a",), "none", [1])]),
        ({"a": [1, 2]}, {"a": [1, 3, 4]}, [Change(("a", 1), 2, 3), Change(("a", 2), None, 4)]),
        (
            {"a": [{"id": "x", "n": 1}, {"id": "y", "n": 1}]},
            {"a": [{"id": "z"}, {"id": "x", "n": 2}]},
            [
                Change(("a", "x", "n"), 1, 2),
                Change(("a", "y"), {"id": "y", "n": 1}, None),
                Change(("a", "z"), None, {"id": "z"}),
            ],
        ),
        (
            {"a": [{"id": "x"}, {"id": "y"}]},
            {"a": [{"id": "y"}, {"id": "x"}]},
            [Change(("a",), ["x", "y"], ["y", "x"])],
        ),
        ({"a": [{"id": "x"}] * 2}, {"a": [{"id": "x"}]}, [Change(("a", 1), {"id": "x"}, None)]),
    ],
)
def test_changes_are_reported_at_the_deepest_place(old, new, expected):
    """An entry with an id is the same entry wherever it moves."""
    assert list(changes(old, new)) == expected
