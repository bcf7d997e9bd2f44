"""The board: the current votes, stale votes and why, dissent, and the decision."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from polling import AREAS, NOON, TODAY, cast, checklist, decide, forked, on_board, plan, poll, seat

from launchcheck import votes
from launchcheck.errors import LaunchcheckError
from launchcheck.poll import Change, Condition
from launchcheck.text import show
from launchcheck.votes import Basis, Entry, Term
from launchcheck.votes.record import encode

LATER = {"launch__date": "2027-02-23"}


def basis(area="sales"):
    """The facts that a vote for an area depends on."""
    return Basis(votes.snapshot.canonical(votes.facts_of(plan(), checklist(), area)))


def test_empty_record_has_a_seat_for_every_area(path):
    """There is one for the envelope and one for each area, with the people who may vote."""
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


def test_board_can_be_pickled(path):
    """It is plain data."""
    cast(path)
    board = on_board(path)
    assert pickle.loads(pickle.dumps(board)) == board


def test_vote_is_shown_as_cast(path):
    """This covers the voter, the vote, the time, and the facts."""
    line = cast(path, note="All told").line
    vote = seat(on_board(path)).vote
    assert (vote.vote, vote.by, vote.at, vote.note, vote.line) == ("go", "omar", NOON, "All told", 1)
    assert (vote.digest, vote.facts_digest, vote.stale) == (line.digest, line.facts_digest, False)


def test_last_vote_in_the_record_wins_whatever_the_clocks_say(path):
    """A wrong clock does not revive a superseded vote."""
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


def test_a_branch_does_not_revive_a_superseded_vote(path):
    """A vote that was superseded on one branch stays superseded, wherever the other branch's line is."""
    cast(path, note="first")
    cast(path, "sales", "no-go", note="second")
    elsewhere = Entry("vote", "sales", "go", "grace", NOON, "elsewhere")
    with open(path, "ab") as record:
        record.write(encode(elsewhere, basis(), ()))
    assert [vote.note for vote in seat(on_board(path)).votes] == ["second", "elsewhere"]


def test_changed_fact_makes_a_vote_stale(path):
    """The old value and the new one are given, in full as data and in a sentence."""
    poll(path)
    of = plan(sales__kit__pitch="https://docs.example.com/new")
    board = on_board(path, of=of)
    assert [each.area for each in board.seats if any(vote.stale for vote in each.votes)] == ["sales"]
    vote = seat(board).vote
    place = ("sales", "kit", "pitch")
    assert vote.changes == (Change(place, "https://docs.example.com/pitch", "https://docs.example.com/new"),)
    assert vote.stale_because == (
        "sales.kit.pitch was https://docs.example.com/pitch and is now https://docs.example.com/new",
    )


def test_new_launch_date_makes_every_vote_and_the_decision_stale(path):
    """All areas depend on it, and a go for one date is not a go for another."""
    poll(path)
    decide(path)
    board = on_board(path, of=plan(**LATER))
    because = ("launch.date was 2027-02-16 and is now 2027-02-23",)
    assert {vote.stale_because for each in board.seats for vote in each.votes} == {because}
    assert board.decisions[0].stale_because == because


def test_many_changes_are_summarized(path):
    """Three are named, the rest counted; the data has all of them."""
    cast(path)
    changed = {f"sales__kit__{name}": None for name in ("pitch", "talk_track", "demo_script", "one_pager")}
    vote = seat(on_board(path, of=plan(**changed, messaging__statement="x" * 500))).vote
    assert len(vote.changes) == 5
    statement = vote.changes[0].old
    expected = f"messaging.statement was {show(statement, 60)} and is now {show('x' * 500, 60)}"
    assert vote.stale_because[0] == expected
    assert len(expected) < 160
    assert vote.stale_because[1:] == (
        "sales.kit.demo_script was removed; it was https://docs.example.com/demo",
        "sales.kit.one_pager was removed; it was https://docs.example.com/one-pager",
        "2 more facts changed",
    )


def test_new_fact_is_described_as_new(path):
    """It has no old value."""
    cast(path, of=plan(sales__demo=None))
    vote = seat(on_board(path)).vote
    assert vote.stale_because == (
        'sales.demo is new: {"environment": "https://demo.example.co…", "owner": "omar"}',
    )


