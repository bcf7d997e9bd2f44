"""Packs on the command line: turned on in a plan and in settings, and named where they are not on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from launchcheck.plan import PACKS

COMPANY = """\
checklist: 1
name: acme
extends: launch
areas: [{id: acme, question: Is it ours?, owner: sales}]
items:
  - id: acme.one
    area: acme
    question: Is there a review?
    why: Rules.
    fix: Set it.
    severity: blocker
    due: T-5
    check: {kind: present, paths: [operations.load.tested]}
"""
PLAN = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1, owner: dana, decider: grace}
people: {dana: {name: Dana Reyes}, grace: {name: Grace Liu}}
"""
OPERATIONS = "operations: {drill: {date: 2027-01-28, minutes: 25}}\n"


@pytest.fixture
def checked(here: Any, tmp_path: Any) -> Any:
    """Validate a plan that is written to launch.yaml, with the text of other files; return the JSON report."""

    def run(plan: str, *arguments: str, **files: str) -> Any:
        for name, text in {"launch": plan, **files}.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        ended = here("validate", "launch.yaml", "--as-of", "2027-02-01", "--format", "json", *arguments)
        assert ended.err == ""
        return json.loads(ended.out)

    return run


def _asked(report: Any) -> dict[str, str]:
    """The items of operations in a JSON report, each with its status."""
    return {each["id"]: each["status"] for each in report["items"] if each["area"] == "operations"}


OF_OPERATIONS = [f"operations.{name}" for name in ("alerted", "load", "drill", "in-flight", "maintenance")]


def test_a_plan_turns_a_pack_on(checked: Any) -> None:
    """What `packs` names is asked as well, and the six questions stay."""
    report = checked(f"{PLAN}packs: [operations]\n{OPERATIONS}")
    assert list(_asked(report)) == OF_OPERATIONS
    assert report["checklists"] == ["launch", "operations"]
    assert report["notes"] == []


def test_settings_turn_a_pack_on_for_every_plan(checked: Any, here: Any) -> None:
    """The file, a variable and `--checklist` each do; `config` says where a pack comes from."""
    settings = {".launchcheck": "packs: [operations]\n"}
    assert list(_asked(checked(PLAN, **settings))) == OF_OPERATIONS
    assert ["packs", "operations", ".launchcheck.yaml:1:1"] in map(str.split, here("config").out.splitlines())
    assert list(_asked(checked(PLAN, "--no-config", "--checklist", "operations"))) == OF_OPERATIONS


def test_settings_hold_for_the_packs_of_a_plan(checked: Any) -> None:
    """Severities, ignored and selected items apply to a pack that only the plan turns on."""
    plan = f"{PLAN}packs: [operations]\n"
    settings = (
        "ignore: [operations.drill]\nseverity: {operations.load: blocker, operations.maintenance: blocker}\n"
    )
    report = checked(plan, **{".launchcheck": settings})
    assert _asked(report)["operations.drill"] == "not_applicable"
    severities = {each["id"]: each["severity"] for each in report["items"]}
    assert severities["operations.maintenance"] == "blocker"
    selected = checked(plan, **{".launchcheck": "select: [operations.load]\n"})
    assert [id for id, status in _asked(selected).items() if status != "not_applicable"] == [
        "operations.load"
    ]


def test_a_company_changes_a_pack_that_only_a_plan_turns_on(checked: Any) -> None:
    """Packs are below what a company chose, so that its `off` and `change` win."""
    acme = (
        "checklist: 1\nname: acme\nextends: launch\noff: [operations.drill]\n"
        "change:\n  operations.load: {severity: warning, options: {at_least: 50}}\n"
    )
    report = checked(f"{PLAN}packs: [operations]\n", "--checklist", "acme.yaml", acme=acme)
    assert "operations.drill" not in _asked(report)
    assert {each["severity"] for each in report["items"] if each["id"] == "operations.load"} == {"warning"}
    assert report["checklists"] == ["launch", "operations", "acme"]


def test_a_checklist_without_launch_gets_it_by_a_pack(checked: Any) -> None:
    """The six questions are asked, too."""
    alone = COMPANY.replace("extends: launch\n", "")
    before = checked(PLAN, "--checklist", "alone.yaml", alone=alone)
    assert before["checklists"] == ["acme"]
    after = checked(f"{PLAN}packs: [operations]\n", "--checklist", "alone.yaml", alone=alone)
    assert after["checklists"] == ["launch", "operations", "acme"]


