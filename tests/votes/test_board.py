"""What the votes add up to: who stands where, what is stale and why, who disagreed, what was decided."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from polling import AREAS, NOON, TODAY, cast, checklist, decide, forked, on_board, plan, poll, seat

from launchcheck import votes
from launchcheck.errors import LaunchcheckError
from launchcheck.text import show
from launchcheck.votes import Basis, Entry, Term
from launchcheck.votes.model import Change, Condition
from launchcheck.votes.record import encode

LATER = {"launch__date": "2027-02-23"}


def basis(area="sales"):
    """What a vote for an area is bound to."""
    return Basis(votes.snapshot.canonical(votes.facts_of(plan(), checklist(), area)))


def test_empty_record_has_a_seat_for_every_area(path):
    """The envelope and the six areas, each with who may vote for it."""
    board = on_board(path)
    assert [(each.area, each.owner, each.backup, each.votes) for each in board.seats] == [
        ("launch", "dana", "sam", ()),
        ("product", "priya", "ben", ()),
        ("audience", "dana", "sam", ()),
        ("goals", "dana", "sam", ()),
        ("campaigns", "sam", "dana", ()),
        ("sales", "omar", "grace", ()),
        ("customer_success", "lin", "ben", ()),
    ]
    assert (board.decisions, board.dissent, board.undecided, board.ahead) == ((), (), (), 0)


def test_board_can_be_handed_to_another_process(path):
    """It is plain data."""
    cast(path)
    board = on_board(path)
    assert pickle.loads(pickle.dumps(board)) == board


def test_vote_stands_as_it_was_given(path):
    """Who, what, when, and on what."""
    line = cast(path, note="All told").line
    vote = seat(on_board(path)).vote
    assert (vote.vote, vote.by, vote.at, vote.note, vote.line) == ("go", "omar", NOON, "All told", 1)
    assert (vote.digest, vote.facts_digest, vote.stale) == (line.digest, line.facts_digest, False)


def test_vote_written_last_counts_whatever_the_clocks_say(path):
    """A clock that is wrong brings back no vote that was changed."""
    cast(path, "sales", "no-go", minutes=60)
    cast(path, "sales", "go", minutes=-60)
    assert seat(on_board(path)).vote.vote == "go"


def test_votes_of_two_branches_are_both_shown(path):
    """Neither came after the other."""
    cast(path, "goals")
    forked(
        path,
        (Entry("vote", "sales", "go", "omar", NOON), basis()),
        (Entry("vote", "sales", "no-go", "grace", NOON), basis()),
    )
    sales = seat(on_board(path))
    assert (sales.disputed, sales.vote) == (True, None)
    assert [(vote.vote, vote.by) for vote in sales.votes] == [("go", "omar"), ("no-go", "grace")]
    cast(path)
    assert seat(on_board(path)).vote.vote == "go"


def test_vote_of_a_branch_of_its_own_does_not_bring_back_one_that_was_changed(path):
    """What was superseded on one branch stays so, wherever the other branch's line stands."""
    cast(path, note="first")
    cast(path, "sales", "no-go", note="second")
    elsewhere = Entry("vote", "sales", "go", "grace", NOON, "elsewhere")
    with open(path, "ab") as record:
        record.write(encode(elsewhere, basis(), ()))
    assert [vote.note for vote in seat(on_board(path)).votes] == ["second", "elsewhere"]


def test_changed_fact_makes_a_vote_stale_and_is_told(path):
    """The old value and the new one, in full as data and in a sentence."""
    poll(path)
    of = plan(sales__kit__pitch="https://docs.example.com/new")
    board = on_board(path, of=of)
    assert [each.area for each in board.seats if any(vote.stale for vote in each.votes)] == ["sales"]
    vote = seat(board).vote
    place = ("sales", "kit", "pitch")
    assert vote.changes == (Change(place, "https://docs.example.com/pitch", "https://docs.example.com/new"),)
    assert vote.stale_because == (
        "sales.kit.pitch was https://docs.example.com/pitch and is https://docs.example.com/new",
    )


