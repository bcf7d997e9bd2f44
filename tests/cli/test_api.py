"""The Python API: names, steps, and what importing costs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

import launchcheck
from launchcheck import api

TODAY = date(2027, 2, 1)


@pytest.mark.parametrize("name", launchcheck.__all__)
def test_has_every_name(name):
    """Each public name is there, documented, and listed."""
    assert getattr(launchcheck, name).__doc__
    assert name in dir(launchcheck)


def test_ties_names_to_places():
    """The list of names and the list of places are one."""
    assert sorted(launchcheck.__all__) == sorted(launchcheck._PLACES)


def test_does_not_have_other_names():
    """A name that is not there is missing as in any module."""
    with pytest.raises(AttributeError, match="module 'launchcheck' has no attribute 'verdict'"):
        _ = launchcheck.verdict


def test_costs_nothing_to_import():
    """Importing launchcheck imports nothing else of it."""
    code = "import launchcheck, sys; print([name for name in sys.modules if name.startswith('launchcheck.')])"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout == "[]\n"


def test_validates_a_file():
    """A path in, a report out."""
    report = launchcheck.validate_file("plan.yaml", checklist=["./tiny.yaml"], today=TODAY)

    assert (report.source, report.as_of, report.verdict) == ("plan.yaml", TODAY, launchcheck.Verdict.READY)
    assert report.gate(launchcheck.FailOn.WARNING).is_open is False


def test_validates_a_text(tmp_path):
    """A text in, a report out, as another tier would ask it."""
    text = (tmp_path / "plan.yaml").read_text()

    report = launchcheck.validate_text(text, checklist=["./tiny.yaml"], today=TODAY, tier=1)

    assert (report.source, report.tier, report.verdict) == ("<text>", 1, launchcheck.Verdict.ON_TRACK)


def test_takes_the_parts_apart():
    """The same by hand: a plan, a checklist and facts make a report."""
    source = launchcheck.Source.read("plan.yaml")
    plan = launchcheck.Plan.model_validate(source.data)
    facts = launchcheck.Facts.gather(plan, source, TODAY, ".")

    report = launchcheck.validate_plan(plan, launchcheck.find(["./tiny.yaml"]), facts)

    assert report == launchcheck.validate_file("plan.yaml", checklist=["./tiny.yaml"], today=TODAY)


def test_looks_at_the_clock_only_where_no_day_is_given(monkeypatch, tmp_path):
    """Without a day, the current one in the launch's time zone is taken."""
    monkeypatch.setattr(api, "current_day", lambda zone: {"UTC": TODAY}[zone])

    assert launchcheck.validate_file("plan.yaml").as_of == TODAY
    assert launchcheck.validate_text((tmp_path / "plan.yaml").read_text()).as_of == TODAY


def test_raises_one_kind_of_error():
    """What a person can put right is a LaunchcheckError, with its place."""
    with pytest.raises(launchcheck.LaunchcheckError) as raised:
        launchcheck.validate_text("launchcheck: 1\n", name="p.yaml", today=TODAY)

    assert str(raised.value) == "p.yaml:1:1: launch is missing"
