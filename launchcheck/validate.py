"""May this launch go? A pure function from a plan, a checklist and facts to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from launchcheck.causes import explained
from launchcheck.checklist import is_lower
from launchcheck.checks.problem import Problem, dotted, progress_of
from launchcheck.checks.values import show_scalar
from launchcheck.checks.view import View
from launchcheck.dates import day
from launchcheck.findings import LATE, MISSING, WRONG
from launchcheck.outline import outline_of
from launchcheck.panels import panels_of
from launchcheck.people import Person
from launchcheck.plan import PACKS, POLLED
from launchcheck.plan.areas import area_of, owner_of, without
from launchcheck.plan.paths import EACH
from launchcheck.program import Program
from launchcheck.report import Area, Launch, Report
from launchcheck.results import Finding, Lowered, Note, Result, Status
from launchcheck.text import quote
from launchcheck.waivers import Waivers, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from launchcheck.checklist import Checklist, Item
    from launchcheck.checks.check import Rule
    from launchcheck.checks.problem import Answer, Progress
    from launchcheck.exclusions import Exclusions
    from launchcheck.facts import Facts, Locate
    from launchcheck.plan import Plan
    from launchcheck.program import Question
    from launchcheck.results import Excluded, Waiver
    from launchcheck.schedule import FirstCustomers
    from launchcheck.source import Where

_TIMELESS = frozenset({MISSING, WRONG})
"""The kinds of findings that a due date does not change."""


def validate(
    plan: Plan,
    checklist: Checklist | Program,
    facts: Facts,
    *,
    tier: int | None = None,
    waived: bool = True,
    skipped: Mapping[str, str] | None = None,
) -> Report:
    """Check every item of the checklist, at the launch's own tier or another one.

    Compile a checklist once, with `Program.of`, to check many plans with it. Without `waived` the
    plan's waivers are ignored. `skipped` are items that are skipped, by id, each with the reason
    that the report gives.

    Raises:
        LaunchcheckError: the rules refuse a waiver, or an entry of `not_applicable`; located.

    """
    program = Program.of(checklist).with_packs(plan.turned_on)
    skipped = program.checklist.skipped | dict(skipped or {})
    exclusions = _exclusions(plan, program.checklist, facts)
    left_out = exclusions.areas if exclusions else frozenset[str]()
    program = program.without(left_out)
    applies = without(plan, left_out)
    view = View(applies, facts, plan.launch.tier if tier is None else tier, left_out)
    owners = _owners(plan)
    waivers = Waivers(plan, program.checklist, facts) if waived and plan.waivers else None
    results = tuple(explained(_results(program, view, owners, waivers, exclusions, skipped)))
    return Report(
        source=facts.source,
        launch=_launch(plan, view.schedule.first_customers),
        tier=view.tier,
        as_of=facts.today,
        checklists=program.checklist.names,
        areas=tuple(
            Area(area.id, area.question, _owner(owners, area.answers)) for area in program.checklist.areas
        ),
        results=results,
        outline=outline_of(applies),
        panels=panels_of(applies, program.panels, program.items, facts, view.tier),
        waivers=waivers.all() if waivers else (),
        exclusions=exclusions.all() if exclusions else (),
        notes=tuple(_notes(plan, program, exclusions, facts)),
        lowered=tuple(_lowered(program.checklist, view.tier, skipped)),
        unselected=_unselected(program.checklist, view.tier, skipped),
    )


def _exclusions(plan: Plan, checklist: Checklist, facts: Facts) -> Exclusions | None:
    """What does not apply to the launch, and why; None for most plans, where nothing is excluded."""
    if not (plan.not_applicable or checklist.off):
        return None
    from launchcheck.exclusions import Exclusions

    return Exclusions(plan, checklist, facts)


def _notes(plan: Plan, program: Program, exclusions: Exclusions | None, facts: Facts) -> Iterator[Note]:
    """Doubts about exclusions and outside facts, and packs that are not on; none for a cancelled launch."""
    if plan.launch.status == "cancelled":
        return
    if exclusions:
        yield from exclusions.notes()
    if facts.below:
        for each in facts.below.contradictions:
            about = dotted(each.where)
            words = f"{about} {each.message}" if about else each.message
            yield Note("contradiction", about or "plan", words, each.location)
        for each in facts.below.too_old:
            yield Note("outdated", each.location.path, each.message, each.location)
    there = [pack for pack in PACKS if pack in plan.model_fields_set and getattr(plan, pack) is not None]
    on = {*(area.id for area in program.checklist.areas), *(plan.not_applicable or ())}
    for pack in there:
        if pack not in on and pack not in program.sections_read:
            words = f"the plan has {pack}, and no one asks about it: add packs: [{pack}]"
            yield Note("unasked", pack, words, facts.locate((pack,), key=True))


def _unselected(checklist: Checklist, tier: int, skipped: Mapping[str, str]) -> int:
    """How many items a tier would ask that are skipped, and neither off nor in an area that is."""
    if not skipped:
        return 0
    off = checklist.off
    return sum(
        item.id in skipped and tier in item.severity and off.keys().isdisjoint((item.id, item.area))
        for item in checklist.items
    )


def _lowered(checklist: Checklist, tier: int, skipped: Mapping[str, str]) -> Iterator[Lowered]:
    """The items whose severity settings lower at a tier, unless they are skipped anyway."""
    if not checklist.lowered:
        return
    for item in checklist.items:
        found = checklist.lowered.get(item.id)
        if not found or item.id in skipped:
            continue
        before, now = found.before.get(tier, ""), item.severity.get(tier, "")
        if is_lower(now, before):
            yield Lowered(item.id, before, now, found.location, found.origin)


def _results(
    program: Program,
    view: View,
    owners: Mapping[str, Person],
    waivers: Waivers | None,
    exclusions: Exclusions | None,
    skipped: Mapping[str, str],
) -> Iterator[Result]:
    """The result of each item, in the order of the checklist."""
    unproved = _unproved(program, view) if view.facts.absent or view.facts.below else {}
    dates = {each: view.schedule.due(each) for each in program.due_days}
    people = {areas: _owner(owners, areas) for areas in program.answering}
    asks_all = not (skipped or exclusions or view.plan.launch.status == "cancelled")
    for question in program.questions:
        item, rule = question.item, question.rule
        due, moved_from, due_note = dates[question.due]
        if asks_all and question.is_always_asked and view.tier in question.severity:
            reason, excluded, applies = _ASKED
        else:
            reason, excluded, applies = _set_aside(question, view, exclusions, skipped)
        if reason or rule is None:
            found = _Found(Status.NOT_APPLICABLE, reason=reason)
        else:
            found = _found(item, rule, due, view, unproved.get(item.id, ()) if unproved else (), waivers)
        on = found.due or due
        yield Result(
            item,
            "" if item.id in skipped else question.severity.get(view.tier, ""),
            found.status,
            on,
            (on - view.today).days,
            people[question.answers],
            found.findings,
            found.progress,
            found.reason,
            found.waivers,
            moved_from,
            due_note,
            excluded,
            applies=applies,
        )


class _Found(NamedTuple):
    """What a result says of a plan; `due` is set where its findings are due on days of their own."""

    status: Status
    findings: tuple[Finding, ...] = ()
    progress: Progress | None = None
    reason: str = ""
    waivers: tuple[Waiver, ...] = ()
    due: date | None = None


def _found(
    item: Item, rule: Rule, due: date, view: View, unproved: Sequence[Problem], waivers: Waivers | None
) -> _Found:
    """The answer to one item that is asked."""
    problems, counted, note, reason = rule(view) if view.earliest is None else _undated(rule, view)
    if reason:
        return _Found(Status.NOT_APPLICABLE, reason=reason)
    if unproved:
        # What is too old to count need not be called missing twice.
        is_missing = any(each.kind == MISSING for each in problems)
        problems = [*problems, *(each for each in unproved if each.kind != MISSING or not is_missing)]
    progress = progress_of(counted, problems)
    if not problems:
        return _Found(Status.PASSED, (), progress, note)
    findings = _findings(problems, due, view)
    applied: tuple[Waiver, ...] = ()
    if waivers:
        findings, applied = waivers.accept(item, findings)
    return _Found(status_of(findings), findings, progress, note, applied, _earliest(findings, due))


def _undated(rule: Rule, view: View) -> Answer:
    """The answer where the launch has only a period for a date."""
    from launchcheck.checks import undated

    return undated.answer(rule, view)


class _Aside(NamedTuple):
    """Why an item is not asked; empty if it is.

    `excluded` says who excluded an item that its tier would ask, and `applies` whether a tier that
    asks it would ask it of this launch.
    """

    reason: str = ""
    excluded: Excluded | None = None
    applies: bool = True


_ASKED = _Aside()


def _set_aside(
    question: Question, view: View, exclusions: Exclusions | None, skipped: Mapping[str, str]
) -> _Aside:
    """Why an item does not apply to this launch."""
    item, is_asked = question.item, view.tier in question.severity
    if item.id in skipped:
        off = exclusions.off(item) if exclusions and is_asked else None
        return _Aside(skipped[item.id], off, applies=False)
    unfit = _unfit(question, view) if question.applies else ""
    applies = not (unfit or question.rule is None or (exclusions and exclusions.covers(item)))
    if view.plan.launch.status == "cancelled":
        return _Aside("the launch is cancelled", None, applies)
    if not is_asked:
        return _Aside(f"does not apply at tier {view.tier}", None, applies)
    if unfit:
        return _Aside(unfit, None, applies)
    if item.opens and (opens := view.schedule.exactly(item.opens)) > view.today:
        return _Aside(f"asked from {day(opens)} on", None, applies)
    if exclusions is None:
        return _ASKED
    said = exclusions.of(item) or exclusions.joined(question.cut, is_left=question.rule is not None)
    return _Aside(*said, applies)


def _unfit(question: Question, view: View) -> str:
    """Which condition of an item the plan does not meet, in words; empty if it meets all."""
    for path, test, verdict_on, _ in question.applies:
        values = [value for _, value in view.select(path)]
        # An item whose condition is itself unanswered applies.
        unfit = [
            value
            for value in values
            if (verdict := verdict_on(value, view)) and (verdict != MISSING or test.given)
        ]
        if unfit and len(unfit) == len(values):
            if question.item.otherwise:
                return question.item.otherwise
            actual = "not set" if unfit[0] is None else show_scalar(unfit[0])
            return f"applies only if {path} is {test.words(view)}; it is {actual}"
    return ""


def _unproved(program: Program, view: View) -> dict[str, list[Problem]]:
    """Local evidence that does not exist, and facts that are too old, by the items that rely on them."""
    problems = _too_old(program, view)
    for where, link in view.facts.absent:
        if program.left_out and area_of(where) in program.left_out:
            continue
        words = f"{quote(link)} does not exist; evidence paths are relative to the plan"
        steps = tuple(EACH if type(step) is int else step for step in where)
        for id in program.leaning.get(steps, ()):
            problems.setdefault(id, []).append(Problem(where, words, wants=(where,)))
    return problems


def _too_old(program: Program, view: View) -> dict[str, list[Problem]]:
    """What only facts state that are too old to count: the first such fact of each item that reads any."""
    problems: dict[str, list[Problem]] = {}
    outdated = view.facts.below.outdated if view.facts.below else ()
    if not outdated:
        return problems
    from launchcheck.external_facts import first_below, tree_of

    tree = tree_of(outdated)
    for steps, ids in program.leaning.items():
        fact = first_below(tree, steps)
        if fact is None:
            continue
        found = Problem(fact.where, fact.message, MISSING, wants=(fact.where,))
        for id in ids:
            problems.setdefault(id, [found])
    return problems


def _findings(problems: Iterable[Problem], due: date, view: View) -> tuple[Finding, ...]:
    """Turn problems into findings, each with its locations in the file.

    What is under way or scheduled is late once it is past its own due date, or else the item's.
    """
    locate, today = view.facts.locate, view.today
    findings = []
    for where, message, kind, related, wants, own, owner in problems:
        place = locate(where)
        if kind == MISSING and (len(wants) > 1 or "#" in place.text):
            hint = _commented(wants if where in wants else (where, *wants), locate)
            message = f"{message}{hint}"  # noqa: PLW2901  # the same, with a hint
        elif kind not in _TIMELESS and (own or due) < today:
            kind = LATE  # noqa: PLW2901  # the same, past its due date
        person = _person(view.plan, owner) if owner else None
        others = tuple(map(locate, related)) if related else ()
        findings.append(Finding(kind, where, message, place, others, False, wants, person, own))
    return tuple(findings)


def _earliest(findings: Iterable[Finding], due: date) -> date | None:
    """The earliest due date of open findings that have their own; a finding without one has the item's."""
    if not [each for each in findings if each.due and not each.waived]:
        return None
    return min(each.due or due for each in findings if not each.waived)


