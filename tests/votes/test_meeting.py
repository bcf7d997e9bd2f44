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
from launchcheck.votes.meeting import HELP, Known, Meeting, Stage, State, prompt

TODAY = date(2027, 2, 12)
AREAS = tuple(OWNERS)
NONE = Known()


@cache
def meeting():
    """The meeting on the ready plan."""
    return Meeting(parse.read(Source.read(PLAN), Plan), AREAS, TODAY)


def said(*lines, state=None, holds=(), open=None):
    """The effect of the last of several answers."""
    reply = None
    for line in lines:
        reply = meeting().answer(state or meeting().start(), line, Known(frozenset(holds), open or {}))
        state = reply.state
    return reply


def at(area):
    """The screen of an area, where the speaker is asked for."""
    return State(Stage.WHO, area)


BOARD = State(Stage.WHO)
"""The screen of the launch."""


def asks(reply):
    """The next question, and its area."""
    return (reply.state.stage, reply.state.area)


@pytest.mark.parametrize("key", ["g", "go", "G", " Go ", "yes"])
def test_a_go_takes_a_speaker_a_note_and_a_yes(key):
    """First comes the voter, then a key or a word and a note; once confirmed, the vote is cast and the next area follows."""
    reply = said("", "priya", key, "All is well", "y")

    assert (reply.given.area, reply.given.word, reply.given.note, reply.given.speaker) == (
        "product",
        "go",
        "All is well",
        "priya",
    )
    assert asks(reply) == (Stage.WHO, "audience")


@pytest.mark.parametrize("key", ["c", "condition", "on condition", "go on condition", "conditional"])
def test_a_conditional_go_asks_for_text_owner_and_date(key):
    """There may be any number of conditions, each with an owner and a date as people type it."""
    reply = said(
        *("", "", key, "Rollback again", "ben", "2027-02-15", "y"),
        *("Docs are live", "Priya Nair", "tue", "", "", "yes"),
    )

    assert (reply.given.word, reply.given.speaker) == ("condition", "priya")
    assert reply.given.terms == (
        Term("Rollback again", "ben", date(2027, 2, 15)),
        Term("Docs are live", "priya", date(2027, 2, 16)),
    )


@pytest.mark.parametrize("key", ["n", "no-go", "no", "nogo", "no go"])
def test_a_no_go_is_recognized(key):
    """Several spellings are accepted."""
    key = key.replace("no go", "nogo")
    assert said("", key, "", "y", state=at("sales")).given.word == "no-go"


def test_no_number_of_stray_enters_casts_a_vote():
    """Enter takes the speaker and leaves out the note, but neither votes nor confirms."""
    for answers in ([""] * 20, ["", "g", *[""] * 20]):
        state = at("sales")
        for line in answers:
            reply = meeting().answer(state, line, NONE)
            assert reply.given is None
            state = reply.state
        assert state.area == "sales"


def test_a_vote_that_is_not_confirmed_is_asked_for_again():
    """The speaker stays the same; what was said is forgotten."""
    reply = said("grace", "n", "No demo", "n", state=at("sales"))

    assert reply.given is None
    assert reply.state == State(Stage.VOTE, "sales", "grace", before=at("sales"))


def test_a_go_over_open_blockers_says_how_many():
    """The question is the one that confirms the vote; a no-go or a condition needs no warning."""
    open = {"sales": 7, "product": 1, "": 12}

    def asked(*answers, state):
        reached = said(*answers, state=state, open=open).state
        return prompt(reached, meeting(), Known(open=open))

    assert (
        asked("", "g", "", state=at("sales"))
        == "7 blockers are open in sales. Vote go anyway? (Omar Haddad; y or n) "
    )
    assert (
        asked("", "g", "", state=at("product"))
        == "1 blocker is open in product. Vote go anyway? (Priya Nair; y or n) "
    )
    assert asked("", "g", "", state=at("goals")) == "Record: Dana Reyes votes go for goals? (y or n) "
    assert asked("", "n", "", state=at("sales")) == "Record: Omar Haddad votes no-go for sales? (y or n) "
    assert asked("", "g", "", state=BOARD) == "12 blockers are open. Decide go anyway? (Grace Liu; y or n) "
    assert asked("", "n", "", state=BOARD) == "Record: Grace Liu decides no-go? (y or n) "


