"""Four hundred plans through the command line, against `yaml.load` with libyaml of the same texts.

The plans are copies of `examples/ready.yaml` under other names. Each run is a process of its own
(`validate --jobs 1`); the CPU time of the same command over one plan is taken off, and with it the
start-up. Each run is held against the baseline just before and after it, so that other load on the
machine affects both.
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

import yaml
from startup import OURS, run

EXAMPLES = Path(__file__).parent.parent / "examples"
BASELINE = "yaml.load, libyaml"
CASES = {
    "text, evidence there": ("there", "text"),
    "text, evidence missing": ("missing", "text"),
    "jsonl, evidence there": ("there", "jsonl"),
}
"""The folder that the plans are in, and the format of the report."""


class Cost(NamedTuple):
    """CPU seconds per plan: of the command, and of the baseline."""

    took: float
    baseline: float


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=400, help="number of plans (default: 400)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each case (default: 5)")
    options = parser.parse_args()
    text = (EXAMPLES / "ready.yaml").read_text("utf-8")
    texts = [text.replace("Orbit Sync 2.0", f"Orbit Sync {number}") for number in range(options.plans)]
    with TemporaryDirectory() as place:
        folders = {name: Path(place, name) for name in ("there", "missing")}
        for folder in folders.values():
            write(folder, texts)
        shutil.copytree(EXAMPLES / "evidence", folders["there"] / "evidence")
        rounds = [measure(folders, texts) for _ in range(options.rounds)]
    print(f"{len(texts)} plans of {len(text)} bytes; CPU time per plan, median of {len(rounds)} rounds")
    print(f"  {BASELINE:<26}{median(each[name].baseline for each in rounds for name in CASES) * 1e6:8.0f} us")
    for name in CASES:
        took = median(each[name].took for each in rounds)
        ratios = [each[name].took / each[name].baseline for each in rounds]
        spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
        print(f"  {name:<26}{took * 1e6:8.0f} us{median(ratios):8.2f} x  {spread}")


def write(folder: Path, texts: list[str]) -> None:
    """Write the plans into a repository of their own, so that none above it is looked for."""
    (folder / ".git").mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number:04}.launch.yaml").write_text(text, "utf-8")


def measure(folders: dict[str, Path], texts: list[str]) -> dict[str, Cost]:
    """Each case, without its start-up."""
    found = {}
    before = load(texts)
    for name, (folder, format_) in CASES.items():
        whole = validate(str(folders[folder]), format_)
        one = validate(str(folders[folder] / "0000.launch.yaml"), format_)
        after = load(texts)
        found[name] = Cost((whole - one) / (len(texts) - 1), (before + after) / 2)
        before = after
    return found


def load(texts: list[str]) -> float:
    """CPU seconds per plan of the fastest loader that PyYAML has."""
    begin = process_time()
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)
    return (process_time() - begin) / len(texts)


def validate(path: str, format_: str) -> float:
    """CPU seconds of one process that checks a plan or a folder of plans."""
    asked = ["--as-of", "2027-02-16", "--format", format_, "--jobs", "1", "--no-config"]
    return run([OURS, "validate", path, *asked])


if __name__ == "__main__":
    main()
