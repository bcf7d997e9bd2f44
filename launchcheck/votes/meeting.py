"""The go/no-go meeting as a pure state machine: from a state and an answer to the next state."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck import typed_days
from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError
from launchcheck.text import capitalized, counted, listed, quote, show, suggest
from launchcheck.votes.board import voters
from launchcheck.votes.cast import may_decide, may_vote
from launchcheck.votes.record import CONDITION, GO, NO_GO, Term, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from launchcheck.plan import Plan


class Stage(StrEnum):
    """The question that the meeting is at."""

    OPENING = "opening"
    WHO = "who"
    VOTE = "vote"
    CONDITION = "condition"
    OWNER = "owner"
    BY = "by"
    MORE = "more"
    DECISION = "decision"
    NOTE = "note"
    SURE = "sure"
    OVER = "over"


class State(NamedTuple):
    """The state of the meeting: the question, the area (empty for the launch), and the answers so far.

    `speaker` is who votes or decides, `word` the vote or decision in progress, `terms` its
    conditions, `text` and `owner` the condition in progress. `before` is the state to go back to.
    """

    stage: Stage
    area: str = ""
    speaker: str = ""
    word: str = ""
    terms: tuple[Term, ...] = ()
    text: str = ""
    owner: str = ""
    note: str = ""
    before: State | None = None


class Reply(NamedTuple):
    """Result of an answer.

    `say` is a message to show. `given` is the vote or decision that must be recorded before the
    meeting continues. `more` requests the whole screen.
    """

    state: State
    say: str = ""
    given: State | None = None
    more: bool = False


class Known(NamedTuple):
    """What the meeting knows of the launch at a question.

    `holds` are the areas whose votes still hold, which are skipped; `open` is the number of open
    blockers of each area, and of the launch under an empty name.
    """

    holds: frozenset[str] = frozenset()
    open: Mapping[str, int] = {}


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
# In a text answer one letter may be text: besides b, only whole words are commands.
_WORD_IN_TEXT = {"?": "help", "help": "help", "<": "back", "b": "back", "back": "back", "quit": "quit"}

_MOVES = "b back, m show the whole screen, an area's name or number to jump to it, q quit, ? help"
_TEXTS = "b or < to go back, quit to leave without recording this vote, ? help"
KEYS = {
    Stage.OPENING: ("Enter continue", "a name or number: that area", "m more", "q quit", "? help"),
    Stage.WHO: ("Enter or an id: who speaks", "s skip", "b back", "m more", "q quit", "? help"),
    Stage.VOTE: ("g go", "n no-go", "c condition", "s skip", "b back", "m more", "q quit", "? help"),
    Stage.DECISION: ("g go", "n no-go", "b back", "m more", "q quit", "? help"),
}
"""The keys that are shown below a screen."""

HELP = {
    Stage.OPENING: f"Enter continues; {_MOVES}.",
    Stage.WHO: (
        "The id of the person who is speaking; Enter takes the one in brackets; s skips the area; "
        f"{_MOVES}. Nothing is recorded before you confirm it."
    ),
    Stage.VOTE: (
        f"g or go; n or no-go; c or condition: go, once something is done; s skip without a vote; {_MOVES}. "
        "A vote is recorded once you confirm it; a later vote replaces it."
    ),
    Stage.CONDITION: f"Say in a sentence what must be done for the go to count; {_TEXTS}.",
    Stage.OWNER: f"The id of the person who owns the condition; {_TEXTS}.",
    Stage.BY: f"The date by which it must be done: 2027-02-15, fri, +3d, 15 feb; {_TEXTS}.",
    Stage.MORE: f"y for another condition, n or Enter to continue; {_TEXTS}.",
    Stage.NOTE: f"A note for the record, or Enter for none; {_TEXTS}.",
    Stage.SURE: f"y records it, n asks again for the vote; {_TEXTS}.",
    Stage.DECISION: f"g or go; n or no-go. A go overrides any no-go vote, which stays on record; {_MOVES}.",
}
"""The help that `?` shows, by question."""

_ASKED = {
    Stage.CONDITION: "What is the condition? ",
    Stage.OWNER: "Who owns it (a person's id)? ",
    Stage.BY: "By when (2027-02-15, fri, +3d)? ",
    Stage.NOTE: "A note for the record (Enter for none): ",
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

    def answer(self, state: State, line: str, known: Known) -> Reply:
        """Take an answer."""
        text = line.strip()
        word = self._word(state, text)
        if word == "help":
            return Reply(state, HELP[state.stage])
        if word == "quit":
            return Reply(State(Stage.OVER))
        if word == "back":
            return self._back(state)
        if word == "more":
            return Reply(state, more=True)
        if state.stage in _CHOICES and not self._is_speaker(state, text):
            there = self._named(text)
            if there:
                return Reply(there)
        if state.stage in _CHOICES - {Stage.WHO}:
            return self._chosen(state, text, word, known)
        try:
            return self._typed(state, text, word, known)
        except LaunchcheckError as refused:
            return Reply(state, f"{refused.message}{f' ({refused.hint})' if refused.hint else ''}")

    def after(self, area: str, holds: frozenset[str]) -> State:
        """The next area after `area` that needs a vote, or the decision if there is none."""
        left = self.areas[self.areas.index(area) + 1 :] if area else self.areas
        return State(Stage.WHO, next((each for each in left if each not in holds), ""))

    def default(self, state: State) -> str:
        """The default speaker: the owner of the area, or the decider."""
        owner, _ = voters(self.plan, state.area) if state.area else (self.plan.launch.decider, None)
        return owner or ""

    def speakers(self, state: State) -> tuple[str, ...]:
        """The people who may speak: the owner of the area and the backup, or the decider."""
        who = voters(self.plan, state.area) if state.area else (self.plan.launch.decider,)
        return tuple(id for id in who if id)

    def name(self, id: str) -> str:
        """A person's name, or the id of a person without one."""
        person = (self.plan.people or {}).get(id)
        return (person and person.name) or id

    def _is_speaker(self, state: State, text: str) -> bool:
        """Whether an answer names someone who may speak, whatever else it could mean."""
        return state.stage is Stage.WHO and self._id(text) in self.speakers(state)

    def _word(self, state: State, text: str) -> str:
        """The command in an answer, or an empty string."""
        known = _WORD if state.stage in _CHOICES else _WORD_IN_TEXT
        return "" if self._is_speaker(state, text) else known.get(text.casefold().replace(" ", "_"), "")

    def _named(self, text: str) -> State | None:
        """The state of the area with this name or number."""
        names = {str(number): area for number, area in enumerate(self.areas, 1)}
        names |= {area: area for area in self.areas}
        area = names.get(text.casefold().replace(" ", "_"))
        return State(Stage.WHO, area) if area else None

    def _back(self, state: State) -> Reply:
        """Go back to the previous question, or to the previous area."""
        if state.before:
            return Reply(state.before)
        if not state.area:
            there = State(Stage.WHO, self.areas[-1]) if self.areas else self.start()
            return Reply(self.start() if state.stage is Stage.OPENING else there)
        at = self.areas.index(state.area)
        return Reply(State(Stage.WHO, self.areas[at - 1]) if at else self.start())

    def _chosen(self, state: State, text: str, word: str, known: Known) -> Reply:
        """Take an answer to a question with fixed choices."""
        if state.stage is Stage.OPENING and not text:
            return Reply(self.after("", known.holds))
        if state.stage is not Stage.DECISION and word == "skip":
            return Reply(self.after(state.area, known.holds))
        asked = {Stage.VOTE: (GO, NO_GO, CONDITION), Stage.DECISION: (GO, NO_GO)}.get(state.stage, ())
        if word in asked:
            return Reply(_on(state, Stage.CONDITION if word == CONDITION else Stage.NOTE, word=word))
        if state.stage is Stage.OPENING:
            return Reply(state, self._unknown(text, ["quit", "help", *self.areas]))
        return Reply(state, self._unknown(text, [*asked, "skip", "back", "more", "quit", *self.areas]))

    def _typed(self, state: State, text: str, word: str, known: Known) -> Reply:
        """Take a text answer; raise LaunchcheckError if it is invalid."""
        match state.stage:
            case Stage.WHO:
                return self._spoken(state, text, word, known)
            case Stage.CONDITION:
                return Reply(_on(state, Stage.OWNER, text=_said(text, "a condition")))
            case Stage.OWNER:
                return Reply(_on(state, Stage.BY, owner=self._person(text)))
            case Stage.BY:
                term = Term(state.text, state.owner, self._day(text))
                return Reply(_on(state, Stage.MORE, terms=(*state.terms, term), text="", owner=""))
            case Stage.MORE:
                return Reply(_on(state, Stage.CONDITION if text and _yes(text) else Stage.NOTE))
            case Stage.NOTE:
                return Reply(_on(state, Stage.SURE, note=_said(text, "the note") if text else ""))
            case _:
                return self._sure(state, text, known)

    def _spoken(self, state: State, text: str, word: str, known: Known) -> Reply:
        """Take the speaker, or skip the area; Enter keeps a vote that holds."""
        keeps = not text and (state.area in known.holds or not self.default(state))
        if state.area and (word == "skip" or keeps):
            return Reply(self.after(state.area, known.holds))
        if not self.default(state):
            return Reply(state, f"{self.unset(state)}; q quits.")
        if word in {GO, NO_GO, CONDITION}:
            return Reply(state, f"First say who speaks: {listed(self.speakers(state), 'or')}.")
        speaker = self._id(text) if text else self.default(state)
        if state.area:
            may_vote(self.plan, state.area, speaker)
        else:
            may_decide(self.plan, speaker)
        return Reply(_on(state, Stage.VOTE if state.area else Stage.DECISION, speaker=speaker))

    def _sure(self, state: State, text: str, known: Known) -> Reply:
        """Take the confirmation, which completes the vote or decision."""
        if not text:
            return Reply(state, "Type y to record it, n to change it, or ? for help.")
        if not _yes(text):
            stage = Stage.VOTE if state.area else Stage.DECISION
            return Reply(State(stage, state.area, state.speaker, before=State(Stage.WHO, state.area)))
        if state.area:
            return Reply(self.after(state.area, known.holds | {state.area}), given=state)
        return Reply(State(Stage.OVER), given=state)

    def unset(self, state: State) -> str:
        """Which fact is missing where no one may speak."""
        place = f"owners.{state.area}" if state.area else "launch.decider"
        place = "launch.owner" if state.area == "launch" else place
        return f"{place} is not set, so no one can {'vote' if state.area else 'decide'}"

    def _id(self, text: str) -> str:
        """The id of a person, given by id or by name."""
        people = self.plan.people or {}
        named = [id for id, person in people.items() if person.name and _same(person.name, text)]
        known = [id for id in people if _same(id, text)]
        return next(iter([*known, *named]), text)

    def _person(self, text: str) -> str:
        """The id of a person in the plan."""
        if not text:
            raise LaunchcheckError("an owner is missing", hint="type the id of a person, or b to go back")
        id = self._id(text)
        people = self.plan.people or {}
        if id not in people:
            raise LaunchcheckError(f"no person {quote(text)}", hint=_near(text, people))
        return id

    def _day(self, text: str) -> date:
        """A date that has not passed, as people type them."""
        try:
            found = typed_days.read(text, self.today)
        except ValueError as problem:
            raise LaunchcheckError(str(problem), hint=typed_days.FORMS) from None
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


