"""`launchcheck validate`: may this launch go?"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from launchcheck.cli.options import Checklists, Tier, day
from launchcheck.formats import Format
from launchcheck.report import FailOn

if TYPE_CHECKING:
    from launchcheck.plan import Plan
    from launchcheck.report import Person
    from launchcheck.source import Source

EXAMPLES = """
launchcheck validate launch.yaml
launchcheck validate launch.yaml --fail-on overdue       green until something is late
launchcheck validate launch.yaml --at-launch --verbose   what launch day would find
launchcheck validate launch.yaml --owner dana            what is left for one person
launchcheck validate launch.yaml --checklist ./acme.yaml
git show main:launch.yaml | launchcheck validate - --format json
"""


def validate(
    path: Annotated[
        str, typer.Argument(metavar="PLAN", help="The plan's YAML file; - reads standard input.")
    ],
    checklist: Checklists = None,
    as_of: Annotated[
        date | None,
        typer.Option(parser=day, metavar="YYYY-MM-DD", help="Check as if today were this day."),
    ] = None,
    at_launch: Annotated[bool, typer.Option("--at-launch", help="Check as of the launch date.")] = False,
    fail_on: Annotated[
        FailOn,
        typer.Option(help="What shuts the gate: an open blocker, an overdue one, anything open, or nothing."),
    ] = FailOn.BLOCKER,
    tier: Tier = None,
    owner: Annotated[
        str | None, typer.Option(metavar="ID", help="Show one person's items only; the gate is the same.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to show the report.")] = Format.TERMINAL,
    no_waivers: Annotated[
        bool, typer.Option("--no-waivers", help="Ask as if nothing had been waived.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what is not open, too.")] = False,
) -> None:
    """Check a launch plan: may this launch go?

    Ends with 0 where the gate is open and with 1 where it is shut. Without --as-of the day of the
    check is today in the launch's time zone, or the launch date of a plan whose status is launched.
    """
    if as_of and at_launch:
        raise typer.BadParameter("--as-of and --at-launch exclude each other")
    from launchcheck import api, formats, shape
    from launchcheck.plan import Plan

    source, folder = _read(path)
    plan = shape.read(source, Plan)
    today = plan.launch.date if at_launch else as_of or api.day_of_check(plan)
    report = api.examine(plan, source, folder, checklist or ["launch"], today, tier, waived=not no_waivers)
    if owner:
        report = replace(report, only_owner=_person(plan, owner))
    formats.write(report, format_, sys.stdout, formats.Options(fail_on=fail_on, verbose=verbose))
    raise typer.Exit(0 if report.gate(fail_on).is_open else 1)


def _read(path: str) -> tuple[Source, str]:
    """The plan's file or standard input, and the folder that its evidence is relative to."""
    from launchcheck.api import folder_of
    from launchcheck.errors import LaunchcheckError
    from launchcheck.source import Source

    if path != "-":
        return Source.read(path), folder_of(path)
    if sys.stdin is None:
        hint = "pipe a plan into it, or name the plan's file"
        raise LaunchcheckError("standard input is closed", hint=hint)
    return Source.read_stream(sys.stdin.buffer), os.curdir


def _person(plan: Plan, id: str) -> Person:
    """Somebody of the plan, as results know their owners."""
    from launchcheck.errors import LaunchcheckError
    from launchcheck.report import Person
    from launchcheck.text import closest, listed, quote

    people = plan.people or {}
    if id not in people:
        near = closest(id, people)
        known = f"people declares: {listed(people, most=20)}" if people else "people declares nobody"
        hint = f"did you mean {quote(near)}?" if near else known
        raise LaunchcheckError(f"no person {quote(id)}", hint=hint)
    return Person(id, people[id].name or id)
