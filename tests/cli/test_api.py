"""The Python API: its names, its functions, and its import cost."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import launchcheck
from launchcheck import api, votes

TODAY = date(2027, 2, 1)


@pytest.mark.parametrize("name", launchcheck.__all__)
def test_has_every_name(name):
    """Each public name exists, is documented, and is listed."""
    assert getattr(launchcheck, name).__doc__
    assert name in dir(launchcheck)


def test_names_match_their_modules():
    """The list of names equals the list of the modules that define them."""
    assert sorted(launchcheck.__all__) == sorted(launchcheck._PLACES)


def test_has_no_other_names():
    """An unknown name raises AttributeError, as in any module."""
    with pytest.raises(AttributeError, match="module 'launchcheck' has no attribute 'verdict'"):
        _ = launchcheck.verdict


def test_is_cheap_to_import():
    """Importing launchcheck imports none of its modules."""
    code = "import launchcheck, sys; print([name for name in sys.modules if name.startswith('launchcheck.')])"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout == "[]\n"


def test_validates_a_file():
    """A path in, a report out."""
    report = launchcheck.validate_file("plan.yaml", checklist=["./tiny.yaml"], today=TODAY)

    assert (report.source, report.as_of, report.verdict) == ("plan.yaml", TODAY, launchcheck.Verdict.READY)
    assert report.gate(launchcheck.FailOn.WARNING).is_open is False


def test_reads_a_plan_from_text(tmp_path):
    """A text in, a plan out; errors are located under the given name."""
    text = (tmp_path / "plan.yaml").read_text()

    assert launchcheck.read_plan(text) == launchcheck.read_plan(text.encode(), name="mine")
    assert isinstance(launchcheck.read_plan(text), launchcheck.Plan)
    with pytest.raises(launchcheck.LaunchcheckError) as caught:
        launchcheck.read_plan(
            "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-30, tier: 1}\n", name="mine.yaml"
        )
    assert str(caught.value).startswith("mine.yaml:2:")


def test_digests_the_facts_of_a_vote(tmp_path):
    """Two plans have the same digest for an area as long as they agree on the facts that a vote depends on."""
    text = (tmp_path / "plan.yaml").read_text()
    checklist = launchcheck.find(["./tiny.yaml"])
    plan = launchcheck.read_plan(text)

    digest = launchcheck.votes.facts_digest(plan, checklist, "sales")

    assert digest == launchcheck.votes.facts_digest(
        launchcheck.read_plan(f"# A comment\n{text}"), checklist, "sales"
    )
    moved = launchcheck.read_plan(text.replace("2027-02-16", "2027-02-17"))
    assert moved != plan
    assert digest != launchcheck.votes.facts_digest(moved, checklist, "sales")
    with pytest.raises(launchcheck.LaunchcheckError, match="no area 'sale'"):
        launchcheck.votes.facts_digest(plan, checklist, "sale")


def test_validates_a_text(tmp_path):
    """A text in, a report out, for another tier."""
    text = (tmp_path / "plan.yaml").read_text()

    report = launchcheck.validate_text(text, checklist=["./tiny.yaml"], today=TODAY, tier=1)

    assert (report.source, report.tier, report.verdict) == ("<text>", 1, launchcheck.Verdict.ON_TRACK)


def test_works_step_by_step():
    """A plan, a checklist and facts make a report."""
    source = launchcheck.Source.read("plan.yaml")
    plan = launchcheck.Plan.model_validate(source.data)
    facts = launchcheck.Facts.gather(plan, source, TODAY, ".")

    report = launchcheck.validate_plan(plan, launchcheck.find(["./tiny.yaml"]), facts)

    assert report == launchcheck.validate_file("plan.yaml", checklist=["./tiny.yaml"], today=TODAY)


def test_reads_the_clock_only_without_a_date(monkeypatch, tmp_path):
    """Without a date, today in the launch's time zone is used."""
    monkeypatch.setattr(api, "current_day", lambda zone: {"UTC": TODAY}[zone])

    assert launchcheck.validate_file("plan.yaml").as_of == TODAY
    assert launchcheck.validate_text((tmp_path / "plan.yaml").read_text()).as_of == TODAY


def test_raises_one_kind_of_error():
    """Anything that a user can fix is a LaunchcheckError, with its place."""
    with pytest.raises(launchcheck.LaunchcheckError) as raised:
        launchcheck.validate_text("launchcheck: 1\n", name="p.yaml", today=TODAY)

    assert str(raised.value) == "p.yaml:1:1: launch is missing"


@pytest.mark.parametrize("jobs", [1, 2])
def test_validates_many(tmp_path, jobs):
    """Paths in, results out as they are ready, in order; an error is a result and stops nothing."""
    plan = (tmp_path / "plan.yaml").read_text()
    for number in range(40):
        (tmp_path / f"p{number}.yaml").write_text(plan if number != 7 else "launchcheck: 1\n")
    paths = [tmp_path / f"p{number}.yaml" for number in range(40)]

    results = launchcheck.validate_many(paths, checklist=["./tiny.yaml"], today=TODAY, jobs=jobs)
    found = list(results)

    assert [each.path for each in found] == [str(path) for path in paths]
    assert [number for number, each in enumerate(found) if each.report is None] == [7]
    assert str(found[7].error) == f"{paths[7]}:1:1: launch is missing"
    assert found[8].report == launchcheck.validate_file(paths[8], checklist=["./tiny.yaml"], today=TODAY)


