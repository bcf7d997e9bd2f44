"""Hold a go/no-go meeting in a terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from textwrap import wrap
from typing import TYPE_CHECKING

from launchcheck import votes
from launchcheck.cli import clock, polling, prompts
from launchcheck.errors import LaunchcheckError
from launchcheck.text import counted, listed, show
from launchcheck.votes import screens
from launchcheck.votes.meeting import Known, Meeting, Stage, prompt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from launchcheck.cli.rehearsal import Rehearsal
    from launchcheck.cli.request import Request
    from launchcheck.votes.meeting import Reply, State
    from launchcheck.votes.standing import Standing

NARROWEST = 40
"""The number of columns below which text is no longer wrapped."""

_CLEAR = "\x1b[H\x1b[2J"


def refuse_without_terminal(path: str) -> None:
    """Stop if there is no terminal for prompts, and say what to use instead."""
    if not prompts.have_terminal():
        plan = show(shlex.quote(path), 200)
        instead = listed([f"launchcheck {command} {plan}" for command in ("vote", "decide", "votes")])
        raise LaunchcheckError(
            "a review is interactive and needs a terminal",
            hint=f"without a terminal, use {instead}",
        )


class Room:
    """Shows each screen, asks for each answer, and records votes and decisions."""

    def __init__(self, request: Request, again: Sequence[str], rehearsal: Rehearsal | None = None) -> None:
        """Read the plan; the whole meeting is about the plan as it is now.

        `again` are the arguments of a command about the same plan and record.
        """
        self.again = shlex.join(again)
        self.loaded = request.load()
        polling.refuse_renamed(request, self.loaded.plan)
        self.request = request.compiled()
        self.rehearsal = rehearsal
        self.record = rehearsal.record if rehearsal else self.request.record
        self.given = 0
        self.standing = self._stand()
        self.meeting = Meeting(self.loaded.plan, self.standing.polled, self.standing.report.as_of)

    def meet(self) -> None:
        """Ask until the meeting is over; however it ends, say what it recorded."""
        try:
            self._ask_all()
        except KeyboardInterrupt:
            _say("")
            self._leave()
            raise
        self._leave()

    def _ask_all(self) -> None:
        state = self.meeting.start()
        self._show(state, self.rehearsal.words if self.rehearsal else "")
        while state.stage is not Stage.OVER:
            reply = self.meeting.answer(state, self._ask(state), self._known())
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

    def _leave(self) -> None:
        """Say what the meeting recorded, and how to continue."""
        if self.rehearsal:
            _say("This was a rehearsal: nothing was recorded.")
            return
        count = counted(self.given, "line") if self.given else "nothing"
        _say(f"Recorded in this meeting: {count} in {self.request.record}.")
        if self.standing.board.decisions:
            _say(f"To write the certificate: launchcheck certificate {self.again}")
        if not self.standing.board.decisions or self.standing.silent or self.standing.stale:
            _say(f"To resume the meeting: launchcheck review {self.again}")

    def _stand(self) -> Standing:
        """The current state of the launch: others may vote at the same time."""
        if self.rehearsal:
            return self.rehearsal.standing(self.request, self.loaded)
        return polling.standing_now(self.request, self.loaded)

    def _now(self) -> datetime:
        """The time of a vote: now, or in a rehearsal on its date."""
        return self.rehearsal.at(self.loaded.plan) if self.rehearsal else clock.now()

    def _known(self) -> Known:
        """The areas whose votes hold, and how many blockers are open."""
        holds = frozenset(area for area in self.meeting.areas if self.standing.holds(area))
        return Known(
            holds, {area: len(self.standing.open_blockers(area)) for area in ("", *self.meeting.areas)}
        )

    def _recorded(self, reply: Reply) -> str:
        """Record the vote or decision in an answer, and return its confirmation; empty if there is none."""
        if reply.given is None:
            return ""
        plan, record, given, at = self.loaded.plan, self.record, reply.given, self._now()
        absent, told = polling.absent(self.loaded), polling.told(self.loaded)
        if given.area:
            appended = votes.vote(
                record,
                plan,
                self.request.program().checklist,
                area=given.area,
                vote=given.word,
                by=given.speaker,
                at=at,
                note=given.note,
                conditions=given.terms,
                absent=absent,
                told=told,
            )
        else:
            appended = votes.decide(
                record,
                plan,
                decision=given.word,
                by=given.speaker,
                at=at,
                note=given.note,
                absent=absent,
                told=told,
                open=self.standing.open_blockers(),
            )
        self.given += 1
        said = polling.recorded(plan, record, appended)
        return (
            f"Rehearsed, not recorded: {said.partition(': ')[2].rpartition(' (line ')[0]}."
            if self.rehearsal
            else said
        )

    def _show(self, state: State, said: str, *, whole: bool = False) -> None:
        """Show the current screen of a state, below a message."""
        self.standing = self._stand()
        if os.environ.get("TERM", "dumb") != "dumb" and not whole:
            sys.stdout.write(_CLEAR)
        above = _say(said) if said else 0
        rows = None if whole else shutil.get_terminal_size().lines - above
        screens.draw(state, self.standing, sys.stdout, rows)

    def _ask(self, state: State) -> str:
        """Ask for the next answer; the end of the input leaves the meeting."""
        try:
            return prompts.line(prompt(state, self.meeting, self._known()))
        except EOFError:
            _say("")
            return "quit"


def _screen(state: State) -> tuple[bool, str]:
    """The screen of a state: the opening, an area, or the board."""
    return state.stage is Stage.OPENING, state.area


def _say(words: str) -> int:
    """Write a text, escaped and wrapped to the terminal; return the number of lines."""
    columns = max(shutil.get_terminal_size().columns, NARROWEST)
    lines = wrap(show(words, 1000), columns, break_on_hyphens=False) or [""]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return len(lines)
