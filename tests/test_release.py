"""A release: the tag, the version and the changelog agree, and what is published is what was built and tested."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
import yaml

import launchcheck

ROOT = Path(__file__).parent.parent
SCRIPT = runpy.run_path(str(ROOT / "ci" / "release.py"))
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
JOBS = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
CHANGES = (
    "# Changelog\n\n## [0.2.0] - 2027-03-01\n\n### Added\n\n- Waves.\n\n## [0.1.0] - 2026-11-27\n\n- All.\n"
)


def test_this_version_can_be_released() -> None:
    """The version has a dated section at the top of the changelog, which becomes the notes of the release."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert SCRIPT["version"]() == launchcheck.__version__
    said = SCRIPT["notes"](f"v{launchcheck.__version__}", launchcheck.__version__, changelog)
    assert (said.startswith("### Added\n"), said in changelog) == (True, True)


def test_the_notes_are_the_changes_of_one_version() -> None:
    """Earlier versions are not repeated."""
    assert SCRIPT["notes"]("v0.2.0", "0.2.0", CHANGES) == "### Added\n\n- Waves.\n"


@pytest.mark.parametrize(
    ("tag", "version", "changelog", "said"),
    [
        ("v0.3.0", "0.2.0", CHANGES, "the tag is v0.3.0, but launchcheck/__init__.py says 0.2.0: tag v0.2.0"),
        ("0.2.0", "0.2.0", CHANGES, "the tag is 0.2.0, but launchcheck/__init__.py says 0.2.0: tag v0.2.0"),
        (
            "v0.3.0",
            "0.3.0",
            CHANGES,
            "CHANGELOG.md begins with 0.2.0, not with 0.3.0: list what changed under ## [0.3.0]",
        ),
        (
            "v0.2.0",
            "0.2.0",
            CHANGES.replace("## [0.2.0]", "## [Unreleased]\n\n- More.\n\n## [0.2.0]"),
            "CHANGELOG.md begins with Unreleased, not with 0.2.0: list what changed under ## [0.2.0]",
        ),
        (
            "v0.2.0",
            "0.2.0",
            CHANGES.replace(" - 2027-03-01", ""),
            "the day of 0.2.0 is missing in CHANGELOG.md: ## [0.2.0] - 2026-11-27",
        ),
        (
            "v0.2.0",
            "0.2.0",
            "",
            "CHANGELOG.md begins with nothing, not with 0.2.0: list what changed under ## [0.2.0]",
        ),
    ],
)
def test_a_release_that_does_not_fit_is_refused(tag: str, version: str, changelog: str, said: str) -> None:
    """A wrong tag, unreleased changes and a version without its day stop the workflow."""
    with pytest.raises(SystemExit) as refused:
        SCRIPT["notes"](tag, version, changelog)
    assert refused.value.code == said


def test_only_what_was_tested_is_published() -> None:
    """One job builds; the others use its files, and nothing is published before the tests."""
    builds = [name for name, job in JOBS.items() if "hatchling build" in str(job)]
    needs = {name: job.get("needs") for name, job in JOBS.items()}
    assert builds == ["build"]
    assert needs == {"build": None, "test": "build", "pypi": "test", "release": "pypi", "image": "test"}


def test_each_job_may_do_only_what_it_is_for() -> None:
    """The workflow has no permission of its own; one job may write the release, one publish, one push the image."""
    assert yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "build": {"contents": "read"},
        "test": {},
        "pypi": {"id-token": "write"},
        "release": {"contents": "write", "id-token": "write", "attestations": "write"},
        "image": {"contents": "read", "packages": "write"},
    }


def test_everything_that_is_fetched_is_pinned() -> None:
    """Actions by commit, the base image by digest, and Python packages by hash."""
    used = re.findall(r"uses: (\S+)", WORKFLOW.read_text(encoding="utf-8"))
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    installs = re.findall(r"pip install[^\n]*(?:\n +--[^\n]*)*", WORKFLOW.read_text(encoding="utf-8"))
    locked = [line for line in installs if "--no-deps" not in line and "dist/" not in line]
    assert [each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each)] == []
    assert [each for each in bases if not re.fullmatch(r"python:[\w.-]+@sha256:[0-9a-f]{64}", each)] == []
    assert (len(locked), [line for line in locked if "--require-hashes" not in line]) == (2, [])


def test_the_image_has_git() -> None:
    """Plans are compared with commits there, too."""
    assert "install --yes --no-install-recommends git" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
