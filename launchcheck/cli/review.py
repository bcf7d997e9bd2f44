"""`launchcheck review`: the go/no-go meeting in the terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from textwrap import wrap
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from launchcheck.cli.options import Checklists
from launchcheck.cli.polling import PlanFile, Record
from launchcheck.text import show

if TYPE_CHECKING:
    from launchcheck.votes.meeting import Reply, State
    from launchcheck.votes.standing import Standing

EXAMPLES = """
launchcheck review launch.yaml
launchcheck review launch.yaml --checklist ./acme.yaml
"""

NARROWEST = 40
"""Columns: on less than that nothing can be read."""

_CLEAR = "\x1b[H\x1b[2J"


def review(path: PlanFile, checklist: Checklists = None, ledger_: Record = None) -> None:
    """Hold the go/no-go meeting in the terminal.

    Every area has a screen of its own, and its owner votes; then the decider decides. Each vote is
    recorded as soon as it is given, so that the meeting can be left at any point, and goes on where
    it stopped. In a terminal only; elsewhere there are vote, decide and votes.
    """
    from launchcheck.cli import polling

    _refuse_without_terminal(path)
    again = [path, *(word for name in checklist or () for word in ("--checklist", name))]
    again += ["--ledger", ledger_] if ledger_ else []
    room = _Room(path, checklist, polling.record_of(path, ledger_), shlex.join(again))
    try:
        room.meet()
    except KeyboardInterrupt:
        _say("")
        room.leave()
        raise


def _refuse_without_terminal(path: str) -> None:
    """Stop where nobody can be asked."""
    from launchcheck.errors import LaunchcheckError
    from launchcheck.text import listed

    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        plan = show(shlex.quote(path), 200)
        instead = listed([f"launchcheck {command} {plan}" for command in ("vote", "decide", "votes")])
        raise LaunchcheckError(
            "a review needs a terminal, where people can be asked",
            hint=f"elsewhere there are {instead}",
        )


class _Room:
    """The terminal that a meeting is held in: what is shown, what is asked, and what is recorded."""

    def __init__(self, path: str, checklist: list[str] | None, record: str, again: str) -> None:
        """Read what is to be launched; the whole meeting is about the plan as it is now.

        `again` are the arguments of a command about the same.
        """
        from launchcheck.cli import polling
        from launchcheck.votes.meeting import Meeting

        self.record, self.again = record, again
        self.asked = polling.read(path, checklist)
        self.given = 0
        self.standing = self._stand()
        self.meeting = Meeting(self.asked.plan, self.standing.polled, self.standing.report.as_of)

    def meet(self) -> None:
        """Ask until the meeting is over."""
        from launchcheck.votes.meeting import Stage

        state = self.meeting.start()
        self._show(state, "")
        while state.stage is not Stage.OVER:
            reply = self.meeting.answer(state, self._ask(state), self._holding())
            said = self._recorded(reply) or reply.say
            if reply.more:
                self._show(state, "", whole=True)
            elif reply.given or (
                reply.state.stage is not Stage.OVER and _screen(state) != _screen(reply.state)
            ):
                self._show(reply.state, said)
            elif said:
                _say(said)
            state = reply.state
        self.leave()

    def leave(self) -> None:
        """Say what the meeting has left in the record, and how to go on."""
        count = "nothing was" if not self.given else f"{self.given} {'was' if self.given == 1 else 'were'}"
        _say(f"In this meeting {count} recorded in {self.record}.")
        if self.standing.board.decisions:
            _say(f"The decision in writing: launchcheck certificate {self.again}")
        if not self.standing.board.decisions or self.standing.silent or self.standing.stale:
            _say(f"To go on where it stopped: launchcheck review {self.again}")

    def _stand(self) -> Standing:
        """Where the launch stands now: others may vote at the same time."""
        from launchcheck.cli import clock, polling

        now = clock.now().astimezone(ZoneInfo(self.asked.plan.launch.timezone))
        return polling.standing(self.asked, self.record, now.date())

    def _holding(self) -> frozenset[str]:
        """The areas whose votes hold."""
        return frozenset(area for area in self.meeting.areas if self.standing.holds(area))

    def _recorded(self, reply: Reply) -> str:
        """Record what was given with an answer, and say so; nothing where nothing was."""
        from launchcheck import votes
        from launchcheck.cli import clock, polling

        if reply.given is None:
            return ""
        plan, given, at = self.asked.plan, reply.given, clock.now()
        if given.area:
            appended = votes.vote(
                self.record,
                plan,
                self.asked.checklist,
                area=given.area,
                vote=given.word,
                by=reply.speaker,
                at=at,
                note=given.note,
                conditions=given.terms,
            )
        else:
            appended = votes.decide(
                self.record, plan, decision=given.word, by=reply.speaker, at=at, note=given.note
            )
        self.given += 1
        return polling.recorded(plan, self.record, appended)

    def _show(self, state: State, said: str, *, whole: bool = False) -> None:
        """Show the screen of a state as things stand by now, below what there is to say."""
        from launchcheck.votes import screens

        self.standing = self._stand()
        if os.environ.get("TERM", "dumb") != "dumb" and not whole:
            sys.stdout.write(_CLEAR)
        above = _say(said) if said else 0
        rows = None if whole else shutil.get_terminal_size().lines - above
        screens.draw(state, self.standing, sys.stdout, rows)

    def _ask(self, state: State) -> str:
        """Ask for the next answer; the end of the input leaves the meeting."""
        from launchcheck.cli import keyboard
        from launchcheck.votes.meeting import prompt

        try:
            return keyboard.line(prompt(state, self.meeting, self._holding()))
        except EOFError:
            _say("")
            return "quit"
        except UnicodeDecodeError:
            return "?"


def _screen(state: State) -> tuple[bool, str]:
    """What tells one screen from another: the opening, an area, or the board."""
    from launchcheck.votes.meeting import Stage

    return state.stage is Stage.OPENING, state.area


def _say(words: str) -> int:
    """Write words that nothing obeys, in lines as wide as the terminal; how many those are."""
    columns = max(shutil.get_terminal_size().columns, NARROWEST)
    lines = wrap(show(words, 1000), columns, break_on_hyphens=False) or [""]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return len(lines)
