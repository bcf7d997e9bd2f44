"""YAML text to plain data, and where in the text every value stands. The only file that imports yaml."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from bisect import bisect_right
from io import StringIO
from itertools import accumulate, islice
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn, TypeAlias

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

from launchcheck import yaml_hints
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.text import closest, quote

if TYPE_CHECKING:
    from collections.abc import Callable

Where: TypeAlias = tuple[str | int, ...]
"""A path into a plan: keys of mappings, and indices of lists (or the ids of their elements)."""

MOST_BYTES = 2 * 1024 * 1024
MOST_VALUES = 100_000
DEEPEST = 64
MOST_DIGITS = 18
LONGEST_LINE = 1_000

# What neither parser reads or every editor counts differently: control characters, the line breaks
# NEL, LS and PS, a byte order mark in the middle, surrogates and non-characters.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# The same, and the carriage return, where it comes in as an escape ("\r"): only \n and \t are text.
_FORBIDDEN_ESCAPE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_BLANKS = " \t\r\n"  # what YAML takes for blank; no-break spaces are text
_PROPERTIES = re.compile(r"^(?:[&!]\S*(?:\s+|$))+")

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NO_KEYS = frozenset(["<<", *(word for word, value in _WORDS.items() if value is None)])
# A leading zero makes text: a person who types 0755 or 007 means these very characters.
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*|(?=\.[0-9]))(\.[0-9]*)?([eE][-+]?[0-9]+)?\Z", re.ASCII)
# Keys without quotation marks that were read before, in whichever file: nothing can be wrong in them.
_PLAIN_KEYS: set[str] = set()
_MOST_PLAIN_KEYS = 2_000
_MAYBE_NOT_TEXT = frozenset(["", *"~nNtTfF-+.0123456789"])

# From 0.2.6 on libyaml has a bound of its own, which it may reach before it tells of the first level.
_TOO_DEEP = re.compile("exceeded maximum nesting depth$|^RecursionError: ")

_CORE = "tag:yaml.org,2002:"
_TAGGED: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}

_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_SAVE_AS_UTF8 = "save the file as UTF-8 (in the editor: Save with encoding)"
_OPEN = object()
_MANY = (dict, list)

_Spot: TypeAlias = tuple[int, int, int, int, bool, "_Spots"]
"""Where a key and its value stand: the start and end of each, whether to look for it at its key, and
where what is in the value stands.

