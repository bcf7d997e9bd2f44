"""`launchcheck watch`: check a plan again whenever it changes."""

from __future__ import annotations

import os
import sys

import typer

from launchcheck.cli.commands.validate import AtLaunch, NoWaivers, OneWave, OnlyArea, Verbose
from launchcheck.cli.options import (
    Against,
    AsOf,
    Checklists,
    Config,
    FactsFiles,
    FactsMaxAge,
    Formats,
    Ignore,
    NoConfig,
    Owner,
    PlanFile,
    PolicyFrom,
    Record,
    Rule,
    Select,
    Tier,
)

EXAMPLES = """
launchcheck watch launch.yaml
launchcheck watch launch.yaml --owner dana            the items of one person
launchcheck watch launch.yaml --format terminal --format html=board.html
"""


def watch(
    path: PlanFile,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    as_of: AsOf = None,
    at_launch: AtLaunch = False,
    fail_on: Rule = None,
    against: Against = None,
    tier: Tier = None,
    wave: OneWave = "",
    owner: Owner = None,
    area: OnlyArea = None,
    format_: Formats = None,
    no_waivers: NoWaivers = False,
    ledger: Record = None,
    select: Select = None,
    ignore: Ignore = None,
    config: Config = None,
    no_config: NoConfig = False,
    policy_from: PolicyFrom = None,
    verbose: Verbose = False,
) -> None:
    """Check a plan again whenever it changes.

    Redraws the report in place. The plan, its checklists, settings, facts, votes and local evidence are
    watched, and each check writes the files of --format again. A plan that cannot be read shows why, and
    the watch goes on. Ctrl-C stops it and exits with 0: a watch shows, and does not gate. Requires a
    terminal.
    """
    options = {name: value for name, value in locals().items() if name != "path"}  # all are of validate, too
    from contextlib import suppress
    from functools import partial

    from launchcheck.cli import clock, settings, watching
    from launchcheck.cli.commands.validate import validate
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request
    from launchcheck.errors import LaunchcheckError

    if path == "-" or os.path.isdir(path):
        raise typer.BadParameter("watch needs the file of one plan")
    if not sys.stdout.isatty():
        hint = "check it once with `launchcheck validate`"
        raise LaunchcheckError("watch redraws a report, so it needs a terminal", hint=hint)
    flags = {"select": select, "ignore": ignore}
    sought = settings.Sought.of(config, flags, no_config=no_config, policy_from=policy_from)
    given = FactsOptions.of(facts, facts_max_age)
    settled = partial(
        Request.of, path, checklist, as_of=as_of, tier=tier, ledger=ledger, sought=sought, facts=given
    )

    def check() -> None:
        with suppress(typer.Exit):  # its code says whether the gate is open; the report says so, too
            validate([path], no_ci=True, **options)

    watching.watch(watching.Files(path, sought, settled), check, lambda: clock.now().astimezone())
