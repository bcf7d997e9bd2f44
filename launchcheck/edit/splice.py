"""Change a text of YAML at one place, so that every other character stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.edit import write
from launchcheck.source import PLACEHOLDER
from launchcheck.source.nodes import Node, has_comment, tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from launchcheck.source import Where


class CannotSpliceError(Exception):
    """Why a place of a text cannot be changed; `at` is the index of what stands in the way."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class Splice(NamedTuple):
    """A change of a text at one place: what stands from one index to another becomes something new."""

    start: int
    end: int
    new: str


class _Text(NamedTuple):
    """A text, what is written in it, and how: its line end, and how far a level is indented.

    `aliases` and `anchors` are where each is, by its name.
    """

    text: str
    top: Node
    eol: str
    step: str
    aliases: dict[str, int]
    anchors: dict[str, int]

    @classmethod
    def of(cls, text: str) -> _Text:
        top = tree(text)
        eol = "\r\n" if "\r\n" in text else "\n"
        inner = next((each.start for each in top.values if each.kind == "map" and each.is_block), 0)
        column = inner - _line_start(text, inner)
        nodes = [*top.walk()]
        aliases = {each.text: each.start for each in nodes if each.kind == "alias"}
        anchors = {each.anchor: each.start for each in nodes if each.anchor}
        return cls(text, top, eol, " " * (column if 0 < column <= 8 else 2), aliases, anchors)

    def ways(self, where: Where) -> list[Node]:
        """What is written on the way to a place, as far as it is."""
        found = [self.top]
        for step in where:
            child = found[-1].child(step)
            if child is None:
                break
            found.append(child)
        return found

    def with_lines(self, at: int, lines: Iterable[str]) -> Splice:
        """Add lines below the one that holds an index."""
        end = _line_end(self.text, at)
        return Splice(end, end, "".join(f"{self.eol}{line}" for line in lines))

    def with_all(self, splices: Iterable[Splice]) -> str:
        """The text with several changes; those at one place come in their order.

        Raises:
            CannotSpliceError: two of them overlap.

        """
        parts, last = [], 0
        for start, end, new in sorted(splices, key=lambda each: each.start):
            if start < last:
                raise CannotSpliceError("two changes are at one place", start)
            parts += [self.text[last:start], new]
            last = end
        return "".join([*parts, self.text[last:]])

    def column(self, at: int) -> int:
        return at - _line_start(self.text, at)


def fill(text: str, where: Where, value: Any) -> str:
    """The text with a value at a place, which is numbered as the text numbers it.

    A value that is only placeholders is filled in place: those that the new value leaves out stay.
    An index beyond the last entry of a list appends to it.

    Raises:
        CannotSpliceError: the change cannot be made at one place of the text.

    """
    found = _Text.of(text)
    ways = found.ways(where)
    node, rest = ways[-1], where[len(ways) - 1 :]
    _refuse_shared(found, ways)
    if not rest and _is_bare(node) and _is_alike(node, value):
        return _filled_in(text, where, value)
    if rest and isinstance(rest[0], str) and (blank := _blank_key(node)):
        name = write.scalar(rest[0], in_flow=bool(node.style))
        return fill(found.with_all([Splice(blank.start, blank.end, name)]), where, value)
    return found.with_all([_splice(found, ways, rest, value)])


def fill_all(text: str, changes: Iterable[tuple[Where, Any]]) -> str:
    """The text with several values, each at its place in the text as it is now.

    Entries that are appended to one list have the same index, just beyond its last, and come in their order.

    Raises:
        CannotSpliceError: one of the changes cannot be made, or not together with the others; those of
            placeholders are made one by one.

    """
    found = _Text.of(text)
    splices = []
    for where, value in changes:
        ways = found.ways(where)
        rest = where[len(ways) - 1 :]
        _refuse_shared(found, ways)
        if _is_bare(ways[-1]) or (rest and _blank_key(ways[-1])):
            raise CannotSpliceError("placeholders are filled one by one", ways[-1].start)
        splices.append(_splice(found, ways, rest, value))
    return found.with_all(splices)


