"""`launchcheck validate`: check whether launches are ready to go."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from launchcheck.cli import completion
from launchcheck.cli.options import (
    GATE,
    OUTPUT,
    WHAT,
    WHEN,
    Against,
    AsOf,
    Checklists,
    Config,
    Exclude,
    FactsFiles,
    FactsMaxAge,
    Formats,
    Ignore,
    Jobs,
    NoConfig,
    Owner,
    PolicyFrom,
    Record,
    Rule,
    Select,
    Tier,
    gate_rules,
    joined_rules,
)

if TYPE_CHECKING:
    from launchcheck.shards import Share

EXAMPLES = """
launchcheck validate launch.yaml
launchcheck validate launch.yaml --fail-on overdue       passes until something is overdue
launchcheck validate launch.yaml --at-launch --verbose   what is still open for launch day
launchcheck validate launch.yaml --owner dana            items of one person
launchcheck validate launch.yaml --checklist ./acme.yaml
launchcheck validate launch.yaml --facts facts.json --facts-max-age 2d
launchcheck validate launch.yaml --waves                 a report for each wave
launchcheck validate launches 'products/*/launch.yaml'   several plans
launchcheck validate launch.yaml --format terminal --format sarif=reports/launch.sarif
launchcheck validate --shard 3/8 --as-of 2027-02-01 --format jsonl=shard-3.jsonl
git show main:launch.yaml | launchcheck validate - --format json
"""

Plans: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PLAN",
        help="Plans, folders and patterns; - reads standard input. [default: the plans in the settings,"
        " or else all plans in this folder and below]",
    ),
]
AtLaunch: TypeAlias = Annotated[
    bool, typer.Option("--at-launch", help="Check as of the launch date.", rich_help_panel=WHEN)
]
OnlyArea: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--area",
        metavar="ID",
        help="Show only this area's items, each in full; the gate is not affected.",
        rich_help_panel=OUTPUT,
    ),
]
OnlyItem: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--item",
        metavar="ID",
        autocompletion=completion.items,
        help="Show only this item, in full; the gate is not affected.",
        rich_help_panel=OUTPUT,
    ),
]
NoWaivers: TypeAlias = Annotated[
    bool, typer.Option("--no-waivers", help="Ignore all waivers.", rich_help_panel=GATE)
]
AllowEmpty: TypeAlias = Annotated[
    bool, typer.Option("--allow-empty", help="Exit 0 when no plans are found.", rich_help_panel=GATE)
]
StdinName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--stdin-filename", metavar="PATH", help="File name to show for standard input.", rich_help_panel=WHAT
    ),
]
NoCi: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-ci", help="In GitHub Actions, add no annotations and no job summary.", rich_help_panel=OUTPUT
    ),
]
Verbose: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Also show items that are not open; show each of several plans in full.",
        rich_help_panel=OUTPUT,
    ),
]
Quiet: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--quiet",
        "-q",
        help="Write no report to the terminal: only errors, the formats asked for, and the exit code.",
        rich_help_panel=OUTPUT,
    ),
]


OneWave: TypeAlias = Annotated[
    str,
    typer.Option(
        "--wave", metavar="ID", help="Check one wave of the launch, with its own date.", rich_help_panel=WHAT
    ),
]
AllWaves: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--waves",
        help="Check each wave of a launch by itself; a launch without waves as a whole.",
        rich_help_panel=WHAT,
    ),
]


Shard: TypeAlias = Annotated[
    str,
    typer.Option(
        "--shard",
        metavar="3/8",
        help="Check one of several parts of the plans, and keep it with --format jsonl=FILE for merge.",
        rich_help_panel=WHAT,
    ),
]


def validate(
    paths: Plans = None,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    as_of: AsOf = None,
    at_launch: AtLaunch = False,
    fail_on: Rule = None,
    against: Against = None,
    tier: Tier = None,
    wave: OneWave = "",
    waves: AllWaves = False,
    owner: Owner = None,
    area: OnlyArea = None,
    item: OnlyItem = None,
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
    policy_from: PolicyFrom = None,
    jobs: Jobs = None,
    shard: Shard = "",
    no_ci: NoCi = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Check launch plans: are these launches ready to go?

    Exits with 0 if the gate is open, with 1 if it is closed; with several plans the worst counts.
    The default date is today in the launch's time zone, or the launch date of a launched plan.
    """
    from launchcheck import formats
    from launchcheck.cli import one, outputs, places, settings
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request

    _refuse_together(
        {"--as-of": as_of, "--at-launch": at_launch},
        {"--quiet": quiet, "--verbose": verbose},
        {"--wave": wave, "--waves": waves},
    )
    share = _share(shard, is_dated=bool(as_of or at_launch))
    plan = one.named(paths or [], stdin_filename, ledger)
    given = FactsOptions.of(facts, facts_max_age)
    given.refuse_for_several(plan)
    if waves and plan == "-":
        raise typer.BadParameter("--waves needs the plan's file; for standard input, name one with --wave ID")
    flags = {"select": select, "ignore": ignore}
    sought = settings.Sought.of(config, flags, no_config=no_config, policy_from=policy_from)
    found = sought.find()
    chosen = joined_rules(fail_on) or found.value("fail_on", None)
    base = against or (sought.base if plan != "-" or stdin_filename else None)
    rules = gate_rules(chosen or "blocker", base, "--fail-on" if fail_on else found.said("fail_on"))
    request = Request.of(
        stdin_filename or plan, checklist, as_of=as_of, tier=tier, ledger=ledger, sought=sought, facts=given
    )
    request = request.comparing(sought, base)._replace(
        path=plan, at_launch=at_launch, owner=owner, area=area, waived=not no_waivers, against=base
    )
    request = request._replace(wave=wave, item=item)
    targets = outputs.targets(format_ or [], ci=not no_ci, quiet=quiet)
    options = formats.Options(fail_on=rules, default_gate=not chosen, verbose=verbose)
    options = options.linking(found.value("docs", None), places.addresses(found.value("lines", None)))
    if plan and not waves and not share:
        raise typer.Exit(one.run(request, stdin_filename, targets, options))
    from launchcheck.cli import several
    from launchcheck.cli.search import Search

    search = Search(sought, paths or (), exclude or (), allow_empty, quiet)
    if share:
        from launchcheck.cli import shards

        kept = shards.Kept.of(share, targets)
        raise typer.Exit(shards.run(search, request, kept, options, jobs=jobs, by_wave=waves))
    raise typer.Exit(several.run(search, request, targets, options, jobs=jobs, by_wave=waves))


def _share(text: str, *, is_dated: bool) -> "Share | None":
    """The part of the plans to check; None for all."""
    if not text:
        return None
    from launchcheck.shards.head import Share

    try:
        found = Share.read(text)
    except ValueError as error:
        raise typer.BadParameter(f"--shard: {error}") from None
    if not is_dated:
        raise typer.BadParameter(
            "--shard needs --as-of, the same day for every shard: jobs may run past midnight"
        )
    return found


def _refuse_together(*pairs: dict[str, object]) -> None:
    """Refuse two flags that contradict each other."""
    for pair in pairs:
        if all(pair.values()):
            raise typer.BadParameter(f"{' and '.join(pair)} cannot be used together")
