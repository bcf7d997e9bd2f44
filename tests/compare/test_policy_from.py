"""`--policy-from REF`: a change is judged by the settings, checklists and .gitignore of its base."""

from __future__ import annotations

import json
import os

import pytest
from launches import PLAN, TINY

DAY = ("--as-of", "2027-01-26")
MAIN = ("--policy-from", "main")
READY = PLAN.replace("tier: 1", "tier: 1\n  release_date: 2027-02-09")
NO_OWNER = READY.replace("  owner: dana\n", "")
EASY = TINY.replace("blocker", "warning")
LOWER = "severity: {launch.owner: warning, product.released: warning}\n"


@pytest.fixture
def repository(commit, tmp_path):
    """A repository whose base has settings with a checklist that extends another; returns a writer of files."""

    def write(**texts):
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    write(
        **{
            ".launchcheck.yaml": "checklists: [team/acme.yaml]\ntimezone: Europe/London\n",
            "team__acme.yaml": "checklist: 1\nname: acme\nextends: ../tiny.yaml\n",
            "launch.yaml": NO_OWNER,
        }
    )
    (tmp_path / "plan.yaml").unlink()
    commit("Start")
    return write


def verdict(here, *arguments):
    """The exit code, and the last line of the report."""
    code, out, err = here("validate", "launch.yaml", *DAY, *arguments)
    assert err == ""
    return code, " ".join(out.split()).rpartition("gate ")[2]


@pytest.mark.parametrize(
    "change",
    [
        {".launchcheck.yaml": "checklists: [team/acme.yaml]\nignore: [launch.owner]\n"},
        {".launchcheck.yaml": "checklists: [team/acme.yaml]\nselect: [product.runbook, product.released]\n"},
        {".launchcheck.yaml": f"checklists: [team/acme.yaml]\n{LOWER}"},
        {".launchcheck.yaml": "checklists: [easy.yaml]\n", "easy.yaml": EASY},
        {"team__acme.yaml": "checklist: 1\nname: acme\nextends: ../tiny.yaml\noff: [launch.owner]\n"},
        {"tiny.yaml": EASY},
        {".launchcheck.yaml": "checklists: [team/acme.yaml]\nfail_on: never\n"},
    ],
)
def test_no_change_to_the_policy_opens_the_gate(here, repository, change):
    """Without the option each of them opens it; with it the gate stays as it was, and says what is weaker."""
    closed = "closed (exit 1): 1 open blocker [--fail-on blocker]"
    assert verdict(here, *MAIN) == (1, closed)
    repository(**change)

    assert verdict(here)[0] == 0
    code, words = verdict(here, *MAIN)
    assert (code, words.partition(" [1 ")[0].partition(" [2 ")[0]) == (1, closed)
    assert words.endswith("weakened by this change]")


def test_the_plan_is_read_as_it_is(here, repository):
    """The change to the plan itself counts."""
    repository(**{"launch.yaml": READY})

    assert verdict(here, *MAIN)[0] == 0


def test_new_and_deleted_settings_do_not_count(here, repository, tmp_path):
    """A file that the base does not have is not read, and one that the change deleted is."""
    (tmp_path / ".launchcheck.yaml").unlink()
    (tmp_path / "team" / "acme.yaml").unlink()
    (tmp_path / "tiny.yaml").unlink()
    repository(**{"launches__.launchcheck.yaml": "ignore: [launch]\n", "launches__x.yaml": NO_OWNER})

    code, out, _ = here("validate", "launches/x.yaml", *DAY, *MAIN, "--format", "json")

    assert (code, json.loads(out)["checklists"]) == (1, ["tiny", "acme"])


def test_says_from_which_commit_a_setting_is(here, repository, tmp_path, commit):
    """`launchcheck config` and the last line of a report name it."""
    repository(**{".launchcheck.yaml": "checklists: [tiny.yaml]\nseverity: {launch.owner: warning}\n"})
    commit("Lower")

    shown = here("config", "--policy-from", "main")[1]

    assert "severity           launch.owner W/W/W  main:.launchcheck.yaml:2:1" in shown
    assert verdict(here, *MAIN) == (
        0,
        "open (exit 0): no blocker is open [--fail-on blocker] [1 severity lowered by main:.launchcheck.yaml:2]",
    )


def test_paths_hold_from_every_folder(here, repository, tmp_path, monkeypatch):
    """Settings and what they name are found from a folder inside the repository, and by absolute paths."""
    repository(**{".launchcheck.yaml": LOWER, "tiny.yaml": EASY})
    (tmp_path / "team" / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "team" / "inner")

    for plan in ("../../launch.yaml", str(tmp_path / "launch.yaml")):
        code, out, _ = here("validate", plan, *DAY, *MAIN, "--format", "json")
        assert (code, json.loads(out)["checklists"]) == (1, ["tiny", "acme"])


