"""The site of docs: it lists every page, its links lead somewhere, it loads nothing, and everyone can use it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import manual
import pytest
from browsers import SCHEMES, requested, violations

CONFIG = tomllib.loads((manual.ROOT / "zensical.toml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.xdist_group("site")
OPENED = [
    "index",
    "getting-started",
    "concepts",
    "recipes/github",
    "items/sales.kit",
    "commands/validate",
    "json",
]
"""Pages that are opened in a browser: of each kind one."""
WRITTEN = [name.removeprefix("docs/").removesuffix(".md") for name in manual.written() if name != "README.md"]


def _entries(nav: Any) -> list[str]:
    """The pages and folders of a list of entries, at any depth."""
    if isinstance(nav, str):
        return [nav]
    values = nav.values() if isinstance(nav, dict) else nav
    return [entry for value in values for entry in _entries(value)]


NAV = _entries(CONFIG["project"]["nav"])


def test_every_page_has_its_place() -> None:
    """Each page is an entry, or in a folder that is one, and each entry is there."""
    pages = {name.removeprefix("docs/") for name in manual.names()}
    folders = tuple(entry for entry in NAV if entry.endswith("/"))
    assert [name for name in pages if name not in NAV and not name.startswith(folders)] == []
    assert [entry for entry in NAV if not (manual.DOCS / entry).exists()] == []
    assert len(NAV) == len(set(NAV))


def test_no_font_of_another_server_is_used() -> None:
    """The theme would load them from Google."""
    assert CONFIG["project"]["theme"]["font"] is False


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built from a copy without a warning."""
    pytest.importorskip("zensical", reason="Zensical builds the site: pip install '.[docs]'")
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(manual.DOCS, folder / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(manual.ROOT / "zensical.toml", folder)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def _pages(site: Path) -> dict[Path, str]:
    """Every page of docs in the site with its text: not that for missing pages, nor a copy for a browser."""
    paths = [path for path in site.rglob("*.html") if path.name not in {"404.html", "page.html"}]
    return {path: path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.slow
def test_every_page_is_built(site: Path) -> None:
    """The site has each page of docs, the index for language models, and no program."""
    built = {path.relative_to(site).with_suffix(".md").as_posix() for path in _pages(site)}
    assert built == {name.removeprefix("docs/") for name in manual.names()}
    assert (site / "llms.txt").exists()
    assert list(site.rglob("*.py")) == []


@pytest.mark.slow
def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    """Each leads to a file of the site, and each anchor to an element."""
    pages = _pages(site)
    ids = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    broken = []
    for path, text in pages.items():
        for link in set(re.findall(r'(?:href|src)="([^"]*)"', text)):
            if re.match(r"\w+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            target = target / "index.html" if target.is_dir() else target
            if not target.exists() or (anchor and anchor not in ids[target]):
                broken.append((path.relative_to(site).as_posix(), link))
    assert broken == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OPENED)
def test_a_page_loads_nothing_from_elsewhere(site: Path, name: str, tmp_path: Path) -> None:
    """It asks no other machine for anything."""
    assert requested(site / f"{name}.html", tmp_path / "log.json") == []


@pytest.mark.slow
def test_what_a_page_loads_from_elsewhere_is_noticed(tmp_path: Path) -> None:
    """A picture of another server is in the log, although that server does not exist."""
    page = tmp_path / "page.html"
    page.write_text('<img src="https://fonts.example.com/a.png">', encoding="utf-8")
    assert requested(page, tmp_path / "log.json") == ["https://fonts.example.com/a.png"]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", sorted({*OPENED, *WRITTEN}))
def test_axe_finds_nothing(site: Path, name: str, scheme: str) -> None:
    """The page is accessible, in both color schemes."""
    page = site / f"{name}.html"
    assert violations(page.read_text(encoding="utf-8"), page.parent, scheme) == [True, []]
