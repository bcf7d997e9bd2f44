"""The libraries of extras are loaded by what needs them, and by nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
EXTRAS = ("jinja2", "icalendar", "xlsxwriter", "python_calamine", "cel_expr_python", "fsspec")
PROGRAM = """\
import atexit, sys
from launchcheck.cli import main
atexit.register(lambda: print(*(each for each in {extras} if each in sys.modules), file=sys.stderr))
sys.argv = ["launchcheck", *{arguments}]
main()
"""


def _loaded(folder: Path, *arguments: str) -> list[str]:
    """The libraries of extras that a command has loaded when it ends."""
    code = PROGRAM.format(extras=EXTRAS, arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0
    return done.stderr.splitlines()[-1].split()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("validate", "launch.yaml", "--fail-on", "never", "--format", "text"),
        ("validate", "launch.yaml", "--fail-on", "never", "--format", "json"),
        ("validate", "launch.yaml", "--fail-on", "never"),
        ("calendar", "launch.yaml"),
        ("checks",),
    ],
    ids=" ".join,
)
def test_a_usual_command_loads_no_library_of_an_extra(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Whoever needs no page, workbook or expression does not wait for one."""
    shutil.copy(EXAMPLES / "ready.yaml", tmp_path / "launch.yaml")
    assert _loaded(tmp_path, *arguments) == []


@pytest.mark.parametrize(
    ("arguments", "library"),
    [
        (("validate", "launch.yaml", "--fail-on", "never", "--format", "html"), "jinja2"),
        (("validate", "launch.yaml", "--fail-on", "never", "--format", "xlsx=launch.xlsx"), "xlsxwriter"),
        (("calendar", "launch.yaml", "--format", "ics"), "icalendar"),
    ],
)
def test_a_format_loads_the_library_that_it_needs(
    arguments: tuple[str, ...], library: str, tmp_path: Path
) -> None:
    """So the test above would see one that is loaded."""
    pytest.importorskip(library, reason=f"{arguments[-1]} needs {library}")
    shutil.copy(EXAMPLES / "ready.yaml", tmp_path / "launch.yaml")
    assert _loaded(tmp_path, *arguments) == [library]
