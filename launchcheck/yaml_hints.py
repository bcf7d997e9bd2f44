"""Translate YAML parser errors into plain-language messages with fix hints."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.text import quote, show

if TYPE_CHECKING:
    from collections.abc import Callable


BEGIN = "a plan starts with launchcheck: 1, a checklist with checklist: 1, a facts file with facts: 1"
"""How each kind of file begins, for one that does not."""


class Mistake(NamedTuple):
    """What is wrong, what to do about it, and where in the text."""

    message: str
    hint: str
    place: int


class _Scene(NamedTuple):
    """Where a parser stopped: the text, its complaint, and the line around it."""

    text: str
    words: str  # the parser's own words, "context: problem"
    at: int  # where it noticed the error
    since: int  # where the construct it was reading began
    begin: int  # of the line that `at` is in
    end: int

    @property
    def before(self) -> str:
        """The line, up to where the parser stopped."""
        return self.text[self.begin : self.at]

    @property
    def rest(self) -> str:
        """The line from there on."""
        return self.text[self.at : self.end].strip()


_LONGEST_KEY = 1024
_NOT_KNOWN = (
    "not known yet? Remove it: it is then unanswered (only a launch's name, date and tier are needed)"
)
_LONGEST_PAIRS = 500
_KEY_TOO_LONG = f"a key is longer than {_LONGEST_KEY:,} characters"
# Git writes these at the start of a line; plans do not contain them.
_CONFLICT = re.compile(r"^<{7} .*?^={7}\r?$.*?^>{7} ", re.MULTILINE | re.DOTALL)
_KEY = r"""(?:"[^"]*"|'[^']*'|[^\s:#"'][^:#]*?)"""
_KEY_AND_VALUE = re.compile(rf"[\s\-]*(?:[{{,]\s*)?({_KEY}):\s+(\S.*)")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*([\w-]+):(?!//)(\S.*)")
_NO_COLON = re.compile(r"\s*(?:- +)*(\w+)\s+(\S.*)")
_AFTER_QUOTE = re.compile(r"""[^'"#]*?[:\-,\[{]\s+((['"]).*\2)\s*$""")
_BRACKET_THEN_TEXT = re.compile(r"[^'\"#]*?(?::|-)\s+((?:\{[^}]*\}|\[[^\]]*\])\s*)$")
_QUOTE_OPENS = re.compile(r"""[^'"]*[:\-]\s+['"]""")
_PAIRS = re.compile(r"\(?\s*[\w-]+:\s+[^,:]+(?:,\s*[\w-]+:\s+[^,:]+)*\)?(?<![,\s])")
_BAD_DASH = re.compile(r"\s*(-(?=[{\w\"'\[])|[‐‑–—−•·◦▪])\s*(\S.*)")
_UNCOLONED = re.compile(r"\s*(?!- |[\[{\"'|>])(?:(?!:(?:\s|$)).)+")
_TEMPLATE = re.compile(r"\{\{|\{%")


def other_file(content: bytes) -> tuple[str, str]:
    """Name a non-text file by its first bytes, and what to do about it; empty if unknown."""
    if content.startswith(b"PK\x03\x04"):
        kind = "a Word document" if b"word/" in content else "an Excel workbook" if b"xl/" in content else ""
        hint = "save it as plain text; renaming the file is not enough"
        return f"this is {kind or 'a Word, Excel or zip file'}, not text", hint
    if content.startswith(b"%PDF-"):
        return "this is a PDF, not text", "save it as plain text; renaming the file is not enough"
    return "", ""


def forbidden(text: str, at: int) -> tuple[str, str]:
    """Describe the forbidden character at `at`."""
    code = f"U+{ord(text[at]):04X}"
    if text[at] == "\0" and text[:2].strip("\0").isascii() and "\0" in text[:2]:
        return "this looks like UTF-16 text without a byte order mark", "save the file as UTF-8"
    if text[at] == "\ufeff":
        return f"a byte order mark ({code}) in the middle of the text", "delete this invisible character"
    if text[at] in "\x85\u2028\u2029":
        return f"an unusual line break ({code})", "replace it with an ordinary line break or a space"
    if unicodedata.category(text[at]) == "Cc":
        return f"an invisible control character ({code})", "delete it"
    return f"a character that is not text ({code})", "delete it"


def merge_conflict(text: str) -> int | None:
    """Find the marker at which a merge conflict of git begins."""
    found = _CONFLICT.search(text)
    return found.start() if found else None


def top(text: str, what: str) -> tuple[str, str]:
    """Say that the top of a file is `what` instead of a mapping."""
    if text.lstrip().startswith("<"):
        return (
            "this is a web page or XML, not a YAML file",
            "fetch the file itself, not the page that shows it",
        )
    message = f"the file contains {what}, not key: value lines"
    if found := _NO_SPACE_AFTER_COLON.match(text):
        return message, _space_after_colon(found)
    if found := re.match(r"\s*(\w+)\s*=\s*(\S.*)", text):
        return (
            message,
            f"write a colon instead of the equals sign: {show(found[1], 40)}: {show(found[2], 40)}",
        )
    return message, BEGIN


def key_hint(text: str, at: int) -> str:
    """What to do about a list or a mapping where a key belongs."""
    if _TEMPLATE.match(text, max(0, at - 1)):
        return 'fill the template in first, or put it in quotation marks: "{{ name }}"'
    return "a key is a name before a colon; text that starts with [ or { needs quotation marks"


def commented(line: str, key: str) -> str:
    """What to do about a key whose value begins with `#`, which makes it a comment; empty for any other.

    A space after the `#` is taken for a real comment.
    """
    found = re.search(rf"\b{re.escape(key)}\s*:\s+#(?! )(\S.*)", line)
    return f'# begins a comment; write "#{show(found[1].strip(), 60)}"' if found else ""


def is_empty(text: str) -> bool:
    """Whether a file has nothing but comments and marks of documents."""
    return not re.sub(r"#[^\n]*|^---|^\.\.\.", "", text, flags=re.MULTILINE).strip()


def explain(text: str, words: str, at: int, since: int) -> Mistake:
    """Translate a parser's complaint `words` about index `at`, made while reading what began at `since`.

    Where it stopped well after the slip, the place is that of the slip.
    """
    last = len(text.rstrip())
    at = min(at, last)
    begin = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    ends = [end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0]
    scene = _Scene(text, words, at, min(since, last), begin, min(ends, default=len(text)))
    for pattern, translate in _COMPLAINTS:
        if pattern.search(words):
            return translate(scene)
    return Mistake(f"this is not YAML: {show(words.strip(': '), 120)}", "", at)


def _cannot_start(scene: _Scene) -> Mistake:
    """A character that begins no value: a tab, `@`, a backtick or `%`."""
    text, at = scene.text, scene.at
    if "\t" in scene.before or text[at : at + 1] == "\t":
        place = scene.begin + f"{scene.before}\t".index("\t")
        return Mistake("a tab where YAML needs spaces", "replace the tab with spaces", place)
    if text[at - 1 : at + 1] == "{%":
        return _template(scene, at - 1)
    return _needs_quotes(scene, at)


def _template(scene: _Scene, at: int) -> Mistake:
    """`{{ x }}` or `{% if x %}`."""
    whole = _quoted(scene.text[at : scene.end].strip())
    return Mistake("a template is not YAML", f"fill it in first, or put it in quotation marks: {whole}", at)


def _needs_quotes(scene: _Scene, at: int) -> Mistake:
    """A value whose first character means something to YAML."""
    value = _without_comment(scene.text[at : scene.end])
    if re.search(r"[\[{]", scene.text[scene.begin : at]):
        value = re.split(r"[,\]}]", value, maxsplit=1)[0].strip()
    message = f"text that starts with {value[:1]} needs quotation marks"
    if scene.text[scene.begin : at].strip() == "" and (fence := re.match(r"```", value)):
        return Mistake(
            "a Markdown code fence is not YAML", f"delete the lines that start with {fence[0]}", at
        )
    if re.fullmatch(r"[?]+", value):
        return Mistake(message, _NOT_KNOWN, at)
    if scene.text[scene.begin : at].strip() == "" and (found := re.match(r"\*\s+(\S.*)", value)):
        return Mistake("a list entry starts with a dash, not with *", f"write - {show(found[1], 60)}", at)
    if re.fullmatch(r"@[\w-]+", value):
        return Mistake(message, f"write {_quoted(value)}, or {value[1:]} for the id of a person", at)
    return Mistake(message, f"write {_quoted(value)}", at)


def _colon(scene: _Scene) -> Mistake:
    """A second colon in a line, or a key that is indented too far."""
    if scene.at - scene.begin > _LONGEST_KEY:
        return Mistake(_KEY_TOO_LONG, "", scene.begin)
    if mistake := _bad_dash(scene):
        return mistake
    found = _KEY_AND_VALUE.match(scene.before)
    if found and "\xa0" not in scene.before:
        whole = _without_comment(f"{found[2]}{scene.text[scene.at : scene.end]}")
        hint = f"put the value in quotation marks: {show(found[1], 40)}: {_quoted(whole)}"
        if len(whole) < _LONGEST_PAIRS and _PAIRS.fullmatch(whole) and ("," in whole or whole[0] == "("):
            inner = show(whole.strip("()"), 60)
            hint = f"put braces around keys on one line: {show(found[1], 40)}: {{{inner}}}"
        return Mistake("a colon and a space inside a value that has no quotation marks", hint, scene.at)
    return _indentation(scene)


def _bad_dash(scene: _Scene) -> Mistake | None:
    """An entry of a list whose dash has no space after it, or is another character."""
    line = scene.text[scene.begin : scene.end]
    found = _BAD_DASH.match(line)
    if not found:
        return None
    place = scene.begin + found.start(1)
    entry = f"- {show(_without_comment(found[2]), 60)}"
    if found[1] == "-":
        return Mistake("a space is missing after the dash", f"write {entry}", place)
    what = "a long dash" if found[1] in "‐‑–—−" else "a bullet"
    return Mistake(f"this is {what}, not the dash of a list", f"type a dash and a space: {entry}", place)


def _line_above(scene: _Scene) -> tuple[int, str]:
    """The nearest line above that is neither empty nor a comment, and where it begins."""
    begin = scene.begin
    for line in reversed(scene.text[:begin].splitlines(keepends=True)):
        begin -= len(line)
        if line.strip() and not line.lstrip().startswith("#"):
            return begin, line.rstrip("\r\n")
    return 0, ""


def _slip_above(scene: _Scene) -> Mistake | None:
    """A line above that has no colon, or that left its block: the parser stops only at the next one."""
    begin, above = _line_above(scene)
    line = scene.text[scene.begin : scene.end]
    if _UNCOLONED.fullmatch(above) and _margin(above) == _margin(line):
        hint = _colon_hint(above)
        return Mistake("this line has no colon with a space after it", hint, begin + _margin(above))
    if 0 <= _margin(above) < _margin(line) and re.match(r"\s*[\w-]+:\s+[^\s&*|>{\[]", above):
        before = _line_above(scene._replace(begin=begin))[1] if begin else ""
        if _margin(before) == _margin(line) and not before.rstrip().endswith(":"):
            hint = f"indent it by {_margin(line)} spaces, like the lines around it"
            return Mistake(
                "this line is less indented than the lines around it", hint, begin + _margin(above)
            )
    return None


def _colon_hint(line: str) -> str:
    """What to do about a line without a colon and a space."""
    if found := _NO_SPACE_AFTER_COLON.match(line):
        return _space_after_colon(found)
    if found := re.match(r"\s*(?:- +)*([\w-]+)\s*(=|;|：|->)\s*(\S.*)", line):
        return f"write a colon and a space: {show(found[1], 40)}: {show(found[3], 40)}"
    if found := _NO_COLON.match(line):
        return f"did you mean {show(found[1], 40)}: {show(found[2], 40)}?"
    return "write key: value"


def _still_a_comment(scene: _Scene) -> str:
    """The key above a line that is commented out: `# product:`; empty if there is none."""
    lines = scene.text[: scene.begin].splitlines()
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("##")):
        lines.pop()
    found = re.fullmatch(r"\s*#\s*([a-z_]+):\s*", lines[-1]) if lines else None
    return found[1] if found else ""


