"""Waivers: accepting open items, and the rules for it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck import catalog
from launchcheck.checklist import Checklist, Layer
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.parse import read
from launchcheck.plan import Plan
from launchcheck.report import FailOn, Report, Verdict
from launchcheck.results import Result, Status
from launchcheck.source import Source
from launchcheck.validate import validate

TODAY = date(2027, 2, 12)

PLAN = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1, owner: dana}
people:
  dana: {name: Dana Reyes}
  omar: {name: Omar Haddad}
  grace: {name: Grace Liu}
  sam: {}
owners: {campaigns: omar, sales: sam}
goals: [{id: "1", metric: Signups}, {id: activation}]
campaigns:
  - {id: launch-email, channel: email, claims: [{text: Fast}, {text: Safe}]}
  - {id: blog, claims: [{text: Small}]}
product: {scope: {in: [Sync]}, caveats: none}
custom: {reviews: [{by: dana}, {by: omar}], word: x}
"""
CHECKLIST = """\
checklist: 1
name: acme
areas:
  - {id: launch, question: Is there a reason?}
  - {id: campaigns, question: Are there campaigns?}
  - {id: goals, question: Are there goals?}
  - {id: sales, question: Is sales ready?}
RULES
items:
  - {id: campaigns.owned, area: campaigns, question: Owned?, why: A, fix: B, severity: blocker, due: T-7, check: {kind: each, of: campaigns, what: campaign, has: [owner]}}
  - {id: campaigns.proved, area: campaigns, question: Proved?, why: A, fix: B, severity: blocker, due: T-1, check: {kind: each, of: 'campaigns[].claims', what: claim, has: [proof]}}
  - {id: campaigns.named, area: campaigns, question: Named?, why: A, fix: B, severity: warning, due: T+7, check: {kind: each, of: campaigns, what: campaign, has: [name]}}
  - {id: campaigns.channels, area: campaigns, question: Channels?, why: A, fix: B, severity: blocker, due: T-7, check: {kind: each, of: campaigns, what: campaign, where: {id: launch-email}, has: [channel]}}
  - {id: campaigns.answered-by-sales, area: campaigns, owner: sales, question: Owned?, why: A, fix: B, severity: blocker, due: T-7, check: {kind: each, of: campaigns, what: campaign, has: [goal]}}
  - {id: launch.reason, area: launch, question: Reason?, why: A, fix: B, severity: {1: blocker, 2: blocker}, due: T-7, check: {kind: present, paths: [launch.tier_reason]}}
  - {id: goals.held, area: goals, question: Held?, why: A, fix: B, severity: blocker, due: T-7, waivable: false, check: {kind: each, of: goals, has: [metric]}}
  - {id: campaigns.due, area: campaigns, question: Due?, why: A, fix: B, severity: {3: blocker}, due: T-7, waived_one_by_one: true, check: {kind: each, of: campaigns, what: campaign, has: [goes_live]}}
  - {id: sales.pitch, area: sales, question: Pitch?, why: A, fix: B, severity: {2: blocker}, due: T-7, check: {kind: present, paths: [sales.kit.pitch]}}
  - {id: sales.kit, area: sales, question: Kit?, why: A, fix: B, severity: blocker, due: T-7, check: {kind: present, paths: [sales.kit.pitch, sales.demo.owner]}}
"""  # one item per line


def waiver(check: str = "campaigns.owned", **fields: str) -> dict[str, str]:
    """A valid waiver, except for the given fields."""
    return {
        "check": check,
        "reason": "The summit covers it.",
        "approved_by": "grace",
        "approved_on": "2027-02-05",
        "expires": "2027-03-05",
        **fields,
    }


def checklist(rules: str = "") -> Checklist:
    """The checklist, with rules for waivers."""
    layer = read(Source.parse(CHECKLIST.replace("RULES", f"waivers: {{{rules}}}"), "acme.yaml"), Layer)
    return Checklist(
        names=(layer.name,),
        areas=tuple(layer.areas),
        items=tuple(layer.items),
        **({"waivers": layer.waivers} if layer.waivers else {}),
    )


