"""May this launch go? A pure function from a plan, a checklist and facts to a report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from launchcheck.causes import explained
from launchcheck.checks.options import TIERS
from launchcheck.checks.problem import LATE, MISSING, WRONG, Problem, progress_of
from launchcheck.checks.undated import answer
from launchcheck.checks.values import show_scalar
from launchcheck.checks.view import View
from launchcheck.exclusions import Exclusions
from launchcheck.outline import outline_of
from launchcheck.panels import panels_of
from launchcheck.people import Person
from launchcheck.plan import AREAS
from launchcheck.plan.areas import area_of, without
from launchcheck.plan.paths import EACH
from launchcheck.program import Program
from launchcheck.report import Area, Finding, Launch, Report, Result, Status
from launchcheck.text import quote
from launchcheck.waivers import Waivers, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from launchcheck.checklist import Checklist
    from launchcheck.errors import Location
    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.program import Question
    from launchcheck.report import Excluded, Waiver
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
    program = Program.of(checklist)
    exclusions = Exclusions(plan, program.checklist, facts)
    program = program.without(exclusions.areas)
    applies = without(plan, exclusions.areas)
    view = View(applies, facts, plan.launch.tier if tier is None else tier)
    owners = _owners(plan)
    waivers = Waivers(plan, program.checklist, facts) if waived and plan.waivers else None
    results = tuple(explained(_results(program, view, owners, waivers, exclusions, skipped or {})))
    return Report(
        source=facts.source,
        launch=_launch(plan, view.schedule.first_customers),
        tier=view.tier,
        as_of=facts.today,
        checklists=program.checklist.names,
        areas=tuple(Area(area.id, area.question, owners.get(area.id)) for area in program.checklist.areas),
        results=results,
        outline=outline_of(applies),
        panels=panels_of(applies, program.panels, program.checklist.items, facts, view.tier),
        waivers=waivers.all() if waivers else (),
        exclusions=exclusions.all(),
        notes=() if plan.launch.status == "cancelled" else tuple(exclusions.notes()),
        asked=_asked(program, view, exclusions, skipped or {}),
    )


def _results(
    program: Program,
    view: View,
    owners: Mapping[str, Person],
    waivers: Waivers | None,
    exclusions: Exclusions,
    skipped: Mapping[str, str],
) -> Iterator[Result]:
    """The result of each item, in the order of the checklist."""
    unproved = _unproved(program, view)
    for question in program.questions:
        item, severity = question.item, question.severity.get(view.tier)
        owner = owners.get(question.owner)
        due = view.schedule.due(question.due)
        result = partial(
            Result,
            item,
            due=due.date,
            days_left=(due.date - view.today).days,
            owner=owner,
            due_moved_from=due.moved_from,
            due_note=due.note,
        )
        reason, excluded = _set_aside(question, view, exclusions, skipped)
        if severity is None or question.rule is None or reason:
            asked_as = "" if severity is None or item.id in skipped else severity
            yield result(asked_as, Status.NOT_APPLICABLE, reason=reason, excluded=excluded)
            continue
        found, counted, note, reason = answer(question.rule, view)
        if reason:
            yield result(severity, Status.NOT_APPLICABLE, reason=reason)
            continue
        problems = [*found, *unproved[item.id]] if item.id in unproved else found
        progress = progress_of(counted, problems)
        if not problems:
            yield result(severity, Status.PASSED, progress=progress, reason=note)
            continue
        findings = _findings(problems, due.date, view)
        applied: tuple[Waiver, ...] = ()
        if waivers:
            findings, applied = waivers.accept(item, findings)
        status = status_of(findings)
        if earliest := _earliest(findings, due.date):
            result = partial(result, due=earliest, days_left=(earliest - view.today).days)
        yield result(severity, status, findings=findings, progress=progress, waivers=applied, reason=note)


def _set_aside(
    question: Question, view: View, exclusions: Exclusions, skipped: Mapping[str, str]
) -> tuple[str, Excluded | None]:
    """Why an item does not apply, and who excluded it if its tier would ask it; empty if it applies."""
    item = question.item
    if item.id in skipped:
        return skipped[item.id], exclusions.off(item) if view.tier in question.severity else None
    reason = _not_asked(question, view)
    if reason:
        return reason, None
    return exclusions.of(item) or exclusions.joined(question.cut, is_left=question.rule is not None)


def _not_asked(question: Question, view: View) -> str:
    """Why an item is not asked of this launch, whatever is excluded; empty if it is."""
    if view.plan.launch.status == "cancelled":
        return "the launch is cancelled"
    if view.tier not in question.severity:
        return f"does not apply at tier {view.tier}"
    return _unfit(question, view)


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


def _asked(
    program: Program, view: View, exclusions: Exclusions, skipped: Mapping[str, str]
) -> tuple[int, ...]:
    """How many blockers each tier asks of the plan."""
    if view.plan.launch.status == "cancelled":
        return (0,) * len(TIERS)
    applying = [
        question.severity
        for question in program.questions
        if question.rule is not None
        and question.item.id not in skipped
        and not exclusions.covers(question.item)
        and not _unfit(question, view)
    ]
    return tuple(sum(severity.get(tier) == "blocker" for severity in applying) for tier in TIERS)


def _unproved(program: Program, view: View) -> dict[str, list[Problem]]:
    """Local evidence that does not exist, by the items that rely on it."""
    problems: dict[str, list[Problem]] = {}
    for where, link in view.facts.absent:
        if area_of(where) in program.left_out:
            continue
        words = f"{quote(link)} does not exist; evidence paths are relative to the plan"
        steps = tuple(EACH if type(step) is int else step for step in where)
        for id in program.leaning.get(steps, ()):
            problems.setdefault(id, []).append(Problem(where, words, wants=(where,)))
    return problems


def _findings(problems: Iterable[Problem], due: date, view: View) -> tuple[Finding, ...]:
    """Turn problems into findings, each with its locations in the file.

    What is under way or scheduled is late once it is past its own due date, or else the item's.
    """
    locate, today = view.facts.locate, view.today
    return tuple(
        [
            Finding(
                LATE if (own or due) < today and kind not in _TIMELESS else kind,
                where,
                f"{message}{_commented(where, locate(where))}" if kind == MISSING else message,
                locate(where),
                tuple(map(locate, related)) if related else (),
                wants=wants,
                owner=_person(view.plan, owner or None),
                due=own,
            )
            for where, message, kind, related, wants, own, owner in problems
        ]
    )


def _earliest(findings: Iterable[Finding], due: date) -> date | None:
    """The earliest due date of findings that have their own, if it is before the item's."""
    dates = [each.due for each in findings if each.due and each.due < due and not each.waived]
    return min(dates, default=None)


