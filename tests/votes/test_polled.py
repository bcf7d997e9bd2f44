"""The poll as an item: when it passes, and its findings until then."""

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
from launchcheck.results import Status
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.votes import Basis, Entry, Term
from launchcheck.votes.snapshot import canonical

SOURCE = Source.read(FULL)


def item(**options):
    """The poll item in a checklist."""
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
    """The result of the poll: its status, progress, and each finding's kind, place and message."""
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
    """The poll's findings only."""
    return asked(path, **more)[2]


def test_poll_passes_when_all_areas_and_the_decider_vote_go(path):
    """There are six areas; the envelope need not vote."""
    poll(path)
    decide(path)
    assert asked(path) == (Status.PASSED, Progress(6, 6), [])


def test_no_votes_yet(path):
    """There is one finding for all, and the item is unanswered."""
    assert asked(path) == (
        Status.UNANSWERED,
        Progress(0, 6),
        [
            ("missing", "owners", "no votes yet"),
            ("missing", "launch.decider", "go or no-go is not decided yet; Grace Liu decides"),
        ],
    )


def test_plan_without_its_record_is_unanswered():
    """No votes are known; nothing is assumed."""
    report = validate(
        plan(waivers=None), checklist().model_copy(update={"items": (item(),)}), Facts(TODAY, SOURCE.locate)
    )
    assert [finding.message for finding in report.results[0].findings] == [
        "no votes yet",
        "go or no-go is not decided yet; Grace Liu decides",
    ]


def test_later_votes_are_reported(path):
    """For an earlier date, the finding says that the votes are later."""
    poll(path)
    assert (
        findings(path, today=date(2027, 2, 1))[0][2]
        == "no votes yet; 6 entries of the record have a later date"
    )


def test_areas_without_a_vote_are_named_with_who_may_vote(path):
    """Each finding points at the owner."""
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


def test_area_without_an_owner_is_reported(path):
    """No one may vote for it."""
    poll(path, AREAS[:1])
    of = plan(owners={"product": "priya"})
    assert (
        "missing",
        "owners.sales",
        "sales has not voted; owners.sales is not set, so nobody can vote",
    ) in findings(path, of=of)


def test_stale_vote_is_named_with_the_changes(path):
    """The finding has the voter, the date, and the facts that changed."""
    poll(path)
    decide(path)
    status, progress, found = asked(path, of=plan(sales__kit__pitch="https://docs.example.com/new"))
    assert (status, progress) == (Status.FAILED, Progress(5, 6))
    assert found == [
        (
            "under_way",
            "owners.sales",
            (
                "the vote is stale: Omar Haddad said go on Fri 12 Feb 2027 for sales; "
                "sales.kit.pitch was https://docs.example.com/pitch and is now https://docs.example.com/new"
            ),
        )
    ]


def test_stale_conditional_go_has_a_date_in_the_launch_time_zone(path):
    """11:30 p.m. in London is the next day in Auckland."""
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
def test_long_note_is_shortened(path, length):
    """It is cut in the middle; a short one is shown in full."""
    decide(path, "no-go", note="x" * length)
    (words,) = [words for _, _, words in findings(path) if "is no-go" in words]
    shown = "x" * length if length <= 120 else f"{'x' * 80}…{'x' * 39}"
    assert words.endswith(f" ('{shown}')")


def test_empty_note_adds_no_parentheses(path):
    """Without a note the sentence ends after the vote."""
    decide(path, "no-go")
    (words,) = [words for _, _, words in findings(path) if "is no-go" in words]
    assert words == "the decision is no-go: Grace Liu said no-go on Fri 12 Feb 2027"


@pytest.mark.parametrize("nested", [False, True])
def test_maximum_age_of_a_vote_is_an_option(path, nested):
    """This also holds if the poll is one of several checks of an item."""
    poll(path, at=NOON - timedelta(days=8))
    decide(path)
    assert findings(path, nested=nested) == []
    stale = findings(path, stale_after_days=7, nested=nested)
    assert [message.rpartition("; ")[2] for _, _, message in stale] == [
        "it is 8 days old (votes expire after 7 days)"
    ] * 6


def test_no_go_is_open_until_the_decision(path):
    """The finding quotes the voter's note."""
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
    """The launch is not approved."""
    poll(path)
    decide(path, "no-go", note="Not this week")
    words = "the decision is no-go: Grace Liu said no-go on Fri 12 Feb 2027 ('Not this week')"
    assert findings(path) == [("wrong", "launch.decider", words)]


def test_conditions_are_open_with_owner_and_date(path):
    """They are open until their area votes again; overdue ones say by how many days."""
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
            "late",
            "owners.sales",
            "sales goes on condition: Two more demos; Omar Haddad, 2 days overdue, since Fri 12 Feb 2027",
        ),
        ("scheduled", "owners.sales", page),
    ]
    cast(path)
    assert findings(path, today=date(2027, 2, 14)) == []


def test_disputed_area_and_decision_are_named(path):
    """Two branches were merged, and no one has voted since."""
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


def test_decision_by_another_person_or_on_other_facts_is_stale(path):
    """Only the current decider decides, on the current plan."""
    poll(path)
    decide(path)
    found = findings(path, of=plan(launch__decider="priya"))
    words = "the decision is stale: Grace Liu said go on Fri 12 Feb 2027; grace may no longer decide"
    assert found == [("under_way", "launch.decider", words)]


def test_plan_without_a_decider_is_reported(path):
    """A person who has left the plan is shown by id."""
    poll(path)
    assert findings(path, of=plan(launch__decider=None)) == [
        ("missing", "launch.decider", "go or no-go is not decided yet; launch.decider is not set")
    ]


def test_areas_are_an_option(path):
    """A company may also poll the envelope, or fewer areas."""
    poll(path, ["sales"])
    decide(path)
    assert findings(path, areas=["sales"]) == []
    assert findings(path, areas=["sales", "launch"]) == [
        ("missing", "launch.owner", "launch has not voted; Dana Reyes or Sam Okoye may vote")
    ]


@pytest.mark.parametrize("options", [{"areas": ["sale"]}, {"stale_after_days": 0}, {"stale_after": 3}])
def test_options_are_validated(options):
    """A malformed checklist is refused at once."""
    with pytest.raises(ValidationError):
        item(**options)


def test_board_is_separate_from_the_plan():
    """Facts without votes have no board."""
    assert Facts(TODAY, SOURCE.locate).votes is None


def test_damaged_record_gives_no_board(path):
    """A malformed record is never ignored."""
    with open(path, "w", encoding="utf-8") as record:
        record.write("{}\n")
    with pytest.raises(LaunchcheckError):
        on_board(path)
