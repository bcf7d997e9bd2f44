"""The kinds of checks by themselves: their options, their words, and what they bear."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from launchcheck import catalog, checks
from launchcheck.checklist import AreaOf, Change, Checklist, Item, Layer, WaiverRules
from launchcheck.checks.all import All
from launchcheck.checks.check import Check, Compiler
from launchcheck.checks.days import Moment
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.kinds import OneCheck
from launchcheck.checks.matches import Matches
from launchcheck.checks.options import FieldPath, by_tier
from launchcheck.checks.predicates import Condition as Compiled
from launchcheck.checks.predicates import Test as Condition
from launchcheck.checks.predicates import conditions
from launchcheck.checks.problem import dotted, gathered, label, name_of
from launchcheck.checks.values import as_day, show_scalar
from launchcheck.checks.view import View
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.plan.paths import PlanPath
from launchcheck.report import Result
from launchcheck.shape import read
from launchcheck.source import Source
from launchcheck.validate import validate

TODAY = date(2027, 2, 10)
KINDS: tuple[type[Check], ...] = (*get_args(get_args(OneCheck)[0]), All)
NAMES = [get_args(kind.model_fields["kind"].annotation)[0] for kind in KINDS]

HEAD = """\
checklist: 1
name: acme
areas: [{id: sales, question: Is sales ready?}]
items:
  - id: sales.one
    area: sales
    question: Is it?
    why: Or not.
    fix: Mend it.
    severity: blocker
    due: T-7
"""


@cache
def read_item(check: str, **fields: str) -> Item:
    """An item with a check, which is written as a map of YAML without its braces."""
    more = "".join(f"    {key}: {value}\n" for key, value in fields.items())
    layer = read(Source.parse(f"{HEAD}{more}    check: {{{check}}}\n", "acme.yaml"), Layer)
    return layer.items[0]


def refused(check: str, **fields: str) -> list[tuple[str, str]]:
    """What is said of an item that is malformed, with what is advised; the line is the check's."""
    with pytest.raises(LaunchcheckError) as caught:
        read_item(check, **fields)
    return [(part.message, part.hint) for part in caught.value.parts or (caught.value,)]


def column(check: str) -> list[str]:
    """Where a malformed check is wrong: the text at each place that is complained of."""
    with pytest.raises(LaunchcheckError) as caught:
        read_item(check)
    found = []
    for part in caught.value.parts:
        place = part.locations[0]
        found.append(place.text[place.column - 1 : place.end_column - 1])
    return found


def plan(sections: str = "") -> tuple[Plan, Facts]:
    """A plan with some sections, and the facts about it."""
    launch = "launch: {name: Orbit, date: 2027-02-16, tier: 1}"
    source = Source.parse(f"launchcheck: 1\n{launch}\n{sections}\n", "plan.yaml")
    return read(source, Plan), Facts(TODAY, source.locate, source.name)


def context(sections: str = "") -> View:
    """A plan as checks see it."""
    return View(*plan(sections), 1)


def result(check: str, sections: str = "", **fields: str) -> Result:
    """What an item with this check makes of a plan."""
    checklist = Checklist(names=("acme",), areas=(), items=(read_item(check, **fields),))
    subject, facts = plan(sections)
    return validate(subject, checklist, facts).results[0]


def said(check: str, sections: str = "") -> list[str]:
    """What a check says of a plan."""
    return [each.message for each in result(check, sections).findings]


def problems(check: str, sections: str = "") -> list[tuple[str, str, str, list[str]]]:
    """What a check finds: its kind, where, the words, and the other sides."""
    return [
        (each.kind, dotted(each.where), each.message, [dotted(where) for where in each.related])
        for each in read_item(check).check.compile(Compiler())(context(sections)).problems
    ]


# -- the registry ------------------------------------------------------------------------------


