"""Tasks and approvals: entries that are due one by one, each with an owner of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.check import Check
from launchcheck.checks.days import FIRST_CUSTOMERS
from launchcheck.checks.options import FieldPath, OneList
from launchcheck.checks.problem import Answer, Problem, name_of, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import as_day, given
from launchcheck.dates import day
from launchcheck.findings import MISSING, SCHEDULED, UNDER_WAY, WRONG
from launchcheck.plan.paths import PlanPath, facts_of
from launchcheck.schedule import WORK
from launchcheck.text import show
from launchcheck.windows import Window

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

_LAUNCH = "launch"


class _Entry(NamedTuple):
    """A task or an approval: its place, the entry itself and its facts, when it is due, and whose it is.

    `is_capped` where it would be due after the launch that it blocks, and so is due on launch day.
    """

    where: "Where"
    entry: Any
    facts: Mapping[str, Any]
    due: "date"
    is_capped: bool
    area: str
    owner: str

    @property
    def owner_at(self) -> "Where":
        """The place of the owner of its area."""
        return (_LAUNCH, "owner") if self.area == _LAUNCH else ("owners", self.area)


@dataclass(frozen=True)
class _Entries:
    """The entries of a list with what they leave to its defaults: the same for all checks of the list."""

    of: PlanPath

    def select(self, view: "View") -> list[_Entry]:
        """Read the entries of the list."""
        return [_entry(where, value, view) for where, value in view.entries(self.of)]


class Delivered(Check):
    """Every entry of `of` is done: the date in `done` has come.

    An entry is due on its `due`, by default T-1, and belongs to its `owner`, by default the owner of
    its `area`, by default the launch owner, also where that area does not apply. It blocks the launch
    if `blocks_launch` says so, and is then due on launch day at the latest, by default if it is due by
    then; `blocks` says which entries are meant. Until its day an open entry is under way, from the day
    after it is late. A refusal is wrong at once, and comes first. Without such entries there is nothing
    to ask.
    """

    kind: Literal["delivered"]
    of: Annotated[OneList, Reads(fields=("id", "what", "owner", "area", "due", "blocks_launch"))] = Field(
        description="The list of tasks or approvals"
    )
    done: FieldPath = Field(description="The date on which it was done")
    what: str = Field("task", description="What one entry is called in messages, such as task")
    blocks: bool = Field(True, description="Check the entries that block the launch; false: the others")
    owned: bool = Field(False, description="Whether each entry needs an owner")
    refused: FieldPath | None = Field(None, description="The date on which it was refused")
    because: FieldPath | None = Field(None, description="The reason for the refusal")
    asked_of: FieldPath | None = Field(None, description="Who has to do it, for messages")
    evidence: FieldPath | None = Field(None, description="What shows that it is done")
    evidence_at: list[Literal[1, 2, 3]] = Field([], description="The tiers at which that is needed")

    always_reads: ClassVar = (PlanPath.of("owners"), PlanPath.of("launch.owner"), *FIRST_CUSTOMERS)

    def compile(self, _build: "Compiler") -> "Rule":
        """Report refusals, then what is not done, has no owner or no evidence, each with its own due day."""
        selector = _Entries(self.of)

        def rule(view: "View") -> Answer:
            every = view.once(selector)
            entries = [entry for entry in every if self._is_meant(entry, view)]
            if not entries:
                which = "blocks the launch" if self.blocks else "may be done after the launch"
                return Answer(reason=f"no {self.what} {which}" if every else f"the plan has no {self.of}")
            problems = [problem for entry in entries for problem in self._open(entry, view)]
            problems.sort(key=lambda problem: problem.kind != WRONG)
            return Answer(problems, [(entry.where, entry.facts) for entry in entries])

        return rule

    def _is_meant(self, entry: _Entry, view: "View") -> bool:
        """Whether an entry is among those that block the launch, or among the others."""
        blocks = entry.facts.get("blocks_launch")
        return self.blocks == (entry.due <= view.launch_date if blocks is None else bool(blocks))

    def _open(self, entry: _Entry, view: "View") -> Iterator[Problem]:
        """What keeps one entry from being done."""
        refused = self.refused and as_day(self.refused.value(entry.facts))
        if refused and self.refused:
            words = f"was refused on {day(refused)}{self._by(entry)}{self._why(entry)}"
            yield self._problem(entry, self.refused.last, words, WRONG, (*entry.where, self.refused.last))
            return
        written = entry.facts.get("due")
        if written is not None and view.day_of(written) is None:
            name = f"{self._named(entry)}: due"
            yield unfit((*entry.where, "due"), written, "a date, or days like T-3 or F-1", name)
        if self.owned and not entry.owner:
            words = "has no owner, and neither has its area"
            yield self._problem(entry, "owner", words, MISSING, (*entry.where, "owner"), entry.owner_at)
        done = as_day(self.done.value(entry.facts))
        if done is None:
            verb = "was" if entry.due < view.today else "is"
            word = self.done.last.removesuffix("_on")
            words = f"is not yet {word}{self._by(entry)}; it {verb} due {_due_words(entry)}"
            yield self._problem(entry, self.done.last, words, UNDER_WAY, (*entry.where, self.done.last))
        elif done > view.today:
            words = f"is scheduled for {day(done)}; it counts once it has happened"
            yield self._problem(entry, self.done.last, words, SCHEDULED)
        elif self.evidence and view.tier in self.evidence_at and not given(self.evidence.value(entry.facts)):
            words = f"is missing {self.evidence}; at tier {view.tier} a date alone is not enough"
            at = (*entry.where, self.evidence.last)
            yield self._problem(entry, self.evidence.last, words, MISSING, at)

    def _problem(self, entry: _Entry, field: str, words: str, kind: str, *wants: "Where") -> Problem:
        """A problem of an entry, at one of its fields."""
        message = f"{self._named(entry)} {words}"
        return Problem((*entry.where, field), message, kind, (), wants, entry.due, entry.owner)

    def _named(self, entry: _Entry) -> str:
        """What messages call an entry: its name, and what it is about."""
        name, what = name_of(self.what, entry.where, entry.entry), entry.facts.get("what")
        return f"{name} ({show(what, 80)})" if what else name

    def _by(self, entry: _Entry) -> str:
        """Who has to do it, as part of a sentence: ` by Billing team`."""
        who = self.asked_of and self.asked_of.value(entry.facts)
        return f" by {show(who, 60)}" if who else ""

    def _why(self, entry: _Entry) -> str:
        """The reason for a refusal, as the end of a sentence."""
        why = self.because and self.because.value(entry.facts)
        return f": {show(why)}" if why else ""


def _entry(where: "Where", value: Any, view: "View") -> _Entry:
    """An entry with what it leaves to its defaults."""
    facts = facts_of(value)
    area = facts.get("area") or _LAUNCH
    area = _LAUNCH if area in view.left_out else area
    due = view.day_of(facts.get("due")) or view.schedule.on(WORK)
    is_capped = bool(facts.get("blocks_launch")) and due > view.launch_date
    due = view.launch_date if is_capped else due
    return _Entry(where, value, facts, due, is_capped, area, facts.get("owner") or _owner_of(area, view))


def _owner_of(area: str, view: "View") -> str:
    """The owner of an area; empty where it has none."""
    if area == _LAUNCH:
        return view.plan.launch.owner or ""
    return facts_of(view.plan.owners).get(area) or ""


def _due_words(entry: _Entry) -> str:
    """When an entry is due, in words."""
    if entry.is_capped:
        return f"{day(entry.due)}, the launch, which it blocks"
    written = entry.facts.get("due")
    return written.words if type(written) is Window else day(entry.due)