def report(
    *waivers: dict[str, str], rules: str = "", today: date = TODAY, plan: str = PLAN, **options: Any
) -> Report:
    """The report of the checklist on the plan with waivers."""
    lines = [f"  - {json.dumps(each)}\n" for each in waivers]
    source = Source.parse(f"{plan}waivers:\n{''.join(lines) or '  []'}", "plan.yaml")
    facts = Facts(today, source.locate, source.name)
    return validate(read(source, Plan), checklist(rules), facts, **options)


def result(found: Report, id: str = "campaigns.owned") -> Result:
    """The result of one item."""
    return next(each for each in found.results if each.item.id == id)


def accepted(found: Report, id: str = "campaigns.owned") -> list[tuple[str, bool]]:
    """The findings of an item, and which of them are waived."""
    return [(each.message, each.waived) for each in result(found, id).findings]


def refused(*waivers: dict[str, str], **options: Any) -> list[tuple[str, str]]:
    """The errors and hints for waivers that break a rule."""
    with pytest.raises(LaunchcheckError) as caught:
        report(*waivers, **options)
    return [(str(part), part.hint) for part in caught.value.parts]


EMAIL = "campaign 'launch-email' is missing owner"
BLOG = "campaign 'blog' is missing owner"


# -- what a waiver does ------------------------------------------------------------------------


def test_a_waiver_accepts_every_finding_of_its_item() -> None:
    """An item whose findings are all waived is waived: neither open nor passed."""
    found = report(waiver())
    one = result(found)
    assert (one.status, one.is_open, one.blocks, accepted(found)) == (
        Status.WAIVED,
        False,
        False,
        [(EMAIL, True), (BLOG, True)],
    )


def test_a_waiver_shows_reason_approver_and_days_left() -> None:
    """Every field of a waiver is in the report, with the item and in the list of waivers."""
    found = report(waiver(where="campaigns.blog", follow_up="Name somebody."))
    (shown,) = found.waivers
    assert (
        shown.check,
        shown.where,
        shown.reason,
        (shown.approved_by.id, shown.approved_by.name),
        (str(shown.approved_on), str(shown.expires), shown.days_left),
        (shown.follow_up, shown.state, str(shown.location)),
        result(found).waivers == found.waivers,
    ) == (
        "campaigns.owned",
        "campaigns.blog",
        "The summit covers it.",
        ("grace", "Grace Liu"),
        ("2027-02-05", "2027-03-05", 21),
        ("Name somebody.", "in_force", "plan.yaml:16:5"),
        True,
    )


def test_each_waiver_has_its_own_place_and_fields() -> None:
    """The second waiver is shown at its own place; optional fields are empty."""
    found = report(waiver("launch.reason"), waiver())
    assert [(str(each.location), each.where, each.follow_up) for each in found.waivers] == [
        ("plan.yaml:16:5", "", ""),
        ("plan.yaml:17:5", "", ""),
    ]
    assert [result(found, id).status for id in ("launch.reason", "campaigns.owned")] == [Status.WAIVED] * 2


def test_an_approver_without_a_name_is_shown_by_id() -> None:
    """A person whose name the plan omits is still shown."""
    assert report(waiver(approved_by="sam")).waivers[0].approved_by.name == "sam"


def test_a_waiver_leaves_other_items_open() -> None:
    """A waiver for one item does not affect the others."""
    before, after = report(), report(waiver())
    others = [
        [
            (each.item.id, each.status, each.findings)
            for each in one.results
            if each.item.id != "campaigns.owned"
        ]
        for one in (before, after)
    ]
    assert others[0] == others[1]


