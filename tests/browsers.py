"""Chromium for tests: a page once its scripts have run, and what axe-core finds wrong with it."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
SCHEMES = {"dark": 0, "light": 1}


def package(name: str) -> Path:
    """The folder of an npm package that is installed in this repository, or where NODE_PATH says."""
    for folder in (
        ROOT / "node_modules",
        *map(Path, filter(None, os.environ.get("NODE_PATH", "").split(":"))),
    ):
        if (folder / name).is_dir():
            return folder / name
    return pytest.skip(f"{name} is not installed: npm install --no-save axe-core html-validate")


def shown(folder: Path, page: str, scheme: str = "light") -> str:
    """The page as Chromium has it once its scripts have run; it is saved in the folder."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    setting = f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}"
    command = [CHROMIUM, *FLAGS, setting, "--virtual-time-budget=20000", "--dump-dom", path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def answered(page: str, folder: Path, scheme: str, script: str) -> Any:
    """What a script passes to `answer` in a page, which may load other files of the folder.

    It runs a moment after the page is loaded, in a copy without the policy that would forbid it.
    """
    copy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    answer = (
        "const answer = found => {document.body.innerHTML = '<pre id=found></pre>';"
        "document.getElementById('found').textContent = JSON.stringify(found)};"
        f"addEventListener('load', () => setTimeout(() => {{{script}}}, 500))"
    )
    head, _, tail = copy.rpartition("</body>")
    dom = shown(folder, f"{head}<script>{answer}</script></body>{tail}", scheme)
    found = re.search(r'<pre id="found">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[-2000:]
    return json.loads(html.unescape(found[1]))


def violations(page: str, folder: Path, scheme: str) -> Any:
    """What axe-core finds wrong, with every detail open: whether it looked, and each rule with its elements."""
    axe = (package("axe-core") / "axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    judge = (
        "document.querySelectorAll('details').forEach(each => each.open = true);"
        "axe.run(document, {resultTypes: ['violations']}).then(found => answer([found.passes.length > 20,"
        "found.violations.map(each => [each.id, each.nodes.map(node => node.html)])]))"
    )
    head, _, tail = page.rpartition("</body>")
    return answered(f"{head}<script>{axe}</script></body>{tail}", folder, scheme, judge)


def requested(page: Path, log: Path) -> list[str]:
    """The addresses on other machines from which a page asks for something, also where it gets nothing.

    The log of the browser has them; what the browser asks for by itself belongs to no page.
    """
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    command = [CHROMIUM, *FLAGS, f"--log-net-log={log}", "--virtual-time-budget=5000", "--dump-dom"]
    subprocess.run([*command, page.as_uri()], capture_output=True, check=True, timeout=120)
    found = re.findall(
        r'"network_isolation_key":"file:[^\n]*?"url":"([^"]*)"', log.read_text(encoding="utf-8")
    )
    return sorted(set(found))
