"""The outline of a plan: what a one-page brief or an overview of many launches tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from launchcheck.report import Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from launchcheck.plan import Plan

# Text that the plan leaves out is empty here, a list is an empty tuple, anything else is None.


class Buyer(NamedTuple):
    """The economic buyer."""

    role: str
    pain: str
    trigger: str
    budget: str
    objections: tuple[str, ...]


class User(NamedTuple):
    """Somebody who uses the product, as distinct from the buyer."""

    role: str
    job: str
    today: str


class Segment(NamedTuple):
    """A part of the market; `priority` is 1 for the first."""

    id: str
    name: str
    accounts: int | None
    priority: int | None
    why: str


class Goal(NamedTuple):
    """A number that the launch is to move; `threshold` and `action` are a guardrail's."""

    id: str
    kind: str
    metric: str
    unit: str
    baseline: float | None
    target: float | None
    by: date | None
    threshold: float | None
    action: str
    owner: Person | None


class Campaign(NamedTuple):
    """A campaign; `segments` and `goal` are ids. `public` is None where the plan leaves it open."""

    id: str
    name: str
    channel: str
    segments: tuple[str, ...]
    goal: str
    owner: Person | None
    goes_live: date | None
    public: bool | None
    call_to_action: str


class Availability(NamedTuple):
    """Who can have the product."""

    stage: str
    plans: tuple[str, ...]
    regions: tuple[str, ...]
    roles: tuple[str, ...]


class Scope(NamedTuple):
    """What is part of the launch, and what is not."""

    included: tuple[str, ...]
    excluded: tuple[str, ...]
    frozen_on: date | None


class Caveat(NamedTuple):
    """Something that must be said about the product."""

    id: str
    text: str
    customer_visible: bool
    workaround: str
    fix_by: date | None


class Member(NamedTuple):
    """Somebody who takes part in the launch; `backup` is an id."""

    id: str
    name: str
    function: str
    backup: str


class Step(NamedTuple):
    """A step of the rollout: from `date` on, `percent` of the customers have it."""

    date: date | None
    percent: float | None
    exit: str


class Review(NamedTuple):
    """A review after the launch."""

    date: date | None
    owner: Person | None


class Dates(NamedTuple):
    """The dates of a launch; `review` is that of the go/no-go meeting, `reviews` come after the launch."""

    launch: date
    release: date | None = None
    review: date | None = None
    embargo: date | None = None
    rollout: tuple[Step, ...] = ()
    reviews: tuple[Review, ...] = ()


class Outline(NamedTuple):
    """What a plan says of a launch, in the order of the plan.

    `caveats` is None where the plan has none yet, and empty where it says `none`.
    """

    dates: Dates
    statement: str = ""
    decider: Person | None = None
    people: tuple[Member, ...] = ()
    buyer: Buyer | None = None
    users: tuple[User, ...] = ()
    segments: tuple[Segment, ...] = ()
    goals: tuple[Goal, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    availability: Availability | None = None
    scope: Scope | None = None
    caveats: tuple[Caveat, ...] | None = None


def outline_of(plan: Plan) -> Outline:
    """Everything of a plan that an outline tells."""
    messaging = plan.messaging
    return Outline(
        dates=_dates(plan),
        statement=(messaging and messaging.statement) or "",
        decider=_person(plan, plan.launch.decider),
        people=_people(plan),
        buyer=_buyer(plan),
        users=_users(plan),
        segments=_segments(plan),
        goals=_goals(plan),
        campaigns=_campaigns(plan),
        availability=_availability(plan),
        scope=_scope(plan),
        caveats=_caveats(plan),
    )


def _dates(plan: Plan) -> Dates:
    """The dates of the launch, its rollout and its reviews."""
    launch, product = plan.launch, plan.product
    rollout = product.rollout if product else None
    return Dates(
        launch=launch.date,
        release=launch.release_date,
        review=launch.review_on,
        embargo=launch.embargo_until,
        rollout=tuple(
            Step(each.date, each.percent, each.exit or "") for each in (rollout and rollout.steps) or ()
        ),
        reviews=tuple(Review(each.date, _person(plan, each.owner)) for each in launch.reviews or ()),
    )


def _person(plan: Plan, id: str | None) -> Person | None:
    """A person of the plan, by id."""
    if id is None:
        return None
    person = (plan.people or {}).get(id)
    return Person(id, (person and person.name) or id)


def _people(plan: Plan) -> tuple[Member, ...]:
    """Everybody who takes part."""
    return tuple(
        Member(id, each.name or id, each.function or "", each.backup or "")
        for id, each in (plan.people or {}).items()
    )


def _buyer(plan: Plan) -> Buyer | None:
    """The economic buyer."""
    buyer = plan.audience.buyer if plan.audience else None
    if buyer is None:
        return None
    return Buyer(
        role=buyer.role or "",
        pain=buyer.pain or "",
        trigger=buyer.trigger or "",
        budget=buyer.budget or "",
        objections=_texts(buyer.objections),
    )


def _users(plan: Plan) -> tuple[User, ...]:
    """Those who use the product."""
    users = plan.audience.users if plan.audience else None
    return tuple(User(each.role or "", each.job or "", each.today or "") for each in users or ())


def _segments(plan: Plan) -> tuple[Segment, ...]:
    """The parts of the market."""
    segments = plan.audience.segments if plan.audience else None
    return tuple(
        Segment(each.id, each.name or "", each.accounts, each.priority, each.why or "")
        for each in segments or ()
    )


def _goals(plan: Plan) -> tuple[Goal, ...]:
    """What the launch is for, and what would stop it."""
    return tuple(
        Goal(
            id=each.id,
            kind=each.kind or "",
            metric=each.metric or "",
            unit=each.unit or "",
            baseline=each.baseline,
            target=each.target,
            by=each.by,
            threshold=each.threshold,
            action=each.action or "",
            owner=_person(plan, each.owner),
        )
        for each in plan.goals or ()
    )


def _campaigns(plan: Plan) -> tuple[Campaign, ...]:
    """The campaigns, each with its channel and date."""
    return tuple(
        Campaign(
            id=each.id,
            name=each.name or "",
            channel=each.channel or "",
            segments=_texts(each.audience),
            goal=each.goal or "",
            owner=_person(plan, each.owner),
            goes_live=each.goes_live,
            public=each.public,
            call_to_action=each.call_to_action or "",
        )
        for each in plan.campaigns or ()
    )


def _availability(plan: Plan) -> Availability | None:
    """Who can have the product."""
    found = plan.product.availability if plan.product else None
    if found is None:
        return None
    return Availability(found.stage or "", _texts(found.plans), _texts(found.regions), _texts(found.roles))


def _scope(plan: Plan) -> Scope | None:
    """What is part of the launch, and what is not."""
    scope = plan.product.scope if plan.product else None
    return Scope(_texts(scope.in_), _texts(scope.out), scope.frozen_on) if scope else None


def _caveats(plan: Plan) -> tuple[Caveat, ...] | None:
    """What must be said about the product; a list without entries says nothing yet."""
    caveats = plan.product.caveats if plan.product else None
    if not caveats:
        return None
    if isinstance(caveats, str):
        return ()
    return tuple(
        Caveat(
            id=each.id,
            text=each.text or "",
            customer_visible=each.customer_visible is not False,
            workaround=each.workaround or "",
            fix_by=each.fix_by,
        )
        for each in caveats
    )


def _texts(found: Sequence[str] | None) -> tuple[str, ...]:
    """A list of the plan as a tuple."""
    return tuple(found or ())
