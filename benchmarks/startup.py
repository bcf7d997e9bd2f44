"""The start-up cost of the command, compared with a minimal program that has the same dependencies.

The yardstick is a typer command that imports pydantic's BaseModel and yaml, and prints one line.
Every program is started many times, all of them in turn, so that other load on the machine affects all.
The result is the median CPU time (user and system) of the process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from plans import plan

YARDSTICK = """
import typer
import yaml
from pydantic import BaseModel

app = typer.Typer()

@app.command()
def main(name: str) -> None:
    print(name)

app()
"""
OURS = "from launchcheck.cli import main; main()"
AS_OF = ["--as-of", "2027-05-15"]


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60, help="runs of each program (default: 60)")
    parser.add_argument("--with-terminal", action="store_true", help="measure the terminal report, too")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder, "launch.yaml")
        path.write_text(plan(1, lines=150), "utf-8")
        took = measure(programs(str(path), terminal=options.with_terminal), options.runs)
    yardstick = median(took["typer, pydantic, yaml"])
    print(f"CPU time of a whole process, median of {options.runs} runs, Python {sys.version.split()[0]}")
    for name, times in took.items():
        low, high = sorted(times)[len(times) // 10], sorted(times)[-len(times) // 10 - 1]
        line = f"  {name:<26}{median(times) * 1e3:7.1f} ms  ({low * 1e3:.0f} to {high * 1e3:.0f})"
        print(f"{line}{median(times) / yardstick:7.2f} x")


def programs(path: str, *, terminal: bool) -> dict[str, list[str]]:
    """The programs by name: code, and arguments."""
    known = {
        "bare interpreter": ["pass"],
        "typer, pydantic, yaml": [YARDSTICK, "one line"],
        "launchcheck --version": [OURS, "--version"],
        "validate --format text": [OURS, "validate", path, *AS_OF, "--format", "text"],
        "validate --format json": [OURS, "validate", path, *AS_OF, "--format", "json"],
    }
    if terminal:
        known["validate, in color"] = [OURS, "validate", path, *AS_OF]
    return known


def measure(known: dict[str, list[str]], runs: int) -> dict[str, list[float]]:
    """CPU seconds of every run of every program."""
    took: dict[str, list[float]] = {name: [] for name in known}
    for arguments in known.values():
        run(arguments)  # writes missing bytecode
    for _ in range(runs):
        for name, arguments in known.items():
            took[name].append(run(arguments))
    return took


def run(arguments: list[str]) -> float:
    """Start one program, read its output, and return its CPU time."""
    # Bytecode is written and reused, as in an installed package.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([sys.executable, "-c", *arguments], stdout=subprocess.PIPE, env=environment)
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in {0, 1} or (not output and arguments != ["pass"]):
        sys.exit(f"{' '.join(arguments[1:])} ended with {code}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
