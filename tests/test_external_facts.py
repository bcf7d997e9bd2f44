"""`--facts`: dated facts of other systems, merged below a plan."""

from __future__ import annotations

import json
import pickle
import re
import shutil
import subprocess
from datetime import date
from operator import eq
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from launches import PLAN

from launchcheck import api, catalog, external_facts, parse
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.plan.sections import SECTIONS
from launchcheck.results import Status
from launchcheck.source import MOST_BYTES, Source
from launchcheck.votes import facts_digest

DOCS = Path(__file__).parents[1] / "docs/facts.md"
HEAD = "facts: 1\nfrom: [{source: tracker, at: 2027-02-01T06:00:00Z, by: ci}]\nplan:\n"
TRAINED = HEAD + "  customer_success: {training: {trained: 18, total: 20}}\n"
DEFECTS = (
    "product:\n  defects:\n    - {id: A-1, severity: 1}\n    - {id: A-2, severity: 2, fix_by: 2027-02-08}\n"
)
CHECKLIST = """\
checklist: 1
name: tiny
areas: [{id: product, question: Is it there?}]
items:
  - id: product.defects
    area: product
    question: Is no defect severe?
    why: Severe defects stop launches.
    fix: List them.
    severity: blocker
    due: T-7
    check: {kind: each, of: product.defects, is: {severity: 2}}
"""


def read(text, name="facts.yaml"):
    """A facts file that is in memory."""
    return external_facts.read(name, lambda path: Source.parse(text, path))


def merged(plan, *files, most_days=None, today=date(2027, 2, 2)):
    """A plan with facts below it, checked on a day."""
    texts = [read(text, f"facts-{number}.yaml") for number, text in enumerate(files, 1)]
    return external_facts.below(Source.parse(plan, "plan.yaml"), texts, lambda _: today, most_days)


def error(text):
    """The first error of a facts file, in one line with its place."""
    with pytest.raises(LaunchcheckError) as raised:
        read(text)
    return str(raised.value).partition("\n")[0]


# -- merging ----------------------------------------------------------------------------------------


def test_facts_fill_in_what_the_plan_leaves_out():
    """A section, a key and an entry come from the file, and are located there."""
    found = merged(
        PLAN + DEFECTS,
        HEAD + "  product: {defects: [{id: A-3, severity: 2}], scope: {frozen_on: 2027-01-02}}\n",
        TRAINED,
    )

    assert [each["id"] for each in found.data["product"]["defects"]] == ["A-1", "A-2", "A-3"]
    assert found.data["customer_success"] == {"training": {"trained": 18, "total": 20}}
    places = [
        ("product", "defects", 0, "severity"),
        ("product", "defects", 2, "severity"),
        ("product", "defects", "A-3", "severity"),
        ("product", "scope", "frozen_on"),
        ("customer_success", "training", "trained"),
    ]
    assert [str(found.locate(place)) for place in places] == [
        "plan.yaml:13:27",
        "facts-1.yaml:4:43",
        "facts-1.yaml:4:43",
        "facts-1.yaml:4:67",
        "facts-2.yaml:4:42",
    ]


def test_what_is_missing_is_located_in_the_plan():
    """It is for the plan to say; an entry that a file adds is completed there."""
    found = merged(PLAN, TRAINED, HEAD + "  product: {defects: [{id: A-1}]}\n")

    assert str(found.locate(("customer_success", "escalation"))) == "plan.yaml:1:1"
    assert str(found.locate(("product", "defects", 0, "owner"))) == "facts-2.yaml:4:23"


def test_the_plan_wins_and_a_contradiction_names_both_places():
    """Entries with the same id are merged; what both state alike is none."""
    found = merged(
        PLAN + DEFECTS,
        HEAD + "  product: {defects: [{id: A-2, severity: 2, owner: sam, fix_by: 2027-02-09}]}\n",
    )

    assert found.data["product"]["defects"][1] == {
        "id": "A-2",
        "severity": 2,
        "fix_by": "2027-02-08",
        "owner": "sam",
    }
    assert [(each.where, each.message, str(each.location)) for each in found.below.contradictions] == [
        (
            ("product", "defects", 1, "fix_by"),
            "is 2027-02-08 in the plan, and 2027-02-09 in facts-1.yaml:4:66; the plan counts",
            "plan.yaml:14:38",
        )
    ]