def _blank_key(node: Node) -> Node | None:
    """A key of a map that is a placeholder; None without one."""
    keys = node.keys if node.kind == "map" else ()
    return next((each for each in keys if PLACEHOLDER.fullmatch(each.text)), None)


def _splice(found: _Text, ways: list[Node], rest: Where, value: Any) -> Splice:
    """The change that puts a value at the end of the ways, or below it where the text has no more yet."""
    node = ways[-1]
    if not rest:
        return _replace(found, ways, value)
    name = rest[0]
    if node.kind == "map" and isinstance(name, str):
        return _add(found, ways, name, nested(rest[1:], value))
    if node.kind == "list" and isinstance(name, int):
        return _append(found, ways, nested(rest[1:], value))
    if node.kind == "scalar" and (node.is_empty or _is_bare(node)):
        return _replace(found, ways, nested(rest, value))
    raise CannotSpliceError("another value is there", node.start)


def nested(where: Where, value: Any) -> Any:
    """A value below the steps of a path: maps for keys, lists for indices."""
    for step in reversed(where):
        value = {step: value} if isinstance(step, str) else [value]
    return value


def _filled_in(text: str, where: Where, value: Any) -> str:
    """Fill placeholders with the values of a map or list, one after the other."""
    for step, each in value.items() if isinstance(value, dict) else enumerate(value):
        text = fill(text, (*where, step), each)
    return text


def _is_bare(node: Node) -> bool:
    """Whether a value is only placeholders, besides what is empty."""
    if node.kind in ("scalar", "alias"):
        return node.kind == "scalar" and PLACEHOLDER.fullmatch(node.text) is not None
    blanks = {at for at, key in enumerate(node.keys) if PLACEHOLDER.fullmatch(key.text)}
    filled = [each for at, each in enumerate(node.values) if at not in blanks and not each.is_empty]
    return bool(blanks or filled) and all(map(_is_bare, filled))


def free_entry(text: str, above: Where, first: int, value: Any) -> int:
    """The index in a list of an entry that is only placeholders, the first with room for a value.

    Without one it is `first`, from which on there are only such entries.
    """
    node: Node | None = tree(text)
    for step in above:
        node = node.child(step) if node else None
    wanted = set(value) if isinstance(value, dict) else set()
    for at, each in enumerate(node.values[first:] if node else ()):
        if wanted <= {key.text for key in each.keys}:
            return first + at
    return first


def _is_alike(node: Node, value: Any) -> bool:
    """Whether a value can be filled into a list or map, part by part."""
    kind = {"map": dict, "list": list}.get(node.kind)
    return kind is not None and isinstance(value, kind) and bool(value)


def _refuse_shared(found: _Text, ways: list[Node]) -> None:
    """Refuse a value that an alias repeats elsewhere, or takes from there."""
    for node in ways:
        if node.kind == "alias":
            at = found.anchors.get(node.text, node.start)
            raise CannotSpliceError(f"the value is shared: it comes from the anchor &{node.text}", at)
        if node.anchor in found.aliases:
            at = found.aliases[node.anchor]
            raise CannotSpliceError(f"the value is shared: *{node.anchor} repeats it", at)


def _replace(found: _Text, ways: list[Node], value: Any) -> Splice:
    """Write another value in place of one."""
    node, parent = ways[-1], ways[-2]
    in_flow = any(each.style for each in ways[:-1])
    if node.anchor or node.tagged:
        raise CannotSpliceError("the value has an anchor or a tag", node.start)
    if node.is_empty and in_flow:
        raise CannotSpliceError("the value is empty, between braces", node.start)
    start, lead = node.start, ""
    key = parent.keys[_position(parent, node)] if parent.kind == "map" else None
    is_long = not in_flow and write.is_long(value, " " * found.column(node.start))
    if key is not None and (node.is_empty or node.is_block or is_long):
        start, lead = found.text.index(":", key.end) + 1, " "
    elif node.is_empty:
        start, lead = found.text.rindex("-", 0, node.start + 1) + 1, " "
    if has_comment(found.text, start, max(start, node.end), node):
        raise CannotSpliceError("a comment in the value would be lost", node.start)
    if is_long and key is not None:
        indent = " " * (found.column(key.start) + len(found.step))
        if node.is_empty:  # a comment behind the colon stays there
            return found.with_lines(start, write.below(value, indent, found.step))
        new = "".join(f"{found.eol}{line}" for line in write.below(value, indent, found.step))
    elif node.is_block and key is None and isinstance(value, dict) and value:
        new = _as_block(found, node, value)
    elif isinstance(value, (dict, list)):
        new = lead + write.flow(value)
    else:
        style = node.style if node.kind == "scalar" and node.style in ("'", '"') else ""
        new = lead + write.scalar(value, in_flow=in_flow, style=style)
    return Splice(start, max(start, node.end), new)


