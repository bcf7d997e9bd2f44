"""Votes in `launchcheck validate`: their effect on the gate, in every format."""

from __future__ import annotations

import re

import pytest

from launchcheck.formats import TEXT_FORMATS

VALIDATE = ("validate", "launch.yaml", "--as-of", "2027-02-16")
WARNING = (*VALIDATE, "--fail-on", "warning")
BLOCKER = """\
checklist: 1
name: acme
extends: ./tested/checklist.yaml
change: {launch.polled: {severity: blocker}}
"""


def test_a_poll_on_the_current_plan_leaves_nothing_open(here, polled):
    """Every area voted go and the decider after them: not even a warning is open."""
    assert here(*WARNING).code == 1

    polled()

    ended = here(*WARNING)
    assert (ended.code, ended.out.splitlines()[-1]) == (
        0,
        "gate open (exit 0): nothing is open [--fail-on warning]",
    )


def test_names_the_facts_that_changed_since_a_vote(here, polled, change):
    """A stale vote closes a gate for warnings, and names the old and the new value."""
    polled()
    change("responder: dana", "responder: omar")

    ended = here(*WARNING, "--format", "text")

    assert ended.code == 1
    assert re.sub(r":\d+:\d+:", ":", ended.out) == (
        "launch.yaml: warning launch.polled the vote is stale: Omar Haddad said go on Fri 12 Feb 2027 for sales; "
        "sales.questions.responder was dana and is now omar\n"
    )


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_conditions_are_open_in_every_format(here, polled, form):
    """Each format has their text, owner and date."""
    polled("product", decision="")
    here(
        *("vote", "launch.yaml", "--area", "product", "--vote", "condition", "--as", "priya"),
        *("--condition", "Rollback tested again", "--owner", "ben", "--by", "2027-02-15"),
        *("--condition", "Docs are live", "--owner", "lin", "--by", "2027-02-18"),
    )
    here("decide", "launch.yaml", "--decision", "go", "--as", "grace")

    words = " ".join(here(*VALIDATE, "--verbose", "--format", form.value).out.split())

    for said in (
        "Rollback tested again",
        "Ben Ortiz",
        "Mon 15 Feb 2027",
        "Docs are live",
        "Lin Chen",
        "Thu 18 Feb 2027",
    ):
        assert said in words


def test_reads_the_named_record_or_none(here, polled, tmp_path):
    """`--ledger PATH` reads another record, `--ledger none` no record at all."""
    polled()
    (tmp_path / "launch.votes.jsonl").rename(tmp_path / "other.jsonl")

    assert here(*WARNING).code == 1
    assert here(*WARNING, "--ledger", "other.jsonl").code == 0
    (tmp_path / "other.jsonl").rename(tmp_path / "launch.votes.jsonl")
    assert here(*WARNING, "--ledger", "none").code == 1


def test_a_company_makes_the_poll_a_blocker(here, polled, tmp_path):
    """In a custom checklist with that severity, the poll closes the gate."""
    (tmp_path / "acme.yaml").write_text(BLOCKER)
    assert here(*VALIDATE, "--checklist", "acme.yaml").code == 1

    polled()

    assert here(*VALIDATE, "--checklist", "acme.yaml").code == 0


def test_cannot_check_with_a_damaged_record(here, polled, tmp_path):
    """An altered record stops the check, with a location."""
    polled()
    record = tmp_path / "launch.votes.jsonl"
    record.write_text(record.read_text().replace('"by":"omar"', '"by":"lin"'))

    ended = here(*VALIDATE)

    assert (ended.code, ended.out) == (2, "")
    assert ended.first.startswith("launch.votes.jsonl:5:1: the line was changed after it was written")


def test_votes_are_on_the_checklist_of_the_settings(here, polled, change, tmp_path):
    """Votes use the checklist of the settings, and the gate finds them fresh."""
    (tmp_path / "acme.yaml").write_text(
        BLOCKER
        + "items:\n  - {id: acme.security, area: sales, question: Is there a review?, why: Customers ask.,"
        " fix: Link it., severity: blocker, due: T-7, check: {kind: present, paths: [custom.security_review]}}\n"
    )
    (tmp_path / ".launchcheck.yaml").write_text("checklists: [./acme.yaml]\n")

    polled()

    ended = here(*WARNING)
    assert (ended.code, ended.out.splitlines()[-1]) == (
        0,
        "gate open (exit 0): nothing is open [--fail-on warning]",
    )
    change("security_review: ", "security_review: https://example.com/another # ")
    ended = here(*WARNING, "--verbose")
    assert ended.code == 1
    assert "custom.security_review was" in " ".join(ended.out.split())