def test_an_empty_list_says_that_there_are_none():
    """The tracker knows of some: that is a contradiction, and none is added."""
    found = merged(
        PLAN + "product: {defects: []}\n", HEAD + "  product: {defects: [{id: A-1, severity: 1}]}\n"
    )

    assert found.data["product"] == {"defects": []}
    assert [(each.where, each.message) for each in found.below.contradictions] == [
        (
            ("product", "defects"),
            "is an empty list in the plan, and a list of 1 in facts-1.yaml:4:22; the plan counts",
        )
    ]


def test_a_list_without_ids_is_one_value():
    """Entries cannot be told apart, so the plan's list counts as a whole."""
    plan = PLAN + "sales: {touches: [{date: 2027-01-02, way: demo}], kit: {pitch: https://a.example}}\n"
    texts = HEAD + "  sales: {touches: [{way: demo}, {way: chat}], kit: none}\n"
    found = merged(plan, texts)

    assert len(found.data["sales"]["touches"]) == 1
    assert [each.message.partition(" in the plan, and ")[::2] for each in found.below.contradictions] == [
        ("is a list of 1", "a list of 2 in facts-1.yaml:4:20; the plan counts"),
        ("is key: value lines", "none in facts-1.yaml:4:53; the plan counts"),
    ]


def test_later_files_win_and_only_they_contradict():
    """What an earlier file said of the same place is no contradiction."""
    plan = PLAN + "product: {rollback: {minutes: 12}}\n"
    texts = [
        HEAD + f"  product: {{rollback: {{minutes: {number}, by: {by}}}}}\n"
        for number, by in ((45, "sam"), (12, "dana"))
    ]

    assert merged(plan, *texts).data["product"]["rollback"] == {"minutes": 12, "by": "dana"}
    assert merged(plan, *texts).below.contradictions == ()
    assert merged(plan, *texts[::-1]).data["product"]["rollback"] == {"minutes": 12, "by": "sam"}
    assert len(merged(plan, *texts[::-1]).below.contradictions) == 1


def test_many_contradictions_are_counted():
    """The first twenty are listed."""
    places = [f"k{number}" for number in range(25)]
    plan = PLAN + f"custom: {{{', '.join(f'{key}: 1' for key in places)}}}\n"
    found = merged(
        plan, HEAD + f"  custom: {{{', '.join(f'{key}: 2' for key in places)}}}\n"
    ).below.contradictions

    assert len(found) == 21
    assert found[-1].message == "the facts contradict the plan in 5 more places"


def test_pickles():
    """A merged plan is merged again from its texts."""
    found = merged(PLAN, TRAINED)
    again = pickle.loads(pickle.dumps(found))

    assert (again.data, again.below) == (found.data, found.below)


KEYS = st.sampled_from("abc")
VALUES = st.recursive(
    st.integers(0, 3) | st.none(),
    lambda inner: (
        st.dictionaries(KEYS, inner, max_size=3)
        | st.lists(st.dictionaries(st.just("x"), inner, max_size=1), max_size=3).map(
            lambda entries: [{"id": f"i{number}", **entry} for number, entry in enumerate(entries)]
        )
    ),
    max_leaves=12,
)
CUSTOM = st.dictionaries(KEYS, VALUES, max_size=3)


def given_(custom):
    """The text of a plan, or of a facts file, with these facts of a company's own."""
    return f"\n{'custom'}: {json.dumps(custom)}\n"


def below(plan, *files):
    """What a plan says with facts below it."""
    texts = [HEAD + f"  custom: {json.dumps(each)}\n" for each in files]
    return merged(PLAN + given_(plan), *texts).data["custom"]


def stated(value, where=()):
    """Every scalar of some data, by its place; entries of lists by their ids."""
    if isinstance(value, dict) and value:
        return {
            place: each
            for key, inner in value.items()
            for place, each in stated(inner, (*where, key)).items()
        }
    if isinstance(value, list) and value:
        return {
            place: each for inner in value for place, each in stated(inner, (*where, inner["id"])).items()
        }
    return {} if value in (None, {}, []) else {where: json.dumps(value)}


@settings(max_examples=60, deadline=None)
@given(CUSTOM, CUSTOM)
def test_merging_again_changes_nothing(plan, facts):
    """The same file twice is the same as once, and so is a plan that says all of it already."""
    once = below(plan, facts)

    assert below(plan, facts, facts) == once
    assert below(once, facts) == once


