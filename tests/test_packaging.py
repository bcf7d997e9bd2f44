"""The distribution: built as for a release, installed elsewhere, and run from another folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
SUFFIXES = {".py", ".typed", ".json", ".yaml", ".html", ".css", ".js", ".md"}
"""All that belongs in the wheel; those from .html to .js are the page of a format, and .md is the guide."""

# One worker runs all of these tests, so that the wheel is built and installed once.
pytestmark = pytest.mark.xdist_group("packaging")


class Shipped(NamedTuple):
    """The built files, and where the wheel is installed."""

    sdist: Path
    wheel: Path
    wheel_of_sdist: Path
    scripts: Path


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """Build an sdist and a wheel, a wheel from the sdist, and install the latter in a new environment."""
    place = tmp_path_factory.mktemp("shipped")
    _build(ROOT, place, "--sdist", "--wheel")
    (sdist,) = place.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(place / "unpacked", filter="data")
    (unpacked,) = (place / "unpacked").iterdir()
    _build(unpacked, place / "again", "--wheel")
    (wheel,) = place.glob("*.whl")
    (again,) = (place / "again").glob("*.whl")
    return Shipped(sdist, wheel, again, _installed(again, place / "venv"))


def _build(source: Path, out: Path, *what: str) -> None:
    """Build without isolation: hatchling is installed already, and nothing is downloaded."""
    command = [sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, env=_environment())


def _installed(wheel: Path, place: Path) -> Path:
    """Install the wheel in a new environment that uses this environment's dependencies.

    A .pth file adds this environment's packages after its own. It adds folders only: if
    launchcheck is installed here from a checkout, that .pth is not followed, and the wheel comes
    first in any case.
    """
    venv.create(place, symlinks=os.name != "nt")
    variables = {"base": str(place), "platbase": str(place)}
    scripts = Path(sysconfig.get_path("scripts", "venv", vars=variables))
    packages = Path(sysconfig.get_path("purelib", "venv", vars=variables))
    own = dict.fromkeys(sysconfig.get_path(each) for each in ("purelib", "platlib"))
    (packages / "dependencies.pth").write_text("\n".join(own) + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--no-compile", "--ignore-installed", "--disable-pip-version-check"]
    subprocess.run([*pip, *options, str(wheel)], check=True, capture_output=True, env=_environment())
    return scripts


def _environment() -> dict[str, str]:
    """The environment variables, without those that would let Python find the checkout."""
    left_out = ("PYTHON", "COV", "PIP_")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)}


def _run(shipped: Shipped, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the new environment from another folder."""
    program, *arguments = command
    return subprocess.run(
        [shipped.scripts / program, *arguments],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _contents(wheel: Path) -> dict[str, str]:
    """The files of a wheel, each with a checksum."""
    with ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in sorted(archive.namelist())}


def _tree(folder: str) -> list[str]:
    """The files of a folder of the checkout, except those that Python generates."""
    return [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    ]


def test_wheel_has_the_package_and_the_checklists_and_nothing_else(shipped: Shipped) -> None:
    """The wheel contains every file of the package and every checklist, and nothing else."""
    names = [name for name in _contents(shipped.wheel) if ".dist-info/" not in name]
    checklists = [f"launchcheck/{name}" for name in _tree("checklists")]
    assert names == sorted([*_tree("launchcheck"), *checklists])
    assert {Path(name).suffix for name in names} <= SUFFIXES
    assert {"launchcheck/checklists/launch.yaml", "launchcheck/py.typed"} <= set(names)


def test_sdist_builds_the_same_wheel(shipped: Shipped) -> None:
    """The sdist and the checkout build equal wheels."""
    assert shipped.wheel_of_sdist.name == shipped.wheel.name
    assert _contents(shipped.wheel_of_sdist) == _contents(shipped.wheel)


def test_sdist_has_what_its_tests_need(shipped: Shipped) -> None:
    """The sdist has the sources, the tests and the files they read, and no leftovers."""
    with tarfile.open(shipped.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in ("launchcheck", "checklists", "examples", "tests", "benchmarks", "docs"):
        assert set(_tree(folder)) <= names
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "pyproject.toml"} <= names
    assert not [name for name in names if name.endswith(".pyc") or name.startswith((".venv", "dist"))]


def test_metadata_names_the_command_and_the_license(shipped: Shipped) -> None:
    """The wheel installs one command, and includes the license and the README."""
    with ZipFile(shipped.wheel) as archive:
        (folder,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        commands = archive.read(f"{folder}/entry_points.txt").decode()
        metadata = archive.read(f"{folder}/METADATA").decode()
        license_text = archive.read(f"{folder}/licenses/LICENSE").decode()
    assert commands.split() == ["[console_scripts]", "launchcheck", "=", "launchcheck.cli:main"]
    assert "License-Expression: Apache-2.0" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert (ROOT / "README.md").read_text(encoding="utf-8") in metadata
    assert license_text == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_installed_package_is_the_one_that_runs(shipped: Shipped, tmp_path: Path) -> None:
    """The checkout cannot be imported where the wheel is installed."""
    ran = _run(shipped, tmp_path, "python", "-c", "import launchcheck; print(launchcheck.__file__)")
    assert Path(ran.stdout.strip()).is_relative_to(shipped.scripts.parent)


def test_installed_command_checks_a_plan(shipped: Shipped, tmp_path: Path) -> None:
    """The installed command finds its checklist and opens the gate for a ready plan."""
    ready = str(ROOT / "examples" / "ready.yaml")
    ran = _run(shipped, tmp_path, "launchcheck", "validate", ready, "--at-launch")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Orbit Sync 2.0" in ran.stdout


def test_installed_command_lists_its_checklist(shipped: Shipped, tmp_path: Path) -> None:
    """The installed command lists every built-in item."""
    from launchcheck import catalog

    ran = _run(shipped, tmp_path, "launchcheck", "checks")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [item.id for item in catalog.built_in().items if item.id not in ran.stdout] == []