def test_every_kind_is_a_file_of_its_own() -> None:
    """The kinds are the modules of the folder, but for those that the kinds share."""
    import pkgutil

    shared = {
        *("check", "days", "entries", "kinds", "options", "predicates"),
        *("problem", "reads", "select", "values", "view"),
    }
    assert sorted({module.name for module in pkgutil.iter_modules(checks.__path__)} - shared) == sorted(NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_manual_of_its_own(kind: type[Check]) -> None:
    """A kind says in its docstring what it asks, in a sentence that ends."""
    words = (kind.__doc__ or "").strip()
    assert (words != (Check.__doc__ or "").strip(), words[:1].isupper() or words[:1] == "`", words[-1:]) == (
        True,
        True,
        ".",
    )


def models() -> Iterator[type[BaseModel]]:
    """Every model that a checklist is written in."""
    found: list[type[BaseModel]] = [Layer, Item, Change, AreaOf, WaiverRules, Condition, *KINDS]
    for kind in KINDS:
        for field in kind.model_fields.values():
            for part in get_args(field.annotation):
                if isinstance(part, type) and issubclass(part, BaseModel) and part not in found:
                    found.append(part)
    yield from found


@pytest.mark.parametrize("model", list(models()))
def test_every_option_is_described(model: type[BaseModel]) -> None:
    """Whatever a checklist may say has a description for the schema and the manual."""
    known = model.model_json_schema(by_alias=True)
    properties = known.get("properties") or known["anyOf"][0]["properties"]
    bare = [
        name
        for name, said in properties.items()
        if '"description"' not in json.dumps(said) and name != "kind"
    ]
    assert bare == []


def test_an_unknown_kind_is_answered_with_the_closest() -> None:
    """A slip in the kind is told what was meant, at its place."""
    ((message, hint),) = refused("kind: presnt, paths: [goals]")
    assert (
        "'presnt'" in message,
        "'present'" in f"{message} {hint}",
        column("kind: presnt, paths: [goals]"),
    ) == (
        True,
        True,
        ["presnt"],
    )


@pytest.mark.parametrize("kind", [kind for kind in NAMES if kind != "all"])
def test_every_kind_refuses_options_that_it_does_not_have(kind: str) -> None:
    """An unknown option is located, whichever the kind."""
    complaints = refused(f"kind: {kind}, zzz: 1")
    assert [message for message, _ in complaints if "'zzz'" in message or "zzz" in message] != []


@pytest.mark.parametrize(
    ("check", "message", "hint"),
    [
        ("kind: count, of: goals, at_least: {4: 1}", "'4' is not a tier", "tiers are 1, 2 and 3"),
        (
            "kind: declared, of: 'goals[].id', by: launch.owner, date: launch.date",
            "'goals[].id' is many facts; one is needed",
            "write a path without []",
        ),
    ],
)
def test_an_option_that_will_not_do_says_what_would(check: str, message: str, hint: str) -> None:
    """What is wrong, and what to write instead."""
    assert refused(check) == [(message, hint)]


# -- paths -------------------------------------------------------------------------------------


DAY = "first_by: T-28, weekdays: 10, until: T"
FIELDS = [
    ("kind: each, of: campaigns, has: [ownr]", "ownr", "an entry of campaigns has no 'ownr'", "owner"),
    ("kind: each, of: campaigns, is: {chanel: email}", "chanel", "an entry of campaigns has no 'chanel'", "channel"),
    ("kind: each, of: campaigns, where: {chanel: email}, has: [owner]", "chanel", "an entry of campaigns has no 'chanel'", "channel"),
    ("kind: each, of: 'campaigns[].claims', has: [prof]", "prof", "an entry of campaigns[].claims has no 'prof'", "proof"),
    ("kind: count, of: campaigns, distinct: chanel, at_least: 1", "chanel", "an entry of campaigns has no 'chanel'", "channel"),
    ("kind: order, of: campaigns, first: .goes_liv, then: T", ".goes_liv", "an entry of campaigns has no 'goes_liv'", "goes_live"),
    ("kind: happened, of: sales.touches, date: dat", "dat", "an entry of sales.touches has no 'dat'", "date"),
    ("kind: happened, date: sales.demo.last_check", "sales.demo.last_check", "sales.demo has no 'last_check'", "last_checked"),
    ("kind: different, of: goals, one: baselin, other: target", "baselin", "an entry of goals has no 'baselin'", "baseline"),
    ("kind: ascending, of: goals, by: [targt]", "targt", "an entry of goals has no 'targt'", "target"),
    ("kind: refers, of: goals, field: ownr, to: people", "ownr", "an entry of goals has no 'ownr'", "owner"),
    (f"kind: spacing, of: sales.touches, date: dat, {DAY}", "dat", "an entry of sales.touches has no 'dat'", "date"),
    ("kind: milestones, of: launch.reviews, date: dat, start: T, within: [7]", "dat", "an entry of launch.reviews has no 'dat'", "date"),
    ("kind: reaches, of: product.rollout.steps, field: percnt, date: date, at_least: 100, by: T", "percnt", "an entry of product.rollout.steps has no 'percnt'", "percent"),
    ("kind: covers, of: product.caveats, key: ide, places: [{of: campaigns, field: discloses, called: x}]", "ide", "an entry of product.caveats has no 'ide'", "id"),
    ("kind: different, of: goals, one: baseline, other: targt", "targt", "an entry of goals has no 'targt'", "target"),
    ("kind: wording, of: campaigns, texts: [nam], stage: product.availability.stage, general_stage: general, general_words: [], sweeping_words: [], sweeping_nouns: [], offered: {}, naming_none: []", "nam", "an entry of campaigns has no 'nam'", "name"),
    ("kind: present, paths: [sales.kit.ptch]", "sales.kit.ptch", "sales.kit has no 'ptch'", "pitch"),
    ("kind: matches, path: launch.nam, pattern: a", "launch.nam", "launch has no 'nam'", "name"),
    ("kind: ratio, part: sales.understood.pased, whole: sales.understood.total, at_least: 80", "sales.understood.pased", "sales.understood has no 'pased'", "passed"),
    ("kind: order, first: launch.release_dat, then: T", "launch.release_dat", "launch has no 'release_dat'", "release_date"),
    ("kind: each, of: launch.name, has: [x]", "launch.name", "'launch.name' is not a list", ""),
    ("kind: order, of: campaigns, first: T, then: .goes_liv", ".goes_liv", "an entry of campaigns has no 'goes_liv'", "goes_live"),
    ("kind: covers, of: product.caveats, key: id, places: [{of: campaigns, field: disclses, called: x}]", "disclses", "an entry of campaigns has no 'disclses'", "discloses"),
    ("kind: covers, of: product.caveats, key: id, places: [{of: campaigns, field: discloses, called: x, where: {chanel: email}}]", "chanel", "an entry of campaigns has no 'chanel'", "channel"),
    ("kind: covers, of: product.caveats, key: id, places: [{of: campaigns, field: discloses, called: x, has: [ownr]}]", "ownr", "an entry of campaigns has no 'ownr'", "owner"),
    ("kind: refers, of: goals, field: owner, to: people, has: [bakup]", "bakup", "an entry of people has no 'bakup'", "backup"),
    ("kind: refers, of: goals, field: owner, to: people, is: {functon: [sales]}", "functon", "an entry of people has no 'functon'", "function"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "place", "message", "meant"), FIELDS)
def test_a_field_that_entries_do_not_have_is_refused(
    check: str, place: str, message: str, meant: str
) -> None:
    """Each option that names a fact is held to the format, where it stands, with the closest name."""
    complaints = refused(check)
    hints = [hint for _, hint in complaints if meant in hint]
    assert ([words for words, _ in complaints], len(hints), column(check)) == ([message], 1, [place])


def of_entries(annotation: Any) -> bool:
    """Whether a type holds a path from an entry."""
    if FieldPath in (annotation, *get_args(annotation)):
        return True
    return any(of_entries(part) for part in get_args(annotation) if not isinstance(part, type))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(kind, EntryCheck)])
def test_every_option_that_names_a_field_is_tried_above(kind: type[Check]) -> None:
    """An option that is a path from an entry is refused above, or by the same option of another kind."""
    hints = get_type_hints(kind, include_extras=True)
    named = [field.alias or name for name, field in kind.model_fields.items() if of_entries(hints[name])]
    tried = " ".join(check.replace("'", "") for check, *_ in FIELDS)
    assert [name for name in named if f" {name}: " not in tried] == []


def test_several_fields_that_are_wrong_are_said_at_once() -> None:
    """One look at a check finds all of them."""
    check = "kind: each, of: campaigns, has: [ownr, name, gol]"
    assert ([message for message, _ in refused(check)], column(check)) == (
        ["an entry of campaigns has no 'ownr'", "an entry of campaigns has no 'gol'"],
        ["ownr", "gol"],
    )


def test_below_custom_any_field_may_be_asked() -> None:
    """A company's own facts have any shape."""
    sections = "custom: {reviews: [{by: dana}, {}]}"
    assert said("kind: each, of: custom.reviews, what: review, has: [by.whom]", sections) == [
        "custom.reviews[0] does not say by.whom",
        "custom.reviews[1] does not say by.whom",
    ]


@pytest.mark.parametrize("item", catalog.built_in().items, ids=lambda item: item.id)
def test_the_facts_of_an_item_are_known_to_the_format(item: Item) -> None:
    """What an item reads can be explained and leaned on: every path is one of the plan's."""
    wrong = []
    for path in item.reads():
        try:
            path.check(Plan)
        except LaunchcheckError as error:
            wrong.append(str(error))
    assert (wrong, len(item.reads()) > 0) == ([], True)


def test_a_checklist_travels_with_its_paths_as_they_were() -> None:
    """After a trip between processes a check reads the same objects, and is equal."""
    before = catalog.built_in()
    after = pickle.loads(pickle.dumps(before))
    same = [
        all(old is new for old, new in zip(one.reads(), other.reads(), strict=True))
        for one, other in zip(before.items, after.items, strict=True)
    ]
    assert (set(same), before == after) == ({True}, True)


# -- days --------------------------------------------------------------------------------------


GIVEN = """\
campaigns: [{id: a, goes_live: 2027-02-20}, {id: b, goes_live: 2027-02-18, public: false}, {id: c, goes_live: 2027-02-19}]
messaging: {changed_on: 2027-01-15}
custom: {reviewed: 2027-01-01, odd: soon, far: 9999-12-31, week: 2027-W05-1}
"""


