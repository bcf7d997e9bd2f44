"""May this launch go? A plan, a checklist and the facts in; a report out. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.checks.base import MISSING, Context, Problem
from launchcheck.checks.options import show_scalar
from launchcheck.dates import due_on
from launchcheck.outline import outline_of
from launchcheck.panels import panels_of
from launchcheck.plan import AREAS
from launchcheck.plan.paths import EACH
from launchcheck.report import Area, Finding, Launch, Person, Report, Result, Status
from launchcheck.text import quote
from launchcheck.waivers import Waivers, status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from launchcheck.checklist import Checklist, Item
    from launchcheck.errors import Location
    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.report import Waiver
    from launchcheck.source import Where


def validate(
    plan: Plan, checklist: Checklist, facts: Facts, *, tier: int | None = None, waived: bool = True
) -> Report:
    """Ask every item of the checklist, as the launch's own tier or another one would ask it.

    Without `waived` the plan's waivers accept nothing, and the report shows none.

    Raises:
        LaunchcheckError: waivers that the checklist's rules refuse, located.

    """
    context = Context(plan, facts, plan.launch.tier if tier is None else tier)
    owners = _owners(plan)
    waivers = Waivers(plan, checklist, facts) if waived and plan.waivers else None
    results = tuple(_answers(checklist, context, owners, waivers))
    return Report(
        source=facts.source,
        launch=_launch(plan),
        tier=context.tier,
        as_of=facts.today,
        checklists=checklist.names,
        areas=tuple(Area(area.id, area.question, owners.get(area.id)) for area in checklist.areas),
        results=results,
        outline=outline_of(plan),
        panels=panels_of(plan, checklist, facts, context.tier),
        waivers=waivers.all() if waivers else (),
    )


def _answers(
    checklist: Checklist, context: Context, owners: dict[str, Person], waivers: Waivers | None
) -> Iterator[Result]:
    """The answer to each item: one loop, since this is what all time goes into."""
    tier, today, launch_date = context.tier, context.today, context.launch_date
    locate, evidence_absent = context.facts.locate, context.facts.absent
    for item, answers, severities, due_day, when, problems_of, progress_of in checklist.questions:
        severity, owner = severities.get(tier), owners.get(answers)
        due = due_on(launch_date, due_day)
        left = (due - today).days
        if severity is None or when or context.is_cancelled:
            reason = _not_asked(item, context)
            if severity is None or reason:
                yield Result(item, severity or "", Status.NOT_APPLICABLE, due, left, owner, reason=reason)
                continue
        problems = list(problems_of(context))
        if evidence_absent:
            problems += _unproved(item, context)
        progress = progress_of(context, problems)
        if not problems:
            yield Result(item, severity, Status.PASSED, due, left, owner, (), progress)
            continue
        findings = _findings(problems, locate)
        applied: tuple[Waiver, ...] = ()
        if waivers:
            findings, applied = waivers.accept(item, findings)
        yield Result(item, severity, status_of(findings), due, left, owner, findings, progress, "", applied)


def _not_asked(item: Item, context: Context) -> str:
    """Why an item does not apply, or nothing."""
    if context.is_cancelled:
        return "the launch is cancelled"
    if context.tier not in item.severity:
        return f"not asked at tier {context.tier}"
    for path, test in item.when.items():
        values = [value for _, value in context.select(path)]
        # What decides whether an item is asked may itself be unanswered: then it is asked.
        unfit = [
            value
            for value in values
            if (verdict := test.verdict(value, context)) and (verdict != MISSING or test.given)
        ]
        if unfit and len(unfit) == len(values):
            return f"asked only where {path} is {test.words(context)}; it is {show_scalar(unfit[0])}"
    return ""


def _unproved(item: Item, context: Context) -> list[Problem]:
    """Local evidence that the item leans on, and that is not there."""
    leans_on = {path.steps for path in item.reads()}
    return [
        Problem(where, f"{quote(link)} is not there; evidence is looked for beside the plan")
        for where, link in context.facts.absent
        if tuple(EACH if type(step) is int else step for step in where) in leans_on
    ]


def _findings(problems: list[Problem], locate: Callable[[Where], Location]) -> tuple[Finding, ...]:
    """Problems, each with the places in the file that it speaks of."""
    return tuple(
        [
            Finding(kind, where, message, locate(where), tuple(map(locate, related)) if related else ())
            for where, message, kind, related, _ in problems
        ]
    )


def _person(plan: Plan, id: str | None) -> Person | None:
    """Somebody of the plan, by id."""
    if id is None:
        return None
    person = (plan.people or {}).get(id)
    return Person(id, (person.name if person else None) or id)


def _owners(plan: Plan) -> dict[str, Person]:
    """Who answers for each area; the owner of the launch for the envelope."""
    ids = {"launch": plan.launch.owner}
    if plan.owners:
        ids |= {area: getattr(plan.owners, area) for area in AREAS}
    return {area: person for area, id in ids.items() if (person := _person(plan, id))}


def _launch(plan: Plan) -> Launch:
    """The head of the report."""
    launch = plan.launch
    return Launch(
        name=launch.name,
        summary=launch.summary or "",
        status=launch.status,
        tier=launch.tier,
        date=launch.date,
        release_date=launch.release_date,
        timezone=launch.timezone,
        owner=_person(plan, launch.owner),
        decider=_person(plan, launch.decider),
    )
