"""The go/no-go meeting as a pure state machine: a state and an answer in, the next state out."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.dates import FIRST_YEAR, LAST_YEAR, day
from launchcheck.errors import LaunchcheckError
from launchcheck.text import listed, quote, show, suggest
from launchcheck.votes.board import voters
from launchcheck.votes.cast import may_decide, may_vote
from launchcheck.votes.record import CONDITION, GO, NO_GO, Term, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from launchcheck.plan import Plan


class Stage(StrEnum):
    """What is asked."""

    OPENING = "opening"
    VOTE = "vote"
    CONDITION = "condition"
    OWNER = "owner"
    BY = "by"
    MORE = "more"
    DECISION = "decision"
    NOTE = "note"
    WHO = "who"
    OVER = "over"


class State(NamedTuple):
    """Where the meeting is: what is asked, for which area (none: the launch), and what was said so far.

    `word` is the vote or decision that is being given, `terms` its conditions, `text` and `owner`
    the condition that is being given. `before` is what a step back leads to.
    """

    stage: Stage
    area: str = ""
    word: str = ""
    terms: tuple[Term, ...] = ()
    text: str = ""
    owner: str = ""
    note: str = ""
    before: State | None = None


class Reply(NamedTuple):
    """What an answer leads to.

    `say` is for the people in the room. `speaker` is set where the vote or decision of `given` is
    to be recorded before the meeting goes on. `more` asks for all of the screen.
    """

    state: State
    say: str = ""
    speaker: str = ""
    given: State | None = None
    more: bool = False


_KEYS = {
    "go": ("g", "go", "yes"),
    "no-go": ("n", "no-go", "no", "nogo"),
    "condition": ("c", "condition", "go_on_condition", "on_condition", "conditional"),
    "skip": ("s", "skip", "next"),
    "more": ("m", "more"),
    "back": ("b", "back", "<"),
    "help": ("?", "h", "help"),
    "quit": ("q", "quit", "exit"),
}
_WORD = {key: word for word, keys in _KEYS.items() for key in keys}
# Where text is typed, one letter may be text: only whole words lead somewhere else.
_WORD_IN_TEXT = {"?": "help", "help": "help", "<": "back", "back": "back", "quit": "quit"}

_MOVES = "b back, m all of this screen, an area's name or number to go there, q leave, ? help"
_TEXTS = "< or back for a step back, quit to leave (this vote is not given then), ? help"
KEYS = {
    Stage.OPENING: ("Enter go on", "a name or number: that area", "m more", "q leave", "? help"),
    Stage.VOTE: ("g go", "n no-go", "c condition", "s skip", "b back", "m more", "q leave", "? help"),
    Stage.DECISION: ("g go", "n no-go", "b back", "m more", "q leave", "? help"),
}
"""The keys that a screen names at its foot."""

HELP = {
    Stage.OPENING: f"Enter goes on; {_MOVES}.",
    Stage.VOTE: (
        f"g or go; n or no-go; c or condition: go, once something is done; s skip without a vote; {_MOVES}. "
        "A vote is recorded once the speaker is named; a later one takes its place."
    ),
    Stage.CONDITION: f"What must be done for the go to hold, in a sentence; {_TEXTS}.",
    Stage.OWNER: f"The id of the person who sees to it; {_TEXTS}.",
    Stage.BY: f"The day by which it must be done, like 2027-02-15; {_TEXTS}.",
    Stage.MORE: f"y for one more condition, n or Enter to go on; {_TEXTS}.",
    Stage.NOTE: f"What is to stand beside it in the record, or Enter for nothing; {_TEXTS}.",
    Stage.WHO: f"The id of the person who says it; Enter takes the one in brackets; {_TEXTS}.",
    Stage.DECISION: f"g or go; n or no-go: go stands over any no-go, which stays on record; {_MOVES}.",
}
"""What `?` says, by what is asked."""

_ASKED = {
    Stage.CONDITION: "On which condition? ",
    Stage.OWNER: "Who sees to it (a person's id)? ",
    Stage.BY: "By when (YYYY-MM-DD)? ",
    Stage.MORE: "One more condition? [y/N] ",
    Stage.NOTE: "A note for the record (Enter for none): ",
    Stage.DECISION: "The decision: go or no-go? ",
    Stage.OVER: "",
}


class Meeting:
    """The rules of one meeting: who may speak, which areas are walked, and in which order."""

    def __init__(self, plan: Plan, areas: tuple[str, ...], today: date) -> None:
        """Prepare to walk the areas on a day."""
        self.plan, self.areas, self.today = plan, areas, today

    def start(self) -> State:
        """The beginning."""
        return State(Stage.OPENING)

    def answer(self, state: State, line: str, holds: frozenset[str]) -> Reply:
        """Take an answer; `holds` are the areas whose votes hold, which are passed over."""
        text = line.strip()
        word = self._word(state.stage, text)
        if word == "help":
            return Reply(state, HELP[state.stage])
        if word == "quit":
            return Reply(State(Stage.OVER))
        if word == "back":
            return self._back(state)
        if word == "more":
            return Reply(state, more=True)
        if state.stage in _CHOICES:
            there = self._named(text)
            return Reply(there) if there else self._chosen(state, text, word, holds)
        try:
            return self._typed(state, text, holds)
        except LaunchcheckError as refused:
            return Reply(state, f"{refused.message}{f' ({refused.hint})' if refused.hint else ''}")

    def after(self, area: str, holds: frozenset[str]) -> State:
        """The next area whose vote does not hold, from behind an area on; then the decision."""
        left = self.areas[self.areas.index(area) + 1 :] if area else self.areas
        return next((State(Stage.VOTE, each) for each in left if each not in holds), State(Stage.DECISION))

    def default(self, state: State) -> str:
        """Who speaks where nobody says so: the owner of the area, or the decider."""
        owner, _ = voters(self.plan, state.area) if state.area else (self.plan.launch.decider, None)
        return owner or ""

    def speakers(self, state: State) -> str:
        """Who may speak: the owner of the area or the backup, or the decider."""
        who = voters(self.plan, state.area) if state.area else (self.plan.launch.decider,)
        return listed([id for id in who if id], "or")

    def _word(self, stage: Stage, text: str) -> str:
        """The key or word that an answer is, or nothing."""
        known = _WORD if stage in _CHOICES else _WORD_IN_TEXT
        return known.get(text.casefold().replace(" ", "_"), "")

    def _named(self, text: str) -> State | None:
        """The area that is asked for, by its name or number."""
        names = {str(number): area for number, area in enumerate(self.areas, 1)}
        names |= {area: area for area in self.areas}
        area = names.get(text.casefold().replace(" ", "_"))
        return State(Stage.VOTE, area) if area else None

    def _back(self, state: State) -> Reply:
        """A step back: to what was asked before, or to the area before."""
        if state.before:
            return Reply(state.before)
        if state.stage is Stage.DECISION:
            return Reply(State(Stage.VOTE, self.areas[-1]) if self.areas else self.start())
        at = self.areas.index(state.area) if state.area else 0
        return Reply(State(Stage.VOTE, self.areas[at - 1]) if at else self.start())

    def _chosen(self, state: State, text: str, word: str, holds: frozenset[str]) -> Reply:
        """Take an answer where keys are asked for."""
        goes_on = word == "skip" or (not text and (state.stage is Stage.OPENING or state.area in holds))
        if state.stage is not Stage.DECISION and goes_on:
            return Reply(self.after(state.area, holds))
        asked = {Stage.VOTE: (GO, NO_GO, CONDITION), Stage.DECISION: (GO, NO_GO)}.get(state.stage, ())
        if word in asked:
            return self._begun(state, word)
        if state.stage is Stage.OPENING:
            return Reply(state, self._unknown(text, ["quit", "help", *self.areas]))
        return Reply(state, self._unknown(text, [*asked, "skip", "back", "more", "quit", *self.areas]))

    def _begun(self, state: State, word: str) -> Reply:
        """Begin a vote or decision, if there is anybody who may give it."""
        if not self.default(state):
            place = "launch.decider" if not state.area else f"owners.{state.area}"
            place = "launch.owner" if state.area == "launch" else place
            return Reply(state, f"{place} names nobody who may say so")
        stage = Stage.CONDITION if word == CONDITION else Stage.NOTE
        return Reply(State(stage, state.area, word, before=state))

    def _typed(self, state: State, text: str, holds: frozenset[str]) -> Reply:
        """Take an answer where text is asked for; a LaunchcheckError where it will not do."""
        match state.stage:
            case Stage.CONDITION:
                return Reply(_on(state, Stage.OWNER, text=_said(text, "a condition")))
            case Stage.OWNER:
                return Reply(_on(state, Stage.BY, owner=self._person(text)))
            case Stage.BY:
                term = Term(state.text, state.owner, self._day(text))
                return Reply(_on(state, Stage.MORE, terms=(*state.terms, term), text="", owner=""))
            case Stage.MORE:
                return Reply(_on(state, Stage.CONDITION if _yes(text) else Stage.NOTE))
            case Stage.NOTE:
                return Reply(_on(state, Stage.WHO, note=_said(text, "the note") if text else ""))
            case _:
                return self._spoken(state, text, holds)

    def _spoken(self, state: State, text: str, holds: frozenset[str]) -> Reply:
        """Take the speaker, which makes the vote or decision complete."""
        speaker = self._id(text) if text else self.default(state)
        if state.area:
            may_vote(self.plan, state.area, speaker)
            return Reply(self.after(state.area, holds | {state.area}), speaker=speaker, given=state)
        may_decide(self.plan, speaker)
        return Reply(State(Stage.OVER), speaker=speaker, given=state)

    def _id(self, text: str) -> str:
        """The id of a person, who may be called by name."""
        people = self.plan.people or {}
        named = [id for id, person in people.items() if person.name and _same(person.name, text)]
        known = [id for id in people if _same(id, text)]
        return next(iter([*known, *named]), text)

    def _person(self, text: str) -> str:
        """Somebody of the plan."""
        id = self._id(text)
        people = self.plan.people or {}
        if id not in people:
            raise LaunchcheckError(f"no person {quote(text)}", hint=_near(text, people))
        return id

    def _day(self, text: str) -> date:
        """A day that has not passed."""
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = date.min
        if found.isoformat() != text or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise LaunchcheckError(f"{quote(text)} is not a day", hint="write YYYY-MM-DD")
        if found < self.today:
            raise LaunchcheckError(f"{day(found)} has passed", hint="give it a day to come")
        return found

    def _unknown(self, text: str, known: list[str]) -> str:
        """That an answer leads nowhere, and what it may have been meant to be."""
        if not text:
            words = "go, no-go or condition; s skips" if CONDITION in known else "go or no-go"
            return f"Say {words}; ? helps."
        return f"{quote(text)} is no answer here; {suggest(text, known, '? helps.')}"


def prompt(state: State, meeting: Meeting, holds: frozenset[str]) -> str:
    """What is asked for in a state."""
    match state.stage:
        case Stage.OPENING:
            there = meeting.after("", holds).area or "the board"
            return f"Enter goes on to {there}: "
        case Stage.VOTE:
            return f"{state.area}: go, no-go or condition? "
        case Stage.WHO:
            return f"Who is speaking: {meeting.speakers(state)}? [{show(meeting.default(state), 60)}] "
        case _:
            return _ASKED[state.stage]


_CHOICES = {Stage.OPENING, Stage.VOTE, Stage.DECISION}
"""Where a key is pressed, and no text is typed."""


def _on(state: State, stage: Stage, **said: Any) -> State:
    """One step on, from which a step back leads here."""
    return state._replace(stage=stage, before=state, **said)


def _said(text: str, what: str) -> str:
    """Text for the record."""
    if not text:
        raise LaunchcheckError(f"{what} says nothing", hint="say what must be done")
    try:
        return text_of(text, what)
    except ValueError as problem:
        raise LaunchcheckError(str(problem), hint="write it in plain words") from None


def _yes(text: str) -> bool:
    """Whether one more condition is wanted."""
    if text.casefold() not in {"y", "yes", "n", "no", ""}:
        raise LaunchcheckError(f"{quote(text)} is neither yes nor no")
    return text.casefold() in {"y", "yes"}


def _same(name: str, text: str) -> bool:
    """Whether somebody is meant."""
    return name.casefold() == text.casefold()


def _near(text: str, people: Iterable[str]) -> str:
    """Who may have been meant."""
    return suggest(text, people, f"people: {show(listed(people))}")