@pytest.mark.parametrize(
    ("text", "where", "expected", "words"),
    [
        ("today", ("launch",), "2027-02-10", "today (Wed 10 Feb 2027)"),
        ("today-10", ("launch",), "2027-01-31", "10 days before today (Sun 31 Jan 2027)"),
        ("T", ("launch", "date"), "2027-02-16", "the launch (Tue 16 Feb 2027)"),
        ("T-28", ("launch", "date"), "2027-01-19", "28 days before the launch (Tue 19 Jan 2027)"),
        ("T+1", ("launch", "date"), "2027-02-17", "1 day after the launch (Wed 17 Feb 2027)"),
        (
            "first_public",
            ("campaigns", 2, "goes_live"),
            "2027-02-19",
            "the first public campaign, 'c' (Fri 19 Feb 2027)",
        ),
        (
            "first_public-1",
            ("campaigns", 2, "goes_live"),
            "2027-02-18",
            "1 day before the first public campaign, 'c' (Thu 18 Feb 2027)",
        ),
        (
            "messaging.changed_on",
            ("messaging", "changed_on"),
            "2027-01-15",
            "messaging.changed_on (Fri 15 Jan 2027)",
        ),
        ("custom.reviewed", ("custom", "reviewed"), "2027-01-01", "custom.reviewed (Fri 1 Jan 2027)"),
    ],
)
def test_a_day_is_known_with_a_plan_in_hand(
    text: str, where: tuple[str, ...], expected: str, words: str
) -> None:
    """Each form of a day leads to a day, its place, and its words."""
    moment = Moment(text)
    place, found = moment.on(context(GIVEN))
    assert found
    assert (place, str(found), moment.says(found, context(GIVEN))) == (where, expected, words)


@pytest.mark.parametrize(
    "text", ["launch.release_date", "custom.odd", "custom.far", "custom.week", "custom.none.at_all"]
)
def test_a_day_may_be_unknown(text: str) -> None:
    """A plan that does not say it, or says no day of the calendar that plans have, has none."""
    assert Moment(text).on(context(GIVEN)) == (tuple(text.split(".")), None)


def test_a_day_after_a_dot_is_a_fact_of_the_entry() -> None:
    """The entry in hand says the day, at its own place."""
    found = context(GIVEN)
    entry = found.plan.campaigns and found.plan.campaigns[0]
    assert Moment(".goes_live").on(found, ("campaigns", 0), entry) == (
        ("campaigns", 0, "goes_live"),
        date(2027, 2, 20),
    )


def test_without_a_public_campaign_the_launch_stands_in() -> None:
    """Where nothing public is planned, the first public day is the launch date."""
    quiet = "campaigns: [{id: b, goes_live: 2027-02-01, public: false}, {id: c, public: true}]"
    found = [(context(each), Moment("first_public")) for each in ("", quiet)]
    days = [moment.on(each) for each, moment in found]
    words = [moment.says(day, each) for (each, moment), (_, day) in zip(found, days, strict=True) if day]
    assert (days, words) == (
        [(("launch", "date"), date(2027, 2, 16))] * 2,
        ["the launch (Tue 16 Feb 2027)"] * 2,
    )


FORMS = "write today, T, T-14, first_public, a path like launch.release_date, or .field of an entry"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("tomorow", "a plan has no 'tomorow'", None),
        ("T-", "a plan has no 'T-'", None),
        ("T-1000", "'T-1000' is not a day that a check knows", FORMS),
        ("t-14", "a plan has no 't-14'", None),
        ("today - 3", "'today - 3' is not a day that a check knows", FORMS),
        (".", "'.' is not a day that a check knows", FORMS),
        ("..by", "'..by' is not a day that a check knows", FORMS),
        ("launch.name", "'launch.name' is no day", "write a path to a day, like launch.release_date"),
        ("launch", "'launch' is no day", "write a path to a day, like launch.release_date"),
        ("campaigns[].goes_live", "'campaigns[].goes_live' is many days; one is needed", "write a path without []"),
        ("launch.dat", "launch has no 'dat'", "did you mean 'date'?"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str, message: str, hint: str | None) -> None:
    """A day that no plan can say is refused when the checklist is read, with the forms that there are."""
    ((words, advice),) = refused(f"kind: order, first: '{text}', then: T")
    assert (words, advice if hint is not None else None) == (message, hint)


def test_days_are_equal_by_their_text() -> None:
    """Moments are values: equal, hashed and pickled by what they say."""
    one, other = Moment("T-28"), pickle.loads(pickle.dumps(Moment("T-28")))
    assert (one == other, hash(one) == hash(other), one == Moment("T-27"), repr(one)) == (
        True,
        True,
        False,
        "Moment('T-28')",
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2027, 2, 16), "2027-02-16"),
        ("2027-02-16", "2027-02-16"),
        ("2027-02-30", "None"),
        ("20270216", "None"),
        ("2027-W05-1", "None"),
        ("１２３４-02-16", "None"),
        ("0001-01-01", "None"),
        ("9999-12-31", "None"),
        (20270216, "None"),
        (None, "None"),
    ],
)
def test_text_is_a_day_where_a_plan_would_say_so(value: object, expected: str) -> None:
    """A company's own days are held to the form and the years of all others."""
    assert str(as_day(value)) == expected


# -- thresholds by tier ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"), [(7, {1: 7, 2: 7, 3: 7}), ({1: 7, 3: 2}, {1: 7, 3: 2}), ({}, {})]
)
def test_a_threshold_is_one_for_all_or_one_for_each(value: Any, expected: dict[int, int]) -> None:
    """A number stands for every tier; a map for those that it names."""
    assert by_tier(value) == expected


@pytest.mark.parametrize(
    ("threshold", "place"),
    [
        ("seven", "seven"),
        ("1.5", "1.5"),
        ("true", "true"),
        ("{1: seven}", "seven"),
        ("{4: 7}", "4"),
        ("{one: 7}", "one"),
        ("[7]", "["),
    ],
)
def test_a_threshold_of_another_shape_is_refused(threshold: str, place: str) -> None:
    """What is no whole number, and no tier, is located."""
    complaints = refused(f"kind: count, of: goals, at_least: {threshold}")
    assert (
        len(complaints),
        column(f"kind: count, of: goals, at_least: {threshold}")[0].startswith(place[0]) or place == "[",
    ) == (1, True)


def test_a_tier_without_a_threshold_is_held_to_none() -> None:
    """A count that names tier 3 alone has nothing to say at tier 1."""
    assert said("kind: count, of: goals, at_least: {3: 2}", "goals: [{id: a}]") == []


# -- tests of a value --------------------------------------------------------------------------


MESSAGING = "messaging: {version: 3, changed_on: 2027-01-15}"


def compiled(test: str) -> Compiled:
    """A test of the field `custom`, compiled."""
    written = Condition.model_validate(Source.parse(f"test: {test}").data["test"])
    return conditions({PlanPath.of("custom"): written})[0]


