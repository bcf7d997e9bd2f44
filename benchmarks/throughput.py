"""A thousand plans through the Python API, compared with `yaml.load` (libyaml) on the same texts.

Both sides run in one process on one core, in alternating chunks, so that other load on the machine
affects both. The output has CPU time per plan, the ratio, and the time of each step.
"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from statistics import median
from time import process_time

import yaml
from plans import plans

from launchcheck import catalog, parse
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.program import Program
from launchcheck.source import Source
from launchcheck.validate import validate

TODAY = date(2027, 5, 15)
CHUNK = 50


YAML = "yaml.load, libyaml"
READ, PARSE, ASK = "read: YAML with positions", "parse: a plan of it", "validate: every item"


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=1000, help="how many plans (default: 1000)")
    parser.add_argument(
        "--known",
        type=int,
        default=90,
        help="how many of a hundred facts are as they should be (default: 90)",
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs over all plans (default: 3)")
    options = parser.parse_args()
    texts = plans(options.plans, known=options.known)
    measure(texts[:CHUNK])  # builds everything that is built lazily
    rounds = [measure(texts) for _ in range(options.rounds)]
    size = sum(map(len, texts)) // len(texts)
    print(f"{len(texts)} plans of {size} bytes; CPU time per plan, median of {len(rounds)} rounds")
    for step in rounds[0]:
        show(step, [each[step] for each in rounds], rounds, len(texts))
    whole = [sum(each.values()) - each[YAML] for each in rounds]
    show("launchcheck, all of it", whole, rounds, len(texts))
    print(f"{len(texts) / median(whole):,.0f} plans a second on one core")


def show(what: str, seconds: list[float], rounds: list[dict[str, float]], count: int) -> None:
    """One line: CPU time per plan, and its ratio to `yaml.load`."""
    ratios = [took / each[YAML] for took, each in zip(seconds, rounds, strict=True)]
    print(f"  {what:<28}{median(seconds) / count * 1e6:8.0f} us{median(ratios):8.2f} x")


def measure(texts: list[str]) -> dict[str, float]:
    """CPU seconds of every step, over all texts."""
    total = dict.fromkeys((YAML, READ, PARSE, ASK), 0.0)
    for start in range(0, len(texts), CHUNK):
        load(texts[start : start + CHUNK], total)
        check(texts[start : start + CHUNK], total)
    return total


def load(texts: list[str], total: dict[str, float]) -> None:
    """Parse only, with PyYAML's fastest loader."""
    begin = process_time()
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)
    total[YAML] += process_time() - begin


def check(texts: list[str], total: dict[str, float]) -> None:
    """Parse, read and validate, as a program does that checks one plan after another."""
    program = Program.of(catalog.built_in())
    for text in texts:
        begin = process_time()
        source = Source.parse(text)
        parsed = process_time()
        plan = parse.read(source, Plan)
        shaped = process_time()
        validate(plan, program, Facts.gather(plan, source, TODAY, None))
        total[READ] += parsed - begin
        total[PARSE] += shaped - parsed
        total[ASK] += process_time() - shaped


if __name__ == "__main__":
    main()