NAMES_AN_ITEM_OF_A_PACK = {
    "ignore": {".launchcheck": "ignore: [operations, operations.load]\n"},
    "severity": {".launchcheck": "severity: {operations.load: blocker}\n"},
    "off and change": {
        "acme": "checklist: 1\nname: acme\nextends: launch\noff: [operations, operations.drill]\n"
        "change: {operations.load: {due: T-1}}\n",
        ".launchcheck": "checklists: [./acme.yaml]\n",
    },
}


@pytest.mark.parametrize("files", NAMES_AN_ITEM_OF_A_PACK.values(), ids=NAMES_AN_ITEM_OF_A_PACK)
def test_what_names_an_item_of_a_pack_that_is_not_on_has_no_effect(checked: Any, files: Any) -> None:
    """It is no error, so that turning a pack on and off changes nothing else."""
    report = checked(PLAN, **files)
    assert _asked(report) == {}
    assert report["counts"] == checked(PLAN, "--no-config")["counts"]


def test_a_waiver_for_a_pack_that_is_not_on_is_unused(checked: Any) -> None:
    """It accepts nothing, and is shown."""
    waiver = (
        "waivers: [{check: operations.load, reason: Later, approved_by: grace, approved_on: 2027-01-20,"
        " expires: 2027-02-20}]\n"
    )
    report = checked(PLAN + waiver)
    assert [(each["check"], each["state"]) for each in report["waivers"]] == [("operations.load", "unused")]


def test_a_pack_may_not_apply_to_a_launch(checked: Any) -> None:
    """`not_applicable` takes a pack, whether or not it is on."""
    said = "not_applicable: {operations: {reason: A press campaign only, by: grace}}\n"
    report = checked(f"{PLAN}packs: [operations]\n{said}")
    assert set(_asked(report).values()) == {"not_applicable"}
    assert [note["kind"] for note in checked(PLAN + said)["notes"]] == ["unused"]


def test_a_section_that_no_one_asks_about_is_named(checked: Any, here: Any) -> None:
    """It is a note, not an error, and it counts as a warning."""
    report = checked(PLAN + OPERATIONS)
    assert report["notes"] == [
        {
            "kind": "unasked",
            "about": "operations",
            "message": "the plan has operations, and no one asks about it: add packs: [operations]",
            "location": {"path": "launch.yaml", "line": 4, "column": 1, "end_line": 4, "end_column": 11},
        }
    ]
    closed = here("validate", "launch.yaml", "--as-of", "2027-02-01", "--fail-on", "warning")
    assert closed.out.endswith("and 1 unasked section [--fail-on warning]\n")
    asked = checked(PLAN + OPERATIONS, "--checklist", "acme.yaml", acme=COMPANY)
    assert asked["notes"] == []


def test_a_misspelled_pack_is_located(here: Any, tmp_path: Any) -> None:
    """In a plan, in settings and in a variable, the error has its place and a suggestion."""
    (tmp_path / "launch.yaml").write_text(f"{PLAN}packs: [operation]\n", encoding="utf-8")
    ended = here("validate", "launch.yaml")
    assert (ended.code, ended.first) == (2, "launch.yaml:4:9: no pack 'operation'")
    assert ended.err.endswith("help: did you mean 'operations'?\n")
    (tmp_path / ".launchcheck.yaml").write_text("packs: [launch]\n", encoding="utf-8")
    ended = here("validate", "launch.yaml")
    assert (ended.code, ended.first) == (2, ".launchcheck.yaml:1:9: no pack 'launch'")


def test_plans_with_different_packs_are_checked_together(here: Any, tmp_path: Any) -> None:
    """Each has its own packs, and SARIF has a rule for each item of any of them."""
    (tmp_path / "a.launch.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "b.launch.yaml").write_text(f"{PLAN}packs: [operations]\n", encoding="utf-8")
    ended = here("validate", ".", "--as-of", "2027-02-01", "--format", "sarif")
    (run,) = json.loads(ended.out)["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    found = {
        (result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], result["ruleId"])
        for result in run["results"]
    }
    assert {rule for _, rule in found} <= rules
    assert ("b.launch.yaml", "operations.load") in found
    assert ("a.launch.yaml", "operations.load") not in found


# -- listed, explained and begun -------------------------------------------------------------------