@pytest.mark.parametrize(
    ("test", "value", "verdict"),
    [
        ("done", "done", ""),
        ("done", "cut", "wrong"),
        ("[done, cut]", "cut", ""),
        ("{is: [done, cut]}", "planned", "wrong"),
        ("done", None, "missing"),
        ("true", True, ""),
        ("true", 1, "wrong"),
        ("1", True, "wrong"),
        ("1", 1.0, ""),
        ("2027-02-16", date(2027, 2, 16), ""),
        ("{not: [2027-02-16]}", date(2027, 2, 16), "wrong"),
        ("{not: [a]}", "a", "wrong"),
        ("{not: [a]}", "b", ""),
        ("{not: [a]}", None, "missing"),
        ("{given: true}", "a", ""),
        ("{given: true}", 0, ""),
        ("{given: true}", False, ""),
        ("{given: true}", [], "missing"),
        ("{given: true}", None, "missing"),
        ("{given: false}", None, ""),
        ("{given: false}", [], ""),
        ("{given: false}", "a", "wrong"),
        ("{given: true, at_least: 3}", 2, "wrong"),
        ("{given: true, is: [a]}", "a", ""),
        ("{at_least: 3}", 3, ""),
        ("{at_least: 3}", 2.9, "wrong"),
        ("{at_least: 3}", "3", "wrong"),
        ("{at_least: 0}", True, "wrong"),
        ("{at_least: 0.5}", 0.5, ""),
        ("{at_most: 3}", 3, ""),
        ("{at_most: 3}", 4, "wrong"),
        ("{at_least: 1, at_most: 3}", 2, ""),
        ("{at_most: 3}", None, "missing"),
        ("{same_as: messaging.version}", 3, ""),
        ("{same_as: messaging.version}", 2, "wrong"),
        ("{same_as: sales.demo.owner}", 2, "missing"),
        ("{same_as: messaging.changed_on}", "2027-01-15", ""),
        ("{by: today}", date(2027, 2, 10), ""),
        ("{by: today}", date(2027, 2, 11), "scheduled"),
        ("{by: T}", date(2027, 2, 17), "wrong"),
        ("{from: T-28}", date(2027, 1, 19), ""),
        ("{from: T-28}", date(2027, 1, 18), "wrong"),
        ("{from: messaging.changed_on, by: today}", date(2027, 1, 14), "wrong"),
        ("{from: messaging.changed_on, by: today}", "2027-02-01", ""),
        ("{from: launch.release_date}", date(2027, 2, 1), "missing"),
        ("{by: today}", "soon", "wrong"),
        ("{by: today}", 7, "wrong"),
        ("{}", "a", ""),
        ("{}", None, "missing"),
    ],
)
def test_a_value_is_held_to_what_a_test_says(test: str, value: Any, verdict: str) -> None:
    """Each test by itself: what holds, what does not, and what the plan does not say."""
    assert compiled(test).verdict(value, context(MESSAGING)) == verdict


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("done", False),
        ("{not: [done]}", True),
        ("{not: [done], is: [cut]}", False),
        ("{not: [done], given: true}", False),
        ("{not: [0], at_least: 3}", False),
        ("{given: true}", False),
        ("{given: false}", True),
        ("{at_most: 3}", False),
    ],
)
def test_an_entry_that_does_not_say_it_is_none_of_any_list(test: str, *, expected: bool) -> None:
    """Where a field is left out, only what it must not be holds."""
    assert compiled(test).meets(None, context()) == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("done", "done"),
        ("[true, 2, x]", "true, 2 or x"),
        ("{not: [0]}", "other than 0"),
        ("{at_least: 3, at_most: 4.5}", "at least 3 and at most 4.5"),
        ("{same_as: messaging.version}", "3 (messaging.version)"),
        (
            "{from: messaging.changed_on, by: today}",
            "from messaging.changed_on (Fri 15 Jan 2027) to today (Wed 10 Feb 2027)",
        ),
        ("{given: true}", "given"),
        ("{given: false}", "left out"),
        ("2027-02-16", "Tue 16 Feb 2027"),
    ],
)
def test_a_test_says_what_a_value_must_be(test: str, expected: str) -> None:
    """What is needed, in words."""
    condition = Condition.model_validate(Source.parse(f"test: {test}").data["test"])
    assert condition.words(context(MESSAGING)) == expected


@pytest.mark.parametrize(
    ("test", "said_of_it"),
    [
        ("{isn: [a]}", "isn"),
        ("{at_least: many}", "many"),
        ("{at_least: '3'}", "3"),
        ("{at_least: true}", "true"),
        ("{by: sometime}", "sometime"),
        ("{same_as: 'campaigns[].goal'}", "'campaigns[].goal' is many facts; one is needed"),
        ("{same_as: messaging.versio}", "messaging has no 'versio'"),
        ("{is: [[a]]}", ""),
        ("{given: maybe}", "maybe"),
    ],
)
def test_a_test_of_another_shape_is_refused(test: str, said_of_it: str) -> None:
    """A test that cannot be understood is refused when the checklist is read."""
    complaints = refused(f"kind: each, of: sales.touches, is: {{message_version: {test}}}")
    assert (len(complaints) >= 1, said_of_it in complaints[0][0]) == (True, True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "nothing"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (date(2027, 2, 16), "Tue 16 Feb 2027"),
        ("2027-02-16", "Tue 16 Feb 2027"),
        ("a\nb", "a\\nb"),
    ],
)
def test_values_are_shown_as_yaml_writes_them(value: Any, expected: str) -> None:
    """A value in a message is one that a person can find in the plan."""
    assert show_scalar(value) == expected


def test_a_condition_on_entries_of_an_entry_needs_one_that_fits() -> None:
    """An entry is meant where any of its own entries fits."""
    check = "kind: count, of: campaigns, what: campaign, where: {'claims[].text': Fast}, at_least: 2"
    sections = (
        "campaigns: [{id: a, claims: [{text: Slow}, {text: Fast}]}, {id: b, claims: [{text: Slow}]}, {id: c}]"
    )
    assert said(check, sections) == [
        "only 1 campaign with claims[].text Fast; at least 2 needed; 'c' does not say claims",
    ]


# -- names of things ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "entry", "expected"),
    [
        (("campaigns", 0), {"id": "mail", "name": "Mail"}, "campaign 'mail'"),
        (("campaigns", 0), {"name": "Mail"}, "campaign 'Mail'"),
        (("campaigns", 2, "claims", 0), {"proof": "x"}, "campaigns[2].claims[0]"),
        (("audience", "not_for", 0), "Acme", "campaign 'Acme'"),
        (("people", "dana"), {"name": "Dana"}, "campaign 'dana'"),
        (("custom", "all", 0), 7, "custom.all[0]"),
    ],
)
def test_an_entry_is_called_by_what_it_is_called(
    where: tuple[str | int, ...], entry: Any, expected: str
) -> None:
    """An id, a name or a word; else the place in the plan."""
    assert (name_of("campaign", where, entry), label(where, entry) in expected) == (expected, True)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("launch.name", "Orbit"),
        ("launch.summary", "None"),
        ("product.scope.in", "['Sync']"),
        ("customer_success.cover.from", "2027-02-16"),
        ("sales.kit.pitch", "None"),
        ("custom.term.from", "1"),
        ("custom.term.from_", "2"),
        ("custom.term.to", "None"),
        ("custom.word.from", "None"),
        ("custom.nothing.from", "None"),
        ("custom.word", "yes"),
        ("goals", "None"),
    ],
)
def test_a_fact_is_what_the_plan_says(path: str, expected: str) -> None:
    """In sections, and in a company's own maps, where `from` and `from_` are two things."""
    found = context("""
product: {scope: {in: [Sync]}}
customer_success: {cover: {from: 2027-02-16}}
custom: {term: {from: 1, from_: 2}, word: yes, nothing: }
""")
    asked = PlanPath.of(path)
    assert [(where, str(value)) for where, value in found.select(asked)] == [(asked.steps, expected)]
    assert found.value(asked) == asked.value(found.plan)


def test_places_are_written_as_paths() -> None:
    """Numbers stand in brackets, and what is odd is escaped."""
    assert [dotted(where) for where in ((), ("a",), ("a", 2, "b", 0, "c"), ("custom", "x\ny"))] == [
        "",
        "a",
        "a[2].b[0].c",
        "custom.x\\ny",
    ]


def test_what_is_missing_is_gathered_by_section() -> None:
    """Facts that one section lacks are one problem, each fact once."""
    places = [
        ("sales", "kit", "pitch"),
        ("goals",),
        ("sales", "kit", "demo"),
        ("sales", "kit", "pitch"),
        ("people",),
    ]
    found = list(gathered(places))
    assert [(each.where, each.message, each.wants) for each in found] == [
        (
            ("sales", "kit", "pitch"),
            "sales.kit does not say pitch and demo",
            (("sales", "kit", "pitch"), ("sales", "kit", "demo")),
        ),
        (("goals",), "the plan does not say goals and people", (("goals",), ("people",))),
    ]