@pytest.mark.parametrize(
    ("days", "because"), [(14, ()), (15, ("it is 15 days old (votes expire after 14 days)",))]
)
def test_vote_grows_old(path, days, because):
    """Two weeks, unless the checklist sets another number."""
    cast(path, at=NOON - timedelta(days=days))
    assert seat(on_board(path)).vote.stale_because == because


def test_vote_does_not_age_after_the_launch(path):
    """A vote that was fresh on the launch date stays fresh."""
    cast(path, at=NOON)
    assert seat(on_board(path, today=date(2027, 6, 1))).vote.stale_because == ()


def test_date_of_a_vote_is_in_the_launch_time_zone(path):
    """11:30 p.m. in London is the next day in Auckland, the time zone of this launch."""
    of = plan(launch__timezone="Pacific/Auckland")
    cast(path, of=of, at=datetime(2027, 1, 28, 23, 30, tzinfo=UTC))
    assert seat(on_board(path, of=of)).vote.stale_because == ()
    assert seat(on_board(path)).vote.stale_because != ()


def test_vote_of_a_former_owner_does_not_count(path):
    """The area's new owner has to vote again."""
    cast(path)
    of = plan(owners__sales="ben")
    assert seat(on_board(path, of=of)).vote.stale_because == ("omar may no longer vote for sales",)


def test_conditions_have_owner_and_date_and_become_overdue(path):
    """A condition due today is overdue tomorrow."""
    terms = [Term("Two more demos", "omar", TODAY), Term("A page for partners", "dana", date(2027, 2, 15))]
    cast(path, "sales", "condition", conditions=terms)
    for today, late in ((TODAY, [False, False]), (date(2027, 2, 13), [True, False])):
        found = seat(on_board(path, today=today)).vote.conditions
        assert found == tuple(
            Condition(term.text, term.owner, term.by, overdue)
            for term, overdue in zip(terms, late, strict=True)
        )


def test_next_vote_of_an_area_closes_its_conditions(path):
    """The area itself confirms that they are met."""
    cast(path, "sales", "condition", conditions=[Term("Two more demos", "omar", TODAY)])
    cast(path, "sales", "go")
    assert seat(on_board(path)).vote.conditions == ()


def test_no_go_is_unresolved_until_a_later_decision(path):
    """An earlier decision, or one on another branch, does not resolve it."""
    decide(path)
    no = cast(path, "sales", "no-go", note="No demo").line
    assert [vote.digest for vote in on_board(path).undecided] == [no.digest]
    decide(path, "no-go")
    board = on_board(path)
    assert (board.undecided, board.dissent) == ((), ())


def test_decision_on_another_branch_does_not_resolve_a_no_go(path):
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


def test_dissent_remains_when_its_area_votes_go_later(path):
    """The decision was made in spite of it, and that stays on record."""
    cast(path, "sales", "no-go", note="No demo")
    decide(path)
    cast(path, "sales", "go")
    board = on_board(path)
    assert [(vote.area, vote.note) for vote in board.dissent] == [("sales", "No demo")]
    assert board.undecided == ()
    assert board.decisions[0].since == ("sales",)


def test_no_go_withdrawn_before_the_decision_is_not_dissent(path):
    """The decision was not made in spite of it."""
    cast(path, "sales", "no-go")
    cast(path, "sales", "go")
    decide(path)
    assert on_board(path).dissent == ()


def test_two_decisions_of_two_branches_are_both_shown(path):
    """Both count until the next decision."""
    shared = Basis(votes.snapshot.canonical(votes.shared_facts(plan())))
    cast(path)
    forked(path, *((Entry("decision", "", word, "grace", NOON), shared) for word in ("go", "no-go")))
    assert [each.decision for each in on_board(path).decisions] == ["go", "no-go"]
    decide(path)
    assert [each.decision for each in on_board(path).decisions] == ["go"]


def test_decision_is_shown_as_made(path):
    """This covers the decision, the decider, the time, its place in the record, its facts, and changes since."""
    line = decide(path, "no-go", note="Not yet").line
    (made,) = on_board(path, of=plan(**LATER)).decisions
    assert (made.decision, made.by, made.at, made.note, made.line) == ("no-go", "grace", NOON, "Not yet", 1)
    assert (made.digest, made.facts_digest) == (line.digest, line.facts_digest)
    assert made.changes == (Change(("launch", "date"), "2027-02-16", "2027-02-23"),)


