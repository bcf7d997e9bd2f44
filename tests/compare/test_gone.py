"""Plans that the base has and the change has not, plans without a base, and links in the place of plans."""

from __future__ import annotations

import json
import os
import re

import pytest
from launches import PLAN

DAY = ("--as-of", "2027-01-26")
ASK = (*DAY, "--checklist", "./tiny.yaml")
MAIN = ("--against", "main")
READY = PLAN.replace("tier: 1", "tier: 1\n  release_date: 2027-02-09")
LATE = PLAN.replace("  owner: dana\n", "")
"""One blocker is overdue, and one open."""

EMPTY = "launchcheck: 1\nlaunch: {name: New, date: 2027-02-16, tier: 1}\n"
RULES = ("blocker", "overdue", "failed", "warning", "regression", "weakened", "never")


@pytest.fixture
def base(commit, tmp_path):
    """A repository with two plans that are ready, one of them in a folder."""
    (tmp_path / "plan.yaml").unlink()
    commit("Start", launch_yaml=READY, launches__orbit_yaml=READY)


def gate(here, *arguments):
    """The exit code, and the last line of the report."""
    code, out, _ = here("validate", *ASK, *MAIN, *arguments)
    return code, re.split("gate (?=open|closed)", " ".join(out.split()))[-1]


def deleted(path):
    """The plan is gone."""
    (path / "launches" / "orbit.yaml").unlink()


def excluded(path):
    """Settings leave it out."""
    (path / ".launchcheck.yaml").write_text("exclude: [launches/]\n")


def not_named(path):
    """Settings name others."""
    (path / ".launchcheck.yaml").write_text("plans: [launch.yaml]\n")


def renamed(path):
    """It has a name that no search finds."""
    (path / "notes").mkdir()
    os.rename(path / "launches" / "orbit.yaml", path / "notes" / "orbit.yaml")


def hidden(path):
    """It is in a folder that is never searched."""
    os.rename(path / "launches", path / ".launches")


def installed(path):
    """As are those of packages."""
    (path / "node_modules").mkdir()
    os.rename(path / "launches", path / "node_modules" / "launches")


def linked(path):
    """A link leads to a plan of the same content."""
    os.rename(path / "launches" / "orbit.yaml", path / "other.yaml")
    os.symlink("../other.yaml", path / "launches" / "orbit.yaml")


def linked_folder(path):
    """A link leads to its folder."""
    os.rename(path / "launches", path / "elsewhere")
    os.symlink("elsewhere", path / "launches")


WAYS = {
    deleted: "it was deleted or moved",
    excluded: "its name, folder or settings keep a search from finding it",
    not_named: "its name, folder or settings keep a search from finding it",
    renamed: "it was deleted or moved",
    hidden: "it was deleted or moved",
    installed: "it was deleted or moved",
    linked: "a link has taken its place",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("rule", RULES)
def test_a_plan_that_is_gone_closes_the_gate(here, base, tmp_path, way, rule):
    """Whichever way it went, and under every rule but never; what is left is ready."""
    way(tmp_path)

    ending = "0): every gate is open" if rule == "never" else "1): 1 plan is gone"
    state = "open" if rule == "never" else "closed"
    assert gate(here, "--fail-on", rule) == (
        int(rule != "never"),
        f"{state} (exit {ending} [--fail-on {rule}]",
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_plan_that_is_gone_is_listed(here, base, tmp_path, way):
    """Its line says how it went, and what to do."""
    way(tmp_path)

    err = here("validate", *ASK, *MAIN)[2]

    assert err == (
        f"error: gone since 'main': {WAYS[way]}\n --> launches/orbit.yaml\n"
        "help: restore it; if it is meant to go, a reviewer has to override the gate\n"
    )


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("terminal", "gone: launches/orbit.yaml: gone since 'main': it was deleted or moved"),
        ("markdown", "**gone**"),
        ("json", '"gone": 1'),
        ("jsonl", "it was deleted or moved"),
        ("csv", "gone"),
        ("junit", 'type="gone"'),
        ("tap", "not ok - launches/orbit.yaml: gone"),
        ("sarif", '"gone": 1'),
        ("github", "::error file=launches/orbit.yaml,title=launchcheck%3A launches/orbit.yaml gone"),
        ("gitlab", '"check_name": "gone"'),
        ("azure", "code=gone"),
        ("checkstyle", "launchcheck.gone"),
    ],
)
def test_every_format_lists_it(here, base, tmp_path, form, words):
    """A format shows it as a plan without a report."""
    deleted(tmp_path)

    out = here("validate", *ASK, *MAIN, "--format", form)[1]

    assert words in out