# -- entries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "sections", "expected"),
    [
        ("", "", ["campaigns is not given"]),
        ("", "campaigns: []", ["campaigns is empty"]),
        ("may_be_empty: true", "", ["campaigns is not given"]),
        ("may_be_empty: true", "campaigns: []", []),
    ],
)
def test_a_list_says_something(options: str, sections: str, expected: list[str]) -> None:
    """A list that is not given is missing, also one that may be empty."""
    assert said(f"kind: each, of: campaigns, has: [owner], {options}", sections) == expected


@pytest.mark.parametrize(
    ("options", "sections", "expected"),
    [
        ("", "", ["campaigns is not given"]),
        ("", "campaigns: [{id: a}]", ["campaigns[0].claims is not given"]),
        ("", "campaigns: [{id: a, claims: []}]", ["campaigns[0].claims is empty"]),
        ("may_be_empty: true", "", ["campaigns is not given"]),
        ("may_be_empty: true", "campaigns: [{id: a}, {id: b, claims: []}]", []),
        ("may_be_empty: true", "campaigns: []", []),
    ],
)
def test_a_list_within_a_list_may_be_left_out_of_an_entry(
    options: str, sections: str, expected: list[str]
) -> None:
    """What may be empty may be left out of an entry, but the list of entries is asked for."""
    assert said(f"kind: each, of: 'campaigns[].claims', has: [proof], {options}", sections) == expected


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        (
            "",
            [
                "sales.demo does not say owner, environment and last_checked",
            ],
        ),
        (
            "people: {dana: {}}\nsales: {demo: {owner: dana, environment: e.md, last_checked: 2027-02-11}}",
            ["sales.demo.last_checked is scheduled for Thu 11 Feb 2027; it counts once it has happened"],
        ),
    ],
)
def test_without_a_list_it_is_the_plan_that_is_asked(sections: str, expected: list[str]) -> None:
    """Fields of the plan itself are asked for like those of an entry."""
    check = "kind: each, has: [sales.demo.owner, sales.demo.environment], is: {sales.demo.last_checked: {by: today}}"
    assert said(check, sections) == expected


TOLD = "{teams: [a], d: 2027-02-09, live: true}"
TO_COME = "{teams: [a], d: 2027-02-12, live: true}"


@pytest.mark.parametrize(
    ("talks", "expected"),
    [
        (f"{TOLD}, {TOLD}", []),
        (f"{TOLD}, {TO_COME}", [("scheduled", "only 1 of 2 talks, 1 more scheduled", [1])]),
        (f"{TO_COME}, {TO_COME}", [("scheduled", "0 of 2 talks, 2 more scheduled", [0, 1])]),
        (TO_COME, [("wrong", "0 of 2 talks, 1 more scheduled", [0])]),
        (TOLD, [("wrong", "only 1 of 2 talks", [])]),
        (f"{TOLD}, {{teams: [a], d: 2027-02-12, live: false}}", [("wrong", "only 1 of 2 talks", [1])]),
    ],
)
def test_entries_of_a_day_to_come_carry_what_they_name_once_it_has_come(
    talks: str, expected: list[tuple[str, str, list[int]]]
) -> None:
    """Scheduled where that will be enough, wrong where it will not, or where they do not fit otherwise."""
    place = "of: custom.talks, field: teams, called: talk, at_least: 2, where: {d: {by: today}, live: [true]}"
    check = f"kind: covers, of: custom.teams, what: team, key: id, places: [{{{place}}}]"
    assert problems(check, f"custom: {{teams: [{{id: a}}], talks: [{talks}]}}") == [
        (kind, "custom.teams[0]", f"team 'a': {words}", [f"custom.talks[{index}]" for index in others])
        for kind, words, others in expected
    ]


def test_the_entry_that_fits_is_asked_for_what_it_lacks() -> None:
    """Others that name the same are no help."""
    place = "of: custom.talks, field: teams, called: talk, has: [by], where: {live: [true]}"
    check = f"kind: covers, of: custom.teams, what: team, key: id, places: [{{{place}}}]"
    talks = "[{id: t, teams: [a], live: false}, {id: u, teams: a, live: true}, {id: v, live: true}]"
    words = "team 'a': talk 'u' does not say by"
    assert said(check, f"custom: {{teams: [{{id: a}}], talks: {talks}}}") == [words]


def test_no_milestone_is_met_while_the_day_they_count_from_is_not_known() -> None:
    """Days that are booked count from nothing."""
    check = "kind: milestones, of: custom.reviews, date: d, start: custom.first, within: [7, 28]"
    reviews = "reviews: [{d: 2027-02-20}, {d: 2027-03-10}]"
    assert (
        result(check, f"custom: {{first: 2027-02-16, {reviews}}}").progress,
        result(check, f"custom: {{{reviews}}}").progress,
        said(check, f"custom: {{{reviews}}}"),
    ) == ((2, 2, 0), (0, 2, 0), ["custom.first is not given"])


def test_progress_counts_entries_that_are_in_order() -> None:
    """An entry with any problem is not in order; without entries there is nothing to count."""
    check = "kind: each, of: campaigns, has: [owner, goal, name]"
    sections = "campaigns: [{id: a, name: A}, {id: b, name: B}, {id: c}]"
    found = [
        result(check, sections).progress,
        result(check, "campaigns: []").progress,
        result(check).progress,
    ]
    only_name = result("kind: each, of: campaigns, has: [name]", sections).progress
    assert ([each and (each.done, each.needed) for each in (*found, only_name)]) == [
        (0, 3),
        None,
        None,
        (2, 3),
    ]


WORDING = (
    "kind: wording, of: campaigns, what: campaign, texts: [name], stage: product.availability.stage,"
    " general_stage: general, general_words: [for everybody], sweeping_words: [all, every],"
    " sweeping_nouns: [plan, customer], offered: {plan: product.availability.plans,"
    " region: product.availability.regions}, naming_none: [the, our]"
)


def wording(name: str, availability: str) -> list[tuple[str, str, str, list[str]]]:
    """What is found in the name of a campaign."""
    offered = f"product: {{availability: {{{availability}}}}}"
    return problems(WORDING, f"campaigns: [{{id: c, name: '{name}'}}]\n{offered}")


PLANS, REGIONS = "product.availability.plans", "product.availability.regions"
NAME = "campaigns[0].name"


@pytest.mark.parametrize(
    ("name", "availability", "expected"),
    [
        (
            "It is on every plan",
            "stage: general, plans: [team]",
            [
                (
                    "wrong",
                    NAME,
                    f"'every plan' in 'It is on every plan' goes too far: {PLANS} says team",
                    [PLANS],
                )
            ],
        ),
        (
            "It is on all our plans",
            "stage: general",
            [
                (
                    "missing",
                    NAME,
                    f"'all … plans' in 'It is on all our plans' goes too far: {PLANS} is not given",
                    [PLANS],
                )
            ],
        ),
        (
            "Loved by all customers",
            "stage: general, plans: [team], regions: [eu, us]",
            [
                (
                    "wrong",
                    NAME,
                    f"'all customers' in 'Loved by all customers' goes too far: {PLANS} says team; {REGIONS} says eu and us",
                    [PLANS, REGIONS],
                )
            ],
        ),
        (
            "Made for everybody",
            "stage: beta, plans: [team]",
            [
                (
                    "wrong",
                    NAME,
                    "'for everybody' in 'Made for everybody' promises it to everybody, but product.availability.stage is beta",
                    ["product.availability.stage"],
                )
            ],
        ),
        (
            "In the enterprise plan",
            "stage: general, plans: [team]",
            [
                (
                    "wrong",
                    NAME,
                    f"'enterprise plan' in 'In the enterprise plan' names one that is not offered: {PLANS} says team",
                    [PLANS],
                )
            ],
        ),
        ("Acme’s plan, the customers’ plan, everybody for", "stage: beta, plans: [team]", []),
        ("On every plan", "stage: general, plans: [all]", []),
    ],
)
def test_words_that_promise_too_much_name_the_other_side(
    name: str, availability: str, expected: list[Any]
) -> None:
    """Each finding stands at the text, and what the plan says of it belongs to it."""
    assert wording(name, availability) == expected


