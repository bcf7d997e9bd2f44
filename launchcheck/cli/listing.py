"""Items of a checklist and settings, as lines to read and as JSON."""

from __future__ import annotations

import sys
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from launchcheck.checklist import GROUPS, Severity
from launchcheck.cli.options import ListFormat
from launchcheck.dates import days
from launchcheck.text import counted, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from launchcheck.checklist import Checklist, Item, Layer
    from launchcheck.config import Settings

SCHEMA = "launchcheck.checks/1"
PACKS_SCHEMA = "launchcheck.packs/1"
SETTINGS_SCHEMA = "launchcheck.config/1"
_LETTERS = {Severity.BLOCKER: "B", Severity.WARNING: "W", None: "-"}
_LONGEST = 1000
_WIDTH = 88


def write(checklist: Checklist, items: Iterable[Item], tier: int | None, form: ListFormat) -> None:
    """Write the items of a tier, or all, to standard output; of an area that is off, why it is."""
    asked = [
        item for item in items if item.area not in checklist.off and (tier is None or tier in item.severity)
    ]
    if form is ListFormat.JSON:
        write_json(
            {
                "schema": SCHEMA,
                "checklists": list(checklist.names),
                "tier": tier,
                "off": {id: off.reason for id, off in checklist.off.items()},
                "items": [as_data(item) for item in asked],
            }
        )
    else:
        write_lines(_lines(checklist, asked, tier))


def write_packs(packs: Sequence[Layer], form: ListFormat) -> None:
    """Write packs to standard output, by what they are for."""
    if form is ListFormat.JSON:
        write_json({"schema": PACKS_SCHEMA, "packs": [_pack_data(pack) for pack in packs]})
        return
    write_lines(_pack_lines(packs))


def _pack_lines(packs: Sequence[Layer]) -> Iterator[str]:
    """The packs in lines: a heading for each group, and below it the question of each of its packs."""
    width = max(len(pack.name) for pack in packs)
    for group in GROUPS:
        inside = [pack for pack in packs if pack.pack and pack.pack.group == group]
        yield from [f"{group} it"] if inside else []
        for pack in inside:
            yield from _hanging(f"  {pack.name:{width}}  ", pack.areas[0].question)
            recommended = pack.pack.recommended if pack.pack else ""
            use = f"{counted(len(pack.items), 'item')}; recommended {recommended}"
            yield from _hanging(" " * (width + 4), use)
        yield from [""] if inside else []
    yield "Turn packs on in a plan or in settings: packs: [NAME, NAME]. `launchcheck explain NAME`"
    yield "lists the items of one; `launchcheck init --pack NAME` adds it to a plan."


def _hanging(head: str, text: str) -> list[str]:
    """A text after a head, its further lines below the text."""
    return wrap(text, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False)


def _pack_data(pack: Layer) -> dict[str, Any]:
    """A pack as JSON; every key is a promise."""
    (area,) = pack.areas
    return {
        "name": pack.name,
        "group": pack.pack.group if pack.pack else "",
        "question": area.question,
        "recommended": pack.pack.recommended if pack.pack else "",
        "answers": area.owner,
        "items": [item.id for item in pack.items],
    }


def write_settings(files: Sequence[str], known: Settings, form: ListFormat) -> None:
    """Write settings, and where each comes from, to standard output."""
    if form is ListFormat.JSON:
        write_json(_settings_data(files, known))
        return
    rows = [(key, _shown(setting.value), setting.origin) for key, setting in known.items()]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    write_lines(f"{key:{widths[0]}}  {value:{widths[1]}}  {origin}" for key, value, origin in rows)


def write_lines(lines: Iterable[str]) -> None:
    """Write lines, escaped for a terminal."""
    sys.stdout.writelines(f"{show(line, _LONGEST)}\n" for line in lines)


def write_json(data: Any) -> None:
    """Write JSON that no CI system takes for a command: `##[` and `::` occur only inside its strings."""
    import json

    text = json.dumps(data, indent=2, allow_nan=False)
    sys.stdout.write(text.replace("##", "\\u0023#").replace("::", "\\u003a:") + "\n")


def as_data(item: Item) -> dict[str, Any]:
    """An item as JSON; every key is a promise."""
    return {
        "id": item.id,
        "area": item.area,
        "question": item.question,
        "severity": {str(tier): severity.value for tier, severity in sorted(item.severity.items())},
        "due": due(item),
        "waivable": item.waivable,
        "waived_one_by_one": item.waived_one_by_one,
        "core": item.core,
    }


def due(item: Item) -> str:
    """When an item is due, relative to the launch or to the first customers."""
    return item.due.text


def severity(item: Item, tier: int | None) -> str:
    """The severity of an item at a tier in words, or at all three in letters."""
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
        off = checklist.off.get(area.id)
        if inside or off:
            yield from () if is_first else ("",)
            is_first = False
            yield f"{area.id}: {off.reason if off else area.question}"
            for item in inside:
                head = f"  {item.id:{id_width}}  {severity(item, tier):{width}}"
                yield f"{head}  {due(item):>5}  {item.question}"


def _settings_data(files: Sequence[str], known: Settings) -> dict[str, Any]:
    """Settings as JSON; every key is a promise."""
    return {
        "schema": SETTINGS_SCHEMA,
        "file": files[-1] if files else None,
        "files": list(files),
        "settings": {
            key: {"value": _plain(setting.value), "from": setting.origin} for key, setting in known.items()
        },
    }


def _plain(value: Any) -> Any:
    """A value as plain data."""
    if isinstance(value, dict):
        return {id: {str(tier): each.value for tier, each in tiers.items()} for id, tiers in value.items()}
    return value


def _shown(value: Any) -> str:
    """A value in a line."""
    if isinstance(value, dict):
        letters = (
            f"{id} {'/'.join(_letter(tiers, tier) for tier in (1, 2, 3))}" for id, tiers in value.items()
        )
        return ", ".join(letters) or "-"
    if isinstance(value, int):  # of days
        return days(value)
    return "-" if value is None else ", ".join(value) or "-" if isinstance(value, list) else str(value)


def _letter(tiers: dict[int, Any], tier: int) -> str:
    """The severity at a tier: B blocker, W warning, - none."""
    return tiers[tier].value[0].upper() if tier in tiers else "-"


def paragraph(title: str, text: str) -> Iterator[str]:
    """A title, and text below it in lines of a readable length."""
    yield ""
    yield title
    for paragraph in text.split("\n\n"):
        yield from wrap(
            paragraph, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
        )
