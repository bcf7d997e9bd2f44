"""The go/no-go meeting as a pure state machine: from a state and an answer to the next state."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.dates import FIRST_YEAR, LAST_YEAR, day
from launchcheck.errors import LaunchcheckError
from launchcheck.text import capitalized, listed, quote, show, suggest
from launchcheck.votes.board import voters
from launchcheck.votes.cast import may_decide, may_vote
from launchcheck.votes.record import CONDITION, GO, NO_GO, Term, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from launchcheck.plan import Plan


class Stage(StrEnum):
    """The question that the meeting is at."""

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
    """The state of the meeting: the question, the area (empty for the launch), and the answers so far.

    `word` is the vote or decision in progress, `terms` its conditions, `text` and `owner` the
    condition in progress. `before` is the state to go back to.
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
    """Result of an answer.

    `say` is a message to show. `speaker` is set if the vote or decision of `given` must be recorded
    before the meeting continues. `more` requests the whole screen.
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
# In a text answer one letter may be text: only whole words are commands.
_WORD_IN_TEXT = {"?": "help", "help": "help", "<": "back", "back": "back", "quit": "quit"}

_MOVES = "b back, m show the whole screen, an area's name or number to jump to it, q quit, ? help"
_TEXTS = "< or back to go back, quit to leave without recording this vote, ? help"
KEYS = {
    Stage.OPENING: ("Enter continue", "a name or number: that area", "m more", "q quit", "? help"),
    Stage.VOTE: ("g go", "n no-go", "c condition", "s skip", "b back", "m more", "q quit", "? help"),
    Stage.DECISION: ("g go", "n no-go", "b back", "m more", "q quit", "? help"),
}
"""The keys that are shown below a screen."""

HELP = {
    Stage.OPENING: f"Enter continues; {_MOVES}.",
    Stage.VOTE: (
        f"g or go; n or no-go; c or condition: go, once something is done; s skip without a vote; {_MOVES}. "
        "A vote is recorded once the speaker is named; a later vote replaces it."
    ),
    Stage.CONDITION: f"Say in a sentence what must be done for the go to count; {_TEXTS}.",
    Stage.OWNER: f"The id of the person who owns the condition; {_TEXTS}.",
    Stage.BY: f"The date by which it must be done, like 2027-02-15; {_TEXTS}.",
    Stage.MORE: f"y for another condition, n or Enter to continue; {_TEXTS}.",
    Stage.NOTE: f"A note for the record, or Enter for none; {_TEXTS}.",
    Stage.WHO: f"The id of the person who is speaking; Enter takes the one in brackets; {_TEXTS}.",
    Stage.DECISION: f"g or go; n or no-go. A go overrides any no-go vote, which stays on record; {_MOVES}.",
}
"""The help that `?` shows, by question."""

_ASKED = {
    Stage.CONDITION: "What is the condition? ",
    Stage.OWNER: "Who owns it (a person's id)? ",
    Stage.BY: "By when (YYYY-MM-DD)? ",
    Stage.MORE: "Another condition? [y/N] ",
    Stage.NOTE: "A note for the record (Enter for none): ",
    Stage.DECISION: "The decision: go or no-go? ",
    Stage.OVER: "",
}


class Meeting:
    """The rules of one meeting: who may speak, which areas vote, and in which order."""

    def __init__(self, plan: Plan, areas: tuple[str, ...], today: date) -> None:
        """Prepare a meeting for these areas as of a date."""
        self.plan, self.areas, self.today = plan, areas, today

    def start(self) -> State:
        """The first state."""
        return State(Stage.OPENING)

    def answer(self, state: State, line: str, holds: frozenset[str]) -> Reply:
        """Take an answer; `holds` are the areas whose votes still hold, which are skipped."""
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
        """The next area after `area` that needs a vote, or the decision if there is none."""
        left = self.areas[self.areas.index(area) + 1 :] if area else self.areas
        return next((State(Stage.VOTE, each) for each in left if each not in holds), State(Stage.DECISION))

    def default(self, state: State) -> str:
        """The default speaker: the owner of the area, or the decider."""
        owner, _ = voters(self.plan, state.area) if state.area else (self.plan.launch.decider, None)
        return owner or ""

    def speakers(self, state: State) -> str:
        """The people who may speak: the owner of the area and the backup, or the decider."""
        who = voters(self.plan, state.area) if state.area else (self.plan.launch.decider,)
        return listed([id for id in who if id], "or")

    def _word(self, stage: Stage, text: str) -> str:
        """The command in an answer, or an empty string."""
        known = _WORD if stage in _CHOICES else _WORD_IN_TEXT
        return known.get(text.casefold().replace(" ", "_"), "")

    def _named(self, text: str) -> State | None:
        """The state of the area with this name or number."""
        names = {str(number): area for number, area in enumerate(self.areas, 1)}
        names |= {area: area for area in self.areas}
        area = names.get(text.casefold().replace(" ", "_"))
        return State(Stage.VOTE, area) if area else None

    def _back(self, state: State) -> Reply:
        """Go back to the previous question, or to the previous area."""
        if state.before:
            return Reply(state.before)
        if state.stage is Stage.DECISION:
            return Reply(State(Stage.VOTE, self.areas[-1]) if self.areas else self.start())
        at = self.areas.index(state.area) if state.area else 0
        return Reply(State(Stage.VOTE, self.areas[at - 1]) if at else self.start())

    def _chosen(self, state: State, text: str, word: str, holds: frozenset[str]) -> Reply:
        """Take an answer to a question with fixed choices."""
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
        """Begin a vote or decision, if anybody may give it."""
        if not self.default(state):
            place = "launch.decider" if not state.area else f"owners.{state.area}"
            place = "launch.owner" if state.area == "launch" else place
            return Reply(state, f"{place} is not set, so nobody can {'vote' if state.area else 'decide'}")
        stage = Stage.CONDITION if word == CONDITION else Stage.NOTE
        return Reply(State(stage, state.area, word, before=state))

    def _typed(self, state: State, text: str, holds: frozenset[str]) -> Reply:
        """Take a text answer; raise LaunchcheckError if it is invalid."""
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
        """Take the speaker, which completes the vote or decision."""
        speaker = self._id(text) if text else self.default(state)
        if state.area:
            may_vote(self.plan, state.area, speaker)
            return Reply(self.after(state.area, holds | {state.area}), speaker=speaker, given=state)
        may_decide(self.plan, speaker)
        return Reply(State(Stage.OVER), speaker=speaker, given=state)

    def _id(self, text: str) -> str:
        """The id of a person, given by id or by name."""
        people = self.plan.people or {}
        named = [id for id, person in people.items() if person.name and _same(person.name, text)]
        known = [id for id in people if _same(id, text)]
        return next(iter([*known, *named]), text)

    def _person(self, text: str) -> str:
        """The id of a person in the plan."""
        id = self._id(text)
        people = self.plan.people or {}
        if id not in people:
            raise LaunchcheckError(f"no person {quote(text)}", hint=_near(text, people))
        return id

    def _day(self, text: str) -> date:
        """A date that has not passed."""
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = date.min
        if found.isoformat() != text or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise LaunchcheckError(f"{quote(text)} is not a valid date", hint="write YYYY-MM-DD")
        if found < self.today:
            raise LaunchcheckError(f"{day(found)} has passed", hint="choose today or a later date")
        return found

    def _unknown(self, text: str, known: list[str]) -> str:
        """The message for an answer that was not understood."""
        if not text:
            words = "go, no-go or condition, s to skip" if CONDITION in known else "go or no-go"
            return f"Type {words}, or ? for help."
        hint = capitalized(suggest(text, known, "Type ? for help."))
        return f"Not understood: {show(text, 60)}. {hint}"


def prompt(state: State, meeting: Meeting, holds: frozenset[str]) -> str:
    """The prompt of a state."""
    match state.stage:
        case Stage.OPENING:
            there = meeting.after("", holds).area or "the board"
            return f"Press Enter to continue with {there}: "
        case Stage.VOTE:
            return f"{state.area}: go, no-go or condition? "
        case Stage.WHO:
            return f"Who is speaking: {meeting.speakers(state)}? [{show(meeting.default(state), 60)}] "
        case _:
            return _ASKED[state.stage]


_CHOICES = {Stage.OPENING, Stage.VOTE, Stage.DECISION}
"""Questions with fixed choices, where no text is typed."""


def _on(state: State, stage: Stage, **said: Any) -> State:
    """The next state, from which `back` returns here."""
    return state._replace(stage=stage, before=state, **said)


def _said(text: str, what: str) -> str:
    """Text for the record."""
    if not text:
        raise LaunchcheckError(f"{what} is empty", hint="say what must be done")
    try:
        return text_of(text, what)
    except ValueError as problem:
        raise LaunchcheckError(str(problem), hint="use short, plain text") from None


def _yes(text: str) -> bool:
    if text.casefold() not in {"y", "yes", "n", "no", ""}:
        raise LaunchcheckError(f"{quote(text)} is not yes or no")
    return text.casefold() in {"y", "yes"}


def _same(name: str, text: str) -> bool:
    return name.casefold() == text.casefold()


def _near(text: str, people: Iterable[str]) -> str:
    return suggest(text, people, f"people: {show(listed(people))}")