def _as_block(found: _Text, node: Node, value: dict[str, Any]) -> str:
    """The keys of an entry of a list, without the indent of the first, which is behind the dash."""
    indent = " " * found.column(node.start)
    return found.eol.join(write.below(value, indent, found.step)).removeprefix(indent)


def _position(parent: Node, node: Node) -> int:
    return next(at for at, each in enumerate(parent.values) if each is node)


def _add(found: _Text, ways: list[Node], key: str, value: Any) -> Splice:
    """Add a key to a map."""
    node = ways[-1]
    if any(each.text == "<<" and not each.style for each in node.keys):
        merged = next(each for each in node.keys if each.text == "<<")
        raise CannotSpliceError("the keys here are shared: << merges others", merged.start)
    if any(each.style for each in ways):
        if not node.keys and len(ways) > 1 and not any(each.style for each in ways[:-1]):
            return _replace(found, ways, {key: value})
        return _into_flow(found, node, f"{write.scalar(key, in_flow=True)}: {write.flow(value)}")
    indent = " " * found.column(node.keys[0].start)
    lines = list(write.lines(key, value, indent, found.step))
    if node is not found.top:
        return found.with_lines(node.end, lines)
    if isinstance(value, (dict, list)) and value:  # a section has lines of its own, however short
        lines = [f"{write.scalar(key)}:", *write.below(value, found.step, found.step)]
    if heading := _heading(found.text, key):
        return found.with_lines(heading, lines)
    is_spaced = len(node.keys) > 1 and _has_blank_line(found.text, node.values[-2].end, node.keys[-1].start)
    return found.with_lines(node.end, ["", *lines] if is_spaced else lines)


def _append(found: _Text, ways: list[Node], value: Any) -> Splice:
    """Append an entry to a list, in the form of its last one."""
    node = ways[-1]
    if node.style:
        is_alone = not node.values and not any(each.style for each in ways[:-1])
        return _replace(found, ways, [value]) if is_alone else _into_flow(found, node, write.flow(value))
    if not node.values:
        raise CannotSpliceError("the list is empty", node.start)
    last = node.values[-1]
    dash = node.start
    before = found.text[found.text.rindex("-", 0, last.start) + 1 : last.start]
    gap = before if before and not before.strip(" ") else " "
    entry = write.entry(
        value, " " * found.column(dash), gap, found.step, is_block=last.kind == "map" and last.is_block
    )
    is_spaced = len(node.values) > 1 and _has_blank_line(found.text, node.values[-2].end, last.start)
    return found.with_lines(node.end, ["", *entry] if is_spaced else entry)


def _into_flow(found: _Text, node: Node, new: str) -> Splice:
    """Add an entry or a key before the closing bracket of a list or map."""
    close = node.end - 1
    inner = [*node.keys, *node.values]
    if not inner:
        return Splice(node.start + 1, node.start + 1, new)
    last = max(each.end for each in inner)
    comma = re.match(r"\s*,", found.text[last:close])
    at = last + comma.end() if comma else last
    return Splice(at, at, f" {new}" if comma else f", {new}")


def _heading(text: str, section: str) -> int:
    """The index of the last line of the comment that announces a section: `# sales: ...`; 0 without one."""
    found = re.search(rf"^##? {re.escape(section)}(?::| |$).*(?:\r?\n#.*)*", text, re.MULTILINE)
    return found.end() - 1 if found else 0


def _has_blank_line(text: str, start: int, end: int) -> bool:
    return re.search(r"\n[ \t]*\r?\n", text[start:end]) is not None


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    """The index of the line end after a place, or the end of the text."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1] == "\r" else end