@pytest.mark.parametrize(
    "where", ["campaigns.launch-email", "campaigns.0", "campaigns[0]", "campaigns.launch-email.owner"]
)
def test_a_waiver_for_one_finding_leaves_the_others(where: str) -> None:
    """By id, by number, or down to the missing fact, one finding is waived and the item stays open."""
    found = report(waiver(where=where))
    assert (result(found).status, accepted(found), len(result(found).waivers)) == (
        Status.UNANSWERED,
        [(EMAIL, True), (BLOG, False)],
        1,
    )


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("campaigns.launch-email.claims.1", [False, True, False]),
        ("campaigns[0].claims[1].proof", [False, True, False]),
        ("campaigns.0.claims", [True, True, False]),
        ("campaigns.launch-email", [True, True, False]),
        ("campaigns", [True, True, True]),
    ],
)
def test_a_waiver_accepts_findings_below_its_place(where: str, expected: list[bool]) -> None:
    """A place in the plan covers all findings at it and below it."""
    assert [
        waived for _, waived in accepted(report(waiver("campaigns.proved", where=where)), "campaigns.proved")
    ] == (expected)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("sales.kit.pitch", [True, False]),
        ("sales.kit", [True, False]),
        ("sales", [True, True]),
        ("sales.demo", [False, True]),
    ],
)
def test_a_missing_fact_can_be_waived_by_its_place(where: str, expected: list[bool]) -> None:
    """A missing fact is named by its place, even if its section is missing."""
    found = report(waiver("sales.kit", where=where))
    assert [waived for _, waived in accepted(found, "sales.kit")] == expected


def test_two_waivers_accept_two_findings() -> None:
    """Waivers of one item add up."""
    found = report(waiver(where="campaigns.launch-email"), waiver(where="campaigns.blog"))
    assert (result(found).status, [each.where for each in result(found).waivers], found.unused_waivers) == (
        Status.WAIVED,
        ["campaigns.launch-email", "campaigns.blog"],
        (),
    )


def test_an_unused_waiver_leaves_the_next_in_force() -> None:
    """The first is unused; the second accepts its finding."""
    wheres = ("campaigns.blog.goal", "campaigns.blog.name")
    found = report(*(waiver("campaigns.named", where=where) for where in wheres))
    assert [waived for _, waived in accepted(found, "campaigns.named")] == [False, True]
    assert [each.where for each in found.unused_waivers] == ["campaigns.blog.goal"]


def test_an_expired_waiver_beside_a_valid_one() -> None:
    """Only the valid one accepts anything."""
    found = report(
        waiver(where="campaigns.launch-email"), waiver(where="campaigns.blog", expires="2027-02-11")
    )
    assert (result(found).status, accepted(found), [each.state for each in found.waivers]) == (
        Status.UNANSWERED,
        [(EMAIL, True), (BLOG, False)],
        ["in_force", "expired"],
    )


def test_one_waiver_accepts_many_findings_quickly() -> None:
    """Thousands of findings are matched in linear time."""
    plan = PLAN.replace("campaigns:\n", "campaigns:\n" + "".join(f"  - {{id: c{n}}}\n" for n in range(4000)))
    found = report(waiver(), plan=plan)
    assert (len(result(found).findings), result(found).status) == (4002, Status.WAIVED)


def test_many_waivers_accept_many_findings_quickly() -> None:
    """Each finding is compared only with the waivers for its place."""
    numbers = range(4000)
    plan = PLAN.replace("campaigns:\n", "campaigns:\n" + "".join(f"  - {{id: c{n}}}\n" for n in numbers))
    found = report(*(waiver(where=f"campaigns.c{n}") for n in numbers), plan=plan)
    one = result(found)
    assert ([each.waived for each in one.findings], one.waivers == found.waivers) == (
        [True] * 4000 + [False] * 2,
        True,
    )