The end is 0 of what is no scalar and no alias; both numbers are 0 of the key that an element of a list
does not have.
"""
_Spots: TypeAlias = dict[str | int, _Spot]
"""The spots in a mapping by its keys; in a list by index, and by the ids of its elements."""
_NOTHING: _Spots = {}
"""What is in a scalar."""


class _PureParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python, for where libyaml is missing."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


_parser: Callable[[str], Any] = _PureParser
if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    _parser = CParser


class Source:
    """One YAML file: its text, its data, and where in the text every value stands.

    `name` is what messages call the file. `data` must not be changed: positions belong to it.
    """

    __slots__ = (
        *("_last", "_line_starts", "_lines", "_places", "_spots", "_targets", "_top"),
        *("data", "name", "text"),
    )

    name: str
    text: str
    data: dict[str, Any]

    def __init__(self, name: str, text: str) -> None:
        """Use `read`, `read_stream` or `parse` instead: this one does not parse."""
        self.name = name
        self.text = text
        self.data = {}
        self._spots = _NOTHING
        self._targets: dict[int, _Spot] = {}
        self._top = 0
        self._lines: list[str] = []
        self._line_starts: list[int] = []
        self._places: dict[tuple[int, int], Location] = {}
        self._last = 0

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Source:
        """Read the file or pipe at `path`.

        Raises LaunchcheckError where it cannot be read, and whatever `parse` raises.
        """
        name = os.fspath(path)
        try:
            with os.fdopen(os.open(name, _FLAGS), "rb", buffering=0) as file:
                _refuse_device(os.fstat(file.fileno()).st_mode)
                os.set_blocking(file.fileno(), True)
                content = _read_bytes(file)
        except (OSError, ValueError) as problem:
            message, hint = _plain_words(problem, name)
            raise LaunchcheckError(message, hint=hint, locations=(Location(name),)) from None
        return cls.parse(content, name)

    @classmethod
    def read_stream(cls, stream: BinaryIO, name: str = "<stdin>") -> Source:
        """Read an open binary stream to its end, or a little past what a plan may hold.

        Raises LaunchcheckError where it cannot be read, and whatever `parse` raises.
        """
        try:
            content = _read_bytes(stream)
        except OSError as problem:
            message, hint = _plain_words(problem, "")
            raise LaunchcheckError(message, hint=hint, locations=(Location(name),)) from None
        except ValueError:
            raise LaunchcheckError("the stream is closed", locations=(Location(name),)) from None
        return cls.parse(content, name)

    @classmethod
    def parse(cls, content: bytes | str, name: str = "<text>") -> Source:
        """Parse YAML that is already in memory.

        Raises LaunchcheckError, located, where it is not one YAML document in readable text with a
        mapping at its top, or where it passes a bound (size, depth, number of values).
        """
        if len(content) > MOST_BYTES:
            message = f"the file is larger than {MOST_BYTES // 1024 // 1024} MiB"
            raise LaunchcheckError(message, locations=(Location(name),))
        text = content.removeprefix("\ufeff") if isinstance(content, str) else _decode(content, name)
        source = cls(name, text)
        if found := _FORBIDDEN.search(text):
            message, hint = yaml_hints.forbidden(text, found.start())
            raise source.error_at(message, found.start(), hint=hint)
        source._build()
        return source

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the text: a parser's marks do not pickle, and parsing again is quick."""
        return Source.parse, (self.text, self.name)

    def __repr__(self) -> str:
        """Show the name alone."""
        return f"Source({self.name!r})"

    def locate(self, where: Where, *, key: bool = False) -> Location:
        """Find the deepest part of `where` that is written in the file.

        That is the value there, or its key where `key` is true, where the value is null or a block
        of lines below the key, or where the path goes on but the file does not. Steps that are not
        in the file are tolerated. Merged values stand where they are written, aliases where they
        are used.
        """
        spot, is_whole = self._find(where)
        start, end = self._top, 0
        if spot:
            key_start, key_end, start, end, is_block, _ = spot
            if key_end and (key or is_block or not is_whole):
                start, end = key_start, key_end
        place = self._places.get((start, end))  # many findings speak of one place
        if place is None:
            place = self._places[start, end] = self._at(start, end)
        return place

    def typed(self, where: Where) -> str | None:
        """Give the scalar at `where` as it was typed, quotation marks and all; None if there is none."""
        spot, is_whole = self._find(where)
        if spot is None or not is_whole:
            return None
        _, _, start, end, _, _ = self._targets.get(spot[2], spot)
        # What begins with & or ! is an anchor or a tag: text would need quotation marks.
        return _PROPERTIES.sub("", self.text[start:end].strip(_BLANKS), count=1) if end else None

    def _find(self, where: Where) -> tuple[_Spot | None, bool]:
        """Follow `where`: the spot of the deepest key and value, and whether all steps were found."""
        spot: _Spot | None = None
        spots = self._spots
        for step in where:
            found = spots.get(step)
            if found is None:
                return spot, False
            spot = found
            spots = found[5]
        return spot, True

    def _at(self, start: int, end: int = 0) -> Location:
        """Turn indices into lines and columns, inside the file whatever the parser says."""
        if not self._lines:
            self._lines = _lines(self.text)
            self._line_starts = list(accumulate(map(len, self._lines[:-1]), initial=0))
            self._last = len(self.text.rstrip("\r\n"))
        starts = self._line_starts
        start = min(start, self._last)
        line = bisect_right(starts, start)
        begin, text = starts[line - 1], self._lines[line - 1]
        shown = text.rstrip("\r\n") if len(text) <= LONGEST_LINE else ""
        end = start + len(self.text[start:end].rstrip(_BLANKS)) if end > start else 0
        if not end:
            return Location(self.name, line, start - begin + 1, 0, 0, shown)
        end_line = line if end < begin + len(text) else bisect_right(starts, end)
        return Location(self.name, line, start - begin + 1, end_line, end - starts[end_line - 1] + 1, shown)

    def error_at(self, message: str, *places: int, hint: str = "") -> LaunchcheckError:
        """An error that stands at these indices of the text."""
        return LaunchcheckError(message, hint=hint, locations=tuple(self._at(place) for place in places))

    def _build(self) -> None:
        """Parse the text into `data`, or raise what is wrong with it."""
        parser: Any = None
        try:
            parser = _parser(self.text)
            builder = _Builder(self, parser.get_event)
            self.data = builder.document()
            self._spots, self._targets, self._top = builder.spots[id(self.data)], builder.targets, builder.top
        except LaunchcheckError as problem:
            raise self._merge_conflict() or problem from None
        except yaml.MarkedYAMLError as problem:
            marks = [mark.index for mark in (problem.problem_mark, problem.context_mark) if mark]
            words = f"{problem.context or ''}: {problem.problem or ''}"
            raise self._merge_conflict() or self._mistake(words, marks or [0]) from None
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as problem:
            # Only the pure parser raises these: for an escape far above Unicode, say.
            at = getattr(parser, "index", 0)
            raise self._mistake(f"{type(problem).__name__}: {problem}", [at]) from None

    def _merge_conflict(self) -> LaunchcheckError | None:
        """The better reason why a file cannot be read, if git left it so."""
        place = yaml_hints.merge_conflict(self.text)
        hint = "keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>"
        return (
            None if place is None else self.error_at("a merge conflict is left in the file", place, hint=hint)
        )

    def _mistake(self, words: str, places: list[int]) -> LaunchcheckError:
        """What a parser complains about, in plain words."""
        if _TOO_DEEP.search(words):
            return self.error_at(f"nested more than {DEEPEST} levels deep", places[0])
        message, hint, place = yaml_hints.explain(self.text, words, places[0], places[-1])
        if place < 0:
            return LaunchcheckError(message, hint=hint, locations=(Location(self.name),))
        return self.error_at(message, place, hint=hint)


