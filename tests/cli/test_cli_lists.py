"""`launchcheck checks`, `explain` and `schema`: the items, and the formats of files."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from launchcheck import catalog, parse
from launchcheck.cli.fields import example_of
from launchcheck.cli.schemas import Subject
from launchcheck.facts import Facts
from launchcheck.paste import Pasting
from launchcheck.plan import Plan
from launchcheck.plan.dictionary import dictionary, found
from launchcheck.source import Source
from launchcheck.validate import validate

TINY = ("--checklist", "./tiny.yaml")

ACME = """\
checklist: 1
name: acme
extends: launch
change:
  sales.seven-times:
    due: T-5
    waivable: false
    options: {at_least: {1: 9, 2: 5}}
"""


@pytest.fixture
def acme(tmp_path):
    """A checklist that changes one built-in item."""
    (tmp_path / "acme.yaml").write_text(ACME)
    return ("--checklist", "acme.yaml")


def test_lists_all_items(here):
    """Items are grouped by area, with severity by tier, due date and question."""
    ended = here("checks", *TINY)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "launch: Is there an owner?\n"
        "  launch.owner      B/B/-   T-30  Who runs it?\n"
        "\n"
        "product: Is it there?\n"
        "  product.released  B/W/-    T-7  When is it out?\n"
    )


def test_lists_the_items_of_a_tier(here):
    """With a tier, severity is a word, and items that do not apply are omitted."""
    assert here("checks", *TINY, "--tier", "2").out == (
        "launch: Is there an owner?\n"
        "  launch.owner      blocker   T-30  Who runs it?\n"
        "\n"
        "product: Is it there?\n"
        "  product.released  warning    T-7  When is it out?\n"
    )
    assert here("checks", *TINY, "--tier", "3").out == ""


def test_lists_json(here):
    """JSON has the same items."""
    ended = here("checks", *TINY, "--tier", "1", "--format", "json")

    assert json.loads(ended.out) == {
        "schema": "launchcheck.checks/1",
        "checklists": ["tiny"],
        "tier": 1,
        "off": {},
        "items": [
            {
                "id": "launch.owner",
                "area": "launch",
                "question": "Who runs it?",
                "severity": {"1": "blocker", "2": "blocker"},
                "due": "T-30",
                "waivable": True,
                "waived_one_by_one": False,
                "core": False,
            },
            {
                "id": "product.released",
                "area": "product",
                "question": "When is it out?",
                "severity": {"1": "blocker", "2": "warning"},
                "due": "T-7",
                "waivable": True,
                "waived_one_by_one": False,
                "core": False,
            },
        ],
    }


def test_lists_why_an_area_is_off_instead_of_its_items(here, tmp_path):
    """A checklist that turns an area off asks none of its items."""
    (tmp_path / "acme.yaml").write_text("checklist: 1\nname: acme\nextends: ./tiny.yaml\noff: [product]\n")

    assert here("checks", "--checklist", "./acme.yaml").out == (
        "launch: Is there an owner?\n"
        "  launch.owner  B/B/-   T-30  Who runs it?\n"
        "\n"
        "product: turned off by the checklist 'acme'\n"
    )
    listed = json.loads(here("checks", "--checklist", "./acme.yaml", "--format", "json").out)
    assert [item["id"] for item in listed["items"]] == ["launch.owner"]
    assert listed["off"] == {"product": "turned off by the checklist 'acme'"}


def test_explains_that_an_item_is_core(here, tmp_path):
    """Text has a line where it is, with the checklist that says so; JSON has it either way."""
    core = "  core: yes; one of the few blockers that stop launches, which a report names first"
    assert f"{core}\n" in here("explain", "product.defects").out
    assert "core:" not in here("explain", "sales.kit").out
    (tmp_path / "acme.yaml").write_text(
        "checklist: 1\nname: acme\nextends: launch\nchange: {sales.kit: {core: true}}\n"
    )
    changed = ("explain", "sales.kit", "--checklist", "./acme.yaml")
    assert f"{core}  (set by ./acme.yaml)\n" in here(*changed).out
    assert json.loads(here(*changed, "--format", "json").out)["core"] is True
    assert json.loads(here("explain", "sales.kit", "--format", "json").out)["core"] is False


def test_lists_every_built_in_item(here):
    """Without a checklist the whole built-in one is listed."""
    listed = json.loads(here("checks", "--format", "json").out)

    assert [item["id"] for item in listed["items"]] == [item.id for item in catalog.built_in().items]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("command", [["checks"], ["explain", "launch.owner"]], ids=" ".join)
def test_executes_no_text_of_a_checklist(here, tmp_path, command, form):
    """Neither a terminal nor a CI system finds a command in a checklist's text."""
    tiny = tmp_path / "tiny.yaml"
    tiny.write_text(
        tiny.read_text().replace("Who runs it?", r'"::error::x ##[set-output name=ready]true \u202ex"')
    )

    ended = here(*command, *TINY, "--format", form)

    assert ended.code == 0
    assert not {"::", "##[", "\u202e"} & {each for each in ("::", "##[", "\u202e") if each in ended.out}


