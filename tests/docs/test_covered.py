"""What users meet is documented: formats, exit codes, rules, settings, variables, statuses, verdicts and packs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import manual
import pytest
import yaml

import launchcheck
from launchcheck import catalog, config
from launchcheck.checklist import Item
from launchcheck.checks.kinds import KINDS
from launchcheck.cli.app import COMMANDS
from launchcheck.formats import Format
from launchcheck.plan import PACKS
from launchcheck.report import FailOn, Verdict
from launchcheck.results import Status

CONCEPTS, SETTINGS = "docs/concepts.md", "docs/settings.md"
CHECKLISTS = "docs/writing-a-checklist.md"


def _named(page: str, head: str) -> list[str]:
    """The names in the first column of a table, in order."""
    return [
        name for row in manual.rows(page, head) for name in re.findall(r"[\w .-]+", row[0]) if name.strip()
    ]


def test_the_formats_are_those_of_the_table() -> None:
    """Each format has its place in the table, and no other has."""
    table = _named("docs/formats.md", "| format | for |")
    assert sorted(name for name in table if name != " ") == sorted(format.value for format in Format)


def test_the_exit_codes_are_those_of_the_help(run: Callable[..., Any]) -> None:
    """The table has the codes that the help lists, and no others."""
    listed = run("launchcheck --help").out.partition("Exit codes:\n")[2]
    table = _named(CONCEPTS, "| exit code | meaning |")
    assert table == re.findall(r"^ +(\d+) ", listed, re.MULTILINE) == ["0", "1", "2", "70", "130"]


def test_the_rules_are_those_of_fail_on() -> None:
    """The table has every rule that closes a gate, in their order."""
    assert _named(CONCEPTS, "| rule | closes the gate for |") == [rule.value for rule in FailOn]


@pytest.mark.parametrize(
    ("head", "values"), [("| an item is | when |", Status), ("| the launch is | when |", Verdict)]
)
def test_statuses_and_verdicts_are_those_of_a_report(head: str, values: Any) -> None:
    """Each has a row, and there is no other."""
    rows = [row[0] for row in manual.rows(CONCEPTS, head)]
    assert sorted(rows) == sorted(value.value.replace("_", " ") for value in values)


def test_every_setting_is_shown() -> None:
    """The file on the page has every key, and each setting gets its value from it."""
    (text,) = manual.files(SETTINGS).values()
    assert sorted(manual.data(text)) == sorted(config.File.model_fields)


def test_every_variable_is_shown() -> None:
    """The table has each variable that stands for a setting or an option, and no other of that prefix."""
    rows = manual.rows(SETTINGS, "| variable | stands for |")
    shown = {name for row in rows for name in re.findall(r"`(LAUNCHCHECK_\w+)`", row[0])}
    assert shown == {*config.VARIABLES, *config.OTHERS}


def test_the_list_of_packs_is_complete() -> None:
    """The table has a row for each group, and the packs of each in the order of the list."""
    shown = {row[0]: re.findall(r"`(\w+)`", row[1]) for row in manual.rows("docs/packs.md", "| to | packs |")}
    listed: dict[str, list[str]] = {}
    for name in PACKS:
        pack = catalog.pack(name).pack
        assert pack
        listed.setdefault(f"{pack.group} it", []).append(name)
    assert shown == listed
    assert f"There are {len(PACKS)}:" in manual.text("docs/packs.md")


def test_the_six_questions_are_those_of_the_checklist() -> None:
    """They are those of its areas, in order."""
    questions = re.findall(r"^\d\. \*\*[^*]+\*\* (.*)$", manual.text(CONCEPTS), re.MULTILINE)
    assert questions == [area.question for area in catalog.built_in().areas if area.id != "launch"]


def test_every_command_is_documented() -> None:
    """The page of commands has a link to the page of each."""
    links = manual.links("docs/commands/index.md")
    assert [name for name in COMMANDS if f"{name}.md" not in links] == []


def test_the_names_of_the_library_are_those_of_the_table() -> None:
    """Each public name has its row, or is explained in that of the function that returns it."""
    rows = manual.rows("docs/python.md", "| name | what it is |")
    first = {name for row in rows for name in re.findall(r"`(\w+)`", row[0])}
    assert first <= {*launchcheck.__all__} <= {name for row in rows for name in re.findall(r"\w+", str(row))}


def test_the_inputs_of_the_action_are_those_of_the_table() -> None:
    """Each input and each output of the action is explained."""
    action = yaml.safe_load((manual.ROOT / "action.yml").read_text(encoding="utf-8"))
    page = manual.text("docs/recipes/github.md")
    assert _named("docs/recipes/github.md", "| input | means |") == list(action["inputs"])
    outputs = page.partition("Its outputs are ")[2].partition(".\n")[0]
    assert re.findall(r"`(\w+)`", outputs) == list(action["outputs"])


def test_the_hooks_are_those_of_the_table() -> None:
    """Each hook of pre-commit is explained."""
    hooks = yaml.safe_load((manual.ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert _named("docs/recipes/pre-commit.md", "| hook | checks |") == [hook["id"] for hook in hooks]


def test_the_kinds_to_know_first_are_kinds() -> None:
    """Each kind of the table exists."""
    assert set(_named(CHECKLISTS, "| kind | asks |")) - {*KINDS} == set()


def test_a_checklist_makes_the_described_changes(folder_of: Callable[[str], Path]) -> None:
    """The company's checklist turns off one item, changes two, and adds one."""
    folder_of(CHECKLISTS)
    built_in = {item.id: item for item in catalog.built_in().items}
    own = {item.id: item for item in catalog.find(["./acme.yaml"]).items}
    assert set(built_in) - set(own) == {"audience.not-for"}
    assert set(own) - set(built_in) == {"security.review"}
    changed = {id for id, item in own.items() if id in built_in and item != built_in[id]}
    assert changed == {"campaigns.hold", "sales.seven-times"}


