"""Microsoft's validator, which code scanning is built on, has nothing to say about SARIF logs.

It is an npm package: `npm install --no-save @microsoft/sarif-multitool@5.7.0` in the root of a clone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from corpora import require
from readers import render
from reports import REPORTS

from launchcheck.formats import Format, Options

ROOT = Path(__file__).parents[3]
COMMAND = ROOT / "node_modules" / ".bin" / "sarif-multitool"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
FOUND = re.compile(r"^.*: (?:error|warning) \w+: .*$", re.MULTILINE)


def findings(folder: Path) -> list[str]:
    """What the validator finds in the logs of a folder: errors and warnings."""
    require(COMMAND.exists(), "the npm package @microsoft/sarif-multitool is not installed")
    # .NET asks for a library of locales unless it is told that it needs none.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    logs = sorted(each.name for each in folder.glob("*.sarif"))
    ended = subprocess.run(
        [COMMAND, "validate", *logs], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert f"Done. {len(logs)} files scanned." in ended.stdout, ended.stdout + ended.stderr
    return FOUND.findall(ended.stdout)


def test_nothing_is_wrong_with_the_logs_of_all_examples(tmp_path):
    """Each alone, and all in one log with what passed; those that cannot be read included."""
    runs = [[each] for each in EXAMPLES] + [["--verbose", *EXAMPLES]]
    for number, plans in enumerate(runs):
        log = tmp_path / f"{number}.sarif"
        command = [sys.executable, "-m", "launchcheck", "validate", *plans, "--as-of", "2027-02-01"]
        subprocess.run([*command, "--format", f"sarif={log}"], cwd=ROOT, capture_output=True, check=False)
        assert log.exists()

    assert findings(tmp_path) == []


def test_nothing_is_wrong_with_the_logs_of_any_report(tmp_path):
    """Hostile texts and places of every shape are no exception."""
    for name, given in REPORTS.items():
        (tmp_path / f"{name}.sarif").write_text(render(given, Format.SARIF, Options(verbose=True)), "utf-8")

    assert findings(tmp_path) == []


def test_the_validator_is_at_work(tmp_path):
    """It finds a context that is its region, which it is told to look for."""
    log = render(REPORTS["mixed"], Format.SARIF)
    same = re.sub(r'"region": (\{[^{}]*\})', r'"region": \1, "contextRegion": \1', log, count=1)
    assert same != log
    (tmp_path / "same.sarif").write_text(same, "utf-8")

    assert any("SARIF1008" in each for each in findings(tmp_path))
