"""`launchcheck certificate`: the decision in writing."""

from __future__ import annotations

import html
import json
import re

import pytest

CERTIFICATE = ("certificate", "launch.yaml", "--as-of", "2027-02-16")
NO = ("vote", "launch.yaml", "--area", "sales", "--vote", "no-go", "--as", "omar", "--note", "No demo")
WAIVER = """
waivers:
  - check: sales.demo
    reason: The booth has its own.
    approved_by: grace
    approved_on: 2027-02-05
    expires: 2027-03-05
"""


@pytest.fixture
def decided(here, polled):
    """A go in spite of a no-go from sales, with a condition from product."""
    polled("sales", "product", decision="")
    here(*NO)
    here(
        *("vote", "launch.yaml", "--area", "product", "--vote", "condition", "--as", "priya"),
        *("--condition", "Rollback tested again", "--owner", "ben", "--by", "2027-02-15"),
    )
    here("decide", "launch.yaml", "--decision", "go", "--as", "grace", "--note", "The demo can follow.")


def test_contains_everything_known_at_the_decision(here, decided):
    """It has the launch and its date, votes, dissent, conditions, waivers, caveats and digests."""
    ended = here(*CERTIFICATE)
    digests = json.loads(here(*CERTIFICATE, "--format", "json").out)

    assert (ended.code, ended.err) == (0, "")
    assert (
        ended.out
        == f"""\
# Go/no-go: Orbit Sync 2.0

**Decided: go, by Grace Liu on Fri 12 Feb 2027, over the no-go of sales.**

## What is launched

- Launch: Orbit Sync 2.0 (Two-way sync between Orbit and the tools that revenue teams already use.)
- Tier 1, planned
- Release date: Mon 15 Feb 2027
- Launch date: Tue 16 Feb 2027 (Europe/London)
- Launch owner: Dana Reyes
- As of Tue 16 Feb 2027: ready against the checklist tested; 24 passed, 1 open, 0 waived

## Votes

| Area | Vote | By | When (UTC) | Valid | Note |
| --- | --- | --- | --- | --- | --- |
| product | **go on condition** | Priya Nair (priya) | 2027-02-12 14:05 | yes |  |
| audience | **go** | Dana Reyes (dana) | 2027-02-12 14:00 | yes |  |
| goals | **go** | Dana Reyes (dana) | 2027-02-12 14:01 | yes |  |
| campaigns | **go** | Sam Okoye (sam) | 2027-02-12 14:02 | yes |  |
| sales | **NO-GO** | Omar Haddad (omar) | 2027-02-12 14:04 | yes | No demo |
| customer_success | **go** | Lin Chen (lin) | 2027-02-12 14:03 | yes |  |

## Decision

- **go**, by Grace Liu (grace), 2027-02-12 14:06 UTC
  Note: The demo can follow.

## Open at the decision

No blocker.

## Dissent

- sales: **NO-GO**, by Omar Haddad (omar), 2027-02-12 14:04 UTC: No demo

## Conditions

| Area | Condition | Owner | By |
| --- | --- | --- | --- |
| product | Rollback tested again | Ben Ortiz (ben) | Mon 15 Feb 2027, **overdue** |

## Waivers

None.

## Caveats

- eu-sso: EU tenants get single sign-on in April. (campaign yes, FAQ yes, sales yes)

## Voters

Names as recorded; not compared with the authors of commits.

## Digests

- Facts of the plan launch.yaml: `{digests["plan_digest"]}`
- Record launch.votes.jsonl, 7 lines: `{digests["record"]["digest"]}`
"""
    )


def test_is_reproducible(here, decided, tmp_path):
    """It depends on plan, record and date: not on the machine, the time, or the style of the plan."""
    before = [here(*CERTIFICATE, "--format", form).out for form in ("markdown", "json")]
    plan = tmp_path / "launch.yaml"
    plan.write_text(f"# A comment.\n{plan.read_text(encoding='utf-8')}", encoding="utf-8")

    assert [here(*CERTIFICATE, "--format", form).out for form in ("markdown", "json")] == before


def test_reports_stale_votes(here, decided, change):
    """It is written even when a fact that all areas depend on has changed, and says so at the top."""
    change("  date: 2027-02-16", "  date: 2027-02-18")

    ended = here("certificate", "launch.yaml", "--as-of", "2027-02-12")

    assert ended.code == 0
    assert (
        "> Stale: product, audience, goals, campaigns, sales, customer&#95;success; their facts have changed, or the votes are too old.  \n"
        "> Stale: the decision.  \n"
    ).replace("&#95;", "_") in ended.out
    assert "**stale**: launch.date was 2027-02-16 and is now 2027-02-18" in ended.out


def test_is_written_without_votes(here):
    """A launch without votes has a certificate that says so."""
    ended = here(*CERTIFICATE)

    assert ended.code == 0
    assert "**Not decided; Grace Liu decides.**" in ended.out
    assert "> No votes yet: product, audience, goals, campaigns, sales, customer_success." in ended.out


