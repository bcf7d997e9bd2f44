"""A comparison in Markdown: a comment on the pull request that made the change.

It stays below the 65,536 characters that GitHub accepts in a comment. Text from the plan is always
plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.compare import parts
from launchcheck.dates import day
from launchcheck.formats.escapes import markdown
from launchcheck.formats.markdown import weakened_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.compare.model import Comparison, ItemChange

_ROOM = {
    "weakened": 6_000,
    "waivers": 8_000,
    **dict.fromkeys(parts.TITLES, 5_000),
    "failing": 12_000,
    "overdue": 8_000,
}
"""How many characters each part may have; with the head they stay below 65,536."""

_FOLDED = {"room", "open", "passed"}
"""Parts that are folded on a pull request."""

_MOST_NOTES = 5
_NAME = 80


def write(comparison: Comparison, out: TextIO) -> None:
    """Write a heading, a table of the totals, and a list for each part."""
    lines = [*_head(comparison), *weakened_list(comparison.weakened, _ROOM["weakened"])]
    for part, changes in parts.parts(comparison).items():
        heading = f"{parts.title(part, comparison)} ({len(changes)})"
        rows = [_item(change) for change in changes]
        lines += _part(heading, rows, _ROOM[part], is_folded=part in _FOLDED)
    found = [_waiver(sign, f"{what}: {parts.terms(each)}") for sign, what, each in parts.waivers(comparison)]
    if found:
        lines += _part("Waivers", found, _ROOM["waivers"], is_folded=False)
    encoding = getattr(out, "encoding", None) or "utf-8"
    text = "\n".join(lines) + "\n"
    out.write(text.encode(encoding, "xmlcharrefreplace").decode(encoding))


def _head(comparison: Comparison) -> Iterator[str]:
    """What is compared, and the totals of both sides."""
    launch = comparison.new.launch
    old, new = parts.sides(comparison)
    yield f"## {markdown(launch.name)}: {parts.summary(comparison)}"
    yield ""
    yield f"{markdown(old)} → {markdown(new)}, as of {day(comparison.new.as_of)}"
    yield ""
    yield "| | |"
    yield "| --- | --- |"
    for name, words in parts.head(comparison):
        yield f"| {name} | {words} |"


def _part(heading: str, rows: list[list[str]], room: int, *, is_folded: bool) -> Iterator[str]:
    """A part as a list of as many items as fit."""
    yield ""
    yield from (f"<details><summary>{heading}</summary>", "") if is_folded else (f"### {heading}", "")
    for count, row in enumerate(rows):
        room -= sum(len(line) + 1 for line in row)
        if room < 0:
            yield f"- … and {len(rows) - count} more"
            break
        yield from row
    if is_folded:
        yield from ("", "</details>")


def _item(change: ItemChange) -> list[str]:
    """An item, and below it what is new."""
    result = change.result
    owner = markdown(result.owner.name, _NAME) if result.owner and result.is_open else ""
    said = [
        parts.severity(change),
        parts.was(change),
        parts.due(result) if result.is_open else "",
        parts.why(change),
    ]
    words = ", ".join(each for each in (*said, owner) if each)
    lines = [f"- **{markdown(result.item.id, _NAME)}** {markdown(result.item.question, 200)} ({words})"]
    notes = parts.notes(change)
    for sign, message, place in notes[:_MOST_NOTES]:
        state = {"+": "new", "-": "gone"}[sign]
        lines.append(f"  - {state}: {markdown(message)}{f' ({markdown(place, 200)})' if place else ''}")
    if len(notes) > _MOST_NOTES:
        lines.append(f"  - and {len(notes) - _MOST_NOTES} more")
    return lines


def _waiver(sign: str, words: str) -> list[str]:
    """A waiver and what happened to it."""
    return [f"- {'**' if sign == '!' else ''}{markdown(words, 600)}{'**' if sign == '!' else ''}"]
