"""What a new plan begins with: answers from options, from prompts, or from the plan of the last launch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from launchcheck.cli import prompts
from launchcheck.cli.options import launch_name, planned, tier
from launchcheck.text import listed, quote, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from launchcheck.checklist import Checklist
    from launchcheck.cli.on_disk import PlanOnDisk
    from launchcheck.windows import Window

People = dict[str, dict[str, str]]
"""People by id, as a plan has them."""


class Pair(NamedTuple):
    """The two sides of an option's value: an id and a name, an area and an id."""

    key: str
    value: str


def person(text: str) -> Pair:
    """A person, written `dana=Dana Reyes`."""
    id, sign, name = (part.strip() for part in text.partition("="))
    if not (sign and name and re.fullmatch(r"[A-Za-z0-9_-]{1,64}", id)):
        raise typer.BadParameter(f'{quote(text)} is not an id and a name; write "dana=Dana Reyes"')
    return Pair(id, launch_name(name))


def owner(text: str) -> Pair:
    """An owner, written `sales=dana`: an area, launch for the one who runs it, or decider."""
    from launchcheck.plan import AREAS

    role, sign, id = (part.strip() for part in text.partition("="))
    if not (sign and id):
        raise typer.BadParameter(f"{quote(text)} is not an area and a person; write sales=dana")
    roles = ("launch", "decider", *AREAS)
    if role not in roles:
        hint = suggest(role, roles, f"write one of {listed(roles, 'or')}")
        raise typer.BadParameter(f"no area {quote(role)}; {hint}")
    return Pair(role, id)


def packs(names: Iterable[str]) -> tuple[str, ...]:
    """The packs of some names, each once, in their own order.

    Raises:
        typer.BadParameter: there is no such pack.

    """
    from launchcheck.plan import PACKS

    wanted = [name for each in names for name in each.split(",")]
    for name in wanted:
        if name not in PACKS:
            hint = suggest(name, PACKS, "`launchcheck checks --packs` lists them")
            raise typer.BadParameter(f"no pack {quote(name)}; {hint}")
    return tuple(pack for pack in PACKS if pack in wanted)


def facts(people: Iterable[Pair], owners: Iterable[Pair]) -> dict[str, Any]:
    """The people and owners of a plan, from options.

    Raises:
        typer.BadParameter: an owner who is not among the people.

    """
    known = dict(people)
    for role, id in owners:
        if id not in known:
            raise typer.BadParameter(f'no person {quote(id)}, who is to own {role}; add --person "{id}=NAME"')
    return _facts({id: {"name": name} for id, name in known.items()}, dict(owners))


def _facts(people: People, roles: Mapping[str, str]) -> dict[str, Any]:
    """The people of a plan, and who owns what, in the sections where a plan has them."""
    launch = {"owner": roles.get("launch"), "decider": roles.get("decider")}
    sections = {
        "launch": {key: id for key, id in launch.items() if id},
        "people": people,
        "owners": {role: id for role, id in roles.items() if role not in {"launch", "decider"}},
    }
    return {section: known for section, known in sections.items() if known}


def last(path: str) -> tuple[int, dict[str, Any]]:
    """The tier of the last launch, and what its plan gives the next one.

    Raises:
        LaunchcheckError: the plan is unreadable or malformed, located.

    """
    from launchcheck import parse
    from launchcheck.plan import Plan
    from launchcheck.source import Source
    from launchcheck.template.last import carried

    source = Source.read(path)
    return parse.read(source, Plan).launch.tier, carried(source.data)


def add_packs(path: str, packs: tuple[str, ...], *, dry_run: bool) -> None:
    """Turn packs on in a plan that exists, and add their sections where it has none.

    Raises:
        LaunchcheckError: the plan is unreadable or malformed, or its file cannot be changed.

    """
    from launchcheck.cli import edits
    from launchcheck.cli.on_disk import PlanOnDisk
    from launchcheck.edit.packs import append, turn_on

    before = PlanOnDisk.open(path)
    on = before.having(turned := turn_on(before.source, packs), before.plan)
    missing = _sections(before, packs)
    new = before.having(append(turned, missing), before.plan) if missing else on
    if new.content == before.content:
        typer.echo("Nothing to change: these packs are on, and the plan has their sections.")
        return
    if not dry_run:
        before.replace(new)
    for old, each in ((before, on), (on, new)):
        if each.content != old.content:
            edits.write(old, each)
    if dry_run:
        typer.echo("Nothing was written: this was a dry run.")


