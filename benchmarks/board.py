"""The page of two hundred launches: how long `validate --format html` takes, and how large the page is.

The plans are copies of the examples in turn, with their evidence. The limits are 3 CPU seconds and 10 MB:
a page that takes longer to make or to open is not opened twice.
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from startup import OURS, run

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = ("not-ready", "on-track", "quiet", "ready", "my-va")


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=200, help="number of plans (default: 200)")
    parser.add_argument("--rounds", type=int, default=5, help="number of runs (default: 5)")
    options = parser.parse_args()
    with TemporaryDirectory() as place:
        folder, page = Path(place, "plans"), Path(place, "board.html")
        shutil.copytree(EXAMPLES / "evidence", folder / "evidence")
        for number in range(options.plans):
            name = NAMES[number % len(NAMES)]
            shutil.copy(EXAMPLES / f"{name}.yaml", folder / f"{name}-{number}.launch.yaml")
        asked = ["--as-of", "2027-02-16", "--no-config", "--format", "text", "--format", f"html={page}"]
        command = [OURS, "validate", str(folder), *asked]
        seconds = median(run(command) for _ in range(options.rounds))
        print(f"{options.plans} plans: {seconds:.2f} CPU seconds, {page.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
