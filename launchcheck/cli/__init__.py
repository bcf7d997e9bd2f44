"""The command line, from arguments to exit code; expected errors are shown only here."""

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
    """Run the command in sys.argv, and exit with its code."""
    # A run is short, reads a bounded amount, and keeps nearly everything that it allocates.
    # Garbage collection would find nothing and take a fifth of the run.
    gc.disable()
    # Searching all installed packages for pydantic plugins takes time, and none is used here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    streams.prepare()
    sys.unraisablehook = _show_unraisable
    if (
        signal.getsignal(signal.SIGINT) is signal.default_int_handler
    ):  # a parent may have set it to be ignored
        signal.signal(signal.SIGINT, _interrupt)
    code = run(sys.argv[1:])
    # The output is complete: an interrupt during exit would only add a Python traceback.
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
    if arguments in (["--version"], ["-V"]):
        from launchcheck import __version__

        print(f"launchcheck {__version__}")  # noqa: T201  # as the option of the app does
        return OPEN
    from launchcheck.cli import delayed

    delayed.delay()
    from typer import Abort, TyperException

    from launchcheck.cli.app import COMMANDS, app

    try:
        return app()(arguments, prog_name="launchcheck", standalone_mode=False) or OPEN
    except Abort:
        return INTERRUPTED
    except TyperException as error:
        from launchcheck.cli import errors

        command = [word for word in arguments[:1] if word in COMMANDS]
        first = "" if command else next(iter(arguments), "")
        errors.show_usage(error, " ".join(["launchcheck", *command]), first)
        return UNCHECKED
    except SystemExit as end:  # typer exits by itself, for shell completion for example
        return UNCHECKED if end.code else OPEN


_interrupts: list[int] = []
"""Ctrl-C signals received. Their exceptions may be wrapped (in 3.11 during class creation) or dropped."""


def _interrupt(number: int, _: object) -> NoReturn:
    """Record Ctrl-C even if its exception gets lost."""
    _interrupts.append(number)
    raise KeyboardInterrupt


def _show_unraisable(problem: sys.UnraisableHookArgs) -> None:
    """Show a dropped exception as Python does, unless it is that of Ctrl-C."""
    if not issubclass(problem.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(problem)


def _show(error: Exception) -> int:
    """Show an error, and return the exit code: UNCHECKED if it is the user's, BUG if it is ours."""
    from launchcheck.cli import errors
    from launchcheck.errors import LaunchcheckError

    if isinstance(error, FileNotFoundError) and _is_nowhere():
        error = LaunchcheckError("the current folder was removed", hint="go to one that exists")
    if isinstance(error, LaunchcheckError):
        errors.show(error)
        return UNCHECKED
    errors.show_bug(error)
    return BUG


def _is_nowhere() -> bool:
    """Whether the current folder was removed, so that no path can be resolved."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False