@settings(max_examples=60, deadline=None)
@given(CUSTOM, CUSTOM, CUSTOM)
def test_the_plan_and_then_the_later_file_win(plan, first, second):
    """Every fact of the plan stays; two files are the later one with the earlier one below it."""
    found = stated(below(plan, first, second))

    assert stated(plan).items() <= found.items()
    assert below(plan, first, second) == below(below(plan, second), first)
    assert stated(below({}, second)).items() <= stated(below({}, first, second)).items()


# -- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", external_facts.DECIDED_IN_PLAN)
def test_what_decides_the_gate_cannot_come_from_facts(key):
    """Who decides, what is asked and when is for the plan; located at the key."""
    words = f"{key} cannot come from facts: it says what is asked, or who decides"
    assert error(f"{HEAD}  {key}: {{}}\n") == f"facts.yaml:4:3: {words}"


def test_what_decides_the_gate_are_sections():
    """A section that was renamed must be refused by its new name."""
    assert {*external_facts.DECIDED_IN_PLAN[1:]} <= {entry.key for entry in SECTIONS}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "facts: 2\nfrom: [{source: x, at: 2027-02-01}]\nplan: {}\n",
            "facts.yaml:1:8: facts must be 1, not 2",
        ),
        ("facts: 1\nfrom: []\nplan: {}\n", "facts.yaml:2:7: from must have at least 1 entry, not 0"),
        ("facts: 1\nplan: {}\n", "facts.yaml:1:1: from is missing"),
        (
            HEAD.replace("2027-02-01T06:00:00Z", "2027-02-01T06:00"),
            "facts.yaml:2:30: '2027-02-01T06:00' is not a date and time",
        ),
        (
            HEAD.replace("2027-02-01T06:00:00Z", "2027-02-30"),
            "facts.yaml:2:30: '2027-02-30' is not a valid date and time",
        ),
        (
            "facts: 1\nfrom: [{source: x, at: 2027-02-01}]\nplan: {}\nextra: 1\n",
            "facts.yaml:4:1: unknown key 'extra'",
        ),
        ("", "facts.yaml: the file is empty"),
    ],
)
def test_refuses_a_malformed_file(text, said):
    """The error is located in the facts file."""
    assert error(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "facts: " + "[" * 100_000,
        (
            "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
            "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
        ),
        "facts: 1\nfacts: 1\n",
        "x" * (MOST_BYTES + 1),
    ],
)
def test_a_hostile_file_is_bounded_like_a_plan(text):
    """Depth, values, size and double keys are refused while reading."""
    assert error(text).startswith("facts.yaml")


def test_a_malformed_fact_is_located_in_its_file():
    """An unknown key and a wrong value are errors of the facts file."""
    found = merged_error(PLAN, HEAD + "  product: {defcts: []}\n  goals: [{id: g, target: soon}]\n")

    assert [str(part) for part in found.parts][:1] == ["facts-1.yaml:4:13: unknown key 'defcts'"]
    assert all(part.locations[0].path == "facts-1.yaml" for part in found.parts)


def merged_error(plan, *files):
    """The error of a plan with facts below it."""
    with pytest.raises(LaunchcheckError) as raised:
        parse.read(merged(plan, *files), Plan)
    return raised.value


# -- age --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "counts"), [("2027-02-01", True), ("2027-02-03", True), ("2027-02-04", False)]
)
def test_facts_count_up_to_the_maximum_age(today, counts):
    """Two days exactly still count; the date is that of the launch's time zone."""
    found = merged(PLAN, TRAINED, most_days=2, today=date.fromisoformat(today))

    assert ("customer_success" in found.data) == counts
    assert bool(found.below.outdated) != counts
    if not counts:
        assert [each.message for each in found.below.too_old] == [
            "the facts from tracker are 3 days old; at most 2 may count"
        ]


def test_the_oldest_origin_counts_for_a_file():
    """One old source makes all of the file old: no fact names its own origin."""
    text = TRAINED.replace("from: [", "from: [{source: survey, at: 2027-01-01}, ")
    found = merged(PLAN, text, most_days=7)

    assert [each.message for each in found.below.too_old] == [
        "the facts from survey are 32 days old; at most 7 may count"
    ]


