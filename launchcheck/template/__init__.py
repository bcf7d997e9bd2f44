"""The first plan of a launch: every question of its tier, above the facts that answer it as placeholders."""

from __future__ import annotations

import shlex
from functools import reduce
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.dates import day
from launchcheck.plan import VERSION, Plan, fields
from launchcheck.plan.known import describe
from launchcheck.plan.sections import PACKS, SECTIONS
from launchcheck.schedule import Schedule
from launchcheck.source import Source
from launchcheck.template.blanks import Blank, Blanks
from launchcheck.template.lines import WIDTH, lines, scalar
from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from launchcheck.checklist import Checklist, Item
    from launchcheck.template.blanks import Facts
    from launchcheck.windows import Window

TIERS = {1: "everyone hears of it", 2: "one audience does", 3: "it ships quietly"}
"""What each tier means, in a few words."""

_COMMENT_WIDTH = 120

_WRITTEN = {("launch", "name"), ("launch", "date"), ("launch", "tier")}
"""The facts that every plan has from the start."""

SCHEMA = "plan.schema.json"
"""The file in which editors look for the JSON Schema of plans, next to the plan."""


MOST_WORDS = 40
"""The most allowed words that a comment lists."""


class Start(NamedTuple):
    """What a plan begins with; `facts` are others that are known, such as the people and the owners."""

    name: str
    launch: Window
    tier: int
    planned_on: date
    facts: Mapping[str, Facts] = {}


class _Block(NamedTuple):
    """One fact to fill in: its place in the plan, its value, the items that need it; some may be known.

    `asks` are the items whose question it answers: those that read it. The others need it beside theirs.
    """

    place: tuple[str, ...]
    value: Facts
    items: list[Item]
    is_known: bool
    asks: list[Item]


def plan(start: Start, checklist: Checklist, path: str) -> str:
    """Write the text of a plan for the file `path`, with a placeholder for every fact that is not known."""
    blocks = _blocks(start, checklist)
    written = _Written(start)
    text = [*_head(path, checklist), f"launchcheck: {VERSION}"]
    packs = [name for name in checklist.names if name in PACKS]
    text += [f"packs: [{', '.join(packs)}]"] if packs else []
    for section in (entry.key for entry in SECTIONS):
        asked = [block for block in blocks if block.place[0] == section]
        if section == "launch":
            text += ["", "launch:", *_launch(start, list(written.undated(checklist.items)))]
            text += ["", *written.below(asked)]
        elif asked:
            text += ["", *_titled(section, asked, checklist, written)]
    return "\n".join([*text, ""])


def sections(start: Start, checklist: Checklist, keys: Collection[str]) -> str:
    """Write the sections with these keys as `plan` does, those that the tier asks nothing of left out."""
    blocks, written = _blocks(start, checklist), _Written(start)
    text: list[str] = []
    for section in (entry.key for entry in SECTIONS if entry.key in keys):
        if asked := [block for block in blocks if block.place[0] == section]:
            text += [*([""] if text else []), *_titled(section, asked, checklist, written)]
    return "\n".join([*text, ""]) if text else ""


def _titled(section: str, asked: list[_Block], checklist: Checklist, written: _Written) -> Iterator[str]:
    """Write a section below a line with its question."""
    titles = {area.id: area.question for area in checklist.areas}
    title = f"# {section}: {titles.get(section) or describe(Plan, section)} "
    yield f"{title:-<{WIDTH}}"
    yield from written.section(asked)


def _head(path: str, checklist: Checklist) -> Iterator[str]:
    """Write the head of the file: what to run next, and how to fill in the rest."""
    example = max((item for item in checklist.items), key=lambda item: len(item.example)).id
    yield f"# yaml-language-server: $schema={SCHEMA}"
    yield "#"
    yield "# A launch plan. Replace each <...> with your own facts; copy an entry of a list for more of them."
    yield "# Whatever is still <...>, or removed, counts as unanswered: fine until its due date, a blocker"
    yield "# after it. What to run next:"
    yield "#"
    yield f"#   launchcheck validate {show(shlex.quote(path))}"
    yield f"#   launchcheck explain {example}    (an item, with an example to paste)"
    yield f"#   launchcheck schema plan > {SCHEMA}    (for editors that complete and check YAML)"
    yield ""


