"""Explain an item in full: its settings, which checklist set each, and what its checks do."""

from __future__ import annotations

from enum import Enum
from inspect import getdoc
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.cli.listing import paragraph
from launchcheck.cli.options import ListFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from launchcheck.checklist import Checklist, Item
    from launchcheck.cli.request import Request
    from launchcheck.cli.steps import NextStep
    from launchcheck.errors import LaunchcheckError

SCHEMA = "launchcheck.explain/1"

BASES = {
    "F": "; F is the first day on which customers have it",
    "A": "; A is sunset.announced_on, until that is set 180 days before S",
    "S": "; S is the day it is switched off, a stage of sunset.stages, or else the launch",
}
"""What due days hang on, where it is not the launch."""


def write(
    item: Item,
    wanted: list[str],
    tier: int | None,
    form: ListFormat,
    step: NextStep | None = None,
    *,
    docs: str = "",
) -> None:
    """Write everything about an item of the checklists that are `wanted` to standard output.

    `step` says what to do about it in a plan, and `docs` where the pages of items are.
    """
    from launchcheck import catalog
    from launchcheck.cli import listing
    from launchcheck.pages import page_of

    page = page_of(item, docs)
    answers, origins = catalog.find(wanted).answers(item), _origins(item, wanted)
    if form is ListFormat.JSON:
        in_plan = {"in_plan": step.as_data()} if step else {}
        listing.write_json({**_as_data(item, answers, origins), "page": page or None, **in_plan})
    else:
        listing.write_lines([*_lines(item, answers, origins, tier, step), *(["", page] if page else [])])


def rewriting(request: Request | None) -> Callable[[str], str]:
    """A function that rewrites an example for the plan of a request; without one, it stays as it is."""
    if request is None:
        return str
    from launchcheck.paste import Pasting

    return Pasting(request.load().plan, request.program().checklist).example


class _Setting(NamedTuple):
    """One setting of an item or of one of its checks."""

    check: int  # index of the check this option belongs to; -1 for the item itself
    name: str
    value: Any


def unknown(checklist: Checklist, name: str) -> LaunchcheckError:
    """The error for a name that is neither an item, nor an area, nor a field, nor a word in one of them."""
    from launchcheck.errors import LaunchcheckError
    from launchcheck.plan.dictionary import dictionary
    from launchcheck.text import closest, did_you_mean, quote, suggest

    areas = [area.id for area in checklist.areas]
    known = [*dictionary(), *areas, *(item.id for item in checklist.items)]
    hint = "`launchcheck checks` lists the items"
    area, dot, rest = name.partition(".")
    if not dot or area not in areas:
        hint = suggest(name, known, hint)
    elif near := closest(rest, (each.partition(".")[2] for each in known if each.startswith(f"{area}."))):
        hint = did_you_mean(f"{area}.{near}")
    else:
        hint += "; for one of your own, name its checklist with --checklist"
    return LaunchcheckError(f"no item, area, field or word {quote(name)}", hint=hint)


def settings_of(item: Item) -> Iterator[_Setting]:
    """Everything that a checklist can set, as plain data."""
    names = ("question", "why", "fix", "severity", "due", "opens", "waivable", "waived_one_by_one", "core")
    for name in (*names, "when"):
        yield _Setting(-1, name, _plain(getattr(item, name)))
    for index, check in enumerate(item.checks):
        for name, field in type(check).model_fields.items():
            value = getattr(check, name)
            if name != "kind" and (name in check.model_fields_set or value not in (None, "", [], {}, False)):
                yield _Setting(index, field.alias or name, _plain(value))


def _origins(item: Item, wanted: list[str]) -> dict[tuple[int, str], str]:
    """Which of the wanted checklists set each setting.

    What a checklist inherits from another by `extends` counts as its own, except that the
    built-in one always keeps its name.
    """
    from launchcheck import catalog

    steps = [(name, wanted[:count]) for count, name in enumerate(wanted, 1)]
    if catalog.BUILT_IN in catalog.find(wanted).names:
        steps.insert(0, (catalog.BUILT_IN, [catalog.BUILT_IN]))
    origins: dict[tuple[int, str], str] = {}
    before: list[_Setting] = []
    for name, names in steps:
        now = [
            each for found in catalog.find(names).items if found.id == item.id for each in settings_of(found)
        ]
        origins.update({(each.check, each.name): name for each in now if each not in before})
        before = now
    return origins


def _plain(value: Any) -> Any:
    """A value of a checklist as its YAML would hold it."""
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        plain = {
            fields[name].alias or name: _plain(getattr(value, name))
            for name in sorted(value.model_fields_set)
        }
        return plain["is"] if set(plain) == {"is"} else plain  # the short form of a test
    if isinstance(value, dict):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return getattr(value, "text", value)  # paths and days keep the text that they were read from


