"""Plans at URLs: a line of JSON for each, the same as the command writes, on one process or on a cluster."""

from __future__ import annotations

import itertools
import json
import pickle
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import launchcheck
from launchcheck import fleet
from launchcheck.cli.schemas import Subject, schema
from launchcheck.errors import LaunchcheckError
from launchcheck.report import FailOn

ROOT = Path(__file__).parent.parent
TODAY = date(2027, 2, 1)
READY = (ROOT / "examples" / "ready.yaml").as_uri()
RECIPES = dict(
    re.findall(
        r"^## ([^\n]+)\n\n```python\n(.*?)^```$",
        (ROOT / "docs" / "fleet.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)


def test_a_line_is_what_the_command_writes(
    here: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the source differs, and that evidence was not looked at."""
    plan = tmp_path / "plan.yaml"
    plan.write_bytes((ROOT / "examples" / "quiet.yaml").read_bytes())
    (line,) = fleet.check([plan.as_uri()], today=TODAY, checklist="launch")
    monkeypatch.chdir(tmp_path)
    _, out, _ = here(
        "validate", "plan.yaml", "--as-of", "2027-02-01", "--format", "json", "--fail-on", "blocker"
    )
    found, expected = json.loads(line), json.loads(out.replace('"plan.yaml"', json.dumps(plan.as_uri())))
    assert found.pop("evidence") == "unchecked"
    assert found == expected


def test_each_line_fits_the_schema() -> None:
    """A plan, and one that cannot be read, are what the schema of reports says."""
    lines = fleet.check([READY, "memory://none.yaml"], today=TODAY, fail_on=FailOn.OVERDUE)
    for line in lines:
        jsonschema.validate(json.loads(line), schema(Subject.REPORT))
    assert [json.loads(line)["schema"] for line in lines] == ["launchcheck.report/1", "launchcheck.error/1"]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("memory://none.yaml", "cannot be read: no such file"),
        ("nonsense://none.yaml", "cannot be read: Protocol not known: nonsense"),
        ((ROOT / "examples" / "malformed.yaml").as_uri(), "launch.tier: 4 is not one of 1, 2 or 3"),
    ],
)
def test_a_plan_that_cannot_be_checked_does_not_hide_the_others(url: str, message: str) -> None:
    """Its line has the errors, and the next plan is checked."""
    first, second = (json.loads(line) for line in fleet.check([url, READY], today=TODAY))
    assert (first["source"], first["errors"][0]["message"]) == (url, message)
    assert second["verdict"]


def test_a_plan_that_is_too_long_is_refused() -> None:
    """No more than the limit is read."""
    import fsspec

    with fsspec.open("memory://long.yaml", "wb") as file:
        file.write(b"launchcheck: 1 # " + b"x" * 3 * 1024 * 1024)
    (line,) = fleet.check(["memory://long.yaml"], today=TODAY)
    assert json.loads(line)["errors"][0]["message"] == "the file is larger than 2 MiB"


def test_a_checklist_is_read_where_the_job_begins(tmp_path: Path) -> None:
    """As an object it travels with the task, without its file."""
    (tmp_path / "acme.yaml").write_text("checklist: 1\nname: acme\nextends: launch\noff: [goals.few]\n")
    checklist = pickle.loads(pickle.dumps(launchcheck.find(str(tmp_path / "acme.yaml"))))
    (tmp_path / "acme.yaml").unlink()
    (line,) = fleet.check([READY], today=TODAY, checklist=checklist)
    assert "goals.few" not in [item["id"] for item in json.loads(line)["items"]]


def test_without_fsspec_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the library."""
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(LaunchcheckError, match="plans at URLs need fsspec"):
        fleet.check([READY], today=TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with plans, one of which is malformed."""
    sys.path.append(str(ROOT / "benchmarks"))
    from plans import plans  # type: ignore[import-not-found]

    for index, text in enumerate(plans(120)):
        (tmp_path / f"{index:03}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "zz.yaml").write_text("launchcheck: 2\n", encoding="utf-8")
    return tmp_path


def batched(values: list[str], size: int) -> Iterator[tuple[str, ...]]:
    """`itertools.batched`, for Python 3.11."""
    rest = iter(values)
    while some := tuple(itertools.islice(rest, size)):
        yield some


@pytest.mark.slow
@pytest.mark.parametrize(("recipe", "module"), [("dask.distributed", "distributed"), ("Ray", "ray")])
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_what_one_process_gives(
    recipe: str, module: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recipe as it is written, on a cluster of this machine, gives the same lines in the same order."""
    pytest.importorskip(module, reason=f"a cluster on this machine: pip install {module}")
    monkeypatch.setattr(itertools, "batched", batched, raising=False)
    names: dict[str, Any] = {}
    exec(RECIPES[recipe], names)  # the recipe as readers copy it
    lines = names["main"](f"{folder.as_uri()}/*.yaml")
    expected = fleet.check([path.as_uri() for path in sorted(folder.iterdir())], today=TODAY)
    assert lines == expected


def test_the_guide_has_a_recipe_for_each_engine() -> None:
    """Both are tried."""
    assert [*RECIPES] == ["dask.distributed", "Ray"]


def test_the_first_lines_of_the_docs_run() -> None:
    """The call that the page begins with, on one URL, gives one line."""
    page = (ROOT / "docs" / "fleet.md").read_text(encoding="utf-8")
    code = page.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {"urls": [READY]}
    exec(code, names)  # as readers copy it
    assert [json.loads(line)["schema"] for line in names["lines"]] == ["launchcheck.report/1"]
