"""The page of the JSON outputs: which command writes each, and every key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generate.markdown import page, table, text

from launchcheck.cli.schemas import Subject, schema

_FROM = {
    Subject.REPORT: "`launchcheck validate --format json`, and with `jsonl` a line for each plan",
    Subject.DIFF: "`launchcheck diff --format json`",
    Subject.CHECKS: "`launchcheck checks --format json`",
    Subject.PACKS: "`launchcheck checks --packs --format json`",
    Subject.EXPLAIN: "`launchcheck explain ID --format json`",
    Subject.NEXT: "`launchcheck next --format json`",
    Subject.VIEW: "the views of a plan, such as `launchcheck runsheet --format json`",
    Subject.AGENDA: "`launchcheck agenda --format json`",
    Subject.PORTFOLIO: "`launchcheck portfolio --format json`",
}
"""The outputs, and what writes each; the other subjects are files that people write."""
_READ = {
    Subject.PLAN: "a plan",
    Subject.CHECKLIST: "a checklist",
    Subject.CONFIG: "`.launchcheck.yaml`",
    Subject.FACTS: "a facts file",
}
"""The files that launchcheck reads."""


def pages() -> Iterator[tuple[str, str]]:
    """The one page."""
    yield "json.md", _page()


def _page() -> str:
    """Every output with its keys."""
    files = [(f"`launchcheck schema {subject}`", words) for subject, words in _READ.items()]
    return page(
        "JSON outputs",
        "Programs read launchcheck through JSON. Within a version of a format keys may be added; none is"
        " removed or changes its meaning. `launchcheck schema NAME` prints the JSON Schema of an output"
        " (draft 2020-12, or older with `--draft draft-07`), which is exact for the launchcheck that prints"
        " it.",
        *(part for subject, words in _FROM.items() for part in _output(subject, words)),
        "## Files",
        "The files that launchcheck reads have schemas, too; [the plan format](plan/index.md) describes"
        " plans, and [Kinds of check](checks/index.md) the checks of a checklist.",
        table(("schema", "what it describes"), files),
    )


def _output(subject: Subject, words: str) -> Iterator[str]:
    """One output: where it comes from, and its keys."""
    found = schema(subject)
    yield f"## {subject.value}"
    yield f"From {words}. {text(found.get('description', ''))}"
    for name, node in _objects(found):
        yield f"### {subject.value}: {name}"
        yield text(node.get("description", ""))
        rows = [(f"`{path}`", _type(each), text(each.get("description", ""))) for path, each in _keys(node)]
        yield table(("key", "what it may be", "what it is"), rows)


def _objects(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a schema: the output itself, and those that its parts refer to."""
    if "properties" in found:
        yield "the output", found
    for name, node in found.get("$defs", {}).items():
        if "properties" in node:
            yield name.replace("_", " "), node


def _keys(node: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each key of an object, and of the objects in it, with its path."""
    for key, each in node.get("properties", {}).items():
        yield f"{above}{key}", each
        for part in (each, *each.get("anyOf", ()), *each.get("oneOf", ())):
            yield from _keys(part, f"{above}{key}.")
            items = part.get("items")
            if isinstance(items, dict):
                yield from _keys(items, f"{above}{key}[].")


def _type(node: dict[str, Any]) -> str:
    """What a key may be, in words."""
    if "$ref" in node:
        return node["$ref"].rpartition("/")[2].replace("_", " ")
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return ", ".join("nothing (null)" if each is None else f"`{each}`" for each in node["enum"])
    several = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    if several:
        return " or ".join(dict.fromkeys(map(_type, several)))
    if isinstance(node.get("items"), dict):
        return f"a list of: {_type(node['items'])}"
    kinds = node.get("type", "anything")
    return " or ".join(_WORDS.get(each, each) for each in ([kinds] if isinstance(kinds, str) else kinds))


_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing (null)",
    "object": "an object",
    "array": "a list",
}
