"""A plan, a checklist, and the command in its own process."""

from __future__ import annotations

import subprocess
import sys

from launches import Ended

PLAN = """\
launchcheck: 1
launch:
  name: Orbit Sync 2.0
  date: 2027-02-16
  tier: 2
  owner: dana
people:
  dana: {name: Dana Reyes}
  sam: {name: Sam Okoye}
owners: {product: sam}
"""

CHECKLIST = """\
checklist: 1
name: tiny
areas:
  - {id: launch, question: Is there an owner?}
  - {id: product, question: Is it there?}
items:
  - id: launch.owner
    area: launch
    question: Who runs it?
    why: Nobody does otherwise.
    fix: Set launch.owner.
    severity: {1: blocker, 2: blocker}
    due: T-30
    check: {kind: present, paths: [launch.owner]}
  - id: product.released
    area: product
    question: When is it out?
    why: Nobody can have it before.
    fix: Set launch.release_date.
    severity: {1: blocker, 2: warning}
    due: T-7
    check: {kind: present, paths: [launch.release_date]}
"""


def started(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    """Start the command in its own process."""
    return subprocess.Popen([sys.executable, "-m", "launchcheck", *arguments], **options)


def apart(*arguments: str, **options: object) -> Ended:
    """Run the command in its own process, to its end."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = started(*arguments, **{**pipes, **options})
    out, err = process.communicate(timeout=60)
    return Ended(process.returncode, (out or b"").decode(), (err or b"").decode())
