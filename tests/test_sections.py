"""Adding a section in a later version takes one module, one checklist and one name."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from types import ModuleType
from typing import Annotated, Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from pydantic import ValidationError

from launchcheck.plan import AREAS, PACKS, POLLED, Plan, Section, fields, sections
from launchcheck.plan.known import Known, describe
from launchcheck.plan.launch import Owners, Person
from launchcheck.plan.links import Link
from launchcheck.plan.references import DECLARED, Declared, Once, PersonId
from launchcheck.plan.sections import SECTIONS, Entry, Later, described_as_in, later_in, with_later
from launchcheck.plan.types import Id
from launchcheck.source import Source

ROOT = Path(__file__).parent.parent
Run = Callable[..., "Ended"]

NAME = ('    Entry("waivers"),\n', '    Entry("trials", area=True),\n    Entry("waivers"),\n')

MODULE = '''\
"""The trials: which customers tried it before the launch, and what they said."""

from typing import Annotated, TypeAlias

from pydantic import Field

from launchcheck.plan.links import Link
from launchcheck.plan.references import Once, PersonId, SegmentId, reference
from launchcheck.plan.types import Count, Day, Id, Section, Text

TrialId: TypeAlias = Annotated[str, reference("trial", "trials.runs")]


class Run(Section):
    """A customer who tries it."""

    id: Id = Field(description="What calls the trial by.", examples=["acme"])
    customer: Text | None = Field(default=None, description="Who tries it.", examples=["Acme"])
    segment: SegmentId | None = Field(default=None, description="The segment: its id.", examples=["mid-market"])
    owner: PersonId | None = Field(default=None, description="Who runs it: the id of a person.", examples=["ben"])
    ended_on: Day | None = Field(default=None, description="Its last day.", examples=["2027-01-20"])
    rating: Count | None = Field(default=None, description="What they give it.", examples=[4])
    notes: Link | None = Field(default=None, description="What they said.", examples=["trials/acme.md"])


class Trials(Section):
    """Did customers try it?"""

    lead: PersonId | None = Field(default=None, description="Who leads: the id of a person.", examples=["ben"])
    runs: Annotated[list[Run], Once("trial")] | None = Field(default=None, description="The trials.")
    best: TrialId | None = Field(default=None, description="The one to quote: its id.", examples=["acme"])
'''

CHECKLIST = """\
checklist: 1
name: trials
extends: launch
areas:
  - {id: trials, question: Did customers try it?}
items:
  - id: trials.lead
    area: trials
    question: Who leads the trials?
    why: Otherwise customers hear nothing back.
    fix: Set trials.lead.
    example: |
      trials:
        lead: ben
    severity: {1: blocker, 2: warning}
    due: T-30
    check: {kind: present, paths: [trials.lead]}
  - id: trials.enough
    area: trials
    question: Did two customers try it?
    why: One customer is an anecdote.
    fix: Add the trials to trials.runs.
    example: |
      trials:
        runs:
          - {id: acme, customer: Acme, segment: mid-market, owner: ben, ended_on: 2027-01-20, rating: 4}
    severity: {1: blocker}
    due: T-7
    evidence: ["trials.runs[].notes"]
    check: {kind: count, of: trials.runs, what: trial, where: {ended_on: {by: today}}, at_least: 2}
  - id: trials.polled
    area: trials
    question: Did the trials vote?
    why: They saw it work.
    fix: Vote for the trials.
    example: |
      owners:
        trials: ben
    severity: {1: warning}
    due: T-1
    owner: launch
    check: {kind: polled, areas: [trials]}
"""

SMALL = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1, owner: dana, decider: dana}
people:
  dana: {name: Dana Reyes}
  ben: {name: Ben Ortiz, backup: dana}
audience: {segments: [{id: mid-market}]}
owners: {product: dana, trials: ben}
"""

