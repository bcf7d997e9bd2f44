"""The plan that `init` writes: placeholders for everything that its tier asks, and no fact of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck import api, catalog, template
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import PACKS, Plan
from launchcheck.program import Program
from launchcheck.report import Report
from launchcheck.results import Status
from launchcheck.source import PLACEHOLDER, Source
from launchcheck.template.blanks import Blank
from launchcheck.template.lines import lines
from launchcheck.windows import Window

TIERS = (1, 2, 3)
PLANNED_ON = date(2026, 12, 1)
DAYS = (date(2026, 12, 2), date(2027, 3, 1))
"""Days on which a new plan is checked: its first, and the last before the launch."""


def written(tier: int, name: str = "Orbit", launch: str = "2027-03-02", **facts: Any) -> str:
    """The text of a new plan."""
    start = template.Start(name, Window.of(launch), tier, PLANNED_ON, facts)
    return template.plan(start, catalog.built_in(), "launch.yaml")


@cache
def program() -> Program:
    """The built-in checklist, compiled once."""
    return Program.of(catalog.built_in())


def checked(text: str, day: date) -> Report:
    """The report on a plan as of a day."""
    source = Source.parse(text, "launch.yaml")
    return api.examine(api.parse.read(source, Plan), source, None, program(), day, None)


def passed(text: str, day: date = DAYS[1]) -> list[str]:
    """The items that a plan passes; none if it is malformed."""
    try:
        report = checked(text, day)
    except LaunchcheckError:
        return []
    return [result.item.id for result in report.results if result.status is Status.PASSED]


# -- what it says ---------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", TIERS)
def test_asks_what_its_tier_asks(tier: int) -> None:
    """Every item of the tier is in the plan once, with its due date; that there is a date is clear."""
    items = [item for item in catalog.built_in().items if tier in item.severity and item.example]
    asked = [item.id for item in items if item.id != "launch.dated"]
    found = re.findall(r"\[([a-z_.-]+), (?:blocker|warning), due ", written(tier))
    assert sorted(found) == sorted(asked)


def test_says_when_each_answer_is_due() -> None:
    """A question has its severity and due date, and is above the fact that answers it."""
    assert (
        "  # Is the tier justified? [launch.tier-reason, blocker, due Fri 1 Jan 2027, T-60]\n"
        "  tier_reason: <text>\n"
    ) in written(1)


def test_begins_with_the_facts_that_every_plan_has() -> None:
    """The name, the date, the tier and the day on which the plan was begun; of a period it asks for the day."""
    assert "launch.dated" not in written(1)
    assert (
        "launch:\n"
        "  name: Orbit\n"
        "  # Is the launch date known to the day? [launch.dated, blocker, due Fri 12 Feb 2027, T-45]\n"
        "  date: 2027-Q1    # Wed 31 Mar 2027, the last day of 2027-Q1: the public announcement; due dates are"
        " counted from it\n"
        "  tier: 1    # 1 everyone hears of it, 2 one audience does, 3 it ships quietly\n"
        "  planned_on: 2026-12-01    # when this plan was begun\n"
    ) in written(1, launch="2027-Q1")


def test_lists_words_that_are_too_many_for_a_placeholder_once() -> None:
    """Few words are in the placeholder; many are in a comment above the first fact that has one of them."""
    text = written(1)
    assert "status: <planned|in_progress|done|cut>" in text
    assert text.count("# way: all_hands, team_meeting, ") == 1
    assert text.count("# function: product_management, ") == 1


def test_shows_what_others_refer_to() -> None:
    """A fact that the tier is not asked for, but that others need, is there and says so."""
    assert "  # Not asked at tier 3, but other answers refer to it.\n  segments:\n" in written(3)


@pytest.mark.parametrize("tier", TIERS)
def test_has_no_line_to_uncomment(tier: int) -> None:
    """Every comment is a sentence or a command: deleting its sign would not make it a fact."""
    comments = re.findall(r"^ *# *(.*)", written(tier), re.MULTILINE)
    keys = set(re.findall(r"^ *([a-z_]+):", written(tier), re.MULTILINE))
    starts = {found[1] for comment in comments if (found := re.match(r"([a-z_]+): ", comment))}
    titles = {area.id for area in catalog.built_in().areas} | {
        "people",
        "owners",
        "messaging",
        "tasks",
        "approvals",
    }
    assert starts - titles <= {"function", "way", "kind"} <= keys


@pytest.mark.parametrize("tier", TIERS)
def test_repeats_no_value_of_an_example(tier: int) -> None:
    """Below the first four facts, every value is a placeholder."""
    source = Source.parse(written(tier))
    known = {"launch": {"name", "date", "tier", "planned_on"}}
    source.drop_placeholders([])
    assert {key: set(value) for key, value in source.data.items() if key != "launchcheck"} == known


@pytest.mark.parametrize(
    "name",
    [
        "Orbit Sync 2.0", "Orbit: Sync", "Orbit #2", '"Orbit"', "it's", "- Orbit", "yes", "null", "2.0",
        "2027-02-16", "*", "&a", "!b", "{c}", "[d]", "%e", "@f", "`g`", "|", ">", "Größe 発売 🚀",
        "back\\slash", "a: b # c", "~", "x", "::error::x", "trailing:", "\u0646\u200c\u0645", "<b", "a <b>",
    ],
)  # fmt: skip
def test_accepts_any_name(name: str) -> None:
    """A name comes back as typed, whatever YAML would make of its characters."""
    assert api.read_plan(written(3, name)).launch.name == name


def test_known_facts_take_the_place_of_placeholders() -> None:
    """People and owners that are known are written; what is not known of them stays open."""
    text = written(3, people={"dana": {"name": "Dana: Reyes"}}, owners={"sales": "dana"})
    assert '\npeople:\n  dana: {name: "Dana: Reyes", function: <function>, backup: <person>}\n' in text
    assert "  sales: dana\n  customer_success: <person>\n" in text
    plan = api.read_plan(text)
    assert plan.people is not None
    assert plan.owners is not None
    assert (plan.people["dana"].name, plan.owners.sales, plan.owners.goals) == ("Dana: Reyes", "dana", None)


# -- nothing in it counts --------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("tier", TIERS)
def test_is_wholly_unanswered(tier: int, day: date) -> None:
    """A new plan is valid, and says nothing: every item that is asked is unanswered."""
    results = checked(written(tier), day).results
    assert {result.status for result in results} <= {Status.UNANSWERED, Status.NOT_APPLICABLE}


@pytest.mark.parametrize("pack", PACKS)
def test_asks_what_a_pack_asks_in_its_section(pack: str) -> None:
    """No question of it is elsewhere, such as above the people that its example shows, but joins with areas."""
    checklist = catalog.built_in("launch", pack)
    start = template.Start("Orbit", Window.of("2027-03-02"), 1, PLANNED_ON)
    text = template.plan(start, checklist, "launch.yaml")
    section = re.split(r"(?m)^# \w+: .*--$", text.partition(f"\n# {pack}: ")[2])[0]
    reads = {item.id: item.reads() for item in checklist.items if item.area == pack and 1 in item.severity}
    own = [id for id, paths in reads.items() if any(path.steps[0] == pack for path in paths)]
    assert [id for id in own if f"[{id}, " not in section] == []


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("tier", TIERS)
def test_is_wholly_unanswered_with_a_pack(pack: str, tier: int) -> None:
    """So is one that begins with a pack; it asks for a list where the example has none or an empty one."""
    checklist = catalog.built_in("launch", pack)
    start = template.Start("Orbit", Window.of("2027-03-02"), tier, PLANNED_ON)
    text = template.plan(start, checklist, "launch.yaml")
    source = Source.parse(text, "launch.yaml")
    report = api.examine(api.parse.read(source, Plan), source, None, checklist, DAYS[1], None)
    statuses = {result.item.id: result.status for result in report.results}
    allowed = {Status.UNANSWERED, Status.NOT_APPLICABLE}
    assert [id for id, status in statuses.items() if status not in allowed] == []
    assert "[]" not in text


@pytest.mark.parametrize("tier", TIERS)
def test_passes_nothing_without_any_one_line(tier: int) -> None:
    """Deleting a line of a new plan answers no item."""
    text = written(tier).splitlines(keepends=True)
    for index, line in enumerate(text):
        if not line.lstrip().startswith("#") and line.strip():
            assert (passed("".join([*text[:index], *text[index + 1 :]])), line) == ([], line)


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_passes_nothing_with_half_of_its_lines(data: st.DataObject) -> None:
    """Whatever lines are deleted below those that every plan has, the rest answers no item."""
    head, text = written(data.draw(st.sampled_from(TIERS))).split("  planned_on", 1)
    rest = [line for line in text.splitlines(keepends=True)[1:] if not line.lstrip().startswith("#")]
    left = data.draw(st.sets(st.sampled_from(range(len(rest)))))
    kept = "".join(line for index, line in enumerate(rest) if index in left)
    assert passed(f"{head}  planned_on: 2026-12-01\n{kept}") == []


# -- a placeholder is never in the way, and never counts ----------------------------------------------


FILLS = {
    "YYYY-MM-DD": "2027-02-01", "true|false": "false", "number": "3", "id": "one", "person": "dana",
    "segment": "one", "goal": "one", "feature": "one", "caveat": "one", "sales audience": "text",
    "text": "text", "link": "https://a.example/b", "function": "product_management", "way": "demo",
    "kind": "survey", "time zone": "Europe/London",
}  # fmt: skip


def filled(text: str, chosen: set[int], *, ids: bool = True) -> str:
    """A plan with the placeholders at some positions, and those of ids, replaced by facts of their kind."""
    positions = iter(range(len(text)))

    def fact(found: re.Match[str]) -> str:
        meaning = found[0][1:-1]
        known = FILLS.get(meaning, meaning.partition("|")[0])
        return known if next(positions) in chosen or (ids and meaning == "id") else found[0]

    head, sign, body = text.partition("planned_on: ")
    body = re.sub(r"<id>(\n.*\n.*\n    threshold: )", r"guard\1", body)
    return head + sign + re.sub(PLACEHOLDER, fact, body)


def unfilled(node: Any) -> Any:
    """Plain data without placeholders; None where nothing is left."""
    if isinstance(node, dict):
        left = {key: unfilled(value) for key, value in node.items() if not PLACEHOLDER.fullmatch(key)}
        return {key: value for key, value in left.items() if value is not None} or None
    if isinstance(node, list):
        return [value for value in map(unfilled, node) if value is not None] or None
    return None if isinstance(node, str) and PLACEHOLDER.fullmatch(node) else node


COUNT = len(PLACEHOLDER.findall(written(1)))


@given(st.sampled_from(TIERS), st.sets(st.integers(0, COUNT), min_size=100), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_item_passes_on_a_placeholder(tier: int, chosen: set[int], ids: bool) -> None:
    """With any placeholders replaced, the items that pass are those that pass with the rest deleted."""
    text = filled(written(tier, people={"dana": {"name": "Dana"}}), chosen, ids=ids)
    deleted = json.dumps(unfilled(Source.parse(text).data))
    assert passed(text) == passed(deleted)


def test_with_every_placeholder_replaced_it_is_read() -> None:
    """The facts of a plan that is filled in from top to bottom are of the right kinds, and items pass."""
    text = filled(written(1, people={"dana": {"name": "Dana"}}), set(range(COUNT + 1)))
    assert len(passed(text)) > 10


# -- how facts are written ---------------------------------------------------------------------------


def scalars() -> st.SearchStrategy[Any]:
    """Texts, numbers and booleans."""
    return (
        st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
        | st.integers(0, 99)
        | st.booleans()
    )


@given(
    st.dictionaries(
        st.sampled_from("abcd"),
        st.recursive(
            scalars(),
            lambda inner: (
                st.lists(inner, min_size=1, max_size=3)
                | st.dictionaries(st.sampled_from("abcdef"), inner, min_size=1)
            ),
        ),
        min_size=1,
    )
)
def test_writes_any_facts(facts: dict[str, Any]) -> None:
    """What is written comes back as the same data, whatever its shape and its length."""
    text = "\n".join(line for key, value in facts.items() for line in lines(key, value, ""))
    assert Source.parse(text).data == facts


def blanks(node: Any) -> Iterator[str]:
    """Every placeholder in facts."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from blanks(key)
            yield from blanks(value)
    elif isinstance(node, list):
        for value in node:
            yield from blanks(value)
    elif isinstance(node, Blank):
        yield node


