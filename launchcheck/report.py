"""The result of checking one plan: immutable, and all that an output format may know."""

import datetime
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from launchcheck.dates import day
from launchcheck.findings import LATE, MISSING, SCHEDULED, UNDER_WAY, WRONG, are_below
from launchcheck.results import OPEN_STATUSES, Core, Status, folded
from launchcheck.text import capitalized, counted, listed, quote

if TYPE_CHECKING:
    from launchcheck.outline import Outline
    from launchcheck.panels import Panel
    from launchcheck.people import Person
    from launchcheck.results import Exclusion, Lowered, Note, OpenItem, Result, Waiver
    from launchcheck.schedule import FirstCustomers
    from launchcheck.weakenings import Weakening
    from launchcheck.windows import Window


class Verdict(StrEnum):
    """May the launch go? Decided by blockers alone."""

    READY = "ready"
    ON_TRACK = "on_track"
    NOT_READY = "not_ready"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why a launch is not ready, judged by the core.

    `known_wrong`: an item of the core is wrong or late. `unknown`: none is, but none has passed, or
    one is overdue. `open`: neither; other blockers are open.
    """

    KNOWN_WRONG = "known_wrong"
    UNKNOWN = "unknown"
    OPEN = "open"


class FailOn(StrEnum):
    """What closes the gate."""

    BLOCKER = "blocker"
    OVERDUE = "overdue"
    FAILED = "failed"
    WARNING = "warning"
    REGRESSION = "regression"
    WEAKENED = "weakened"
    NEVER = "never"

    @classmethod
    def several(cls, text: str) -> "Rules":
        """The rules in a text such as `overdue,weakened`, each once.

        Raises:
            ValueError: one of them is not a rule, there is none, or `never` is one of several.

        """
        names = [name.strip() for name in text.split(",")]
        for name in names:
            if name not in list(cls):
                raise ValueError(f"{quote(name)} is not one of {listed(cls, 'or', len(cls))}")
        found = tuple(dict.fromkeys(map(cls, names)))
        if cls.NEVER in found and len(found) > 1:
            raise ValueError("never cannot be combined with other rules")
        return found


Rules: TypeAlias = tuple[FailOn, ...]
"""The rules of a gate, which closes by any of them; none means the default, an open blocker."""


class Area(NamedTuple):
    """A part of the checklist, and its owner."""

    id: str
    question: str
    owner: "Person | None"

    @property
    def title(self) -> str:
        """What people read instead of the id: `Customer success`."""
        return capitalized(self.id.replace("_", " "))


class Launch(NamedTuple):
    """What is launched and when, from the plan.

    `date` is the launch date. While only a period is known, `window` is that period, and `date` its
    last day; so are `release_window` and `release_date`.
    `first_customers` is the first day on which customers have it; None in reports made by hand.
    `wave` is the id of the wave that the report is on; empty for the launch as a whole.
    """

    name: str
    summary: str
    status: str
    tier: int
    date: datetime.date
    release_date: datetime.date | None
    timezone: str
    owner: "Person | None"
    decider: "Person | None"
    window: "Window | None" = None
    release_window: "Window | None" = None
    first_customers: "FirstCustomers | None" = None
    wave: str = ""

    @property
    def when(self) -> str:
        """The launch date as far as it is known: `Tue 16 Feb 2027`, or a period such as `2027-Q1`."""
        return self.window.text if self.window else day(self.date)

    @property
    def planned(self) -> str:
        """The same in a sentence: `on Tue 16 Feb 2027`, `in 2027-Q1`."""
        return f"{'in' if self.window else 'on'} {self.when}"

    @property
    def planning_day(self) -> str:
        """Which day of a period due dates count from: `T is Wed 31 Mar 2027, the last day of 2027-Q1`."""
        return f"T is {self.window.words}" if self.window else ""


class Gate(NamedTuple):
    """Whether the gate is open, the rules that decided as one text, and the reason in words.

    `closed_by` are the rules that closed it.
    """

    is_open: bool
    fail_on: str
    reason: str
    closed_by: Rules = ()


class Report(NamedTuple):
    """Everything that was found, in the order of the checklist.

    `source` is the plan's file as messages call it. `tier` is the tier that was checked: the
    launch's own unless the user chose another. `only_owner`, `only_area` and `only_item` limit what a
    format shows to the items of one person or area, or to one item; verdict and gate always cover all.
    `regressions` are the items whose open blockers a change made worse, by id; None without a
    comparison. `weakened` is what the change weakened. `lowered` are the items whose severity
    settings lower at this tier, and `unselected` is how many items no selection has. `without_base`
    says why a comparison found no plan to compare with (`new since main`), and `plans_are_gone`
    whether the change lacks plans that the compared commit has.
    """

    source: str
    launch: Launch
    tier: int
    as_of: datetime.date
    checklists: tuple[str, ...]
    areas: tuple[Area, ...]
    results: "tuple[Result, ...]"
    outline: "Outline"
    panels: "tuple[Panel, ...]" = ()
    waivers: "tuple[Waiver, ...]" = ()
    exclusions: "tuple[Exclusion, ...]" = ()
    notes: "tuple[Note, ...]" = ()
    only_owner: "Person | None" = None
    only_area: str = ""
    only_item: str = ""
    regressions: tuple[str, ...] | None = None
    weakened: "tuple[Weakening, ...]" = ()
    lowered: "tuple[Lowered, ...]" = ()
    unselected: int = 0
    without_base: str = ""
    plans_are_gone: bool = False

    def has_come(self, day: datetime.date | None) -> bool:
        """Whether a date in the plan is set, and not in the future: what is scheduled is not done."""
        return day is not None and day <= self.as_of

    @property
    def shown(self) -> "tuple[Result, ...]":
        """The results that a format lists: all of them, or those of one person, area or item."""
        found = self.results
        if self.only_area:
            found = tuple(each for each in found if each.item.area == self.only_area)
        if self.only_item:
            found = tuple(each for each in found if each.item.id == self.only_item)
        if self.only_owner is not None:
            found = tuple(mine for each in found if (mine := each.of(self.only_owner)))
        return found

    @property
    def only_part(self) -> str:
        """The part of the checklist that a format lists, in words: `the area sales`; empty for all of it.

        A single item comes with its status: a report that lists what is open would not show a passed one.
        """
        status = next((each.status.value for each in self.results if each.item.id == self.only_item), "")
        if status:
            return f"the item {self.only_item} ({status.replace('_', ' ')})"
        return f"the area {self.only_area}" if self.only_area else ""

    @property
    def blockers(self) -> "tuple[Result, ...]":
        """The open blockers."""
        return tuple([each for each in self.results if each.status in OPEN_STATUSES and each.blocks])

    @property
    def worse(self) -> tuple[str, ...]:
        """The items worse than in the compared plan; without a comparison, every open blocker."""
        if self.regressions is None:
            return tuple(result.item.id for result in self.blockers)
        return self.regressions

    @property
    def warnings(self) -> "tuple[Result, ...]":
        """The open warnings."""
        return tuple(each for each in self.results if each.is_open and each.severity == "warning")

    @property
    def verdict(self) -> Verdict:
        """May the launch go?"""
        return self._verdict(self.blockers)

    @property
    def verdict_without_waivers(self) -> Verdict:
        """The verdict if nothing had been waived."""
        waived = [
            each for each in self.results if each.status is Status.WAIVED and each.severity == "blocker"
        ]
        return self._verdict((*self.blockers, *waived))

    @property
    def core(self) -> Core:
        """The few blockers that stop launches, counted."""
        return Core.of(self.results)

    @property
    def reason(self) -> Reason | None:
        """Why the launch is not ready; None if it is ready or cancelled."""
        if self.verdict in {Verdict.READY, Verdict.CANCELLED}:
            return None
        core = [each for each in self.results if each.is_core]
        if any(each.kind in _TROUBLE for each in core):
            return Reason.KNOWN_WRONG
        if core and (all(each.is_open for each in core) or any(each.is_overdue for each in core)):
            return Reason.UNKNOWN
        return Reason.OPEN

    @property
    def sentence(self) -> str:
        """The reason of the verdict in numbers: `core: 1 late, 6 unanswered (overdue)`, then the others.

        Items that are unanswered because of another one are counted with it. Empty where no item of
        the core is asked and no blocker is open.
        """
        items = [each for each in folded(self.results) if each.result.blocks]
        core = [each for each in items if each.result.is_core]
        others = [each for each in items if not each.result.is_core]
        parts = [f"core: {_by_kind(core)}"] if core else ["core passed"] if any(self.core) else []
        if others:
            what = "other blocker" if any(self.core) else "blocker"
            parts.append(f"{counted(len(others), what)} open{_of_them_overdue(others)}")
        return " · ".join(parts)

    @property
    def asked(self) -> tuple[int, ...]:
        """How many blockers each tier asks of the plan."""
        applying = [each.item.severity for each in self.results if each.applies]
        if self.launch.status == "cancelled":
            applying = []
        return tuple(sum(severity.get(tier) == "blocker" for severity in applying) for tier in (1, 2, 3))

    @property
    def unused_waivers(self) -> "tuple[Waiver, ...]":
        """Waivers whose item is not open."""
        return tuple(waiver for waiver in self.waivers if waiver.state == "unused")

    def _verdict(self, blockers: "Iterable[Result]") -> Verdict:
        """The verdict, given these open blockers."""
        if self.launch.status == "cancelled":
            return Verdict.CANCELLED
        late = [result.days_left < 0 for result in blockers]
        if not late:
            return Verdict.READY
        return Verdict.NOT_READY if any(late) else Verdict.ON_TRACK

    def gate(self, *rules: FailOn) -> Gate:
        """Decide the gate by one or several rules, any of which closes it, and say why in a sentence."""
        asked = rules or _DEFAULT
        rules = self._in_force(asked)
        closed_by = {rule: words for rule in rules if (words := self._closed_by(rule))}
        if self.launch.status == "cancelled" and not closed_by:
            reason = "the launch is cancelled; nothing is checked"
        elif len(rules) > 1 and closed_by:
            reason = "; ".join(f"{rule}: {words}" for rule, words in closed_by.items())
        else:
            reason = "; ".join(closed_by.values()) or "; ".join(_OPEN[rule] for rule in rules)
        if self.without_base:
            judged = f", judged by {rules[0]}" if rules != asked and len(rules) == 1 else ""
            reason = f"{self.without_base}{judged}{';' if len(rules) > 1 else ':'} {reason}"
        return Gate(not closed_by, ",".join(asked), reason, tuple(closed_by))

    def closing(self, *rules: FailOn) -> "tuple[Result, ...]":
        """The open items that close the gate by these rules."""
        found = [each for rule in self._in_force(rules or _DEFAULT) for each in self._closing(rule)]
        return tuple({each.item.id: each for each in found}.values())

    def _in_force(self, rules: Rules) -> Rules:
        """The rules for this plan: one that nothing can be compared with is judged by what it says now.

        An overdue blocker closes its gate, and any open blocker if it may be a plan that was moved.
        """
        if not self.without_base or FailOn.NEVER in rules:
            return rules
        stricter = FailOn.BLOCKER if self.plans_are_gone else FailOn.OVERDUE
        compared = {FailOn.REGRESSION, FailOn.WEAKENED} & {*rules}
        added = (stricter,) if compared or self.plans_are_gone else ()
        kept = (rule for rule in rules if rule is not FailOn.REGRESSION)
        return tuple(dict.fromkeys((*kept, *added)))

    def _closing(self, rule: FailOn) -> "tuple[Result, ...]":
        """The open items that close the gate by this rule."""
        match rule:
            case FailOn.BLOCKER:
                return self.blockers
            case FailOn.OVERDUE:
                return tuple(each for each in self.blockers if each.is_overdue)
            case FailOn.FAILED:
                return self._failures()
            case FailOn.WARNING:
                return (*self.blockers, *self.warnings)
            case FailOn.REGRESSION:
                worse = frozenset(self.worse)
                return tuple(each for each in self.blockers if each.item.id in worse)
            case FailOn.WEAKENED | FailOn.NEVER:
                return ()

    def _closed_by(self, fail_on: FailOn) -> str:
        """What closes the gate by this rule, in words; empty if it is open."""
        if self.launch.status == "cancelled" and fail_on is not FailOn.WEAKENED:
            return ""
        match fail_on:
            case FailOn.WARNING:
                open_ = _counted(len(self.closing(fail_on)), _CLOSES[fail_on])
                unused = _counted(len(self.unused_waivers), "unused waiver")
                kinds = [_DOUBTS.get(note.kind, "doubtful exclusion") for note in self.notes]
                doubts = (_counted(kinds.count(kind), kind) for kind in dict.fromkeys(sorted(kinds)))
                return listed(filter(None, (open_, unused, *doubts)))
            case FailOn.FAILED:
                kinds = [each.kind for each in self.closing(fail_on)]
                names = {WRONG: "wrong blocker", LATE: "late blocker", MISSING: "unanswered core blocker"}
                counts = [(kinds.count(kind), name) for kind, name in names.items()]
                return listed(filter(None, (_counted(*each) for each in counts)))
            case FailOn.REGRESSION:
                return _counted(len(self.worse), _CLOSES[fail_on])
            case FailOn.WEAKENED:
                return _weakened(len(self.weakened))
            case _:
                return _counted(len(self.closing(fail_on)), _CLOSES[fail_on])

    def _failures(self) -> "tuple[Result, ...]":
        """The blockers that are wrong or late, and those that are silent past their due date about the core.

        A blocker that is due earlier than the core, and asks for the same facts, counts too: it would
        be late if the plan had them, so leaving them out must not open the gate.
        """
        ahead = [each for each in self.blockers if each.is_core and not each.is_overdue]
        core = frozenset(place for each in ahead for place in each.missing)
        return tuple(
            each
            for each in self.blockers
            if each.kind in _TROUBLE or (each.is_overdue and _is_silent(each, core))
        )


_TROUBLE = (WRONG, LATE)
"""The kinds of findings that need work now: what contradicts, and what is due and not done."""

_DOUBTS = {
    "contradiction": "contradiction",
    "outdated": "outdated facts file",
    "unasked": "unasked section",
}
"""Notes that are not about exclusions, by kind, as the gate counts them."""

_NAMES = {WRONG: "wrong", LATE: "late", UNDER_WAY: "under way", SCHEDULED: "scheduled", MISSING: "unanswered"}
"""The kinds of findings as a person reads them."""

_DEFAULT = (FailOn.BLOCKER,)
"""The rules of a gate for which none was chosen."""

_CLOSES = {
    FailOn.BLOCKER: "open blocker",
    FailOn.OVERDUE: "overdue blocker",
    FailOn.WARNING: "open item",
    FailOn.REGRESSION: "worse blocker",
    FailOn.NEVER: "",
}
"""What closes the gate, by the rule that decides."""

_OPEN = {
    FailOn.BLOCKER: "no blocker is open",
    FailOn.OVERDUE: "no blocker is overdue",
    FailOn.FAILED: "no blocker is wrong or late, and the core is not silent past its due date",
    FailOn.WARNING: "nothing is open",
    FailOn.REGRESSION: "no blocker is worse than before",
    FailOn.WEAKENED: "nothing is weakened",
    FailOn.NEVER: "this gate never closes",
}
"""Why the gate is open, by the rule that decides."""


def _weakened(count: int) -> str:
    """`2 changes weaken the gate`, or nothing for zero."""
    return f"{counted(count, 'change')} weaken{'s' if count == 1 else ''} the gate" if count else ""


def _counted(count: int, thing: str) -> str:
    """`3 open blockers`, or nothing for zero."""
    return counted(count, thing) if count else ""


def _by_kind(items: "Sequence[OpenItem]") -> str:
    """Open items counted by kind: `1 late, 6 unanswered (2 overdue)`."""
    kinds = [(name, [each for each in items if each.result.kind == kind]) for kind, name in _NAMES.items()]
    # What is late is overdue: it need not be said twice.
    return ", ".join(
        f"{len(found)} {name}{'' if name == _NAMES[LATE] else _of_them_overdue(found)}"
        for name, found in kinds
        if found
    )


def _of_them_overdue(items: "Sequence[OpenItem]") -> str:
    """How many of these are overdue: ` (2 overdue)`, ` (overdue)` if all are, or nothing."""
    late = sum(each.is_overdue for each in items)
    return "" if not late else " (overdue)" if late == len(items) else f" ({late} overdue)"


def _is_silent(result: "Result", core: frozenset[tuple[str | int, ...]]) -> bool:
    """Whether an item is unanswered, and is of the core or asks only for facts that the core asks for."""
    if result.status is not Status.UNANSWERED:
        return False
    return result.is_core or bool(result.missing and are_below(result.missing, core))