TRIALS = """\
trials:
  lead: ben
  best: acme
  runs:
    - {id: acme, customer: Acme, segment: mid-market, owner: ben, ended_on: 2027-01-20, rating: 4, notes: acme.md}
    - {id: globex, customer: Globex, ended_on: 2027-02-14, rating: 5}
"""


class Ended:
    """How a program ended, and what it wrote."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        """Read the result of a finished process."""
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self) -> Any:
        """The output as JSON."""
        assert self.err == ""
        return json.loads(self.out)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with one more section: a module, a checklist, and its name in SECTIONS."""
    root = tmp_path_factory.mktemp("house")
    copytree(ROOT / "launchcheck", root / "launchcheck")
    copytree(ROOT / "checklists", root / "checklists")
    (root / "launchcheck" / "plan" / "trials.py").write_text(MODULE, "utf-8")
    (root / "checklists" / "trials.yaml").write_text(CHECKLIST, "utf-8")
    names = root / "launchcheck" / "plan" / "sections.py"
    before, after = NAME
    assert names.read_text("utf-8").count(before) == 1
    names.write_text(names.read_text("utf-8").replace(before, after), "utf-8")
    return root


@pytest.fixture
def run(house: Path, tmp_path: Path) -> Run:
    """Run Python with that package, in a temporary folder; coverage measures only the real package."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}

    def started(*arguments: str, said: str = "") -> Ended:
        return Ended(
            subprocess.run(
                [sys.executable, *arguments],
                cwd=tmp_path,
                env={**kept, "PYTHONPATH": str(house)},
                capture_output=True,
                input=said,
                text=True,
                timeout=120,
                check=False,
            )
        )

    return started


@pytest.fixture
def command(run: Run, tmp_path: Path) -> Run:
    """Run the command on a plan written to launch.yaml."""

    def started(plan: str, name: str, *arguments: str) -> Ended:
        (tmp_path / "launch.yaml").write_text(plan, "utf-8")
        return run("-m", "launchcheck", name, "launch.yaml", *arguments)

    return started


def answers(ended: Ended) -> dict[str, tuple[str, list[tuple[str, int]]]]:
    """The result of each item about trials: its status, and each finding with its line."""
    return {
        item["id"]: (
            item["status"],
            [(found["message"], found["location"]["line"]) for found in item["findings"]],
        )
        for item in ended.json["items"]
        if item["area"] == "trials"
    }


ONLY_ONE = "only 1 trial with ended_on by today (Fri 12 Feb 2027); at least 2 needed; 1 is scheduled (14 Feb)"
ASKED = ("--checklist", "trials", "--format", "json", "--as-of", "2027-02-12")


# -- a plan with the section ---------------------------------------------------------------------


def test_facts_decide_its_items(command: Run, tmp_path: Path) -> None:
    """Facts in the section pass and fail items, at their lines, with the owner of its area."""
    (tmp_path / "acme.md").touch()
    ended = command(SMALL + TRIALS, "validate", *ASKED)
    assert answers(ended) == {
        "trials.lead": ("passed", []),
        "trials.enough": ("failed", [(ONLY_ONE, 11)]),
        "trials.polled": (
            "unanswered",
            [("no votes yet", 7), ("go or no-go is not decided yet; Dana Reyes decides", 2)],
        ),
    }
    (area,) = [area for area in ended.json["areas"] if area["id"] == "trials"]
    assert area["owner"] == {"id": "ben", "name": "Ben Ortiz"}
    assert area["question"] == "Did customers try it?"


def test_a_missing_section_is_unanswered(command: Run) -> None:
    """The items point at the place where the section would be."""
    ended = command(SMALL, "validate", *ASKED)
    found = answers(ended)
    assert {id: status for id, (status, _) in found.items()} == dict.fromkeys(found, "unanswered")
    assert found["trials.lead"] == ("unanswered", [("trials.lead is missing", 1)])


def test_its_links_are_evidence(command: Run) -> None:
    """A local file that the section names is looked up, and reported missing at the link."""
    found = answers(command(SMALL + TRIALS, "validate", *ASKED))
    assert found["trials.enough"][1][-1] == (
        "'acme.md' does not exist; evidence paths are relative to the plan",
        12,
    )


SLIPS = [
    ("owner: ben", "owner: bne", "12:62: no person 'bne'; did you mean 'ben'?"),
    ("mid-market, owner", "mid-markt, owner", "12:43: no segment 'mid-markt'; did you mean 'mid-market'?"),
    ("best: acme", "best: acmee", "10:9: no trial 'acmee'; did you mean 'acme'?"),
    ("id: globex", "id: acme", "13:12: trial id 'acme' appears twice"),
    (
        "rating: 4",
        "rating: four",
        "12:97: trials.runs.acme.rating must be a whole number, not the text 'four'",
    ),
    ("2027-02-14", "2027-02-30", "13:48: '2027-02-30' is not a valid date; 2027-02 ends on day 28"),
    (
        "acme.md",
        "/acme.md",
        "12:107: '/acme.md' is an absolute path; write an http(s) URL, or a path relative",
    ),
    ("lead: ben", "leed: ben", "9:3: unknown key 'leed'; did you mean 'lead'?"),
    ("trials:\n", "trails:\n", "8:1: unknown key 'trails'; did you mean 'trials'?"),
    ("trials: ben", "trials: bob", "7:33: no person 'bob'; known people: dana"),
    ("trials: ben", "trails: ben", "7:25: unknown key 'trails'; did you mean 'trials'?"),
    ("tier: 1", "tier: 7", "2:47: launch.tier: 7 is not one of 1, 2 or 3"),
]
READ = """
import json, sys
from launchcheck import LaunchcheckError, validate_text

