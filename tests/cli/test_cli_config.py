"""`.launchcheck.yaml`, variables and flags: their precedence, and the output of `launchcheck config`."""

from __future__ import annotations

import json

import pytest

DAY = ("--as-of", "2027-02-01")


@pytest.fixture
def settle(tmp_path):
    """Write the settings file."""

    def written(text, folder="."):
        (tmp_path / folder / ".launchcheck.yaml").write_text(text)

    return written


def test_shows_effective_settings_and_their_origin(here, settle, monkeypatch):
    """Flags win over variables, variables over the file, and the file over the defaults."""
    settle("fail_on: overdue\nignore: [campaigns]\nseverity: {goals.few: {1: warning, 2: blocker}}\n")
    monkeypatch.setenv("LAUNCHCHECK_FAIL_ON", "warning")
    monkeypatch.setenv("LAUNCHCHECK_SELECT", "sales")

    ended = here("config", "--select", "goals")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "plans              -                default\n"
        "exclude            -                default\n"
        "checklists         launch           default\n"
        "packs              -                default\n"
        "fail_on            warning          LAUNCHCHECK_FAIL_ON\n"
        "select             goals            --select\n"
        "ignore             campaigns        .launchcheck.yaml:2:1\n"
        "severity           goals.few W/B/-  .launchcheck.yaml:3:1\n"
        "facts              -                default\n"
        "facts_max_age      -                default\n"
        "timezone           UTC              default\n"
        "docs               -                default\n"
        "lines              -                default\n"
        "waivers.approvers  -                default\n"
    )


def test_shows_json(here, settle):
    """JSON has the same settings."""
    settle("severity: {goals.few: warning}\n")

    found = json.loads(here("config", "--format", "json").out)

    assert (found["schema"], found["file"]) == ("launchcheck.config/1", ".launchcheck.yaml")
    assert found["settings"]["severity"] == {
        "value": {"goals.few": {"1": "warning", "2": "warning", "3": "warning"}},
        "from": ".launchcheck.yaml:1:1",
    }
    assert found["settings"]["fail_on"] == {"value": "blocker", "from": "default"}


def test_finds_the_file_in_parent_folders(here, settle, tmp_path, monkeypatch):
    """The search goes up to the root of the repository."""
    settle("fail_on: never\n")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    plan = ("validate", "../../plan.yaml", *DAY, "--format", "text")

    found = here(*plan).code
    (tmp_path / "a" / ".git").mkdir()
    beyond = here(*plan).code

    assert (found, beyond) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "variables", "code"),
    [
        ([], {}, 0),
        (["--no-config"], {}, 1),
        (["--config", "other.yaml"], {}, 1),
        ([], {"LAUNCHCHECK_CONFIG": "other.yaml"}, 1),
        ([], {"LAUNCHCHECK_FAIL_ON": "blocker"}, 1),
        (["--fail-on", "never"], {"LAUNCHCHECK_FAIL_ON": "blocker"}, 0),
        (["--fail-on", "blocker"], {}, 1),
    ],
)
def test_gate_follows_the_settings(here, settle, tmp_path, monkeypatch, arguments, variables, code):
    """The effective rule decides the gate."""
    settle("fail_on: never\n")
    (tmp_path / "other.yaml").write_text("fail_on: blocker\n")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert here("validate", "plan.yaml", *DAY, "--format", "text", *arguments).code == code


def test_checks_the_plans_of_the_settings(here, settle, tmp_path):
    """Without a path, the plans are those that the settings name, relative to the settings file."""
    folder = tmp_path / "team"
    (folder / "plans").mkdir(parents=True)
    for name in ("a", "b"):
        (folder / "plans" / f"{name}.yaml").write_text((tmp_path / "plan.yaml").read_text())
    (folder / ".launchcheck.yaml").write_text(
        "plans: ['plans/*.yaml']\nexclude: [plans/b*]\nchecklists: [../tiny.yaml]\n"
    )

    ended = here("validate", "--config", "team/.launchcheck.yaml", *DAY, "--format", "text")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "team/plans/a.yaml:2:1: warning product.released launch.release_date is missing\n"