def _sections(plan: PlanOnDisk, packs: tuple[str, ...]) -> str:
    """The sections, except areas, that packs ask for and a plan has not begun, with placeholders."""
    from launchcheck import api, catalog, template
    from launchcheck.plan import AREAS
    from launchcheck.source import Source

    launch = plan.plan.launch
    planned_on = launch.planned_on or api.current_day("UTC")
    start = template.Start(launch.name, launch.date, launch.tier, planned_on)
    whole = catalog.built_in(catalog.BUILT_IN, *packs)
    own = tuple(item for item in whole.items if item.area in packs)
    begun = {*Source.parse(plan.source.text).data, "packs", *AREAS}
    keys = {place for item in own for place in Source.parse(item.example).data if place not in begun}
    return template.sections(start, whole.model_copy(update={"items": own}), keys)


# -- prompts ---------------------------------------------------------------------------------------


def ask_name() -> str:
    """Ask for the name of the launch."""
    return prompts.value("Name of the launch", launch_name)


def ask_date() -> Window:
    """Ask for the launch date, and show its day of the week."""
    asked = prompts.value("Launch date (YYYY-MM-DD, or a period such as 2027-Q1)", _typed_date)
    typer.echo(f"  That is {asked.words}." if asked.is_day else f"  Due dates count from {asked.words}.")
    return asked


def _typed_date(text: str) -> Window:
    """A launch date in the form of plans, or as people type them: `4 march`; the day that it is is shown."""
    from launchcheck import api, typed_days
    from launchcheck.windows import Window

    try:
        return planned(text)
    except typer.BadParameter as error:
        try:
            return Window.on(typed_days.read(text, api.current_day("UTC")))
        except ValueError:
            raise error from None


def ask_tier(checklist: Checklist) -> int:
    """Ask for the tier, and show what each asks."""
    from launchcheck.template import TIERS

    meanings = {number: f"{words}: {_asked(checklist, number)}" for number, words in TIERS.items()}
    return prompts.choice("How big is the launch?", meanings, "Tier", tier)


def _asked(checklist: Checklist, tier: int) -> str:
    """How many blockers and warnings a tier asks."""
    severities = [item.severity[tier].value for item in checklist.items if tier in item.severity]
    return f"{severities.count('blocker')} blockers, {severities.count('warning')} warnings"


def ask_people() -> dict[str, Any]:
    """Ask who takes part, and who owns what; either may stay open."""
    typer.echo(
        "Who takes part? One name at a time; press Enter when there are no more, or none is known yet."
    )
    people: People = {}
    while name := prompts.optional("Name", launch_name):
        id = _id(name, people)
        people[id] = {"name": name}
        typer.echo(f"  {id}")
    return _facts(people, dict(_ask_owners(people))) if people else {}


def _ask_owners(people: People) -> Iterator[tuple[str, str]]:
    """Ask for the owner of each area, the person who runs the launch, and the one who decides."""
    from launchcheck.plan import AREAS

    def known(answer: str) -> str:
        named = {each["name"].casefold(): id for id, each in people.items()}
        id = answer.strip()
        if id not in people and id.casefold() not in named:
            raise typer.BadParameter(f"no person {quote(id)}; write one of {listed(people, 'or')}")
        return id if id in people else named[id.casefold()]

    typer.echo(f"Who owns what? Write {listed(people, 'or')}; press Enter if it is not known yet.")
    roles = {"launch": "Runs the launch", "decider": "Decides go or no-go"}
    for role in ("launch", "decider", *AREAS):
        words = roles.get(role) or f"Owns {role.replace('_', ' ')}"
        if id := prompts.optional(words, known):
            yield role, id


def _id(name: str, people: People) -> str:
    """An id for a person: the first name if it is free."""
    from launchcheck.value_hints import slug

    first, whole = slug(name.split(maxsplit=1)[0]), slug(name)
    free = (
        each for each in (first, whole, *(f"{whole[:60]}-{n}" for n in range(2, 1000))) if each not in people
    )
    return next(free)


# -- warnings --------------------------------------------------------------------------------------


def warnings(path: str, launch: Window, today: date) -> Iterator[str]:
    """What may be a slip in a new plan: its date, or its file name."""
    from launchcheck import discovery
    from launchcheck.dates import day, weekday_before

    if launch.last < today:
        yield f"the launch date, {day(launch.last)}, is in the past"
    elif launch.is_day and weekday_before(launch.last) != launch.last:
        yield f"the launch date, {day(launch.last)}, is on a weekend"
    if path != "-" and not discovery.finds(path):
        yield (
            "`launchcheck validate` does not find a plan of this name in a folder; call it launch.yaml or"
            " *.launch.yaml, or put it in a folder launches"
        )