@pytest.mark.parametrize(
    ("check", "sections", "expected"),
    [
        (
            "kind: count, of: goals, what: goal, at_most: 1",
            "goals: [{id: a}, {id: b}, {id: c}]",
            [
                (
                    "wrong",
                    "goals[1]",
                    "3 goals: 'a', 'b' and 'c'; at most 1 may be there",
                    ["goals[0]", "goals[2]"],
                )
            ],
        ),
        (
            "kind: count, of: goals, what: goal, where: {kind: [primary], metric: {given: true}}, at_most: 1",
            "goals: [{id: a, kind: primary, metric: Signups}, {id: b, kind: primary, metric: Seats}]",
            [
                (
                    "wrong",
                    "goals[1]",
                    "2 goals with kind primary and metric: 'a' and 'b'; at most 1 may be there",
                    ["goals[0]"],
                )
            ],
        ),
        (
            "kind: order, of: custom.things, first: .a, then: T",
            "custom: {things: [{a: soon}]}",
            [
                (
                    "wrong",
                    "custom.things[0].a",
                    "custom.things[0].a is 'soon'; it must be a day, like 2027-02-16",
                    [],
                )
            ],
        ),
        (
            "kind: covers, of: product.caveats, what: caveat, key: id, places: [{of: campaigns, field: discloses, called: campaign, has: [owner], at_least: 2}]",
            "product: {caveats: [{id: slow}]}\npeople: {dana: {}}\ncampaigns: [{id: a, discloses: [slow]}, {id: b, discloses: [slow], owner: dana}]",
            [("wrong", "product.caveats[0]", "caveat 'slow': only 1 of 2 campaigns", ["campaigns[0]"])],
        ),
        (
            "kind: order, of: custom.things, first: .a, then: T",
            "custom: {things: [{a: [1]}, {a: {b: 1}}]}",
            [
                (
                    "wrong",
                    f"custom.things[{n}].a",
                    f"custom.things[{n}].a is a {what}; it must be a day, like 2027-02-16",
                    [],
                )
                for n, what in enumerate(["list", "map"])
            ],
        ),
        (
            "kind: refers, field: owners.sales, to: people, has: [backup]",
            "people: {omar: {name: Omar Haddad, backup: omar}}\nowners: {sales: omar}",
            [
                (
                    "wrong",
                    "owners.sales",
                    "owners.sales is 'omar' (Omar Haddad), whose backup is 'omar' as well; it must be another",
                    ["people.omar.backup"],
                )
            ],
        ),
        (
            "kind: refers, of: campaigns, what: campaign, field: goal, to: goals, has: [owner]",
            "goals: [{id: a}]\ncampaigns: [{id: c, goal: a}]",
            [
                (
                    "missing",
                    "campaigns[0].goal",
                    "campaign 'c': goal is 'a', which has no owner",
                    ["goals[0].owner"],
                )
            ],
        ),
        (
            "kind: attendance, who: owners, start: T-3, end: T+7",
            "people: {omar: {name: Omar, away: [{from: 2027-02-14, to: 2027-02-20}]}}\nowners: {sales: omar}",
            [
                (
                    "wrong",
                    "owners.sales",
                    "Omar (owners.sales) is away Sun 14 Feb 2027 to Sat 20 Feb 2027, and has no backup",
                    ["people.omar.away"],
                )
            ],
        ),
        (
            "kind: ascending, of: custom.steps, what: step, by: [n]",
            "custom: {steps: [{n: 3}, {n: 2}, {n: x}]}",
            [
                (
                    "wrong",
                    "custom.steps[1].n",
                    "custom.steps[1]: n is 2 and stands after 3; it must be higher",
                    ["custom.steps[0]"],
                ),
                ("wrong", "custom.steps[2].n", "custom.steps[2]: n is 'x'; it must be a number or a day", []),
            ],
        ),
        (
            "kind: ratio, part: custom.a, whole: custom.b, at_least: 80",
            "custom: {a: x, b: 5}",
            [("wrong", "custom.a", "custom.a is 'x'; it must be a number", [])],
        ),
        (
            "kind: reaches, of: custom.steps, field: n, date: d, at_least: 100, by: T",
            "custom: {steps: [{n: x, d: 2027-02-01}]}",
            [("wrong", "custom.steps[0].n", "custom.steps[0].n is 'x'; it must be a number", [])],
        ),
        (
            "kind: spans, first: custom.a, last: custom.b, start: custom.c, end: T",
            "custom: {a: 2027-02-01, b: 2027-02-20, c: soon}",
            [("wrong", "custom.c", "custom.c is 'soon'; it must be a day, like 2027-02-16", [])],
        ),
        (
            "kind: spacing, of: custom.t, what: touch, date: d, first_by: custom.c, weekdays: 5, until: T",
            "custom: {t: [{d: 2027-02-09}], c: soon}",
            [("wrong", "custom.c", "custom.c is 'soon'; it must be a day, like 2027-02-16", [])],
        ),
        (
            "kind: covers, of: custom.limits, what: limit, key: id, places: [{of: 'custom.pages[].notes', field: names, called: note}]",
            "custom: {limits: [{id: a}], pages: [{notes: [{names: [b]}]}, {}]}",
            [("wrong", "custom.limits[0]", "limit 'a': no note names it", [])],
        ),
        (
            "kind: covers, of: custom.limits, what: limit, key: id, places: [{of: 'custom.pages[].notes', field: names, called: note}]",
            "custom: {limits: [{id: a}]}",
            [("missing", "custom.limits[0]", "limit 'a': no note names it (custom.pages is not given)", [])],
        ),
        (
            "kind: covers, of: custom.limits, what: limit, key: id, places: [{of: 'custom.pages[].notes', field: names, called: note}]",
            "custom: {limits: [{id: a}], pages: [{}, {}]}",
            [
                (
                    "missing",
                    "custom.limits[0]",
                    "limit 'a': no note names it (custom.pages[0].notes is not given)",
                    [],
                )
            ],
        ),
        (
            "kind: covers, of: custom.limits, what: limit, key: id, places: [{of: 'custom.pages[].notes', field: names, called: note}]",
            "custom: {limits: [{id: a}], pages: []}",
            [("wrong", "custom.limits[0]", "limit 'a': no note names it", [])],
        ),
        (
            "kind: covers, of: custom.limits, what: limit, places: [{of: custom.talks, field: names, called: talk, where: {way: [live]}}, {of: custom.posts, field: names, called: post, has: [by]}]",
            "custom: {limits: [a], talks: [{id: x, names: a, way: taped}], posts: [{id: p, names: a}]}",
            [
                (
                    "wrong",
                    "custom.limits[0]",
                    "limit 'a': talk 'x' names it, but has way taped; post 'p' does not say by",
                    ["custom.talks[0]", "custom.posts[0]"],
                )
            ],
        ),
        (
            "kind: covers, of: custom.limits, what: limit, places: [{of: custom.notes, field: names, called: note}]",
            "custom: {limits: [[a], {b: 1}], notes: [{names: [[a], {b: 1}]}]}",
            [],
        ),
        (
            "kind: covers, of: custom.limits, what: limit, key: id, places: [{of: custom.notes, field: names, called: note}]",
            "custom: {limits: [{name: a}, {id: b}], notes: [{names: b}]}",
            [("missing", "custom.limits[0].id", "limit 'a' does not say id", [])],
        ),
        (
            "kind: count, of: custom.talks, what: talk, where: {on: {from: T-28}}, at_most: 1",
            "custom: {talks: [{id: x, on: 2027-02-01}, {id: y, on: 2027-02-02}]}",
            [
                (
                    "wrong",
                    "custom.talks[1]",
                    "2 talks with on from 28 days before the launch (Tue 19 Jan 2027): 'x' and 'y'; at most 1 may be there",
                    ["custom.talks[0]"],
                )
            ],
        ),
        *(
            (
                "kind: covers, of: custom.limits, what: limit, places: [{of: custom.talks, field: names, called: talk, where: {'rooms[].size': [big], on: {by: today}, way: [live]}}]",
                f"custom: {{limits: [a], talks: [{{id: x, names: a, {talk}}}]}}",
                found,
            )
            for talk, found in (
                ("rooms: [{size: small}, {size: big}], on: 2027-02-01, way: live", []),
                (
                    "rooms: [{size: small}, {size: odd}], on: 2027-02-01, way: taped",
                    [
                        (
                            "wrong",
                            "custom.limits[0]",
                            "limit 'a': talk 'x' names it, but has rooms[].size small and odd and way taped",
                            ["custom.talks[0]"],
                        )
                    ],
                ),
                (
                    "rooms: [{size: small}], on: 2027-02-01",
                    [
                        (
                            "wrong",
                            "custom.limits[0]",
                            "limit 'a': talk 'x' names it, but has rooms[].size small",
                            ["custom.talks[0]"],
                        )
                    ],
                ),
                (
                    "way: live",
                    [
                        (
                            "missing",
                            "custom.limits[0]",
                            "limit 'a': talk 'x' names it, but does not say rooms[].size and on",
                            ["custom.talks[0]"],
                        )
                    ],
                ),
            )
        ),
        (
            "kind: covers, of: custom.limits, what: limit, places: [{of: custom.talks, field: names, called: talk, where: {on: {by: today}, way: [live]}}]",
            "custom: {limits: [a], talks: [{id: x, names: a, way: taped}, {id: y, names: a, on: 2027-02-14, way: live}]}",
            [
                (
                    "scheduled",
                    "custom.limits[0]",
                    "limit 'a': talk 'y' names it, on a day that has not come",
                    ["custom.talks[0]", "custom.talks[1]"],
                )
            ],
        ),
        (
            "kind: count, of: custom.talks, what: talk, where: {'rooms[].size': [big], way: [live]}, at_least: 1",
            "custom: {talks: [{id: x, rooms: [{size: small}, {size: big}], way: live}]}",
            [],
        ),
        (
            "kind: count, of: custom.talks, what: talk, where: {'rooms[].size': [big], way: [live]}, at_least: 1",
            "custom: {talks: [{id: x, rooms: [{size: big}]}, {id: y, way: live}]}",
            [
                (
                    "missing",
                    "custom.talks",
                    "no talk with rooms[].size big and way live; at least 1 needed; 'x' does not say way; 'y' does not say rooms",
                    [],
                )
            ],
        ),
        (
            "kind: each, of: custom.pages, what: page, has: [url], is: {state: [live], 'tags[].name': [a]}",
            "custom: {pages: [{id: p}, {id: q, state: live, tags: [{name: b}]}, {id: r, url: x, tags: [{name: a}]}]}",
            [
                ("missing", "custom.pages[0].url", "page 'p' does not say url and state", []),
                ("missing", "custom.pages[0].tags", "page 'p': tags is not given; it must be a", []),
                ("missing", "custom.pages[1].url", "page 'q' does not say url", []),
                ("wrong", "custom.pages[1].tags[0].name", "page 'q': tags.0.name is b; it must be a", []),
                ("missing", "custom.pages[2].state", "page 'r': state is not given; it must be live", []),
            ],
        ),
        (
            "kind: spacing, of: custom.t, what: touch, date: d, first_by: T, weekdays: 50, until: T",
            "custom: {t: [{d: 2027-02-10}]}",  # today
            [],
        ),
        (
            "kind: present, paths: ['campaigns[].owner', launch.owner]",
            "people: {dana: {}}\ncampaigns: [{id: a, owner: dana}, {id: b}]",
            [
                ("missing", "campaigns[1].owner", "campaigns[1].owner is not given", []),
                ("missing", "launch.owner", "launch.owner is not given", []),
            ],
        ),
        (
            "kind: all, checks: [{kind: present, paths: [custom.a]}, {kind: present, paths: [custom.a.x, custom.b]}]",
            "custom: {c: 1}",
            [
                ("missing", "custom.a", "custom.a is not given", []),
                ("missing", "custom.b", "custom.b is not given", []),
            ],
        ),
        (
            "kind: ascending, of: custom.steps, what: step, by: [n]",
            "custom: {steps: [{n: 3}, {id: late, n: x}]}",
            [("wrong", "custom.steps[1].n", "step 'late': n is 'x'; it must be a number or a day", [])],
        ),
        (
            "kind: all, checks: [{kind: count, of: custom.a, what: talk, where: {d: {by: today}}, at_least: 2}, {kind: count, of: custom.b, what: mail, where: {d: {by: today}}, at_least: 3}]",
            "custom: {a: [{d: 2027-02-11}], b: [{d: 2027-02-12}, {d: 2027-02-13}]}",
            [
                (
                    "wrong",
                    "custom.a",
                    "no talk with d by today (Wed 10 Feb 2027); at least 2 needed; 1 is scheduled (11 Feb); 1 still missing",
                    [],
                ),
                (
                    "wrong",
                    "custom.b",
                    "no mail with d by today (Wed 10 Feb 2027); at least 3 needed; 2 are scheduled (12 Feb and 13 Feb); 1 still missing",
                    [],
                ),
            ],
        ),
        (
            "kind: declared, of: product.caveats, by: product.caveats_confirmed.by, date: product.caveats_confirmed.date",
            "people: {priya: {}}\nproduct: {caveats: none, caveats_confirmed: {by: priya, date: 2027-02-11}}",
            [
                (
                    "scheduled",
                    "product.caveats_confirmed.date",
                    "product.caveats_confirmed.date is scheduled for Thu 11 Feb 2027; it counts once it has happened",
                    [],
                )
            ],
        ),
        (
            "kind: each, of: campaigns, what: campaign, is: {'claims[].text': [Fast]}",
            "campaigns: [{id: c, claims: [{text: Fast}, {text: Slow}]}]",
            [
                (
                    "wrong",
                    "campaigns[0].claims[1].text",
                    "campaign 'c': claims.1.text is Slow; it must be Fast",
                    [],
                )
            ],
        ),
        (
            "kind: each, of: campaigns, what: campaign, is: {goes_live: {by: launch.date}}",
            "campaigns: [{id: c, goes_live: 2027-02-17}]",
            [
                (
                    "wrong",
                    "campaigns[0].goes_live",
                    "campaign 'c': goes_live is Wed 17 Feb 2027; it must be by launch.date (Tue 16 Feb 2027)",
                    [],
                )
            ],
        ),
        (
            "kind: each, of: campaigns, what: campaign, has: ['claims[].proof', 'assets[].url', owner]",
            "campaigns: [{id: c, claims: [{text: Fast}], assets: [{name: Copy}]}]",
            [
                (
                    "missing",
                    "campaigns[0].claims[0].proof",
                    "campaign 'c' does not say claims.0.proof, assets.0.url and owner",
                    [],
                )
            ],
        ),
        (
            "kind: happened, of: custom.things, what: thing, date: 'days[].d'",
            "custom: {things: [{id: a, days: [{d: 2027-02-01}, {d: 2027-02-11}, {d: soon}]}]}",
            [
                (
                    "scheduled",
                    "custom.things[0].days[1].d",
                    "thing 'a': days[1].d is scheduled for Thu 11 Feb 2027; it counts once it has happened",
                    [],
                ),
                (
                    "wrong",
                    "custom.things[0].days[2].d",
                    "thing 'a': days[2].d is 'soon'; it must be a day, like 2027-02-16",
                    [],
                ),
            ],
        ),
        (
            "kind: reaches, of: custom.steps, field: n, date: d, at_least: 100, by: T",
            "custom: {steps: [{n: 100, d: 2027-02-20}]}",
            [
                (
                    "wrong",
                    "custom.steps[0].d",
                    "100 % is reached on Sat 20 Feb 2027; it must be by the launch (Tue 16 Feb 2027)",
                    ["launch.date"],
                )
            ],
        ),
        (
            "kind: reaches, of: custom.steps, field: n, date: d, at_least: 100, by: T",
            "custom: {steps: [{n: 100, d: soon}]}",
            [
                (
                    "wrong",
                    "custom.steps[0].d",
                    "custom.steps[0].d is 'soon'; it must be a day, like 2027-02-16",
                    [],
                )
            ],
        ),
        (
            "kind: milestones, of: launch.reviews, date: date, what: review, start: custom.s, within: [7]",
            "custom: {s: soon}",
            [
                ("missing", "launch.reviews", "launch.reviews is not given", []),
                ("wrong", "custom.s", "custom.s is 'soon'; it must be a day, like 2027-02-16", []),
            ],
        ),
        (
            "kind: go_live, of: custom.c, what: campaign, date: d, after: {the release: launch.release_date}, unless_given: [the release], touches: sales.touches, needed: 2, steps: product.rollout.steps",
            "custom: {c: [{id: x, d: soon}]}\nsales: {touches: [{date: 2027-01-01}]}\nproduct: {rollout: {steps: [{date: 2027-02-01, percent: 100}]}}",
            [
                (
                    "missing",
                    "sales.touches",
                    "sales.touches has 1 touch with a date; touch 2 must come before anything public",
                    [],
                ),
                (
                    "wrong",
                    "custom.c[0].d",
                    "campaign 'x': d is 'soon'; it must be a day, like 2027-02-16",
                    [],
                ),
            ],
        ),
    ],
)
def test_a_finding_stands_at_the_fact_and_names_the_others(
    check: str, sections: str, expected: list[Any]
) -> None:
    """What is wrong, where, and which other places belong to it."""
    assert problems(check, sections) == expected


