"""Explain fields of a plan: what each means, what it may be, an example, and which items read it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from launchcheck.cli import listing
from launchcheck.cli.listing import paragraph
from launchcheck.cli.options import ListFormat
from launchcheck.plan.dictionary import dictionary, found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from launchcheck.checklist import Checklist, Item
    from launchcheck.plan.dictionary import Field

SCHEMA = "launchcheck.fields/1"
SEARCH_SCHEMA = "launchcheck.search/1"
_WORD = re.compile(r"[a-z0-9]+")


def write(name: str, checklist: Checklist, rewritten: Callable[[str], str], form: ListFormat) -> bool:
    """Write everything about the fields that a name may mean; returns whether there is any.

    `rewritten` makes an example one of the user's plan.
    """
    fields = found(name)
    if not fields:
        return False
    if form is ListFormat.JSON:
        data = [_as_data(field, checklist, rewritten) for field in fields]
        listing.write_json({"schema": SCHEMA, "checklists": list(checklist.names), "fields": data})
    elif len(fields) == 1:
        listing.write_lines(_lines(fields[0], checklist, rewritten))
    else:
        listing.write_lines(
            [f"{name} is a key in {len(fields)} places; add where it is:", *_listed_fields(fields)]
        )
    return True


def write_search(words: str, checklist: Checklist, form: ListFormat) -> bool:
    """Write the items and fields that contain every word; returns whether there are any."""
    is_path = "." in words.strip(" .")
    wanted = set() if is_path else set(_WORD.findall(words.casefold()))
    items = [item for item in checklist.items if _has(wanted, item.id, item.question, item.why, item.fix)]
    fields = [
        field for field in dictionary().values() if _has(wanted, field.path.text, field.meaning, *field.words)
    ]
    if not wanted or not (items or fields):
        return False
    if form is ListFormat.JSON:
        listing.write_json(
            {
                "schema": SEARCH_SCHEMA,
                "checklists": list(checklist.names),
                "words": sorted(wanted),
                "items": [{"id": item.id, "question": item.question} for item in items],
                "fields": [{"path": field.path.text, "meaning": field.meaning} for field in fields],
            }
        )
        return True
    width = max((len(item.id) for item in items), default=0)
    lines = [f"  {item.id:{width}}  {item.question}" for item in items]
    listing.write_lines(["Items", *lines] if items else [])
    listing.write_lines(["", "Fields"] if items and fields else ["Fields"] if fields else [])
    listing.write_lines(_listed_fields(fields))
    return True


def _has(wanted: set[str], *texts: str) -> bool:
    """Whether texts contain every word."""
    return wanted <= {word for text in texts for word in _WORD.findall(text.casefold())}


def _listed_fields(fields: Sequence[Field]) -> Iterator[str]:
    width = max((len(field.path.text) for field in fields), default=0)
    yield from (f"  {field.path.text:{width}}  {field.meaning}" for field in fields)


def _readers(field: Field, checklist: Checklist) -> list[Item]:
    """The items that read a field, or anything in it."""
    steps = field.path.steps
    inside = bool(field.keys)
    return [
        item
        for item in checklist.items
        if any(path.steps == steps or (inside and path.steps[: len(steps)] == steps) for path in item.reads())
    ]


def example_of(field: Field, readers: Sequence[Item]) -> str:
    """YAML with the field: its own example, or that of an item which reads it."""
    if field.example is None:
        top = f"{field.path.steps[0]}:"
        key = re.compile(rf"(^|[\s{{,-]){re.escape(field.key)}:")
        examples = (item.example for item in readers if item.example.startswith(top))
        return next((each for each in examples if key.search(each)), "")
    lines, indent, is_entry = [], "", False
    *above, last = field.path.text.split(".")
    for step in above:
        lines.append(f"{indent}{'- ' if is_entry else ''}{step.removesuffix('[]')}:")
        indent += "    " if is_entry else "  "
        is_entry = step.endswith("[]") and step != "people[]"
        if step == "people[]":
            lines.append(f"{indent}dana:")
            indent += "  "
    lines.append(f"{indent}{'- ' if is_entry else ''}{last}: {_written(field.example)}")
    return "\n".join(lines) + "\n"


def _written(value: Any) -> str:
    """A value in one line, as YAML writes it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_written(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, str) and re.fullmatch(r"[\w./-]+(?: [\w./-]+)*|https?://[\w./-]+", value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _lines(field: Field, checklist: Checklist, rewritten: Callable[[str], str]) -> Iterator[str]:
    """Everything about one field, as lines to read."""
    readers = _readers(field, checklist)
    yield f"{field.path.text}: {field.meaning}"
    yield from paragraph("What it may be", field.type)
    if field.words:
        yield from paragraph("Words", ", ".join(field.words))
    if field.keys:
        yield from paragraph("Keys", ", ".join(field.keys))
    if example := rewritten(example_of(field, readers)):
        yield from ("", "Example", *(f"  {line}" for line in example.splitlines()))
    width = max((len(item.id) for item in readers), default=0)
    yield from ("", "Items that read it") if readers else ("", "No item of the checklist reads it.")
    yield from (f"  {item.id:{width}}  {item.question}" for item in readers)


def _as_data(field: Field, checklist: Checklist, rewritten: Callable[[str], str]) -> dict[str, Any]:
    """A field as JSON; every key is a promise."""
    readers = _readers(field, checklist)
    return {
        "path": field.path.text,
        "meaning": field.meaning,
        "type": field.type,
        "words": list(field.words),
        "keys": list(field.keys),
        "example": rewritten(example_of(field, readers)),
        "read_by": [item.id for item in readers],
    }