@pytest.mark.parametrize(("zone", "refused"), [("Pacific/Auckland", True), ("America/New_York", False)])
def test_facts_from_after_the_day_of_the_check_are_refused(zone, refused):
    """Noon in London is already the next day in Auckland."""
    plan = PLAN.replace("  tier: 1\n", f"  tier: 1\n  timezone: {zone}\n")
    text = TRAINED.replace("T06:00:00Z", "T12:00:00Z")
    if not refused:
        assert merged(plan, text, today=date(2027, 2, 1)).data["customer_success"]
        return
    with pytest.raises(LaunchcheckError) as raised:
        merged(plan, text, today=date(2027, 2, 1))
    assert (
        str(raised.value)
        == "facts-1.yaml:2:30: these facts were read after Mon 1 Feb 2027, the day of the check"
    )


# -- the command ------------------------------------------------------------------------------------


@pytest.fixture
def folder(here, tmp_path):
    """A plan that states no defect, and a checklist that asks for them."""
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "defects.yaml").write_text(CHECKLIST)
    (tmp_path / "facts.yaml").write_text(HEAD + "  product: {defects: [{id: A-1, severity: 2}]}\n")
    return tmp_path


ASKED = ("validate", "plan.yaml", "--checklist", "defects.yaml", "--as-of", "2027-02-05", "--format", "text")
FACTS = ("--facts", "facts.yaml")
BOARD = ("votes", "plan.yaml", *FACTS)


def test_facts_answer_an_item(here, folder):
    """Without them the item is unanswered; with them it passes; a bad one fails at its own line."""
    assert here(*ASKED)[0] == 1
    assert here(*ASKED, *FACTS) == (0, "", "")

    (folder / "facts.yaml").write_text(HEAD + "  product: {defects: [{id: A-1, severity: 1}]}\n")
    assert here(*ASKED, *FACTS)[:2] == (
        1,
        "facts.yaml:4:43: blocker product.defects entry 'A-1': severity is 1; it must be 2\n",
    )


def test_old_facts_are_never_green(here, folder):
    """The plan's own defects would pass; one that only old facts state keeps the item open."""
    (folder / "plan.yaml").write_text(PLAN + "product: {defects: [{id: A-0, severity: 2}]}\n")
    assert here(*ASKED)[0] == 0

    code, out, _ = here(*ASKED, *FACTS, "--facts-max-age", "2d")
    old = "the facts from tracker are 4 days old; at most 2 may count"
    assert code == 1
    assert out.splitlines() == [
        f"plan.yaml:11:20: blocker product.defects facts.yaml:4:23 states this, but {old}",
        f"facts.yaml:2:1: warning facts.outdated {old}",
    ]


def test_a_contradiction_is_a_warning(here, folder):
    """It closes the gate for warnings only, and JSON has it among the notes."""
    (folder / "plan.yaml").write_text(PLAN + "product: {defects: [{id: A-1, severity: 2}]}\n")
    (folder / "facts.yaml").write_text(HEAD + "  product: {defects: [{id: A-1, severity: 1}]}\n")

    code, out, _ = here(*ASKED[:-1], "json", *FACTS)
    assert code == 0
    assert [(note["kind"], note["about"], note["message"]) for note in json.loads(out)["notes"]] == [
        (
            "contradiction",
            "product.defects[0].severity",
            "product.defects[0].severity is 2 in the plan, and 1 in facts.yaml:4:43; the plan counts",
        )
    ]
    code, out, _ = here(*ASKED[:-1], "terminal", *FACTS, "--fail-on", "warning")
    assert code == 1
    assert "gate closed (exit 1): 1 contradiction" in out


def test_junit_has_a_contradiction_among_the_notes(here, folder):
    """It is not about what does not apply, and is skipped unless warnings close the gate."""
    (folder / "plan.yaml").write_text(PLAN + "product: {defects: [{id: A-1, severity: 2}]}\n")
    (folder / "facts.yaml").write_text(HEAD + "  product: {defects: [{id: A-1, severity: 1}]}\n")

    out = here(*ASKED[:-1], "junit", *FACTS)[1]
    assert '<testsuite name="notes" tests="1" failures="0" errors="0" skipped="1"' in out
    assert "product.defects[0].severity: Does the plan agree with the facts of other systems?" in out
    assert "not_applicable" not in out