class _Builder:
    """One pass over a parser's events: data, positions and every bound at once.

    Recursion is as deep as the plan, so DEEPEST bounds it. Of an event only numbers are kept, so that
    it and its marks can go at once; they become lines and columns for the few that somebody asks for.
    """

    def __init__(self, source: Source, next_event: Callable[[], Any]) -> None:
        self.source = source
        self.next_event = next_event
        # The id of a list or mapping, for as long as it lives -> the spots in it.
        self.spots: dict[int, _Spots] = {}
        self.targets: dict[int, _Spot] = {}  # where an alias stands -> the spot of what it stands for
        self.top = 0
        self.left = MOST_VALUES
        # Without these characters there is no anchor, no tag and no escape, and most scalars need no
        # second look.
        self.look_again = "&" in source.text or "!" in source.text or "\\" in source.text
        # Anchor -> its value (or _OPEN inside of it), how many values it holds, its event.
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

    def node(self, event: Any, depth: int) -> tuple[Any, int, bool, _Spots]:
        """Build the list or mapping that `event` begins, or that an alias stands for.

        Comes with where an alias ends, or 0; whether that is a block of lines, for which a person looks
        at its key, as for a value that is left out; and the spots in it.
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

    def inside(self, value: Any) -> _Spots:
        """The spots in a value that was built before."""
        return self.spots[id(value)] if type(value) in _MANY else _NOTHING

    def mapping(self, start: Any, depth: int) -> tuple[dict[str, Any], _Spots]:
        """Build a mapping up to its end, with the spots in it."""
        data: dict[str, Any] = {}
        merges: list[tuple[Any, Any]] = []
        spots: _Spots = {}
        self.spots[id(data)] = spots
        next_event, scalar, look_again = self.next_event, self.scalar, self.look_again
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
                inside = _NOTHING
                if look_again or value[:1] in _MAYBE_NOT_TEXT:
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

    def sequence(self, start: Any, depth: int) -> tuple[list[Any], _Spots]:
        """Build a list up to its end, with the spots in it."""
        data: list[Any] = []
        spots: _Spots = {}
        self.spots[id(data)] = spots
        next_event, scalar, look_again = self.next_event, self.scalar, self.look_again
        for index in range(self.left + 1):
            event = next_event()
            stop = event.end_mark
            if type(event) is ScalarEvent:
                value: Any = event.value
                end = stop.index
                is_block = False
                inside = _NOTHING
                if look_again or value[:1] in _MAYBE_NOT_TEXT:
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
        """Read one scalar as YAML 1.2 does, and what is no number, boolean or null as text."""
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
        """Read a scalar that says itself what it is: `!!str 1`."""
        self.refuse_controls(event)
        kind = event.tag.removeprefix(_CORE)
        if event.tag in ("!", _CORE + "str"):
            return event.value
        value = _resolve(event.value)
        if kind not in _TAGGED or event.tag == kind:
            self.refuse_tag(event)
        if type(value) not in _TAGGED[kind]:
            self.fail(
                f"{quote(event.value)} is not what its tag !!{kind} says", event, hint="leave the tag away"
            )
        return value

    def alias(self, event: Any) -> Any:
        """The value that an alias stands for, at the price of all its values."""
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
        self.targets[event.start_mark.index] = (0, 0, start, end if is_scalar else 0, False, _NOTHING)
        return value

    def key(self, event: Any) -> str | None:
        """The text of a key; None for the merge key `<<`."""
        target = event
        if type(event) is AliasEvent:
            self.alias(event)
            target = self.anchors[str(event.anchor)][2]
        if type(target) is not ScalarEvent:
            hint = yaml_hints.key_hint(self.source.text, event.start_mark.index)
            self.fail("a key must be text, not a list or a mapping", event, hint=hint)
        name: str = target.value
        if name in _NO_KEYS and (not name or not (target.style or target.tag)):
            if name == "<<":
                return None
            self.fail("a key is empty", event, hint="write a name before the colon")
        if target.style or target.tag or target.anchor:
            if target is event:
                self.scalar(event)
        elif len(_PLAIN_KEYS) < _MOST_PLAIN_KEYS:
            _PLAIN_KEYS.add(name)
        return name

    def close(self, data: dict[str, Any], spots: _Spots, merges: list[tuple[Any, Any]], start: Any) -> None:
        """End a mapping that may have too many values, and that merges others."""
        if self.left < 0:
            self.refuse_more(start)
        for event, value in merges:
            self.merge(data, spots, event, value)

    def merge(self, data: dict[str, Any], spots: _Spots, event: Any, value: Any) -> None:
        """Copy what `<<` asks for; what the mapping says itself comes first."""
        for other in value if type(value) is list else [value]:
            if type(other) is not dict:
                self.fail(
                    "<<: can only merge mappings",
                    event,
                    hint="write <<: *name, with &name at a mapping above",
                )
            theirs = self.spots[id(other)]
            for name in other:
                if name not in data:
                    data[name] = other[name]
                    spots[name] = theirs[name]

    def refuse_more(self, event: Any) -> NoReturn:
        """Refuse what has too many values; those that an alias repeats count again."""
        self.fail(f"more than {MOST_VALUES:,} values, counting what aliases repeat", event)

    def refuse_top(self, top: Any) -> NoReturn:
        """Say why `top` is no plan."""
        if type(top) is ScalarEvent and not top.value and not top.style:
            self.fail_empty()
        what = "a list" if type(top) is SequenceStartEvent else "text"
        message, hint = yaml_hints.top(self.source.text, what)
        self.fail(message, top, hint=hint)

    def refuse_controls(self, event: Any) -> None:
        r"""Refuse what `\e` or `\\0` brings into text."""
        if found := _FORBIDDEN_ESCAPE.search(event.value):
            message = f"an escape stands for the control character U+{ord(found[0]):04X}"
            hint = "delete it; for a backslash itself use single quotation marks"
            start, end = _span(event)
            place = self.source.text.find("\\", start, end)
            raise self.source.error_at(message, max(start, place), hint=hint)

    def refuse_tag(self, event: Any) -> NoReturn:
        """Refuse a tag that is not core YAML, or says something else than its value."""
        tag = event.tag.replace(_CORE, "!!", 1)
        hint = "delete the tag; text that starts with ! needs quotation marks"
        self.fail(f"the tag {quote(tag)} is not allowed here", event, hint=hint)

    def fail_duplicate(self, name: str, first: int, second: Any) -> NoReturn:
        """Show both places of a key that stands twice in its mapping."""
        error = self.source.error_at("", second.start_mark.index, first)
        line = error.locations[1].line
        message = f"the key {quote(name)} stands twice here, first in line {line}"
        raise LaunchcheckError(message, hint="keep one of them", locations=error.locations)

    def fail_empty(self) -> NoReturn:
        """Say that there is nothing in the file."""
        raise LaunchcheckError(
            "the plan is empty", hint="start with launchcheck: 1", locations=(Location(self.source.name),)
        )

    def fail(self, message: str, event: Any, *, hint: str = "") -> NoReturn:
        """Stop at `event`."""
        raise self.source.error_at(message, event.start_mark.index, hint=hint)


def _resolve(text: str) -> Any:
    """Read a plain scalar: null, true, false, a decimal number of bounded length, else text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[4:5] == text[7:8] == "-":  # a day, as most of what begins with a digit; no number is written so
        return text
    found = _NUMBER.match(text)
    if not found or (len(text) > MOST_DIGITS and sum(map(str.isdigit, text)) > MOST_DIGITS):
        return text
    if found[1] is found[2] is None:
        return int(text)
    number = float(text)
    return text if isinf(number) else number


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends, as editors count lines: after the last end there is one more."""
    lines = list(StringIO(text, newline=""))
    return lines if lines and lines[-1][-1] not in "\r\n" else [*lines, ""]


def _span(event: Any) -> tuple[int, int]:
    """Where in the text an event begins, and where it ends."""
    return event.start_mark.index, event.end_mark.index


def _decode(content: bytes, name: str) -> str:
    """Turn bytes into text: UTF-8, or UTF-16 that says so. Raises LaunchcheckError at what is neither."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        message = "this is UTF-32 text, not UTF-8"
        raise LaunchcheckError(message, hint=_SAVE_AS_UTF8, locations=(Location(name, 1, 1),))
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if is_utf16 else "utf-8"
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as problem:
        before = content[: problem.start].decode(encoding, "ignore").removeprefix("\ufeff")
        source = Source(name, content.decode(encoding, "replace").removeprefix("\ufeff"))
        message = f"not {encoding.upper()} text: byte 0x{content[problem.start]:02X}"
        raise source.error_at(message, len(before), hint=_SAVE_AS_UTF8) from None


