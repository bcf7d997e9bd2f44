"""Pieces of Markdown that read the same on a forge and on a site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by docs/generate: change what it reads, and run it again. -->"
_CODE = re.compile(r"(`[^`]+`)")


def page(title: str, *parts: str) -> str:
    """A page: its title, and its parts with empty lines between them; empty parts are left out."""
    return "\n\n".join([f"# {title}", NOTE, *(part.strip("\n") for part in parts if part.strip())]) + "\n"


def text(words: str) -> str:
    """Plain words, in which nothing means something to Markdown but what is in backticks."""
    parts = _CODE.split(" ".join(words.split()))
    return "".join(
        part if part.startswith("`") else part.replace("<", "&lt;").replace("*", "\\*") for part in parts
    )


def paragraphs(words: str) -> str:
    """Plain words in paragraphs."""
    return "\n\n".join(text(part) for part in words.split("\n\n"))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; empty without rows."""
    found = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    if not found:
        return ""
    head = [" | ".join(columns), " | ".join("---" for _ in columns)]
    return "\n".join(f"| {row} |" for row in [*head, *found])


def block(language: str, body: str) -> str:
    """A block of code."""
    return f"```{language}\n{body.rstrip()}\n```"


def bullets(lines: Iterable[str]) -> str:
    """A list; empty without lines."""
    return "\n".join(f"- {line}" for line in lines if line)


def anchor(heading: str) -> str:
    """The anchor of a heading, as forges and the site make it."""
    return re.sub(r"[^\w\s-]", "", heading).strip().lower().replace(" ", "-")
