"""The poll as an item of the gate: what it takes to pass, and what is said until then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from polling import AREAS, FULL, NOON, TODAY, cast, checklist, decide, forked, on_board, plan, poll
from pydantic import ValidationError

from launchcheck import votes
from launchcheck.checklist import Item
from launchcheck.checks.problem import Progress
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.report import Status
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.votes import Basis, Entry, Term
from launchcheck.votes.snapshot import canonical

SOURCE = Source.read(FULL)


def item(**options):
    """The poll as a checklist asks for it."""
    return Item.model_validate(
        {
            "id": "launch.polled",
            "area": "launch",
            "question": "Has it been polled?",
            "why": "So that nobody is surprised.",
            "fix": "Vote.",
            "severity": "warning",
            "due": "T-1",
            "check": {"kind": "polled", **options},
        }
    )


def asked(path, *, of=None, today=TODAY, nested=False, **options):
    """The result of the poll: its status, progress, and each finding's kind, place and words."""
    options = {"kind": "polled", **options}
    one = item(**options) if not nested else item(kind="all", checks=[options])
    asks = checklist().model_copy(update={"items": (*checklist().items, one)})
    of = of or plan()
    board = votes.board_of(votes.read(path), of, asks, today)
    report = validate(of, asks, Facts(today, SOURCE.locate, votes=board))
    result = report.results[-1]
    return (
        result.status,
        result.progress,
        [(finding.kind, ".".join(map(str, finding.where)), finding.message) for finding in result.findings],
    )


def findings(path, **more):
    """The findings of the poll alone."""
    return asked(path, **more)[2]


def test_poll_passes_when_everybody_and_the_decider_said_go(path):
    """Six areas; the envelope need not vote."""
    poll(path)
    decide(path)
    assert asked(path) == (Status.PASSED, Progress(6, 6), [])


def test_nobody_voted_yet(path):
    """One sentence for all, and the item is unanswered."""
    assert asked(path) == (
        Status.UNANSWERED,
        Progress(0, 6),
        [
            ("missing", "owners", "no votes yet"),
            ("missing", "launch.decider", "go or no-go is not decided yet; Grace Liu decides"),
        ],
    )


def test_plan_that_is_looked_at_without_its_record_is_unanswered():
    """No votes are known; nothing is assumed."""
    report = validate(
        plan(waivers=None), checklist().model_copy(update={"items": (item(),)}), Facts(TODAY, SOURCE.locate)
    )
    assert [finding.message for finding in report.results[0].findings] == [
        "no votes yet",
        "go or no-go is not decided yet; Grace Liu decides",
    ]


def test_votes_of_a_later_day_are_said(path):
    """Who looks at an earlier day is told why there are none."""
    poll(path)
    assert (
        findings(path, today=date(2027, 2, 1))[0][2]
        == "no votes yet; 6 entries of the record have a later date"
    )


def test_silent_areas_are_named_with_who_may_vote(path):
    """Each at the person who answers for it."""
    poll(path, [area for area in AREAS if area not in {"sales", "goals"}])
    decide(path)
    assert asked(path, of=plan(people__dana__backup=None)) == (
        Status.UNANSWERED,
        Progress(4, 6),
        [
            ("missing", "owners.goals", "goals has not voted; Dana Reyes may vote"),
            ("missing", "owners.sales", "sales has not voted; Omar Haddad or Grace Liu may vote"),
        ],
    )


def test_area_without_an_owner_says_what_is_missing(path):
    """Nobody may vote for it."""
    poll(path, AREAS[:1])
    of = plan(owners={"product": "priya"})
    assert (
        "missing",
        "owners.sales",
        "sales has not voted; owners.sales is not set, so nobody can vote",
    ) in findings(path, of=of)


def test_stale_vote_is_named_with_what_changed(path):
    """Who said it, when, and what is another fact by now."""
    poll(path)
    decide(path)
    status, progress, found = asked(path, of=plan(sales__kit__pitch="https://docs.example.com/new"))
    assert (status, progress) == (Status.FAILED, Progress(5, 6))
    assert found == [
        (
            "wrong",
            "owners.sales",
            (
                "the vote is stale: Omar Haddad said go on Fri 12 Feb 2027 for sales; "
                "sales.kit.pitch was https://docs.example.com/pitch and is https://docs.example.com/new"
            ),
        )
    ]


def test_stale_go_on_condition_is_called_one_and_dated_in_the_time_zone_of_the_launch(path):
    """Half past eleven in the evening in London is the next day in Auckland."""
    of = plan(launch__timezone="Pacific/Auckland")
    terms = [Term("Two more demos", "omar", date(2027, 2, 20))]
    late = NOON.replace(hour=23, minute=30)
    cast(path, "sales", "condition", conditions=terms, at=late, of=of)
    changed = plan(launch__timezone="Pacific/Auckland", sales__kit__pitch="https://docs.example.com/new")
    (stale,) = [
        words for _, _, words in findings(path, of=changed, today=date(2027, 2, 13)) if "is stale" in words
    ]
    assert stale.startswith(
        "the vote is stale: Omar Haddad said go on condition on Sat 13 Feb 2027 for sales; "
    )


@pytest.mark.parametrize("length", [118, 119, 120, 121])
def test_note_is_shown_up_to_a_length(path, length):
    """A longer one is shortened in the middle; none is left out."""
    decide(path, "no-go", note="x" * length)
    (words,) = [words for _, _, words in findings(path) if "is no-go" in words]
    shown = "x" * length if length <= 120 else f"{'x' * 80}…{'x' * 39}"
    assert words.endswith(f" ('{shown}')")


