"""The messages in docs/troubleshooting.md are those that a user sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import manual
import pytest

PAGE = "docs/troubleshooting.md"
PLAN = """launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1}
people: {dana: {name: Dana Reyes}}
"""


def _rows(heading: str) -> list[tuple[str, str]]:
    """The first two columns of the table below a heading, without their quotes."""
    table = manual.text(PAGE).split(f"## {heading}\n\n")[1].split("\n\n")[0].splitlines()[2:]
    cells = [line.split("` | `", 1) for line in table]
    return [(first.removeprefix("| `"), second.split("` | ")[0]) for first, second in cells]


IN_PLANS = _rows("Messages about a plan") + _rows("Messages about YAML")
TYPED = _rows("Messages about a command")


@pytest.mark.parametrize(("line", "message"), IN_PLANS)
def test_a_line_of_a_plan_gets_its_message(
    line: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[[str], Any]
) -> None:
    """The line in a small plan, in place of the one with the same key, is the error."""
    monkeypatch.chdir(tmp_path)
    kept = [each for each in PLAN.splitlines() if each.split(":")[0] != line.split(":", maxsplit=1)[0]]
    Path("launch.yaml").write_text("\n".join([*kept, line, ""]), encoding="utf-8")
    ended = run("launchcheck validate launch.yaml")
    assert ended.code == 2
    assert [each for each in ended.errors if each.startswith(f"error: {message}")] != []


@pytest.mark.parametrize(("line", "message"), TYPED)
def test_a_line_that_is_typed_gets_its_message(
    line: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[[str], Any]
) -> None:
    """In a folder with a plan, or in an empty one, the command ends with this error."""
    monkeypatch.chdir(tmp_path)
    if line != "launchcheck validate":
        Path("launch.yaml").write_text(PLAN, encoding="utf-8")
    ended = run(line)
    assert (ended.code, message in ended.errors[0]) == (2, True)


def test_the_tables_are_read() -> None:
    """They have rows, and every row a message."""
    assert (len(IN_PLANS), len(TYPED)) == (16, 11)