def test_json_names_the_rules_that_it_closes(here, base, tmp_path):
    """All that were chosen; and it is counted apart from what could not be checked."""
    deleted(tmp_path)

    found = json.loads(
        here("validate", *ASK, *MAIN, "--fail-on", "overdue,regression", "--format", "json")[1]
    )

    assert found["gate"]["closed_by"] == ["overdue", "regression"]
    assert (found["counts"]["gone"], found["counts"]["unreadable"]) == (1, 0)


def test_the_last_plan_of_a_folder_is_missed_too(here, commit, tmp_path):
    """Even where a search may find nothing."""
    commit("Start", launches__orbit_yaml=READY)
    (tmp_path / "plan.yaml").unlink()
    deleted(tmp_path)

    assert gate(here, "launches", "--allow-empty") == (
        1,
        "closed (exit 1): 1 plan is gone [--fail-on blocker]",
    )
    assert gate(here, "launches")[0] == 1


def test_plans_without_the_name_of_one_are_missed_too(here, commit, tmp_path):
    """Where a search goes by the first key, it does so at the base."""
    commit("Start", a_yaml=READY, plan_yaml=READY, ci_yaml="launchcheck_job: {}\n")
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "ci.yaml").unlink()

    assert gate(here)[1] == "closed (exit 1): 1 plan is gone [--fail-on blocker]"


def test_a_plan_in_another_encoding_is_missed_too(here, base, commit, tmp_path):
    """Windows writes UTF-16."""
    (tmp_path / "launches" / "orbit.yaml").write_bytes(READY.encode("utf-16"))
    commit("Encode")
    deleted(tmp_path)

    assert gate(here)[1] == "closed (exit 1): 1 plan is gone [--fail-on blocker]"


