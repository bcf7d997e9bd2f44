"""`launchcheck slip`: what if the launch moved?"""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, Tier, day
from launchcheck.compare import ComparisonFormat, write

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist
    from launchcheck.cli.asking import Read

EXAMPLES = """
launchcheck slip launch.yaml --to 2027-03-02
launchcheck slip launch.yaml --by 14d     two weeks later
launchcheck slip launch.yaml --by -7d     a week earlier
launchcheck slip launch.yaml --by 2w --format markdown
"""

_DISTANCE = re.compile(r"([+-]?)(\d{1,4})([dw]?)", re.ASCII)


def _distance(text: str) -> int:
    """A number of days: `14d`, `2w`, `-7d`."""
    found = _DISTANCE.fullmatch(text.strip())
    if not found:
        from launchcheck.text import quote

        raise typer.BadParameter(f"{quote(text)} is no number of days or weeks; write 14d, 2w or -7d")
    sign, count, unit = found.groups()
    return int(f"{sign}{count}") * (7 if unit == "w" else 1)


def slip(
    path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan's YAML file, which is not changed.")],
    to: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="The new launch date.")
    ] = None,
    by: Annotated[
        int | None,
        typer.Option(
            parser=_distance, metavar="DAYS", help="How much later, such as 14d or 2w; earlier: -7d."
        ),
    ] = None,
    checklist: Checklists = None,
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Annotated[
        ComparisonFormat, typer.Option("--format", help="How to show it.")
    ] = ComparisonFormat.TERMINAL,
) -> None:
    """Show what another launch date would do.

    That is what becomes overdue, what gets room, and what no longer fits.

    Every other date of the plan stays where it is. Ends with 0 whatever is found.
    """
    if (to is None) is (by is None):
        raise typer.BadParameter("say where to: --to DATE or --by DAYS")
    from launchcheck.cli import asking
    from launchcheck.compare.model import compare

    old = asking.read(path)
    asked = asking.asked(checklist, as_of, tier)
    before = asked.of(old)
    new, refused = _moved(old, to or _later(old.plan.launch.date, by or 0), asked.checklist)
    after = asked._replace(day=before.as_of).of(new)
    lost = tuple(waiver for index, waiver in enumerate(before.waivers) if index in refused)
    data = old.source.data
    write(compare(before, after, data, data, supposed=True, refused=lost), format_, sys.stdout)


def _later(launch: date, days: int) -> date:
    """The launch date moved by so many days, within the years that launches lie in."""
    from launchcheck.dates import FIRST_YEAR, LAST_YEAR

    moved = launch + timedelta(days=days)
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise typer.BadParameter(f"--by leads to {moved}; a year lies between {FIRST_YEAR} and {LAST_YEAR}")
    return moved


def _moved(old: Read, to: date, checklist: Checklist) -> tuple[Read, set[int]]:
    """The plan with another launch date, and which waivers it had to lose: they would end too late."""
    last = to + timedelta(days=checklist.waivers.days_after_launch)
    written = old.plan.waivers or []
    refused = {index for index, waiver in enumerate(written) if waiver.expires > last}
    kept = [waiver for index, waiver in enumerate(written) if index not in refused]
    launch = old.plan.launch.model_copy(update={"date": to})
    # A list that is not given stays so; one that has lost all its waivers is given, and empty.
    update = {"launch": launch, **({"waivers": kept} if refused else {})}
    return old._replace(plan=old.plan.model_copy(update=update)), refused