def test_explains_an_item(here, acme):
    """Everything about an item, with the origin of each value that is not built in."""
    ended = here("explain", "sales.seven-times", *acme)

    assert (ended.code, ended.err) == (0, "")
    head, settings = ended.out.split("\nSettings\n")
    assert head.startswith("sales.seven-times: Has sales been told seven times")
    assert [line for line in head.splitlines() if line and line[0] != " "][1:] == [
        "Why", "How to fix it", "Paste into the plan"
    ]  # fmt: skip
    assert "\nPaste into the plan\n  sales:\n    audiences:" in head
    assert settings.splitlines()[:4] == [
        "  severity: blocker at tier 1, blocker at tier 2, warning at tier 3",
        "  due: T-5; the weekday before, if that is on a weekend  (set by acme.yaml)",
        "  answered by: the owner of sales",
        "  waivable: no  (set by acme.yaml)",
    ]
    assert "\nFacts it reads\n  sales.touches, sales.touches[].date" in settings
    assert "\nCheck: count\n  The number of entries of `of`" in settings
    assert "\n    of: sales.touches\n    where: {date: {by: today}}\n" in settings
    assert "\n    at_least: {1: 9, 2: 5}  (set by acme.yaml)\n" in settings


def test_explains_an_item_at_a_tier(here, acme):
    """With a tier, thresholds are that tier's."""
    ended = here("explain", "sales.seven-times", *acme, "--tier", "2")

    assert "\n  severity: blocker at tier 2\n" in ended.out
    assert "\n    at_least: 5  (set by acme.yaml)\n" in ended.out
    assert "\n    at_least: none" in here("explain", "sales.seven-times", *acme, "--tier", "3").out


def test_explains_json(here, acme):
    """JSON has the same facts, with the checklist that set each value."""
    told = json.loads(here("explain", "sales.seven-times", *acme, "--format", "json").out)

    assert told["schema"] == "launchcheck.explain/1"
    assert (told["due"], told["waivable"], told["answers"]) == ("T-5", False, "sales")
    assert told["set_by"]["due"] == "acme.yaml"
    assert told["set_by"]["severity"] == "launch"
    assert told["checks"][0]["kind"] == "count"
    assert told["checks"][0]["options"]["at_least"] == {"1": 9, "2": 5}
    assert told["checks"][0]["set_by"]["at_least"] == "acme.yaml"
    assert told["checks"][0]["set_by"]["of"] == "launch"
    assert "sales.touches[].date" in told["reads"]


def test_explains_a_manual_once(here):
    """Several checks of one kind share its manual."""
    ended = here("explain", "launch.owner-functions")

    assert ended.out.count("Check: refers (checks.") > 1
    assert ended.out.count("The id in `field` leads to") == 1
    assert "    is: {function: [product_management]}\n" in ended.out


def test_explains_when_an_item_applies(here):
    """Its conditions are shown."""
    ended = here("explain", "audience.accounts-told-first")

    assert "  asked only when: {audience.affected_accounts.count: {not: [0]}}\n" in ended.out


def test_explains_a_custom_item(here):
    """An item that is not built in is attributed to its checklist."""
    ended = here("explain", "launch.owner", *TINY)

    assert "  due: T-30; the weekday before, if that is on a weekend  (set by ./tiny.yaml)\n" in ended.out
    assert "Paste into the plan" not in ended.out


@pytest.mark.parametrize("item", catalog.built_in().items, ids=lambda item: item.id)
def test_explains_every_item(here, item):
    """Each built-in item can be explained in both formats."""
    assert here("explain", item.id).out.startswith(f"{item.id}: {item.question}\n")
    assert json.loads(here("explain", item.id, "--format", "json").out)["id"] == item.id


