"""Go or no-go: votes and decisions in a record beside the plan, what they add up to, and the meeting.

`facts_digest` is public and stable; the other names are for the rooms above.
"""

from launchcheck.poll import Open
from launchcheck.votes.board import board_of
from launchcheck.votes.cast import decide, hold_to_poll, may_decide, may_vote, vote
from launchcheck.votes.file import MOST_BYTES, Appended, append, read, verify
from launchcheck.votes.integrity import Record, Torn, digests, digests_by_line, parse
from launchcheck.votes.record import ATTRIBUTES, Basis, Entry, Line, Term
from launchcheck.votes.snapshot import digest_of, facts_digest, facts_of, plan_digest, shared_facts

__all__ = [
    "ATTRIBUTES",
    "MOST_BYTES",
    "Appended",
    "Basis",
    "Entry",
    "Line",
    "Open",
    "Record",
    "Term",
    "Torn",
    "append",
    "board_of",
    "decide",
    "digest_of",
    "digests",
    "digests_by_line",
    "facts_digest",
    "facts_of",
    "hold_to_poll",
    "may_decide",
    "may_vote",
    "parse",
    "plan_digest",
    "read",
    "shared_facts",
    "verify",
    "vote",
]