def test_no_note_is_no_parenthesis(path):
    """What was not said is not quoted."""
    decide(path, "no-go")
    (words,) = [words for _, _, words in findings(path) if "is no-go" in words]
    assert words == "the decision is no-go: Grace Liu said no-go on Fri 12 Feb 2027"


@pytest.mark.parametrize("nested", [False, True])
def test_days_until_a_vote_is_stale_are_an_option(path, nested):
    """Also where the poll is one of several checks of an item."""
    poll(path, at=NOON - timedelta(days=8))
    decide(path)
    assert findings(path, nested=nested) == []
    stale = findings(path, stale_after_days=7, nested=nested)
    assert [message.rpartition("; ")[2] for _, _, message in stale] == [
        "it is 8 days old, and holds for 7 days"
    ] * 6


def test_no_go_is_open_until_the_decider_has_decided(path):
    """With the words of the one who said it."""
    poll(path)
    decide(path)
    cast(path, "sales", "no-go", note="No demo")
    words = (
        "no decision has followed a no-go: Omar Haddad said no-go on Fri 12 Feb 2027 for sales ('No demo')"
    )
    assert findings(path) == [("wrong", "owners.sales", words)]
    decide(path)
    assert findings(path) == []


def test_no_go_of_the_decider_keeps_it_open(path):
    """The launch may not go."""
    poll(path)
    decide(path, "no-go", note="Not this week")
    words = "the decision is no-go: Grace Liu said no-go on Fri 12 Feb 2027 ('Not this week')"
    assert findings(path) == [("wrong", "launch.decider", words)]


def test_conditions_are_open_items_with_owner_and_day(path):
    """Until their area votes again; overdue ones say for how long."""
    poll(path)
    terms = [Term("Two more demos", "omar", TODAY), Term("A page for partners", "dana", date(2027, 2, 15))]
    cast(path, "sales", "condition", conditions=terms)
    decide(path)
    page = "sales goes on condition: A page for partners; Dana Reyes, due Mon 15 Feb 2027"
    assert findings(path) == [
        (
            "scheduled",
            "owners.sales",
            "sales goes on condition: Two more demos; Omar Haddad, due Fri 12 Feb 2027",
        ),
        ("scheduled", "owners.sales", page),
    ]
    assert findings(path, today=date(2027, 2, 14)) == [
        (
            "wrong",
            "owners.sales",
            "sales goes on condition: Two more demos; Omar Haddad, 2 days overdue, since Fri 12 Feb 2027",
        ),
        ("scheduled", "owners.sales", page),
    ]
    cast(path)
    assert findings(path, today=date(2027, 2, 14)) == []


def test_disputed_area_and_decision_are_named(path):
    """Two branches were merged, and nobody has spoken since."""
    poll(path)
    forked(
        path,
        (
            Entry("vote", "sales", "go", "omar", NOON),
            Basis(canonical(votes.facts_of(plan(), checklist(), "sales"))),
        ),
        (
            Entry("vote", "sales", "go", "grace", NOON),
            Basis(canonical(votes.facts_of(plan(), checklist(), "sales"))),
        ),
        (Entry("decision", "", "go", "grace", NOON), Basis(canonical(votes.shared_facts(plan())))),
        (Entry("decision", "", "go", "grace", NOON, "again"), Basis(canonical(votes.shared_facts(plan())))),
    )
    assert asked(path)[1:] == (
        Progress(5, 6),
        [
            (
                "wrong",
                "owners.sales",
                (
                    "sales voted on two branches at once (go by Omar Haddad and go by Grace Liu); "
                    "Omar Haddad or Grace Liu may vote again"
                ),
            ),
            (
                "wrong",
                "launch.decider",
                "it was decided on two branches at once (go by Grace Liu and go by Grace Liu); decide again",
            ),
        ],
    )


def test_decision_of_somebody_else_or_on_other_facts_is_stale(path):
    """Only the decider of today decides, on the plan of today."""
    poll(path)
    decide(path)
    found = findings(path, of=plan(launch__decider="priya"))
    words = "the decision is stale: Grace Liu said go on Fri 12 Feb 2027; grace no longer decides"
    assert found == [("wrong", "launch.decider", words)]


def test_plan_without_a_decider_says_so(path):
    """And who left the plan is called by id."""
    poll(path)
    assert findings(path, of=plan(launch__decider=None)) == [
        ("missing", "launch.decider", "go or no-go is not decided yet; launch.decider is not set")
    ]


def test_areas_are_an_option(path):
    """A company may want the envelope polled, too, or less than all."""
    poll(path, ["sales"])
    decide(path)
    assert findings(path, areas=["sales"]) == []
    assert findings(path, areas=["sales", "launch"]) == [
        ("missing", "launch.owner", "launch has not voted; Dana Reyes or Sam Okoye may vote")
    ]


@pytest.mark.parametrize("options", [{"areas": ["sale"]}, {"stale_after_days": 0}, {"stale_after": 3}])
def test_options_are_held_to_what_they_can_be(options):
    """A bad checklist is refused before it asks anything."""
    with pytest.raises(ValidationError):
        item(**options)


def test_board_is_no_part_of_a_plan():
    """Facts without votes have no board."""
    assert Facts(TODAY, SOURCE.locate).votes is None


def test_board_of_a_damaged_record_is_not_to_be_had(path):
    """A malformed record is never ignored."""
    with open(path, "w", encoding="utf-8") as record:
        record.write("{}\n")
    with pytest.raises(LaunchcheckError):
        on_board(path)