def test_every_blank_is_a_placeholder() -> None:
    """What the template writes for an open fact is what a plan reads as one."""
    found = [*blanks([block.value for block in template._blocks(start(), catalog.built_in())])]
    assert len(found) > 150
    assert [blank for blank in found if not PLACEHOLDER.fullmatch(blank)] == []


def start() -> template.Start:
    """A plan to begin at tier 1."""
    return template.Start("Orbit", Window.of("2027-03-02"), 1, PLANNED_ON)


@pytest.mark.parametrize("tier", TIERS)
def test_a_question_stands_above_a_field_that_its_item_reads(tier: int) -> None:
    """What an example needs only for its references has its own meaning above it."""
    read = {item.id: {path.steps for path in item.reads()} for item in catalog.built_in().items}
    asked: list[str] = []
    section = ""
    for line in written(tier).splitlines():
        if found := re.search(r"\[([a-z_]+\.[a-z-]+), (?:blocker|warning), ", line):
            asked.append(found[1])
        elif found := re.match(r"( {0,2})([a-z_]+):", line):
            section = section if found[1] else found[2]
            place = (section, found[2]) if found[1] else (section,)
            assert all(any(steps[: len(place)] == place for steps in read[id]) for id in asked), (
                place,
                asked,
            )
            asked = []


def test_the_owner_of_the_launch_is_asked_for_by_meaning() -> None:
    """The question of launch.decider is above decider, not above owner."""
    text = written(1)
    assert "  # Who runs the launch: the id of a person.\n  owner: <person>\n" in text
    between = text.partition("owner: <person>")[2].partition("  decider: <person>")[0]
    assert "[launch.decider, blocker, " in between
