"""`validate --against REF`: what a change weakened is shown, counted, and closes the gate by its own rule."""

from __future__ import annotations

import json

import pytest
from launches import PLAN

from launchcheck.formats import TEXT_FORMATS

ASK = ("--checklist", "./tiny.yaml", "--as-of", "2027-01-26", "--against", "main")
NO_OWNER = PLAN.replace("  owner: dana\n", "")
OVERDUE = ("--fail-on", "overdue")
WAIVER = (
    "  - {check: product.released, where: 'launch.%s', reason: Later., approved_by: dana,"
    " approved_on: 2027-01-20, expires: 2027-02-20}\n"
)
FIELDS = [
    "release_date",
    "summary",
    "tier_reason",
    "timezone",
    "review_on",
    "embargo_until",
    "hold",
    "reviews",
    "planned_on",
]


def last_line(out: str) -> str:
    """The last line of a report, on a page of any width."""
    return " ".join(out.rstrip().rpartition("\n\n")[2].split())


@pytest.fixture
def changed(here, commit, tmp_path):
    """Validate a plan that is another at main."""

    def ended(old: str, new: str, *arguments: str) -> tuple[int, str]:
        commit("Start", plan_yaml=old)
        (tmp_path / "plan.yaml").write_text(new)
        code, out, err = here("validate", "plan.yaml", *ASK, *arguments)
        assert err == ""
        return code, out

    return ended


def test_a_launch_far_in_the_future_opens_no_gate_unseen(changed):
    """Nothing is overdue before 2099, but the last line counts what opened the gate."""
    code, out = changed(NO_OWNER, NO_OWNER.replace("2027-02-16", "2099-12-31"), *OVERDUE)

    assert code == 0
    assert "launch.date is now Thu 31 Dec 2099; it was Tue 16 Feb 2027, 26616 days earlier" in out
    assert last_line(out) == (
        "gate open (exit 0): no blocker is overdue [--fail-on overdue] [1 thing weakened by this change]"
    )


def test_the_rule_weakened_closes_the_gate(changed):
    """It closes for a later launch, next to another rule that does not."""
    late = NO_OWNER.replace("2027-02-16", "2099-12-31")
    code, out = changed(NO_OWNER, late, "--fail-on", "overdue,weakened")

    assert (code, last_line(out)) == (
        1,
        "gate closed (exit 1): weakened: 1 change weakens the gate [--fail-on overdue,weakened]",
    )


@pytest.mark.parametrize(
    ("new", "sentences"),
    [
        (
            NO_OWNER.replace("  tier: 1", "  tier: 1\n  status: cancelled"),
            ["launch.status is now cancelled, so nothing is checked; it was planned"],
        ),
        (
            NO_OWNER.replace("  tier: 1", "  tier: 3"),
            ["launch.tier is now 3; it was 1; 0 blockers are asked instead of 2"],
        ),
        (
            f"{NO_OWNER}waivers:\n" + "".join(WAIVER % each for each in FIELDS),
            [f"product.released (launch.{each}) is waived by Dana Reyes until" for each in FIELDS],
        ),
    ],
    ids=["cancelled", "tier", "waivers"],
)
def test_what_regressions_do_not_see_is_weakened(changed, tmp_path, new, sentences):
    """A cancelled launch, a quieter tier and nine waivers pass as no regression, and are named one by one."""
    lowest = "severity: {1: blocker, 2: blocker}"
    tiny = (tmp_path / "tiny.yaml").read_text().replace(lowest, "severity: {1: blocker, 3: warning}")
    (tmp_path / "tiny.yaml").write_text(tiny)
    rules = ("--fail-on", "regression,weakened")
    code, out = changed(NO_OWNER, new, *rules, "--format", "text")
    _, found = changed(NO_OWNER, new, *rules, "--format", "json")

    assert code == 1
    shown = [line for line in out.splitlines() if " weakened " in line.partition(" launch.")[0]]
    assert len(shown) == len(sentences)
    assert all(sentence in line for sentence, line in zip(sentences, shown, strict=True))
    assert json.loads(found)["gate"]["closed_by"] == ["weakened"]


