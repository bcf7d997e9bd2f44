"""Every generated page, and the index of all pages for language models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generate import commands, fields, items, kinds, outputs
from generate.markdown import NOTE

from launchcheck.guide import guide

_ABOUT = (
    "launchcheck checks a product launch plan, a YAML file, against a checklist: may the launch go, what is"
    " missing, who owns it, when is it due? It decides from facts, never from ticks."
)
_PARTS = {
    "": "Start here",
    "recipes": "Recipes",
    "plan": "The plan format",
    "items": "Items",
    "checks": "Kinds of check",
    "commands": "Commands",
}
"""The folders of pages in the order of the index, with their titles."""


def generated() -> dict[str, str]:
    """Every generated page by its path below docs."""
    rooms = (items, fields, kinds, commands, outputs)
    title, _, body = guide().partition("\n\n")
    found = {"assistants.md": f"{title}\n\n{NOTE}\n\n{body}"}
    return found | {name: text for room in rooms for name, text in room.pages()}


def _pages(docs: Path) -> Iterator[tuple[str, Path]]:
    """Every page with its folder, in the order of the index."""
    for folder in _PARTS:
        found = sorted((docs / folder).glob("*.md"), key=lambda path: (path.stem != "index", path.name))
        yield from ((folder, path) for path in found)


def index(docs: Path) -> str:
    """The text of llms.txt: every page, with its title and what it is about (llmstxt.org)."""
    lines, last = ["# launchcheck", "", f"> {_ABOUT}"], None
    for folder, path in _pages(docs):
        if folder != last:
            lines += ["", f"## {_PARTS[folder]}", ""]
            last = folder
        title, about = _summary(path.read_text(encoding="utf-8"))
        lines.append(f"- [{title}]({path.relative_to(docs).as_posix()}): {about}")
    return "\n".join(lines) + "\n"


def full(docs: Path) -> str:
    """All pages, one after the other."""
    return "\n\n".join(path.read_text(encoding="utf-8").strip() for _, path in _pages(docs)) + "\n"


def _summary(text: str) -> tuple[str, str]:
    """The title of a page, and the first sentence below it, without marks."""
    title, *rest = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).strip().split("\n\n")
    words = next((part for part in rest if re.match(r"[\w`*\[]", part)), "")
    plain = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", " ".join(words.split())).replace("**", "")
    return title.removeprefix("# "), re.split(r"(?<=[.?])\s", plain, maxsplit=1)[0]