def _indentation(scene: _Scene) -> Mistake:
    """A line that is indented more, or less, than its neighbors."""
    above = scene.text.rfind("\n", 0, max(0, scene.begin - 1)) + 1
    for begin, line in (
        (scene.begin, scene.text[scene.begin : scene.end]),
        (above, scene.text[above : scene.begin]),
    ):
        margin = line[: _margin(line)]
        odd = next((place for place, space in enumerate(margin) if space not in " \r\n"), None)
        if odd is not None:
            message = f"a character that looks like a space (U+{ord(margin[odd]):04X}) indents this line"
            return Mistake(message, "replace it with ordinary spaces", begin + odd)
    if mistake := _slip_above(scene):
        return mistake
    line = scene.text[scene.begin : scene.end]
    place = scene.begin + _margin(line)
    if key := _still_a_comment(scene):
        message = "the indentation of this line does not fit the lines above it"
        return Mistake(message, f"is `# {key}:` above it still a comment?", place)
    if line.lstrip().startswith("- ") and not _line_above(scene)[1].lstrip().startswith("-"):
        message = "a list entry between key: value lines"
        return Mistake(message, "remove the dash, or put a key with a colon above it", place)
    hint = "start it in the same column as the lines that belong with it"
    return Mistake("the indentation of this line does not fit the lines above it", hint, place)