def test_a_settings_file_that_is_named_is_read_from_the_commit_too(here, repository, commit):
    """As is a checklist on the command line."""
    repository(**{"ci.yaml": "checklists: [tiny.yaml]\n"})
    commit("Add ci.yaml")
    repository(**{"ci.yaml": "ignore: [launch]\n", "tiny.yaml": EASY})

    assert verdict(here, *MAIN, "--config", "ci.yaml")[0] == 1
    assert verdict(here, *MAIN, "--checklist", "./tiny.yaml")[0] == 1


def test_a_checklist_that_only_the_change_has_is_refused(here, repository):
    """It could ask for anything."""
    repository(**{"easy.yaml": EASY})

    code, out, err = here("validate", "launch.yaml", *DAY, *MAIN, "--checklist", "./easy.yaml")

    assert (code, out) == (2, "")
    assert err == (
        "error: no such file at 'main'\n"
        " --> easy.yaml\n"
        "help: settings and checklists are read from 'main'; see --policy-from\n"
    )


def test_the_variable_names_the_commit_too(here, repository, monkeypatch):
    """A flag overrides it."""
    repository(**{".launchcheck.yaml": "checklists: [easy.yaml]\n", "easy.yaml": EASY})
    monkeypatch.setenv("LAUNCHCHECK_POLICY_FROM", "main")

    assert verdict(here)[0] == 1


@pytest.mark.parametrize("key", ["policy_from", "policy-from"])
def test_the_files_that_it_protects_cannot_choose_the_commit(here, repository, key):
    """A change could choose itself."""
    repository(**{".launchcheck.yaml": f"{key}: HEAD\n"})

    code, out, err = here("validate", "launch.yaml", *DAY)

    assert (code, out) == (2, "")
    assert err.startswith(f"error: '{key}' cannot be set in a file that it protects\n")
    assert err.endswith("help: use --policy-from REF or the variable LAUNCHCHECK_POLICY_FROM\n")


@pytest.mark.parametrize("plans", [("launch.yaml",), (), ("launch.yaml", "second.yaml")])
def test_an_unknown_commit_is_one_error(here, repository, plans):
    """It is said once, not once for each plan."""
    repository(**{"second.yaml": PLAN})

    code, out, err = here("validate", *plans, *DAY, "--policy-from", "mian")

    assert (code, out, err.count("error:")) == (2, "", 1)
    assert "no commit, tag or branch 'mian' in this repository" in err


def test_outside_a_repository_there_is_no_commit(here, tmp_path):
    """The gate is not decided by files that nothing protects."""
    code, out, err = here("validate", "plan.yaml", *DAY, *MAIN)

    assert (code, out) == (2, "")
    assert "error: not in a git repository, so there is no commit to read settings from\n" in err


def test_gitignore_is_that_of_the_commit(here, repository, commit, tmp_path):
    """A change cannot hide a plan that is not tracked, nor show one that the base ignores."""
    repository(**{".gitignore": "drafts/\n"})
    commit("Ignore drafts")
    repository(
        **{
            ".gitignore": "built/\n",
            "built__launch.yaml": PLAN,
            "drafts__launch.yaml": PLAN,
        }
    )

    out = here("validate", *DAY, *MAIN, "--format", "json")[1]

    assert [each["source"] for each in json.loads(out)["reports"]] == ["built/launch.yaml", "launch.yaml"]


def test_exclude_is_that_of_the_commit(here, repository, commit):
    """Its patterns are relative to the folder of the file that has them."""
    repository(
        **{".launchcheck.yaml": "checklists: [tiny.yaml]\nexclude: [/drafts]\n", "drafts__launch.yaml": PLAN}
    )
    commit("Exclude drafts")
    repository(**{".launchcheck.yaml": "checklists: [tiny.yaml]\nexclude: [launch.yaml]\n"})

    out = here("validate", *DAY, *MAIN, "--format", "json")[1]

    assert [each["source"] for each in json.loads(out)["reports"]] == ["launch.yaml"]


def test_a_link_in_the_place_of_a_settings_file_is_not_followed(here, repository, tmp_path):
    """The file is looked up under its name."""
    (tmp_path / "open.yaml").write_text("ignore: [launch]\nchecklists: [tiny.yaml]\n")
    (tmp_path / ".launchcheck.yaml").unlink()
    os.symlink("open.yaml", tmp_path / ".launchcheck.yaml")

    assert verdict(here)[0] == 0
    assert verdict(here, *MAIN)[0] == 1


def test_a_link_of_the_base_is_followed_within_the_base(here, repository, tmp_path, commit):
    """Settings may be shared by a link."""
    (tmp_path / "shared.yaml").write_text("checklists: [tiny.yaml]\n")
    (tmp_path / ".launchcheck.yaml").unlink()
    os.symlink("shared.yaml", tmp_path / ".launchcheck.yaml")
    commit("Share")
    (tmp_path / "shared.yaml").write_text("checklists: [tiny.yaml]\nignore: [launch]\n")

    assert verdict(here, *MAIN)[0] == 1