def _read_bytes(stream: BinaryIO | Any) -> bytes:
    """Read to the end, but never much more than a plan may hold."""
    chunks = []
    left = MOST_BYTES + 1
    while left > 0 and (chunk := stream.read(left)):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _refuse_device(mode: int) -> None:
    """Raise OSError for what can be opened but is no file to read to its end."""
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        raise OSError(errno.ENODEV, "")


def _plain_words(problem: OSError | ValueError, path: str) -> tuple[str, str]:
    """What keeps a file from being read, and what to do about it."""
    if not isinstance(problem, OSError):
        return "this cannot be the name of a file", ""
    if problem.errno == errno.ENOENT:
        if Path(path).is_symlink():
            return "a link to a file that does not exist", ""
        return "no such file", _similar_name(Path(path))
    words = {
        errno.EACCES: "permission denied",
        errno.EPERM: "permission denied",
        errno.EISDIR: "a directory, not a file",
        errno.ENODEV: "a device, not a file",
        errno.ENXIO: "a socket or device, not a file",
        errno.ENOTDIR: "no such file: a part of the path is not a directory",
        errno.ELOOP: "a link that leads back to itself",
        errno.ENAMETOOLONG: "the name is too long for a file",
    }
    known = words.get(problem.errno or 0)
    return known or f"cannot be read: {os.strerror(problem.errno or 0).lower()}", ""


def _similar_name(path: Path) -> str:
    """A hint with the file in the same folder that was probably meant."""
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry in islice(entries, 1000) if not entry.is_dir(follow_symlinks=False)]
    except OSError:
        return ""
    similar = closest(path.name, names)
    return f"did you mean {quote(path.with_name(similar), 200)}?" if similar else ""
