"""Inputs too large to store in a repository, and files that are not regular: `pytest -m slow` makes them."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import make_large
import pytest
from stranger import DAY, UNSEEN

READ = {
    "L09": "a million hexadecimal digits are text, and stand where anything may stand",
    "S10": "root reads what nobody may read",
    **dict.fromkeys(("S11", "S12", "S13", "S14", "S15"), "an odd name is a name"),
}
MOST_SECONDS, MOST_MEGABYTES = 5, 500

pytestmark = pytest.mark.slow


def checked(path: bytes, out: Path) -> tuple[int, str, float, float]:
    """Check one plan in its own process; return exit code, output, seconds and megabytes."""
    bound = 4 << 30
    with out.open("w+b") as file:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "launchcheck", "validate", "--format", "text", *DAY, path],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
        resource.prlimit(process.pid, resource.RLIMIT_AS, (bound, bound))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - began
        file.seek(0)
        return process.returncode, file.read().decode(), took, used.ru_maxrss / 1024


@pytest.mark.parametrize(("make", "count"), [(make_large.large, 12), (make_large.special, 16)])
def test_large_or_special_files_are_refused_quickly(tmp_path, make, count):
    """The limits are 5 seconds, 500 MB, and one clear line."""
    folder = tmp_path / "made"
    make(folder)
    names = sorted(os.listdir(os.fsencode(folder)))
    wrong = []
    for name in names:
        path = os.path.join(os.fsencode(folder), name)
        code, words, took, megabytes = checked(path, tmp_path / "out")
        number = os.fsdecode(name)[:3]
        expected = 1 if number in READ and (number != "S10" or os.geteuid() == 0) else 2
        lines = words.count("\n")
        fits = code == expected and took < MOST_SECONDS and megabytes < MOST_MEGABYTES
        if not fits or UNSEEN.search(words) or "Traceback" in words or (code == 2 and lines > 25):
            wrong.append((name, code, f"{took:.1f} s", f"{megabytes:.0f} MB", words[:500]))
    assert wrong == []
    assert len(names) == count
