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


EARLY_FACTS = [
    ("release_date: 2027-02-15", "release_date: 2027-02-09"),
    (
        "percent: 0, exit: Staff find no severity 1 in five days, exit_met_on: 2027-01-27",
        "percent: 5, exit: No severity 1 for five days",
    ),
    (
        "{date: 2027-02-15, percent: 10, exit: Error rate below 0.5 % for a day, exit_met_on: 2027-02-16}",
        "{date: 2027-01-29, percent: 40, exit: Error rate below 0.5 % for three days}",
    ),
    ("{date: 2027-02-16, percent: 100}", "{date: 2027-02-09, percent: 100}"),
]
"""What the ready example says today, and what it said when the early record was written."""


def asking(*paths):
    """The built-in checklist, with an added item for sales that reads these paths."""
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
    """The ready example as it was when the early record was written, with values set at places."""
    data = Source.read(PLAN).data
    data["launch"]["release_date"] = "2027-02-09"
    data["product"]["rollout"]["steps"] = [
        {"date": "2027-01-20", "percent": 5, "exit": "No severity 1 for five days"},
        {"date": "2027-01-29", "percent": 40, "exit": "Error rate below 0.5 % for three days"},
        {"date": "2027-02-09", "percent": 100},
    ]
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
    """All votes and decisions on a board."""
    return [*(vote for each in found.seats for vote in each.votes), *found.decisions]


def notes(found):
    """The areas with a note that their votes were cast before a version."""
    return {vote.area: vote.cast_before for each in found.seats for vote in each.votes if vote.cast_before}


def test_early_record_is_valid_on_its_plan():
    """Nothing in it is stale; areas that read more facts today have a note."""
    found = early(ready())
    assert len(spoken(found)) == 7
    assert not any(each.stale for each in spoken(found))
    assert notes(found) == dict.fromkeys(
        ("audience", "goals", "campaigns", "sales", "customer_success"), "0.1.0"
    )


def test_early_vote_is_valid_where_more_is_read_today():
    """The facts that it recorded are unchanged; that it recorded fewer is noted."""
    found = early(ready(), asking("custom.security_review"))
    assert not any(each.stale for each in spoken(found))
    assert notes(found)["sales"] == "0.1.0"


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"sales__kit__pitch": "https://docs.example.com/new"}, "sales.kit.pitch was"),
        ({"launch__embargo_until": "2027-02-15"}, "launch.embargo_until was 2027-02-16"),
        ({"sales__kit": None}, "sales.kit was removed"),
    ],
)
def test_early_vote_is_stale_once_a_fact_of_it_changes(changes, because):
    """This concerns the facts that it recorded, and those that every area depends on."""
    vote = seat(early(ready(**changes))).vote
    assert vote.stale
    assert vote.stale_because[0].startswith(because)


def test_early_vote_is_stale_once_a_list_gains_an_entry():
    """Entries count whether or not they existed then."""
    touches = ready().model_dump(mode="json", by_alias=True, exclude_none=True)["sales"]["touches"]
    assert seat(early(ready(sales__touches=[*touches, touches[0]]))).vote.stale
    assert seat(early(ready(sales__touches=touches[1:]))).vote.stale


def test_vote_is_valid_where_a_later_launchcheck_reads_more(path, monkeypatch):
    """It was cast on all facts that were read then; that more are read now is noted."""
    cast(path)
    decide(path)
    of = plan(custom={"review": "https://example.com/1"})
    monkeypatch.setattr(board, "__version__", "0.2.0")
    found = on_board(path, of=of, asks=asking("custom.review"))
    assert (seat(found).vote.stale, notes(found)) == (False, {"sales": "0.2.0"})
    assert found.decisions[0].cast_before == ""
    assert notes(on_board(path, of=of)) == {}


def test_vote_is_stale_where_another_checklist_reads_more(path):
    """The same launchcheck could have read the fact when the vote was cast."""
    cast(path)
    of = plan(custom={"review": "https://example.com/1"})
    (because,) = seat(on_board(path, of=of, asks=asking("custom.review"))).vote.stale_because
    assert because == "it was cast with another checklist, which did not ask for custom.review"
    assert seat(on_board(path, asks=asking("custom.review"))).vote.stale is False


