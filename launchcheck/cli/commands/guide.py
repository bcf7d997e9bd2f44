"""`launchcheck guide`: how an assistant works with a plan."""

from __future__ import annotations

EXAMPLES = """
launchcheck guide
launchcheck guide > AGENTS-launch.md
"""


def guide() -> None:
    """Print a guide for assistants that work on plans.

    It has the steps, the commands, and what an assistant must leave to people. Give it to yours, or
    tell it to run this command.
    """
    import sys

    from launchcheck.guide import guide as page

    sys.stdout.write(page())
