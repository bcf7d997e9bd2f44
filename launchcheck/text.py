"""Make text from a plan safe to print: one line without control characters or CI commands."""

from __future__ import annotations

import re
from collections.abc import Iterable

# C0, DEL and C1 controls, line and paragraph separators, the soft hyphen, zero-width and bidi
# characters, interlinear and tag characters, surrogates, non-characters. The joiners U+200C and
# U+200D stay: Persian words and emoji families are spelled with them.
_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
# A pattern, not compiled: that takes a millisecond, and few runs need it.
UNSEEN = f"[{_UNSEEN}]"

# What CI log readers interpret as a command: `::error` at the start of a line, and
# `##[...]`, `##vso[...]`, `##teamcity[...]` anywhere in one (actions/runner, ActionCommand.cs).
_COMMAND = r"(?i:#(?=#\[|#vso\[|#teamcity\[)|:(?=:[A-Za-z]))"

_LONGEST = 200


def show(value: object, limit: int = _LONGEST) -> str:
    """`value` as one printable line of at most `limit` characters, shortened in the middle."""
    text = value if type(value) is str else str(value)
    if len(text) <= limit and text.isascii() and text.isprintable() and "::" not in text and "##" not in text:
        return text
    if len(text) > 2 * limit:  # skip the part that is cut out below
        text = f"{text[:limit]}…{text[-limit:]}"
    if not text.isascii() or not text.isprintable():
        text = re.sub(UNSEEN, _escape, text)
    if "::" in text or "##" in text:
        text = re.sub(_COMMAND, r"\g<0> ", text)
    if len(text) > limit:
        head = limit * 2 // 3
        text = f"{text[:head]}…{text[len(text) - (limit - head - 1) :]}"
    return text


def quote(value: object, limit: int = 60) -> str:
    """`value` as a message quotes it: `show`, between single quotation marks."""
    return f"'{show(value, limit)}'"


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word closest to `word`; empty if none is close, as `difflib` counts it from 0 to 1."""
    from difflib import get_close_matches

    words = {name.casefold(): name for name in known}
    folded = word[:80].casefold().replace(" ", "_")
    found = get_close_matches(folded, words, n=1, cutoff=cutoff)
    return words[found[0]] if found else ""


def did_you_mean(word: object, limit: int = 60) -> str:
    """The hint `did you mean ...?`."""
    return f"did you mean {quote(word, limit)}?"


def suggest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the known word closest to `word`, or `otherwise` if none is close."""
    near = closest(word, known)
    return did_you_mean(near) if near else otherwise


def listed(words: Iterable[object], last: str = "and", most: int = 8) -> str:
    """Join words as in a sentence: `a, b and c`; after `most` of them, how many more."""
    given = list(words)
    shown = [show(word, 60) for word in given[:most]]
    if len(given) > most:
        shown.append(f"{len(given) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def capitalized(words: str) -> str:
    """Words as they begin a sentence or a heading; only the first letter changes."""
    return f"{words[:1].upper()}{words[1:]}"


def plural(what: str, count: int) -> str:
    """The plural of `what` unless `count` is 1: touches, entries, steps."""
    if count == 1 or what.endswith("ways"):
        return what
    if what.endswith(("ch", "sh", "s", "x")):
        return f"{what}es"
    return f"{what[:-1]}ies" if what.endswith("y") and what[-2:-1] not in "aeiou" else f"{what}s"


def counted(count: int, what: str) -> str:
    """A number of things: `1 blocker`, `2 blockers`."""
    return f"{count} {plural(what, count)}"


def _escape(found: re.Match[str]) -> str:
    r"""One character as its escape: `\n`, `\x1b`, `\u202e`, `\U000e0041`."""
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    code = ord(found[0])
    wide = f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return short.get(found[0]) or (f"\\x{code:02x}" if code < 0x100 else wide)
