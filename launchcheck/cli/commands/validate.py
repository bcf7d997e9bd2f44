"""`launchcheck validate`: may this launch go?"""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from launchcheck.cli.options import (
    Against,
    AsOf,
    Checklists,
    Config,
    Exclude,
    Formats,
    Ignore,
    Jobs,
    NoConfig,
    Record,
    Rule,
    Select,
    Tier,
    gate_rule,
)

EXAMPLES = """
launchcheck validate launch.yaml
launchcheck validate launch.yaml --fail-on overdue       green until something is late
launchcheck validate launch.yaml --at-launch --verbose   what launch day would find
launchcheck validate launch.yaml --owner dana            what is left for one person
launchcheck validate launch.yaml --checklist ./acme.yaml
launchcheck validate launches 'products/*/launch.yaml'   all of these plans
launchcheck validate launch.yaml --format terminal --format sarif=reports/launch.sarif
git show main:launch.yaml | launchcheck validate - --format json
"""

Plans: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PLAN",
        help="Plans, folders and patterns; - reads standard input. Without any: what the settings name,"
        " else all plans from here on.",
    ),
]
AtLaunch: TypeAlias = Annotated[bool, typer.Option("--at-launch", help="Check as of the launch date.")]
Owner: TypeAlias = Annotated[
    str | None,
    typer.Option("--owner", metavar="ID", help="Show one person's items only; the gate is the same."),
]
NoWaivers: TypeAlias = Annotated[
    bool, typer.Option("--no-waivers", help="Ask as if nothing had been waived.")
]
AllowEmpty: TypeAlias = Annotated[bool, typer.Option("--allow-empty", help="To find no plan is fine.")]
StdinName: TypeAlias = Annotated[
    str | None,
    typer.Option("--stdin-filename", metavar="PATH", help="What to call standard input."),
]
NoCi: TypeAlias = Annotated[
    bool, typer.Option("--no-ci", help="In GitHub Actions, add neither annotations nor a summary.")
]
Verbose: TypeAlias = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show what is not open, too; of several plans each in full.")
]


def validate(
    paths: Plans = None,
    checklist: Checklists = None,
    as_of: AsOf = None,
    at_launch: AtLaunch = False,
    fail_on: Rule = None,
    against: Against = None,
    tier: Tier = None,
    owner: Owner = None,
    format_: Formats = None,
    no_waivers: NoWaivers = False,
    ledger: Record = None,
    select: Select = None,
    ignore: Ignore = None,
    exclude: Exclude = None,
    allow_empty: AllowEmpty = False,
    stdin_filename: StdinName = None,
    config: Config = None,
    no_config: NoConfig = False,
    jobs: Jobs = None,
    no_ci: NoCi = False,
    verbose: Verbose = False,
) -> None:
    """Check launch plans: may this launch go?

    Ends with 0 where the gate is open, with 1 where it is shut; of several plans the worst counts.
    Without --as-of the day is today in the launch's time zone, or the date of a launched plan.
    """
    from launchcheck import formats
    from launchcheck.cli import one, outputs, settings
    from launchcheck.cli.request import Request

    if as_of and at_launch:
        raise typer.BadParameter("--as-of and --at-launch exclude each other")
    plan = one.named(paths or [], stdin_filename, ledger)
    found = settings.find(config, {"select": select, "ignore": ignore}, no_config=no_config)
    rule = gate_rule(fail_on or found.value("fail_on", "blocker"), against)
    request = Request.of(plan, checklist, as_of=as_of, tier=tier, ledger=ledger, settings=found)
    request = request._replace(at_launch=at_launch, owner=owner, waived=not no_waivers, against=against)
    targets = outputs.targets(format_ or [], ci=not no_ci)
    options = formats.Options(fail_on=rule, verbose=verbose)
    if plan:
        raise typer.Exit(one.run(request, stdin_filename, targets, options))
    from launchcheck.cli import several

    wanted = paths or found.value("plans", []) or ["."]
    skipped = several.excluded(found, exclude)
    raise typer.Exit(
        several.run(wanted, skipped, request, targets, options, jobs=jobs, allow_empty=allow_empty)
    )
