"""`launchcheck config`: the settings in force, and where each comes from."""

from __future__ import annotations

from launchcheck.cli.options import (
    Checklists,
    Config,
    Exclude,
    Ignore,
    ListFormat,
    Listing,
    NoConfig,
    Rule,
    Select,
    joined_rules,
)

EXAMPLES = """
launchcheck config
launchcheck config --fail-on overdue --format json
launchcheck config --no-config                  the settings without the file
"""


def config(
    checklist: Checklists = None,
    fail_on: Rule = None,
    select: Select = None,
    ignore: Ignore = None,
    exclude: Exclude = None,
    config: Config = None,
    no_config: NoConfig = False,
    format_: Listing = ListFormat.TEXT,
) -> None:
    """Show the settings in force, and where each comes from.

    Flags override variables (LAUNCHCHECK_FAIL_ON and so on), variables override the file, and the
    file overrides the defaults.
    """
    from launchcheck import catalog
    from launchcheck.cli import listing, settings
    from launchcheck.config import adjust

    flags = {
        "checklist": checklist,
        "fail_on": joined_rules(fail_on),
        "select": select,
        "ignore": ignore,
        "exclude": exclude,
    }
    found = settings.find(config, flags, no_config=no_config)
    known = found.known()
    adjust(catalog.find(known["checklists"].value), known)
    listing.write_settings(found.file, known, format_)