PLACES: dict[str, tuple[str | int, ...]] = {
    "": (),
    "campaigns": ("campaigns",),
    "campaigns.launch-email": ("campaigns", 0),
    "campaigns[0]": ("campaigns", 0),
    "campaigns.1": ("campaigns", 1),
    "campaigns.blog.owner": ("campaigns", 1, "owner"),
    "campaigns.blog.claims": ("campaigns", 1, "claims"),
    "campaigns.launch-email.claims.1": ("campaigns", 0, "claims", 1),
    "campaigns[0].claims[0].proof": ("campaigns", 0, "claims", 0, "proof"),
    "sales": ("sales",),
    "sales.kit": ("sales", "kit"),
    "sales.demo.owner": ("sales", "demo", "owner"),
    "launch.tier_reason": ("launch", "tier_reason"),
}
STATES: dict[str, dict[str, str]] = {
    "in_force": {},
    "expired": {"expires": "2027-02-11"},
    "not_yet": {"approved_on": "2027-02-13"},
}
ITEMS = ["campaigns.owned", "campaigns.proved", "campaigns.named", "campaigns.channels", "sales.kit"]
WRITTEN = st.tuples(
    st.sampled_from([*ITEMS, "launch.reason"]), st.sampled_from(list(PLACES)), st.sampled_from(list(STATES))
)


@settings(deadline=None)
@given(st.lists(WRITTEN, max_size=12))
def test_waivers_match_as_in_a_pairwise_comparison(
    written: list[tuple[str, str, str]],
) -> None:
    """For any places and states, the results equal those of comparing each waiver with each finding."""
    found = report(
        *(
            waiver(check, **({"where": where} if where else {}), **STATES[state])
            for check, where, state in written
        )
    )
    used = set()
    for one, bare in zip(found.results, report().results, strict=True):
        bearing = [
            index
            for index, (check, where, _) in enumerate(written)
            if check == one.item.id
            and any(finding.where[: len(PLACES[where])] == PLACES[where] for finding in bare.findings)
        ]
        in_force = [PLACES[written[index][1]] for index in bearing if written[index][2] == "in_force"]
        used.update(bearing)
        assert one.findings == tuple(
            finding._replace(waived=any(finding.where[: len(place)] == place for place in in_force))
            for finding in bare.findings
        )
        assert [(each.check, each.where, each.state) for each in one.waivers] == [
            written[index] for index in bearing
        ]
        assert [each.location for each in one.waivers] == [found.waivers[index].location for index in bearing]
    assert [each.state for each in found.waivers] == [
        "unused" if state == "in_force" and index not in used else state
        for index, (_, _, state) in enumerate(written)
    ]


# -- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "state", "days_left", "status"),
    [
        (date(2027, 2, 4), "not_yet", 29, Status.UNANSWERED),
        (date(2027, 2, 5), "in_force", 28, Status.WAIVED),
        (date(2027, 2, 26), "in_force", 7, Status.WAIVED),
        (date(2027, 3, 5), "in_force", 0, Status.WAIVED),
        (date(2027, 3, 6), "expired", -1, Status.UNANSWERED),
    ],
)
def test_a_waiver_is_valid_from_approval_to_expiry(
    today: date, state: str, days_left: int, status: Status
) -> None:
    """Before and after, the item is open, and the waiver is shown with it."""
    found = report(waiver(), today=today)
    one = result(found)
    assert ([(each.state, each.days_left) for each in one.waivers], one.status, found.waivers) == (
        [(state, days_left)],
        status,
        one.waivers,
    )


@pytest.mark.parametrize("days", [{"expires": "2027-02-11"}, {"approved_on": "2027-02-13"}])
def test_an_expired_or_future_waiver_is_not_unused(days: dict[str, str]) -> None:
    """It is reported as expired or not yet in force, whatever its item's result."""
    found = report(waiver("campaigns.channels", **days))
    assert (result(found, "campaigns.channels").status, found.unused_waivers, len(found.waivers)) == (
        Status.PASSED,
        (),
        1,
    )


