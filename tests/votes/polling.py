"""A plan to vote on, and helpers for votes."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from launchcheck import catalog, votes
from launchcheck.plan import Plan
from launchcheck.source import Source
from launchcheck.votes.record import encode

DATA = Path(__file__).parent.parent / "data"
FULL = DATA / "plan_full.yaml"
NOON = datetime(2027, 2, 12, 12, tzinfo=UTC)
TODAY = date(2027, 2, 12)
OWNERS = {
    "product": "priya",
    "audience": "dana",
    "goals": "dana",
    "campaigns": "sam",
    "sales": "omar",
    "customer_success": "lin",
}
AREAS = tuple(OWNERS)


@cache
def _data():
    return Source.read(FULL).data


def plan(**changes):
    """The full example, with values set at places: `launch__date="2027-02-23"`."""
    data = deepcopy(_data())
    for place, value in changes.items():
        node = data
        *way, last = place.split("__")
        for step in way:
            node = node[int(step)] if step.isdigit() else node.setdefault(step, {})
        node[last] = value
    return Plan.model_validate(data)


def checklist():
    """The built-in checklist."""
    return catalog.built_in()


def cast(path, area="sales", vote="go", *, by=None, of=None, minutes=0, at=NOON, **more):
    """Vote, by default as the owner of the area."""
    by = by or OWNERS[area]
    at += timedelta(minutes=minutes)
    return votes.vote(path, of or plan(), checklist(), area=area, vote=vote, by=by, at=at, **more)


def decide(path, decision="go", *, by="grace", of=None, at=NOON, **more):
    """Decide, by default as the decider."""
    return votes.decide(path, of or plan(), decision=decision, by=by, at=at, **more)


def poll(path, areas=AREAS, **more):
    """Vote go for every owner."""
    for area in areas:
        cast(path, area, **more)


def forked(path, *entries):
    """Append lines to a record, each written on its own branch after the existing lines."""
    heads = votes.read(path).heads
    with open(path, "ab") as record:
        record.writelines(encode(entry, bound, heads) for entry, bound in entries)


def on_board(path, *, of=None, today=TODAY, asks=None):
    """The board of a record."""
    return votes.board_of(votes.read(path), of or plan(), asks or checklist(), today)


def seat(board, area="sales"):
    """The seat of one area on a board."""
    return next(each for each in board.seats if each.area == area)


def said(error):
    """The places and messages of an error and its parts."""
    parts = error.parts or (error,)
    return [
        (
            ":".join(str(part.locations[0]).rsplit("/", 1)[-1].split(":")) if part.locations else "",
            part.message,
        )
        for part in parts
    ]
