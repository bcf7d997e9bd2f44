"""The command line, from arguments to exit code: the one place where expected errors are shown."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import NoReturn

from launchcheck.cli import streams

OPEN, CLOSED, UNCHECKED, BUG, INTERRUPTED = 0, 1, 2, 70, 130
"""Exit codes. Python exits with 1 after a crash, which must never be read as a closed gate: hence BUG."""


def main() -> NoReturn:
    """Run the command that the process was started with, and end the process."""
    # A run is short, bounded in what it reads, and keeps nearly all that it makes. Collecting
    # garbage, on the way and once more at the end, finds none and takes a fifth of the run.
    gc.disable()
    # Searching all installed packages for plugins of pydantic takes time, and none is wanted here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    streams.prepare()
    sys.unraisablehook = _show_unraisable
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a parent may have it ignored
        signal.signal(signal.SIGINT, _interrupt)
    code = run(sys.argv[1:])
    # The output is complete: an interrupt on the way out would only add a traceback of Python's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    sys.exit(INTERRUPTED if _interrupts else code)


def run(arguments: list[str]) -> int:
    """Run one command and return the exit code."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the outermost boundary
        code = INTERRUPTED if _interrupts else _show(error)
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


_interrupts: list[int] = []
"""Signals of Ctrl-C, of which the exception may be wrapped (in 3.11 while a class is made) or dropped."""


def _interrupt(number: int, _: object) -> NoReturn:
    """Remember Ctrl-C, whatever becomes of the exception."""
    _interrupts.append(number)
    raise KeyboardInterrupt


def _show_unraisable(problem: sys.UnraisableHookArgs) -> None:
    """Show an exception that was dropped as Python does, but not that of Ctrl-C."""
    if not issubclass(problem.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(problem)


def _show(error: Exception) -> int:
    """Show an error, and return whether it is the user's (UNCHECKED) or ours (BUG)."""
    from launchcheck.cli import errors
    from launchcheck.errors import LaunchcheckError

    if isinstance(error, LaunchcheckError):
        errors.show(error)
        return UNCHECKED
    errors.show_bug(error)
    return BUG