def test_explains_an_area(here):
    """An area is explained by its items."""
    assert here("explain", "product", *TINY).out == (
        "product: Is it there?\n  product.released  B/W/-    T-7  When is it out?\n"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sales.seven-time", "did you mean 'sales.seven-times'?"),
        ("sale.kit", "did you mean 'sales.kit'?"),
        ("sales.toches", "did you mean 'sales.touches'?"),
        ("sales.seven", "did you mean 'sales.seven-ways'?"),
        ("zzzzzzzz", "`launchcheck checks` lists the items"),
        (
            "product.status-page",
            "`launchcheck checks` lists the items; for one of your own, name its checklist with --checklist",
        ),
    ],
)
def test_suggests_the_closest_item(here, name, hint):
    """This is for an unknown id."""
    ended = here("explain", name)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"error: no item, area, field or word '{name}'\nhelp: {hint}\n"


@pytest.mark.parametrize("subject", [*Subject])
def test_prints_a_schema(here, subject):
    """Each schema is valid, and has a title."""
    ended = here("schema", subject)

    schema = json.loads(ended.out)
    Draft202012Validator.check_schema(schema)
    assert (ended.code, schema["title"]) == (0, f"launchcheck {subject}, version 1")


@pytest.mark.parametrize(
    ("subject", "path"), [("plan", "tests/data/plan_full.yaml"), ("checklist", "checklists/launch.yaml")]
)
def test_schemas_accept_the_inputs(here, subject, path):
    """The full plan and the built-in checklist fit their schemas."""
    schema = json.loads(here("schema", subject).out)
    data = Source.read(Path(__file__).parents[2] / path).data

    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(data)] == []


def test_schemas_accept_the_output(here):
    """A report fits its schema."""
    schema = json.loads(here("schema", "report").out)
    report = json.loads(here("validate", "plan.yaml", "--as-of", "2027-02-01", "--format", "json").out)

    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(report)] == []


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("checks", "checks"),
        ("checks", "checks --tier 3"),
        ("checks", "explain sales"),
        ("explain", "explain sales.seven-times"),
        ("explain", "explain launch.tasks-done --plan plan.yaml"),
        ("explain", "explain product.rollout --plan {examples}/not-ready.yaml"),
        ("explain", "explain sales.touches.way"),
        ("explain", "explain owner"),
        ("explain", "explain seven"),
        ("packs", "checks --packs"),
        ("explain", "explain operations.load"),
        ("next", "next plan.yaml"),
        ("next", "next {examples}/not-ready.yaml -n 100 --as-of 2027-02-20"),
        ("next", "next {examples}/not-ready.yaml --owner aoife -n 3"),
        ("next", "next {examples}/ready.yaml --as-of 2027-02-15"),
    ],
)
def test_schemas_accept_the_output_of_lists(here, subject, line):
    """So do the outputs of the commands that list and explain; a key that is not in the schema is refused."""
    schema = json.loads(here("schema", subject).out)
    words = line.format(examples=Path(__file__).parents[2] / "examples").split()
    found = json.loads(here(*words, "--format", "json").out)

    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    assert not Draft202012Validator(schema).is_valid({**found, "another": 1})


def test_every_item_fits_the_schema_of_explain(here):
    """Whatever its checks and their options are."""
    schema = json.loads(here("schema", "explain").out)
    for item in json.loads(here("checks", "--format", "json").out)["items"]:
        found = json.loads(here("explain", item["id"], "--format", "json").out)
        assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []


def test_explains_a_field(here):
    """Its meaning, what it may be, an example, and the items that read it."""
    assert here("explain", "sales.touches.way").out == (
        "sales.touches[].way: The channel; `other` needs a `way_note`.\n"
        "\n"
        "What it may be\n"
        "  one of these words\n"
        "\n"
        "Words\n"
        "  all_hands, team_meeting, manager_huddle, email, chat, live_training, recording,\n"
        "  office_hours, demo, battlecard, course, newsletter, one_to_one, kickoff, other\n"
        "\n"
        "Example\n"
        "  sales:\n"
        "    touches:\n"
        "      - way: all_hands\n"
        "\n"
        "Items that read it\n"
        "  sales.seven-ways  Has sales been told in seven ways (five at tier 2, two at tier 3)?\n"
    )


