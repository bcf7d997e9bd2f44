"""How cost grows with the lines of a plan, the items of a checklist, the votes of a record, and plans.

Each row shows the cost of one line, item, vote or plan, and its ratio to the row before: 1 if the cost is
linear, less while the fixed cost of a run is shared by more units. The times are CPU time, the minimum of
several runs; for plans, the peak memory of the largest process is shown too, which must not grow.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from plans import plan

from launchcheck import catalog, parse, votes
from launchcheck.facts import Facts
from launchcheck.plan import AREAS, Plan
from launchcheck.program import Program
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.votes import record

TODAY = date(2027, 5, 15)
SHORTEST = 160
LINES = (200, 300, 1_000, 3_000, 10_000, 20_000)
ITEMS = (50, 100, 300, 1_000, 3_000)
VOTES = (1_000, 10_000, 100_000)
PLANS = (100, 300, 1_000, 3_000, 10_000)
ITEM = """
  - id: product.item-{number}
    area: product
    question: Is fact {number} given?
    why: It is asked.
    fix: Give it.
    severity: blocker
    due: T-7
    check: {{kind: each, of: sales.touches, what: touch, has: [owner, way], is: {{date: {{by: today}}}}}}
"""


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each row (default: 5)")
    parser.add_argument("--most-plans", type=int, default=PLANS[-1], help="the last row of plans")
    options = parser.parse_args()
    of_plans([count for count in PLANS if count <= options.most_plans])  # first: children keep our peak
    show("lines of a plan", "line", rows(LINES, of_lines, options.rounds))
    show("items of a checklist, asked", "item", rows(ITEMS, of_items_asked, options.rounds))
    show("items of a checklist, read", "item", rows(ITEMS, of_items_read, options.rounds))
    show("votes of a record, read and counted", "vote", rows(VOTES, of_votes, options.rounds))


def rows(
    sizes: Iterable[int], prepare: Callable[[int], Callable[[], object]], rounds: int
) -> Iterable[tuple[int, float]]:
    """For each size, the CPU seconds of one run."""
    for size in sizes:
        work = prepare(size)
        work()
        yield size, min(seconds(work) for _ in range(rounds))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of a function call."""
    begin = process_time()
    work()
    return process_time() - begin


def show(what: str, unit: str, measured: Iterable[tuple[int, float]]) -> None:
    """Print a table: the size, the time, and the cost per unit."""
    print(what)
    before = 0.0
    for size, took in measured:
        each = took / size
        line = f"  {size:7,}{took * 1e3:11.1f} ms{each * 1e6:9.1f} us per {unit}"
        print(f"{line}{each / (before or each):8.2f} x")
        before = each


def ask(text: str, program: Program) -> object:
    """Read one plan, and validate it."""
    source = Source.parse(text)
    read = parse.read(source, Plan)
    return validate(read, program, Facts.gather(read, source, TODAY, None))


def of_lines(count: int) -> Callable[[], object]:
    """A plan with about this many lines, read and validated."""
    text, program = long(count), Program.of(catalog.built_in())
    return lambda: ask(text, program)


def long(count: int) -> str:
    """A plan with about this many lines: the added ones are touches, which have five each."""
    more = count - tall(plan(0, SHORTEST)).count("\n")
    return tall(plan(0, SHORTEST + more // 5))


def tall(text: str) -> str:
    """A plan whose touches have five lines each instead of one."""
    return re.sub(r"^    - \{(date: .*, way: .*)\}$", five_lines, text, flags=re.MULTILINE)


def five_lines(touch: re.Match[str]) -> str:
    """A one-line touch, written on five lines."""
    return "    - " + re.sub(", (?=way|audiences|owner|message_version)", "\n      ", touch[1])


def layer(count: int) -> str:
    """A checklist with this many items."""
    head = "checklist: 1\nname: long\nareas: [{id: product, question: Is it ready?}]\nitems:"
    return head + "".join(ITEM.format(number=number) for number in range(count))


def of_items_asked(count: int) -> Callable[[], object]:
    """A plan of about 160 lines, validated against this many items."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "long.yaml")
        path.write_text(layer(count), "utf-8")
        program = Program.of(catalog.find([str(path)]))
    source = Source.parse(plan(0))
    read = parse.read(source, Plan)
    facts = Facts.gather(read, source, TODAY, None)
    return lambda: validate(read, program, facts)


def of_items_read(count: int) -> Callable[[], object]:
    """A checklist with this many items, read."""

    def work() -> object:
        with TemporaryDirectory() as folder:
            path = Path(folder, "long.yaml")
            path.write_text(text, "utf-8")
            return catalog.find([str(path)])

    text = layer(count)
    return work


def of_votes(count: int) -> Callable[[], object]:
    """A record with this many votes, one after the other, read and counted."""
    facts = b'{"launch":{"date":"2027-06-01"},"sales":"%s"}' % (b"x" * 1500)
    basis, after, at = votes.Basis(facts, ("launch.date",), "0.1.0"), (), datetime(2027, 5, 14, tzinfo=UTC)
    lines = []
    for number in range(count):
        entry = votes.Entry("vote", AREAS[number % len(AREAS)], "go", "p0", at, f"{number}")
        lines.append(record.encode(entry, basis, after))
        after = (record.decode(lines[-1][:-1], number + 1).digest,)
    content, checklist = b"".join(lines), catalog.built_in()
    read = parse.read(Source.parse(plan(0)), Plan)
    return lambda: votes.board_of(votes.parse(content, "votes"), read, checklist, TODAY)


def of_plans(counts: Iterable[int]) -> None:
    """Runs of the whole command over this many files, with one process per processor."""
    print("plans of about 160 lines, --format jsonl")
    before = 0.0
    for count in counts:
        with TemporaryDirectory() as folder:
            for number in range(count):
                Path(folder, f"p{number:05}.launch.yaml").write_text(plan(number), "utf-8")
            took, megabytes = run(folder)
        each = took / count
        line = f"  {count:7,}{took * 1e3:11.1f} ms{each * 1e6:9.1f} us per plan"
        print(f"{line}{each / (before or each):8.2f} x{megabytes:8.0f} MB in the largest process")
        before = each


def run(folder: str) -> tuple[float, float]:
    """CPU seconds of all processes, and the peak memory of the largest in megabytes."""
    command = [sys.executable, "-m", "launchcheck", "validate", folder, "--format", "jsonl"]
    process = subprocess.Popen([*command, "--as-of", TODAY.isoformat()], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"the command ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
