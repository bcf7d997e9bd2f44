"""`validate --against REF --fail-on regression`: the gate closes only for what a change made worse."""

from __future__ import annotations

import json

import pytest
from launches import PLAN

ASK = ("--checklist", "./tiny.yaml", "--as-of", "2027-01-26", "--format", "text")
GATE = ("--against", "main", "--fail-on", "regression")
NO_OWNER = PLAN.replace("  owner: dana\n", "")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (PLAN, PLAN, 0),
        (NO_OWNER, NO_OWNER, 0),
        (NO_OWNER, PLAN, 0),
        (PLAN, NO_OWNER, 1),
        (PLAN, PLAN.replace("02-16", "01-28"), 1),
        (PLAN.replace("02-16", "01-28"), PLAN, 0),
        (PLAN.replace("tier: 1", "tier: 2"), PLAN, 1),
    ],
)
def test_closes_for_regressions(here, commit, tmp_path, old, new, code):
    """Items that were open before do not count, even overdue ones."""
    commit("Start", plan_yaml=old)
    (tmp_path / "plan.yaml").write_text(new)

    ended = here("validate", "plan.yaml", *ASK, *GATE)

    assert (ended[0], ended[2]) == (code, "")


def test_names_the_rule(here, commit, tmp_path):
    """The last line of the report names it."""
    commit("Start")
    (tmp_path / "plan.yaml").write_text(NO_OWNER)

    out = here("validate", "plan.yaml", *ASK[:4], *GATE)[1]

    last = "gate closed (exit 1): 1 worse blocker [--fail-on regression] [1 thing weakened by this change]"
    assert " ".join(out.split()).endswith(last)


@pytest.mark.parametrize(
    "rules", [("--fail-on", "overdue,regression"), ("--fail-on", "overdue", "--fail-on", "regression")]
)
def test_one_of_several_rules_closes_the_gate(here, commit, tmp_path, rules):
    """The last line says which rule closed it, and JSON lists it."""
    commit("Start")
    (tmp_path / "plan.yaml").write_text(NO_OWNER)

    out = here("validate", "plan.yaml", *ASK[:4], "--against", "main", *rules)[1]
    found = here("validate", "plan.yaml", *ASK[:4], "--against", "main", *rules, "--format", "json")[1]

    reason = "overdue: 1 overdue blocker; regression: 1 worse blocker"
    last = f"gate closed (exit 1): {reason} [--fail-on overdue,regression]"
    assert last in " ".join(out.split())
    assert json.loads(found)["gate"] == {
        "open": False,
        "fail_on": "overdue,regression",
        "closed_by": ["overdue", "regression"],
        "reason": reason,
    }


def test_each_of_several_plans_is_compared_with_itself(here, commit, tmp_path):
    """The worst result counts, and a plan that is new is judged by what is overdue."""
    commit("Start", a_yaml=PLAN, b_yaml=PLAN)
    (tmp_path / "b.yaml").write_text(NO_OWNER)
    (tmp_path / "c.yaml").write_text("launchcheck: 1\nlaunch: {name: New, date: 2027-01-20, tier: 1}\n")
    plans = ("a.yaml", "b.yaml", "c.yaml")

    code, out, _ = here("validate", *plans, *ASK[:4], "--format", "json", *GATE)
    reports = json.loads(out).get("reports", [])

    assert code == 1
    assert [each["gate"]["open"] for each in reports] == [True, False, False]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("--fail-on", "regression"),
            "--fail-on regression needs --against REF or --policy-from REF to compare with",
        ),
        (
            ("--fail-on", "overdue,weakened"),
            "--fail-on weakened needs --against REF or --policy-from REF to compare with",
        ),
        (
            ("--against", "main", "--fail-on", "never,regression"),
            "never cannot be combined with other rules",
        ),
        (("--against", "nope", "--fail-on", "regression"), "no commit, tag or branch 'nope'"),
    ],
)
def test_refuses_incompatible_options(here, commit, arguments, words):
    """A gate without a decision is not open."""
    commit("Start")

    code, out, err = here("validate", "plan.yaml", *ASK, *arguments)

    assert (code, out) == (2, "")
    assert words in err


def test_a_rule_of_the_settings_that_compares_is_named_where_it_is_set(here, tmp_path):
    """Without a commit to compare with, the settings are what does not work, and no flag."""
    (tmp_path / ".launchcheck.yaml").write_text("fail_on: [overdue, weakened]\n")

    code, out, err = here("validate", "plan.yaml", *ASK)

    assert (code, out) == (2, "")
    needs = "weakened needs --against REF or --policy-from REF to compare with"
    assert err.startswith(f"error: fail_on (.launchcheck.yaml:1:1): {needs}\n")


def test_an_unknown_commit_is_one_error_for_all_plans(here, commit):
    """A base that no plan can be compared with is said once, whatever the number of plans."""
    commit("Start", a_yaml=PLAN, b_yaml=PLAN, c_yaml=PLAN)
    several = ("--against", "nope", "--fail-on", "regression")

    code, out, err = here("validate", "a.yaml", "b.yaml", "c.yaml", *ASK, *several)

    assert (code, out) == (2, "")
    assert err.count("error:") == 1
    assert "no commit, tag or branch 'nope' in this repository" in err


def test_standard_input_needs_a_name(here, commit, tmp_path, monkeypatch):
    """A plan that is not found in a commit is not taken for a new one."""
    import io
    import sys

    commit("Start")
    for name, code in (((), 2), (("--stdin-filename", "plan.yaml"), 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NO_OWNER.encode())))
        assert here("validate", "-", *ASK, *GATE, *name)[0] == code
