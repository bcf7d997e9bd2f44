"""Show what an edit changes in the text of a plan: the lines before and after."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from launchcheck.color import is_colored
from launchcheck.text import counted, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.cli.on_disk import PlanOnDisk

_MOST_LINES = 12
_BEFORE = 16
"""How many characters are kept before the first that differs, where a line is too long."""
_COLORS = {"-": "31", "+": "32"}


def write(plan: PlanOnDisk, new: PlanOnDisk) -> None:
    """Show the place of a change, and the lines before and after."""
    place, lines = changed_lines(plan.source.text, new.source.text)
    sys.stdout.write(f"{show(plan.path, 1000)}:{place}\n")
    for line in lines:
        code = _COLORS.get(line[0]) if is_colored(sys.stdout) else None
        sys.stdout.write(f"\x1b[{code}m{line}\x1b[0m\n" if code else f"{line}\n")


def changed_lines(old: str, new: str) -> tuple[int, list[str]]:
    """The number of the first line that differs, and the lines that do, marked with - and +."""
    before, after = old.splitlines(), new.splitlines()
    start = _common(before, after)
    most = min(len(before), len(after)) - start
    end = min(_common(before[::-1], after[::-1]), most)
    removed, added = before[start : len(before) - end], after[start : len(after) - end]
    lines = [*_marked("-", removed, added), *_marked("+", added, removed)]
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"  and {counted(len(lines) - _MOST_LINES, 'line')} more"]
    return start + 1, lines


def _common(one: list[str], other: list[str]) -> int:
    """How many lines at the beginning are equal."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _marked(mark: str, lines: list[str], others: list[str]) -> Iterator[str]:
    """Lines with a mark in front, each cut to the width of the terminal around what differs."""
    width = max(shutil.get_terminal_size().columns, 40) - 2
    for at, line in enumerate(lines):
        other = others[at] if at < len(others) else ""
        first = next((i for i, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), 0)
        start = max(0, min(first - _BEFORE, len(line) - width)) if len(line) > width else 0
        shown = f"{'…' if start else ''}{line[start + bool(start) :]}"
        yield f"{mark} {show(shown[: width - 1] + '…' if len(shown) > width else shown, 1000)}"
