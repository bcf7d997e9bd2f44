"""The first plan of a launch: valid YAML, with each question of its tier above an example answer."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.dates import day
from launchcheck.plan import VERSION, Plan, fields
from launchcheck.plan.known import describe
from launchcheck.plan.sections import SECTIONS
from launchcheck.schedule import Schedule
from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.checklist import Checklist, Item

TIERS = {1: "everyone hears of it", 2: "one audience does", 3: "it ships quietly"}
"""What each tier means, in a few words."""

_EXAMPLES_LAUNCH = date(2027, 2, 16)
"""The launch date that the examples of the built-in checklist assume."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]*[A-Za-z0-9._]|[A-Za-z]", re.ASCII)
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_KEY = re.compile(r"(?P<indent> *)(?P<key>[a-z_]+):(?P<rest>.*)")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)


class _Block(NamedTuple):
    """One fact to fill in: its place in the plan, its YAML, and the items that need it."""

    place: tuple[str, ...]
    lines: list[str]
    items: list[Item]


def plan(name: str, launch: date, tier: int, checklist: Checklist, path: str) -> str:
    """Write the text of a plan for the file `path`, with all that the checklist asks at its tier as comments.

    Lines with `##` are notes: they stay comments when an editor uncomments a section.
    """
    blocks = _blocks(checklist, tier)
    questions = {area.id: area.question for area in checklist.areas}
    lines = [*_head(path, checklist), f"launchcheck: {VERSION}", ""]
    for section, _ in SECTIONS:
        asked = [block for block in blocks if block.place[0] == section]
        if section == "launch":
            lines += ["launch:", *_launch(name, launch, tier), *_asked(asked, launch, tier, "  "), ""]
        elif asked:
            title = f"## {section}: {questions.get(section) or describe(Plan, section)} "
            opened = [] if len(asked[0].place) == 1 else [f"# {section}:"]
            lines += [f"{title:-<100}", *opened, *_asked(asked, launch, tier, ""), ""]
    return "\n".join(lines)


def _head(path: str, checklist: Checklist) -> Iterator[str]:
    """Write the head of the file: what to run next, and how to fill in the rest."""
    example = max((item for item in checklist.items), key=lambda item: len(item.example)).id
    yield "# A launch plan. What to run next:"
    yield "#"
    yield f"#   launchcheck validate {show(shlex.quote(path))}"
    yield f"#   launchcheck explain {example}"
    yield "#"
    yield "# Everything that will be asked is below, with examples. To answer, delete the leading `# ` of"
    yield "# a line and replace the example with your own facts. Lines with ## are notes. Anything left out"
    yield "# counts as unanswered: fine until its due date, a blocker after it."
    yield ""


def _launch(name: str, launch: date, tier: int) -> Iterator[str]:
    """Write the keys that every plan has."""
    tiers = ", ".join(f"{number} {words}" for number, words in TIERS.items())
    yield f"  name: {_quoted(name)}"
    yield f"  date: {launch}    # {day(launch)}: the public announcement; every due date is counted from it"
    yield f"  tier: {tier}    # {tiers}"


def _quoted(text: str) -> str:
    """Quote a text unless every YAML version reads it as the same text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _asked(blocks: list[_Block], launch: date, tier: int, indent: str) -> Iterator[str]:
    """Write blocks below the questions they answer, without repeating the questions of the block before."""
    shift = launch - _EXAMPLES_LAUNCH
    before: list[Item] | None = None
    for block in blocks:
        if block.items != before:
            yield ""
            yield from (f"{indent}## {_question(item, launch, tier)}" for item in block.items)
            if not block.items:
                yield f"{indent}## Not asked at tier {tier}, but other answers refer to it."
        before = block.items
        for line in block.lines:
            yield f"{indent}# {_moved(line.removeprefix(indent), shift)}"


def _question(item: Item, launch: date, tier: int) -> str:
    """Write what an item asks, and its due date."""
    due = Schedule.alone(launch).on(item.due)
    return f"{item.question}  [{item.id}, {item.severity[tier].value}, due {day(due)}, {item.due.text}]"


def _moved(line: str, shift: timedelta) -> str:
    """Move the dates in a line of an example by as many days as the launch date differs."""
    return _DAY.sub(lambda found: str(date.fromisoformat(found[0]) + shift), line)


def _blocks(checklist: Checklist, tier: int) -> list[_Block]:
    """Return the facts that a tier needs, and those that they refer to, in the order of the checklist.

    Where several items have an example of the same fact, the longest one is used.
    """
    blocks: dict[tuple[str, ...], _Block] = {}
    asked = [item for item in checklist.items if tier in item.severity]
    for item in checklist.items:
        for place, lines in _split(item.example):
            block = blocks.setdefault(place, _Block(place, [], []))
            if len("".join(lines)) > len("".join(block.lines)):
                block.lines[:] = lines
            if item in asked:
                block.items.append(item)
    read = {path.steps for item in asked for path in item.reads()}
    return [
        block
        for place, block in blocks.items()
        if block.items or any(steps[: len(place)] == place for steps in read)
    ]


def _split(example: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Split an example into facts: the keys below a section, or the whole of a list or a map."""
    known = fields(Plan)
    section = ""
    place: tuple[str, ...] = ()
    lines: list[str] = []
    for line in example.splitlines():
        found = _KEY.match(line)
        is_top = found is not None and not found["indent"]
        is_fact = found is not None and len(found["indent"]) == 2 and not known[section].many
        if found and (is_top or is_fact):
            if place:
                yield place, lines
            section = found["key"] if is_top else section
            is_whole = is_top and bool(known[section].many or found["rest"])
            place = (section,) if is_whole else (section, found["key"]) if is_fact else ()
            lines = [line] if place else []
        elif line.strip():
            lines.append(line)
    if place:
        yield place, lines
