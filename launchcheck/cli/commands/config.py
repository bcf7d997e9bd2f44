"""`launchcheck config`: the settings in force, and where each comes from."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from launchcheck.cli.options import (
    Checklists,
    Config,
    Exclude,
    Ignore,
    ListFormat,
    Listing,
    NoConfig,
    PolicyFrom,
    Rule,
    Select,
    joined_rules,
)

Plan: TypeAlias = Annotated[
    str, typer.Argument(metavar="[PLAN]", help="A plan, whose settings to show. [default: this folder's]")
]

EXAMPLES = """
launchcheck config
launchcheck config launches/orbit.yaml          the settings for one plan
launchcheck config --fail-on overdue --format json
launchcheck config --no-config                  the settings without the file
"""


def config(
    plan: Plan = "",
    checklist: Checklists = None,
    fail_on: Rule = None,
    select: Select = None,
    ignore: Ignore = None,
    exclude: Exclude = None,
    config: Config = None,
    no_config: NoConfig = False,
    policy_from: PolicyFrom = None,
    format_: Listing = ListFormat.TEXT,
) -> None:
    """Show the settings in force, and where each comes from.

    Flags override variables (LAUNCHCHECK_FAIL_ON and so on), variables override files, and files
    override the defaults. The files are those in the folder of the plan and above it, up to the root of
    the repository; a nearer one overrides a farther one key by key. `plans`, `exclude` and `fail_on`
    come from the current folder and above, once for a run.
    """
    from launchcheck.cli import listing, settings

    flags = {
        "checklist": checklist,
        "fail_on": joined_rules(fail_on),
        "select": select,
        "ignore": ignore,
        "exclude": exclude,
    }
    found = settings.Sought.of(config, flags, no_config=no_config, policy_from=policy_from).find(plan)
    known = found.known()
    found.adjust(checklist)
    listing.write_settings(found.files, known, format_)
