"""Settings of a plan come from all files between the root of the repository and the plan."""

from __future__ import annotations

import json

import pytest

DAY = ("--as-of", "2027-02-01")
ITEM = "{id: product.%s, area: product, question: Is it?, why: Say., fix: Do., severity: {2: blocker}, due: T-30, check: {kind: present, paths: [launch.release_date]}}"


@pytest.fixture
def repository(tmp_path):
    """A repository with a plan in `launches/orbit`; returns a function that writes settings in a folder."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "launches" / "orbit"
    folder.mkdir(parents=True)
    (folder / "launch.yaml").write_text((tmp_path / "plan.yaml").read_text())

    def settle(folder, text):
        (tmp_path / folder / ".launchcheck.yaml").write_text(text)

    return settle


def settings(here, *arguments):
    """What `launchcheck config` shows, without the defaults: the value and origin of each key."""
    found = json.loads(here("config", *arguments, "--format", "json").out)["settings"]
    return {key: (each["value"], each["from"]) for key, each in found.items() if each["from"] != "default"}


def test_a_nearer_file_overrides_a_farther_one_key_by_key(here, repository):
    """What the nearer file does not set stays in force."""
    repository(".", "timezone: Europe/London\nignore: [campaigns]\nwaivers: {approvers: [grace]}\n")
    repository("launches", "ignore: [sales.kit]\n")
    repository("launches/orbit", "timezone: Pacific/Auckland\n")

    assert settings(here, "launches/orbit/launch.yaml") == {
        "timezone": ("Pacific/Auckland", "launches/orbit/.launchcheck.yaml:1:1"),
        "ignore": (["sales.kit"], "launches/.launchcheck.yaml:1:1"),
        "waivers.approvers": (["grace"], ".launchcheck.yaml:3:11"),
    }


def test_an_empty_file_beside_a_plan_drops_nothing(here, repository):
    """Nor does one with comments only, or with keys of a run."""
    repository(".", "ignore: [sales.kit]\nfail_on: overdue\n")
    before = settings(here, "launches/orbit/launch.yaml")
    for text in ("", "# fail_on: never\n", "{}\n", "fail_on: never\nplans: [drafts]\nexclude: ['*']\n"):
        repository("launches/orbit", text)
        assert settings(here, "launches/orbit/launch.yaml") == before


def test_settings_under_another_name_are_an_error(here, repository, tmp_path):
    """They would not be read, and no one would know; --no-config reads none anyway."""
    repository("launches", "fail_on: overdue\n")
    (tmp_path / "launches/.launchcheck.yaml").rename(tmp_path / "launches/.launchcheck.yml")

    ended = here("validate", "launches/orbit/launch.yaml", *DAY)
    assert (ended.code, ended.err) == (
        2,
        (
            "error: a settings file is called .launchcheck.yaml, so this one would not be read\n"
            " --> launches/.launchcheck.yml\nhelp: rename it to .launchcheck.yaml\n"
        ),
    )
    assert here("validate", "launches/orbit/launch.yaml", *DAY, "--no-config").code == 1


def test_a_link_to_settings_that_are_gone_is_an_error(here, repository, tmp_path):
    """Without its file, the settings would not count, and no one would know."""
    repository("launches", "fail_on: overdue\n")
    (tmp_path / ".launchcheck.yaml").symlink_to("shared/settings.yaml")

    ended = here("validate", "launches/orbit/launch.yaml", *DAY)
    said = "error: a link to a file that does not exist\n --> .launchcheck.yaml\n"
    assert (ended.code, ended.err) == (2, said)


def test_severities_are_united_item_by_item(here, repository):
    """Two files may set severities of different items; of the same item the nearer one counts."""
    repository(".", "severity:\n  goals.few: blocker\n  sales.reach: warning\n")
    repository("launches", "severity:\n  goals.few: warning\n")

    value, origin = settings(here, "launches/orbit/launch.yaml")["severity"]

    assert {id: severity["1"] for id, severity in value.items()} == {
        "sales.reach": "warning",
        "goals.few": "warning",
    }
    assert origin == ".launchcheck.yaml:1:1, launches/.launchcheck.yaml:1:1"


def test_each_lowered_severity_is_counted_where_it_is_set(here, repository, tmp_path):
    """The last line names both files."""
    repository(".", "severity:\n  sales.kit: warning\n")
    repository("launches", "severity:\n  sales.seven-ways: warning\n")

    ended = here("validate", "launches/orbit/launch.yaml", *DAY)

    assert " ".join(ended.out.split()).endswith(
        "[1 severity lowered by launches/.launchcheck.yaml:1, 1 severity lowered by .launchcheck.yaml:1]"
    )


def test_a_file_beside_the_plan_counts_wherever_the_command_starts(here, repository, tmp_path, monkeypatch):
    """The same plan has the same settings from every folder."""
    repository("launches", "checklists: [../tiny.yaml]\n")
    found = []
    for folder, plan in ((".", "launches/orbit/launch.yaml"), ("launches/orbit", "launch.yaml")):
        monkeypatch.chdir(tmp_path / folder)
        report = json.loads(here("validate", plan, *DAY, "--format", "json").out)
        found.append([item["id"] for item in report["items"]])

    assert found == [["launch.owner", "product.released"]] * 2


def test_settings_of_a_run_come_from_the_current_folder_and_above(here, repository, tmp_path, monkeypatch):
    """A file beside a plan does not choose the rule of a run that started above."""
    repository(".", "fail_on: blocker\nexclude: [drafts]\n")
    repository("launches", "fail_on: never\n")

    assert settings(here)["fail_on"] == ("blocker", ".launchcheck.yaml:1:1")
    monkeypatch.chdir(tmp_path / "launches")
    assert settings(here) == {
        "fail_on": ("never", ".launchcheck.yaml:1:1"),
        "exclude": (["drafts"], "../.launchcheck.yaml:2:1"),
    }


def test_each_of_several_plans_has_its_own_settings(here, repository, tmp_path):
    """One run checks one plan with the company's checklist, and the other with its team's."""
    repository(".", "checklists: [./tiny.yaml]\n")
    repository("launches", "checklists: [../team.yaml]\n")
    (tmp_path / "team.yaml").write_text(
        f"checklist: 1\nname: team\nareas: [{{id: product, question: Is it?}}]\nitems:\n  - {ITEM % 'ours'}\n"
    )
    (tmp_path / "launch.yaml").write_text((tmp_path / "plan.yaml").read_text())

    ended = here("validate", *DAY, "--format", "json", "--format", "sarif=out.sarif")

    reports = json.loads(ended.out)["reports"]
    assert {each["source"]: [item["id"] for item in each["items"]] for each in reports} == {
        "launch.yaml": ["launch.owner", "product.released"],
        "launches/orbit/launch.yaml": ["product.ours"],
    }
    [run] = json.loads((tmp_path / "out.sarif").read_text())["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= rules


def test_flags_and_variables_override_every_file(here, repository, monkeypatch):
    """They hold for every plan of a run."""
    repository(".", "ignore: [campaigns]\nselect: [sales]\n")
    repository("launches", "ignore: [sales.kit]\nselect: [goals]\n")
    monkeypatch.setenv("LAUNCHCHECK_SELECT", "product")

    assert settings(here, "launches/orbit/launch.yaml", "--ignore", "sales.demo") == {
        "ignore": (["sales.demo"], "--ignore"),
        "select": (["product"], "LAUNCHCHECK_SELECT"),
    }


def test_one_file_may_replace_all(here, repository, tmp_path):
    """--config reads that file alone, and --no-config none."""
    repository(".", "ignore: [campaigns]\n")
    repository("launches", "select: [goals]\n")
    (tmp_path / "ci.yaml").write_text("timezone: Europe/London\n")
    plan = "launches/orbit/launch.yaml"

    assert settings(here, plan, "--config", "ci.yaml") == {"timezone": ("Europe/London", "ci.yaml:1:1")}
    assert settings(here, plan, "--no-config") == {}


def test_a_malformed_file_beside_some_plans_hides_no_other_plan(here, repository, tmp_path):
    """Its plans cannot be checked, which is said once; the others are reported."""
    repository("launches", "ignor: [sales]\n")
    (tmp_path / "launch.yaml").write_text((tmp_path / "plan.yaml").read_text())
    (tmp_path / "launches" / "second.yaml").write_text((tmp_path / "plan.yaml").read_text())

    ended = here("validate", "--checklist", "./tiny.yaml", *DAY, "--format", "jsonl")

    assert ended.code == 2
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert [each["schema"] for each in found if "schema" in each] == [
        "launchcheck.report/1",
        "launchcheck.error/1",
        "launchcheck.error/1",
    ]
    assert ended.err.count("unknown key 'ignor'") == 1
    assert " --> launches/.launchcheck.yaml:1:1" in ended.err


def test_a_file_that_all_plans_share_is_refused_once(here, repository):
    """Nothing is checked, and nothing is written."""
    repository("launches", "ignor: [sales]\n")

    ended = here("validate", "launches", *DAY, "--format", "jsonl")

    assert (ended.code, ended.out, ended.err.count("error:")) == (2, "", 1)


@pytest.mark.parametrize("command", ["next", "badge", "validate"])
def test_every_command_about_a_plan_has_its_settings(here, repository, command):
    """An error in the file beside the plan is found, wherever the command starts."""
    repository("launches/orbit", "ignor: [sales]\n")

    ended = here(command, "launches/orbit/launch.yaml")

    assert (ended.code, ended.first) == (
        2,
        "launches/orbit/.launchcheck.yaml:1:1: unknown key 'ignor'",
    )
