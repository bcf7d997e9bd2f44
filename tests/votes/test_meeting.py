"""The meeting as a state machine: the effect of each answer, without a terminal."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from room import OWNERS, PLAN

from launchcheck import parse
from launchcheck.plan import Plan
from launchcheck.source import Source
from launchcheck.votes import Term
from launchcheck.votes.meeting import HELP, Meeting, Stage, State, prompt

TODAY = date(2027, 2, 12)
AREAS = tuple(OWNERS)
NONE = frozenset()


@cache
def meeting():
    """The meeting on the ready plan."""
    return Meeting(parse.read(Source.read(PLAN), Plan), AREAS, TODAY)


def said(*lines, state=None, holds=NONE):
    """The effect of the last of several answers."""
    reply = None
    for line in lines:
        reply = meeting().answer(state or meeting().start(), line, holds)
        state = reply.state
    return reply


def at(area):
    """The screen of an area."""
    return State(Stage.VOTE, area)


def asks(reply):
    """The next question, and its area."""
    return (reply.state.stage, reply.state.area)


@pytest.mark.parametrize("key", ["g", "go", "G", " Go ", "yes"])
def test_a_go_takes_a_note_and_a_speaker(key):
    """After a key or a word come a note and the voter; then the vote is cast, and the next area follows."""
    reply = said("", key, "All is well", "priya")

    assert (reply.given.area, reply.given.word, reply.given.note, reply.speaker) == (
        "product",
        "go",
        "All is well",
        "priya",
    )
    assert asks(reply) == (Stage.VOTE, "audience")


@pytest.mark.parametrize("key", ["c", "condition", "on condition", "go on condition", "conditional"])
def test_a_conditional_go_asks_for_text_owner_and_date(key):
    """There may be any number of conditions, each with an owner and a date."""
    reply = said(
        *("", key, "Rollback again", "ben", "2027-02-15", "y"),
        *("Docs are live", "Priya Nair", "2027-02-16", "", "", ""),
    )

    assert (reply.given.word, reply.speaker) == ("condition", "priya")
    assert reply.given.terms == (
        Term("Rollback again", "ben", date(2027, 2, 15)),
        Term("Docs are live", "priya", date(2027, 2, 16)),
    )


@pytest.mark.parametrize("key", ["n", "no-go", "no", "nogo", "no go"])
def test_a_no_go_is_recognized(key):
    """Several spellings are accepted."""
    key = key.replace("no go", "nogo")
    assert said(key, "", "", state=at("sales")).given.word == "no-go"


def test_no_vote_is_cast_before_the_voter_is_named():
    """Only the last answer casts the vote."""
    replies = [said(*answers, state=at("sales")) for answers in (["g"], ["g", "A note"])]

    assert [reply.given for reply in replies] == [None, None]


REFUSED = [
    (("g", "", "sam"), "'sam' may not vote for sales (allowed: omar (owner) or grace (backup); sam votes for launch, audience, goals and campaigns)"),
    (("g", "", "omer"), "no person 'omer' (did you mean 'omar'?)"),
    (("g", "\x1b[31m"), "the note contains a character that is not allowed: '\\x1b' (use short, plain text)"),
    (("c", ""), "a condition is empty (say what must be done)"),
    (("c", "Demo", "bem"), "no person 'bem' (did you mean 'ben'?)"),
    (("c", "Demo", "zzz"), "no person 'zzz' (people: priya, dana, sam, omar, lin, ben and grace)"),
    (("c", "Demo", "ben", "soon"), "'soon' is not a valid date (write YYYY-MM-DD)"),
    (("c", "Demo", "ben", "20270215"), "'20270215' is not a valid date (write YYYY-MM-DD)"),
    (("c", "Demo", "ben", "2027-02-11"), "Thu 11 Feb 2027 has passed (choose today or a later date)"),
    (("c", "Demo", "ben", "2027-02-12", "perhaps"), "'perhaps' is not yes or no"),
    (("nogoo",), "Not understood: nogoo. Did you mean 'no-go'?"),
    (("xxxxxx",), "Not understood: xxxxxx. Type ? for help."),
    (("",), "Type go, no-go or condition, s to skip, or ? for help."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "words"),
    REFUSED,
    ids=[ascii(" ".join(answers))[1:-1].replace("\\", "|") for answers, _ in REFUSED],
)
def test_an_invalid_answer_is_explained_and_asked_again(answers, words):
    """The question stays the same."""
    before = said(*answers[:-1], state=at("sales")).state if answers[1:] else at("sales")

    reply = meeting().answer(before, answers[-1], NONE)

    assert (reply.say, reply.state, reply.given) == (words, before, None)


def test_only_the_decider_decides():
    """Other people are refused; Enter stands for the decider."""
    board = State(Stage.DECISION)

    assert said("g", "", "dana", state=board).say == "'dana' may not decide (launch.decider is 'grace')"
    reply = said("no-go", "Not yet", "", state=board)
    assert (reply.given.area, reply.given.word, reply.speaker, asks(reply)) == (
        "",
        "no-go",
        "grace",
        (Stage.OVER, ""),
    )


def test_areas_with_a_valid_vote_are_skipped_unless_selected():
    """A resumed meeting continues where it stopped; a name or a number selects any area."""
    holds = frozenset(["product", "audience", "campaigns"])

    assert asks(said("", holds=holds)) == (Stage.VOTE, "goals")
    assert asks(said("s", state=at("goals"), holds=holds)) == (Stage.VOTE, "sales")
    assert asks(said("campaigns", holds=holds)) == (Stage.VOTE, "campaigns")
    assert asks(said("6", state=at("goals"), holds=holds)) == (Stage.VOTE, "customer_success")
    assert asks(said("Customer Success", holds=holds)) == (Stage.VOTE, "customer_success")
    assert asks(said("", state=at("campaigns"), holds=holds)) == (Stage.VOTE, "sales")
    assert asks(said("", holds=frozenset(AREAS))) == (Stage.DECISION, "")


def test_a_step_back_returns_to_the_previous_question():
    """It works from anywhere, one step at a time, back to the first; no vote is cast on the way."""
    state = said("c", "Demo", "ben", "2027-02-15", "n", "A note", state=at("audience")).state
    way = []
    while state.stage is not Stage.OPENING:
        reply = meeting().answer(state, "back", NONE)
        assert reply.given is None
        state = reply.state
        way.append((state.stage.value, state.area))

    assert way == [
        *((stage, "audience") for stage in ("note", "more", "by", "owner", "condition", "vote")),
        ("vote", "product"),
        ("opening", ""),
    ]
    assert said("b", state=State(Stage.DECISION)).state == at("customer_success")


def test_a_key_is_text_where_text_is_expected():
    """A condition may be called `b`; a step back is then the whole word, or `<`."""
    assert said("c", "b", state=at("sales")).state.text == "b"
    assert said("c", "<", state=at("sales")).state.stage is Stage.VOTE


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.OVER])
def test_every_question_has_help(stage):
    """`?` shows help, and leaves the meeting where it is."""
    state = State(stage, "" if stage in {Stage.OPENING, Stage.DECISION} else "sales")

    assert meeting().answer(state, "?", NONE) == (state, HELP[stage], "", None, False)
    assert prompt(state, meeting(), NONE).endswith((": ", "? ", "] "))
    assert asks(meeting().answer(state, "quit", NONE)) == (Stage.OVER, "")


def test_names_who_may_vote():
    """These are the owner and the backup of an area, or the decider."""
    assert prompt(State(Stage.WHO, "sales"), meeting(), NONE) == "Who is speaking: omar or grace? [omar] "
    assert prompt(State(Stage.WHO), meeting(), NONE) == "Who is speaking: grace? [grace] "


def test_an_area_without_an_owner_cannot_vote():
    """The screen names the missing fact, and the area can be skipped."""
    plan = meeting().plan.model_copy(
        update={"owners": meeting().plan.owners.model_copy(update={"sales": None})}
    )
    lonely = Meeting(plan, AREAS, TODAY)

    assert lonely.answer(at("sales"), "g", NONE).say == "owners.sales is not set, so nobody can vote"
    assert asks(lonely.answer(at("sales"), "s", NONE)) == (Stage.VOTE, "customer_success")


@given(
    st.lists(
        st.text(max_size=12) | st.sampled_from(["g", "c", "n", "", "b", "?", "ben", "2027-02-15", "y"]),
        max_size=30,
    )
)
def test_survives_any_answer(lines):
    """Whatever is typed, the meeting has a next question."""
    state = meeting().start()
    for line in lines:
        reply = meeting().answer(state, line, NONE)
        assert reply.given is None or reply.speaker in {"priya", "ben", "dana", "sam", "omar", "grace", "lin"}
        state = reply.state
        if state.stage is Stage.OVER:
            break
        assert prompt(state, meeting(), NONE)
