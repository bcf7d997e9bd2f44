"""The guide for assistants: one page of Markdown in the package."""

from __future__ import annotations

from pathlib import Path


def guide() -> str:
    """The page as it is written."""
    return Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
