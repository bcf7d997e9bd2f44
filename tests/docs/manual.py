"""The documentation as tests read it: its pages, their blocks of code, the files that they show, and their links.

A mark is a comment right above a block of code, which a reader does not see. `<!-- file: NAME -->` is a
file that the page tells its reader to save, and `<!-- append: NAME -->` adds to one. Pages that a program
generates are read for their links alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from launchcheck.source import Source

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GENERATED = (
    "docs/items/",
    "docs/checks/",
    "docs/plan/",
    "docs/commands/",
    "docs/json.md",
    "docs/assistants.md",
)
_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>\w+): (?P<name>.+?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_MARK = re.compile(r"<!-- test: (\S+?)::(\w+) -->")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


class Block(NamedTuple):
    """A block of code: its language, its text, and the mark above it with its name."""

    language: str
    text: str
    mark: str = ""
    name: str = ""


def names() -> list[str]:
    """Every page of docs, by its path from the root of the repository."""
    return sorted(path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md"))


def written() -> list[str]:
    """The pages that people write: the README, and those of docs that are not generated."""
    return ["README.md", *(name for name in names() if not name.startswith(GENERATED))]


@cache
def text(name: str) -> str:
    """The text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str = "") -> list[Block]:
    """The blocks of code of a page, in order; with a language, those in it."""
    found = [
        Block(each["language"], each["text"], each["mark"] or "", each["name"] or "")
        for each in _BLOCK.finditer(text(name))
    ]
    return [block for block in found if language in {"", block.language}]


def files(name: str) -> dict[str, str]:
    """The files that a page tells its reader to save, in the state at its end."""
    found: dict[str, str] = {}
    for block in blocks(name):
        if block.mark == "file":
            found[block.name] = block.text
        elif block.mark == "append":
            found[block.name] += block.text
    return found


def commands(name: str, *languages: str) -> list[str]:
    """The lines of a page's blocks that call launchcheck."""
    lines = [
        line for block in blocks(name) if block.language in languages for line in block.text.splitlines()
    ]
    return [line for line in lines if line.startswith("launchcheck ")]


def prose(name: str) -> str:
    """A page without its blocks of code and its comments."""
    return re.sub(r"<!--.*?-->", "", _BLOCK.sub("", text(name)), flags=re.DOTALL)


def tests_named(text: str) -> list[tuple[str, str]]:
    """The tests that hold the promises of a text: the file, and the function."""
    return _MARK.findall(text)


def links(name: str) -> list[str]:
    """The links of a page that lead to another file of the repository, or to a heading."""
    return [link for link in _LINK.findall(prose(name)) if not re.match(r"\w+:", link)]


@cache
def anchors(name: str) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(name), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def rows(name: str, head: str) -> list[list[str]]:
    """The cells of a table, which begins with this head."""
    lines = text(name).split(f"\n{head}\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def data(text: str) -> dict[str, object]:
    """A block of YAML as plain data; one that is only a comment has none."""
    found: object = Source.parse(text).data
    return found if isinstance(found, dict) else {}


def _words(node: dict[str, Any]) -> Iterator[str]:
    """The words that a value may be."""
    yield from (f" = {word}" for word in node.get("enum", []))
    if "const" in node:
        yield f" = {node['const']}"


def paths(node: Any, within: dict[str, Any], seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths of all keys that a JSON Schema describes, and the words that each may have."""
    if not isinstance(node, dict):
        return
    name = str(node.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        yield from paths(within["$defs"][name], within, (*seen, name))
    yield from _words(node)
    for key, child in node.get("properties", {}).items():
        yield f".{key}"
        yield from (f".{key}{path}" for path in paths(child, within, seen))
    yield from (f"[]{path}" for path in paths(node.get("items"), within, seen))
    for child in (node.get("additionalProperties"), *node.get("patternProperties", {}).values()):
        yield from (f".*{path}" for path in paths(child, within, seen))
    for kind in ("anyOf", "oneOf", "allOf"):
        for each in node.get(kind, []):
            yield from paths(each, within, seen)
