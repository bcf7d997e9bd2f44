"""Many plans at once, compared with programs that validate the same YAML files against a JSON Schema.

ajv-cli (npm) and check-jsonschema (PyPI) are installed into a scratch folder, which is the only step
that needs a network. They check less: only whether a file fits the schema. All programs get the same
files, one program after the other, for several rounds. The output has the wall-clock time per plan, its
ratio to launchcheck, and the CPU time of all processes.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic

from plans import plan

OURS = "launchcheck --format jsonl"
AJV, CHECK = "ajv-cli", "check-jsonschema"
AS_OF = "2027-05-15"


def main() -> None:
    """Install, make the plans, measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=10_000, help="number of plans (default: 10,000)")
    parser.add_argument("--rounds", type=int, default=1, help="runs over all plans (default: 1)")
    parser.add_argument("--scratch", help="folder to install and work in (default: a temporary one)")
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        scratch = Path(options.scratch or temporary).absolute()
        programs = install(scratch)
        make(scratch, options.plans)
        rounds = [
            {name: run(command, scratch) for name, command in programs.items()} for _ in range(options.rounds)
        ]
    size = f"{options.plans:,} plans of about 160 lines, {os.cpu_count()} processors"
    print(f"{size}; median of {options.rounds} rounds")
    ours = median(each[OURS][0] for each in rounds)
    for name in programs:
        clock, cpu = (median(each[name][part] for each in rounds) / options.plans for part in (0, 1))
        line = f"  {name:<28}{clock * 1e3:8.2f} ms on the clock{cpu * 1e3:8.2f} ms of CPU"
        print(f"{line}{clock * options.plans / ours:8.2f} x")


def install(scratch: Path) -> dict[str, list[str]]:
    """The programs, each with its command line for all plans."""
    scratch.mkdir(parents=True, exist_ok=True)
    python = scratch / "venv" / "bin" / "python"
    if not python.exists():
        quietly([sys.executable, "-m", "venv", "venv"], scratch)
        quietly([str(python), "-m", "pip", "install", "--quiet", "check-jsonschema"], scratch)
    if not (scratch / "node_modules").exists():
        (scratch / "package.json").write_text("{}", "utf-8")
        quietly(["npm", "install", "--silent", "ajv-cli", "ajv-formats"], scratch)
    ours = [sys.executable, "-m", "launchcheck"]
    shape = subprocess.run([*ours, "schema", "plan"], capture_output=True, check=True).stdout
    (scratch / "plan.schema.json").write_bytes(shape)
    ajv = [
        str(scratch / "node_modules" / ".bin" / "ajv"),
        "validate",
        "--spec=draft2020",
        "-c",
        "ajv-formats",
    ]
    return {
        OURS: [*ours, "validate", "launches", "--as-of", AS_OF, "--format", "jsonl"],
        f"{OURS} --jobs 1": [
            *[*ours, "validate", "launches", "--as-of", AS_OF, "--format", "jsonl", "--jobs", "1"]
        ],
        AJV: [
            *ajv,
            "--strict=false",
            "--all-errors",
            "--errors=no",
            "-s",
            "plan.schema.json",
            "-d",
            "launches/*.yaml",
        ],
        CHECK: [str(python.with_name("check-jsonschema")), "--schemafile", "plan.schema.json"],
    }


def make(scratch: Path, count: int) -> None:
    """Write the plans."""
    folder = scratch / "launches"
    folder.mkdir(exist_ok=True)
    for each in folder.iterdir():
        each.unlink()
    for number in range(count):
        (folder / f"p{number:06}.yaml").write_text(plan(number), "utf-8")


def run(command: list[str], scratch: Path) -> tuple[float, float]:
    """Seconds of wall-clock time, and of CPU time, of one run over all plans."""
    if Path(command[0]).name == CHECK:
        command = [*command, *sorted(str(path) for path in Path(scratch, "launches").iterdir())]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = monotonic()
    ended = subprocess.run(
        command, cwd=scratch, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    clock = monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode not in {0, 1}:
        sys.exit(f"{command[0]} ended with {ended.returncode}: {ended.stderr[-400:].decode()}")
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def quietly(command: list[str], scratch: Path) -> None:
    """Run an installation step; fail if it fails."""
    subprocess.run(command, cwd=scratch, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