# -- unused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "options"),
    [
        (waiver("campaigns.channels"), {}),
        (waiver(where="campaigns.launch-email.channel"), {}),
        (waiver(where="custom.reviews.1"), {}),
        (waiver(where="goals.activation"), {}),
        (waiver("sales.pitch"), {}),
        (waiver("launch.reason"), {"tier": 3}),
    ],
    ids=["passes", "no finding there", "a company's own", "elsewhere", "not asked", "not asked at that tier"],
)
def test_a_waiver_for_an_item_that_is_not_open_is_unused(
    written: dict[str, str], options: dict[str, int]
) -> None:
    """It is reported as unused, and affects no item."""
    found = report(written, **options)
    assert (
        [each.state for each in found.waivers],
        found.unused_waivers == found.waivers,
        [each.waivers for each in found.results if each.waivers],
    ) == (["unused"], True, [])


def test_an_unused_waiver_is_a_warning() -> None:
    """It closes the gate for warnings, and no other."""
    plan = PLAN.replace("{id: blog, ", "{id: blog, owner: sam, ").replace(
        "channel: email", "channel: email, owner: sam"
    )
    items = checklist().items[:1]
    source = Source.parse(f"{plan}waivers:\n  - {json.dumps(waiver())}\n", "plan.yaml")
    only = checklist().model_copy(update={"items": items})
    found = validate(read(source, Plan), only, Facts(TODAY, source.locate, source.name))
    gates = {rule.value: (found.gate(rule).is_open, found.gate(rule).reason) for rule in FailOn}
    assert gates == {
        "blocker": (True, "no blocker is open"),
        "overdue": (True, "no blocker is overdue"),
        "failed": (True, "no blocker is wrong or late, and the core is not silent past its due date"),
        "warning": (False, "1 unused waiver"),
        "regression": (True, "no blocker is worse than before"),
        "weakened": (True, "nothing is weakened"),
        "never": (True, "this gate never closes"),
    }


def test_the_gate_names_open_items_and_unused_waivers() -> None:
    """The gate for warnings counts both."""
    found = report(waiver("campaigns.channels"), waiver("sales.pitch"))
    assert found.gate(FailOn.WARNING).reason == "7 open items and 2 unused waivers"


def test_a_warning_that_is_not_due_yet_can_be_waived() -> None:
    """A waiver applies to any open item: overdue or not, blocker or not."""
    found = report(waiver("campaigns.named"))
    one = result(found, "campaigns.named")
    assert (one.status, one.severity, one.days_left > 0, found.unused_waivers) == (
        Status.WAIVED,
        "warning",
        True,
        (),
    )


# -- with and without --------------------------------------------------------------------------


ALL = [
    waiver(id)
    for id in (
        "campaigns.owned",
        "campaigns.answered-by-sales",
        "launch.reason",
        "sales.kit",
        "campaigns.proved",
    )
]


def test_the_verdict_is_given_with_and_without_waivers() -> None:
    """With waivers for overdue items the launch is on track; without them it is not ready."""
    complete = PLAN.replace("{id: activation}", "{id: activation, metric: Workspaces}")
    found = [report(*ALL[:count], plan=complete) for count in (0, 4, 5)]
    assert [(each.verdict, each.verdict_without_waivers) for each in found] == [
        (Verdict.NOT_READY, Verdict.NOT_READY),
        (Verdict.ON_TRACK, Verdict.NOT_READY),
        (Verdict.READY, Verdict.NOT_READY),
    ]


def test_waiving_an_item_that_is_not_overdue_stays_on_track() -> None:
    """Without the waiver the blocker is open, and still in time."""
    complete = PLAN.replace("{id: activation}", "{id: activation, metric: Workspaces}")
    early = date(2027, 2, 5)
    found = report(*ALL, plan=complete, today=early)
    assert (found.verdict, found.verdict_without_waivers) == (Verdict.READY, Verdict.ON_TRACK)