def _no_key(scene: _Scene) -> Mistake:
    """Text that goes on after a value has ended: after a quotation mark or a bracket."""
    if mistake := _after_quote(scene):
        return mistake
    if _QUOTE_OPENS.fullmatch(scene.before):
        place = scene.text.rfind(scene.before[-1], 0, scene.at - 1)
        return _unclosed_quote(scene._replace(since=place))
    if scene.rest[:1] in {"]", "}"}:
        return _stray(scene)
    if bracket := _BRACKET_THEN_TEXT.match(scene.before):
        return _needs_quotes(scene, scene.begin + bracket.start(1))
    if scene.rest[:1] == ":":
        return Mistake("a key is missing before this colon", "write a name before the colon", scene.at)
    return _indentation(scene)


def _after_quote(scene: _Scene) -> Mistake | None:
    """Text after a closing quotation mark, which may be meant as an apostrophe."""
    quoted = _AFTER_QUOTE.match(scene.before)
    if not quoted:
        return None
    if quoted[2] == "'" and not scene.before[-1:].isspace():
        whole = f"{quoted[1]}{scene.text[scene.at : scene.end]}".rstrip()
        inner = whole.strip("'").replace("''", "'")
        hint = f"write {_quoted(inner)}, or the apostrophe twice: ''"
        return Mistake("an apostrophe ends this text, and more text follows", hint, scene.at - 1)
    hint = "put the whole value in one pair of quotation marks"
    return Mistake("more text follows after the closing quotation mark", hint, scene.at)


