"""`validate --item`: one item of a report, without another verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from launchcheck import cli

ROOT = Path(__file__).parents[2]
PLAN = str(ROOT / "examples" / "ready.yaml")


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, the output and the errors of a check of the ready plan in January."""
    code = cli.run(["validate", PLAN, "--as-of", "2027-01-20", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_one_item_is_listed_and_the_gate_is_that_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    """The item comes in full; the other open blockers still close the gate."""
    code, shown, _ = _run(capsys, "--item", "sales.demo", "--format", "text")
    whole = _run(capsys, "--format", "text")[1]
    assert code == 1
    assert "sales.demo" in shown
    assert "sales.seven-times" in whole
    assert "sales.seven-times" not in shown


def test_json_has_one_item_and_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    """An assistant that asks for one item gets a small answer with the counts of all."""
    one = json.loads(_run(capsys, "--item", "sales.demo", "--format", "json")[1])
    whole = json.loads(_run(capsys, "--format", "json")[1])
    assert (one["only_item"], [item["id"] for item in one["items"]]) == ("sales.demo", ["sales.demo"])
    assert (one["counts"], one["gate"]) == (whole["counts"], whole["gate"])
    assert whole["only_item"] is None


@pytest.mark.parametrize("format", ["terminal", "markdown", "html"])
@pytest.mark.parametrize(
    ("item", "status"), [("sales.reach", "passed"), ("sales.demo", "failed"), ("product.docs", "passed")]
)
def test_a_report_of_one_item_says_its_status(
    item: str, status: str, format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where it passed, which a list of open items would not show."""
    shown = " ".join(_run(capsys, "--item", item, "--format", format)[1].split())
    assert f"Only the item {item} ({status}) is listed" in shown.replace("\\", "")


def test_an_unknown_item_is_an_error_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelled id could not be checked."""
    code, _, errors = _run(capsys, "--item", "sales.rech")
    assert (code, errors) == (
        2,
        "error: the checklist has no item 'sales.rech'\nhelp: did you mean 'sales.reach'?\n",
    )
