"""Shards read and put together: all of them, each once and whole, and all made alike."""

from __future__ import annotations

import heapq
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import launchcheck
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.shards.head import SCHEMA, Head
from launchcheck.shards.order import in_one_order
from launchcheck.shards.values import Decoder
from launchcheck.shards.write import end_of
from launchcheck.source.files import plain_words
from launchcheck.text import listed, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from launchcheck.checklist import Checklist
    from launchcheck.report import Report

_HOW = "write shards with launchcheck validate --shard 1/2 --as-of DAY --format jsonl=FILE"
_AGAIN = "check this shard again, and keep the whole file"
_MUST_AGREE = {
    "version": "launchcheck {}",
    "of": "{} shards",
    "list": "another list of plans",
    "plans": "a list of {} plans",
    "checklist": "another checklist or other settings",
    "not_default": "other settings",
    "as_of": "the day {}",
    "fail_on": "the rule {}",
    "default_gate": "another choice of the rule",
    "options": "other options",
}
"""What all shards have in common, and what is said of one that differs."""


class Found(NamedTuple):
    """What a shard has on a plan: its number in the list, the packs it turns on, a report or an error."""

    number: int
    path: str
    packs: tuple[str, ...]
    result: Report | LaunchcheckError


class Shard(NamedTuple):
    """A shard that is whole: its first line, how many plans it has, and the checklist they were asked."""

    path: str
    head: Head
    plans: int
    checklist: Checklist

    @classmethod
    def of(cls, path: str) -> Shard:
        """Look through a file.

        Raises:
            LaunchcheckError: it cannot be read, is no shard, or is not as it was written; located.

        """
        head: Head | None = None
        digest, before, plans = sha256(), b"", 0
        decoder, checklist = Decoder(), None
        for number, line in enumerate(_lines(path), 1):
            head = head or _head(path, line)
            digest.update(before)
            before = line
            data = _data(path, number, line)
            if "item" in data:
                decoder.know(data["item"], data["texts"])
            checklist = data.get("checklist", checklist) if number > 1 else None
            plans += "plan" in data
        if head is None:
            raise LaunchcheckError("the file is empty", hint=_HOW, locations=(Location(path),))
        if b'"end"' not in before[:8]:
            raise LaunchcheckError("the file is cut short", hint=_AGAIN, locations=(Location(path, number),))
        if before != end_of(plans, digest.hexdigest()).encode() or checklist is None:
            wrong = "the file is not as it was written"
            raise LaunchcheckError(wrong, hint=_AGAIN, locations=(Location(path),))
        return cls(path, head, plans, decoder.checklist(checklist))

    def found(self) -> Iterator[Found]:
        """What it has on each plan, in the order of the list."""
        decoder = Decoder()
        for number, line in enumerate(_lines(self.path), 1):
            data = _data(self.path, number, line)
            if "item" in data:
                decoder.know(data["item"], data["texts"])
            elif "plan" in data:
                is_error = "error" in data
                result = decoder.error(data["error"]) if is_error else decoder.value(data["report"])
                yield Found(data["plan"], data["path"], tuple(data["packs"]), result)


