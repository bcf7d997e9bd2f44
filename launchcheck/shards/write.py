"""The lines of a shard: items when they are first named, a report or an error for each plan, and the end."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, TextIO

from launchcheck.errors import LaunchcheckError
from launchcheck.formats.escapes import as_json
from launchcheck.shards.values import Encoder

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist
    from launchcheck.report import Report
    from launchcheck.shards.head import Head


class Line(NamedTuple):
    """A plan as a line, without its number, and the items that it names: written where it is checked."""

    body: str
    items: dict[str, str]


def line_of(path: str, found: Report | LaunchcheckError, packs: tuple[str, ...]) -> Line:
    """The line of a plan: what was found, or why nothing could be."""
    encoder = Encoder()
    is_error = isinstance(found, LaunchcheckError)
    what = {"error": encoder.error(found)} if is_error else {"report": encoder.data(found)}  # type: ignore[arg-type]
    body = as_json({"path": path, "packs": list(packs), **what})
    return Line(body, {key: as_json(texts) for key, texts in encoder.items.items()})


def end_of(plans: int, digest: str) -> str:
    """The last line: how many plans there were, and the digest of all lines before."""
    return as_json({"end": plans, "sha256": digest}) + "\n"


class ShardWriter:
    """A shard that is being written; its last line has the digest of all before it."""

    def __init__(self, out: TextIO, head: Head) -> None:
        """Write the first line."""
        self._out = out
        self._digest = sha256()
        self._known: set[str] = set()
        self._plans = 0
        self._write(as_json(head.as_data()))

    def add(self, number: int, line: Line) -> None:
        """Write a plan, by its number in the whole list."""
        self._items(line.items)
        self._write(f'{{"plan": {number}, {line.body[1:]}')
        self._plans += 1

    def close(self, checklist: Checklist) -> None:
        """Write the checklist, with the packs that plans turn on, and the end."""
        encoder = Encoder()
        data = encoder.checklist(checklist)
        self._items({key: as_json(texts) for key, texts in encoder.items.items()})
        self._write(as_json({"checklist": data}))
        self._out.write(end_of(self._plans, self._digest.hexdigest()))

    def _items(self, items: dict[str, str]) -> None:
        """Write items that were not named before."""
        for key, texts in items.items():
            if key not in self._known:
                self._known.add(key)
                self._write(f'{{"item": "{key}", "texts": {texts}}}')

    def _write(self, line: str) -> None:
        """Write a line."""
        self._out.write(f"{line}\n")
        self._digest.update(f"{line}\n".encode())