def _bracket(scene: _Scene) -> Mistake:
    """A one-line list or mapping that is not closed, or not where it seems to be."""
    text, at = scene.text, scene.at
    since = max(text.rfind(mark, 0, scene.since + 1) for mark in "[{")
    if _TEMPLATE.match(text, since):
        return _template(scene, since)
    opened, closing = ("[", "]") if text[since] == "[" else ("{", "}")
    inside = text[since:at]
    if comment := re.search(r"\s#.*", inside):
        message = f"# begins a comment here, so the {opened} before it is not closed"
        return Mistake(message, "text that contains # needs quotation marks", since + comment.start() + 1)
    opening_line = re.split(r"[\r\n]", text[:since])[-1]
    is_outside = "\n" in inside and _margin(scene.before) <= _margin(opening_line)
    if at >= len(text.rstrip()) or (is_outside and closing not in inside):
        return Mistake(f"the {opened} that opens here is never closed", f"close it with {closing}", since)
    return _entry(scene, opened, closing)


def _entry(scene: _Scene, opened: str, closing: str) -> Mistake:
    """An entry of a one-line list or mapping that does not end where it should."""
    character = scene.text[scene.at]
    tail = scene.before[-_LONGEST_PAIRS:]
    if character == ":" and (pair := re.search(r"[\w.)\]'\"](?: *;)? +([\w-]+)$", tail)):
        hint = f"put a comma before {show(pair[1], 40)}, or the text in quotation marks"
        place = scene.at - len(pair[1])
        return Mistake("a comma is missing between two keys", hint, place)
    if character in "?:":
        message = f"inside {opened} {closing}, text with a {character} needs quotation marks"
        hint = "put the text in quotation marks, and a comma between two entries"
        return Mistake(message, hint, scene.at)
    if character == ",":
        return Mistake("a comma with nothing before it", "delete one comma", scene.at)
    hint = "text that contains , [ ] { } or quotation marks needs quotation marks around it"
    return Mistake(f"a comma or a {closing} is missing here", hint, scene.at)


