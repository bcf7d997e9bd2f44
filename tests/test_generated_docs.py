"""The generated pages in docs are up to date, leave nothing out, and say what launchcheck does."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from item_cases import FILES, ask, item_of, plan_data, source_of
from kind_cases import result
from ready import merged

from launchcheck import cli
from launchcheck.cli.app import COMMANDS
from launchcheck.cli.schemas import Subject
from launchcheck.guide import guide
from launchcheck.plan.dictionary import dictionary
from launchcheck.plan.paths import PlanPath
from launchcheck.source import Source

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

from generate import site  # noqa: E402  # the path first
from generate.all import full, generated, index  # noqa: E402
from generate.examples import only  # noqa: E402
from generate.items import examples  # noqa: E402
from generate.kinds import KINDS  # noqa: E402
from generate.markdown import anchor  # noqa: E402

STATUSES = {"What passes": "passed", "What fails": "failed", "What is unanswered": "unanswered"}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAYS = re.compile(r"^- launchcheck says: (.*)$", re.MULTILINE)
AROUND = ("launch.name", "launch.date", "launch.tier", "people", "owners", "packs", "launchcheck")
"""What a plan needs to be valid, whatever an item reads."""
IDS = tuple(path for path in dictionary() if path.endswith("[].id"))


def parts(text: str) -> dict[str, str]:
    """The chapters of a page by their headings."""
    found = re.split(r"^## (.*)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def plain(words: str) -> str:
    """Words of a page as they were before they became Markdown."""
    return words.replace("&lt;", "<").replace("\\*", "*")


def shown() -> Iterator[Any]:
    """Each example on the page of an item: its file, its status, and its chapter."""
    for path in FILES:
        page = (DOCS / "items" / f"{path.stem}.md").read_text(encoding="utf-8")
        for title, chapter in parts(page).items():
            if title in STATUSES:
                yield pytest.param(path, STATUSES[title], chapter, id=f"{path.stem}-{STATUSES[title]}")


def test_every_page_is_as_the_generator_writes_it() -> None:
    """`python docs/generate` changes nothing; if this fails, run it and read the diff."""
    written = {**generated(), "llms.txt": index(DOCS)}
    assert [name for name, text in written.items() if (DOCS / name).read_text("utf-8") != text] == []


def test_no_page_is_left_of_what_is_gone() -> None:
    """Folders of generated pages hold nothing else."""
    written = set(generated())
    folders = {Path(name).parent for name in written} - {Path()}
    found = {path.relative_to(DOCS).as_posix() for folder in folders for path in (DOCS / folder).glob("*.md")}
    assert found == {name for name in written if "/" in name}


@pytest.mark.parametrize(("path", "status", "chapter"), list(shown()))
def test_the_facts_on_the_page_of_an_item_decide_it(
    path: Path, status: str, chapter: str, tmp_path: Path
) -> None:
    """Nothing but them, in a plan that is otherwise empty, gives the status and the words of the page."""
    case = examples(path)[status].case
    whole = plan_data(path, case.get("change"), case.get("tier"))
    around = only(whole, map(PlanPath.of, (*AROUND, *IDS)))
    left = {
        key: value
        for key, value in around.items()
        if value
        and key not in {read.steps[0] for read in item_of(path).reads()} - {"launch", "people", "owners"}
    }
    facts = [yaml_ for _, yaml_ in BLOCK.findall(chapter)]
    data = merged(left, Source.parse(facts[0]).data) if facts else left
    found = ask(path, dict(case), str(tmp_path / "plan.votes.jsonl"), source_of(data))
    says = [" ".join(finding.message.split()) for finding in found.findings]
    assert (found.status.value, says) == (status, [plain(words) for words in SAYS.findall(chapter)])


def test_every_item_shows_what_passes_and_what_does_not() -> None:
    """But those that are about votes, which are not in the plan, or about a day that cannot pass."""
    chapters = {path: set(examples(path)) for path in FILES}
    assert sorted(path.stem for path, found in chapters.items() if "passed" not in found) == [
        "launch.dated",
        "launch.polled",
    ]
    assert [path.stem for path, found in chapters.items() if not found & {"failed", "unanswered"}] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_examples_on_the_page_of_a_kind_find_what_it_says(kind: Any) -> None:
    """Each has a check, a plan, and what launchcheck says of it."""
    (name,) = kind.model_fields["kind"].annotation.__args__
    page = parts((DOCS / "checks" / f"{name}.md").read_text(encoding="utf-8"))
    chapters = [text for title, text in page.items() if title.startswith("An example")]
    for chapter in chapters:
        texts = [text for _, text in BLOCK.findall(chapter)]
        findings = result(dict(zip(("check", "plan"), texts, strict=False))).findings
        found = [" ".join(each.message.split()) for each in findings]
        assert found == [plain(words) for words in SAYS.findall(chapter)]
    assert chapters
    assert all(
        f"`{field.alias or name}`" in page["Options"]
        for name, field in kind.model_fields.items()
        if name != "kind"
    )


def test_every_field_has_a_heading_and_no_two_share_an_anchor() -> None:
    """A link to a field leads to it."""
    for path in dictionary():
        name = path.split(".")[0].removesuffix("[]")
        page = (DOCS / "plan" / f"{name}.md").read_text(encoding="utf-8")
        assert f"\n## {path}\n" in page or page.startswith(f"# {path}\n"), path
        headings = re.findall(r"^#+ (.*)$", re.sub(BLOCK, "", page), re.MULTILINE)
        assert len({anchor(heading) for heading in headings}) == len(headings), name


def test_every_command_and_every_output_is_there() -> None:
    """A page for each command, and a chapter for each schema."""
    assert {path.stem for path in (DOCS / "commands").glob("*.md")} == {"index", *COMMANDS}
    page = (DOCS / "json.md").read_text(encoding="utf-8")
    assert [each for each in Subject if f"## {each}\n" not in page and f"schema {each}`" not in page] == []


def test_the_text_of_all_pages_has_each_of_them() -> None:
    """Also those that people wrote."""
    text = full(DOCS)
    pages = [path for path in DOCS.rglob("*.md") if "site" not in path.parts]
    assert [path.name for path in pages if path.read_text("utf-8").strip() not in text] == []


def test_the_commands_of_the_guide_run_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In an empty folder; what an assistant copies from it works, and answers what it says."""
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", guide(), re.MULTILINE | re.DOTALL)
    lines = [line.strip() for text in blocks for line in text.splitlines()]
    lines += re.findall(r"`(launchcheck add [^`]*)`", guide())
    assert len(lines) > 12
    for line in lines:
        code = cli.run(shlex.split(line)[1:])
        shown = capsys.readouterr()
        assert (line, code in {0, 1}, shown.err.count("error")) == (line, True, 0)
    plan = yaml.safe_load((tmp_path / "launch.yaml").read_text(encoding="utf-8"))
    assert plan["product"]["scope"]["in"] == ["Two-way sync"]
    assert plan["people"]["omar"]["name"] == "Omar Haddad"