def test_a_checklist_changes_a_pack_as_described(folder_of: Callable[[str], Path]) -> None:
    """It turns the pack on for a plan that does not, removes an item, changes one and adds one."""
    folder_of("docs/packs.md")
    built_in = {item.id: item for item in catalog.built_in("operations").items}
    own = {item.id: item for item in catalog.find(["./ours.yaml"]).items}
    assert set(built_in) - set(own) == {"operations.maintenance"}
    assert set(own) - set(built_in) == {"operations.rota"}
    changed = {id for id, item in own.items() if id in built_in and item != built_in[id]}
    assert changed == {"operations.drill"}
    days = [getattr(check, "at_least_days", None) for check in _of_a_pack_that_is_off().checks]
    assert (days[1], days[2]) == ({1: 21, 2: 21, 3: 21}, {1: 45, 2: 30})
    drill = own["operations.drill"]
    assert (set(drill.severity.values()), drill.due.base, drill.due.days) == ({"blocker"}, "F", -10)


def _of_a_pack_that_is_off() -> Item:
    """An item of a pack that is not on, as the checklist changes it where a plan turns it on."""
    found = catalog.with_packs(catalog.find(["./ours.yaml"]), ["calendar"])
    return next(item for item in found.items if item.id == "calendar.lead-times")


@pytest.mark.parametrize(("day", "status"), [("2027-01-17", "passed"), ("2027-01-16", "failed")])
def test_a_threshold_of_a_pack_is_changed_in_yaml(
    day: str, status: str, folder_of: Callable[[str], Path]
) -> None:
    """The rehearsal may be at most 30 days old instead of 90, when the first customers have it."""
    plan = folder_of("docs/packs.md") / "launch.yaml"
    drill = f"{{date: {day}, by: dana, minutes: 20, source: https://wiki.example.com/drill}}"
    text = manual.files("README.md")["launch.yaml"]
    plan.write_text(f"{text}operations:\n  drill: {drill}\n", encoding="utf-8")
    report = launchcheck.validate_file(str(plan), checklist=["./ours.yaml"], today=date(2027, 2, 16))
    assert {each.item.id: each.status.value for each in report.results}["operations.drill"] == status


def test_a_first_item_is_asked(folder_of: Callable[[str], Path]) -> None:
    """The item that the page begins with is open until the fact that its fix names is there."""
    folder_of(CHECKLISTS)
    found = {}
    for more in ("", "custom: {status_page: https://status.example.com/sync}\n"):
        text = manual.files("README.md")["launch.yaml"] + more
        report = launchcheck.validate_text(text, checklist=["./first.yaml"], today=date(2027, 2, 16))
        found[more[:6]] = {each.item.id: each.status.value for each in report.results}["product.status-page"]
    assert found == {"": "unanswered", "custom": "passed"}
