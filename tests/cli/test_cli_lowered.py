"""What settings lower or skip is in every format, and in its last line."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from command import PLAN

from launchcheck.formats import TEXT_FORMATS, Format

DAY = ("--as-of", "2027-02-01")
SETTINGS = """\
checklists: [./tiny.yaml]
ignore: [product.released]
severity:
  launch.owner: warning
"""
NO_OWNER = PLAN.replace("  owner: dana\n", "")
COUNTED = "[1 severity lowered by .launchcheck.yaml:3, 1 item ignored]"


@pytest.fixture
def lowered(tmp_path):
    """A plan whose only blocker is a warning by the team's settings, in two copies."""
    (tmp_path / ".launchcheck.yaml").write_text(SETTINGS)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(NO_OWNER)


def test_the_last_line_counts_what_is_not_default(here, lowered):
    """An open gate says what opened it."""
    for arguments in (("a.yaml",), ("a.yaml", "b.yaml")):
        ended = here("validate", *arguments, *DAY)
        assert ended.code == 0
        assert " ".join(ended.out.split()).endswith(f"[--fail-on blocker] {COUNTED}")


def says_lowered(format, out):
    """Whether a document names an item whose severity is lowered, not only a key or a column for it."""
    if format in {Format.JSON, Format.JSONL}:
        return re.search(r'"from":\s*"blocker"', out) is not None
    if format in {Format.CSV, Format.CSV_EXCEL}:
        return any(row["lowered_from"] for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    return "lowered" in out


@pytest.mark.parametrize("format", TEXT_FORMATS)
@pytest.mark.parametrize("plans", [("a.yaml",), ("a.yaml", "b.yaml")])
def test_every_format_says_what_is_lowered(here, lowered, tmp_path, format, plans):
    """No format shows the gate without what opened it; where nothing is lowered or skipped, none says so."""
    out = here("validate", *plans, *DAY, "--format", format.value).out
    (tmp_path / ".launchcheck.yaml").write_text(SETTINGS.partition("ignore:")[0])
    plain = here("validate", *plans, *DAY, "--format", format.value).out

    assert (says_lowered(format, out), "ignored" in out) == (True, True), out
    assert (says_lowered(format, plain), "ignored" in plain) == (False, False), plain


def test_json_has_both_severities(here, lowered):
    """Programs read what it was and what it is."""
    found = json.loads(here("validate", "a.yaml", *DAY, "--format", "json").out)

    (each,) = found["lowered"]
    assert (each["id"], each["from"], each["to"]) == ("launch.owner", "blocker", "warning")
    assert (each["location"]["path"], each["location"]["line"]) == (".launchcheck.yaml", 4)


def test_an_item_that_is_no_longer_asked_is_lowered(here, tmp_path):
    """A tier that the settings leave out is a severity lowered to nothing."""
    (tmp_path / ".launchcheck.yaml").write_text(
        "checklists: [./tiny.yaml]\nseverity: {launch.owner: {1: blocker}}\n"
    )
    out = here("validate", "plan.yaml", *DAY, "--format", "text").out
    assert "lowered launch.owner is not asked instead of a blocker" in out


def test_a_raised_severity_is_not_lowered(here, tmp_path):
    """Only what weakens the gate is counted."""
    (tmp_path / ".launchcheck.yaml").write_text(
        "checklists: [./tiny.yaml]\nseverity: {product.released: blocker}\n"
    )
    ended = here("validate", "plan.yaml", *DAY)
    assert ended.code == 1
    assert ended.out.rstrip().endswith("[--fail-on blocker]")


@pytest.mark.parametrize(
    "line", ["severity: {launch.owner: warning}", "severity: {launch.owner: {1: blocker}}"]
)
def test_what_can_never_be_waived_cannot_be_lowered(here, tmp_path, line):
    """Settings would otherwise waive it for everyone, without a name or an end."""
    tiny = tmp_path / "tiny.yaml"
    tiny.write_text(tiny.read_text().replace("    due: T-30\n", "    due: T-30\n    waivable: false\n"))
    (tmp_path / ".launchcheck.yaml").write_text(f"checklists: [./tiny.yaml]\n{line}\n")

    ended = here("validate", "plan.yaml", *DAY)

    assert (ended.code, ended.out) == (2, "")
    assert ended.first == (
        ".launchcheck.yaml:2:12: 'launch.owner' can never be waived, so its severity cannot be lowered"
    )


def test_what_can_never_be_waived_may_be_ignored(here, tmp_path):
    """Leaving it out is allowed, and counted."""
    tiny = tmp_path / "tiny.yaml"
    tiny.write_text(tiny.read_text().replace("    due: T-30\n", "    due: T-30\n    waivable: false\n"))
    ended = here("validate", "plan.yaml", *DAY, "--checklist", "./tiny.yaml", "--ignore", "launch.owner")
    assert ended.code == 0
    assert ended.out.rstrip().endswith("[1 item ignored]")
    selected = here("validate", "plan.yaml", *DAY, "--checklist", "./tiny.yaml", "--select", "product")
    assert selected.out.rstrip().endswith("[1 item not selected]")
