"""The open items of a report in the order in which to look at them."""

from __future__ import annotations

from datetime import date

from test_validate import PLAN, asked, item, report

from launchcheck.people import Person
from launchcheck.report import Report
from launchcheck.results import OpenItem
from launchcheck.triage import Triage, by_urgency, cost_of_tier, triage

RATIO = "kind: ratio, part: sales.understood.passed, whole: sales.understood.total, at_least: 80"
CHECKED = "kind: happened, date: sales.demo.last_checked"
EARLY = "kind: order, first: sales.demo.last_checked, then: T-10"
SALES = "sales: {understood: {passed: 1, total: 10}, demo: {last_checked: 2027-02-14}}\n"


def missing(id: str, path: str, **fields: str) -> str:
    """An item that asks for one fact."""
    return item(f"kind: present, paths: [{path}]", id=id, **fields)


def whole() -> Report:
    """A report with open items of every kind."""
    items = [
        missing("sales.c-silent", "product.docs", core="true"),
        item(RATIO, id="sales.c-late", core="true", due="T-20"),
        item(CHECKED, id="sales.c-scheduled", core="true", due="T-2"),
        item(RATIO, id="sales.late", due="T-30"),
        item(RATIO, id="sales.later", due="T-21"),
        item(RATIO, id="sales.ratio", due="T-2"),
        item(CHECKED, id="sales.scheduled", due="T-2"),
        item(EARLY, id="sales.wrong", due="T-2"),
        missing("sales.kit", "sales.kit", due="T-2"),
        missing("sales.kit-again", "sales.kit.pitch", due="T-1"),
        missing("goals.one", "goals", area="goals", due="T-40"),
        missing("goals.two", "messaging", area="goals", due="T-2"),
        missing("sales.warned", "audience", severity="warning"),
        item(RATIO.replace("80", "10"), id="sales.passed"),
    ]
    return report(PLAN + SALES, asked(*items), today=date(2027, 2, 8))


def ids(items: tuple[OpenItem, ...]) -> list[str]:
    """The items by id, those folded under another after it."""
    return [">".join(each.item.id for each in (open_.result, *open_.folded)) for open_ in items]


def sorted_out(found: Triage) -> dict[str, object]:
    """The groups by id."""
    silent = {
        group.area.id: (ids(group.items), group.first_due.isoformat(), group.overdue)
        for group in found.silent
    }
    return {key: ids(value) if key != "silent" else silent for key, value in found._asdict().items()}


def test_the_core_comes_first_then_each_kind() -> None:
    """The core by kind, other blockers by kind and due date, silent ones by area with the overdue ones first."""
    assert sorted_out(triage(whole())) == {
        "core": ["sales.c-late", "sales.c-scheduled", "sales.c-silent"],
        "wrong": ["sales.wrong"],
        "late": ["sales.late", "sales.later"],
        "silent": {
            "goals": (["goals.one", "goals.two"], "2027-01-07", 1),
            "sales": (["sales.kit>sales.kit-again"], "2027-02-12", 0),
        },
        "scheduled": ["sales.scheduled"],
        "under_way": ["sales.ratio"],
        "warnings": ["sales.warned"],
    }


def test_what_has_a_date_to_come_is_done_last() -> None:
    """It needs nothing now, even if it is of the core: the first line is something that can be done."""
    assert ids(by_urgency(whole())) == [
        *("sales.c-late", "sales.c-silent"),
        *("sales.wrong", "sales.late", "sales.later", "goals.one"),
        *("sales.ratio", "sales.kit>sales.kit-again", "goals.two", "sales.warned"),
        *("sales.c-scheduled", "sales.scheduled"),
    ]


def test_only_the_items_of_one_person_are_sorted() -> None:
    """A report for one person has only their items."""
    found = triage(whole()._replace(only_owner=Person("dana", "Dana Reyes")))
    assert [group for group in found if group] == []


def test_the_sentence_counts_the_core_and_the_others() -> None:
    """The verdict's sentence names the core by kind, then how many others are open."""
    found = whole()
    assert found.sentence == "core: 1 late, 1 scheduled, 1 unanswered · 8 other blockers open (3 overdue)"
    assert found._replace(results=found.results[3:]).sentence == "8 blockers open (3 overdue)"
    assert found._replace(results=found.results[:1]).sentence == "core: 1 unanswered"


def test_the_sentence_says_when_all_of_a_kind_are_overdue() -> None:
    """Overdue ones are counted; if all are, the word is enough."""
    items = [
        missing("sales.a", "sales.kit", core="true", due="T-20"),
        missing("sales.b", "goals", core="true", due="T-20"),
        missing("sales.c", "messaging", due="T-20"),
    ]
    found = report(PLAN, asked(*items), today=date(2027, 2, 8))
    assert found.sentence == "core: 2 unanswered (overdue) · 1 other blocker open (overdue)"
    given = report(
        PLAN + "goals: []\nsales: {kit: {pitch: https://a.example}}\n", asked(*items[:1], *items[2:])
    )
    assert given.sentence == "core passed · 1 other blocker open (overdue)"


def test_a_tier_says_what_the_others_would_cost() -> None:
    """The blockers that each tier asks of the plan, without those whose condition it does not meet."""
    items = [
        missing("sales.a", "sales.kit", severity="{1: blocker, 2: blocker, 3: warning}"),
        missing("sales.b", "goals", severity="{1: blocker}"),
        missing("sales.c", "goals", severity="blocker"),
        missing("sales.d", "goals", severity="blocker", when="{launch.owner: [omar]}"),
    ]
    found = report(PLAN, asked(*items))
    assert cost_of_tier(found) == "tier 1 asks 3 blockers of this plan; tier 3 would ask 1, tier 2 2"
    assert (
        cost_of_tier(report(PLAN, asked(*items), tier=3))
        == "tier 3 asks 1 blocker of this plan; tier 2 would ask 2, tier 1 3"
    )
    skipped = report(PLAN, asked(*items), skipped={"sales.c": "skipped by --ignore"})
    assert cost_of_tier(skipped) == "tier 1 asks 2 blockers of this plan; tier 3 would ask 0, tier 2 1"
    assert report(PLAN.replace("tier: 1", "tier: 1, status: cancelled"), asked(*items)).asked == (0, 0, 0)
