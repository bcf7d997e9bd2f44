"""The facts that a vote is tied to, in canonical form: their digest, and what changed since."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from launchcheck.catalog import with_packs
from launchcheck.checks.areas import areas_read
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import AREAS, OWNED, POLLED, Section, fields
from launchcheck.plan.paths import EACH
from launchcheck.plan.plain import plain
from launchcheck.poll import Change
from launchcheck.text import listed, quote, suggest

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist, Item
    from launchcheck.plan import Plan
    from launchcheck.poll import FactsFrom
    from launchcheck.source import Where

SHARED = (
    "launch.date",
    "launch.embargo_until",
    "launch.release_date",
    "launch.status",
    "launch.tier",
    "messaging",
    "product.caveats",
    "product.rollout.steps",
)
"""The facts that every vote and every decision is tied to."""

SHARED_EARLY = tuple(path for path in SHARED if path != "product.rollout.steps")
"""The shared facts of votes that were recorded before votes named the paths that they read."""

SET_ASIDE = ("not_applicable", "waivers")
"""What a plan excludes or accepts: a decision is tied to all of it, a vote to what concerns its area."""

DECIDED = (*SHARED, *SET_ASIDE, "packs")
"""The facts that a decision is tied to: those of every vote, what is set aside, and which packs are on."""

_WHOLE = ""  # marks a value that is wanted as a whole; no step of a path is empty
_PATH = re.compile(r"[\w-]+(\[\])?(\.[\w-]+(\[\])?)*", re.ASCII)
_END = re.compile(r"\.|\[\]")

Wanted = dict[str, Any]


def facts_digest(plan: Plan, checklist: Checklist, area: str) -> str:
    """The digest of the facts that a vote for an area is tied to.

    Raises:
        LaunchcheckError: there is no such area.

    """
    hold_to_areas(area)
    return digest_of(facts_of(plan, with_packs(checklist, plan.turned_on), area))


def hold_to_areas(area: str) -> None:
    """Refuse a name that is not an area.

    Raises:
        LaunchcheckError: there is no such area.

    """
    if area not in POLLED:
        hint = suggest(area, POLLED, f"areas: {listed(('launch', *AREAS))}")
        raise LaunchcheckError(f"no area {quote(area)}", hint=hint)


def reads(checklist: Checklist, area: str) -> tuple[str, ...]:
    """The paths of the facts that a vote for an area is tied to, without those that another path covers.

    They are the shared facts, what is set aside, and the facts that are read by the items of the area
    and by the items that its owner answers.
    """
    items = _items(checklist, area)
    paths = {*SHARED, *SET_ASIDE, *(path.text for item in items for path in item.reads())}
    return tuple(sorted(path for path in paths if paths.isdisjoint(_above(path))))


def facts_of(plan: Plan, checklist: Checklist, area: str) -> dict[str, Any]:
    """The part of the plan that a vote for an area is tied to."""
    return facts_at(concerning(plan, checklist, area), reads(checklist, area))


def concerning(plan: Plan, checklist: Checklist, area: str) -> Plan:
    """The plan with only those waivers and exclusions that concern an area: its items, and what they read."""
    if not (plan.waivers or plan.not_applicable):
        return plan
    items = _items(checklist, area)
    ids = {item.id for item in items}
    known = {
        area,
        *ids,
        *(each for item in items for each in areas_read(item.check, frozenset(OWNED))),
    }
    waivers = [waiver for waiver in plan.waivers or () if waiver.check in ids]
    excluded = {id: entry for id, entry in (plan.not_applicable or {}).items() if id in known}
    return plan.model_copy(update={"waivers": waivers or None, "not_applicable": excluded or None})


def links_in(facts: Any, links: Iterable[tuple[Where, str]]) -> tuple[str, ...]:
    """Those of some links in a plan, each at its place, that are among its facts; in order, once each."""
    return tuple(sorted({link for where, link in links if _at(facts, where) == link}))


def told_in(facts: Any, told: Iterable[tuple[Where, FactsFrom]]) -> tuple[FactsFrom, ...]:
    """Where those facts come from that other systems state, each at its place; in order, once each."""
    return tuple(dict.fromkeys(origin for where, origin in told if _at(facts, where) is not None))


def _at(facts: Any, where: Where) -> Any:
    """The value at a place of facts; None if they do not contain it."""
    for step in where:
        if isinstance(facts, dict):
            facts = facts.get(step)
        elif isinstance(facts, list) and isinstance(step, int) and step < len(facts):
            facts = facts[step]
        else:
            return None
    return facts


def _items(checklist: Checklist, area: str) -> list[Item]:
    """The items of an area, and those that its owner answers."""
    return [item for item in checklist.items if area in {item.area, *checklist.answers(item)}]


def shared_facts(plan: Plan) -> dict[str, Any]:
    """The part of the plan that a decision is tied to."""
    return facts_at(plan, DECIDED)


def facts_at(plan: Plan, paths: Iterable[str], like: Any = None) -> dict[str, Any]:
    """The part of the plan at some paths, and at the places where `like`, earlier facts, has any.

    Lists keep their order; an entry keeps its id, so that a change can name it.
    """
    wanted = _shape(like) if like else {}
    for path in paths:
        node = wanted
        for step in path.replace(EACH, f".{EACH}").split("."):
            node = node.setdefault(step, {})
        node[_WHOLE] = True
    kept: dict[str, Any] = _kept(plan, wanted)
    return kept


def is_path(text: Any) -> bool:
    """Whether a text is a path that some version of launchcheck may have recorded."""
    return type(text) is str and bool(_PATH.fullmatch(text))


def covers(paths: Iterable[str], others: Iterable[str]) -> bool:
    """Whether some paths cover all facts that the others lead to."""
    known = set(paths)
    return all(path in known or not known.isdisjoint(_above(path)) for path in others)


def _above(path: str) -> Iterator[str]:
    """Every proper prefix of a path."""
    return (path[: found.start()] for found in _END.finditer(path))


def plan_digest(plan: Plan) -> str:
    """The digest of all facts of a plan, independent of its YAML style."""
    return digest_of(plain(plan))


def digest_of(facts: Any) -> str:
    """The SHA-256 of facts in their canonical form, in hexadecimal."""
    return sha256(canonical(facts)).hexdigest()


def canonical(value: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, ASCII, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def normal(facts: Any) -> Any:
    """Recorded facts in the form in which facts are recorded now: what people see alike is the same text."""
    return plain(facts)


def changes(old: Any, new: Any, where: Where = ()) -> Iterator[Change]:
    """Every fact that differs, at the deepest place that both sides share.

    Entries of lists are matched by their ids if they have ids, and otherwise by their index.
    """
    if canonical(old) == canonical(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from changes(old.get(key), new.get(key), (*where, key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _changed_entries(old, new, where)
    else:
        yield Change(where, old, new)


def _changed_entries(old: list[Any], new: list[Any], where: Where) -> Iterator[Change]:
    """Every fact that differs between two lists."""
    before, after = _by_id(old), _by_id(new)
    if before is None or after is None:
        for index in range(max(len(old), len(new))):
            yield from changes(_entry(old, index), _entry(new, index), (*where, index))
        return
    for id in dict.fromkeys([*before, *after]):
        yield from changes(before.get(id), after.get(id), (*where, id))
    if before.keys() == after.keys() and [*before] != [*after]:
        yield Change(where, [*before], [*after])


def _by_id(entries: list[Any]) -> dict[str, Any] | None:
    """The entries by their ids; None if an id is missing or appears twice."""
    ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
    if not all(isinstance(id, str) for id in ids) or len(set(ids)) < len(ids):
        return None
    return dict(zip(ids, entries, strict=True))  # type: ignore[arg-type]  # all are text


def _entry(entries: list[Any], index: int) -> Any:
    """The entry at an index, or None beyond the end."""
    return entries[index] if index < len(entries) else None


def _shape(facts: Any) -> Wanted:
    """The places of facts: every key that occurs, in any entry of a list."""
    if isinstance(facts, dict) and facts:
        return {key: _shape(value) for key, value in facts.items()}
    if isinstance(facts, list) and facts:
        each: Wanted = {}
        for entry in facts:
            if entry is not None:  # None is an entry without any of the facts
                _merge(each, _shape(entry))
        return {EACH: each}
    return {_WHOLE: True}


def _merge(wanted: Wanted, more: Wanted) -> None:
    """Merge more wanted places into `wanted`."""
    for step, below in more.items():
        if step == _WHOLE:
            wanted[_WHOLE] = True
        else:
            _merge(wanted.setdefault(step, {}), below)


def _kept(value: Any, wanted: Wanted) -> Any:
    """The wanted parts of a value, as plain data without missing facts."""
    each = wanted.get(EACH)
    if _WHOLE in wanted or (each is not None and len(wanted) > 1):
        return plain(value)
    if isinstance(value, Section):
        known = fields(type(value)).attributes
        steps = {step: known[step] for step in wanted if step in known}
        below = {step: _kept(getattr(value, name), wanted[step]) for step, name in steps.items()}
    elif isinstance(value, dict):
        parts: Wanted = wanted if each is None else dict.fromkeys(value, each)
        below = {step: _kept(value.get(step), rest) for step, rest in parts.items()}
    elif isinstance(value, list) and each is not None:
        return [_with_id(entry, _kept(entry, each)) for entry in value]
    else:
        return plain(value)
    return {step: kept for step, kept in below.items() if kept is not None} or None


def _with_id(entry: Any, kept: Any) -> Any:
    """The wanted parts of a list entry, with the id by which a change can name it."""
    id = getattr(entry, "id", None)
    return {**(kept or {}), "id": id} if id is not None and (kept is None or isinstance(kept, dict)) else kept