REFUSED = [
    (("sam",), "'sam' may not vote for sales (allowed: omar (owner) or grace (backup); sam votes for launch, audience, goals and campaigns)"),
    (("omer",), "no person 'omer' (did you mean 'omar'?)"),
    (("g",), "First say who speaks: omar or grace."),
    (("", "g", "\x1b[31m"), "the note contains a character that is not allowed: '\\x1b' (use short, plain text)"),
    (("", "c", ""), "a condition is empty (say what must be done)"),
    (("", "c", "Demo", ""), "an owner is missing (type the id of a person, or b to go back)"),
    (("", "c", "Demo", "bem"), "no person 'bem' (did you mean 'ben'?)"),
    (("", "c", "Demo", "zzz"), "no person 'zzz' (people: priya, dana, sam, omar, lin, ben and grace)"),
    (("", "c", "Demo", "ben", "soon"), "'soon' is not a valid date (write a date such as 2027-02-12, fri, tomorrow, +3d, +2w or 12 feb)"),
    (("", "c", "Demo", "ben", "20270215"), "'20270215' is not a valid date (write a date such as 2027-02-12, fri, tomorrow, +3d, +2w or 12 feb)"),
    (("", "c", "Demo", "ben", "2027-02-11"), "Thu 11 Feb 2027 has passed (choose today or a later date)"),
    (("", "c", "Demo", "ben", "2027-02-12", "perhaps"), "'perhaps' is not yes or no"),
    (("", "g", "", "perhaps"), "'perhaps' is not yes or no"),
    (("", "g", "", ""), "Type y to record it, n to change it, or ? for help."),
    (("", "nogoo"), "Not understood: nogoo. Did you mean 'no-go'?"),
    (("", "xxxxxx"), "Not understood: xxxxxx. Type ? for help."),
    (("", ""), "Type go, no-go or condition, s to skip, or ? for help."),
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
    assert said("dana", state=BOARD).say == "'dana' may not decide (launch.decider is 'grace')"
    reply = said("", "no-go", "Not yet", "y", state=BOARD)
    assert (reply.given.area, reply.given.word, reply.given.speaker, asks(reply)) == (
        "",
        "no-go",
        "grace",
        (Stage.OVER, ""),
    )


def test_areas_with_a_valid_vote_are_skipped_unless_selected():
    """A resumed meeting continues where it stopped; a name or a number selects any area."""
    holds = frozenset(["product", "audience", "campaigns"])

    assert asks(said("", holds=holds)) == (Stage.WHO, "goals")
    assert asks(said("s", state=at("goals"), holds=holds)) == (Stage.WHO, "sales")
    assert asks(said("", "s", state=at("goals"), holds=holds)) == (Stage.WHO, "sales")
    assert asks(said("campaigns", holds=holds)) == (Stage.WHO, "campaigns")
    assert asks(said("6", state=at("goals"), holds=holds)) == (Stage.WHO, "customer_success")
    assert asks(said("Customer Success", holds=holds)) == (Stage.WHO, "customer_success")
    assert asks(said("", state=at("campaigns"), holds=holds)) == (Stage.WHO, "sales")
    assert asks(said("sam", state=at("campaigns"), holds=holds)) == (Stage.VOTE, "campaigns")
    assert asks(said("", holds=frozenset(AREAS))) == (Stage.WHO, "")


def test_a_step_back_returns_to_the_previous_question():
    """`b` works from every question, one step at a time, back to the first; no vote is cast on the way."""
    state = said("", "c", "Demo", "ben", "2027-02-15", "n", "A note", state=at("audience")).state
    way = []
    while state.stage is not Stage.OPENING:
        reply = meeting().answer(state, "b", NONE)
        assert reply.given is None
        state = reply.state
        way.append((state.stage.value, state.area))

    assert way == [
        *((stage, "audience") for stage in ("note", "more", "by", "owner", "condition", "vote", "who")),
        ("who", "product"),
        ("opening", ""),
    ]
    assert said("b", state=BOARD).state == at("customer_success")
    assert [said("", "c", word, state=at("sales")).state.stage for word in ("<", "back")] == [Stage.VOTE] * 2


def test_a_key_is_text_where_text_is_expected():
    """A condition may begin with a key, or be one, except for `b`."""
    assert said("", "c", "go", state=at("sales")).state.text == "go"
    assert said("", "c", "b2b demo", state=at("sales")).state.text == "b2b demo"


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.OVER])
def test_every_question_has_help(stage):
    """`?` shows help, and leaves the meeting where it is."""
    term = Term("Demo", "ben", TODAY)
    area = "" if stage in {Stage.OPENING, Stage.DECISION} else "sales"
    state = State(stage, area, speaker="grace", word="go", terms=(term,))

    assert meeting().answer(state, "?", NONE) == (state, HELP[stage], None, False)
    assert prompt(state, meeting(), NONE).endswith((": ", "? ", "] ", "(y or n) "))
    assert asks(meeting().answer(state, "quit", NONE)) == (Stage.OVER, "")