def test_shows_waivers(here, decided, tmp_path):
    """Each waived finding is listed, with the approver and the expiry."""
    with open(tmp_path / "launch.yaml", "a", encoding="utf-8") as plan:
        plan.write(WAIVER)

    assert (
        "| sales.demo | unused | Grace Liu | Fri 5 Feb 2027 | Fri 5 Mar 2027 | The booth has its own. |"
    ) in here(*CERTIFICATE).out


def test_json_has_the_same_facts(here, decided):
    """In JSON, votes, dissent, conditions, caveats and digests have their own keys."""
    found = json.loads(here(*CERTIFICATE, "--format", "json").out)

    assert found["schema"] == "launchcheck.certificate/1"
    assert (found["launch"]["name"], found["launch"]["date"]) == ("Orbit Sync 2.0", "2027-02-16")
    assert [(vote["area"], vote["vote"]) for vote in found["dissent"]] == [("sales", "no-go")]
    assert [vote["conditions"] for vote in found["votes"] if vote["conditions"]] == [
        [{"text": "Rollback tested again", "owner": "ben", "by": "2027-02-15", "overdue": True}]
    ]
    assert [(each["decision"], each["note"]) for each in found["decisions"]] == [
        ("go", "The demo can follow.")
    ]
    assert [caveat["id"] for caveat in found["caveats"]] == ["eu-sso"]
    assert (len(found["plan_digest"]), len(found["record"]["digest"])) == (64, 64)


def text_of(page):
    """The text of a page, in one line."""
    return " ".join(
        html.unescape(re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)).split()
    )


def test_html_has_the_same_facts(here, decided, tmp_path):
    """The page shows votes, dissent, conditions and waivers in words, and names people instead of ids."""
    with open(tmp_path / "launch.yaml", "a", encoding="utf-8") as plan:
        plan.write(WAIVER)
    shown = text_of(here(*CERTIFICATE, "--format", "html").out)

    assert (
        "Go Decided: go, by Grace Liu on Fri 12 Feb 2027, over the no-go of sales. The demo can follow."
        in shown
    )
    assert "Sales NO-GO Omar Haddad 2027-02-12 14:04 Stale: waivers" in shown
    assert "Product Go on condition Priya Nair 2027-02-12 14:05" in shown
    assert "Dissent Area By When (UTC) Note Sales Omar Haddad 2027-02-12 14:04 No demo" in shown
    assert "Product Rollback tested again Ben Ortiz Mon 15 Feb 2027, overdue" in shown
    assert "Unused Grace Liu Fri 5 Feb 2027 Fri 5 Mar 2027 The booth has its own." in shown


def test_html_warns_of_stale_votes(here, decided, change):
    """A go that no longer holds says so, and what changed."""
    change("  date: 2027-02-16", "  date: 2027-02-18")
    shown = text_of(here("certificate", "launch.yaml", "--as-of", "2027-02-12", "--format", "html").out)

    assert "Stale: the decision." in shown
    assert "Stale: launch.date was 2027-02-16 and is now 2027-02-18" in shown


def test_goes_to_a_file(here, decided, tmp_path):
    """With -o the same bytes are in the file, which replaces an older one."""
    shown = here(*CERTIFICATE).out
    (tmp_path / "go.md").write_text("yesterday")

    ended = here(*CERTIFICATE, "-o", "go.md")

    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (tmp_path / "go.md").read_bytes().decode() == shown


@pytest.mark.parametrize("own", ["launch.yaml", "launch.votes.jsonl"])
def test_does_not_overwrite_its_inputs(here, decided, tmp_path, own):
    """Neither the plan nor the record is overwritten."""
    before = (tmp_path / own).read_bytes()

    ended = here(*CERTIFICATE, "-o", own)

    assert (ended.code, (tmp_path / own).read_bytes()) == (2, before)
    assert ended.err == (
        f"error: this would overwrite a plan or its record of votes\n --> {own}\nhelp: choose another file\n"
    )


ACME = """\
checklist: 1
name: acme
extends: launch
panels:
  - id: reach
    shape: coverage
    title: who hears of it
    of: audience.segments
    key: id
    places: [{of: campaigns, field: audience, called: a | campaign}]
"""
BARE = """\
checklist: 1
name: acme
areas: [{id: launch, question: Q?}]
items:
  - {id: launch.one, area: launch, question: Q?, why: W., fix: F., severity: blocker, due: T-5, check: {kind: present, paths: [launch.owner]}}
"""


def test_draws_custom_coverage(here, tmp_path):
    """A custom coverage comes after the caveats; a checklist without one has no such part."""
    (tmp_path / "acme.yaml").write_text(ACME, encoding="utf-8")
    own = here(*CERTIFICATE, "--checklist", "./acme.yaml").out
    (tmp_path / "acme.yaml").write_text(BARE, encoding="utf-8")
    bare = (*CERTIFICATE, "--checklist", "./acme.yaml")

    expected = """
## Caveats

- eu-sso: EU tenants get single sign-on in April. (campaign yes, FAQ yes, sales yes)

## Who hears of it

- mid-market (a &#124; campaign yes)
- enterprise (a &#124; campaign yes)
"""
    assert expected in own
    assert "## Caveats" not in here(*bare).out
    assert json.loads(here(*bare, "--format", "json").out)["caveats"] == []