def said(text):
    try:
        return [str(validate_text(text).verdict)]
    except LaunchcheckError as error:
        parts = [(f"{part.locations[0]}: {part.message}", part.hint) for part in error.parts]
        return ["; ".join(filter(None, words)).removeprefix("<text>:") for words in parts]

print(json.dumps([said(text) for text in json.load(sys.stdin)]))
"""


def test_reports_errors_in_the_section(run: Run) -> None:
    """An error in the section has its place and a suggestion."""
    plans = [(SMALL + TRIALS).replace(old, new) for old, new, _ in SLIPS]
    found = run("-c", READ, said=json.dumps(plans)).json
    expected = [said for _, _, said in SLIPS]
    assert [[words[: len(said)] for words in each] for each, said in zip(found, expected, strict=True)] == [
        [said] for said in expected
    ]


def test_all_errors_are_reported_at_once(run: Run) -> None:
    """Errors in the section and elsewhere are listed together, in the order of the file."""
    plan = (SMALL + TRIALS).replace("tier: 1", "tier: 7").replace("rating: 4", "rating: -4")
    (found,) = run("-c", READ, said=json.dumps([plan])).json
    assert [words.partition(":")[0] for words in found] == ["2", "12"]


def test_an_empty_section_is_absent(command: Run) -> None:
    """The key without a value is like no key."""
    assert answers(command(f"{SMALL}trials:\n", "validate", *ASKED))["trials.lead"][0] == "unanswered"


def test_a_waiver_may_name_a_place_in_it(command: Run) -> None:
    """A waiver may accept the findings of one trial, by its id."""
    waiver = (
        "waivers:\n  - {check: trials.enough, where: trials.runs.acme, reason: Lost, approved_by: dana,"
        " approved_on: 2027-02-01, expires: 2027-02-20}\n"
    )
    ended = command(SMALL + TRIALS + waiver, "validate", *ASKED)
    findings = next(item for item in ended.json["items"] if item["id"] == "trials.enough")["findings"]
    assert [found["waived"] for found in findings] == [False, True]
    lost = command(SMALL + TRIALS + waiver.replace("runs.acme", "runs.acmee"), "validate", *ASKED)
    assert "'trials.runs.acmee' is not in the plan" in lost.err


# -- votes ---------------------------------------------------------------------------------------


def test_its_owner_votes_for_it(command: Run) -> None:
    """The owner of the area votes, and the vote holds until a fact of the section changes."""
    asked = ("--checklist", "trials")
    vote = ("--area", "trials", "--vote", "go", "--as")
    shown = (*asked, "--format", "json", "--as-of", "2027-02-12")
    refused = command(SMALL + TRIALS, "vote", "--area", "product", "--vote", "go", "--as", "ben", *asked)
    assert "ben votes for trials" in refused.err
    assert command(SMALL + TRIALS, "vote", *vote, "ben", *asked).code == 0
    (cast,) = command(SMALL + TRIALS, "votes", *shown).json["votes"]
    assert (cast["area"], cast["by"], cast["changes"]) == ("trials", "ben", [])
    moved = (SMALL + TRIALS).replace("2027-01-20", "2027-01-21")
    (cast,) = command(moved, "votes", *shown).json["votes"]
    assert [change["where"] for change in cast["changes"]] == [["trials", "runs", "acme", "ended_on"]]


# -- derived features -----------------------------------------------------------------------------


def test_schemas_include_it(run: Run) -> None:
    """The JSON Schema of plans describes the section and its owner, the one of checklists its area."""
    schema = run("-m", "launchcheck", "schema", "plan").json
    plan = jsonschema.Draft202012Validator(schema)
    assert list(plan.iter_errors(Source.parse(SMALL + TRIALS).data)) == []
    slips = Source.parse((SMALL + TRIALS).replace("rating: 4", "rating: no").replace("lead", "leed")).data
    assert {tuple(error.absolute_path)[:1] for error in plan.iter_errors(slips)} == {("trials",)}
    assert schema["properties"]["trials"]["description"].startswith("The trials: which customers")
    assert schema["$defs"]["Owners"]["properties"]["trials"]["description"] == (
        "Owns trials: the id of a person."
    )
    assert '"trials"' in run("-m", "launchcheck", "schema", "checklist").out


def test_a_new_plan_includes_it(run: Run) -> None:
    """`init` writes the section under its own title, before the waivers."""
    written = run(
        "-c",
        "from datetime import date; from launchcheck import catalog, template, windows;"
        "start = template.Start('Orbit', windows.Window.of('2027-02-16'), 1, date(2026, 12, 1));"
        "print(template.plan(start, catalog.find(['trials']), 'launch.yaml'))",
    )
    assert "# trials: Did customers try it? ---" in written.out
    assert "\n  lead: <person>\n" in written.out
    assert written.out.index("\ncustomer_success:") < written.out.index("\ntrials:")


COUNTED = """
import json, sys
from collections import Counter
from datetime import date