def test_the_packs_are_listed_by_what_they_are_for(here: Any) -> None:
    """Each group has a heading, each pack its question and which launches need it."""
    lines = here("checks", "--packs").out.splitlines()
    headings = [line for line in lines if line.endswith(" it") and not line.startswith(" ")]
    assert headings == [line for line in ("plan it", "clear it", "run it", "end it") if line in headings]
    assert len(max(lines, key=len)) <= 88
    packs = json.loads(here("checks", "--packs", "--format", "json").out)["packs"]
    assert [pack["name"] for pack in packs] == list(PACKS)
    assert [name for name in PACKS if not any(line.startswith(f"  {name} ") for line in lines)] == []
    (one,) = [pack for pack in packs if pack["name"] == "operations"]
    assert one == {
        "name": "operations",
        "group": "clear",
        "question": "Will it hold, and will the team notice when it does not?",
        "recommended": "where customers depend on a service that you run",
        "answers": "product",
        "items": OF_OPERATIONS,
    }


def test_items_of_a_pack_are_explained_whether_or_not_it_is_on(here: Any, tmp_path: Any) -> None:
    """So are the pack, its fields, and words in either."""
    said = here("explain", "operations.load").out
    assert said.startswith("operations.load: Has it carried the load that is expected?\n")
    assert "  answered by: the owner of operations, or else of product\n" in said
    assert "set by" not in said
    assert here("explain", "operations").out.startswith("operations: Will it hold")
    assert "operations.load  Has it carried" in here("explain", "operations.load.tested").out
    assert "operations.maintenance  Were users told" in here("explain", "downtime").out
    (tmp_path / "acme.yaml").write_text(
        "checklist: 1\nname: acme\nextends: launch\nchange: {operations.load: {due: F-9}}\n", "utf-8"
    )
    changed = here("explain", "operations.load", "--checklist", "acme.yaml").out
    assert "  due: F-9; the weekday before, if that is on a weekend; F is the first day" in changed
    assert "(set by acme.yaml)" in changed


@pytest.mark.parametrize(
    ("pack", "line", "field", "type"),
    [
        ("runsheet", "starts: <24-hour time>", "runsheet.starts", "a 24-hour time"),
        ("localization", "language: <language tag>", "localization.languages.language", "a language tag"),
        ("localization", "time_zone: <time zone>", "localization.support.time_zone", "a time zone"),
        ("waves", "support: [<time zone>]", "waves.support", "a list of time zones"),
        (
            "accessibility",
            "captions: <URL or not_needed>",
            "accessibility.media.captions",
            "a URL or not_needed",
        ),
    ],
)
def test_text_that_is_not_free_says_what_it_must_be(pack, line, field, type, here):
    """A placeholder, and `explain`, name a time, a language or a time zone instead of text or an id."""
    began = ["init", "-", "--name", "Orbit", "--date", "2027-02-16", "--tier", "1", "--pack", pack]
    assert line in here(*began).out
    assert f"What it may be\n  {type}\n" in here("explain", field).out


def test_a_new_plan_begins_with_packs(here: Any, tmp_path: Any) -> None:
    """`init --pack` turns them on, and writes a placeholder for everything that they ask."""
    began = ["init", "--name", "Orbit", "--date", "2027-02-16", "--tier", "1"]
    assert here(*began, "--pack", "operations").code == 0
    text = (tmp_path / "launch.yaml").read_text(encoding="utf-8")
    assert text.count("\npacks: [operations]\n") == 1
    assert "  load: {expected: <number>, tested: <number>, unit: <text>," in text
    report = json.loads(here("validate", "launch.yaml", "--as-of", "2026-12-01", "--format", "json").out)
    assert _asked(report) == dict.fromkeys(OF_OPERATIONS, "unanswered")
    there = here(*began, "--pack", "operations")
    assert (there.code, there.first) == (2, "launch.yaml: already exists")
    assert "help: to add packs to this plan, leave out --name, --date and --tier" in there.err
    ended = here(*began, "--pack", "operation", "--force")
    assert (ended.code, "no pack 'operation'; did you mean 'operations'?" in ended.err) == (2, True)


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_is_added_to_a_plan(here: Any, tmp_path: Any, pack: str) -> None:
    """All that it asks is unanswered then, with a placeholder for each fact; the other items stay as they were."""
    (tmp_path / "launch.yaml").write_text(PLAN, encoding="utf-8")
    checked = ["validate", "launch.yaml", "--as-of", "2027-01-01", "--format", "json"]
    before = json.loads(here(*checked).out)["items"]
    added = here("init", "--pack", pack)
    assert (added.code, added.err) == (0, "")
    assert added.out.startswith(f"launch.yaml:2\n+ packs: [{pack}]\nlaunch.yaml:5\n+ \n+ # ")
    text = (tmp_path / "launch.yaml").read_text(encoding="utf-8")
    assert text.replace(f"packs: [{pack}]\n", "").startswith(PLAN)
    assert f"\n{pack}:\n" in text
    after = {each["id"]: each for each in json.loads(here(*checked).out)["items"]}
    assert [id for id, each in after.items() if each["area"] == pack and each["status"] == "passed"] == []
    assert [each["id"] for each in before if after[each["id"]]["status"] != each["status"]] == []
    again = here("init", "--pack", pack)
    assert again.out == "Nothing to change: these packs are on, and the plan has their sections.\n"
    assert (tmp_path / "launch.yaml").read_text(encoding="utf-8") == text


