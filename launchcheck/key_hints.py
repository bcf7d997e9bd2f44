"""Suggest what an unknown key was probably meant to be, or where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from launchcheck.text import did_you_mean, listed, quote, show, suggest

# Common synonym -> key of the plan format; the first one known in a place is meant.
_ALIASES: dict[str, tuple[str, ...]] = {
    "title": ("name", "title"),
    "description": ("summary", "text", "note", "why"),
    **dict.fromkeys(
        ("launch date", "go live", "goes live", "deadline", "due", "day", "when"), ("date", "by", "fix_by")
    ),
    **dict.fromkeys(("ga date", "ship date", "release"), ("release_date",)),
    **dict.fromkeys(
        ("approver", "dri", "sponsor", "decision maker"), ("decider", "approved_by", "owner", "by")
    ),
    **dict.fromkeys(("lead", "manager", "assignee", "responsible"), ("owner", "responder", "who")),
    **dict.fromkeys(("because", "why", "rationale", "justification"), ("reason",)),
    "approved by": ("verified_by", "by"),
    **dict.fromkeys(("role", "department", "job"), ("role", "function")),
    **dict.fromkeys(("mail", "e mail"), ("email",)),
    **dict.fromkeys(("ooo", "pto", "vacation", "holiday"), ("away",)),
    **dict.fromkeys(("link", "href", "doc"), ("url", "evidence", "source", "proof")),
    **dict.fromkeys(("type", "channel", "how", "format"), ("way", "kind", "channel")),
    **dict.fromkeys(("q",), ("question",)),
    **dict.fromkeys(("a",), ("answer",)),
    **dict.fromkeys(("cta",), ("call_to_action",)),
    **dict.fromkeys(("start", "starts", "begin"), ("from", "date")),
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
_MOST_LISTED = 20


def alias(key: str, known: Iterable[str]) -> str:
    """The key among `known` that is a synonym of `key`; empty if none."""
    names = set(known)
    found = _ALIASES.get(" ".join(re.split(r"[\s_-]+", key[:60].casefold())), ())
    return next((name for name in found if name in names), "")


def hint(
    key: str, known: list[str], homes: Mapping[str, list[str]], commented: Iterable[str], empty: str = ""
) -> str:
    """What to do about `key`.

    `homes` are the sections that know it, `commented` those that are commented out, `empty` a section
    right above that has nothing below it.
    """
    if meant := alias(key, known):
        return did_you_mean(meant)
    if places := homes.get(key, ()):
        return _home(key, places[0], commented)
    if empty in known:
        return f"indent it with spaces to put it under {quote(empty)}"
    advice = _ELSEWHERE.get(" ".join(re.split(r"[\s_-]+", key[:60].casefold())), "")
    if advice and "custom" in known:
        return advice
    if meant := suggest(key, known):
        return meant
    if advice:
        return ""
    listing = f"known here: {listed(known, most=_MOST_LISTED)}" if known else ""
    return f"your own facts go under 'custom'; {listing}" if "custom" in known else listing


def _home(key: str, home: str, commented: Iterable[str]) -> str:
    """Where a key belongs; and that its section is still commented out."""
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