def test_the_rules_that_closed_a_gate_are_named_beside_plans_that_are_gone(here, base, tmp_path):
    """With several rules, the last line says which."""
    deleted(tmp_path)
    (tmp_path / "launch.yaml").write_text(LATE)

    assert gate(here, "--fail-on", "overdue,regression")[1].startswith(
        "closed (exit 1): 1 gate is closed by overdue and regression and 1 plan is gone"
        " [--fail-on overdue,regression]"
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_in_comparing_one_plan_does_not_hide_the_others(here, base, tmp_path, monkeypatch, jobs):
    """It is that plan's error, with exit code 70."""
    from launchcheck.compare import model

    regressions = model.regressions

    def broken(old, new, *rest):
        if new.source == "launch.yaml":
            raise ValueError("oh")
        return regressions(old, new, *rest)

    monkeypatch.setattr(model, "regressions", broken)

    code, out, err = here("validate", *ASK, *MAIN, "--jobs", jobs, "--format", "jsonl")

    assert code == 70
    assert "this is a bug in launchcheck: ValueError" in err
    assert '"source": "launches/orbit.yaml"' in out


def test_a_bug_in_the_settings_of_one_folder_does_not_hide_the_plans_of_others(
    here, base, tmp_path, monkeypatch
):
    """It is the error of the plans there."""
    from launchcheck import config

    adjust = config.adjust

    def broken(checklist, settings):
        if settings["ignore"].value:
            raise ValueError("oh")
        return adjust(checklist, settings)

    (tmp_path / "launches" / ".launchcheck.yaml").write_text("ignore: [product]\n")
    monkeypatch.setattr(config, "adjust", broken)

    code, out, err = here("validate", *ASK, "--format", "jsonl")

    assert code == 70
    assert "launches/orbit.yaml" in err
    assert '"source": "launch.yaml"' in out


def test_only_plans_that_the_search_would_find_are_missed(here, base, tmp_path, commit):
    """Not those elsewhere, nor those that the base excludes, nor files that are no plans."""
    commit(
        "More",
        drafts__launch_yaml=READY,
        launches__people_yaml="dana: 1\n",
    )
    (tmp_path / ".launchcheck.yaml").write_text("exclude: [drafts]\n")
    commit("Exclude drafts")
    (tmp_path / "drafts" / "launch.yaml").unlink()
    (tmp_path / "launches" / "people.yaml").unlink()
    assert gate(here) == (0, "open (exit 0): every gate is open [--fail-on blocker]")

    (tmp_path / "launch.yaml").unlink()
    assert gate(here, "launches")[0] == 0
    assert gate(here, ".")[0] == 1


def test_a_plan_that_git_knows_to_be_renamed_is_not_gone(here, base, git, tmp_path):
    """It is compared with itself under its old name."""
    git("mv", "launches/orbit.yaml", "launches/orbit-sync.yaml")
    git("commit", "--quiet", "-m", "Rename")
    git("branch", "old", "HEAD~1")

    code, out, _ = here("validate", *ASK, "--against", "old", "--fail-on", "regression", "--format", "json")

    found = json.loads(out)
    assert (code, found["counts"]["gone"]) == (0, 0)
    assert [each["gate"]["reason"] for each in found["reports"]] == ["no blocker is worse than before"] * 2


def test_a_plan_that_was_moved_and_rewritten_is_judged_by_blocker(here, base, tmp_path):
    """A new plan beside one that is gone may be the same, so everything in it counts."""
    deleted(tmp_path)
    (tmp_path / "launches" / "new.yaml").write_text(PLAN)

    out = here("validate", *ASK, *MAIN, "--fail-on", "regression", "--format", "json")[1]

    reports = {each["source"]: each.get("gate") for each in json.loads(out)["reports"]}
    assert reports["launches/new.yaml"] == {
        "open": False,
        "fail_on": "regression",
        "closed_by": ["blocker"],
        "reason": "new since main, judged by blocker: 1 open blocker",
    }
    assert reports["launch.yaml"]["open"]


@pytest.mark.parametrize(
    ("text", "rule", "code", "reason"),
    [
        (PLAN, "regression", 0, "new since main, judged by overdue: no blocker is overdue"),
        (LATE, "regression", 1, "new since main, judged by overdue: 1 overdue blocker"),
        (LATE, "blocker", 1, "new since main: 2 open blockers"),
        (LATE, "failed", 0, "new since main: no blocker is wrong or late, and the core is not silent past its due date"),
        (LATE, "never", 0, "new since main: this gate never closes"),
        (
            LATE,
            "overdue,regression",
            1,
            "new since main, judged by overdue: 1 overdue blocker",
        ),
    ],
)  # fmt: skip
def test_a_plan_without_a_base_is_judged_by_what_is_overdue(here, base, tmp_path, text, rule, code, reason):
    """A rule that compares has nothing to compare it with; the report says that it is new."""
    (tmp_path / "launches" / "new.yaml").write_text(text)
    ask = ("launches/new.yaml", *ASK, *MAIN, "--fail-on", rule, "--format", "json")

    ended = here("validate", *ask)

    assert (ended[0], json.loads(ended[1])["gate"]["reason"]) == (code, reason)


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_a_table_of_plans_says_which_are_new(here, base, tmp_path, form):
    """So that a reader knows why a rule that compares closed, or did not."""
    (tmp_path / "launches" / "new.yaml").write_text(PLAN)

    out = here("validate", *ASK, *MAIN, "--format", form)[1]

    assert out.count("new since main") == 1


def test_one_plan_that_took_the_place_of_another_is_judged_by_blocker(here, base, tmp_path):
    """Also where the command names it alone."""
    deleted(tmp_path)
    (tmp_path / "launches" / "new.yaml").write_text(PLAN)

    code, last = gate(here, "launches/new.yaml", "--fail-on", "regression")

    assert (code, last) == (
        1,
        "closed (exit 1): new since main, judged by blocker: 1 open blocker [--fail-on regression]",
    )


def test_a_base_that_cannot_be_read_is_no_base(here, base, commit, tmp_path):
    """A change may fix a malformed plan."""
    commit("Break", launch_yaml="launchcheck: 1\n")
    (tmp_path / "launch.yaml").write_text(PLAN)

    code, last = gate(here, "launch.yaml", "--fail-on", "regression")

    assert (code, last) == (
        0,
        "open (exit 0): unreadable at main, judged by overdue: no blocker is overdue [--fail-on regression]",
    )


@pytest.mark.parametrize("way", [linked, linked_folder])
@pytest.mark.parametrize("rule", ["regression", "overdue", "never"])
def test_a_link_in_the_place_of_a_plan_is_an_error(here, base, tmp_path, way, rule):
    """It could lead to a plan that no one looked at."""
    way(tmp_path)

    code, out, err = here("validate", "launches/orbit.yaml", *ASK, *MAIN, "--fail-on", rule)

    assert (code, out) == (2, "")
    assert err == (
        "error: a link has taken the place of the plan that 'main' has\n"
        " --> launches/orbit.yaml\n"
        "help: put the plan itself there, so that it can be compared\n"
    )


def test_a_link_that_the_base_has_too_is_followed_there(here, commit, git, tmp_path):
    """Pointing it at another plan is a change like any other."""
    (tmp_path / "orbit.yaml").write_text(READY)
    os.symlink("orbit.yaml", tmp_path / "launch.yaml")
    commit("Start")
    assert gate(here, "launch.yaml", "--fail-on", "regression")[0] == 0

    (tmp_path / "new.yaml").write_text(EMPTY)
    (tmp_path / "launch.yaml").unlink()
    os.symlink("new.yaml", tmp_path / "launch.yaml")

    assert gate(here, "launch.yaml", "--fail-on", "regression")[0] == 1


def test_the_policy_of_the_base_is_a_base_too(here, base, tmp_path):
    """--policy-from compares without --against."""
    deleted(tmp_path)

    code, out, _ = here("validate", *ASK, "--policy-from", "main", "--fail-on", "overdue")

    assert code == 1
    assert "1 plan is gone" in out
