"""What the documents promise names the tests that hold it: `<!-- test: tests/test_x.py::test_y -->`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from launchcheck.votes.snapshot import SHARED

ROOT = Path(__file__).parent.parent
MARK = re.compile(r"<!-- test: (\S+?)::(\w+) -->")
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "SECURITY.md", ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
}
SECURITY, VOTES, CONCEPTS, PROMISES = (
    TEXTS[name] for name in ("SECURITY.md", "docs/votes.md", "docs/concepts.md", "docs/promises.md")
)
MARKS = sorted({mark.groups() for text in TEXTS.values() for mark in MARK.finditer(text)})


def parts(text: str, start: str) -> dict[str, str]:
    """The parts of a text that begin with a pattern at the start of a line, by their first lines."""
    found = re.split(rf"(?m)^(?={start})", text)[1:]
    return {part.partition("\n")[0]: part for part in found}


@cache
def named_in(path: str) -> set[str]:
    """The names of the tests in a file; none without the file."""
    file = ROOT / path
    return (
        set(re.findall(r"(?m)^def (test_\w+)", file.read_text(encoding="utf-8"))) if file.exists() else set()
    )


@pytest.mark.parametrize(("path", "name"), MARKS)
def test_a_promise_is_held_by_a_test(path: str, name: str) -> None:
    """The test that a promise names is there."""
    assert name in named_in(path)


def test_a_mark_is_never_misspelled() -> None:
    """A comment that mentions a test is a mark that is read."""
    for name, text in TEXTS.items():
        assert (name, len(MARK.findall(text))) == (name, text.count("<!-- test"))
    for text in (SECURITY, VOTES, CONCEPTS, PROMISES):
        assert MARK.search(text)


def test_every_promise_names_its_tests() -> None:
    """Each point of SECURITY.md and of what stays, and each chapter on votes and on privacy."""
    promised = parts(parts(SECURITY, "## ")["## What launchcheck promises"], "- ")
    stays = parts(parts(PROMISES, "## ")["## What stays"], "- ")
    chapters = parts(VOTES, "## ")
    held = {**promised, **stays, **chapters, **parts(CONCEPTS, "## ")}
    wanted = [*promised, *stays, *chapters, "## Votes", "## Privacy"]

    assert len(wanted) > 12
    assert [each for each in wanted if not MARK.search(held[each])] == []


def test_the_shared_facts_are_listed() -> None:
    """The chapter on stale votes lists the facts that every vote is bound to."""
    chapter = parts(VOTES, "## ")["## When a vote is stale"]
    assert [path for path in SHARED if f"`{path}`" not in chapter] == []
