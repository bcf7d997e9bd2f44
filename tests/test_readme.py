"""README.md is correct: its commands run, its YAML is valid, its tables and options match the app."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import launchcheck
from launchcheck import catalog, cli, parse
from launchcheck.checklist import Item
from launchcheck.cli.app import COMMANDS, app
from launchcheck.formats import Format
from launchcheck.plan import PACKS, Plan
from launchcheck.report import FailOn
from launchcheck.results import Status
from launchcheck.source import Source

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A code block: its language and its text."""

    language: str
    text: str


BLOCKS = [Block(*found.groups()) for found in _BLOCK.finditer(README)]
YAML = [text for language, text in BLOCKS if language == "yaml"]
COMMAND_LINES = [
    line
    for language, text in BLOCKS
    if language == "sh"
    for line in text.splitlines()
    if "pip install" not in line
]


def _yaml(begins: str) -> str:
    """The YAML block that begins so; there is one."""
    (text,) = (text for text in YAML if text.startswith(begins))
    return text


PLAN = _yaml("launchcheck: 1\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that README.md tells the reader to save."""
    (tmp_path / "launch.yaml").write_text(PLAN, encoding="utf-8")
    for name in ("acme", "ours"):
        text = _yaml(f"checklist: 1\nname: {name}\n")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the folder, with this launchcheck."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _options() -> set[str]:
    """Every option of the app and its commands."""
    group: Any = app()
    parts = [group, *(group.get_command(None, name) for name in COMMANDS)]
    return {option for part in parts for parameter in part.params for option in parameter.opts} | {"--help"}


def test_ci_runs_the_set_up_commands() -> None:
    """CI runs both commands of the section unchanged: for using launchcheck, and for working on it."""
    script = runpy.run_path(str(ROOT / ".ci" / "readme.py"))["commands"]()
    user, contributor = script.splitlines()
    assert user.endswith("launchcheck validate examples/ready.yaml --at-launch")
    assert contributor.endswith("pip install --quiet -e '.[test]' && .venv/bin/pytest")
    blocks = [text for language, text in BLOCKS if language == "sh" and "pip install" in text]
    assert script == "".join(blocks)
    assert ".ci/readme.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_command_runs(
    line: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command runs on the files shown in README.md, without a failed run; it may note open blockers."""
    monkeypatch.chdir(folder)
    words = shlex.split(line, comments=True)
    words, target = (words[: words.index(">")], words[-1]) if ">" in words else (words, "")
    assert words[0] == "launchcheck"
    code = cli.run(words[1:])
    shown = capsys.readouterr()
    errors = [each for each in shown.err.splitlines() if not each.startswith("note: ")]
    assert (code in {0, 1}, errors) == (True, [])
    assert shown.out
    assert not target or words[1] == "schema"


def test_set_up_runs_on_existing_files(folder: Path) -> None:
    """The set-up command checks an example that is ready; the command for tests is the one that CI runs."""
    first, second = (
        line for language, text in BLOCKS if language == "sh" for line in text.splitlines() if "pip" in line
    )
    shown = first.rpartition("&& .venv/bin/launchcheck ")[2]
    assert _run(folder, "-m", "launchcheck", *shown.split()).returncode == 0
    assert "'.[test]'" in second
    assert README.count("'.[test]'") == 1


def test_python_runs(folder: Path) -> None:
    """The Python block runs on the plan shown in README.md."""
    (code,) = (text for language, text in BLOCKS if language == "python")
    ran = _run(folder, "-c", code)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("\n") > 1


def test_plan_is_valid_and_unanswered() -> None:
    """The plan has 15 lines, is valid, and has open items."""
    assert len(PLAN.splitlines()) == 15
    parse.read(Source.parse(PLAN), Plan)


def test_checklist_makes_the_described_changes(folder: Path) -> None:
    """The company's checklist turns off one item, changes two, and adds one."""
    built_in = {item.id: item for item in catalog.built_in().items}
    own = {item.id: item for item in catalog.find([str(folder / "acme.yaml")]).items}
    assert set(built_in) - set(own) == {"audience.not-for"}
    assert set(own) - set(built_in) == {"security.review"}
    changed = {id for id, item in own.items() if id in built_in and item != built_in[id]}
    assert changed == {"campaigns.hold", "sales.seven-times"}


def test_the_list_of_packs_is_complete() -> None:
    """The table has a row for each group, and the packs of each in the order of the list."""
    rows = re.findall(r"^\| (plan it|clear it|run it|end it) \| (.*) \|$", README, re.MULTILINE)
    shown = {group: re.findall(r"`(\w+)`", packs) for group, packs in rows}
    listed: dict[str, list[str]] = {}
    for name in PACKS:
        pack = catalog.pack(name).pack
        assert pack
        listed.setdefault(f"{pack.group} it", []).append(name)
    assert shown == listed
    assert f"There are {len(PACKS)}:" in README


def test_a_checklist_changes_a_pack_as_described(folder: Path) -> None:
    """It turns the pack on for a plan that does not, removes an item, changes one and adds one."""
    built_in = {item.id: item for item in catalog.built_in("operations").items}
    own = {item.id: item for item in catalog.find([str(folder / "ours.yaml")]).items}
    assert set(built_in) - set(own) == {"operations.maintenance"}
    assert set(own) - set(built_in) == {"operations.rota"}
    changed = {id for id, item in own.items() if id in built_in and item != built_in[id]}
    assert changed == {"operations.drill"}
    days = [getattr(check, "at_least_days", None) for check in _with_calendar(folder).checks]
    assert (days[1], days[2]) == ({1: 21, 2: 21, 3: 21}, {1: 45, 2: 30})
    drill = own["operations.drill"]
    assert (set(drill.severity.values()), drill.due.base, drill.due.days) == ({"blocker"}, "F", -10)


def _with_calendar(folder: Path) -> Item:
    """An item of a pack that is not on, as the checklist changes it where a plan turns it on."""
    found = catalog.with_packs(catalog.find([str(folder / "ours.yaml")]), ["calendar"])
    return next(item for item in found.items if item.id == "calendar.lead-times")


@pytest.mark.parametrize(("day", "status"), [("2027-01-17", "passed"), ("2027-01-16", "failed")])
def test_a_threshold_of_a_pack_is_changed_in_yaml(day: str, status: str, folder: Path) -> None:
    """The rehearsal may be at most 30 days old instead of 90, when the first customers have it."""
    plan = folder / "launch.yaml"
    drill = f"{{date: {day}, by: dana, minutes: 20, source: https://wiki.example.com/drill}}"
    plan.write_text(f"{PLAN}operations:\n  drill: {drill}\n", encoding="utf-8")
    report = launchcheck.validate_file(
        str(plan), checklist=[str(folder / "ours.yaml")], today=date(2027, 2, 16)
    )
    assert {each.item.id: each.status.value for each in report.results}["operations.drill"] == status


def test_gate_in_ci_runs_launchcheck() -> None:
    """The last step of the CI job runs launchcheck on the plan."""
    *_, last = Source.parse(_yaml("permissions:")).data["steps"]
    assert last["run"].startswith("launchcheck validate launch.yaml --fail-on ")


def test_commands_table_names_every_command() -> None:
    """The table has one row per command, in the order of the help."""
    rows = re.findall(r"^\| `launchcheck (\S+?)(?: \S+)?` \|", README, re.MULTILINE)
    assert [row for row in rows if not row.startswith("-")] == list(COMMANDS)


def test_options_are_known() -> None:
    """Each option shown exists."""
    ours = re.sub(r"^.*pip install.*$", "", README, flags=re.MULTILINE)
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", ours))
    assert shown - _options() == set()


def test_values_are_known() -> None:
    """The gate rules and formats that README.md names exist, and each status is explained."""
    rules = README.split("`--fail-on` chooses")[1].split("`--as-of")[0]
    assert set(re.findall(r"`([a-z]+)`", rules)) == {rule.value for rule in FailOn}
    table = README.split("| format | for |")[1].split("\n\n")[0]
    named = [
        name
        for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
        for name in re.findall(r"[\w-]+", row)
    ]
    assert sorted(named) == sorted(format.value for format in Format)
    for status in Status:
        assert f"| {status.value.replace('_', ' ')} |" in README


def test_six_questions_are_those_of_the_checklist() -> None:
    """The six questions are those of the checklist's areas."""
    questions = re.findall(r"^\d\. \*\*[^*]+\*\* (.*)$", README, re.MULTILINE)
    assert questions == [area.question for area in catalog.built_in().areas if area.id != "launch"]


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README.md", "CONTRIBUTING.md"])
def test_links_resolve(text: str) -> None:
    """Each relative link leads to a file, and each anchor to a heading."""
    headings = {
        re.sub(r"[^a-z -]", "", line.lower()).strip().replace(" ", "-")
        for line in README.splitlines()
        if line.startswith("#")
    }
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        path, _, anchor = link.partition("#")
        assert (ROOT / path).exists(), link
        assert not anchor or anchor in headings, link


@pytest.mark.parametrize("day", ["2026-11-27", "2027-01-20", "2027-02-16", "2027-03-01"])
def test_the_plan_in_15_lines_is_reported_on_one_screen(day: str, folder: Path) -> None:
    """At most 45 lines of 80 columns, on any day."""
    ran = _run(folder, "-m", "launchcheck", "validate", "launch.yaml", "--as-of", day)
    assert len(ran.stdout.splitlines()) <= 45


def test_the_expression_decides() -> None:
    """The check of kind expression finds a campaign on launch day, and no other."""
    from kind_cases import result

    found = {
        day: [
            each.message
            for each in result({"check": _yaml("check:").partition("\n")[2], "plan": plan}).findings
        ]
        for day in ("2027-02-16", "2027-02-17")
        for plan in [f"campaigns: [{{id: a, goes_live: {day}}}, {{id: b}}]\n"]
    }
    assert found == {"2027-02-16": ["a campaign goes live on launch day"], "2027-02-17": []}