@pytest.mark.parametrize("format", TEXT_FORMATS)
@pytest.mark.parametrize("plans", [("plan.yaml",), ("plan.yaml", "b.yaml")])
def test_every_format_shows_what_is_weakened(here, commit, tmp_path, format, plans):
    """No format shows the gate without it; where nothing is weakened, none says so."""
    commit("Start", b_yaml=PLAN)
    arguments = (*plans, *ASK, *OVERDUE, "--format", format.value)
    plain = here("validate", *arguments)[1]
    (tmp_path / "plan.yaml").write_text(PLAN.replace("2027-02-16", "2099-12-31"))
    out = here("validate", *arguments)[1]

    said = "it was Tue 16 Feb 2027, 26616 days earlier"
    assert (said in " ".join(out.split()), said in plain) == (True, False), out
    assert "weakened" in out


def test_a_comment_on_a_pull_request_begins_with_it(here, commit, tmp_path):
    """Reviewers read first what the gate no longer does."""
    commit("Start")
    (tmp_path / "plan.yaml").write_text(NO_OWNER.replace("2027-02-16", "2027-03-16"))

    out = here("diff", "plan.yaml", *ASK, "--format", "markdown")[1]

    first, *rest = [line for line in out.splitlines() if line.startswith("### ")]
    assert (first, bool(rest)) == ("### Weakened by this change (2)", True)


def test_a_new_plan_has_nothing_to_be_weakened(here, commit, tmp_path):
    """There is no plan at main to compare it with."""
    commit("Start")
    (tmp_path / "new.yaml").write_text(PLAN)

    code, out, _ = here("validate", "new.yaml", *ASK, "--fail-on", "weakened", "--format", "json")

    assert (code, json.loads(out)["weakened"]) == (0, [])


# -- the policy -------------------------------------------------------------------------------------

BASE = "checklists: [./tiny.yaml]\n"
ASK_ALL = ("--as-of", "2027-01-26", "--fail-on", "weakened", "--format", "text")


def weaker(out: str) -> list[str]:
    """The lines about what is weakened, without the place."""
    return [line.partition(" weakened ")[2] for line in out.splitlines() if " weakened " in line]


@pytest.mark.parametrize("base", [("--against", "main"), ("--policy-from", "main")])
@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("ignore: [launch.owner]", "ignored launch.owner is now ignored"),
        ("select: [launch]", "not-selected product.released is no longer selected"),
        (
            "severity: {launch.owner: warning}",
            "severity-lowered launch.owner is now a warning; it was a blocker",
        ),
        ("fail_on: never", "fail-on-weaker fail_on is now never; it was blocker"),
        (
            "timezone: Pacific/Pago_Pago",
            "time-zone the time zone is now Pacific/Pago_Pago, where every day ends later; it was UTC",
        ),
    ],
)
def test_weaker_settings_close_the_gate(here, commit, tmp_path, base, settings, sentence):
    """They are compared with those of the base, even where only those are in force."""
    commit("Start", **{".launchcheck_yaml": BASE})
    (tmp_path / ".launchcheck.yaml").write_text(f"{BASE}{settings}\n")

    code, out, err = here("validate", "plan.yaml", *base, *ASK_ALL)

    assert (code, err, weaker(out)) == (1, "", [sentence])


def test_settings_that_are_gone_are_compared(here, commit, tmp_path):
    """A stricter file in the folder of a plan is deleted; another folder has none."""
    texts = {"a__launch_yaml": PLAN, "b__launch_yaml": PLAN, ".launchcheck_yaml": BASE}
    commit("Start", **texts, **{"a__.launchcheck_yaml": "severity: {product.released: blocker}\n"})
    tiny = (tmp_path / "tiny.yaml").read_text()
    (tmp_path / "tiny.yaml").write_text(tiny.replace("{1: blocker, 2: warning}", "warning"))
    (tmp_path / "a" / ".launchcheck.yaml").unlink()

    code, out, err = here("validate", "a/launch.yaml", "b/launch.yaml", "--against", "main", *ASK_ALL)

    lowered = "severity-lowered product.released is now a warning; it was a blocker"
    assert (code, err, weaker(out)) == (1, "", [lowered, lowered])


def test_a_weaker_checklist_is_seen_with_a_new_plan(here, commit, tmp_path):
    """A plan without a base is compared by its policy alone."""
    commit("Start", **{".launchcheck_yaml": BASE})
    tiny = (tmp_path / "tiny.yaml").read_text()
    (tmp_path / "tiny.yaml").write_text(tiny.replace("due: T-30", "due: T+300"))
    (tmp_path / "new.yaml").write_text(PLAN)

    _, out, _ = here("validate", "new.yaml", "--against", "main", *ASK_ALL)

    assert weaker(out) == ["due-later launch.owner is now due T+300, Mon 13 Dec 2027; it was due T-30"]


