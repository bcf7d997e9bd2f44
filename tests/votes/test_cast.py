"""Who may vote and decide, and the required parts of a vote."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from polling import NOON, cast, checklist, decide, plan

from launchcheck import votes
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import AREAS, Plan
from launchcheck.text import listed
from launchcheck.votes import Term

DEMOS = Term("Two more demos", "omar", date(2027, 2, 15))


@contextmanager
def here_in(zone):
    """Set another time zone for this machine."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def refused(act, *arguments, **more):
    """The error and the hint for a refusal."""
    with pytest.raises(LaunchcheckError) as caught:
        act(*arguments, **more)
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    ("area", "person"), [("sales", "omar"), ("sales", "grace"), ("launch", "dana"), ("launch", "sam")]
)
def test_owner_and_backup_may_vote(area, person):
    """Other people may not vote for an area."""
    votes.may_vote(plan(), area, person)


@pytest.mark.parametrize(
    ("area", "person", "message", "hint"),
    [
        (
            "sales",
            "lin",
            "'lin' may not vote for sales",
            "allowed: omar (owner) or grace (backup); lin votes for customer_success",
        ),
        ("sale", "omar", "no area 'sale'", "did you mean 'sales'?"),
        (
            "xyz",
            "omar",
            "no area 'xyz'",
            f"areas: {listed(('launch', *AREAS))}",
        ),
        ("sales", "oma", "no person 'oma'", "did you mean 'omar'?"),
        ("sales", "Omar Haddad", "no person 'Omar Haddad'", "did you mean omar (Omar Haddad)?"),
        ("sales", "q", "no person 'q'", "people: priya, dana, sam, omar, lin, ben and grace"),
    ],
)
def test_others_are_told_who_may_vote(area, person, message, hint):
    """The hint suggests the closest match."""
    assert refused(votes.may_vote, plan(), area, person) == (message, hint)


def test_area_without_an_owner_has_no_voter():
    """An owner has to be set first."""
    assert refused(votes.may_vote, plan(owners=None), "sales", "omar") == (
        "owners.sales is not set, so no one can vote for sales",
        "set owners.sales to a person's id",
    )
    assert refused(votes.may_vote, plan(launch__owner=None), "launch", "omar") == (
        "launch.owner is not set, so no one can vote for launch",
        "set launch.owner to a person's id",
    )


def test_person_without_an_area_is_told_who_may_vote():
    """The hint names only those who may vote."""
    of = plan(people__new={"name": "New Hire"})
    assert refused(votes.may_vote, of, "sales", "new") == (
        "'new' may not vote for sales",
        "allowed: omar (owner) or grace (backup)",
    )


def test_plan_without_people_has_no_voters():
    """The hint names no one."""
    nobody = Plan.model_validate(
        {"launchcheck": 1, "launch": {"name": "Orbit", "date": "2027-02-16", "tier": 1}}
    )
    assert refused(votes.may_vote, nobody, "sales", "omar") == ("no person 'omar'", "people: none")


def test_owner_without_a_backup_votes_alone():
    """The hint names one person."""
    of = plan(people__omar={"name": "Omar"})
    assert refused(votes.may_vote, of, "sales", "ben")[1].startswith("allowed: omar (owner); ben votes")


@pytest.mark.parametrize(
    ("changes", "person", "message", "hint"),
    [
        ({}, "dana", "'dana' may not decide", "launch.decider is 'grace'"),
        ({}, "gracie", "no person 'gracie'", "did you mean 'grace'?"),
        (
            {"launch__decider": None},
            "grace",
            "launch.decider is not set, so no one can decide",
            "set launch.decider to a person's id",
        ),
    ],
)
def test_only_the_decider_decides(changes, person, message, hint):
    """It is the person whom the plan names."""
    assert refused(votes.may_decide, plan(**changes), person) == (message, hint)


