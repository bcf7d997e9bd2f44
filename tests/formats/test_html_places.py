"""The places on the board lead to their lines on a code host, where it is known."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from launchcheck import cli

pytest.importorskip("jinja2", reason="html needs jinja2")

ROOT = Path(__file__).parents[2]
VARIABLES = (
    *("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_WORKSPACE", "GITHUB_ACTIONS"),
    *("CI_PROJECT_URL", "CI_COMMIT_SHA", "CI_PROJECT_DIR"),
    *("BUILD_REPOSITORY_PROVIDER", "BUILD_REPOSITORY_URI", "BUILD_SOURCEVERSION", "BUILD_SOURCESDIRECTORY"),
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with a plan in a folder whose name has a space, outside of any pipeline."""
    (tmp_path / "our launches").mkdir()
    shutil.copy(ROOT / "examples" / "not-ready.yaml", tmp_path / "our launches" / "launch.yaml")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def _links(capsys: pytest.CaptureFixture[str], plan: str = "our launches/launch.yaml") -> list[str]:
    """The addresses of the places on the board."""
    cli.run(["validate", plan, "--as-of", "2027-03-08", "--format", "html", "--no-ci"])
    page = capsys.readouterr().out
    assert "<dt>Where</dt>" in page
    return re.findall(r'<a href="([^"]*)" rel="noreferrer noopener">line \d+</a>', page)


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        (
            {
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_REPOSITORY": "acme/go",
                "GITHUB_SHA": "c0ffee",
            },
            r"https://github\.com/acme/go/blob/c0ffee/our%20launches/launch\.yaml#L\d+",
        ),
        (
            {"CI_PROJECT_URL": "https://gitlab.com/acme/go", "CI_COMMIT_SHA": "c0ffee"},
            r"https://gitlab\.com/acme/go/-/blob/c0ffee/our%20launches/launch\.yaml#L\d+",
        ),
        (
            {
                "BUILD_REPOSITORY_URI": "https://acme@dev.azure.com/acme/_git/go",
                "BUILD_REPOSITORY_PROVIDER": "TfsGit",
                "BUILD_SOURCEVERSION": "c0ffee",
            },
            (
                r"https://dev\.azure\.com/acme/_git/go\?version=GCc0ffee&amp;path=/our%20launches/launch\.yaml"
                r"&amp;line=(\d+)&amp;lineEnd=\1"
            ),
        ),
        (
            {"LAUNCHCHECK_LINES": "https://git.example.com/x/{path}?l={line}"},
            r"https://git\.example\.com/x/our%20launches/launch\.yaml\?l=\d+",
        ),
    ],
    ids=["github", "gitlab", "azure", "setting"],
)
def test_a_place_leads_to_its_line(
    variables: dict[str, str],
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """At the commit that the pipeline checks, whatever folder the command runs in."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = _links(capsys)
    assert len(found) > 10
    assert [each for each in found if not re.fullmatch(address, each)] == []
    monkeypatch.chdir("our launches")
    assert _links(capsys, "launch.yaml") == found


def test_places_in_tables_lead_to_their_lines_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A waiver is looked up as often as a finding."""
    monkeypatch.setenv("LAUNCHCHECK_LINES", "https://git.example.com/x/{path}?l={line}")
    waiver = "{check: sales.demo, reason: x, approved_by: tom, approved_on: 2027-03-01, expires: 2027-03-20}"
    plan = Path("our launches", "launch.yaml")
    text = plan.read_text(encoding="utf-8")
    plan.write_text(f"{text}\nwaivers:\n  - {waiver}\n", encoding="utf-8")
    line = text.count("\n") + 3
    assert _links(capsys)[-1] == f"https://git.example.com/x/our%20launches/launch.yaml?l={line}"


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "", "GITHUB_SHA": "c0ffee"},
        {
            "BUILD_REPOSITORY_URI": "https://github.com/acme/go",
            "BUILD_REPOSITORY_PROVIDER": "GitHub",
            "BUILD_SOURCEVERSION": "c0ffee",
        },
    ],
    ids=["no pipeline", "an empty variable", "another host built on Azure"],
)
def test_elsewhere_a_place_is_text(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link that may lead nowhere is none."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert _links(capsys) == []


def test_a_plan_outside_of_the_repository_has_no_address(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The code host does not have it."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copy("our launches/launch.yaml", elsewhere)
    monkeypatch.setenv("LAUNCHCHECK_LINES", "https://git.example.com/x/{path}?l={line}")
    assert _links(capsys, str(elsewhere / "launch.yaml")) == []


@pytest.mark.parametrize("value", ["here", "https://git.example.com/{path}", "javascript:{path}{line}", "5"])
def test_an_address_without_path_and_line_is_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It could not lead to a line."""
    Path(".launchcheck.yaml").write_text(f'lines: "{value}"\n', encoding="utf-8")
    assert cli.run(["validate", "our launches/launch.yaml"]) == 2
    errors = capsys.readouterr().err
    assert f"{value!r} is not an address with {{path}} and {{line}}" in errors
    assert "for example: https://" in errors
