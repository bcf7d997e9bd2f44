"""`launchcheck init`: write a new plan to fill in."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from launchcheck.cli.options import launch_name, planned, tier
from launchcheck.windows import Window

EXAMPLES = """
launchcheck init
launchcheck init launches/orbit.yaml --name "Orbit Sync 2.0" --date 2027-02-16 --tier 1
launchcheck init - --name Orbit --date 2027-02-16 --tier 3 | less
"""


def init(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The file to write; - writes to standard output.")
    ] = "launch.yaml",
    name_: Annotated[
        str | None, typer.Option("--name", parser=launch_name, metavar="TEXT", help="Name of the launch.")
    ] = None,
    date_: Annotated[
        Window | None,
        typer.Option(
            "--date",
            parser=planned,
            metavar="DATE",
            help="Launch date: the public announcement, or a period such as 2027-Q1.",
        ),
    ] = None,
    tier_: Annotated[
        int | None,
        typer.Option(
            "--tier",
            parser=tier,
            metavar="1|2|3",
            help="Tier: 1 everyone hears of it, 2 one audience does, 3 it ships quietly.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write a plan to fill in.

    It has a placeholder such as <person> for everything that its tier asks, so it is valid at once and
    everything is unanswered. In a terminal, launchcheck asks for missing options.
    """
    from launchcheck import api, catalog, template
    from launchcheck.cli import files

    if path != "-" and not force:
        _refuse_existing(path)
    if not (name_ and date_ and tier_):
        _refuse_without_terminal({"--name": name_, "--date": date_, "--tier": tier_})
    answers = name_ or _ask_name(), date_ or _ask_date(), tier_ or _ask_tier()
    start = template.Start(*answers, planned_on=api.current_day("UTC"))
    text = template.plan(start, catalog.built_in(), "launch.yaml" if path == "-" else path)
    if path == "-":
        sys.stdout.write(text)
    else:
        files.write(path, text, force=force)
        _say_what_next(path)


def _refuse_existing(path: str) -> None:
    """Stop before asking anything if the file already exists."""
    from launchcheck.errors import LaunchcheckError, Location

    if os.path.lexists(path):
        hint = "overwrite it with --force, or choose another path"
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


def _ask_name() -> str:
    from launchcheck.cli import prompts

    return prompts.value("Name of the launch", launch_name)


def _ask_date() -> Window:
    """Ask for the launch date, and show its day of the week."""
    from launchcheck.cli import prompts

    asked = prompts.value("Launch date (YYYY-MM-DD, or a period such as 2027-Q1)", planned)
    typer.echo(f"  That is {asked.words}." if asked.is_day else f"  Due dates count from {asked.words}.")
    return asked


def _ask_tier() -> int:
    from launchcheck.cli import prompts
    from launchcheck.template import TIERS

    return prompts.choice("How big is the launch?", TIERS, "Tier", tier)


def _say_what_next(path: str) -> None:
    """Say what was written, and what to run next."""
    import shlex

    from launchcheck.text import show

    typer.echo(f"Wrote {show(path, 1000)}. Next:")
    typer.echo(f"  launchcheck validate {show(shlex.quote(path), 1000)}")
