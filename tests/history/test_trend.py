"""`launchcheck trend`: the readiness of a launch at each commit of its plan."""

from __future__ import annotations

import csv
import io
import json

import pytest
from launches import PLAN

from launchcheck import catalog, trend
from launchcheck.trend.terminal import spark

TINY = ("--checklist", "./tiny.yaml")
NO_OWNER = PLAN.replace("  owner: dana\n", "")
RELEASED = PLAN.replace("  tier: 1\n", "  tier: 1\n  release_date: 2027-02-09\n").replace("-02-16", "-02-20")


@pytest.fixture
def _history(commit, git):
    """A plan that was created, broken, renamed, finished, deleted and restored."""
    commit("Begin", day="2027-01-20", plan_yaml=NO_OWNER)
    commit("Break", day="2027-01-21", plan_yaml="launchcheck: 1\nlaunch: {}\n")
    commit("Fix", day="2027-01-22", plan_yaml=PLAN)
    git("mv", "plan.yaml", "launch.yaml")
    commit("Rename", day="2027-01-23")
    commit("=Finish", day="2027-01-24", **{"launch.yaml": RELEASED})
    commit("Delete", day="2027-01-25", **{"launch.yaml": None})
    commit("Restore", day="2027-01-26", **{"launch.yaml": RELEASED})


def rows(out):
    """The rows of the table, without the commit ids, which differ from run to run."""
    lines = out.splitlines()[4:]
    return [f"{line[:10]} {line[22:]}".rstrip() if line[:2] == "20" else line for line in lines]


@pytest.mark.usefixtures("_history")
def test_draws_a_line_for_each_commit(here):
    """Unreadable versions are shown as such; dates show when the launch moved."""
    code, out, err = here("trend", "launch.yaml", *TINY)

    assert (code, err) == (0, "")
    assert out.startswith(
        "Orbit Sync 2.0                           7 commits in 7 days, to Tue 26 Jan 2027\n"
        "launch.yaml\n"
        "\n"
        "Day         Commit        Passed  Open  Late  Verdict    Launch\n"
    )
    assert rows(out) == [
        "2027-01-20        0/2     2     1  not ready  2027-02-16",
        "2027-01-21   not readable: line 2: launch.name is missing (and 2",
        "                        more)",
        "2027-01-22        1/2     1     0  on track   2027-02-16",
        "2027-01-23        1/2     1     0  on track   2027-02-16",
        "2027-01-24        2/2     0     0  ready      2027-02-20 +4d",
        "2027-01-25   not readable: the plan was deleted",
        "2027-01-26        2/2     0     0  ready      2027-02-20",
        "",
        "passed         ▁·▅▅█·█  0 to 2",
        "open blockers  █·▅▅▁·▁  2 to 0",
    ]


@pytest.mark.usefixtures("_history")
def test_writes_json(here):
    """JSON has the same rows, the oldest commit first."""
    found = json.loads(here("trend", "launch.yaml", *TINY, "--format", "json")[1])

    assert (found["schema"], found["cut"], found["shallow"]) == ("launchcheck.trend/1", False, False)
    begin, broken, *_ = found["points"]
    assert (begin["subject"], begin["path"], begin["day"]) == ("Begin", "plan.yaml", "2027-01-20")
    assert begin["report"] == {
        "as_of": "2027-01-20",
        "date": "2027-02-16",
        "window": None,
        "tier": 1,
        "verdict": "not_ready",
        "blockers": {"open": 2, "overdue": 1},
        "counts": {
            "asked": 2,
            "passed": 0,
            "open": 2,
            "overdue": 1,
            "waived": 0,
            "not_applicable": 1,
            "excluded": 0,
        },
    }
    assert (broken["report"], broken["problem"]) == (None, "line 2: launch.name is missing (and 2 more)")


@pytest.mark.usefixtures("_history")
def test_writes_csv(here):
    """Every row has every column, and no cell is a formula."""
    header, *found = csv.reader(io.StringIO(here("trend", "launch.yaml", *TINY, "--format", "csv")[1]))

    assert {len(row) for row in found} == {len(header)} == {18}
    column = {name: [row[index] for row in found] for index, name in enumerate(header)}
    assert column["subject"] == ["Begin", "Break", "Fix", "Rename", "'=Finish", "Delete", "Restore"]
    assert column["blockers_open"] == ["2", "", "1", "1", "0", "", "0"]


@pytest.mark.usefixtures("_history")
def test_limits_the_number_of_commits(here):
    """Omitted commits are counted."""
    out = here("trend", "launch.yaml", *TINY, "--last", "3")[1]

    assert [line[:10] for line in rows(out)[:3]] == ["2027-01-24", "2027-01-25", "2027-01-26"]
    assert out.endswith("Older commits are omitted; --last shows more than 3.\n")


@pytest.mark.usefixtures("_history")
def test_checks_every_commit_as_of_one_date(here):
    """With --as-of only the plan changes from row to row."""
    found = json.loads(
        here("trend", "launch.yaml", *TINY, "--format", "json", "--as-of", "2027-02-12", "--tier", "2")[1]
    )

    reports = [point["report"] for point in found["points"] if point["report"]]
    assert {(each["as_of"], each["tier"]) for each in reports} == {("2027-02-12", 2)}


