"""Common mistakes in a plan, each with its message and hint. The cases are in data/mistakes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from launchcheck import cli, parse
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import Source

CASES = Path(__file__).parent / "data" / "mistakes"
EXAMPLES = Path(__file__).parent.parent / "examples"
SECTIONS = {
    "": ["launchcheck: 1"],
    "launch": ["name: Beacon", "date: 2027-03-02", "tier: 2"],
    "people": [
        "tom: {name: Tom Weber, function: product_marketing, email: tom@example.com}",
        "ana: {name: Ana Ruiz, function: sales}",
    ],
}


class Case(NamedTuple):
    """What a user typed, in which section (or as the whole plan), and the expected answer."""

    name: str
    text: str
    says: str
    hint: str


def plan(under: str, typed: str) -> str:
    """A small plan with the typed lines in one section, in place of lines with the same keys."""
    keys = {line.split(":")[0] for line in typed.splitlines()}
    sections = {name: list(lines) for name, lines in SECTIONS.items()}
    sections[under] = [line for line in sections.get(under, []) if line.split(":")[0] not in keys]
    sections[under] += typed.splitlines()
    lines = []
    for name, within in sections.items():
        lines += [f"{name}:"] if name else []
        lines += [f"  {line}" if name else line for line in within]
    return "".join(f"{line}\n" for line in lines)


def cases() -> list[Case]:
    """Every case of every file."""
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        rows: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
        for row in rows:
            typed = row["typed"]
            text = plan(row["under"], typed) if "under" in row else typed
            found.append(Case(f"{path.stem}: {typed.strip()[:60]}", text, row["says"], row["hint"]))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_mistake_is_located_and_explained(case: Case) -> None:
    """Line, column, message and hint match exactly."""
    with pytest.raises(LaunchcheckError) as caught:
        parse.read(Source.parse(case.text, "p"), Plan)
    said = [(str(part).removeprefix("p:"), part.hint) for part in caught.value.parts or (caught.value,)]
    assert said == [(case.says, case.hint)]


def test_there_are_cases() -> None:
    """An empty folder does not pass."""
    assert len(cases()) > 180


FACTS_FILE = "facts: 1\nfrom: []\nplan: {}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("acme.yaml",), "this is a checklist, not a plan"),
        (("facts.yaml",), "this is a facts file, not a plan"),
        (("ready.yaml", "--checklist", "./quiet.yaml"), "this is a plan, not a checklist"),
        (("ready.yaml", "--checklist", "./facts.yaml"), "this is a facts file, not a checklist"),
        (("ready.yaml", "--facts", "quiet.yaml"), "this is a plan, not a facts file"),
        (("ready.yaml", "--facts", "acme.yaml"), "this is a checklist, not a facts file"),
        (("ready.yaml", "--config", "quiet.yaml"), "this is a plan, not a settings file"),
        (("ready.yaml", "--config", "acme.yaml"), "this is a checklist, not a settings file"),
    ],
)
def test_another_kind_of_file_is_one_error(
    arguments: tuple[str, ...],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not one for each of its keys; it says what the file is, and how to name it."""
    for name in ("acme", "ready", "quiet"):
        shutil.copy(EXAMPLES / f"{name}.yaml", tmp_path)
    (tmp_path / "facts.yaml").write_text(FACTS_FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.run(["validate", *arguments]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: {says}\n")
    assert errors.count("error:") == 1
    assert "help: name it " in errors