def test_a_section_that_a_plan_has_begun_is_not_added_again(here: Any, tmp_path: Any) -> None:
    """Its pack is turned on, and the section stays as it is."""
    (tmp_path / "launch.yaml").write_text(PLAN + OPERATIONS, encoding="utf-8")
    assert here("init", "--pack", "operations").out == "launch.yaml:2\n+ packs: [operations]\n"
    expected = (PLAN + OPERATIONS).replace("launchcheck: 1\n", "launchcheck: 1\npacks: [operations]\n")
    assert (tmp_path / "launch.yaml").read_text(encoding="utf-8") == expected


def test_a_dry_run_adds_no_pack(here: Any, tmp_path: Any) -> None:
    """The lines are shown, and the file stays as it was; of a new plan, the text is shown."""
    (tmp_path / "launch.yaml").write_text(PLAN, encoding="utf-8")
    shown = here("init", "--pack", "operations", "--dry-run").out
    assert "+ packs: [operations]\n" in shown
    assert shown.endswith("Nothing was written: this was a dry run.\n")
    assert (tmp_path / "launch.yaml").read_text(encoding="utf-8") == PLAN
    new = here("init", "new.yaml", "--name", "O", "--date", "2027-02-16", "--tier", "3", "--dry-run")
    assert "\nlaunchcheck: 1\n" in new.out
    assert not (tmp_path / "new.yaml").exists()


# -- what comes after the launch -------------------------------------------------------------------

AFTER = """\
checklist: 1
name: acme
extends: launch
items:
  - id: acme.adopted
    area: goals
    question: Is it used?
    why: Rules.
    fix: Set it.
    severity: blocker
    due: T+10
    opens: T+4
    check: {kind: present, paths: [custom.used]}
"""


def test_an_item_may_be_asked_only_from_a_day_on(checked: Any, here: Any) -> None:
    """Before that day it does not apply and says so; the day may be on a weekend."""

    def item(day: str) -> Any:
        report = checked(PLAN, "--checklist", "acme.yaml", "--as-of", day, acme=AFTER)
        return next(each for each in report["items"] if each["id"] == "acme.adopted")

    before = item("2027-02-19")
    assert (before["status"], before["reason"]) == ("not_applicable", "asked from Sat 20 Feb 2027 on")
    assert item("2027-02-20")["status"] == "unanswered"
    assert "  asked from: T+4 on" in here("explain", "acme.adopted", "--checklist", "acme.yaml").out


# -- other commands --------------------------------------------------------------------------------

OTHERS = {
    "next": ["next", "launch.yaml", "-n", "100"],
    "slip": ["slip", "launch.yaml", "--by", "14d"],
    "badge": ["badge", "launch.yaml"],
    "markdown": ["validate", "launch.yaml", "--format", "markdown"],
    "junit": ["validate", "launch.yaml", "--format", "junit"],
    "csv": ["validate", "launch.yaml", "--format", "csv"],
    "github": ["validate", "launch.yaml", "--format", "github"],
    "votes": ["votes", "launch.yaml"],
}


@pytest.mark.parametrize("arguments", OTHERS.values(), ids=OTHERS)
def test_other_commands_know_the_packs_of_a_plan(here: Any, tmp_path: Any, arguments: list[str]) -> None:
    """None of them fails; those that list items list those of the pack."""
    (tmp_path / "launch.yaml").write_text(f"{PLAN}packs: [operations]\n{OPERATIONS}", encoding="utf-8")
    ended = here(
        *arguments, *([] if "badge" in arguments or "votes" in arguments else ["--as-of", "2027-02-01"])
    )
    assert (ended.code in {0, 1}, ended.err) == (True, "")
    if arguments[0] not in {"badge", "votes", "slip"}:
        assert "operations.load" in ended.out


def test_a_difference_shows_what_turning_a_pack_on_asks(here: Any, tmp_path: Any) -> None:
    """`diff` compares a plan without the pack with one that has it."""
    (tmp_path / "old.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(f"{PLAN}packs: [operations]\n", encoding="utf-8")
    ended = here("diff", "old.yaml", "new.yaml", "--as-of", "2027-02-01")
    assert (ended.code, ended.err) == (0, "")
    assert "operations.load" in ended.out
