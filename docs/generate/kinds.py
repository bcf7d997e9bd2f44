"""A page for each kind of check: what it decides, its options, an example, and the items that use it."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getdoc
from typing import get_args

from generate.markdown import block, bullets, page, paragraphs, table, text
from kind_cases import FILES
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from launchcheck import catalog
from launchcheck.checks import kinds
from launchcheck.checks.all import All
from launchcheck.checks.check import Check
from launchcheck.checks.predicates import Test
from launchcheck.plan import PACKS

KINDS: tuple[type[Check], ...] = tuple(kinds.kind(name) for name in kinds.KINDS)


def pages() -> Iterator[tuple[str, str]]:
    """The index, and the page of each kind."""
    yield "checks/index.md", _index()
    for kind in (*KINDS, All):
        yield f"checks/{_name(kind)}.md", _page(kind)


def _name(kind: type[Check]) -> str:
    """What a checklist calls a kind."""
    (name,) = get_args(kind.model_fields["kind"].annotation)
    return str(name)


def _page(kind: type[Check]) -> str:
    """The page of one kind."""
    name = _name(kind)
    return page(
        name,
        paragraphs(getdoc(kind) or ""),
        "## Options",
        _options(kind),
        *_examples(name),
        "## Items that use it",
        bullets(_users(name)) or "No built-in item uses it; a checklist of your own can.",
    )


def _options(model: type[BaseModel]) -> str:
    """What can be set, whether it must be, and what it does."""
    rows = [
        (f"`{field.alias or name}`", _default(field), text(field.description or ""))
        for name, field in sorted(model.model_fields.items(), key=lambda each: not each[1].is_required())
        if name != "kind"
    ]
    return table(("option", "default", "what it is"), rows)


def _default(field: FieldInfo) -> str:
    """What holds where an option is not set."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value in (None, "", [], {}, ()):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _examples(name: str) -> Iterator[str]:
    """A case that finds nothing, and one that finds something."""
    cases = [case for case in FILES[name] if "finds" in case]
    plain = [case for case in cases if not any("it must be" in str(each) for each in case["finds"])]
    good = next((case for case in plain if not case["finds"]), None)
    found = [case for case in plain or cases if case["finds"]]
    bad = next((case for case in found if good and case["check"] == good["check"]), next(iter(found), None))
    for title, case in (("An example", good), ("An example with a finding", bad)):
        if case:
            yield f"## {title}"
            yield f"{text(case['name'][0].upper() + case['name'][1:])}. The check:"
            yield block("yaml", case["check"])
            if "plan" in case:
                yield "and the plan, as of 10 February 2027 with a launch on 16 February:"
                yield block("yaml", case["plan"])
            says = [words for each in case["finds"] for words in list(each.values())[:1]]
            yield bullets(f"launchcheck says: {text(each)}" for each in says)


def _users(name: str) -> Iterator[str]:
    """The items that use a kind."""
    for item in catalog.built_in("launch", *PACKS).items:
        inside = item.check.checks if isinstance(item.check, All) else []
        if name in {item.check.kind, *(check.kind for check in inside)}:
            yield f"[{item.id}](../items/{item.id}.md): {text(item.question)}"


def _index() -> str:
    """All kinds, and the conditions that many of them take."""
    rows = [
        (f"[{name}]({name}.md)", text((getdoc(kind) or "").split("\n\n")[0]))
        for kind in sorted((*KINDS, All), key=_name)
        for name in [_name(kind)]
    ]
    return page(
        "Kinds of check",
        "An item of a checklist has a check, and a check has a kind, which says what is decided from which"
        " facts.",
        table(("kind", "what it decides"), rows),
        "## Conditions",
        "Many options (`where`, `when`, `unless`, `is` and others) take conditions on fields. A plain value"
        " means that the field is that value, and a list that it is one of several. A map has one or more of"
        " these:",
        _options(Test),
    )