def _launch(start: Start, of_date: list[str]) -> Iterator[str]:
    """Write the keys that every plan has, with the comment `of_date` above the launch date."""
    tiers = ", ".join(f"{number} {words}" for number, words in TIERS.items())
    date = f"{start.launch.words}: the public announcement; due dates are counted from it"
    yield f"  name: {scalar(start.name)}"
    yield from of_date
    yield f"  date: {start.launch}    # {date}"
    yield f"  tier: {start.tier}    # {tiers}"
    yield f"  planned_on: {start.planned_on}    # when this plan was begun"


class _Written:
    """What is written so far: each question, and each list of allowed words, once."""

    def __init__(self, start: Start) -> None:
        self.start = start
        alone = Schedule.alone(start.launch.last)
        self.schedule = Schedule(start.launch.last, alone.first_customers, start.planned_on)
        self.asked: set[str] = set()
        self.known: set[tuple[str, ...]] = set()

    def section(self, blocks: list[_Block]) -> Iterator[str]:
        """Write a section."""
        section = blocks[0].place[0]
        if len(blocks[0].place) == 1:
            yield from (*self.notes(blocks[0], ""), *lines(section, blocks[0].value, ""))
        else:
            yield f"{section}:"
            yield from self.below(blocks)

    def below(self, blocks: list[_Block]) -> Iterator[str]:
        """Write the facts of a section."""
        is_first = True
        for block in blocks:
            notes = list(self.notes(block, "  "))
            if notes and not is_first:
                yield ""
            is_first = False
            yield from (*notes, *lines(block.place[-1], block.value, "  "))

    def undated(self, items: Iterable[Item]) -> Iterator[str]:
        """Write the questions that are open as long as the launch date is a period."""
        for item in items if not self.start.launch.is_day else ():
            if item.check.kind == "dated" and self.start.tier in item.severity:
                yield from _comment(item.question, "  ", _due(item, self.schedule, self.start.tier))

    def notes(self, block: _Block, indent: str) -> Iterator[str]:
        """Write the questions that a fact answers, and the words that it may use."""
        tier = self.start.tier
        if block.items and not block.asks and len(block.place) > 1:
            yield from _comment(_meaning(block.place), indent)
        for item in block.asks:
            if item.id not in self.asked:
                self.asked.add(item.id)
                yield from _comment(item.question, indent, _due(item, self.schedule, tier))
        if not block.items and not block.is_known:
            yield from _comment(f"Not asked at tier {tier}, but other answers refer to it.", indent)
        for key, words in _vocabularies(block.place[-1], block.value):
            if words not in self.known:
                self.known.add(words)
                some = words if len(words) <= MOST_WORDS else (*words[:3], f"... ({len(words)} in all)")
                yield from _comment(f"{key}: {', '.join(some)}", indent)


def _meaning(place: tuple[str, ...]) -> str:
    """What the plan format says of a field."""
    model = fields(Plan)[place[0]].model
    return describe(model, place[1]) if model else ""


def _comment(text: str, indent: str, note: str = "") -> list[str]:
    """Write a comment, on as many lines as it needs; its note is not broken."""
    one = f"{indent}# {text}{note and ' '}{note}"
    if len(one) <= _COMMENT_WIDTH:
        return [one]
    further = f"{indent}#   "
    lines = wrap(text, _COMMENT_WIDTH, initial_indent=f"{indent}# ", subsequent_indent=further)
    return [*lines, *([further + note] if note else [])]