def prompt(state: State, meeting: Meeting, known: Known) -> str:
    """The prompt of a state."""
    match state.stage:
        case Stage.OPENING:
            there = meeting.after("", known.holds).area or "the board"
            return f"Press Enter to continue with {there}: "
        case Stage.WHO:
            return _who(state, meeting, known)
        case Stage.VOTE:
            return f"{show(meeting.name(state.speaker), 60)} for {state.area}: go, no-go or condition? "
        case Stage.DECISION:
            return f"{show(meeting.name(state.speaker), 60)} decides: go or no-go? "
        case Stage.MORE:
            return f"By {day(state.terms[-1].by)}. Another condition? [y/N] "
        case Stage.SURE:
            return _sure(state, meeting, known)
        case _:
            return _ASKED[state.stage]


def _who(state: State, meeting: Meeting, known: Known) -> str:
    """The prompt for the speaker, of whom the default is in brackets."""
    default = show(meeting.default(state), 60)
    if not default:
        return f"{meeting.unset(state)}. Enter {'continues' if state.area else 'shows help'}: "
    who = listed([show(each, 60) for each in meeting.speakers(state)], "or")
    if state.area in known.holds:
        return f"{state.area}: Enter keeps the vote. Who speaks to change it: {who}? "
    return (
        f"Who speaks for {state.area}: {who}? [{default}] "
        if state.area
        else f"Who decides: {who}? [{default}] "
    )