def test_new_launch_date_makes_every_vote_and_the_decision_stale(path):
    """All areas lean on it, and a go for one day is no go for another."""
    poll(path)
    decide(path)
    board = on_board(path, of=plan(**LATER))
    because = ("launch.date was 2027-02-16 and is 2027-02-23",)
    assert {vote.stale_because for each in board.seats for vote in each.votes} == {because}
    assert board.decisions[0].stale_because == because


def test_many_changes_are_named_in_brief(path):
    """Three are named, the rest counted; the data holds all of them."""
    cast(path)
    changed = {f"sales__kit__{name}": None for name in ("pitch", "talk_track", "demo_script", "one_pager")}
    vote = seat(on_board(path, of=plan(**changed, messaging__statement="x" * 500))).vote
    assert len(vote.changes) == 5
    statement = vote.changes[0].old
    expected = f"messaging.statement was {show(statement, 60)} and is {show('x' * 500, 60)}"
    assert vote.stale_because[0] == expected
    assert len(expected) < 160
    assert vote.stale_because[1:] == (
        "sales.kit.demo_script is gone; it was https://docs.example.com/demo",
        "sales.kit.one_pager is gone; it was https://docs.example.com/one-pager",
        "2 more facts changed",
    )


def test_new_fact_is_told_as_new(path):
    """There is no old value to name."""
    cast(path, of=plan(sales__demo=None))
    vote = seat(on_board(path)).vote
    assert vote.stale_because == (
        'sales.demo is new: {"environment": "https://demo.example.co…", "owner": "omar"}',
    )


@pytest.mark.parametrize(("days", "because"), [(14, ()), (15, ("it is 15 days old, and holds for 14 days",))])
def test_vote_grows_old(path, days, because):
    """Two weeks, unless the checklist sets another number."""
    cast(path, at=NOON - timedelta(days=days))
    assert seat(on_board(path)).vote.stale_because == because


def test_vote_grows_no_older_after_the_launch(path):
    """What was fresh on the day of the launch stays so in the record of it."""
    cast(path, at=NOON)
    assert seat(on_board(path, today=date(2027, 6, 1))).vote.stale_because == ()


def test_day_of_a_vote_is_that_of_the_launch_time_zone(path):
    """Half past eleven at night in London is the next day in Auckland, where this launch lives."""
    of = plan(launch__timezone="Pacific/Auckland")
    cast(path, of=of, at=datetime(2027, 1, 28, 23, 30, tzinfo=UTC))
    assert seat(on_board(path, of=of)).vote.stale_because == ()
    assert seat(on_board(path)).vote.stale_because != ()


def test_voter_who_lost_the_area_no_longer_counts(path):
    """Whoever answers for it now votes again."""
    cast(path)
    of = plan(owners__sales="ben")
    assert seat(on_board(path, of=of)).vote.stale_because == ("omar no longer votes for sales",)


def test_conditions_have_owner_and_day_and_grow_overdue(path):
    """What is due today is not late until tomorrow."""
    terms = [Term("Two more demos", "omar", TODAY), Term("A page for partners", "dana", date(2027, 2, 15))]
    cast(path, "sales", "condition", conditions=terms)
    for today, late in ((TODAY, [False, False]), (date(2027, 2, 13), [True, False])):
        found = seat(on_board(path, today=today)).vote.conditions
        assert found == tuple(
            Condition(term.text, term.owner, term.by, overdue)
            for term, overdue in zip(terms, late, strict=True)
        )


def test_next_vote_of_an_area_closes_its_conditions(path):
    """The area says itself that they are met."""
    cast(path, "sales", "condition", conditions=[Term("Two more demos", "omar", TODAY)])
    cast(path, "sales", "go")
    assert seat(on_board(path)).vote.conditions == ()


def test_no_go_is_undecided_until_a_later_decision(path):
    """A decision before it, or beside it on another branch, does not answer it."""
    decide(path)
    no = cast(path, "sales", "no-go", note="No demo").line
    assert [vote.digest for vote in on_board(path).undecided] == [no.digest]
    decide(path, "no-go")
    board = on_board(path)
    assert (board.undecided, board.dissent) == ((), ())