def _due(item: Item, schedule: Schedule, tier: int) -> str:
    """Write the id of an item, its severity and its due date."""
    due = day(schedule.due(item.due).date)
    return f"[{item.id}, {item.severity[tier].value}, due {due}, {item.due.text}]"


def _vocabularies(key: str, value: Facts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The allowed words of each key whose placeholder is too short for them."""
    if isinstance(value, Blank) and value.words:
        yield key, value.words
    pairs = value.items() if isinstance(value, dict) else ()
    entries = ((key, entry) for entry in value) if isinstance(value, list) else pairs
    for name, entry in entries:
        yield from _vocabularies(name, entry)


def _blocks(start: Start, checklist: Checklist) -> list[_Block]:
    """Return the facts that a tier needs, those that they refer to, and those that are known already."""
    examples: dict[tuple[str, ...], list[tuple[Item, Any]]] = {}
    homes: dict[str, tuple[str, ...]] = {}
    for item in checklist.items:
        shown = list(_places(Source.parse(item.example).data if item.example else {}))
        homes[item.id] = _home(item, {place for place, _ in shown})
        for place, value in shown:
            if place not in _WRITTEN:
                examples.setdefault(place, []).append((item, value))
    known = dict(_places(start.facts))
    asked = [item for item in checklist.items if start.tier in item.severity]
    read = {path.steps for item in asked for path in item.reads()}
    blanks = Blanks()
    blocks = []
    for place in {**examples, **known}:
        given = examples.get(place, [])
        items = [item for item, _ in given if start.tier in item.severity]
        if items or place in known or any(steps[: len(place)] == place for steps in read):
            values = [value for item, value in given if not items or item in items]
            value = blanks.at(place, reduce(_merged, values)) if values else {}
            asks = [item for item in items if (homes[item.id] or place) == place and _is_about(item, place)]
            blocks.append(_Block(place, _filled(value, known.get(place)), items, place in known, asks))
    return blocks


def _home(item: Item, shown: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the place of the first fact that the item of a pack reads in the pack's own section.

    It is empty for items of other areas: any of the places that their examples show asks them.
    """
    reads = (path.steps for path in item.reads() if path not in item.when)
    own = (steps for steps in reads if steps[0] == item.area and item.area in PACKS)
    places = (place for steps in own for place in (steps[:2], steps[:1]) if place in shown)
    return next(places, ())


def _is_about(item: Item, place: tuple[str, ...]) -> bool:
    """Whether an item reads a fact, and not only shows it in its example."""
    return any(path.steps[: len(place)] == place for path in item.reads())


def _places(facts: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Split facts: the keys of a section, or the whole of a list or a map."""
    known = fields(Plan)
    for section, value in facts.items():
        if known[section].many or not isinstance(value, dict):
            yield (section,), value
        else:
            yield from (((section, key), inner) for key, inner in value.items())


def _merged(one: Any, other: Any) -> Any:
    """Combine two examples of a fact; entries of lists with the same id are one entry."""
    if isinstance(one, dict) and isinstance(other, dict):
        both = {key: _merged(one[key], value) for key, value in other.items() if key in one}
        return {**one, **other, **both}
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other] if not _named(one) else [*_merged(_named(one), _named(other)).values()]
    return one


def _named(entries: list[Any]) -> dict[str, Any]:
    """The entries of a list by their ids."""
    return {entry["id"]: entry for entry in entries if isinstance(entry, dict) and "id" in entry}


def _filled(blank: Facts, known: Facts) -> Facts:
    """Put what is known in place of placeholders."""
    if not isinstance(blank, dict) or not isinstance(known, dict):
        return blank if known is None else known
    if any(isinstance(key, Blank) for key in blank):
        (inner,) = blank.values()
        few = {key: value for key, value in inner.items() if isinstance(value, Blank)}
        return {key: _filled(few, value) for key, value in known.items()}
    return {**blank, **{key: _filled(blank.get(key), value) for key, value in known.items()}}
