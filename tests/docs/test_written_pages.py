"""Every page of the documentation is correct: its lines run, its blocks are valid, and its links lead somewhere."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import manual
import pytest
from kind_cases import result
from ready import merged, ready

from launchcheck import catalog, cli, config, parse
from launchcheck.cli.app import COMMANDS, app
from launchcheck.cli.schemas import Subject, schema
from launchcheck.formats import Format
from launchcheck.plan import PACKS, Plan
from launchcheck.portfolio import audiences
from launchcheck.report import FailOn
from launchcheck.source import Source

PAGES = manual.written()
LINKED = [
    *("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benchmarks/README.md"),
    *manual.names(),
]
LANGUAGES = {"sh", "bash", "text", "yaml", "json", "csv", "python"}
"""`sh` runs here. `bash` calls other programs: tests/test_external_facts.py runs what jq does in it.

`text` is what a person sees, or lines that need a git history, a webhook or a tracker: their options are
checked here, and the commands themselves are tested with a repository in tests/compare and tests/votes.
"""

FIELDS = {path for path in manual.paths(schema(Subject.PLAN), schema(Subject.PLAN)) if " " not in path}
"""Every field of the plan format."""

SCHEMAS = {
    ".github/workflows/": ["vendor.github-workflows"],
    ".gitlab-ci.yml": ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
    "azure-pipelines.yml": [
        "vendor.azure-pipelines",
        "--data-transform",
        "azure-pipelines",
        *("--regex-variant", "nonunicode"),
    ],
}
"""The public schema of each file of a platform, by what is in its name."""

OTHERS = {"--create", "--message", "--jq", "--all-files", "--tag", "--rm", "--volume"}
"""Options of git, gh, pre-commit and docker that pages show."""


@pytest.mark.parametrize("page", [name for name in PAGES if manual.commands(name, "sh")])
def test_the_lines_of_a_page_run(
    page: str, folder_of: Callable[[str], Path], run: Callable[..., Any]
) -> None:
    """Each runs in turn on the files that the page shows, without an error; the gate may be closed."""
    folder_of(page)
    for line in manual.commands(page, "sh"):
        ended = run(line)
        assert (line, ended.errors, ended.code in {0, 1}) == (line, [], True)
        assert ended.out or "--format" in line


def test_every_line_that_can_run_does() -> None:
    """A block of sh has nothing but calls of launchcheck, and the set-up, which CI runs."""
    lines = {
        (page, line)
        for page in PAGES
        for block in manual.blocks(page, "sh")
        for line in block.text.splitlines()
        if not line.startswith("launchcheck ")
    }
    assert {page for page, line in lines} == {"README.md"}
    assert all("pip install" in line for _, line in lines)
    assert {block.language for page in PAGES for block in manual.blocks(page)} == LANGUAGES
    assert [option for option in OTHERS if not any(option in manual.text(page) for page in PAGES)] == []


@pytest.mark.parametrize("page", [name for name in PAGES if manual.commands(name, "text", "bash")])
def test_a_line_that_is_not_run_could_be(page: str) -> None:
    """It calls a command that exists, with options of that command."""
    group: Any = app()
    for line in manual.commands(page, "text", "bash"):
        words = shlex.split(line.split(" | ")[0], comments=True)
        assert words[1] in COMMANDS
        options = {name for each in group.get_command(None, words[1]).params for name in each.opts}
        assert {word for word in words if word.startswith("--")} <= options


def _is_of_a_schema(folder: Path, name: str, public: list[str]) -> None:
    """Assert that a public schema accepts a file."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *public, str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done")


def _is_a_part_of_a_plan(part: dict[str, Any]) -> None:
    """Assert that a plan with everything is still valid with this part in it."""
    packs = [name for name in PACKS if name in part or name in part.get("packs", [])]
    plan = merged(ready(*packs), part)
    parse.read(Source.parse(json.dumps(plan, default=str), "part.yaml"), Plan)