def test_several_checks_say_a_missing_section_once() -> None:
    """What two checks of one item miss is said by the first."""
    check = "kind: all, checks: [{kind: present, paths: [sales.demo.owner]}, {kind: happened, date: sales.demo.last_checked}, {kind: present, paths: [sales.demo.owner, sales.demo.last_checked]}]"
    assert said(check) == ["sales.demo.owner is not given", "sales.demo.last_checked is not given"]


def test_checks_do_not_nest_twice() -> None:
    """Several checks are a flat list."""
    ((message, _),) = refused("kind: all, checks: [{kind: all, checks: [{kind: present, paths: [goals]}]}]")
    assert "'all'" in message


# -- matches -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "sections", "expected"),
    [
        ("https://.*", "custom: {x: https://a.example}", []),
        (
            "https://.*",
            "custom: {x: see https://a.example}",
            ["see https://a.example does not fit 'https://.*'"],
        ),
        ("a", "custom: {x: ab}", ["ab does not fit 'a'"]),
        ("a|b", "custom: {x: ab}", ["ab does not fit 'a|b'"]),
        ("a|b", "custom: {x: b}", []),
        ("a.c", 'custom: {x: "a\\nc"}', ["a\\nc does not fit 'a.c'"]),
        ("(?s)a.c", 'custom: {x: "a\\nc"}', []),
        ("a", 'custom: {x: "a\\n"}', ["a\\n does not fit 'a'"]),
        ("[0-9]+", "custom: {x: 47}", []),
        ("true|false", "custom: {x: true}", []),
        ("\\p{Greek}+", "custom: {x: αβγ}", []),
        (".*", "", ["custom.x is not given"]),
    ],
)
def test_text_fits_a_pattern_as_a_whole(pattern: str, sections: str, expected: list[str]) -> None:
    """A pattern is held to the whole of a value, from its beginning to its end."""
    assert said(f"kind: matches, path: custom.x, pattern: '{pattern}'", sections) == expected