def test_a_waived_warning_changes_no_verdict() -> None:
    """The verdict without waivers depends on blockers alone."""
    only = checklist().model_copy(
        update={"items": tuple(each for each in checklist().items if each.id == "campaigns.named")}
    )
    source = Source.parse(f"{PLAN}waivers:\n  - {json.dumps(waiver('campaigns.named'))}\n", "plan.yaml")
    found = validate(read(source, Plan), only, Facts(date(2027, 3, 1), source.locate))
    assert (result(found, "campaigns.named").status, found.verdict, found.verdict_without_waivers) == (
        Status.WAIVED,
        Verdict.READY,
        Verdict.READY,
    )


def test_waivers_can_be_ignored() -> None:
    """Without waivers every item is as open as if none were written, and none is shown."""
    found, bare = report(waiver(), waived=False), report()
    assert (found.waivers, [each.status for each in found.results], accepted(found)) == (
        (),
        [each.status for each in bare.results],
        [(EMAIL, False), (BLOG, False)],
    )


# -- refusals ----------------------------------------------------------------------------------


def test_an_unknown_item_is_refused_with_the_closest() -> None:
    """A waiver for an unknown item gets a suggestion."""
    assert refused(waiver("campaigns.ownd"), waiver("zzz")) == [
        ("plan.yaml:16:15: no item 'campaigns.ownd' to waive", "did you mean 'campaigns.owned'?"),
        ("plan.yaml:17:15: no item 'zzz' to waive", "`launchcheck checks` lists the items"),
    ]


def test_an_area_cannot_be_waived() -> None:
    """A waiver names one item; the hint gives one of that area."""
    assert refused(waiver("campaigns")) == [
        (
            "plan.yaml:16:15: no item 'campaigns' to waive",
            "a waiver names one item; an area that does not apply goes under `not_applicable`",
        )
    ]


def test_some_items_can_never_be_waived() -> None:
    """The item's own rule refuses the waiver."""
    assert refused(waiver("goals.held")) == [
        (
            "plan.yaml:16:15: 'goals.held' may never be waived",
            "this item applies at every tier and cannot be waived; fix it instead",
        )
    ]


@pytest.mark.parametrize(("where", "at"), [({}, "16:15"), ({"where": "campaigns"}, "16:154")])
def test_some_items_can_only_be_waived_one_by_one(where: dict[str, str], at: str) -> None:
    """A waiver of the whole item would also accept what is found tomorrow; the hint says what to name."""
    assert refused(waiver("campaigns.due", **where)) == [
        (
            f"plan.yaml:{at}: 'campaigns.due' can only be waived one by one, not as a whole",
            "name what you accept in where, such as campaigns.ID",
        )
    ]


def test_a_waiver_that_names_an_entry_accepts_one_finding_of_such_an_item() -> None:
    """The other finding stays open."""
    found = report(waiver("campaigns.due", where="campaigns.blog"), plan=PLAN.replace("tier: 1", "tier: 3"))
    assert accepted(found, "campaigns.due") == [
        ("campaign 'launch-email' is missing goes_live", False),
        ("campaign 'blog' is missing goes_live", True),
    ]


def test_six_built_in_items_can_never_be_waived() -> None:
    """These are the items that apply at every tier, by id."""
    assert [each.id for each in catalog.built_in().items if not each.waivable] == [
        "launch.dated",
        "product.defects",
        "product.rollback-tested",
        "product.caveats-declared",
        "goals.primary",
        "customer_success.briefed-first",
    ]


@pytest.mark.parametrize(
    ("check", "by", "area"),
    [
        ("campaigns.owned", "omar", "campaigns"),
        ("launch.reason", "dana", "launch"),
        ("campaigns.answered-by-sales", "sam", "sales"),
    ],
)
def test_an_owner_cannot_waive_items_of_their_area(check: str, by: str, area: str) -> None:
    """Whoever answers for an item cannot accept it as open."""
    ((said, hint),) = refused(waiver(check, approved_by=by))
    assert (said.partition(" ")[2], hint) == (
        f"'{by}' owns {area} and cannot waive its items",
        "another person must approve",
    )


