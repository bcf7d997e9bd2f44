"""A page for each section of the plan format: what each field means, what it may be, and who reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from generate.examples import as_yaml
from generate.markdown import anchor, block, bullets, page, table, text
from ready import ready

from launchcheck import catalog
from launchcheck.checklist import Item
from launchcheck.cli.fields import example_of
from launchcheck.plan import PACKS
from launchcheck.plan.dictionary import Field, dictionary
from launchcheck.plan.sections import SECTIONS

_INDEX = "index"


def pages() -> Iterator[tuple[str, str]]:
    """The index, and the page of each section."""
    yield f"plan/{_INDEX}.md", _index()
    for name, fields in _sections().items():
        yield f"plan/{name}.md", _page(name, fields)


def link(path: str, above: str = "") -> str:
    """A path as a link to its field, from a page in a folder beside `plan` where `above` leads up."""
    found = dictionary().get(path)
    name = path.split(".", maxsplit=1)[0].removesuffix("[]")
    if found is None:  # a key of custom, or an entry of a list as a whole
        shorter = path.removesuffix("[]")
        return link(shorter, above) if shorter != path else f"[`{path}`]({above}plan/{name}.md)"
    return f"[`{path}`]({above}plan/{name}.md#{anchor(path)})"


def in_order(data: dict[str, Any]) -> dict[str, Any]:
    """The sections of a plan in the order of the format."""
    order = [entry.key for entry in SECTIONS]
    return {key: data[key] for key in sorted(data, key=lambda key: order.index(key) if key in order else -1)}


def _sections() -> dict[str, list[Field]]:
    """The fields of each top-level key, in the order of a plan."""
    found: dict[str, list[Field]] = defaultdict(list)
    for path, field in dictionary().items():
        found[path.split(".")[0].removesuffix("[]")].append(field)
    return found


@cache
def _items() -> tuple[Item, ...]:
    """Every item of the built-in checklists."""
    return catalog.built_in("launch", *PACKS).items


@cache
def _readers() -> dict[str, list[str]]:
    """The items that read each field."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in _items():
        for path in item.reads():
            found[path.text].append(item.id)
    return found


def _page(name: str, fields: list[Field]) -> str:
    """The page of one section."""
    first, *rest = fields
    pack = f"The section of the pack [{name}](../items/{_INDEX}.md#{name})." if name in PACKS else ""
    example = ready(*([name] if name in PACKS else [])).get(name)
    return page(
        name,
        text(first.meaning),
        pack,
        *_about(first),
        block("yaml", as_yaml({name: example})) if example and rest else "",
        *(part for field in rest for part in _field(field)),
    )


def _field(field: Field) -> Iterator[str]:
    """One field below its section: its heading is its path."""
    yield f"## {field.path.text}"
    yield text(field.meaning)
    yield from _about(field)


def _about(field: Field) -> Iterator[str]:
    """What a field may be, what it has, and which items read it."""
    keys = [_key(field, key) for key in field.keys]
    readers = [f"[{id}](../items/{id}.md)" for id in _readers().get(field.path.text, ())]
    yield bullets(
        [
            f"It is {'required' if field.is_required else 'optional'}, and may be {text(field.type)}.",
            f"Words: {', '.join(f'`{word}`' for word in field.words)}." if field.words else "",
            f"Keys: {', '.join(keys)}." if keys else "",
            f"Read by {', '.join(readers)}." if readers else "",
        ]
    )
    if field.example is not None and not field.words:
        yield block("yaml", example_of(field, ()))


def _key(field: Field, key: str) -> str:
    """A key of a section or of its entries, as a link to its field."""
    inside = [f"{field.path.text}{each}.{key}" for each in ("", "[]")]
    path = next((path for path in inside if path in dictionary()), "")
    return f"[`{key}`](#{anchor(path)})" if path else f"`{key}`"


def _index() -> str:
    """All sections: the launch and its areas, then the packs."""
    found = _sections()
    rows = [
        (f"[`{name}`]({name}.md)", text(fields[0].meaning))
        for name, fields in found.items()
        if name not in PACKS
    ]
    packs = [(f"[`{name}`]({name}.md)", text(found[name][0].meaning)) for name in PACKS]
    return page(
        "The plan format",
        "A plan is a YAML file. Every key, what it means, and what it may be, is on the page of its"
        " section. Only `launch.name`, `launch.date` and `launch.tier` are required: what is missing"
        " is unanswered.",
        table(("key", "what it is"), rows),
        "## Packs",
        "The sections of packs. Their questions are asked where the pack is on, under `packs` in the plan"
        " or in the settings.",
        table(("key", "what it is"), packs),
        "`launchcheck explain sales.touches.way` says the same in the terminal, and `launchcheck schema"
        " plan` is the format as a JSON Schema, for editors.",
    )
