"""The outline of a plan: the facts for a one-page brief or an overview of many launches."""

from typing import TYPE_CHECKING, NamedTuple

from launchcheck.people import Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from launchcheck.plan import Plan
    from launchcheck.windows import Window

# What the plan leaves out is an empty string if it is text, an empty tuple if it is a list, else None.


class Buyer(NamedTuple):
    """The economic buyer."""

    role: str
    pain: str
    trigger: str
    budget: str
    objections: tuple[str, ...]


class User(NamedTuple):
    """A user of the product, as distinct from the buyer."""

    role: str
    job: str
    today: str


class Segment(NamedTuple):
    """A segment of the market; the first has `priority` 1."""

    id: str
    name: str
    accounts: int | None
    priority: int | None
    why: str


class Goal(NamedTuple):
    """A number that the launch should move; `threshold` and `action` belong to guardrails."""

    id: str
    kind: str
    metric: str
    unit: str
    baseline: float | None
    target: float | None
    by: "date | None"
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
    goes_live: "date | None"
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
    frozen_on: "date | None"


class Caveat(NamedTuple):
    """A limit of the product that customers must know.

    While only a period is known, `fix_by_window` is that period, and `fix_by` its last day.
    """

    id: str
    text: str
    customer_visible: bool
    workaround: str
    fix_by: "date | None"
    fix_by_window: "Window | None" = None


class Member(NamedTuple):
    """A person on the launch; `backup` is an id."""

    id: str
    name: str
    function: str
    backup: str


class Step(NamedTuple):
    """A step of the rollout: from `date` on, `percent` of the customers have it."""

    date: "date | None"
    percent: float | None
    exit: str


class Review(NamedTuple):
    """A review after the launch."""

    date: "date | None"
    owner: Person | None


class Dates(NamedTuple):
    """The dates of a launch; `review` is that of the go/no-go meeting, `reviews` come after the launch.

    While only a period is known of the launch or the release, `launch_window` or `release_window` is
    that period, and the date its last day.
    """

    launch: "date"
    release: "date | None" = None
    review: "date | None" = None
    embargo: "date | None" = None
    rollout: tuple[Step, ...] = ()
    reviews: tuple[Review, ...] = ()
    launch_window: "Window | None" = None
    release_window: "Window | None" = None


class Outline(NamedTuple):
    """What a plan says about a launch, in the order of the plan.

    `caveats` is None if the plan does not list any yet, and empty if it says `none`.
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


def outline_of(plan: "Plan") -> Outline:
    """Return the outline of a plan."""
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


def _dates(plan: "Plan") -> Dates:
    launch, product = plan.launch, plan.product
    rollout = product.rollout if product else None
    return Dates(
        launch=launch.day,
        release=launch.release_day,
        review=launch.review_on,
        embargo=launch.embargo_until,
        rollout=tuple(
            Step(each.date, each.percent, each.exit or "") for each in (rollout and rollout.steps) or ()
        ),
        reviews=tuple(Review(each.date, _person(plan, each.owner)) for each in launch.reviews or ()),
        launch_window=launch.date.period,
        release_window=launch.release_date.period if launch.release_date else None,
    )


def _person(plan: "Plan", id: str | None) -> Person | None:
    if id is None:
        return None
    person = (plan.people or {}).get(id)
    return Person(id, (person and person.name) or id)


def _people(plan: "Plan") -> tuple[Member, ...]:
    return tuple(
        Member(id, each.name or id, _functions(each.function), each.backup or "")
        for id, each in (plan.people or {}).items()
    )


def _functions(found: "str | Sequence[str] | None") -> str:
    """Return a person's functions as words in a row; empty without one."""
    return found if isinstance(found, str) else ", ".join(found or ())


def _buyer(plan: "Plan") -> Buyer | None:
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


def _users(plan: "Plan") -> tuple[User, ...]:
    users = plan.audience.users if plan.audience else None
    return tuple(User(each.role or "", each.job or "", each.today or "") for each in users or ())


def _segments(plan: "Plan") -> tuple[Segment, ...]:
    segments = plan.audience.segments if plan.audience else None
    return tuple(
        Segment(each.id, each.name or "", each.accounts, each.priority, each.why or "")
        for each in filter(None, segments or ())  # a wave leaves gaps
    )


def _goals(plan: "Plan") -> tuple[Goal, ...]:
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


def _campaigns(plan: "Plan") -> tuple[Campaign, ...]:
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
        for each in filter(None, plan.campaigns or ())  # a wave leaves gaps
    )


def _availability(plan: "Plan") -> Availability | None:
    found = plan.product.availability if plan.product else None
    if found is None:
        return None
    return Availability(found.stage or "", _texts(found.plans), _texts(found.regions), _texts(found.roles))


def _scope(plan: "Plan") -> Scope | None:
    scope = plan.product.scope if plan.product else None
    return Scope(_texts(scope.in_), _texts(scope.out), scope.frozen_on) if scope else None


def _caveats(plan: "Plan") -> tuple[Caveat, ...] | None:
    """Return the caveats; an empty list does not count as an answer."""
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
            fix_by=each.fix_by.last if each.fix_by else None,
            fix_by_window=each.fix_by.period if each.fix_by else None,
        )
        for each in caveats
    )


def _texts(found: "Sequence[str] | None") -> tuple[str, ...]:
    return tuple(filter(None, found or ()))