def _unclosed_quote(scene: _Scene) -> Mistake:
    """A quotation mark without its partner."""
    mark = scene.text[scene.since : scene.since + 1]
    message = f"the quotation mark {mark} that opens here is never closed"
    return Mistake(message, f"close it with {mark}", scene.since)


def _escape(scene: _Scene) -> Mistake:
    """A backslash in double quotation marks that YAML does not know."""
    place = max(scene.since, scene.text.rfind("\\", 0, scene.at + 1))
    message = f"{quote(scene.text[place : place + 2])} is not an escape sequence in double quotation marks"
    return Mistake(message, "use single quotation marks, as for C:\\Users, or write \\\\", place)


def _no_colon(scene: _Scene) -> Mistake:
    """A line that should be `key: value` and has no colon, or no space after it."""
    line = re.split(r"[\r\n]", scene.text[scene.since :], maxsplit=1)[0]
    if line.find(":") > _LONGEST_KEY:
        return Mistake(_KEY_TOO_LONG, "", scene.since)
    return Mistake("this line has no colon with a space after it", _colon_hint(line), scene.since)


def _space_after_colon(found: re.Match[str]) -> str:
    """What to do about `key:value`."""
    return f"put a space after the colon: {show(found[1], 40)}: {show(found[2], 40)}"


def _dash(scene: _Scene) -> Mistake:
    """A list that begins in the line of its key."""
    hint = f"put each item on a line of its own below the key, or write {_quoted(scene.rest)}"
    if scene.rest == "-":
        hint = _NOT_KNOWN
    return Mistake("a list cannot begin on the line of its key", hint, scene.at)


def _block_text(scene: _Scene) -> Mistake:
    """`>` or `|` with text in the same line."""
    return _needs_quotes(scene, scene.since)


def _name(scene: _Scene) -> Mistake:
    """`&`, `*` or `!` without the name that YAML requires after it."""
    return _needs_quotes(scene, scene.since)


def _directive(scene: _Scene) -> Mistake:
    """A line that starts with `%`."""
    return Mistake(
        "a line that starts with % is an instruction to YAML, and not a known one", "delete it", scene.begin
    )


def _stray(scene: _Scene) -> Mistake:
    """Text after the end of the plan, or a stray bracket or comma."""
    if scene.rest[:1] in {",", "]", "}"}:
        return Mistake(
            f"a {scene.rest[0]} where a value should be",
            "delete it, or put text in quotation marks",
            scene.at,
        )
    if scene.words.endswith("node content"):
        return Mistake("a value is missing here", "", scene.at)
    return Mistake(
        "this does not belong to the plan above it", "one plan per file; check the indentation", scene.at
    )


def _too_far(scene: _Scene) -> Mistake:
    """An escape or a number that only the pure parser rejects."""
    place = scene.text.rfind("\\", 0, scene.at + 1)
    if place < 0:
        return _directive(scene)
    return _escape(scene._replace(since=place))


def _without_comment(line: str) -> str:
    """A value up to the comment after it."""
    return re.split(r"\s#", line, maxsplit=1)[0].strip()


def _margin(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip())


def _quoted(text: str) -> str:
    """Text quoted for pasting into YAML, shortened."""
    shown = show(text, 60)
    if '"' not in shown and "\\" not in shown:
        return f'"{shown}"'
    return "'{}'".format(shown.replace("'", "''"))


# The first pattern that matches a complaint of the C or the Python parser translates it.
_COMPLAINTS: list[tuple[re.Pattern[str], Callable[[_Scene], Mistake]]] = [
    (re.compile(pattern), translate)
    for pattern, translate in {
        r"cannot start any token|tab character": _cannot_start,
        r"mapping values are not allowed": _colon,
        r"mapping keys are not allowed": lambda scene: _needs_quotes(scene, scene.at),
        r"sequence entries are not allowed": _dash,
        r"undefined tag handle|scanning an? (?:anchor|alias|tag)": _name,
        r"block scalar": _block_text,
        r"parsing a flow": _bracket,
        r"unexpected (?:end of stream|document (?:indicator|separator))": _unclosed_quote,
        r"escape|hexdecimal|hexadecimal": _escape,
        r"could not find expected ':'": _no_colon,
        r"directive|incompatible YAML": _directive,
        r"<?document start>?|node content": _stray,
        r"expected key|block end|'-' indicator": _no_key,
        r"ValueError|OverflowError": _too_far,
    }.items()
]
