"""`launchcheck init`: write a new plan to fill in."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from launchcheck.cli import completion, starting
from launchcheck.cli.options import DryRun, launch_name, planned, tier
from launchcheck.windows import Window

if TYPE_CHECKING:
    from launchcheck.template import Start

EXAMPLES = """
launchcheck init
launchcheck init launches/orbit.yaml --name "Orbit Sync 2.0" --date 2027-02-16 --tier 1
launchcheck init --name Orbit --date 2027-Q1 --tier 2 --person "dana=Dana Reyes" --owner sales=dana
launchcheck init --name Orbit --date 2027-02-16 --tier 1 --pack operations
launchcheck init launch.yaml --pack security --dry-run
launchcheck init launches/next.yaml --from launches/orbit.yaml
launchcheck init - --name Orbit --date 2027-02-16 --tier 3 | less
"""


Name: TypeAlias = Annotated[
    str | None, typer.Option("--name", parser=launch_name, metavar="TEXT", help="Name of the launch.")
]
Date: TypeAlias = Annotated[
    Window | None,
    typer.Option(
        "--date",
        parser=planned,
        metavar="DATE|PERIOD",
        help="Launch date, the public announcement: YYYY-MM-DD, or a period such as 2027-Q1.",
    ),
]
Tier: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--tier",
        parser=tier,
        metavar="1|2|3",
        help="Tier: 1 everyone hears of it, 2 one audience does, 3 it ships quietly.",
    ),
]
People: TypeAlias = Annotated[
    list[starting.Pair] | None,
    typer.Option(
        "--person", parser=starting.person, metavar="ID=NAME", help="Who takes part. May be repeated."
    ),
]
Owners: TypeAlias = Annotated[
    list[starting.Pair] | None,
    typer.Option(
        "--owner",
        parser=starting.owner,
        metavar="AREA=ID",
        help="Who owns an area, runs the launch (launch=ID) or decides (decider=ID). May be repeated.",
    ),
]
Last: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="PLAN",
        help="Plan of the last launch: keep its people, owners and structure, but no facts.",
    ),
]


Packs: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--pack",
        metavar="NAME",
        autocompletion=completion.packs,
        help="A pack to turn on, in a plan that exists too: `checks --packs` lists them. May be repeated.",
    ),
]


def init(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The file to write; - writes to standard output.")
    ] = "launch.yaml",
    name_: Name = None,
    date_: Date = None,
    tier_: Tier = None,
    person: People = None,
    owner: Owners = None,
    from_: Last = None,
    pack: Packs = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Write a plan to fill in, or add packs to one.

    It has a placeholder such as <person> for everything that its tier asks, so it is valid at once and
    everything is unanswered. In a terminal, launchcheck asks for missing options, and for people.
    To a plan that exists, --pack adds the sections of packs; every other character stays.
    """
    from launchcheck import api, catalog, template
    from launchcheck.cli import files

    packs = starting.packs(pack or ())
    if path != "-" and not force and os.path.lexists(path):
        given = {"--name": name_, "--date": date_, "--tier": tier_, "--person": person}
        given |= {"--owner": owner, "--from": from_}
        _refuse_existing(path, packs, [flag for flag, value in given.items() if value])
        starting.add_packs(path, packs, dry_run=dry_run)
        return
    start = _start(name_, date_, tier_, starting.facts(person or (), owner or ()), from_)
    checklist = catalog.built_in(catalog.BUILT_IN, *packs)
    text = template.plan(start, checklist, "launch.yaml" if path == "-" else path)
    if path == "-" or dry_run:
        sys.stdout.write(text)
    else:
        files.write(path, text, force=force, folders=True)
        _say_what_next(path, packs)
    for warning in starting.warnings(path, start.launch, api.current_day("UTC")):
        typer.echo(f"warning: {warning}", err=True)


def _start(
    name: str | None, launch: Window | None, tier: int | None, given: dict[str, Any], last: str | None
) -> Start:
    """Gather what the plan begins with: from options, the last plan, and prompts for the rest."""
    from launchcheck import api, catalog, template

    carried: dict[str, Any] = {}
    if last:
        tier_before, carried = starting.last(last)
        tier = tier or tier_before
    is_asked = not (name and launch and tier)
    if is_asked:
        _refuse_without_terminal({"--name": name, "--date": launch, "--tier": tier})
    answers = (
        name or starting.ask_name(),
        launch or starting.ask_date(),
        tier or starting.ask_tier(catalog.built_in()),
    )
    if is_asked and not (given or last):
        given = starting.ask_people()
    facts = {**carried, **{key: {**carried.get(key, {}), **value} for key, value in given.items()}}
    return template.Start(*answers, api.current_day("UTC"), facts)


def _refuse_existing(path: str, packs: tuple[str, ...], given: list[str]) -> None:
    """Stop before asking anything if the file already exists, unless only packs are to be added to it."""
    from launchcheck.errors import LaunchcheckError, Location
    from launchcheck.text import listed

    if packs and not given:
        return
    hint = "overwrite it with --force, or choose another path"
    if packs:
        hint = f"to add packs to this plan, leave out {listed(given)}"
    raise LaunchcheckError("already exists", hint=hint, locations=(Location(path),))


def _refuse_without_terminal(given: dict[str, object]) -> None:
    """Stop if there is no terminal for prompts, and name the missing flags."""
    from launchcheck.cli import prompts
    from launchcheck.errors import LaunchcheckError
    from launchcheck.text import listed

    if not prompts.have_terminal():
        missing = [flag for flag, value in given.items() if not value]
        raise LaunchcheckError(
            f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} required without a terminal",
            hint='for example: launchcheck init --name "Orbit Sync 2.0" --date 2027-02-16 --tier 1',
        )


def _say_what_next(path: str, packs: tuple[str, ...]) -> None:
    """Say what was written, and what to run next."""
    import shlex

    from launchcheck.text import show

    typer.echo(f"Wrote {show(path, 1000)}. Next:")
    named = show(shlex.quote(path), 1000)
    typer.echo(f"  launchcheck ask {named}    (answer what it asks, one question at a time)")
    typer.echo(f"  launchcheck validate {named}")
    if not packs:
        typer.echo(
            "  launchcheck checks --packs    (more to ask, such as about price, law, press or launch day)"
        )
