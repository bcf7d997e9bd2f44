"""Who may vote and decide, and what a vote must say."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from polling import NOON, cast, checklist, decide, plan

from launchcheck import votes
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import POLLED, Plan
from launchcheck.text import listed
from launchcheck.votes import Term

DEMOS = Term("Two more demos", "omar", date(2027, 2, 15))


@contextmanager
def here_in(zone):
    """A machine in another time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def refused(act, *arguments, **more):
    """Why something is refused, and what to do instead."""
    with pytest.raises(LaunchcheckError) as caught:
        act(*arguments, **more)
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    ("area", "person"), [("sales", "omar"), ("sales", "grace"), ("launch", "dana"), ("launch", "sam")]
)
def test_owner_and_backup_may_vote(area, person):
    """Nobody else speaks for an area."""
    votes.may_vote(plan(), area, person)


@pytest.mark.parametrize(
    ("area", "person", "message", "hint"),
    [
        (
            "sales",
            "lin",
            "'lin' may not vote for sales",
            "these may: omar, who owns it, or grace, the backup; lin votes for customer_success",
        ),
        ("sale", "omar", "no area 'sale'", "did you mean 'sales'?"),
        (
            "xyz",
            "omar",
            "no area 'xyz'",
            f"areas: {listed(POLLED)}",
        ),
        ("sales", "oma", "no person 'oma'", "did you mean 'omar'?"),
        ("sales", "Omar Haddad", "no person 'Omar Haddad'", "did you mean omar (Omar Haddad)?"),
        ("sales", "q", "no person 'q'", "people: priya, dana, sam, omar, lin, ben and grace"),
    ],
)
def test_others_are_told_who_may(area, person, message, hint):
    """With the closest word that was meant."""
    assert refused(votes.may_vote, plan(), area, person) == (message, hint)


def test_area_without_an_owner_has_no_voter():
    """Somebody must answer for it first."""
    assert refused(votes.may_vote, plan(owners=None), "sales", "omar") == (
        "nobody may vote for sales: the plan names no owner of it",
        "name one in owners.sales",
    )
    assert refused(votes.may_vote, plan(launch__owner=None), "launch", "omar") == (
        "nobody may vote for launch: the plan names no owner of it",
        "name one in launch.owner",
    )


def test_who_votes_for_nothing_is_told_no_area_of_theirs():
    """The hint names those who may vote, and nothing else."""
    of = plan(people__new={"name": "New Hire"})
    assert refused(votes.may_vote, of, "sales", "new") == (
        "'new' may not vote for sales",
        "these may: omar, who owns it, or grace, the backup",
    )


def test_plan_without_people_has_nobody_to_vote():
    """There is nobody to name in a hint."""
    nobody = Plan.model_validate(
        {"launchcheck": 1, "launch": {"name": "Orbit", "date": "2027-02-16", "tier": 1}}
    )
    assert refused(votes.may_vote, nobody, "sales", "omar") == ("no person 'omar'", "people: none")


def test_owner_without_a_backup_votes_alone():
    """The hint names one person."""
    of = plan(people__omar={"name": "Omar"})
    assert refused(votes.may_vote, of, "sales", "ben")[1].startswith(
        "these may: omar, who owns it; ben votes"
    )


@pytest.mark.parametrize(
    ("changes", "person", "message", "hint"),
    [
        ({}, "dana", "'dana' may not decide", "'grace' decides: launch.decider says so"),
        ({}, "gracie", "no person 'gracie'", "did you mean 'grace'?"),
        (
            {"launch__decider": None},
            "grace",
            "nobody may decide: the plan names no decider",
            "name one person in launch.decider",
        ),
    ],
)
def test_only_the_decider_decides(changes, person, message, hint):
    """One person, whom the plan names."""
    assert refused(votes.may_decide, plan(**changes), person) == (message, hint)


