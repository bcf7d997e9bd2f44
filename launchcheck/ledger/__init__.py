"""The go/no-go record beside a plan: votes and decisions, appended, verified, and added up."""

from launchcheck.ledger.chain import Ledger, Torn, parse
from launchcheck.ledger.content import digest_of, facts_of, plan_digest, shared_facts
from launchcheck.ledger.file import Appended, append, beside, read, verify
from launchcheck.ledger.poll import decide, may_decide, may_vote, vote
from launchcheck.ledger.record import ATTRIBUTES, DECISIONS, VOTES, Entry, Line, Term
from launchcheck.ledger.tally import board, polled_areas, stale_after, voters, words

__all__ = [
    "ATTRIBUTES",
    "DECISIONS",
    "VOTES",
    "Appended",
    "Entry",
    "Ledger",
    "Line",
    "Term",
    "Torn",
    "append",
    "beside",
    "board",
    "decide",
    "digest_of",
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
