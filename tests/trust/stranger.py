"""A plan and a checklist from an unknown author, and what no output may contain."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass

import launches

PLAN = """\
launchcheck: 1
launch:
  name: Orbit Sync 2.0
  date: 2027-02-16
  tier: 2
  owner: dana
people:
  dana: {name: Dana Reyes}
"""

CHECKLIST = """\
checklist: 1
name: tiny
areas:
  - {id: launch, question: Is there an owner?}
items:
"""

ITEM = """\
  - id: launch.%s
    area: launch
    question: Does it fit?
    why: It does not otherwise.
    fix: Fix it.
    severity: blocker
    due: T-7
    check: %s
"""

DAY = ("--as-of", "2027-02-01")

# Everything that a terminal or a reader's eye would follow, except line ends.
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
# The commands of CI log readers.
COMMAND = re.compile(r"^\s*::[a-z]|##\[|##vso\[|##teamcity\[", re.IGNORECASE | re.MULTILINE)


@dataclass
class Ended(launches.Ended):
    """How a command ended, and whether what it wrote is harmless."""

    def is_calm(self) -> bool:
        """Whether the output contains no command and no traceback."""
        written = f"{self.out}\n{self.err}"
        return not (UNSEEN.search(written) or COMMAND.search(written) or "Traceback" in written)


def checklist(*checks: str) -> str:
    """A checklist with one item per check."""
    return CHECKLIST + "".join(ITEM % (f"item-{count}", check) for count, check in enumerate(checks))


def apart(*arguments: str, timeout: float = 60, **options: object) -> Ended:
    """Run the command in its own process, to its end."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    ended = subprocess.run(
        [sys.executable, "-m", "launchcheck", *arguments],
        timeout=timeout,
        check=False,
        **{**pipes, **options},
    )
    return Ended(ended.returncode, (ended.stdout or b"").decode(), (ended.stderr or b"").decode())