@pytest.mark.parametrize(
    ("more", "message", "hint"),
    [
        ({"vote": "nogo"}, "'nogo' is not a vote", "did you mean 'no-go'?"),
        ({"vote": "perhaps"}, "'perhaps' is not a vote", "say go, no-go or condition"),
        (
            {"note": "\x07"},
            "the note holds a character that no text may hold: '\\x07'",
            "write it in plain words",
        ),
        (
            {"note": "x" * 5000},
            "the note of 5,000 characters is too long; at most 4,000",
            "write it in plain words",
        ),
        ({"conditions": [DEMOS]}, "a go has no conditions", "vote 'condition', or leave them out"),
        (
            {"vote": "condition"},
            "a go on condition needs a condition",
            "say what must be done, who sees to it, and by which day",
        ),
        (
            {"vote": "condition", "conditions": [Term(" ", "omar", DEMOS.by)]},
            "a condition says nothing",
            "say what must be done",
        ),
        (
            {"vote": "condition", "conditions": [Term("Demos", "omer", DEMOS.by)]},
            "no person 'omer'",
            "did you mean 'omar'?",
        ),
        (
            {"vote": "condition", "conditions": [Term("Demos", "omar", date(2027, 2, 11))]},
            "the condition is due on Thu 11 Feb 2027, which has passed",
            "give it a day to come",
        ),
        (
            {"vote": "condition", "conditions": [Term("De\x07mos", "omar", DEMOS.by)]},
            "a condition holds a character that no text may hold: '\\x07'",
            "write it in plain words",
        ),
        (
            {"by": "ben"},
            "'ben' may not vote for sales",
            "these may: omar, who owns it, or grace, the backup; ben votes for product and customer_success",
        ),
    ],
)
def test_what_is_not_right_is_not_recorded(more, message, hint, path):
    """Nothing is written."""
    assert refused(cast, path, **more) == (message, hint)
    assert not os.path.exists(path)


def test_decision_is_go_or_no_go(path):
    """There is no decision on condition: the conditions are those of the votes."""
    assert refused(decide, path, "condition") == ("'condition' is not a decision", "say go or no-go")


def test_decision_is_recorded_as_it_was_given(path):
    """It belongs to no area, and to nobody's conditions."""
    entry = decide(path, "no-go", note=" Not yet ").line.entry
    assert (entry.kind, entry.area, entry.word, entry.note, entry.conditions) == (
        "decision",
        "",
        "no-go",
        "Not yet",
        (),
    )
    assert decide(path).line.entry.note == cast(path).line.entry.note == ""


def test_note_of_a_decision_is_held_to_the_same(path):
    """What no text may hold, no decision holds."""
    assert refused(decide, path, note="\x07") == (
        "the note holds a character that no text may hold: '\\x07'",
        "write it in plain words",
    )


def test_area_that_the_checklist_asks_nothing_of_has_nothing_to_vote_on(path):
    """A vote is about facts."""
    asks = checklist().model_copy(update={"items": checklist().items[:5]})
    with pytest.raises(LaunchcheckError, match="asks nothing of 'sales'"):
        votes.vote(path, plan(), asks, area="sales", vote="go", by="omar", at=NOON)


def test_blanks_around_words_are_dropped(path):
    """A note that says nothing is none."""
    line = cast(path, "sales", "condition", note=" \n", conditions=[Term(" Demos ", "omar", DEMOS.by)]).line
    assert (line.entry.note, line.entry.conditions) == ("", (Term("Demos", "omar", DEMOS.by),))


def test_moment_is_kept_in_seconds_and_in_utc(path):
    """Whoever reads the record need not know where it was written."""
    at = datetime.fromisoformat("2027-02-12T13:00:00.987654+01:00")
    with here_in("Asia/Tokyo"):
        moment = votes.cast._moment(at)
        assert cast(path, at=at).line.entry.at == datetime(2027, 2, 12, 12, 0, tzinfo=UTC)
    assert (moment.isoformat(), moment.tzinfo) == ("2027-02-12T12:00:00+00:00", UTC)


def test_day_of_a_condition_is_that_of_the_launch(path):
    """At eleven in the evening in London it is tomorrow in Auckland, where this launch lives."""
    late = datetime(2027, 2, 12, 23, tzinfo=UTC)
    term = Term("Demos", "omar", date(2027, 2, 12))
    there = plan(launch__timezone="Pacific/Auckland")
    message, _ = refused(cast, path, vote="condition", conditions=[term], at=late, of=there)
    assert message == "the condition is due on Fri 12 Feb 2027, which has passed"
    with here_in("Pacific/Auckland"):
        assert cast(path, vote="condition", conditions=[term], at=late).line.entry.conditions == (term,)


def test_moment_without_a_zone_is_a_bug_of_the_caller(path):
    """It is not guessed."""
    with pytest.raises(ValueError, match="needs a time zone"):
        cast(path, at=datetime(2027, 2, 12, 12))  # noqa: DTZ001  # that is the point
