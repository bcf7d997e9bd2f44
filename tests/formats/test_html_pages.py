"""The certificate and the trend as pages: what they show, and what a browser and its tools say of them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from browsers import SCHEMES, package, violations
from launches import PLAN
from reports import HOSTILE
from test_html import Elements

from launchcheck.text import UNSEEN

pytest.importorskip("jinja2", reason="html needs jinja2")

ROOT = Path(__file__).parents[2]
READY = str(ROOT / "examples/ready.yaml")
NOT_READY = str(ROOT / "examples/not-ready.yaml")
TINY = ("--checklist", "./tiny.yaml")
NO_OWNER = PLAN.replace("  owner: dana\n", "")
LATER = PLAN.replace("  tier: 1\n", "  tier: 1\n  release_date: 2027-02-09\n").replace("-02-16", "-02-20")


def words(page):
    """The text of a page, in one line."""
    return " ".join("".join(Elements(page).text).split())


def certificate(here, plan):
    """The certificate of a plan as a page."""
    code, out, err = here("certificate", plan, "--as-of", "2027-02-16", "--format", "html")
    assert (code, err) == (0, "")
    return out


@pytest.fixture
def history(commit):
    """A plan that was created, broken and finished later."""
    commit("Begin", day="2027-01-20", plan_yaml=NO_OWNER)
    commit("Break <b>it</b>", day="2027-01-21", plan_yaml="launchcheck: 1\nlaunch: [\n")
    commit("Fix", day="2027-01-22", plan_yaml=PLAN)
    commit("Finish", day="2027-01-24", plan_yaml=LATER)


def trend(here):
    """The trend of the plan as a page."""
    code, out, err = here("trend", "plan.yaml", *TINY, "--format", "html")
    assert (code, err) == (0, "")
    return out


@pytest.fixture(params=["certificate", "not decided", "trend"])
def page(request, here):
    """Each kind of page."""
    if request.param == "trend":
        request.getfixturevalue("history")
        return trend(here)
    return certificate(here, READY if request.param == "certificate" else NOT_READY)


def test_a_certificate_begins_with_the_decision(here):
    """Then come the facts, the votes, what was open, dissent, waivers, caveats and digests."""
    text = words(certificate(here, READY))
    parts = [
        "Go/no-go: Orbit Sync 2.0 Two-way sync between Orbit and the tools",
        "Decided: go, by Grace Liu on Fri 12 Feb 2027.",
        "Launch date",
    ]
    parts += ["Votes", "Priya Nair", "Decision", "Open at the decision No blocker.", "Dissent None."]
    parts += [
        "Waivers None.",
        "EU tenants get single sign-on in April.",
        "Voters Names as recorded",
        "Digests",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_certificate_without_a_decision_says_so(here):
    """It warns of the areas that have not voted, and does not look like a go."""
    page = certificate(here, NOT_READY)
    assert "Not decided Not decided; Paul Novak decides." in words(page)
    assert "No votes yet: product, audience" in words(page)
    assert 'class="verdict ready"' not in page


def test_a_certificate_has_what_the_markdown_has(here):
    """Every digest, vote and moment of the one is in the other."""
    _, markdown, _ = here("certificate", READY, "--as-of", "2027-02-16")
    facts = re.findall(r"[0-9a-f]{64}|\d{4}-\d\d-\d\d \d\d:\d\d", markdown)
    assert len(facts) == 9
    text = words(certificate(here, READY))
    assert [fact for fact in facts if fact not in text] == []


@pytest.mark.usefixtures("history")
def test_a_trend_shows_where_the_launch_stands_and_each_commit(here):
    """The latest commit is first; one that cannot be read says why, and leaves a gap in the picture."""
    page = trend(here)
    text = words(page)
    assert "Passed: from 0 to 2. Open blockers: from 2 to 0. Launch date 4 days later than at first." in text
    rows = [line.split("</th>")[0].split(">")[-1] for line in page.split("<tr>")[2:]]
    assert rows == ["Sun 24 Jan 2027", "Fri 22 Jan 2027", "Thu 21 Jan 2027", "Wed 20 Jan 2027"]
    assert "Not readable" in text
    assert "Break <b>it</b>" in text
    assert page.count("<polyline") == 2  # the two commits after the gap, for both numbers
    assert page.count('<circle class="curve') == 6


def test_a_trend_of_one_commit_is_a_page(here, commit):
    """There is a spot, and no line."""
    commit("Begin", day="2027-01-20", plan_yaml=PLAN)
    page = trend(here)
    assert page.count("<polyline") == 0
    assert "1 commit, Wed 20 Jan 2027 to Wed 20 Jan 2027" in words(page)


def test_a_trend_that_cannot_be_read_is_a_page(here, commit):
    """Without a single report there is no verdict and no picture, only the reasons."""
    commit("Begin", day="2027-01-20", plan_yaml="launchcheck: 1\nlaunch: [\n")
    text = words(trend(here))
    assert "Not readable" in text
    assert "Passed and open" not in text


def test_a_page_needs_nothing_but_itself(page):
    """It has the policy of the board, and loads nothing."""
    elements = Elements(page)
    assert "default-src 'none'" in page.replace("&#39;", "'")
    assert [given for _, given in elements.found if "src" in given or "style" in given] == []
    assert [given["href"] for tag, given in elements.found if tag == "link"] == ["data:,"]


VISIBLE = [text for text in HOSTILE if not re.search(UNSEEN, text)]
"""What a plan may be called; names with invisible characters are refused."""


@pytest.mark.parametrize("text", [*VISIBLE, "</style></script><script>x</script>"])
def test_hostile_names_stay_text(here, commit, text):
    """A subject and a name of a launch open no element."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    plan = PLAN.replace("name: Orbit Sync 2.0", f'name: "{quoted}"')
    commit("<script>alert(1)</script>", day="2027-01-20", plan_yaml=plan)
    pages = [
        trend(here),
        here("certificate", "plan.yaml", *TINY, "--as-of", "2027-01-20", "--format", "html")[1],
    ]
    assert [[tag for tag, _ in Elements(each).found].count("script") for each in pages] == [1, 1]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(page, scheme, tmp_path):
    """The pages are accessible in both color schemes."""
    assert violations(page, tmp_path, scheme) == [True, []]


@pytest.mark.slow
def test_html_validate_finds_nothing(page, tmp_path):
    """The pages are valid HTML, and follow the recommended rules of html-validate."""
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    command = ["node", str(package("html-validate") / "bin" / "html-validate.mjs"), str(path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
