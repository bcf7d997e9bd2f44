"""What to check: the plan, checklist, date, tier and settings that a command starts from."""

import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.cli.fact_files import NO_FACTS, FactsOptions

if TYPE_CHECKING:
    from launchcheck.api import Strays
    from launchcheck.checklist import Checklist
    from launchcheck.cli.changes import PolicyChange
    from launchcheck.cli.settings import Found, Sought
    from launchcheck.external_facts import FactsFile
    from launchcheck.people import Person
    from launchcheck.plan import Plan
    from launchcheck.program import Program
    from launchcheck.report import Report
    from launchcheck.source import Source
    from launchcheck.weakenings import Weakening


def record_of(path: str, ledger: str | None) -> str:
    """The path of a plan's record of votes."""
    from launchcheck.api import record_beside

    return ledger or record_beside(path)


class Loaded(NamedTuple):
    """A plan, and the text that it was read from."""

    plan: "Plan"
    source: "Source"

    @classmethod
    def of(cls, source: "Source") -> "Loaded":
        """Read the plan in a source."""
        from launchcheck import parse
        from launchcheck.plan import Plan

        return cls(parse.read(source, Plan), source)


class Request(NamedTuple):
    """What to check, with which checklist, as of which date and for which tier.

    Attributes:
        path: The plan's file.
        checklist: The checklist, compiled or not, or its names where no settings change it.
        skipped: Items that are not checked, and why.
        chosen: The names of checklists on the command line; without any, the settings decide.
        zone: The time zone of plans that set none.
        as_of: The date of the check, unless it is today or the launch date (`at_launch`).
        is_after: Whether a launch that is over is checked as of today, not as of its date.
        tier: The tier to check, unless it is the plan's own.
        waived: Whether waivers count.
        owner: The only person whose items are shown.
        ledger: The record of votes: None for the one beside the plan, an empty path for none.
        against: The commit that the plan must not be worse than.
        policies: The settings and checklists before and after the change, where one is compared.
        plans_are_gone: Whether plans of that commit are gone; None where that is not known yet.
        is_one_of_several: Whether the plan is one of several, not all of which know the `owner`.
        strays: The stray records beside the plans of a run over several.
        wave: The wave to check the plan for; empty for the launch as a whole.
        named_facts: The facts files on the command line; without any, the settings decide.
        facts: The facts of other systems below the plan, as they were read.
        facts_max_age: How many days old facts may be to count; None for any number.

    """

    path: str
    checklist: "Sequence[str] | Checklist | Program"
    skipped: dict[str, str]
    chosen: Sequence[str] = ()
    zone: str = ""
    as_of: date | None = None
    at_launch: bool = False
    is_after: bool = False
    tier: int | None = None
    waived: bool = True
    owner: str | None = None
    area: str | None = None
    item: str | None = None
    ledger: str | None = None
    against: str | None = None
    plans_are_gone: bool | None = None
    is_one_of_several: bool = False
    policies: "PolicyChange | None" = None
    strays: "Strays | None" = None
    wave: str = ""
    named_facts: FactsOptions = NO_FACTS
    facts: "Sequence[FactsFile]" = ()
    facts_max_age: int | None = None

    @classmethod
    def of(
        cls,
        path: str,
        checklist: Sequence[str] | None,
        *,
        as_of: date | None = None,
        tier: int | None = None,
        ledger: str | None = None,
        sought: "Sought | None" = None,
        facts: FactsOptions = NO_FACTS,
    ) -> "Request":
        """Combine the command line with the settings of the team.

        Raises:
            LaunchcheckError: the settings, the checklist or the facts are malformed, located.

        """
        from launchcheck.cli.settings import Sought

        found = (sought or Sought.of(None, {})).find(path)
        asked = cls(path, (), {}, checklist or (), as_of=as_of, tier=tier, ledger=ledger, named_facts=facts)
        return asked.settled(found)

    def settled(self, found: "Found") -> "Request":
        """The same request with other settings.

        Raises:
            LaunchcheckError: a checklist is malformed, or the settings do not fit it; located.

        """
        checklist, skipped = found.adjust(self.chosen)
        settled = self._replace(checklist=checklist, skipped=skipped, zone=found.value("timezone", ""))
        facts, most = self.named_facts.over(found)
        return settled._replace(facts=facts, facts_max_age=most)

    def comparing(self, sought: "Sought", ref: str | None) -> "Request":
        """The same request, with the policy for its plan at a commit and as it is now."""
        if not (ref and self.path):
            return self
        from launchcheck.cli.changes import PolicyChange

        return self._replace(policies=PolicyChange.of(sought, self.chosen, self.path, ref))

    @property
    def record(self) -> str:
        """The path of the plan's record of votes."""
        return record_of(self.path, self.ledger)

    def load(self) -> Loaded:
        """Read the plan's file."""
        from launchcheck.source import Source

        return self.loaded(Source.read(self.path))

    def loaded(self, source: "Source") -> Loaded:
        """Read the plan in a source with the facts below it, as the wave of the request sees it."""
        loaded = Loaded.of(self._with_facts(source, self.today))
        if not self.wave:
            return loaded
        from launchcheck.wave import seen_by

        return loaded._replace(plan=seen_by(loaded.plan, self.wave, loaded.source))

    def _with_facts(self, source: "Source", today: "Callable[[Plan], date]") -> "Source":
        """The text of a plan, with the facts of other systems below it if it has none yet."""
        if not self.facts:
            return source
        from launchcheck import external_facts

        if isinstance(source, external_facts.Merged):
            return source
        return external_facts.below(
            source, self.facts, today, self.facts_max_age, known_by=self._last_day_of_facts
        )

    def _last_day_of_facts(self, plan: "Plan") -> date:
        """The last day that facts may be from: today, too, where a plan is checked as of its launch date."""
        from launchcheck import api

        return self.as_of or max(self.today(plan), api.current_day_of(plan, self.zone))

    def program(self) -> "Program":
        """The checklist, read and compiled."""
        from launchcheck import api

        return api.program_of(self.checklist)

    def compiled(self) -> "Request":
        """The same request with its checklist compiled, for commands that check more than once."""
        return self._replace(checklist=self.program())

    def today(self, plan: "Plan") -> date:
        """The date as of which a plan is checked."""
        from launchcheck import api

        day_of = api.current_day_of if self.is_after else api.day_of_check
        return plan.launch.day if self.at_launch else self.as_of or day_of(plan, self.zone)

    def on(self, day: date) -> "Request":
        """The same request as of a date."""
        return self._replace(as_of=day, at_launch=False)

    def for_plan(self, path: str) -> "Request":
        """The same request for another plan's file."""
        return self._replace(path=path)

    def report(self, loaded: Loaded | None = None) -> "Report":
        """Check the plan, or another that was loaded in its place.

        Raises:
            LaunchcheckError: the plan cannot be checked, located.

        """
        from launchcheck import api

        plan, source = loaded or self.load()
        api.refuse_early(plan, source, self.as_of, self.zone)
        report = api.examine(
            plan,
            source,
            api.folder_of(source.name),
            self.checklist,
            self.today(plan),
            self.tier,
            waived=self.waived,
            ledger=self.ledger,
            skipped=self._skipped(),
            strays=self.strays,
        )
        if self.against:
            report = self._compared(self.against, report, Loaded(plan, source))
            self._hold_record(self.against, source)
        if self.owner:
            report = report._replace(only_owner=self._person(self.owner, plan))
        if self.area:
            report = report._replace(only_area=self._area(self.area, report))
        if self.item:
            report = report._replace(only_item=self._item(self.item, report))
        return report

    def report_at(self, ref: str, day: date) -> "tuple[Report, Source] | None":
        """Check the plan at a commit, as of a date; None if the commit has no such file."""
        from launchcheck import history

        return history.report_at(
            self.path,
            ref,
            checklist=self.checklist,
            today=day,
            tier=self.tier,
            waived=self.waived,
            skipped=self._skipped(),
            wave=self.wave,
            below=lambda source: self._with_facts(source, lambda _: day),
        )

    def _skipped(self) -> dict[str, str]:
        """The items that are skipped: for a wave also those about all waves."""
        if not self.wave:
            return self.skipped
        items = self.program().checklist.items
        about_all = [item.id for item in items if item.area == "waves"]
        return {**self.skipped, **dict.fromkeys(about_all, "asked of the whole launch, not of one wave")}

    def refuse_unknown_base(self, paths: Sequence[str]) -> None:
        """Refuse a commit to compare with that does not exist: once, not once for each plan.

        Raises:
            LaunchcheckError: a repository of these plans has no such commit.

        """
        if not self.against:
            return
        from launchcheck import git
        from launchcheck.history import Repository

        folders = dict.fromkeys(os.path.dirname(os.path.realpath(path)) for path in paths)
        for root in dict.fromkeys(filter(None, map(git.top, folders))):
            Repository(root).commit(self.against)

    def _compared(self, ref: str, report: "Report", loaded: Loaded) -> "Report":
        """The report with what is worse than at a commit, and weaker, or why nothing can be compared."""
        from launchcheck import history
        from launchcheck.compare.model import regressions
        from launchcheck.errors import LaunchcheckError

        source = loaded.source
        if source.name == "<stdin>":
            hint = "name its file with --stdin-filename PATH"
            raise LaunchcheckError("a plan on standard input has no history to compare with", hint=hint)
        try:
            found = self.for_plan(source.name).report_at(ref, report.as_of)
        except history.UnreadableBaseError:
            return self._without_base(f"unreadable at {ref}", report, loaded)
        if found is None:
            report = report._replace(plans_are_gone=self._are_plans_gone(ref, source.name))
            return self._without_base(f"new since {ref}", report, loaded)
        old, before = found
        worse = regressions(old, report, before.data, source.data)
        weaker = self.weakened(old, self.loaded(before), report, loaded)
        return report._replace(regressions=tuple(result.item.id for result in worse), weakened=weaker)

    def _without_base(self, why: str, report: "Report", loaded: Loaded) -> "Report":
        """The report on a plan that nothing can be compared with; its policy may still be weaker."""
        weaker = self.weakened(report, loaded, report, loaded)
        return report._replace(regressions=(), weakened=weaker, without_base=why)

    def _are_plans_gone(self, ref: str, path: str) -> bool:
        """Whether plans of a commit are gone from the repository of a plan."""
        if self.plans_are_gone is not None:
            return self.plans_are_gone
        from launchcheck import gone

        return gone.anywhere(ref, path)

    def weakened(
        self, old: "Report", before: Loaded, new: "Report", after: Loaded
    ) -> "tuple[Weakening, ...]":
        """What the change from one plan to another weakened."""
        from launchcheck.compare.weakened import Policy, Side, weakened

        both = self.policies
        own = Policy(self.program().checklist, self.skipped, {})
        was, now = (both.was or own, both.now or own) if both else (own, own)
        found = weakened(Side.of(*before, old, was), Side.of(*after, new, now))
        if not both:
            return found
        from launchcheck.cli.changes import hidden

        return (*both.unreadable, *hidden(was, now, after.source.name), *found)

    def _hold_record(self, ref: str, source: "Source") -> None:
        """Enforce that every vote of a commit is still in the record."""
        if self.ledger == "" or source.name == "<stdin>":
            return
        from launchcheck import history, votes

        record = record_of(source.name, self.ledger)
        if known := history.record_at(record, ref):
            votes.verify(record, known)

    def _area(self, id: str, report: "Report") -> str:
        """An area of the checklist, by its id or its title."""
        from launchcheck.errors import LaunchcheckError
        from launchcheck.text import listed, quote, suggest

        areas = [area.id for area in report.areas]
        wanted = id.casefold().replace(" ", "_")
        if wanted not in areas:
            hint = suggest(wanted, areas, f"areas: {listed(areas)}")
            raise LaunchcheckError(f"the checklist has no area {quote(id)}", hint=hint)
        return wanted

    def _item(self, id: str, report: "Report") -> str:
        """An item of the checklist by its id."""
        from launchcheck.errors import LaunchcheckError
        from launchcheck.text import quote, suggest

        items = [each.item.id for each in report.results]
        if id not in items:
            hint = suggest(id, items, "`launchcheck checks` lists the items")
            raise LaunchcheckError(f"the checklist has no item {quote(id)}", hint=hint)
        return id

    def _person(self, id: str, plan: "Plan") -> "Person":
        """A person in the plan, as an owner of results."""
        from launchcheck import value_hints
        from launchcheck.errors import LaunchcheckError
        from launchcheck.people import Person
        from launchcheck.text import listed, quote, suggest

        people = plan.people or {}
        if id not in people and not self.is_one_of_several:
            known = f"known people: {listed(people, most=20)}" if people else "the plan lists no people"
            named = {each: vars(people[each]) for each in people}
            hint = value_hints.person(id, named) or suggest(id, people, known)
            raise LaunchcheckError(f"no person {quote(id)}", hint=hint)
        return Person(id, (people[id].name if id in people else None) or id)
