"""What all packs cost: each of two plans with all packs on, and with only the core asked.

One is the ready example, which has no facts for packs; the other is that example with the examples of all
packs, which is several times as long. Runs alternate, so that other load on the machine affects all of them.
The output has CPU time, in one process and as a command, and ratios.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from launchcheck import catalog, parse
from launchcheck.facts import Facts
from launchcheck.plan import PACKS, Plan
from launchcheck.program import Program
from launchcheck.source import Source
from launchcheck.validate import validate

sys.path.append(str(Path(__file__).parent.parent / "tests"))  # the plans that the cases of packs change
from ready import ready  # type: ignore[import-not-found]

TODAY = date(2027, 2, 16)
PLANS, ROUNDS, COMMANDS = 50, 7, 7


class Side(NamedTuple):
    """A plan: the packs that it has facts for, and those that are on."""

    filled: tuple[str, ...]
    asked: tuple[str, ...]

    def text(self) -> str:
        """The plan."""
        return json.dumps({"packs": self.asked, **ready(*self.filled)})

    def program(self) -> Program:
        """What it is asked."""
        return Program.of(catalog.find(("launch", *self.asked)))


PLAIN, PLAIN_ON = Side((), ()), Side((), PACKS)
FULL, FULL_ON = Side(PACKS, ()), Side(PACKS, PACKS)
SIDES = (PLAIN, PLAIN_ON, FULL, FULL_ON)


def main() -> None:
    """Measure and print."""
    made = {side: (side.text(), side.program()) for side in SIDES}
    for text, program in made.values():
        checked(text, program)  # builds everything that is built lazily
    rounds = [{side: checked(*made[side]) for side in SIDES} for _ in range(ROUNDS)]
    show("a plan in one process", rounds)
    with TemporaryDirectory() as folder:
        paths = {side: Path(folder) / f"{number}.yaml" for number, side in enumerate(SIDES)}
        for side, path in paths.items():
            path.write_text(made[side][0], encoding="utf-8")
        commands = [{side: command(path) for side, path in paths.items()} for _ in range(COMMANDS)]
    show("the command `validate`", commands)


def checked(text: str, program: Program) -> float:
    """CPU seconds to read a plan and check every item."""
    begin = process_time()
    for _ in range(PLANS):
        source = Source.parse(text)
        plan = parse.read(source, Plan)
        validate(plan, program, Facts.gather(plan, source, TODAY, None))
    return (process_time() - begin) / PLANS


def command(path: Path) -> float:
    """CPU seconds of a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    arguments = [sys.executable, "-m", "launchcheck", "validate", str(path), "--as-of", str(TODAY)]
    subprocess.run(arguments, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def show(what: str, rounds: list[dict[Side, float]]) -> None:
    """The medians of each plan with packs off and on, and of their ratios."""
    print(what)
    for name, off, on in (
        ("the ready example", PLAIN, PLAIN_ON),
        ("with facts for all packs", FULL, FULL_ON),
    ):
        without, with_all = (median(each[side] for each in rounds) * 1000 for side in (off, on))
        ratio = median(each[on] / each[off] for each in rounds)
        print(f"  {name:26} the core: {without:6.1f} ms   all packs: {with_all:6.1f} ms   {ratio:.2f} x")
    apart = median(each[FULL_ON] / each[PLAIN] for each in rounds)
    print(f"  all packs with their facts, against the core on the ready example: {apart:.2f} x")


if __name__ == "__main__":
    main()