def test_next_pastes_into_the_plan(here, folder):
    """What a facts file states is found there; what to write goes into the plan."""
    (folder / "plan.yaml").write_text(PLAN + "product: {scope: {frozen_on: 2027-01-02}}\n")
    (folder / "facts.yaml").write_text(HEAD + "  product: {defects: [{id: A-1, severity: 1}]}\n")
    code, out, _ = here("next", *ASKED[1:-2], *FACTS, "--format", "json")
    (found,) = json.loads(out)["items"]

    assert code == 0
    assert found["findings"][0]["location"]["path"] == "facts.yaml"
    assert found["paste"]["location"]["path"] == "plan.yaml"


def test_facts_of_today_count_for_a_launch_that_is_over(here, folder, commit):
    """It is checked as of its launch date, also against a base; with a date, later facts are refused."""
    launched = PLAN.replace("date: 2027-02-16\n", "date: 2026-01-13\n  status: launched\n")
    (folder / "plan.yaml").write_text(launched)
    (folder / "facts.yaml").write_text(
        "facts: 1\nfrom: [{source: tracker, at: 2026-02-14}]\nplan: {product: {defects: [{id: A-1, severity: 2}]}}\n"
    )
    asked = ("validate", "plan.yaml", "--checklist", "defects.yaml", *FACTS)

    commit("Start")
    assert here(*asked)[0] == 0
    assert here(*asked, "--at-launch")[0] == 0
    assert "no blocker is worse" in here(*asked, "--against", "main", "--fail-on", "regression")[1]
    assert here(*asked, "--as-of", "2026-01-14")[0] == 2
    assert here(*asked, "--as-of", "2026-02-14")[0] == 0


def test_after_reads_what_came_of_the_launch(here, folder):
    """A figure that another system knows answers for a goal, on a day on which the launch is over."""
    (folder / "plan.yaml").write_text(
        PLAN.replace("date: 2027-02-16\n", "date: 2026-01-13\n  status: launched\n")
        + "goals: [{id: use, metric: users, unit: users, baseline: 0, target: 100, by: 2026-02-13}]\n"
    )
    (folder / "facts.yaml").write_text(
        "facts: 1\nfrom: [{source: dash, at: 2026-02-14}]\nplan:\n"
        '  after: {results: [{goal: use, date: 2026-02-13, value: 104, source: "https://dash.example.com"}]}\n'
    )

    assert "no figure yet" in here("after", "plan.yaml")[1]
    assert "104 on Fri 13 Feb 2026" in here("after", "plan.yaml", *FACTS)[1]


def test_json_is_a_facts_file(here, folder):
    """The output of jq can be used as it is."""
    data = {
        "facts": 1,
        "from": [{"source": "gh", "at": "2027-02-05"}],
        "plan": {"product": {"defects": [{"id": "A-1", "severity": 2}]}},
    }
    (folder / "facts.json").write_text(json.dumps(data))

    assert here(*ASKED, "--facts", "facts.json")[0] == 0


def test_settings_name_facts(here, folder):
    """They are relative to the settings file; without the file, the error is where they name it."""
    (folder / ".launchcheck.yaml").write_text("facts: [ci/facts.yaml]\nfacts_max_age: 1w\n")
    assert here(*ASKED) == (
        2,
        "",
        (
            "error: cannot read 'ci/facts.yaml': no such file\n --> .launchcheck.yaml:1:9\n"
            "  |\n1 | facts: [ci/facts.yaml]\n  |         ^^^^^^^^^^^^^\n"
        ),
    )

    (folder / "ci").mkdir()
    (folder / "facts.yaml").rename(folder / "ci/facts.yaml")
    assert here(*ASKED)[0] == 0
    assert here(*ASKED, "--as-of", "2027-02-09")[0] == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_settings_name_the_facts_of_several_plans(here, folder, jobs):
    """Each plan is merged with those of the settings around it, in worker processes, too."""
    (folder / "plan.yaml").unlink()
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "launch.yaml").write_text(PLAN)
    (folder / "a/.launchcheck.yaml").write_text("facts: [../facts.yaml]\n")
    code, out, err = here("validate", "a", "b", *ASKED[2:], "--jobs", jobs)

    assert (code, err) == (1, "")
    assert [line.partition(":")[0] for line in out.splitlines()] == ["b/launch.yaml"]


def test_no_facts_are_discovered(here, folder):
    """A file beside the plan counts only where it is named."""
    assert here(*ASKED)[0] == 1