@pytest.mark.parametrize(
    "name", ["way", "touches.way", "sales.touches[].way", "sales.touches[3].way", "sales.touches.3.way"]
)
def test_finds_a_field_by_its_end(here, name):
    """Brackets and the beginning of a path may be left out."""
    assert here("explain", name).out == here("explain", "sales.touches.way").out


def test_explains_a_field_of_a_person(here):
    """The id of a person may be given."""
    assert here("explain", "people.dana.backup").out == here("explain", "people.backup").out
    assert here("explain", "people.backup").out.startswith(
        "people[].backup: Who fills in: the id of a person.\n"
    )


def test_lists_the_places_of_an_ambiguous_field(here):
    """A key that several sections have is listed with its paths."""
    first, *rest = here("explain", "name").out.splitlines()

    assert first == f"name is a key in {len(rest)} places; add where it is:"
    assert rest[0].split() == ["launch.name", "The", "name", "of", "what", "is", "launched."]
    assert rest[1].split()[0] == "people[].name"


def test_searches_words(here):
    """Words that are no name list the items and fields that contain all of them."""
    out = here("explain", "Seven ways").out

    assert out.splitlines()[:2] == [
        "Items",
        "  sales.seven-ways  Has sales been told in seven ways (five at tier 2, two at tier 3)?",
    ]
    assert out.endswith("\nFields\n  sales  Has sales been told seven times in seven ways?\n")


def test_explains_fields_and_words_as_json(here):
    """JSON has the same facts, with schemas of their own."""
    (field,) = json.loads(here("explain", "sales.touches.way", "--format", "json").out)["fields"]
    found = json.loads(here("explain", "seven", "--format", "json").out)

    assert (field["path"], field["read_by"]) == ("sales.touches[].way", ["sales.seven-ways"])
    assert field["words"][:2] == ["all_hands", "team_meeting"]
    assert (found["schema"], found["words"]) == ("launchcheck.search/1", ["seven"])
    assert [each["path"] for each in found["fields"]] == ["sales"]
    assert "sales.seven-times" in [each["id"] for each in found["items"]]


def test_names_the_section_in_which_something_was_found(here):
    """An example that writes into several sections names that one, with its line, and then the others."""
    example = Path(__file__).parents[2] / "examples/new-product.yaml"
    out = here("next", str(example), "--as-of", "2027-05-05").out

    line = next(
        at for at, each in enumerate(example.read_text("utf-8").splitlines(), 1) if "  claims: {" in each
    )
    assert f"\nPaste into legal, at line {line} of {example}, and into people\n" in out


@pytest.mark.parametrize("path", dictionary())
def test_explains_every_field(path):
    """Each field of the format has a meaning, and is found by its path."""
    field = dictionary()[path]

    assert field in found(path)
    assert field.meaning
    assert field.type


@pytest.mark.parametrize("path", [path for path, field in dictionary().items() if field.example is not None])
def test_examples_of_fields_are_valid(path):
    """The example of a field is YAML that leads to a value at its path."""
    data = Source.parse(example_of(dictionary()[path], [])).data

    named = f"people.dana{path.removeprefix('people[]')}" if path.startswith("people[]") else path
    for step in named.replace("[]", "").split("."):
        data = data[0] if isinstance(data, list) else data
        data = data[step]
    assert data not in (None, "", [])


TWO = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-03-16, tier: 1, owner: kim, decider: lee}
people:
  kim: {name: Kim Novak, function: product_marketing}
  lee: {name: Lee Marvin, function: executive}
  ada: {name: Ada King, function: engineering}
owners: {product: ada, sales: kim}
product:
  features:
    - {id: search, name: Search, status: done}
campaigns:
  - {id: teaser}
  - {id: mail, claims: [{text: Fast}]}