@pytest.mark.parametrize(
    ("page", "block"), [(page, block) for page in PAGES for block in manual.blocks(page, "yaml")]
)
def test_yaml_is_valid(page: str, block: manual.Block, folder_of: Callable[[str], Path]) -> None:
    """It is a plan or a part of one, a checklist or a part, facts, settings, audiences, or a pipeline."""
    folder = folder_of(page)
    public = next((found for part, found in SCHEMAS.items() if part in block.name), [])
    begins = block.text.partition("\n")[0]
    if public:
        _is_of_a_schema(folder, block.name, public)
    elif block.name.endswith(".pre-commit-config.yaml"):
        command = [sys.executable, "-m", "pre_commit", "validate-config", str(folder / block.name)]
        assert subprocess.run(command, check=False).returncode == 0
    elif block.name.endswith(".launchcheck.yaml"):
        config.adjust(catalog.built_in("operations", "stores"), config.read([str(folder / block.name)], {}))
    elif begins.startswith("checklist: "):
        catalog.find([f"./{block.name}"])
    elif begins.startswith(("panels:", "check:")):
        _is_a_part_of_a_checklist(folder, block.text)
    elif begins.startswith("facts: "):
        _is_a_part_of_a_plan(manual.data(block.text)["plan"])  # type: ignore[arg-type]
    elif begins == "audiences:":
        audiences.read(block.name)
    elif block.name == "launch.yaml":
        parse.read(Source.read(block.name), Plan)
    elif begins.startswith("#"):
        assert begins in _begun(folder)
    else:
        _is_a_part_of_a_plan(manual.data(block.text))


def _begun(folder: Path) -> str:
    """The plan that `init` writes."""
    cli.run(["init", str(folder / "begun.yaml"), "--name", "Orbit", "--date", "2027-03-02", "--tier", "3"])
    return (folder / "begun.yaml").read_text(encoding="utf-8")


def _is_a_part_of_a_checklist(folder: Path, part: str) -> None:
    """Assert that a checklist with this part is one."""
    head = "checklist: 1\nname: part\nextends: launch\n"
    if part.startswith("check:"):
        head += "items:\n  - id: launch.part\n    area: launch\n    question: Is it?\n    why: It is.\n"
        head += "    fix: Do it.\n    severity: {1: blocker}\n    due: T-1\n"
        part = "".join(f"    {line}\n" for line in part.splitlines())
    (folder / "part.yaml").write_text(head + part, encoding="utf-8")
    catalog.find(["./part.yaml"])


def test_the_expression_decides() -> None:
    """The check of kind expression finds a campaign on launch day, and no other."""
    (block,) = (
        each
        for each in manual.blocks("docs/writing-a-checklist.md", "yaml")
        if each.text.startswith("check:")
    )
    found = {
        day: [
            each.message for each in result({"check": block.text.partition("\n")[2], "plan": plan}).findings
        ]
        for day in ("2027-02-16", "2027-02-17")
        for plan in [f"campaigns: [{{id: a, goes_live: {day}}}, {{id: b}}]\n"]
    }
    assert found == {"2027-02-16": ["a campaign goes live on launch day"], "2027-02-17": []}


@pytest.mark.parametrize(
    ("page", "block"), [(page, block) for page in PAGES for block in manual.blocks(page, "json")]
)
def test_json_is_valid(page: str, block: manual.Block) -> None:
    """A block of JSON can be read."""
    assert json.loads(block.text)


@pytest.mark.parametrize("number", range(2))
def test_python_runs(number: int, folder_of: Callable[[str], Path]) -> None:
    """The blocks of the page on Python run on a plan; tests/test_fleet.py runs those for clusters."""
    folder = folder_of("docs/python.md")
    blocks = manual.blocks("docs/python.md", "python")
    command = [sys.executable, "-c", blocks[number].text]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr, len(blocks)) == (0, "", 2)
    assert ran.stdout.count("\n") > 1


@pytest.mark.parametrize("page", PAGES)
def test_options_are_known(page: str) -> None:
    """Each option that a page names exists."""
    group: Any = app()
    parts = [group, *(group.get_command(None, name) for name in COMMANDS)]
    ours = {option for part in parts for each in part.params for option in each.opts} | {"--help"} | OTHERS
    shown = re.sub(r"^.*pip install.*$", "", manual.text(page), flags=re.MULTILINE)
    for block in manual.blocks(page, "bash"):
        shown = shown.replace(block.text, "")
    assert set(re.findall(r"(?<![\w<-])--[a-z][a-z-]*", shown)) - ours == set()


