"""Build plain data from the events of a YAML parser, with the position of every value."""

from __future__ import annotations

import re
from math import isinf
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from launchcheck.errors import EmptyFileError, LaunchcheckError, Location
from launchcheck.source.locate import NOTHING, Lines, Positions, Spot, Spots
from launchcheck.text import quote

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_VALUES = 100_000
DEEPEST = 64
MOST_DIGITS = 18

# Characters that must not enter as an escape ("\r"): all that `files` refuses, and the carriage return.
_FORBIDDEN_ESCAPE = "[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NO_KEYS = frozenset(["<<", *(word for word, value in _WORDS.items() if value is None)])
# A leading zero makes text: whoever types 0755 or 007 means exactly these characters.
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*|(?=\.[0-9]))(\.[0-9]*)?([eE][-+]?[0-9]+)?\Z", re.ASCII)
# Keys without a tag or an anchor seen before, in any file: they need no further checks.
_PLAIN_KEYS: set[str] = set()
_MOST_PLAIN_KEYS = 2_000
_MAYBE_NOT_TEXT = frozenset(["", *"~nNtTfF-+.0123456789"])

# Since 0.2.6, libyaml has its own limit, which it may reach before its first event.
_TOO_DEEP = re.compile("exceeded maximum nesting depth$|^RecursionError: ")

_CORE = "tag:yaml.org,2002:"
_TAGGED: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}

_OPEN = object()
_MANY = (dict, list)


class _PureParser(Reader, Scanner, Parser):
    """PyYAML's pure Python parser, used if libyaml is missing."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


_parser: Callable[[str], Any] = _PureParser
if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    _parser = CParser


def events(text: str) -> Callable[[], Any]:
    """The function that returns the next event of a text."""
    next_event: Callable[[], Any] = _parser(text).get_event
    return next_event


def build(lines: Lines) -> tuple[dict[str, Any], Positions]:
    """Parse a text into its data and their positions.

    Raises LaunchcheckError, located, unless it is one YAML document with `key: value` lines at its
    top, within the bounds (depth, number of values).
    """
    parser: Any = None
    try:
        parser = _parser(lines.text)
        builder = _Builder(lines, parser.get_event)
        data = builder.document()
        return data, Positions(builder.spots[id(data)], builder.targets, builder.top, {})
    except LaunchcheckError as problem:
        raise _merge_conflict(lines) or problem from None
    except yaml.MarkedYAMLError as problem:
        marks = [mark.index for mark in (problem.problem_mark, problem.context_mark) if mark]
        words = f"{problem.context or ''}: {problem.problem or ''}"
        raise _merge_conflict(lines) or _mistake(lines, words, marks or [0]) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as problem:
        # Only the pure parser raises these, for example for an escape beyond Unicode.
        at = getattr(parser, "index", 0)
        raise _mistake(lines, f"{type(problem).__name__}: {problem}", [at]) from None


def _merge_conflict(lines: Lines) -> LaunchcheckError | None:
    """The error for a merge conflict in the file, which explains better than the parser does."""
    from launchcheck import yaml_hints

    place = yaml_hints.merge_conflict(lines.text)
    hint = "keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>"
    return None if place is None else lines.error("a merge conflict is left in the file", place, hint=hint)


def _mistake(lines: Lines, words: str, places: list[int]) -> LaunchcheckError:
    """Translate a parser's complaint into plain language."""
    from launchcheck import yaml_hints

    if _TOO_DEEP.search(words):
        return lines.error(f"nested more than {DEEPEST} levels deep", places[0])
    if yaml_hints.is_empty(lines.text):
        return _empty(lines)
    message, hint, place = yaml_hints.explain(lines.text, words, places[0], places[-1])
    return lines.error(message, place, hint=hint)


def _empty(lines: Lines) -> EmptyFileError:
    """The error for a file with nothing in it."""
    from launchcheck import yaml_hints

    return EmptyFileError("the file is empty", hint=yaml_hints.BEGIN, locations=(Location(lines.name),))


