"""The page for people: what it shows, what it never does, and what a browser and its tools say of it."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browsers import SCHEMES, package, shown, violations
from reports import HOSTILE, REPORTS

import launchcheck
from launchcheck.checklist import Checklist
from launchcheck.formats import Format, Options, write
from launchcheck.formats.writer import Document, Whole
from launchcheck.summary import Tally

pytest.importorskip("jinja2", reason="html needs jinja2")

ROOT = Path(__file__).parents[2]
BOARDS = Path(__file__).parent / "boards"
SHOWN = ("mixed", "hostile", "empty", "waived", "cancelled", "weakened", "all-passed")


@pytest.fixture(autouse=True)
def _fixed_version(monkeypatch):
    """Fix the version, so that a release changes no golden file."""
    monkeypatch.setattr(launchcheck, "__version__", "1.2.3")


def page_of(report, encoding="utf-8"):
    """The page of a report, in an encoding."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    write(report, Format.HTML, out, Options())
    out.flush()
    return out.buffer.getvalue().decode(encoding)


def plans(folder, *names):
    """A folder with example plans under names of their own."""
    for name in names:
        shutil.copy(ROOT / "examples" / f"{name}.yaml", folder / f"{name}.launch.yaml")
    return folder


def run(*arguments, cwd):
    """A run of launchcheck, isolated from this machine."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-m", "launchcheck", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=kept | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )


def many(folder, *names):
    """The page of several plans."""
    plans(folder, *names)
    done = run("validate", ".", "--as-of", "2027-02-16", "--format", "html", cwd=folder)
    return done.stdout


class Elements(html.parser.HTMLParser):
    """The elements of a page as a browser would read them: each tag with its attributes, and all text."""

    def __init__(self, page):
        super().__init__()
        self.found, self.text = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        """Keep the element."""
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data):
        """Keep the text."""
        self.text.append(data)

    def ids(self):
        """The ids of all elements."""
        return [given["id"] for _, given in self.found if "id" in given]


@pytest.mark.parametrize("name", SHOWN)
def test_matches_its_golden_file(name, golden):
    """The page of an awkward report is as its golden file shows; style and script stand in their own files."""
    page = re.sub(r"(?s)<(style|script)>.*?</\1>", r"<\1></\1>", page_of(REPORTS[name]))
    page = re.sub(r"sha256-[\w+/=]+", "sha256-...", page)
    golden(page, BOARDS / f"{name}.html")


def test_every_golden_file_is_used():
    """No golden file is left over."""
    assert {path.name for path in BOARDS.iterdir()} == {f"{name}.html" for name in SHOWN}


@pytest.mark.parametrize("name", list(REPORTS))
def test_has_the_same_bytes_twice(name):
    """The same report gives the same page."""
    assert page_of(REPORTS[name]) == page_of(REPORTS[name])


def test_hostile_text_stays_text():
    """Text from a plan opens no element, no handler and no link but to the web."""
    calm, hostile = Elements(page_of(REPORTS["mixed"])), Elements(page_of(REPORTS["hostile"]))
    tags = {tag for tag, _ in hostile.found}
    assert tags <= {tag for tag, _ in calm.found} | {"a", "code", "td"}
    assert [tag for tag, _ in hostile.found].count("script") == 1
    assert [name for _, given in hostile.found for name in given if name.startswith("on")] == []
    assert "<script>alert(1)</script>" in "".join(hostile.text)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "</style></script><script>x</script>", "javascript:alert(1)", "{{ 7*7 }}"]
)
def test_every_field_stays_text(text):
    """A text in any field is shown with its own characters, the invisible ones escaped."""
    report = REPORTS["mixed"]
    named = report._replace(launch=report.launch._replace(name=text, summary=text))
    page = page_of(named)
    before, after = Elements(page_of(report)), Elements(page)
    assert [tag for tag, _ in after.found if tag not in {"a", "code"}] == [
        tag for tag, _ in before.found if tag not in {"a", "code"}
    ]
    assert "49" not in re.findall(r"<h1.*?>(.*?)</h1>", page)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\ufeff\u2028]", page)


def test_allows_its_own_style_and_script_alone():
    """The policy has the hashes of exactly what stands in the page, and allows nothing from elsewhere."""
    page = page_of(REPORTS["hostile"])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1].replace(
        "&#39;", "'"
    )
    hashes = {
        name: base64.b64encode(
            hashlib.sha256(re.search(rf"(?s)<{name}>(.*?)</{name}>", page)[1].encode()).digest()
        ).decode()
        for name in ("style", "script")
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert ' style="' not in page


def test_links_lead_to_the_page_or_to_the_web():
    """A link leads to a place in the page, or to an address of the web that learns nothing of the page."""
    report = REPORTS["mixed"]
    summary = "See https://example.com/a?b=1&c=2, and `ftp://x`, javascript:alert(1)."
    elements = Elements(page_of(report._replace(launch=report.launch._replace(summary=summary))))
    links = [given for tag, given in elements.found if tag == "a"]
    outside = [given for given in links if not given["href"].startswith("#")]
    assert outside == [{"href": "https://example.com/a?b=1&c=2", "rel": "noreferrer noopener"}]
    assert {given["href"][1:] for given in links if given not in outside} <= set(elements.ids())
    assert [given for _, given in elements.found if "src" in given] == []


def test_names_the_verdict_its_reason_and_the_next_three_items_first():
    """The first screen has the verdict in words, why, and what to do; open items come before passed ones."""
    text = " ".join("".join(Elements(page_of(REPORTS["mixed"])).text).split())
    assert "Not ready 6 blockers open, 1 of them overdue." in text
    order = ["Not ready", "Has sales been told seven times?", "Timeline", "Areas", "Overdue 2", "Passed 1"]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_names_what_is_open_before_what_is_waived():
    """Of an item that is waived in part, the first screen names what is still open."""
    text = "".join(Elements(page_of(REPORTS["waived"])).text)
    first_screen = text[text.index("Next") : text.index("Timeline")]
    assert "Waived" not in first_screen


def test_shows_code_as_code():
    """What a question puts between backquotes is shown as code."""
    report = REPORTS["mixed"]
    page = page_of(report._replace(launch=report.launch._replace(summary="Write `none` & go.")))
    assert "Write <code>none</code> &amp; go." in page


def test_is_readable_in_any_encoding():
    """In an encoding other than UTF-8, what it lacks becomes references, and the page still says UTF-8."""
    page = page_of(REPORTS["wide"], "latin-1")
    assert page.isascii()
    assert Elements(page).text == Elements(page_of(REPORTS["wide"])).text


def test_lists_many_launches_first_and_each_once(tmp_path):
    """The table of launches comes before the launches, each row leads to one, and no id appears twice."""
    page = many(tmp_path, "not-ready", "on-track", "quiet", "malformed")
    elements = Elements(page)
    rows = re.findall(r'<th scope="row"><a href="#([^"]+)">', page)
    articles = [given["id"] for tag, given in elements.found if tag == "article"]
    assert page.index("<h2>Launches</h2>") < page.index("<article")
    assert sorted(rows) == sorted(articles)
    assert len(articles) == 4
    assert len(set(elements.ids())) == len(elements.ids())
    assert "Cannot be checked" in page


def test_launches_that_wait_in_a_file_are_the_same(monkeypatch):
    """Many launches wait in a temporary file until the table is written; the page is the same."""

    def page(limit):
        monkeypatch.setattr("launchcheck.formats.writer._MOST_IN_MEMORY", limit)
        out = io.StringIO()
        document = Document(Format.HTML, out, Options())
        for part in ("<p>première</p>", "<p>deuxième\r\n</p>"):
            document.add(part)
        document.close(Whole(Tally(), [], [], Checklist(names=(), areas=(), items=())))
        return out.getvalue()

    assert page(1) == page(2**20)
    assert page(1).index("Launches") < page(1).index("<p>première</p><p>deuxième\r\n</p>")


def test_one_plan_that_a_search_finds_has_the_page_of_one(tmp_path):
    """A search that finds one plan shows the page of one launch."""
    assert (
        many(tmp_path, "quiet")
        == run(
            "validate", "quiet.launch.yaml", "--as-of", "2027-02-16", "--format", "html", cwd=tmp_path
        ).stdout
    )


def test_says_how_to_get_jinja2(tmp_path):
    """Without jinja2 the gate is not checked, and the message has the line that installs it."""
    plans(tmp_path, "quiet")
    code = (
        "import sys; sys.modules['jinja2'] = None; from launchcheck.cli import main;"
        "sys.argv = ['launchcheck', 'validate', 'quiet.launch.yaml', '--format', 'html']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "html needs jinja2" in done.stderr
    assert "pip install 'launchcheck[share]'" in done.stderr


# -- in a real browser, with the tools that judge pages ------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["mixed", "hostile", "empty", "all-passed", "several"])
def test_axe_finds_nothing(name, scheme, tmp_path):
    """The page is accessible, in both color schemes, for one launch and for several."""
    page = (
        many(tmp_path, "not-ready", "on-track", "malformed") if name == "several" else page_of(REPORTS[name])
    )
    assert violations(page, tmp_path, scheme) == [True, []]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*REPORTS, "several"])
def test_html_validate_finds_nothing(name, tmp_path):
    """The page is valid HTML, and follows the recommended rules of html-validate."""
    page = (
        many(tmp_path, "not-ready", "on-track", "malformed") if name == "several" else page_of(REPORTS[name])
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    command = ["node", str(package("html-validate") / "bin" / "html-validate.mjs"), str(path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.slow
def test_filter_is_kept_in_the_address(tmp_path):
    """An address with a filter shows the items that fit, and says how many."""
    page = page_of(REPORTS["mixed"])
    (tmp_path / "board.html").write_text(page, encoding="utf-8")
    script = re.search(r"(?s)<script>(.*?)</script>", page)[1]
    copy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    copy = copy.replace(script, f"location.hash = 'status=overdue&owner=Omar+Haddad';{script}")
    dom = shown(tmp_path, copy)
    assert "1 of 11 items" in dom
    hidden = re.findall(r'class="item" id="([^"]+)"[^>]*hidden=""', dom)
    assert len(hidden) == 10


@pytest.mark.slow
def test_filter_hides_launches_without_such_items(tmp_path):
    """Among several launches, those without an item that fits are hidden."""
    page = many(tmp_path, "not-ready", "quiet")
    script = re.search(r"(?s)<script>(.*?)</script>", page)[1]
    copy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    copy = copy.replace(script, f"location.hash = 'status=overdue';{script}")
    dom = shown(tmp_path, copy)
    assert len(re.findall(r'<article class="launch"', dom)) == 2
    assert len(re.findall(r'<article class="launch"[^>]*hidden=""', dom)) == 1


@pytest.mark.slow
def test_browser_refuses_what_the_page_did_not_bring(tmp_path):
    """If markup got into a page all the same, the browser would run none of it."""
    attack = (
        "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
        "<style>body { display: none }</style>"
    )
    dom = shown(tmp_path, page_of(REPORTS["mixed"]).replace("<main>", f"<main>{attack}"))
    assert "<title>owned" not in dom