"""


@pytest.fixture
def plan(tmp_path):
    """A plan with a few people and ids of its own."""
    (tmp_path / "two.yaml").write_text(TWO)
    return "two.yaml"


def test_explains_an_item_for_a_plan(here, plan):
    """Due date and owner are those of the plan; the example has its dates and people."""
    out = here("explain", "product.rollback-tested", "--plan", plan).out

    assert "\nPaste into product, at line 8 of two.yaml\n" in out
    assert "    rollback: {tested_on: 2027-03-02, by: ada, minutes: <number>, " in out
    assert "owner: Ada King\n" in out
    assert "  blocker, unanswered, due Tue 9 Mar 2027, " in out


def test_explains_a_field_for_a_plan(here, plan):
    """Its example has the people of the plan, too."""
    assert (
        "\n  launch:\n    hold:\n      owner: lee\n"
        in here("explain", "launch.hold.owner", "--plan", plan).out
    )


def test_mentions_a_field_with_the_name_of_an_item(here):
    """Where both exist the item is explained, and the field in a sentence."""
    out = here("explain", "launch.decider").out

    assert out.startswith("launch.decider: Is one person named")
    assert "\nThe field of the plan with this name\n  Who makes the go/no-go decision: " in out


def test_leaves_a_placeholder_for_what_a_plan_does_not_have(here, plan):
    """No person is named twice where two are needed, and no id is invented."""
    out = here("explain", "campaigns.claims-proved", "--plan", plan).out

    assert "feature: search" in out
    assert "goal: <goal>" in out
    assert "audience: [<segment>, <segment 2>]" in out
    people = re.search(r"by: (\S+), verified_by: (\S+),", out).groups()
    assert len({*people}) == 2
    assert {*people} <= {"kim", "lee", "ada"}


@pytest.mark.parametrize(
    "item", [item for item in catalog.built_in().items if item.example], ids=lambda item: item.id
)
@pytest.mark.parametrize(
    "text",
    [TWO, TWO.partition("owners:")[0], "launchcheck: 1\nlaunch: {name: X, date: 2028-02-29, tier: 3}\n"],
    ids=["people and ids", "people", "nothing"],
)
def test_rewritten_examples_name_only_what_the_plan_has(item, text):
    """Each is valid YAML of the same shape, and names no person that the plan does not have."""
    plan = parse.read(Source.parse(text), Plan)

    written = Pasting(plan, catalog.built_in()).example(item.example)

    data = Source.parse(written).data
    assert set(data) == set(Source.parse(item.example).data)
    known = {*(plan.people or {})}
    named = {
        *re.findall(r"\b(?:owner|by|verified_by|approved_by|on_call|backup|decider): ([a-z][\w-]*)", written)
    }
    assert named <= known


def test_next_shows_the_most_urgent_item(here, plan):
    """The question, why, what was found, and what to paste where."""
    ended = here("next", plan, "--as-of", "2027-01-04")

    assert (ended.code, ended.err) == (0, "")
    first, *rest = ended.out.splitlines()
    titles = [line.split(" into ")[0].split(" at ")[0] for line in rest if line and line[0] != " "]
    assert titles[:4] == ["Why", "How to fix it", "In two.yaml", "Paste"]
    assert rest[-1].endswith(f"Everything about it: launchcheck explain {first.partition(':')[0]}")


def test_what_to_paste_goes_where_the_section_is_even_with_placeholders(here, tmp_path):
    """A second `product:` at the end of the file would be malformed."""
    text = "launchcheck: 1\nlaunch: {name: X, date: 2027-02-16, tier: 3}\nproduct:\n  caveats:\n    - {id: <id>}\n"
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")

    out = here("explain", "product.caveats-declared", "--plan", "new.yaml").out

    assert (
        "\nPaste into product, at line 4 of new.yaml\n"
        "(product is in the plan already: add only what is below it here)\n"
        "  product:\n"
    ) in out


def test_what_is_due_before_the_first_customers_is_pasted_with_days_before_them():
    """Pasted as it is, a review before the launch may come after the first customers; and no day is a weekend."""
    plan = parse.read(Source.parse(TWO), Plan)
    pasting = Pasting(plan, catalog.built_in(), date(2028, 1, 11), date(2028, 1, 3))

    written = pasting.example("launch: {review_on: 2027-02-12}\n", base="F")

    assert written == "launch: {review_on: 2028-01-07}\n"


@pytest.mark.parametrize(
    "item",
    [item for item in catalog.built_in().items if item.example and not item.example.startswith("launch:")],
    ids=lambda item: item.id,
)
def test_an_example_pasted_as_it_is_answers_nothing(item):
    """What it says of its own launch is left as placeholders, once the days that it gives have come."""
    text = "launchcheck: 1\nlaunch: {name: X, date: 2027-02-16, tier: 1}\n"
    plan = parse.read(Source.parse(text), Plan)
    pasting = Pasting(plan, catalog.built_in(), today=date(2027, 6, 1))
    pasted = Source.parse(text + pasting.example(item.example), "plan.yaml")

    facts = Facts(date(2027, 2, 15), pasted.locate, pasted.name)
    report = validate(parse.read(pasted, Plan), catalog.built_in(), facts)

    assert {each.item.id for each in report.results if each.status == "passed"} == set()


def test_an_example_of_a_field_keeps_its_words(here, plan):
    """With a plan, too: it explains what the field may be, and is not pasted."""
    assert "      - way: all_hands\n" in here("explain", "sales.touches.way", "--plan", plan).out


def test_next_asks_for_the_items_of_one_person(here, plan):
    """Only items that the person owns are shown, in the order of urgency."""
    shown = json.loads(
        here("next", plan, "--as-of", "2027-01-04", "--owner", "ada", "-n", "100", "--format", "json").out
    )

    assert shown["schema"] == "launchcheck.next/1"
    assert {item["owner"]["id"] for item in shown["items"]} == {"ada"}
    assert len(shown["items"]) == shown["open"]
    severities = [item["severity"] for item in shown["items"]]
    assert severities == sorted(severities)


def test_next_points_to_the_end_of_the_file(here, plan):
    """A section that the plan does not have goes after everything else."""
    item = next(
        each
        for each in json.loads(
            here("next", plan, "--as-of", "2027-01-04", "-n", "100", "--format", "json").out
        )["items"]
        if each["id"] == "audience.buyer"
    )

    assert item["paste"]["location"] == {"path": "two.yaml", "line": 14, "column": None}
    assert item["paste"]["yaml"].startswith("audience:\n  buyer:")


def test_pastes_no_facts_that_are_there(here):
    """Votes are missing, which are no facts of the plan: there is nothing to paste for them."""
    plan = str(Path(__file__).parents[2] / "examples/ready.yaml")
    found = json.loads(here("next", plan, "--as-of", "2027-01-04", "-n", "100", "--format", "json").out)
    pastes = {each["id"]: each["paste"]["yaml"] for each in found["items"]}

    assert pastes.pop("launch.polled") == ""
    assert all(pastes.values())


def test_next_says_that_nothing_is_open(here, tmp_path):
    """A launch that is ready has no next step."""
    released = (
        (tmp_path / "plan.yaml").read_text().replace("owner: dana", "owner: dana\n  release_date: 2027-02-09")
    )
    (tmp_path / "plan.yaml").write_text(released)

    assert here("next", "plan.yaml", *TINY).out == "Nothing is open.\n"
    assert here("next", "plan.yaml", *TINY, "--owner", "sam").out == "Nothing is open for Sam Okoye.\n"
    assert json.loads(here("next", "plan.yaml", *TINY, "--format", "json").out)["items"] == []


def test_knows_the_checklists_and_packs_of_the_settings(here, tmp_path):
    """What a report tells people to explain is found, wherever the team's own item comes from."""
    own = "{id: sales.video, area: sales, question: Is there a video?, why: Say., fix: Do., severity: {1: blocker}, due: T-7, check: {kind: present, paths: [custom.video]}}"
    (tmp_path / "acme.yaml").write_text(f"{ACME}items: [{own}]\n")
    (tmp_path / ".launchcheck.yaml").write_text("checklists: [./acme.yaml]\npacks: [operations]\n")

    report = here("validate", "plan.yaml", "--tier", "1", "--item", "sales.video", "--as-of", "2027-02-01")
    assert "launchcheck explain sales.video\n" in report.out
    assert here("explain", "sales.video").out.startswith("sales.video: Is there a video?\n")
    assert "(set by ./acme.yaml)" in here("explain", "sales.seven-times").out
    for asked in ("sales.video", "operations.load"):
        assert f"  {asked} " in here("checks").out
    assert "sales.video" not in here("checks", "--checklist", "launch").out


def test_knows_the_settings_of_a_plan(here, tmp_path):
    """`explain --plan` reads the settings beside the plan."""
    (tmp_path / "acme.yaml").write_text(ACME)
    (tmp_path / "launches").mkdir()
    (tmp_path / "plan.yaml").rename(tmp_path / "launches" / "plan.yaml")
    (tmp_path / "launches" / ".launchcheck.yaml").write_text("checklists: [../acme.yaml]\n")

    assert "(set by ./acme.yaml)" in here("explain", "sales.seven-times", "--plan", "launches/plan.yaml").out
    assert "(set by" not in here("explain", "sales.seven-times").out