@pytest.mark.parametrize(
    ("more", "message", "hint"),
    [
        ({"vote": "nogo"}, "'nogo' is not a vote", "did you mean 'no-go'?"),
        ({"vote": "perhaps"}, "'perhaps' is not a vote", "write go, no-go or condition"),
        (
            {"note": "\x07"},
            "the note contains a character that is not allowed: '\\x07'",
            "use short, plain text",
        ),
        (
            {"note": "x" * 5000},
            "the note of 5,000 characters is too long; at most 4,000 are allowed",
            "use short, plain text",
        ),
        ({"conditions": [DEMOS]}, "a go has no conditions", "vote 'condition', or remove them"),
        (
            {"vote": "condition"},
            "a go on condition needs a condition",
            "say what must be done, who owns it, and by when",
        ),
        (
            {"vote": "condition", "conditions": [Term(" ", "omar", DEMOS.by)]},
            "a condition is empty",
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
            "choose today or a later date",
        ),
        (
            {"vote": "condition", "conditions": [Term("De\x07mos", "omar", DEMOS.by)]},
            "a condition contains a character that is not allowed: '\\x07'",
            "use short, plain text",
        ),
        (
            {"by": "ben"},
            "'ben' may not vote for sales",
            "allowed: omar (owner) or grace (backup); ben votes for product and customer_success",
        ),
    ],
)
def test_invalid_vote_is_not_recorded(more, message, hint, path):
    """Nothing is written."""
    assert refused(cast, path, **more) == (message, hint)
    assert not os.path.exists(path)


def test_decision_is_go_or_no_go(path):
    """There is no decision on condition: the conditions are those of the votes."""
    assert refused(decide, path, "condition") == ("'condition' is not a decision", "write go or no-go")


def test_decision_is_recorded_as_made(path):
    """It has no area and no conditions."""
    entry = decide(path, "no-go", note=" Not yet ").line.entry
    assert (entry.kind, entry.area, entry.word, entry.note, entry.conditions) == (
        "decision",
        "",
        "no-go",
        "Not yet",
        (),
    )
    assert decide(path).line.entry.note == cast(path).line.entry.note == ""


def test_note_of_a_decision_follows_the_same_rules(path):
    """Text that is invalid in a vote is invalid in a decision."""
    assert refused(decide, path, note="\x07") == (
        "the note contains a character that is not allowed: '\\x07'",
        "use short, plain text",
    )


def test_area_without_items_cannot_be_voted_on(path):
    """A vote is about facts."""
    asks = checklist().model_copy(update={"items": checklist().items[:5]})
    with pytest.raises(LaunchcheckError, match="has no items for 'sales'"):
        votes.vote(path, plan(), asks, area="sales", vote="go", by="omar", at=NOON)


def test_surrounding_spaces_are_removed(path):
    """An empty note is no note."""
    line = cast(path, "sales", "condition", note=" \n", conditions=[Term(" Demos ", "omar", DEMOS.by)]).line
    assert (line.entry.note, line.entry.conditions) == ("", (Term("Demos", "omar", DEMOS.by),))


def test_time_is_stored_in_utc_to_the_second(path):
    """The reader need not know where it was written."""
    at = datetime.fromisoformat("2027-02-12T13:00:00.987654+01:00")
    with here_in("Asia/Tokyo"):
        moment = votes.cast._moment(at)
        assert cast(path, at=at).line.entry.at == datetime(2027, 2, 12, 12, 0, tzinfo=UTC)
    assert (moment.isoformat(), moment.tzinfo) == ("2027-02-12T12:00:00+00:00", UTC)


def test_date_of_a_condition_is_in_the_launch_time_zone(path):
    """11 p.m. in London is the next day in Auckland, the time zone of this launch."""
    late = datetime(2027, 2, 12, 23, tzinfo=UTC)
    term = Term("Demos", "omar", date(2027, 2, 12))
    there = plan(launch__timezone="Pacific/Auckland")
    message, _ = refused(cast, path, vote="condition", conditions=[term], at=late, of=there)
    assert message == "the condition is due on Fri 12 Feb 2027, which has passed"
    with here_in("Pacific/Auckland"):
        assert cast(path, vote="condition", conditions=[term], at=late).line.entry.conditions == (term,)


def test_time_without_a_zone_is_a_bug_of_the_caller(path):
    """The zone is not guessed."""
    with pytest.raises(ValueError, match="needs a time zone"):
        cast(path, at=datetime(2027, 2, 12, 12))  # noqa: DTZ001  # that is the point