def test_facts_are_those_of_one_plan(here, folder):
    """Several plans name theirs in settings beside them."""
    code, _, err = here("validate", ".", *FACTS)
    assert (code, err.splitlines()[0]) == (
        2,
        "error: --facts works with one plan only; for several, set facts in a .launchcheck.yaml beside each",
    )


@pytest.mark.parametrize("age", ["2", "-1d", "2 days", "two"])
def test_refuses_an_age_that_is_none(here, folder, age):
    """An age is a number of days or weeks."""
    assert here(*ASKED, *FACTS, f"--facts-max-age={age}")[2].startswith(
        f"error: invalid value for '--facts-max-age': '{age}' is not a number of days or weeks; write 2d or 1w\n"
    )


def test_a_vote_is_bound_to_the_merged_facts():
    """It is bound to what the plan would say itself, and to nothing else of the file."""
    facts = "product: {defects: [{id: A-1, severity: 2}]}\n"
    texts = (merged(PLAN, HEAD + "  " + facts), Source.parse(PLAN + facts), Source.parse(PLAN))
    of_facts, of_plan, without = (
        facts_digest(parse.read(each, Plan), catalog.find(["launch"]), "product") for each in texts
    )

    assert of_facts == of_plan != without


def test_a_vote_names_where_its_facts_come_from(here, folder):
    """Facts of other systems have an origin in the record, and the board shows it; other votes have none."""
    (folder / "plan.yaml").write_text(
        PLAN.replace("owners: {product: sam}", "owners: {product: dana, sales: dana}")
    )
    head = "facts: 1\nfrom: [{source: 'https://jira.example.com', at: 2026-11-01T23:30:00-05:00, by: ci}"
    plan = "plan: {product: {defects: [{id: A-1, severity: 2}]}}\n"
    (folder / "facts.yaml").write_text(f"{head}, {{source: Linear, at: 2026-11-01}}]\n{plan}")
    for area in ("product", "sales"):
        assert here("vote", "plan.yaml", "--area", area, "--vote", "go", "--as", "dana", *FACTS)[0] == 0

    votes = {vote["area"]: vote for vote in json.loads(here(*BOARD, "--format", "json")[1])["votes"]}
    assert votes["sales"]["facts_from"] == []
    assert votes["product"]["facts_from"] == [
        {"source": "https://jira.example.com", "at": "2026-11-02T04:30:00Z", "by": "ci"},
        {"source": "Linear", "at": "2026-11-01", "by": None},
    ]
    origin = "    with facts from https://jira.example.com, read Mon 2 Nov 2026 by ci\n"
    assert here(*BOARD)[1].count(origin) == 1
    assert "yes; with facts from " in here("certificate", "plan.yaml", *FACTS)[1]


# -- a change ---------------------------------------------------------------------------------------


@pytest.fixture
def repository(folder, commit):
    """A repository whose base names a facts file that a job writes."""
    (folder / ".launchcheck.yaml").write_text("facts: [facts.yaml]\nfacts_max_age: 1w\n")
    (folder / "facts.yaml").rename(folder / "later.yaml")
    (folder / "later.yaml").rename(folder.parent / "facts.yaml")
    commit("Start")
    (folder.parent / "facts.yaml").rename(folder / "facts.yaml")
    return folder


def test_a_change_cannot_bring_its_own_facts(here, repository, git):
    """Facts that no commit tracks were written by the job; those that only the change tracks are refused."""
    assert here(*ASKED, "--policy-from", "main")[0] == 0

    git("add", "facts.yaml")
    code, _, err = here(*ASKED, "--policy-from", "main")
    assert (code, err) == (
        2,
        (
            "error: cannot read 'facts.yaml': this file is tracked, but does not exist at 'main'\n"
            " --> main:.launchcheck.yaml:1:9\n  |\n1 | facts: [facts.yaml]\n  |         ^^^^^^^^^^\n"
            "help: a change cannot bring the facts that it is judged by; have the job write the file\n"
        ),
    )


@pytest.mark.parametrize("link", ["facts.yaml", "ci"])
def test_no_link_of_a_change_leads_to_its_own_facts(here, repository, git, link):
    """The file of the settings is a link, or in a folder that is one: what is behind it is of the change, too."""
    (repository / "own").mkdir()
    (repository / "facts.yaml").rename(repository / "own/facts.yaml")
    (repository / link).symlink_to("own" if link == "ci" else "own/facts.yaml")
    path = "ci/facts.yaml" if link == "ci" else link
    arguments = (*ASKED, "--facts", path, "--policy-from", "main")
    assert here(*arguments)[0] == 0

    git("add", "own")
    assert here(*arguments)[2].startswith("error: this file is tracked, but does not exist at 'main'\n")
    git("rm", "--quiet", "--cached", "-r", "own")
    git("add", link)
    assert here(*arguments)[2].startswith("error: this file is tracked, but does not exist at 'main'\n")


