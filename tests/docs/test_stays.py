"""What docs/promises.md says stays does: no name that others build on is gone, and the first plans are valid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import manual
import pytest

from launchcheck import catalog, config, parse
from launchcheck.cli.app import COMMANDS, app
from launchcheck.cli.schemas import Subject, schema
from launchcheck.plan import PACKS, Plan
from launchcheck.source import Source

NAMES = Path(__file__).with_name("names.txt")
FIRST = Path(__file__).with_name("first.yaml")
"""A plan with every section, as it was written for version 0.1.0; it is never edited."""


def _names() -> Iterator[str]:
    """Every name that others build on, each with its kind."""
    for subject in Subject:
        whole = schema(subject)
        yield from (f"{subject.value} {path}" for path in manual.paths(whole, whole))
    for checklist in ("launch", *PACKS):
        yield from (f"item {item.id}" for item in catalog.built_in(checklist).items)
    group: Any = app()
    for command in COMMANDS:
        options = (name for each in group.get_command(None, command).params for name in each.opts)
        yield from (f"command {command} {name}" for name in options if name.startswith("-"))
    yield from (f"variable {name}" for name in (*config.VARIABLES, *config.OTHERS))


def test_no_name_is_gone(request: pytest.FixtureRequest) -> None:
    """Each name that was stored is still there; `--update` adds new ones, and removes none."""
    stored = NAMES.read_text(encoding="utf-8").splitlines()
    now = {*_names()}
    assert [name for name in stored if name not in now] == []
    assert len(stored) > 2000
    if request.config.getoption("--update"):
        NAMES.write_text("".join(f"{name}\n" for name in sorted(now)), encoding="utf-8")


def test_a_name_that_is_gone_is_noticed() -> None:
    """The names have keys and words of plans and of JSON, items, options and variables."""
    wanted = {
        "plan .sales.touches[].way = email",
        "plan .people.*.function = sales",
        "report .items[].status = not_applicable",
        "config .fail_on",
        "item sales.seven-times",
        "item pricing.decided",
        "command validate --fail-on",
        "variable LAUNCHCHECK_FAIL_ON",
    }
    assert wanted - {*_names()} == set()


def test_the_first_plans_are_still_valid() -> None:
    """A plan of the first version is read without an error."""
    parse.read(Source.read(str(FIRST)), Plan)
