"""Items of a checklist as lines to read, and as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from launchcheck.checklist import Severity
from launchcheck.cli.options import ListFormat
from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from launchcheck.checklist import Checklist, Item

SCHEMA = "launchcheck.checks/1"
_LETTERS = {Severity.BLOCKER: "B", Severity.WARNING: "W", None: "-"}
_LONGEST = 1000


def write(checklist: Checklist, items: Iterable[Item], tier: int | None, form: ListFormat) -> None:
    """Write the items that a tier is asked, or all, to standard output."""
    asked = [item for item in items if tier is None or tier in item.severity]
    if form is ListFormat.JSON:
        write_json(
            {
                "schema": SCHEMA,
                "checklists": list(checklist.names),
                "tier": tier,
                "items": [as_data(item) for item in asked],
            }
        )
    else:
        write_lines(_lines(checklist, asked, tier))


def write_lines(lines: Iterable[str]) -> None:
    """Write lines that nothing obeys."""
    sys.stdout.writelines(f"{show(line, _LONGEST)}\n" for line in lines)


def write_json(data: Any) -> None:
    """Write JSON that no CI system takes for a command: `##[` and `::` stand only inside its strings."""
    import json

    text = json.dumps(data, indent=2, allow_nan=False)
    sys.stdout.write(text.replace("##", "\\u0023#").replace("::", "\\u003a:") + "\n")


def as_data(item: Item) -> dict[str, Any]:
    """What a program is told of an item: every key is a promise."""
    return {
        "id": item.id,
        "area": item.area,
        "question": item.question,
        "severity": {str(tier): severity.value for tier, severity in sorted(item.severity.items())},
        "due": due(item),
        "waivable": item.waivable,
    }


def due(item: Item) -> str:
    """When an item is due, counted from the launch."""
    return f"T{item.due:+d}" if item.due else "T"


def severity(item: Item, tier: int | None) -> str:
    """How much an item matters at a tier in words, or at all three in letters."""
    if tier is not None:
        return item.severity[tier].value
    return "/".join(_LETTERS[item.severity.get(each)] for each in (1, 2, 3))


def _lines(checklist: Checklist, items: list[Item], tier: int | None) -> Iterator[str]:
    """A heading for each area, and a line for each item."""
    id_width = max((len(item.id) for item in items), default=0)
    width = max((len(severity(item, tier)) for item in items), default=0)
    is_first = True
    for area in checklist.areas:
        inside = [item for item in items if item.area == area.id]
        if inside:
            yield from () if is_first else ("",)
            is_first = False
            yield f"{area.id}: {area.question}"
            for item in inside:
                head = f"  {item.id:{id_width}}  {severity(item, tier):{width}}"
                yield f"{head}  {due(item):>5}  {item.question}"