def test_tracked_facts_are_read_from_the_base(here, repository, git):
    """A change to them does not count."""
    git("add", "facts.yaml")
    git("commit", "--quiet", "--message", "Facts")
    (repository / "facts.yaml").write_text(HEAD + "  product: {defects: [{id: A-1, severity: 1}]}\n")

    assert here(*ASKED, "--policy-from", "main")[0] == 0
    assert here(*ASKED)[0] == 1


@pytest.mark.parametrize(
    ("settings_", "said"),
    [
        (
            "facts: [other.yaml]\nfacts_max_age: 1w\n",
            "facts-changed facts is now other.yaml; it was facts.yaml",
        ),
        ("facts: [facts.yaml]\n", "older-facts facts_max_age is now any age; it was 7d"),
        ("facts: [facts.yaml]\nfacts_max_age: 2w\n", "older-facts facts_max_age is now 14d; it was 7d"),
        ("facts: [facts.yaml]\nfacts_max_age: 2d\n", ""),
    ],
)
def test_naming_other_facts_weakens_the_gate(here, repository, settings_, said):
    """Other facts may say anything, and older ones would count."""
    (repository / ".launchcheck.yaml").write_text(settings_)
    _, out, err = here(*ASKED, "--policy-from", "main", "--fail-on", "weakened")

    assert err == ""
    assert [line.partition(" weakened ")[2] for line in out.splitlines() if " weakened " in line] == [said][
        : bool(said)
    ]


def test_the_base_is_compared_with_the_same_facts(here, repository):
    """What facts answered before a change, and no longer do, is a regression."""
    (repository / "plan.yaml").write_text(PLAN + "product: {defects: [{id: A-1, severity: 1}]}\n")

    code, _, _ = here(*ASKED, "--against", "main", "--fail-on", "regression")
    assert code == 1


# -- what is documented -----------------------------------------------------------------------------


def test_the_example_of_the_docs_is_a_facts_file():
    """docs/facts.md shows a file that can be read, and that fits the schema."""
    text = DOCS.read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
    found = merged(PLAN.replace("  dana", "  ben: {name: Ben Ode}\n  dana"), text, today=date(2027, 2, 11))

    assert parse.read(found, Plan).customer_success.training.trained == 18


ISSUES = [
    {"number": 7, "title": "Data <loss>", "labels": [{"name": "sev1"}]},
    {"number": 8, "title": "Slow", "labels": []},
]
JIRA = {
    "issues": [
        {
            "key": "ORB-1",
            "fields": {"priority": {"name": "High"}, "duedate": "2027-02-12", "summary": "Slow"},
        },
        {"key": "ORB-2", "fields": {"priority": {"name": "Low"}, "duedate": None, "summary": "Typo"}},
    ]
}


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
@pytest.mark.parametrize(
    ("recipe", "answer", "ids"),
    [("GitHub issues labeled", ISSUES, ["GH-7", "GH-8"]), ("Jira, project", JIRA, ["ORB-1"])],
)
def test_the_recipes_of_the_docs_write_facts_files(recipe, answer, ids):
    """Each jq program turns an answer of the system into a file that can be read."""
    programs = re.findall(r"jq '(.*?)' >", DOCS.read_text("utf-8"), re.DOTALL)
    program = next(each for each in programs if recipe in each)
    ended = subprocess.run(
        ["jq", program], input=json.dumps(answer), capture_output=True, check=True, text=True
    )
    found = read(ended.stdout)

    assert [each["id"] for each in found.source.data["plan"]["product"]["defects"]] == ids
    plan = PLAN.replace("  dana", "  ben: {name: Ben Ode}\n  dana")
    merged_ = external_facts.below(Source.parse(plan), [found], lambda _: date(2100, 1, 1))
    assert parse.read(merged_, Plan).product.defects


# -- every fact of a launch -------------------------------------------------------------------------

