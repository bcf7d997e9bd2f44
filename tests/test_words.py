"""Hold phrases that read as translated out of everything that people read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

GAP = r"""(?:[\s#"]|\bf")+"""
"""Between two words: also a line break within a comment, or between the parts of a string."""

PHRASES = {
    "mend": (r"mend(?:s|ed|ing)?", "fix"),
    "does not say": (r"do(?:es)? not say", "is missing"),
    "is not given": (r"(?:is|are|was|were) not given", "is missing"),
    "stands twice": (r"st(?:and|ands|ood) twice", "appears twice"),
    "leave away": (r"(?:leave|leaves|leaving|left) (?:[\w-]+ ){0,3}away", "remove"),
    "gate shut": (r"gates? (?:(?:is|are|was|were|that|never) ){0,2}shuts?", "gate closed"),
    "shut the gate": (r"(?:shut|shuts|shutting) (?:the|a|its|that) gate", "close the gate"),
    "ends with 1": (r"(?:end|ends|ended) with 1", "exits with 1"),
    "lest": (r"lest", "so that ... not"),
    "argued for": (r"argued for", "justified"),
    "going back tested": (r"going back tested", "the rollback tested"),
    "no plan lies": (r"no plan lies", "no launch plan found"),
    "exclude each other": (r"exclude each other", "cannot be used together"),
    "what became of": (r"what became of", "what happened to, the result of"),
}
"""Each phrase: its forms, where a space is any gap between words, and what to say instead."""

ANY = re.compile(
    r"\b(?:" + "|".join(f"({forms.replace(' ', GAP)})" for forms, _ in PHRASES.values()) + r")\b"
)
"""Any of the phrases, in lower case; the number of the group is the phrase's position."""

KINDS = {
    "package": ["launchcheck/**/*"],
    "checklists": ["checklists/**/*"],
    "examples": ["examples/**/*"],
    "documents": ["*.md", "docs/**/*", "benchmarks/*.md"],
    "benchmarks": ["benchmarks/*.py"],
    "integration": ["ci/*", ".ci/*", "action.yml", ".pre-commit-hooks.yaml", "Dockerfile", "pyproject.toml"],
    "tests": ["tests/**/*.py"],
    "test cases": ["tests/items/*", "tests/kinds/*", "tests/data/**/*"],
    "golden files": ["tests/examples/*", "tests/formats/**/golden/*"],
}

EXCLUDED = {
    "tests/test_words.py": "lists the phrases",
    "tests/data/badinputs/": "hostile inputs, kept byte by byte",
    "tests/data/schemas/": "written by others",
    "tests/data/votes_without_reads.jsonl": "a record: its digests hold every byte",
    "examples/ready.votes.jsonl": "a record: its digests hold every byte",
}


def _files(kind: str) -> list[Path]:
    """The files of a kind, without those that are excluded or compiled."""
    found = {path for pattern in KINDS[kind] for path in ROOT.glob(pattern) if path.is_file()}
    names = {path.relative_to(ROOT).as_posix(): path for path in found if "__pycache__" not in path.parts}
    return [path for name, path in sorted(names.items()) if not name.startswith(tuple(EXCLUDED))]


def _found(text: str) -> list[tuple[int, str]]:
    """The line and the phrase of each match, in order."""
    names = list(PHRASES)
    lower = text.lower()
    return [
        (lower.count("\n", 0, match.start()) + 1, names[match.lastindex - 1])
        for match in ANY.finditer(lower)
        if match.lastindex
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_speaks_plain_english(kind: str) -> None:
    """No file contains a phrase for which the house has a plainer word."""
    files = _files(kind)
    found = [
        f"{path.relative_to(ROOT)}:{line}: '{phrase}'; say: {PHRASES[phrase][1]}"
        for path in files
        for line, phrase in _found(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert files
    if found:
        pytest.fail(f"{len(found)} to replace:\n" + "\n".join(found), pytrace=False)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("how to mend it", "mend"),
        ("The plan does not\n# say which.", "does not say"),
        ('"launch.tier is not "\n    f"given"', "is not given"),
        ("'dana' stands twice", "stands twice"),
        ("leave the quotation marks away: 1", "leave away"),
        ("Gate shut (exit 1)", "gate shut"),
        ("1 gate is shut", "gate shut"),
        ("this gate never shuts", "gate shut"),
        ("a blocker shuts the gate", "shut the gate"),
        ("the command ended with 1", "ends with 1"),
        ("lest a sum overflow", "lest"),
        ("Is the tier argued for?", "argued for"),
        ("Was going back tested?", "going back tested"),
        (".: no plan lies here", "no plan lies"),
        ("--as-of and --at-launch exclude each other", "exclude each other"),
        ("What became of one of several plans", "what became of"),
    ],
)
def test_finds_a_phrase_in_its_forms(text: str, phrase: str) -> None:
    """A phrase is found in any inflection, across lines and parts of a string."""
    assert _found(text) == [(1, phrase)]


@pytest.mark.parametrize(
    "text",
    [
        "amended, recommended and mendable",
        "it ends with 130, and a line ends with 10 spaces",
        "molest, lesto and celestial",
        "the pipe was shut before the gate opened",
        "it is given; not given",
    ],
)
def test_finds_nothing_else(text: str) -> None:
    """A word that only contains a phrase, or another sentence with its words, is fine."""
    assert _found(text) == []


def test_excludes_only_what_exists() -> None:
    """Each excluded path exists, so that none outlives its reason."""
    assert [path for path in EXCLUDED if not (ROOT / path).exists()] == []
