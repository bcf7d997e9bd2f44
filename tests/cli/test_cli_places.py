"""Paths in the formats of platforms: one path for one plan, relative to the checkout."""

from __future__ import annotations

import re
import subprocess

import pytest
from command import PLAN

from launchcheck.formats import Format

ASK = ("--as-of", "2027-02-01", "--no-config")
PLATFORMS = [Format.GITHUB, Format.GITLAB, Format.AZURE, Format.SARIF, Format.CHECKSTYLE, Format.JUNIT]
LINK = re.compile(r"[\w./-]*orbit\.launch\.yaml")


@pytest.fixture
def plan(tmp_path, monkeypatch):
    """A plan in a folder of a repository, and a checklist that leaves items open."""
    folder = tmp_path / "products" / "orbit"
    folder.mkdir(parents=True)
    (folder / "orbit.launch.yaml").write_text(PLAN.replace("  owner: dana\n", ""))
    for name in ("CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    return folder / "orbit.launch.yaml"


def shown(here, form, *paths, tiny):
    """The paths of the plan in a document."""
    ended = here("validate", *paths, *ASK, "--checklist", str(tiny), "--format", form.value)
    assert ended.code == 1
    return {path.removeprefix("launchcheck/") for path in LINK.findall(ended.out)}


@pytest.mark.parametrize("form", PLATFORMS)
def test_one_plan_has_one_path(here, plan, tmp_path, monkeypatch, form):
    """Whatever folder the command runs in, and however the plan is named, it is relative to the repository."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    tiny = tmp_path / "tiny.yaml"
    named = [(tmp_path, "products/orbit/orbit.launch.yaml"), (tmp_path, str(plan)), (plan.parent, plan.name)]
    named += [(plan.parent, f"./{plan.name}"), (tmp_path / "products", "../products/orbit/orbit.launch.yaml")]
    named += [(plan.parent, "."), (tmp_path, "products"), (tmp_path, str(tmp_path / "products"))]
    for folder, path in named:
        monkeypatch.chdir(folder)
        assert shown(here, form, path, tiny=tiny) == {"products/orbit/orbit.launch.yaml"}, (folder, path)


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"])
def test_the_folder_of_the_platform_comes_first(here, plan, tmp_path, monkeypatch, variable):
    """A platform matches paths with its checkout, which may hold the repository in a folder."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "products")], check=True)
    monkeypatch.chdir(plan.parent)
    tiny = tmp_path / "tiny.yaml"
    assert shown(here, Format.GITHUB, plan.name, tiny=tiny) == {"orbit/orbit.launch.yaml"}
    monkeypatch.setenv(variable, str(tmp_path))
    assert shown(here, Format.GITHUB, plan.name, tiny=tiny) == {"products/orbit/orbit.launch.yaml"}
    monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))
    assert shown(here, Format.GITHUB, plan.name, tiny=tiny) == {"orbit/orbit.launch.yaml"}


def test_a_plan_that_cannot_be_checked_has_the_same_path(here, plan, tmp_path, monkeypatch):
    """Its errors are shown where the platform finds the file."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(plan.parent)
    plan.write_text("launchcheck: 1\n")
    out = here("validate", ".", *ASK, "--format", "github").out
    assert "::error file=products/orbit/orbit.launch.yaml,line=1," in out


def test_people_read_the_path_that_they_typed(here, plan, tmp_path, monkeypatch):
    """The terminal, text and JSON keep it: an editor opens it from the current folder."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(plan.parent)
    for form in (Format.TEXT, Format.JSON, Format.TERMINAL):
        assert shown(here, form, plan.name, tiny=tmp_path / "tiny.yaml") == {"orbit.launch.yaml"}