READY = Source.read(Path(__file__).parents[1] / "examples/ready.yaml")
LAUNCH_DAY = date(2027, 2, 16)
MOVABLE = [
    (section, key)
    for section, value in READY.data.items()
    if section not in external_facts.DECIDED_IN_PLAN
    for key in (value if isinstance(value, dict) else [None])
]
"""Every part of a complete plan that a facts file may state instead."""


def moved(section, key, *, at):
    """The report on a complete plan in which a facts file, read on a day, states one part."""
    plan = {
        each: value if isinstance(value, list) else {**value}
        for each, value in READY.data.items()
        if each != "launchcheck"
    }
    value = plan.pop(section) if key is None else {key: plan[section].pop(key)}
    facts = {"facts": 1, "from": [{"source": "tracker", "at": at}], "plan": {section: value}}
    source = Source.parse(json.dumps({"launchcheck": 1, **plan}), "plan.yaml")
    both = external_facts.below(source, [read(json.dumps(facts))], lambda _: LAUNCH_DAY, 3)
    return api.examine(parse.read(both, Plan), both, None, ["launch"], LAUNCH_DAY, None)


@pytest.mark.parametrize(("section", "key"), MOVABLE)
def test_a_fact_counts_wherever_it_is_stated(section, key):
    """A plan with one part in a facts file has the results of the whole plan."""
    whole = api.examine(parse.read(READY, Plan), READY, None, ["launch"], LAUNCH_DAY, None)

    assert [(each.item.id, each.status) for each in moved(section, key, at="2027-02-15").results] == [
        (each.item.id, each.status) for each in whole.results
    ]


REFERRED = {("goals", None), ("product", "features"), ("product", "caveats"), ("audience", "segments")}
"""Parts with ids that other parts refer to."""


@pytest.mark.parametrize(("section", "key"), [each for each in MOVABLE if each not in REFERRED])
def test_no_item_passes_by_a_fact_that_is_too_old(section, key):
    """Every item that is asked and reads it is open; whoever stated it, it is not known now."""
    place = (section,) if key is None else (section, key)
    passed = [each for each in moved(section, key, at="2027-02-01").results if each.status is Status.PASSED]
    reads = {each.item.id: [path.steps for path in each.item.reads()] for each in passed}

    assert [id for id, paths in reads.items() if any(all(map(eq, steps, place)) for steps in paths)] == []


@pytest.mark.parametrize(("section", "key"), sorted(REFERRED, key=str))
def test_a_plan_that_needs_old_facts_cannot_be_checked(section, key):
    """It refers to an id that only they state: that is no mistake of the plan."""
    with pytest.raises(LaunchcheckError) as raised:
        moved(section, key, at="2027-02-01")

    words = (
        "the plan needs facts that are too old: the facts from tracker are 15 days old; at most 3 may count"
    )
    assert str(raised.value).startswith(f"facts.yaml:1:14: {words} (no ")


# -- hostile files ----------------------------------------------------------------------------------

ODD = st.sampled_from(
    [
        "\x1b[2J",
        "\u202e",
        "::error::x",
        "##[x]",
        "<script>",
        "=1+1",
        "2026-02-30",
        "none",
        "",
        "x" * 300,
        "{{ x }}",
    ]
)
NAMES = (
    st.sampled_from([*(entry.key for entry in SECTIONS), "defects", "id", "touches", "training", "owner"])
    | ODD
)
SHAPES = st.recursive(
    ODD | st.integers() | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=15,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, SHAPES, max_size=3), ODD, st.sampled_from([None, 0]))
def test_any_facts_give_a_report_or_a_refusal(plan, source, most_days):
    """Nothing that a file contains is a bug: merged, read and too old, or refused."""
    text = json.dumps({"facts": 1, "from": [{"source": source, "at": "2027-02-10"}], "plan": plan})
    refused: tuple[LaunchcheckError, ...] = ()
    notes = ()
    try:
        facts = [external_facts.read("facts.yaml", lambda path: Source.parse(text, path))]
        both = external_facts.below(READY, facts, lambda _: LAUNCH_DAY, most_days)
        notes = api.examine(parse.read(both, Plan), both, None, ["launch"], LAUNCH_DAY, None).notes
    except LaunchcheckError as error:
        refused = error.parts or (error,)

    assert all(part.locations for part in refused)
    assert len(notes) <= external_facts.MOST_CONTRADICTIONS + len(SECTIONS)