def test_every_value_is_held_to_the_pattern() -> None:
    """Each value at a path is looked at, and each is located."""
    found = result(
        "kind: matches, path: 'campaigns[].channel', pattern: email|blog",
        "campaigns: [{id: a, channel: email}, {id: b, channel: fax}, {id: c}]",
    )
    assert [(each.message, each.where, each.kind) for each in found.findings] == [
        ("fax does not fit 'email|blog'", ("campaigns", 1, "channel"), "wrong"),
        ("campaigns[2].channel is not given", ("campaigns", 2, "channel"), "missing"),
    ]


def test_a_pattern_leans_on_what_it_looks_at() -> None:
    """The path is a fact that the item reads."""
    assert [str(path) for path in read_item("kind: matches, path: custom.x, pattern: a").reads()] == [
        "custom.x"
    ]


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*a){12}b", "([a-z]+)*="])
def test_no_pattern_takes_for_ever(pattern: str) -> None:
    """What makes other engines backtrack for years is answered at once."""
    start = time.process_time()
    sections = f"custom: {{x: {'a' * 5000}!}}"
    assert (
        len(said(f"kind: matches, path: custom.x, pattern: '{pattern}'", sections)),
        time.process_time() - start < 5,
    ) == (1, True)


@pytest.mark.parametrize(
    "pattern", ["(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", "(a)\\1", "(", "[", "*a", "a)|(b", "a{1000}{1000}"]
)
def test_patterns_that_could_take_for_ever_are_refused(pattern: str) -> None:
    """Look-around, back-references, brackets that do not fit, and patterns that grow too large."""
    assert refused(f"kind: matches, path: custom.x, pattern: {json.dumps(pattern)}") == [
        (
            f"'{pattern}' is not a regular expression that launchcheck can use",
            "look-around and back-references are not supported, since they can take for ever",
        )
    ]


def test_a_pattern_has_a_length() -> None:
    """A pattern of more than 500 characters is refused."""
    with pytest.raises(ValueError):
        Matches.model_validate({"kind": "matches", "path": "custom.x", "pattern": "a" * 501})
    assert (
        Matches.model_validate({"kind": "matches", "path": "custom.x", "pattern": "a" * 500}).pattern
        == "a" * 500
    )


# -- what checks bear --------------------------------------------------------------------------


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
def test_whatever_a_company_writes_it_is_judged(check: str, x: Any, y: Any) -> None:
    """Facts of a company's own, of any shape, are judged by any check; none of them is a crash."""
    found = result(check, f"people: {{dana: {{name: Dana}}}}\ncustom: {json.dumps({'x': x, 'y': y})}")
    assert bool(found.findings) == found.is_open