class Together(NamedTuple):
    """All shards of one list."""

    shards: tuple[Shard, ...]

    @classmethod
    def of(cls, paths: Sequence[str]) -> Together:
        """Look through all files.

        Raises:
            LaunchcheckError: one of them is no shard or not whole, is there twice or missing, or was made
                from another list, with another checklist, day, rule, version or other options.

        """
        shards = [Shard.of(path) for path in paths]
        if not shards:
            raise LaunchcheckError("no shards are named", hint=_HOW)
        first = shards[0]
        for each in shards[1:]:
            _refuse_different(first, each)
        _refuse_twice(shards)
        there = {each.head.shard for each in shards}
        absent = [str(number) for number in range(1, first.head.of + 1) if number not in there]
        if absent:
            what = f"shard {absent[0]}" if len(absent) == 1 else f"shards {listed(absent, most=20)}"
            are = "is" if len(absent) == 1 else "are"
            raise LaunchcheckError(
                f"{what} of {first.head.of} {are} missing",
                hint="name the files of all shards; a job that failed must be run again",
            )
        return cls(tuple(sorted(shards, key=lambda each: each.head.shard)))

    @property
    def head(self) -> Head:
        """What they have in common."""
        return self.shards[0].head

    @property
    def plans(self) -> int:
        """How many plans they have together."""
        return sum(each.plans for each in self.shards)

    def found(self) -> Iterator[Found]:
        """What they have on each plan, in the order of the list.

        Raises:
            LaunchcheckError: a plan of the list is in none of them.

        """
        seen = -1
        for each in heapq.merge(*(shard.found() for shard in self.shards), key=lambda found: found.number):
            if each.number > seen + 1:
                break
            seen = each.number
            yield each
        if seen + 1 < self.head.plans:
            raise LaunchcheckError(f"plan {seen + 2} of {self.head.plans} is in no shard", hint=_AGAIN)

    def checklist(self, packs: Iterable[str]) -> Checklist:
        """The items of all shards, each once; packs come in the order in which plans turn them on."""
        lists = [each.checklist for each in self.shards]
        items = in_one_order([each.items for each in lists], [*packs])
        lowered = {id: low for each in lists for id, low in each.lowered.items()}
        return lists[0].model_copy(update={"items": items, "lowered": lowered})


def _refuse_different(first: Shard, other: Shard) -> None:
    """Refuse a shard that was made in another way than the first."""
    for key, words in _MUST_AGREE.items():
        one, two = getattr(first.head, key), getattr(other.head, key)
        if one != two:
            shown = words.format(two)
            raise LaunchcheckError(
                f"made with {shown}, unlike {first.path}",
                hint="check all shards with one commit, one version and the same options",
                locations=(Location(other.path, 1),),
            )


def _refuse_twice(shards: Sequence[Shard]) -> None:
    """Refuse two files that are the same shard."""
    paths: dict[int, str] = {}
    for each in shards:
        other = paths.setdefault(each.head.shard, each.path)
        if other != each.path or sum(one.path == each.path for one in shards) > 1:
            raise LaunchcheckError(
                f"shard {each.head.share} is there twice",
                hint=f"it is in {other} and {each.path}",
                locations=(Location(each.path, 1),),
            )


def _lines(path: str) -> Iterator[bytes]:
    """The lines of a file.

    Raises:
        LaunchcheckError: it cannot be read; located.

    """
    try:
        with open(path, "rb") as file:
            yield from file
    except OSError as problem:
        message, hint = plain_words(problem, path)
        raise LaunchcheckError(message, hint=hint, locations=(Location(path),)) from None


def _data(path: str, number: int, line: bytes) -> dict[str, Any]:
    """The JSON data of a line."""
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        wrong = "the file is cut short" if not line.endswith(b"\n") else "this line is not as it was written"
        raise LaunchcheckError(wrong, hint=_AGAIN, locations=(Location(path, number),))
    return found


def _head(path: str, line: bytes) -> Head:
    """The first line of a shard.

    Raises:
        LaunchcheckError: it is another file, or was written by another version; located.

    """
    try:
        data = json.loads(line)
        schema = data["schema"]
    except (ValueError, KeyError, TypeError):
        raise LaunchcheckError("this is not a shard", hint=_HOW, locations=(Location(path, 1),)) from None
    if schema != SCHEMA:
        wrong = f"this is {quote(schema)}, not a shard"
        raise LaunchcheckError(wrong, hint=_HOW, locations=(Location(path, 1),))
    if data.get("version") != launchcheck.__version__:
        wrong = f"made by launchcheck {data.get('version')}, and this is {launchcheck.__version__}"
        hint = "merge with the version that checked the shards"
        raise LaunchcheckError(wrong, hint=hint, locations=(Location(path, 1),))
    try:
        return Head.of_data(data)
    except KeyError:
        wrong = "this line is not as it was written"
        raise LaunchcheckError(wrong, hint=_AGAIN, locations=(Location(path, 1),)) from None