def test_changes_up_to_the_limit_are_all_named(path):
    """There is no count when nothing is omitted."""
    decide(path)
    three = plan(launch__date="2027-02-23", launch__tier=2, launch__release_date="2027-02-10")
    (made,) = on_board(path, of=three).decisions
    assert len(made.stale_because) == 3
    assert not any("more" in because for because in made.stale_because)


def test_values_in_other_scripts_are_shown_unescaped(path):
    """They are readable text."""
    cast(path, of=plan(sales__kit__objections=[{"objection": "発売"}]))
    assert any("発売" in because for because in seat(on_board(path)).vote.stale_because)


def test_decision_of_a_former_decider_is_reported(path):
    """A decision is bound to the decider that the plan names."""
    decide(path)
    board = on_board(path, of=plan(launch__decider="priya"))
    assert board.decisions[0].stale_because == ("grace may no longer decide",)


def test_later_lines_do_not_count_yet(path):
    """For a past date, only the lines up to that date count."""
    cast(path, "sales", "no-go", at=NOON - timedelta(days=2))
    poll(path)
    decide(path)
    board = on_board(path, today=date(2027, 2, 11))
    assert (seat(board).vote.vote, board.ahead) == ("no-go", 7)
    assert board.decisions == ()


def test_area_without_items_keeps_its_votes(path):
    """Nothing in the record is hidden."""
    poll(path)
    asks = checklist().model_copy(
        update={"items": tuple(item for item in checklist().items if item.area != "sales")}
    )
    board = on_board(path, asks=asks)
    assert [each.area for each in board.seats] == ["launch", *[a for a in AREAS if a != "sales"], "sales"]


def test_forged_facts_are_refused_when_they_are_read(path):
    """Both digests fit, so only a forger can have written the line."""
    line = encode(Entry("vote", "sales", "go", "omar", NOON), Basis(b"{x}"), ())
    with open(path, "wb") as record:
        record.write(line)
    with pytest.raises(LaunchcheckError) as caught:
        on_board(path)
    assert str(caught.value) == f"{path}:1:1: launchcheck did not write this line: its facts are not JSON"


BECAUSE = {"reason": "Nobody needs it.", "by": "grace"}


def test_an_area_that_does_not_apply_has_no_seat(path):
    """Its earlier votes do not count, not even a no-go; those of other areas stay."""
    cast(path, "sales", "no-go")
    cast(path, "audience")
    without = on_board(path, of=plan(not_applicable__sales=BECAUSE))
    assert [seat.area for seat in without.seats] == [
        *("launch", "product", "audience", "goals", "campaigns", "customer_success")
    ]
    assert (without.undecided, without.ahead) == ((), 0)
    assert seat(without, "audience").vote.stale is False
    assert [vote.area for vote in on_board(path).undecided] == ["sales"]


def test_nobody_votes_for_an_area_that_does_not_apply(path):
    """The error says which areas vote."""
    with pytest.raises(LaunchcheckError) as caught:
        cast(path, "sales", of=plan(not_applicable__sales=BECAUSE))
    assert caught.value.message == "sales does not apply to this launch, so there is nothing to vote on"
    assert caught.value.hint == "areas that vote: product, audience, goals, campaigns and customer_success"


def test_what_is_excluded_later_makes_votes_and_the_decision_stale(path):
    """The vote of the area that it concerns, and of areas that read its facts; a waiver likewise."""
    for area in ("sales", "audience", "customer_success"):
        cast(path, area)
    decide(path)
    found = on_board(
        path, of=plan(**{"not_applicable__audience.buyer": BECAUSE, "not_applicable__sales.kit": BECAUSE})
    )
    stale = {
        each.area: list(each.vote.stale_because) for each in found.seats if each.vote and each.vote.stale
    }
    new = 'not_applicable.sales.kit is new: {"reason": "Nobody needs it.", "by": "grace"}'
    assert [*stale] == ["audience", "sales"]
    assert stale["sales"] == [new.replace(".sales.kit is new: ", ' is new: {"sales.kit": ') + "}"]
    assert new in found.decisions[0].stale_because
    unwaived = on_board(path, of=plan(waivers=None))
    assert not any(each.vote.stale for each in unwaived.seats if each.vote)
    assert unwaived.decisions[0].stale_because[0].startswith("waivers was removed")
