"""An interview about a plan: one question after the other, each answer written at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from launchcheck import edit
from launchcheck.cli import edits
from launchcheck.cli.on_disk import PlanOnDisk, changed
from launchcheck.cli.questions import Question, decided, keys_of, new_id_of, plain_meaning, questions, titled
from launchcheck.cli.request import Loaded
from launchcheck.cli.widgets import widget
from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError
from launchcheck.findings import MISSING, SCHEDULED
from launchcheck.new_ids import new_id
from launchcheck.plan.fitting import refuse_unfit
from launchcheck.text import capitalized, show
from launchcheck.value_hints import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from launchcheck.cli.request import Request
    from launchcheck.cli.widgets import Widget
    from launchcheck.plan.dictionary import Field
    from launchcheck.report import Report
    from launchcheck.source import Where

    Edit = Callable[[PlanOnDisk], PlanOnDisk]
    """Makes a changed plan of a plan."""

COMMANDS = (
    "Enter leaves a question for later, ? explains it, b goes back, u undoes the last answer, q leaves."
)


class LaterError(Exception):
    """The question is left open for now."""


class BackError(Exception):
    """The question before this one is wanted."""


class UndoError(Exception):
    """The last answer is to be taken back."""


class LeaveError(Exception):
    """The interview is over."""


class Voice(Protocol):
    """How an interview speaks and listens: a terminal, or a test."""

    def say(self, words: str) -> None:
        """Show a paragraph."""

    def head(self, words: str) -> None:
        """Show the heading of a question."""

    def line(self, prompt: str) -> str:
        """Ask for a line; raise LeaveError at the end of the input."""


class Step(NamedTuple):
    """An answer that was written: the question, and the plan before it."""

    question: Question
    before: PlanOnDisk


class Interview:
    """Asks, writes each answer, and looks at the plan again."""

    def __init__(
        self,
        request: Request,
        plan: PlanOnDisk,
        voice: Voice,
        *,
        only: Collection[str] = (),
        every: bool = False,
        dry_run: bool = False,
    ) -> None:
        """Check the plan for the first time; `every` asks for all facts of an entry."""
        self.request, self.plan, self.voice = request, plan, voice
        self.only, self.every, self.dry_run = only, every, dry_run
        self.report = self.first = self._checked()
        self.today = self.report.as_of
        self.written: list[Step] = []
        self.asked: list[Question] = []
        self.later: set[Where] = set()
        self._again: Question | None = None
        self._shown = ""

    def hold(self) -> None:
        """Ask until nothing is left, or the person leaves."""
        while question := self._next():
            try:
                self._ask(question)
            except LaterError:
                self.later.add(question.where)
            except BackError:
                self._back(question)
            except UndoError:
                self._undo()
            except LeaveError:
                return
            else:
                self.asked.append(question)

    # -- which question ---------------------------------------------------------------------------

    def left(self) -> list[Question]:
        """The questions that are still open and were not left for later."""
        found = questions(self.report, self.plan.source.data, self.only)
        return [each for each in found if each.where not in self.later]

    def _next(self) -> Question | None:
        """The question that was asked for again, or else the most urgent one."""
        if self._again:
            question, self._again = self._again, None
            return question
        return next(iter(self.left()), None)

    def _back(self, question: Question) -> None:
        """Ask the question before this one again."""
        if not self.asked:
            self.voice.say("This is the first question.")
            self._again = question
            return
        self._again = self.asked.pop()
        self.later.discard(self._again.where)

    def _undo(self) -> None:
        """Take the last answer back, and ask its question again."""
        if not self.written:
            self.voice.say("There is nothing to undo.")
            return
        step = self.written.pop()
        self._put(step.before)
        self.later.discard(step.question.where)
        if step.question in self.asked:
            self.asked.remove(step.question)
        self._again = step.question
        self.voice.say(f"Taken back: {step.question.path} is as it was.")

    # -- one question -----------------------------------------------------------------------------

    def _ask(self, question: Question) -> None:
        """Show a question, and ask until its answer fits or is left for later."""
        self._introduce(question)
        while True:
            try:
                self._write(question, self._answer(question))
            except LaunchcheckError as error:
                self._complain(error)
                continue
            self._say_what_is_left(question)
            return

    def _say_what_is_left(self, question: Question) -> None:
        """Say that an answer does not settle its question: a date to come, or a file that is not there."""
        for result in self.report.results:
            is_asked = result.item.id == question.result.item.id
            for finding in result.findings:
                is_left = finding.kind == SCHEDULED or (is_asked and finding.kind != MISSING)
                if is_left and finding.where == question.where:
                    how = "Scheduled" if finding.kind == SCHEDULED else "Still open"
                    self.voice.say(f"{how}: {finding.message}.")
                    return

    def _introduce(self, question: Question) -> None:
        """Show the item, unless it is the one of the question before, and what is asked for."""
        result, count = question.result, len(self.left())
        if self._shown != result.item.id:
            self._shown = result.item.id
            area = next((each.title for each in self.report.areas if each.id == result.item.area), "")
            owner = result.owner.name if result.owner else "no owner yet"
            due = f"{'overdue since' if result.is_overdue else 'due'} {day(result.due)}"
            self.voice.head(f"{area} · {result.severity} · {owner} · {due} · {count} left")
            self.voice.say(result.item.question)
        self._say_what_is_there(question)
        self.voice.say(f"{titled(question.where, self.plan.source.data)}: {plain_meaning(question.field)}")

    def _say_what_is_there(self, question: Question) -> None:
        """Say what is wrong with the fact as it is; of one that was asked for again, what it is."""
        data = self.plan.source.data
        found = next((each for each in questions(self.report, data) if each.where == question.where), None)
        there = edit.at(data, question.where)
        is_again = question.where in {step.question.where for step in self.written}
        if found and (is_again or found.finding.kind != MISSING):
            self.voice.say(f"{'Still open' if is_again else 'Now'}: {found.finding.message}.")
        elif there is not None and not isinstance(there, (list, dict)):
            self.voice.say(f"Now: {show(there, 100)}. Enter keeps it.")

    def _complain(self, error: LaunchcheckError) -> None:
        """Say what is wrong with an answer, and what to do about it."""
        for part in error.parts or (error,):
            hint = (
                capitalized(part.hint.replace(NOT_KNOWN, "not known yet? Press Enter"))
                .removesuffix("?")
                .removesuffix(".")
            )
            end = "?" if part.hint.endswith("?") else "."
            self.voice.say(f"{part.message}.{f' {hint}{end}' if hint else ''}")

    def _answer(self, question: Question) -> Edit:
        """The edit that a person's answer means."""
        if question.is_list_of_entries and not isinstance(question.where[-1], int):
            return self._entry(question)
        value = self._value(question, question.field)
        return lambda plan: changed(plan, question.where, value)

    def _entry(self, question: Question) -> Edit:
        """An entry of a list, fact by fact; `none` where nothing is to be listed."""
        none = self._none(question)
        if none:
            self.voice.say("If there are none, type none.")
        entry = decided(question)
        has_answer = False
        wanted = keys_of(question.field, question.result, every=self.every)
        for field in wanted:
            if field.key == "id" or field.key in entry:
                continue
            self.voice.say(f"- {field.key.replace('_', ' ')}: {plain_meaning(field)}")
            value = self._value(
                question, field, is_optional=has_answer, none=none is not None and not has_answer
            )
            if none and value == "none" and not has_answer:
                return none
            if value is not None:
                entry[field.key] = value
                has_answer = True
        if any(field.key == "id" for field in wanted):
            entry = {"id": new_id_of(question, entry, self.plan.source.data), **entry}

        def made(plan: PlanOnDisk) -> PlanOnDisk:
            return changed(plan, (*question.where, _size(plan, question.where)), entry)

        return made

    def _none(self, question: Question) -> Edit | None:
        """The answer that there are none, where that is one; as the plan format says it."""
        value: Any = "none" if "none" in question.field.words else []
        if edit.at(self.plan.source.data, question.where):
            return None
        empty = changed(self.plan, question.where, value)
        report = self.request.report(Loaded(empty.plan, empty.source))
        found = questions(report, empty.source.data, [question.result.item.id])
        if question.where in {each.where for each in found}:
            return None
        return lambda plan: changed(plan, question.where, value)

    def _value(
        self,
        question: Question,
        field: Field,
        *,
        is_optional: bool = False,
        none: bool = False,
    ) -> Any:
        """Ask for one value; None for an optional one that is left out."""
        shown = widget(field, self.plan.source.data, self.today)
        if shown.thing and not shown.choices and shown.thing != "person":
            self.voice.say(f"The plan has no {shown.thing} yet: answer this later.")
            if is_optional:
                return None
            raise LaterError
        for number, choice in enumerate(shown.choices, 1):
            self.voice.say(f"  {number:>2}  {choice.shown}")
        if shown.thing == "person":
            self.voice.say("   n  someone new")
        if shown.is_list:
            return self._several(question, field, shown)
        return self._one(question, field, shown, is_optional=is_optional, none=none)

    def _one(
        self, question: Question, field: Field, shown: Widget, *, is_optional: bool, none: bool = False
    ) -> Any:
        """Ask for a value until it can be read, and fits."""
        label = field.key.replace("_", " ")
        rest = "Enter leaves it out" if is_optional and not field.is_required else ""
        hints = "; ".join(filter(None, (shown.hint, rest)))
        hint = f" ({hints})" if hints else ""
        while True:
            typed = self._line(question, f"{label}{hint}: ")
            if not typed:
                if not is_optional:
                    raise LaterError
                if not field.is_required:
                    return None
                self.voice.say(f"An entry needs {label}.")
                continue
            if none and typed.casefold() == "none":
                return "none"
            if shown.thing == "person" and typed.casefold() in {"n", "new", "someone new"}:
                return self._someone_new(question)
            try:
                value = shown.read(typed)
                refuse_unfit(field, value)
            except LaunchcheckError as error:
                self._complain(error)
            else:
                return value

    def _several(self, question: Question, field: Field, shown: Widget) -> list[Any] | None:
        """Ask for one value after the other, until there is no other."""
        label = field.key.replace("_", " ")
        found: list[Any] = []
        while True:
            more = "Enter when that is all" if found else "one at a time"
            typed = self._line(question, f"{label} {len(found) + 1} ({more}): ")
            if not typed:
                if not found:
                    raise LaterError
                return found
            try:
                value = shown.read(typed)
                refuse_unfit(field, [value])
            except LaunchcheckError as error:
                self._complain(error)
            else:
                found.append(value)

    def _someone_new(self, question: Question) -> str:
        """Add a person to the plan, and return the id."""
        name = ""
        while not name:
            name = self._line(question, "name of the new person: ")
        people = edit.at(self.plan.source.data, ("people",))
        id = new_id(name, people if isinstance(people, dict) else {})
        self._write(question, lambda plan: changed(plan, ("people", id), {"name": name}))
        return id

    def _line(self, question: Question, prompt: str) -> str:
        """A line of an answer; commands are carried out.

        Raises:
            BackError, UndoError, LeaveError: the person wants something else.

        """
        while True:
            typed = self.voice.line(prompt).strip()
            if typed == "?":
                self._explain(question)
            elif typed == "b":
                raise BackError
            elif typed == "u":
                raise UndoError
            elif typed == "q":
                raise LeaveError
            else:
                return typed

    def _explain(self, question: Question) -> None:
        """Say why an item is asked, what is wrong, and what an answer looks like."""
        item, field = question.result.item, question.field
        self.voice.say(item.why)
        self.voice.say(f"Now: {question.finding.message}.")
        self.voice.say(item.fix)
        example = field.example
        shown = f" For example: {show(example, 100)}." if example is not None else ""
        self.voice.say(f"In the plan it is {question.path}: {field.type}.{shown}")
        self.voice.say('An answer of one letter goes between quotation marks: "b".')
        self.voice.say(COMMANDS)

    # -- the plan ---------------------------------------------------------------------------------

    def _write(self, question: Question, made: Edit) -> None:
        """Write an answer; where someone else changed the file meanwhile, into what it is now.

        Raises:
            LaunchcheckError: the answer does not fit, or the file cannot be written.

        """
        before = self.plan
        new = made(before)
        if new.content == before.content:
            self.voice.say("The plan says so already.")
            self.later.add(question.where)
            return
        if not self.dry_run and _on_disk(before) != before.content:
            self.voice.say(f"{show(before.path, 200)} was changed meanwhile, and was read again.")
            before = self.plan = PlanOnDisk.open(before.path)
            self.written.clear()
            new = made(before)
        self._put(new)
        self.written.append(Step(question, before))
        edits.write(before, new)

    def _put(self, new: PlanOnDisk) -> None:
        """Make this the plan, on disk and here, and check it."""
        if not self.dry_run:
            self.plan.replace(new)
        self.plan = new
        self.report = self._checked()

    def _checked(self) -> Report:
        """The report on the plan as it is now."""
        return self.request.report(Loaded(self.plan.plan, self.plan.source))


def _on_disk(plan: PlanOnDisk) -> bytes:
    """What the file of a plan holds now."""
    from launchcheck.source import read_bytes

    return read_bytes(plan.path)


def _size(plan: PlanOnDisk, where: Where) -> int:
    """How many entries a list has."""
    found = edit.at(plan.source.data, where)
    return len(found) if isinstance(found, list) else 0
