"""`launchcheck config`: the settings in force, and where each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
)

if TYPE_CHECKING:
    from launchcheck.config import Settings

EXAMPLES = """
launchcheck config
launchcheck config --fail-on overdue --format json
launchcheck config --no-config                  what holds without the file
"""
SCHEMA = "launchcheck.config/1"


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

    Flags beat variables (LAUNCHCHECK_FAIL_ON and so on), variables beat the file, and the file
    beats the defaults.
    """
    from launchcheck import catalog
    from launchcheck.cli import listing, settings
    from launchcheck.config import adjust

    flags = {
        "checklist": checklist,
        "fail_on": fail_on,
        "select": select,
        "ignore": ignore,
        "exclude": exclude,
    }
    found = settings.find(config, flags, no_config=no_config)
    known = found.known()
    adjust(catalog.find(known["checklists"].value), known)
    if format_ is ListFormat.JSON:
        listing.write_json(_as_data(found.file, known))
    else:
        rows = [(key, _shown(setting.value), setting.origin) for key, setting in known.items()]
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        listing.write_lines(
            f"{key:{widths[0]}}  {value:{widths[1]}}  {origin}" for key, value, origin in rows
        )


def _as_data(file: str, known: Settings) -> dict[str, Any]:
    """What a program is told: every key is a promise."""
    return {
        "schema": SCHEMA,
        "file": file or None,
        "settings": {
            key: {"value": _plain(setting.value), "from": setting.origin} for key, setting in known.items()
        },
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {id: {str(tier): each.value for tier, each in tiers.items()} for id, tiers in value.items()}
    return value


def _shown(value: Any) -> str:
    """A value in a line."""
    if isinstance(value, dict):
        letters = (
            f"{id} {'/'.join(_letter(tiers, tier) for tier in (1, 2, 3))}" for id, tiers in value.items()
        )
        return ", ".join(letters) or "-"
    return ", ".join(value) or "-" if isinstance(value, list) else str(value)


def _letter(tiers: dict[int, Any], tier: int) -> str:
    """How much an item matters at a tier: B blocker, W warning, - not asked."""
    return tiers[tier].value[0].upper() if tier in tiers else "-"
