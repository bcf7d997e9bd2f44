"""The go/no-go record beside a plan: votes and decisions, appended, verified, and added up."""

from launchcheck.votes.board import board_of, polled_areas, stale_after, voters, words
from launchcheck.votes.cast import decide, may_decide, may_vote, vote
from launchcheck.votes.file import Appended, append, read, verify
from launchcheck.votes.integrity import Record, Torn, parse
from launchcheck.votes.record import ATTRIBUTES, DECISIONS, VOTES, Basis, Entry, Line, Term
from launchcheck.votes.snapshot import digest_of, facts_digest, facts_of, plan_digest, shared_facts

__all__ = [
    "ATTRIBUTES",
    "DECISIONS",
    "VOTES",
    "Appended",
    "Basis",
    "Entry",
    "Line",
    "Record",
    "Term",
    "Torn",
    "append",
    "board_of",
    "decide",
    "digest_of",
    "facts_digest",
    "facts_of",
    "may_decide",
    "may_vote",
    "parse",
    "plan_digest",
    "polled_areas",
    "read",
    "shared_facts",
    "stale_after",
    "verify",
    "vote",
    "voters",
    "words",
]