def _as_data(item: Item, answers: tuple[str, ...], origins: dict[tuple[int, str], str]) -> dict[str, Any]:
    """An item as JSON; every key is a promise."""
    from launchcheck.cli import listing

    return {
        "schema": SCHEMA,
        **listing.as_data(item),
        "why": item.why,
        "fix": item.fix,
        "example": item.example,
        "answers": answers[-1],
        "opens": item.opens.text if item.opens else None,
        "when": _plain(item.when),
        "reads": [path.text for path in item.reads()],
        "set_by": {name: by for (check, name), by in origins.items() if check < 0},
        "checks": [
            {
                "kind": check.kind,
                "manual": getdoc(type(check)),
                "options": {each.name: each.value for each in settings_of(item) if each.check == index},
                "set_by": {name: by for (place, name), by in origins.items() if place == index},
            }
            for index, check in enumerate(item.checks)
        ],
    }


def _lines(
    item: Item,
    answers: tuple[str, ...],
    origins: dict[tuple[int, str], str],
    tier: int | None,
    step: NextStep | None,
) -> Iterator[str]:
    """Everything about an item, as lines to read."""
    from launchcheck.checks.options import TIERS
    from launchcheck.cli import listing
    from launchcheck.plan import dictionary

    yield f"{item.id}: {item.question}"
    yield from paragraph("Why", item.why)
    yield from paragraph("How to fix it", item.fix)
    if step:
        yield from step.lines()
    elif item.example:
        yield from ("", "Paste into the plan", *(f"  {line}" for line in item.example.splitlines()))
    severity = {each: item.severity.get(each) for each in ([tier] if tier else TIERS)}
    words = ", ".join(
        f"{found.value if found else 'not asked'} at tier {each}" for each, found in severity.items()
    )
    yield from ("", "Settings")
    yield f"  severity: {words}{_by(origins, -1, 'severity')}"
    base = BASES.get(item.due.base, "")
    due = f"{listing.due(item)}; the weekday before, if that is on a weekend{base}"
    yield f"  due: {due}{_by(origins, -1, 'due')}"
    if item.opens:
        yield f"  asked from: {item.opens.text} on{_by(origins, -1, 'opens')}"
    yield f"  answered by: the owner of {', or else of '.join(answers)}"
    yield f"  waivable: {_waivable(item, origins)}"
    if item.core:
        words = "core: yes; one of the few blockers that stop launches, which a report names first"
        yield f"  {words}{_by(origins, -1, 'core')}"
    if item.when:
        yield f"  asked only when: {_flow(_plain(item.when))}{_by(origins, -1, 'when')}"
    for field in dictionary.found(item.id, exact=True):
        yield from paragraph(
            "The field of the plan with this name", f"{field.meaning} It may be {field.type}."
        )
    yield from paragraph("Facts it reads", ", ".join(path.text for path in item.reads()))
    explained: set[str] = set()
    for index, check in enumerate(item.checks):
        manual = "" if check.kind in explained else getdoc(type(check)) or ""
        explained.add(check.kind)
        place = f" (checks.{index})" if len(item.checks) > 1 else ""
        yield from paragraph(f"Check: {check.kind}{place}", manual)
        for _, name, value in (each for each in settings_of(item) if each.check == index):
            yield f"    {name}: {_flow(_at(value, tier))}{_by(origins, index, name)}"


def _waivable(item: Item, origins: dict[tuple[int, str], str]) -> str:
    """Whether a waiver may accept it, and how; and who says so."""
    if item.waivable and item.waived_one_by_one:
        by = _by(origins, -1, "waived_one_by_one")
        return f"yes, one by one: the waiver names what it accepts in where{by}"
    return f"{'yes' if item.waivable else 'no'}{_by(origins, -1, 'waivable')}"


def _by(origins: dict[tuple[int, str], str], check: int, name: str) -> str:
    """Which checklist set something; built-in ones are not named."""
    from launchcheck.catalog import BUILT_IN
    from launchcheck.plan import PACKS

    by = origins.get((check, name), BUILT_IN)
    return "" if by in {BUILT_IN, *PACKS} else f"  (set by {by})"


def _at(value: Any, tier: int | None) -> Any:
    """A threshold at one tier, if it differs by tier."""
    from launchcheck.checks.options import TIERS

    is_by_tier = isinstance(value, dict) and bool(value) and set(value) <= {str(each) for each in TIERS}
    return value.get(str(tier), "none") if tier and is_by_tier else value


def _flow(value: Any) -> str:
    """A value in one line, as YAML writes it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