def _commented(where: Where, place: Location) -> str:
    """What to add to a message where the value of a missing fact has become a comment."""
    if not where or "#" not in place.text:
        return ""
    from launchcheck import yaml_hints

    hint = yaml_hints.commented(place.text, str(where[-1]))
    return hint and f": {hint}"


def _person(plan: Plan, id: str | None) -> Person | None:
    """A person of the plan, by id."""
    if id is None:
        return None
    person = (plan.people or {}).get(id)
    return Person(id, (person.name if person else None) or id)


def _owners(plan: Plan) -> dict[str, Person]:
    """The owner of each area; the area `launch` belongs to the launch owner."""
    ids = {"launch": plan.launch.owner}
    if plan.owners:
        ids |= {area: getattr(plan.owners, area) for area in AREAS}
    return {area: person for area, id in ids.items() if (person := _person(plan, id))}


def _launch(plan: Plan, first_customers: FirstCustomers) -> Launch:
    """The head of the report."""
    launch = plan.launch
    return Launch(
        name=launch.name,
        summary=launch.summary or "",
        status=launch.status,
        tier=launch.tier,
        date=launch.day,
        window=None if launch.date.is_day else launch.date,
        release_date=launch.release_day,
        timezone=launch.timezone,
        owner=_person(plan, launch.owner),
        decider=_person(plan, launch.decider),
        first_customers=first_customers,
    )