class _Builder:
    """One pass over a parser's events: data, positions and every bound at once.

    Recursion is as deep as the plan, so DEEPEST bounds it. Only the numbers of an event are kept, so
    that it and its marks are freed at once; lines and columns are computed on demand.
    """

    def __init__(self, lines: Lines, next_event: Callable[[], Any]) -> None:
        self.lines = lines
        self.next_event = next_event
        # id() of a list or mapping -> the spots in it.
        self.spots: dict[int, Spots] = {}
        self.targets: dict[int, Spot] = {}  # index of an alias -> the spot of its target
        self.top = 0
        self.left = MOST_VALUES
        # Without these characters there is no anchor or tag, and most scalars need no second pass; and
        # without a backslash there is no escape.
        self.look_again = "&" in lines.text or "!" in lines.text
        self.has_escapes = "\\" in lines.text
        # Anchor -> its value (_OPEN while being built), how many values it contains, its event.
        self.anchors: dict[str, tuple[Any, int, Any]] = {}

    def document(self) -> dict[str, Any]:
        """Build the one document of the file."""
        event = self.next_event()
        while type(event) is not DocumentStartEvent:
            if event is None:
                self.fail_empty()
            event = self.next_event()
        top = self.next_event()
        self.top, _ = _span(top)
        if type(top) is not MappingStartEvent:
            self.refuse_top(top)
        data: dict[str, Any] = self.node(top, 0)[0]
        self.next_event()  # the end of the document
        event = self.next_event()
        if type(event) is DocumentStartEvent:
            self.fail("a second document starts here", event, hint="one plan per file")
        return data

    def node(self, event: Any, depth: int) -> tuple[Any, int, bool, Spots]:
        """Build the list or mapping that `event` begins, or that an alias refers to.

        Also returns the end of an alias, or 0; whether it is a block of lines, which is located at
        its key, like a missing value; and the spots in it.
        """
        kind = type(event)
        if kind is AliasEvent:
            value = self.alias(event)
            return value, event.end_mark.index, False, self.inside(value)
        is_mapping = kind is MappingStartEvent
        if depth >= DEEPEST:
            self.fail(f"nested more than {DEEPEST} levels deep", event)
        if event.tag is not None and event.tag not in ("!", _CORE + ("map" if is_mapping else "seq")):
            self.refuse_tag(event)
        build = self.mapping if is_mapping else self.sequence
        if event.anchor is None:
            value, inside = build(event, depth + 1)
        else:
            before = self.left
            self.anchors[event.anchor] = (_OPEN, 0, event)
            value, inside = build(event, depth + 1)
            self.anchors[event.anchor] = (value, before - self.left, event)
        return value, 0, not event.flow_style, inside

    def inside(self, value: Any) -> Spots:
        """The spots in a value that was built before."""
        return self.spots[id(value)] if type(value) in _MANY else NOTHING

    def mapping(self, start: Any, depth: int) -> tuple[dict[str, Any], Spots]:
        """Build a mapping up to its end, with the spots in it."""
        data: dict[str, Any] = {}
        merges: list[tuple[Any, Any]] = []
        spots: Spots = {}
        self.spots[id(data)] = spots
        next_event, scalar, look_again = self.next_event, self.scalar, self.look_again
        has_escapes = self.has_escapes
        for _ in range(self.left + 1):
            key = next_event()
            if type(key) is ScalarEvent:
                name: str | None = key.value
                if name not in _PLAIN_KEYS or look_again:
                    name = self.key(key)
            elif type(key) is MappingEndEvent:
                break
            else:
                name = self.key(key)
            event = next_event()
            stop = event.end_mark
            if type(event) is ScalarEvent:
                value: Any = event.value
                end = stop.index
                is_block = False
                inside = NOTHING
                if look_again or value[:1] in _MAYBE_NOT_TEXT or (has_escapes and not value.isprintable()):
                    value = scalar(event)
                    is_block = value is None and event.tag is None
            else:
                value, end, is_block, inside = self.node(event, depth)
            if name is None:
                merges.append((event, value))
                continue
            if name in data:
                self.fail_duplicate(name, spots[name][0], key)
            data[name] = value
            start_at = event.start_mark.index
            spots[name] = (key.start_mark.index, key.end_mark.index, start_at, end, is_block, inside)
        self.left -= len(data) + len(merges)
        if merges or self.left < 0:
            self.close(data, spots, merges, start)
        return data, spots

    def sequence(self, start: Any, depth: int) -> tuple[list[Any], Spots]:
        """Build a list up to its end, with the spots in it."""
        data: list[Any] = []
        spots: Spots = {}
        self.spots[id(data)] = spots
        next_event, scalar, look_again = self.next_event, self.scalar, self.look_again
        has_escapes = self.has_escapes
        for index in range(self.left + 1):
            event = next_event()
            stop = event.end_mark
            if type(event) is ScalarEvent:
                value: Any = event.value
                end = stop.index
                is_block = False
                inside = NOTHING
                if look_again or value[:1] in _MAYBE_NOT_TEXT or (has_escapes and not value.isprintable()):
                    value = scalar(event)
                    is_block = value is None and event.tag is None
            elif type(event) is SequenceEndEvent:
                break
            else:
                value, end, is_block, inside = self.node(event, depth)
            data.append(value)
            spot = spots[index] = (0, 0, event.start_mark.index, end, is_block, inside)
            if "id" in inside and type(value) is dict and type(value["id"]) is str:
                spots.setdefault(value["id"], spot)
        self.left -= len(data)
        if self.left < 0:
            self.refuse_more(start)
        return data, spots

    def scalar(self, event: Any) -> Any:
        """Read one scalar as in YAML 1.2; anything but a number, boolean or null is text."""
        value = event.value
        if event.tag is not None:
            value = self.tagged(event)
        elif not event.style:
            if value[:1] in _MAYBE_NOT_TEXT:
                value = _resolve(value)
        elif not value.isprintable():
            self.refuse_controls(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 0, event)
        return value

    def tagged(self, event: Any) -> Any:
        """Read a scalar with a tag: `!!str 1`."""
        self.refuse_controls(event)
        kind = event.tag.removeprefix(_CORE)
        if event.tag in ("!", _CORE + "str"):
            return event.value
        value = _resolve(event.value)
        if kind not in _TAGGED or event.tag == kind:
            self.refuse_tag(event)
        if type(value) not in _TAGGED[kind]:
            self.fail(f"{quote(event.value)} is not what its tag !!{kind} says", event, hint="delete the tag")
        return value

    def alias(self, event: Any) -> Any:
        """The value that an alias refers to; all its values count against the limit."""
        if event.anchor not in self.anchors:
            message = (
                f"the alias {quote('*' + event.anchor)} has no anchor {quote('&' + event.anchor)} before it"
            )
            self.fail(message, event, hint="text that starts with * needs quotation marks")
        value, size, target = self.anchors[event.anchor]
        if value is _OPEN:
            self.fail(f"the alias {quote('*' + event.anchor)} contains itself", event)
        self.left -= size
        if self.left < 0:
            self.refuse_more(event)
        start, end = _span(target)
        is_scalar = type(target) is ScalarEvent
        self.targets[event.start_mark.index] = (0, 0, start, end if is_scalar else 0, False, NOTHING)
        return value

    def key(self, event: Any) -> str | None:
        """The text of a key; None for the merge key `<<`."""
        target = event
        if type(event) is AliasEvent:
            self.alias(event)
            target = self.anchors[str(event.anchor)][2]
        if type(target) is not ScalarEvent:
            from launchcheck import yaml_hints

            hint = yaml_hints.key_hint(self.lines.text, event.start_mark.index)
            self.fail("a key must be text, not a list or key: value lines", event, hint=hint)
        name: str = target.value
        if name in _NO_KEYS and (not name or not (target.style or target.tag)):
            if name == "<<":
                return None
            self.fail("a key is empty", event, hint="write a name before the colon")
        if target is event and (target.style or target.tag or target.anchor):
            self.scalar(event)
        is_bare = not (target.tag or target.anchor)
        if is_bare and name not in _NO_KEYS and len(_PLAIN_KEYS) < _MOST_PLAIN_KEYS:
            _PLAIN_KEYS.add(name)
        return name

    def close(self, data: dict[str, Any], spots: Spots, merges: list[tuple[Any, Any]], start: Any) -> None:
        """End a mapping that may have too many values, and that merges others."""
        if self.left < 0:
            self.refuse_more(start)
        for event, value in merges:
            self.merge(data, spots, event, value)

    def merge(self, data: dict[str, Any], spots: Spots, event: Any, value: Any) -> None:
        """Copy the keys that `<<` merges; the mapping's own keys win."""
        for other in value if type(value) is list else [value]:
            if type(other) is not dict:
                self.fail(
                    "<<: can only merge key: value lines",
                    event,
                    hint="write <<: *name, with &name in front of key: value lines above",
                )
            theirs = self.spots[id(other)]
            for name in other:
                if name not in data:
                    data[name] = other[name]
                    spots[name] = theirs[name]

    def refuse_more(self, event: Any) -> NoReturn:
        """Refuse too many values; those that an alias repeats count again."""
        self.fail(f"more than {MOST_VALUES:,} values, counting what aliases repeat", event)

    def refuse_top(self, top: Any) -> NoReturn:
        """Say why `top` is not a plan."""
        from launchcheck import yaml_hints

        if type(top) is ScalarEvent and not top.value and not top.style:
            self.fail_empty()
        what = "a list" if type(top) is SequenceStartEvent else "text"
        message, hint = yaml_hints.top(self.lines.text, what)
        self.fail(message, top, hint=hint)

    def refuse_controls(self, event: Any) -> None:
        r"""Refuse control characters that escapes such as `\e` or `\\0` produce."""
        if found := re.search(_FORBIDDEN_ESCAPE, event.value):
            message = f"an escape produces the control character U+{ord(found[0]):04X}"
            hint = "delete it; for a backslash itself use single quotation marks"
            start, end = _span(event)
            place = self.lines.text.find("\\", start, end)
            raise self.lines.error(message, max(start, place), hint=hint)

    def refuse_tag(self, event: Any) -> NoReturn:
        """Refuse a tag that is not core YAML, or contradicts its value."""
        tag = event.tag.replace(_CORE, "!!", 1)
        hint = "delete the tag; text that starts with ! needs quotation marks"
        self.fail(f"the tag {quote(tag)} is not allowed here", event, hint=hint)

    def fail_duplicate(self, name: str, first: int, second: Any) -> NoReturn:
        """Show both places of a key that appears twice."""
        error = self.lines.error("", second.start_mark.index, first)
        line = error.locations[1].line
        message = f"the key {quote(name)} appears twice here, first on line {line}"
        is_above_lines = self.lines.text[second.end_mark.index :].partition("\n")[0].strip() == ":"
        hint = "put the lines below both under one of them" if is_above_lines else "keep one of them"
        raise LaunchcheckError(message, hint=hint, locations=error.locations)

    def fail_empty(self) -> NoReturn:
        """Say that the file is empty."""
        raise _empty(self.lines)

    def fail(self, message: str, event: Any, *, hint: str = "") -> NoReturn:
        """Stop at `event`."""
        raise self.lines.error(message, event.start_mark.index, hint=hint)


def _resolve(text: str) -> Any:
    """Read a plain scalar: null, true, false, a decimal number of bounded length, else text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[4:5] == text[7:8] == "-":  # a date, the most common value that begins with a digit
        return text
    found = _NUMBER.match(text)
    if not found or (len(text) > MOST_DIGITS and sum(map(str.isdigit, text)) > MOST_DIGITS):
        return text
    if found[1] is found[2] is None:
        return int(text)
    number = float(text)
    return text if isinf(number) else number


def _span(event: Any) -> tuple[int, int]:
    """Where in the text an event begins, and where it ends."""
    return event.start_mark.index, event.end_mark.index
