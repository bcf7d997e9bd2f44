"""The portfolio of two hundred launches: how long `portfolio` takes in each of its formats.

The plans are copies of the examples in turn, so that many launches share days, audiences and people. The
limit is 2 CPU seconds, nearly all of which is checking the plans.
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from board import EXAMPLES, NAMES
from startup import OURS, run

FORMATS = ("terminal", "markdown", "html", "json", "csv")


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=200, help="number of plans (default: 200)")
    parser.add_argument("--rounds", type=int, default=5, help="number of runs (default: 5)")
    options = parser.parse_args()
    with TemporaryDirectory() as place:
        folder = Path(place, "launches")
        shutil.copytree(EXAMPLES / "evidence", folder / "evidence")
        for number in range(options.plans):
            name = NAMES[number % len(NAMES)]
            shutil.copy(EXAMPLES / f"{name}.yaml", folder / f"{name}-{number}.launch.yaml")
        for name in FORMATS:
            command = [OURS, "portfolio", str(folder), "--as-of", "2027-02-16", "--format", name]
            seconds = median(run(command) for _ in range(options.rounds))
            print(f"{options.plans} plans, {name}: {seconds:.2f} CPU seconds")


if __name__ == "__main__":
    main()