def _sure(state: State, meeting: Meeting, known: Known) -> str:
    """The prompt that confirms a vote or decision: a go in spite of open blockers says how many they are."""
    who = show(meeting.name(state.speaker), 60)
    if state.word == GO and (asked := anyway(known.open.get(state.area, 0), state.area)):
        return f"{asked} ({who}; y or n) "
    word = "go on condition" if state.word == CONDITION else state.word
    what = f"{who} votes {word} for {state.area}" if state.area else f"{who} decides {word}"
    return f"Record: {what}? (y or n) "


def anyway(count: int, area: str) -> str:
    """The question before a go over open blockers, in an area or in the launch; empty if there are none."""
    if not count:
        return ""
    are = f"{counted(count, 'blocker')} {'is' if count == 1 else 'are'} open"
    return f"{are} in {area}. Vote go anyway?" if area else f"{are}. Decide go anyway?"


_CHOICES = {Stage.OPENING, Stage.WHO, Stage.VOTE, Stage.DECISION}
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
    if text.casefold() not in {"y", "yes", "n", "no"}:
        raise LaunchcheckError(f"{quote(text)} is not yes or no")
    return text.casefold() in {"y", "yes"}


def _same(name: str, text: str) -> bool:
    return name.casefold() == text.casefold()


def _near(text: str, people: Iterable[str]) -> str:
    return suggest(text, people, f"people: {show(listed(people))}")
