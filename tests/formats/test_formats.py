"""The formats for people match their golden files for awkward reports."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from reports import REPORTS

import launchcheck
from launchcheck import api, catalog
from launchcheck.formats import TEXT_FORMATS, Format, Options, write

GOLDEN = Path(__file__).parent / "golden"

FACES = {
    "text": (Format.TEXT, Options(), "utf-8"),
    "text-verbose": (Format.TEXT, Options(verbose=True), "utf-8"),
    "json": (Format.JSON, Options(), "utf-8"),
    "terminal-40": (Format.TERMINAL, Options(width=40, color=False), "utf-8"),
    "terminal-80": (Format.TERMINAL, Options(width=80, color=False), "utf-8"),
    "terminal-200": (Format.TERMINAL, Options(width=200, color=False), "utf-8"),
    "terminal-ascii": (Format.TERMINAL, Options(width=80, color=False, verbose=True), "ascii"),
    "terminal-color": (Format.TERMINAL, Options(width=80, color=True, verbose=True), "utf-8"),
}
"""How each format is asked; a format may be asked in several ways."""

SHOWN = {
    "text": "mixed hostile waived cancelled after weakened",
    "text-verbose": "mixed cancelled",
    "json": "mixed hostile empty waived cancelled weakened",
    "terminal-40": "mixed wide long empty many",
    "terminal-80": "mixed hostile many waived one-owner empty cancelled launched other-tier after all-open "
    "all-passed nine-touches wide long weakened",
    "terminal-200": "mixed",
    "terminal-ascii": "mixed wide hostile",
    "terminal-color": "mixed hostile waived",
}
"""The reports that have a golden file: for each format those that take all of its branches, and no more."""
SHOWN_AS = [(name, face) for face, names in SHOWN.items() for name in names.split()]

COMMANDS = {Format.GITHUB, Format.AZURE}
"""Formats that are commands themselves."""

# A port of the command syntax of actions/runner: `::name` after spaces at the start of a line,
# and `##[name` anywhere in one; Azure Pipelines and TeamCity read theirs the same way.
COMMAND = re.compile(r"^\s*::[a-z]|##\[|##vso\[|##teamcity\[", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _fixed_version(monkeypatch):
    """Fix the version, so that a release changes no golden file."""
    monkeypatch.setattr(launchcheck, "__version__", "1.2.3")


def render(report, face):
    """The visible output for a report."""
    format, options, encoding = FACES[face]
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    write(report, format, out, options)
    out.flush()
    return out.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize(("name", "face"), SHOWN_AS)
def test_matches_its_golden_file(name, face, golden):
    """An awkward report is shown as its golden file shows."""
    golden(render(REPORTS[name], face), GOLDEN / f"{name}.{face}")


@pytest.mark.parametrize("face", [face for face, (format, *_) in FACES.items() if format not in COMMANDS])
def test_contains_no_commands(face):
    """No line of any format is a command to a log reader, whatever the plan's text."""
    shown = render(REPORTS["hostile"], face)
    assert [line for line in shown.split("\n") if COMMAND.search(line)] == []


def test_every_format_has_golden_files():
    """A new format needs golden files too, and none is left over."""
    assert {format for format, _, _ in FACES.values()} <= set(Format)
    assert set(SHOWN) == set(FACES)
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.{face}" for name, face in SHOWN_AS}


@pytest.mark.parametrize("format", [Format.JSON, Format.TEXT])
def test_loads_no_rich(format):
    """The formats for programs do not load what only the terminal needs."""
    code = f"import sys, launchcheck.formats.{format.value}; print('rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


BEGUN_LATE = """\
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 1, planned_on: 2027-01-20}
product: {availability: {stage: limited, plans: [agency], regions: [ireland], roles: [owner]}}
campaigns:
  - {id: film, name: Orbit, language: de, call_to_action: Jetzt testen}
"""


def words_of(format, **changes):
    """What a format says about a plan that began late, with its lines joined."""
    found = api.validate_text(BEGUN_LATE, checklist=catalog.built_in(), today=date(2027, 1, 30))._replace(
        **changes
    )
    out = io.StringIO()
    write(found, format, out, Options(verbose=True, width=200))
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize(
    "format", [each for each in TEXT_FORMATS if each not in {Format.TEXT, Format.CSV, Format.CSV_EXCEL}]
)
def test_says_why_a_due_date_was_moved(format):
    """Every format with due dates in words has the reason, too; the text format and CSV have none."""
    assert "T-60 was before the plan began" in words_of(format)


@pytest.mark.parametrize("area", ["", "campaigns"])
@pytest.mark.parametrize("format", [Format.TERMINAL, Format.MARKDOWN])
def test_says_which_copy_was_not_read(format, area):
    """An item that passes although copy was skipped does not hide that."""
    assert "only English is read; skipped: 2 texts in de" in words_of(format, only_area=area)
