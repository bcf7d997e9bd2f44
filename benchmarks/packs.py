"""What all packs cost: a plan that fills them, with its packs on and off, and the ready example alone.

The plan is the ready example with the examples of all packs, which is several times as long. With its packs
off, the same text is read, and only the core is asked. Runs alternate, so that other load on the machine
affects all of them. The output has CPU time, in one process and as a command, and ratios.
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


def main() -> None:
    """Measure and print."""
    texts = {name: json.dumps({"packs": side.asked, **ready(*side.filled)}) for name, side in SIDES.items()}
    programs = {name: Program.of(catalog.find(("launch", *side.asked))) for name, side in SIDES.items()}
    for name in SIDES:
        checked(texts[name], programs[name])  # builds everything that is built lazily
    rounds = [{name: checked(texts[name], programs[name]) for name in SIDES} for _ in range(ROUNDS)]
    items = {name: len(program.questions) for name, program in programs.items()}
    show("a plan in one process", rounds, items)
    with TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / f"{name}.yaml").write_text(text, encoding="utf-8")
        commands = [{name: command(Path(folder) / f"{name}.yaml") for name in SIDES} for _ in range(COMMANDS)]
    show("the command `validate`", commands, items)


class Side(NamedTuple):
    """A plan: the packs that it has facts for, and those that are on."""

    filled: tuple[str, ...]
    asked: tuple[str, ...]


SIDES = {"core": Side((), ()), "off": Side(PACKS, ()), "on": Side(PACKS, PACKS)}


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


def show(what: str, rounds: list[dict[str, float]], items: dict[str, int]) -> None:
    """The medians of all sides, and of their ratios."""
    core, off, on = (median(each[name] for each in rounds) * 1000 for name in SIDES)
    same, alone = (median(each["on"] / each[name] for each in rounds) for name in ("off", "core"))
    print(f"{what}, {items['on']} items: {on:.2f} ms")
    print(f"  with its packs off, {items['off']} items: {off:.2f} ms; {same:.2f} x")
    print(f"  the ready example alone: {core:.2f} ms; {alone:.2f} x")


if __name__ == "__main__":
    main()