def test_vote_is_valid_under_a_checklist_that_reads_less(path):
    """It depends on all facts that it recorded, and there is no note."""
    asks = asking("custom.review")
    of = plan(custom={"review": "https://example.com/1"})
    votes.vote(path, of, asks, area="sales", vote="go", by="omar", at=NOON)
    assert seat(on_board(path, of=of)).vote.stale is False
    assert notes(on_board(path, of=of)) == {}
    (because,) = seat(on_board(path, of=plan())).vote.stale_because
    assert because.startswith("custom was removed")


def test_missing_fact_counts_once_it_is_added(path):
    """Its path was recorded, although it had no value."""
    asks = asking("custom.review")
    votes.vote(path, plan(), asks, area="sales", vote="go", by="omar", at=NOON)
    given = plan(custom={"review": "https://example.com/1"})
    for today in (asks, checklist()):
        (because,) = seat(on_board(path, of=given, asks=today)).vote.stale_because
        assert because.startswith("custom is new")


def test_decision_depends_on_the_facts_it_recorded(path, monkeypatch):
    """A later launchcheck may add facts that all areas depend on."""
    decide(path)
    monkeypatch.setattr(board, "DECIDED", (*board.DECIDED, "launch.summary"))
    monkeypatch.setattr(board, "__version__", "0.2.0")
    (made,) = on_board(path).decisions
    assert (made.stale, made.cast_before) == (False, "0.2.0")


def test_the_note_is_shown_wherever_votes_are_shown(here, tmp_path):
    """It is in the terminal, in Markdown, in JSON and in the certificate."""
    (tmp_path / "launch.votes.jsonl").write_bytes(EARLY.read_bytes())
    plan = (tmp_path / "launch.yaml").read_text("utf-8")
    for now, then in EARLY_FACTS:
        assert now in plan
        plan = plan.replace(now, then)
    (tmp_path / "launch.yaml").write_text(plan, "utf-8")
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
        assert told["decisions"][0]["cast_before"] == "0.1.0"


@pytest.mark.parametrize("area", ["launch", "sales", "product", "customer_success"])
def test_paths_covered_by_others_are_not_recorded(area):
    """The facts equal those of all paths that the items read."""
    recorded = reads(checklist(), area)
    items = (item for item in checklist().items if area in {item.area, *checklist().answers(item)})
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
def test_a_path_covers_everything_below_it(paths, others, expected):
    """A path leads to every fact below it."""
    assert covers(paths, others) is expected


@pytest.mark.parametrize("read", ["{}", '[""]', '["a..b"]', "[1]", '["a[][]"]', "[", '["a b"]'])
def test_forged_paths_are_refused_when_they_are_read(path, read):
    """Both digests fit, so only a forger can have written the line."""
    from test_record import sealed

    whole = votes.record.encode(Entry("vote", "sales", "go", "omar", NOON), Basis(b"{}", ("a",), "0.1.0"), ())
    body = whole.decode().partition(',"digest":')[0].replace('"reads":["a"]', f'"reads":{read}') + "}"
    Path(path).write_bytes(sealed(body))
    with pytest.raises(LaunchcheckError) as caught:
        on_board(path)
    assert str(caught.value) == f"{path}:1:1: launchcheck did not write this line: its 'reads' are not paths"


def test_early_and_later_lines_can_share_a_record(path):
    """An early line and one with paths may even be on parallel branches."""
    facts = Basis(canonical(votes.facts_of(plan(), checklist(), "sales")))
    forked(path, (Entry("vote", "sales", "go", "omar", NOON), facts))
    cast(path, "goals")
    found = on_board(path)
    assert [vote.stale for vote in spoken(found)] == [False, False]
    assert notes(found) == {}
    missing = Basis(canonical(votes.facts_of(plan(launch__embargo_until=None), checklist(), "sales")))
    forked(path, (Entry("vote", "sales", "go", "omar", NOON), missing))
    assert seat(on_board(path)).vote.stale_because == ("launch.embargo_until is new: 2027-02-16",)
