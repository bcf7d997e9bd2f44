"""Where each value of a YAML text begins and ends, and in which style it is written."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from launchcheck.source import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Kind: TypeAlias = Literal["alias", "list", "map", "scalar"]


class Node(NamedTuple):
    """A value as it is written in the text.

    Attributes:
        kind: What it is; an alias is not followed.
        start: The index of its first character, with its anchor or tag.
        end: The index after its last one; in a block, after the last value that ends with more than nothing.
        style: The quotation mark of a scalar, or the `|` or `>` of a block of text; `{` or `[` of a
            collection on one line; empty for anything else.
        text: The text of a scalar, or the name of the anchor that an alias refers to.
        anchor: The name of its own anchor.
        tagged: Whether it has a tag.
        keys: The keys of a map, in the order of `values`; none for a list.
        values: The entries of a list or map.

    """

    kind: Kind
    start: int
    end: int
    style: str
    text: str = ""
    anchor: str = ""
    tagged: bool = False
    keys: tuple[Node, ...] = ()
    values: tuple[Node, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is written: `key:` with no value."""
        return self.kind == "scalar" and self.start == self.end

    @property
    def is_block(self) -> bool:
        """Whether it is a list or map with a line for each entry."""
        return self.kind in ("list", "map") and not self.style

    def child(self, step: str | int) -> Node | None:
        """The value at a key or an index; None if it is not written here."""
        if isinstance(step, int):
            return self.values[step] if self.kind == "list" and step < len(self.values) else None
        at = self.position(step)
        return None if at is None else self.values[at]

    def position(self, key: str) -> int | None:
        """The position of a key; None if it is not written here."""
        return next((at for at, each in enumerate(self.keys) if each.text == key), None)

    def walk(self) -> Iterator[Node]:
        """This value, and all keys and values in it."""
        yield self
        for each in (*self.keys, *self.values):
            yield from each.walk()


def tree(text: str) -> Node:
    """The top of a text that `Source` has read, so that it is known to be well formed and within bounds."""
    next_event = build.events(text)
    event = next_event()
    while type(event) not in (MappingStartEvent, SequenceStartEvent, ScalarEvent):
        event = next_event()
    return _node(event, next_event, text)


def _node(event: Any, next_event: Callable[[], Any], text: str) -> Node:
    """The value that an event begins."""
    start, end = event.start_mark.index, event.end_mark.index
    if type(event) is AliasEvent:
        return Node("alias", start, end, "", event.anchor or "")
    anchor, tagged = event.anchor or "", event.tag is not None
    if type(event) is ScalarEvent:
        return _scalar(event, text, anchor, tagged=tagged)
    is_map = type(event) is MappingStartEvent
    style = text[end - 1] if event.flow_style else ""
    found: list[Node] = []
    inner = next_event()
    while type(inner) in (AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent):
        found.append(_node(inner, next_event, text))
        inner = next_event()
    if event.flow_style:
        end = inner.end_mark.index
    elif found:
        end = max(each.end for each in found)
    keys, values = (tuple(found[::2]), tuple(found[1::2])) if is_map else ((), tuple(found))
    return Node("map" if is_map else "list", start, end, style, "", anchor, tagged, keys, values)


def _scalar(event: Any, text: str, anchor: str, *, tagged: bool) -> Node:
    """A scalar; a parser may count the line ends and spaces after one as part of it."""
    start, end = event.start_mark.index, event.end_mark.index
    end = start + len(text[start:end].rstrip(" \t\r\n"))
    return Node("scalar", start, end, event.style or "", event.value, anchor, tagged)


def has_comment(text: str, start: int, end: int, node: Node) -> bool:
    """Whether there is a comment in a part of the text, outside of the scalars in `node`."""
    scalars = sorted((each.start, each.end) for each in node.walk() if each.kind == "scalar")
    edges = [start, *(edge for span in scalars for edge in span if start <= edge <= end), end]
    return any("#" in text[left:right] for left, right in list(pairwise(edges))[::2])