def test_explains_skipped_items(here, settle):
    """The items that a team skips are listed with the reason, and counted."""
    settle("checklists: [./tiny.yaml]\nignore: [product.released]\nseverity: {launch.owner: warning}\n")

    found = json.loads(here("validate", "plan.yaml", *DAY, "--format", "json").out)

    items = {item["id"]: (item["status"], item["severity"], item["reason"]) for item in found["items"]}
    assert items == {
        "launch.owner": ("passed", "warning", ""),
        "product.released": ("not_applicable", None, "ignored by .launchcheck.yaml:2:1"),
    }


def test_refuses_to_skip_everything(here):
    """A team that skips every item has checked nothing."""
    ended = here(
        "validate",
        "plan.yaml",
        "--checklist",
        "./tiny.yaml",
        *DAY,
        "--ignore",
        "launch",
        "--ignore",
        "product",
    )

    assert ended.code == 2
    assert ended.first.startswith("plan.yaml: nothing to check: ")


def test_default_time_zone_comes_from_the_settings(here, settle, monkeypatch, tmp_path):
    """A plan's own time zone wins over that of the settings."""
    from launchcheck import api

    settle("timezone: Pacific/Auckland\n")
    zones = []
    real = api.current_day
    monkeypatch.setattr(api, "current_day", lambda zone: zones.append(zone) or real(zone))
    here("validate", "plan.yaml")
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("  tier: 2\n", "  tier: 2\n  timezone: Europe/London\n"))
    here("validate", "plan.yaml")

    assert zones == ["Pacific/Auckland", "Europe/London"]


def test_locates_an_error_in_the_settings(here, settle):
    """An error in the settings is located, and nothing is checked."""
    settle("fail_on: blocker\nignor: [sales]\n")

    ended = here("validate", "plan.yaml", *DAY)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "error: unknown key 'ignor'\n"
        " --> .launchcheck.yaml:2:1\n"
        "  |\n"
        "2 | ignor: [sales]\n"
        "  | ^^^^^\n"
        "help: did you mean 'ignore'?\n"
    )


def test_has_a_schema(here):
    """Editors know every key."""
    schema = json.loads(here("schema", "config").out)

    assert schema["$id"] == "urn:launchcheck:config:1"
    assert list(schema["properties"]) == [
        "plans", "exclude", "checklists", "packs", "fail_on", "select", "ignore", "severity", "facts",
        "facts_max_age", "timezone", "docs", "lines", "waivers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "name", "hint"),
    [
        ("plans", "paln.yaml", "help: did you mean 'plan.yaml'?\n"),
        ("checklists", "./acme.yaml", ""),
        ("facts", "acme.yaml", ""),
    ],
)
def test_a_file_that_is_missing_is_an_error_where_the_settings_name_it(here, settle, key, name, hint):
    """Whoever reads only the path does not know who asked for it; plan.yaml is not like acme.yaml."""
    settle(f"{key}: [{name}]\n")

    ended = here("validate", *(() if key == "plans" else ["plan.yaml"]), *DAY)

    column = len(key) + 4
    assert (ended.code, ended.err) == (
        2,
        (
            f"error: cannot read '{name}': no such file\n --> .launchcheck.yaml:1:{column}\n"
            f"  |\n1 | {key}: [{name}]\n  |{' ' * column}{'^' * len(name)}\n{hint}"
        ),
    )


def test_a_file_that_a_variable_names_is_an_error_of_the_variable(here, monkeypatch):
    """The variable is the place to fix."""
    monkeypatch.setenv("LAUNCHCHECK_CHECKLISTS", "acme.yaml")

    ended = here("validate", "plan.yaml", *DAY)

    assert ended.err == "error: cannot read 'acme.yaml': no such file\n --> LAUNCHCHECK_CHECKLISTS\n"


def test_other_plans_are_checked_where_the_settings_name_one_that_is_missing(here, settle):
    """The exit code says that one could not be."""
    settle("plans: [gone.yaml, plan.yaml]\n")

    ended = here("validate", *DAY, "--format", "text")

    assert ended.code == 2
    assert ended.out.startswith("plan.yaml:")
    assert ended.err.startswith("error: cannot read 'gone.yaml': no such file\n --> .launchcheck.yaml:1:9\n")
