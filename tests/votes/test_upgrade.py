"""Votes cast by an earlier launchcheck or under another checklist: judged by the facts that they recorded."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from polling import DATA, NOON, cast, checklist, decide, forked, on_board, plan, seat
from room import PLAN

from launchcheck import votes
from launchcheck.checklist import Item
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import Source
from launchcheck.votes import Basis, Entry, board
from launchcheck.votes.snapshot import canonical, covers, facts_at, reads

EARLY = DATA / "votes_without_reads.jsonl"
"""The record of the ready example as launchcheck wrote it before it recorded what a vote read."""


def asking(*paths):
    """The built-in checklist, with an item for sales that reads these paths, too."""
    item = Item.model_validate(
        {
            "id": "sales.more",
            "area": "sales",
            "question": "Is it there?",
            "why": "Customers ask.",
            "fix": "Add it.",
            "severity": "blocker",
            "due": "T-7",
            "check": {"kind": "present", "paths": [*paths]},
        }
    )
    return checklist().model_copy(update={"items": (*checklist().items, item)})


def ready(**changes):
    """The ready example, with values set at places."""
    data = Source.read(PLAN).data
    for place, value in changes.items():
        *way, last = place.split("__")
        node = data
        for step in way:
            node = node[int(step)] if step.isdigit() else node[step]
        node[last] = value
    return Plan.model_validate(data)


def early(of, asks=None):
    """The board of the early record."""
    return votes.board_of(votes.read(str(EARLY)), of, asks or checklist(), date(2027, 2, 12))


def spoken(found):
    """All votes and decisions of a board."""
    return [*(vote for each in found.seats for vote in each.votes), *found.decisions]


def notes(found):
    """The areas whose votes are noted as cast before a version."""
    return {vote.area: vote.cast_before for each in found.seats for vote in each.votes if vote.cast_before}


def test_early_record_holds_on_the_plan_that_it_is_about():
    """Nothing that it says is stale; areas that read more facts today are noted."""
    found = early(ready())
    assert len(spoken(found)) == 7
    assert not any(each.stale for each in spoken(found))
    assert notes(found) == dict.fromkeys(("audience", "campaigns", "customer_success"), "0.1.0")


def test_early_vote_holds_where_more_is_read_today():
    """The facts that it recorded are the same; that it recorded less is noted."""
    found = early(ready(), asking("custom.security_review"))
    assert not any(each.stale for each in spoken(found))
    assert notes(found)["sales"] == "0.1.0"


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"sales__kit__pitch": "https://docs.example.com/new"}, "sales.kit.pitch was"),
        ({"launch__embargo_until": "2027-02-15"}, "launch.embargo_until was 2027-02-16"),
        ({"sales__kit": None}, "sales.kit is gone"),
    ],
)
def test_early_vote_is_stale_once_a_fact_of_it_changes(changes, because):
    """At a place where it has something, or at one that every area leans on."""
    vote = seat(early(ready(**changes))).vote
    assert vote.stale
    assert vote.stale_because[0].startswith(because)


def test_early_vote_is_stale_once_a_list_has_another_entry():
    """Entries count whether they were there or not."""
    touches = ready().model_dump(mode="json", by_alias=True, exclude_none=True)["sales"]["touches"]
    assert seat(early(ready(sales__touches=[*touches, touches[0]]))).vote.stale
    assert seat(early(ready(sales__touches=touches[1:]))).vote.stale


def test_vote_holds_where_a_later_launchcheck_reads_more(path, monkeypatch):
    """It was cast on all that there was to read; that there is more by now is noted."""
    cast(path)
    decide(path)
    of = plan(custom={"review": "https://example.com/1"})
    monkeypatch.setattr(board, "__version__", "0.2.0")
    found = on_board(path, of=of, asks=asking("custom.review"))
    assert (seat(found).vote.stale, notes(found)) == (False, {"sales": "0.2.0"})
    assert found.decisions[0].cast_before == ""
    assert notes(on_board(path, of=of)) == {}


def test_vote_is_stale_where_another_checklist_reads_more(path):
    """The same launchcheck could have read it when the vote was cast."""
    cast(path)
    of = plan(custom={"review": "https://example.com/1"})
    (because,) = seat(on_board(path, of=of, asks=asking("custom.review"))).vote.stale_because
    assert because.startswith("custom is new")
    assert seat(on_board(path, asks=asking("custom.review"))).vote.stale is False


def test_vote_holds_under_a_checklist_that_reads_less(path):
    """It stays bound to all that it read, and there is nothing to note."""
    asks = asking("custom.review")
    of = plan(custom={"review": "https://example.com/1"})
    votes.vote(path, of, asks, area="sales", vote="go", by="omar", at=NOON)
    assert seat(on_board(path, of=of)).vote.stale is False
    assert notes(on_board(path, of=of)) == {}
    (because,) = seat(on_board(path, of=plan())).vote.stale_because
    assert because.startswith("custom is gone")


def test_fact_that_was_missing_counts_once_it_is_there(path):
    """The path of it was recorded, though there was nothing."""
    asks = asking("custom.review")
    votes.vote(path, plan(), asks, area="sales", vote="go", by="omar", at=NOON)
    given = plan(custom={"review": "https://example.com/1"})
    for today in (asks, checklist()):
        (because,) = seat(on_board(path, of=given, asks=today)).vote.stale_because
        assert because.startswith("custom is new")


def test_decision_is_bound_to_what_it_recorded(path, monkeypatch):
    """A later launchcheck may have all areas lean on more."""
    decide(path)
    monkeypatch.setattr(board, "SHARED", (*board.SHARED, "launch.summary"))
    monkeypatch.setattr(board, "__version__", "0.2.0")
    (made,) = on_board(path).decisions
    assert (made.stale, made.cast_before) == (False, "0.2.0")


def test_what_a_vote_is_bound_to_is_noted_wherever_votes_are_shown(here, tmp_path):
    """In the terminal, in Markdown, in JSON and in the certificate."""
    (tmp_path / "launch.votes.jsonl").write_bytes(EARLY.read_bytes())
    (tmp_path / "acme.yaml").write_text(
        "checklist: 1\nname: acme\nextends: launch\nitems:\n  - {id: acme.security, area: sales,"
        " question: Is there a review?, why: Customers ask., fix: Link it., severity: blocker, due: T-7,"
        " check: {kind: present, paths: [custom.security_review]}}\n"
    )
    more = ("launch.yaml", "--as-of", "2027-02-12", "--checklist", "acme.yaml")
    note = "cast before version 0.1.0"

    assert f"    {note}\n" in here("votes", *more).out
    for command in ("votes", "certificate"):
        assert f"| yes; {note} |" in here(command, *more, "--format", "markdown").out
        told = json.loads(here(command, *more, "--format", "json").out)
        assert {vote["area"]: vote["cast_before"] for vote in told["votes"]}["sales"] == "0.1.0"
        assert told["decisions"][0]["cast_before"] is None


@pytest.mark.parametrize("area", ["launch", "sales", "product", "customer_success"])
def test_paths_are_recorded_without_those_that_others_cover(area):
    """The facts are the same as those of all paths that the items read."""
    recorded = reads(checklist(), area)
    items = (item for item in checklist().items if area in {item.area, item.answers})
    every = {path.text for item in items for path in item.reads()}
    assert facts_at(plan(), {*recorded, *every}) == facts_at(plan(), recorded)
    assert covers(recorded, every)
    assert not any(covers({*recorded} - {path}, [path]) for path in recorded)


@pytest.mark.parametrize(
    ("paths", "others", "expected"),
    [
        (["sales"], ["sales.kit.pitch", "sales.touches[].date"], True),
        (["sales.touches"], ["sales.touches[]", "sales.touches[].date"], True),
        (["sales.touches[]"], ["sales.touches[].date"], True),
        (["sales.touches[].date"], ["sales.touches[]"], False),
        (["sales.kit"], ["sales.kitchen"], False),
        (["sales"], [], True),
        ([], ["sales"], False),
    ],
)
def test_path_covers_what_is_below_it(paths, others, expected):
    """A path leads to every fact below it."""
    assert covers(paths, others) is expected


@pytest.mark.parametrize("read", ["{}", '[""]', '["a..b"]', "[1]", '["a[][]"]', "[", '["a b"]'])
def test_forged_paths_are_refused_when_they_are_looked_at(path, read):
    """Both digests fit, so that only a forger can have written the line."""
    from test_record import sealed

    whole = votes.record.encode(Entry("vote", "sales", "go", "omar", NOON), Basis(b"{}", ("a",), "0.1.0"), ())
    body = whole.decode().partition(',"digest":')[0].replace('"reads":["a"]', f'"reads":{read}') + "}"
    Path(path).write_bytes(sealed(body))
    with pytest.raises(LaunchcheckError) as caught:
        on_board(path)
    assert str(caught.value) == f"{path}:1:1: launchcheck did not write this line: what it reads are no paths"


def test_votes_of_early_and_later_lines_stand_in_one_record(path):
    """An early line and one that says what it read may even be beside each other."""
    facts = Basis(canonical(votes.facts_of(plan(), checklist(), "sales")))
    forked(path, (Entry("vote", "sales", "go", "omar", NOON), facts))
    cast(path, "goals")
    found = on_board(path)
    assert [vote.stale for vote in spoken(found)] == [False, False]
    assert notes(found) == {}
    missing = Basis(canonical(votes.facts_of(plan(launch__embargo_until=None), checklist(), "sales")))
    forked(path, (Entry("vote", "sales", "go", "omar", NOON), missing))
    assert seat(on_board(path)).vote.stale_because == ("launch.embargo_until is new: 2027-02-16",)