@pytest.mark.parametrize(
    ("check", "by"),
    [("campaigns.answered-by-sales", "omar"), ("launch.reason", "omar"), ("campaigns.owned", "dana")],
)
def test_the_owner_of_another_area_may_approve(check: str, by: str) -> None:
    """The owner of one area may waive an item of another."""
    assert report(waiver(check, approved_by=by)).waivers[0].state == "in_force"


def test_an_area_without_an_owner_accepts_any_approver() -> None:
    """If the plan has no owners, any person may approve."""
    plan = PLAN.replace("owners: {campaigns: omar, sales: sam}\n", "").replace(", owner: dana", "")
    found = report(waiver(approved_by="omar"), waiver("launch.reason", approved_by="dana"), plan=plan)
    assert [each.state for each in found.waivers] == ["in_force", "in_force"]


def test_an_approver_is_a_person_of_the_plan() -> None:
    """An approver must be among the people of the plan."""
    ((said, hint),) = refused(waiver(approved_by="grac"))
    assert (said.partition(": ")[2], hint) == ("no person 'grac'", "did you mean 'grace'?")


@pytest.mark.parametrize("field", ["reason", "approved_by", "approved_on", "expires", "check"])
def test_a_waiver_needs_reason_approver_and_dates(field: str) -> None:
    """Reason, approver, date of approval and expiry are required."""
    written = waiver()
    del written[field]
    ((said, _),) = refused(written)
    assert (
        said.startswith("plan.yaml:16:5: "),
        f"'{field}'" in said or f".{field}" in said or field in said,
    ) == (
        True,
        True,
    )


def test_a_checklist_may_list_the_approvers() -> None:
    """If it does, other people may not approve."""
    said = refused(waiver(approved_by="grace"), waiver(approved_by="dana"), rules="approvers: [dana, sam]")
    assert said == [("plan.yaml:16:84: 'grace' cannot approve waivers", "approvers: dana and sam")]


def test_a_waiver_cannot_expire_before_its_approval() -> None:
    """An earlier expiry is refused; the same date gives the shortest waiver."""
    assert (
        refused(waiver(expires="2027-02-04")),
        report(waiver(expires="2027-02-05"), today=date(2027, 2, 5)).waivers[0].state,
    ) == (
        [
            (
                "plan.yaml:16:133: the waiver expires on Thu 4 Feb 2027, before its approval on Fri 5 Feb 2027",
                "set a later date",
            )
        ],
        "in_force",
    )


@pytest.mark.parametrize(
    ("rules", "expires", "state", "latest"),
    [
        ("", "2027-03-18", "in_force", date(2027, 3, 18)),
        ("", "2027-03-19", "too_long", date(2027, 3, 18)),
        ("days_after_launch: 0", "2027-02-16", "in_force", date(2027, 2, 16)),
        ("days_after_launch: 0", "2027-02-17", "too_long", date(2027, 2, 16)),
        ("days_after_launch: 90", "2027-05-17", "in_force", date(2027, 5, 17)),
        ("days_after_launch: 1", "2027-02-18", "too_long", date(2027, 2, 17)),
    ],
)
def test_a_waiver_that_lasts_too_long_accepts_nothing(
    rules: str, expires: str, state: str, latest: date
) -> None:
    """The limit is 30 days after the launch, or the number that the checklist sets; the plan stays readable."""
    found = report(waiver(expires=expires), rules=rules)
    ((one),) = found.waivers
    assert (one.state, one.latest) == (state, latest)
    assert {waived for _, waived in accepted(found)} == {state == "in_force"}
    assert result(found).waivers == (one,)


