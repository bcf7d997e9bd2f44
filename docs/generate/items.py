"""A page for each item: its question, how to fix it, what passes and what does not, how it is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generate import fields
from generate.examples import as_yaml, only, without_empty
from generate.markdown import block, bullets, page, paragraphs, table, text
from item_cases import FILES, cases_of, item_of, plan_data

from launchcheck import catalog
from launchcheck.checklist import GROUPS, AreaOf, Checklist, Item
from launchcheck.checks.all import All
from launchcheck.checks.options import TIERS
from launchcheck.cli.explanation import BASES, settings_of
from launchcheck.cli.listing import severity
from launchcheck.dates import day
from launchcheck.plan import PACKS

_TITLES = {"passed": "What passes", "failed": "What fails", "unanswered": "What is unanswered"}
_MOST_LINES = 40
"""A longer example hides what it shows; another case is looked for."""


class Example(NamedTuple):
    """A case on the page of an item: the facts that the item reads, and what it then says."""

    path: Path
    case: Mapping[str, Any]

    @property
    def facts(self) -> str:
        """The facts that the item reads, as YAML; empty if the plan says nothing about them."""
        data = plan_data(self.path, self.case.get("change"), self.case.get("tier"))
        kept = without_empty(only(data, item_of(self.path).reads()))
        return as_yaml(fields.in_order(kept)) if kept else ""


def pages() -> Iterator[tuple[str, str]]:
    """The index, and the page of each item."""
    yield "items/index.md", _index()
    for path in FILES:
        yield f"items/{path.stem}.md", _page(path)


def examples(path: Path) -> dict[str, Example]:
    """The first short case of each status, by status."""
    found: dict[str, Example] = {}
    for case in cases_of(path):
        status = case["status"]
        example = Example(path, case)
        is_plain = status in _TITLES and not {"votes", "voted_on"} & set(case)
        if is_plain and (status not in found or _is_better(example, found[status])):
            found[status] = example
    return {status: found[status] for status in _TITLES if status in found}


def _is_better(new: Example, old: Example) -> bool:
    """Whether a case explains more than an earlier one: on launch day, and short."""
    return _effort(new) < _effort(old)


def _effort(example: Example) -> tuple[bool, bool, bool]:
    """What a reader has to put up with: another day, a long example, another tier."""
    return (
        "as_of" in example.case,
        example.facts.count("\n") > _MOST_LINES,
        "tier" in example.case,
    )


def _page(path: Path) -> str:
    """The page of one item."""
    item = item_of(path)
    checklist = catalog.built_in() if path.parent.name == "items" else catalog.built_in(path.parent.name)
    found = examples(path)
    return page(
        item.id,
        f"**{text(item.question)}**",
        _when_asked(item, checklist),
        "## Why it matters",
        paragraphs(item.why),
        "## How to fix it",
        paragraphs(item.fix),
        block("yaml", item.example) if item.example else "",
        *(part for status, example in found.items() for part in _example(status, example)),
        "## How it is decided",
        _facts(item),
        *_checks(item),
    )


def _when_asked(item: Item, checklist: Checklist) -> str:
    """How much it matters at each tier, when it is due, and who answers."""
    words = [((found := item.severity.get(tier)) and found.value) or "not asked" for tier in TIERS]
    rows = table([f"tier {tier}" for tier in TIERS], [words])
    base = BASES.get(item.due.base, "")
    due = f"Due {item.due.text}; the weekday before, if that is on a weekend{base}."
    owners = ", or else of ".join(checklist.answers(item))
    waivable = "A waiver may accept it."
    if not item.waivable:
        waivable = "It can never be waived."
    elif item.waived_one_by_one:
        waivable = "A waiver may accept it, one by one: the waiver names what it accepts in `where`."
    core = "It belongs to the core, which a report names first." if item.core else ""
    opens = f"It is asked from {item.opens.text} on." if item.opens else ""
    pack = f"It is asked where the pack `{item.area}` is on." if item.area in PACKS else ""
    sentences = [pack, due, f"The owner of {owners} answers it.", waivable, core, opens]
    return f"{rows}\n\n{' '.join(filter(None, sentences))}"


def _example(status: str, example: Example) -> Iterator[str]:
    """A case: what it shows, its facts, and what the item says of them."""
    case = example.case
    yield f"## {_TITLES[status]}"
    notes = [f"at tier {case['tier']}"] if "tier" in case else []
    notes += [f"checked on {day(case['as_of'])}"] if "as_of" in case else []
    name = text(case["name"])
    yield f"{name[0].upper()}{name[1:]}{', '.join(['', *notes])}."
    yield block("yaml", example.facts) if example.facts else "The plan says nothing of what is read here."
    yield bullets(f"launchcheck says: {text(each)}" for each in case.get("says", []))


def _facts(item: Item) -> str:
    """The facts that an item reads, each with a link to what it is."""
    return "It reads " + ", ".join(fields.link(path.text, above="../") for path in item.reads()) + "."


def _checks(item: Item) -> Iterator[str]:
    """The checks of an item, as its checklist has them, each with a link to what it does."""
    if item.when:
        when = {each.name: each.value for each in settings_of(item) if each.name == "when"}
        yield "It is asked only when this is so:"
        yield block("yaml", as_yaml(when))
    if isinstance(item.check, All):
        yield "All of these checks must hold:"
    for index, check in enumerate(item.checks):
        yield f"The check is of kind [{check.kind}](../checks/{check.kind}.md):"
        yield block("yaml", as_yaml({"kind": check.kind} | _options(item, index)))


def _options(item: Item, index: int) -> dict[str, Any]:
    """What a checklist sets of one of the checks of an item."""
    check = item.checks[index]
    fields = type(check).model_fields
    names = {fields[name].alias or name for name in check.model_fields_set}
    return {each.name: each.value for each in settings_of(item) if each.check == index and each.name in names}


def _index() -> str:
    """All items: the seven areas, then the packs by what they are for."""
    launch = catalog.built_in()
    core = [part for area in launch.areas for part in _area(area, launch, "##")]
    packs = []
    for group in GROUPS:
        packs.append(f"## Packs: {group} it")
        for name in PACKS:
            layer = catalog.pack(name)
            if layer.pack and layer.pack.group == group:
                found = catalog.built_in(name)
                (area,) = [each for each in found.areas if each.id == name]
                packs += _area(area, found, "###", layer.pack.recommended)
    return page(
        "Items",
        "What the built-in checklist asks, and the packs. B is a blocker, W a warning, and - is not asked,"
        " at tiers 1, 2 and 3. `T` is the launch, `F` the first day on which customers have it.",
        "The examples on the pages are from a launch on 16 February 2027. Unless they say otherwise, they"
        " are checked on that day, and the launch has tier 1. They show only what an item reads.",
        *core,
        *packs,
    )


def _area(area: AreaOf, checklist: Checklist, level: str, recommended: str = "") -> list[str]:
    """An area or a pack: its question and its items."""
    rows = [
        (f"[{item.id}]({item.id}.md)", text(item.question), severity(item, None), item.due.text)
        for item in checklist.items
        if item.area == area.id
    ]
    use = f"\n\nRecommended {text(recommended)}." if recommended else ""
    return [
        f"{level} {area.id}",
        f"{text(area.question)}{use}",
        table(("item", "question", "tiers", "due"), rows),
    ]