def _commented(places: Iterable[Where], locate: Locate) -> str:
    """What to add to a message where the value of one of the missing facts has become a comment."""
    for where in places:
        line = locate(where).text if where else ""
        if "#" in line:
            from launchcheck import yaml_hints

            hint = yaml_hints.commented(line, str(where[-1]))
            if hint:
                return f": {hint}"
    return ""


def _person(plan: Plan, id: str | None) -> Person | None:
    """A person of the plan, by id."""
    if id is None:
        return None
    person = (plan.people or {}).get(id)
    return Person(id, (person.name if person else None) or id)


def _owners(plan: Plan) -> dict[str, Person]:
    """The owner of each area that has one."""
    ids = {area: owner_of(plan, area) for area in POLLED}
    return {area: person for area, id in ids.items() if (person := _person(plan, id))}


def _owner(owners: Mapping[str, Person], areas: Sequence[str]) -> Person | None:
    """The owner of the first of some areas that has one."""
    return next((owners[area] for area in areas if area in owners), None)


def _launch(plan: Plan, first_customers: FirstCustomers) -> Launch:
    """The head of the report."""
    launch = plan.launch
    return Launch(
        name=launch.name,
        summary=launch.summary or "",
        status=launch.status,
        tier=launch.tier,
        date=launch.day,
        window=launch.date.period,
        release_date=launch.release_day,
        release_window=launch.release_date.period if launch.release_date else None,
        timezone=launch.timezone,
        owner=_person(plan, launch.owner),
        decider=_person(plan, launch.decider),
        first_customers=first_customers,
        wave=plan.wave,
    )