def test_a_tier_may_limit_the_number_of_waivers() -> None:
    """The first waiver above the limit is refused."""
    rules = "most: {1: 1, 2: 3}"
    assert (refused(*ALL[:3], rules=rules), len(report(ALL[0], rules=rules).waivers)) == (
        [("plan.yaml:17:5: 3 waivers; at most 1 allowed at tier 1", "fix one of the items instead")],
        1,
    )


def test_a_tier_without_a_limit_has_none() -> None:
    """A limit for another tier does not apply."""
    assert len(report(*ALL, rules="most: {2: 0}").waivers) == 5


@pytest.mark.parametrize(
    "where",
    [
        "campaigns.lunch-email",
        "campaigns.2",
        "campaigns.-1",
        "campaigns[]",
        "campaigns.launch-email.ownr",
        "campaigns.launch-email.channel.x",
        "campaigns.launch-email.assets.0",
        "product.caveats.sso",
        "product.scope.out.0",
        "product.features.sync.status",
        "people.nobody",
        "custom.none",
        "custom.reviews.2",
        "custom.word.x",
        "owners.zzz",
        ".",
        "..campaigns",
        "campaigns launch-email",
    ],
)
def test_an_impossible_place_is_refused(where: str) -> None:
    """What cannot be a place in the plan, present or missing, is refused where it is written."""
    ((said, hint),) = refused(waiver(where=where))
    assert (said.partition(": ")[2], hint) == (
        f"'{where}' is not in the plan",
        "write a path with ids or numbers: campaigns.launch-email",
    )


@pytest.mark.parametrize(
    "where",
    [
        "custom.reviews.0",
        "custom.reviews.0.by",
        "people.dana.name",
        "product.scope.in.Sync",
        "product.scope.in.0",
        "product.scope.out",
        "sales.demo",
        "goals",
    ],
)
def test_any_place_of_the_plan_can_be_named(where: str) -> None:
    """Lists, maps, words, custom facts and missing facts are places."""
    assert [each.state for each in report(waiver(where=where)).waivers] == ["unused"]


def test_an_id_takes_precedence_over_a_number() -> None:
    """If an id looks like a number, the id wins."""
    plan = PLAN.replace('{id: "1", metric: Signups}', '{id: "1"}').replace(
        "{id: activation}", "{id: activation, metric: W}"
    )
    open_ = checklist().model_copy(
        update={"items": tuple(each.model_copy(update={"waivable": True}) for each in checklist().items)}
    )
    states = []
    for where in ("goals.1", "goals.0", "goals.activation"):
        source = Source.parse(
            f"{plan}waivers:\n  - {json.dumps(waiver('goals.held', where=where))}\n", "plan.yaml"
        )
        found = validate(read(source, Plan), open_, Facts(TODAY, source.locate))
        states.append(found.waivers[0].state)
    assert states == ["in_force", "in_force", "unused"]


def test_all_errors_in_waivers_are_reported_at_once() -> None:
    """Each broken rule is one error, in the order of the file."""
    said = refused(
        waiver(approved_by="omar", expires="2027-02-01", where="campaigns.9"),
        waiver("goals.held"),
        rules="approvers: [grace]",
    )
    assert [each.partition(": ")[2] for each, _ in said] == [
        "'omar' owns campaigns and cannot waive its items",
        "'omar' cannot approve waivers",
        "the waiver expires on Mon 1 Feb 2027, before its approval on Fri 5 Feb 2027",
        "'campaigns.9' is not in the plan",
        "'goals.held' may never be waived",
    ]


def test_a_cancelled_launch_needs_no_waivers() -> None:
    """Its items do not apply, so its waivers are unused, and its gates are open."""
    found = report(waiver(), plan=PLAN.replace("tier: 1", "tier: 1, status: cancelled"))
    assert ([each.state for each in found.waivers], found.gate(FailOn.WARNING).is_open) == (["unused"], True)