def test_dates_are_in_the_launch_time_zone(here, commit):
    """An author's evening may be the launch's next day."""
    plan = PLAN.replace("  tier: 1\n", "  tier: 1\n  timezone: Asia/Tokyo\n")
    commit("Late", day="2027-01-20", at="T20:00:00-05:00", plan_yaml=plan)
    commit("Done", day="2027-03-20", plan_yaml=plan.replace("  tier: 1\n", "  tier: 1\n  status: launched\n"))

    found = json.loads(here("trend", "plan.yaml", *TINY, "--tier", "2", "--format", "json")[1])

    assert [(each["day"], each["report"]["as_of"]) for each in found["points"]] == [
        ("2027-01-21", "2027-01-21"),
        ("2027-03-20", "2027-02-16"),
    ]


def test_reports_a_missing_file(here, commit):
    """A name that is neither a file nor in the history was mistyped."""
    commit("Start")

    assert here("trend", "paln.yaml")[::2] == (
        2,
        "error: no such file\n --> paln.yaml\nhelp: did you mean 'plan.yaml'?\n",
    )


def test_reports_a_missing_history(here, commit, tmp_path):
    """A plan that was never committed has no trend yet."""
    commit("Start")
    (tmp_path / "new.yaml").write_text(PLAN)

    assert here("trend", "new.yaml")[::2] == (
        2,
        "error: no commit has changed 'new.yaml'\n --> new.yaml\nhelp: commit the plan to start its trend\n",
    )


def test_reports_a_shallow_clone(here, commit, git, tmp_path):
    """A trend of one commit is not taken for the whole history."""
    commit("Start")
    commit("Change", plan_yaml=PLAN + "# more\n")
    git("clone", "--quiet", "--depth=1", f"file://{tmp_path}", "shallow")

    out = here("trend", "shallow/plan.yaml", *TINY)[1]

    assert out.endswith("The clone is shallow: older commits are missing (git fetch --unshallow).\n")


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([0, 1, 2, 3], "_=*#"),
        ([0, 0], "__"),
        ([None, 100, 1], "?#."),
        ([], ""),
    ],
)
def test_bars_distinguish_zero_from_little(values, bars):
    """An empty bar means 0, and an unknown value is not a number."""
    assert spark(values, "_.-=+*%#", "?") == bars


def test_skips_items_that_the_team_ignores(here, commit, tmp_path):
    """An ignored item counts in no row of the trend, and on neither side of a diff."""
    commit("Begin", day="2027-01-20", plan_yaml=NO_OWNER)
    commit("Fix", day="2027-01-22", plan_yaml=PLAN)
    (tmp_path / ".launchcheck.yaml").write_text("ignore: [launch.owner]\n")
    diff = ("diff", "plan.yaml", "--against", "HEAD~1", *TINY, "--as-of", "2027-01-22", "--format", "json")

    _, out, _ = here("trend", "plan.yaml", *TINY)
    _, compared, _ = here(*diff)

    assert rows(out)[:2] == [
        "2027-01-20        0/1     1     0  on track   2027-02-16",
        "2027-01-22        0/1     1     0  on track   2027-02-16",
    ]
    found = json.loads(compared)
    assert [found[key] for key in ("passed", "not_asked", "failing")] == [[], [], []]


def test_each_commit_is_checked_with_the_facts_that_were_known_there(here, commit):
    """Facts are read as the commit has them, and those from after its day do not count."""
    rollback = 'product: {rollback: {evidence: "https://runs.example.com/7"}}'
    facts = f"facts: 1\nfrom: [{{source: runs, at: 2027-01-22}}]\nplan: {{{rollback}}}\n"
    commit("Begin", day="2027-01-20", plan_yaml=PLAN, **{".launchcheck.yaml": "facts: [facts.yaml]\n"})
    commit("Early", day="2027-01-21", plan_yaml=f"{PLAN}# 1\n", facts_yaml=facts)
    commit("Known", day="2027-01-22", plan_yaml=f"{PLAN}# 2\n")
    commit("Gone", day="2027-01-23", plan_yaml=f"{PLAN}# 3\n", facts_yaml=None)
    commit("Malformed", day="2027-01-24", plan_yaml=f"{PLAN}# 4\n", facts_yaml="facts: 1\n")

    code, out, err = here("trend", "plan.yaml", *TINY, "--tier", "2", "--format", "json")

    assert (code, err) == (0, "")
    points = json.loads(out)["points"]
    assert [point["report"] and point["report"]["counts"]["passed"] for point in points] == [1, 1, 2, 1, None]


def test_a_commit_is_dated_in_the_time_zone_of_the_settings(here, commit):
    """It is that of plans that set none."""
    commit("Begin", day="2027-01-20", at="T20:00:00+00:00", plan_yaml=PLAN)
    assert rows(here("trend", "plan.yaml", *TINY)[1])[0].startswith("2027-01-20")

    commit("Settings", **{".launchcheck.yaml": "timezone: Asia/Tokyo\n"})
    assert rows(here("trend", "plan.yaml", *TINY)[1])[0].startswith("2027-01-21")


@pytest.mark.usefixtures("_history")
def test_counts_the_commits_as_they_are_checked(tmp_path):
    """A command can show how far it is: how many there are first, then each."""
    counts = []
    found = trend.gather(
        str(tmp_path / "launch.yaml"),
        trend.Asked(catalog.built_in()),
        10,
        counting=lambda total: counts.append(total) or (lambda: counts.append("checked")),
    )

    assert counts == [len(found.points), *["checked"] * len(found.points)]
