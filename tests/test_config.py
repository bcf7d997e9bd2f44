"""Settings from a file and from variables, each with its location and its origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from launchcheck import catalog, config
from launchcheck.errors import LaunchcheckError
from launchcheck.yaml_hints import BEGIN

WHOLE = """\
plans: [launches, "*.launch.yaml"]
exclude: [launches/drafts/]
checklists: [launch, ./acme.yaml]
packs: [operations]
fail_on: overdue
select: [sales, goals.few]
ignore: [sales.kit]
severity:
  goals.few: blocker
  sales.reach: {1: warning}
timezone: Europe/London
waivers: {approvers: [dana]}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    """Run in a temporary folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "team").mkdir()


def read(text="", **variables):
    """The settings from a file and variables."""
    path = ""
    if text:
        path = "team/.launchcheck.yaml"
        with open(path, "w") as file:
            file.write(text)
    return config.read(
        [path] if path else [], {f"LAUNCHCHECK_{name}": value for name, value in variables.items()}
    )


def values(settings):
    """The settings, each with its origin."""
    return {key: each.value for key, each in settings.items() if each.origin != "default"}


def words(call, *arguments, **variables):
    """The messages of an error."""
    with pytest.raises(LaunchcheckError) as raised:
        call(*arguments, **variables)
    return [(str(part), part.hint) for part in (raised.value.parts or (raised.value,))]


def test_reads_every_key():
    """Each key is a setting; paths are relative to the file."""
    settings = read(WHOLE)

    found = values(settings)
    severities = {
        id: {tier: each.value for tier, each in by.items()} for id, by in found.pop("severity").items()
    }
    assert found == {
        "plans": ["team/launches", "team/*.launch.yaml"],
        "exclude": ["launches/drafts/"],
        "checklists": ["launch", "./team/acme.yaml"],
        "packs": ["operations"],
        "fail_on": "overdue",
        "select": ["sales", "goals.few"],
        "ignore": ["sales.kit"],
        "timezone": "Europe/London",
        "waivers.approvers": ["dana"],
    }
    assert severities == {
        "goals.few": {1: "blocker", 2: "blocker", 3: "blocker"},
        "sales.reach": {1: "warning"},
    }
    assert list(settings) == list(config.DEFAULTS)
    assert settings["waivers.approvers"].origin == "team/.launchcheck.yaml:12:11"


def test_has_a_variable_for_every_key():
    """Variables say what the file says, with commas between values."""
    settings = read(
        PLANS="launches, more",
        EXCLUDE="drafts",
        CHECKLISTS="launch,./acme.yaml",
        PACKS="operations",
        FAIL_ON="warning",
        SELECT="sales",
        IGNORE="sales.kit , sales.demo,",
        SEVERITY="goals.few=blocker, sales.reach=warning",
        FACTS="ci/facts.yaml, ci/more.yaml",
        FACTS_MAX_AGE="1w",
        TIMEZONE="Europe/London",
        DOCS="https://docs.example.com/launchcheck",
        LINES="https://git.example.com/acme/blob/main/{path}#L{line}",
        WAIVERS_APPROVERS="dana,grace",
    )

    assert {each.origin for each in settings.values()} == set(config.VARIABLES)
    assert settings["plans"].value == ["launches", "more"]
    assert settings["ignore"].value == ["sales.kit", "sales.demo"]
    assert settings["severity"].value["sales.reach"][3] == "warning"
    assert settings["facts"].value == ["ci/facts.yaml", "ci/more.yaml"]
    assert settings["facts_max_age"].value == 7
    assert settings["docs"].value == "https://docs.example.com/launchcheck"
    assert settings["lines"].value == "https://git.example.com/acme/blob/main/{path}#L{line}"
    assert settings["waivers.approvers"].value == ["dana", "grace"]


def test_variables_override_the_file():
    """A variable wins over the file; an empty variable is ignored."""
    settings = read(WHOLE, FAIL_ON="never", IGNORE=" ")

    assert settings["fail_on"][:2] == ("never", "LAUNCHCHECK_FAIL_ON")
    assert settings["ignore"].value == ["sales.kit"]


@pytest.mark.parametrize("text", ["overdue,weakened", "overdue, weakened", "[overdue, weakened]"])
def test_reads_several_rules(text):
    """The rules of the gate are a text or a list."""
    assert read(f"fail_on: {text}\n")["fail_on"].value == "overdue,weakened"
    assert read(FAIL_ON="overdue,weakened")["fail_on"].value == "overdue,weakened"


WRONG = {
    "never among others": (
        "fail_on: [never, overdue]\n",
        {},
        ("team/.launchcheck.yaml:1:10: fail_on: never cannot be combined with other rules", ""),
    ),
    "no rule": (
        "fail_on: {overdue: true}\n",
        {},
        (
            "team/.launchcheck.yaml:1:10: fail_on must be text or a list, not key: value lines",
            "begin each entry with a dash and a space",
        ),
    ),
    "an unknown key": (
        "fail_in: overdue\n",
        {},
        ("team/.launchcheck.yaml:1:1: unknown key 'fail_in'", "did you mean 'fail_on'?"),
    ),
    "an unknown value": (
        "fail_on: overdew\n",
        {},
        (
            "team/.launchcheck.yaml:1:10: fail_on: 'overdew' is not one of blocker, overdue, failed, warning, regression, weakened or never",
            "did you mean 'overdue'?",
        ),
    ),
    "no time zone": (
        "timezone: Europe/Londn\n",
        {},
        (
            "team/.launchcheck.yaml:1:11: 'Europe/Londn' is not a time zone",
            "write an IANA name, like Europe/London",
        ),
    ),
    "a number for an age": (
        "facts_max_age: 2\n",
        {},
        ("team/.launchcheck.yaml:1:16: facts_max_age must be text, not 2", "write 2d or 1w"),
    ),
    "a list": (
        "- overdue\n",
        {},
        ("team/.launchcheck.yaml:1:1: the file contains a list, not key: value lines", BEGIN),
    ),
    "a wrong variable": (
        "",
        {"FAIL_ON": "overdew"},
        (
            "LAUNCHCHECK_FAIL_ON: fail_on: 'overdew' is not one of blocker, overdue, failed, warning, regression, weakened or never",
            "did you mean 'overdue'?",
        ),
    ),
    "a misspelled variable": (
        "",
        {"FAILON": "overdue"},
        ("LAUNCHCHECK_FAILON: no setting uses this variable", "did you mean LAUNCHCHECK_FAIL_ON?"),
    ),
    "an item without a severity": (
        "",
        {"SEVERITY": "goals.few"},
        (
            "LAUNCHCHECK_SEVERITY: 'goals.few' has no severity",
            "write id=blocker or id=warning, with commas between them",
        ),
    ),
}


@pytest.mark.parametrize(("text", "variables", "expected"), WRONG.values(), ids=WRONG)
def test_locates_every_error(text, variables, expected):
    """An error points at its place in the file, or at its variable."""
    assert words(read, text, **variables) == [expected]


def test_leaves_other_variables_alone():
    """A variable that does not resemble ours belongs to another program."""
    assert values(read(WHEEL="launchcheck-0.1.0.whl")) == {}


def test_reports_unknown_ids():
    """Each is located, with a suggestion."""
    settings = read("ignore: [sale, sales.kitt]\nseverity: {goals.fev: warning}\n", SELECT="gaols")

    assert words(config.adjust, catalog.built_in(), settings) == [
        ("LAUNCHCHECK_SELECT: no item or area 'gaols'", "did you mean 'goals'?"),
        ("team/.launchcheck.yaml:1:10: no item or area 'sale'", "did you mean 'sales'?"),
        ("team/.launchcheck.yaml:1:16: no item or area 'sales.kitt'", "did you mean 'sales.kit'?"),
        ("team/.launchcheck.yaml:2:12: no item 'goals.fev'", "did you mean 'goals.few'?"),
    ]


def test_names_the_flag_that_has_an_unknown_id():
    """A flag has no location; the message names the flag."""
    settings = dict(config.DEFAULTS) | {"ignore": config.Setting(["zzz"], "--ignore")}

    assert words(config.adjust, catalog.built_in(), settings) == [
        ("no item or area 'zzz' (--ignore)", "`launchcheck checks` lists the items")
    ]


def test_selects_and_ignores_items():
    """Selected items and areas apply, except ignored ones; each skipped item has a reason."""
    checklist, unasked = config.adjust(catalog.built_in(), read(WHOLE))

    items = {item.id: item for item in checklist.items}
    asked = [id for id in items if id not in unasked]
    assert asked == [
        "goals.few",
        *(id for id in items if id.startswith("sales.") and id != "sales.kit"),
    ]
    assert unasked["sales.kit"] == "ignored by team/.launchcheck.yaml:7:1"
    assert unasked["goals.owned"] == "not selected by team/.launchcheck.yaml:6:1"
    assert {tier: each.value for tier, each in items["goals.few"].severity.items()} == {
        1: "blocker",
        2: "blocker",
        3: "blocker",
    }
    assert checklist.waivers.approvers == ["dana"]


def test_changes_nothing_without_settings():
    """The defaults leave the checklist unchanged."""
    checklist = catalog.built_in()

    assert config.adjust(checklist, dict(config.DEFAULTS)) == (checklist, {})


def test_reads_the_settings_of_the_docs():
    """docs/settings.md shows valid settings, and covers every key."""
    page = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    text = page.partition("```yaml\nplans:")[2].partition("```")[0]

    settings = read(f"plans:{text}")

    assert {each.origin for each in settings.values()} & {"default"} == set()
    config.adjust(catalog.built_in(), settings)