@pytest.mark.parametrize(("option", "known"), [("--format", Format), ("--fail-on", FailOn)])
def test_values_of_options_are_known(option: str, known: Any, run: Callable[[str], Any]) -> None:
    """Each format and each rule that a page gives to a command exists, for some command at least.

    The page of messages has wrong ones, which tests/docs/test_troubleshooting.py types.
    """
    helps = "".join(run(f"launchcheck {name} --help").out for name in COMMANDS)
    listed = re.findall(rf"{option} <([^>]*)>", helps)
    words = {word for words in listed for word in words.split("|")} | {each.value for each in known}
    pages = [page for page in PAGES if page != "docs/troubleshooting.md"]
    shown = [
        (page, each) for page in pages for each in re.findall(rf"{option} ([a-z][\w,-]*)", manual.text(page))
    ]
    assert len(shown) > 10
    assert [(page, each) for page, each in shown if not {*each.split(",")} <= words] == []


@pytest.mark.parametrize("page", PAGES)
def test_ids_and_paths_are_known(page: str, folder_of: Callable[[str], Path]) -> None:
    """Each item and each field that a page names exists, in the built-in checklists or in its own.

    What begins like a field may be a file, or a setting.
    """
    folder_of(page)
    own = [f"./{name}" for name, text in manual.files(page).items() if text.startswith("checklist:")]
    asked = [
        *(catalog.built_in(name) for name in ("launch", *PACKS)),
        *(catalog.find([each]) for each in own),
    ]
    items = {*config.DEFAULTS, *(item.id for checklist in asked for item in checklist.items)}
    shown = re.findall(r"`((?:\w+)(?:\.[\w-]+|\[\d*\])+)`", manual.prose(page))
    fields = {
        each: re.sub(r"\[\d*\]", "[]", f".{each}").removesuffix("[]").replace(".ID", ".*") for each in shown
    }
    sections = {path.split(".")[1] for path in FIELDS} - {"launchcheck"}
    named = [
        each for each in shown if each.split(".")[0] in sections and not re.search(r"\.(yaml|jsonl)", each)
    ]
    assert [each for each in named if each not in items and fields[each] not in FIELDS] == []


def _leads_nowhere(page: str, link: str) -> bool:
    """Whether a link has no file, or no heading of its anchor."""
    path, _, anchor = link.partition("#")
    target = (manual.ROOT / page).parent.joinpath(path).resolve() if path else manual.ROOT / page
    if not target.exists():
        return True
    return bool(anchor) and anchor not in manual.anchors(target.relative_to(manual.ROOT).as_posix())


def test_links_lead_somewhere() -> None:
    """Each link to a file leads to one, and each anchor to a heading; on generated pages, too."""
    assert len(LINKED) > 250
    assert [
        (page, link) for page in LINKED for link in manual.links(page) if _leads_nowhere(page, link)
    ] == []


@pytest.mark.parametrize("page", [name for name in PAGES if name != "README.md"])
def test_pages_link_to_pages(page: str) -> None:
    """A link stays within docs: the site has nothing else of the repository."""
    paths = [link.partition("#")[0] for link in manual.links(page)]
    outside = [
        path
        for path in paths
        if not (manual.ROOT / page).parent.joinpath(path).resolve().is_relative_to(manual.DOCS)
    ]
    assert outside == []


def test_every_page_is_reached() -> None:
    """Each page that people write is linked from the first page, or from the first of the recipes."""
    starts = ("docs/index.md", "docs/recipes/index.md")
    reached = {
        (manual.ROOT / start).parent.joinpath(link).resolve().relative_to(manual.ROOT).as_posix()
        for start in starts
        for link in manual.links(start)
    }
    assert [name for name in PAGES if name not in {*reached, *starts, "README.md"}] == []


def test_nothing_is_said_twice_at_length() -> None:
    """No sentence of a hundred characters is on two pages: one of them would soon be wrong."""
    found: Counter[str] = Counter()
    for page in PAGES:
        lines = [line for line in manual.prose(page).splitlines() if not line.startswith(("#", "|"))]
        text = " ".join(" ".join(lines).split())
        found.update({each for each in re.split(r"(?<=[.:;]) ", text) if len(each) > 100})
    assert [sentence for sentence, times in found.items() if times > 1] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_title(page: str) -> None:
    """It begins with it, and no level of its headings is skipped."""
    levels = [len(each) for each in re.findall(r"^(#+) ", manual.prose(page), re.MULTILINE)]
    assert manual.text(page).startswith("# ")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
