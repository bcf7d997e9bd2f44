"""The meeting as a state machine: what each answer leads to, without a terminal."""

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
    """What the last of some answers leads to."""
    reply = None
    for line in lines:
        reply = meeting().answer(state or meeting().start(), line, holds)
        state = reply.state
    return reply


def at(area):
    """The screen of an area."""
    return State(Stage.VOTE, area)


def asks(reply):
    """What is asked next, and of whom."""
    return (reply.state.stage, reply.state.area)


@pytest.mark.parametrize("key", ["g", "go", "G", " Go ", "yes"])
def test_a_go_takes_a_note_and_a_speaker(key):
    """Key or word, a note, who is speaking: then the vote is given, and the next area is asked."""
    reply = said("", key, "All is well", "priya")

    assert (reply.given.area, reply.given.word, reply.given.note, reply.speaker) == (
        "product",
        "go",
        "All is well",
        "priya",
    )
    assert asks(reply) == (Stage.VOTE, "audience")


@pytest.mark.parametrize("key", ["c", "condition", "on condition", "go on condition", "conditional"])
def test_a_go_on_condition_asks_for_what_who_and_when(key):
    """As many conditions as there are, each with an owner and a day."""
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
def test_a_no_go_is_a_no_go(key):
    """However it is typed."""
    key = key.replace("no go", "nogo")
    assert said(key, "", "", state=at("sales")).given.word == "no-go"


def test_nothing_is_given_before_the_speaker_is_named():
    """Whatever is typed on the way, only the last answer gives the vote."""
    replies = [said(*answers, state=at("sales")) for answers in (["g"], ["g", "A note"])]

    assert [reply.given for reply in replies] == [None, None]


REFUSED = [
    (("g", "", "sam"), "'sam' may not vote for sales (these may: omar, who owns it, or grace, the backup; sam votes for launch, audience, goals and campaigns)"),
    (("g", "", "omer"), "no person 'omer' (did you mean 'omar'?)"),
    (("g", "\x1b[31m"), "the note holds a character that no text may hold: '\\x1b' (write it in plain words)"),
    (("c", ""), "a condition says nothing (say what must be done)"),
    (("c", "Demo", "bem"), "no person 'bem' (did you mean 'ben'?)"),
    (("c", "Demo", "zzz"), "no person 'zzz' (people: priya, dana, sam, omar, lin, ben and grace)"),
    (("c", "Demo", "ben", "soon"), "'soon' is not a day (write YYYY-MM-DD)"),
    (("c", "Demo", "ben", "20270215"), "'20270215' is not a day (write YYYY-MM-DD)"),
    (("c", "Demo", "ben", "2027-02-11"), "Thu 11 Feb 2027 has passed (give it a day to come)"),
    (("c", "Demo", "ben", "2027-02-12", "perhaps"), "'perhaps' is neither yes nor no"),
    (("nogoo",), "'nogoo' is no answer here; did you mean 'no-go'?"),
    (("xxxxxx",), "'xxxxxx' is no answer here; ? helps."),
    (("",), "Say go, no-go or condition; s skips; ? helps."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "words"),
    REFUSED,
    ids=[ascii(" ".join(answers))[1:-1].replace("\\", "|") for answers, _ in REFUSED],
)
def test_asks_again_where_an_answer_will_not_do(answers, words):
    """It says why, and asks the same again."""
    before = said(*answers[:-1], state=at("sales")).state if answers[1:] else at("sales")

    reply = meeting().answer(before, answers[-1], NONE)

    assert (reply.say, reply.state, reply.given) == (words, before, None)


def test_only_the_decider_decides():
    """Somebody else is sent back; Enter stands for the decider."""
    board = State(Stage.DECISION)

    assert (
        said("g", "", "dana", state=board).say
        == "'dana' may not decide ('grace' decides: launch.decider says so)"
    )
    reply = said("no-go", "Not yet", "", state=board)
    assert (reply.given.area, reply.given.word, reply.speaker, asks(reply)) == (
        "",
        "no-go",
        "grace",
        (Stage.OVER, ""),
    )


def test_areas_that_hold_are_passed_over_unless_asked_for():
    """A resumed meeting goes on where it stopped; a name or a number leads to any area."""
    holds = frozenset(["product", "audience", "campaigns"])

    assert asks(said("", holds=holds)) == (Stage.VOTE, "goals")
    assert asks(said("s", state=at("goals"), holds=holds)) == (Stage.VOTE, "sales")
    assert asks(said("campaigns", holds=holds)) == (Stage.VOTE, "campaigns")
    assert asks(said("6", state=at("goals"), holds=holds)) == (Stage.VOTE, "customer_success")
    assert asks(said("Customer Success", holds=holds)) == (Stage.VOTE, "customer_success")
    assert asks(said("", state=at("campaigns"), holds=holds)) == (Stage.VOTE, "sales")
    assert asks(said("", holds=frozenset(AREAS))) == (Stage.DECISION, "")


def test_a_step_back_leads_to_what_was_asked_before():
    """From anywhere, one step at a time, to the very beginning; nothing is given on the way."""
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


def test_a_key_is_text_where_text_is_asked_for():
    """A condition called `b` is one; a step back is then the whole word, or `<`."""
    assert said("c", "b", state=at("sales")).state.text == "b"
    assert said("c", "<", state=at("sales")).state.stage is Stage.VOTE


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.OVER])
def test_every_question_has_help_and_words(stage):
    """`?` helps at each, and leaves the meeting where it is."""
    state = State(stage, "" if stage in {Stage.OPENING, Stage.DECISION} else "sales")

    assert meeting().answer(state, "?", NONE) == (state, HELP[stage], "", None, False)
    assert prompt(state, meeting(), NONE).endswith((": ", "? ", "] "))
    assert asks(meeting().answer(state, "quit", NONE)) == (Stage.OVER, "")


def test_says_who_may_speak():
    """The owner and the backup of an area, or the decider."""
    assert prompt(State(Stage.WHO, "sales"), meeting(), NONE) == "Who is speaking: omar or grace? [omar] "
    assert prompt(State(Stage.WHO), meeting(), NONE) == "Who is speaking: grace? [grace] "


def test_nobody_is_asked_for_an_area_without_an_owner():
    """The screen says which fact is missing, and the area can be skipped."""
    plan = meeting().plan.model_copy(
        update={"owners": meeting().plan.owners.model_copy(update={"sales": None})}
    )
    lonely = Meeting(plan, AREAS, TODAY)

    assert lonely.answer(at("sales"), "g", NONE).say == "owners.sales names nobody who may say so"
    assert asks(lonely.answer(at("sales"), "s", NONE)) == (Stage.VOTE, "customer_success")


@given(
    st.lists(
        st.text(max_size=12) | st.sampled_from(["g", "c", "n", "", "b", "?", "ben", "2027-02-15", "y"]),
        max_size=30,
    )
)
def test_takes_any_answer(lines):
    """Whatever is typed, the meeting stands in a state that it can be asked in."""
    state = meeting().start()
    for line in lines:
        reply = meeting().answer(state, line, NONE)
        assert reply.given is None or reply.speaker in {"priya", "ben", "dana", "sam", "omar", "grace", "lin"}
        state = reply.state
        if state.stage is Stage.OVER:
            break
        assert prompt(state, meeting(), NONE)
