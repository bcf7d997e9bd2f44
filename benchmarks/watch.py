"""How long `watch` takes from a saved file to the new report on the screen: at most 100 milliseconds."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

EXAMPLE = Path(__file__).parents[1] / "examples/ready.yaml"
SAVES = 40
LIMIT = 0.1
"""Seconds from the end of the save until the whole report was written to the terminal."""

DRAWN = b"\x1b[?2026l"
"""What ends each drawing."""


def main() -> int:
    """Save a plan of 200 lines again and again, at random moments of the watch's rhythm."""
    with TemporaryDirectory() as folder:
        plan = Path(folder) / "launch.yaml"
        shutil.copy(EXAMPLE, plan)
        shutil.copytree(EXAMPLE.parent / "evidence", plan.parent / "evidence")
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 110, 0, 0))
        command = [sys.executable, "-m", "launchcheck", "watch", str(plan), "--as-of", "2027-02-16"]
        process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave)
        try:
            first = _until_drawn(master)
            times = sorted(_save(plan, number, master) for number in range(SAVES))
        finally:
            process.terminate()
            process.wait()
    print(f"first report   {first * 1000:6.0f} ms after the start")
    print(f"after a save   {median(times) * 1000:6.0f} ms median, {times[-1] * 1000:.0f} ms worst of {SAVES}")
    return 0 if times[-1] <= LIMIT else 1


def _save(plan: Path, number: int, master: int) -> float:
    """Save a change, and return the seconds until the report was drawn."""
    time.sleep(0.2 + number % 7 * 0.011)
    plan.write_text(EXAMPLE.read_text("utf-8") + f"# {number}\n", "utf-8")
    return _until_drawn(master)


def _until_drawn(master: int) -> float:
    """The seconds until a drawing is complete."""
    begun, found = time.perf_counter(), b""
    while DRAWN not in found:
        if not select.select([master], [], [], 10)[0]:
            raise SystemExit(f"nothing was drawn: {os.fsdecode(found)}")
        found += os.read(master, 65536)
    return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