def test_a_policy_that_cannot_be_read_is_weaker(here, commit, tmp_path):
    """It would close every gate, or open it, once it is in force; until then it is not compared in silence."""
    commit("Start", **{".launchcheck_yaml": BASE})
    (tmp_path / ".launchcheck.yaml").write_text("fail_in: never\n")

    code, out, err = here("validate", "plan.yaml", "--policy-from", "main", *ASK_ALL)

    assert (code, err) == (1, "")
    cannot = "the settings or the checklist after this change cannot be read, so they are not compared"
    assert weaker(out) == [f"policy-unreadable {cannot}: unknown key 'fail_in'"]


def test_what_concerns_several_plans_alike_is_said_once(here, commit, tmp_path):
    """The table of several plans has one line for it, and counts it for each of them."""
    commit("Start", b_yaml=PLAN, **{".launchcheck_yaml": BASE})
    (tmp_path / ".launchcheck.yaml").write_text(f"{BASE}ignore: [launch.owner]\n")
    (tmp_path / "b.yaml").write_text(PLAN.replace("  owner: dana\n", "  owner: sam\n"))

    out = here("validate", "plan.yaml", "b.yaml", "--against", "main", *ASK_ALL[:2])[1]

    shown = " ".join(out.split())
    assert "– launch.owner is now ignored (2 plans) · .launchcheck.yaml:2:10 " in shown
    assert "– launch.owner is now Sam Okoye; it was Dana Reyes · b.yaml:6:10 " in shown
    assert "[3 things weakened by this change, 1 item ignored]" in shown


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ({"plan_yaml": f"packs: [operations]\n{PLAN}"}, {}, "plan.yaml:1:1"),
        (
            {".launchcheck_yaml": "packs: [operations]\n"},
            {".launchcheck.yaml": "packs: []\n"},
            ".launchcheck.yaml:1:1",
        ),
    ],
    ids=["plan", "settings"],
)
def test_a_pack_that_is_turned_off_is_weaker(here, commit, tmp_path, before, after, place):
    """Its items are not asked any more; they are named with the pack."""
    commit("Start", **before)
    (tmp_path / "plan.yaml").write_text(PLAN)
    for name, text in after.items():
        (tmp_path / name).write_text(text)

    code, out, err = here("validate", "plan.yaml", "--against", "main", *ASK_ALL)

    (line,) = [line for line in out.splitlines() if " weakened " in line]
    assert (code, err) == (1, "")
    assert line.startswith(f"{place}: weakened pack-off the pack operations is no longer on: ")
    assert "operations.alerted" in line


def test_what_a_pack_asks_is_compared_too(here, commit, tmp_path):
    """Settings lower the severity of an item of a pack that the plan turns on."""
    plan = f"packs: [operations]\n{PLAN}"
    commit("Start", plan_yaml=plan)
    (tmp_path / ".launchcheck.yaml").write_text("severity: {operations.alerted: warning}\n")

    _, out, _ = here("validate", "plan.yaml", "--against", "main", *ASK_ALL)

    assert weaker(out) == ["severity-lowered operations.alerted is now a warning; it was a blocker"]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("", "exclude: [a/]", "plan-hidden exclude now hides this plan from a search"),
        ("exclude: [b/]", "exclude: [b/, '*.yaml']", "plan-hidden exclude now hides this plan from a search"),
        ("", "plans: [b]", "plan-hidden a search for plans no longer finds this one"),
        (
            "plans: ['*/launch.yaml']",
            "plans: ['b/*.yaml']",
            "plan-hidden a search for plans no longer finds this one",
        ),
        ("exclude: [a/]", "exclude: [a/launch.yaml]", ""),
        ("plans: [a]", "plans: [a/launch.yaml]", ""),
        ("plans: [b]", "", ""),
    ],
)
def test_settings_that_hide_a_plan_are_weaker(here, commit, tmp_path, before, after, sentence):
    """From the next change on a search would pass the plan by, even where the base's settings judge this one."""
    commit("Start", a__launch_yaml=PLAN, **{".launchcheck_yaml": f"{BASE}{before}\n"})
    (tmp_path / ".launchcheck.yaml").write_text(f"{BASE}{after}\n")

    _, out, err = here("validate", "a/launch.yaml", "--policy-from", "main", *ASK_ALL)

    assert err == ""
    assert "".join(weaker(out)).startswith(sentence) if sentence else weaker(out) == []
