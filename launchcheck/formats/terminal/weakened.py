"""What a change weakened, before everything else: it decides whether the rest can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.formats.terminal.page import Page
    from launchcheck.weakenings import Weakening


def draw(found: Sequence[Weakening], page: Page) -> None:
    """Write a line for each, and its place; nothing where nothing is weakened."""
    if not found:
        return
    page.blank()
    page.put(page.text(f"weakened by this change ({len(found)})", "bold underline"))
    for each in found:
        place = [page.place(each.location)] if each.location else []
        page.flow([page.text(each.message, "yellow"), *place], 2, Text(page.marks.bullet))
