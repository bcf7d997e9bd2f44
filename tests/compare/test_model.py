"""The comparison of two reports: what counts as the same, as worse, and as new."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from launchcheck.checklist import Item
from launchcheck.checks.problem import Progress
from launchcheck.compare.model import compare, regressions
from launchcheck.compare.parts import notes, parts, title
from launchcheck.errors import Location
from launchcheck.outline import Dates, Outline
from launchcheck.people import Person
from launchcheck.report import Launch, Report
from launchcheck.results import Excluded, Finding, Result, Status, Waiver

TODAY = date(2027, 1, 26)
GRACE = Person("grace", "Grace Liu")
FAILED, UNANSWERED, PASSED = Status.FAILED, Status.UNANSWERED, Status.PASSED
WAIVED, NOT_ASKED = Status.WAIVED, Status.NOT_APPLICABLE


def finding(message="it is wrong", *where, kind="wrong", line=1):
    """A finding at a path of the plan."""
    return Finding(kind, where, message, Location("launch.yaml", line, 1))


def result(status=FAILED, *findings, id="sales.kit", severity="blocker", days=7, **fields):
    """A result that is due a number of days from now."""
    item = Item.model_construct(
        id=id, area="sales", question="Is it?", why="", fix="", severity={}, check=None
    )
    found = findings or ((finding(),) if status in {FAILED, UNANSWERED} else ())
    return Result(item, severity, status, TODAY + timedelta(days), days, None, findings=found, **fields)


def waiver(check="sales.kit", until=date(2027, 3, 1), **fields):
    """A waiver."""
    given = {"reason": "Later.", "approved_by": GRACE, "approved_on": TODAY, "follow_up": "", "where": ""}
    given |= {"location": Location("launch.yaml", 9, 1), "state": "in_force"}
    return Waiver(check=check, expires=until, days_left=(until - TODAY).days, **{**given, **fields})


def report(*results, waivers=(), launch=date(2027, 2, 16)):
    """A report as of one day."""
    head = Launch("Orbit Sync 2.0", "", "planned", 1, launch, None, "UTC", None, None)
    outline = Outline(Dates(head.date))
    return Report("launch.yaml", head, 1, TODAY, ("launch",), (), results, outline, waivers=tuple(waivers))


def change(old, new):
    """The change of the only item of two reports."""
    (found,) = compare(report(*([old] if old else [])), report(*([new] if new else []))).changes
    return found


def said(findings):
    """The messages of findings."""
    return [each.message for each in findings]


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (PASSED, FAILED, {"fails"}),
        (WAIVED, UNANSWERED, {"fails"}),
        (NOT_ASKED, FAILED, {"fails"}),
        (None, FAILED, {"fails"}),
        (FAILED, UNANSWERED, {"stays"}),
        (FAILED, PASSED, {"passes"}),
        (NOT_ASKED, PASSED, {"passes"}),
        (FAILED, WAIVED, {"is_waived"}),
        (FAILED, NOT_ASKED, {"leaves"}),
        (FAILED, None, {"leaves"}),
        (NOT_ASKED, None, set()),
        (PASSED, PASSED, set()),
    ],
)
def test_each_pair_of_states_has_a_meaning(old, new, kinds):
    """Items that stay closed are omitted."""
    found = change(old and result(old), new and result(new))

    every = ("fails", "stays", "passes", "is_waived", "leaves")
    assert {kind for kind in every if getattr(found, kind)} == kinds
    assert found.is_worse is ("fails" in kinds)


def test_follows_findings_by_path_not_by_line():
    """A finding on another line, or with other words, is neither new nor gone."""
    old = result(FAILED, finding("only 5 of 7", "sales", "touches", line=10))
    moved = result(FAILED, finding("only 6 of 7", "sales", "touches", line=90))

    found = change(old, moved)

    assert (found.found, found.gone, found.is_worse) == ((), (), False)


def test_follows_entries_by_their_ids():
    """With both plans available, an entry is identified by its id, wherever it is in its list."""
    words = "no owner is given"
    old = report(result(FAILED, finding(words, "campaigns", 0, "owner")))
    new = report(
        result(FAILED, finding(words, "campaigns", 0, "owner"), finding(words, "campaigns", 1, "owner"))
    )
    before = {"campaigns": [{"id": "email"}]}
    after = {"campaigns": [{"id": "webinar"}, {"id": "email"}]}

    (known,) = compare(old, new, before, after).changes
    (unknown,) = compare(old, new).changes

    assert [each.where for each in known.found] == [("campaigns", 0, "owner")]
    assert [each.where for each in unknown.found] == [("campaigns", 1, "owner")]


def test_follows_entries_without_ids_by_their_findings():
    """A touch that moved in its list is the same touch."""
    old = result(FAILED, finding("the demo on 2 Feb has no owner", "sales", "touches", 0, "owner"))
    new = result(FAILED, finding("the demo on 2 Feb has no owner", "sales", "touches", 3, "owner"))

    assert change(old, new).found == ()


def test_duplicate_names_identify_no_entry():
    """Two entries with one name are told apart by their places."""
    old = report(result(FAILED, finding("old words", "campaigns", 1, "owner")))
    new = report(result(FAILED, finding("new words", "campaigns", 1, "owner")))
    data = {"campaigns": [{"id": "email"}, {"id": "email"}]}

    (found,) = compare(old, new, data, data).changes

    assert (found.found, found.gone) == ((), ())


def test_shows_new_and_gone_findings_of_an_item_that_stays_open():
    """In an open item, each finding counts."""
    old = result(FAILED, finding("a", "x"), finding("b", "y"))
    new = result(FAILED, finding("b", "y"), finding("c", "z"))

    found = change(old, new)

    assert (said(found.found), said(found.gone)) == (["c"], ["a"])
    assert found.is_worse


def test_a_gap_seen_from_nearer_is_not_worse():
    """To begin a section that was missing is progress, whatever is found in it."""
    old = result(UNANSWERED, finding("sales.kit is missing", "sales", "kit", kind="missing"))
    new = result(FAILED, finding("the pitch is no link", "sales", "kit", "pitch"))

    found = change(old, new)

    assert said(found.found) == ["the pitch is no link"]
    assert not found.is_worse


def test_waived_findings_are_not_new():
    """They do not keep the item open."""
    old = result(FAILED, finding("a", "x"))
    new = result(FAILED, finding("a", "x"), finding("b", "y")._replace(waived=True))

    assert change(old, new).found == ()


@pytest.mark.parametrize(
    ("old", "new", "is_worse"),
    [
        (result(severity="warning"), result(severity="blocker"), True),
        (result(severity="blocker"), result(severity="warning"), False),
        (result(days=3), result(days=-3), True),
        (result(days=-3), result(days=-30), False),
        (result(progress=Progress(5, 7)), result(progress=Progress(4, 7)), True),
        (result(progress=Progress(5, 7)), result(progress=Progress(6, 7)), False),
        (result(progress=Progress(5, 7)), result(progress=Progress(5, 9)), True),
        (result(), result(PASSED), False),
    ],
)
def test_recognizes_regressions(old, new, is_worse):
    """An open item is worse if its severity rises, it is newly overdue, or more is missing."""
    assert change(old, new).is_worse is is_worse


def test_regressions_are_the_blockers_that_got_worse():
    """Warnings do not close a gate, and neither do blockers that were as open before."""
    old = report(
        result(PASSED, id="a"), result(PASSED, id="b"), result(FAILED, id="c"), result(PASSED, id="d")
    )
    new = report(result(id="a"), result(id="b", severity="warning"), result(id="c"), result(PASSED, id="d"))

    assert [each.item.id for each in regressions(old, new)] == ["a"]
    assert regressions(new, new) == ()


def test_shows_the_effect_of_a_new_date():
    """An earlier launch makes items overdue; a later one gives overdue items more time."""
    soon = report(result(days=-4, id="a"), result(days=2, id="b"), launch=date(2027, 2, 16))
    later = report(result(days=10, id="a"), result(days=16, id="b"), launch=date(2027, 3, 2))

    slipped, pulled = compare(soon, later), compare(later, soon)

    assert (slipped.moved, pulled.moved) == (14, -14)
    assert [each.id for each in slipped.changes if each.gets_room] == ["a"]
    assert [each.id for each in pulled.changes if each.is_moved_past] == ["a"]
    assert [each.id for each in pulled.changes if each.becomes_overdue] == ["a"]


def test_shows_changes_of_waivers():
    """A waiver with the same text is the same, wherever it is; others are rewritten, new or gone."""
    same = waiver("a")
    old = report(waivers=[same, waiver("b"), waiver("c")])
    longer = waiver("c", date(2027, 3, 9))
    new = report(waivers=[longer, waiver("d"), same._replace(location=Location("x", 99))])

    found = compare(old, new)

    assert [each.check for each in found.added] == ["d"]
    assert [each.check for each in found.removed] == ["b"]
    assert found.rewritten == ((waiver("c"), longer),)


def test_shows_waivers_that_expire_before_the_new_date():
    """They were valid on the old launch date, and are not on the new one."""
    ends = [waiver("a", date(2027, 2, 15)), waiver("b", date(2027, 2, 16)), waiver("c", date(2027, 3, 2))]
    unused = waiver("d", date(2027, 2, 20), state="unused")

    found = compare(report(waivers=ends), report(waivers=[*ends, unused], launch=date(2027, 3, 2)))

    assert [each.check for each in found.ending] == ["b"]


def test_an_item_that_becomes_excluded_is_a_part_of_its_own():
    """It is visible as excluded, with the reason, not only as no longer asked."""
    words = "Grace Liu says that sales does not apply: Nobody sells it."
    excluded = result(NOT_ASKED, reason=words, excluded=Excluded("Nobody sells it.", "plan", GRACE))
    found = compare(report(result(FAILED)), report(excluded))
    assert {part: [each.id for each in changes] for part, changes in parts(found).items()} == {
        "excluded": ["sales.kit"]
    }
    assert (title("excluded", found), notes(found.changes[0])) == ("Newly excluded", [("-", words, "")])
    assert not compare(report(excluded), report(excluded)).changes[0].is_excluded
    assert not compare(report(result(FAILED)), report(result(NOT_ASKED))).changes[0].is_excluded
