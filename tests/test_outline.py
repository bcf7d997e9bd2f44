"""The outline of a plan: all that a one-page brief needs, as plain values."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from launchcheck import api, catalog
from launchcheck.outline import (
    Availability,
    Buyer,
    Campaign,
    Caveat,
    Dates,
    Goal,
    Member,
    Outline,
    Review,
    Scope,
    Segment,
    Step,
    User,
    outline_of,
)
from launchcheck.parse import read
from launchcheck.people import Person
from launchcheck.plan import Plan
from launchcheck.report import Verdict
from launchcheck.source import Source
from launchcheck.windows import Window

READY = (Path(__file__).parent.parent / "examples" / "ready.yaml").read_text("utf-8")
MINIMAL = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 3}\n"
DANA, PRIYA = Person("dana", "Dana Reyes"), Person("priya", "Priya Nair")
TODAY = date(2027, 2, 1)
SAM, LIN = Person("sam", "Sam Okoye"), Person("lin", "Lin Chen")


def outline(text: str) -> Outline:
    """The outline in the report on a plan."""
    return api.validate_text(text, today=TODAY).outline


EXPECTED = Outline(
    dates=Dates(
        launch=date(2027, 2, 16),
        release=date(2027, 2, 15),
        review=date(2027, 2, 12),
        embargo=date(2027, 2, 16),
        rollout=(
            Step(date(2027, 1, 20), 0, "Staff find no severity 1 in five days"),
            Step(date(2027, 2, 15), 10, "Error rate below 0.5 % for a day"),
            Step(date(2027, 2, 16), 100, ""),
        ),
        reviews=(
            Review(date(2027, 2, 23), DANA),
            Review(date(2027, 3, 18), DANA),
            Review(date(2027, 5, 17), PRIYA),
        ),
    ),
    statement="For revenue operations teams whose systems disagree, Orbit Sync keeps both right within minutes.",
    decider=Person("grace", "Grace Liu"),
    people=(
        Member("priya", "Priya Nair", "product_management", "ben"),
        Member("dana", "Dana Reyes", "product_marketing", "sam"),
        Member("sam", "Sam Okoye", "marketing", "dana"),
        Member("omar", "Omar Haddad", "sales_enablement", "grace"),
        Member("lin", "Lin Chen", "customer_success", "ben"),
        Member("ben", "Ben Ortiz", "engineering", ""),
        Member("grace", "Grace Liu", "executive", ""),
    ),
    buyer=Buyer(
        role="VP Revenue Operations",
        pain="Two systems that disagree",
        trigger="A missed forecast",
        budget="Owns the tooling budget",
        objections=("Security review takes a quarter",),
    ),
    users=(User("Revenue operations analyst", "Keep fields in step", "Weekly CSV export"),),
    segments=(
        Segment("mid-market", "Mid-market SaaS", 1200, 1, "Shortest security review"),
        Segment("enterprise", "Enterprise SaaS", 300, 2, ""),
    ),
    goals=(
        Goal(
            id="activation",
            kind="primary",
            metric="Activated workspaces",
            unit="workspaces",
            baseline=0,
            target=400,
            by=date(2027, 5, 17),
            threshold=None,
            action="",
            owner=PRIYA,
        ),
        Goal(
            id="pipeline",
            kind="secondary",
            metric="Enterprise opportunities that name Orbit Sync",
            unit="opportunities",
            baseline=6,
            target=40,
            by=date(2027, 5, 17),
            threshold=None,
            action="",
            owner=DANA,
        ),
        Goal(
            id="tickets",
            kind="guardrail",
            metric="Sync tickets per 100 workspaces",
            unit="",
            baseline=None,
            target=None,
            by=None,
            threshold=30,
            action="Pause the rollout",
            owner=LIN,
        ),
    ),
    campaigns=(
        Campaign(
            id="launch-email",
            name="Launch email",
            channel="email",
            segments=("mid-market",),
            goal="activation",
            owner=SAM,
            goes_live=date(2027, 2, 16),
            public=True,
            call_to_action="Connect your CRM",
        ),
        Campaign(
            id="enterprise-webinar",
            name="Two systems, one truth",
            channel="webinar",
            segments=("enterprise",),
            goal="pipeline",
            owner=DANA,
            goes_live=date(2027, 2, 18),
            public=True,
            call_to_action="Book a security review",
        ),
    ),
    availability=Availability("general", ("team", "enterprise"), ("us", "eu"), ("admin",)),
    scope=Scope(("Two-way sync", "Field mapping"), ("Audit log", "On-premises"), date(2027, 1, 12)),
    caveats=(
        Caveat(
            id="eu-sso",
            text="EU tenants get single sign-on in April.",
            customer_visible=True,
            workaround="Password sign-in",
            fix_by=date(2027, 4, 15),
        ),
    ),
)


def test_an_outline_summarizes_the_plan() -> None:
    """Buyer, users, segments, goals, campaigns, availability, scope, caveats, people, statement and dates."""
    assert outline(READY) == EXPECTED


def test_a_minimal_plan_has_an_outline_with_dates_only() -> None:
    """Whatever the plan omits is empty."""
    assert outline(MINIMAL) == Outline(Dates(date(2027, 2, 16)))


def test_a_cancelled_launch_keeps_its_outline() -> None:
    """A portfolio includes cancelled launches too."""
    text = READY.replace("status: planned", "status: cancelled")
    report = api.validate_text(text, today=TODAY)
    assert report.verdict is Verdict.CANCELLED
    assert report.outline == EXPECTED


def test_empty_sections_stay_in_the_outline() -> None:
    """A section without facts is present, and empty."""
    text = f"""{MINIMAL}people: {{dana: {{}}}}
