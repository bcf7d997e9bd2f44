"""Links to the pages of items: where the setting `docs` says that they are, and nowhere else."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from launchcheck import catalog, cli
from launchcheck.pages import page_of

ROOT = Path(__file__).parent.parent
HERE = "https://docs.example.com/launchcheck"
OURS = """\
checklist: 1
name: ours
extends: launch
items:
  - {id: sales.rota, area: sales, question: Who is on call?, why: Someone must be., fix: Say who., severity: blocker,
     due: T-7, check: {kind: present, paths: [custom.rota]}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the ready plan and a checklist of one's own, and settings that say where the pages are."""
    shutil.copy(ROOT / "examples" / "ready.yaml", tmp_path / "launch.yaml")
    (tmp_path / "ours.yaml").write_text(OURS, encoding="utf-8")
    (tmp_path / ".launchcheck.yaml").write_text(f"docs: {HERE}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command writes."""
    cli.run([*arguments])
    return capsys.readouterr().out


def _check(capsys: pytest.CaptureFixture[str], format: str) -> str:
    """The report of the plan in January, with the checklist of one's own."""
    arguments = ("--as-of", "2027-01-20", "--checklist", "./ours.yaml", "--format", format)
    return _run(capsys, "validate", "launch.yaml", *arguments)


@pytest.mark.parametrize(
    ("docs", "page"),
    [
        ("https://docs.example.com", "https://docs.example.com/items/sales.reach.html"),
        ("https://docs.example.com/", "https://docs.example.com/items/sales.reach.html"),
        (
            "https://git.example.com/lc/blob/main/docs/{page}.md",
            "https://git.example.com/lc/blob/main/docs/items/sales.reach.md",
        ),
        ("", ""),
    ],
)
def test_a_page_is_at_the_end_of_the_address_or_in_place_of_its_mark(docs: str, page: str) -> None:
    """A site has folders, and a forge has files."""
    item = next(item for item in catalog.built_in().items if item.id == "sales.reach")
    assert page_of(item, docs) == page


def test_sarif_links_each_item_that_has_a_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An item of a company's own has none."""
    (run,) = json.loads(_check(capsys, "sarif"))["runs"]
    rules = {rule["id"]: rule.get("helpUri") for rule in run["tool"]["driver"]["rules"]}
    assert rules.pop("sales.rota") is None
    assert rules == {id: f"{HERE}/items/{id}.html" for id in rules}


def test_the_board_links_what_is_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each open item leads to its page, and that of a company's own to none."""
    page = _check(capsys, "html")
    links = set(re.findall(rf'href="{re.escape(HERE)}/items/([^/"]+).html"', page))
    assert "sales.demo" in links
    assert "sales.rota" not in links
    assert 'id="sales--rota"' in page


@pytest.mark.parametrize("format", ["sarif", "html"])
def test_without_the_setting_no_report_has_a_link(
    format: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Launchcheck does not know where its pages are."""
    (folder / ".launchcheck.yaml").unlink()
    assert not re.search(r"helpUri|/items/sales", _check(capsys, format))


def test_several_plans_have_the_links_of_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also in a document that is written plan by plan."""
    shutil.copy("launch.yaml", "other.yaml")
    shown = _run(
        capsys, "validate", "launch.yaml", "other.yaml", "--as-of", "2027-01-20", "--format", "sarif"
    )
    assert f'"helpUri": "{HERE}/items/sales.demo.html"' in shown


def test_explain_ends_with_the_link(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In JSON it is `page`, null without the setting."""
    assert _run(capsys, "explain", "sales.reach").endswith(f"\n\n{HERE}/items/sales.reach.html\n")
    page = json.loads(_run(capsys, "explain", "sales.reach", "--format", "json"))["page"]
    assert page == f"{HERE}/items/sales.reach.html"
    (folder / ".launchcheck.yaml").unlink()
    assert json.loads(_run(capsys, "explain", "sales.reach", "--format", "json"))["page"] is None


def test_a_page_of_every_link_is_there() -> None:
    """An item that comes with launchcheck has a page, in a pack or not."""
    items = [item for name in catalog.names() for item in catalog.built_in(name).items]
    pages = [page_of(item, "docs/{page}.md") for item in items]
    assert [page for page in pages if not (ROOT / page).exists()] == []
    assert all(pages)
