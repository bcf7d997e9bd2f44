"""Suggest what an unknown key was probably meant to be, or where it belongs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from launchcheck.text import closest, did_you_mean, listed, quote, show

# Common synonym -> key of the plan format; the first one known in a place is meant.
_ALIASES: dict[str, tuple[str, ...]] = {
    "title": ("name", "title", "what"),
    **dict.fromkeys(("name", "task"), ("what",)),
    "description": ("summary", "text", "note", "why", "what"),
    **dict.fromkeys(
        ("launch date", "go live", "goes live", "deadline", "due", "due date", "due on", "day", "when"),
        ("date", "by", "fix_by", "due"),
    ),
    **dict.fromkeys(("date", "due by"), ("due",)),
    "on": ("date",),
    **dict.fromkeys(("percentage", "share", "traffic"), ("percent",)),
    **dict.fromkeys(("ga date", "ship date", "release"), ("release_date",)),
    **dict.fromkeys(
        ("approver", "dri", "sponsor", "decision maker"), ("decider", "approved_by", "from", "owner", "by")
    ),
    **dict.fromkeys(("lead", "manager", "assignee", "responsible", "who"), ("owner", "responder", "who")),
    **dict.fromkeys(("because", "why", "rationale", "justification", "reason"), ("reason", "because")),
    "approved by": ("verified_by", "from", "by"),
    "by": ("from",),
    **dict.fromkeys(("role", "department"), ("role", "function")),
    "job": ("role", "function", "what"),
    **dict.fromkeys(("blocker", "blocking", "blocks", "must", "required", "mandatory"), ("blocks_launch",)),
    **dict.fromkeys(("depends on", "dependencies", "depends", "requires", "blocked by"), ("needs",)),
    **dict.fromkeys(
        ("done", "done on", "completed", "completed on", "finished", "finished on", "given on", "closed on"),
        ("done_on", "given_on"),
    ),
    **dict.fromkeys(("approved", "approved on", "signed", "signed on", "granted on", "given"), ("given_on",)),
    **dict.fromkeys(("rejected", "rejected on", "declined", "declined on", "denied on"), ("refused_on",)),
    **dict.fromkeys(("mail", "e mail"), ("email",)),
    **dict.fromkeys(("ooo", "pto", "vacation", "holiday"), ("away",)),
    **dict.fromkeys(("link", "href", "doc"), ("url", "evidence", "source", "proof")),
    **dict.fromkeys(("type", "channel", "how", "format"), ("way", "kind", "channel")),
    **dict.fromkeys(("q",), ("question",)),
    **dict.fromkeys(("a",), ("answer",)),
    **dict.fromkeys(("cta",), ("call_to_action",)),
    **dict.fromkeys(("start", "starts", "begin"), ("from", "planned_on", "date")),
    **dict.fromkeys(
        ("started", "started on", "begun on", "begun", "start date", "created on"), ("planned_on",)
    ),
    **dict.fromkeys(("end", "ends", "until"), ("to", "expires")),
    **dict.fromkeys(("prio", "rank"), ("priority", "severity")),
    **dict.fromkeys(("version", "schema", "launchcheck version", "apiversion"), ("launchcheck", "version")),
    "team": ("people", "function", "role"),
    **dict.fromkeys(("contacts", "stakeholders", "members"), ("people",)),
    **dict.fromkeys(("cs", "csm", "support", "success"), ("customer_success",)),
    **dict.fromkeys(("marketing", "marketing campaigns", "channels"), ("campaigns",)),
    **dict.fromkeys(("kpi", "kpis", "metrics", "okrs", "success metrics", "objectives"), ("goals",)),
    **dict.fromkeys(("exceptions", "exemptions"), ("waivers",)),
    **dict.fromkeys(("positioning", "message"), ("messaging",)),
    **dict.fromkeys(("bugs", "issues"), ("defects",)),
    **dict.fromkeys(("limitations", "known issues"), ("caveats",)),
    **dict.fromkeys(("todo", "todos", "to do", "to dos", "jobs", "action items", "checklist"), ("tasks",)),
    **dict.fromkeys(("timeline", "milestones", "schedule"), ("tasks",)),
    **dict.fromkeys(("signoff", "signoffs", "sign off", "sign offs", "go"), ("approvals",)),
    **dict.fromkeys(("na", "n/a", "n a", "does not apply", "out of scope", "excluded"), ("not_applicable",)),
}
# What a plan has no key for, and where that belongs instead.
_ELSEWHERE = {
    **dict.fromkeys(
        ("risks", "risk"),
        "a known limit is a caveat (product.caveats), a number that stops you a guardrail (goals),"
        " a job a task, a go an approval",
    ),
    **dict.fromkeys(("bugs", "issues"), "open defects go under product: defects"),
    **dict.fromkeys(("limitations", "known issues"), "known limits go under product: caveats"),
    "votes": "a go is recorded with `launchcheck vote`",
}
# Keys that would hold a state, and what says it instead: a key that is known there, and what to write.
_STATES = ("status", "state", "progress")
_STATED = (
    ("done_on", "a task is done from the date in done_on; until then, leave that out"),
    ("given_on", "an approval has given_on, or refused_on and because; until then, leave both out"),
)
_FIRST_CUSTOMERS = (
    "the first customers follow from product.rollout.steps, else launch.release_date, else launch.date"
)
_MOST_LISTED = 20
_TYPO = 0.8
UNLISTED = "x-launchcheck-unlisted"
"""The key of a JSON Schema that marks a property which is known, but which no hint lists."""
CALLED = "x-launchcheck-called"
"""The key of a JSON Schema with words that messages do not list, each with what they say instead: a pack."""


def alias(key: str, known: Iterable[str]) -> str:
    """The key among `known` that is a synonym of `key`; empty if none."""
    names = set(known)
    found = _ALIASES.get(_folded(key), ())
    return next((name for name in found if name in names), "")


def hint(
    key: str,
    known: list[str],
    homes: Mapping[str, list[str]],
    commented: Iterable[str],
    *,
    empty: str = "",
    within: str = "",
    unlisted: Collection[str] = (),
) -> str:
    """What to do about `key`.

    `homes` are the sections that know it, `commented` those that are commented out, `empty` a section
    right above that has nothing below it; `within` is the section that it was typed in, if any.
    `unlisted` are known keys that are too many to list.
    """
    if hint := _stated(key, known):
        return hint
    if meant := alias(key, known):
        return did_you_mean(meant)
    if places := homes.get(key, ()):
        return _home(key, places[0], commented, within)
    if empty in known:
        return f"indent it with spaces to put it under {quote(empty)}"
    advice = _ELSEWHERE.get(_folded(key), "")
    if advice and "custom" in known:
        return advice
    names = [name for name in known if name not in unlisted]
    # Among so many, one is always somewhat close: of these only a typo is meant.
    if meant := closest(key, names) or closest(key, unlisted, _TYPO):
        return did_you_mean(meant)
    if advice:
        return ""
    listing = f"known here: {listed(names, most=_MOST_LISTED)}" if names else ""
    return f"your own facts go under 'custom'; {listing}" if "custom" in known else listing


def _stated(key: str, known: list[str]) -> str:
    """What to write instead of a state, where a date or another section says it."""
    name = _folded(key)
    if name == "first customers" and "release_date" in known:
        return _FIRST_CUSTOMERS
    dates = [words for date, words in _STATED if date in known]
    return dates[0] if dates and name in _STATES else ""


def _folded(key: str) -> str:
    """A key as the tables spell it: lower case, with single spaces instead of `-` and `_`."""
    return " ".join(re.split(r"[\s_-]+", key[:60].casefold()))


def _home(key: str, home: str, commented: Iterable[str], within: str) -> str:
    """Where a key belongs; and that its section is still commented out."""
    if not home and key == within:
        return f"remove this {quote(key)}: what is below it belongs right under the one above"
    if not home:
        return f"{quote(key)} does not belong under {quote(within)}: write it at the start of a line"
    still = f"; is `# {home}:` still a comment?" if home in commented else ""
    return f"{quote(key)} belongs under {quote(home)}{still}"


def slip(key: str, value: Any, before: tuple[str, str], line: str, column: int) -> str:
    """What to do about a key that is the result of a punctuation slip.

    `before` is the key and the value above it, as typed; the key begins at `column` of `line`.
    """
    follows = line[column - 1 + len(key) :].lstrip()[:1] if column else ""
    is_bare = value is None and follows in {",", "}"}
    above, typed = before
    if is_bare and re.fullmatch(r"[0-9]{3}", key) and re.fullmatch(r"[$€£]?[0-9]{1,3}", typed):
        return f"numbers have no thousands separator: {show(above, 40)}: {re.sub('[^0-9]', '', typed)}{key}"
    if is_bare and re.fullmatch(r"[0-9]+", key) and re.fullmatch(r"[0-9]+", typed):
        return f"write a decimal point: {show(above, 40)}: {typed}.{key}"
    if found := re.fullmatch(r"([\w-]+)\s*(?:[:=]|->)\s*(\S.*)", key):
        return f"put a colon and a space between: {show(found[1], 40)}: {show(found[2], 40)}"
    if is_bare and above and typed:
        text, both = typed.strip("'\""), f"{typed}, {key}"
        together = f'"{show(both, 60)}" or [{show(text, 30)}, {show(key, 30)}]'
        return f"a comma begins a new key; did you mean {together}?"
    if found := re.fullmatch(r"[-–—•*·]+\s*(\S.*)", key):
        return f"put a dash and a space before the entry: - {show(found[1], 40)}"
    return ""


def commented_out(text: str) -> set[str]:
    """The keys without a value that are commented out in a text: `# product:`."""
    return set(re.findall(r"(?m)^[ \t]*#[ \t]*([a-z_]+):[ \t]*$", text))