def test_decision_beside_a_no_go_does_not_answer_it(path):
    """On two branches at once, neither knew of the other."""
    cast(path, "goals")
    shared = Basis(votes.snapshot.canonical(votes.shared_facts(plan())))
    forked(
        path,
        (Entry("vote", "sales", "no-go", "omar", NOON), basis()),
        (Entry("decision", "", "go", "grace", NOON + timedelta(hours=1)), shared),
    )
    board = on_board(path)
    assert [vote.area for vote in board.undecided] == ["sales"]
    assert board.dissent == ()
    assert board.decisions[0].since == ("sales",)


def test_dissent_stays_when_its_area_says_go_later(path):
    """The decision was made over it, and that remains so."""
    cast(path, "sales", "no-go", note="No demo")
    decide(path)
    cast(path, "sales", "go")
    board = on_board(path)
    assert [(vote.area, vote.note) for vote in board.dissent] == [("sales", "No demo")]
    assert board.undecided == ()
    assert board.decisions[0].since == ("sales",)


def test_no_go_that_was_taken_back_before_the_decision_is_no_dissent(path):
    """The decision was not made over it."""
    cast(path, "sales", "no-go")
    cast(path, "sales", "go")
    decide(path)
    assert on_board(path).dissent == ()


def test_two_decisions_of_two_branches_are_both_shown(path):
    """Until somebody decides again."""
    shared = Basis(votes.snapshot.canonical(votes.shared_facts(plan())))
    cast(path)
    forked(path, *((Entry("decision", "", word, "grace", NOON), shared) for word in ("go", "no-go")))
    assert [each.decision for each in on_board(path).decisions] == ["go", "no-go"]
    decide(path)
    assert [each.decision for each in on_board(path).decisions] == ["go"]


def test_decision_stands_as_it_was_given(path):
    """Who, what, when, where in the record, on what, and what changed since."""
    line = decide(path, "no-go", note="Not yet").line
    (made,) = on_board(path, of=plan(**LATER)).decisions
    assert (made.decision, made.by, made.at, made.note, made.line) == ("no-go", "grace", NOON, "Not yet", 1)
    assert (made.digest, made.facts_digest) == (line.digest, line.facts_digest)
    assert made.changes == (Change(("launch", "date"), "2027-02-16", "2027-02-23"),)


def test_as_many_changes_as_are_shown_are_all_named(path):
    """Nothing is counted where nothing is left out."""
    decide(path)
    three = plan(launch__date="2027-02-23", launch__tier=2, launch__release_date="2027-02-10")
    (made,) = on_board(path, of=three).decisions
    assert len(made.stale_because) == 3
    assert not any("more" in because for because in made.stale_because)


def test_values_of_another_alphabet_are_named_as_they_are(path):
    """Not as escapes."""
    cast(path, of=plan(sales__kit__objections=[{"objection": "発売"}]))
    assert any("発売" in because for because in seat(on_board(path)).vote.stale_because)


def test_decider_who_no_longer_decides_is_said(path):
    """A decision is bound to the person whom the plan names."""
    decide(path)
    board = on_board(path, of=plan(launch__decider="priya"))
    assert board.decisions[0].stale_because == ("grace no longer decides",)


def test_lines_of_a_later_day_do_not_count_yet(path):
    """Who looks at a day that is gone sees what was there on that day."""
    cast(path, "sales", "no-go", at=NOON - timedelta(days=2))
    poll(path)
    decide(path)
    board = on_board(path, today=date(2027, 2, 11))
    assert (seat(board).vote.vote, board.ahead) == ("no-go", 7)
    assert board.decisions == ()


def test_area_that_is_asked_nothing_any_more_keeps_its_votes(path):
    """Nothing that stands in the record is hidden."""
    poll(path)
    asks = checklist().model_copy(
        update={"items": tuple(item for item in checklist().items if item.area != "sales")}
    )
    board = on_board(path, asks=asks)
    assert [each.area for each in board.seats] == ["launch", *[a for a in AREAS if a != "sales"], "sales"]


def test_forged_facts_are_refused_when_they_are_looked_at(path):
    """Both digests fit, so that only a forger can have written the line."""
    line = encode(Entry("vote", "sales", "go", "omar", NOON), Basis(b"{x}"), ())
    with open(path, "wb") as record:
        record.write(line)
    with pytest.raises(LaunchcheckError) as caught:
        on_board(path)
    assert str(caught.value) == f"{path}:1:1: launchcheck did not write this line: its facts are not JSON"
