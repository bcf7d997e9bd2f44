"""A plan read and asked, for commands that show something of its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.checklist import Checklist
    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.source import Source


class Read(NamedTuple):
    """A plan, and the text that it was read from."""

    plan: Plan
    source: Source


class Asked(NamedTuple):
    """What is asked of plans: a checklist, as of a day or that of the check, by a tier or the plan's own.

    `zone` is the time zone of plans that give none.
    """

    checklist: Checklist
    day: date | None
    tier: int | None
    zone: str

    def today(self, plan: Plan) -> date:
        """The day of the check."""
        from launchcheck import api

        return self.day or api.day_of_check(plan, self.zone)

    def of(self, read: Read) -> Report:
        """Ask a plan."""
        from launchcheck import api

        plan, source = read
        folder = api.folder_of(source.name)
        return api.examine(plan, source, folder, self.checklist, self.today(plan), self.tier)


def asked(checklists: list[str] | None, day: date | None, tier: int | None) -> Asked:
    """What the command line asks, and where it does not say, the settings of the team."""
    from launchcheck import catalog
    from launchcheck.checklist import Checklist
    from launchcheck.cli import settings

    found = settings.find(None, {})
    names, unasked = found.adjust(checklists or found.value("checklists", [catalog.BUILT_IN]))
    whole = names if isinstance(names, Checklist) else catalog.find(names)
    if unasked:
        items = [
            item.model_copy(update={"severity": {}}) if item.id in unasked else item for item in whole.items
        ]
        whole = whole.model_copy(update={"items": tuple(items)})
    return Asked(whole, day, tier, found.value("timezone", ""))


def read(path: str) -> Read:
    """Read a plan's file."""
    from launchcheck import parse
    from launchcheck.plan import Plan
    from launchcheck.source import Source

    source = Source.read(path)
    return Read(parse.read(source, Plan), source)