def test_validates_an_endless_stream(tmp_path):
    """It reads only as many plans as are consumed."""
    asked = []

    def endless():
        while True:
            asked.append("plan.yaml")
            yield "plan.yaml"

    first = next(launchcheck.validate_many(endless(), checklist=["./tiny.yaml"], today=TODAY))

    assert (first.error, len(asked)) == (None, 1)


def test_refuses_a_checklist_before_any_plan():
    """An error in the checklist concerns all plans, and is raised."""
    with pytest.raises(launchcheck.LaunchcheckError, match="no checklist called 'lunch'"):
        next(launchcheck.validate_many(["plan.yaml"], checklist=["lunch"]))


@pytest.mark.parametrize("one", ["./tiny.yaml", Path("tiny.yaml"), [Path("tiny.yaml")]])
def test_one_name_is_one_checklist(one):
    """A name or path on its own is not taken for a series of letters."""
    found = launchcheck.validate_file("plan.yaml", checklist=one, today=TODAY)

    assert found.checklists == ("tiny",)
    assert launchcheck.validate_file("plan.yaml", checklist="launch", today=TODAY).checklists == ("launch",)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"path": 7}, "a path is str or PathLike, not int"),
        ({"checklist": 7}, "a checklist is its name or path, or several, not int"),
        ({"checklist": b"launch"}, "a checklist is its name or path, or several, not bytes"),
        ({"today": "2027-01-26"}, "today is a datetime.date, not str"),
        ({"today": datetime(2027, 1, 26, tzinfo=UTC)}, "today is a datetime.date, not datetime"),
        ({"tier": "1"}, "a tier is an int, not str"),
        ({"tier": True}, "a tier is an int, not bool"),
    ],
)
def test_refuses_other_types_at_once(arguments, words):
    """A wrong type is a mistake in the calling program, and its error says which argument."""
    with pytest.raises(TypeError) as refused:
        launchcheck.validate_file(**{"path": "plan.yaml", "checklist": "./tiny.yaml", **arguments})
    assert str(refused.value) == words
    if "path" not in arguments:
        with pytest.raises(TypeError):
            launchcheck.validate_many(["plan.yaml"], **{"checklist": "./tiny.yaml", **arguments})
        with pytest.raises(TypeError):
            launchcheck.validate_text("launchcheck: 1", **{"checklist": "./tiny.yaml", **arguments})


def test_there_are_three_tiers():
    """A tier that does not exist asks nothing, and would open every gate."""
    with pytest.raises(ValueError, match="there is no tier 4; tiers are 1, 2 and 3"):
        launchcheck.validate_file("plan.yaml", tier=4)


def test_a_daemonic_process_checks_alone(monkeypatch):
    """A worker of a pool may not start processes: it checks one plan after the other, and says so."""
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    ask = {"checklist": "./tiny.yaml", "today": TODAY}

    with pytest.warns(RuntimeWarning, match="a daemonic process cannot start others; using one job"):
        found = [*launchcheck.validate_many(["plan.yaml"] * 3, jobs=2, **ask)]

    assert [each.error for each in found] == [None] * 3


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("launch.yaml", "launch.votes.jsonl"),
        ("plans/orbit.yml", "plans/orbit.votes.jsonl"),
        ("a.b.yaml", "a.b.votes.jsonl"),
        ("plan", "plan.votes.jsonl"),
        ("<stdin>", "<stdin>.votes.jsonl"),
        ("a.b/c", "a.b/c.votes.jsonl"),
        ("launch.json", "launch.json.votes.jsonl"),
    ],
)
def test_record_is_beside_the_plan(of, expected):
    """It is named after the plan."""
    assert api.record_beside(of) == expected


def test_reads_the_record_beside_the_plan(tmp_path, monkeypatch):
    """By default the record beside the plan counts; another one can be named, or none."""
    seen = []
    monkeypatch.setattr(votes, "read", lambda path: seen.append(path) or votes.Record(path))
    monkeypatch.setattr(votes, "verify", lambda path: seen.append(f"named {path}") or votes.Record(path))
    launchcheck.validate_file("plan.yaml", checklist=["./tiny.yaml"], today=TODAY)
    (tmp_path / "plan.votes.jsonl").write_text("")
    source = launchcheck.Source.read("plan.yaml")
    plan = launchcheck.Plan.model_validate(source.data)

    for record in (None, "", "other.jsonl"):
        api.examine(plan, source, ".", ["./tiny.yaml"], TODAY, None, ledger=record)

    assert seen == ["plan.votes.jsonl", "named other.jsonl"]