product: {{scope: {{}}, availability: {{}}, rollout: {{}}}}
audience: {{buyer: {{}}, users: [{{}}], segments: [{{id: small}}]}}
messaging: {{}}
goals: [{{id: more}}]
campaigns: [{{id: mail, owner: dana}}]
"""
    assert outline(text) == Outline(
        Dates(date(2027, 2, 16)),
        people=(Member("dana", "dana", "", ""),),
        buyer=Buyer("", "", "", "", ()),
        users=(User("", "", ""),),
        segments=(Segment("small", "", None, None, ""),),
        goals=(Goal("more", "", "", "", None, None, None, None, "", None),),
        campaigns=(Campaign("mail", "", "", (), "", Person("dana", "dana"), None, None, ""),),
        availability=Availability("", (), (), ()),
        scope=Scope((), (), None),
    )


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ("{}", None),
        ("{caveats: []}", None),
        ("{caveats: none}", ()),
        ("{caveats: [{id: a, customer_visible: false}]}", (Caveat("a", "", False, "", None),)),
    ],
)
def test_none_differs_from_not_yet_answered(product: str, expected: tuple[Caveat, ...] | None) -> None:
    """`none` is an answer; an empty or missing list is not."""
    assert outline(f"{MINIMAL}product: {product}\n").caveats == expected


def _values(value: Any) -> Iterator[Any]:
    """All values inside a value."""
    yield value
    if isinstance(value, tuple):
        for each in value:
            yield from _values(each)


def test_an_outline_is_made_of_plain_values() -> None:
    """Tuples, texts, numbers and dates: it can be hashed and pickled, and keeps no reference to the plan."""
    found = outline(READY)
    kinds = {type(each) for each in _values(found) if not isinstance(each, tuple)}
    assert kinds == {str, int, bool, date, type(None)}
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(EXPECTED)


def test_an_outline_depends_on_the_plan_alone() -> None:
    """Checklist, date and tier do not change it."""
    source = Source.parse(READY, "launch.yaml")
    whole = outline_of(read(source, Plan))
    assert whole == outline(READY)
    tier_reason = next(item for item in catalog.built_in().items if item.id == "launch.tier-reason")
    bare = catalog.built_in().model_copy(update={"items": (tier_reason,), "panels": ()})
    assert api.validate_text(READY, checklist=bare, today=date(2026, 1, 1), tier=3).outline == whole


def test_a_period_is_given_with_its_last_day() -> None:
    """The launch, the release and the fix of a caveat each have the period where the day is not known."""
    text = (
        MINIMAL.replace("2027-02-16", "2027-Q1, release_date: 2027-02")
        + "product: {caveats: [{id: eu-sso, text: No single sign-on in Europe, fix_by: 2027-H1}]}\n"
    )
    found = outline(text)
    assert found.dates == Dates(
        launch=date(2027, 3, 31),
        release=date(2027, 2, 28),
        launch_window=Window.of("2027-Q1"),
        release_window=Window.of("2027-02"),
    )
    assert found.caveats
    assert (found.caveats[0].fix_by, found.caveats[0].fix_by_window) == (
        date(2027, 6, 30),
        Window.of("2027-H1"),
    )


def test_a_day_has_no_period() -> None:
    """Only what is not known to the day has one."""
    found = outline(READY)
    assert (found.dates.launch_window, found.dates.release_window) == (None, None)
