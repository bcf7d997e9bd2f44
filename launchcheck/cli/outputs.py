"""Where reports go: standard output, files that appear whole, and what a CI system shows by itself."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TextIO

import typer

from launchcheck.formats import Format
from launchcheck.text import listed, quote, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.cli.files import Growing

STDOUT, STDERR, FILE, APPENDED = "standard output", "standard error", "file", "appended"
_PEOPLE = {Format.TERMINAL}
"""Formats that are no document for a program: annotations may stand beside them."""


class Target(NamedTuple):
    """A format, and where it goes; `path` is the file where it goes to one.

    `is_extra` is true of what a CI system shows by itself.
    """

    format: Format
    to: str = STDOUT
    path: str = ""
    is_extra: bool = False


def target(text: str) -> Target:
    """A format by its name, and after an equals sign the file that it goes to."""
    name, sign, path = text.partition("=")
    if name not in {format.value for format in Format}:
        known = [format.value for format in Format]
        hint = suggest(name, known, f"write {listed(known, last='or', most=20)}")
        raise typer.BadParameter(f"{quote(name)} is no format; {hint}")
    if sign and not path:
        raise typer.BadParameter(f"{quote(text)} names no file; write {name}=PATH, or {name} alone")
    return Target(Format(name), FILE, path) if path else Target(Format(name))


def targets(wanted: Sequence[Target], *, ci: bool) -> list[Target]:
    """All that is written, with what a CI system that we run in shows by itself.

    Raises:
        typer.BadParameter: two documents for one place.

    """
    chosen = [*wanted] or [Target(Format.TERMINAL)]
    streams = [each for each in chosen if each.to is STDOUT]
    if len(streams) > 1:
        names = listed(each.format.value for each in streams)
        raise typer.BadParameter(
            f"{names} cannot all go to standard output; write {streams[-1].format.value}=PATH"
        )
    paths = [os.path.abspath(each.path) for each in chosen if each.to is FILE]
    if len(set(paths)) < len(paths):
        raise typer.BadParameter("two formats cannot go to the same file")
    if ci and os.environ.get("GITHUB_ACTIONS") == "true":
        chosen += _in_github_actions(streams)
    return chosen


def _in_github_actions(streams: list[Target]) -> list[Target]:
    """Annotations, unless they were asked for, and the summary of the job."""
    shown = streams[0].format if streams else Format.TERMINAL
    found = []
    if shown is not Format.GITHUB:
        found.append(Target(Format.GITHUB, STDOUT if shown in _PEOPLE else STDERR, "", True))
    if os.environ.get("GITHUB_STEP_SUMMARY"):
        found.append(Target(Format.MARKDOWN, APPENDED, os.environ["GITHUB_STEP_SUMMARY"], True))
    return found


@contextlib.contextmanager
def opened(chosen: Sequence[Target]) -> Iterator[list[TextIO]]:
    """A stream for each target; files appear together at the end, or not at all.

    Raises:
        LaunchcheckError: a file cannot be written.

    """
    growing: list[Growing] = []
    with contextlib.ExitStack() as stack:
        stack.callback(_discard, growing)
        if any(each.to is FILE for each in chosen):
            stack.enter_context(_cleared_up_after(growing))
        yield [stack.enter_context(_stream(each, growing)) for each in chosen]
        for each in growing:
            each.finish()
        for each in growing:
            each.keep()


def _discard(growing: Sequence[Growing]) -> None:
    """Leave nothing behind of files that were not kept."""
    for each in growing:
        each.discard()


@contextlib.contextmanager
def _stream(target: Target, growing: list[Growing]) -> Iterator[TextIO]:
    """What a target is written to."""
    if target.to is FILE:
        from launchcheck.cli.files import Growing

        growing.append(Growing(target.path))
        yield growing[-1].stream
    elif target.to is APPENDED:
        page = io.StringIO()
        yield page
        _append(target.path, page.getvalue())
    else:
        yield sys.stdout if target.to is STDOUT else sys.stderr


def _append(path: str, text: str) -> None:
    """Add to a file of the CI system's; nobody asked for it, so that it only says so where it cannot."""
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as problem:
        from launchcheck.text import show

        why = os.strerror(problem.errno or 0).lower()
        sys.stderr.write(f"launchcheck: the summary of the job cannot be written: {show(why)}\n")


@contextlib.contextmanager
def _cleared_up_after(growing: Sequence[Growing]) -> Iterator[None]:
    """Leave no half of a file where this process is asked to end; then it ends."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _: object) -> None:
        _discard(growing)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