def test_guide_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    """The same as docs/assistants.md, but for the note that it is a copy."""
    assert cli.run(["guide"]) == 0
    assert capsys.readouterr().out == guide()


ADDRESS = "https://docs.example.com/launchcheck"


@pytest.fixture(scope="module")
def published() -> dict[str, str]:
    """The files of the site that are not pages."""
    return site.files(ADDRESS, DOCS)


@pytest.mark.parametrize("ending", ["", ".draft-07"])
@pytest.mark.parametrize("subject", site.VERSIONED)
def test_a_schema_is_at_its_own_address(subject: Subject, ending: str, published: dict[str, str]) -> None:
    """It is valid in its draft, and calls itself what it is published as."""
    path = f"schemas/{subject.value}-1{ending}.json"
    found = json.loads(published[path])
    judge = jsonschema.Draft7Validator if ending else jsonschema.Draft202012Validator
    assert found["$id"] == f"{ADDRESS}/{path}"
    assert judge is jsonschema.validators.validator_for(found)
    judge.check_schema(found)


@pytest.mark.parametrize("ending", ["", ".draft-07"])
def test_a_published_schema_takes_the_ready_plan_and_no_other(ending: str, published: dict[str, str]) -> None:
    """In both drafts."""
    found = json.loads(published[f"schemas/plan-1{ending}.json"])
    judge = (jsonschema.Draft7Validator if ending else jsonschema.Draft202012Validator)(found)
    plan = Source.read(str(ROOT / "examples" / "ready.yaml")).data
    assert [error.message for error in judge.iter_errors(plan)] == []
    assert list(judge.iter_errors({**plan, "lunch": {}}))


def test_editors_find_plans_and_settings_by_names_that_are_ours(published: dict[str, str]) -> None:
    """The entries for SchemaStore lead to published schemas, and claim no name that others use."""
    entries = json.loads(published["schemas/schemastore.json"])["schemas"]
    assert {entry["url"].removeprefix(f"{ADDRESS}/") for entry in entries} <= set(published)
    names = [name for entry in entries for name in entry["fileMatch"]]
    assert names == ["*.launch.yaml", "*.launch.yml", ".launchcheck.yaml"]
    assert fnmatch("orbit.launch.yaml", names[0])


def test_only_pages_and_a_site_with_an_address_are_written() -> None:
    """Anything else says how to use it."""
    for arguments in (["site"], ["site", "docs.example.com"], ["pages"]):
        done = subprocess.run(
            [sys.executable, str(DOCS / "generate"), *arguments], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (1, "usage: python docs/generate [site https://ADDRESS]\n")