def test_names_who_may_vote():
    """These are the owner and the backup of an area, or the decider."""
    holds = Known(frozenset(["sales"]))
    assert prompt(at("sales"), meeting(), NONE) == "Who speaks for sales: omar or grace? [omar] "
    assert (
        prompt(at("sales"), meeting(), holds)
        == "sales: Enter keeps the vote. Who speaks to change it: omar or grace? "
    )
    assert prompt(BOARD, meeting(), NONE) == "Who decides: grace? [grace] "


def test_an_area_without_an_owner_cannot_vote():
    """The prompt names the missing fact, and the area can be skipped."""
    launch = meeting().plan.launch.model_copy(update={"decider": None})
    owners = meeting().plan.owners.model_copy(update={"sales": None})
    lonely = Meeting(meeting().plan.model_copy(update={"launch": launch, "owners": owners}), AREAS, TODAY)

    assert (
        prompt(at("sales"), lonely, NONE) == "owners.sales is not set, so no one can vote. Enter continues: "
    )
    assert (
        lonely.answer(at("sales"), "omar", NONE).say
        == "owners.sales is not set, so no one can vote; q quits."
    )
    assert [asks(lonely.answer(at("sales"), key, NONE)) for key in ("s", "")] == [
        (Stage.WHO, "customer_success")
    ] * 2
    assert (
        prompt(BOARD, lonely, NONE) == "launch.decider is not set, so no one can decide. Enter shows help: "
    )
    assert lonely.answer(BOARD, "", NONE).say == "launch.decider is not set, so no one can decide; q quits."


def test_a_speaker_may_be_called_like_a_key():
    """The id of someone who may speak is that person, not a command or an area."""
    people = {**meeting().plan.people, "s": meeting().plan.people["omar"], "2": meeting().plan.people["ben"]}
    owners = meeting().plan.owners.model_copy(update={"sales": "s", "goals": "2"})
    odd = Meeting(meeting().plan.model_copy(update={"people": people, "owners": owners}), AREAS, TODAY)

    assert odd.answer(at("sales"), "s", NONE).state.speaker == "s"
    assert odd.answer(at("goals"), "2", NONE).state.speaker == "2"
    assert asks(odd.answer(at("sales"), "2", NONE)) == (Stage.WHO, "audience")


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
        assert reply.given is None or reply.given.speaker in {
            "priya",
            "ben",
            "dana",
            "sam",
            "omar",
            "grace",
            "lin",
        }
        state = reply.state
        if state.stage is Stage.OVER:
            break
        assert prompt(state, meeting(), NONE)
