"""Hold an interview in the terminal: begin it, show it, and say what it came to."""

from __future__ import annotations

import shlex
import shutil
import sys
from textwrap import wrap
from typing import TYPE_CHECKING

from launchcheck.cli import prompts
from launchcheck.cli.interview import COMMANDS, Interview, LeaveError
from launchcheck.cli.on_disk import PlanOnDisk
from launchcheck.cli.request import Request
from launchcheck.cli.room import NARROWEST
from launchcheck.color import is_colored
from launchcheck.errors import LaunchcheckError
from launchcheck.text import counted, listed, quote, show, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from launchcheck.report import Report

_MOST_OPEN = 5
"""How many open items the end names."""


class Terminal:
    """Speaks and listens on standard output and input."""

    def say(self, words: str) -> None:
        """Write a paragraph, wrapped to the terminal."""
        columns = max(shutil.get_terminal_size().columns, NARROWEST)
        indent = " " * (len(words) - len(words.lstrip()))
        found = wrap(show(words.strip(), 2000), columns - len(indent), break_on_hyphens=False)
        sys.stdout.writelines(f"{indent}{line}\n" for line in found)

    def head(self, words: str) -> None:
        """Write the heading of a question, in bold where there is color."""
        sys.stdout.write("\n")
        if is_colored(sys.stdout):
            sys.stdout.write("\x1b[1m")
        self.say(words)
        if is_colored(sys.stdout):
            sys.stdout.write("\x1b[0m")

    def line(self, prompt: str) -> str:
        """Ask for a line; the end of the input leaves the interview."""
        try:
            return prompts.line(prompt)
        except EOFError:
            sys.stdout.write("\n")
            raise LeaveError from None


def interview(
    path: str,
    checklist: Sequence[str] | None,
    as_of: date | None,
    owner: str | None,
    area: str | None,
    only: Sequence[str],
    *,
    every: bool,
    dry_run: bool,
) -> None:
    """Ask what is open in the plan at a path, and write what is answered.

    Raises:
        LaunchcheckError: there is no terminal; or the plan cannot be read, checked or written.
        KeyboardInterrupt: the person pressed Ctrl-C; what was answered is written.

    """
    refuse_without_terminal(path)
    plan = PlanOnDisk.open(path)
    if not dry_run:
        plan.refuse_read_only()
    request = Request.of(path, checklist, as_of=as_of).compiled()._replace(owner=owner, area=area)
    voice = Terminal()
    held = Interview(request, plan, voice, only=only, every=every, dry_run=dry_run)
    _refuse_unknown(held.report, only)
    left = len(held.left())
    if not left:
        voice.say(_nothing_to_ask(held.report))
        return
    voice.say(f"{counted(left, 'question')} about {show(plan.plan.launch.name, 100)}. {COMMANDS}")
    voice.say("Nothing is written: this is a dry run." if dry_run else "What you answer is written at once.")
    try:
        held.hold()
    except KeyboardInterrupt:
        sys.stdout.write("\n")
        _end(held, voice)
        raise
    _end(held, voice)


def refuse_without_terminal(path: str) -> None:
    """Stop if there is no terminal for questions, and say what to use instead.

    Raises:
        LaunchcheckError: there is none.

    """
    if not prompts.have_terminal():
        plan = show(shlex.quote(path), 200)
        raise LaunchcheckError(
            "ask is interactive and needs a terminal",
            hint=f"without a terminal, use `launchcheck set {plan} PATH VALUE`, and add for entries",
        )


def _refuse_unknown(report: Report, only: Sequence[str]) -> None:
    """Refuse ids that no item has, also none of a pack that the plan turns on."""
    known = [each.item.id for each in report.results]
    for id in only:
        if id not in known:
            hint = suggest(id, known, "`launchcheck checks` lists the items")
            raise LaunchcheckError(f"no item {quote(id)}", hint=hint)


def _nothing_to_ask(report: Report) -> str:
    """What is said where there is no question."""
    open_ = [each for each in report.shown if each.is_open]
    if not open_:
        return "Nothing is open."
    items, are = counted(len(open_), "item"), "is" if len(open_) == 1 else "are"
    return f"There is nothing to ask: {items} {are} open, and no single fact would answer one."


def _end(held: Interview, voice: Terminal) -> None:
    """Say what was written, what the verdict was and is, and what is still open."""
    plan = show(held.plan.path, 200)
    count = counted(len(held.written), "answer") if held.written else "Nothing"
    voice.say("")
    if held.dry_run:
        voice.say(f"{count} not written: this was a dry run." if held.written else "Nothing was answered.")
    else:
        voice.say(
            f"{count} {'is' if len(held.written) == 1 or not held.written else 'are'} written in {plan}."
        )
    was, now = (each.verdict.value.replace("_", " ").upper() for each in (held.first, held.report))
    voice.say(f"The verdict is {now}." if was == now else f"The verdict was {was}, and is now {now}.")
    open_ = [each for each in held.report.shown if each.is_open]
    if open_:
        named = listed([f"{each.item.id} ({_owner(each)})" for each in open_], most=_MOST_OPEN)
        voice.say(f"Open: {named}.")
    voice.say(
        f"To go on: launchcheck ask {shlex.quote(plan)}"
        if held.later or open_
        else f"launchcheck validate {shlex.quote(plan)}"
    )


def _owner(result: object) -> str:
    """The owner of an item, in words."""
    owner = getattr(result, "owner", None)
    return show(owner.name, 60) if owner else "no owner"
