"""Where reports go: standard output, files, and the annotations and summary of a CI job."""

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
    from collections.abc import Iterable, Sequence

    from launchcheck.cli.files import Growing
    from launchcheck.cli.request import Request

STDOUT, STDERR, FILE, APPENDED = "standard output", "standard error", "file", "appended"
_PEOPLE = {Format.TERMINAL}
"""Formats for people, which annotations may be mixed into."""


class Target(NamedTuple):
    """A format, and where it goes; `path` is set where that is a file.

    `is_extra` marks output for the CI system that no option asked for.
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
        raise typer.BadParameter(f"{quote(name)} is not a format; {hint}")
    if sign and not path:
        raise typer.BadParameter(f"{quote(text)} is missing the file; write {name}=PATH, or {name} alone")
    return Target(Format(name), FILE, path) if path else Target(Format(name))


def targets(wanted: Sequence[Target], *, ci: bool, quiet: bool = False) -> list[Target]:
    """Everything to write, including the extras for the CI system that this runs in.

    If it should be `quiet`, there is no report for people on standard output.

    Raises:
        typer.BadParameter: two documents go to the same place.

    """
    chosen = [*wanted] or [Target(Format.TERMINAL)]
    streams = [each for each in chosen if each.to is STDOUT]
    if len(streams) > 1:
        names = listed(each.format.value for each in streams)
        raise typer.BadParameter(
            f"only one format can go to standard output, not {names}; write {streams[-1].format.value}=PATH"
        )
    for each in streams:
        if not each.format.is_text and sys.stdout.isatty():
            name = each.format.value
            raise typer.BadParameter(f"{name} is not text, and a terminal shows only text; write {name}=FILE")
    paths = [os.path.abspath(each.path) for each in chosen if each.to is FILE]
    if len(set(paths)) < len(paths):
        raise typer.BadParameter("two formats cannot go to the same file")
    if ci and os.environ.get("GITHUB_ACTIONS") == "true":
        chosen += _in_github_actions(streams)
    if quiet:
        chosen = [each for each in chosen if each.to is not STDOUT or each.format not in _PEOPLE]
    return chosen


def _in_github_actions(streams: list[Target]) -> list[Target]:
    """Annotations, unless an option asked for them, and the job summary."""
    shown = streams[0].format if streams else Format.TERMINAL
    found = []
    if shown is not Format.GITHUB:
        found.append(Target(Format.GITHUB, STDOUT if shown in _PEOPLE else STDERR, "", True))
    if os.environ.get("GITHUB_STEP_SUMMARY"):
        found.append(Target(Format.MARKDOWN, APPENDED, os.environ["GITHUB_STEP_SUMMARY"], True))
    return found


def refuse_own(chosen: Iterable[Target], request: Request, plans: Iterable[str]) -> None:
    """Stop a report from overwriting a plan that it is about, or its record of votes.

    Raises:
        LaunchcheckError: a target is one of them.

    """
    paths = [each.path for each in chosen if each.to is FILE]
    if paths:
        from launchcheck.cli import files

        own = [path for plan in plans for path in (plan, request.for_plan(plan).record)]
        for path in paths:
            files.refuse_own(path, own)


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
    """Remove files that are not complete."""
    for each in growing:
        each.discard()


@contextlib.contextmanager
def _stream(target: Target, growing: list[Growing]) -> Iterator[TextIO]:
    """The stream of a target."""
    if target.to is FILE:
        from launchcheck.cli.files import Growing

        yield Growing(target.path, growing).stream
    elif target.to is APPENDED:
        page = io.StringIO()
        yield page
        _append(target.path, page.getvalue())
    else:
        yield sys.stdout if target.to is STDOUT else sys.stderr


def _append(path: str, text: str) -> None:
    """Append to a file of the CI system; no option asked for it, so a failure is only a warning."""
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as problem:
        from launchcheck.text import show

        why = os.strerror(problem.errno or 0).lower()
        sys.stderr.write(f"launchcheck: cannot write the job summary: {show(why)}\n")


@contextlib.contextmanager
def _cleared_up_after(growing: Sequence[Growing]) -> Iterator[None]:
    """On SIGTERM, remove incomplete files before the process ends."""
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