import launchcheck
from launchcheck.plan.types import Section

NAME = "launchcheck.plan.trials"
built = Counter()

@classmethod
def counted(cls, source, handler):
    built[cls.__module__] += 1
    return handler(source)

Section.__get_pydantic_core_schema__ = counted
small, whole = (open(name).read() for name in ("small.yaml", "whole.yaml"))
day = date(2027, 2, 12)
launchcheck.validate_text(small, today=day)
try:
    launchcheck.validate_text(small.replace("tier: 1", "teir: 1"), today=day)
except launchcheck.LaunchcheckError:
    before = {"others": built.total() > 10, "built": built[NAME], "imported": NAME in sys.modules}
launchcheck.validate_text(whole, today=day)
launchcheck.validate_text(whole, today=day)
print(json.dumps({"before": before, "built": built[NAME]}))
"""


def test_its_models_are_built_only_for_plans_with_it(run: Run, tmp_path: Path) -> None:
    """A plan without the section imports and builds none of its models, even if the plan is malformed."""
    (tmp_path / "small.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "whole.yaml").write_text(SMALL + TRIALS, "utf-8")
    assert run("-c", COUNTED).json == {
        "before": {"others": True, "built": 0, "imported": False},
        "built": 2,  # the section and its runs, once for all plans
    }


# -- how a later section is read -----------------------------------------------------------------


class Beta(Section):
    """A beta test."""

    id: Id
    owner: PersonId | None = None
    notes: Link | None = None


class Small(Section):
    """A plan with people only."""

    people: dict[Id, Person] | None = None


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> type[Section]:
    """A small plan with a later section that is a list."""
    module = ModuleType("launchcheck.plan.beta_tests", "The beta tests: who tried\nit.\n\nMore of it.")
    vars(module)["BetaTests"] = Annotated[list[Beta], Once("beta test")]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(sections, "SECTIONS", (Entry("people"), Entry("beta_tests")))
    return with_later(Small)


def test_a_section_may_be_a_list(small: type[Section]) -> None:
    """A list keeps its references, its ids and the places of its errors, and is written back unchanged."""
    data = {"people": {"ben": {}}, "beta_tests": [{"id": "a", "owner": "ben"}, {"id": "b"}]}
    context = {DECLARED: Declared(data)}
    read = small.model_validate(data, context=context)
    Beta.model_rebuild()  # pydantic 2.12 writes back only models that were built by themselves
    assert read.model_dump(exclude_unset=True) == data
    assert pickle.loads(pickle.dumps(read.beta_tests)) == [Beta(id="a", owner="ben"), Beta(id="b")]  # type: ignore[attr-defined]
    wrong = {**data, "beta_tests": [{"id": "a", "owner": "bne"}, {"id": 5}, "x"]}
    with pytest.raises(ValidationError) as caught:
        small.model_validate(wrong, context=context)
    assert [(error["loc"], error["msg"]) for error in caught.value.errors()][:2] == [
        (("beta_tests", 0, "owner"), "no person 'bne'"),
        (("beta_tests", 1, "id"), "'5' is not an id"),
    ]


def test_a_later_section_is_described_like_any_other(small: type[Section]) -> None:
    """Its key tells the type of its entries, and its description comes from its module."""
    assert list(fields(small)) == ["people", "beta_tests"]
    assert fields(small)["beta_tests"] == Known("beta_tests", Beta, many="list")
    assert fields(Beta)["notes"].link
    assert describe(small, "beta_tests") == "The beta tests: who tried it."
    assert "beta_tests" in fields(small)
    assert "beta" not in fields(small)


def test_a_schema_may_omit_its_details(small: type[Section]) -> None:
    """The whole schema describes the section; the schema for data without it names only its key."""
    whole = small.model_json_schema()["properties"]["beta_tests"]
    assert whole["anyOf"][0]["items"] == {"$ref": "#/$defs/Beta"}
    assert described_as_in(small, {"beta_tests": []})["properties"]["beta_tests"] == whole
    for data in ({}, None):
        assert described_as_in(small, data)["properties"]["beta_tests"].keys() == {"default", "title"}


# -- the current list ----------------------------------------------------------------------------


def test_the_list_has_every_section() -> None:
    """Each key of a plan is in SECTIONS, in its order, and each area has an owner."""
    keys = [entry.key for entry in SECTIONS]
    assert {"launchcheck", *keys} == set(fields(Plan))
    written = [key for key in keys if not later_in(Plan.model_fields[key])]
    assert ["launchcheck", *written] == list(fields(Plan))[: len(written) + 1]
    assert list(fields(Owners)) == [*AREAS, *PACKS]
    assert ("launch", *AREAS, *PACKS) == POLLED


def test_each_section_has_a_description() -> None:
    """The description is in `Plan` or in the section's module."""
    assert [entry.key for entry in SECTIONS if not describe(Plan, entry.key)] == []
    assert Later("customer_success").description == "Customer success: is it ready to field questions?"
    assert Later("customer_success").annotation is fields(Plan)["customer_success"].model
