"""The command line, from arguments to exit code: the one place where expected errors are shown."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import NoReturn

from launchcheck.cli import streams

OPEN, SHUT, UNCHECKED, BUG, INTERRUPTED = 0, 1, 2, 70, 130
"""Exit codes. Python ends a crash with 1, which must never be read as a shut gate: hence BUG."""


def main() -> NoReturn:
    """Run the command that the process was started with, and end the process."""
    # A run is short, bounded in what it reads, and keeps nearly all that it makes. Looking for
    # garbage, on the way and once more at the end, finds none and takes a fifth of the run.
    gc.disable()
    # Looking for plugins of pydantic among all installed packages takes time, and none is wanted here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    streams.prepare()
    sys.unraisablehook = _unraisable
    code = run(sys.argv[1:])
    code = INTERRUPTED if _lost else code
    # What was to be said is said: an interrupt on the way out would only add a traceback of Python's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and say the exit code."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the outermost boundary
        code = INTERRUPTED if _is_interrupt(error) else _show(error)
    return code


def _run(arguments: list[str]) -> int:
    """Run one command with typer; `--version` alone does not need it."""
    if arguments == ["--version"]:
        from launchcheck import __version__

        print(f"launchcheck {__version__}")  # noqa: T201  # as the option of the app does
        return OPEN
    from typer import Abort, TyperException

    from launchcheck.cli import errors
    from launchcheck.cli.app import COMMANDS, app

    try:
        return app()(arguments, prog_name="launchcheck", standalone_mode=False) or OPEN
    except Abort:
        return INTERRUPTED
    except TyperException as error:
        command = [word for word in arguments[:1] if word in COMMANDS]
        errors.show_usage(error, " ".join(["launchcheck", *command]))
        return UNCHECKED
    except SystemExit as end:  # typer's own endings, such as those of shell completion
        return UNCHECKED if end.code else OPEN


_lost: list[str] = []
"""Interrupts that came while Python could not pass them on: in a callback from C, say, or a finalizer."""


def _unraisable(problem: sys.UnraisableHookArgs) -> None:
    """Remember an interrupt that nobody can be told of now; show whatever else gets lost as Python does."""
    if issubclass(problem.exc_type, KeyboardInterrupt):
        _lost.append(problem.exc_type.__name__)
    else:
        sys.__unraisablehook__(problem)


def _is_interrupt(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: before 3.12 Python wraps one that comes while it makes a class."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _show(error: Exception) -> int:
    """Show what went wrong, and say whose fault it is."""
    from launchcheck.cli import errors
    from launchcheck.errors import LaunchcheckError

    if isinstance(error, LaunchcheckError):
        errors.show(error)
        return UNCHECKED
    errors.show_bug(error)
    return BUG
